"""Asking for an export of usage records: which, of what period, in which form, to which mailbox (R-151, R-152)."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QDateTime, QTime
from PySide6.QtWidgets import QCheckBox, QMenu, QWidget

from app.models import fold
from app.views.form_dialog import FormDialog
from app.views.i18n import Tongue
from app.views.room import LivePage, Room
from app.views.usage.exports import ExportsDialog
from app.views.widgets import FormField, button, column, line_edit, moment_edit, row
from app.views.widgets.multi_choice import MultiChoice
from domain.exports import Export, ExportUsage, Format
from domain.ids import new_id
from domain.organization import manages_all
from domain.rows import Act
from domain.seals import Seal, by_name
from domain.verdict import Refused

translate = QCoreApplication.translate
MINUTE_MS = 60_000


class ExportDialog(FormDialog):
    """The month so far, of the current seal, to the mailbox that was last written to."""

    def __init__(self, room: Room, seals: Sequence[Seal], mailbox: str, parent: QWidget) -> None:
        super().__init__(room, "export", self.tr("Export usage records"), parent)
        self._id = new_id(room.now())
        today = QDateTime.fromMSecsSinceEpoch(room.now()).date()
        self._seal = MultiChoice(
            [("", self.tr("All seals")), *((each.id, each.name) for each in sorted(seals, key=by_name))]
        )
        if self._seal.findData(room.current_seal()) >= 0:
            self._seal.pick([room.current_seal()])
        self._start = moment_edit(QDateTime(today.addDays(1 - today.day()), QTime(0, 0)))
        self._end = moment_edit(QDateTime(today.addDays(1), QTime(0, 0)))
        self._mailbox = line_edit(self.tr("name@example.com"), mailbox, limit=254)
        self._formats = _Formats()
        fields = {
            "seal": FormField(self.tr("Seal"), self._seal),
            "start": FormField(self.tr("From"), self._start),
            "end": FormField(self.tr("Until"), self._end),
            "formats": FormField(self.tr("Files"), self._formats),
            "mailbox": FormField(self.tr("Receiving mailbox"), self._mailbox),
        }
        for key in ("start", "end", "formats", "mailbox"):
            fields[key].set_required(True)
        fields["formats"].set_hint(self.tr("A PDF with pictures holds 2,000 records at most."))
        text = self.tr("The cloud writes the files, sends them to the mailbox and keeps them here for seven days.")
        self.lay_out(fields, self.tr("Export"), "download-simple", text=text)

    def told(self) -> str:
        return self.tr("The export is on its way")

    def act(self) -> Act | Refused:
        formats = self._formats.chosen()
        if not formats:
            return Refused("format_missing", "formats")
        return ExportUsage(
            id=self._id,
            seal=self._seal.picked()[0] or None,
            start=_at(self._start.dateTime()),
            end=_at(self._end.dateTime()),
            mailbox=self._mailbox.text().strip(),
            formats=formats,
            chinese=self.room.language.tongue is Tongue.ZH_CN,
        )


def offer_exports(page: LivePage) -> None:
    """At the head of a page, for who may: a new export, and those that there are."""
    if not manages_all(page.room.me):
        return
    made, menu = button(translate("exports", "Export"), "plain", "download-simple"), QMenu(page)
    made.setObjectName("usage.export")
    new = menu.addAction(translate("exports", "New export …"))
    there = menu.addAction(translate("exports", "Exports so far …"))
    new.triggered.connect(lambda: page.begin(ask(page)))
    there.triggered.connect(lambda: show_exports(page))
    made.setMenu(menu)
    page.header.add(made)


async def ask(page: LivePage) -> None:
    """The dialog, with what it begins with; then the list, where it is seen how far it is."""
    room = page.room

    def look(tx: fold.Tx) -> tuple[list[Seal], str]:
        known = fold.facts(tx, room.id)
        mine = [each.row for each in fold.folded(tx, room.id, Export) if each.row.member == room.me.id]
        newest = max(mine, key=lambda each: each.asked_at, default=None)
        return list(known.all(Seal)), newest.mailbox if newest else ""

    seals, mailbox = await room.store.run(look)
    dialog = ExportDialog(room, seals, mailbox, page.window())
    dialog.accepted.connect(lambda: show_exports(page))
    dialog.open()


def show_exports(page: LivePage) -> None:
    ExportsDialog(page.room, page.window()).open()


def _at(time: QDateTime) -> int:
    return time.toMSecsSinceEpoch() // MINUTE_MS * MINUTE_MS


class _Formats(QWidget):
    """Which files; at first a spreadsheet alone."""

    def __init__(self) -> None:
        super().__init__()
        self._boxes = {
            Format.XLSX: QCheckBox(self.tr("Spreadsheet (XLSX)")),
            Format.CSV: QCheckBox(self.tr("Table for programs (CSV)")),
            Format.PDF: QCheckBox(self.tr("Report with pictures (PDF)")),
        }
        self._boxes[Format.XLSX].setChecked(True)
        for of, box in self._boxes.items():
            box.setObjectName(f"export.{of.value}")
        layout = column(gap=4)
        layout.setContentsMargins(0, 2, 0, 2)
        for box in self._boxes.values():
            layout.addLayout(row(box, None))  # as wide as its words: beside them a click does nothing
        self.setLayout(layout)
        self.setFocusProxy(self._boxes[Format.XLSX])

    def chosen(self) -> list[Format]:
        return [of for of, box in self._boxes.items() if box.isChecked()]
