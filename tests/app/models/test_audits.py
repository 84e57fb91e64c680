"""The audit log in the local database: what a list holds, and following its chain."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.models import audits, pages
from app.models.audits import Chain, Filter
from app.models.store import Store
from domain.audit import GENESIS, AuditEntry, chained
from tests.app import examples

DIGEST = "a" * 64
ACTS = ("Apply", "SetFeatures", "AddKeeper")


def log(count: int) -> list[AuditEntry]:
    """Every third act is refused; two people take turns."""
    found: list[AuditEntry] = []
    head = GENESIS
    for number in range(1, count + 1):
        entry = AuditEntry(
            id=f"act-{number}",
            organization=examples.ORG,
            number=number,
            at=examples.NOW + number * 1000,
            member=("m-owner", "m-clerk")[number % 2],
            act=ACTS[number % 3],
            subject=f"s-{number % 4}",
            code="" if number % 3 else "not_allowed",
            digest=DIGEST,
            head="",
        )
        head = chained(head, entry)
        found.append(msgspec.structs.replace(entry, head=head))
    return found


async def store_with(path: Path, entries: list[AuditEntry]) -> Store:
    store = await Store.open(path / "a.db", examples.KEY)
    changes = [examples.change(entry) for entry in entries]
    page = examples.page(*changes)
    await store.run(lambda tx: pages.apply(tx, examples.ORG, pages.asking(tx, examples.ORG), page, 0, lambda _: b""))
    return store


async def followed(store: Store, limit: int = 4) -> Chain:
    chain = Chain()
    while not (chain.broken or chain.ended):
        chain = await store.run(lambda tx, chain=chain: audits.follow(tx, examples.ORG, chain, limit))
    return chain


@pytest.mark.parametrize(
    ("narrowed", "numbers"),
    [
        (Filter(), [9, 8, 7, 6, 5, 4, 3, 2, 1]),
        (Filter(member="m-owner"), [8, 6, 4, 2]),
        (Filter(acts=frozenset({"Apply", "AddKeeper"})), [9, 8, 6, 5, 3, 2]),
        (Filter(since=examples.NOW + 3000, until=examples.NOW + 6000), [5, 4, 3]),
        (Filter(refused=True), [9, 6, 3]),
        (Filter(refused=True, member="m-owner"), [6]),
        (Filter(text="act-7"), [7]),
        (Filter(text="S-1"), [9, 5, 1]),
        (Filter(text="%"), []),
        (Filter(text="周", text_members=frozenset({"m-clerk"})), [9, 7, 5, 3, 1]),
        (Filter(text="配置", text_acts=frozenset({"SetFeatures"})), [7, 4, 1]),
    ],
)
async def test_what_a_list_holds(tmp_path: Path, narrowed: Filter, numbers: list[int]) -> None:
    store = await store_with(tmp_path, log(9))
    assert list(await store.run(lambda tx: audits.numbers(tx, examples.ORG, narrowed))) == numbers
    await store.close()


async def test_the_chain_is_followed_in_pieces_and_further_when_more_comes(tmp_path: Path) -> None:
    entries = log(12)
    store = await store_with(tmp_path, entries[:8])
    chain = await followed(store)
    assert (chain.number, chain.head, chain.broken) == (8, entries[7].head, False)
    page = examples.page(*(examples.change(entry) for entry in entries[8:]))
    await store.run(lambda tx: pages.apply(tx, examples.ORG, pages.asking(tx, examples.ORG), page, 0, lambda _: b""))
    chain = await store.run(lambda tx: audits.follow(tx, examples.ORG, chain, 100))
    assert (chain.number, chain.ended) == (12, True)
    await store.close()


@pytest.mark.req("I-21", "I")
@pytest.mark.parametrize(
    "change", [{"code": "not_allowed"}, {"member": "m-keeper"}, {"at": 1}, {"digest": "b" * 64}, {"head": "c" * 64}]
)
async def test_a_changed_entry_breaks_the_chain(tmp_path: Path, change: dict[str, Any]) -> None:
    entries = log(10)
    entries[6] = msgspec.structs.replace(entries[6], **change)
    store = await store_with(tmp_path, entries)
    chain = await followed(store)
    assert (chain.number, chain.broken) == (6, True)
    await store.close()


@pytest.mark.req("I-21", "I")
@pytest.mark.parametrize("missing", [1, 5])
async def test_a_missing_entry_breaks_the_chain(tmp_path: Path, missing: int) -> None:
    store = await store_with(tmp_path, [entry for entry in log(10) if entry.number != missing])
    chain = await followed(store)
    assert (chain.number, chain.broken) == (missing - 1, True)
    await store.close()
