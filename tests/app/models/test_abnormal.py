"""Abnormal records of a seal: what one may see of them, and what of it is new."""

import msgspec
import pytest

from app.models import abnormal, outbox, pages
from app.models.store import Store
from domain.messages import SeeAbnormal, Seen
from domain.rows import Row
from tests.app.examples import NOW, ORG, OWNER, ROWS, SERIAL, change, impression, page

MINE, OTHERS = [4, 7, 9], [5, 10]
PRESSES: list[Row] = [
    *(impression(number, result=1 + number % 10) for number in MINE),
    *(impression(number, result=3, member="m-clerk") for number in OTHERS),
    *(impression(number) for number in (1, 2, 6, 11)),
    msgspec.structs.replace(impression(30, result=1), seal="other", id="other-30"),
]


def sign(_message: bytes) -> bytes:
    return bytes(64)


async def take(store: Store, *rows: Row, scopes: tuple[str, ...] = ("org", "usage")) -> None:
    """Rows as the cloud says them, and the scopes that are held."""
    some = page(*map(change, rows), scopes=list(scopes))
    await store.run(lambda tx: pages.apply(tx, ORG, pages.asking(tx, ORG), some, NOW, sign))


async def new(store: Store) -> int:
    return await store.run(lambda tx: abnormal.count_new(tx, ORG, SERIAL))


async def numbers(store: Store) -> list[int]:
    found = await store.run(lambda tx: abnormal.page(tx, ORG, SERIAL))
    return [press.impression.number for press in found]


@pytest.mark.req("R-154", "R-155")
@pytest.mark.parametrize(
    ("scopes", "seen"),
    [
        (("org", "usage"), [10, 9, 7, 5, 4]),
        (("org", f"usage:{SERIAL}"), [10, 9, 7, 5, 4]),
        (("org", "abnormal"), [10, 9, 7, 5, 4]),
        (("org", f"abnormal:{SERIAL}"), [10, 9, 7, 5, 4]),
        (("org", "usage:other"), []),
        (("org", f"member:{OWNER.id}"), [9, 7, 4]),
        (("org",), []),
    ],
)
async def test_one_sees_and_counts_what_one_may(store: Store, scopes: tuple[str, ...], seen: list[int]) -> None:
    """R-166, R-167."""
    await take(store, *ROWS, *PRESSES, scopes=scopes)
    assert await numbers(store) == seen
    assert await new(store) == len(seen) == await store.run(lambda tx: abnormal.count(tx, ORG, SERIAL))
    assert await store.run(lambda tx: abnormal.newest(tx, ORG, SERIAL)) == max(seen, default=0)


@pytest.mark.parametrize(("number", "left"), [(3, 5), (4, 4), (9, 1), (10, 0), (11, 0)])
async def test_what_has_been_seen_is_new_no_more(store: Store, number: int, left: int) -> None:
    """At once, before the cloud has heard of it; and of this seal alone."""
    await take(store, *ROWS, *PRESSES)
    await store.run(lambda tx: outbox.add(tx, ORG, SeeAbnormal(seal=SERIAL, number=number), NOW, sign))
    assert await new(store) == left
    assert await store.run(lambda tx: abnormal.count_new(tx, ORG, "other")) == 1


async def test_another_console_has_shown_them(store: Store) -> None:
    await take(store, *ROWS, *PRESSES, Seen(id=OWNER.id, organization=ORG, abnormal={SERIAL: 9}))
    assert await new(store) == 1
    await take(store, impression(12, result=2))
    assert await new(store) == 2
    assert (await numbers(store))[0] == 12


async def test_before_anybody_is_known_everything_is_new(store: Store) -> None:
    await take(store, *PRESSES)
    assert await new(store) == 5
