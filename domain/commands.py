"""What a seal was ordered to do, as those who manage it see it: on its way, done, or refused and why (R-102, R-141)."""

from enum import StrEnum
from typing import ClassVar

from domain.rows import IdText, Ms, Row


class CommandKind(StrEnum):
    BIND = "bind"
    GRANT = "grant"
    END = "end"
    LOSS_LOCK = "loss_lock"
    OFFLINE_USE = "offline_use"
    REGIME = "regime"
    SETTINGS = "settings"
    FINGER_ENROL = "finger_enrol"
    FINGER_DELETE = "finger_delete"
    UNBIND = "unbind"
    REVOKE = "revoke"
    ACTIVATE = "activate"
    FIRMWARE = "firmware"


class CommandState(StrEnum):
    WAITING = "waiting"  # nobody has carried it yet
    SENT = "sent"  # handed out, to a courier or over GPRS; the seal has not said what became of it
    APPLIED = "applied"
    REFUSED = "refused"
    SUPERSEDED = "superseded"  # a later one made it needless, or the seal is bound no more


class CommandRefusal(StrEnum):
    """Why a seal did not do it: its own words."""

    OTHER_LIVE = "other_live"
    RANGE = "range"
    UNKNOWN = "unknown"
    FULL = "full"
    STORE = "store"
    BUSY = "busy"
    CODE = "code"
    MAKER = "maker"
    MODEL = "model"
    OLDER = "older"


class SealCommand(Row, frozen=True, kw_only=True):
    """Order `number` of a binding of `seal`. `on`: what it is told to be (locked, free, used offline, on the way to a
    release of its firmware), where that is a yes or no; `authorization`, `member` (whose finger, whose console),
    `slot`: what it is about, if it is about one.

    `by` none: it followed from something else.
    """

    table: ClassVar[str] = "commands"
    seal: IdText
    binding: int
    number: int
    kind: CommandKind
    at: Ms
    by: IdText | None = None
    on: bool | None = None
    authorization: IdText | None = None
    member: IdText | None = None
    slot: int | None = None
    state: CommandState = CommandState.WAITING
    why: CommandRefusal | None = None
    sent_at: Ms | None = None
    done_at: Ms | None = None
