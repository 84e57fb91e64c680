"""Whether what is held here is what the cloud counts: each way in which it might not be is found, and mended."""

import msgspec
import pytest

from app.models import pages, replica, scopes, tallies
from app.models.store import Store, Tx
from app.models.tallies import DAY_MS, Counting
from domain.organization import Member
from domain.seals import Seal
from domain.usage import Impression
from protocol.sync import Change, Tally, row_hash
from tests.app.examples import CLERK, FLOW, NOW, ORG, OWNER, SEAL, change, impression, page
from tests.app.models.test_replica import take

HELD = ["abnormal", "member:m-owner", "org", f"usage:{SEAL.id}"]
CHANGES = (
    change(SEAL),
    change(FLOW, scopes=("org", "member:m-owner")),
    change(OWNER),
    change(CLERK),
    change(impression(1)),
    change(impression(2, member="m-clerk")),
    change(impression(3, seal="GL26A00099", id="GL26A00099-3", result=3)),
)
PLACES = {(row.table, row.id): set(row.scopes or ()) for row in CHANGES} | {
    ("usage", f"{SEAL.id}-1"): {"member:m-owner", f"usage:{SEAL.id}"},
    ("usage", f"{SEAL.id}-2"): {f"usage:{SEAL.id}"},
    ("usage", "GL26A00099-3"): {"member:m-owner", "abnormal"},
}


def counted(*changes: Change) -> dict[str, Tally]:
    """What the cloud counts of these rows."""
    found: dict[str, Tally] = {}
    for scope in HELD:
        held = [row_hash(row.table, bytes(row.body)) for row in changes if scope in PLACES[row.table, row.id]]
        found[scope] = Tally(count=len(held), sum=sum(held) % (1 << 64))
    return found


async def wrong(store: Store, said: dict[str, Tally], pull: str = ORG) -> set[str]:
    counting = Counting(pull, said)
    while await store.run(counting.step):
        pass
    return set(counting.wrong(said))


@pytest.mark.parametrize("at_once", [1, 2, 3, 1000])
async def test_what_was_pulled_is_what_was_counted(store: Store, at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallies, "AT_ONCE", at_once)
    await take(store, page(*CHANGES, scopes=HELD))
    await take(store, page(change(OWNER, scopes=("user:u",)), scopes=["user:u"]), pull="")
    assert await wrong(store, counted(*CHANGES)) == set()
    own = Tally(count=1, sum=row_hash("members", bytes(change(OWNER).body)))
    assert await wrong(store, {"user:u": own}, pull="") == set()


@pytest.mark.parametrize("missing", CHANGES, ids=lambda row: row.id)
@pytest.mark.rule(9)
async def test_a_lost_row_is_missed_in_each_of_its_scopes(store: Store, missing: Change) -> None:
    await take(store, page(*(row for row in CHANGES if row is not missing), scopes=HELD))
    assert await wrong(store, counted(*CHANGES)) == PLACES[missing.table, missing.id]


@pytest.mark.parametrize("more", CHANGES, ids=lambda row: row.id)
@pytest.mark.rule(9)
async def test_a_row_too_many_is_found(store: Store, more: Change) -> None:
    await take(store, page(*CHANGES, scopes=HELD))
    assert await wrong(store, counted(*(row for row in CHANGES if row is not more))) == PLACES[more.table, more.id]


@pytest.mark.rule(9)
async def test_a_row_that_is_older_than_it_should_be_is_found(store: Store) -> None:
    await take(store, page(*CHANGES, scopes=HELD))
    newer = change(msgspec.structs.replace(FLOW, name="公函"))
    said = counted(*(newer if row.id == FLOW.id else row for row in CHANGES))
    assert await wrong(store, said) == {"org", "member:m-owner"}


@pytest.mark.rule(9)
async def test_two_errors_do_not_make_up_for_each_other(store: Store) -> None:
    """One row is lost and another is there in its place: the count alone would not say so."""
    other = change(msgspec.structs.replace(CLERK, id="m-another"))
    await take(store, page(*(other if row.id == CLERK.id else row for row in CHANGES), scopes=HELD))
    assert await wrong(store, counted(*CHANGES)) == {"org"}


async def test_it_is_due_after_a_first_load_and_daily(store: Store) -> None:
    async def due(now: int) -> list[str]:
        return await store.run(lambda tx: tallies.due(tx, now))

    async def checked(now: int) -> None:
        await store.run(lambda tx: tallies.checked(tx, ORG, [], now))

    await take(store, page(*CHANGES, scopes=["org"]))
    assert await due(NOW) == [ORG]
    await checked(NOW)
    assert await due(NOW + DAY_MS - 1) == []
    assert await due(NOW + DAY_MS) == [ORG]
    assert await due(NOW - 1) == [ORG]  # the clock was set back
    await take(store, page(scopes=["org"]))
    assert await due(NOW) == []
    await take(store, page(scopes=HELD))
    assert await due(NOW) == [ORG]


@pytest.mark.rule(9)
async def test_a_scope_that_was_wrong_is_replaced_when_it_comes_again(store: Store) -> None:
    stale, extra = msgspec.structs.replace(SEAL, name="旧"), msgspec.structs.replace(CLERK, id="m-extra")
    beside = change(FLOW, scopes=("member:m-owner",))
    pressed = [change(impression(number)) for number in (1, 2)]
    await take(store, page(change(stale), change(extra), beside, *pressed, scopes=HELD))
    again = ["org", f"usage:{SEAL.id}"]
    await store.run(lambda tx: tallies.checked(tx, ORG, again, NOW))
    asked = await store.run(lambda tx: pages.asking(tx, ORG))
    assert asked.again == tuple(again)
    assert await store.run(lambda tx: replica.get(tx, Seal, ORG, SEAL.id)) == stale  # until there is something better
    await take(store, page(change(SEAL), change(impression(1)), scopes=HELD, cursor="c-2", more=True))
    assert await store.run(lambda tx: replica.all(tx, Seal, ORG)) == [SEAL]
    assert await store.run(lambda tx: replica.all(tx, Member, ORG)) == []
    assert (await store.run(lambda tx: pages.asking(tx, ORG))).again == ()
    await take(store, page(change(CLERK), scopes=HELD))
    assert await store.run(lambda tx: replica.all(tx, Member, ORG)) == [CLERK]
    assert await store.run(lambda tx: tallies.due(tx, NOW)) == []  # what is wrong twice waits for the next day
    assert await store.run(scopes.lost) == []

    def presses(tx: Tx) -> list[str]:
        return [row.id for row in replica.all(tx, Impression, ORG)]

    # Those of mine stand in a scope that was right: they stay.
    assert await store.run(presses) == [f"{SEAL.id}-1", f"{SEAL.id}-2"]
