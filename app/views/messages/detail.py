"""One message with its deliveries, and one abnormal record."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from app.models.usage import Press
from app.views import electronic, words
from app.views.i18n import Tongue, number
from app.views.look import Tone
from app.views.messages import lines
from app.views.messages.lines import Inbox
from app.views.room import Room, Work
from app.views.usage.judging import Judging
from app.views.widgets import Card, Fact, FactList, IconDisc, Pill, Step, Timeline, button, column, label
from domain.message_wording import group_of
from domain.messages import Message


class MessageDetail(Card):
    """`open_wanted`: show me what it is about."""

    open_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(scroll=True)
        self.setObjectName("messages.detail")
        self._disc, self._pill = IconDisc("bell", Tone.ACCENT, 40), Pill()
        self._title, self._under = label("", "title", cut=True), label("", "caption", cut=True)
        self.head(self._disc, column(self._title, self._under, gap=2), self._pill)
        self._text = label("", "strong", wrap=True)
        self._sent_title, self._sent = label(self.tr("Delivery"), "secondary"), Timeline(name=self.tr("Delivery"))
        self.body.addWidget(self._text)
        self.body.addSpacing(8)
        self.body.addWidget(self._sent_title)
        self.body.addWidget(self._sent)
        self.body.addStretch(1)
        self._open = button("", "primary", "arrow-square-out")
        self._open.setObjectName("messages.open")
        self._open.clicked.connect(self.open_wanted)
        self.foot(None, self._open)

    def show_message(self, message: Message, tongue: Tongue) -> None:
        word, tone = lines.group(message.code)
        self._disc.name = lines.ICONS[group_of(message.code)]
        self._disc.update()
        self._title.setText(word)
        self._under.setText(words.full_moment(message.at))
        read = message.read_at is not None
        self._pill.set(self.tr("Read") if read else self.tr("Unread"), Tone.NEUTRAL if read else Tone.ACCENT)
        self._text.setText(lines.sentence(message, tongue))
        steps: list[Step] = []
        for each in message.deliveries:
            said, tone = lines.delivery(each)
            steps.append(Step(said, time=words.full_moment(each.at), tone=tone))
        self._sent.set_steps(steps)
        self._sent_title.setVisible(bool(steps))
        self._open.setText(lines.opens(message.subject))


class AbnormalDetail(Card):
    """`open_wanted`: show me the record with its photo."""

    open_wanted = Signal()

    def __init__(self, room: Room, begin: Callable[[Work], None]) -> None:
        super().__init__(scroll=True)
        self.setObjectName("messages.abnormal")
        self._pill = Pill()
        self._title, self._under = label("", "title", cut=True), label("", "caption", cut=True)
        disc = IconDisc("warning", Tone.DANGER, 40)
        self.head(disc, column(self._title, self._under, gap=2), self._pill)
        self._normal, self._facts = label("", "caption", wrap=True), FactList()
        self._normal.setObjectName("messages.reported")
        self._judging = Judging(room, begin, reviews=False)
        self.body.addWidget(self._normal)
        self.body.addWidget(self._facts)
        self.body.addWidget(self._judging)
        self.body.addStretch(1)
        self._open = button(self.tr("Open the record"), "primary", "arrow-square-out")
        self._open.setObjectName("messages.open_record")
        self._open.clicked.connect(self.open_wanted)
        self.foot(None, self._open)

    def show_press(self, press: Press, inbox: Inbox) -> None:
        impression = press.impression
        word, tone = electronic.record(impression)
        self._title.setText(word)
        name = inbox.seal.name if inbox.seal else impression.seal
        self._under.setText(f"{name} · {words.pressed(impression)}")
        self._normal.setText(words.reported_is_normal())
        new = impression.number > inbox.seen_to
        self._pill.set(self.tr("New") if new else self.tr("Seen"), tone if new else Tone.NEUTRAL)
        self._judging.show_record(None if press.pending else impression)
        person = inbox.people.get(impression.member or "", self.tr("person unknown"))
        self._facts.set_facts(
            [
                Fact(self.tr("Person"), words.pressed_by(person, impression.grade)),
                Fact(self.tr("Time"), words.pressed_fact(impression)),
                Fact(self.tr("Place"), words.place(impression.place)),
                Fact(self.tr("Impression"), self.tr("number {0} of this seal").format(number(impression.own))),
                Fact(self.tr("Log"), self.tr("entry {0}").format(number(impression.number))),
                Fact(self.tr("Record"), impression.id, copy=True),
            ]
        )
