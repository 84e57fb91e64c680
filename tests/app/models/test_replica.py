from itertools import pairwise

import msgspec
import pytest

from app.models import files, meta, pages, replica, scopes, tallies, usage
from app.models.files import Blob
from app.models.pages import OtherSchema
from app.models.replica import UnknownRows
from app.models.store import Store, Tx
from app.models.usage import Filter
from domain.organization import Member, Role
from domain.seals import Seal
from domain.templates import Template
from domain.usage import Impression, Photo
from protocol.sync import Change, Gone, Page
from tests.app.examples import CLERK, FLOW, NOW, ORG, OWNER, ROWS, SEAL, change, impression, page
from tests.app.views.world import authorization


async def take(store: Store, some: Page, pull: str = ORG) -> None:
    await store.run(lambda tx: pages.apply(tx, pull, pages.asking(tx, pull), some, NOW, lambda message: b"s" * 64))


async def test_rows_are_read_as_they_were_sent(store: Store) -> None:
    await take(store, page(*map(change, ROWS)))
    assert await store.run(lambda tx: replica.get(tx, Seal, ORG, SEAL.id)) == SEAL
    assert await store.run(lambda tx: replica.all(tx, Member, ORG, role=Role.MEMBER)) == [CLERK]
    assert await store.run(lambda tx: replica.all(tx, Member, ORG, user=OWNER.user)) == [OWNER]
    assert await store.run(lambda tx: replica.all(tx, Member, "another")) == []
    assert await store.run(lambda tx: replica.me(tx, ORG)) == OWNER
    assert await store.run(replica.organizations) == [ORG]


async def test_who_left_and_came_back_is_who_he_is_now(store: Store) -> None:
    """A new membership each time: the old one keeps what was done under it."""
    left = msgspec.structs.replace(OWNER, active=False, left_at=NOW)
    back = msgspec.structs.replace(OWNER, id="m-z", role=Role.MEMBER)
    await take(store, page(change(left)))
    assert await store.run(lambda tx: replica.me(tx, ORG)) == left
    assert await store.run(replica.organizations) == []
    await take(store, page(change(back)))
    assert await store.run(lambda tx: replica.me(tx, ORG)) == back
    assert await store.run(replica.organizations) == [ORG]


async def test_a_newer_body_replaces_the_older(store: Store) -> None:
    await take(store, page(change(SEAL)))
    await take(store, page(change(msgspec.structs.replace(SEAL, name="公章"), 2), cursor="c-2"))
    seal = await store.run(lambda tx: replica.get(tx, Seal, ORG, SEAL.id))
    assert seal is not None
    assert seal.name == "公章"
    assert (await store.run(lambda tx: pages.asking(tx, ORG))).cursor == "c-2"


@pytest.mark.rule(6)
async def test_a_page_that_does_not_fit_changes_nothing(store: Store) -> None:
    broken = Change(table="seals", id="x", rev=1, scopes=["org"], body=msgspec.Raw(b'{"id":"x"}'))
    for bad in (
        page(change(SEAL), broken),
        page(change(SEAL), Change(table="dreams", id="x", rev=1, scopes=[], body=msgspec.Raw(b"{}"))),
        page(change(SEAL), gone=[Gone(table="dreams", id="x", rev=1, scope="org")]),
    ):
        with pytest.raises(UnknownRows):
            await take(store, bad)
    with pytest.raises(OtherSchema):
        await take(store, page(change(SEAL), schema=99))
    assert await store.run(lambda tx: replica.all(tx, Seal, ORG)) == []
    assert (await store.run(lambda tx: pages.asking(tx, ORG))).cursor == ""


@pytest.mark.rule(5)
async def test_a_row_in_two_scopes_stays_until_the_last_one_goes(store: Store) -> None:
    await take(store, page(change(SEAL, scopes=("org", "member:m-owner"))))
    await take(store, page(gone=[Gone(table="seals", id=SEAL.id, rev=2, scope="org")]))
    assert await store.run(lambda tx: replica.get(tx, Seal, ORG, SEAL.id)) == SEAL
    await take(store, page(gone=[Gone(table="seals", id=SEAL.id, rev=3, scope="member:m-owner")]))
    assert await store.run(lambda tx: replica.get(tx, Seal, ORG, SEAL.id)) is None


async def test_a_row_that_is_sent_with_other_scopes_stays(store: Store) -> None:
    """Who consented for the headquarters and is the owner now reads by another right what he read before."""
    await take(store, page(change(SEAL, scopes=("names",)), scopes=["names"]))
    await take(store, page(change(SEAL, 2, scopes=("org",)), scopes=["org"], dropped=["names"]))
    while await store.run(scopes.purge):
        pass
    assert await store.run(lambda tx: replica.get(tx, Seal, ORG, SEAL.id)) == SEAL


