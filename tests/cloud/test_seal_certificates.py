"""Certificates of the keys with which seals sign documents: whose key is certified, and when that ends (C-26)."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import RevokedError

from cloud import forced
from domain.features import SetFeatures
from domain.loss_lock import LockSeal, UnlockSeal
from domain.organization import Feature
from domain.seal_certificates import SealCertificate
from domain.seals import BindingState, RenameSeal
from domain.seals import Seal as SealRow
from domain.unbinding import UnbindSeal
from protocol.cbor import unpack
from protocol.conversation import EntriesNotice, Notice, NoticeOp, Op, read_from_seal
from protocol.keys import SigningKey
from protocol.sealing import Sealed, SealingKey, check_document, sign_key, signed_attributes
from protocol.sync import SealingKeyTaken, TellSealingKey
from tests.cloud.company import SERIAL, Company, found_company
from tests.cloud.test_sealing import DIGEST, electronic, in_hand, seal
from tests.cloud.world import Cloud, Person, Problem, pull_all, running


@pytest.fixture
async def company(cloud: Cloud) -> Company:
    company = await found_company(cloud, real_seal=True)
    await company.owner.done(SetFeatures(items=list(Feature)))
    return company


async def tell(company: Company, person: Person | None = None, word: bytes | None = None) -> str | None:
    """Bring the seal's word on its key; the number of the certificate."""
    word = word or company.seal.must(Op.SEALING_KEY)
    path = f"/v1/seals/{SERIAL}/sealing-key"
    taken = await (person or company.keeper).ask(SealingKeyTaken, "POST", path, TellSealingKey(word=word))
    return taken.certificate


async def certificates(person: Person) -> list[SealCertificate]:
    person.cursors.clear()
    return (await pull_all(person)).of(SealCertificate)


async def revoked(company: Company, organization: str | None = None) -> x509.CertificateRevocationList:
    """As anybody gets it."""
    name = f"{organization or company.owner.organization}.crl"
    async with company.cloud.http.get(f"/v1/crl/{name}") as answer:
        assert answer.status == 200, answer.status
        assert answer.content_type == "application/pkix-crl"
        return x509.load_der_x509_crl(await answer.read())


@pytest.mark.req("C-26", "C")
async def test_a_seals_key_is_certified_by_its_organizations_own_authority(company: Company) -> None:
    number = await tell(company)
    assert await tell(company, company.member) == number  # whoever brings it, and as often
    (row,) = await certificates(company.custom)
    assert (row.id, row.seal, row.binding, row.revoked_at) == (number, SERIAL, 1, None)
    made, above = (x509.load_der_x509_certificate(each) for each in (row.certificate, row.authority))
    made.verify_directly_issued_by(above)
    above.verify_directly_issued_by(above)
    named = {kind: made.subject.get_attributes_for_oid(kind)[0].value for kind in (
        NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME, NameOID.SERIAL_NUMBER
    )}  # fmt: skip
    assert list(named.values()) == ["云杉公司", "合同章", SERIAL]
    usage = made.extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert usage.value.digital_signature
    assert usage.value.content_commitment
    assert not usage.value.key_cert_sign
    assert not made.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert f"{made.serial_number:040x}" == number
    # What the seal signs is proved by it.
    await company.keeper.done(act := electronic(company))
    await in_hand(company)
    sealed = seal(company, act.id)
    assert isinstance(sealed, Sealed)
    key = made.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    numbers = key.public_numbers()
    point = b"\x04" + numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big")
    check_document(point, signed_attributes(DIGEST, bytes(32)), sealed.signature)


async def test_a_word_that_is_not_the_seals_is_certified_by_nobody(company: Company) -> None:
    public = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
    point = b"\x04" + public.x.to_bytes(32, "big") + public.y.to_bytes(32, "big")
    stranger = await company.cloud.organization("19900000099", "别家公司")
    own = company.seal.signing
    for word, who, code in (
        (sign_key(SealingKey(SERIAL, 1, point), SigningKey.generate()), company.keeper, "untrusted"),
        (sign_key(SealingKey("GL2026000009", 1, point), own), company.keeper, "untrusted"),
        (sign_key(SealingKey(SERIAL, 9, point), own), company.keeper, "not_found"),
        (sign_key(SealingKey(SERIAL, 1, b"\x04" + bytes(64)), own), company.keeper, "untrusted"),
        (b"noise", company.keeper, "not_found"),
        (company.seal.must(Op.SEALING_KEY), stranger, "not_found"),
    ):
        with pytest.raises(Problem) as error:
            await tell(company, who, word)
        assert error.value.code == code
    assert await certificates(company.owner) == []


@pytest.mark.req("C-26", "C")
async def test_a_loss_lock_revokes_it_and_an_unlocking_brings_another(company: Company) -> None:
    first = await tell(company)
    assert first is not None
    assert len(await revoked(company)) == 0
    company.cloud.now += 5000
    await company.owner.done(LockSeal(seal=SERIAL))
    locked_at = company.cloud.now
    company.cloud.now += 5000
    listed = await revoked(company)
    assert listed.last_update_utc < datetime.fromtimestamp(locked_at / 1000, UTC)  # clocks differ
    (entry,) = listed
    assert entry.serial_number == int(first, 16)
    assert entry.revocation_date_utc == datetime.fromtimestamp(locked_at / 1000, UTC)
    (row,) = await certificates(company.member)
    assert row.revoked_at == locked_at
    authority = x509.load_der_x509_certificate(row.authority).public_key()
    assert isinstance(authority, ec.EllipticCurvePublicKey)
    assert listed.is_signature_valid(authority)
    assert await tell(company) is None  # lost: it gets no other one
    await company.owner.done(UnlockSeal(seal=SERIAL))
    after = {each.id: each for each in await certificates(company.member)}
    (second,) = after.keys() - {first}
    assert after[first].revoked_at == locked_at  # a revoked one stays revoked
    assert after[second].revoked_at is None
    keys = [x509.load_der_x509_certificate(after[each].certificate).public_key() for each in (first, second)]
    assert keys[0] == keys[1]
    assert await tell(company) == second
    assert [each.serial_number for each in await revoked(company)] == [int(first, 16)]


