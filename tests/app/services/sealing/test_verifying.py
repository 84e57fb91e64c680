"""Checking a document with what is known here: whose certificate it is, whether it was revoked, with which record."""

import asyncio
from uuid import uuid4

import pytest

from app.services.meeting import meet
from app.services.sealing.apart import Apart
from app.services.sealing.flaws import Flaw, Unsealable
from app.services.sealing.orders import Content, Standing
from app.services.sealing.papers import chain_of, keeper_of
from app.services.sealing.sealing import Sealing, Stage
from app.services.sealing.verifying import Checked, Verdict, check_document
from domain.authorizations import Authorization, Mode
from domain.ids import new_id, to_bytes
from domain.loss_lock import LockSeal
from domain.organization import Role
from domain.seal_certificates import SealCertificate
from domain.usage import Impression
from protocol.sealing import SealingRequest
from simulator.host import Host
from tests.app.services import office
from tests.app.services.office import Console, Office
from tests.app.services.sealing.documents import Signer, order, pdf
from tests.waiting import until, until_told

ANY = {"mode": Mode.ELECTRONIC, "any_document": True}


@pytest.fixture
async def owner(at: Office) -> Console:
    return await at.owner()


@pytest.fixture
async def host(at: Office, owner: Console) -> Host:
    made = await at.bound(owner)
    await meet(owner.tools(), owner.organization, made.board.serial)

    async def certified() -> bool:
        return bool(await owner.all(SealCertificate))

    await until_told(certified)
    return made


async def seal(owner: Console, host: Host) -> bytes:
    """By the owner himself, of any document."""
    return await seal_one(owner, await office.authorize(owner, host, await owner.me(), **ANY))


async def seal_one(owner: Console, use: Authorization) -> bytes:
    sealing = Sealing(use, owner.tools(), Apart(), chain=chain_of(owner.store), keep=keeper_of(owner.desk))
    data = pdf()
    try:
        sealing.start(data, "contract.pdf", order(data, at=owner.cloud.now))
        await until(lambda: sealing.state.stage in (Stage.DONE, Stage.STOPPED), within=40)
        assert sealing.state.stage is Stage.DONE, sealing.state
        return sealing.state.content
    finally:
        await sealing.close()


async def check(console: Console, content: bytes) -> Checked:
    return await check_document(console.store, console.account.client, console.organization, content)


@pytest.mark.req("C-26", "C")
async def test_whose_it_is_with_which_record_and_revoked_by_a_loss_lock(at: Office, owner: Console, host: Host) -> None:
    content = await seal(owner, host)
    found = await check(owner, content)
    assert found.asked
    (verdict,) = found.verdicts
    assert (verdict.found.content, verdict.found.standing) == (Content.AS_SIGNED, Standing.GOOD)
    assert (verdict.found.serial, verdict.found.name, verdict.own) == (host.board.serial, "合同章", 1)

    async def recorded() -> bool:
        return any(each.digest for each in await owner.all(Impression))

    await until_told(recorded)
    (verdict,) = (await check(owner, content)).verdicts
    assert verdict.record is not None
    assert (verdict.record.own, verdict.record.digest) == (1, verdict.found.digest)
    colleague = await at.member(owner, role=Role.MEMBER)

    async def told() -> bool:
        return bool(await colleague.all(SealCertificate))

    await until_told(told)
    (seen,) = (await check(colleague, content)).verdicts
    assert (seen.found.standing, seen.record, seen.own) == (Standing.GOOD, None, None)
    stranger = await at.stranger()
    (foreign,) = (await check(stranger, content)).verdicts
    assert (foreign.found.content, foreign.found.standing) == (Content.AS_SIGNED, Standing.FOREIGN)
    await owner.do(LockSeal(id=new_id(), seal=host.board.serial))

    async def revoked() -> bool:
        return [each.found.standing for each in (await check(owner, content)).verdicts] == [Standing.REVOKED]

    await until_told(revoked)
    await at.cloud.stop()
    away = await check(owner, content)
    assert (away.asked, away.verdicts[0].found.standing) == (False, Standing.REVOKED)
    assert away.verdicts[0].record is not None


async def test_a_console_that_told_the_seal_another_document_is_found_out(owner: Console, host: Host) -> None:
    """The seal sees two hashes: the one that the grant names, and that of what it signs."""
    use = await office.authorize(owner, host, await owner.me(), **ANY)
    chain, tools, data, apart = await chain_of(owner.store)(use.organization, use.seal), owner.tools(), pdf(2), Apart()
    assert chain is not None
    try:
        prepared = await apart.prepare(data, order(data, at=owner.cloud.now))
        async with tools.nearby.conversation_with(use.seal, use.organization) as seal:
            await tools.courier.visit(seal, use.organization, lambda *_: None)
            await seal.take(uuid4().bytes)
            asked = uuid4().bytes, to_bytes(use.id), bytes(32), prepared.digest, chain.hash
            sealed = await seal.seal_document(SealingRequest(*asked))
            await tools.courier.drain(seal, use.organization)
        content = await apart.assemble(prepared, chain, sealed.signature)
    finally:
        await apart.close()

    async def found() -> Verdict:
        return (await check(owner, content)).verdicts[0]

    async def recorded() -> bool:
        return (await found()).record is not None

    await until_told(recorded)
    verdict = await found()
    assert (verdict.found.content, verdict.of_another) == (Content.AS_SIGNED, True)
    honest = (await check(owner, await seal_one(owner, use))).verdicts[0]
    assert not honest.of_another


async def test_of_nobody_or_of_no_pdf(owner: Console) -> None:
    (verdict,) = (await check(owner, await asyncio.to_thread(Signer().seal, pdf()))).verdicts
    assert (verdict.found.standing, verdict.record) == (Standing.FOREIGN, None)
    assert (await check(owner, pdf())).verdicts == []
    with pytest.raises(Unsealable) as caught:
        await check(owner, b"hello")
    assert caught.value.flaw is Flaw.NO_PDF
