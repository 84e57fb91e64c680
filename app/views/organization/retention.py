"""How long pictures of uses are kept, and legal holds: what is held is never removed."""

from typing import ClassVar

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.models import fold, photos
from app.models.fold import Folded
from app.models.store import Topics, Tx
from app.views import words
from app.views.look import Tone
from app.views.organization.holding import HoldDialog, LiftDialog
from app.views.page_dialog import PageDialog
from app.views.room import LivePage, Room, on_click, sending
from app.views.widgets import (
    Card,
    FormField,
    Record,
    RecordList,
    RecordModel,
    button,
    confirm,
    label,
    number_edit,
    restyle,
    row,
)
from app.views.widgets.records import ROW
from domain.files import Attachment
from domain.organization import Member, Organization, Permission, may
from domain.retention import Hold, SetRetention, in_force, outlived, seal_of
from domain.seals import Seal, by_name
from domain.usage import Photo
from domain.verdict import Refused

WIDTH, HEIGHT = 720, 640
MOST_COUNTED = 20_000  # pictures: more would hold up the database's thread
LONGEST_D = 36_500  # domain.retention.SetRetention
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
        self._choices: list[tuple[str, str]] = []
        self._kept_d: int | None = None
        self._model: RecordModel[Folded[Hold]] = RecordModel(lambda each: each.row.id, self._record)
        self._list = RecordList(self._model, self.tr("Legal holds"))
        self._list.setObjectName("retention.holds")
        self._list.chosen.connect(lambda _: self._offer())
        self._message = label("", "fault", wrap=True)
        self._message.setObjectName("retention.message")
        self._message.hide()
        self.content.addWidget(self._make_rule())
        self.content.addWidget(self._message)
        self.content.addWidget(self._make_holds(), 1)
        self.show_state("clock-counter-clockwise", self.tr("Loading"), busy=True)
        self.reload()

    def _make_rule(self) -> Card:
        self._days = number_edit(0, LONGEST_D, 0, self.tr(" days"))
        self._days.setObjectName("retention.days")
        self._days.valueChanged.connect(self._show_days)
        self._field = FormField(self.tr("Pictures of uses are removed after"), self._days)
        self._save = button(self.tr("Keep them so long"))
        self._save.setObjectName("retention.save")
        on_click(self._save, self.begin, self._set_days)
        card = Card()
        chosen = row(self._field, self._save)
        chosen.setStretch(0, 1)
        card.body.addLayout(chosen)
        text = self.tr("The record and the hash of each picture stay. What is removed cannot be brought back.")
        card.body.addWidget(label(text, "caption", wrap=True))
        card.setEnabled(may(self.room.me, Permission.CHANGE_ORGANIZATION))
        return card

    def _make_holds(self) -> Card:
        self._place = button(self.tr("Hold pictures …"), "plain", "lock")
        self._lift = button(self.tr("Lift …"), "danger")
        self._place.setObjectName("retention.place")
        self._lift.setObjectName("retention.lift")
        self._place.clicked.connect(lambda: HoldDialog(self.room, self._choices, self.window()).open())
        self._lift.clicked.connect(self._offer_lifting)
        self._list.setMinimumHeight(ROW)
        card = Card(self.tr("Legal holds"), flush=True)
        card.body.addWidget(self._list, 1)
        card.foot(None, self._lift, self._place)
        return card

    def _show_days(self, days: int) -> None:
        restyle(self._save, "kind", "danger" if days else "plain")  # to keep them for ever takes nothing away
        self.begin(self._count())

    async def read(self) -> None:
        here = self.room.id

        def look(tx: Tx) -> tuple[Organization | None, list[Folded[Hold]], list[Seal], list[Member]]:
            known = fold.facts(tx, here)
            holds = fold.folded(tx, here, Hold)
            return known.get(Organization, here), holds, list(known.all(Seal)), list(known.all(Member))

        of, holds, seals, people = await self.room.store.run(look)
        self._people = {each.id: each.name for each in people}
        self._seals = {each.id: each.name for each in seals}
        self._choices = [(each.id, each.name) for each in sorted(seals, key=by_name)]
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
        parts = (self._people.get(hold.member, "—"), lifted, _period(hold), seal)  # the name of a seal may be long
        return Record(
            title=hold.reason,
            subtitle=" · ".join(part for part in parts if part),
            pill=self.tr("in force") if in_force(hold) else self.tr("lifted"),
            tone=Tone.WARN if in_force(hold) else Tone.NEUTRAL,
            time=words.moment(hold.at),
            icon="lock",
            note=self.tr("sending") if sending(each) else "",
        )

    async def _set_days(self) -> None:
        act = SetRetention(days=self._days.value())
        verdict = await self.room.verdict(act)
        if act.days and not isinstance(verdict, Refused):
            title = self.tr("Remove pictures of uses after %Ln days?", "", act.days)
            lost = self.tr("What is removed cannot be brought back; what is held stays.")
            said = words.sentences(self._field.hint, lost)
            if not await confirm(self, title, said, self.tr("Remove them")):
                return
        done = await self.room.submit(act)
        self._message.setText(self.room.sentence(done) if isinstance(done, Refused) else "")
        self._message.setVisible(isinstance(done, Refused))
        if not isinstance(done, Refused):
            self.room.tell(self.tr("The rule is kept"))

    def _offer_lifting(self) -> None:
        each = self._model.row(self._list.currentIndex())
        if each is not None:
            LiftDialog(self.room, each.row, self.window()).open()


def _period(hold: Hold) -> str:
    """Nothing where it is of any time."""
    if hold.start is None and hold.end is None:
        return ""
    start, end = ("…" if at is None else words.full_moment(at) for at in (hold.start, hold.end))
    return f"{start} – {end}"
