"""The line at the foot: online or not, what waits, what lies on a seal, what was refused; what just happened."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.views.look import Size, Tone, tokens_now
from app.views.widgets import paint
from app.views.widgets.basic import button, column, label, restyle, row, rule
from app.views.widgets.card import scrolled

SAID_MS = 8000  # long enough to read two lines, short enough not to be taken for the present


@dataclass(frozen=True)
class Refused:
    """An act that the cloud refused and its author has not seen yet: the act's id, what it was, why not."""

    id: str
    title: str
    reason: str


class _Dot(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.tone = Tone.NEUTRAL
        self.setFixedSize(10, 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        ink, soft = tokens_now().tone(self.tone)
        painter = QPainter(self)
        paint.box(painter, QRectF(0, 0, 10, 10), 5, soft)
        paint.box(painter, QRectF(2, 2, 6, 6), 3, ink)


class StatusLine(QFrame):
    """`show_*` say how things stand, `say` what just happened. `seen(id)`: the person has read a refusal."""

    seen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "status")
        self.setFixedHeight(32)
        self._online, self._since = True, ""
        self._waiting = self._on_seals = 0
        self._refused: list[Refused] = []
        self._dot = _Dot()
        self._link = label("", "caption")
        self._said = label("", "caption", cut=True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._wait_mark = label("", "caption")
        self._seal_mark = label("", "caption")
        self._no_mark = button("", "small")
        restyle(self._no_mark, "tone", "danger")
        self._no_mark.setObjectName("status.refused")
        self._no_mark.clicked.connect(self.open_refused)
        self._popup = RefusedPopup(self)
        self._popup.seen.connect(self.seen)
        self._clock = QTimer(self, singleShot=True, interval=SAID_MS)
        self._clock.timeout.connect(lambda: self._said.setText(""))
        layout: QHBoxLayout = row(self._dot, self._link, self._wait_mark, self._seal_mark, self._no_mark, self._said)
        layout.setContentsMargins(24, 0, 24, 0)
        layout.setSpacing(14)
        layout.insertSpacing(1, -8)
        layout.setStretchFactor(self._said, 1)
        self.setLayout(layout)
        self._show()

    @property
    def said(self) -> str:
        return self._said.text()

    def say(self, text: str) -> None:
        """One short sentence on what just happened; it goes by itself."""
        self._said.setText(text)
        self._said.setAccessibleName(text)
        self._clock.start()

    def show_link(self, *, online: bool, since: str = "") -> None:
        """Whether the cloud is reached; ``since``: when it was last reached, as text for people."""
        self._online, self._since = online, since
        self._show()

    def show_waiting(self, count: int) -> None:
        """Acts and photos that wait to be sent."""
        self._waiting = count
        self._show()

    def show_on_seals(self, count: int) -> None:
        """Records that are known to lie on a seal still."""
        self._on_seals = count
        self._show()

    def show_refused(self, refused: Sequence[Refused]) -> None:
        self._refused = list(refused)
        self._popup.set_refused(self._refused)
        self._show()

    def open_refused(self) -> None:
        self._popup.open_above(self._no_mark)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._show()
        super().changeEvent(event)

    def _show(self) -> None:
        self._dot.tone = Tone.OK if self._online else Tone.WARN
        self._dot.update()
        offline = self.tr("Offline since {0}").format(self._since) if self._since else self.tr("Offline")
        self._link.setText(self.tr("Online") if self._online else offline)
        self._wait_mark.setText(self.tr("{0} waiting to be sent").format(self._waiting))
        self._wait_mark.setVisible(self._waiting > 0)
        self._seal_mark.setText(self.tr("{0} still on a seal").format(self._on_seals))
        self._seal_mark.setVisible(self._on_seals > 0)
        self._no_mark.setText(self.tr("{0} refused").format(len(self._refused)))
        self._no_mark.setVisible(bool(self._refused))


class RefusedPopup(QFrame):
    """What was refused, each with its reason, until its author has seen it."""

    seen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)  # round corners
        self.setObjectName("refused.list")
        self._held = QWidget()
        self._list = column(gap=10)
        self._held.setLayout(self._list)
        self._title = label("", "strong")
        layout = column(self._title, scrolled(self._held), gap=10)
        layout.setContentsMargins(16, 14, 16, 14)
        self.setLayout(layout)

    def sizeHint(self) -> QSize:
        return QSize(400, min(360, 70 + self._held.sizeHint().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = tokens_now()
        rect = QRectF(self.rect())
        paint.box(QPainter(self), rect, Size.RADIUS, tokens.color("raised"), tokens.color("border"))

    def set_refused(self, refused: Sequence[Refused]) -> None:
        self._title.setText(self.tr("Refused"))
        while taken := self._list.takeAt(0):
            if held := taken.widget():
                held.hide()
                held.deleteLater()
        for at, one in enumerate(refused):
            if at:
                self._list.addWidget(rule())
            self._list.addWidget(self._item(one))
        self._list.addStretch(1)
        if not refused:
            self.hide()

    def open_above(self, anchor: QWidget) -> None:
        self.adjustSize()
        self.move(anchor.mapToGlobal(QPoint(0, -self.height() - 4)))
        self.show()

    def _item(self, one: Refused) -> QWidget:
        held = QWidget()
        gone = button(self.tr("Got it"), "ghost")
        gone.setAccessibleDescription(one.title)
        gone.setObjectName("refused.seen")
        gone.clicked.connect(lambda: self.seen.emit(one.id))
        words = column(label(one.title, "body", wrap=True), label(one.reason, "fault", wrap=True), gap=3)
        across = row(gap=10)
        across.addLayout(words, 1)
        across.addWidget(gone, 0, Qt.AlignmentFlag.AlignTop)
        held.setLayout(across)
        return held
