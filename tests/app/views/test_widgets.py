"""The building blocks: used by keys and by mouse, heard by a screen reader, changed in place."""

from PySide6.QtCore import QDateTime, QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.views.look import Look, Tone
from app.views.widgets import (
    Fact,
    FactList,
    FormField,
    PageFrame,
    Place,
    Rail,
    Record,
    RecordList,
    RecordModel,
    Refused,
    SegmentedSwitch,
    StatusLine,
    Step,
    Thumb,
    ThumbnailView,
    Timeline,
    button,
    column,
    label,
    line_edit,
    moment_edit,
    number_edit,
    tip,
)


def test_the_rail_is_a_list_of_page_tabs_and_obeys_the_keys(look: Look, qtbot: QtBot) -> None:
    rail = Rail("Places")
    qtbot.addWidget(rail)
    rail.set_places(
        [
            Place("a", "Work", "tray", "Approvals"),
            Place("b", "Work", "map-trifold", "Map"),
            Place("c", "", "", "Settings"),
        ]
    )
    rail.set_waiting("a", 7)
    rail.show()
    held = QAccessible.queryAccessibleInterface(rail)
    assert held.role() is QAccessible.Role.PageTabList
    tabs = [held.child(at) for at in range(3)]
    assert [tab.role() for tab in tabs] == [QAccessible.Role.PageTab] * 3
    assert [tab.text(QAccessible.Text.Name) for tab in tabs] == ["Approvals (7)", "Map", "Settings"]
    for key, place in ((Qt.Key.Key_Down, "b"), (Qt.Key.Key_End, "c"), (Qt.Key.Key_Down, "c"), (Qt.Key.Key_Home, "a")):
        qtbot.keyClick(rail, key)
        assert rail.current_key() == place


def test_places_keep_the_choice_and_the_counts_when_they_are_set_again(look: Look, qtbot: QtBot) -> None:
    rail = Rail()
    qtbot.addWidget(rail)
    rail.set_places([Place("a", "", "", "A"), Place("b", "", "", "B")])
    rail.choose("b")
    rail.set_waiting("b", 2)
    rail.set_places([Place("x", "", "", "X"), Place("a", "", "", "A"), Place("b", "", "", "B")])
    assert rail.current_key() == "b"
    assert rail.count_of(2) == 2


def test_the_switch_obeys_keys_and_clicks(look: Look, qtbot: QtBot) -> None:
    switch = SegmentedSwitch(["To do", "Mine", "Done"], "Inbox")
    qtbot.addWidget(switch)
    switch.show()
    qtbot.keyClick(switch, Qt.Key.Key_Right)
    assert switch.currentIndex() == 1
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton, pos=switch.tabRect(2).center())
    assert switch.currentIndex() == 2
    held = QAccessible.queryAccessibleInterface(switch)
    assert held.child(2).role() is QAccessible.Role.PageTab
    assert held.child(2).state().selected


def test_a_field_says_what_is_wrong_beside_it_and_to_a_screen_reader(look: Look, qtbot: QtBot) -> None:
    field = FormField("Until", line_edit(), "Local time")
    qtbot.addWidget(field)
    field.set_error("The end must be after the start.")
    assert field.error == field.editor.accessibleDescription() == "The end must be after the start."
    assert field.editor.property("invalid") is True
    field.set_error("")
    assert (field.error, field.editor.accessibleDescription()) == ("", "Local time")


def test_every_input_is_as_high_as_a_button_with_and_without_focus(look: Look, qtbot: QtBot) -> None:
    held = QWidget()
    qtbot.addWidget(held)
    editors = [line_edit(), number_edit(0, 500), moment_edit(QDateTime.currentDateTime())]
    primary = button("Go", "primary")
    held.setLayout(column(*editors, primary))
    held.show()
    held.activateWindow()
    qtbot.waitUntil(held.isActiveWindow)
    assert {widget.height() for widget in (*editors, primary)} == {34}
    for widget in (*editors, primary):
        widget.setFocus()
        held.layout().activate()
        assert widget.sizeHint().height() <= 34


def test_rows_are_merged_in_place(look: Look, qtbot: QtBot) -> None:
    model = RecordModel[tuple[int, str]](key=lambda row: row[0], record=lambda row: Record(row[1], pill="x"))
    model.set_rows([(1, "a"), (2, "b"), (3, "c")])
    records = RecordList(model, "Inbox")
    qtbot.addWidget(records)
    records.choose(2)
    chosen: list[object] = []
    resets: list[None] = []
    records.chosen.connect(chosen.append)
    model.modelReset.connect(lambda: resets.append(None))
    model.set_rows([(4, "d"), (3, "c"), (2, "b2")])
    assert model.rows() == [(4, "d"), (3, "c"), (2, "b2")]
    assert (records.current_key(), chosen, resets) == (2, [], [])
    qtbot.keyClick(records, Qt.Key.Key_Up)
    assert chosen == [3]
    model.set_rows([])
    assert chosen[-1] is None


