"""One template: its steps, who is copied, and which seals use it."""

from PySide6.QtCore import Signal

from app.models.fold import Folded
from app.views import words
from app.views.look import Tone
from app.views.room import Room, sending
from app.views.templates.lines import Rules, template_name
from app.views.widgets import (
    Card,
    Columns,
    Fact,
    FactList,
    IconDisc,
    Pill,
    Step,
    Timeline,
    button,
    column,
    label,
    restyle,
)
from domain.applications import StepKind
from domain.templates import Template
from domain.verdict import Refused


class TemplateDetail(Card):
    """Says what the person wants to do, and leaves the doing to the page."""

    edit_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__(scroll=True)
        self.setObjectName("templates.detail")
        self._room, self._shown = room, ""
        self._pill = Pill()
        self._title, self._under = label("", "title", cut=True), label("", "caption", cut=True)
        self.head(IconDisc("flow-arrow", Tone.ACCENT, 40), column(self._title, self._under, gap=2), self._pill)
        self._flow, self._facts = Timeline(name=self.tr("Approval flow")), FactList()
        steps = column(label(self.tr("Approval flow"), "strong"), self._flow, gap=12)
        self.body.addWidget(Columns(steps, column(self._facts)))
        self.body.addStretch(1)
        self._message = label("", "secondary", wrap=True)
        self._message.setObjectName("templates.message")
        self._edit = button(self.tr("Edit"), "plain", "pencil-simple")
        self._edit.setObjectName("templates.edit")
        self._delete = button(self.tr("Delete"), "danger", "trash")
        self._delete.setObjectName("templates.delete")
        self._edit.clicked.connect(self.edit_wanted)
        self._delete.clicked.connect(self.delete_wanted)
        self.foot(self._message, self._edit, self._delete)

    def show_template(self, each: Folded[Template], rules: Rules) -> None:
        row = each.row
        self._title.setText(template_name(row))
        self._under.setText(self.tr("sending") if sending(each) else self.tr("Approval template"))
        self._pill.set(self.tr("Read only") if row.system else "", Tone.NEUTRAL)
        steps = [Step(rules.person(id), words.step_kind(StepKind.APPROVE), tone=Tone.ACCENT) for id in row.approvers]
        keepers = self.tr("Keepers of the seal; without keepers owner or administrator")
        self._flow.set_steps([*steps, Step(self.tr("Authorizer"), keepers, tone=Tone.ACCENT)])
        seals = "\n".join(rules.seals_of_template(row.id))
        copied = "、".join(rules.person(id) for id in row.copied)
        none = self.tr("nobody")
        self._facts.set_facts([Fact(self.tr("Copied"), copied or none), Fact(self.tr("Used by"), seals or "—")])
        self._edit.setVisible(not row.system)
        self._delete.setVisible(not row.system)
        if row.id != self._shown:  # what was refused stands until another is looked at
            self._shown = row.id
            self.say(self._room.sentence(Refused("template_read_only")) if row.system else "")

    def say(self, sentence: str, *, fault: bool = False) -> None:
        """Beside the buttons: why something is not done, or not to be done."""
        restyle(self._message, "role", "fault" if fault else "secondary")
        self._message.setText(sentence)
