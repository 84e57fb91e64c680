"""The form of approval (用印审批单): an application, its steps and its presses on paper, or as a PDF file.

It is laid out and written in a thread; only a printer's own dialog and its driver want the thread of the windows.
"""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QMarginsF, QSizeF, QTimer
from PySide6.QtGui import QFont, QPagedPaintDevice, QPageLayout, QPageSize, QPdfWriter, QTextDocument, QTextOption
from PySide6.QtWidgets import QDialog, QWidget

from app.views import electronic, keeping, words
from app.views.applications.facts import facts_of, steps_of
from app.views.applications.known import Known
from app.views.applications.papers import Papers
from app.views.look.theme import body_font
from app.views.room import Room
from domain.applications import Application

translate = QCoreApplication.translate
MARGIN_MM = 16
INK, QUIET, LINE = "#1A1F29", "#566070", "#B8BEC8"  # on white paper, whatever the screen shows
POINTS = 9.5


@dataclass(frozen=True)
class Paper:
    """What stands on it."""

    application: Application
    papers: Papers
    known: Known

    @property
    def name(self) -> str:
        """Of its file."""
        number = self.application.number or self.application.id[:8]
        return f"{form_title()} {number} {self.application.document}"


def form_title() -> str:
    return translate("paper", "Approval form")


def html(paper: Paper, organization: str, by: str, at: int) -> str:
    """As rich text that Qt lays out; everything that people wrote is escaped."""
    row = paper.application
    number = row.number or translate("paper", "number follows")
    state = words.application(row)[0]
    facts = [
        (fact.label, fact.value) for fact in facts_of(row, paper.known, words.full_moment) if fact.value != row.number
    ]
    facts.insert(0, (translate("paper", "Document"), row.document))
    facts.insert(1, (translate("paper", "Applicant"), paper.known.name(row.applicant)))
    files = [each.name for each in (*paper.papers.pictures, *paper.papers.attachments)]
    if files:
        facts.append((translate("paper", "Files"), "、".join(files)))
    parts = [
        f'<p align="center" style="font-size:16pt;font-weight:600">{_safe(form_title())}</p>',
        f'<p style="color:{QUIET};margin-bottom:6px">{_safe(organization)} · {_safe(number)} · {_safe(state)}</p>',
        _table([], facts),
        _title(translate("paper", "Approval")),
        _table(
            [translate("paper", "Person"), translate("paper", "Decision"), translate("paper", "Time")],
            [(step.title, step.text, step.time) for step in steps_of(row, paper.known, words.full_moment)],
        ),
        *_uses(paper),
        f'<p style="color:{QUIET}">'
        + _safe(translate("paper", "Printed by {0} at {1}").format(by, words.full_moment(at)))
        + "</p>",
    ]
    return f'<div style="color:{INK}">{"".join(parts)}</div>'


def _uses(paper: Paper) -> list[str]:
    authorization = paper.papers.authorization
    if authorization is None:
        return []
    used = words.uses(authorization.used, authorization.count)
    said = translate("paper", "{0} used, issued by {1}").format(used, paper.known.name(authorization.issued_by))
    parts = [_title(translate("paper", "Use")), f"<p>{_safe(said)}</p>"]
    rows = [
        (
            f"#{each.impression.own}",
            words.pressed(each.impression),
            electronic.record(each.impression)[0],
            words.place(each.impression.place),
        )
        for each in reversed(paper.papers.uses.presses)
    ]
    head = [translate("paper", "Impression"), translate("paper", "Time")]
    head += [translate("paper", "Result"), translate("paper", "Place")]
    return [*parts, _table(head, rows)] if rows else parts


def _title(text: str) -> str:
    return f'<p style="font-size:11pt;font-weight:600;margin-top:14px;margin-bottom:4px">{_safe(text)}</p>'


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """With rules; without a head the first column is the quiet one."""
    above = "".join(f'<th align="left" style="color:{QUIET};font-weight:400">{_safe(each)}</th>' for each in head)
    lines = [f"<tr>{above}</tr>"] if head else []
    for row in rows:
        cells = [
            f'<td width="22%" style="color:{QUIET}">{_safe(each)}</td>'
            if not head and at == 0
            else f"<td>{_safe(each)}</td>"
            for at, each in enumerate(row)
        ]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    style = f"border-collapse:collapse;border-color:{LINE};border-style:solid"
    return f'<table width="100%" cellpadding="4" border="1" style="{style}">{"".join(lines)}</table>'


def _safe(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def lay_out(text: str, device: QPagedPaintDevice) -> None:
    """Onto the pages of a device, with the fonts of the screens embedded. In any thread."""
    document, option = QTextDocument(), QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)  # a link has no gap to be broken at
    font = QFont(body_font())
    font.clearFeatures()
    font.setFeature(QFont.Tag("locl"), 0)  # its figures are glyphs of no code: a reader of the file could not copy them
    font.setPointSizeF(POINTS)
    document.setDefaultFont(font)
    document.setDocumentMargin(0)
    document.documentLayout().setPaintDevice(device)
    document.setDefaultTextOption(option)
    document.setHtml(text)
    area = device.pageLayout().paintRectPixels(device.logicalDpiX())
    document.setPageSize(QSizeF(area.size()))
    document.print_(device)


def pdf(text: str, title: str) -> bytes:
    """A4. In any thread."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("Signet")
    writer.setPageLayout(a4())
    lay_out(text, writer)
    buffer.close()
    return content.data()


def a4() -> QPageLayout:
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    size, upright = QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait
    return QPageLayout(size, upright, margins, QPageLayout.Unit.Millimeter)


async def save_pdf(room: Room, parent: QWidget, paper: Paper) -> None:
    """Ask where, and write it there."""
    name = f"{paper.name[:80]}.pdf"
    if (path := await keeping.choose_place(parent, name, translate("paper", "PDF (*.pdf)"))) is None:
        return
    text = html(paper, room.organization.name, room.me.name, room.now())
    content = await asyncio.to_thread(pdf, text, paper.name)
    await keeping.write(room, path if path.suffix else path.with_suffix(".pdf"), content)


async def print_out(room: Room, parent: QWidget, paper: Paper) -> None:
    """Ask for a printer, and print."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageLayout(a4())
    printer.setDocName(paper.name)
    dialog = QPrintDialog(printer, parent.window())
    answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def answered(code: int) -> None:
        if not answer.done():
            answer.set_result(bool(code))

    dialog.finished.connect(answered)
    if sys.platform == "win32":  # the system's own dialog cannot be opened otherwise; but not inside a task
        QTimer.singleShot(0, dialog, lambda: answered(dialog.exec()))
    else:
        QDialog.open(dialog)  # its own `open` is another one
    agreed = await answer
    dialog.deleteLater()
    if agreed:
        lay_out(html(paper, room.organization.name, room.me.name, room.now()), printer)
        room.tell(translate("paper", "Sent to the printer"))
