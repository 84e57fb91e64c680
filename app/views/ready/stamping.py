"""Stamping with one authorization, or in free use (去盖章, R-125..R-135): what the camera sees, the count, the seal's
state, each press with its photo."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QWidget

from app.models.files import Blob
from app.services.photos import CameraFailed
from app.services.picking import Unfit
from app.services.stamping import Stamping
from app.services.stamping_state import StampingState, Step
from app.views import i18n, words
from app.views.camera import CameraUnavailable, FrameSource, Shot
from app.views.i18n import Tongue
from app.views.icons import icon
from app.views.look import Size, Tone
from app.views.pictures import decode
from app.views.ready.count import BigCount
from app.views.ready.frame import DocumentFrame
from app.views.ready.hint import PageHint
from app.views.ready.lines import Use
from app.views.ready.presses import PressList
from app.views.room import Room, Tasks, leave, on_click
from app.views.widgets import Card, IconDisc, Pill, button, column, label, restyle, row, rule
from app.views.widgets.file_picker import read_picture, why_unfit

COUNT_BESIDE = 128  # pixels of the count beside its words
PHOTO_SIDE = 640  # pixels: whether the page is on it can be seen
LOOK_EVERY_S, LOOK_AGAIN_S = 0.2, 2.0  # at what the camera sees; after it gave nothing
LOW_S = 60  # seconds of the lease from which on it is shown as a warning
UNDER_WAY = (Step.SEARCHING, Step.CONTACT, Step.LOST)
STOPPED = (Step.REFUSED, Step.OVER, Step.SAVED)


class StampingPanel(QWidget):
    """Takes the seal in hand as soon as it is made. `left(used up)`: it was put down, or the person gave up."""

    left = Signal(bool)

    def __init__(self, room: Room, use: Use) -> None:
        super().__init__()
        self._room, self._use = room, use
        self._tasks = Tasks(room.report)
        camera = self._photograph if room.camera is not None else None
        self._stamping: Stamping = room.devices.stamping(use.of, camera)
        self._presses = PressList(room.language.tongue is Tongue.ZH_CN)
        self._presses.again.connect(self._stamping.camera_again)
        self._presses.add.connect(self._choose_photo)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Size.GAP)
        layout.addWidget(self._hand(), 50)
        layout.addWidget(self._presses, 50)
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(lambda: self._show_lease(self._stamping.state))
        self._clock.start()
        # What changes in one go is shown in one go, and after the records that came with it are on their way.
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._show)
        unsubscribe = self._stamping.subscribe(self._soon.start)
        self.destroyed.connect(partial(_leave, self._stamping, unsubscribe))
        self.destroyed.connect(partial(leave, self._tasks))
        self._show()
        if room.camera is not None:
            self.destroyed.connect(partial(_close, room.camera))
            self._tasks.begin(self._look(room.camera))
        self._stamping.start()

    def _hand(self) -> Card:
        card = Card(scroll=True)
        self._pill = Pill()
        title, under = label(self._use.document, "title", cut=True), label(self._use.seal_name, "caption", cut=True)
        card.head(IconDisc("stamp", Tone.BRAND, 40), column(title, under, gap=2))
        card.body.setSpacing(8)
        self._count = BigCount()
        self._state = label("", "title", wrap=True)
        self._state.setObjectName("ready.state")
        self._lease, self._more = label("", "caption", wrap=True), label("", "caption", wrap=True)
        self._message = label("", "fault", wrap=True)
        self._message.setObjectName("ready.message")
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setFixedWidth(160)
        self._add_count(card, beside=self._room.camera is not None)
        if self._room.camera is not None:  # below: on a small screen the count and the word are what must be seen
            self._add_camera(card)
        self._again = button("", "primary", "arrows-clockwise")
        self._again.setObjectName("ready.again")
        self._again.clicked.connect(self._stamping.start)
        self._save = button(self.tr("Save and put down"), "primary", "check")
        self._save.setObjectName("ready.save")
        on_click(self._save, self._tasks.begin, self._put_down)
        card.foot(None, self._save, self._again)
        return card

    def _add_camera(self, card: Card) -> None:
        """The frame, and how to lay and to press (R-131, R-134)."""
        self._frame = DocumentFrame()
        self._frame.show_fault(self.tr("The camera is being opened …"))
        place = label(self.tr("Lay the document inside the frame, complete"), "strong", wrap=True)
        place.setObjectName("ready.place")
        self._pace = label("", "caption", wrap=True)
        self._pace.setObjectName("ready.pace")
        self._hint = PageHint(self._tasks)
        self._hint.outlined.connect(self._frame.show_outline)
        above = row(place, self._hint)
        above.setStretch(0, 1)
        card.body.addWidget(rule())
        card.body.addLayout(above)
        card.body.addWidget(self._frame, 10)
        card.body.addWidget(self._pace)

    def _add_count(self, card: Card, *, beside: bool) -> None:
        """The large count: beside its words above the camera, else above them in the middle of the card."""
        lines = (self._lease, self._more, self._message)
        if beside:
            self._count.setMaximumSize(COUNT_BESIDE, COUNT_BESIDE)
            said = column(self._state, gap=6)
            said.addLayout(row(self._pill, None))
            for each in (*lines, self._busy):
                said.addWidget(each)
            said.addStretch(1)
            across = row(self._count, said, gap=16)
            across.setStretch(1, 1)
            card.body.addLayout(across)
            return
        card.body.addStretch(2)
        card.body.addWidget(self._count, 20)
        card.body.addSpacing(6)
        for each in (self._state, *lines):
            each.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        card.body.addWidget(self._state)
        card.body.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignHCenter)
        for each in lines:
            card.body.addWidget(each)
        card.body.addWidget(self._busy, 0, Qt.AlignmentFlag.AlignHCenter)
        card.body.addStretch(3)

    # What the person does

    async def _put_down(self) -> None:
        """保存: the seal is restricted until it is taken again (R-133)."""
        await self._stamping.save()
        state = self._stamping.state
        self.left.emit(0 < state.count <= state.used)

    def _shot(self, number: int) -> Shot:
        return Shot(self._use.document, self._room.organization.name, self._use.seal_name, number)

    async def _look(self, camera: FrameSource) -> None:
        """What the camera sees, for as long as one stamps: a page that slips is seen before it is stamped."""
        while True:
            presses = self._stamping.state.presses
            try:
                image = await camera.look(self._shot(presses[-1].number if presses else 0))
            except CameraUnavailable:
                self._frame.show_fault(self.tr("The camera gives no picture. Pictures can be added by hand later."))
                self._hint.clear()
                await asyncio.sleep(LOOK_AGAIN_S)
            else:
                self._frame.show_image(image)
                self._hint.see(image)
                await asyncio.sleep(LOOK_EVERY_S)

    async def _photograph(self, number: int) -> Blob:
        """The picture of one impression, shown beside the list as well."""
        assert self._room.camera is not None
        try:
            frame = await self._room.camera.take(self._shot(number))
        except CameraUnavailable as error:
            raise CameraFailed(str(error)) from error
        blob = Blob(frame.media, frame.data)
        self._tasks.begin(self._show_photo(number, blob))
        return blob

    async def _show_photo(self, number: int, blob: Blob) -> None:
        if (image := await asyncio.to_thread(decode, blob.content, PHOTO_SIDE)) is not None:
            self._presses.set_image(number, image)

    def _choose_photo(self, number: int) -> None:
        """A picture of an impression that was missed (R-135)."""
        dialog = QFileDialog(self, self.tr("Photo of the impression"), "", self.tr("Pictures (*.jpg *.jpeg *.png)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self._tasks.begin(self._add_photo(number, Path(path))))
        dialog.open()

    async def _add_photo(self, number: int, path: Path) -> None:
        try:
            picked, image = await read_picture(path, PHOTO_SIDE)
        except Unfit as error:
            self._room.tell(why_unfit(error))
            return
        if await self._stamping.add_photo(number, picked.blob):
            self._presses.set_image(number, image)

    # What is shown

    def _show(self) -> None:
        state = self._stamping.state
        text, tone = self._words(state)
        self._count.show_count(len(state.presses) if state.free else state.used, state.count, tone)
        self._pill.set(*words.phase(state.phase.name.lower() if state.phase is not None else ""))
        self._pill.setVisible(state.phase is not None)
        self._state.setText(text)
        chinese = self._room.language.tongue is Tongue.ZH_CN
        self._message.setText(state.trouble.sentence(chinese) if state.trouble is not None else "")
        self._message.setVisible(state.trouble is not None)
        self._more.setText(self._more_words(state))
        self._busy.setVisible(state.step in UNDER_WAY)
        self._again.setVisible(state.step in STOPPED)
        self._again.setText(self.tr("Go on") if state.step is Step.SAVED else self.tr("Try again"))
        stopped = state.step in STOPPED
        self._save.setText(self.tr("Back") if stopped else self._save_word(state))
        saves = state.step is Step.IN_HAND
        restyle(self._save, "kind", "primary" if saves else "plain")
        self._save.setIcon(icon("check", "accent_on") if saves else QIcon())
        self._presses.show_presses(state.presses)
        self._show_pace(state)
        self._show_lease(state)

    def _show_pace(self, state: StampingState) -> None:
        """R-134: advice, and a mild hint to who is faster."""
        if self._room.camera is None:
            return
        hint = self.tr("That was quick. About one impression a second, please: look that each photo was taken.")
        advice = self.tr("About one impression a second, and look that each photo was taken.")
        self._pace.setText(hint if state.hurried else advice)
        restyle(self._pace, "tone", "warn" if state.hurried else "")

    def _save_word(self, state: StampingState) -> str:
        return self.tr("Save and put down") if state.step is Step.IN_HAND else self.tr("Stop")

    def _words(self, state: StampingState) -> tuple[str, Tone]:
        """The one thing to know now."""
        if state.step is Step.IN_HAND:
            if state.ready:
                return self.tr("Press the seal"), Tone.OK
            if 0 < state.count <= state.used:
                return self.tr("All uses are used up"), Tone.ACCENT
            if state.takes_finger:
                return self.tr("Touch the seal's fingerprint reader"), Tone.ACCENT
            if state.photo_required and not state.camera_ready:
                return self.tr("Taking the photo …"), Tone.ACCENT
            return self.tr("Not unlocked"), Tone.WARN
        return {
            Step.SEARCHING: (self.tr("Looking for the seal …"), Tone.NEUTRAL),
            Step.CONTACT: (self.tr("Connected, talking with the cloud …"), Tone.NEUTRAL),
            Step.LOST: (self.tr("Connection lost, trying again …"), Tone.WARN),
            Step.REFUSED: (self.tr("The seal cannot be used"), Tone.DANGER),
            Step.OVER: (self.tr("The use is over"), Tone.NEUTRAL),
        }.get(state.step, (self.tr("Saved"), Tone.NEUTRAL))

    def _more_words(self, state: StampingState) -> str:
        parts: list[str] = []
        if state.free and state.step is Step.IN_HAND:
            parts.append(self.tr("free use: recorded in your name, without an authorization"))
        if state.battery is not None:
            parts.append(self.tr("battery {0}").format(words.percent(state.battery)))
        if state.carrying is not None and state.carrying[1]:
            parts.append(self.tr("carrying records: {0} of {1}").format(*map(i18n.number, state.carrying)))
        if state.online is False:
            parts.append(self.tr("the cloud is away; presses are kept and sent later"))
        return " · ".join(parts)

    def _show_lease(self, state: StampingState) -> None:
        """For how long the seal goes on without the cloud."""
        shown = state.step is Step.IN_HAND and state.lease_until is not None
        seconds = round(state.lease_left_s())
        self._lease.setText(
            self.tr("Without the cloud, usable for another {0}").format(f"{seconds // 60}:{seconds % 60:02}")
            if shown
            else ""
        )
        restyle(self._lease, "role", "fault" if shown and seconds < LOW_S else "caption")


def _leave(stamping: Stamping, unsubscribe: Callable[[], None], _gone: object = None) -> None:
    """The panel is gone: the seal lets go by itself when the link ends."""
    unsubscribe()
    stamping.hang_up()


def _close(camera: FrameSource, _gone: object = None) -> None:
    """Nobody is looked at who does not stamp."""
    camera.close()
