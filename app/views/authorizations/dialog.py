"""The authorization dialog: issue the right to press, from an application or without one (R-005, R-101..R-120)."""

import asyncio

from PySide6.QtWidgets import QDialog, QWidget

from app.views import words
from app.views.applications.known import Known
from app.views.authorizations.fields import AuthorizationFields
from app.views.room import Room, Tasks, on_click
from app.views.widgets import Fact, FactList, button, column, label, row, rule, scrolled
from domain.applications import Application
from domain.verdict import Refused

WIDTH, BESIDE = 780, 48  # pixels; beside: what of the window stays to be seen behind it


class AuthorizationDialog(QDialog):
    """As high as its fields need; in a low window they are scrolled."""

    def __init__(
        self, room: Room, known: Known, application: Application | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._room, self._application = room, application
        self._tasks = Tasks(room.report)
        self.setObjectName("authorization.window")
        self.setWindowTitle(self.tr("Authorize a use"))
        self.setModal(True)
        self.fields = AuthorizationFields(room, known, application)
        self._lay_out()
        self.fields.grew.connect(self._fit)
        self._fit()
        self.fields.count.setFocus()
        self.fields.count.selectAll()
        self.finished.connect(self._tasks.cancel)
        self.finished.connect(self.deleteLater)

    def _lay_out(self) -> None:
        above = column(label(self.windowTitle(), "title"), gap=12)
        above.setContentsMargins(24, 20, 24, 12)
        if self._application is not None:
            about = [
                Fact(self.tr("Document"), self._application.document),
                Fact(self.tr("Reason"), self._application.reason),
                Fact(self.tr("Period applied for"), words.period(self._application.start, self._application.end)),
            ]
            above.addWidget(FactList(about))
        self._head = QWidget()
        self._head.setLayout(above)
        self._body = QWidget()
        inside = column(self.fields, gap=0)
        inside.addStretch(1)
        inside.setContentsMargins(24, 14, 24, 14)
        self._body.setLayout(inside)
        self._message = label("", "fault", wrap=True)
        self._message.setObjectName("authorization.message")
        cancel, self._issue = button(self.tr("Cancel")), button(self.tr("Issue"), "primary", "stamp")
        cancel.setObjectName("authorization.cancel")
        self._issue.setObjectName("authorization.issue")
        self._issue.setDefault(True)
        cancel.clicked.connect(self.reject)
        on_click(self._issue, self._tasks.begin, self._submit)
        below = row(self._message, cancel, self._issue)
        below.setStretch(0, 1)
        below.setContentsMargins(24, 12, 24, 16)
        self._foot = QWidget()
        self._foot.setLayout(below)
        layout = column(self._head, rule(), scrolled(self._body), rule(), self._foot, gap=0)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def _fit(self) -> None:
        """As high as its words need, and no higher than the window it stands in front of."""
        self._body.layout().activate()
        parts = (self._head, self._body, self._foot)
        wanted = sum(_height(part) for part in parts) + 2
        parent = self.parentWidget()
        most = (parent.window().height() if parent is not None else 720) - BESIDE
        self.setFixedSize(WIDTH, max(320, min(wanted, most)))

    async def _submit(self) -> None:
        self._show(None)
        if (missing := self.fields.missing()) is not None:
            self.fields.show_refusal(*missing)
            self._fit()
            return
        acts = self.fields.acts()
        done = await self._room.submit_all(acts)
        if isinstance(done, Refused):
            self._show(done)
            return
        told = self.tr("Authorization issued") if len(acts) == 1 else self.tr("{0} authorizations issued")
        self._room.tell(told.format(len(acts)))
        asyncio.get_running_loop().call_soon(self.accept)  # not inside the task that closing the dialog cancels

    def _show(self, refused: Refused | None) -> None:
        sentence = self._room.sentence(refused) if refused else ""
        beside = self.fields.show_refusal(refused.field if refused else None, sentence)
        self._message.setText("" if beside else sentence)
        self._fit()


def _height(part: QWidget) -> int:
    layout = part.layout()
    return layout.totalHeightForWidth(WIDTH) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
