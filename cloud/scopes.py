"""Which rows stand in which scopes, and which scopes a member holds.

A scope is a bucket of rows that some people may read: `user:<id>` (the person's own, with a counter of its own), `org`
(every member), `member:<id>` (whoever has a part in something), `approved:<id>` (uses of what he approved), and one for
each reading right, for all seals (`usage`) or for one (`usage:<serial>`). What a member sees is the union of the scopes
he holds.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol, TypeVar

from domain.applications import Application, approvers, concerns, open_ones, open_step
from domain.approvals import Comment, replaceable
from domain.audit import AuditEntry
from domain.authorizations import Authorization
from domain.cases import Case
from domain.categories import Category
from domain.commands import SealCommand
from domain.consoles import Console, own_space
from domain.departments import Department
from domain.events import SealEvent
from domain.exports import Export
from domain.files import Attachment
from domain.firmware import SealFirmware
from domain.integrations import ApiToken
from domain.invoice_titles import InvoiceTitle
from domain.invoices import Invoice
from domain.messages import Message, Seen
from domain.named_areas import NamedArea
from domain.orders import Order
from domain.organization import Member, Organization, Permission, Role, manages_all, may
from domain.outlets import Outlet
from domain.quotas import QuotaRequest
from domain.retention import Hold
from domain.reviews import Review
from domain.rows import Row
from domain.seal_certificates import SealCertificate
from domain.seals import Seal, SealStatus
from domain.second_factor import SecondFactor
from domain.service import SealService
from domain.sign_ins import SignInAttempt
from domain.stock import StockedSeal
from domain.subsidiaries import Subsidiary
from domain.tariff import Tariff
from domain.templates import Template
from domain.usage import Impression, Photo, impression_id
from domain.verdict import Facts
from domain.webhooks import Webhook, WebhookDelivery

R = TypeVar("R", bound=Row)
ORG, AUDIT, TITLES, STOCK, APPROVED = "org", "audit", "titles", "stock", "approved:"
MANAGERS = "managers"  # what only who manages every seal reads: exports, holds of pictures, tokens and webhooks
# What an application mentions by its id, for the headquarters' approver: he is no member and reads no more of `org`.
NAMES = "names"
# Abnormal records are read by whoever reads a seal's records; they are a right of their own for the rights
# that can be chosen one by one.
RIGHTS: dict[str, Permission] = {
    "authorizations": Permission.VIEW_AUTHORIZATIONS,
    "usage": Permission.VIEW_USAGE,
    "abnormal": Permission.VIEW_USAGE,
}


def of_member(member: str | None) -> set[str]:
    return set() if member is None else {f"member:{member}"}


def of_approver(member: str) -> str:
    """The scope of the uses that were applied for and that this member approved (R-084)."""
    return f"{APPROVED}{member}"


def of_right(right: str, seal: str) -> set[str]:
    """The scope of a reading right for all seals and the one for this seal."""
    return {right, f"{right}:{seal}"}


def held(member: Member, facts: Facts) -> set[str]:
    """The scopes of the organization that this member holds."""
    if not member.active:
        return set()
    own = of_member(member.id) | {of_approver(member.id)}
    if member.role is Role.HEADQUARTERS:
        return {NAMES} | own
    scopes = {ORG} | own | ({AUDIT} if may(member, Permission.VIEW_AUDIT) else set())
    scopes |= {TITLES} if may(member, Permission.PAY) else set()
    scopes |= {STOCK} if may(member, Permission.BIND) else set()
    scopes |= {MANAGERS} if manages_all(member) else set()
    rights = [right for right, permission in RIGHTS.items() if may(member, permission)]
    if manages_all(member) or member.role is Role.CUSTOM:  # what was chosen for him holds for every seal
        return scopes | set(rights)
    kept = [seal.id for seal in facts.all(Seal) if member.role is Role.KEEPER and member.id in seal.keepers]
    return scopes | {f"{right}:{seal}" for right in rights for seal in kept}


def _everybody(_row: Row, _facts: Facts) -> set[str]:
    return {ORG}


def _named(_row: Row, _facts: Facts) -> set[str]:
    return {ORG, NAMES}


def _member(row: Member, facts: Facts) -> set[str]:
    """The headquarters' approver reads of himself and of those whom an application before him mentions: the others'
    telephone numbers are none of his business."""
    scopes = {ORG} | (of_member(row.id) if row.role is Role.HEADQUARTERS else set())
    for outsider in facts.all(Member, role=Role.HEADQUARTERS):
        if any(row.id in _mentioned(each, facts) for each in facts.all(Application, consents=outsider.id)):
            scopes |= of_member(outsider.id)
    return scopes


def _mentioned(row: Application, facts: Facts) -> set[str]:
    """Who has a part in it, or has said something of it."""
    return {*concerns(row), *(comment.member for comment in facts.all(Comment, application=row.id))}


def _own(row: Row, _facts: Facts) -> set[str]:
    """A person's own rows stand in his own space, which is its one scope."""
    return {row.organization}


