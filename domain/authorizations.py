"""Authorizations: the right to press a seal, from its issue to its end (R-020, R-022, R-100..R-121, R-138..R-145).

waiting  pre-authorized, not activated yet: any number of them may wait for one seal (C-03)
live     it keeps others from the seal, also when it has not begun or has expired (C-03, C-04)
over     ended, cancelled, or refused by the seal
"""

from enum import StrEnum
from typing import ClassVar

import msgspec

from domain import organization
from domain.geo import Area
from domain.members import owner_of
from domain.organization import Member, Organization, Permission
from domain.rows import IdText, Ms, Row, Sentence
from domain.seals import Seal, may_on
from domain.uses import DAY_MS, Count, Method
from domain.verdict import Circumstances, Facts


class Mode(StrEnum):
    PHYSICAL = "physical"
    ELECTRONIC = "electronic"


class Stage(StrEnum):
    WAITING = "waiting"
    LIVE = "live"
    OVER = "over"


class State(StrEnum):
    """What is told of it at a time (requirements 5.2)."""

    NOT_ACTIVATED = "not_activated"
    NOT_STARTED = "not_started"
    IN_USE = "in_use"
    EXPIRED = "expired"
    ENDED = "ended"
    CANCELLED = "cancelled"
    REFUSED = "refused"  # the seal would not take it


class Authorization(Row, frozen=True, kw_only=True):
    """The right of `member` to press `seal` `count` times (0 = unlimited) between `start` and `end`, or to seal so many
    documents with it: those of the application, with `any_document` others as well.

    `used`: normal impressions; `pressed`: all that are held under it, `pictured` of them have a picture (C-23).
    `continues`: the one it replaced with more uses; what was used under that one is counted on (`carried`).
    `confirmed_at`: the seal's log says it is the live one there; `end_confirmed_at`: … that it is over (C-05);
    `held_at`: … that it waits there for its code. `tries`: how many wrong codes were typed at the seal.
    `owed_by`: who owes pictures now; `heir`: to whom `member` has handed that over; `waived_at`: nobody does any more;
    `pictures_told_at`: when the missing ones were called to mind, until there are more records.
    """

    table: ClassVar[str] = "authorizations"
    seal: IdText
    binding: int
    member: IdText
    issued_by: IdText
    application: IdText | None
    start: Ms
    end: Ms
    mode: Mode
    method: Method
    count: Count
    area: Area | None = None
    photo_required: bool
    fingerprint_required: bool = False
    upload_required: bool = False
    wechat: bool = True
    sms: bool = False
    auto_end: bool = False
    continues: IdText | None = None
    carried: int = 0
    stage: Stage = Stage.LIVE
    used: int = 0
    pressed: int = 0
    pictured: int = 0
    issued_at: Ms
    activated_at: Ms | None = None
    confirmed_at: Ms | None = None
    ended_at: Ms | None = None
    ended_by: IdText | None = None
    end_confirmed_at: Ms | None = None
    cancelled_at: Ms | None = None
    refused_at: Ms | None = None
    held_at: Ms | None = None
    tries: int = 0
    owed_by: IdText | None = None
    heir: IdText | None = None
    waived_at: Ms | None = None
    waived_by: IdText | None = None
    waived_why: Sentence = ""
    pictures_told_at: Ms | None = None
    any_document: bool = False

    @property
    def pictures_due_at(self) -> int | None:
        """When pictures that are still missing are called to mind: a day after the end (C-23); none: they are not, or
        that was done."""
        asked = self.upload_required and self.waived_at is None and self.pressed and self.pictures_told_at is None
        return (self.ended_at or self.end) + DAY_MS if asked else None

    @property
    def due_at(self) -> int | None:
        """From when on time alone may make something of it (`ending.by_itself`); none: it does not."""
        if self.stage is Stage.WAITING:
            return self.end
        if self.stage is not Stage.LIVE or not self.auto_end or lacks_pictures(self):
            return None
        return self.issued_at if used_up(self) else self.end


