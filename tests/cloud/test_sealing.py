"""Electronic mode in the cloud: whose key is certified, when that ends, and what a sealed document is recorded as."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import RevokedError

from cloud import forced
from domain.applications import Apply, Options
from domain.approvals import Approve
from domain.authorizations import Authorization, Mode, Stage
from domain.documents import AttachSealed
from domain.ending import EndUse, ExtendUse
from domain.features import SetFeatures
from domain.files import Attachment, File, Purpose
from domain.ids import to_bytes
from domain.issuing import Authorize
from domain.loss_lock import LockSeal, UnlockSeal
from domain.organization import Feature
from domain.seal_certificates import SealCertificate
from domain.seals import BindingState
from domain.seals import Seal as SealRow
from domain.unbinding import UnbindSeal
from domain.usage import Impression
from protocol.cbor import pack, unpack
from protocol.conversation import Code, EntriesNotice, Notice, NoticeOp, Op, read_from_seal
from protocol.keys import SigningKey
from protocol.log import ImpressionEntry, SealingEntry, open_slice
from protocol.sealing import Sealed, SealingKey, SealingRequest, check_document, sign_key, signed_attributes
from protocol.sync import SealingKeyTaken, TellSealingKey
from tests.cloud.company import HOUR_MS, SERIAL, Company, found_company, refused, uid
from tests.cloud.world import Cloud, Person, Problem, pull_all, running

DOCUMENT, OTHER_DOCUMENT, DIGEST = (bytes([value]) * 32 for value in (0xD0, 0xD1, 0xD2))
CONTRACT = File(uid("contract"), "采购合同.pdf", DOCUMENT.hex(), 1000, "application/pdf")


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


def electronic(company: Company, **changes: Any) -> Authorize:
    return company.authorize(**{"mode": Mode.ELECTRONIC, "any_document": True, **changes})


async def in_hand(company: Company) -> None:
    await company.seal.contact()
    await company.seal.connect(company.member)
    assert company.seal.take() is Code.OK


def seal(company: Company, grant: str, document: bytes = DOCUMENT, name: str = "request") -> Sealed | Code:
    request = SealingRequest(to_bytes(uid(name)), to_bytes(grant), document, DIGEST, bytes(32))
    code, body = company.seal.request(Op.SEAL_DOCUMENT, pack(request))
    return unpack(body, Sealed) if code is Code.OK else code


# Certificates


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


# What it may seal


async def applied(company: Company, **changes: Any) -> str:
    """An application of the member's for the contract, as far as the authorizing step."""
    fields: dict[str, Any] = {
        "id": uid("application"),
        "seal": SERIAL,
        "reason": "盖合同",
        "document": "采购合同",
        "copies": 1,
        "count": 3,
        "start": company.cloud.now,
        "end": company.cloud.now + HOUR_MS,
        "attachments": [CONTRACT],
        "mode": Mode.ELECTRONIC,
        "options": Options(wechat=False),
        "pictures": [File(uid("picture"), "页.png", "ab" * 32, 100, "image/png")],
    }
    act = Apply(**{**fields, **changes})
    await company.member.done(act)
    await company.approver.done(Approve(application=act.id))
    return act.id


@pytest.mark.req("C-26", "C")
@pytest.mark.req("R-108")
async def test_the_documents_of_the_application_are_what_is_sealed(company: Company) -> None:
    application = await applied(company)
    await company.keeper.done(act := electronic(company, application=application, any_document=False))
    await in_hand(company)
    assert seal(company, act.id, OTHER_DOCUMENT) is Code.REFUSED
    sealed = seal(company, act.id)
    assert isinstance(sealed, Sealed)
    await company.seal.drain()
    row = await company.row(Impression, f"{SERIAL}-{sealed.number}")
    assert (row.mode, row.document, row.digest, row.name) == (
        Mode.ELECTRONIC,
        DOCUMENT.hex(),
        DIGEST.hex(),
        CONTRACT.name,
    )
    assert (row.result, row.own, row.member, row.authorization) == (0, sealed.own, company.member.member, act.id)
    assert (await pull_all(company.keeper)).of(Impression) == [row]


@pytest.mark.req("C-26", "C")
async def test_the_authorizer_may_allow_others(company: Company) -> None:
    application = await applied(company)
    await company.keeper.done(act := electronic(company, application=application))
    await in_hand(company)
    sealed = seal(company, act.id, OTHER_DOCUMENT)
    assert isinstance(sealed, Sealed)
    await company.seal.drain()
    row = await company.row(Impression, f"{SERIAL}-{sealed.number}")
    assert (row.mode, row.document, row.name) == (Mode.ELECTRONIC, OTHER_DOCUMENT.hex(), "")


