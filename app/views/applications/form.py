"""The form for a new application, with the flow of the chosen seals beside it (R-087, R-089, R-117)."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from app.views.applications.fields import ApplicationFields
from app.views.applications.flow import FlowPreview
from app.views.applications.known import Known
from app.views.room import Room, Work, on_click
from app.views.widgets import Banner, Card, Columns, button, column, label
from domain.applications import Application, Apply
from domain.ids import new_id
from domain.seals import Seal
from domain.verdict import Refused


class ApplicationForm(Card):
    """A new application, for one seal or several.

    `submitted(id)`: it is kept (the first, of several); `left`: the person gave up; `owed_wanted`: he wants to add the
    pictures that he owes.
    """

    submitted = Signal(str)
    left = Signal()
    owed_wanted = Signal()

    def __init__(self, room: Room, begin: Callable[[Work], None]) -> None:
        super().__init__(self.tr("New application"), scroll=True)
        self._room, self._begin, self._known = room, begin, Known([], {}, {})
        self.setObjectName("applications.form")
        self._owed = Banner()
        self._owed.setObjectName("applications.owed")
        self._owed.acted.connect(self.owed_wanted)
        self.fields = ApplicationFields(room, begin)
        self._flow = FlowPreview(room, begin)
        self._message = label("", "fault", wrap=True)
        self._message.setObjectName("applications.message")
        way = column(label(self.tr("Approval flow of this seal"), "strong"), self._flow, gap=12)
        self.body.addWidget(self._owed)
        self.body.addWidget(Columns(column(self.fields), way, (62, 38)))
        self.body.addStretch(1)
        cancel, submit = button(self.tr("Cancel")), button(self.tr("Submit"), "primary", "paper-plane-tilt")
        submit.setObjectName("applications.submit")
        cancel.setObjectName("applications.cancel")
        cancel.clicked.connect(self.left)
        on_click(submit, begin, self._submit)
        self.foot(self._message, cancel, submit)
        self.fields.document.returnPressed.connect(submit.click)
        self.fields.seal.changed.connect(self._seals_changed)
        self.fields.category.currentIndexChanged.connect(lambda _: self._seals_changed())

    def start_over(self, like: Application | None = None) -> None:
        """An empty form, or one like an earlier application."""
        self.fields.start_over(like)
        self._message.setText("")

    def begin_with(self, known: Known, chosen: str, owed: int = 0) -> None:
        """What may be chosen now, `chosen` the seal that is first; `owed`: pictures that have to be added before."""
        self._known = known
        features = (known.organization or self._room.organization).features
        self.fields.offer(known, features, self._room.me, chosen)
        if owed:
            sentence = self._room.sentence(Refused("pictures_owed", detail=str(owed)))
            self._owed.show_fault(sentence, self.tr("Add them"))
        else:
            self._owed.clear()
        self._seals_changed()

    def acts(self) -> list[Apply]:
        """One for each seal; those that are filed together carry the same group."""
        seals = self.fields.seal.picked()
        group = new_id() if len(seals) > 1 else None
        until = self._known.works_until
        return [self.fields.act(seal, group, self._room.now(), until.get(seal)) for seal in seals]

    def _chosen(self) -> list[Seal]:
        return [self._known.seals[id] for id in self.fields.seal.picked() if id in self._known.seals]

    def _seals_changed(self) -> None:
        seals = self._chosen()
        self.fields.offer_categories(seals)
        self._flow.show_for(seals, self.fields.chosen_category(), self._known)
        self.fields.show_finger(seals, self._room.me)
        self.fields.area.suggest(self._known.places.get(seals[0].id) if len(seals) == 1 else None)

    async def _submit(self) -> None:
        self.show_refusal(None)
        await self.fields.settled()
        acts = self.acts()
        if not acts:
            self.fields.show_refusal("seal", self.tr("Choose a seal."))
            return
        done = await self._room.submit_all(acts, self.fields.blobs())
        if isinstance(done, Refused):
            self.show_refusal(done)
            return
        self.submitted.emit(acts[0].id)
        self.start_over()

    def show_refusal(self, refused: Refused | None) -> None:
        """Beside the field it concerns, else beside the buttons."""
        sentence = self._room.sentence(refused) if refused else ""
        beside = self.fields.show_refusal(refused.field if refused else None, sentence)
        self._message.setText("" if beside else sentence)
