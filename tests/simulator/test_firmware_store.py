"""The store: full, its reserve, the one entry that counts, receipts, and what makes way."""

import pytest

from domain.offline_use import LONGEST_MS
from domain.seals import Model
from domain.usage import Abnormality
from protocol.cbor import pack
from protocol.contact import LEASE_S, Phase
from protocol.conversation import Code, Op
from protocol.envelopes import Kind, OfflineUseBody
from protocol.log import EventEntry, EventKind, ImpressionEntry, OverflowEntry
from simulator.firmware.board import ROOM
from simulator.firmware.logbook import OTHERS, OTHERS_RESERVE, RESERVE
from tests.simulator.world import World, board


def filled(model: Model = Model.L, presses: int | None = None) -> World:
    """In hand, unlimited, with so many impressions (all that fit) waiting for a receipt."""
    made = World(board(model))
    made.ready(count=0)
    for _ in range(ROOM[model] if presses is None else presses):
        assert made.seal.press()
        made.seal.notices()
    return made


@pytest.mark.req("R-186", "V", "inside", "at", "outside")
@pytest.mark.req("C-16", "C")
@pytest.mark.req("I-12", "I")
@pytest.mark.parametrize("model", list(Model))
def test_full_means_no_more(model: Model) -> None:
    made = filled(model, ROOM[model] - 1)
    assert made.seal.unlocked
    made.seal.press()
    assert (made.seal.phase, made.seal.screen) == (Phase.FULL, ("存储已满，请与服务器建立连接",))
    assert made.once(Op.TAKE) is Code.STORAGE_FULL
    last = made.entries()[-1]
    assert isinstance(last, EventEntry)
    assert last.kind is EventKind.STORAGE_FULL
    made.seal.press()
    assert made.seal.last_result == 3


def offline(made: World) -> None:
    """Offline use is on, and the lease of the last contact is over."""
    until = made.now // 1000 + LONGEST_MS // 1000
    assert made.send(Kind.OFFLINE_USE, pack(OfflineUseBody(until))) is Code.OK
    made.wait(LEASE_S)


@pytest.mark.parametrize(
    ("model", "most"),
    [
        pytest.param(Model.L, 240, marks=pytest.mark.req("R-188", "L", "inside", "at", "outside")),
        pytest.param(Model.GL, 800, marks=pytest.mark.req("R-189", "L", "inside", "at", "outside")),
    ],
)
def test_so_many_impressions_without_any_news(model: Model, most: int) -> None:
    made = World(board(model))
    made.bind()
    made.issue(made.grant(count=0, expires=made.now // 1000 + LONGEST_MS // 1000 - 1))
    offline(made)
    assert made.once(Op.TAKE) is Code.OK
    made.open()
    for pressed in range(1, most + 1):
        assert made.seal.phase is Phase.USABLE
        assert made.seal.press()
        assert (made.seal.last_result, made.seal.stored) == (0, pressed)
    assert made.seal.phase is Phase.FULL
    made.seal.press()
    assert made.seal.last_result == Abnormality.NO_AUTHORIZATION
    assert [press.result for press in made.impressions()] == [0] * most + [Abnormality.NO_AUTHORIZATION]
    assert made.receipt() is Code.OK  # there is contact again
    made.seal.press()
    assert made.seal.last_result == 0


@pytest.mark.req("I-12", "I")
def test_beyond_the_reserve_one_entry_counts_and_says_when() -> None:
    made = filled()
    for _ in range(RESERVE):
        made.seal.press()
    held = len(made.entries())
    began = made.now
    for _ in range(5):
        assert made.seal.press()
        made.wait(1)
    assert len(made.entries()) == held
    assert made.seal.impressions == ROOM[Model.L] + RESERVE + 5
    made.seal.disconnect()
    made.boot()  # it is not forgotten without power
    made.seal.connect(made.certificate())
    made.contact()
    assert made.receipt() is Code.OK
    entry = next(entry for entry in made.entries() if isinstance(entry, OverflowEntry))
    assert (entry.count, entry.own, entry.first_at, entry.at) == (
        5, ROOM[Model.L] + RESERVE + 5, began, began + 4000,
    )  # fmt: skip
    made.take()
    made.open()
    made.seal.press()
    record = made.impressions()[-1]
    assert (record.own, record.result) == (ROOM[Model.L] + RESERVE + 6, 0)


def test_a_receipt_makes_room_only_as_far_as_it_goes() -> None:
    made = filled()
    numbers = [entry.number for entry in made.impressions()]
    assert made.receipt(numbers[9]) is Code.OK
    assert made.seal.stored == ROOM[Model.L] - 10
    assert made.seal.phase is Phase.USABLE
    assert made.receipt(numbers[4]) is Code.OK  # an older one takes nothing back
    assert made.seal.stored == ROOM[Model.L] - 10


def test_receipted_entries_are_kept_until_their_room_is_needed() -> None:
    made = filled()
    assert made.receipt() is Code.OK
    assert made.entries()[0].number == 1
    capacity = ROOM[Model.L] + RESERVE + OTHERS + OTHERS_RESERVE
    while made.live().log_to < capacity:
        made.seal.press()
        if made.seal.phase is Phase.FULL:
            made.receipt()
    assert made.entries()[0].number == 1
    made.receipt()
    made.seal.press()
    kept = made.entries()
    assert kept[0].number == 2
    assert [entry.number for entry in kept] == list(range(2, capacity + 2))
    made.boot()  # the oldest entry is found again, with the head before it
    made.seal.connect(made.certificate())
    made.contact()
    assert made.entries()[:-1] == kept[1:]  # the switching on took the place of one more


def test_too_many_other_entries_stop_what_would_write_more_and_no_press() -> None:
    made = World()
    made.ready(count=0)
    while made.once(Op.TAKE) is Code.OK:
        made.once(Op.RELEASE)
    assert made.once(Op.TAKE) is Code.STORAGE_FULL
    assert made.seal.phase is Phase.FULL
    assert made.seal.grant is not None
    assert made.end(made.seal.grant.id) is Code.STORAGE_FULL
    for _ in range(OTHERS_RESERVE):
        made.seal.disconnect()
        made.seal.hold()
        made.seal.hold()
        made.seal.connect(made.certificate())
    before = len(made.entries())
    made.seal.disconnect()
    made.seal.hold()
    made.seal.hold()
    made.seal.connect(made.certificate())
    assert len(made.entries()) == before  # events make way
    made.seal.press()
    assert isinstance(made.entries()[-1], ImpressionEntry)
    assert made.receipt() is Code.OK
    assert made.end(made.seal.grant.id) is Code.OK


def test_a_page_fits_one_message_whatever_is_in_it() -> None:
    made = filled(presses=60)
    parts = made.slices()
    assert [entry.number for entry in made.entries()] == list(range(1, 66))
    assert all(len(part.entries) >= 8 for part in parts[:-1])


def test_asking_beyond_the_end_gives_nothing_and_before_the_beginning_what_is_kept() -> None:
    made = filled(presses=3)
    assert made.slices(first=100) == []
    assert made.slices(first=0)[0].first == 1
