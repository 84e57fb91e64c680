"""The log of my sign-ins: when, at which console, what came of it."""

from PySide6.QtCore import QCoreApplication

from app.services.own import Own, OwnRows
from app.views import words
from app.views.look import Tone
from app.views.room import Room
from app.views.settings.own_card import Begin, OwnCard
from app.views.widgets import Step, Timeline, button, row
from app.views.words import Word
from domain.sign_ins import Outcome, SignInAttempt

translate = QCoreApplication.translate
FEW = 8


class SignInsCard(OwnCard):
    """The newest few; all of them on demand."""

    def __init__(self, room: Room, own: Own, begin: Begin) -> None:
        super().__init__(room, own, begin, translate("SignInsCard", "Sign-ins"), "settings.sign_ins")
        self._lines: list[SignInAttempt] = []
        self._all = False
        self._timeline = Timeline(name=self.tr("Sign-ins"))
        self._more = button("", "ghost")
        self._more.setObjectName("sign_ins.more")
        self._more.clicked.connect(self._toggle)
        self.body.addWidget(self._timeline)
        self.body.addLayout(row(self._more, None))

    def show_rows(self, rows: OwnRows) -> None:
        self.show()
        self._lines = rows.sign_ins
        self._show()

    def _toggle(self) -> None:
        self._all = not self._all
        self._show()

    def _show(self) -> None:
        shown = self._lines if self._all else self._lines[:FEW]
        self._timeline.set_steps([self._step(line) for line in shown])
        text = self.tr("Show the newest only") if self._all else self.tr("Show all {0}").format(len(self._lines))
        self._more.setText(text)
        self._more.setVisible(len(self._lines) > FEW)

    def _step(self, line: SignInAttempt) -> Step:
        word, tone = self._outcome(line.outcome)
        return Step(word, line.console, words.full_moment(line.at), tone)

    def _outcome(self, of: Outcome) -> Word:
        return {
            Outcome.OK: (self.tr("Signed in"), Tone.OK),
            Outcome.WRONG_CODE: (self.tr("Wrong code by SMS"), Tone.WARN),
            Outcome.WECHAT: (self.tr("Signed in with WeChat"), Tone.OK),
            Outcome.WECHAT_REFUSED: (self.tr("Confirmed by a WeChat whose number is no member's"), Tone.WARN),
            Outcome.SECOND_FACTOR_MISSING: (self.tr("First step right, second factor missing"), Tone.DANGER),
            Outcome.SECOND_FACTOR_WRONG: (self.tr("Wrong code of the authenticator app"), Tone.WARN),
            Outcome.RECOVERY_CODE: (self.tr("Signed in with a recovery code"), Tone.WARN),
            Outcome.SIGNED_OUT: (self.tr("Signed out"), Tone.ACCENT),
            Outcome.SIGNED_OUT_AFAR: (self.tr("Signed out from afar"), Tone.ACCENT),
            Outcome.REUSED: (self.tr("Its key was used by somebody else: signed out"), Tone.DANGER),
            Outcome.SECOND_FACTOR_ON: (self.tr("Second factor switched on"), Tone.OK),
            Outcome.SECOND_FACTOR_OFF: (self.tr("Second factor switched off"), Tone.WARN),
            Outcome.NEW_RECOVERY_CODES: (self.tr("New recovery codes"), Tone.ACCENT),
        }[of]
