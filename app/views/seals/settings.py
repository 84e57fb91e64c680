"""How long a seal's screen is lit, and when it switches itself off (R-177..R-179)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.views import i18n, words
from app.views.seals.lines import Line, Seals
from app.views.widgets import FormField, button, column, label, number_edit, row
from domain.organization import Member, Permission, may
from domain.seal_settings import ADVISED_BACKLIGHT_S, MAX_AUTO_OFF_MIN, MAX_BACKLIGHT_S
from domain.seals import SealSettings

MADE_S, MADE_MIN = 60, 0  # of a seal that nobody has set: docs/seal-protocol.md 9.8
BEYOND = 999  # more can be typed than is taken: a value that is refused is said to be, and not changed in silence


class Settings(QWidget):
    """`wanted(backlight_s, auto_off_min)`: the page does it."""

    wanted = Signal(int, int)

    def __init__(self, me: Member) -> None:
        super().__init__()
        self._may = may(me, Permission.BIND)
        self._shown: tuple[str, int, int] | None = None
        self.backlight, self.auto_off = number_edit(0, BEYOND), number_edit(0, BEYOND)
        self.backlight.setObjectName("seals.backlight")
        self.auto_off.setObjectName("seals.auto_off")
        self._backlight = FormField(self.tr("Backlight (seconds)"), self.backlight)
        self._auto_off = FormField(self.tr("Power-off after (minutes)"), self.auto_off)
        self._auto_off.set_hint(self.tr("0 to 30 minutes without use; 0: never"))
        self.save = button(self.tr("Save"), "plain", "check")
        self.save.setAccessibleName(self.tr("Save backlight and power-off"))
        self.save.setObjectName("seals.save_settings")
        self.save.clicked.connect(self._ask)
        self._said, self._waits = label("", "body", wrap=True), label("", "caption", wrap=True)
        self._waits.setObjectName("seals.settings_said")
        self.error = label("", "fault", wrap=True)
        self._editors = QWidget()
        edited = column(self._backlight, self._auto_off, gap=10)
        edited.addLayout(row(None, self.save))
        self._editors.setLayout(edited)
        title = label(self.tr("Screen and power"), "strong")
        self.setLayout(column(title, self._said, self._editors, self._waits, self.error, gap=8))
        for each in (self.backlight, self.auto_off):
            each.valueChanged.connect(lambda _: self._judge())

    def show_line(self, line: Line, known: Seals) -> None:
        seal = line.seal.row
        told = seal.settings
        now = (seal.id, *((told.backlight_s, told.auto_off_min) if told else (MADE_S, MADE_MIN)))
        if self._shown != now:  # what somebody types here meanwhile is his
            self._shown = now
            for editor, value in ((self.backlight, now[1]), (self.auto_off, now[2])):
                editor.setValue(value)
        self._said.setText(self._in_words(now[1], now[2]))
        self._waits.setText(self._of(told, known))
        self._editors.setVisible(self._may and line.is_bound)
        self._judge()

    def _in_words(self, backlight: int, auto_off: int) -> str:
        lit = self.tr("lit for {0} s").format(i18n.number(backlight)) if backlight else self.tr("always lit")
        off = self.tr("off after {0} min").format(i18n.number(auto_off)) if auto_off else self.tr("never off by itself")
        return f"{lit} · {off}"

    def _of(self, told: SealSettings | None, known: Seals) -> str:
        if told is None:
            return self.tr("as it was made; nobody has set it")
        said = self.tr("set by {0}, {1}").format(known.person(told.by), words.moment(told.at))
        return said if told.confirmed_at is not None else self.tr("{0} (waiting for the seal)").format(said)

    def _judge(self) -> None:
        """What does not fit, or is not advised, stands beside the field; nothing is lost by it."""
        seconds, minutes = self.backlight.value(), self.auto_off.value()
        advice = self.tr("0 to 180 s; not more than 60 s is advised, to spare the screen; 0: always lit")
        spare = self.tr("More than 60 s wears the screen and the battery.")
        over = ADVISED_BACKLIGHT_S < seconds <= MAX_BACKLIGHT_S or seconds == 0
        self._backlight.set_hint(spare if over else advice)
        self._backlight.set_error(self.tr("At most 180 seconds.") if seconds > MAX_BACKLIGHT_S else "")
        self._auto_off.set_error(self.tr("At most 30 minutes.") if minutes > MAX_AUTO_OFF_MIN else "")
        fits = seconds <= MAX_BACKLIGHT_S and minutes <= MAX_AUTO_OFF_MIN
        self.save.setEnabled(fits and self._shown is not None and (seconds, minutes) != self._shown[1:])

    def _ask(self) -> None:
        self.wanted.emit(self.backlight.value(), self.auto_off.value())
