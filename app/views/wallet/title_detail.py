"""One invoice title: what it says, to be read and copied."""

from PySide6.QtCore import Signal

from app.models.fold import Folded
from app.views.look import Tone
from app.views.room import Room, sending
from app.views.wallet.wording import title_kind
from app.views.widgets import Card, Fact, FactList, IconDisc, Pill, button, column, label
from domain.invoice_titles import InvoiceTitle


class TitleDetail(Card):
    """Says what the person wants to do, and leaves the doing to the page."""

    edit_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__(scroll=True)
        self.setObjectName("titles.detail")
        self._shown = ""
        self._name, self._under, self._pill = label("", "title", cut=True), label("", "caption", cut=True), Pill()
        self.head(IconDisc("receipt", Tone.ACCENT, 40), column(self._name, self._under, gap=2), self._pill)
        self._facts, self._message = FactList(), label("", "fault", wrap=True)
        self._facts.copied.connect(lambda _: room.tell(self.tr("Copied")))
        self._message.setObjectName("titles.message")
        self.body.addWidget(self._facts)
        self.body.addStretch(1)
        edit, delete = button(self.tr("Edit"), "plain", "pencil-simple"), button(self.tr("Delete"), "danger", "trash")
        edit.setObjectName("titles.edit")
        delete.setObjectName("titles.delete")
        edit.clicked.connect(self.edit_wanted)
        delete.clicked.connect(self.delete_wanted)
        self.foot(self._message, edit, delete)

    def show_title(self, each: Folded[InvoiceTitle]) -> None:
        row = each.row
        self._name.setText(row.name)
        self._under.setText(self.tr("sending") if sending(each) else self.tr("Invoice title"))
        self._pill.set(title_kind(row.kind), Tone.NEUTRAL)
        said = [
            Fact(self.tr("Tax number"), row.tax_number, copy=True),
            Fact(self.tr("Registered address"), row.address),
            Fact(self.tr("Phone"), row.phone),
            Fact(self.tr("Bank"), row.bank),
            Fact(self.tr("Account number"), row.account, copy=True),
        ]
        self._facts.set_facts([Fact(self.tr("Name"), row.name), *(fact for fact in said if fact.value)])
        if row.id != self._shown:  # what was refused stands until another is looked at
            self._shown = row.id
            self.say("")

    def say(self, sentence: str) -> None:
        """Why something is not done, beside the buttons."""
        self._message.setText(sentence)
