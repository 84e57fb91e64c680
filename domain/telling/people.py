"""Who is told of members, roles and keepers (R-153: unbinding, changes of what somebody may do)."""

from collections.abc import Iterable, Iterator

from domain.leaving import HandOver
from domain.messages import Subject
from domain.organization import Member, Organization, Role, manages_all
from domain.seals import Seal
from domain.telling.news import News, Told, told_once
from domain.verdict import Facts


def _to(members: Iterable[str], code: str, words: tuple[str, ...], of: Seal | Member) -> Iterator[Told]:
    subject = Subject.SEAL if isinstance(of, Seal) else Subject.MEMBER
    for member in members:
        yield Told(of.organization, member, code, words, subject, of.id)


def _managers(facts: Facts) -> list[str]:
    return [each.id for each in facts.all(Member) if manages_all(each)]


def of_seal(before: Seal | None, row: Seal, news: News) -> Iterator[Told]:
    """Who keeps it from now on, and who no longer."""
    was, words = [] if before is None else before.keepers, (row.name, news.name(news.by))
    yield from _to((id for id in row.keepers if id not in was), "keeper_given", words, row)
    yield from _to((id for id in was if id not in row.keepers), "keeper_withdrawn", words, row)


def unbound(seal: Seal, facts: Facts, now: int, by: str | None) -> list[Told]:
    """A seal, as it was, has been unbound: its keepers are told, and whoever manages every seal."""
    news = News(seal.organization, [], facts, now, by)
    return told_once(news, _to([*seal.keepers, *_managers(facts)], "seal_unbound", (seal.name, news.name(by)), seal))


def of_member(before: Member | None, row: Member, news: News) -> Iterator[Told]:
    """He has come, may do something else, decides in another's place, or has left."""
    by = news.name(news.by)
    if before is None:
        yield from _come(row, news)
        return
    if before.active and not row.active:
        yield from _left(row, news)
        return
    if (before.role, before.permissions) != (row.role, row.permissions):
        yield from _to([row.id], "role_changed", (by, row.role.value), row)
    if _period(before) == _period(row):  # that it begins was told when it was named
        return
    if before.stand_in is not None and (row.stand_in is None or row.stand_in.member != before.stand_in.member):
        yield from _to([before.stand_in.member], "stand_in_over", (row.name,), row)
    if row.stand_in is not None:
        period = (str(row.stand_in.start), str(row.stand_in.end))
        yield from _to([row.stand_in.member], "stand_in_named", (row.name, *period), row)
        yield from _to([row.id], "stand_in_set", (by, news.name(row.stand_in.member), *period), row)


def _period(row: Member) -> tuple[str, int, int] | None:
    """Who stands in, from when until when."""
    away = row.stand_in
    return None if away is None else (away.member, away.start, away.end)


def _name_of_organization(news: News) -> str:
    found = news.facts.get(Organization, news.organization)
    return "" if found is None else found.name


def _come(row: Member, news: News) -> Iterator[Told]:
    """A new member; a new owner is known to everybody, for he is whom one asks."""
    if row.role is Role.OWNER:
        former = next((each.name for _, each in news.rows if isinstance(each, Member) and not each.active), None)
        if former is None:
            yield from _to([row.id], "owner_named", (_name_of_organization(news),), row)
            return
        yield from _to([row.id], "owner_given", (_name_of_organization(news), former), row)
        others = [each.id for each in news.facts.all(Member) if each.id != row.id]
        yield from _to(others, "owner_changed", (row.name, former), row)
    elif row.role is Role.HEADQUARTERS:
        yield from _to([row.id], "consent_given", (_name_of_organization(news),), row)
    else:
        yield from _to([row.id], "member_added", (news.name(news.by), _name_of_organization(news), row.role.value), row)


def _left(row: Member, news: News) -> Iterator[Told]:
    """He reads nothing here any more; whoever manages the organization is told. An owner's successor says it all."""
    if row.role not in (Role.OWNER, Role.HEADQUARTERS):
        yield from _to(_managers(news.facts), "member_removed", (news.name(news.by), row.name), row)


def of_hand_over(news: News) -> Iterator[Told]:
    """To both, when one takes over what the other had in hand."""
    act = news.act
    to, former = (None, None) if not isinstance(act, HandOver) else (_member(news, act.to), _member(news, act.member))
    if to is not None and former is not None:
        yield from _to([to.id], "handed_over", (news.name(news.by), former.name), former)
        yield from _to([former.id], "handed_away", (news.name(news.by), to.name), to)


def _member(news: News, id: str) -> Member | None:
    return news.facts.get(Member, id)