def _application(row: Application, facts: Facts) -> set[str]:
    return set[str]().union(*map(of_member, [*concerns(row), *_stand_ins(row, facts)])) | of_right(
        "authorizations", row.seal
    )


def _stand_ins(row: Application, facts: Facts) -> list[str]:
    """Who may have to decide in the place of somebody whose step is still open: not before his absence has begun."""
    members = (facts.get(Member, id) for id in sorted(_replaceable(row)))
    away = [member.stand_in for member in members if member is not None and member.stand_in is not None]
    return [stand_in.member for stand_in in away if stand_in.begun]


def _replaceable(row: Application) -> set[str]:
    return {id for step in row.steps if open_step(step) for id in replaceable(step)}


def _authorization(row: Authorization, facts: Facts) -> set[str]:
    own = of_member(row.member) | of_member(row.issued_by) | of_member(row.owed_by)
    return own | _approved(row, facts) | of_right("authorizations", row.seal)


def _approved(row: Authorization | None, facts: Facts) -> set[str]:
    """Who approved the application may follow its use (R-084). An application that is authorized does not change, so
    this is settled with the issue, before the first press."""
    application = facts.get(Application, row.application) if row is not None and row.application else None
    return set() if application is None else {of_approver(member) for member in approvers(application)}


def _comment(row: Comment, facts: Facts) -> set[str]:
    application = facts.get(Application, row.application)
    return of_member(row.member) if application is None else _application(application, facts)


def _attachment(row: Attachment, facts: Facts) -> set[str]:
    application = facts.get(Application, row.application) if row.application else None
    authorization = facts.get(Authorization, row.authorization) if row.authorization else None
    scopes = of_member(row.member)
    if application is not None:
        scopes |= _application(application, facts)
    return scopes if authorization is None else scopes | _authorization(authorization, facts)


def _of_member(row: Message | Order | Invoice, _facts: Facts) -> set[str]:
    return of_member(row.member)


def _seen(row: Seen, _facts: Facts) -> set[str]:
    return of_member(row.id)


def _photo(row: Photo, facts: Facts) -> set[str]:
    """A picture may be declared before its record; if that was another's, it is shown to nobody else."""
    if row.foreign:
        return of_member(row.member)
    impression = facts.get(Impression, impression_id(row.seal, row.number))
    own = of_member(row.member) | of_right("usage", row.seal)
    return own if impression is None else own | of_member(impression.member) | _approved_use(impression, facts)


def _approved_use(row: Impression, facts: Facts) -> set[str]:
    return _approved(None if row.authorization is None else facts.get(Authorization, row.authorization), facts)


def _impression(row: Impression, facts: Facts) -> set[str]:
    abnormal = of_right("abnormal", row.seal) if row.result else set[str]()
    return of_member(row.member) | of_right("usage", row.seal) | abnormal | _approved_use(row, facts)


def _command(row: SealCommand, _facts: Facts) -> set[str]:
    """Who manages the seal, and who gave the command: not what is told of others, like whose console is shut out."""
    return of_right("authorizations", row.seal) | of_member(row.by)


def _event(row: SealEvent, facts: Facts) -> set[str]:
    """As the records of the seal: an aborted press of a use is read beside its presses."""
    use = None if row.authorization is None else facts.get(Authorization, row.authorization)
    return of_member(row.member) | of_right("usage", row.seal) | _approved(use, facts)


def _audit(_row: AuditEntry, _facts: Facts) -> set[str]:
    return {AUDIT}


def _review(row: Review, _facts: Facts) -> set[str]:
    """Who manages the seal: whom it concerns does not read what they think of it."""
    return of_right("usage", row.seal)


def _case(row: Case, _facts: Facts) -> set[str]:
    return of_right("abnormal", row.seal)


def _of_managers(_row: Export | Hold | ApiToken | Webhook | WebhookDelivery, _facts: Facts) -> set[str]:
    return {MANAGERS}


def _of_payers(_row: InvoiceTitle | Tariff, _facts: Facts) -> set[str]:
    return {TITLES}


def _stocked(_row: StockedSeal, _facts: Facts) -> set[str]:
    """Who may bind it."""
    return {STOCK}


