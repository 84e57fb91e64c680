import msgspec
import pytest

from app.models import carried, outbox, pages, usage
from app.models.carried import SeenPress
from app.models.held import homes, letting_go, news_for
from app.models.store import Store, Tx
from app.models.usage import Filter
from domain.rows import Row
from domain.seals import BindingState, Wanted
from protocol.sync import SliceTaken
from tests.app.examples import NOW, ORG, OWNER, SEAL, SERIAL, change, impression, page


def sign(message: bytes) -> bytes:
    return bytes(64)


async def take(store: Store, *rows: Row, epoch: str = "e-1") -> None:
    some = page(*map(change, rows), epoch=epoch)
    await store.run(lambda tx: pages.apply(tx, ORG, pages.asking(tx, ORG), some, NOW, sign))


def press(number: int, result: int = 0) -> SeenPress:
    return SeenPress(number, number, "z-1", "m-owner", NOW + number, result)


async def put(store: Store, first: int, last: int, blob: bytes = b"slice", *presses: SeenPress) -> None:
    await store.run(lambda tx: carried.put_slice(tx, ORG, SERIAL, 1, first, last, blob, NOW, presses))


async def shown(store: Store, narrowed: Filter = usage.EVERYTHING) -> list[tuple[int, bool]]:
    found = await store.run(lambda tx: usage.page(tx, ORG, narrowed))
    return [(each.impression.number, each.pending) for each in found]


async def test_a_press_shows_at_once_and_is_replaced_by_the_clouds_record(store: Store) -> None:
    await take(store, impression(1))
    await put(store, 2, 2, b"s", press(2))
    assert await shown(store) == [(2, True), (1, False)]
    await take(store, impression(2))
    assert await shown(store) == [(2, False), (1, False)]
    await put(store, 2, 3, b"s", press(2), press(3, result=1))
    assert await shown(store) == [(3, True), (2, False), (1, False)]
    found = await store.run(lambda tx: usage.get(tx, ORG, SERIAL, 3))
    assert found is not None
    assert (found.pending, found.impression.result, found.impression.authorization) == (True, 1, "z-1")


async def test_slices_go_out_one_by_one_and_each_brings_a_receipt(store: Store) -> None:
    await put(store, 1, 1, b"one")
    await put(store, 2, 2, b"two")
    await put(store, 2, 2, b"two again")
    assert await store.run(carried.waiting) == 2
    first = await store.run(carried.next_slice)
    assert first is not None
    assert first.slice == b"one"
    await store.run(lambda tx: carried.taken(tx, first.n, SERIAL, SliceTaken(log_to=1, receipt=b"r1"), NOW))
    second = await store.run(carried.next_slice)
    assert second is not None
    assert second.slice == b"two"
    await store.run(lambda tx: carried.taken(tx, second.n, SERIAL, SliceTaken(log_to=2, receipt=b"r2"), NOW))
    assert await store.run(carried.next_slice) is None
    await store.run(lambda tx: carried.put_receipt(tx, SERIAL, 1, b"old"))
    assert await store.run(lambda tx: carried.receipt(tx, SERIAL)) == SliceTaken(log_to=2, receipt=b"r2")
    await put(store, 2, 2, b"read once more")
    assert await store.run(carried.next_slice) is None


async def test_a_slice_the_cloud_cannot_take_holds_up_nobody_and_may_be_read_anew(store: Store) -> None:
    await put(store, 1, 1, b"bad")
    await put(store, 2, 2, b"good")
    bad = await store.run(carried.next_slice)
    assert bad is not None
    await store.run(lambda tx: carried.fail(tx, bad.n, "log_forked"))
    good = await store.run(carried.next_slice)
    assert good is not None
    assert good.slice == b"good"
    assert await store.run(carried.failed) == [(SERIAL, "log_forked")]
    await put(store, 1, 1, b"better")
    again = await store.run(carried.next_slice)
    assert again is not None
    assert again.slice == b"better"


@pytest.mark.rule(7)
async def test_kept_for_thirty_days_and_offered_to_a_restored_cloud(store: Store) -> None:
    await take(store)
    await put(store, 1, 1, b"one")
    sent = await store.run(carried.next_slice)
    assert sent is not None
    await store.run(lambda tx: carried.taken(tx, sent.n, SERIAL, SliceTaken(log_to=1, receipt=b"r"), NOW))
    await store.run(lambda tx: carried.prune(tx, NOW + outbox.KEPT_MS))
    await take(store, epoch="e-2")
    assert await store.run(carried.next_slice) == sent
    assert await store.run(lambda tx: carried.receipt(tx, SERIAL)) is None
    await store.run(lambda tx: carried.taken(tx, sent.n, SERIAL, SliceTaken(log_to=1, receipt=b"r"), NOW))
    await store.run(lambda tx: carried.prune(tx, NOW + outbox.KEPT_MS + 1))
    await take(store, epoch="e-3")
    assert await store.run(carried.next_slice) is None


