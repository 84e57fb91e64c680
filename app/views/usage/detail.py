"""One impression: its photo, who, when, where, how sure, and how it stands in the seal's log."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.views import electronic, keeping, words
from app.views.address import ExactAddress
from app.views.applications.facts import steps_of
from app.views.applications.known import Known
from app.views.applications.papers import read_uses
from app.views.keeping import Copies
from app.views.room import Room, Work, on_click
from app.views.strip import PictureStrip, Shown
from app.views.usage.behind import Behind, log_entry, made_by, read_behind
from app.views.usage.judging import Judging
from app.views.usage.lines import NOBODY, Line
from app.views.usage.spot import Spot
from app.views.widgets import (
    Card,
    Fact,
    FactList,
    FileRow,
    FileRows,
    PhotoView,
    Pill,
    Timeline,
    button,
    column,
    label,
    row,
)
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
        self._known = NOBODY
        self._behind = Behind()
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
        self._sealed = FileRows(self.tr("Sealed document"), open=True, save=True)
        self._sealed.setObjectName("usage.sealed")
        self._copies = Copies(room)
        self.destroyed.connect(self._copies.close)
        self._sealed.opened.connect(lambda key: self._begin(self._open_sealed(key)))
        self._sealed.saved.connect(lambda key: self._begin(self._save_sealed(key)))
        self.body.addWidget(self._sealed)
        self.body.addWidget(self._facts)
        self._address = ExactAddress(room, begin)
        self.body.addWidget(self._address)
        self._spot = Spot(room)
        self.body.addWidget(self._spot)
        self.body.addWidget(self._make_papers())
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

    def _make_papers(self) -> QWidget:
        """The document, how its application came through, and the ways to what it was done under."""
        self._document = PictureStrip(self._room, self._begin, self.tr("Pictures of the document"))
        self._document.setObjectName("usage.document")
        self._document_title = label(self.tr("Pictures of the document"), "strong")
        self._flow = Timeline(name=self.tr("Flow"))
        self._flow.setObjectName("usage.flow")
        self._to_application = button(self.tr("Application …"), "plain", "file-text")
        self._to_application.setObjectName("usage.application")
        self._to_application.clicked.connect(self._open_application)
        self._to_authorization = button(self.tr("Authorization …"), "plain", "key")
        self._to_authorization.setObjectName("usage.authorization")
        self._to_authorization.clicked.connect(self._open_authorization)
        self._flow_held = QWidget()
        self._flow_held.setLayout(column(label(self.tr("Flow"), "strong"), self._flow, gap=10))
        self._papers = QWidget()
        layout = column(self._document_title, self._document, self._flow_held, gap=10)
        for each in (self._to_application, self._to_authorization):
            layout.addLayout(row(each, None))  # in a narrow detail they have no room beside each other
        self._papers.setLayout(layout)
        return self._papers

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
            self._behind = Behind()
        self._line, self._known = line, known
        self._offer(line, known)
        self._begin(self._read_behind(line))
        self._begin(self._show_photo(line))
        person = known.people.get(impression.member or "", self.tr("person unknown"))
        document = line.application.document if line.application else known.seal(impression.seal)
        self._title.setText(impression.name or document)
        self._under.setText(f"{known.seal(impression.seal)} · {person} · {words.pressed(impression)}")
        self._pill.set(*electronic.record(impression))
        self.photo.setVisible(impression.document is None)  # a document has none, and nobody is asked for one
        self._normal.setText(words.reported_is_normal())
        self._normal.setVisible(impression.result != 0)
        self._show_behind()
        self._address.show_place(impression.place)
        self._spot.show_record(impression)
        self._show_papers(line, known)
        self._judging.show_record(None if line.pending else impression)

    async def _read_behind(self, line: Line) -> None:
        room = self._room
        found = await room.store.run(lambda tx: read_behind(tx, room.id, line))
        if self._line is line:
            self._behind = found
            self._show_behind()

    def _show_behind(self) -> None:
        line = self._line
        if line is None:
            return
        self._facts.set_facts(self._facts_of(line, self._known))
        document, after = self._behind.document, self._behind.after
        sealed = self._behind.sealed
        self._sealed.set_files([FileRow(at, each.name, words.size(each.bytes)) for at, each in enumerate(sealed)])
        self._sealed.setVisible(bool(sealed))
        self._document.show_pictures([Shown(each.sha256, each.name, each.name) for each in document])
        self._document_title.setVisible(bool(document))
        self._after.show_pictures([Shown(each.sha256, each.name, each.name) for each in after])
        self._after_title.setVisible(bool(after) or not self._add_after.isHidden())

    async def _open_sealed(self, at: int) -> None:
        file = self._behind.sealed[at]
        await self._copies.open(file.name, file.sha256)

    async def _save_sealed(self, at: int) -> None:
        file = self._behind.sealed[at]
        await keeping.save(self._room, self, file.name, file.sha256)

    def _show_papers(self, line: Line, known: Known) -> None:
        paper, use = line.application, line.authorization
        self._papers.setVisible(use is not None)
        self._to_application.setVisible(paper is not None)
        self._flow_held.setVisible(paper is not None)
        self._flow.set_steps([] if paper is None else steps_of(paper, known))

    def _open_application(self) -> None:
        from app.views.usage.window import show_application

        if self._line is not None and self._line.application is not None:
            show_application(self._room, self._line.application.id, self.window())

    def _open_authorization(self) -> None:
        from app.views.usage.window import show_authorization

        if self._line is not None and self._line.authorization is not None:
            show_authorization(self._room, self._line.authorization.id, self.window())

    def _facts_of(self, line: Line, known: Known) -> list[Fact]:
        impression = line.impression
        person = known.people.get(impression.member or "", self.tr("person unknown"))
        facts = [
            Fact(self.tr("Person"), words.pressed_by(person, impression.grade)),
            Fact(self.tr("Time"), words.pressed_fact(impression)),
            Fact(self.tr("Place"), words.place(impression.place)),
            Fact(self.tr("Impression"), self.tr("number {0} of this seal").format(impression.own)),
            Fact(self.tr("Log"), log_entry(line, self._behind.status)),
            Fact(self.tr("Made by firmware"), made_by(line, self._behind)),
        ]
        facts[3:3] = electronic.sealed_facts(impression)
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

    # Pictures

    async def _show_photo(self, line: Line) -> None:
        """The newest one that is still there."""
        view = self.photo
        if not line.kept:
            gone, none = self.tr("The photo was removed when its time was over"), self.tr("No photo of this impression")
            view.show_image(None, gone if line.photos else none)
            return
        sha256 = line.kept[-1].sha256
        if self._room.pictures.ready(sha256, PHOTO_SIDE) is None:
            view.show_image(None, self.tr("The photo is on its way"))
        image = await self._room.pictures.get(sha256, PHOTO_SIDE)
        if self._line is line:
            view.show_image(image, "" if image else self.tr("The photo has not arrived yet"))

    async def _open_photo(self) -> None:
        """In a window of its own, among the photos of the same use, to be compared with the application's pictures."""
        from app.views.viewer import PictureViewer

        line = self._line
        if line is None or not line.kept or not self.photo.has_image:
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
        PictureViewer(room, shown, line.kept[-1].sha256, self.window(), application).show()

    def _offer(self, line: Line, known: Known) -> None:
        """Who may add: whose impression it is, and who manages the seal; after use only to one's own uses."""
        me, seal = self._room.me, known.seals.get(line.impression.seal)
        may_add = may(me, Permission.STAMP) and seal is not None and may_read(me, line.impression, seal)
        self._add.setVisible(may_add and not line.photos and line.impression.document is None)
        mine = line.authorization is not None and line.authorization.member == me.id
        self._add_after.setVisible(mine and may(me, Permission.STAMP))

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
