"""Sealing documents with one authorization of mode electronic: which document, where the seal is seen, and the seal."""

import asyncio
import hashlib
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.models import fold
from app.models.store import Topics
from app.services import picking
from app.services.picking import Unfit
from app.services.sealing.flaws import Unsealable
from app.services.sealing.orders import Looked, Order
from app.services.sealing.sealing import Sealing
from app.services.sealing.words import of_flaw
from app.services.trouble import Trouble
from app.views import i18n, keeping
from app.views.i18n import Tongue
from app.views.look import Size
from app.views.ready.lines import Use
from app.views.room import Room, Tasks, leave, on_click
from app.views.sealing.desk import DeskCard
from app.views.sealing.lines import Desk, read_desk
from app.views.sealing.picture import draw, picture
from app.views.sealing.viewing import ViewCard
from app.views.widgets.file_picker import why_unfit
from domain.authorizations import Authorization
from domain.sealing import judge_document
from domain.verdict import Refused

TOPICS: Topics = frozenset({"attachments", "authorizations", "applications", "sealings", "meta"})


@dataclass(frozen=True)
class Chosen:
    """A document that is shown. `path`: where it lies, for one of this computer, which may change there."""

    name: str
    data: bytes
    looked: Looked
    path: Path | None = None

    @property
    def document(self) -> bytes:
        return hashlib.sha256(self.data).digest()


