"""Messages to members, and what the person who reads them has seen (R-011, R-047, R-115..R-119, R-153..R-155)."""

from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec

from domain.rows import Act, IdText, Ms, Row
from domain.seals import Seal
from domain.uses import DAY_MS
from domain.verdict import Allowed, Circumstances, Refused, Verdict, missing

MAX_AT_ONCE = 200
# How long a message is kept after it has been read: half a year. What nobody has read stays.
KEPT_MS = 183 * DAY_MS
SMS_PER_DAY = 50  # to one person: what a carrier lets through
WECHAT_PER_MINUTE = 60  # to all together


class Channel(StrEnum):
    WECHAT = "wechat"
    SMS = "sms"
    EMAIL = "email"  # to a mailbox that a member named, never a message
    PAY = "pay"  # what WeChat Pay is asked, never a message
    WEBHOOK = "webhook"  # to an organization's own system, never a message


LETTERS = tuple(channel for channel in Channel if channel is not Channel.WEBHOOK)  # what the operator looks after


class DeliveryState(StrEnum):
    WAITING = "waiting"
    DEFERRED = "deferred"  # a limit of the channel was reached: it goes later
    SENT = "sent"
    FAILED = "failed"


class Delivery(msgspec.Struct, frozen=True):
    """How a message left the house; `until`: not before then, if it was deferred."""

    channel: Channel
    state: DeliveryState
    at: Ms
    until: Ms | None = None


class Subject(StrEnum):
    APPLICATION = "application"
    AUTHORIZATION = "authorization"
    SEAL = "seal"
    MEMBER = "member"
    ORGANIZATION = "organization"
    RECORD = "record"
    EXPORT = "export"
    SERVICE = "service"  # of a seal
    ORDER = "order"
    INVOICE = "invoice"
    INTEGRATION = "integration"  # a webhook


class Message(Row, frozen=True, kw_only=True):
    """A system message to `member`: its sentence by `code` (`domain.message_wording`), and the words that it mentions.

    One that is renewed (how often an authorization was used by now) is unread again.
    """

    table: ClassVar[str] = "messages"
    member: IdText
    code: str
    words: list[str] = []
    subject: Subject
    subject_id: str
    at: Ms
    read_at: Ms | None = None
    deliveries: list[Delivery] = []

    @property
    def kept_until(self) -> int | None:
        """From when on it is no longer kept; none: it has not been read."""
        return None if self.read_at is None else self.read_at + KEPT_MS


class Seen(Row, frozen=True, kw_only=True):
    """Up to which entry of each seal's log a member has seen the abnormal records; its id is the member's (R-155)."""

    table: ClassVar[str] = "seen_abnormal"
    abnormal: dict[str, int] = {}


class ReadMessages(Act, frozen=True, kw_only=True):
    messages: Annotated[list[IdText], msgspec.Meta(min_length=1, max_length=MAX_AT_ONCE)]


class SeeAbnormal(Act, frozen=True, kw_only=True):
    """I have seen the abnormal records of `seal` up to entry `number` of its log."""

    seal: IdText
    number: Annotated[int, msgspec.Meta(ge=1, lt=2**48)]


def too_many_for_sms(count: int) -> bool:
    """Whether so many uses (0: unlimited) are more than one person can be told of by SMS in a day: advise WeChat."""
    return not 0 < count <= SMS_PER_DAY


def decide_read_messages(act: ReadMessages, at: Circumstances) -> Verdict:
    """Each his own. What has been removed meanwhile, as old messages are, keeps none of the others back."""
    named = (at.facts.get(Message, id) for id in act.messages)
    mine = [each for each in named if each is not None and each.member == at.actor.id]
    if not mine:
        return missing(at.facts)
    rows = [msgspec.structs.replace(each, read_at=at.now) for each in mine if each.read_at is None]
    return Allowed(tuple(rows)) if rows else Refused("read_already")


def decide_see_abnormal(act: SeeAbnormal, at: Circumstances) -> Verdict:
    """What is seen stays seen; of a seal that is there."""
    if at.facts.get(Seal, act.seal) is None:
        return missing(at.facts)
    before = at.facts.get(Seen, at.actor.id) or Seen(id=at.actor.id, organization=at.actor.organization)
    number = max(act.number, before.abnormal.get(act.seal, 0))
    return Allowed((msgspec.structs.replace(before, abnormal={**before.abnormal, act.seal: number}),))