async def test_a_row_that_is_sent_with_fewer_scopes_left_the_others(store: Store) -> None:
    await take(store, page(change(SEAL, scopes=("org", "member:m-owner"))))
    await take(store, page(change(SEAL, scopes=("member:m-owner",))))
    await take(store, page(gone=[Gone(table="seals", id=SEAL.id, rev=3, scope="member:m-owner")]))
    assert await store.run(lambda tx: replica.get(tx, Seal, ORG, SEAL.id)) is None


async def test_the_same_row_from_the_persons_own_pull_stays_by_itself(store: Store) -> None:
    await take(store, page(change(OWNER, scopes=("user:u",)), scopes=["user:u"]), pull="")
    await take(store, page(change(OWNER)))
    await take(store, page(gone=[Gone(table="members", id=OWNER.id, rev=3, scope="org")]))
    assert await store.run(lambda tx: replica.get(tx, Member, ORG, OWNER.id)) == OWNER
    gone = Gone(table="members", id=OWNER.id, rev=3, scope="user:u")
    await take(store, page(gone=[gone], scopes=["user:u"]), pull="")
    assert await store.run(lambda tx: replica.get(tx, Member, ORG, OWNER.id)) is None


def purge_step(tx: Tx) -> bool:
    return scopes.purge(tx, limit=2)


@pytest.mark.rule(5)
async def test_a_lost_scope_hides_at_once_and_is_purged_in_pieces(store: Store) -> None:
    seals = [msgspec.structs.replace(SEAL, id=f"GL26A0002{i}") for i in range(5)]
    shared = change(FLOW, scopes=("org", "flows"))
    await take(store, page(*map(change, seals), shared, scopes=["org", "flows"]))
    await take(store, page(scopes=["flows"], dropped=["org"]))
    assert await store.run(lambda tx: replica.all(tx, Seal, ORG)) == []
    assert await store.run(lambda tx: replica.all(tx, Template, ORG)) == [FLOW]
    steps = 0
    while await store.run(purge_step):
        steps += 1
        assert await store.run(lambda tx: replica.all(tx, Template, ORG)) == [FLOW]
    assert steps == 3  # two rows each; the next one finds nothing left
    assert await store.run(lambda tx: tx.connection.exec_driver_sql("SELECT count(*) FROM seals").scalar()) == 0
    assert await store.run(scopes.lost) == []


