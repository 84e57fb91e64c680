"""The fields of an application, and which of them are asked for (R-075, R-088, R-280..R-293)."""

from collections.abc import Callable

from PySide6.QtCore import QDateTime, Qt, QTime
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.models.files import Blob
from app.services.picking import declare
from app.views import words
from app.views.applications.known import Known, offered
from app.views.applications.mark import MarkEdit
from app.views.areas.edit import AreaEdit
from app.views.room import Room, Work
from app.views.uses import FIELDS, UseOptions
from app.views.widgets import (
    FormField,
    button,
    choice_edit,
    column,
    count_characters,
    label,
    line_edit,
    moment_edit,
    number_edit,
    reveal,
    row,
    set_choices,
    suggestion_edit,
    text_edit,
)
from app.views.widgets.file_picker import FilePicker
from app.views.widgets.multi_choice import MultiChoice
from domain.applications import MAX_REMARK, Application, Apply, Medium, Options, has_flow
from domain.authorizations import Mode
from domain.ids import new_id
from domain.organization import Feature, Member
from domain.seals import BindingState, Seal, by_name
from domain.uses import DAY_MS, MAX_COUNT

MAX_REASON, MAX_NAME = 500, 60  # of `domain.rows`: what an act may hold
# Not asked for: as often as wanted, from now on, for a year. The authorizer narrows it (C-28).
UNASKED_COUNT, UNASKED_MS = 0, 365 * DAY_MS
ASKED_BY = {
    "department": Feature.DEPARTMENT,
    "mark": Feature.DOCUMENT_MARK,
    "count": Feature.COUNT,
    "start": Feature.START,
    "end": Feature.END,
    "area": Feature.AREA,
    "remark": Feature.REMARK,
}
REQUIRED = ("seal", "department", "document", "reason", "copies", "count", "start", "end")


