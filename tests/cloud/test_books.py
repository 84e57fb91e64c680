"""The ledger is a chain that the platform's key has signed: what is changed in the database is found by `--verify`."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, update

from cloud.keys import Keys
from cloud.main import main
from cloud.store import ledger, money_tables, tables
from cloud.store.ledger import Return
from cloud.store.unit import Unit
from cloud.wallet import books, operating
from domain.invoices import Invoice
from domain.orders import Order
from domain.service import SealService
from tests.cloud import wallet
from tests.cloud.company import SERIAL, Company, found_company, uid
from tests.cloud.wallet import FIRST, RENEWAL, has_paid, operate
from tests.cloud.world import Cloud, running
from tests.databases import Backup

ORDER, SECOND = uid("order"), uid("second")
LINES, LINKS = tables.ledger, money_tables.ledger_links


@pytest.fixture
async def company(tmp_path: Path, database_url: str | None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Company]:
    """Who has paid twice, and been given the second back."""
    if database_url:
        monkeypatch.setenv("SIGNET_CLOUD_DATABASE", database_url)
    async with running(tmp_path, database=database_url) as cloud:
        company = await found_company(cloud)
        await wallet.charge(cloud)
        await has_paid(company.keeper, ORDER, SERIAL)
        await has_paid(company.keeper, SECOND, SERIAL, cents=RENEWAL)
        await operate(cloud, operating.refund, company.owner.organization, SECOND, "重复交费")
        yield company


async def verified(cloud: Cloud) -> bool:
    words = ["--data", str(cloud.settings.data), "--maker-root", str(cloud.settings.maker_root), "--verify"]
    return await asyncio.to_thread(main, words) == 0


def _changed(unit: Unit) -> None:
    unit.connection.execute(update(LINES).where(LINES.c.order == ORDER).values(by="somebody"))


def _moved(unit: Unit) -> None:
    """A day later: the service would last longer."""
    unit.connection.execute(update(LINES).where(LINES.c.order == ORDER).values(at=LINES.c.at + 1))


def _removed(unit: Unit) -> None:
    """With its order and what the seal has by it, so that nothing in the books contradicts anything."""
    for table in (LINES, tables.rows[Order.table], tables.rows[Invoice.table], tables.rows[SealService.table]):
        unit.connection.execute(delete(table))


def _added(unit: Unit) -> None:
    """As if all that was given back had been paid in another organization, and given back there."""
    found = [dict(row) for row in unit.connection.execute(select(LINES).where(LINES.c.order == SECOND)).mappings()]
    unit.connection.execute(insert(LINES), [{**each, "organization": "another"} for each in found])


def _returned(unit: Unit) -> None:
    ledger.note_return(unit, Return("5030", "of no order", FIRST, 0, 0))


def _link_changed(unit: Unit) -> None:
    _changed(unit)
    lines = [line for line in ledger.written(unit) if ORDER in line]
    unit.connection.execute(update(LINKS).where(LINKS.c.number == 1).values(line=lines[0]))


def _cut_off(unit: Unit) -> None:
    unit.connection.execute(delete(LINKS).where(LINKS.c.number == 3))
    unit.connection.execute(delete(LINES).where(LINES.c.entry == "refunded"))


def _begun_again(unit: Unit) -> None:
    """All of the chain is gone, as if this cloud were older than it."""
    _removed(unit)
    unit.connection.execute(delete(LINKS))
    unit.connection.execute(delete(tables.meta).where(tables.meta.c.name == ledger.HEAD))
    _added_alone(unit)


def _added_alone(unit: Unit) -> None:
    line = dict(zip([each.name for each in LINES.c], ("o", "s", "p", "paid", 1, 12, "", 0, 0, ""), strict=True))
    unit.connection.execute(insert(LINES), line)


@pytest.mark.parametrize(
    ("do", "said"),
    [
        (_changed, "a line of the ledger was changed or taken out: ledger"),
        (_moved, "a line of the ledger was changed or taken out: ledger"),
        (_removed, "a line of the ledger was changed or taken out: ledger"),
        (_added, "a line of the ledger was changed or put in: ledger another"),
        (_returned, "a line of the ledger was changed or put in: returns 5030"),
        (_link_changed, "ledger 3"),
        (_cut_off, "BROKEN at entry 3: the end was changed"),
        (_begun_again, "a line of the ledger was changed or put in: ledger o s p"),
    ],
)
async def test_what_is_changed_in_the_database_is_found(
    company: Company, capsys: pytest.CaptureFixture[str], do: Callable[[Unit], None], said: str
) -> None:
    cloud = company.cloud
    assert await verified(cloud)
    whole = capsys.readouterr().out
    assert "ledger 3 " in whole
    assert "BROKEN" not in whole
    await cloud.service.database.write(do)
    assert not await verified(cloud)
    out = capsys.readouterr().out
    assert said in out
    assert "ledger" in "".join(line for line in out.splitlines() if "BROKEN" in line)


async def test_what_is_older_than_the_chain_joins_it(company: Company, backup: Backup) -> None:
    """And the key file notes that from the next start on there is one."""
    cloud = company.cloud

    def older(unit: Unit) -> None:
        unit.connection.execute(delete(LINKS))
        unit.connection.execute(delete(tables.meta).where(tables.meta.c.name == ledger.HEAD))

    cloud.service.keys.note_chained(False)
    await cloud.service.database.write(older)
    await cloud.stop()
    backup.keep()
    await cloud.start()
    assert await verified(cloud)
    assert not cloud.service.keys.chained
    third = uid("third")
    await has_paid(company.keeper, third, SERIAL, cents=RENEWAL)
    found = await cloud.service.database.read(lambda view: books.verify(view, cloud.service.keys))
    assert (found.entries, found.broken_at, await verified(cloud)) == (4, None, True)
    await cloud.stop()
    await cloud.start()
    assert cloud.service.keys.chained
    await cloud.service.database.write(older)
    assert not await verified(cloud)
    await cloud.stop()
    backup.restore()  # which is older than the chain
    await cloud.start()
    assert await verified(cloud)
    company.keeper.stream, company.keeper.seq = uid("stream"), 0
    await has_paid(company.keeper, uid("fourth"), SERIAL, cents=RENEWAL)
    assert await verified(cloud)


def test_a_new_key_file_knows_of_the_chain(tmp_path: Path) -> None:
    keys = Keys.open(tmp_path / "cloud.keys", fresh=True)
    assert keys.chained
    keys.note_chained(False)
    assert not Keys.open(tmp_path / "cloud.keys", fresh=False).chained
