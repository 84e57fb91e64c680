"""What only the cloud can add to an act that its rule allows: numbers, people, codes, the seal's own proof."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import msgspec

from cloud import activation
from cloud.phones import normal_phone
from cloud.seals import binding
from cloud.service import Service
from cloud.store import numbers, people
from cloud.store.unit import Unit
from domain.applications import Application, Apply
from domain.ending import Activate, RenewCode
from domain.issuing import Authorize
from domain.members import AddMember
from domain.organization import Member
from domain.ownership import ChangeOwner
from domain.rows import Act, Row
from domain.seals import BindSeal
from domain.subsidiaries import (
    AddSubsidiary,
    ChangeSubsidiary,
    DeleteOrganization,
    DeleteSubsidiary,
    SetHeadquartersApproval,
)
from domain.uses import Method
from domain.verdict import Allowed, Circumstances, Refused

CHINA = timezone(timedelta(hours=8))
Rows = Sequence[Row]


@dataclass(frozen=True)
class After:
    """An allowed act, the rows that follow from it, and what there is to act with."""

    service: Service
    unit: Unit
    act: Any
    rows: Rows
    at: Circumstances

    @property
    def row(self) -> Any:
        """What the act is about."""
        return self.rows[0]

    def with_row(self, row: Row) -> Rows:
        """The rows, with what the act is about as it is now."""
        return (row, *self.rows[1:])


def follow(service: Service, unit: Unit, act: Act, verdict: Allowed, at: Circumstances) -> Rows | Refused:
    """The rows as they will be, with what only the cloud knows; or why not, after all."""
    effect = _EFFECTS.get(type(act))
    return verdict.rows if effect is None else effect(After(service, unit, act, verdict.rows, at))


def _number(after: After) -> Rows:
    """`SQ-20261123-001`: counted for each organization and day in China."""
    row: Application = after.row
    day = datetime.fromtimestamp(after.at.now / 1000, CHINA).strftime("%Y%m%d")
    count = numbers.following(after.unit, row.organization, "SQ", day)
    return after.with_row(msgspec.structs.replace(row, number=f"SQ-{day}-{count:03}"))


def joined(service: Service, unit: Unit, row: Member, field: str, now: int) -> Member | Refused:
    """The member as the person behind his phone number, who may be new to this cloud (R-037)."""
    phone = normal_phone(row.phone)
    if phone is None:
        return Refused("phone_wrong", field)
    if any(each.active for each in unit.rows.all(Member, row.organization, phone=phone)):
        return Refused("phone_already_member", field)
    user = people.user_of(unit, phone, now)
    most = service.settings.organizations_per_user
    if people.membership_count(unit, user) >= most:
        return Refused("organizations_full", field, str(most))
    return msgspec.structs.replace(row, phone=phone, user=user)


def _user(after: After) -> Rows | Refused:
    row = joined(after.service, after.unit, after.row, "phone", after.at.now)
    return row if isinstance(row, Refused) else after.with_row(row)


def _code(after: After) -> Rows:
    if after.row.method is Method.PRE:
        activation.send_code(after.service, after.unit, after.row, after.at.now)
    return after.rows


def _activate(after: After) -> Rows | Refused:
    act: Activate = after.act
    return activation.judge_code(after.service, after.unit, after.row, act.code, after.at.now) or after.rows


def _bind(after: After) -> Rows | Refused:
    row = binding.bind(after.service, after.unit, after.act, after.row, after.at.now)
    return row if isinstance(row, Refused) else after.with_row(row)


def _not_yet(_after: After) -> Refused:
    return Refused("not_offered")


_EFFECTS: dict[type[Act], Callable[[After], Rows | Refused]] = {
    Apply: _number,
    AddMember: _user,
    BindSeal: _bind,
    Authorize: _code,
    RenewCode: _code,
    Activate: _activate,
    ChangeOwner: _not_yet,
    AddSubsidiary: _not_yet,
    ChangeSubsidiary: _not_yet,
    DeleteSubsidiary: _not_yet,
    DeleteOrganization: _not_yet,
    SetHeadquartersApproval: _not_yet,
}
