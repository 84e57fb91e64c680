"""What happens from an application to the end of its use: by who should, and by anybody else."""

from dataclasses import dataclass

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from domain.applications import Application, ApplicationState, Apply, Options, Step, StepKind, StepState
from domain.approvals import Approve, Reject, Remark, Transfer
from domain.authorizations import Authorization, Mode, Stage
from domain.departments import Department
from domain.ending import Activate, CancelAuthorization, EndUse, ExtendUse, RenewCode, WaiveUpload
from domain.files import File
from domain.ids import new_id
from domain.issuing import Authorize
from domain.organization import Feature, Organization
from domain.rows import Act
from domain.seals import Seal
from domain.usage import AttachAfterUse, AttachPhoto, Impression
from domain.uses import Method
from domain.waiting import Urge, Withdraw
from tests.cloud.invariants.places import Place, picture
from tests.cloud.invariants.story import Story, hands, numbers, pick, rarely

HOUR_MS, DAY_MS = 3_600_000, 86_400_000
DECISIONS = ("approve", "approve", "approve", "reject", "transfer", "remark", "withdraw", "urge")
ENDINGS = ("end", "end", "end", "extend", "extend", "cancel", "renew", "waive")


@dataclass(frozen=True)
class Terms:
    """How a use is applied for, or issued. `count` 0 = unlimited; `ms`: how long."""

    count: int
    ms: int
    pre: bool
    upload: bool
    sms: bool
    auto_end: bool
    documents: bool

    @property
    def mode(self) -> Mode:
        return Mode.ELECTRONIC if self.documents else Mode.PHYSICAL

    @property
    def watched(self) -> bool:
        """A document has no picture."""
        return self.upload and not self.documents

    @property
    def method(self) -> Method:
        return Method.PRE if self.pre else Method.DIRECT


_yes = st.sampled_from([False, False, True])
terms = st.builds(
    Terms,
    count=st.sampled_from([1, 2, 3, 0]),
    ms=st.sampled_from([HOUR_MS, 10 * DAY_MS]),
    pre=_yes,
    upload=st.booleans(),
    sms=_yes,
    auto_end=_yes,
    documents=_yes,
)


