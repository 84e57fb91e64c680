"""The impressions of one use as thumbnails, those without a photo among them, and the pictures taken after it."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.models.usage import Press
from app.views import electronic, i18n, words
from app.views.applications.papers import Uses
from app.views.look import Tone
from app.views.room import Room, Work, on_click
from app.views.strip import SIDE, PictureStrip, Shown, asks_now
from app.views.widgets import Thumb, ThumbnailView, button, column, label, row
from domain.authorizations import Authorization, Mode
from domain.seals import Seal
from domain.usage import may_read

BIG = 2 * SIDE.width()


class UsePictures(QWidget):
    """What may be added is offered: a photo of the chosen impression that has none, a picture after the use."""

    def __init__(self, room: Room, begin: Callable[[Work], None], name: str) -> None:
        super().__init__()
        self._room, self._begin = room, begin
        self._row: Authorization | None = None
        self._seal: Seal | None = None
        self._uses = Uses()
        self._asked: dict[str, float] = {}
        self.presses = ThumbnailView(self.tr("Impressions"), SIDE)
        self.presses.opened.connect(self._open)
        self.presses.selectionModel().currentChanged.connect(lambda *_: self._offer())
        self._none = label(self.tr("No impression yet"), "caption")
        self._after = PictureStrip(room, begin, self.tr("Pictures after use"))
        self._add = button(self.tr("Add a photo …"), "plain", "image")
        self._add_after = button(self.tr("Add a picture after use …"), "plain", "plus")
        self._said, self._message = label("", "caption", wrap=True), label("", "fault", wrap=True)
        named = {"presses": self.presses, "add": self._add, "after": self._after, "add_after": self._add_after}
        named |= {"said": self._said, "message": self._message}
        for part, widget in named.items():
            widget.setObjectName(f"{name}.{part}")
        on_click(self._add, begin, self._add_photo)
        on_click(self._add_after, begin, self._add_picture)
        self._after_title = label(self.tr("Pictures after use"), "strong")
        layout = column(label(self.tr("Impressions"), "strong"), self._none, self.presses, self._said, gap=8)
        layout.addLayout(row(self._add, None))
        layout.addSpacing(8)
        layout.addWidget(self._after_title)
        layout.addWidget(self._after)
        layout.addLayout(row(self._add_after, None))
        layout.addWidget(self._message)
        self.setLayout(layout)
        self._message.hide()

    def show_use(self, row: Authorization, seal: Seal | None, uses: Uses) -> None:
        """Newest impression first; the same use again keeps what is chosen."""
        if self._row is None or row.id != self._row.id:
            self._fault("")
        self._row, self._seal, self._uses = row, seal, uses
        self.presses.set_thumbs([self._thumb(press) for press in uses.presses])
        self.presses.setVisible(bool(uses.presses))
        self._none.setVisible(not uses.presses)
        for press in uses.presses:
            sha256 = self._photo(press)
            if sha256 and self._room.pictures.ready(sha256, BIG) is None and asks_now(self._asked, sha256):
                self._begin(self._fetch(press, sha256))
        self._after.show_pictures([Shown(each.sha256, each.name, each.name) for each in uses.after])
        mine = row.member == self._room.me.id
        self._add_after.setVisible(mine and bool(uses.presses) and row.mode is Mode.PHYSICAL)
        self._after_title.setVisible(bool(uses.after) or not self._add_after.isHidden())
        self._offer()

    def _photo(self, press: Press) -> str:
        """The newest that is still there."""
        photos = self._uses.kept(press)
        return photos[-1].sha256 if photos else ""

    def _thumb(self, press: Press) -> Thumb:
        sha256 = self._photo(press)
        image = self._room.pictures.ready(sha256, BIG) if sha256 else None
        note, tone = (self.tr("on its way"), Tone.NEUTRAL) if sha256 else (self.tr("no photo"), Tone.WARN)
        if not sha256 and self._uses.of(press):
            note, tone = self.tr("removed"), Tone.NEUTRAL
        if press.impression.document is not None:
            note, tone = press.impression.name or electronic.record(press.impression)[0], Tone.NEUTRAL
        caption = f"#{press.impression.own} {words.pressed(press.impression, words.moment)}"
        return Thumb(press.impression.number, caption, image, "" if image is not None else note, tone)

    async def _fetch(self, press: Press, sha256: str) -> None:
        image = await self._room.pictures.small(sha256, BIG)
        if image is not None:
            self.presses.set_image(press.impression.number, image)

    # What is chosen, and what may be done with it

    def _chosen(self) -> Press | None:
        at = self.presses.currentIndex().row()
        return self._uses.presses[at] if 0 <= at < len(self._uses.presses) else None

    def without_photo(self) -> list[Press]:
        """Nobody photographs a document that was sealed."""
        return [each for each in self._uses.presses if not self._uses.of(each) and each.impression.document is None]

    def _target(self) -> Press | None:
        """The impression that a photo would be added to: the chosen one, else the first that has none."""
        chosen, without = self._chosen(), self.without_photo()
        if chosen in without:
            return chosen
        return without[-1] if without and chosen is None else None

    def _offer(self) -> None:
        target = self._target()
        may = target is not None and self._seal is not None and may_read(self._room.me, target.impression, self._seal)
        self._add.setVisible(may)
        if target is not None:
            self._add.setText(self.tr("Add a photo of #{0} …").format(target.impression.own))
        without = len(self.without_photo())
        self._said.setText(self.tr("Without a photo: {0}").format(i18n.number(without)) if without else "")
        self._said.setVisible(bool(without))

    def _open(self, number: object) -> None:
        press = next((each for each in self._uses.presses if each.impression.number == number), None)
        if press is None:
            return
        if press in self.without_photo():
            self._add.click()
        if not self._photo(press):
            return
        from app.views.viewer import PictureViewer

        shown = [
            Shown(sha256, f"#{each.impression.own} · {words.pressed(each.impression)}")
            for each in self._uses.presses
            if (sha256 := self._photo(each))
        ]
        application = self._row.application if self._row is not None else None
        PictureViewer(self._room, shown, self._photo(press), self.window(), application).show()

    async def _add_photo(self) -> None:
        from app.views.usage.adding import add_photo

        if (press := self._target()) is not None:
            impression = press.impression
            self._fault(await add_photo(self._room, self, impression.seal, impression.number))

    async def _add_picture(self) -> None:
        from app.views.usage.adding import add_after_use

        if self._row is not None:
            self._fault(await add_after_use(self._room, self, self._row.id))

    def _fault(self, sentence: str) -> None:
        self._message.setText(sentence)
        self._message.setVisible(bool(sentence))
