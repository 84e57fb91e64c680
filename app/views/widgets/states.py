"""What a page shows when it cannot show its content, and a fault of the surroundings above it."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from app.views.icons import paint_icon
from app.views.look import Size, Tone, tokens_now
from app.views.widgets import paint
from app.views.widgets.basic import button, label, row

TEXT_WIDTH = 340


class IconDisc(QWidget):
    """An icon on a soft round ground."""

    def __init__(self, name: str, tone: Tone = Tone.NEUTRAL, size: int = 56) -> None:
        super().__init__()
        self.name, self.tone = name, tone
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        ink, soft = tokens_now().tone(self.tone)
        painter = QPainter(self)
        rect, size = QRectF(self.rect()), self.width()
        paint.box(painter, rect, size / 2, soft)
        inset = size * 0.28
        paint_icon(painter, rect.adjusted(inset, inset, -inset, -inset), self.name, ink)


class EmptyState(QWidget):
    """Nothing here, loading, no permission, or an error: an icon, a title, a sentence and the one thing to do next."""

    acted = Signal()

    def __init__(
        self, icon: str = "", title: str = "", text: str = "", action: str = "", tone: Tone = Tone.NEUTRAL
    ) -> None:
        super().__init__()
        self.disc = IconDisc(icon, tone)
        self.title, self.text = label("", "strong", wrap=True), label("", "secondary", wrap=True)
        for words in (self.title, self.text):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            words.setMaximumWidth(TEXT_WIDTH)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setFixedWidth(160)
        self.action = button("", "primary")
        self.action.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.action.clicked.connect(self.acted)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addStretch(2)
        for item, gap in ((self.disc, 8), (self.title, 0), (self.text, 8), (self.busy, 0), (self.action, 0)):
            across = row(None, item, None)
            across.setStretch(1, 100)  # as wide as it may be; a layout that centres its items would not let it wrap
            layout.addLayout(across)
            layout.addSpacing(gap)
        layout.addStretch(3)
        self.show_state(icon, title, text, action, tone)

    def show_state(
        self,
        icon: str,
        title: str,
        text: str = "",
        action: str = "",
        tone: Tone = Tone.NEUTRAL,
        *,
        busy: bool = False,
    ) -> None:
        """Say it. ``busy`` shows a moving bar: something is on its way."""
        self.disc.name, self.disc.tone = icon, tone
        self.disc.update()
        self.title.setText(title)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self.busy.setVisible(busy)
        self.busy.setAccessibleName(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)


class Banner(QWidget):
    """A fault of the surroundings (no network, Bluetooth off): stands above the content, goes when it is over."""

    acted = Signal()
    ICONS = {Tone.WARN: "warning", Tone.DANGER: "warning-octagon", Tone.ACCENT: "info", Tone.OK: "check-circle"}

    def __init__(self) -> None:
        super().__init__()
        self.tone = Tone.WARN
        self.words = label("", "body", wrap=True)
        self.action = button("", "ghost")
        self.action.clicked.connect(self.acted)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        held = row(self.words, self.action, gap=12)
        held.setStretch(0, 1)
        held.setContentsMargins(42, 6, 10, 6)
        self.setLayout(held)
        self.hide()

    def show_fault(self, text: str, action: str = "", tone: Tone = Tone.WARN) -> None:
        self.tone = tone
        self.words.setText(text)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self.setAccessibleName(text)
        self.show()
        self.update()

    def clear(self) -> None:
        self.hide()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink, soft = tokens_now().tone(self.tone)
        paint.box(painter, QRectF(self.rect()), Size.RADIUS_SMALL, soft)
        middle = self.height() / 2
        paint_icon(painter, QRectF(14, middle - 9, 18, 18), self.ICONS.get(self.tone, "info"), ink)
