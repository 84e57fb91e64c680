"""One webhook: where it goes, of what it tells, and the newest deliveries; and the form for a new one, or a change."""

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QPushButton, QWidget

from app.models.fold import Folded
from app.views import words
from app.views.form_dialog import FormDialog
from app.views.integrations.lines import Systems, delivery_state, event_word, hook_state, told_of, why
from app.views.look import Tone
from app.views.room import Room, sending
from app.views.widgets import (
    Card,
    Fact,
    FactList,
    FormField,
    IconDisc,
    Pill,
    Record,
    RecordList,
    RecordModel,
    button,
    column,
    label,
    line_edit,
    row,
)
from app.views.widgets.multi_choice import MultiChoice
from domain.ids import new_id
from domain.messages import DeliveryState
from domain.rows import Act
from domain.verdict import Refused
from domain.webhooks import CHOSEN, AddWebhook, ChangeWebhook, Event, Webhook, WebhookDelivery

OVER = (DeliveryState.SENT, DeliveryState.FAILED)


class WebhookDetail(Card):
    """Says what the person wants to do, and leaves the doing to the page."""

    edit_wanted = Signal()
    pause_wanted = Signal()
    delete_wanted = Signal()
    test_wanted = Signal()
    resend_wanted = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.setObjectName("webhooks.detail")
        self._room, self._shown = room, ""
        self._name, self._under, self._pill = label("", "title", cut=True), label("", "caption", cut=True), Pill()
        self.head(IconDisc("broadcast", Tone.ACCENT, 40), column(self._name, self._under, gap=2), self._pill)
        self._facts, self._message = FactList(), label("", "fault", wrap=True)
        self._facts.copied.connect(lambda _: room.tell(self.tr("Copied")))
        self._message.setObjectName("webhooks.message")
        self._model: RecordModel[Folded[WebhookDelivery]] = RecordModel(lambda each: each.row.id, self._record)
        self._list = RecordList(self._model, self.tr("Deliveries"))
        self._list.setObjectName("webhooks.deliveries")
        self._list.chosen.connect(lambda _: self._arrange())
        self._none = label(self.tr("Nothing has been sent yet."), "secondary")
        self._test = self._made(self.tr("Send a test"), "paper-plane-tilt", "test", self.test_wanted)
        self._resend = self._made(self.tr("Send again"), "arrow-clockwise", "resend", self.resend_wanted)
        above = row(label(self.tr("Deliveries"), "strong"), None, self._test, self._resend)
        self.body.addWidget(self._facts)
        self.body.addLayout(above)
        self.body.addWidget(self._none)
        self.body.addWidget(self._list, 1)
        self._pause = self._made(self.tr("Pause"), "pause", "pause", self.pause_wanted)
        edit = self._made(self.tr("Edit"), "pencil-simple", "edit", self.edit_wanted)
        delete = self._made(self.tr("Delete"), "trash", "delete", self.delete_wanted, "danger")
        self.foot(self._message, self._pause, edit, delete)

    def _made(self, text: str, icon: str, name: str, wanted: SignalInstance, kind: str = "plain") -> QPushButton:
        made = button(text, kind, icon)
        made.setObjectName(f"webhooks.{name}")
        made.clicked.connect(wanted)
        return made

    def show_webhook(self, each: Folded[Webhook], systems: Systems) -> None:
        hook = each.row
        self._name.setText(hook.name)
        self._under.setText(self.tr("sending") if sending(each) else self.tr("Webhook"))
        self._pill.set(*hook_state(hook))
        facts = [
            Fact(self.tr("Address"), hook.url, copy=True),
            Fact(self.tr("Tells of"), told_of(hook, self._room.language.tongue)),
        ]
        if hook.key:
            facts.append(Fact(self.tr("Public key"), hook.key, copy=True))
        if hook.failing_since is not None:
            facts.append(Fact(self.tr("Nothing arrives since"), words.full_moment(hook.failing_since)))
        self._facts.set_facts(facts)
        rows = systems.deliveries.get(hook.id, [])
        self._model.set_rows(rows)
        self._none.setVisible(not rows)
        self._list.setVisible(bool(rows))
        self._pause.setText(self.tr("Switch on") if hook.paused else self.tr("Pause"))
        self._test.setEnabled(not hook.paused)
        self._arrange()
        if hook.id != self._shown:  # what was refused stands until another is looked at
            self._shown = hook.id
            self.say("")

    def chosen(self) -> WebhookDelivery | None:
        """The delivery that is chosen."""
        each = self._model.row(self._list.currentIndex())
        return None if each is None else each.row

    def _arrange(self) -> None:
        each = self.chosen()
        self._resend.setEnabled(each is not None and each.state in OVER and self._test.isEnabled())

    def say(self, sentence: str) -> None:
        """Why something is not done, beside the buttons."""
        self._message.setText(sentence)

    def _record(self, each: Folded[WebhookDelivery]) -> Record:
        state, tone = delivery_state(each.row)
        return Record(
            title=event_word(each.row.event),
            subtitle=why(each.row, self._room.language.tongue) or f"webhook-id: {each.row.id}",
            pill=state,
            tone=tone,
            time=words.moment(each.row.at),
            note=self.tr("sending") if sending(each) else "",
        )


class WebhookDialog(FormDialog):
    """`hook`: what it says now; none: a new one."""

    def __init__(self, room: Room, hook: Webhook | None, parent: QWidget) -> None:
        title = self.tr("Change webhook") if hook else self.tr("New webhook")
        super().__init__(room, "webhook", title, parent)
        self._id, self._hook = hook.id if hook else new_id(room.now()), hook
        self._called = line_edit(text=hook.name if hook else "", limit=60)
        self._url = line_edit(text=hook.url if hook else "", limit=500)
        self._url.setPlaceholderText("https://")
        self._url.setCursorPosition(0)  # a long one is read from its beginning
        events = [(event.value, event_word(event)) for event in CHOSEN]
        self._events = MultiChoice(events, several=True, empty=self.tr("Choose …"))
        self._events.pick([event.value for event in hook.events] if hook else [])
        fields = {
            "name": FormField(self.tr("Name"), self._called, self.tr("The system that is told.")),
            "url": FormField(self.tr("Address"), self._url, self.tr("Reached from the cloud, by https.")),
            "events": FormField(self.tr("Tells of"), self._events),
        }
        for field in fields.values():
            field.set_required(True)
        text = self.tr("What is sent names the event and the record; the record itself is read with a token.")
        self.lay_out(fields, self.tr("Save"), "check", text)

    def told(self) -> str:
        return self.tr("Webhook changed") if self._hook else self.tr("Webhook added")

    def act(self) -> Act | Refused:
        picked = [Event(key) for key in self._events.picked()]
        if not picked:
            return Refused("event_not_chosen", "events")
        name, url = self._called.text().strip(), self._url.text().strip()
        if not url:
            return Refused("webhook_url_unfit", "url")
        if self._hook is None:
            return AddWebhook(id=self._id, name=name, url=url, events=picked)
        return ChangeWebhook(webhook=self._id, name=name, url=url, events=picked, paused=self._hook.paused)

    @property
    def kept_id(self) -> str:
        """Of the webhook that is kept."""
        return self._id