async def test_what_cannot_be_sealed_is_not_issued(company: Company) -> None:
    application = await applied(company, attachments=[msgspec.structs.replace(CONTRACT, media="image/png")])
    issue = electronic(company, application=application, any_document=False)
    assert await refused(company.keeper, issue) == "no_document"
    assert await refused(company.keeper, msgspec.structs.replace(issue, mode=Mode.PHYSICAL)) == "other_than_applied"
    assert await refused(company.owner, electronic(company, any_document=False)) == "no_document"
    for field in ("photo_required", "fingerprint_required", "upload_required"):
        assert await refused(company.owner, electronic(company, **{field: True})) == "not_for_documents"


# Counts


@pytest.mark.req("I-04", "I")
@pytest.mark.req("C-26", "C")
async def test_granted_is_stamped_and_sealed_and_left(company: Company) -> None:
    """A press under it counts for nothing; more uses are granted, and go on counting."""
    await company.keeper.done(act := electronic(company, count=2))
    await in_hand(company)
    assert isinstance(seal(company, act.id, name="first"), Sealed)
    company.seal.press()
    assert isinstance(seal(company, act.id, name="first"), Sealed)  # the same, answered again
    assert isinstance(seal(company, act.id, name="second"), Sealed)
    assert seal(company, act.id, name="third") is Code.EXPIRED
    await company.seal.drain()
    row = await company.row(Authorization, act.id)
    assert (row.count, row.used, row.pressed, row.owed_by) == (2, 2, 3, None)
    await company.keeper.done(ExtendUse(id=uid("more"), authorization=act.id, count=3, end=act.end))
    more = await company.row(Authorization, uid("more"))
    assert (more.mode, more.any_document, more.used) == (Mode.ELECTRONIC, True, 2)
    await company.seal.settle()
    assert company.seal.take() is Code.OK
    assert isinstance(seal(company, more.id, name="third"), Sealed)
    assert seal(company, more.id, name="fourth") is Code.EXPIRED
    await company.seal.drain()
    more = await company.row(Authorization, more.id)
    assert (more.count, more.used, more.stage) == (3, 3, Stage.LIVE)
    records = (await pull_all(company.keeper)).of(Impression)
    normal = [each for each in records if each.result == 0]
    assert len(normal) == more.count
    assert [each.mode for each in records if each.result] == [Mode.PHYSICAL]
    assert sorted(each.own for each in records) == [1, 2, 3, 4]
    await company.keeper.done(EndUse(authorization=more.id))  # nothing is owed: no document has a photo


@pytest.mark.req("I-06", "I")
async def test_what_the_seal_counts_is_what_the_cloud_has_and_what_lies_on_it(company: Company) -> None:
    await company.keeper.done(act := electronic(company, count=0))
    await in_hand(company)
    for name in ("a", "b", "c"):
        assert isinstance(seal(company, act.id, name=name), Sealed)
    first, *_ = company.seal.slices(company.seal.taken[-1].log_to + 1)
    await company.seal.give(first)
    seal(company, act.id, name="d")
    part = company.seal.slices(company.seal.taken[-1].log_to + 1)
    secret = company.seal.firmware._core.secret
    lying = [
        entry
        for each in part
        for entry in open_slice(each, company.seal.signing.public, secret)[1]
        if isinstance(entry, ImpressionEntry | SealingEntry)
    ]
    held = (await pull_all(company.keeper)).of(Impression)
    assert len(held) + len(lying) == company.seal.firmware.impressions == 4


# The sealed file


async def test_the_sealed_file_is_kept_with_its_record(company: Company) -> None:
    await company.keeper.done(act := electronic(company))
    await in_hand(company)
    sealed = seal(company, act.id)
    assert isinstance(sealed, Sealed)
    await company.seal.drain()
    file = File(uid("file"), "采购合同.pdf", "cd" * 32, 2000, "application/pdf")
    keep = AttachSealed(authorization=act.id, number=sealed.number, document=file)
    assert await refused(company.other, keep) == "not_found"
    picture = msgspec.structs.replace(file, media="image/png")
    assert await refused(company.member, msgspec.structs.replace(keep, document=picture)) == "not_electronic"
    await company.member.done(keep)
    row = await company.row(Attachment, file.id)
    assert (row.purpose, row.record, row.authorization) == (Purpose.SEALED, f"{SERIAL}-{sealed.number}", act.id)
    assert row in (await pull_all(company.keeper)).of(Attachment)
    assert (await company.row(SealRow, SERIAL)).state is BindingState.BOUND
