"""How long pictures of uses are kept, and legal holds: what is held is never removed."""

from typing import ClassVar

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QDateTime
from PySide6.QtWidgets import QWidget

from app.models import fold, photos
from app.models.fold import Folded
from app.models.store import Topics, Tx
from app.views import words
from app.views.look import Size, Tone
from app.views.page_dialog import PageDialog
from app.views.room import LivePage, Room, on_click, sending
from app.views.widgets import (
    Card,
    FormField,
    Record,
    RecordList,
    RecordModel,
    button,
    choice_edit,
    column,
    confirm,
    label,
    line_edit,
    moment_edit,
    number_edit,
    row,
    scrolled,
)
from app.views.widgets.multi_choice import MultiChoice
from domain.files import Attachment
from domain.ids import new_id
from domain.organization import Member, Organization, Permission, may
from domain.retention import Hold, LiftHold, PlaceHold, SetRetention, in_force, outlived, seal_of
from domain.rows import Act
from domain.seals import Seal, by_name
from domain.usage import Photo
from domain.verdict import Refused

WIDTH, HEIGHT, LEAST = 720, 640, 110
MOST_COUNTED = 20_000  # pictures: more would hold up the database's thread
LONGEST_D = 36_500  # domain.retention.SetRetention
WHEN = 150  # pixels: the longer of the choices
ALWAYS, PERIOD = "always", "period"
MINUTE_MS = 60_000
translate = QCoreApplication.translate


class RetentionDialog(PageDialog["RetentionPage"]):
    """In front of the organization's page."""

    def __init__(self, room: Room, parent: QWidget) -> None:
        title = translate("RetentionDialog", "How long pictures are kept")
        super().__init__(RetentionPage(room, title), "retention", title, (WIDTH, HEIGHT), parent)


