"""A surface with a hairline round it, and the row of actions at its foot."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QLineEdit, QPushButton, QScrollArea, QSizePolicy, QWidget

from app.views.look import Size
from app.views.widgets.basic import Item, column, label, row, rule

WRITING, SAYING = 260, 200  # pixels that a line to write in, and a sentence, want beside the actions
GAP = 10


class Foot(QWidget):
    """Something said, or to write in, at the left, and actions at the right; below it where they have no room beside
    it. None, else the first action, begins the right side."""

    def __init__(self, *items: Item) -> None:
        super().__init__()
        firsts = [at for at, each in enumerate(items) if isinstance(each, QPushButton)] or [len(items)]
        first = items.index(None) if None in items else firsts[0]
        self._said = [each for each in items[:first] if isinstance(each, QWidget)]
        self._actions = row(None, *(each for each in items[first:] if each is not None), gap=GAP)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP)
        for each in self._said:
            cut = each.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored
            wraps = isinstance(each, QLabel) and each.wordWrap()
            self._layout.addWidget(each, int(cut or wraps or isinstance(each, QLineEdit)))
        self._layout.addLayout(self._actions, 0 if self._said else 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._actions.minimumSize().width(), super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        super().resizeEvent(event)

    def _arrange(self) -> None:
        beside, said = self._actions.sizeHint().width(), sum(map(_wanted, self._said))
        stacked = bool(said) and beside > 0 and said + GAP + beside > self.width()
        direction = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        if direction is not self._layout.direction():
            self._layout.setDirection(direction)


def _wanted(widget: QWidget) -> int:
    if widget.isHidden():
        return 0
    if isinstance(widget, QLineEdit):
        return WRITING
    if isinstance(widget, QLabel):
        return min(SAYING, widget.fontMetrics().horizontalAdvance(widget.text())) if widget.text() else 0
    return widget.sizeHint().width()


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
        self.title = label("", "strong", cut=True)
        self.note = label("", "caption")
        self.header = QWidget()
        above = row(self.title, self.note)
        above.setStretch(0, 1)
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
        inside = row(*items, gap=GAP)
        held = QWidget()
        held.setLayout(inside)
        self._outer.insertWidget(1, _edged(held))
        self._outer.insertWidget(2, rule())
        return held

    def foot(self, *items: Item) -> QWidget:
        """What is said and done below a hairline, as in a `Foot`."""
        held = QWidget()
        held.setLayout(column(rule(), _edged(Foot(*items) if len(items) > 1 else items[0]), gap=0))
        self._outer.addWidget(held)
        return held


def _edged(inside: Item) -> QWidget:
    assert isinstance(inside, QWidget)
    held = QWidget()
    across = row(inside)
    across.setContentsMargins(Size.PADDING, 12, Size.PADDING, 12)
    held.setLayout(across)
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
