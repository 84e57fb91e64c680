"""What has happened, and what one member is told of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.messages import Channel, Subject
from domain.organization import Feature, Member, Organization
from domain.rows import Act, Row
from domain.seals import Seal
from domain.verdict import Facts


@dataclass(frozen=True)
class Told:
    """A message to `member`: its sentence by `code`, the words it mentions, and by which channels it leaves the house.

    `renews`: there is one message of this name to him, which says the newest and is unread again.
    """

    organization: str
    member: str
    code: str
    words: tuple[str, ...]
    subject: Subject
    subject_id: str
    channels: frozenset[Channel] = frozenset()
    renews: str = ""


@dataclass(frozen=True)
class News:
    """Rows of one organization as they were (none: new) and as they are, and what is known now that they are so.

    `by`: the member who did it; none: it happened by itself. `act`: what he did.
    """

    organization: str
    rows: Sequence[tuple[Row | None, Row]]
    facts: Facts
    now: int
    by: str | None = None
    act: Act | None = None

    def name(self, member: str | None) -> str:
        found = None if member is None else self.facts.get(Member, member)
        return "" if found is None else found.name

    def seal_name(self, serial: str) -> str:
        """A seal that is bound no more is called by its serial."""
        found = self.facts.get(Seal, serial)
        return serial if found is None else found.name

    def is_active(self, member: str) -> bool:
        found = self.facts.get(Member, member)
        return found is not None and found.active

    def by_wechat(self, wanted: bool) -> frozenset[Channel]:
        """R-115: where it is wanted, and the organization has it checked."""
        of = self.facts.get(Organization, self.organization)
        return frozenset({Channel.WECHAT} if wanted and of is not None and Feature.WECHAT in of.features else ())


def told_once(news: News, found: Iterable[Told]) -> list[Told]:
    """Each the same thing once, nobody what he did himself, and only those who are still there to read it."""
    first: dict[tuple[str, str, str], Told] = {}
    for each in found:
        if each.member != news.by and news.is_active(each.member):
            first.setdefault((each.member, each.code, each.subject_id), each)
    return list(first.values())
