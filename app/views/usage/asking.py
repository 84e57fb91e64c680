"""Asking for an export of usage records: which, of what period, in which form, to which mailbox (R-151, R-152)."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import QCoreApplication, QDateTime, QTimeZone, Signal
from PySide6.QtWidgets import QCheckBox, QDateTimeEdit, QMenu, QWidget

from app.models import fold, usage
from app.models.usage import Filter
from app.views.form_dialog import FormDialog
from app.views.i18n import Tongue, number
from app.views.room import LivePage, Room
from app.views.usage.exports import ExportsDialog
from app.views.widgets import FormField, button, column, line_edit, moment_edit, row
from app.views.widgets.multi_choice import MultiChoice
from domain.exports import IN_VOLUME, Export, ExportUsage, Format, volumes
from domain.ids import new_id
from domain.organization import manages_all
from domain.rows import Act
from domain.seals import Seal, by_name
from domain.times import AHEAD_S, midnight, moment
from domain.verdict import Refused

translate = QCoreApplication.translate
MINUTE_MS = 60_000


class ExportDialog(FormDialog):
    """The month so far, of the current seal, to the mailbox that was last written to."""

    def __init__(self, room: Room, seals: Sequence[Seal], mailbox: str, parent: QWidget) -> None:
        super().__init__(room, "export", self.tr("Export usage records"), parent)
        self._id = new_id(room.now())
        today = moment(room.now()).date()
        self._seal = MultiChoice(
            [("", self.tr("All seals")), *((each.id, each.name) for each in sorted(seals, key=by_name))]
        )
        if self._seal.findData(room.current_seal()) >= 0:
            self._seal.pick([room.current_seal()])
        self._start, self._end = _edit(midnight(today.replace(day=1))), _edit(midnight(today + timedelta(days=1)))
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
        fields["end"].set_hint(self.tr("Beijing time, as in the files"))
        self._hinted = fields["formats"]
        self._found: int | None = None
        self._is_too_long = False
        text = self.tr("The cloud writes the files, sends them to the mailbox and keeps them here for seven days.")
        self.lay_out(fields, self.tr("Export"), "download-simple", text=text)
        self._seal.changed.connect(self._recount)
        for each in (self._start, self._end):
            each.dateTimeChanged.connect(self._recount)
        self._formats.changed.connect(self._hint)
        self._recount()

    def told(self) -> str:
        return self.tr("The export is on its way")

    def act(self) -> Act | Refused:
        formats = self._formats.chosen()
        if not formats:
            return Refused("format_missing", "formats")
        if Format.PDF in formats and self._found is not None and volumes(self._found) is None:
            return Refused("export_too_long", "formats", str(self._found))
        asked = self._asked()
        return ExportUsage(
            id=self._id,
            seal=asked.seal,
            start=asked.since or 0,
            end=asked.until or 0,
            mailbox=self._mailbox.text().strip(),
            formats=formats,
            chinese=self.room.language.tongue is Tongue.ZH_CN,
        )

    def _asked(self) -> Filter:
        """Which records."""
        start, end = (_at(each.dateTime()) for each in (self._start, self._end))
        return Filter(seal=self._seal.picked()[0] or None, since=start, until=end)

    def _recount(self) -> None:
        self._found = None
        self._tasks.begin(self._count(self._asked()))

    async def _count(self, asked: Filter) -> None:
        """As many as this console knows of; how many there are, the cloud finds out when it writes them."""
        found = await self.room.store.run(lambda tx: usage.count(tx, self.room.id, asked))
        if asked == self._asked():  # else it is counted once more
            self._found = found
            self._hint()

    def _hint(self) -> None:
        """How many records that will be, and in how many volumes; why it cannot be, before it is asked for."""
        if (found := self._found) is None:
            return
        is_report, needed = Format.PDF in self._formats.chosen(), volumes(found)
        said = self.tr("Records in this period: {0}").format(number(found))
        if is_report and needed is not None and needed > 1:
            said = self.tr("{0}; the PDF comes in {1} volumes of up to {2}").format(said, needed, number(IN_VOLUME))
        self._hinted.set_hint(said)
        is_too_long = is_report and needed is None
        if is_too_long or self._is_too_long:  # another fault is not this one's to take away
            fault = Refused("export_too_long", "formats", str(found))
            self._hinted.set_error(self.room.sentence(fault) if is_too_long else "")
        self._is_too_long = is_too_long
        self.fit()


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


def _edit(at: int) -> QDateTimeEdit:
    """As clocks in China show it, wherever this computer stands: so it is written in the files."""
    zone = QTimeZone(AHEAD_S)
    made = moment_edit(QDateTime.fromMSecsSinceEpoch(at))
    made.setTimeZone(zone)
    made.setDateTime(QDateTime.fromMSecsSinceEpoch(at, zone))
    return made


def _at(time: QDateTime) -> int:
    return time.toMSecsSinceEpoch() // MINUTE_MS * MINUTE_MS


class _Formats(QWidget):
    """Which files; at first a spreadsheet alone."""

    changed = Signal()

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
            box.toggled.connect(self.changed)
        layout = column(gap=4)
        layout.setContentsMargins(0, 2, 0, 2)
        for box in self._boxes.values():
            layout.addLayout(row(box, None))  # as wide as its words: beside them a click does nothing
        self.setLayout(layout)
        self.setFocusProxy(self._boxes[Format.XLSX])

    def chosen(self) -> list[Format]:
        return [of for of, box in self._boxes.items() if box.isChecked()]
