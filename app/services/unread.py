"""What a member has yet to read: his messages, and the abnormal records of a seal (R-155)."""

from dataclasses import replace

from app.models import fold, usage
from app.models.store import Tx
from app.models.usage import Filter
from domain.messages import Message, Seen
from domain.organization import Member, Permission
from domain.seals import Seal, may_on

TOPICS = frozenset({Message.table, Seen.table, "usage", "carried"})


def abnormal_of(me: Member, seal: Seal) -> Filter:
    """All abnormal records of a seal for whoever manages it (R-166), else those of one's own uses (R-167)."""
    whose = None if may_on(me, Permission.VIEW_USAGE, seal) else me.id
    return Filter(seal=seal.id, member=whose, abnormal=True)


def seen_to(tx: Tx, organization: str, me: Member, seal: str) -> int:
    """The entry of the seal's log up to which its abnormal records have been seen; 0: none yet."""
    row = fold.facts(tx, organization).get(Seen, me.id)
    return row.abnormal.get(seal, 0) if row is not None else 0


def unseen(tx: Tx, organization: str, me: Member, serial: str) -> int:
    """How many abnormal records of this seal are new to the member."""
    seal = fold.facts(tx, organization).get(Seal, serial) if serial else None
    if seal is None:
        return 0
    return usage.count(tx, organization, replace(abnormal_of(me, seal), beyond=seen_to(tx, organization, me, serial)))


def messages(tx: Tx, organization: str, me: Member) -> int:
    """How many of his messages are unread."""
    mine = fold.facts(tx, organization).all(Message, member=me.id)
    return sum(each.read_at is None for each in mine)
