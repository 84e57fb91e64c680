"""The small makers: words, buttons, lines, and the card that holds them."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.views.icons import icon
from app.views.look import Size


class _CutLabel(QLabel):
    """One line, cut with … where there is no room; the whole is in the tip and for the screen reader."""

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(self.rect(), self.alignment(), shown)


def label(text: str = "", role: str = "body", *, wrap: bool = False, cut: bool = False) -> QLabel:
    """Words. Roles: display, title, strong, body, secondary, caption, fault, value.

    ``wrap`` goes on in the next line where there is no room; ``cut`` ends with … (a name in a fixed place).
    """
    made = _CutLabel() if cut else QLabel()
    made.setText(text)
    made.setTextFormat(Qt.TextFormat.PlainText)  # names and reasons come from people
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    if wrap:
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    if cut:
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return made


_ICON_ROLE = {"primary": "accent_on", "danger": "danger", "ghost": "accent"}


def button(text: str, kind: str = "plain", icon_name: str = "") -> QPushButton:
    """A button. Kinds: plain, primary (one per page), danger, ghost (looks like a link), small (beside a value)."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(False)
    if icon_name:
        made.setIcon(icon(icon_name, _ICON_ROLE.get(kind, "ink")))
    return made


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at, and let the sheet look again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def rule() -> QFrame:
    """A hairline across."""
    made = QFrame()
    made.setProperty("kind", "line")
    return made


def column(*items: QWidget, gap: int = Size.GAP) -> QVBoxLayout:
    """Widgets below each other, no margins."""
    made = QVBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(gap)
    for item in items:
        made.addWidget(item)
    return made


Item = QWidget | QLayout | None


def row(*items: Item, gap: int = 8) -> QHBoxLayout:
    """Widgets beside each other, no margins; None is a stretch, and a layout takes what room there is."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(gap)
    for item in items:
        if item is None:
            made.addStretch(1)
        elif isinstance(item, QLayout):
            made.addLayout(item, 1)
        else:
            made.addWidget(item)
    return made


class Card(QFrame):
    """A surface with a hairline round it. `body` takes what it holds; `header` appears with a title, `foot` on demand.

    ``flush`` lets the content reach the edges (a list); ``scroll`` lets a tall content scroll between header and foot.
    """

    def __init__(self, title: str = "", note: str = "", *, flush: bool = False, scroll: bool = False) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._outer = column(gap=0)
        self._outer.setContentsMargins(1, 1, 1, 1)
        self.setLayout(self._outer)
        self.title = label("", "strong")
        self.note = label("", "caption")
        self.header = QWidget()
        above = row(self.title, None, self.note)
        above.setContentsMargins(Size.PADDING, 14, Size.PADDING, 4)
        self.header.setLayout(above)
        self.body = column(gap=8 if flush else 12)
        edge = 0 if flush else Size.PADDING
        self.body.setContentsMargins(edge, 8 if title else edge, edge, 6 if flush else edge)
        self._outer.addWidget(self.header)
        if scroll:
            held = QWidget()
            held.setLayout(self.body)
            self._outer.addWidget(scrolled(held), 1)
        else:
            self._outer.addLayout(self.body, 1)
        self.set_title(title, note)

    def set_title(self, title: str, note: str = "") -> None:
        self.title.setText(title)
        self.note.setText(note)
        self.header.setVisible(bool(title))
        self.setAccessibleName(title)

    def head(self, *items: Item) -> QWidget:
        """A row above the content with a hairline below it, e.g. a person, a title and a status; None is a stretch."""
        held = self._edge_row(*items)
        self._outer.insertWidget(1, held)
        self._outer.insertWidget(2, rule())
        return held

    def foot(self, *items: Item) -> QWidget:
        """A row of actions below a hairline; None is a stretch."""
        held = self._edge_row(*items)
        self._outer.addWidget(rule())
        self._outer.addWidget(held)
        return held

    def _edge_row(self, *items: Item) -> QWidget:
        held = QWidget()
        inside = row(*items, gap=10)
        inside.setContentsMargins(Size.PADDING, 12, Size.PADDING, 12)
        held.setLayout(inside)
        return held


def scrolled(content: QWidget) -> QScrollArea:
    """A part of a page that may be taller than its place."""
    area = QScrollArea()
    content.setProperty("kind", "scrolled")
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
