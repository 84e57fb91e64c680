"""Lists of records are what may be seen, counted exactly, found by every word of theirs, and never older than the rows.

`Told` is the same by plain Python over the rows themselves; whatever happens, list, count and search are as it says.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.models import carried, ledger, meta, pages, records, scopes
from app.models.carried import SeenPress
from app.models.records import EVERYTHING, Order, Wanted, Word
from app.models.store import Store, Tx
from cloud.scopes import held, standing
from domain.applications import Application, ApplicationState, Step, StepKind
from domain.authorizations import Authorization, Mode, Stage
from domain.categories import Category
from domain.organization import Member, Permission, Role, may
from domain.rows import Row
from domain.seals import Seal
from domain.usage import Impression, impression_id, may_read
from domain.uses import Method
from protocol.sync import Change, Page
from tests.app import examples
from tests.app.examples import CLERK, COMPANY, HOUR, KEEPER, KEY, NOW, ORG, OWNER, ROWS, SEAL, impression
from tests.app.models.counted import compare_counts

SECOND = msgspec.structs.replace(SEAL, id="GL26B00018", name="财务专用章", keepers=[])


def sign(_: bytes) -> bytes:
    return bytes(64)


async def take(store: Store, *rows: Row, **other: Any) -> None:
    """What a pull would bring."""
    some = examples.page(*map(examples.change, rows), **other)
    while not await store.run(lambda tx: pages.apply(tx, ORG, pages.asking(tx, ORG), some, NOW, sign)):
        pass


def paper(id: str, document: str, **other: Any) -> Application:
    values: dict[str, Any] = {"organization": ORG, "applicant": CLERK.id, "seal": SEAL.id, "reason": "签合同"}
    values |= {"copies": 1, "count": 9, "start": NOW, "end": NOW + HOUR, "state": ApplicationState.AUTHORIZED}
    values |= {"steps": [Step(StepKind.AUTHORIZE, [OWNER.id])], "created_at": NOW}
    return Application(id=id, document=document, **(values | other))


def use(id: str, application: str | None, **other: Any) -> Authorization:
    values: dict[str, Any] = {"organization": ORG, "seal": SEAL.id, "binding": 1, "member": CLERK.id, "count": 9}
    values |= {"issued_by": OWNER.id, "start": NOW, "end": NOW + HOUR, "mode": Mode.PHYSICAL, "method": Method.DIRECT}
    values |= {"photo_required": False, "stage": Stage.LIVE, "issued_at": NOW}
    return Authorization(id=id, application=application, **(values | other))


def read(tx: Tx, wanted: Wanted = EVERYTHING) -> list[str]:
    """The ids of a list, in its order."""
    while ledger.of(tx, ORG).step(tx):
        pass
    ns = records.cut(tx, ORG, wanted)
    assert ns is not None
    found = records.presses(tx, ORG, ns.tolist())
    return [found[n].impression.id for n in ns.tolist()]


async def numbers(store: Store, wanted: Wanted = EVERYTHING) -> list[int]:
    return [int(id.rpartition("-")[2]) for id in await store.run(lambda tx: read(tx, wanted))]


def word(text: str, **other: Any) -> Wanted:
    return Wanted(words=(Word(text, **{name: frozenset(some) for name, some in other.items()}),))


@pytest.fixture
async def filled(store: Store) -> Store:
    rows = [
        paper("a-1", "采购合同", category="c-1"),
        paper("a-2", "租赁协议", remark="加急"),
        use("z-1", "a-1"),
        use("z-2", "a-2"),
    ]
    presses = [
        impression(n, authorization=f"z-{n % 3}" if n % 3 else None, member=f"m-{n % 4}", result=int(n % 5 == 0))
        for n in range(1, 31)
    ]
    await take(store, *ROWS, SECOND, Category(id="c-1", organization=ORG, name="采购"), *rows, *presses)
    return store


async def test_narrowed_by_one_thing_or_several(filled: Store) -> None:
    everything = range(30, 0, -1)
    cases: list[tuple[Wanted, Callable[[int], bool]]] = [
        (Wanted(), lambda _: True),
        (Wanted(seals=frozenset({SEAL.id})), lambda _: True),
        (Wanted(seals=frozenset({SECOND.id})), lambda _: False),
        (Wanted(members=frozenset({"m-1", "m-2"})), lambda n: n % 4 in (1, 2)),
        (Wanted(categories=frozenset({"c-1"})), lambda n: n % 3 == 1),
        (Wanted(since=NOW + 10), lambda n: n >= 10),
        (Wanted(until=NOW + 10), lambda n: n < 10),
        (Wanted(abnormal=True), lambda n: n % 5 == 0),
        (Wanted(abnormal=False), lambda n: n % 5 != 0),
        (Wanted(cause=1), lambda n: n % 5 == 0),
        (Wanted(cause=2), lambda _: False),
        (Wanted(categories=frozenset({""})), lambda n: n % 3 != 1),  # of none, or without an application
        (Wanted(categories=frozenset({"", "c-1"})), lambda _: True),
        (Wanted(members=frozenset({""})), lambda _: False),
        (word("合同"), lambda n: n % 3 != 0),  # both were applied for to sign a contract
        (word("采购"), lambda n: n % 3 == 1),
        (word("加急"), lambda n: n % 3 == 2),
        (word("nobody", members=["m-3"]), lambda n: n % 4 == 3),
        (word(f"{SEAL.id.lower()}-7"), lambda n: n == 7),
        (word("x", categories=["c-1"], members=["m-3"]), lambda n: n % 3 == 1 or n % 4 == 3),
        (Wanted(words=(Word("采购"), Word("x", members=frozenset({"m-3"})))), lambda n: n % 3 == 1 and n % 4 == 3),
        (
            Wanted(members=frozenset({"m-1"}), since=NOW + 9, abnormal=True),
            lambda n: n % 4 == 1 and n > 8 and n % 5 == 0,
        ),
    ]
    for wanted, fits in cases:
        assert await numbers(filled, wanted) == [n for n in everything if fits(n)], wanted


async def test_in_three_orders_and_backwards(filled: Store) -> None:
    names = {"m-0": "王", "m-1": "李", "m-2": "张", "m-3": "陈"}
    rank = {id: at for at, id in enumerate(sorted(names, key=names.__getitem__))}

    def by_person(n: int, sign: int) -> tuple[int, int]:
        return sign * rank[f"m-{n % 4}"], -n

    wanted = Wanted(order=Order.PERSON, names=names)
    assert await numbers(filled, wanted) == sorted(range(1, 31), key=lambda n: by_person(n, 1))
    wanted = Wanted(order=Order.PERSON, names=names, backwards=True)
    assert await numbers(filled, wanted) == sorted(range(1, 31), key=lambda n: by_person(n, -1))
    assert await numbers(filled, Wanted(backwards=True)) == list(range(1, 31))


async def test_what_was_seen_stands_in_the_same_list_until_the_cloud_has_it(filled: Store) -> None:
    assert (await numbers(filled))[0] == 30
    seen = [SeenPress(n, n, "z-1", CLERK.id, NOW + n, 0) for n in (31, 32)]
    await filled.run(lambda tx: carried.put_slice(tx, ORG, SEAL.id, 1, 31, 32, b"s", NOW, seen))
    assert (await numbers(filled))[:3] == [32, 31, 30]
    assert (await numbers(filled, word("采购")))[:3] == [32, 31, 28]
    await take(filled, impression(31, authorization="z-1", member=CLERK.id))
    assert (await numbers(filled))[:3] == [32, 31, 30]
    ns = await filled.run(lambda tx: records.cut(tx, ORG))
    assert ns is not None
    assert [n < 0 for n in ns[:3].tolist()] == [True, False, False]


async def test_renamed_changed_and_forgotten_while_it_is_open(filled: Store) -> None:
    assert await numbers(filled, word("采购")) != []
    await take(filled, paper("a-1", "销售合同", category="c-2"))
    assert await numbers(filled, word("采购")) == []
    assert await numbers(filled, word("销售")) == [n for n in range(30, 0, -1) if n % 3 == 1]
    assert await numbers(filled, Wanted(categories=frozenset({"c-1"}))) == []
    await take(filled, impression(3, member="m-9", at=NOW + 99, result=2))
    assert (await numbers(filled))[0] == 3
    assert await numbers(filled, Wanted(members=frozenset({"m-9"}))) == [3]
    gone = [examples.Gone(table="applications", id="a-2", scope="org", rev=2)]
    await take(filled, gone=gone)
    assert await numbers(filled, word("加急")) == []


async def test_a_late_old_press_stands_in_its_place(filled: Store) -> None:
    await numbers(filled)
    await take(filled, impression(40, at=NOW + 15), impression(41, at=NOW - 1), impression(42, at=NOW + 15))
    assert await numbers(filled) == [*range(30, 15, -1), 42, 40, *range(15, 0, -1), 41]


async def test_the_cloud_was_restored_and_has_forgotten(filled: Store) -> None:
    await numbers(filled)
    await take(filled, *ROWS, impression(2), epoch="e-2")
    assert await numbers(filled) == [2]


async def test_a_transaction_that_failed_has_left_nothing_in_it(filled: Store) -> None:
    assert len(await numbers(filled)) == 30

    def fail(tx: Tx) -> None:
        change = examples.change(impression(31))
        pages.replica.put(tx, ORG, [change])
        assert len(read(tx)) == 31
        raise ValueError

    with pytest.raises(ValueError):
        await filled.run(fail)
    assert len(await numbers(filled)) == 30


async def test_read_in_pieces_while_rows_come(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "AT_ONCE", 7)
    await take(store, *ROWS, *[impression(n) for n in range(1, 31)])
    assert await store.run(lambda tx: ledger.of(tx, ORG).step(tx))
    assert await store.run(lambda tx: records.cut(tx, ORG)) is None
    assert 0 < await store.run(lambda tx: ledger.of(tx, ORG).progress()) < 1
    newest = await store.run(lambda tx: records.newest(tx, ORG, EVERYTHING, 3).tolist())
    assert [p.impression.number for p in (await store.run(lambda tx: records.presses(tx, ORG, newest))).values()] == [
        28,
        29,
        30,
    ]
    await take(store, impression(31), impression(2, at=NOW + 99))
    assert await numbers(store) == [2, 31, *range(30, 2, -1), 1]
    assert await store.run(lambda tx: ledger.of(tx, ORG).progress()) == 1


async def test_more_changes_than_are_noted_are_read_anew(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "MOST_NOTED", 3)
    await numbers(filled)
    await take(filled, *[impression(n) for n in range(31, 40)])
    assert await filled.run(lambda tx: records.cut(tx, ORG)) is None
    assert await numbers(filled) == list(range(39, 0, -1))


# Whatever happens


@dataclass
class Told:
    """What the cloud holds, and who is looking; the rules say what may be seen of it."""

    me: Member = CLERK
    rows: dict[tuple[str, str], Row] = field(default_factory=dict[tuple[str, str], Row])
    rev: int = 1

    def get(self, kind: type[Any], id: str) -> Any:
        return self.rows.get((kind.table, id))

    def all(self, kind: type[Any], **equal: Any) -> list[Any]:
        found = [row for (table, _), row in sorted(self.rows.items()) if table == kind.table]
        return [row for row in found if all(getattr(row, name) == value for name, value in equal.items())]

    def presses(self) -> list[Impression]:
        """What the rule lets me read."""
        found = (each for each in self.all(Impression) if may_read(self.me, each, self.get(Seal, each.seal)))
        return sorted(found, key=lambda each: (each.at, each.seal, each.number), reverse=True)

    def sees(self, row: Row) -> bool:
        return bool(held(self.me, self) & standing(row, self)[ORG])  # type: ignore[arg-type]

    def texts(self, press: Impression) -> str:
        """All that the press can be found by, for me."""
        use = self.get(Authorization, press.authorization or "")
        found = self.get(Application, use.application or "") if use and self.sees(use) else None
        return f"{found.document}\n{found.reason}" if found and self.sees(found) else ""

    def category(self, press: Impression) -> str:
        use = self.get(Authorization, press.authorization or "")
        found = self.get(Application, use.application or "") if use and self.sees(use) else None
        return (found.category or "") if found and self.sees(found) else ""

    def page(self, before: set[str], everything: bool) -> Page:
        scopes = sorted(held(self.me, self))  # type: ignore[arg-type]
        changes = [self._change(row) for row in self.rows.values() if everything or row.table == "usage"]
        shown = [change for change in changes if change is not None]
        return examples.page(*shown, scopes=scopes, dropped=sorted(before - set(scopes)), rev=self.rev)

    def _change(self, row: Row) -> Change | None:
        stands = standing(row, self)[ORG] & held(self.me, self)  # type: ignore[arg-type]
        change = examples.change(row, self.rev, tuple(sorted(stands)))
        return change if stands else None


PEOPLE = [CLERK, KEEPER, OWNER]
DOCUMENTS = ["采购合同", "租赁协议", "报价单"]
press = st.tuples(
    st.just("press"),
    st.sampled_from([SEAL.id, SECOND.id]),
    st.integers(1, 12),
    st.sampled_from([None, "z-1", "z-2", "z-3"]),
    st.sampled_from([None, *(each.id for each in PEOPLE)]),
    st.integers(0, 1),
    st.integers(0, 5),
)
steps = st.lists(
    st.one_of(
        press,
        press,
        st.tuples(st.just("document"), st.sampled_from(["a-1", "a-2"]), st.sampled_from(DOCUMENTS)),
        st.tuples(st.just("role"), st.sampled_from(list(Role)[:4]), st.booleans()),
        st.tuples(st.just("keeper"), st.sampled_from([SEAL.id, SECOND.id]), st.booleans()),
        st.tuples(st.just("purge")),
        st.tuples(st.just("restore")),
    ),
    max_size=12,
)


async def live(store: Store, steps: Iterable[tuple[Any, ...]], who: Member) -> None:
    told = Told(who)
    await store.run(lambda tx: meta.put(tx, meta.USER, who.user or ""))
    first: list[Row] = [
        COMPANY,
        *PEOPLE,
        SEAL,
        SECOND,
        paper("a-1", "采购合同", category="c-1"),
        paper("a-2", "租赁协议", seal=SECOND.id),
    ]
    first += [use("z-1", "a-1"), use("z-2", "a-2", seal=SECOND.id), use("z-3", None)]
    told.rows = {(row.table, row.id): row for row in first}
    scopes_held: set[str] = set()
    epoch = 1
    for step in [("begin",), *steps]:
        epoch += step[0] == "restore"
        _happen(told, step)
        told.rev += 1
        page = msgspec.structs.replace(told.page(scopes_held, everything=True), epoch=f"e-{epoch}")
        scopes_held = set(page.scopes)
        while not await store.run(lambda tx: pages.apply(tx, ORG, pages.asking(tx, ORG), page, NOW, sign)):  # noqa: B023
            pass
        if step[0] == "purge":
            while await store.run(lambda tx: scopes.purge(tx, 2)):
                pass
        await compare(store, told)
    while await store.run(scopes.purge):
        pass
    await compare(store, told)


def _happen(told: Told, step: tuple[Any, ...]) -> None:
    def put(row: Row) -> None:
        told.rows[row.table, row.id] = row

    match step:
        case ("press", seal, number, authorization, member, result, at):
            put(
                impression(
                    number,
                    id=impression_id(seal, number),
                    seal=seal,
                    authorization=authorization,
                    member=member,
                    result=result,
                    at=NOW + at,
                )
            )
        case ("document", id, document):
            put(msgspec.structs.replace(told.get(Application, id), document=document))
        case ("role", role, usage):
            permissions = {Permission.VIEW_USAGE} if usage else set[Permission]()
            told.me = msgspec.structs.replace(told.me, role=role, permissions=sorted(permissions))
            put(told.me)
        case ("keeper", seal, on):
            put(msgspec.structs.replace(told.get(Seal, seal), keepers=[told.me.id] if on else []))
        case _:
            pass


async def compare(store: Store, told: Told) -> None:
    allowed = told.presses()
    assert await store.run(read) == [each.id for each in allowed]
    for seal in (SEAL.id, SECOND.id):
        wanted = Wanted(seals=frozenset({seal}))
        assert await store.run(lambda tx: read(tx, wanted)) == [each.id for each in allowed if each.seal == seal]  # noqa: B023
    for text in ("合同", "租赁", "报价"):
        found = [each.id for each in allowed if text in told.texts(each)]
        assert await store.run(lambda tx: read(tx, word(text))) == found, text  # noqa: B023
    named = [each.id for each in allowed if each.member == OWNER.id]
    assert await store.run(lambda tx: read(tx, word("林", members=[OWNER.id]))) == named
    await compare_counts(store, ORG, allowed, told.category)


@pytest.mark.req("I-18", "I")
@pytest.mark.req("C-24", "C")
@pytest.mark.req("R-148", "R-149", "R-221")
@settings(max_examples=30, deadline=None)
@given(st.sampled_from(PEOPLE), steps)
@example(KEEPER, [("press", SEAL.id, 1, "z-1", KEEPER.id, 0, 0), ("keeper", SEAL.id, False), ("purge",)])
def test_list_count_and_search_are_what_the_rule_allows(
    tmp_path_factory: pytest.TempPathFactory, who: Member, steps: list[tuple[Any, ...]]
) -> None:
    async def run(path: Path) -> None:
        store = await Store.open(path, KEY)
        try:
            await live(store, steps, who)
        finally:
            await store.close()

    asyncio.run(run(tmp_path_factory.mktemp("records") / "console.db"))
    assert may(OWNER, Permission.VIEW_USAGE)
