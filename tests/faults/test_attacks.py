"""Each attack by itself, on the whole way between a seal and its cloud: it changes nothing.

The schedules draw the same deeds at random; here each has its effect looked at.
"""

import pytest

from app.device.errors import DeviceError, NotAdmitted, SealRefused
from app.device.seal import Seal as OpenSeal
from app.sync.errors import ProblemError
from cloud import sweeps
from domain.authorizations import Authorization, Stage
from domain.codes import Purpose
from domain.commands import SealCommand
from domain.ending import Activate, EndUse
from domain.features import SetFeatures
from domain.ids import to_bytes
from domain.issuing import Authorize
from domain.loss_lock import LockSeal
from domain.messages import Message
from domain.offline_use import OpenOfflineUse
from domain.rows import Act
from domain.seals import SealStatus
from domain.usage import Impression
from domain.uses import Method
from protocol import log
from protocol.contact import Phase
from protocol.conversation import Code, Op
from protocol.envelopes import Kind
from tests.cloud.invariants.places import Place
from tests.faults import settled
from tests.faults.attacks import STRANGER, Attacks
from tests.faults.schedule import FEATURES, HOUR_MS
from tests.faults.wire import Wire

DAY_MS = 24 * HOUR_MS


async def issued(play: Attacks, name: str = "a", count: int = 3, method: Method = Method.DIRECT) -> Authorize:
    await play.act("owner", SetFeatures(items=FEATURES))
    use = play.use(name, method, count, HOUR_MS)
    await play.act("keeper", use)
    if method is Method.PRE:
        play.codes[use.id] = await play.code_for(use.member)
    return use


async def carried(play: Attacks, name: str = "keeper") -> None:
    """A console that does as it should, until nothing is new."""
    for _ in range(2):
        await play.visit(play.places[name], clean=True)
        await play.send(play.places[name], clean=True)


async def pressed(play: Attacks, seal: OpenSeal, place: Place) -> int | None:
    """Result of one press by whoever takes it; none: it cannot even be taken."""
    try:
        await seal.take(play.operation())
    except DeviceError:
        return None
    finally:
        play.device.open()
        play.device.press()
        await play._keep_what_is_told(place, seal)
    return play.device.firmware.last_result


async def press_by(play: Attacks, place: Place) -> int | None:
    async with play.session(place) as seal:
        return await pressed(play, seal, place)


async def normal(play: Attacks) -> int:
    rows: list[Impression] = await play.rows(Impression, seal=play.serial)
    return sum(row.result == 0 for row in rows)


async def everything_adds_up(play: Attacks) -> None:
    await settled.settle(play)
    await settled.accounted(play)


@pytest.mark.parametrize("order", ["end", "lock", "revocation"])
async def test_a_courier_that_brings_grants_and_withholds_what_stops(play: Attacks, order: str) -> None:
    """The lease names what must have been applied: without it the seal is shut."""
    use = await issued(play)
    await carried(play)
    assert await press_by(play, play.places["a"]) == 0
    what: dict[str, Act] = {"end": EndUse(authorization=use.id), "lock": LockSeal(seal=play.serial)}
    if order in what:
        await play.act("owner", what[order])
    else:
        await play.rob()
    place = play.places["b"]
    console = await place.console()
    async with play.session(place) as seal:
        question = await seal.ask_contact()
        reply = await console.client.contact(play.serial, question, seal.session.identity_bytes)
        assert len(reply.down) == 1
        await seal.give_answer(reply.answer)
    assert await press_by(play, play.places["a"]) is None
    assert play.device.firmware.last_result != 0
    assert play.device.firmware.phase is Phase.RESTRICTED
    await everything_adds_up(play)
    assert await normal(play) == 1


async def test_a_courier_that_keeps_records_to_himself_is_missed(play: Attacks) -> None:
    """He carries questions and answers, so that the seal goes on, and no record: those who manage it are told."""
    await issued(play, count=0)
    await carried(play)
    place = play.places["a"]
    console = await place.console()
    for _ in range(3):
        async with play.session(place) as seal:
            question = await seal.ask_contact()
            reply = await console.client.contact(play.serial, question, seal.session.identity_bytes)
            await seal.give_answer(reply.answer)
            assert await pressed(play, seal, place) == 0
        play.cloud.now += 60_000
    (status,) = [row for row in await play.rows(SealStatus) if row.id == play.serial]
    assert status.withheld_since is not None
    assert status.log_end > status.log_to
    play.cloud.now += DAY_MS
    await sweeps.sweep(play.cloud.service)
    told: list[Message] = await play.rows(Message, code="seal_withholds")
    assert {row.member for row in told} == {play.member("owner"), play.member("keeper")}
    await everything_adds_up(play)
    (status,) = [row for row in await play.rows(SealStatus) if row.id == play.serial]
    assert (status.withheld_since, status.log_to) == (None, len(play.device.archive))
    assert await normal(play) == 3


