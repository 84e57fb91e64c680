"""A chapter on the screen: Markdown as Qt sets it, with room, pictures as wide as the page, and found words marked."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QFont,
    QImage,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextImageFormat,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from app.views.about.page import set_type
from app.views.look import Size, tokens_now

WIDEST = 920  # pixels of a picture: more would be larger than the screen that it shows
INDENT, GAP = 22, 10
_OBJECT = "\ufffc"  # what stands for a picture in a text


class ChapterText(QTextBrowser):
    """Shows one chapter. `chapter_wanted(key)`: a link to another one; `picture_wanted(path)`: a picture, to be seen
    large. Everything else that is linked opens outside."""

    chapter_wanted = Signal(str)
    picture_wanted = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = Path()
        self.setProperty("kind", "reading")
        self.setOpenLinks(False)
        self.document().setDocumentMargin(0)
        self.anchorClicked.connect(self._follow)

    def show_chapter(self, text: str, folder: Path) -> None:
        """From its beginning. `folder`: where what it names lies."""
        self._folder = folder
        self.setSearchPaths([str(folder)])
        self.setMarkdown(text)
        set_type(self)
        self._set_blocks()
        self._set_pictures()
        self.setExtraSelections([])
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0)

    def mark(self, words: str) -> int:
        """Mark them wherever they stand, and show the first; how many."""
        found: list[QTextCursor] = []
        at = self.document().find(words, 0) if words else QTextCursor()
        while not at.isNull():
            found.append(at)
            at = self.document().find(words, at)
        shape = QTextCharFormat()
        shape.setBackground(tokens_now().color("warn_soft"))
        shape.setForeground(tokens_now().color("ink"))
        self.setExtraSelections([_selection(each, shape) for each in found])
        if found:
            self._show(found[0])
        return len(found)

    def next(self, words: str) -> None:
        """The next place of the words, and after the last one the first."""
        if words and not self.find(words):
            self.moveCursor(QTextCursor.MoveOperation.Start)
            self.find(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_pictures()

    def _show(self, place: QTextCursor) -> None:
        place.setPosition(place.selectionStart())
        self.setTextCursor(place)
        self.ensureCursorVisible()

    def _set_blocks(self) -> None:
        """Advice and commands stand on a ground of their own, headings are as large as on all screens, pictures take no
        more room than they have."""
        self.document().setIndentWidth(INDENT)
        block = self.document().begin()
        while block.isValid():
            shape = QTextBlockFormat()
            if _is_set_off(block):
                shape.setBackground(tokens_now().color("sunken"))
                shape.setBottomMargin(0 if _is_set_off(block.next()) else GAP)
            if _OBJECT in block.text() or _is_set_off(block):
                shape.setLineHeight(0, QTextBlockFormat.LineHeightTypes.SingleHeight.value)
            QTextCursor(block).mergeBlockFormat(shape)
            if level := block.blockFormat().headingLevel():
                self._set_heading(block, Size.TITLE if level == 1 else Size.STRONG + 1)
            block = block.next()

    def _set_heading(self, block: QTextBlock, pixels: int) -> None:
        font = QFont(self.font())
        font.setPixelSize(pixels)
        font.setBold(True)
        words = QTextCharFormat()
        words.setFont(font)
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(words)  # merged, Markdown's own size would stay

    def _set_pictures(self) -> None:
        """Each as wide as there is room, and no wider than it is."""
        room = min(WIDEST, self.viewport().width() - 4)
        for position, shape in _pictures(self.document()):
            image = QImage(str(self._folder / shape.name()))
            width = min(image.width(), max(room, 100))
            if image.isNull() or round(shape.width()) == width:
                continue
            shape.setWidth(width)
            shape.setHeight(image.height() * width / image.width())
            self._give(shape.name(), image, width)
            cursor = QTextCursor(self.document())
            cursor.setPosition(position)
            cursor.setPosition(position + 1, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(shape)

    def _give(self, name: str, image: QImage, width: int) -> None:
        """In that width: Qt leaves pixels out where a text makes a picture smaller, and its words with them."""
        sharp = min(image.width(), round(width * self.devicePixelRatioF()))
        small = image.scaledToWidth(sharp, Qt.TransformationMode.SmoothTransformation)
        self.document().addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), small)

    def _follow(self, url: QUrl) -> None:
        path = Path(url.path())
        if not url.isRelative():
            QDesktopServices.openUrl(url)
        elif path.suffix == ".md":
            self.chapter_wanted.emit(path.stem)
        else:
            self.picture_wanted.emit(self._folder / path)


def _is_set_off(block: QTextBlock) -> bool:
    """Advice (a quotation), or a command."""
    shape = block.blockFormat()
    quoted = shape.intProperty(QTextFormat.Property.BlockQuoteLevel.value) > 0
    return block.isValid() and (quoted or shape.hasProperty(QTextFormat.Property.BlockCodeLanguage.value))


def _pictures(document: QTextDocument) -> list[tuple[int, QTextImageFormat]]:
    """Where they stand, and how."""
    found: list[tuple[int, QTextImageFormat]] = []
    block = document.begin()
    while block.isValid():
        for part in block:
            fragment = part.fragment()
            if fragment.charFormat().isImageFormat():
                found.append((fragment.position(), fragment.charFormat().toImageFormat()))
        block = block.next()
    return found


def _selection(cursor: QTextCursor, shape: QTextCharFormat) -> QTextEdit.ExtraSelection:
    made = QTextEdit.ExtraSelection()
    made.cursor, made.format = QTextCursor(cursor), shape  # type: ignore[misc]
    return made
