"""What is new to a member: abnormal records of a seal, as far as he may see them."""

import msgspec
import pytest

from app.models import fold, outbox, pages, replica, usage
from app.models.store import Store, Tx
from app.services import unread
from domain.messages import SeeAbnormal, Seen
from domain.organization import Member
from domain.rows import Row
from domain.seals import Seal
from tests.app.examples import CLERK, KEEPER, NOW, ORG, OWNER, ROWS, SERIAL, change, impression, page

OTHER_KEEPER = msgspec.structs.replace(KEEPER, id="m-other", user="u-other")
PRESSES: list[Row] = [
    *(impression(number, result=1 + number % 10) for number in (4, 7, 9)),
    *(impression(number, result=3, member=CLERK.id) for number in (5, 10)),
    *(impression(number) for number in (1, 2, 6, 11)),
    msgspec.structs.replace(impression(30, result=1), seal="other", id="other-30"),
]


def sign(_message: bytes) -> bytes:
    return bytes(64)


async def take(store: Store, *rows: Row) -> None:
    await store.run(lambda tx: pages.apply(tx, ORG, pages.asking(tx, ORG), page(*map(change, rows)), NOW, sign))


async def new(store: Store, who: Member = OWNER) -> int:
    return await store.run(lambda tx: unread.unseen(tx, ORG, who, SERIAL))


@pytest.mark.req("R-154", "R-155", "R-166", "R-167")
@pytest.mark.parametrize(
    ("who", "seen"), [(OWNER, [10, 9, 7, 5, 4]), (KEEPER, [10, 9, 7, 5, 4]), (CLERK, [10, 5]), (OTHER_KEEPER, [])]
)
async def test_one_counts_what_one_may_see(store: Store, who: Member, seen: list[int]) -> None:
    await take(store, *ROWS, OTHER_KEEPER, *PRESSES)

    def numbers(tx: Tx) -> list[int]:
        seal = replica.get(tx, Seal, ORG, SERIAL)
        assert seal is not None
        return [press.impression.number for press in usage.page(tx, ORG, unread.abnormal_of(who, seal))]

    assert await store.run(numbers) == seen
    assert await new(store, who) == len(seen)


@pytest.mark.parametrize(("number", "left"), [(3, 5), (4, 4), (9, 1), (10, 0), (11, 0)])
async def test_what_has_been_seen_is_new_no_more(store: Store, number: int, left: int) -> None:
    """At once, before the cloud has heard of it."""
    await take(store, *ROWS, *PRESSES)
    await store.run(lambda tx: outbox.add(tx, ORG, SeeAbnormal(seal=SERIAL, number=number), NOW, sign))
    assert await new(store) == left
    assert await new(store, CLERK) == 2  # each for himself
    assert await store.run(lambda tx: unread.unseen(tx, ORG, OWNER, "")) == 0


async def test_another_console_has_shown_them(store: Store) -> None:
    await take(store, *ROWS, *PRESSES, Seen(id=OWNER.id, organization=ORG, abnormal={SERIAL: 9}))
    assert await new(store) == 1
    await take(store, impression(12, result=2))
    assert await new(store) == 2


async def test_more_than_anybody_lists_are_counted(store: Store) -> None:
    await take(store, *ROWS, *(impression(number, result=3) for number in range(1, 251)))
    assert await new(store) == 250
    await store.run(lambda tx: outbox.add(tx, ORG, SeeAbnormal(seal=SERIAL, number=20), NOW, sign))
    assert await new(store) == 230
    assert await store.run(lambda tx: fold.facts(tx, ORG).get(Seen, OWNER.id)) is not None
