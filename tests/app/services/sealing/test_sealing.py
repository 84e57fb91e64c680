"""Sealing a document beside a real seal: from the file to the record, and whatever ends in between."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import pytest
from msgspec import structs

from app.device.seal import Seal
from app.models import sealings, usage
from app.models.files import Blob
from app.models.sealings import SealingRow, SealingStep
from app.services.meeting import meet
from app.services.sealing.apart import Apart
from app.services.sealing.orders import Chain, Content, Known
from app.services.sealing.sealing import Sealing, SealingState, Stage, _request
from app.services.trouble import Trouble
from domain.authorizations import Authorization, Mode
from domain.ending import EndUse
from domain.usage import Impression
from protocol.sealing import DocumentKey
from simulator.faults import Kind
from simulator.host import Host
from tests.app.services import office
from tests.app.services.office import Console, Office
from tests.app.services.sealing.documents import Authority, order, pdf, stamp_authority
from tests.waiting import until, until_told


@pytest.fixture
async def owner(at: Office) -> Console:
    return await at.owner()


@pytest.fixture
async def host(at: Office, owner: Console) -> Host:
    return await at.bound(owner)


class Bureau:
    """One who seals: `kept` are the files that belong to records."""

    def __init__(self, owner: Console, host: Host, use: Authorization) -> None:
        self.owner, self.host, self.use = owner, host, use
        self.authority, self.kept = Authority(), dict[str, Blob]()
        self.certified: Chain | None = None
        self.made: list[Sealing] = []

    async def chain(self, organization: str, serial: str) -> Chain | None:
        return self.certified

    async def keep(self, row: SealingRow, blob: Blob) -> Trouble | None:
        self.kept[row.id] = blob
        return None

    def sealing(self) -> Sealing:
        made = Sealing(self.use, self.owner.tools(), Apart(), chain=self.chain, keep=self.keep)
        self.made.append(made)
        return made

    async def rows(self) -> list[SealingRow]:
        return await self.owner.store.run(lambda tx: sealings.unfinished(tx, self.owner.organization))

    @property
    def used(self) -> int:
        """As the seal counts."""
        grant = self.host.seal._core.state.grant
        return -1 if grant is None else grant.used

    async def records(self) -> list[Impression]:
        """Sealed documents, as the cloud holds them."""
        await self.owner.sent()
        return [each for each in await self.owner.all(Impression) if each.digest is not None]


@pytest.fixture
async def bureau(owner: Console, host: Host) -> AsyncIterator[Bureau]:
    """An authorization of the owner himself, three documents, any."""
    use = await office.authorize(owner, host, await owner.me(), mode=Mode.ELECTRONIC, any_document=True)
    made = Bureau(owner, host, use)
    secret = host.seal._core.state.sealing_key
    assert secret is not None
    made.certified = made.authority.certify(DocumentKey(secret).public, begins=datetime.now(UTC) - timedelta(days=1))
    yield made
    for each in made.made:
        await each.close()


async def reached(sealing: Sealing, condition: Callable[[SealingState], object], within: float = 40) -> SealingState:
    try:
        await until(lambda: condition(sealing.state), within=within)
    except AssertionError as error:
        raise AssertionError(sealing.state) from error
    return sealing.state


async def over(sealing: Sealing) -> SealingState:
    return await reached(sealing, lambda state: state.stage in (Stage.DONE, Stage.STOPPED))


def now() -> int:
    return time.time_ns() // 1_000_000


async def checked(bureau: Bureau, content: bytes) -> None:
    apart = Apart()
    try:
        found = await apart.check(content, Known((bureau.authority.certificate,), (), now()))
    finally:
        await apart.close()
    assert [each.content for each in found] == [Content.AS_SIGNED]


@pytest.mark.req("R-108")
@pytest.mark.req("C-26", "C")
async def test_a_document_is_sealed_and_is_a_record(bureau: Bureau) -> None:
    sealing, data = bureau.sealing(), pdf()
    sealing.start(data, "contract.pdf", order(data, at=now(), seam=True))
    state = await over(sealing)
    assert (state.stage, state.trouble) == (Stage.DONE, None)
    assert state.row is not None
    assert state.row.answer is not None
    assert (state.row.answer.own, state.row.answer.used, state.row.answer.count) == (1, 1, 3)
    assert bureau.used == 1
    assert state.content.startswith(data)
    await checked(bureau, state.content)
    assert bureau.kept[state.row.id].content == state.content
    assert await bureau.rows() == []
    found = await bureau.owner.store.run(lambda tx: sealings.of_digest(tx, bureau.owner.organization, state.row.digest))
    assert found is not None
    assert (found.step, found.sha256) == (SealingStep.DONE, Blob("", state.content).sha256)

    async def recorded() -> bool:
        return [(each.own, each.document, each.digest) for each in await bureau.records()] == [
            (1, state.row.document, state.row.digest)
        ]

    await until_told(recorded)
    sealing.start(data, "contract.pdf", order(data, at=now()))
    await reached(sealing, lambda state: state.stage is Stage.DONE and state.row.answer.own == 2)
    assert bureau.used == 2


@pytest.mark.parametrize("point", ["answer_before_send", "answer_after_send"])
async def test_a_link_that_is_cut_costs_no_second_use(bureau: Bureau, point: str) -> None:
    sealing, data = bureau.sealing(), pdf()
    cut: list[bool] = []

    def strike() -> None:
        if sealing.state.asked and not cut:
            cut.append(True)
            bureau.host.faults.set(Kind.CUT, point)

    sealing.subscribe(strike)
    sealing.start(data, "contract.pdf", order(data, at=now()))
    state = await over(sealing)
    assert (state.stage, cut, bureau.used) == (Stage.DONE, [True], 1)
    await checked(bureau, state.content)


@pytest.mark.parametrize("count", [1, 3])
async def test_after_the_program_has_ended_it_is_gone_on_with(
    bureau: Bureau, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asked for the last use gets its answer as well, though the grant is used up."""
    owner, host = bureau.owner, bureau.host
    if count == 1:
        await owner.do(EndUse(authorization=bureau.use.id))
        bureau.use = await office.authorize(
            owner, host, await owner.me(), mode=Mode.ELECTRONIC, any_document=True, count=1
        )
    first, data = bureau.sealing(), pdf()

    async def ends_there(seal: Seal, row: SealingRow) -> None:
        await seal.seal_document(_request(row, bureau.use))
        raise asyncio.CancelledError

    monkeypatch.setattr(first, "_sign", ends_there)
    first.start(data, "contract.pdf", order(data, at=now()))
    assert (await over(first)).asked
    await first.close()
    (row,) = await bureau.rows()
    assert (row.step, row.answer) == (SealingStep.ASKED, None)
    again = bureau.sealing()
    again.go_on(row)
    state = await over(again)
    assert (state.stage, state.trouble) == (Stage.DONE, None)
    assert bureau.used == 1
    await checked(bureau, state.content)
    assert len(await bureau.records()) == 1


