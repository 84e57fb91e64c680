"""The authorization dialog: issue the right to press, from an application or without one (R-005, R-101..R-120)."""

import asyncio

from PySide6.QtWidgets import QWidget

from app.views import words
from app.views.applications.known import Known
from app.views.authorizations.fields import AuthorizationFields
from app.views.form_dialog import FittedDialog
from app.views.room import Room, Tasks, on_click
from app.views.widgets import Fact, FactList, Foot, button, column, label
from domain.applications import Application
from domain.verdict import Refused

WIDTH = 780  # pixels


class AuthorizationDialog(FittedDialog):
    """In a low window its fields are scrolled."""

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
        self.fields.grew.connect(self.fit)
        self.fit()
        self.fields.count.setFocus()
        self.fields.count.selectAll()
        self.finished.connect(self._tasks.cancel)
        self.finished.connect(self.deleteLater)

    def _lay_out(self) -> None:
        head, middle, foot = QWidget(), QWidget(), QWidget()
        above = column(label(self.windowTitle(), "title"), gap=12)
        if self._application is not None:
            about = [
                Fact(self.tr("Document"), self._application.document),
                Fact(self.tr("Reason"), self._application.reason),
                Fact(self.tr("Period applied for"), words.period(self._application.start, self._application.end)),
            ]
            above.addWidget(FactList(about))
        head.setLayout(above)
        inside = column(self.fields, gap=0)
        inside.addStretch(1)
        middle.setLayout(inside)
        self._message = label("", "fault", wrap=True)
        self._message.setObjectName("authorization.message")
        cancel, self._issue = button(self.tr("Cancel")), button(self.tr("Issue"), "primary", "stamp")
        cancel.setObjectName("authorization.cancel")
        self._issue.setObjectName("authorization.issue")
        self._issue.setDefault(True)
        cancel.clicked.connect(self.reject)
        on_click(self._issue, self._tasks.begin, self._submit)
        foot.setLayout(column(Foot(self._message, cancel, self._issue), gap=0))
        self.arrange(head, middle, foot, WIDTH)

    async def _submit(self) -> None:
        self._show(None)
        if (missing := self.fields.missing()) is not None:
            self.fields.show_refusal(*missing)
            self.fit()
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
        self.fit()