@pytest.mark.parametrize("deaths", [0, 1, 3, 9])
@pytest.mark.rule(5)
async def test_what_comes_again_goes_in_pieces_before(
    store: Store, deaths: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The transaction that brings it has nothing to remove; a console that died in between goes on where it was."""
    monkeypatch.setattr(scopes, "PIECE", 2)
    presses = [change(impression(number)) for number in range(1, 6)]
    seals = [change(msgspec.structs.replace(SEAL, id=f"GL26A0002{number}")) for number in range(5)]
    held = ["org", "usage"]
    await take(store, page(*seals, *presses, scopes=held))
    await store.run(lambda tx: tallies.checked(tx, ORG, held, NOW))
    asked = await store.run(lambda tx: pages.asking(tx, ORG))
    fresh = page(change(SEAL), change(impression(9)), scopes=held, cursor="c-2")

    def left(tx: Tx) -> int:
        return sum(
            tx.connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() for table in ("seals", "usage")
        )

    sizes = [await store.run(left)]
    while await store.run(lambda tx: pages.make_room(tx, ORG, asked, fresh)) and len(sizes) != deaths:
        sizes.append(await store.run(left))
        assert await store.run(lambda tx: replica.all(tx, Seal, ORG)) == []  # hidden at once
    assert sizes[0] == 10
    assert all(0 <= before - after <= 2 for before, after in pairwise(sizes))
    assert deaths or sizes[-1] == 0
    assert await store.run(lambda tx: pages.asking(tx, ORG)) == asked
    await take(store, fresh)
    assert await store.run(lambda tx: replica.all(tx, Seal, ORG)) == [SEAL]
    assert [row.number for row in await store.run(lambda tx: replica.all(tx, Impression, ORG))] == [9]
    assert await store.run(scopes.lost) == []


@pytest.mark.rule(5)
async def test_a_scope_that_comes_back_starts_at_zero(store: Store) -> None:
    stale = msgspec.structs.replace(SEAL, id="GL26A00099")
    await take(store, page(change(SEAL), change(stale)))
    await take(store, page(scopes=[]))
    await take(store, page(change(SEAL), scopes=["org"]))
    assert await store.run(lambda tx: replica.all(tx, Seal, ORG)) == [SEAL]
    while await store.run(purge_step):
        pass
    assert await store.run(lambda tx: replica.all(tx, Seal, ORG)) == [SEAL]


async def test_presses_are_seen_by_the_scopes_that_are_held(store: Store) -> None:
    mine, other = impression(1), impression(2, member="m-clerk")
    elsewhere = impression(3, seal="GL26A00099", id="GL26A00099-3", member="m-clerk")

    async def ids() -> list[str]:
        return [row.id for row in await store.run(lambda tx: replica.all(tx, Impression, ORG))]

    await take(store, page(*map(change, (mine, other, elsewhere))))
    assert len(await ids()) == 3
    await take(store, page(scopes=["org", f"usage:{mine.seal}"]))
    assert await ids() == [mine.id, other.id]
    await take(store, page(scopes=["org", "member:m-owner"]))
    assert await ids() == [mine.id]
    while await store.run(purge_step):
        pass
    assert await store.run(lambda tx: tx.connection.exec_driver_sql("SELECT count(*) FROM usage").scalar()) == 1
    await take(store, page(scopes=["org"]))
    assert await ids() == []


async def test_presses_of_unknown_people_are_purged_as_well(store: Store) -> None:
    await take(store, page(*map(change, (impression(1), impression(2, member=None)))))
    await take(store, page(scopes=["org", "member:m-owner"]))
    while await store.run(purge_step):
        pass
    assert await store.run(lambda tx: tx.connection.exec_driver_sql("SELECT count(*) FROM usage").scalar()) == 1


@pytest.mark.req("R-084", "R-149", "R-167")
async def test_presses_that_were_approved_are_seen_with_their_use_and_in_no_list(store: Store) -> None:
    approved, other = (authorization(id, NOW, seal=SEAL.id) for id in ("z-1", "z-2"))
    presses = [
        impression(1, member="m-clerk", authorization="z-1", result=1),
        impression(2, member="m-clerk", authorization="z-2"),
        impression(3, member="m-clerk"),
    ]
    mine = ["org", "member:m-owner", "approved:m-owner"]

    async def shown(narrowed: Filter) -> list[int]:
        return [each.impression.number for each in await store.run(lambda tx: usage.page(tx, ORG, narrowed))]

    await take(store, page(*map(change, presses), change(other), scopes=mine))
    assert await shown(Filter(authorization="z-1")) == []
    await take(store, page(change(approved, scopes=("approved:m-owner",)), scopes=mine))
    assert await shown(Filter(authorization="z-1")) == [1]
    assert await shown(Filter(authorization="z-2")) == []
    assert await shown(Filter(seal=SEAL.id)) == await shown(Filter(abnormal=True)) == []
    await take(store, page(scopes=["org", "member:m-owner", "approved:m-owner"], dropped=["usage"]))
    while await store.run(purge_step):
        pass
    assert await store.run(lambda tx: tx.connection.exec_driver_sql("SELECT number FROM usage").scalars().all()) == [1]
    await take(store, page(scopes=["org", "member:m-owner"]))
    assert await shown(Filter(authorization="z-1")) == []
    while await store.run(purge_step):
        pass
    assert await store.run(lambda tx: tx.connection.exec_driver_sql("SELECT count(*) FROM usage").scalar()) == 0


@pytest.mark.rule(7)
async def test_a_restored_cloud_replaces_everything(store: Store) -> None:
    await take(store, page(change(SEAL), change(impression(1))))
    await take(store, page(change(FLOW), epoch="e-2"))
    assert await store.run(lambda tx: replica.all(tx, Seal, ORG)) == []
    assert await store.run(lambda tx: replica.all(tx, Template, ORG)) == []  # cut by a cursor of the old past
    assert (await store.run(lambda tx: pages.asking(tx, ORG))).cursor == ""
    await take(store, page(change(FLOW), epoch="e-2"))
    assert await store.run(lambda tx: replica.all(tx, Template, ORG)) == [FLOW]
    assert await store.run(lambda tx: meta.get(tx, meta.EPOCH)) == "e-2"


async def test_a_picture_whose_time_is_over_is_kept_here_no_longer(store: Store) -> None:
    """One that still has to reach the cloud stays: it has another row to come."""
    contents = {name: Blob("image/png", name.encode()) for name in ("removed", "kept", "unsent")}
    photos = {
        name: Photo(
            id=name,
            organization=ORG,
            seal=SEAL.id,
            number=1,
            sha256=blob.sha256,
            bytes=1,
            media=blob.media,
            taken_at=NOW,
            member=CLERK.id,
            stored_at=NOW,
            removed_at=None if name == "kept" else NOW,
        )
        for name, blob in contents.items()
    }
    for name, blob in contents.items():
        await store.run(lambda tx, name=name, blob=blob: files.put(tx, ORG, blob, NOW, outgoing=name == "unsent"))
    await take(store, page(*map(change, photos.values())))
    here = await store.run(lambda tx: {name for name, blob in contents.items() if files.get(tx, ORG, blob.sha256)})
    assert here == {"kept", "unsent"}