@pytest.fixture
async def many(store: Store) -> Store:
    rows = [
        impression(n, at=NOW + n // 3, authorization=f"z-{n % 4}", member=f"m-{n % 5}", result=int(n % 10 == 0))
        for n in range(1, 200)
    ]
    await take(store, *rows)
    return store


async def test_pages_follow_each_other_newest_first_without_a_gap(many: Store) -> None:
    await put(many, 200, 201, b"s", press(200), press(201))

    def walk(tx: Tx, narrowed: Filter) -> list[int]:
        numbers: list[int] = []
        place = None
        while some := usage.page(tx, ORG, narrowed, place, 7):
            numbers += [each.impression.number for each in some]
            place = some[-1].place
        return numbers

    assert await many.run(lambda tx: walk(tx, usage.EVERYTHING)) == list(range(201, 0, -1))
    for narrowed, expected in (
        (Filter(authorization="z-1"), [201, 200, *(n for n in range(199, 0, -1) if n % 4 == 1)]),
        (Filter(member="m-2"), [n for n in range(199, 0, -1) if n % 5 == 2]),
        (Filter(abnormal=True), [n for n in range(199, 0, -1) if n % 10 == 0]),
        (Filter(seal="another"), []),
    ):
        assert await many.run(lambda tx: walk(tx, narrowed)) == expected  # noqa: B023
        assert await many.run(lambda tx: usage.count(tx, ORG, narrowed)) == len(expected)  # noqa: B023


async def test_a_list_is_read_by_its_index(many: Store) -> None:
    def plan(tx: Tx) -> list[str]:
        found: list[str] = []
        lists = Filter(), Filter(seal=SERIAL), Filter(authorization="z-1"), Filter(member="m-1"), Filter(abnormal=True)
        for narrowed in lists:
            for half in usage._both(tx, ORG, narrowed, (NOW, SERIAL, 5)):
                columns = [half.selected_columns[name].desc() for name in ("at", "seal", "number")]
                text = half.order_by(*columns).compile(tx.connection, compile_kwargs={"literal_binds": True})
                found += [row[3] for row in tx.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}")]
        return found

    steps = await many.run(plan)
    assert steps
    assert not [step for step in steps if "SEARCH" not in step], steps
    assert any("abnormal=?" in step for step in steps)


async def test_a_lost_clock_does_not_put_a_press_at_the_end_of_all_lists(store: Store) -> None:
    await take(store, impression(1), impression(2, at=5000, clock=0))
    assert await shown(store) == [(2, False), (1, False)]


@pytest.mark.parametrize("name", ["loss_lock", "offline_use"])
async def test_there_is_news_for_a_seal_until_its_log_has_what_it_is_told_to_be(store: Store, name: str) -> None:
    async def news() -> set[str]:
        return await store.run(lambda tx: news_for(tx, {SERIAL}))

    await take(store, OWNER, SEAL)
    assert await news() == set()
    for on in (True, False):
        for confirmed_at, told in ((None, {SERIAL}), (NOW, set[str]())):
            wanted = {name: Wanted(on, "m-owner", NOW, confirmed_at)}
            await take(store, msgspec.structs.replace(SEAL, **wanted))
            assert await news() == told


@pytest.mark.parametrize("there", ["0", "z"])  # before and after the organization here
@pytest.mark.parametrize(
    ("here", "nearer"),
    [
        (BindingState.UNBOUND, [BindingState.AWAITING_SEAL, BindingState.UNBINDING, BindingState.BOUND]),
        (BindingState.AWAITING_SEAL, [BindingState.UNBINDING, BindingState.BOUND]),
    ],
)
async def test_a_seal_is_at_home_where_it_is_bound(
    store: Store, there: str, here: BindingState, nearer: list[BindingState]
) -> None:
    """Not where somebody of two organizations is only remembered to have had it, or waits for it in vain."""
    me = msgspec.structs.replace(OWNER, organization=there)
    await take(store, OWNER, msgspec.structs.replace(SEAL, state=here, binding=5), me)
    for state in nearer:
        await take(store, msgspec.structs.replace(SEAL, organization=there, state=state))
        assert await store.run(homes) == {SERIAL: there}
        awaited = {SERIAL: there} if state is BindingState.UNBINDING else {}
        assert await store.run(letting_go) == awaited


async def test_a_seal_that_two_organizations_had_is_the_laters(store: Store) -> None:
    me = msgspec.structs.replace(OWNER, organization="0")
    had = msgspec.structs.replace(SEAL, state=BindingState.UNBOUND)
    await take(store, OWNER, had, me, msgspec.structs.replace(had, organization="0", binding=2))
    assert await store.run(homes) == {SERIAL: "0"}


async def test_the_word_that_a_seal_has_let_go_is_waited_for_while_it_is_bound_elsewhere(store: Store) -> None:
    me = msgspec.structs.replace(OWNER, organization="0")
    unbinding = msgspec.structs.replace(SEAL, organization="0", state=BindingState.UNBINDING)
    await take(store, OWNER, msgspec.structs.replace(SEAL, binding=2), me, unbinding)
    assert await store.run(homes) == {SERIAL: ORG}
    assert await store.run(letting_go) == {SERIAL: "0"}
