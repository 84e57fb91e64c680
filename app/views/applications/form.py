"""The form for a new application; the flow of the chosen seal stands beside it (R-088, R-089)."""

from collections.abc import Callable

from PySide6.QtCore import QDateTime, Qt, QTime, Signal

from app.models import fold
from app.models.store import Tx
from app.views import words
from app.views.applications.known import Known
from app.views.room import Room, on_click
from app.views.widgets import (
    Card,
    Columns,
    FormField,
    Step,
    Timeline,
    button,
    choice_edit,
    column,
    label,
    line_edit,
    moment_edit,
    number_edit,
    row,
)
from domain import applications
from domain.applications import Apply
from domain.ids import new_id
from domain.seals import BindingState, Seal
from domain.uses import MAX_COUNT
from domain.verdict import Circumstances, Refused


class ApplicationForm(Card):
    """A new application. The flow of the chosen seal stands beside it (R-089)."""

    submitted = Signal(str)
    left = Signal()

    def __init__(self, room: Room, begin: Callable[..., None]) -> None:
        super().__init__(self.tr("New application"), scroll=True)
        self._room, self._begin, self._known = room, begin, Known([], {}, {})
        now = QDateTime.currentDateTime()
        end = QDateTime(now.date().addDays(1), QTime(18, 0))
        self.seal, self.reason = choice_edit([]), line_edit(limit=500)
        self.document, self.copies = line_edit(limit=60), number_edit(1, 9999, 1)
        self.count = number_edit(0, MAX_COUNT, 1)
        self.start, self.end = moment_edit(now), moment_edit(end)
        editors = {
            "seal": (self.tr("Seal"), self.seal, ""),
            "document": (self.tr("Document name"), self.document, ""),
            "reason": (self.tr("Reason"), self.reason, ""),
            "copies": (self.tr("Copies"), self.copies, ""),
            "count": (self.tr("Number of uses"), self.count, self.tr("0 is unlimited, at most 500")),
            "start": (self.tr("From"), self.start, ""),
            "end": (self.tr("Until"), self.end, ""),
        }
        self._fields = {key: FormField(name, editor, hint) for key, (name, editor, hint) in editors.items()}
        for key, (_, editor, _) in editors.items():
            editor.setObjectName(f"applications.{key}")
        self._message = label("", "fault", wrap=True)
        self._message.setObjectName("applications.message")
        self._flow = Timeline(name=self.tr("Flow"))
        self._lay_out()
        self.seal.currentIndexChanged.connect(self._show_flow)

    def _lay_out(self) -> None:
        fields = self._fields
        form = column(*(fields[key] for key in ("seal", "document", "reason")), gap=14)
        for pair in (("copies", "count"), ("start", "end")):
            beside = row(gap=14)
            for key in pair:
                beside.addWidget(fields[key], 1, Qt.AlignmentFlag.AlignTop)
            form.addLayout(beside)
        way = column(label(self.tr("Approval flow of this seal"), "strong"), self._flow, gap=12)
        self.body.addWidget(Columns(form, way, (62, 38)))
        self.body.addStretch(1)
        cancel, submit = button(self.tr("Cancel")), button(self.tr("Submit"), "primary", "paper-plane-tilt")
        submit.setObjectName("applications.submit")
        cancel.clicked.connect(self.left)
        on_click(submit, self._begin, self._submit)
        for editor in (self.reason, self.document):
            editor.returnPressed.connect(submit.click)
        self.foot(self._message, None, cancel, submit)

    def begin_with(self, known: Known, chosen: str) -> None:
        """The seals one may apply for; the current one first chosen."""
        self._known = known
        kept = self.seal.currentData() or chosen
        self.seal.blockSignals(True)
        self.seal.clear()
        for seal in known.seals.values():
            if seal.state is BindingState.BOUND:
                self.seal.addItem(seal.name, seal.id)
        self.seal.setCurrentIndex(max(0, self.seal.findData(kept)))
        self.seal.blockSignals(False)
        self._show_flow()

    def act(self) -> Apply:
        """What the form says."""
        return Apply(
            id=new_id(),
            seal=str(self.seal.currentData() or ""),
            reason=self.reason.text(),
            document=self.document.text(),
            copies=self.copies.value(),
            count=self.count.value(),
            start=self.start.dateTime().toMSecsSinceEpoch(),
            end=self.end.dateTime().toMSecsSinceEpoch(),
        )

    def _show_flow(self) -> None:
        seal = self._known.seals.get(str(self.seal.currentData() or ""))
        if seal is not None:
            self._begin(self._read_flow(seal))

    async def _read_flow(self, seal: Seal) -> None:
        room = self._room

        def flow(tx: Tx) -> list[Step]:
            at = Circumstances(room.me, room.now(), fold.facts(tx, room.id))
            found = applications.flow(seal, at)
            return [
                Step(self._known.names(each.candidates), words.step_kind(each.kind))
                for each in (found[0] if found else [])
            ]

        self._flow.set_steps(await room.store.run(flow))

    async def _submit(self) -> None:
        self.show_refusal(None)
        act = self.act()
        done = await self._room.submit(act)
        if isinstance(done, Refused):
            self.show_refusal(done)
            return
        self.reason.clear()
        self.document.clear()
        self.submitted.emit(act.id)

    def show_refusal(self, refused: Refused | None) -> None:
        """Beside the field it concerns, else above the buttons."""
        for key, each in self._fields.items():
            each.set_error(self._room.sentence(refused) if refused and refused.field == key else "")
        elsewhere = refused is not None and refused.field not in self._fields
        self._message.setText(self._room.sentence(refused) if refused and elsewhere else "")
