"""How many of each there are and may be, and asking for more (R-037..R-041)."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QLayout, QPlainTextEdit, QWidget

from app.views import words
from app.views.form_dialog import FormDialog
from app.views.i18n import number
from app.views.look import Tone
from app.views.organization.company import Company
from app.views.room import Room
from app.views.widgets import FormField, Pill, button, column, label, number_edit
from domain.ids import new_id
from domain.organization import Permission, may
from domain.quotas import Quota, QuotaRequest, QuotaState, RequestQuota
from domain.rows import Act

translate = QCoreApplication.translate
QUOTAS = (Quota.PEOPLE, Quota.DEPARTMENTS, Quota.SEALS)
MOST = 100_000  # domain.quotas.RequestQuota


def word(of: Quota) -> str:
    return {
        Quota.PEOPLE: translate("quota", "People"),
        Quota.DEPARTMENTS: translate("quota", "Departments"),
        Quota.SEALS: translate("quota", "Seals"),
    }[of]


def used(company: Company, quota: Quota) -> str:
    """12/100"""
    count, most = company.count(quota)
    return f"{number(count)}/{number(most)}"


def state(request: QuotaRequest) -> words.Word:
    """What became of the last request."""
    asked = translate("quota", "Asked for {0}").format(number(request.wanted))
    word, tone = {
        QuotaState.WAITING: (translate("quota", "{0}: waiting for the operator"), Tone.WARN),
        QuotaState.GRANTED: (translate("quota", "{0}: granted"), Tone.OK),
        QuotaState.REFUSED: (translate("quota", "{0}: refused"), Tone.DANGER),
    }[request.state]
    return word.format(asked), tone


class QuotaDialog(FormDialog):
    """How many are wanted, and why. The operator decides."""

    def __init__(self, room: Room, company: Company, quota: Quota, parent: QWidget) -> None:
        super().__init__(room, "quota", translate("quota", "Ask for more: {0}").format(word(quota)), parent)
        self._quota = quota
        _, most = company.count(quota)
        self._wanted = number_edit(most + 1, MOST, min(MOST, most * 2))
        self._reason = QPlainTextEdit()
        self._reason.setFixedHeight(84)
        self._reason.setTabChangesFocus(True)
        fields = {
            "wanted": FormField(
                self.tr("How many in all"), self._wanted, self.tr("at present {0}").format(number(most))
            ),
            "reason": FormField(self.tr("Reason"), self._reason),
        }
        self.lay_out(fields, self.tr("Ask"), text=self.tr("The operator of the cloud decides; the answer stands here."))
        self._wanted.selectAll()

    def told(self) -> str:
        return self.tr("Asked for a higher quota")

    def act(self) -> Act:
        reason = self._reason.toPlainText().strip()[:500]
        return RequestQuota(id=new_id(), quota=self._quota, wanted=self._wanted.value(), reason=reason)


class QuotaTable(QWidget):
    """A line for each quota: how many, what was asked for, and a button that asks."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room, self._company, self._shown = room, None, None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(3, 1)

    def show_quotas(self, company: Company) -> None:
        self._company = company
        shown = [(quota, used(company, quota), company.request(quota)) for quota in Quota]
        if shown == self._shown:
            return  # the same again keeps the focus
        self._shown = shown
        clear(self._grid)
        for line, quota in enumerate(QUOTAS):
            self._show_line(line, quota, company)

    def _show_line(self, line: int, quota: Quota, company: Company) -> None:
        count, most = company.count(quota)
        value = label(used(company, quota), "value")
        value.setObjectName(f"quota.{quota.value}")
        value.setAccessibleName(f"{word(quota)}: {used(company, quota)}")
        request, above = company.request(quota), 2 * line
        if request is not None and (request.state is not QuotaState.GRANTED or count >= most):
            said = column(Pill(*state(request)), gap=2)
            said.addWidget(label(request.answer or request.reason, "caption", wrap=True))
            said.setContentsMargins(0, 0, 0, 8)
            self._grid.addLayout(said, above + 1, 1, 1, 3)
        self._grid.addWidget(label(word(quota), "secondary"), above, 0)
        self._grid.addWidget(value, above, 1)
        waits = request is not None and request.state is QuotaState.WAITING
        if may(self._room.me, Permission.ADD_ROLE) and not waits:
            ask = button(translate("quota", "Ask for more"), "small")
            ask.setObjectName(f"quota.ask_{quota.value}")
            ask.setAccessibleName(translate("quota", "Ask for more: {0}").format(word(quota)))
            ask.clicked.connect(lambda _, quota=quota: self._open(quota))
            self._grid.addWidget(ask, above, 2)

    def _open(self, quota: Quota) -> None:
        assert self._company is not None
        QuotaDialog(self._room, self._company, quota, self.window()).open()


def clear(layout: QLayout) -> None:
    """Take everything out of it."""
    while taken := layout.takeAt(0):
        if held := taken.widget():
            held.hide()
            held.deleteLater()
        elif (inside := taken.layout()) is not None:
            clear(inside)