_STANDING: dict[type[Row], Callable[[Any, Facts], set[str]]] = {
    Organization: _named,
    Member: _member,
    Department: _named,
    Subsidiary: _everybody,
    QuotaRequest: _everybody,
    Category: _named,
    NamedArea: _everybody,
    Outlet: _everybody,
    Template: _everybody,
    Seal: _named,
    SealStatus: _everybody,
    SealFirmware: _everybody,
    SealCertificate: _everybody,
    StockedSeal: _stocked,
    SealCommand: _command,
    SealEvent: _event,
    Application: _application,
    Comment: _comment,
    Attachment: _attachment,
    Authorization: _authorization,
    Message: _of_member,
    Seen: _seen,
    Photo: _photo,
    Impression: _impression,
    Review: _review,
    Case: _case,
    Export: _of_managers,
    Hold: _of_managers,
    AuditEntry: _audit,
    InvoiceTitle: _of_payers,
    Tariff: _of_payers,
    SealService: _everybody,
    Order: _of_member,
    Invoice: _of_member,
    ApiToken: _of_managers,
    Webhook: _of_managers,
    WebhookDelivery: _of_managers,
    Console: _own,
    SignInAttempt: _own,
    SecondFactor: _own,
}


def standing(row: Row, facts: Facts) -> dict[str, set[str]]:
    """Space -> scopes in which a row stands. Each person has his memberships in his own space, those that are over too,
    and the organizations where he is a member: of the others he reads nothing more."""
    spaces = {row.organization: _STANDING[type(row)](row, facts)}
    concerned = [row] if isinstance(row, Member) else []
    if isinstance(row, Organization):
        concerned = [member for member in facts.all(Member) if member.active]
    for user in {member.user for member in concerned if member.user}:
        spaces[own_space(user)] = {own_space(user)}
    return spaces


class CloudFacts(Facts, Protocol):
    """What the cloud's tables can tell: they look for numbers as well."""

    def all(self, kind: type[R], **equal: Any) -> Sequence[R]: ...


def _said_of(row: Application, facts: CloudFacts) -> Sequence[Row]:
    """What stands where the application does."""
    return [*facts.all(Comment, application=row.id), *facts.all(Attachment, application=row.id)]


def _people_of(row: Application, facts: CloudFacts, before: Application | None = None) -> list[Member]:
    """Whom the headquarters' approver reads of because of this application, and did before it changed."""
    if row.consents is None and (before is None or before.consents is None):
        return []
    ids = _mentioned(row, facts) | (set(concerns(before)) if before is not None else set())
    return [member for id in sorted(ids) if (member := facts.get(Member, id)) is not None]


def approved_part(scopes: Iterable[str]) -> set[str]:
    """Those of these scopes that are there for who approved."""
    return {scope for scope in scopes if scope.startswith(APPROVED)}


def _used(row: Authorization, stood: set[str], facts: CloudFacts) -> Sequence[Row]:
    """What stands where the authorization does. Presses may be there before it (a cloud that was restored)."""
    now = _authorization(row, facts)
    if now == stood:
        return []
    moved: list[Row] = [*facts.all(Attachment, authorization=row.id)]
    if approved_part(now) != approved_part(stood):
        for press in facts.all(Impression, authorization=row.id):
            moved += [press, *facts.all(Photo, seal=press.seal, number=press.number)]
    return moved


def affected(row: Row, before: Row | None, stood: set[str], facts: CloudFacts) -> Sequence[Row]:
    """Other rows that may stand in other scopes now that this one has changed; `before`: as it was, none if new;
    `stood`: in which scopes of its organization."""
    if isinstance(row, Member):
        organization = facts.get(Organization, row.organization)
        moved: list[Row] = [] if organization is None else [organization]
        if isinstance(before, Member) and before.stand_in != row.stand_in:
            for each in open_ones(facts):
                if row.id in _replaceable(each):
                    moved += [each, *_said_of(each, facts)]
        if isinstance(before, Member) and before.role != row.role and Role.HEADQUARTERS in (before.role, row.role):
            for each in facts.all(Application, consents=row.id):
                moved += _people_of(each, facts)
        return moved
    if isinstance(row, Application):
        if not isinstance(before, Application):
            return _people_of(row, facts)
        # Where it stood, the facts no longer tell: who stood in may have gone in the same transaction.
        return [*_people_of(row, facts, before), *_said_of(row, facts)]
    if isinstance(row, Comment):
        of = facts.get(Application, row.application)
        return [] if of is None else _people_of(of, facts)
    if isinstance(row, Authorization):
        return _used(row, stood, facts)
    if isinstance(row, Impression):  # now it is known whose impression a photo shows
        return facts.all(Photo, seal=row.seal, number=row.number)
    return []