class Uses(Story):
    """Applications and authorizations."""

    @rule(seal=numbers, hand=hands, how=terms, forced=rarely)
    def apply(self, seal: int, hand: int, how: Terms, forced: bool) -> None:
        self.do(self._apply(seal, hand, how, forced=forced))

    async def _apply(self, number: int, hand: int, how: Terms, *, forced: bool = False) -> str | None:
        """The application's id."""
        seal = pick(self.world.truth.of(Seal), number)
        if seal is None:
            return None
        place = self.whose([row.id for row in self.people(seal.organization)], seal.organization, hand)
        act, files = self._form(seal, how)
        await self.world.act(place, seal.organization, act, [picture(act.id)] if files else (), forced=forced)
        return act.id

    def _form(self, seal: Seal, how: Terms) -> tuple[Apply, list[File]]:
        now = self.world.cloud.now
        of = self.world.truth.get(Organization, seal.organization, seal.organization)
        departments = [row for row in self.world.truth.of(Department, seal.organization) if row.deleted_at is None]
        id = new_id(now)
        blob = picture(id)
        needed = of is not None and Feature.PICTURE_REQUIRED in of.features
        files = [File(new_id(now), "页.png", blob.sha256, len(blob.content), blob.media)] if needed else []
        act = Apply(
            id=id,
            seal=seal.id,
            reason="签约",
            document="采购合同",
            copies=1,
            count=how.count,
            start=now,
            end=now + how.ms,
            department=departments[0].id if departments else None,
            options=Options(upload_required=how.watched, sms=how.sms, method=how.method),
            pictures=files,
            mode=how.mode,
        )
        return act, files

    def open_applications(self) -> list[Application]:
        return [row for row in self.world.truth.of(Application) if row.state is ApplicationState.IN_APPROVAL]

    @precondition(lambda self: self.open_applications())
    @rule(number=numbers, hand=hands, how=st.sampled_from(DECISIONS), to=numbers, forced=rarely)
    def decide(self, number: int, hand: int, how: str, to: int, forced: bool) -> None:
        row = pick(self.open_applications(), number)
        if row is None:
            return
        step = pending(row)
        who = [row.applicant] if how in ("withdraw", "urge") else step.candidates
        place = self.whose(who, row.organization, hand)
        other = pick(self.people(row.organization), to)
        acts: dict[str, Act] = {
            "approve": Approve(application=row.id),
            "reject": Reject(application=row.id, reason=" "),
            "transfer": Transfer(application=row.id, member=other.id if other else row.applicant),
            "remark": Remark(id=new_id(self.world.cloud.now), application=row.id, text="请看第二页"),
            "withdraw": Withdraw(application=row.id),
            "urge": Urge(application=row.id),
        }
        self.do(self.world.act(place, row.organization, acts[how], forced=forced))

    @precondition(lambda self: self.to_issue())
    @rule(number=numbers, hand=hands, how=terms, forced=rarely)
    def issue(self, number: int, hand: int, how: Terms, forced: bool) -> None:
        """For an application whose turn it is."""
        self.do(self._issue(pick(self.to_issue(), number), hand, how, forced=forced))

    def to_issue(self) -> list[Application]:
        return [row for row in self.open_applications() if pending(row).kind is StepKind.AUTHORIZE]

    async def _issue(self, row: Application | None, hand: int, how: Terms, *, forced: bool = False) -> None:
        if row is not None:
            place = self.whose(pending(row).candidates, row.organization, hand)
            act = self._authorize(row.seal, row.applicant, how, row)
            await self.world.act(place, row.organization, act, forced=forced)

    @rule(seal=numbers, to=numbers, hand=hands, how=terms, forced=rarely)
    def issue_directly(self, seal: int, to: int, hand: int, how: Terms, forced: bool) -> None:
        """Without an application."""
        row = pick(self.world.truth.of(Seal), seal)
        user = None if row is None else pick(self.people(row.organization), to)
        if row is None or user is None:
            return
        place = self.whose([*row.keepers, *self.managers(row.organization)], row.organization, hand)
        act = self._authorize(row.id, user.id, how, None)
        self.do(self.world.act(place, row.organization, act, forced=forced))

    def _authorize(self, seal: str, member: str, how: Terms, applied: Application | None) -> Authorize:
        now = self.world.cloud.now
        mode = how.mode if applied is None else applied.mode
        narrower = applied is not None and applied.count and not 0 < how.count <= applied.count
        return Authorize(
            id=new_id(now),
            application=None if applied is None else applied.id,
            seal=seal,
            member=member,
            start=now if applied is None else max(applied.start, now - DAY_MS),
            end=now + how.ms if applied is None else min(applied.end, now + how.ms),
            mode=mode,
            method=how.method,
            count=applied.count if applied is not None and narrower else how.count,
            photo_required=False,
            upload_required=how.upload and mode is Mode.PHYSICAL,
            sms=how.sms,
            auto_end=how.auto_end,
            any_document=mode is Mode.ELECTRONIC,
        )

    @precondition(lambda self: self.waiting())
    @rule(number=numbers, hand=hands, code=st.sampled_from(["right", "right", "wrong", "another's"]), forced=rarely)
    def activate(self, number: int, hand: int, code: str, forced: bool) -> None:
        row = pick(self.waiting(), number)
        if row is not None:
            place = self.whose([row.member], row.organization, hand)
            act = Activate(authorization=row.id, code=self.code(row, code))
            self.do(self.world.act(place, row.organization, act, forced=forced))

    def waiting(self) -> list[Authorization]:
        return [row for row in self.world.truth.of(Authorization) if row.stage is Stage.WAITING]

    def code(self, row: Authorization, which: str) -> str:
        self.codes.follow(self.world)
        right = self.codes.newest(row.id) or "00000000"
        others = [codes[-1] for id, codes in self.codes.sent.items() if id != row.id]
        wrong = f"{(int(right) + 1) % 10**8:08}"
        return {"right": right, "wrong": wrong, "another's": others[-1] if others else wrong}[which]

    def unended(self) -> list[Authorization]:
        return [row for row in self.world.truth.of(Authorization) if row.stage is not Stage.OVER]

    @precondition(lambda self: self.world.truth.of(Authorization))
    @rule(number=numbers, hand=hands, how=st.sampled_from(ENDINGS), count=st.sampled_from([0, 3, 4, 5]), forced=rarely)
    def later(self, number: int, hand: int, how: str, count: int, forced: bool) -> None:
        """What becomes of an authorization; sometimes of one that is over."""
        row = pick((not forced and self.unended()) or self.world.truth.of(Authorization), number)
        if row is None:
            return
        seal = self.world.truth.get(Seal, row.organization, row.seal)
        keepers = [] if seal is None else seal.keepers
        owners = self.owners(row.organization)
        place = self.whose(
            owners if how == "waive" else [*keepers, *self.managers(row.organization)], row.organization, hand
        )
        more = ExtendUse(id=new_id(self.world.cloud.now), authorization=row.id, count=count, end=row.end + HOUR_MS)
        acts: dict[str, Act] = {
            "end": EndUse(authorization=row.id),
            "extend": more,
            "cancel": CancelAuthorization(authorization=row.id),
            "renew": RenewCode(authorization=row.id),
            "waive": WaiveUpload(authorization=row.id, reason="底稿遗失"),
        }
        self.do(self.world.act(place, row.organization, acts[how], forced=forced))

    @precondition(lambda self: self.world.truth.of(Impression))
    @rule(number=numbers, hand=hands, ahead=rarely, forced=rarely)
    def photograph(self, number: int, hand: int, ahead: bool, forced: bool) -> None:
        """A picture of a press that has none, if there is one; or of one that is not there yet."""
        presses = self.world.truth.of(Impression)
        press = pick([each for each in presses if not self.world.truth.pictures(each)] or presses, number)
        if press is not None:
            right = [press.member, press.member, *self.managers(press.organization)]
            place = self.whose(right, press.organization, hand)
            self.do(self._photograph(place, press.organization, press.seal, press.number + ahead, forced=forced))

    async def _photograph(
        self, place: Place, organization: str, serial: str, number: int, *, forced: bool = False
    ) -> None:
        blob = picture(f"{place} {serial} {number} {self.world.cloud.now}")
        act = AttachPhoto(
            id=new_id(self.world.cloud.now),
            seal=serial,
            number=number,
            sha256=blob.sha256,
            bytes=len(blob.content),
            media=blob.media,
            taken_at=self.world.cloud.now,
        )
        await self.world.act(place, organization, act, [blob], forced=forced)

    @precondition(lambda self: self.world.truth.of(Authorization))
    @rule(number=numbers, hand=hands)
    def attach(self, number: int, hand: int) -> None:
        """A picture after use."""
        row = pick(self.world.truth.of(Authorization), number)
        if row is not None:
            blob, id = picture(row.id + str(hand)), new_id(self.world.cloud.now)
            file = File(id, "页.png", blob.sha256, len(blob.content), blob.media)
            place = self.whose([row.member], row.organization, hand)
            act = AttachAfterUse(authorization=row.id, picture=file)
            self.do(self.world.act(place, row.organization, act, [blob]))


def pending(row: Application) -> Step:
    """The step that waits for a decision."""
    return next(step for step in row.steps if step.state is StepState.PENDING)
