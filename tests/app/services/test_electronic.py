"""Electronic mode between seal, consoles and cloud: certificates come to everybody, and so do the records."""

import hashlib

import pytest
from cryptography import x509

from app.device.seal import Seal
from domain.authorizations import Authorization, Mode
from domain.ids import new_id, to_bytes
from domain.loss_lock import LockSeal, UnlockSeal
from domain.seal_certificates import SealCertificate
from domain.usage import Impression
from protocol.sealing import Sealed, SealingRequest
from simulator.host import Host
from tests.app.services import office
from tests.app.services.office import Console, Office

SERIAL = "GL2026000001"
DOCUMENT, DIGEST = bytes([0xD0]) * 32, bytes([0xD1]) * 32


@pytest.fixture
async def owner(at: Office) -> Console:
    return await at.owner()


@pytest.fixture
async def host(at: Office, owner: Console) -> Host:
    return await at.bound(owner)


async def visit(console: Console) -> None:
    async with console.nearby.conversation_with(SERIAL, console.organization) as seal:
        made = await console.courier.visit(seal, console.organization)
        assert made.trouble is None


async def held(console: Console, count: int = 1) -> list[SealCertificate]:
    """The certificates, as soon as there are so many."""

    async def known() -> bool:
        return len(await console.all(SealCertificate)) == count

    await console.until(known)
    return await console.all(SealCertificate)


async def seal(of: Seal, use: Authorization, certificate: SealCertificate) -> Sealed:
    sha256 = hashlib.sha256(certificate.certificate).digest()
    return await of.seal_document(SealingRequest(to_bytes(new_id()), to_bytes(use.id), DOCUMENT, DIGEST, sha256))


@pytest.mark.req("C-26", "C")
@pytest.mark.req("R-108", "D", "kept", "synced")
async def test_the_certificate_and_the_record_come_to_every_console(at: Office, owner: Console, host: Host) -> None:
    await visit(owner)
    (row,) = await held(owner)
    assert (row.seal, row.binding, row.revoked_at) == (SERIAL, 1, None)
    member = await at.member(owner)
    assert await held(member) == [row]
    use = await office.authorize(
        owner, host, await member.me(), mode=Mode.ELECTRONIC, any_document=True, photo_required=False
    )

    async def there() -> bool:
        kept = await member.get(Authorization, use.id)
        return kept is not None and (kept.mode, kept.any_document) == (Mode.ELECTRONIC, True)

    await member.until(there)
    async with member.nearby.conversation_with(SERIAL, member.organization) as its:
        await member.courier.visit(its, member.organization)
        await its.take(b"t" * 16)
        sealed = await seal(its, use, row)
        await member.courier.drain(its, member.organization)

    async def recorded() -> bool:
        return bool(await owner.all(Impression))

    await owner.until(recorded)
    (record,) = await owner.all(Impression)
    assert (record.mode, record.document, record.digest) == (Mode.ELECTRONIC, DOCUMENT.hex(), DIGEST.hex())
    assert (record.own, record.number, record.result) == (sealed.own, sealed.number, 0)
    used = await owner.get(Authorization, use.id)
    assert used is not None
    assert used.used == 1


@pytest.mark.req("C-26", "C")
async def test_a_lost_seals_certificate_is_revoked_everywhere_and_a_found_one_has_another(
    owner: Console, host: Host
) -> None:
    del host
    await visit(owner)
    (first,) = await held(owner)
    await owner.do(LockSeal(seal=SERIAL))

    async def revoked() -> bool:
        row = await owner.get(SealCertificate, first.id)
        return row is not None and row.revoked_at is not None

    await owner.until(revoked)
    listed = await owner.account.client.revoked(owner.organization)
    assert x509.load_der_x509_crl(listed).get_revoked_certificate_by_serial_number(int(first.id, 16)) is not None
    await owner.do(UnlockSeal(seal=SERIAL))
    rows = await held(owner, 2)
    (second,) = [each for each in rows if each.id != first.id]
    assert second.revoked_at is None
    facts = {each.id: each for each in rows}
    assert facts[first.id].revoked_at is not None


async def test_a_visit_without_the_cloud_tells_no_key_and_the_next_one_does(
    at: Office, owner: Console, host: Host
) -> None:
    del host
    await at.cloud.stop()
    async with owner.nearby.conversation_with(SERIAL, owner.organization) as its:
        assert (await owner.courier.visit(its, owner.organization)).trouble is not None
    await at.cloud.start()
    await visit(owner)
    (row,) = await held(owner)
    assert row.revoked_at is None
