"""One impression: its photo, who, when, where, how sure, and how it stands in the seal's log."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.views import words
from app.views.address import ExactAddress
from app.views.applications.known import Known
from app.views.applications.papers import read_after, read_uses
from app.views.room import Room, Work, on_click
from app.views.strip import PictureStrip, Shown
from app.views.usage.judging import Judging
from app.views.usage.lines import Line
from app.views.widgets import Card, Fact, FactList, PhotoView, Pill, button, column, label, row
from domain.files import Attachment
from domain.organization import Permission, may
from domain.usage import may_read

PHOTO_SIDE = 1600  # pixels: enough to read a page by
LOW = 260


class UsageDetail(Card):
    """Everything that is known of one impression."""

    def __init__(self, room: Room, begin: Callable[[Work], None]) -> None:
        super().__init__(scroll=True)
        self._room, self._begin = room, begin
        self._line: Line | None = None
        self.setObjectName("usage.detail")
        self._title, self._under, self._pill = label("", "title", cut=True), label("", "caption", cut=True), Pill()
        said = column(self._title, self._under, gap=2)
        said.addLayout(row(self._pill, None))  # a long cause would leave no room beside it
        self.head(said)
        self.photo, self._facts = PhotoView(self.tr("Photo of the impression"), LOW), FactList()
        self.photo.setObjectName("usage.photo")
        self.photo.offer_toggle()
        self.photo.toggled.connect(lambda: self._begin(self._open_photo()))
        self.body.addWidget(self.photo)
        self.body.addLayout(self._make_adding())
        self._normal = label("", "caption", wrap=True)
        self._normal.setObjectName("usage.reported")
        self.body.addWidget(self._normal)
        self.body.addWidget(self._facts)
        self._address = ExactAddress(room, begin)
        self.body.addWidget(self._address)
        self._judging = Judging(room, begin)
        self.body.addWidget(self._judging)
        self.body.addLayout(self._make_after())
        self.body.addStretch(1)

    def _make_adding(self) -> QHBoxLayout:
        """A missed photo is added by hand, here as well (R-135)."""
        self._add = button(self.tr("Add a photo …"), "plain", "image")
        self._add.setObjectName("usage.add")
        self._message = label("", "fault", wrap=True)
        self._message.setObjectName("usage.message")
        on_click(self._add, self._begin, self._add_photo)
        adding = row(self._add, self._message)
        adding.setStretch(1, 1)
        return adding

    def _make_after(self) -> QVBoxLayout:
        """Pictures taken after the use, and one more of my own (R-146)."""
        self._after_title = label(self.tr("Pictures after use"), "strong")
        self._after = PictureStrip(self._room, self._begin, self.tr("Pictures after use"))
        self._after.setObjectName("usage.after")
        self._add_after = button(self.tr("Add a picture after use …"), "plain", "plus")
        self._add_after.setObjectName("usage.add_after")
        on_click(self._add_after, self._begin, self._add_picture)
        layout = column(self._after_title, self._after, gap=8)
        layout.addLayout(row(self._add_after, None))
        return layout

    def show_line(self, line: Line, known: Known) -> None:
        impression = line.impression
        if self._line is None or self._line.impression.id != impression.id:
            self._fault("")
        self._line = line
        self._offer(line, known)
        self._begin(self._read_after(line))
        person = known.people.get(impression.member or "", self.tr("person unknown"))
        self._title.setText(line.application.document if line.application else known.seal(impression.seal))
        self._under.setText(f"{known.seal(impression.seal)} · {person} · {words.pressed(impression)}")
        self._pill.set(*words.result(impression.result))
        self._normal.setText(words.reported_is_normal())
        self._normal.setVisible(impression.result != 0)
        self._facts.set_facts(self._facts_of(line, known, person))
        self._address.show_place(impression.place)
        self._judging.show_record(None if line.pending else impression)

    def _facts_of(self, line: Line, known: Known, person: str) -> list[Fact]:
        impression = line.impression
        facts = [
            Fact(self.tr("Person"), words.pressed_by(person, impression.grade)),
            Fact(self.tr("Time"), words.pressed_fact(impression)),
            Fact(self.tr("Place"), words.place(impression.place)),
            Fact(self.tr("Impression"), self.tr("number {0} of this seal").format(impression.own)),
            Fact(self.tr("Log"), self._log_of(line)),
        ]
        if line.authorization is not None:
            uses = words.uses(line.authorization.used, line.authorization.count)
            issuer = known.people.get(line.authorization.issued_by, "—")
            facts.append(Fact(self.tr("Authorization"), self.tr("{0} used, issued by {1}").format(uses, issuer)))
        if line.application is not None:
            facts.append(Fact(self.tr("Application"), line.application.number or "—", copy=True))
            facts.append(Fact(self.tr("Reason"), line.application.reason))
        removed = next((each for each in line.photos if each.removed_at is not None), None)
        if removed is not None and removed.removed_at is not None:
            said = self.tr("Removed {0}, by the rule of %Ln days", "", removed.removed_after_d or 0)
            facts.append(Fact(self.tr("Photo"), said.format(words.full_moment(removed.removed_at))))
            facts.append(Fact(self.tr("Photo's SHA-256"), removed.sha256, copy=True))
        facts.append(Fact(self.tr("Record"), impression.id, copy=True))
        return facts

    def _log_of(self, line: Line) -> str:
        """The state of the chain in words. The cloud takes an entry only as the next of an unbroken, signed chain."""
        if line.pending:
            return self.tr("entry {0}, seen at the seal, not yet in the cloud").format(line.impression.number)
        return self.tr("entry {0}, signed by the seal, chain unbroken").format(line.impression.number)

    # Pictures

    async def _open_photo(self) -> None:
        """In a window of its own, among the photos of the same use, to be compared with the application's pictures."""
        from app.views.viewer import PictureViewer

        line = self._line
        if line is None or not line.photos or not self.photo.has_image:
            return
        room, use, presses = self._room, line.authorization, [(line.impression, line.photos)]
        if use is not None:
            uses = await room.store.run(lambda tx: read_uses(tx, room.id, use.id))
            others = [(each.impression, uses.of(each)) for each in uses.presses]
            presses = others if line.impression.id in [each.id for each, _ in others] else presses
        shown = [
            Shown(photo.sha256, f"#{each.own} · {words.full_moment(each.at)}")
            for each, photos in presses
            for photo in photos
            if photo.removed_at is None
        ]
        application = line.application.id if line.application is not None else None
        PictureViewer(room, shown, line.photos[-1].sha256, self.window(), application).show()

    def _offer(self, line: Line, known: Known) -> None:
        """Who may add: whose impression it is, and who manages the seal; after use only to one's own uses."""
        me, seal = self._room.me, known.seals.get(line.impression.seal)
        may_add = may(me, Permission.STAMP) and seal is not None and may_read(me, line.impression, seal)
        self._add.setVisible(may_add and not line.photos)
        mine = line.authorization is not None and line.authorization.member == me.id
        self._add_after.setVisible(mine and may(me, Permission.STAMP))

    async def _read_after(self, line: Line) -> None:
        authorization = line.authorization
        after: list[Attachment] = []
        if authorization is not None:
            room = self._room
            after = await room.store.run(lambda tx: read_after(tx, room.id, authorization.id))
        if self._line is line:
            self._after.show_pictures([Shown(each.sha256, each.name, each.name) for each in after])
            self._after_title.setVisible(bool(after) or not self._add_after.isHidden())

    async def _add_photo(self) -> None:
        from app.views.usage.adding import add_photo

        if (line := self._line) is not None:
            self._fault(await add_photo(self._room, self, line.impression.seal, line.impression.number))

    async def _add_picture(self) -> None:
        from app.views.usage.adding import add_after_use

        if self._line is not None and self._line.authorization is not None:
            self._fault(await add_after_use(self._room, self, self._line.authorization.id))

    def _fault(self, sentence: str) -> None:
        self._message.setText(sentence)
        self._message.setVisible(bool(sentence))
