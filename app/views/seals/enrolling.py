"""The six touches of a fingerprint, one after the other as the seal takes them (录入指纹, R-236)."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QProgressBar, QSizePolicy, QWidget

from app.services.enrolling import OVER, EnrollingState, Step
from app.views import i18n, words
from app.views.i18n import Tongue
from app.views.icons import paint_icon
from app.views.look import Tone, tokens_now
from app.views.room import Room, Work, on_click
from app.views.widgets import button, column, label, paint, restyle, row, within_window
from domain.seals import Seal
from protocol.conversation import CAPTURES

DISC, BETWEEN = 40, 10


class Touches(QWidget):
    """Six discs, filled one by one."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("enrolling.touches")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._taken, self._tone = 0, Tone.ACCENT
        self.setAccessibleName(self.tr("Touches"))

    def sizeHint(self) -> QSize:
        return QSize(CAPTURES * (DISC + BETWEEN) - BETWEEN, DISC)

    def set_taken(self, taken: int, tone: Tone) -> None:
        self._taken, self._tone = taken, tone
        self.setAccessibleDescription(f"{i18n.number(taken)}/{i18n.number(CAPTURES)}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), tokens_now()
        ink, soft = tokens.tone(self._tone)
        for at in range(CAPTURES):
            disc = QRectF(at * (DISC + BETWEEN), 0, DISC, DISC)
            taken = at < self._taken
            border = None if taken else tokens.color("border")
            paint.box(painter, disc, DISC / 2, soft if taken else tokens.color("sunken"), border)
            color = ink if taken else tokens.color("ink3")
            paint_icon(painter, disc.adjusted(11, 11, -11, -11), "fingerprint", color)


class EnrolDialog(QDialog):
    """One enrolment from the order to 已保存; closed while it goes on, it is given up."""

    def __init__(
        self, room: Room, seal: Seal, member: str, name: str, begin: Callable[[Work], None], parent: QWidget
    ) -> None:
        """`begin`: of the page, for what the seal has to say in the end is carried though this is closed."""
        super().__init__(parent)
        self._room, self._begin = room, begin
        self.enrolling = room.devices.enrolling(room.id, seal.id, member)
        self.setObjectName("enrolling.window")
        self.setWindowTitle(self.tr("Fingerprint of {0}").format(name))
        self.setModal(True)
        where = label(self.tr("At the seal “{0}”").format(seal.name), "secondary", wrap=True)
        self.touches, self._busy = Touches(), QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setFixedWidth(160)
        self._title, self._said = label("", "strong", wrap=True), label("", "body", wrap=True)
        self._said.setObjectName("enrolling.said")
        for each in (self._title, self._said):
            each.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._again, self._cancel = button(self.tr("Again"), "primary"), button(self.tr("Cancel"))
        self._again.setObjectName("enrolling.again")
        self._cancel.setObjectName("enrolling.cancel")
        self._again.clicked.connect(self.begin)
        on_click(self._cancel, begin, self._leave)
        middle = column(gap=14)
        middle.addStretch(1)
        for each in (self.touches, self._title, self._said, self._busy):
            across = row(None, each, None)
            across.setStretch(1, 100)
            middle.addLayout(across)
        middle.addStretch(1)
        layout = column(label(self.windowTitle(), "title", wrap=True), where, gap=8)
        layout.addLayout(middle, 1)
        layout.addLayout(row(None, self._cancel, self._again))
        layout.setContentsMargins(24, 20, 24, 18)
        self.setLayout(layout)
        self.setFixedSize(within_window(self, 440, 360))
        self._stop = self.enrolling.subscribe(self._show)
        self.finished.connect(self.deleteLater)
        self._show()

    def begin(self) -> None:
        """From the start."""
        self._begin(self.enrolling.run())

    async def _leave(self) -> None:
        """What goes on is given up first; it stays open where that cannot be done."""
        if self.enrolling.state.step not in OVER:
            await self.enrolling.cancel()
            if self.enrolling.state.trouble is not None:
                return
            self._room.tell(self.tr("No fingerprint was taken"))
        self.done(QDialog.DialogCode.Rejected)

    def reject(self) -> None:
        """Escape, or the window's own cross."""
        self._cancel.click()

    def done(self, code: int) -> None:
        self._stop()
        super().done(code)

    def _show(self) -> None:
        state = self.enrolling.state
        title, said = self._words(state)
        self._title.setText(title)
        trouble = state.trouble.sentence(self._room.language.tongue is Tongue.ZH_CN) if state.trouble else ""
        fault = bool(trouble) and state.step in OVER
        self._said.setText(words.sentences(said, trouble))
        restyle(self._said, "role", "fault" if fault else "body")
        tone = {Step.SAVED: Tone.OK, Step.FAILED: Tone.DANGER, Step.CANCELLED: Tone.NEUTRAL}
        self.touches.set_taken(state.captures, tone.get(state.step, Tone.ACCENT))
        over = state.step in OVER
        self._busy.setAccessibleName(title)
        self._busy.setVisible(state.step in (Step.PREPARING, Step.WAITING))
        self._again.setVisible(over and state.step is not Step.SAVED)
        self._cancel.setText(self.tr("Close") if over else self.tr("Give up"))

    def _words(self, state: EnrollingState) -> tuple[str, str]:
        left = i18n.number(CAPTURES - state.captures)
        touch = self.tr("Lift the finger and touch the reader again: {0} more.").format(left)
        first = self.tr("Touch the reader below the seal's screen: six times in all.")
        poor = self.tr("That touch could not be read. Once more, and hold still.")
        afar = self.tr("What the cloud hears of it is shown here.")
        return {
            Step.PREPARING: (self.tr("Asking the cloud and the seal …"), ""),
            Step.WAITING: (
                self.tr("Ordered; waiting for the seal"),
                self.tr("As soon as the seal has heard of it, it asks for the finger (请按指纹)."),
            ),
            Step.TOUCHING: (
                self.tr("{0} of 6 taken").format(i18n.number(state.captures)),
                words.sentences(poor if state.poor else touch if state.captures else first, "" if state.live else afar),
            ),
            Step.SAVED: (self.tr("Saved (已保存)"), self.tr("The seal knows this member by fingerprint now.")),
            Step.FAILED: (
                self.tr("No fingerprint was taken"),
                self.tr("Half a minute went by without a touch, or too many could not be read."),
            ),
            Step.CANCELLED: (self.tr("Given up"), self.tr("Nothing of it was kept.")),
            Step.REFUSED: (self.tr("It cannot be taken now"), ""),
        }[state.step]