async def test_storage_of_last_week_is_seen_at_its_first_contact(play: Attacks) -> None:
    """It is shut, and not even told what was ordered since."""
    play.copy_storage()
    number = play.device.state.number
    use = await issued(play)
    await carried(play)
    assert await press_by(play, play.places["a"]) == 0
    await carried(play, "a")
    await everything_adds_up(play)
    assert await settled.put_back(play)
    await play.visit(play.places["keeper"], clean=True)  # with the next question it says so
    assert play.device.firmware.phase is Phase.ROLLED_BACK
    assert (play.device.state.grant, play.device.state.number) == (None, number)
    assert [row.used for row in await play.uses()] == [1]
    told: list[Message] = await play.rows(Message, code="seal_rolled_back")
    assert {row.member for row in told} >= {play.member("owner")}
    assert use.id in {row.id for row in await play.uses(Stage.LIVE)}


async def test_two_activated_at_the_same_time_at_the_seal_and_in_the_cloud(play: Attacks) -> None:
    mine, his = await issued(play, "a", method=Method.PRE), await issued(play, "b", method=Method.PRE)
    await carried(play)
    async with play.session(play.places["a"]) as seal:
        await seal.activate(to_bytes(mine.id), play.codes[mine.id], play.operation())
    await play.act("b", Activate(authorization=his.id, code=play.codes[his.id]))
    assert [row.id for row in await play.uses(Stage.LIVE)] == [his.id]  # 待设备确认: the seal has the last word
    await everything_adds_up(play)
    assert [row.id for row in await play.uses(Stage.LIVE)] == [mine.id]
    assert await press_by(play, play.places["a"]) == 0
    await play.act("keeper", EndUse(authorization=mine.id))
    await carried(play)
    await play.act("b", Activate(authorization=his.id, code=play.codes[his.id]))  # its code is good still
    await everything_adds_up(play)
    assert [row.id for row in await play.uses(Stage.LIVE)] == [his.id]


async def busy(play: Attacks) -> None:
    """Much has been said to the seal: grants, ends, a lock, answers, receipts."""
    use = await issued(play)
    await carried(play)
    assert await press_by(play, play.places["a"]) == 0
    await carried(play, "a")
    await play.act("owner", LockSeal(seal=play.serial))
    await carried(play)
    await play.lock()
    await play.act("keeper", EndUse(authorization=use.id))
    await carried(play)
    await issued(play, "b")
    await carried(play)
    console = await play.places["b"].console()
    async with play.session(play.places["b"]) as seal:
        part = await seal.read_log(1)
        assert part is not None
        receipt = (await console.client.send_slice(play.serial, part.blob)).receipt
        assert receipt is not None
        await seal.give_receipt(receipt)
    assert {op for op, _ in play.device.words} == {Op.GIVE_ANSWER, Op.DELIVER, Op.GIVE_RECEIPT}


async def test_whatever_was_said_to_it_once_is_said_again_in_vain(play: Attacks) -> None:
    await busy(play)
    words, grant, number = list(play.device.words), play.device.state.grant, play.device.state.number
    async with play.session(play.places["a"]) as seal:
        before = dict(play.device.storage.values)
        for op, body in words:
            try:
                await seal.session.request(op, body)
            except SealRefused as error:
                assert error.status in (Code.EXPIRED, Code.REFUSED, Code.OTHER_SEAL), (op, error)
        after = play.device.storage.values
        assert {key for key in after if after[key] != before.get(key)} <= {"state"}  # when it was last written
        assert (play.device.state.grant, play.device.state.number) == (grant, number)
    await everything_adds_up(play)


async def test_any_turned_bit_of_what_is_said_to_it_is_found(play: Attacks) -> None:
    await busy(play)
    async with play.session(play.places["a"]) as seal:
        before = dict(play.device.storage.values)
        for op, body in play.device.words[:]:
            for _ in range(8):
                with pytest.raises(SealRefused) as refused:
                    await seal.session.request(op, play.changed(body))
                assert refused.value.status in (Code.BAD_SIGNATURE, Code.MALFORMED)
        assert play.device.storage.values == before
    await everything_adds_up(play)


async def test_any_turned_bit_of_what_it_says_is_found(play: Attacks) -> None:
    await busy(play)
    held = await play.held()
    console = await play.places["a"].console()
    play.device.do("hold")
    play.device.do("hold")
    async with play.session(play.places["a"]) as seal:
        part, question = await seal.read_log(held + 1), await seal.ask_contact()
        assert part is not None
        for _ in range(40):
            with pytest.raises(ProblemError):
                await console.client.send_slice(play.serial, play.changed(part.blob))
            with pytest.raises(ProblemError):
                await console.client.contact(play.serial, play.changed(question), seal.session.identity_bytes)
    assert await play.held() == held
    await everything_adds_up(play)


async def test_an_order_for_another_seal_changes_nothing(play: Attacks) -> None:
    assert play.built.foreign
    async with play.session(play.places["b"]) as seal:
        before = dict(play.device.storage.values)
        for data in play.built.foreign:
            with pytest.raises(SealRefused) as refused:
                await seal.deliver(data)
            assert refused.value.status is Code.OTHER_SEAL
        assert play.device.storage.values == before