async def test_what_is_signed_is_made_without_the_seal(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    first, data = bureau.sealing(), pdf()

    async def away(*_: object) -> bytes:
        raise asyncio.CancelledError

    monkeypatch.setattr(first._apart, "assemble", away)
    first.start(data, "contract.pdf", order(data, at=now()))
    await reached(first, lambda state: state.stage is Stage.STOPPED)
    (row,) = await bureau.rows()
    assert row.step is SealingStep.SIGNED
    await bureau.host.stop()
    again = bureau.sealing()
    again.go_on(row)
    state = await over(again)
    assert (state.stage, state.hand) == (Stage.DONE, None)
    await checked(bureau, state.content)


async def test_cancelled_before_the_seal_is_asked_nothing_has_happened(bureau: Bureau) -> None:
    await bureau.host.stop()  # it is looked for, and not there
    sealing, data = bureau.sealing(), pdf()
    sealing.start(data, "contract.pdf", order(data, at=now()))
    await reached(sealing, lambda state: state.stage is Stage.AT_SEAL)
    assert not sealing.state.asked
    sealing.cancel()
    state = await over(sealing)
    assert (state.stage, state.trouble, state.content) == (Stage.STOPPED, None, b"")
    assert await bureau.rows() == []

    async def nothing_is_kept() -> bool:
        count = "SELECT count(*) FROM sealings"
        return await bureau.owner.store.run(lambda tx: tx.connection.exec_driver_sql(count).scalar()) == 0

    await until_told(nothing_is_kept)  # it is put away once it has been said that it is over


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("pdf_changed", {"document": bytes(32)}),
        ("one_page", {"seam": True}),
        ("no_seal_certificate", {}),
        ("no_time_stamp", {}),
    ],
)
async def test_what_is_wrong_before_the_seal_is_said_and_the_seal_is_left_alone(
    bureau: Bureau, code: str, change: dict[str, object]
) -> None:
    if code == "no_seal_certificate":
        bureau.certified = None
    sealing, data = bureau.sealing(), pdf(1)
    sealing.start(data, "x.pdf", order(data, at=now(), **change), "http://127.0.0.1:9/" if "stamp" in code else "")
    state = await over(sealing)
    assert state.trouble is not None
    assert (state.stage, state.trouble.code, state.hand) == (Stage.STOPPED, code, None)
    assert state.trouble.sentence(chinese=True) != state.trouble.sentence(chinese=False) != code
    assert bureau.used in (-1, 0)


async def test_a_document_that_the_grant_does_not_name_is_refused_by_the_seal(bureau: Bureau) -> None:
    """Whatever the console thinks: the seal has the last word, and nothing is used."""
    sealing, data = bureau.sealing(), pdf()
    core = bureau.host.seal._core
    sealing.start(data, "x.pdf", order(data, at=now()))

    def narrow() -> None:
        if (grant := core.state.grant) is not None and grant.documents is None:
            core.state = structs.replace(core.state, grant=structs.replace(grant, documents=[bytes(32)]))

    sealing.subscribe(narrow)
    state = await over(sealing)
    assert state.trouble is not None
    assert (state.trouble.code, bureau.used) == ("other_document", 0)
    assert await bureau.rows() == []