def test_a_row_is_spoken_whole(look: Look) -> None:
    model = RecordModel[int](key=lambda row: row, record=lambda row: Record("Lease", "Lin", "In use", time="09:12"))
    model.set_rows([1])
    spoken = model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Lease, Lin, In use, 09:12"


def test_a_name_is_no_html_in_a_tip(look: Look, qtbot: QtBot) -> None:
    assert tip("R&D <部门>") == "R&D <部门>"
    hostile = "<img src='file://elsewhere/x.png'>合同"
    assert tip(hostile).startswith("<p>&lt;img")
    made = label(hostile, cut=True)
    qtbot.addWidget(made)
    assert (made.text(), "<img" in made.toolTip()) == (hostile, False)
    model = RecordModel(str, lambda text: Record(title=text))
    model.set_rows([hostile])
    assert "<img" not in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert hostile in model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_value_can_be_copied(look: Look, qtbot: QtBot) -> None:
    facts = FactList([Fact("Seal", "A"), Fact("Number", "SQ-1", copy=True)])
    qtbot.addWidget(facts)
    copy = facts.findChild(QPushButton)
    assert copy.accessibleName() == "Copy Number"
    with qtbot.waitSignal(facts.copied):
        qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "SQ-1"


def test_a_timeline_is_as_high_as_its_text_and_can_be_heard(look: Look, qtbot: QtBot) -> None:
    timeline = Timeline([Step("Lin", "approved " * 20, "09:12", Tone.OK), Step("Seal", "stamped")], "Progress")
    qtbot.addWidget(timeline)
    timeline.resize(220, 10)
    timeline.show()
    high = timeline.height()
    timeline.resize(1200, 10)
    assert timeline.height() < high
    assert timeline.accessibleDescription().startswith("Lin approved")


def test_a_photo_that_arrives_takes_its_place(look: Look, qtbot: QtBot) -> None:
    thumbs = ThumbnailView("Photos")
    qtbot.addWidget(thumbs)
    thumbs.set_thumbs([Thumb(1, "1", note="on its way"), Thumb(2, "2", note="on its way")])
    thumbs.setCurrentIndex(thumbs.model().index(1, 0))
    thumbs.set_image(1, QImage(20, 20, QImage.Format.Format_RGB32))
    assert [thumb.note for thumb in thumbs.thumbs()] == ["", "on its way"]
    assert thumbs.currentIndex().row() == 1
    opened: list[object] = []
    thumbs.opened.connect(opened.append)
    thumbs.show()
    qtbot.keyClick(thumbs, Qt.Key.Key_Return)
    assert opened == [2]


def test_a_page_can_be_covered_and_offers_one_thing_to_do(look: Look, qtbot: QtBot) -> None:
    page = PageFrame("Approvals")
    qtbot.addWidget(page)
    page.show_state("tray", "Nothing waits", "New ones appear here.", "Look again")
    page.show()
    assert page.covered
    with qtbot.waitSignal(page.state.acted):
        qtbot.mouseClick(page.state.action, Qt.MouseButton.LeftButton)
    page.show_content()
    assert not page.covered


def test_the_banner_goes_when_the_fault_is_over(look: Look, qtbot: QtBot) -> None:
    page = PageFrame("Seals")
    qtbot.addWidget(page)
    page.show()
    page.banner.show_fault("Bluetooth is off.", "Switch on")
    assert page.banner.isVisible()
    page.banner.clear()
    assert not page.banner.isVisible()


def test_the_status_line_shows_only_what_there_is(look: Look, qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.show()
    assert _texts(line) == ["Online"]
    line.show_link(online=False, since="09:05")
    line.show_waiting(3)
    line.show_on_seals(2)
    line.show_refused([Refused("x", "Approve", "Someone else decided first.")])
    assert _texts(line) == ["Offline since 09:05", "3 waiting to be sent", "2 still on a seal", "1 refused"]
    line.say("Approved")
    assert line.said == "Approved"
    line.open_refused()
    seen = next(one for one in line.findChildren(QPushButton) if one.text() == "Got it")
    with qtbot.waitSignal(line.seen) as told:
        seen.click()
    assert told.args == ["x"]
    line.show_refused([])


def _texts(line: StatusLine) -> list[str]:
    shown = [child for child in line.children() if isinstance(child, QLabel | QPushButton) and child.isVisible()]
    return [child.text() for child in shown if child.text()]


def test_no_part_is_a_window_of_its_own_before_it_has_its_place(look: Look) -> None:
    """It would flash, and close a list that is open."""
    shown: list[str] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                shown.append(type(watched).__name__)
            return False

    watch, app = Watch(), QApplication.instance()
    assert app is not None
    app.installEventFilter(watch)
    made = [FormField("Corners", line_edit(), "One a line"), PageFrame("Records", "Of all seals")]
    app.removeEventFilter(watch)
    assert shown == []
    for each in made:
        each.deleteLater()
