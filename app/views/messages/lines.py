"""What the page of messages reads, and the words for what it shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from app.models import fold, usage
from app.models.fold import Folded
from app.models.store import Tx
from app.models.usage import Filter, Press
from app.services import unread
from app.views import words
from app.views.i18n import Tongue
from app.views.look import Tone
from app.views.room import Room
from app.views.words import Word
from domain.cases import Case, CaseState
from domain.message_wording import Group, group_of, message_text
from domain.messages import Channel, Delivery, DeliveryState, Message, Subject
from domain.organization import Member, Permission
from domain.seals import Seal, may_on

translate = QCoreApplication.translate


class Stand(StrEnum):
    """Abnormal records by how far they are cleared up (R-154); `MINE`: given to me, and not closed yet."""

    ALL = "all"
    OPEN = "open"
    IN_HAND = "in_hand"
    CLOSED = "closed"
    MINE = "mine"


@dataclass(frozen=True)
class Inbox:
    """My messages, newest first, and how many of all are unread; the abnormal records of the current seal, newest
    first, those of them that stand as was asked for, and up to which entry of its log I have seen them. `newest`: the
    last entry of all of them; `counts`: how many stand how, for who clears them up."""

    messages: list[Folded[Message]] = field(default_factory=list[Folded[Message]])
    count: int = 0
    unread: list[str] = field(default_factory=list[str])
    abnormal: list[Press] = field(default_factory=list[Press])
    newest: int = 0
    unseen: int = 0
    seen_to: int = 0
    seal: Seal | None = None
    people: dict[str, str] = field(default_factory=dict[str, str])
    cases: dict[str, Case] | None = None
    counts: dict[Stand, int] = field(default_factory=dict[Stand, int])


def read_inbox(tx: Tx, room: Room, serial: str, limit: int, stand: Stand = Stand.ALL) -> Inbox:
    """The newest `limit` of each."""
    known = fold.facts(tx, room.id)
    mine = fold.folded(tx, room.id, Message, member=room.me.id)
    mine.sort(key=lambda each: (-each.row.at, each.row.id))
    seal = known.get(Seal, serial) if serial else None
    managed = seal is not None and may_on(room.me, Permission.VIEW_USAGE, seal)
    cases = {each.row.id: each.row for each in fold.folded(tx, room.id, Case) if each.row.seal == serial}
    all_of = unread.abnormal_of(room.me, seal) if seal else None
    lists = {each: _standing(each, all_of, cases, room.me) for each in Stand} if all_of and managed else {}
    wanted = lists.get(stand, all_of)
    everything = usage.page(tx, room.id, all_of, limit=limit) if all_of else []
    return Inbox(
        messages=mine[:limit],
        count=len(mine),
        unread=[each.row.id for each in mine if each.row.read_at is None],
        abnormal=everything if wanted is None or wanted is all_of else usage.page(tx, room.id, wanted, limit=limit),
        newest=max((each.impression.number for each in everything), default=0),
        unseen=unread.unseen(tx, room.id, room.me, serial),
        seen_to=unread.seen_to(tx, room.id, room.me, serial),
        seal=seal,
        people={each.id: each.name for each in known.all(Member)},
        cases=cases if managed else None,
        counts={each: usage.count(tx, room.id, narrowed) for each, narrowed in lists.items()},
    )


def _standing(stand: Stand, of: Filter, cases: Mapping[str, Case], me: Member) -> Filter:
    """List and count by the same condition; without a case a record is open."""

    def ids(*states: CaseState) -> frozenset[str]:
        return frozenset(id for id, each in cases.items() if each.state in states)

    if stand is Stand.ALL:
        return of
    if stand is Stand.OPEN:
        return replace(of, but=ids(CaseState.ASSIGNED, CaseState.CLOSED))
    if stand is Stand.MINE:
        return replace(of, only=frozenset(id for id in ids(CaseState.ASSIGNED) if cases[id].assignee == me.id))
    return replace(of, only=ids(CaseState.ASSIGNED if stand is Stand.IN_HAND else CaseState.CLOSED))


def stand_word(stand: Stand) -> str:
    return {
        Stand.ALL: translate("messages", "All"),
        Stand.OPEN: translate("messages", "Open"),
        Stand.IN_HAND: translate("messages", "In hand"),
        Stand.CLOSED: translate("messages", "Closed with a verdict"),
        Stand.MINE: translate("messages", "Mine to clear up"),
    }[stand]


def sentence(message: Message, tongue: Tongue) -> str:
    """What the message says; one of a newer cloud says so."""
    if group_of(message.code) is None:
        return translate("messages", "A message that this version does not know ({0})").format(message.code)
    return message_text(message.code, message.words, tongue is Tongue.ZH_CN)


def group(code: str) -> Word:
    """What a message is about (R-153)."""
    return {
        Group.APPROVAL: (translate("messages", "Approval"), Tone.WARN),
        Group.AUTHORIZATION: (translate("messages", "Authorization"), Tone.ACCENT),
        Group.USE: (translate("messages", "Use"), Tone.OK),
        Group.BINDING: (translate("messages", "Unbinding"), Tone.NEUTRAL),
        Group.PERMISSION: (translate("messages", "Permissions"), Tone.NEUTRAL),
        Group.ABNORMAL: (translate("messages", "Abnormal"), Tone.DANGER),
        Group.ORGANIZATION: (translate("messages", "Organization"), Tone.NEUTRAL),
        None: (translate("messages", "Message"), Tone.NEUTRAL),
    }[group_of(code)]


ICONS = {
    Group.APPROVAL: "tray",
    Group.AUTHORIZATION: "key",
    Group.USE: "stamp",
    Group.BINDING: "link-break",
    Group.PERMISSION: "user-gear",
    Group.ORGANIZATION: "buildings",
    Group.ABNORMAL: "warning",
    None: "bell",
}


def delivery(of: Delivery) -> Word:
    """How a message left the house (R-115..R-119)."""
    channel = {
        Channel.WECHAT: translate("messages", "WeChat"),
        Channel.SMS: translate("messages", "SMS"),
        Channel.EMAIL: translate("messages", "E-mail"),
        Channel.WEBHOOK: translate("messages", "Webhook"),
    }[of.channel]
    later = words.full_moment(of.until) if of.until is not None else "—"
    state, tone = {
        DeliveryState.WAITING: (translate("messages", "waits to be sent"), Tone.WARN),
        DeliveryState.DEFERRED: (
            translate("messages", "deferred by a limit until {0}").format(later),
            Tone.WARN,
        ),
        DeliveryState.SENT: (translate("messages", "sent"), Tone.OK),
        DeliveryState.FAILED: (translate("messages", "not delivered"), Tone.DANGER),
    }[of.state]
    return f"{channel} · {state}", tone


def opens(subject: Subject) -> str:
    """What the button beside a message says."""
    return {
        Subject.APPLICATION: translate("messages", "Open the application"),
        Subject.AUTHORIZATION: translate("messages", "Open the authorization"),
        Subject.SEAL: translate("messages", "Open the seal"),
        Subject.MEMBER: translate("messages", "Open the member"),
        Subject.ORGANIZATION: translate("messages", "Open the organization"),
        Subject.RECORD: translate("messages", "Open the record"),
        Subject.EXPORT: translate("messages", "Open the usage records"),
        Subject.SERVICE: translate("messages", "Pay for it"),
        Subject.ORDER: translate("messages", "Open the payment"),
        Subject.INVOICE: translate("messages", "Open the invoice"),
        Subject.INTEGRATION: translate("messages", "Open the webhook"),
    }[subject]
