"""Small painted marks: a status pill, a person's avatar; how a count is written."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.views.look import Tone, tokens_now
from app.views.widgets import paint


class Pill(QWidget):
    """A status word on its soft colour, with a dot."""

    def __init__(self, text: str = "", tone: Tone = Tone.NEUTRAL) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(text, tone)

    def set(self, text: str, tone: Tone) -> None:
        self.text = text
        self.tone = tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(paint.pill_width(self.text, self.font()) + 0.5), int(paint.PILL_HEIGHT) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.text:
            return
        rect = QRectF(0, 1, self.width(), paint.PILL_HEIGHT)
        paint.pill(QPainter(self), rect, self.text, self.tone, self.font(), tokens_now())


class Avatar(QWidget):
    """A person as the first letter of the name in a circle."""

    def __init__(self, name: str = "", size: int = 34) -> None:
        super().__init__()
        self.setFixedSize(size, size)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        self.name = name
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.avatar(QPainter(self), QRectF(self.rect()), self.name, self.font(), tokens_now())


def shown_count(count: int, most: int = 99) -> str:
    return f"{most}+" if count > most else str(count)
