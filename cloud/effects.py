"""What follows from an act in the cloud alone, beside the rows that its rule names."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import msgspec

from cloud.phones import normal_phone
from cloud.seals import binding, orders
from cloud.service import Service
from cloud.store import files, numbers, people
from cloud.store.unit import Unit
from domain.applications import Application, Apply
from domain.authorizations import Authorization, Authorize, EndUse
from domain.organization import AddMember, Member
from domain.rows import Act, Row
from domain.seals import BindSeal
from domain.usage import AttachPhoto, Photo
from domain.verdict import Allowed, Circumstances, Refused

CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class After:
    """An allowed act, and what there is to act with."""

    service: Service
    unit: Unit
    act: Any
    row: Any  # the row that the act is about
    at: Circumstances


def follow(service: Service, unit: Unit, act: Act, verdict: Allowed, at: Circumstances) -> Allowed | Refused:
    """The rows as they will be, with what only the cloud knows; or why not, after all."""
    effect = _EFFECTS.get(type(act))
    if effect is None:
        return verdict
    row = effect(After(service, unit, act, verdict.rows[0], at))
    return row if isinstance(row, Refused) else Allowed((row, *verdict.rows[1:]))


def _number(after: After) -> Application:
    """`SQ-20261123-001`: counted for each organization and day in China."""
    row: Application = after.row
    day = datetime.fromtimestamp(after.at.now / 1000, CHINA).strftime("%Y%m%d")
    count = numbers.following(after.unit, row.organization, "SQ", day)
    return msgspec.structs.replace(row, number=f"SQ-{day}-{count:03}")


def _user(after: After) -> Member | Refused:
    """The person behind the phone number, who may be new to this cloud."""
    row: Member = after.row
    phone = normal_phone(row.phone)
    if phone is None:
        return Refused("phone_wrong", "phone")
    if after.at.facts.all(Member, phone=phone):
        return Refused("phone_already_member", "phone")
    user = people.user_of(after.unit, phone, after.at.now)
    return msgspec.structs.replace(row, phone=phone, user=user)


def _grant(after: After) -> Authorization:
    orders.grant(after.service, after.unit, after.row)
    return after.row


def _end(after: After) -> Authorization:
    orders.end(after.service, after.unit, after.row, after.at.now)
    return after.row


def _stored(after: After) -> Photo:
    """The file may have come before its act, from the same member."""
    row: Photo = after.row
    return msgspec.structs.replace(row, stored_at=files.stored_at(after.unit, row.organization, row.sha256, row.member))


def _bind(after: After) -> Row | Refused:
    return binding.bind(after.service, after.unit, after.act, after.row, after.at.now)


_EFFECTS: dict[type[Act], Callable[[After], Row | Refused]] = {
    Apply: _number,
    AddMember: _user,
    BindSeal: _bind,
    Authorize: _grant,
    EndUse: _end,
    AttachPhoto: _stored,
}
