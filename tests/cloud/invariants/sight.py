"""Who may read what (I-18), from the roles and the rows as the manual has them, and with no help of the scopes.

Beside the matrix: R-084 (who approved follows the use), R-099 (whoever has a part in an application), R-148, R-149,
R-166, R-167 (records), R-243 (owner and administrator manage all seals), C-14 (who consents for the headquarters reads
what he decides, and the names in it).
"""

from collections.abc import Sequence

from app.models import fold, outbox, replica, usage
from app.models.outbox import StoredAct
from app.models.store import Tx
from app.models.tables import rows as local
from domain.acts import ROWS
from domain.applications import Application, StepKind, StepState
from domain.approvals import Comment
from domain.audit import AuditEntry
from domain.authorizations import Authorization
from domain.commands import SealCommand
from domain.events import SealEvent
from domain.files import Attachment
from domain.invoice_titles import InvoiceTitle
from domain.invoices import Invoice
from domain.messages import Message, Seen
from domain.orders import Order
from domain.organization import Member, Organization, Permission, Role
from domain.rows import Row
from domain.seals import Seal
from domain.tariff import Tariff
from domain.usage import Impression, Photo, impression_id
from tests.cloud.invariants.truth import Key, Truth

EVERYBODY = frozenset(
    {"organizations", "members", "departments", "subsidiaries", "quota_requests", "categories", "templates", "seals"}
    | {"seal_status", "seal_certificates", "seal_services", "named_areas", "outlets"}
)
NAMES = frozenset({"organizations", "departments", "categories", "seals"})
_OF_ALL_SEALS = (Role.OWNER, Role.ADMINISTRATOR)


class Reader:
    """One active member, and what he may read of his organization. `fitting`: see `World`."""

    def __init__(self, now: Truth, me: Member, fitting: dict[str, bool | None]) -> None:
        self._now, self._me, self._fitting = now, me, fitting
        self._inside = me.role is not Role.HEADQUARTERS

    def reads(self, row: Row) -> bool:
        if row.organization != self._me.organization:
            return False
        if row.table in (EVERYBODY if self._inside else NAMES):
            return True
        match row:
            case Member():  # from outside
                return row.id == self._me.id or self._mentioned(row.id)
            case AuditEntry() | InvoiceTitle() | Tariff():
                return self._by_right(row)
            case Message(member=of) | Seen(id=of) | Order(member=of) | Invoice(member=of):
                return of == self._me.id
            case Application():
                return self._application(row)
            case Comment():
                return row.member == self._me.id or self._reads(Application, row.application)
            case Attachment():
                of = (Application, row.application), (Authorization, row.authorization)
                return row.member == self._me.id or any(self._reads(kind, id) for kind, id in of)
            case Authorization():
                return self._authorization(row)
            case Impression():
                return row.member == self._me.id or self._manages(row.seal, Permission.VIEW_USAGE)
            case Photo() | SealCommand() | SealEvent():
                return self._beside(row)
            case _:
                return False

    def _reads(self, kind: type[Row], id: str | None) -> bool:
        found = self._now.get(kind, self._me.organization, id)
        return found is not None and self.reads(found)

    def _by_right(self, row: AuditEntry | InvoiceTitle | Tariff) -> bool:
        if isinstance(row, InvoiceTitle | Tariff):  # who pays keeps them
            return self._me.role in (*_OF_ALL_SEALS, Role.KEEPER) or self._chosen(Permission.PAY)
        return self._me.role in _OF_ALL_SEALS or self._chosen(Permission.VIEW_AUDIT)

    def _chosen(self, permission: Permission) -> bool:
        return self._me.role is Role.CUSTOM and permission in self._me.permissions

    def _manages(self, serial: str, permission: Permission) -> bool:
        """Owner and administrator every seal, a keeper his own; a custom role what was chosen for it, everywhere."""
        if self._me.role in _OF_ALL_SEALS or self._chosen(permission):
            return True
        seal = self._now.get(Seal, self._me.organization, serial)
        return self._me.role is Role.KEEPER and seal is not None and self._me.id in seal.keepers

    def _mentioned(self, id: str) -> bool:
        """In what this person was asked for the headquarters."""
        asked = [row for row in self._now.of(Application) if row.consents == self._me.id]
        said = {(row.application, row.member) for row in self._now.of(Comment)}
        return any(id in self._parts(row) or (row.id, id) in said for row in asked)

    def _approved(self, application: str | None) -> bool:
        """Whose step was passed, or who passed it in his place; not who only authorized."""
        row = self._now.get(Application, self._me.organization, application) if application else None
        passed = [step for step in row.steps if step.state is StepState.PASSED] if row is not None else []
        return any(
            self._me.id in (*step.candidates, step.decided_by) for step in passed if step.kind is not StepKind.AUTHORIZE
        )

    def _parts(self, row: Application) -> set[str | None]:
        parts = {row.applicant, *row.copied}
        for step in row.steps:
            parts |= {*step.candidates, step.decided_by, step.instead_of}
            parts |= {id for each in step.handed_on for id in (each.holder, each.by)}
        return parts

    def _application(self, row: Application) -> bool:
        parts = self._parts(row)
        for step in row.steps:
            if step.state in (StepState.WAITING, StepState.PENDING) and step.kind is not StepKind.HEADQUARTERS:
                parts |= {self._stands_in(id, row.organization) for id in step.candidates}
        return self._me.id in parts or self._manages(row.seal, Permission.VIEW_AUTHORIZATIONS)

    def _stands_in(self, id: str, organization: str) -> str | None:
        member = self._now.get(Member, organization, id)
        away = member.stand_in if member is not None else None
        return away.member if away is not None and away.begun else None

    def _authorization(self, row: Authorization) -> bool:
        if self._me.id in (row.member, row.issued_by, row.owed_by) or self._approved(row.application):
            return True
        return self._manages(row.seal, Permission.VIEW_AUTHORIZATIONS)

    def _beside(self, row: Photo | SealCommand | SealEvent) -> bool:
        """What stands beside the records of a seal: pictures, aborted presses, what it was told."""
        if isinstance(row, Photo):
            return self._photo(row)
        if isinstance(row, SealCommand):
            return row.by == self._me.id or self._manages(row.seal, Permission.VIEW_AUTHORIZATIONS)
        own = row.member == self._me.id or self._manages(row.seal, Permission.VIEW_USAGE)
        use = self._now.get(Authorization, self._me.organization, row.authorization or "")
        return own or (use is not None and self._approved(use.application))

    def _photo(self, row: Photo) -> bool:
        if row.member == self._me.id:
            return True
        press = self._now.get(Impression, row.organization, impression_id(row.seal, row.number))
        fits = self._fitting.get(row.id)
        if press is not None and not (not row.foreign if fits is None else fits):
            return False
        if self._manages(row.seal, Permission.VIEW_USAGE):
            return True
        use = self._now.get(Authorization, row.organization, press.authorization) if press is not None else None
        return press is not None and (press.member == self._me.id or self._approved(use and use.application))


