"""Words that are too faint to be read."""

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QRadioButton, QWidget

from tests.app.views.screens.seen import Painted, called, text_of

CONTRAST = 4.5  # WCAG 2.2, 1.4.3


def faint(root: QWidget, shown: list[QWidget], image: QImage, words: list[Painted]) -> list[str]:
    """Words of less contrast than 4.5:1 to what they stand on."""
    found: list[str] = []
    for each in shown:
        if (
            isinstance(each, (QLabel, QPushButton, QCheckBox, QRadioButton))
            and each.isEnabled()
            and text_of(each).strip()
        ):
            found += _faint(root, image, each, QRectF(each.rect()), text_of(each))
    for each in words:
        if each.widget.isEnabled():
            found += _faint(root, image, each.widget, each.rect, each.text)
    return found


def _faint(root: QWidget, image: QImage, widget: QWidget, rect: QRectF, text: str) -> list[str]:
    ratio = image.devicePixelRatio()
    inside = QRect(widget.mapTo(root, QPoint(0, 0)), widget.size()).intersected(root.rect())
    for above in _above(widget, root):
        inside = inside.intersected(QRect(above.mapTo(root, QPoint(0, 0)), above.size()))
    at = rect.translated(widget.mapTo(root, QPoint(0, 0))).toRect().intersected(inside)
    if at.width() < 10 or at.height() < 12 or at.height() < rect.height() * 0.9:
        return []  # hardly seen: its words may stand in the part that has to be scrolled to
    part = image.copy(
        QRect(round(at.left() * ratio), round(at.top() * ratio), round(at.width() * ratio), round(at.height() * ratio))
    )
    got = contrast_within(part)
    return [f"faint ({got:.1f}:1): {called(widget)}: {text[:40]!r}"] if got < CONTRAST else []


def _above(widget: QWidget, root: QWidget) -> Iterator[QWidget]:
    above = widget.parentWidget()
    while above is not None and above is not root:
        yield above
        above = above.parentWidget()


def contrast_within(image: QImage) -> float:
    """Of the ground (the colour there is most of) and the ink (the one that stands out most from it)."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(rgb.constBits(), np.uint32).reshape(rgb.height(), -1)[:, : rgb.width()]
    colors, counts = np.unique(pixels & 0xFFFFFF, return_counts=True)
    lights = _LINEAR[(colors[:, None] >> (16, 8, 0)) & 0xFF] @ (0.2126, 0.7152, 0.0722)
    ground = lights[counts.argmax()]
    return float(((np.maximum(lights, ground) + 0.05) / (np.minimum(lights, ground) + 0.05)).max())


_PARTS = np.arange(256) / 255
_LINEAR = np.where(_PARTS <= 0.04045, _PARTS / 12.92, ((_PARTS + 0.055) / 1.055) ** 2.4)  # WCAG 2.2
