"""One authorization with its uses, what stands in the way of its end, and what may be done with it."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.models.fold import Folded
from app.views import words
from app.views.applications.facts import press_step
from app.views.authorizations.lines import Records, facts_of, obstacles, offers
from app.views.reckoning import ReckoningView
from app.views.room import Room, Work
from app.views.strip import PictureStrip, Shown
from app.views.widgets import Avatar, Card, Columns, FactList, Pill, Timeline, button, column, label, row
from domain.authorizations import Authorization


class AuthorizationDetail(Card):
    """Its buttons say what the person wants, and leave the doing to the page. Without `acts` it is only looked at."""

    def __init__(self, room: Room, begin: Callable[[Work], None], *, acts: bool = True) -> None:
        super().__init__(scroll=True)
        self._room, self._shown, self._acts = room, "", acts
        self.setObjectName("authorizations.detail")
        self._avatar, self._pill = Avatar(size=40), Pill()
        self._title, self._under = label("", "title", cut=True), label("", "caption", cut=True)
        self.head(self._avatar, column(self._title, self._under, gap=2), self._pill)
        self._facts, self.uses = FactList(), Timeline(name=self.tr("Uses"))
        self.reckoning = ReckoningView("authorizations.reckoning")
        self.reckoning.records_wanted.connect(lambda: room.open("usage"))
        self._photos = PictureStrip(room, begin, self.tr("Photos of the impressions"))
        self._photos.setObjectName("authorizations.photos")
        self._after = PictureStrip(room, begin, self.tr("Pictures after use"))
        self._after.setObjectName("authorizations.after")
        self._uses_title, self._after_title = label(self.tr("Uses"), "strong"), label("", "strong")
        self._after_title.setText(self.tr("Pictures after use"))
        what = column(label(self.tr("Authorization"), "strong"), self._facts, gap=12)
        used = column(self.reckoning, self._uses_title, self.uses, self._photos, self._after_title, self._after, gap=12)
        self.body.addWidget(Columns(what, used))
        self.body.addStretch(1)
        self._add_foot()

    def _add_foot(self) -> None:
        self.end = button(self.tr("End use"), "danger", "prohibit")
        self.more = button(self.tr("More …"), "plain", "plus")
        self.renew_code = button(self.tr("New code"), "plain", "arrow-counter-clockwise")
        self.cancel = button(self.tr("Cancel authorization"), "danger", "x")
        self.waive = button(self.tr("Waive pictures …"))
        self.more.setToolTip(self.tr("More uses or more time"))
        buttons = {"waive": self.waive, "more": self.more, "renew_code": self.renew_code, "cancel": self.cancel}
        buttons |= {"end_use": self.end}
        self._advice, self._message = label("", "caption", wrap=True), label("", "fault", wrap=True)
        self._advice.setObjectName("authorizations.advice")
        self._message.setObjectName("authorizations.message")
        for name, widget in buttons.items():
            widget.setObjectName(f"authorizations.{name}")
        held = QWidget()
        layout = column(self._advice, self._message, gap=4)
        layout.addLayout(row(None, *buttons.values(), gap=10))
        held.setLayout(layout)
        self._foot = self.foot(held)

    @property
    def shown(self) -> str:
        """The id of the authorization that is shown."""
        return self._shown

    def show_record(self, folded: Folded[Authorization], records: Records) -> None:
        row, known = folded.row, records.known
        if row.id != self._shown:
            self._shown = row.id
            self.show_fault("")
        user = known.name(row.member)
        self._avatar.set_name(user)
        self._title.setText(user)
        self._under.setText(f"{known.seal(row.seal)} · {words.moment(row.issued_at)}")
        self._pill.set(*words.authorization(row, self._room.now()))
        self._facts.set_facts(facts_of(row, known))
        self._photos.application = self._after.application = row.application
        self._show_uses(records)
        self._show_offers(row, records)

    def _show_uses(self, records: Records) -> None:
        uses = records.uses.under(self._shown)
        self.uses.set_steps([press_step(press.impression) for press in uses.presses])
        self._uses_title.setVisible(bool(uses.presses))
        reckoned = records.reckoned
        self.reckoning.show_reckoned(reckoned if reckoned and reckoned.authorization.id == self._shown else None)
        self._photos.show_pictures(
            [Shown(photo.sha256, f"#{press.impression.own}") for press in uses.presses for photo in uses.kept(press)]
        )
        self._after.show_pictures([Shown(each.sha256, each.name, each.name) for each in uses.after])
        self._after_title.setVisible(bool(uses.after))

    def _show_offers(self, row: Authorization, records: Records) -> None:
        offered = offers(row, records.known.seals.get(row.seal), self._room.me, self._room.now())
        why_not = obstacles(row, records.statuses.get(row.seal)) if offered.end else []
        self.end.setVisible(offered.end)
        self.end.setEnabled(not why_not)
        self.end.setAccessibleDescription(words.sentences(*why_not))
        self.more.setVisible(offered.more)
        self.renew_code.setVisible(offered.renew_code)
        self.cancel.setVisible(offered.cancel)
        self.waive.setVisible(offered.waive)
        self._foot.setVisible(offered.any and self._acts)
        advice = ""
        if offered.end:
            advice = self.tr("End a use as soon as it is over; until then nobody else can use the seal.")
        elif offered.renew_code:
            advice = self.tr("The user enters the code that he was sent; a new code makes the one before void.")
        if why_not:
            advice = words.sentences(self.tr("It cannot be ended yet."), *why_not)
        self._advice.setText(advice)

    def show_fault(self, sentence: str) -> None:
        self._message.setText(sentence)
        self._message.setVisible(bool(sentence))
