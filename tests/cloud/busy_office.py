"""An office in which something of everything has happened, and who may see which of it, told here once more.

What somebody sees is read off the manual and its readings (requirements 2, R-084, R-099, R-138, R-147..R-150,
R-153, R-166, R-167), not off the program: from all rows that the cloud holds, by a few words about him.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from cloud.store.unit import View
from domain.acts import ROWS
from domain.applications import Application, Apply, StepKind, StepState
from domain.approvals import Approve, Comment, Reject, Remark
from domain.audit import AuditEntry
from domain.authorizations import Authorization, Mode, Stage
from domain.commands import SealCommand
from domain.ending import EndUse
from domain.events import SealEvent, SealEventKind, event_id
from domain.features import SetFeatures
from domain.files import Attachment, File
from domain.ids import new_id
from domain.invoice_titles import AddInvoiceTitle, InvoiceTitle, TitleKind
from domain.issuing import Authorize
from domain.leaving import ChangeRole
from domain.messages import Message, ReadMessages
from domain.organization import AUDITOR, Feature, Permission, Role
from domain.rows import Act, Row
from domain.templates import AddTemplate, SetFlow
from domain.usage import AttachAfterUse, AttachPhoto, Impression, Photo, impression_id
from domain.uses import Method
from tests.cloud.office import OTHER, OWN, Office
from tests.cloud.test_pull import impression, put

R = TypeVar("R", bound=Row)
HOUR = 3600_000
SEALS = (OWN, OTHER)
MEMBERS = ("approver", "copied", "bystander", "auditor", "issues reader")
CUSTOM = {
    "custom with": [Permission.VIEW_USAGE],
    "custom without": [each for each in Permission if each is not Permission.VIEW_USAGE],
    "auditor": list(AUDITOR),
    "issues reader": [Permission.VIEW_AUTHORIZATIONS, Permission.APPROVE],
}
EVERYBODY = (
    *("owner", "administrator", "keeper", "other keeper", "spare keeper", "member"),
    *("approver", "copied", "bystander", *CUSTOM),
)
_PICTURE = {"sha256": "0" * 64, "bytes": 9, "media": "image/png"}


@dataclass(frozen=True)
class Eyes:
    """One person: the seals whose records he reads (`seals`), whose authorizations (`issued`), which he manages, and
    whose uses he may end; whether he reads the audit log, approves, and pays."""

    me: str
    seals: frozenset[str]
    issued: frozenset[str]
    managed: frozenset[str]
    ended: frozenset[str]
    audit: bool
    approves: bool
    pays: bool


def eyes(name: str, member: str) -> Eyes:
    """By the printed table: owner and administrator read of all seals, keepers of theirs, a custom role by its bits."""
    if name in ("owner", "administrator"):
        every = frozenset(SEALS)
        return Eyes(member, every, every, every, every, audit=True, approves=True, pays=True)
    if name in ("keeper", "other keeper", "spare keeper"):
        kept = frozenset({"keeper": [OWN], "other keeper": [OTHER]}.get(name, []))
        return Eyes(member, kept, kept, kept, kept, audit=False, approves=True, pays=True)
    bits = CUSTOM.get(name)
    if bits is None:
        nothing = frozenset[str]()
        return Eyes(member, nothing, nothing, nothing, nothing, audit=False, approves=True, pays=False)

    def given(permission: Permission) -> frozenset[str]:
        return frozenset(SEALS if permission in bits else ())

    return Eyes(
        member,
        given(Permission.VIEW_USAGE),
        given(Permission.VIEW_AUTHORIZATIONS),
        frozenset(),
        given(Permission.END_USE),
        audit=Permission.VIEW_AUDIT in bits,
        approves=Permission.APPROVE in bits,
        pays=Permission.PAY in bits,
    )


class Everything:
    """All rows of the organization, as the cloud holds them."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = list(rows)

    def of(self, kind: type[R]) -> list[R]:
        return [row for row in self._rows if isinstance(row, kind)]

    def ids(self, rows: Iterable[Row]) -> set[str]:
        return {row.id for row in rows}

    # What goes to a console

    def applications(self, by: Eyes) -> list[Application]:
        """In which he has a part, and those for seals whose authorizations he reads."""
        return [each for each in self.of(Application) if by.me in _parties(each) or each.seal in by.issued]

    def authorizations(self, by: Eyes) -> list[Authorization]:
        return [each for each in self.of(Authorization) if self._may_see(each, by)]

    def _may_see(self, row: Authorization, by: Eyes) -> bool:
        own = by.me in (row.member, row.issued_by, row.owed_by)
        return own or row.seal in by.issued or self.approved(row.id, by)

    def approved(self, authorization: str | None, by: Eyes) -> bool:
        """R-084."""
        applied = {each.application for each in self.of(Authorization) if each.id == authorization}
        steps = [step for each in self.of(Application) if each.id in applied for step in each.steps]
        passed = [each for each in steps if each.kind is StepKind.APPROVE and each.state is StepState.PASSED]
        return any(by.me in (*each.candidates, each.decided_by) for each in passed)

    def records(self, by: Eyes) -> list[Impression]:
        """Of the lists: his own, and those of the seals whose records he reads (R-148..R-150)."""
        return [each for each in self.of(Impression) if each.member == by.me or each.seal in by.seals]

    def usage(self, by: Eyes) -> list[Impression]:
        shown = self.ids(self.records(by))
        return [each for each in self.of(Impression) if each.id in shown or self.approved(each.authorization, by)]

    def photos(self, by: Eyes) -> list[Photo]:
        readable = self.ids(self.usage(by))
        return [each for each in self.of(Photo) if impression_id(each.seal, each.number) in readable]

    def commands(self, by: Eyes) -> list[SealCommand]:
        """Of the seals whose authorizations he reads, and his own."""
        return [each for each in self.of(SealCommand) if each.seal in by.issued or each.by == by.me]

    def events(self, by: Eyes) -> list[SealEvent]:
        """As the records of the seal: an aborted press is read beside its use."""
        own = [each for each in self.of(SealEvent) if each.seal in by.seals or each.member == by.me]
        shown = self.ids(own)
        return [each for each in self.of(SealEvent) if each.id in shown or self.approved(each.authorization, by)]

    def attachments(self, by: Eyes) -> list[Attachment]:
        about = self.ids(self.applications(by)) | self.ids(self.authorizations(by))
        return [each for each in self.of(Attachment) if {each.application, each.authorization} & about]

    def comments(self, by: Eyes) -> list[Comment]:
        about = self.ids(self.applications(by))
        return [each for each in self.of(Comment) if each.application in about]

    def messages(self, by: Eyes) -> list[Message]:
        return [each for each in self.of(Message) if each.member == by.me]

    def audit(self, by: Eyes) -> list[AuditEntry]:
        return self.of(AuditEntry) if by.audit else []

    def titles(self, by: Eyes) -> list[InvoiceTitle]:
        return self.of(InvoiceTitle) if by.pays else []

    # What stands in the lists

    def to_do(self, by: Eyes) -> list[Application]:
        def waits(row: Application) -> bool:
            return any(step.state is StepState.PENDING and by.me in step.candidates for step in row.steps)

        return [each for each in self.of(Application) if by.approves and waits(each)]

    def done(self, by: Eyes) -> list[Application]:
        return [each for each in self.of(Application) if by.me in [step.decided_by for step in each.steps]]

    def copied(self, by: Eyes) -> list[Application]:
        return [each for each in self.of(Application) if by.me in each.copied]

    def issued(self, by: Eyes) -> list[Authorization]:
        return [each for each in self.of(Authorization) if each.seal in by.issued]

    def to_end(self, by: Eyes, now: int) -> list[Authorization]:
        """Expired and not ended (C-04)."""
        live = [each for each in self.of(Authorization) if each.stage is Stage.LIVE and each.seal in by.ended]
        return [each for each in live if each.end <= now or 0 < each.count <= each.used]

    def to_use(self, by: Eyes, now: int) -> list[Authorization]:
        mine = [each for each in self.of(Authorization) if each.member == by.me and each.start <= now < each.end]
        waits = [each for each in mine if each.stage is Stage.WAITING]
        in_use = [each for each in mine if each.stage is Stage.LIVE and not 0 < each.count <= each.used]
        return waits + in_use

    def abnormal(self, by: Eyes, seal: str) -> list[Impression]:
        """R-166, R-167."""
        of_seal = [each for each in self.of(Impression) if each.seal == seal and each.result]
        return [each for each in of_seal if seal in by.seals or each.member == by.me]


