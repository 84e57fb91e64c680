"""The authorization dialog: issue the right to press, from an application or without one (R-005, R-101..R-111)."""

import asyncio

from PySide6.QtCore import QDateTime, Qt, QTime
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QWidget

from app.views import words
from app.views.applications.known import Known
from app.views.room import Room, Tasks, on_click
from app.views.widgets import (
    Fact,
    FactList,
    FormField,
    button,
    choice_edit,
    column,
    label,
    moment_edit,
    number_edit,
    row,
)
from domain.applications import Application
from domain.authorizations import Mode
from domain.ids import new_id
from domain.issuing import Authorize
from domain.organization import Member, Permission, may
from domain.seals import BindingState, manages
from domain.uses import MAX_COUNT, Method
from domain.verdict import Refused

WIDTH = 560


class AuthorizationDialog(QDialog):
    """Prefilled from an application, whose limits may be narrowed; or empty, for a seal the authorizer manages."""

    def __init__(
        self,
        room: Room,
        known: Known,
        members: list[Member] | None = None,
        application: Application | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._room, self._known, self._application = room, known, application
        self._tasks = Tasks(room.report)
        self.setObjectName("authorization.window")
        self.setWindowTitle(self.tr("Authorize a use"))
        self._make_editors(members or [])
        self._lay_out()
        self._fit()
        self._count.setFocus()
        self._count.selectAll()
        self.finished.connect(self._tasks.cancel)
        self.finished.connect(self.deleteLater)

    def _make_editors(self, members: list[Member]) -> None:
        now = QDateTime.currentDateTime()
        start, end = now, QDateTime(now.date().addDays(1), QTime(18, 0))
        count, seals = 1, [(seal.id, seal.name) for seal in self._known.seals.values() if self._usable(seal.id)]
        people = [(each.id, each.name) for each in members if may(each, Permission.STAMP)]
        if (wanted := self._application) is not None:
            start, end = QDateTime.fromMSecsSinceEpoch(wanted.start), QDateTime.fromMSecsSinceEpoch(wanted.end)
            count, seals = wanted.count, [(wanted.seal, self._known.seal(wanted.seal))]
            people = [(wanted.applicant, self._known.people.get(wanted.applicant, "—"))]
        self._member, self._seal = choice_edit(people), choice_edit(seals, self._room.current_seal())
        self._count, self._start, self._end = number_edit(0, MAX_COUNT, count), moment_edit(start), moment_edit(end)
        self._photo = QCheckBox(self.tr("A photo of each impression"))
        self._photo.setChecked(True)
        for name, editor in {
            "member": self._member,
            "seal": self._seal,
            "count": self._count,
            "start": self._start,
            "end": self._end,
            "photo": self._photo,
        }.items():
            editor.setObjectName(f"authorization.{name}")
        for editor in (self._member, self._seal):
            editor.setEnabled(self._application is None)

    def _usable(self, serial: str) -> bool:
        seal = self._known.seals[serial]
        return seal.state is BindingState.BOUND and manages(self._room.me, seal)

    def _lay_out(self) -> None:
        hint = self.tr("0 is unlimited, at most 500")
        if self._application is not None:
            hint = self.tr("Applied for: {0}").format(words.allowed_uses(self._application.count))
        self._fields = {
            "member": FormField(self.tr("User"), self._member),
            "seal": FormField(self.tr("Seal"), self._seal),
            "count": FormField(self.tr("Number of uses"), self._count, hint),
            "start": FormField(self.tr("From"), self._start),
            "end": FormField(self.tr("Until"), self._end),
        }
        self._message = label("", "fault", wrap=True)
        self._message.setObjectName("authorization.message")
        layout = column(label(self.windowTitle(), "title"), gap=14)
        layout.setContentsMargins(24, 22, 24, 20)
        if self._application is not None:
            about = [
                Fact(self.tr("Document"), self._application.document),
                Fact(self.tr("Reason"), self._application.reason),
                Fact(self.tr("Period applied for"), words.period(self._application.start, self._application.end)),
            ]
            layout.addWidget(FactList(about))
        for pair in (("member", "seal"), ("start", "end")):
            layout.addLayout(_beside(*(self._fields[key] for key in pair)))
        photo = QWidget()
        photo.setLayout(column(label("", "secondary"), self._photo, gap=9))  # level with the field beside it
        layout.addLayout(_beside(self._fields["count"], photo))
        # What there is no choice in is said, not offered.
        ways = self.tr("Physical seal; direct: it may be used as soon as the seal has heard of it.")
        layout.addWidget(label(ways, "caption", wrap=True))
        layout.addWidget(self._message)
        layout.addStretch(1)
        cancel, self._issue = button(self.tr("Cancel")), button(self.tr("Issue"), "primary", "stamp")
        cancel.setObjectName("authorization.cancel")
        self._issue.setObjectName("authorization.issue")
        self._issue.setDefault(True)
        cancel.clicked.connect(self.reject)
        on_click(self._issue, self._tasks.begin, self._submit)
        layout.addLayout(row(None, cancel, self._issue))
        self.setLayout(layout)

    def _fit(self) -> None:
        """As high as its words need."""
        self._message.setVisible(bool(self._message.text()))
        layout = self.layout()
        layout.activate()
        self.setFixedSize(WIDTH, layout.totalHeightForWidth(WIDTH))

    def act(self) -> Authorize:
        """What the dialog says. An untouched time of the application is taken to the millisecond."""
        start, end = self._start.dateTime(), self._end.dateTime()
        wanted = self._application
        return Authorize(
            id=new_id(),
            application=wanted.id if wanted else None,
            seal=str(self._seal.currentData() or ""),
            member=str(self._member.currentData() or ""),
            start=_same_minute(start, wanted.start if wanted else 0),
            end=_same_minute(end, wanted.end if wanted else 0),
            mode=Mode.PHYSICAL,
            method=Method.DIRECT,
            count=self._count.value(),
            photo_required=self._photo.isChecked(),
        )

    async def _submit(self) -> None:
        done = await self._room.submit(self.act())
        refused = done if isinstance(done, Refused) else None
        for key, each in self._fields.items():
            each.set_error(self._room.sentence(refused) if refused and refused.field == key else "")
        elsewhere = refused is not None and refused.field not in self._fields
        self._message.setText(self._room.sentence(refused) if refused and elsewhere else "")
        self._fit()
        if refused is None:
            self._room.tell(self.tr("Authorization issued"))
            asyncio.get_running_loop().call_soon(self.accept)  # not inside the task that closing the dialog cancels


def _beside(first: QWidget, second: QWidget) -> QHBoxLayout:
    """Two halves that stand level at the top, whatever is said below one of them."""
    made = row(gap=14)
    for half in (first, second):
        made.addWidget(half, 1, Qt.AlignmentFlag.AlignTop)
    return made


def _same_minute(edited: QDateTime, applied: int) -> int:
    """The field shows minutes: what still shows the minute applied for means exactly the moment applied for."""
    value = edited.toMSecsSinceEpoch()
    return applied if value // 60_000 == applied // 60_000 else value