class SealingPanel(QWidget):
    """`left(used up)`: the person goes back to the list."""

    left = Signal(bool)

    def __init__(self, room: Room, use: Use) -> None:
        super().__init__()
        assert isinstance(use.of, Authorization)
        self._room, self._use, self._of = room, use, use.of
        self._tasks = Tasks(room.report)
        self._sealing: Sealing = room.devices.sealing(use.of)
        self._chosen: Chosen | None = None
        self._turn = 0  # which of the documents that were chosen is the last
        self._desk = Desk(use.of)
        self._view, self._card = ViewCard(), DeskCard(use)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Size.GAP)
        layout.addWidget(self._view, 60)
        layout.addWidget(self._card, 40)
        self._connect()
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._show)
        undo = self._sealing.subscribe(self._soon.start), room.store.subscribe(self._touched)
        self.destroyed.connect(partial(_leave, self._sealing, undo))
        self.destroyed.connect(partial(leave, self._tasks))
        self._show()
        self._tasks.begin(self._open())

    def _connect(self) -> None:
        card, view = self._card, self._view
        card.documents.chosen.connect(lambda key: self._tasks.begin(self._show_document(str(key))))
        card.options.changed.connect(self._show_page)
        view.sheet.moved.connect(card.options.put)
        view.page_changed.connect(self._show_page)
        on_click(card.other, self._tasks.begin, self._choose_other)
        on_click(card.seal, self._tasks.begin, self._seal)
        on_click(card.save, self._tasks.begin, self._save)
        card.finish.clicked.connect(self._finish)
        card.cancel.clicked.connect(self._sealing.cancel)
        card.another.clicked.connect(self._again)
        card.back.clicked.connect(self._leave)

    # What is read

    async def _open(self) -> None:
        image = await asyncio.to_thread(draw, self._room.organization.name, self._use.seal_name)
        self._view.sheet.show_seal(image)
        await self._read()
        if self._desk.documents and not self._turn:
            self._card.documents.choose(self._desk.documents[0].id)
        self._show()

    async def _read(self) -> None:
        self._desk = await self._room.store.run(lambda tx: read_desk(tx, self._room.id, self._of))
        self._card.show_documents(self._desk.documents)
        self._show()

    def _touched(self, topics: Topics) -> None:
        if topics & TOPICS:
            self._tasks.begin(self._read())

    # Which document

    async def _show_document(self, id: str) -> None:
        of = next((each for each in self._desk.documents if each.id == id), None)
        if of is None:
            return
        turn = self._another(of.name)
        content = await self._room.pictures.content(of.sha256)
        if turn != self._turn:
            return
        if content is None:
            self._view.show_fault(of.name, self.tr("The file has not arrived here yet; go online and choose it again."))
            return
        await self._look(turn, of.name, content)

    async def _choose_other(self) -> None:
        """Of this computer: another one only where the authorizer has allowed that; the same bytes are the same."""
        path = await keeping.choose_file(self, self.tr("Document to seal"), self.tr("PDF (*.pdf)"))
        if path is None:
            return
        turn = self._another(path.name)
        try:
            picked = await picking.read(path, picture=False)
        except Unfit as error:
            self._view.show_fault(path.name, why_unfit(error))
            return
        refused = await self._judged(picked.blob.sha256)
        self._card.documents.clear_choice()
        if refused is not None:
            self._view.show_fault(picked.name, self._room.sentence(refused))
            return
        await self._look(turn, picked.name, picked.blob.content, path)

    async def _judged(self, sha256: str) -> Refused | None:
        of = self._room.id
        return await self._room.store.run(lambda tx: judge_document(sha256, self._of, fold.facts(tx, of)))

    def _another(self, name: str) -> int:
        """Nothing is chosen until it has been looked at; which turn that is."""
        self._turn += 1
        self._chosen = None
        self._view.show_loading(name)
        self._show()
        return self._turn

    async def _look(self, turn: int, name: str, data: bytes, path: Path | None = None) -> None:
        """Show it, unless another one has been chosen meanwhile."""
        try:
            looked = await self._sealing.look(data)
        except Unsealable as error:
            if turn == self._turn:
                self._view.show_fault(name, self._sentence(Trouble(of_flaw(error.flaw))))
            return
        if turn != self._turn:
            return
        if not self._view.show_document(name, looked.to_show or data, looked):
            self._view.show_fault(name, self._sentence(Trouble("pdf_broken")))
            return
        self._chosen = Chosen(name, data, looked, path)
        self._card.options.begin(looked.pages)
        self._view.turn_to(len(looked.pages) - 1)
        self._view.sheet.setFocus()
        self._show()

    # The seal

    async def _seal(self) -> None:
        chosen, options, room = self._chosen, self._card.options, self._room
        if chosen is None or not options.chosen:
            return
        if chosen.path is not None and not await asyncio.to_thread(_is_still, chosen.path, chosen.document):
            self._chosen = None
            self._view.show_fault(chosen.name, self._sentence(Trouble("pdf_changed")))
            self._show()
            return
        if (refused := await self._judged(chosen.document.hex())) is not None:
            self._card.show_fault(room.sentence(refused))
            return
        ink = await asyncio.to_thread(picture, room.organization.name, self._use.seal_name)
        stamp = self._desk.stamp
        order = Order(
            document=chosen.document,
            spot=options.spot,
            seam=options.seam,
            picture=ink,
            name=room.organization.name,
            reason="",
            stamped=bool(stamp),
            at=room.now(),
        )
        self._sealing.start(chosen.data, chosen.name, order, stamp)

    def _finish(self) -> None:
        """What the seal may have signed before."""
        if self._desk.unfinished:
            self._sealing.go_on(self._desk.unfinished[0])

    def _again(self) -> None:
        self._sealing.reset()
        self._show()

    async def _save(self) -> None:
        state = self._sealing.state
        if state.row is None or not state.content:
            return
        name = self.tr("{0} (sealed).pdf").format(Path(state.row.name).stem)
        if (path := await keeping.choose_place(self, name, self.tr("PDF (*.pdf)"))) is not None:
            await keeping.write(self._room, path if path.suffix else path.with_suffix(".pdf"), state.content)

    def _leave(self) -> None:
        use = self._desk.use
        self.left.emit(0 < use.count <= use.used)

    # What is shown

    def _show_page(self) -> None:
        options, number = self._card.options, self._view.number
        options.show_page(number)
        self._view.show_marks(options.spot, options.strip(number))
        self._show()

    def _show(self) -> None:
        state, options = self._sealing.state, self._card.options
        said = self._sentence(state.trouble) if state.trouble is not None else ""
        ready = self._chosen is not None and options.chosen and not self._desk.unfinished
        self._card.show_state(state, self._desk, said, ready=ready, attached=self._attached())

    def _attached(self) -> str:
        number = self._chosen.looked.attached if self._chosen is not None else 0
        said = self.tr("Files are attached to this document that its pages do not show: {0}. They are sealed with it.")
        return said.format(i18n.number(number)) if number else ""

    def _sentence(self, trouble: Trouble) -> str:
        return trouble.sentence(self._room.language.tongue is Tongue.ZH_CN)


def _is_still(path: Path, document: bytes) -> bool:
    """Whether the file is what was shown."""
    try:
        return hashlib.sha256(path.read_bytes()).digest() == document
    except OSError:
        return False


def _leave(sealing: Sealing, undo: tuple[object, ...], _gone: object = None) -> None:
    """The panel is gone; what the seal has signed is gone on with later."""
    for each in undo:
        each()  # type: ignore[operator]
    sealing.hang_up()
