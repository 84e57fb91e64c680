"""The exports of the organization: how far each is, what became of its letter, its files to fetch (R-151, R-152)."""

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QProgressBar, QStackedWidget, QWidget

from app.models import fold
from app.models.fold import Folded
from app.models.store import Topics
from app.sync.errors import CloudError
from app.views import words
from app.views.i18n import Tongue, number
from app.views.keeping import choose_place
from app.views.look import Tone
from app.views.page_dialog import PageDialog
from app.views.room import LivePage, Room, on_click, sending
from app.views.widgets import (
    Card,
    EmptyState,
    Fact,
    FactList,
    ListDetail,
    Pill,
    Record,
    RecordList,
    RecordModel,
    button,
    label,
    line_edit,
    row,
)
from app.views.words import Word
from domain import wording
from domain.exports import OPEN, CancelExport, Export, ExportFile, ExportState, Format, SendExport, can_fetch
from domain.messages import DeliveryState
from domain.organization import Member
from domain.rows import Act
from domain.seals import Seal
from domain.times import minute, moment
from domain.verdict import Refused

translate = QCoreApplication.translate
WIDTH, HEIGHT = 860, 620


def state(row: Export, now: int) -> Word:
    """How an export stands."""
    if row.state is ExportState.DONE and not can_fetch(row, now):
        return translate("exports", "no longer kept"), Tone.NEUTRAL
    return {
        ExportState.WAITING: (translate("exports", "waiting"), Tone.WARN),
        ExportState.RUNNING: (translate("exports", "being written"), Tone.ACCENT),
        ExportState.DONE: (translate("exports", "done"), Tone.OK),
        ExportState.FAILED: (translate("exports", "failed"), Tone.DANGER),
        ExportState.CANCELLED: (translate("exports", "cancelled"), Tone.NEUTRAL),
    }[row.state]


def mailed(row: Export, tongue: Tongue) -> str:
    """What became of the letter; a mailbox's server is quoted as it spoke."""
    if row.mail is None:
        return "—"
    why = wording.sentence(row.mail_why, "", tongue is Tongue.ZH_CN) if row.mail_why else ""
    said = {
        DeliveryState.WAITING: translate("exports", "on its way"),
        DeliveryState.DEFERRED: translate("exports", "on its way"),
        DeliveryState.SENT: translate("exports", "sent"),
        DeliveryState.FAILED: translate("exports", "not taken"),
    }[row.mail.state]
    return translate("exports", "{0}: {1}").format(said, why) if why else said


def _period(of: Export) -> str:
    """As it stands in its files."""
    return f"{minute(of.start)} – {minute(of.end)}"


def _days(of: Export) -> str:
    """The first and the last day of which there is something in it."""
    return f"{moment(of.start).date()} – {moment(of.end - 1).date()}"


def _files(of: Format, export: Export) -> str:
    """`3 × PDF 306.1 MB`: so many volumes, all together."""
    sizes = [each.bytes for each in export.files if each.format is of]
    many = f"{len(sizes)} × " if len(sizes) > 1 else ""
    return f"{many}{of.value.upper()} {words.size(sum(sizes))}"


class ExportsDialog(PageDialog["ExportsPage"]):
    """The list in front of the page it was asked for from."""

    def __init__(self, room: Room, parent: QWidget) -> None:
        title = translate("ExportsDialog", "Exports of usage records")
        super().__init__(ExportsPage(room, title), "exports", title, (WIDTH, HEIGHT), parent)


