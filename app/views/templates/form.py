"""A new template, or a change of one: its name, who approves in which order, who is copied (R-199..R-201)."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from app.views.room import Room, Work, on_click
from app.views.templates.lines import Rules
from app.views.templates.people import PeopleEditor
from app.views.widgets import Card, Columns, FormField, button, column, label, line_edit
from domain.ids import new_id
from domain.templates import AddTemplate, ChangeTemplate, Template
from domain.verdict import Refused


class TemplateForm(Card):
    """`saved(id)`: it was kept; `left`: it was not wanted."""

    saved = Signal(str)
    left = Signal()

    def __init__(self, room: Room, begin: Callable[[Work], None]) -> None:
        super().__init__(self.tr("New template"), scroll=True)
        self.setObjectName("templates.form")
        self._room, self._id = room, ""
        self.name = line_edit(limit=60)
        self.name.setObjectName("templates.name")
        self._name = FormField(self.tr("Name"), self.name)
        first = self.tr("One after the other, at most 3. Without approvers only the authorizing step is taken.")
        self.approvers = PeopleEditor(self.tr("Approvers in order"), "approvers", first, ordered=True)
        copies = self.tr("At most 3; they may read along and are told of the outcome.")
        self.copied = PeopleEditor(self.tr("Copied"), "copied", copies, ordered=False)
        last = self.tr("The last step is the authorizing one: the seal's keepers take it, or owner and administrator.")
        first_column = column(self._name, self.approvers, gap=16)
        self.body.addWidget(Columns(first_column, column(self.copied, label(last, "caption", wrap=True)), (54, 46)))
        self.body.addStretch(1)
        self._message = label("", "fault", wrap=True)
        cancel, save = button(self.tr("Cancel")), button(self.tr("Save"), "primary", "check")
        cancel.setObjectName("templates.cancel")
        save.setObjectName("templates.save")
        cancel.clicked.connect(self.left)
        on_click(save, begin, self._save)
        self.name.returnPressed.connect(save.click)
        self.foot(self._message, cancel, save)

    def begin_with(self, rules: Rules, of: Template | None) -> None:
        """Empty, or with what the template says now."""
        self._id = of.id if of else ""
        self.set_title(self.tr("Change template") if of else self.tr("New template"))
        self.name.setText(of.name if of else "")
        self.name.setCursorPosition(0)  # a long name is read from its beginning
        self.approvers.set_people(of.approvers if of else [], rules.approvers(), rules.members)
        self.copied.set_people(of.copied if of else [], rules.readers(), rules.members)
        self._show_refusal(None)
        self.name.setFocus()

    def offer(self, rules: Rules) -> None:
        """The people may have changed while the form stands."""
        self.approvers.offer(rules.approvers(), rules.members)
        self.copied.offer(rules.readers(), rules.members)

    async def _save(self) -> None:
        name, approvers, copied = self.name.text().strip(), self.approvers.ids, self.copied.ids
        id = self._id or new_id(self._room.now())
        if not name:
            self._show_refusal(Refused("name_missing", "name"))
            return
        if self._id:
            act = ChangeTemplate(template=id, name=name, approvers=approvers, copied=copied)
        else:
            act = AddTemplate(id=id, name=name, approvers=approvers, copied=copied)
        done = await self._room.submit(act)
        if isinstance(done, Refused):
            self._show_refusal(done)
            return
        self._show_refusal(None)
        self._room.tell(self.tr("Template saved"))
        self.saved.emit(id)

    def _show_refusal(self, refused: Refused | None) -> None:
        """Beside the field it concerns, else above the buttons."""
        fields = {"name": self._name, "approvers": self.approvers, "copied": self.copied}
        for key, each in fields.items():
            each.set_error(self._room.sentence(refused) if refused and refused.field == key else "")
        elsewhere = refused is not None and refused.field not in fields
        self._message.setText(self._room.sentence(refused) if refused and elsewhere else "")
