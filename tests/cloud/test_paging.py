"""Pages of the operator's lists: whatever has the same time, each row stands on one of them, once."""

from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cloud.store import ledger, orders, paging
from cloud.store.database import Database
from cloud.store.ledger import Fault
from cloud.store.paging import FaultMark, RowMark
from cloud.store.unit import Unit
from domain.invoices import Invoice
from domain.orders import Order
from tests.domain.refused_money import ORDER
from tests.domain.test_money import INVOICE
from tests.domain.world import but

NAMES = st.sampled_from(["a", "b", "B", "é", "印", "a-1", "10", "9"])
ROWS = st.lists(st.tuples(st.integers(1, 3), NAMES, NAMES), max_size=12, unique=True)
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class _Undone(Exception):
    pass


@contextmanager
def undone(database: Database) -> Generator[Unit]:
    """A transaction of which nothing stays."""
    with suppress(_Undone), database.alone() as connection:
        yield Unit(connection)
        raise _Undone


def pages(read: Callable[[Any], list[Any]], mark: Callable[[Any], Any], kind: Any) -> list[list[Any]]:
    """All of them; the mark of each goes through an address."""
    found = [read(None)]
    while found[-1]:
        found.append(read(paging.read(paging.written(mark(found[-1][-1])), kind)))
    return found


def check(found: list[list[Any]], size: int, time: Callable[[Any], int], every: set[Any]) -> None:
    rows = [each for page in found for each in page]
    assert len(rows) == len(every)
    assert set(rows) == every
    assert [time(each) for each in rows] == sorted((time(each) for each in rows), reverse=True)
    assert all(len(page) == size for page in found[:-2])


@given(ROWS, st.integers(1, 4))
@QUICK
def test_each_order_and_invoice_stands_on_one_page_once(
    database: Database, rows: list[tuple[int, str, str]], size: int
) -> None:
    unique = {(organization, id): at for at, organization, id in rows}
    made: list[tuple[Any, Any, str]] = [(orders.orders, ORDER, "made_at"), (orders.invoices, INVOICE, "asked_at")]
    for listed, row, time in made:
        with undone(database) as unit:
            for number, ((organization, id), at) in enumerate(unique.items()):
                trade = {"trade": f"t{number}"} if isinstance(row, Order) else {}
                unit.put(but(row, id=id, organization=organization, **{time: at}, **trade))
            unit.flush()

            def read(before: RowMark | None, listed: Any = listed, unit: Unit = unit) -> list[Order | Invoice]:
                return listed(unit, limit=size, before=before)

            found = [[(getattr(each, time), *orders.mark(each)[1:]) for each in page] for page in pages(
                read, orders.mark, RowMark)]  # fmt: skip
            check(found, size, lambda each: each[0], {(at, *named) for named, at in unique.items()})


@given(ROWS, st.integers(1, 4))
@QUICK
def test_each_money_that_fits_no_order_stands_on_one_page_once(
    database: Database, rows: list[tuple[int, str, str]], size: int
) -> None:
    unique = {(trade, transaction): at for at, trade, transaction in rows}
    with undone(database) as unit:
        every = {Fault(*named, "amount", "", "", 1, 1, at) for named, at in unique.items()}
        for each in every:
            ledger.note_fault(unit, each)
        found = pages(lambda before: ledger.faults(unit, size, before=before), ledger.mark, FaultMark)
        check(found, size, lambda each: each.noted_at, every)


@pytest.mark.parametrize(
    "text", ["", "1", "[]", '[1,"a"]', '[-1,"a","b"]', '["1","a","b"]', '[1,"a","\\u0000"]', '[1,"a","b","c"]',
             f'[{2**64},"a","b"]', '[1,"a","' + "b" * 201 + '"]', '[1,"\\ud800","b"]']
)  # fmt: skip
def test_what_nobody_here_has_written_is_no_place_in_a_list(text: str) -> None:
    assert paging.read(text, RowMark) is None
