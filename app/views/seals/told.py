"""What a seal is told to be: locked as lost, or free to go on without news from the cloud (R-180, R-190, R-193)."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from app.views import words
from app.views.seals.lines import Line, Seals
from app.views.widgets import button, column, label, row
from domain import offline_use
from domain.organization import Member, Permission, may
from domain.seals import BindingState, Wanted, awaits_seal, is_on, may_on

translate = QCoreApplication.translate


class Told(QWidget):
    """How each stands, and the button by which it is changed: `lock_wanted(on)`, `offline_wanted(on)`; the page does
    it. What may not be done is not shown."""

    lock_wanted = Signal(bool)
    offline_wanted = Signal(bool)

    def __init__(self, me: Member) -> None:
        super().__init__()
        self._me, self._locked, self._offline = me, False, False
        self._lock_said, self._offline_said = label("", "body", wrap=True), label("", "body", wrap=True)
        self._lock, self._open = button(""), button("")
        self._lock.setObjectName("seals.lock")
        self._open.setObjectName("seals.offline_use")
        self._lock.clicked.connect(lambda: self.lock_wanted.emit(not self._locked))
        self._open.clicked.connect(lambda: self.offline_wanted.emit(not self._offline))
        self.error = label("", "fault", wrap=True)
        layout = column(label(self.tr("Loss lock and offline use"), "strong"), gap=8)
        for said, by in ((self._lock_said, self._lock), (self._offline_said, self._open)):
            beside = row(said, by)
            beside.setStretch(0, 1)
            layout.addLayout(beside)
        layout.addWidget(self.error)
        self.setLayout(layout)

    def show_line(self, line: Line, known: Seals, now: int) -> None:
        seal = line.seal.row
        self._locked = is_on(seal.loss_lock)
        self._offline = offline_use.is_open(seal.offline_use, now)
        self._lock_said.setText(self._of_lock(seal.loss_lock, known))
        self._offline_said.setText(self._of_offline(seal.offline_use, known))
        self._lock.setText(self.tr("Unlock …") if self._locked else self.tr("Lock as lost …"))
        self._open.setText(self.tr("Close …") if self._offline else self.tr("Open …"))
        bound = seal.state is BindingState.BOUND
        self._lock.setVisible(bound and may(self._me, Permission.LOSS_LOCK))
        self._open.setVisible(bound and may_on(self._me, Permission.OFFLINE_USE, seal))
        self._open.setAccessibleName(self.tr("Close offline use") if self._offline else self.tr("Open offline use"))

    def _of_lock(self, wanted: Wanted | None, known: Seals) -> str:
        if wanted is None or not wanted.on:
            return _said(self.tr("not locked"), wanted)
        by = known.person(wanted.by), words.moment(wanted.at)
        return _said(self.tr("locked as lost by {0}, {1}").format(*by), wanted)

    def _of_offline(self, wanted: Wanted | None, known: Seals) -> str:
        if wanted is None or not self._offline:
            return _said(self.tr("no offline use"), wanted)
        end = words.moment(wanted.at + offline_use.LONGEST_MS)
        return _said(self.tr("offline use until {0}, opened by {1}").format(end, known.person(wanted.by)), wanted)


def _said(text: str, wanted: Wanted | None) -> str:
    return translate("Told", "{0} (waiting for the seal)").format(text) if awaits_seal(wanted) else text