def reads_press(now: Truth, member: str, press: Impression) -> bool:
    """Whether a member (who may have left) may read a record now."""
    me = now.get(Member, press.organization, member)
    if me is None:
        return False
    return press.member == member or (me.active and Reader(now, me, {})._manages(press.seal, Permission.VIEW_USAGE))


def expected(now: Truth, user: str, fitting: dict[str, bool | None]) -> dict[Key, Row]:
    """Everything that a person may read, wherever: of his organizations, and what is his own."""
    readers = [Reader(now, me, fitting) for me in now.memberships(user)]
    own = {row.organization for row in now.of(Member) if row.user == user and row.active}
    found: dict[Key, Row] = {}
    for key, row in now.rows.items():
        mine = row.organization == f"user:{user}"
        mine |= isinstance(row, Member) and row.user == user
        mine |= isinstance(row, Organization) and row.id in own
        if mine or any(reader.reads(row) for reader in readers):
            found[key] = row
    return found


def shown(tx: Tx) -> dict[Key, Row]:
    """Everything that a console shows, whatever the organization."""
    found: dict[Key, Row] = {}
    for kind in ROWS.values():
        table = local[kind.table]
        for organization in tx.connection.execute(table.select().with_only_columns(table.c.organization).distinct()):
            for row in replica.all(tx, kind, organization[0]):
                found[kind.table, row.organization, row.id] = row
    return found


def lists(
    tx: Tx, organizations: Sequence[str]
) -> tuple[dict[str, tuple[int, int]], dict[str, object], list[StoredAct]]:
    """Records as lists count them, with those that wait for the cloud's own word; rows that are only imagined; acts on
    their way."""
    counted: dict[str, tuple[int, int]] = {}
    folded: dict[str, object] = {}
    for of in organizations:
        presses = usage.page(tx, of, limit=10_000)
        assert len(presses) == usage.count(tx, of)
        counted[of] = len(presses), sum(press.pending for press in presses)
        over = fold.overlay(tx, of)
        folded |= {**over.by, **({of: over.unknown} if over.unknown else {})}  # type: ignore[dict-item]
    return counted, folded, outbox.unsettled(tx)


def difference(shown: dict[Key, Row], wanted: dict[Key, Row]) -> str:
    """Empty if they are the same."""
    lines = [f"leaks {key}: {shown[key]}" for key in sorted(shown.keys() - wanted.keys())]
    lines += [f"lacks {key}: {wanted[key]}" for key in sorted(wanted.keys() - shown.keys())]
    lines += [
        f"differs {key}: {shown[key]} is {wanted[key]}"
        for key in sorted(shown.keys() & wanted.keys())
        if shown[key] != wanted[key]
    ]
    return "\n".join(lines)
