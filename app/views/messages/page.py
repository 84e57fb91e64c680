"""Messages of the system to me, and abnormal records of the current seal (R-011, R-153..R-155, R-166, R-167)."""

from typing import ClassVar

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.models.fold import Folded
from app.models.store import Topics
from app.models.usage import Press
from app.services import unread
from app.views import electronic, words
from app.views.i18n import number
from app.views.messages import lines
from app.views.messages.detail import AbnormalDetail, MessageDetail
from app.views.messages.lines import Inbox, Stand, read_inbox, stand_word
from app.views.opening import open_subject, show
from app.views.room import LivePage, Room, on_click, sending
from app.views.usage.judged import case_state
from app.views.widgets import (
    Card,
    EmptyState,
    ListDetail,
    Record,
    RecordList,
    RecordModel,
    SegmentedSwitch,
    button,
    choice_edit,
    row,
    set_choices,
)
from domain.message_wording import group_of
from domain.messages import MAX_AT_ONCE, Message, ReadMessages, SeeAbnormal
from domain.verdict import Refused

SYSTEM, ABNORMAL = range(2)
PAGE = 200


class MessagesPage(LivePage):
    """What is opened is read. Nothing is chosen to begin with: to stand first in the list is not to be opened."""

    topics: ClassVar[Topics] = unread.TOPICS | {"seals", "members", "outbox", "current", "cases"}

    def __init__(self, room: Room, title: str) -> None:
        super().__init__(room, title)
        self._inbox, self._limit, self._filling = Inbox(), PAGE, False
        self._messages: RecordModel[Folded[Message]] = RecordModel(lambda each: each.row.id, self._message)
        self._abnormal: RecordModel[Press] = RecordModel(lambda each: each.impression.id, self._press)
        names = [self.tr("System messages"), self.tr("Abnormal records")]
        self._lists = [RecordList(self._messages, names[0]), RecordList(self._abnormal, names[1])]
        self._left, self._right = QStackedWidget(), QStackedWidget()
        for key, listed in zip(("messages.list", "messages.abnormal_list"), self._lists, strict=True):
            listed.setObjectName(key)
            listed.chosen.connect(lambda _: self._chosen())
            listed.opened.connect(lambda _: self._open())
            listed.verticalScrollBar().valueChanged.connect(self._scrolled)
            self._left.addWidget(listed)
        self._tabs = SegmentedSwitch([self.tr("System"), names[ABNORMAL]], title)
        self._tabs.setObjectName("messages.tabs")
        self._tabs.currentChanged.connect(self._switch)
        self._all_read = button(self.tr("All read"), "plain", "checks")
        self._all_read.setObjectName("messages.all_read")
        on_click(self._all_read, self.begin, self._read_all)
        self.header.add(self._all_read)
        side = Card(flush=True)
        self._stand = choice_edit([(each, stand_word(each)) for each in Stand])
        self._stand.setObjectName("messages.stand")
        self._stand.setAccessibleName(self.tr("How far they are cleared up"))
        self._stand.currentIndexChanged.connect(lambda _: self._other_stand())
        self._standing = QWidget()
        self._standing.setLayout(row(self._stand, None))
        above = row(self._tabs, None)
        above.setContentsMargins(12, 12, 16, 4)
        side.body.insertLayout(0, above)
        self._standing.layout().setContentsMargins(12, 0, 12, 4)
        side.body.insertWidget(1, self._standing)
        side.body.addWidget(self._left, 1)
        self._nothing, self._detail = EmptyState(), MessageDetail()
        self._record_detail = AbnormalDetail(room, self.begin)
        for widget in (self._nothing, self._detail, self._record_detail):
            self._right.addWidget(widget)
        self._detail.open_wanted.connect(self._open)
        self._record_detail.open_wanted.connect(self._open)
        self.content.addWidget(ListDetail(side, self._right), 1)
        self.show_state("bell", self.tr("Loading"), busy=True)
        self.reload()

    async def read(self) -> None:
        seal, limit, stand = self.room.current_seal(), self._limit, Stand(self._stand.currentData())
        self._inbox = await self.room.store.run(lambda tx: read_inbox(tx, self.room, seal, limit, stand))
        self._filling = True
        self._messages.set_rows(self._inbox.messages)
        self._abnormal.set_rows(self._inbox.abnormal)
        self._abnormal.refresh()  # up to where they were seen is in no record
        self._filling = False
        self._tabs.set_count(SYSTEM, len(self._inbox.unread))
        self._tabs.set_count(ABNORMAL, self._inbox.unseen)
        counted = [(each, f"{stand_word(each)} ({number(count)})") for each, count in self._inbox.counts.items()]
        if counted:
            set_choices(self._stand, counted)
        self._show_stand()
        self._show_right()
        self.show_content()

    def _show_stand(self) -> None:
        """Only who clears them up is told how far they are."""
        self._standing.setVisible(self._tabs.currentIndex() == ABNORMAL and bool(self._inbox.counts))

    def _other_stand(self) -> None:
        self._limit = PAGE
        self.reload()

    def _scrolled(self, value: int) -> None:
        listed = self._lists[self._tabs.currentIndex()]
        rows = listed.model().rowCount()
        if value >= listed.verticalScrollBar().maximum() - 200 and rows >= self._limit:
            self._limit += PAGE
            self.reload()

    def _switch(self, tab: int) -> None:
        self._left.setCurrentIndex(tab)
        self._show_stand()
        self._show_right()

    def _chosen(self) -> None:
        if self._filling:
            return
        self._show_right()
        if self._tabs.currentIndex() == SYSTEM:
            message = self._of_message()
            if message is not None and message.read_at is None:
                self.begin(self._mark([message.id]))
        elif (press := self._of_press()) is not None and press.impression.number > self._inbox.seen_to:
            self.begin(self._see(press.impression.number))

    def _of_message(self) -> Message | None:
        each = self._messages.row(self._lists[SYSTEM].currentIndex())
        return each.row if each is not None else None

    def _of_press(self) -> Press | None:
        return self._abnormal.row(self._lists[ABNORMAL].currentIndex())

    async def _mark(self, ids: list[str]) -> None:
        done = await self.room.submit(ReadMessages(messages=ids))
        if isinstance(done, Refused) and done.code != "read_already":
            self.room.tell(self.room.sentence(done))

    async def _see(self, number_: int) -> None:
        if self._inbox.seal is not None:
            done = await self.room.submit(SeeAbnormal(seal=self._inbox.seal.id, number=number_))
            if isinstance(done, Refused):
                self.room.tell(self.room.sentence(done))

    async def _read_all(self) -> None:
        if self._tabs.currentIndex() == SYSTEM:
            ids = self._inbox.unread
            for at in range(0, len(ids), MAX_AT_ONCE):
                await self._mark(ids[at : at + MAX_AT_ONCE])
            self.room.tell(self.tr("{0} messages marked as read").format(number(len(ids))))
        elif self._inbox.newest:
            await self._see(self._inbox.newest)
            self.room.tell(self.tr("Abnormal records marked as seen"))

    def _open(self) -> None:
        self.begin(self._open_subject())

    async def _open_subject(self) -> None:
        message, press = self._of_message(), self._of_press()
        if self._tabs.currentIndex() == SYSTEM:
            found = message is None or await open_subject(self.room, message)
        else:
            found = press is None or show(self.room, ("usage",), press.impression.id)
        if not found:
            self.room.tell(self.tr("It cannot be seen from here."))

    def _show_right(self) -> None:
        tab = self._tabs.currentIndex()
        message, press = self._of_message(), self._of_press()
        self._all_read.setEnabled(bool(self._inbox.unread) if tab == SYSTEM else self._inbox.unseen > 0)
        self._all_read.setText(self.tr("All seen") if tab == ABNORMAL else self.tr("All read"))
        if tab == SYSTEM and message is not None:
            self._detail.show_message(message, self.room.language.tongue)
            self._right.setCurrentWidget(self._detail)
        elif tab == ABNORMAL and press is not None:
            self._record_detail.show_press(press, self._inbox)
            self._right.setCurrentWidget(self._record_detail)
        else:
            self._show_nothing(tab)
            self._right.setCurrentWidget(self._nothing)

    def _show_nothing(self, tab: int) -> None:
        inbox = self._inbox
        if tab == SYSTEM:
            title = self.tr("{0} unread").format(number(len(inbox.unread))) if inbox.unread else self.tr("All read")
            text = self.tr("Choose a message at the left; with a double click what it is about opens.")
            if not inbox.count:
                title, text = self.tr("No message yet"), self.tr("Approvals, authorizations and uses are told here.")
            self._nothing.show_state("bell", title, text)
        elif inbox.seal is None:
            text = self.tr("Choose a seal above the places at the left.")
            self._nothing.show_state("stamp", self.tr("No seal chosen"), text)
        elif not inbox.abnormal and inbox.newest:
            text = self.tr("Of “{0}” there are others.").format(inbox.seal.name)
            self._nothing.show_state("check-circle", self.tr("None of them stands so"), text)
        elif not inbox.abnormal:
            self._nothing.show_state("check-circle", self.tr("No abnormal record"), inbox.seal.name)
        else:
            text = self.tr("Of {0}. Choose one at the left.").format(inbox.seal.name)
            title = self.tr("{0} new").format(number(inbox.unseen)) if inbox.unseen else self.tr("All seen")
            self._nothing.show_state("warning", title, text)

    def _message(self, each: Folded[Message]) -> Record:
        word, tone = lines.group(each.row.code)
        return Record(
            title=lines.sentence(each.row, self.room.language.tongue),
            subtitle=" · ".join(lines.delivery(sent)[0] for sent in each.row.deliveries),
            pill=word,
            tone=tone,
            time=words.moment(each.row.at),
            icon=lines.ICONS[group_of(each.row.code)],
            unread=each.row.read_at is None,
            note=self.tr("sending") if sending(each) else "",
        )

    def _press(self, press: Press) -> Record:
        impression = press.impression
        word, tone = electronic.record(impression)
        cases = self._inbox.cases
        stands = "" if cases is None else case_state(cases.get(impression.id))[0]
        person = self._inbox.people.get(impression.member or "", self.tr("person unknown"))
        return Record(
            title=f"#{number(impression.own)} · {person}",
            subtitle=" · ".join(part for part in (stands, words.where(impression.place)) if part),
            pill=word,
            tone=tone,
            time=words.pressed(impression, words.moment),
            icon="warning",
            unread=impression.number > self._inbox.seen_to,
        )