class RetentionPage(LivePage):
    """The rule is the owner's, and said with what it removes at once; a hold is placed by the administrator as well."""

    topics: ClassVar[Topics] = frozenset(
        {"organizations", "holds", "seals", "members", "photos", "attachments", "outbox"}
    )

    def __init__(self, room: Room, title: str) -> None:
        super().__init__(room, title)
        self._people: dict[str, str] = {}
        self._seals: dict[str, str] = {}
        self._kept_d: int | None = None
        self._model: RecordModel[Folded[Hold]] = RecordModel(lambda each: each.row.id, self._record)
        self._list = RecordList(self._model, self.tr("Legal holds"))
        self._list.setObjectName("retention.holds")
        self._list.chosen.connect(lambda _: self._offer())
        self._message = label("", "fault", wrap=True)
        self._message.setObjectName("retention.message")
        self._message.hide()
        both = QWidget()
        parts = column(self._make_rule(), self._make_holds(), gap=Size.GAP)
        parts.setStretch(1, 1)
        parts.setContentsMargins(0, 0, 0, 0)
        both.setLayout(parts)
        self.content.addWidget(scrolled(both), 1)  # in a low window both have no room
        self.content.addWidget(self._message)
        self.show_state("clock-counter-clockwise", self.tr("Loading"), busy=True)
        self.reload()

    def _make_rule(self) -> Card:
        self._days = number_edit(0, LONGEST_D, 0, self.tr(" d"))
        self._days.setObjectName("retention.days")
        self._days.valueChanged.connect(lambda _: self.begin(self._count()))
        self._field = FormField(self.tr("Pictures of uses are removed after"), self._days)
        self._save = button(self.tr("Keep them so long"), "danger")
        self._save.setObjectName("retention.save")
        on_click(self._save, self.begin, self._set_days)
        card = Card(self.tr("Rule"))
        text = self.tr("The record and the hash of each picture stay. What is removed cannot be brought back.")
        card.body.addWidget(label(text, "secondary", wrap=True))
        chosen = row(self._field, self._save)
        chosen.setStretch(0, 1)
        card.body.addLayout(chosen)
        card.setEnabled(may(self.room.me, Permission.CHANGE_ORGANIZATION))
        return card

    def _make_holds(self) -> Card:
        self._reason = line_edit(self.tr("Reason"), limit=500)
        self._reason.setObjectName("retention.reason")
        self._reason.setAccessibleName(self.tr("Reason"))
        self._seal = MultiChoice([("", self.tr("All seals"))])
        self._seal.setObjectName("retention.seal")
        self._seal.setAccessibleName(self.tr("Seal"))
        self._when = choice_edit([(ALWAYS, self.tr("Of any time")), (PERIOD, self.tr("From … until …"))])
        self._when.setObjectName("retention.when")
        self._when.setMinimumWidth(WHEN)
        self._when.setAccessibleName(self.tr("When the cloud got them"))
        self._when.setToolTip(self._when.accessibleName())
        self._when.currentIndexChanged.connect(lambda _: self._show_period())
        now = QDateTime.fromMSecsSinceEpoch(self.room.now())
        self._start, self._end = moment_edit(now.addMonths(-1)), moment_edit(now)
        for each, name, said in (
            (self._start, "retention.start", self.tr("From")),
            (self._end, "retention.end", self.tr("Until")),
        ):
            each.setObjectName(name)
            each.setAccessibleName(said)
        self._dash = label("–")
        self._place, self._lift = button(self.tr("Hold"), "plain", "lock"), button(self.tr("Lift"), "danger")
        self._place.setObjectName("retention.place")
        self._lift.setObjectName("retention.lift")
        on_click(self._place, self.begin, self._do_place)
        on_click(self._lift, self.begin, self._do_lift)
        self._list.setMinimumHeight(LEAST)
        card = Card(self.tr("Legal holds"), flush=True)
        card.body.addWidget(self._list, 1)
        about, parts = QWidget(), column(gap=10)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.addLayout(row(self._reason, self._seal, gap=10))
        period = self._when, self._start, self._dash, self._end
        parts.addLayout(row(*period, None, self._place, self._lift, gap=10))
        about.setLayout(parts)
        card.foot(about)
        self._show_period()
        return card

    def _show_period(self) -> None:
        for each in (self._start, self._dash, self._end):
            each.setVisible(self._when.currentData() == PERIOD)

    async def read(self) -> None:
        here = self.room.id

        def look(tx: Tx) -> tuple[Organization | None, list[Folded[Hold]], list[Seal], list[Member]]:
            known = fold.facts(tx, here)
            holds = fold.folded(tx, here, Hold)
            return known.get(Organization, here), holds, list(known.all(Seal)), list(known.all(Member))

        of, holds, seals, people = await self.room.store.run(look)
        self._people = {each.id: each.name for each in people}
        self._seals = {each.id: each.name for each in seals}
        choices = [(each.id, each.name) for each in sorted(seals, key=by_name)]
        self._seal.set_choices([("", self.tr("All seals")), *choices])
        holds.sort(key=lambda each: (not in_force(each.row), -each.row.at, each.row.id))
        self._model.set_rows(holds)
        kept_d = (of or self.room.organization).pictures_kept_d
        if kept_d != self._kept_d:  # what is being chosen stays
            self._kept_d = kept_d
            self._days.setValue(kept_d)
        self._offer()
        self.show_content()
        await self._count()

    async def _count(self) -> None:
        """What the chosen rule would remove at once, of the pictures that are known here: photos, and those that were
        taken after a use."""
        here, days, now = self.room.id, self._days.value(), self.room.now()

        def look(tx: Tx) -> int | None:
            if photos.count(tx, here) > MOST_COUNTED:
                return None
            known = fold.facts(tx, here)
            of = known.get(Organization, here) or self.room.organization
            wanted, holds = replace(of, pictures_kept_d=days), known.all(Hold)
            return sum(
                seal is not None and outlived(each, seal, wanted, holds, now) is not None
                for kind in (Photo, Attachment)
                for each in known.all(kind)
                for seal in [seal_of(each, known)]
            )

        gone = await self.room.store.run(look) if days else 0
        if days == self._days.value():
            older = self.tr("All that are older, and not held, go at once.")
            hint = older if gone is None else self.tr("%Ln pictures go at once.", "", gone)
            self._field.set_hint(hint if days else self.tr("0: they are kept for ever."))

    def _offer(self) -> None:
        each = self._model.row(self._list.currentIndex())
        lifts = may(self.room.me, Permission.CHANGE_ORGANIZATION)
        self._lift.setVisible(lifts and each is not None and in_force(each.row))

    def _record(self, each: Folded[Hold]) -> Record:
        hold = each.row
        seal = self._seals.get(hold.seal, hold.seal) if hold.seal else self.tr("All seals")
        lifted = "" if in_force(hold) else self.tr("lifted: {0}").format(hold.lift_reason)
        parts = (seal, _period(hold), self._people.get(hold.member, "—"), lifted)
        return Record(
            title=hold.reason,
            subtitle=" · ".join(part for part in parts if part),
            pill=self.tr("in force") if in_force(hold) else self.tr("lifted"),
            tone=Tone.WARN if in_force(hold) else Tone.NEUTRAL,
            time=words.moment(hold.at),
            icon="lock",
            note=self.tr("sending") if sending(each) else "",
        )

    async def _do(self, act: Act, told: str) -> None:
        done = await self.room.submit(act)
        self._message.setText(self.room.sentence(done) if isinstance(done, Refused) else "")
        self._message.setVisible(isinstance(done, Refused))
        if not isinstance(done, Refused):
            self._reason.clear()
            self.room.tell(told)

    async def _set_days(self) -> None:
        act = SetRetention(days=self._days.value())
        verdict = await self.room.verdict(act)
        if act.days and not isinstance(verdict, Refused):
            title = self.tr("Remove pictures of uses after %Ln days?", "", act.days)
            lost = self.tr("What is removed cannot be brought back; what is held stays.")
            said = words.sentences(self._field.hint, lost)
            if not await confirm(self, title, said, self.tr("Remove them")):
                return
        await self._do(act, self.tr("The rule is kept"))

    async def _do_place(self) -> None:
        start = end = None
        if self._when.currentData() == PERIOD:
            start, end = _at(self._start.dateTime()), _at(self._end.dateTime())
        seal, reason = self._seal.picked()[0] or None, self._reason.text().strip()
        act = PlaceHold(id=new_id(self.room.now()), reason=reason, seal=seal, start=start, end=end)
        if not isinstance(await self.room.verdict(act), Refused):
            said = self._what_is_held(act)
            if not await confirm(self, self.tr("Hold these pictures?"), said, self.tr("Hold them")):
                return
        await self._do(act, self.tr("Pictures are held"))

    def _what_is_held(self, act: PlaceHold) -> str:
        which = self._seal.currentText() if act.seal else self.tr("all seals")
        if act.start is None or act.end is None:
            said = self.tr("Pictures of {0} stay, also those that are still to come, until the owner lifts the hold.")
            return said.format(which)
        said = self.tr("Pictures of {0} that the cloud got from {1} until {2} stay until the owner lifts the hold.")
        return said.format(which, *map(words.full_moment, (act.start, act.end)))

    async def _do_lift(self) -> None:
        each = self._model.row(self._list.currentIndex())
        if each is None:
            return
        act = LiftHold(hold=each.row.id, reason=self._reason.text().strip())
        if not isinstance(await self.room.verdict(act), Refused):
            title = self.tr("Lift the hold “{0}”?").format(each.row.reason)
            lost = self.tr("What it held goes as soon as the rule says so, and cannot be brought back.")
            if not await confirm(self, title, lost, self.tr("Lift it")):
                return
        await self._do(act, self.tr("The hold is lifted"))


def _period(hold: Hold) -> str:
    """Nothing where it is of any time."""
    if hold.start is None and hold.end is None:
        return ""
    start, end = ("…" if at is None else words.full_moment(at) for at in (hold.start, hold.end))
    return f"{start} – {end}"


def _at(time: QDateTime) -> int:
    return time.toMSecsSinceEpoch() // MINUTE_MS * MINUTE_MS