async def test_a_certificate_of_another_key_is_noticed(bureau: Bureau) -> None:
    bureau.certified = bureau.authority.certify(DocumentKey.make(b"x" * 48).public)
    sealing, data = bureau.sealing(), pdf()
    sealing.start(data, "x.pdf", order(data, at=now()))
    state = await over(sealing)
    assert state.trouble is not None
    assert (state.stage, state.trouble.code) == (Stage.STOPPED, "signature_wrong")
    assert await bureau.rows() == []  # else it would stand in the way of every other document


async def test_with_a_time_stamp_and_when_its_authority_goes_away_meanwhile(bureau: Bureau) -> None:
    async with stamp_authority() as authority:
        sealing, data = bureau.sealing(), pdf()
        sealing.start(data, "x.pdf", order(data, at=now(), stamped=True), authority.address)
        state = await over(sealing)
        assert (state.stage, state.stamped, authority.asked) == (Stage.DONE, True, 2)
        sealing.subscribe(lambda: setattr(authority, "gone", sealing.state.asked))
        sealing.start(data, "x.pdf", order(data, at=now(), stamped=True), authority.address)
        state = await reached(sealing, lambda state: state.stage is Stage.DONE and not state.stamped)
        await checked(bureau, state.content)
        assert bureau.used == 2


async def test_the_lock_puts_the_seal_down(bureau: Bureau) -> None:
    await bureau.host.stop()
    sealing, data = bureau.sealing(), pdf()
    sealing.start(data, "x.pdf", order(data, at=now()))
    await reached(sealing, lambda state: state.stage is Stage.AT_SEAL)
    await sealing.put_down(1.0)
    assert sealing.state.stage is Stage.STOPPED
    assert sealing.state.trouble == Trouble("bluetooth_resting")
    assert await bureau.rows() == []


async def test_a_grant_that_is_used_up_meanwhile(bureau: Bureau) -> None:
    """Between the hash and the seal's answer somebody else has used the last one: nothing of it is half done."""
    sealing, data = bureau.sealing(), pdf()
    core = bureau.host.seal._core

    def use_up() -> None:
        if sealing.state.asked and (grant := core.state.grant) is not None:
            core.state = structs.replace(core.state, grant=structs.replace(grant, used=grant.count))

    sealing.subscribe(use_up)
    sealing.start(data, "x.pdf", order(data, at=now()))
    state = await over(sealing)
    assert state.trouble is not None
    assert (state.stage, state.trouble.code, state.asked, state.content) == (Stage.STOPPED, "expired", False, b"")
    assert await bureau.rows() == []
    assert bureau.kept == {}


@pytest.mark.parametrize("code", ["certificate_replaced", "answer_forgotten"])
async def test_what_waited_too_long_is_no_use_for_nothing(
    bureau: Bureau, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, data, forgotten = bureau.sealing(), pdf(), code == "answer_forgotten"

    async def ends_there(seal: Seal, row: SealingRow) -> None:
        if forgotten:
            await seal.seal_document(_request(row, bureau.use))
        raise asyncio.CancelledError

    monkeypatch.setattr(first, "_sign", ends_there)
    first.start(data, "contract.pdf", order(data, at=now()))
    await over(first)
    (row,), core = await bureau.rows(), bureau.host.seal._core
    if forgotten:

        async def recorded() -> bool:
            return len(await bureau.records()) == 1

        await until_told(recorded)
        core.state = structs.replace(core.state, sealed=[])
    else:  # locked and unlocked meanwhile
        assert core.state.sealing_key is not None
        bureau.certified = bureau.authority.certify(DocumentKey(core.state.sealing_key).public)
    used, again = bureau.used, bureau.sealing()
    again.go_on(row)
    state = await over(again)
    assert state.trouble is not None
    assert (state.stage, state.trouble.code, state.asked, bureau.used) == (Stage.STOPPED, code, False, used)
    assert state.trouble.sentence(chinese=True) != state.trouble.sentence(chinese=False) != code
    assert await bureau.rows() == []


async def test_without_the_cloud_it_is_sealed_and_the_record_follows(at: Office, bureau: Bureau) -> None:
    await meet(bureau.owner.tools(), bureau.owner.organization, bureau.host.board.serial)  # the grant, and a lease
    await at.cloud.stop()
    sealing, data = bureau.sealing(), pdf()
    sealing.start(data, "x.pdf", order(data, at=now()))
    state = await over(sealing)
    assert (state.stage, state.trouble) == (Stage.DONE, None)
    await checked(bureau, state.content)
    (shown,) = await bureau.owner.store.run(lambda tx: usage.page(tx, bureau.owner.organization))
    assert state.row is not None
    assert (shown.pending, shown.impression.digest, shown.impression.name) == (True, state.row.digest, "x.pdf")
    await at.cloud.start()

    async def recorded() -> bool:
        return [each.digest for each in await bureau.records()] == [state.row.digest]

    await until_told(recorded)
