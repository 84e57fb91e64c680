"""The frame of a page: title, search and one main action; below it what there is to see, or why there is nothing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from app.views.look import Size, Tone
from app.views.widgets.basic import button, column, label, tip
from app.views.widgets.fields import line_edit
from app.views.widgets.states import Banner, EmptyState

NARROW = 880  # pixels: a page in a window of 910


class PageHeader(QWidget):
    """Title, a note beside it, a search (Ctrl+F) and one main action; both appear when asked for."""

    searched = Signal(str)
    acted = Signal()

    def __init__(self, title: str, note: str = "") -> None:
        super().__init__()
        self.title = label(title, "title")
        self.note = label(note, "caption")
        self.search = line_edit(icon_name="magnifying-glass")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(160)
        self.search.setMaximumWidth(320)
        self.search.textChanged.connect(self.searched)
        self.search.hide()
        self.action: QPushButton | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(10)
        self._row.addWidget(self.title)
        self._row.addWidget(self.note, 0, Qt.AlignmentFlag.AlignBottom)
        self._row.addStretch(1)
        self._row.addWidget(self.search, 2)
        self.setMinimumHeight(Size.CONTROL)

    def show_search(self, placeholder: str) -> None:
        self.search.setPlaceholderText(placeholder)
        self.search.setAccessibleName(placeholder)
        self.search.setToolTip(tip(placeholder))
        self.search.show()
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WindowShortcut)
        find.activated.connect(self.search.setFocus)

    def show_action(self, text: str, icon_name: str = "plus", kind: str = "primary") -> QPushButton:
        """The page's one main action; `acted` when it is used. The button is given back for enabling and disabling."""
        self.action = self.add(button(text, kind, icon_name))
        self.action.clicked.connect(self.acted)
        return self.action

    def add(self, widget: QWidget) -> "QPushButton":
        """Something more at the right end."""
        self._row.addWidget(widget)
        return widget


class PageFrame(QWidget):
    """A page. Put the content into `content` (a layout); `show_state` covers it, `show_content` brings it back."""

    def __init__(self, title: str, note: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "canvas")
        self.setAccessibleName(title)
        self.header = PageHeader(title, note)
        self.banner = Banner()
        self.state = EmptyState()
        self.state.setObjectName("page.state")
        held = QWidget()
        self.content = column(gap=Size.GAP)
        held.setLayout(self.content)
        self._stack = QStackedLayout()
        self._frame = QVBoxLayout(self)
        self._frame.setSpacing(Size.GAP)
        self._frame.addWidget(self.header)
        self._frame.addWidget(self.banner)
        self._frame.addLayout(self._stack, 1)
        self._stack.addWidget(held)  # not before: a stack shows its first widget, which would be a window of its own
        self._stack.addWidget(self.state)
        self._set_margins(24, 18, 16)

    def _set_margins(self, side: int, above: int, below: int) -> None:
        self._frame.setContentsMargins(side, above, side, below)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._set_margins(*((16, 12, 10) if event.size().width() < NARROW else (24, 18, 16)))
        super().resizeEvent(event)

    def show_content(self) -> None:
        self._stack.setCurrentIndex(0)

    def show_state(
        self, icon: str, title: str, text: str = "", action: str = "", tone: Tone = Tone.NEUTRAL, *, busy: bool = False
    ) -> None:
        """Empty, loading (busy), no permission or an error, each with the one thing to do next (`state.acted`)."""
        self.state.show_state(icon, title, text, action, tone, busy=busy)
        self._stack.setCurrentIndex(1)

    @property
    def covered(self) -> bool:
        """Whether a state covers the content."""
        return self._stack.currentIndex() == 1


class ListDetail(QWidget):
    """List and detail side by side: the list keeps a readable width, the detail takes what is left."""

    def __init__(self, list_side: QWidget, detail_side: QWidget) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Size.GAP)
        list_side.setMinimumWidth(280)
        list_side.setMaximumWidth(380)
        layout.addWidget(list_side, 36)
        layout.addWidget(detail_side, 64)


class Columns(QWidget):
    """Two parts of a detail: beside each other where there is room, else below each other."""

    WIDE = 600

    def __init__(
        self,
        first: QLayout,
        second: QLayout,
        shares: tuple[int, int] = (57, 43),
        *,
        wide: bool = False,
        from_width: int = WIDE,
    ) -> None:
        """``wide``: it is known beforehand that there is room; ``from_width`` on there is."""
        super().__init__()
        self._from_width = from_width
        self._layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._shares = shares
        for part in (first, second):
            held = QVBoxLayout()
            held.addLayout(part)
            held.addStretch(1)
            self._layout.addLayout(held)
        self._arrange(wide=wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(wide=event.size().width() >= self._from_width)

    def _arrange(self, *, wide: bool) -> None:
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._layout.setDirection(direction)
        self._layout.setSpacing(28 if wide else Size.GAP)
        for at, share in enumerate(self._shares):
            self._layout.setStretch(at, share if wide else 0)