@pytest.mark.req("C-26", "C")
async def test_it_ends_with_the_binding(company: Company) -> None:
    first = await tell(company)
    word = company.seal.must(Op.SEALING_KEY)
    await company.seal.settle()
    await company.owner.done(UnbindSeal(seal=SERIAL))
    assert await tell(company) == first  # it is theirs until the seal has let go
    reply = await company.seal.ask()
    company.seal.must(Op.GIVE_ANSWER, reply.answer)
    company.seal.firmware.notices()
    company.seal.must(Op.DELIVER, reply.down[0])
    said = [read_from_seal(each) for each in company.seal.firmware.notices()]
    (told,) = [each for each in said if isinstance(each, Notice) and each.op is NoticeOp.ENTRIES]
    await company.seal.give(unpack(told.body, EntriesNotice).slice)
    assert (await company.row(SealRow, SERIAL)).state is BindingState.UNBOUND
    assert [f"{each.serial_number:040x}" for each in await revoked(company)] == [first]
    assert await tell(company, word=word) is None


@pytest.mark.req("C-26", "C")
async def test_who_checks_elsewhere_accepts_certificate_and_list_until_it_is_revoked(company: Company) -> None:
    """By the rules of RFC 5280, as pyHanko's own validator reads them."""
    await tell(company)
    (row,) = await certificates(company.owner)
    leaf, root = (asn1.Certificate.load(each) for each in (row.certificate, row.authority))

    async def check() -> None:
        listed = (await revoked(company)).public_bytes(Encoding.DER)
        at = datetime.fromtimestamp(company.cloud.now / 1000, UTC)
        context = ValidationContext(
            trust_roots=[root], crls=[listed], allow_fetching=False, revocation_mode="require", moment=at
        )
        await CertificateValidator(leaf, validation_context=context).async_validate_usage({"non_repudiation"})

    await check()
    await company.owner.done(LockSeal(seal=SERIAL))
    company.cloud.now += 1000
    with pytest.raises(RevokedError):
        await check()


async def test_it_ends_by_force(company: Company) -> None:
    first = await tell(company)
    await company.owner.done(LockSeal(seal=SERIAL))
    await company.owner.done(UnlockSeal(seal=SERIAL))
    await company.owner.done(LockSeal(seal=SERIAL))
    word, cloud = company.seal.must(Op.SEALING_KEY), company.cloud
    await cloud.service.database.write(lambda unit: forced.unbind(cloud.service, unit, SERIAL, "丢失", cloud.now))
    assert (await company.row(SealRow, SERIAL)).state is BindingState.UNBOUND
    listed = {f"{each.serial_number:040x}" for each in await revoked(company)}
    assert len(listed) == 2
    assert first in listed
    assert await tell(company, word=word) is None


async def test_a_seal_may_have_a_long_name(company: Company) -> None:
    """Else it would seal nothing, and could not even be unlocked."""
    await company.owner.done(RenameSeal(seal=SERIAL, name="章" * 60))
    assert await tell(company) is not None
    (row,) = await certificates(company.owner)
    (named,) = x509.load_der_x509_certificate(row.certificate).subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert named.value == "章" * 21
    await company.owner.done(LockSeal(seal=SERIAL))
    await company.owner.done(UnlockSeal(seal=SERIAL))
    assert len(await certificates(company.owner)) == 2


async def test_a_cloud_that_has_forgotten_a_certificate_makes_it_again_under_its_number(company: Company) -> None:
    first = await tell(company)
    (row,) = await certificates(company.owner)
    await company.cloud.service.database.write(lambda unit: unit.remove(row))
    assert await certificates(company.owner) == []
    assert await tell(company) == first


async def test_of_an_organization_without_sealed_documents_there_is_no_list(company: Company) -> None:
    for name in (f"{company.owner.organization}.crl", "unknown.crl", company.owner.organization):
        async with company.cloud.http.get(f"/v1/crl/{name}") as answer:
            assert answer.status == 404


async def test_the_authority_outlives_the_cloud_and_the_certificate_says_where_the_list_is(
    tmp_path: Path, database_url: str | None
) -> None:
    async with running(tmp_path, database=database_url, public_url="https://cloud.example/") as cloud:
        company = await found_company(cloud, real_seal=True)
        await tell(company)
        (before,) = await certificates(company.owner)
        made = x509.load_der_x509_certificate(before.certificate)
        (point,) = made.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
        assert point.full_name is not None
        address = point.full_name[0].value
        assert address == f"https://cloud.example/v1/crl/{company.owner.organization}.crl"
        await cloud.stop()
        await cloud.start()
        await company.owner.enter()
        await company.owner.done(LockSeal(seal=SERIAL))
        await company.owner.done(UnlockSeal(seal=SERIAL))
        after = await certificates(company.owner)
        assert {each.authority for each in after} == {before.authority}
        assert len(after) == 2