class ExportsPage(LivePage):
    """Newest first; nobody else's organization, but what others of it have exported as well."""

    topics: ClassVar[Topics] = frozenset({"exports", "members", "seals", "outbox"})

    def __init__(self, room: Room, title: str) -> None:
        super().__init__(room, title)
        self._people: dict[str, str] = {}
        self._seals: dict[str, str] = {}
        self._model: RecordModel[Folded[Export]] = RecordModel(lambda each: each.row.id, self._record)
        self._list = RecordList(self._model, title)
        self._list.setObjectName("exports.list")
        self._list.chosen.connect(lambda _: self._show())
        side = Card(flush=True)
        side.body.addWidget(self._list, 1)
        self._detail, self._right = self._make_detail(), QStackedWidget()
        self._nothing = EmptyState("download-simple", self.tr("Choose an export at the left."))
        self._right.addWidget(self._nothing)
        self._right.addWidget(self._detail)
        self.content.addWidget(ListDetail(side, self._right), 1)
        self.show_state("download-simple", self.tr("Loading"), busy=True)
        self.reload()

    def _make_detail(self) -> Card:
        detail = Card(scroll=True)
        detail.setObjectName("exports.detail")
        self._title, self._pill = label("", "title", cut=True), Pill()
        detail.head(self._title, self._pill)
        self._progress, self._message = QProgressBar(), label("", "fault", wrap=True)
        self._progress.setAccessibleName(self.tr("Progress"))
        self._progress.setTextVisible(False)
        self._message.setObjectName("exports.message")
        self._facts = FactList()
        self._mailbox = line_edit(limit=254)
        self._mailbox.setObjectName("exports.mailbox")
        self._mailbox.setAccessibleName(self.tr("Mailbox"))
        self._again = button(self.tr("Send again"), "plain", "paper-plane-tilt")
        self._again.setObjectName("exports.send")
        on_click(self._again, self.begin, self._send)
        self._sending = QWidget()
        self._sending.setLayout(row(self._mailbox, self._again))
        self._sending.layout().setContentsMargins(0, 0, 0, 0)
        for widget in (self._progress, self._message, self._facts, self._sending):
            detail.body.addWidget(widget)
        detail.body.addStretch(1)
        self._cancel = button(self.tr("Cancel the export"), "danger")
        self._cancel.setObjectName("exports.cancel")
        on_click(self._cancel, self.begin, self._do_cancel)
        self._fetch = {of: button(of.value.upper(), "plain", "download-simple") for of in Format}
        for of, each in self._fetch.items():
            each.setObjectName(f"exports.fetch_{of.value}")
            each.setAccessibleName(self.tr("Fetch {0}").format(of.value.upper()))
            on_click(each, self.begin, lambda of=of: self._save(of))
        self._volumes = {of: QMenu(self) for of in Format}
        self._foot = detail.foot(None, self._cancel, *self._fetch.values())
        return detail

    async def read(self) -> None:
        def look(tx: fold.Tx) -> tuple[list[Folded[Export]], dict[str, str], dict[str, str]]:
            known = fold.facts(tx, self.room.id)
            found = fold.folded(tx, self.room.id, Export)
            found.sort(key=lambda each: (-each.row.asked_at, each.row.id))
            people = {each.id: each.name for each in known.all(Member)}
            return found, people, {each.id: each.name for each in known.all(Seal)}

        found, self._people, self._seals = await self.room.store.run(look)
        self._model.set_rows(found)
        self._model.refresh()
        if not found:
            text = self.tr("What is exported from the usage records is listed here, with its files for seven days.")
            self.show_state("download-simple", self.tr("No export yet"), text)
            return
        if self._list.current_key() is None:
            self._list.choose(found[0].row.id)
        self._show()
        self.show_content()

    def _chosen(self) -> Folded[Export] | None:
        return self._model.row(self._list.currentIndex())

    def _show(self) -> None:
        each = self._chosen()
        self._right.setCurrentWidget(self._nothing if each is None else self._detail)
        if each is None:
            return
        export, tongue = each.row, self.room.language.tongue
        self._title.setText(self._seal(export))
        self._pill.set(*state(export, self.room.now()))
        self._progress.setVisible(export.state is ExportState.RUNNING)
        self._progress.setRange(0, export.records or 0)
        self._progress.setValue(export.done)
        failed = wording.sentence(export.code, export.detail, tongue is Tongue.ZH_CN) if export.code else ""
        self._say(failed)
        there = can_fetch(export, self.room.now())
        self._sending.setVisible(there)
        if self._mailbox.property("of") != export.id:  # what is being typed stays
            self._mailbox.setProperty("of", export.id)
            self._mailbox.setText(export.mailbox)
        self._cancel.setVisible(export.state in OPEN)
        self._foot.setVisible(there or export.state in OPEN)
        for of, fetch in self._fetch.items():
            files = [file for file in export.files if file.format is of] if there else []
            fetch.setVisible(bool(files))
            self._offer_volumes(of, export, files)
        self._facts.set_facts(self._facts_of(export, tongue))

    def _offer_volumes(self, of: Format, export: Export, files: list[ExportFile]) -> None:
        """One is fetched by the button itself; of several each is chosen from it."""
        menu, several = self._volumes[of], len(files) > 1
        menu.clear()
        for file in files if several else ():
            text = self.tr("Volume {0} of {1} · {2}").format(file.volume, len(files), words.size(file.bytes))
            chosen = menu.addAction(text)
            chosen.triggered.connect(lambda _=False, file=file: self.begin(self._save_as(export, file)))
        self._fetch[of].setMenu(menu if several else None)

    def _facts_of(self, export: Export, tongue: Tongue) -> list[Fact]:
        files = ", ".join(_files(of, export) for of in dict.fromkeys(each.format for each in export.files))
        kept = words.full_moment(export.kept_until) if export.kept_until and export.files else "—"
        done = self.tr("{0} of {1}").format(number(export.done), number(export.records or 0))
        records = done if export.state is ExportState.RUNNING else number(export.records or 0)
        return [
            Fact(self.tr("Period (Beijing time)"), _period(export)),
            Fact(self.tr("Records"), records if export.records is not None else "—"),
            Fact(self.tr("Files"), files or ", ".join(each.value.upper() for each in export.formats)),
            Fact(self.tr("Kept until"), kept),
            Fact(self.tr("Mailbox"), export.mailbox, copy=True),
            Fact(self.tr("Mail"), mailed(export, tongue)),
            Fact(self.tr("Exported by"), self._people.get(export.member, "—")),
            Fact(self.tr("Asked for"), words.full_moment(export.asked_at)),
        ]

    def _seal(self, export: Export) -> str:
        return self._seals.get(export.seal, export.seal) if export.seal else self.tr("All seals")

    def _record(self, each: Folded[Export]) -> Record:
        word, tone = state(each.row, self.room.now())
        return Record(
            title=self._seal(each.row),
            subtitle=f"{_days(each.row)} · {self._people.get(each.row.member, '—')}",
            pill=word,
            tone=tone,
            time=words.moment(each.row.asked_at),
            icon="download-simple",
            note=self.tr("sending") if sending(each) else "",
        )

    def _say(self, sentence: str) -> None:
        self._message.setText(sentence)
        self._message.setVisible(bool(sentence))

    async def _do(self, act: Act, told: str) -> None:
        done = await self.room.submit(act)
        if isinstance(done, Refused):
            self._say(self.room.sentence(done))
        else:
            self.room.tell(told)

    async def _do_cancel(self) -> None:
        if (each := self._chosen()) is not None:
            await self._do(CancelExport(export=each.row.id), self.tr("Export cancelled"))

    async def _send(self) -> None:
        if (each := self._chosen()) is not None:
            act = SendExport(export=each.row.id, mailbox=self._mailbox.text().strip())
            await self._do(act, self.tr("The files are sent again"))

    async def _save(self, of: Format) -> None:
        each = self._chosen()
        file = None if each is None else next((file for file in each.row.files if file.format is of), None)
        if each is not None and file is not None:
            await self._save_as(each.row, file)

    async def _save_as(self, export: Export, file: ExportFile) -> None:
        ending = file.format.value
        path = await choose_place(self, file.name, f"{ending.upper()} (*.{ending})")
        if path is not None:
            await self.save(export, file, path)

    async def save(self, export: Export, file: ExportFile, path: Path) -> None:
        """Fetch the file, and write it there; whole or not at all."""
        self._say("")
        try:
            await self.room.save_export(export.id, file, path)
        except CloudError as error:
            self._say(wording.sentence(getattr(error, "code", ""), "", self.room.language.tongue is Tongue.ZH_CN))
            if not self._message.text():
                self._say(self.tr("The cloud is out of reach just now; the file is not lost."))
            return
        except OSError as error:
            self._say(self.tr("It cannot be saved: {0}").format(error.strerror or error))
            return
        self.room.tell(self.tr("Saved as {0}").format(path.name))
