"""The pages of a PDF as pictures: drawn one at a time, beside the loop, each time in the size of its place."""

from PySide6.QtCore import QBuffer, QByteArray, QObject, QSize, Signal
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions, QPdfPageRenderer

KEPT = 6  # pages: those that one turns between


def with_seals() -> QPdfDocumentRenderOptions:
    """What was sealed or filled in before is seen as well."""
    options = QPdfDocumentRenderOptions()
    options.setRenderFlags(QPdfDocumentRenderOptions.RenderFlag.Annotations)
    return options


class Pages(QObject):
    """`drawn(page)`: its picture is there. What cannot be opened has no pages."""

    drawn = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._held, self._buffer = QByteArray(), QBuffer(self)
        self._document = QPdfDocument(self)
        self._renderer = QPdfPageRenderer(self)
        self._renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._renderer.setDocument(self._document)
        self._renderer.pageRendered.connect(self._take)
        self._images: dict[int, QImage] = {}
        self._asked: tuple[int, QSize] | None = None

    def open(self, data: bytes) -> list[tuple[float, float]]:
        """Width and height of its pages as they are drawn; none: it is not to be shown."""
        self.close()
        self._held = QByteArray(data)
        self._buffer.setBuffer(self._held)
        self._buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        ready = self._document.status() is QPdfDocument.Status.Ready
        sizes = map(self._document.pagePointSize, range(self._document.pageCount() if ready else 0))
        return [(size.width(), size.height()) for size in sizes]

    def close(self) -> None:
        self._document.close()
        self._buffer.close()
        self._images.clear()
        self._asked = None

    def image(self, page: int, size: QSize) -> QImage | None:
        """In pixels; none: it is being drawn, and `drawn` will tell. One in another size stands in for it."""
        here = self._images.get(page)
        if (here is None or here.size() != size) and self._asked != (page, size) and not size.isEmpty():
            self._asked = page, size
            self._renderer.requestPage(page, size, with_seals())
        return here

    def _take(self, page: int, size: QSize, image: QImage, *_: object) -> None:
        if self._asked == (page, size):
            self._asked = None
        if image.isNull():
            return
        paper = QImage(image.size(), QImage.Format.Format_RGB32)
        paper.fill(QColor("white"))
        painter = QPainter(paper)
        painter.drawImage(0, 0, image)
        painter.end()
        self._images.pop(page, None)
        self._images[page] = paper
        while len(self._images) > KEPT:
            self._images.pop(next(iter(self._images)))
        self.drawn.emit(page)
