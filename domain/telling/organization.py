"""Who is told of the organization itself: what is asked of a use, the headquarters' consent, quotas."""

from collections.abc import Iterable, Iterator

from domain.messages import Subject
from domain.organization import Member, Organization, Regime, Role
from domain.quotas import QuotaRequest, QuotaState
from domain.telling.news import News, Told

_AUTHORIZING = (Role.OWNER, Role.ADMINISTRATOR, Role.KEEPER)


def _to(members: Iterable[str], code: str, words: tuple[str, ...], organization: str) -> Iterator[Told]:
    for member in members:
        yield Told(organization, member, code, words, Subject.ORGANIZATION, organization)


def of_organization(before: Organization | None, row: Organization, news: News) -> Iterator[Told]:
    """Everybody, when seals are used in another way from now on (C-08); else those who authorize, or the owner."""
    if before is None or row.deleted_at is not None:
        return
    people = news.facts.all(Member)
    if before.regime is not row.regime:
        code = "use_free" if row.regime is Regime.FREE else "use_controlled"
        yield from _to((each.id for each in people), code, (), row.id)
    elif before.features != row.features:
        authorizing = (each.id for each in people if each.role in _AUTHORIZING)
        yield from _to(authorizing, "features_changed", (news.name(news.by),), row.id)
    if (before.headquarters is None) is not (row.headquarters is None):
        code = "consent_not_needed" if row.headquarters is None else "consent_needed"
        yield from _to((each.id for each in people if each.role is Role.OWNER), code, (), row.id)


def of_quota_request(before: QuotaRequest | None, row: QuotaRequest, news: News) -> Iterator[Told]:
    """Who has asked, and the owner, when the operator has decided (R-041)."""
    if before is None or before.state is row.state:
        return
    readers = [row.member, *(each.id for each in news.facts.all(Member, role=Role.OWNER))]
    words = (row.quota.value, str(row.wanted))
    if row.state is QuotaState.GRANTED:
        yield from _to(readers, "quota_granted", words, row.organization)
    elif row.state is QuotaState.REFUSED:
        yield from _to(readers, "quota_refused", (*words, row.answer), row.organization)