def _parties(row: Application) -> list[str | None]:
    """Who applied, decides, decided, or is told of it (R-084, R-099)."""
    steps = [id for step in row.steps for id in (*step.candidates, step.decided_by, step.instead_of)]
    return [row.applicant, *row.copied, *steps]


@dataclass
class BusyOffice(Office):
    """Two seals with a flow each; applications in every state; authorizations, presses, pictures, messages."""

    async def fill(self) -> None:
        await super().fill()
        for name in MEMBERS:
            self.people[name] = await self.owner.add(name, self.phone(), Role.MEMBER)
        for name, permissions in CUSTOM.items():
            act = ChangeRole(member=self.people[name].member, role=Role.CUSTOM, permissions=permissions)
            await self.owner.done(act)
        items = [each for each in Feature if each is not Feature.PICTURE_REQUIRED and each is not Feature.DEPARTMENT]
        await self.owner.done(SetFeatures(items=items))
        approver, copied = self.people["approver"].member, self.people["copied"].member
        for serial, told in ((OWN, [copied]), (OTHER, [])):
            template = AddTemplate(id=new_id(), name=serial, approvers=[approver], copied=told)
            await self.owner.done(template)
            await self.owner.done(SetFlow(seal=serial, category=None, template=template.id))
        await self._by("keeper", AddInvoiceTitle(id=new_id(), kind=TitleKind.PERSONAL, name="罗主任"))
        await self._use_what_was_applied_for()
        await self._decide_otherwise()
        await self._issue_directly()
        await self.people["member"].do(SetFeatures(items=[]))  # refused, and noted
        messages = [each for each in (await self.everything()).of(Message) if each.member == approver]
        await self.people["approver"].done(ReadMessages(messages=[messages[0].id]))

    async def everything(self) -> Everything:
        def work(view: View) -> list[Row]:
            return [row for kind in ROWS.values() for row in view.rows.all(kind, self.organization)]

        return Everything(await self.cloud.service.database.read(work))

    async def _by(self, name: str, act: Act) -> None:
        await self.people[name].done(act)

    async def _apply(self, name: str, seal: str, document: str) -> str:
        now = self.cloud.now
        attached = File(new_id(), f"{document}.png", "2" * 64, 9, "image/png")
        act = Apply(
            id=new_id(),
            seal=seal,
            reason="签约",
            document=document,
            copies=1,
            count=3,
            start=now,
            end=now + HOUR,
            pictures=[attached],
        )
        await self._by(name, act)
        return act.id

    def _authorize(self, seal: str, member: str, method: Method = Method.DIRECT) -> Authorize:
        now = self.cloud.now
        return Authorize(
            id=new_id(),
            application=None,
            seal=seal,
            member=self.people[member].member,
            start=now,
            end=now + HOUR,
            mode=Mode.PHYSICAL,
            method=method,
            count=3,
            photo_required=False,
        )

    async def _press(self, number: int, seal: str, member: str | None, use: str | None = None, result: int = 0) -> None:
        who = None if member is None else self.people[member].member
        row = impression(self.owner, number, who, seal, result)
        await put(self.cloud, msgspec.structs.replace(row, authorization=use))

    async def _happened(self, number: int, seal: str, use: str | None = None) -> None:
        """Unlocked and not pressed, under a use or none."""
        member = None if use is None else (await self.row(Authorization, use)).member
        row = SealEvent(
            id=event_id(seal, number),
            organization=self.organization,
            seal=seal,
            binding=1,
            number=number,
            kind=SealEventKind.ABORTED,
            at=self.cloud.now,
            clock=1,
            received_at=self.cloud.now,
            authorization=use,
            member=member,
        )
        await put(self.cloud, row)

    async def _use_what_was_applied_for(self) -> None:
        id = await self._apply("member", OWN, "采购合同")
        await self._by("copied", Remark(id=new_id(), application=id, text="请尽快"))
        await self._by("approver", Approve(application=id))
        applied, issue = await self.row(Application, id), self._authorize(OWN, "member")
        issue = msgspec.structs.replace(issue, application=id, start=applied.start, end=applied.end)
        await self._by("keeper", issue)
        await self._press(1, OWN, "member", issue.id)
        await self._press(2, OWN, "member", issue.id, result=1)
        await self._happened(4, OWN, issue.id)
        await self._by("member", AttachPhoto(id=new_id(), seal=OWN, number=1, taken_at=0, **_PICTURE))
        after = File(new_id(), "after.png", "1" * 64, 9, "image/png")
        await self._by("member", AttachAfterUse(authorization=issue.id, picture=after))
        await self._by("keeper", EndUse(authorization=issue.id))

    async def _decide_otherwise(self) -> None:
        await self._apply("bystander", OTHER, "劳动合同")
        rejected = await self._apply("member", OTHER, "租赁合同")
        await self._by("approver", Reject(application=rejected, reason="不符"))
        passed = await self._apply("member", OWN, "销售合同")
        await self._by("approver", Approve(application=passed))

    async def _issue_directly(self) -> None:
        """One that has expired and is not ended, one that waits for its code; presses with and without a use."""
        expired = self._authorize(OTHER, "bystander")
        await self._by("other keeper", expired)
        row = await self.row(Authorization, expired.id)
        await put(self.cloud, msgspec.structs.replace(row, start=0, end=self.cloud.now - 1))
        await self._by("keeper", self._authorize(OWN, "bystander", Method.PRE))
        await self._press(3, OWN, None, result=3)
        await self._happened(5, OWN)
        await self._happened(5, OTHER, expired.id)
        await self._press(1, OTHER, "bystander", expired.id)
        await self._press(2, OTHER, "administrator", result=3)
        await self._press(3, OTHER, "custom with", result=2)
        await self._by("bystander", AttachPhoto(id=new_id(), seal=OTHER, number=1, taken_at=0, **_PICTURE))
