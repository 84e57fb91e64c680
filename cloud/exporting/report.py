"""An export as a PDF: a card for each record, with its pictures; page numbers, and who exported what at the foot."""

import time
from collections.abc import Callable, Iterable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from fpdf import FPDF
from PIL import Image

from cloud.exporting.columns import COLUMNS, Cell, photo_state
from cloud.store.records import Line
from cloud.stored import Stored
from cloud.thumbs import scaled
from cloud.uploads import file_key
from domain.picture_files import Flawed, check, for_decoder

# Debian's fonts-noto-cjk keeps the fonts of all regions in one file, the simplified Chinese one third.
FONTS = (
    (Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"), 2),
    (Path("/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc"), 2),
    (Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"), 0),
    (Path("C:/Windows/Fonts/msyh.ttc"), 0),
    (Path("C:/Windows/Fonts/simsun.ttc"), 0),
)
FONT = "chinese"
PICTURE_PX, QUALITY = 640, 70  # of the longer side: enough to see the page and the imprint, 40 kB
PICTURE_MM, GAP_MM, LINE_MM = 62.0, 4.0, 5.0
PICTURES = 3  # of one record
# Seconds of a core: for each picture, so much more for one that takes longer, and that for all of a volume. Others wait
# for their exports meanwhile, and what `check` lets pass may still be made to take a minute.
FAST_S, SLOW_S, ALL_SLOW_S = 1.0, 10.0, 60.0
_NOT_PRINTED = ("无法打开的照片", "Cannot be opened")
_UNFIT = (Flawed, OSError, ValueError, SyntaxError, Image.DecompressionBombError)


class NoFont(Exception):
    """Nothing on this computer writes Chinese."""


def font() -> tuple[Path, int]:
    """A font with Chinese characters, and its place in its file. Raises `NoFont`."""
    found = next((each for each in FONTS if each[0].exists()), None)
    if found is None:
        raise NoFont
    return found


class _Pages(FPDF):
    def __init__(self, foot: str) -> None:
        super().__init__()
        self._foot = foot

    def footer(self) -> None:
        self.set_y(-12)
        self.set_font(FONT, size=7)
        self.set_text_color(110)
        self.cell(w=0, h=5, text=f"{self._foot}    {self.page_no()} / {{nb}}", align="C")


class Report:
    """`files`: the folder of stored files, for the pictures of `organization`; `about` stands at the beginning."""

    def __init__(self, path: Path, language: int, title: str, about: list[tuple[str, str]], foot: str) -> None:
        self._path, self._language, self._slow_s = path, language, ALL_SLOW_S
        self._pdf: Any = _Pages(foot)
        face, place = font()
        self._pdf.add_font(FONT, "", face, collection_font_number=place)
        self._pdf.set_auto_page_break(auto=True, margin=16)
        self._pdf.set_title(title)
        self._pdf.add_page()
        self._text(title, 16, 9)
        for name, said in about:
            self._text(f"{name}：{said}" if language == 0 else f"{name}: {said}", 9, LINE_MM)
        self._pdf.ln(3)

    def pictured(self, files: Stored, organization: str) -> "Report":
        self._files, self._organization = files, organization
        return self

    def add(self, lines: Iterable[Line]) -> None:
        for line in lines:
            self._card(line)

    def close(self) -> list[Path]:
        self._pdf.output(str(self._path))
        return [self._path]

    def _card(self, line: Line) -> None:
        pdf = self._pdf
        if pdf.will_page_break(60):
            pdf.add_page()
        pdf.set_draw_color(217, 221, 228)
        pdf.line(pdf.l_margin, pdf.y, pdf.w - pdf.r_margin, pdf.y)
        pdf.ln(2)
        for column in COLUMNS:
            said = _plain(column.cell(line, self._language))
            if column.report and said:
                self._row(column.head[self._language], said)
        self._pictures(line)
        pdf.ln(3)

    def _row(self, head: str, said: str) -> None:
        pdf = self._pdf
        pdf.set_font(FONT, size=8)
        pdf.set_text_color(86, 96, 112)
        pdf.cell(w=28, h=LINE_MM, text=head)
        pdf.set_text_color(26, 31, 41)
        pdf.multi_cell(w=0, h=LINE_MM, text=said, new_x="LMARGIN", new_y="NEXT", align="L")

    def _text(self, text: str, size: int, height: float) -> None:
        self._pdf.set_font(FONT, size=size)
        self._pdf.set_text_color(26, 31, 41)
        self._pdf.multi_cell(w=0, h=height, text=text, new_x="LMARGIN", new_y="NEXT", align="L")

    def _pictures(self, line: Line) -> None:
        shown = [each for each in line.photos if not photo_state(each, self._language)]
        small = [(each, self._small(each.sha256)) for each in shown[:PICTURES]]
        self._print([each for _, each in small if each is not None])
        for photo in (photo for photo, each in small if each is None):
            self._row(_NOT_PRINTED[self._language], photo.sha256)

    def _print(self, found: list[tuple[BytesIO, int, int]]) -> None:
        if not found:
            return
        pdf = self._pdf
        across = (pdf.epw - GAP_MM * (PICTURES - 1)) / PICTURES
        sizes = [_fitted(width, height, across) for _, width, height in found]
        tallest = max(height for _, height in sizes)
        if pdf.will_page_break(tallest + 2):
            pdf.add_page()
        top, left = pdf.y + 1, pdf.l_margin
        for (data, _, _), (width, height) in zip(found, sizes, strict=True):
            pdf.image(data, x=left, y=top, w=width, h=height)
            left += across + GAP_MM
        pdf.set_y(top + tallest + 1)

    def _small(self, sha256: str) -> tuple[BytesIO, int, int] | None:
        """The picture scaled down, with its size; none for what is no picture, or a monster."""
        began = time.process_time()
        try:
            content = self._files.read(file_key(self._organization, sha256))
            check(content)
            within = _Within(for_decoder(content), began + FAST_S + min(SLOW_S, self._slow_s))
            with Image.open(within, formats=("JPEG", "PNG")) as opened:
                return scaled(opened, PICTURE_PX, QUALITY)
        except _UNFIT:
            return None
        finally:
            self._slow_s -= max(0.0, time.process_time() - began - FAST_S)


class Volumes:
    """A report in volumes of so many records each: one is written and forgotten before the next begins."""

    def __init__(self, begin: Callable[[int], Report], in_volume: int) -> None:
        self._begin, self._in_volume = begin, in_volume
        self._report, self._volume, self._left = begin(1), 1, in_volume
        self._paths: list[Path] = []

    def add(self, lines: Iterable[Line]) -> None:
        for line in lines:
            if not self._left:
                self._next()
            self._report.add([line])
            self._left -= 1

    def close(self) -> list[Path]:
        return [*self._paths, *self._report.close()]

    def _next(self) -> None:
        self._paths += self._report.close()
        self._volume += 1
        self._report, self._left = self._begin(self._volume), self._in_volume


class _Within(BytesIO):
    """A file that a decoder reads piece by piece, until then and no longer; in seconds of this process."""

    def __init__(self, content: bytes, until: float) -> None:
        super().__init__(content)
        self._until = until

    def read(self, size: int | None = -1, /) -> bytes:
        """Raises `TimeoutError`."""
        if time.process_time() > self._until:
            raise TimeoutError
        return super().read(size)


def _fitted(width: int, height: int, across: float) -> tuple[float, float]:
    """In millimetres, within the room of one picture."""
    scale = min(across / width, PICTURE_MM / height)
    return width * scale, height * scale


def _plain(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    return "" if cell is None else str(cell)