def state(authorization: Authorization, now: int) -> State:
    """The state at a time (requirements 5.2)."""
    if authorization.refused_at is not None:
        return State.REFUSED
    if authorization.cancelled_at is not None:
        return State.CANCELLED
    if authorization.ended_at is not None:
        return State.ENDED
    if authorization.stage is Stage.WAITING:
        return State.NOT_ACTIVATED if now < authorization.end else State.CANCELLED
    if now < authorization.start:
        return State.NOT_STARTED
    return State.EXPIRED if now >= authorization.end or used_up(authorization) else State.IN_USE


def used_up(authorization: Authorization) -> bool:
    """As often as it was granted for; unlimited is never used up."""
    return 0 < authorization.count <= authorization.used


def live(authorization: Authorization) -> bool:
    """Not ended: it keeps others from the seal, also when expired (C-03, C-04)."""
    return authorization.stage is Stage.LIVE


def awaiting_seal(authorization: Authorization) -> bool:
    """Decided in the cloud, not yet in the seal's log (待设备确认)."""
    if authorization.ended_at is not None:
        return authorization.end_confirmed_at is None
    return authorization.stage is Stage.LIVE and authorization.confirmed_at is None


def live_on(seal: str, facts: Facts) -> Authorization | None:
    """The one authorization that is not ended (I-03)."""
    return next(iter(facts.all(Authorization, seal=seal, stage=Stage.LIVE)), None)


def demands_pictures(authorization: Authorization) -> bool:
    """Each of its records has to have a picture, and the owner has not waived it (C-23)."""
    return authorization.upload_required and authorization.waived_at is None


def owes_pictures(authorization: Authorization) -> bool:
    """Its records have to have pictures, and some have none (C-23)."""
    return demands_pictures(authorization) and authorization.pressed > authorization.pictured


def lacks_pictures(authorization: Authorization) -> bool:
    """Whether photos are yet to come, be they only wished for: then it does not end by itself."""
    watched = authorization.photo_required or authorization.upload_required
    return watched and authorization.waived_at is None and authorization.pressed > authorization.pictured


def counted(authorization: Authorization, facts: Facts) -> Authorization:
    """With who owes pictures after its counts, its heir or its waiver have changed.

    Nobody owes who has left, and no heir who may not read the records any more: one that comes that late is the owner's
    affair.
    """
    debtor: str | None = None
    if owes_pictures(authorization):
        debtor = authorization.heir or authorization.member
        member, owner = facts.get(Member, debtor), owner_of(facts)
        if member is not None and not _can_add(member, authorization, facts) and owner is not None:
            debtor = owner.id
    return msgspec.structs.replace(authorization, owed_by=debtor)


def _can_add(member: Member, authorization: Authorization, facts: Facts) -> bool:
    """Whether he sees the records to which the pictures belong: he pressed himself, or may read those of the seal."""
    seal = facts.get(Seal, authorization.seal)
    if seal is None or member.id == authorization.member:
        return member.active
    return may_on(member, Permission.VIEW_USAGE, seal)


def owed_by(member: str, facts: Facts) -> list[Authorization]:
    """Authorizations whose missing pictures this member owes."""
    return list(facts.all(Authorization, owed_by=member))


def may_read(member: Member, authorization: Authorization, seal: Seal) -> bool:
    """Whoever has a part in it, and who reads the authorizations of its seal: to all others there is none."""
    part = member.id in (authorization.member, authorization.issued_by, authorization.owed_by)
    return (part and member.active) or may_on(member, Permission.VIEW_AUTHORIZATIONS, seal)


def place_of(authorization: Authorization, at: Circumstances) -> tuple[Seal, Organization] | None:
    """The seal and the organization of an authorization, as far as they are known here."""
    seal, of = at.facts.get(Seal, authorization.seal), organization.of(at)
    return None if seal is None or of is None else (seal, of)
