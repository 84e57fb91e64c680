"""A field of a form: its name above, what is wrong with it beside it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QEvent, QObject, Qt
from PySide6.QtWidgets import QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.views.icons import icon
from app.views.look import Size
from app.views.widgets.basic import label, restyle

if TYPE_CHECKING:  # PySide makes a class and its enumerations when it is first named: not before a form wants them
    from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QDoubleSpinBox, QPlainTextEdit, QSpinBox


class FormField(QWidget):
    """An editor with its name; `set_error` says below it, in a sentence, what the person has to change."""

    def __init__(self, name: str, editor: QWidget, hint: str = "") -> None:
        super().__init__()
        self.editor = editor
        self._title, self._hint = name, hint
        self._name = label(name, "secondary")
        self._name.setBuddy(editor)
        self._words = label(hint, "caption", wrap=True)
        editor.setAccessibleName(name)
        editor.setAccessibleDescription(hint)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        layout.addWidget(self._name)
        layout.addWidget(editor)
        layout.addWidget(self._words)
        self._words.setVisible(bool(hint))  # not before it has its place: it would be a window of its own

    def set_required(self, required: bool) -> None:
        """Mark what cannot be left out."""
        self._name.setText(f"{self._title} *" if required else self._title)

    @property
    def is_required(self) -> bool:
        return self._name.text() != self._title

    def set_hint(self, hint: str) -> None:
        """What stands below the editor while nothing is wrong with it."""
        if hint != self._hint:
            self._hint = hint
            self.set_error(self.error)

    @property
    def hint(self) -> str:
        return self._hint

    @property
    def error(self) -> str:
        return self._words.text() if self._words.property("role") == "fault" else ""

    def set_error(self, sentence: str) -> None:
        """An empty sentence takes the error away."""
        restyle(self._words, "role", "fault" if sentence else "caption")
        self._words.setText(sentence or self._hint)
        self._words.setVisible(bool(sentence or self._hint))
        for each in {self.editor, self.editor.focusProxy() or self.editor}:  # where one types, in one of several parts
            each.setAccessibleDescription(sentence or self._hint)
            restyle(each, "invalid", bool(sentence))


def line_edit(placeholder: str = "", text: str = "", *, icon_name: str = "", limit: int = 200) -> QLineEdit:
    made = QLineEdit(text)
    made.setPlaceholderText(placeholder)
    made.setMaxLength(limit)
    if icon_name:
        made.addAction(icon(icon_name, "ink3"), QLineEdit.ActionPosition.LeadingPosition)
    return made


def number_edit(low: int, high: int, value: int = 0, suffix: str = "") -> "QSpinBox":
    """Whole numbers; a value out of range cannot be typed."""
    from PySide6.QtWidgets import QSpinBox

    made = QSpinBox()
    made.setRange(low, high)
    made.setValue(value)
    made.setSuffix(suffix)
    made.lineEdit().setTextMargins(10, 0, 0, 0)  # a spin box does not hand the sheet's padding on
    quiet(made)
    return made


def decimal_edit(low: float, high: float, value: float = 0, decimals: int = 6) -> "QDoubleSpinBox":
    """A number with a point, whatever the language: coordinates are copied from elsewhere."""
    from PySide6.QtCore import QLocale
    from PySide6.QtWidgets import QDoubleSpinBox

    made = QDoubleSpinBox()
    made.setLocale(QLocale.c())
    made.setDecimals(decimals)
    made.setRange(low, high)
    made.setValue(value)
    made.lineEdit().setTextMargins(10, 0, 0, 0)
    quiet(made)
    return made


def text_edit(limit: int, lines: int = 3) -> "QPlainTextEdit":
    """Several lines, of which no more than `limit` characters are kept; Tab leaves it."""
    from PySide6.QtWidgets import QPlainTextEdit

    made = QPlainTextEdit()
    made.setTabChangesFocus(True)
    made.setFixedHeight(made.fontMetrics().lineSpacing() * lines + 16)

    def cut() -> None:
        if len(text := made.toPlainText()) > limit:
            at = made.textCursor().position()
            made.setPlainText(text[:limit])
            cursor = made.textCursor()
            cursor.setPosition(min(at, limit))
            made.setTextCursor(cursor)

    made.textChanged.connect(cut)
    return made


def count_characters(field: FormField, limit: int) -> None:
    """Below a text: how many characters stand in it, of how many."""
    from PySide6.QtWidgets import QPlainTextEdit

    editor = field.editor
    assert isinstance(editor, QPlainTextEdit)

    def count() -> None:
        field.set_hint(f"{len(editor.toPlainText())}/{limit}")

    editor.textChanged.connect(count)
    count()


def suggestion_edit(suggestions: list[str], limit: int) -> "QComboBox":
    """A line of text for which some usual ones are offered."""
    made = choice_edit([(each, each) for each in suggestions])
    made.setEditable(True)
    made.setCompleter(None)
    made.setInsertPolicy(made.InsertPolicy.NoInsert)
    made.lineEdit().setMaxLength(limit)
    made.clearEditText()
    return made


def moment_edit(value: QDateTime) -> "QDateTimeEdit":
    """A date and a time of day, with a calendar to choose from."""
    from PySide6.QtGui import QTextCharFormat
    from PySide6.QtWidgets import QDateTimeEdit

    made = QDateTimeEdit(value)
    made.setDisplayFormat("yyyy-MM-dd HH:mm")  # not the locale's two-digit year: it is the end of a right
    made.setCalendarPopup(True)
    calendar = made.calendarWidget()
    calendar.setVerticalHeaderFormat(calendar.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setHorizontalHeaderFormat(calendar.HorizontalHeaderFormat.ShortDayNames)
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, QTextCharFormat())  # red is for danger
    quiet(made)
    return made


def choice_edit(choices: list[tuple[str, str]], chosen: str = "") -> "QComboBox":
    """One of some: (key, text); `currentData()` is the key."""
    from app.views.widgets.choice_box import ChoiceBox

    made = ChoiceBox()
    for key, text in choices:
        made.addItem(text, key)
    made.setCurrentIndex(max(0, made.findData(chosen)))
    quiet(made)
    return made


def set_choices(box: "QComboBox", choices: list[tuple[str, str]], otherwise: str = "") -> None:
    """Other choices in a drop-down; what was chosen stays if it is still there, else `otherwise` is."""
    if [(box.itemData(at), box.itemText(at)) for at in range(box.count())] == choices:
        return
    kept = otherwise if box.currentData() is None else box.currentData()
    blocked = box.blockSignals(True)
    box.clear()
    for key, text in choices:
        box.addItem(text, key)
    there = box.findData(kept)
    box.setCurrentIndex(max(0, there if there >= 0 else box.findData(otherwise)))
    box.blockSignals(blocked)


def reveal(field: FormField) -> None:
    """Scroll to a field, and put the cursor into it."""
    above = field.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None:
        above.ensureWidgetVisible(field)
    field.editor.setFocus()


def quiet(editor: QWidget) -> None:
    """As high as a button; and the wheel scrolls the page, unless the person has put the focus here."""
    editor.setFixedHeight(Size.CONTROL)
    editor.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    editor.installEventFilter(_WheelOnlyWithFocus(editor))


class _WheelOnlyWithFocus(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False