async def test_another_persons_grant_is_of_no_use(play: Attacks) -> None:
    await issued(play, "a")
    await carried(play)
    assert await press_by(play, play.places["b"]) is None
    assert play.device.firmware.last_result != 0
    await everything_adds_up(play)
    assert [row.used for row in await play.uses()] == [0]


async def test_a_forged_receipt_makes_it_forget_nothing(play: Attacks) -> None:
    await issued(play)
    await carried(play)
    assert await press_by(play, play.places["a"]) == 0
    stored, last = play.device.firmware.stored, len(play.device.archive)
    assert stored == 1
    async with play.session(play.places["b"]) as seal:
        with pytest.raises(SealRefused) as refused:
            receipt = log.Receipt(play.serial, last, play.device.heads[last])
            await seal.give_receipt(log.sign_receipt(receipt, STRANGER))
        assert refused.value.status is Code.BAD_SIGNATURE
        assert play.device.firmware.stored == stored
    await everything_adds_up(play)
    assert await normal(play) == 1


async def test_a_stolen_console_opens_nothing_once_it_is_signed_out(play: Attacks) -> None:
    """Its key and its certificate are those of the member whose grant it is."""
    await issued(play, "a")
    await carried(play)
    assert await press_by(play, play.thief) == 0  # nobody knows yet
    await play.rob()
    await carried(play)
    with pytest.raises(SealRefused) as refused:
        async with play.session(play.thief) as seal:
            await seal.take(play.operation())
    assert refused.value.status is Code.REVOKED
    assert await press_by(play, play.places["a"]) == 0  # his other console goes on
    await everything_adds_up(play)
    orders: list[SealCommand] = await play.rows(SealCommand, seal=play.serial)
    assert [row.kind.value for row in orders].count(Kind.REVOKE.name.lower()) == 1


async def test_a_code_is_not_to_be_guessed(play: Attacks) -> None:
    """Five tries, counted over links and power cuts; after that not even the right one opens."""
    use = await issued(play, "a", method=Method.PRE)
    await carried(play)
    for tried in range(1, 6):
        async with play.session(play.places["a"]) as seal:
            with pytest.raises(SealRefused) as refused:
                await seal.activate(to_bytes(use.id), f"{tried:08}", play.operation())
            assert refused.value.status is (Code.TOO_MANY_TRIES if tried == 5 else Code.WRONG_CODE)
        play.device.boot()
    await carried(play)
    async with play.session(play.places["a"]) as seal:
        with pytest.raises(SealRefused) as refused:
            await seal.activate(to_bytes(use.id), play.codes[use.id], play.operation())
        assert refused.value.status is Code.NO_GRANT
    await everything_adds_up(play)
    (row,) = await play.uses()
    assert (row.tries, row.used) == (5, 0)


async def test_who_floods_the_link_keeps_nobody_out(play: Attacks) -> None:
    await issued(play)
    await carried(play)
    for _ in range(10):
        await play.flood()
    assert await press_by(play, play.places["a"]) == 0
    await everything_adds_up(play)


async def test_a_certificate_without_its_key_opens_nothing(play: Attacks) -> None:
    await issued(play)
    await carried(play)
    wire = Wire(play.device, 182)
    with pytest.raises(DeviceError):
        await play._foreign_hands(wire)
        await wire.send(b"anything")
    assert not play.device.firmware.connected
    with pytest.raises(NotAdmitted):  # nor does nothing at all
        console = await play.places["a"].console()
        await OpenSeal.open(Wire(play.device, 182), console.certificates.trust, play.nothing)


async def test_a_seal_whose_counter_began_anew_opens_for_nobody_before_a_contact(play: Attacks) -> None:
    """Also with offline use, for which a clock is needed."""
    await issued(play)
    await carried(play)
    await play.act("keeper", OpenOfflineUse(seal=play.serial, code=await offline_code(play)))
    await carried(play)
    play.device.boot()
    assert await press_by(play, play.places["a"]) == 0  # offline
    play.device.set_back()
    assert await press_by(play, play.places["a"]) is None
    assert play.device.firmware.last_result != 0
    await carried(play)
    assert await press_by(play, play.places["a"]) == 0
    await everything_adds_up(play)


async def offline_code(play: Attacks) -> str:
    keeper = await play.places["keeper"].console()
    await keeper.client.ask_purpose_code(play.built.organization, Purpose.OFFLINE_USE)
    return await play.code_for(play.member("owner"), Purpose.OFFLINE_USE)


async def test_what_is_used_and_ended_is_used_and_ended_for_good(play: Attacks) -> None:
    """Its grant, issued once, is delivered again after its end."""
    use = await issued(play, count=2)
    await carried(play)
    grant = next(body for op, body in play.device.words if op is Op.DELIVER)
    assert [await press_by(play, play.places["a"]) for _ in range(2)] == [0, 0]
    await play.act("keeper", EndUse(authorization=use.id))
    await carried(play)
    async with play.session(play.places["a"]) as seal:
        await seal.deliver(grant)
        assert await pressed(play, seal, play.places["a"]) is None
    await everything_adds_up(play)
    (row,) = await play.rows(Authorization, id=use.id)
    assert (row.used, row.stage) == (2, Stage.OVER)
