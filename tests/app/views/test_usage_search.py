"""Finding records: by what one types, by filters, in another order, with the columns one wants; and by keyboard."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.models import ledger, places
from app.services.placing import divisions, named
from app.views.usage.filters import period
from app.views.usage.model import Column, UsageModel
from app.views.usage.page import UsagePage
from app.views.usage.table import UsageTable
from demo import driver
from domain.times import minute
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, see, sees
from tests.app.views.test_usage import chosen, press, shown
from tests.waiting import until


def table() -> UsageTable:
    view = driver.find("usage.list")
    assert isinstance(view, UsageTable)
    return view


async def counted(text: str) -> None:
    await until(lambda: sees("usage.count") and driver.see("usage.count") == text)


async def typed(text: str) -> None:
    driver.write("usage.search", text)


@pytest.mark.req("R-222", "R-224", "F")
@pytest.mark.parametrize("text", ["砚清", "xuyanqing", "xyq", "许砚清 采购"])
async def test_by_a_persons_name_in_characters_pinyin_initials_or_with_another_word(stage: Stage, text: str) -> None:
    await stage.open(UsagePage, "m-keeper")
    await counted("36 records")
    await typed(text)
    await until(lambda: sees("usage.count") and driver.see("usage.count") != "36 records")
    assert shown()
    assert all("许砚清" in row for row in shown())


@pytest.mark.req("R-221", "R-222", "F")
async def test_each_word_narrows_and_what_is_nowhere_is_said_to_be_so(stage: Stage) -> None:
    page = await stage.open(UsagePage, "m-keeper")
    await typed("框架")
    await until(lambda: page._model.rowCount() not in (0, 36))
    first = page._model.rowCount()
    lines = [page._model.line(row) for row in range(first)]
    papers = [line.application for line in lines if line is not None]
    assert len(papers) == first
    assert all(paper is not None and "框架" in f"{paper.document} {paper.reason}" for paper in papers)
    await typed("框架 nowhere")
    await see("usage.none", "No record fits")
    await counted("0 records")
    await until(lambda: chosen_nothing(page))
    page._none.action.click()
    await until(lambda: page._model.rowCount() == 36)
    assert first < 36


def chosen_nothing(page: UsagePage) -> bool:
    return page._right.currentWidget() is page._nothing


@pytest.mark.req("R-225", "R-221", "F")
async def test_by_the_place_where_it_was_made(stage: Stage) -> None:
    page = await stage.open(UsagePage, "m-keeper")
    store = page.room.store
    await until(lambda: page._placing is False and page.is_filled)
    while await store.run(lambda tx: places.step(tx, divisions)):
        pass
    page.reload()
    await typed("杭州")
    await until(lambda: page._model.rowCount() not in (0, 36))
    district = page._model.line(0)
    assert district is not None
    assert district.place is not None
    assert district.place.city == "杭州市"
    found = page._model.rowCount()
    for text in ("浙江省", "hangzhou", "杭州市"):
        page.header.search.clear()
        await counted("36 records")
        await typed(text)
        await counted(f"{found} records")
    assert int(district.place.code) in named("浙江")


@pytest.mark.req("R-223", "F")
async def test_by_period(stage: Stage) -> None:
    page = await stage.open(UsagePage, "m-keeper")
    await counted("36 records")
    driver.choose("usage.period", "From … until")
    assert driver.find("usage.since").isVisible()
    newest = page._model.line(0)
    assert newest is not None
    driver.date("usage.since", newest.impression.at - newest.impression.at % 60_000)
    driver.date("usage.until", newest.impression.at + 60_000)
    await until(lambda: 0 < page._model.rowCount() < 36)
    driver.choose("usage.period", "Any time")
    await counted("36 records")


def test_periods_are_those_of_the_calendar() -> None:
    def days(chosen: str) -> tuple[str, str]:
        return tuple(  # type: ignore[return-value]
            "" if ms is None else minute(ms).removeprefix("2026-") for ms in period(chosen, date(2026, 3, 1))
        )

    assert days("") == ("", "")
    assert days("today") == ("03-01 00:00", "")
    assert days("yesterday") == ("02-28 00:00", "03-01 00:00")
    assert days("7") == ("02-23 00:00", "")
    assert days("30") == ("01-31 00:00", "")
    assert days("month") == ("03-01 00:00", "")
    assert days("last_month") == ("02-01 00:00", "03-01 00:00")
    assert days("year") == ("01-01 00:00", "")


@pytest.mark.req("R-007", "R-147", "R-224", "F")
async def test_by_seal_person_and_result(stage: Stage) -> None:
    page = await stage.open(UsagePage, "m-keeper")
    driver.choose("usage.seals", "All seals")
    driver.choose("usage.result", "Abnormal")
    await until(lambda: 0 < page._model.rowCount() < 36)
    assert all("Abnormal" in row for row in shown())
    driver.choose("usage.result", "Normal")
    await until(lambda: all("Abnormal" not in row for row in shown()))
    driver.choose("usage.person", "许砚清")
    await until(lambda: all("许砚清" in row for row in shown()))
    assert page._model.rowCount() > 0
    driver.choose("usage.person", "Everybody")
    driver.choose("usage.result", "All results")
    seal = page._model.known.seal(world.SECOND)
    driver.choose("usage.seals", seal)
    await until(lambda: all(seal in row for row in shown()))


@pytest.mark.req("R-150", "F")
async def test_used_by_me(stage: Stage) -> None:
    page = await stage.open(UsagePage, "m-clerk")
    page._tabs.setCurrentIndex(1)
    await until(lambda: page._asked is not None and page._asked.tab == 1)
    assert page._model.rowCount() > 0
    assert all("许砚清" in row for row in shown())


async def test_sorted_by_person_and_back(stage: Stage) -> None:
    page = await stage.open(UsagePage, "m-keeper")
    at = list(Column).index(Column.PERSON)

    def people() -> list[str]:
        return [str(page._model.index(row, at).data()) for row in range(page._model.rowCount())]

    table()._sort_by(at)
    await until(lambda: people() == sorted(people(), key=lambda name: (name == "person unknown", name)))
    assert len(set(people())) > 1
    table()._sort_by(at)
    await until(lambda: people() != sorted(people(), key=lambda name: (name == "person unknown", name)))
    table()._sort_by(0)
    await until(lambda: "#24" in shown()[0])
    table()._sort_by(0)
    await until(lambda: "#24" in shown()[-1])


async def test_columns_are_chosen_and_stay_so(stage: Stage) -> None:
    page = await stage.open(UsagePage, "m-keeper")
    hidden = list(Column).index(Column.RECORD)
    assert table().isColumnHidden(hidden)
    table()._fill_menu()
    actions = {action.text(): action for action in page._list.menu.actions()}
    actions["Record"].trigger()
    assert not table().isColumnHidden(hidden)
    assert not actions["Time"].isEnabled()
    await until(lambda: not page.tasks.running)
    page.hide()
    again = await stage.open(UsagePage, "m-keeper")
    await until(lambda: not again._list.isColumnHidden(hidden))
    again._list._as_at_first()
    assert again._list.isColumnHidden(hidden)


async def test_the_columns_of_a_narrow_list_have_room_beside_its_scroll_bar(stage: Stage, qtbot: QtBot) -> None:
    page = await stage.open(UsagePage, "m-keeper")
    narrow = UsageTable(page._model, "narrow")
    qtbot.addWidget(narrow)
    narrow.resize(464, 240)
    narrow.show()
    assert narrow.verticalScrollBar().isVisible()
    assert narrow.horizontalScrollBar().maximum() == 0
    assert not narrow.isColumnHidden(list(Column).index(Column.PERSON))
    assert narrow.isColumnHidden(list(Column).index(Column.SEAL))


async def test_by_keyboard_and_copied_for_a_spreadsheet(stage: Stage) -> None:
    await stage.open(UsagePage, "m-keeper")
    driver.choose("usage.list", "#24")
    QTest.keyClick(table(), Qt.Key.Key_Down)
    assert chosen() == "#23"
    QTest.keyClick(table(), Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: table().currentIndex().row() == 35)
    QTest.keySequence(table(), QKeySequence(QKeySequence.StandardKey.Copy))
    copied = QGuiApplication.clipboard().text().split("\t")
    line = table().line()
    assert line is not None
    assert copied[1] == (line.application.document if line.application else "—")


async def test_what_is_copied_for_a_spreadsheet_computes_nothing(stage: Stage) -> None:
    """A document of any name stays one cell of text."""
    page = await stage.open(UsagePage, "m-keeper")
    await rooms.take(page.room.store, [world.application("a-1", "=1+1", stage.now, authorization="z-1")], now=stage.now)
    await until(lambda: any("=1+1" in row for row in shown()))
    driver.choose("usage.list", "#24")
    QTest.keySequence(table(), QKeySequence(QKeySequence.StandardKey.Copy))
    assert QGuiApplication.clipboard().text().split("\t")[1] == "'=1+1"


async def test_new_ones_slide_in_above_and_move_nothing(stage: Stage) -> None:
    page = await stage.open(UsagePage, "m-keeper")
    view = table()
    view.verticalScrollBar().setValue(9)
    driver.choose("usage.list", "#12")
    before, seen = chosen(), view.rowAt(0)
    await press(page.room.store, 25, stage.now)
    await until(lambda: page._model.rowCount() == 37)
    assert (chosen(), view.rowAt(0)) == (before, seen + 1)
    await rooms.take(page.room.store, [world.impression(25, stage.now)], now=stage.now)
    await until(lambda: "sending" not in shown()[0])
    assert (chosen(), view.rowAt(0)) == (before, seen + 1)


async def test_a_long_list_shows_its_first_rows_while_the_rest_is_read(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.views.usage import lines

    monkeypatch.setattr(ledger, "AT_ONCE", 2)
    monkeypatch.setattr(lines, "FIRST", 5)
    page = await stage.open(UsagePage, "m-keeper")
    assert page._model.rowCount() in (5, 36)
    assert "#24" in shown()[0]
    await counted("36 records")
    await until(lambda: "…" not in shown()[35])


def test_only_what_is_looked_at_last_is_read() -> None:
    import numpy as np

    asked: list[int] = []
    model = UsageModel(lambda: asked.append(1), lambda _: None)
    model.set_list(np.arange(1_000_000, 0, -1))
    for row in (0, 500_000, 250_000, 900_000, 40_000, 700_000):
        assert model.line(row) is None
    assert len(asked) == 1
    missing = model.missing()
    assert len(missing) == 4 * 32
    assert 1_000_000 - 700_000 in missing
    assert 1_000_000 not in missing
    assert model.missing() == []


async def test_a_period_that_ends_before_it_begins_is_said_to(stage: Stage) -> None:
    """Beside the fields: that no record fits says nothing of it."""
    await stage.open(UsagePage, "m-keeper")
    driver.choose("usage.period", "From … until …")
    driver.date("usage.since", stage.now)
    driver.date("usage.until", stage.now - world.DAY)
    await see("usage.period_wrong", "The end must come after the start.")
    driver.date("usage.since", stage.now - 2 * world.DAY)
    await until(lambda: driver.see("usage.period_wrong") == "")
