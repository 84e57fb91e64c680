"""The frame of the main window: the rail at the left, one page at the right, the status line at the foot.

It knows no feature. Pages come as a list and are made when they are first opened; when the language or the person's
rights change, they are made again, so that no page has to translate itself in place.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication, QIcon, QKeySequence, QMouseEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMainWindow, QMenu, QStackedWidget, QToolButton, QWidget

from app.views import icons
from app.views.help import key as help_key
from app.views.look import Look, Tone
from app.views.resources import resource
from app.views.widgets import Avatar, Banner, Place, Rail, Selector, StatusLine, column, label, row, rule, scrolled, tip

RAIL_WIDTH = 222
NARROW_RAIL = 208  # at 1093 x 614, which is 1366 x 768 at 125 %
ICON_RAIL = 64  # at 910 x 512, which is 1366 x 768 at 150 %: the page has the room
SMALLEST = (800, 480)


@dataclass(frozen=True)
class Page:
    """A place and how its page is made. Group and title are words for people, in the language of the moment.

    `under`: the place of the rail from which it is opened; else it stands in the rail itself.
    """

    key: str
    group: str
    icon: str
    title: str
    factory: Callable[[], QWidget]
    under: str = ""


class UserBlock(QWidget):
    """Who is signed in, a `menu` (whoever fills it adds `guide` and `lock`), and light or dark."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._avatar = Avatar(size=32)
        self._name, self._detail = label("", "body", cut=True), label("", "caption", cut=True)
        self.menu = QMenu(self)
        self.guide = help_key.make(self)
        self.lock = QAction(self)
        self.lock.setShortcut(QKeySequence("Ctrl+L"))
        self.lock.setEnabled(False)  # until somebody is there
        self.theme = QToolButton()
        self.theme.clicked.connect(look.toggle)
        self.more = QToolButton()
        self.more.setIcon(icons.icon("dots-three-vertical"))
        self.more.setMenu(self.menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        layout = row(self._avatar, gap=9)
        layout.addLayout(column(self._name, self._detail, gap=0), 1)
        layout.addWidget(self.theme)
        layout.addWidget(self.more)
        layout.setSpacing(2)
        layout.insertSpacing(1, 7)
        self.setLayout(layout)
        self.set_narrow(False)
        look.changed.connect(self._show)
        self._show()

    def set_user(self, name: str, detail: str) -> None:
        """The person's name; what he is in which organization."""
        self._avatar.set_name(name)
        self._name.setText(name)
        self._detail.setText(detail)
        self.more.setToolTip(tip("\n".join(part for part in (name, detail) if part)))

    def set_narrow(self, narrow: bool) -> None:
        """Only what can be pressed is seen; the tip of the menu tells who it is."""
        for each in (self._avatar, self._name, self._detail):
            each.setVisible(not narrow)
        self.layout().setContentsMargins(*((2, 6, 2, 8) if narrow else (16, 10, 8, 12)))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._show()
        super().changeEvent(event)

    def _show(self) -> None:
        dark = self._look.tokens.dark
        self.theme.setIcon(icons.icon("sun" if dark else "moon"))
        words = self.tr("Light colours") if dark else self.tr("Dark colours")
        self.theme.setToolTip(tip(words))
        self.theme.setAccessibleName(words)
        self.more.setAccessibleName(self.tr("More"))
        self.lock.setIcon(icons.icon("lock-simple"))
        self.lock.setText(self.tr("Lock now"))
        self.guide.setIcon(icons.icon("book-open"))
        self.guide.setText(self.tr("User guide"))


class Shell(QMainWindow):
    """The main window. `opened(key)`: another page is shown; `closing`: the person closes the window, and with it all.

    Where it `stays`, closing only hides it: `hidden_away`.
    """

    opened = Signal(str)
    closing = Signal()
    hidden_away = Signal()

    def __init__(self, look: Look, pages: Callable[[], Sequence[Page]]) -> None:
        """``pages`` is asked at the start, when the language changes and on `refresh`."""
        super().__init__()
        self.stays: Callable[[], bool] = lambda: False
        self._pages_of = pages
        self._pages: dict[str, Page] = {}
        self._made: dict[str, QWidget] = {}
        self.rail, self.selector, self.user, self.status = Rail(), Selector(), UserBlock(look), StatusLine()
        for widget, name in ((self.rail, "rail"), (self.selector, "shell.seal"), (self.status, "status.line")):
            widget.setObjectName(name)
        self._brand = _Brand()
        self.banner = Banner()  # what concerns every page
        self.banner.setObjectName("shell.banner")
        self.news = Banner()  # a newer version of the program
        self.news.setObjectName("shell.news")
        self._stack = QStackedWidget()
        self._layers = QStackedWidget()
        self._layers.addWidget(self._frame())
        self._covers = QStackedWidget()
        self._covers.addWidget(self._layers)
        self.setCentralWidget(self._covers)
        self.addActions([self.user.guide, self.user.lock])  # for their keys: a menu that is closed hears none
        self.setMinimumSize(*SMALLEST)
        self.resize(1366, 768)
        self.setWindowIcon(QIcon(str(resource("icons", "signet.png"))))
        self.rail.currentChanged.connect(lambda _: self.open(self.rail.current_key()))
        self.rail.tabBarClicked.connect(self._back)
        self._translate()
        self.setFocus()  # no ring on the first field of the rail before a key is pressed

    def open(self, key: str) -> QWidget | None:
        """Show a page (made now, if it was not yet); None where there is no such place for this person."""
        page = self._pages.get(key)
        if page is None:
            return None
        if key not in self._made:
            self._made[key] = page.factory()
            self._stack.addWidget(self._made[key])
        held = self._made[key]
        if self._stack.currentWidget() is not held:
            self._stack.setCurrentWidget(held)
            blocked = self.rail.blockSignals(True)  # else it would open what it chooses
            self.rail.choose(page.under or key)
            self.rail.blockSignals(blocked)
            self.rail.update()
            self._show_place()
            self.opened.emit(key)
        return held

    def _back(self, index: int) -> None:
        """From what was opened under the present place."""
        if index >= 0 and index == self.rail.currentIndex():
            self.open(self.rail.current_key())

    def _show_place(self) -> None:
        """The chosen place, where the rail is scrolled."""
        middle = self.rail.tabRect(self.rail.currentIndex()).center()
        self._places.ensureVisible(middle.x(), middle.y(), 0, 60)

    def page(self, key: str) -> QWidget | None:
        """The page, if it has been made."""
        return self._made.get(key)

    def current_key(self) -> str:
        return self.rail.current_key()

    def shown_key(self) -> str:
        """The place whose page is seen, be it one that the rail does not show; empty where something else takes the
        whole window."""
        seen = None if self.covered or self._layers.currentIndex() else self._stack.currentWidget()
        return next((key for key, held in self._made.items() if held is seen), "")

    def set_waiting(self, key: str, count: int, tone: Tone = Tone.BRAND) -> None:
        """How many wait for me at a place."""
        self.rail.set_waiting(key, count, tone)

    def show_notice(self, text: str, action: str = "") -> None:
        """What concerns every page stands above them (`banner.acted`); an empty text takes it away."""
        if text:
            self.banner.show_fault(text, action)
        else:
            self.banner.clear()
        self.show_notices()

    def show_notices(self) -> None:
        """Room for what there is above the pages, and none for nothing."""
        self._notice.setVisible(not (self.banner.isHidden() and self.news.isHidden()))

    def refresh(self) -> None:
        """Ask for the pages anew (other rights, another organization); what was made is thrown away."""
        key = self.rail.current_key()
        for held in self._made.values():
            self._stack.removeWidget(held)
            held.deleteLater()
        self._made.clear()
        pages = list(self._pages_of())
        self._pages = {page.key: page for page in pages}
        blocked = self.rail.blockSignals(True)
        of_rail = (page for page in pages if not page.under)
        self.rail.set_places([Place(page.key, page.group, page.icon, page.title) for page in of_rail])
        self.rail.blockSignals(blocked)
        self.open(key if key in self._pages else self.rail.current_key())

    def show_alone(self, widget: QWidget) -> None:
        """Something that takes the whole window: signing in, a person of no organization."""
        _drop(self._layers)
        self._layers.addWidget(widget)
        self._layers.setCurrentWidget(widget)

    def show_frame(self) -> None:
        """Back to rail and page."""
        self._layers.setCurrentIndex(0)
        _drop(self._layers)

    def cover(self, widget: QWidget) -> None:
        """Something over all of it, whatever changes beneath meanwhile: the lock. Nothing beneath can be reached."""
        _drop(self._covers)
        self._covers.addWidget(widget)
        self._covers.setCurrentWidget(widget)

    def uncover(self) -> None:
        """What is beneath is seen again, with the focus where it was."""
        self._covers.setCurrentIndex(0)
        _drop(self._covers)

    @property
    def covered(self) -> bool:
        return self._covers.currentIndex() > 0

    def _frame(self) -> QWidget:
        self._rail_side = QFrame()
        self._rail_side.setProperty("kind", "rail")
        self._rail_side.setFixedWidth(RAIL_WIDTH)
        self._chooser = row(self.selector)
        line = row(rule())
        line.setContentsMargins(12, 0, 12, 0)
        side = column(self._brand, gap=0)
        side.addLayout(self._chooser)
        places = QWidget()
        rail = column(self.rail, gap=0)
        rail.addStretch(1)
        places.setLayout(rail)
        self._places = scrolled(places)
        side.addWidget(self._places, 1)
        side.addLayout(line)
        side.addWidget(self.user)
        self._rail_side.setLayout(side)
        frame = QWidget()
        layout = QHBoxLayout(frame)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._rail_side)
        self._notice = QWidget()
        held = column(self.news, self.banner, gap=8)
        held.setContentsMargins(24, 14, 24, 0)
        self._notice.setLayout(held)
        self._notice.hide()
        right = column(self._notice, self._stack, self.status, gap=0)
        right.setStretch(1, 1)
        layout.addLayout(right, 1)
        return frame

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        height, narrow = self.height(), self.width() < 1000
        # An owner sees all places at 1366 x 768, also at 150 %.
        rows = ((560, 21), (660, 22), (760, 25), (800, 29), (840, 31), (900, 33))
        self.rail.set_row(next((row for below, row in rows if height < below), 36))
        self._rail_side.setFixedWidth(ICON_RAIL if narrow else NARROW_RAIL if self.width() < 1200 else RAIL_WIDTH)
        for part in (self.rail, self._brand, self.user):
            part.set_narrow(narrow)
        self._chooser.setContentsMargins(*((8, 0, 8, 4) if narrow else (12, 0, 12, 4)))
        super().resizeEvent(event)

    def bring(self, key: str = "") -> None:
        """Before the person's eyes, at a page if one is named."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        if key:
            self.open(key)

    @property
    def watched(self) -> bool:
        """Somebody works in it now."""
        return self.isActiveWindow() and not self.covered

    def closeEvent(self, event: QCloseEvent) -> None:
        ending = QGuiApplication.instance().isSavingSession()  # of the system's session, which waits for us
        if self.stays() and not ending:
            event.ignore()
            self.hide()
            self.hidden_away.emit()
            return
        self.closing.emit()
        super().closeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)  # a click beside a field leaves it
        super().mousePressEvent(event)

    def _translate(self) -> None:
        self.setWindowTitle(self.tr("Signet"))
        self._brand.set_words(self.tr("Signet"), self.tr("Seal console"))
        self.rail.setAccessibleName(self.tr("Places"))
        self.selector.set_words(self.tr("Current seal"), self.tr("No seal yet"))
        self.refresh()


def _drop(stack: QStackedWidget) -> None:
    """All but the first."""
    while stack.count() > 1:
        held = stack.widget(1)
        stack.removeWidget(held)
        held.deleteLater()


class _Brand(QWidget):
    def __init__(self) -> None:
        super().__init__()
        mark = QLabel()
        mark.setFixedSize(30, 30)
        mark.setScaledContents(True)
        mark.setPixmap(QPixmap(str(resource("icons", "signet.png"))))
        self._name, self._sub = label("", "strong"), label("", "caption")
        layout = row(mark, gap=10)
        layout.addLayout(column(self._name, self._sub, gap=0), 1)
        self.setLayout(layout)
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        for each in (self._name, self._sub):
            each.setVisible(not narrow)
        self.layout().setContentsMargins(*((17, 10, 0, 8) if narrow else (20, 16, 12, 14)))

    def set_words(self, name: str, sub: str) -> None:
        self._name.setText(name)
        self._sub.setText(sub)
