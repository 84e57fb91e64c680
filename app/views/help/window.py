"""The window of the guide: chapters and a search at the left, one chapter at the right. F1 opens it; Esc closes it."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QStackedWidget, QWidget

from app.views.help import chapters
from app.views.help.chapters import CHAPTERS, FIRST, Group
from app.views.help.text import ChapterText
from app.views.i18n import Language, Tongue
from app.views.look import Look, Tone
from app.views.resources import resource
from app.views.widgets import Card, EmptyState, Place, Rail, column, line_edit, row, scrolled, within_window

RAIL_WIDTH, ROW = 272, 32
SIZE = QSize(1180, 740)


class HelpWindow(QWidget):
    """It stands by itself, so that it can be read beside a form that is open."""

    def __init__(self, look: Look, language: Language) -> None:
        super().__init__()
        self.setObjectName("help.window")
        self.setProperty("kind", "canvas")
        self.setWindowTitle(self.tr("User guide"))
        self.setWindowIcon(QIcon(str(resource("icons", "signet.png"))))
        self._look, self._tongue = look, language.tongue
        self._texts = chapters.read(self._tongue)
        self.setLayout(row(self._left(), self._right(), gap=0))
        self.layout().setStretch(1, 1)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._leave)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self._search.setFocus)
        look.changed.connect(self._show)
        self._list(self._texts)
        self._show()

    def open(self, key: str) -> None:
        """This chapter; the search is over."""
        self._search.clear()
        self.rail.choose(key)

    def current(self) -> str:
        return self.rail.current_key()

    def _left(self) -> QWidget:
        self._search = line_edit(icon_name="magnifying-glass")
        self._search.setObjectName("help.search")
        self._search.setPlaceholderText(self.tr("Search the guide"))
        self._search.setAccessibleName(self.tr("Search the guide"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._look_for)
        self._search.returnPressed.connect(lambda: self.text.next(self._search.text().strip()))
        self.rail = Rail(self.tr("Chapters"))
        self.rail.setObjectName("help.chapters")
        self.rail.set_row(ROW)
        self.rail.currentChanged.connect(lambda _: self._show())
        held = QWidget()
        places = column(self.rail, gap=0)
        places.addStretch(1)
        held.setLayout(places)
        search = row(self._search)
        search.setContentsMargins(12, 14, 12, 6)
        side = QFrame()
        side.setProperty("kind", "rail")
        side.setFixedWidth(RAIL_WIDTH)
        layout = column(gap=0)
        layout.addLayout(search)
        layout.addWidget(scrolled(held), 1)
        side.setLayout(layout)
        return side

    def _right(self) -> QWidget:
        self.text = ChapterText()
        self.text.setObjectName("help.text")
        self.text.chapter_wanted.connect(self.open)
        self.text.picture_wanted.connect(self._show_picture)
        card = Card()
        card.body.addWidget(self.text, 1)
        self._nothing = EmptyState("magnifying-glass", self.tr("Nothing found"), self.tr("Try other words."))
        self._nothing.setObjectName("help.nothing")
        self._stack = QStackedWidget()
        self._stack.addWidget(card)
        self._stack.addWidget(self._nothing)
        held = QWidget()
        layout = column(self._stack)
        layout.setContentsMargins(16, 14, 16, 14)
        held.setLayout(layout)
        return held

    def _list(self, counts: "dict[str, str] | dict[str, int]") -> None:
        """Only these chapters, in their order."""
        words = {
            Group.EVERYBODY: self.tr("For everybody"),
            Group.MANAGING: self.tr("For keepers and administrators"),
            Group.OPERATING: self.tr("For operators of the cloud"),
        }
        shown = [each for each in CHAPTERS if each.key in counts]
        titles = [chapters.title(self._texts[each.key]) for each in shown]
        self.rail.set_places(
            [Place(each.key, words[each.group], each.icon, title) for each, title in zip(shown, titles, strict=True)]
        )

    def _look_for(self, text: str) -> None:
        found = chapters.find(self._texts, text)
        if text.strip() and not found:  # a word in the other language, as the seal's screen has it
            other = Tongue.EN if self._tongue is Tongue.ZH_CN else Tongue.ZH_CN
            found = chapters.find(chapters.read(other), text)
        self._list(found if text.strip() else self._texts)
        for each in CHAPTERS:
            self.rail.set_waiting(each.key, found.get(each.key, 0), Tone.NEUTRAL)
        self._show()

    def _show(self) -> None:
        key = self.rail.current_key()
        self._stack.setCurrentIndex(0 if key else 1)
        if key:
            self.text.show_chapter(self._texts[key], chapters.folder(self._tongue))
            self.text.setAccessibleName(chapters.title(self._texts[key]))
            self.text.mark(self._search.text().strip())

    def _leave(self) -> None:
        """First from the search, then from the window."""
        if self._search.text():
            self.open(self.current() or FIRST)
        else:
            self.close()

    def _show_picture(self, path: Path) -> None:
        from app.views.widgets.zoom import ZoomView  # loaded when it is wanted

        image = QImage(str(path))
        dialog = QDialog(self)
        dialog.setObjectName("help.picture")
        dialog.setWindowTitle(chapters.title(self._texts[self.current()]))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setModal(True)
        view = ZoomView(dialog.windowTitle())
        view.show_image(image)
        layout = column(view)
        layout.setContentsMargins(0, 0, 0, 0)
        dialog.setLayout(layout)
        dialog.resize(within_window(dialog, image.width(), image.height()))
        dialog.open()