class ApplicationFields(QWidget):
    """Editors for all there is, of which only what the organization has checked is shown."""

    def __init__(self, room: Room, begin: Callable[[Work], None]) -> None:
        super().__init__()
        self._room, self._begin = room, begin
        self._categories: list[tuple[str, str]] = []
        self._make_editors()
        self.fields = {key: FormField(name, editor) for key, (name, editor) in self._editors().items()}
        for key, each in self.fields.items():
            each.editor.setObjectName(f"applications.{key}")
        for key in REQUIRED:
            self.fields[key].set_required(True)
        self.fields["count"].set_hint(self.tr("0 is unlimited, at most 500"))
        self.fields["mark"].set_hint(self.tr("typed, or its QR code or 69 barcode scanned"))
        count_characters(self.fields["reason"], MAX_REASON)
        count_characters(self.fields["remark"], MAX_REMARK)
        self.mark.refused.connect(self.fields["mark"].set_error)
        self.pictures.refused.connect(self.fields["pictures"].set_error)
        self.attachments.refused.connect(self.fields["attachments"].set_error)
        self.setLayout(self._laid_out())
        self.count.valueChanged.connect(self.options.set_count)
        self.start_over()

    def _make_editors(self) -> None:
        self.seal = MultiChoice()
        self.several = button(self.tr("Several seals"), "ghost")
        self.several.setCheckable(True)
        self.several.setObjectName("applications.several")
        self.several.toggled.connect(self.seal.set_several)
        self.category, self.department = choice_edit([]), choice_edit([])
        self.document, self.reason = line_edit(limit=MAX_NAME), text_edit(MAX_REASON)
        usual = [self.tr("Contract"), self.tr("Agreement"), self.tr("Letter"), self.tr("Certificate")]
        usual += [self.tr("Bid"), self.tr("Power of attorney"), self.tr("Report"), self.tr("Form")]
        self.document_type, self.mark = suggestion_edit(usual, MAX_NAME), MarkEdit(self._room)
        self.copies = number_edit(1, 9999, 1)
        self.medium = choice_edit([(each.value, words.medium(each)) for each in Medium])
        self.pictures = FilePicker(self._begin, self.tr("Pictures of the document"), pictures=True)
        self.attachments = FilePicker(self._begin, self.tr("Attachments"), pictures=False)
        self.count = number_edit(0, MAX_COUNT, 1)
        self.start, self.end = moment_edit(QDateTime.currentDateTime()), moment_edit(QDateTime.currentDateTime())
        self.area, self.remark = AreaEdit("applications", self._room), text_edit(MAX_REMARK, 2)
        self.options = UseOptions("applications")
        self.mode = choice_edit([(each.value, words.mode(each)) for each in Mode])
        self.mode.currentIndexChanged.connect(lambda _: self._follow_mode())

    def _editors(self) -> dict[str, tuple[str, QWidget]]:
        return {
            "seal": (self.tr("Seal"), self.seal),
            "category": (self.tr("Category of use"), self.category),
            "department": (self.tr("Department"), self.department),
            "document": (self.tr("Document name"), self.document),
            "document_type": (self.tr("Document type"), self.document_type),
            "mark": (self.tr("Document mark"), self.mark),
            "copies": (self.tr("Copies"), self.copies),
            "medium": (self.tr("Medium"), self.medium),
            "reason": (self.tr("Reason"), self.reason),
            "pictures": (self.tr("Pictures of the document"), self.pictures),
            "attachments": (self.tr("Attachments"), self.attachments),
            "mode": (self.tr("Use mode"), self.mode),
            "count": (self.tr("Number of uses"), self.count),
            "start": (self.tr("From"), self.start),
            "end": (self.tr("Until"), self.end),
            "area": (self.tr("Permitted area"), self.area),
            "remark": (self.tr("Remark"), self.remark),
        }

    def _laid_out(self) -> QVBoxLayout:
        fields, layout = self.fields, column(gap=14)
        seal = row(fields["seal"], gap=6)
        seal.addWidget(self.several, 0, Qt.AlignmentFlag.AlignBottom)
        seal.setStretch(0, 1)
        layout.addLayout(seal)
        for keys in (
            ("category", "department"),
            ("document",),
            ("document_type", "mark"),
            ("copies", "medium"),
            ("reason",),
            ("pictures",),
            ("attachments",),
            ("mode", "count"),
            ("start", "end"),
            ("area",),
            ("remark",),
        ):
            beside = row(gap=14)
            for key in keys:
                beside.addWidget(fields[key], 1, Qt.AlignmentFlag.AlignTop)
            layout.addLayout(beside)
        self._options_title = label(self.tr("How the use is watched"), "strong")
        layout.addWidget(self._options_title)
        layout.addWidget(self.options)
        return layout

    # What may be chosen, and what it begins with

    def offer(self, known: Known, features: list[Feature], me: Member, chosen: str) -> None:
        """What there is to choose from now, and what is asked for; whatever was filled in stays."""
        self.area.show_named(known.areas)
        bound = [each for each in known.seals.values() if each.state is BindingState.BOUND]
        kept = self.seal.picked()
        self.seal.set_choices([(each.id, each.name) for each in sorted(bound, key=by_name)])
        if not kept:
            first = self.seal.choices()[:1]
            self.seal.pick([chosen] if self.seal.findData(chosen) >= 0 else [key for key, _ in first])
        self.several.setVisible(len(bound) > 1)
        categories, departments = offered(known.categories), offered(known.departments)
        self._categories = [("", self.tr("All others")), *categories]
        set_choices(self.department, [("", self.tr("Choose …")), *departments], me.department or "")
        for key, feature in ASKED_BY.items():
            self.fields[key].setVisible(feature in features)
        self.fields["category"].setVisible(bool(categories))
        self.fields["department"].setVisible(bool(departments) and Feature.DEPARTMENT in features)
        self.fields["pictures"].set_required(Feature.PICTURE_REQUIRED in features)
        self.options.follow(features)
        self._show_options()

    def _show_options(self) -> None:
        self._options_title.setVisible(self.options.any_shown)
        self.options.setVisible(self.options.any_shown)

    def _follow_mode(self) -> None:
        """R-108: what is sealed are the PDFs that come with it, and nothing of it is watched."""
        documents = self.chosen_mode() is Mode.ELECTRONIC
        hint = self.tr("The seal signs the PDF attachments of this application.")
        self.fields["mode"].set_hint(hint if documents else "")
        self.options.set_documents(documents)
        self._show_options()

    def offer_categories(self, seals: list[Seal]) -> None:
        """Those that have a flow with each of the chosen seals."""
        ways = [key for key, _ in self._categories if all(has_flow(seal, key or None) for seal in seals)]
        set_choices(self.category, [each for each in self._categories if each[0] in ways])

    def start_over(self, like: Application | None = None) -> None:
        """An empty form; `like`: what was applied for before, for another document of the kind. Its files are not
        taken along: they show the other document."""
        now = QDateTime.currentDateTime()
        end = QDateTime(now.date().addDays(1), QTime(18, 0))
        self.several.setChecked(False)
        self.start.setDateTime(now)
        self.end.setDateTime(end if like is None else max(end, now.addMSecs(like.end - like.start)))
        self.seal.pick([like.seal] if like else [])
        self.document.setText(like.document if like else "")
        self.document_type.setEditText(like.document_type if like else "")
        self.mark.setText(like.mark if like else "")
        self.copies.setValue(like.copies if like else 1)
        self.reason.setPlainText(like.reason if like else "")
        self.remark.setPlainText(like.remark if like else "")
        self.count.setValue(like.count if like else 1)
        self.area.show_area(like.area if like else None)
        self.options.show_options(like.options if like else Options(photo=True))
        chosen = {
            self.category: like.category if like else None,
            self.medium: like.medium.value if like else Medium.PAPER.value,
            self.mode: like.mode.value if like else Mode.PHYSICAL.value,
        }
        if like is not None:
            chosen[self.department] = like.department
        for box, key in chosen.items():
            box.setCurrentIndex(max(0, box.findData(key or "")))
        self.pictures.clear()
        self.attachments.clear()
        self.show_refusal(None, "")

    # What it says

    async def settled(self) -> None:
        """Until no chosen file is being read any more."""
        await self.pictures.settled()
        await self.attachments.settled()

    def blobs(self) -> list[Blob]:
        return [each.blob for each in (*self.pictures.files, *self.attachments.files)]

    def chosen_category(self) -> str | None:
        return str(self.category.currentData() or "") or None

    def chosen_mode(self) -> Mode:
        return Mode(self.mode.currentData())

    def act(self, seal: str, group: str | None, now: int, works_until: int | None = None) -> Apply:
        """Applying for this seal at this time; what is not asked for has its usual value. `works_until`: when the
        service of the seal lets no use go on."""
        asked = {key for key in ASKED_BY if not self.fields[key].isHidden()}
        start = self.start.dateTime().toMSecsSinceEpoch() if "start" in asked else now
        usual = start + UNASKED_MS
        if works_until is not None and works_until > start:  # if it is over already, that is what has to be said
            usual = min(usual, works_until)
        return Apply(
            id=new_id(),
            seal=seal,
            category=self.chosen_category(),
            department=(str(self.department.currentData() or "") or None) if "department" in asked else None,
            reason=self.reason.toPlainText(),
            document=self.document.text(),
            document_type=self.document_type.currentText().strip(),
            copies=self.copies.value(),
            medium=Medium(self.medium.currentData()),
            mark=self.mark.text().strip() if "mark" in asked else "",
            count=self.count.value() if "count" in asked else UNASKED_COUNT,
            start=start,
            end=self.end.dateTime().toMSecsSinceEpoch() if "end" in asked else usual,
            area=self.area.area() if "area" in asked else None,
            remark=self.remark.toPlainText() if "remark" in asked else "",
            options=self.options.options(),
            pictures=declare(self.pictures.files),
            attachments=declare(self.attachments.files),
            group=group,
            mode=self.chosen_mode(),
        )

    def show_finger(self, seals: list[Seal], me: Member) -> None:
        """R-114: whether the applicant's fingerprint can be asked for at these seals."""
        whys = (self.options.why_no_finger(seal, {me.id: me.name}) for seal in seals)
        self.options.set_finger(next((why for why in whys if why), ""))

    def show_refusal(self, field: str | None, sentence: str) -> bool:
        """Beside the field it concerns; whether there is such a field on the form."""
        for key, each in self.fields.items():
            each.set_error(sentence if field == key else "")
        self.options.set_error(sentence if field in FIELDS else "")
        held = self.fields.get(field or "")
        if held is None or held.isHidden():
            return field in FIELDS and not self.options.isHidden()
        if sentence:
            reveal(held)
        return True
