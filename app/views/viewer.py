"""A picture in a window of its own: its neighbours by the arrow keys, nearer, turned, and beside one of the application
(R-113: is it the page that was applied for?)."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QWidget

from app.models import fold
from app.models.store import Tx
from app.views import keeping, pictures
from app.views.room import Room, Tasks, leave, on_click
from app.views.strip import Shown
from app.views.widgets import Foot, button, choice_edit, column, label, row, set_choices, tip, within_window
from app.views.widgets.zoom import STEP, ZoomView
from domain.files import Attachment, Purpose
from domain.picture_files import Flawed

SIDE = 3200  # pixels: the small print of a page can be read when one comes near
LARGE = (900, 640)


class PictureViewer(QDialog):
    """Made to be shown at once; it goes when it is closed."""

    def __init__(
        self, room: Room, shown: Sequence[Shown], sha256: str, parent: QWidget, application: str | None = None
    ) -> None:
        """`application`: with whose pictures these can be compared."""
        super().__init__(parent)
        self._room, self._pictures = room, list(shown)
        self._others: list[Shown] = []  # of the application
        self._tasks = Tasks(room.report)
        self._at = next((at for at, each in enumerate(self._pictures) if each.sha256 == sha256), 0)
        self.setObjectName("viewer.window")
        self.setWindowTitle(self.tr("Picture"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(within_window(self, *LARGE))
        self._view, self._other = ZoomView(self.tr("Picture")), ZoomView(self.tr("Picture of the application"))
        self._hand = self._view  # whichever the person was last at: keys and buttons are meant for it
        for each in (self._view, self._other):
            each.taken.connect(partial(self._take_in_hand, each))
        self._caption = label("", "strong", cut=True)
        layout = column(gap=12)
        layout.addLayout(self._make_tools())
        layout.addLayout(self._make_pictures(), 1)
        layout.addWidget(self._make_foot())
        layout.setContentsMargins(16, 16, 16, 14)
        self.setLayout(layout)
        for each in self.findChildren(QPushButton):
            each.installEventFilter(self)
        self.destroyed.connect(partial(leave, self._tasks))
        self._view.setFocus()
        self._show()
        if application:
            self._tasks.begin(self._read_others(application))

    def _make_tools(self) -> QHBoxLayout:
        farther, nearer = self._tool("farther", "magnifying-glass-minus"), self._tool("nearer", "magnifying-glass-plus")
        whole = self._tool("whole", "arrows-out")
        left, right = self._tool("left", "arrow-counter-clockwise"), self._tool("right", "arrow-clockwise")
        self._compare = button(self.tr("Compare with the application"), "plain", "columns")
        self._compare.setObjectName("viewer.compare")
        self._compare.setCheckable(True)
        self._compare.setToolTip(tip(self.tr("Side by side (C)")))
        self._compare.toggled.connect(self._show_beside)
        self._compare.hide()
        said = {
            farther: (self.tr("Zoom out"), "−", lambda: self._hand.zoom(1 / STEP)),
            nearer: (self.tr("Zoom in"), "+", lambda: self._hand.zoom(STEP)),
            whole: (self.tr("Whole picture"), "0", self._fit),
            left: (self.tr("Turn to the left"), "L", lambda: self._hand.turn(-1)),
            right: (self.tr("Turn to the right"), "R", lambda: self._hand.turn(1)),
        }
        for each, (name, key, act) in said.items():
            each.setAccessibleName(name)
            each.setToolTip(tip(f"{name} ({key})"))
            each.clicked.connect(act)
        return row(farther, nearer, whole, left, right, None, self._compare, gap=8)

    def _tool(self, name: str, icon_name: str) -> QPushButton:
        made = button("", "plain", icon_name)
        made.setObjectName(f"viewer.{name}")
        return made

    def _make_pictures(self) -> QHBoxLayout:
        self._view.setObjectName("viewer.picture")
        self._other.setObjectName("viewer.other")
        self._which = choice_edit([])
        self._which.setObjectName("viewer.which")
        self._which.setAccessibleName(self.tr("Picture of the application"))
        self._which.currentIndexChanged.connect(lambda _: self._show_other())
        title = label(self.tr("Of the application"), "strong")
        above = row(title, self._which, gap=8)
        above.setStretch(1, 1)
        beside = column(gap=6)
        beside.addLayout(above)
        beside.addWidget(self._other, 1)
        beside.setContentsMargins(0, 0, 0, 0)
        self._beside = QWidget()
        self._beside.setLayout(beside)
        self._beside.hide()
        both = row(self._view, self._beside, gap=12)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        return both

    def _make_foot(self) -> Foot:
        before, after = button("", "plain", "caret-left"), button("", "plain", "caret-right")
        save, close = button(self.tr("Save …"), "plain", "download-simple"), button(self.tr("Close"), "primary")
        before.setAccessibleName(self.tr("Previous picture"))
        after.setAccessibleName(self.tr("Next picture"))
        before.clicked.connect(lambda: self._step(-1))
        after.clicked.connect(lambda: self._step(1))
        close.clicked.connect(self.close)
        on_click(save, self._tasks.begin, self._save)
        foot = Foot(self._caption, before, after, save, close)
        for each in (before, after):
            each.setVisible(len(self._pictures) > 1)
        return foot

    # What the person does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._do(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Of the buttons: the arrow keys would only go from one to the next, as Tab does."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and self._do(event):
            return True
        return super().eventFilter(watched, event)

    def _do(self, event: QKeyEvent) -> bool:
        """Whether the key means something here."""
        hand = self._hand
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        act = {
            Qt.Key.Key_Left: lambda: self._step(-1),
            Qt.Key.Key_PageUp: lambda: self._step(-1),
            Qt.Key.Key_Right: lambda: self._step(1),
            Qt.Key.Key_PageDown: lambda: self._step(1),
            Qt.Key.Key_Plus: lambda: hand.zoom(STEP),
            Qt.Key.Key_Equal: lambda: hand.zoom(STEP),
            Qt.Key.Key_Minus: lambda: hand.zoom(1 / STEP),
            Qt.Key.Key_0: hand.fit,
            Qt.Key.Key_L: lambda: hand.turn(-1),
            Qt.Key.Key_R: lambda: hand.turn(1),
            Qt.Key.Key_C: self._compare.click,
        }.get(Qt.Key(event.key()))
        if act is None or (event.key() == Qt.Key.Key_C and self._compare.isHidden()):
            return False
        act()
        return True

    def _fit(self) -> None:
        self._hand.fit()

    def _take_in_hand(self, view: ZoomView) -> None:
        self._hand = view

    def _step(self, step: int) -> None:
        self._at = (self._at + step) % len(self._pictures)
        self._show()

    async def _save(self) -> None:
        shown = self._pictures[self._at]
        await keeping.save(self._room, self, shown.name or f"{shown.caption}.jpg", shown.sha256)

    # What is shown

    def _show(self) -> None:
        shown = self._pictures[self._at]
        count = f" ({self._at + 1}/{len(self._pictures)})" if len(self._pictures) > 1 else ""
        self._caption.setText(shown.caption + count)
        self._view.show_image(None, self.tr("The picture is on its way"))
        self._tasks.begin(self._fetch(self._view, shown))

    def _show_beside(self, beside: bool) -> None:
        self._beside.setVisible(beside)
        if not beside:
            self._hand = self._view
        elif not self._other.has_image:
            self._show_other()

    def _show_other(self) -> None:
        self._other.show_image(None, self.tr("The picture is on its way"))
        self._tasks.begin(self._fetch(self._other, self._others[self._which.currentIndex()]))

    def _wanted(self, view: ZoomView) -> Shown:
        return self._pictures[self._at] if view is self._view else self._others[self._which.currentIndex()]

    async def _fetch(self, view: ZoomView, shown: Shown) -> None:
        """Not among the kept ones: a few of this size fill a computer's memory."""
        image, note = None, self.tr("The picture has not arrived yet")
        if content := await self._room.pictures.content(shown.sha256):
            try:
                image = await pictures.open_in_time(content, SIDE)
            except Flawed as error:
                note = pictures.sentence(error.flaw)
        if self._wanted(view) is shown:
            view.show_image(image, note)

    async def _read_others(self, application: str) -> None:
        found = await self._room.store.run(partial(_applied_with, self._room.id, application))
        self._others = [Shown(each.sha256, each.name, each.name) for each in found]
        set_choices(self._which, [(each.id, each.name) for each in found])
        self._which.setVisible(len(found) > 1)
        self._compare.setVisible(bool(found))


def _applied_with(organization: str, application: str, tx: Tx) -> list[Attachment]:
    """The pictures of an application that are still kept."""
    files = fold.facts(tx, organization).all(Attachment, application=application)
    return [each for each in files if each.purpose is Purpose.PICTURE and each.removed_at is None]
