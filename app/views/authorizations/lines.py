"""What the authorizations page reads: who may press which seal, and what stands in the way of ending it."""

from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from app.models import fold
from app.models.fold import Folded
from app.models.store import Tx
from app.views import electronic, i18n, words
from app.views.applications.known import Known, read_known
from app.views.applications.papers import Uses, read_uses
from app.views.reckoning import Reckoned, read_reckoned
from app.views.room import Room
from app.views.widgets import Fact
from domain.authorizations import Authorization, State, live, owes_pictures, state
from domain.organization import Member, Permission, Role
from domain.seals import Seal, SealStatus, may_on

translate = QCoreApplication.translate
# The printed states (R-142..R-144, C-04); who waits for his code is told apart.
FILTERS: tuple[frozenset[State], ...] = (
    frozenset(State),
    frozenset({State.IN_USE, State.NOT_STARTED}),
    frozenset({State.NOT_ACTIVATED}),
    frozenset({State.EXPIRED}),
    frozenset({State.ENDED, State.CANCELLED, State.REFUSED}),
)
ALL, IN_USE, NOT_ACTIVATED, EXPIRED, OVER = range(len(FILTERS))


@dataclass(frozen=True)
class Records:
    """Authorizations of the seals whose authorizations I may read, newest first, with uses and reckoning of the chosen
    one.

    `seal_unread`: a seal is chosen whose authorizations are not mine to read (R-138).
    """

    rows: list[Folded[Authorization]]
    known: Known
    statuses: dict[str, SealStatus] = field(default_factory=dict[str, SealStatus])
    uses: Uses = field(default_factory=Uses)
    seal_unread: bool = False
    reckoned: Reckoned | None = None


def read_records(tx: Tx, room: Room, seal: str, chosen: str) -> Records:
    """Only of the current seal where one is chosen."""
    known = read_known(tx, room.id)
    readable = {id for id, each in known.seals.items() if may_on(room.me, Permission.VIEW_AUTHORIZATIONS, each)}
    rows = [
        each
        for each in fold.folded(tx, room.id, Authorization)
        if seal in ("", each.row.seal) and each.row.seal in readable
    ]
    return Records(
        sorted(rows, key=lambda each: (-each.row.issued_at, each.row.id)),
        known,
        {each.id: each for each in fold.facts(tx, room.id).all(SealStatus)},
        read_uses(tx, room.id, chosen) if chosen else Uses(),
        bool(seal) and seal in known.seals and seal not in readable,
        read_reckoned(tx, room.id, chosen) if chosen else None,
    )


@dataclass(frozen=True)
class Offers:
    """What this member may do with an authorization now; what he may not is not shown."""

    end: bool
    more: bool
    renew_code: bool
    cancel: bool
    waive: bool

    @property
    def any(self) -> bool:
        return self.end or self.more or self.renew_code or self.cancel or self.waive


def offers(row: Authorization, seal: Seal | None, me: Member, now: int) -> Offers:
    issues = seal is not None and may_on(me, Permission.AUTHORIZE, seal)
    waits = state(row, now) is State.NOT_ACTIVATED
    return Offers(
        end=live(row) and seal is not None and may_on(me, Permission.END_USE, seal),
        more=live(row) and issues,
        renew_code=waits and issues,
        cancel=waits and issues,
        waive=owes_pictures(row) and me.active and me.role is Role.OWNER,
    )


def to_end(row: Authorization, seal: Seal | None, me: Member, now: int) -> bool:
    """It has expired and still keeps others from the seal: a to-do for whoever may end it (C-04)."""
    ends = seal is not None and may_on(me, Permission.END_USE, seal)
    return ends and live(row) and state(row, now) is State.EXPIRED


def obstacles(row: Authorization, status: SealStatus | None) -> list[str]:
    """What has to be done before it can be ended, in sentences; none: nothing (R-117, I-09)."""
    if not row.upload_required or row.waived_at is not None:
        return []
    said: list[str] = []
    if owes_pictures(row):
        missing, pressed = i18n.number(row.pressed - row.pictured), i18n.number(row.pressed)
        said.append(translate("authorization", "Pictures are missing: {0} of {1}.").format(missing, pressed))
    if status is not None and status.log_end > status.log_to:
        left = i18n.number(status.log_end - status.log_to)
        said.append(translate("authorization", "Records that are still on the seal: {0}.").format(left))
    return said


def facts_of(row: Authorization, known: Known) -> list[Fact]:
    """Label and value of all that was issued."""
    application = known.application(row.application)
    demanded = words.watched(
        photo=row.photo_required,
        fingerprint=row.fingerprint_required,
        upload_required=row.upload_required,
        sms=row.sms,
    )
    named = {
        translate("authorization", "Document"): application.document if application else "",
        translate("authorization", "Used"): words.uses(row.used, row.count),
        translate("authorization", "Period"): words.period(row.start, row.end),
        translate("authorization", "Use mode"): electronic.use_mode(row),
        translate("authorization", "Way"): words.method(row.method),
        translate("authorization", "Activated"): words.full_moment(row.activated_at) if row.activated_at else "",
        translate("authorization", "Permitted area"): words.area(row.area) if row.area else "",
        translate("authorization", "Demanded"): demanded,
        translate("authorization", "Ends by itself"): translate("authorization", "yes") if row.auto_end else "",
        translate("authorization", "Issued by"): f"{known.name(row.issued_by)} · {words.moment(row.issued_at)}",
        translate("authorization", "Ended"): _ended(row, known),
        translate("authorization", "Waived"): _waived(row, known),
    }
    facts = [Fact(label, value) for label, value in named.items() if value]
    if application is not None and application.number:
        facts.append(Fact(translate("authorization", "Application"), application.number, copy=True))
    return [*facts, Fact(translate("authorization", "Authorization"), row.id, copy=True)]


def _ended(row: Authorization, known: Known) -> str:
    if row.ended_at is None:
        return ""
    by = known.name(row.ended_by) if row.ended_by else translate("authorization", "by itself")
    return f"{words.full_moment(row.ended_at)} · {by}"


def _waived(row: Authorization, known: Known) -> str:
    if row.waived_at is None:
        return ""
    return f"{words.moment(row.waived_at)} · {known.name(row.waived_by)} · {row.waived_why}"
