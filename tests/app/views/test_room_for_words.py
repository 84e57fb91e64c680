"""Where there is little room: words go on, end with …, or stand elsewhere, and none is lost."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.views.look import Look, Tone
from app.views.widgets import (
    Choice,
    EmptyState,
    FactList,
    Foot,
    Place,
    Rail,
    Record,
    RecordList,
    RecordModel,
    SegmentedSwitch,
    Selector,
    Step,
    Timeline,
    button,
    choice_edit,
    label,
    line_edit,
)
from app.views.widgets.basic import breakable
from app.views.widgets.facts import Fact
from tests.app.views.screens.seen import painted

ADDRESS = "https://mail.example.com/archive/2026/11/23/thread-0000018.html"
LONG = "云杉精密仪器设备制造与进出口贸易有限责任公司驻喀什地区办事处合同专用章"


@pytest.mark.parametrize("text", [LONG * 2, "2026 年启用的那一枚，放在保险柜里", "Featherstonehaugh", "a b c", ""])
def test_what_breaks_by_itself_is_left_alone(text: str) -> None:
    assert breakable(text) == text


def test_a_long_word_may_break_after_its_marks_and_anywhere_else_if_need_be() -> None:
    parts = breakable(f"见 {ADDRESS}。").split("\u200b")
    assert parts[:6] == ["见 https://", "mail.", "example.", "com/", "archive/", "2026/"]
    assert "".join(parts) == f"见 {ADDRESS}。"
    assert max(map(len, breakable("x" * 100).split("\u200b"))) == 20


def test_what_is_copied_is_as_it_was_written(look: Look, qtbot: QtBot) -> None:
    shown = label(f"见 {ADDRESS}", wrap=True)
    shown.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    qtbot.addWidget(shown)
    shown.show()
    assert shown.text() == f"见 {ADDRESS}"
    shown.setSelection(0, len(breakable(shown.text())))
    assert "\u200b" in shown.selectedText()
    QTest.keyClick(shown, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == f"见 {ADDRESS}"


def test_a_fact_with_a_long_word_has_room_in_a_narrow_column(look: Look, qtbot: QtBot) -> None:
    facts = FactList([Fact("Document mark", ADDRESS)])
    qtbot.addWidget(facts)
    assert facts.minimumSizeHint().width() < 300


def test_a_long_title_of_a_step_goes_on_in_the_next_line(look: Look, qtbot: QtBot) -> None:
    timeline = Timeline([Step(LONG, "approved", "09:12", Tone.OK)])
    qtbot.addWidget(timeline)
    timeline.resize(1000, 10)
    timeline.show()
    one_line = timeline.height()
    timeline.resize(220, 10)
    assert timeline.height() >= one_line + 2 * 17


def test_a_name_on_a_button_ends_with_dots_and_is_told_whole(look: Look, qtbot: QtBot) -> None:
    made = button(LONG, "ghost", cut=True)
    qtbot.addWidget(made)
    made.resize(120, 34)
    made.show()
    assert (made.text(), made.toolTip(), made.accessibleName()) == (LONG, LONG, LONG)
    assert made.minimumSizeHint().width() < 120 < made.sizeHint().width()


def test_a_drop_down_tells_whole_what_it_cuts_and_nothing_else(look: Look, qtbot: QtBot) -> None:
    made = choice_edit([("1", LONG), ("2", "公章")])
    qtbot.addWidget(made)
    made.resize(160, 34)
    made.show()
    made.grab()
    assert made.toolTip() == LONG
    made.setCurrentIndex(1)
    made.grab()
    assert made.toolTip() == ""


def test_a_drop_down_asks_for_the_room_its_longest_choice_needs(look: Look, qtbot: QtBot) -> None:
    box = choice_edit([("a", "有合理原因"), ("b", "误用")])
    qtbot.addWidget(box)
    box.resize(box.sizeHint())
    box.grab()
    assert box.toolTip() == ""  # nothing is cut


def test_the_current_seal_is_told_whole(look: Look, qtbot: QtBot) -> None:
    made = Selector("Current seal")
    qtbot.addWidget(made)
    made.set_choices([Choice("1", LONG, "Ready")], "1")
    assert made.toolTip() == f"{LONG}  ·  Ready"


def test_a_narrow_rail_tells_its_titles_by_tips(look: Look, qtbot: QtBot) -> None:
    holder = QWidget()
    rail = Rail("Places")
    rail.setParent(holder)
    qtbot.addWidget(holder)
    rail.set_places([Place("a", "Work", "tray", "Approvals"), Place("b", "Seals", "map-trifold", "Map")])
    holder.resize(208, 300)
    holder.show()
    assert (rail.tabToolTip(0), rail.tabRect(0).width()) == ("", 208)
    rail.set_narrow(True)
    holder.resize(64, 300)
    rail.set_places([Place("a", "Work", "tray", "Approvals"), Place("b", "Seals", "map-trifold", "Map")])
    assert [rail.tabToolTip(at) for at in (0, 1)] == ["Approvals", "Map"]
    assert rail.tabSizeHint(0).width() == 64
    with painted() as words:
        holder.grab()
    assert words == []


def test_the_count_beside_a_tab_is_never_what_is_cut(look: Look, qtbot: QtBot) -> None:
    switch = SegmentedSwitch(["System messages", "Abnormal records"], "Messages")
    qtbot.addWidget(switch)
    switch.set_count(0, 1204)
    switch.resize(160, 32)
    switch.show()
    with painted() as words:
        switch.grab()
    assert [(each.text, each.whole) for each in words][:2] == [("System messages", False), (" 99+", True)]
    assert switch.tabToolTip(0) == "System messages"


def test_where_tabs_are_cut_the_long_ones_are(look: Look, qtbot: QtBot) -> None:
    switch = SegmentedSwitch(["All", "In approval", "Rejected", "Authorized", "Withdrawn"], "State")
    qtbot.addWidget(switch)
    switch.resize(256, 32)
    with painted() as words:
        switch.grab()
    whole = {each.text: each.whole for each in words if each.text}
    assert whole["All"]
    assert not whole["In approval"]
    assert switch.tabToolTip(0) == ""
    assert switch.tabToolTip(1) == "In approval"


def test_actions_stand_below_what_is_written_where_it_has_no_room_beside_them(look: Look, qtbot: QtBot) -> None:
    note, reject, approve = line_edit("A note"), button("Reject"), button("Approve")
    foot = Foot(note, reject, approve)
    qtbot.addWidget(foot)
    foot.resize(700, 40)
    foot.show()
    assert note.geometry().center().y() == approve.geometry().center().y()
    foot.resize(300, 100)
    qtbot.waitUntil(lambda: note.geometry().bottom() < approve.geometry().top())
    assert note.width() == 300
    assert foot.minimumSizeHint().width() < 300


def test_what_stands_before_the_gap_stays_at_the_left(look: Look, qtbot: QtBot) -> None:
    out, enter = button("Sign out"), button("Enter")
    foot = Foot(out, None, enter)
    qtbot.addWidget(foot)
    foot.resize(400, 40)
    foot.show()
    assert (out.x(), enter.geometry().right()) == (0, 399)


def test_a_state_in_a_narrow_place_is_as_narrow(look: Look, qtbot: QtBot) -> None:
    state = EmptyState("tray", LONG, LONG)
    qtbot.addWidget(state)
    state.resize(240, 500)
    state.show()
    for words in (state.title, state.text):
        assert words.width() <= 240
        assert words.height() >= words.heightForWidth(words.width())


def listed(qtbot: QtBot) -> tuple[RecordList, list[object]]:
    model = RecordModel[str](key=lambda each: each, record=Record)
    model.set_rows(["a", "b"])
    made, heard = RecordList(model, "Records"), list[object]()
    made.chosen.connect(heard.append)
    qtbot.addWidget(made)
    made.resize(280, 200)
    return made, heard


def test_to_come_to_a_list_by_tab_chooses_nothing_and_an_arrow_does(
    qapp: QApplication, look: Look, qtbot: QtBot
) -> None:
    made, heard = listed(qtbot)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.clearFocus()
    without = made.grab().toImage()
    made.setFocus(Qt.FocusReason.TabFocusReason)
    assert heard == []
    assert made.current_key() is None
    assert made.grab().toImage() != without  # where the focus is, can be seen
    qtbot.keyClick(made, Qt.Key.Key_Down)
    assert heard == ["a"]


def test_the_time_makes_room_for_a_state_in_many_words(look: Look, qtbot: QtBot) -> None:
    title = "#82 · Maximiliana-Wilhelmina F"
    record = Record(title, "y", "Expired", note="pictures missing: 16", time="until 09:12")
    model = RecordModel[str](key=lambda each: each, record=lambda _: record)
    model.set_rows(["a"])
    made = RecordList(model, "Records")
    qtbot.addWidget(made)
    made.resize(280, 100)
    with qtbot.waitExposed(made):
        made.show()
    with painted() as words:
        made.grab()
    shown = {each.text: each for each in words}
    assert shown["pictures missing: 16"].whole
    assert shown[title].whole
    assert shown["until 09:12"].rect.top() == shown["y"].rect.top()


def test_a_long_name_beside_a_value_wraps_too(look: Look, qtbot: QtBot) -> None:
    facts = FactList([Fact("Maximiliana-Wilhelmina Featherstonehaugh-Cholmondeley", LONG)])
    qtbot.addWidget(facts)
    facts.resize(400, 200)
    facts.show()
    name = next(each for each in facts.findChildren(QLabel) if each.text().startswith("Max"))
    assert name.width() <= 170
    assert name.mapTo(facts, QPoint(0, 0)).x() == 0
