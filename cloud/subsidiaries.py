"""Subsidiaries are organizations of their own, each with its row in its headquarters; both sides say the same.

Effects judge what only the cloud can; `follow` carries what has changed to the other side, whichever act changed it.
"""

from collections.abc import Iterator

import msgspec

from cloud import members, outlets
from cloud.after import After, Rows
from cloud.store.unit import Unit
from domain.ids import new_id
from domain.organization import Member, Organization, Role
from domain.rows import Row
from domain.subsidiaries import (
    TAKEN,
    AddSubsidiary,
    Subsidiary,
    consent_by,
    deleted,
    judge_deletion,
)
from domain.verdict import Refused, all_named, judge_name


def add(after: After) -> Rows | Refused:
    """AddSubsidiary: an organization with keys of its own, in free use (R-257, R-295), and its owner (C-34)."""
    act: AddSubsidiary = after.act
    service, unit, now, row = after.service, after.unit, after.at.now, after.row
    if unit.get(Organization, act.id, act.id) is not None:  # anybody's: its row is nowhere in sight of the rule
        return Refused("arguments_do_not_fit", "id")
    owner = Member(
        id=new_id(now), organization=act.id, name=act.owner, phone=act.phone, role=Role.OWNER, created_at=now
    )
    owner = members.joined(service, unit, owner, "phone", now)
    if isinstance(owner, Refused):
        return owner
    service.keys.make_authority(act.id)  # on disk before anybody can be told of the organization
    organization = Organization(id=act.id, organization=act.id, name=act.name, parent=row.organization, created_at=now)
    outlets.stock(unit, act.id)
    return (msgspec.structs.replace(row, phone=owner.phone), organization, owner)


def judge_new_name(after: After) -> Rows | Refused:
    """ChangeOrganization in a subsidiary: another one of the same headquarters may have that name (R-258)."""
    row: Organization = after.row
    if row.parent is None:
        return after.rows
    return judge_name(after.unit.facts(row.parent), Subsidiary, row.name, TAKEN, row.id) or after.rows


def judge_end(after: After) -> Rows | Refused:
    """DeleteSubsidiary: what the rule asks of an organization, asked of the one below (R-256, I-11)."""
    return judge_deletion(after.unit.facts(after.row.id)) or after.rows


def follow(unit: Unit, row: Row, before: Row | None, now: int) -> Iterator[Row]:
    """What a changed row means on the other side; `before`: as it was, none if it is new.

    Each row has to be put before the next is asked for: that one stands on it.
    """
    if isinstance(row, Subsidiary):
        yield from _go_down(unit, row, before if isinstance(before, Subsidiary) else None, now)
    elif isinstance(row, Organization):
        yield from _go_up(unit, row, name=row.name, deleted_at=row.deleted_at)
    elif isinstance(row, Member):
        organization = _alive(unit, row.organization)
        if organization is not None:
            yield from _follow_member(unit, organization, row, before, now)


def _alive(unit: Unit, id: str) -> Organization | None:
    found = unit.get(Organization, id, id)
    return None if found is None or found.deleted_at is not None else found


def _go_down(unit: Unit, row: Subsidiary, before: Subsidiary | None, now: int) -> Iterator[Row]:
    organization = _alive(unit, row.id)
    if organization is None:
        return
    if row.deleted_at is not None:
        yield from deleted(unit.facts(row.id), organization, now)
        return
    yield msgspec.structs.replace(organization, name=row.name)
    if before is not None and before.approver != row.approver:
        yield from _consent(unit, row, now)


def _above(unit: Unit, organization: Organization) -> Subsidiary | None:
    """What the headquarters knows of it."""
    return None if organization.parent is None else unit.get(Subsidiary, organization.parent, organization.id)


def _go_up(unit: Unit, organization: Organization, **changes: str | int | None) -> Iterator[Row]:
    above = _above(unit, organization)
    if above is not None:
        yield msgspec.structs.replace(above, **changes)


def _follow_member(unit: Unit, organization: Organization, row: Member, before: Row | None, now: int) -> Iterator[Row]:
    """A new owner is told above. Whoever consents for the headquarters has the same name on both sides, and is in the
    subsidiary once: as a member, if he is one."""
    if row.role is Role.OWNER and row.active:
        yield from _go_up(unit, organization, owner=row.name, phone=row.phone)
    asked = None if organization.headquarters is None else unit.get(Member, row.organization, organization.headquarters)
    above = _above(unit, organization)
    if above is not None and asked is not None and asked.user == row.user:
        yield from _consent(unit, above, now)
    if isinstance(before, Member) and before.name != row.name:
        for below in all_named(unit.facts(row.organization), Subsidiary):
            if below.approver == row.id:
                yield from _consent(unit, below, now)


def _consent(unit: Unit, below: Subsidiary, now: int) -> Iterator[Row]:
    """In the subsidiary the one who consents is whom the headquarters names (R-259, C-14), or nobody."""
    organization = _alive(unit, below.id)
    if organization is None:
        return
    approver = None if below.approver is None else unit.get(Member, below.organization, below.approver)
    asked = None if approver is None else _in_subsidiary(unit, below.id, approver, now)
    if asked is not None:
        yield asked
    for each in unit.rows.all(Member, below.id, role=Role.HEADQUARTERS):
        if each.active and (asked is None or each.id != asked.id):
            yield msgspec.structs.replace(each, active=False, left_at=now)
    headquarters = None if asked is None else asked.id
    if organization.headquarters != headquarters:
        yield msgspec.structs.replace(organization, headquarters=headquarters)
        yield from consent_by(headquarters, now, unit.facts(below.id))


def _in_subsidiary(unit: Unit, organization: str, approver: Member, now: int) -> Member:
    """The headquarters' approver as whom the subsidiary knows him: a member, if he is one there, else from outside."""
    known = unit.rows.all(Member, organization, user=approver.user)
    for each in known:
        if each.active and each.role is not Role.HEADQUARTERS:
            return each
    for each in known:
        if each.role is Role.HEADQUARTERS:
            return msgspec.structs.replace(each, name=approver.name, phone=approver.phone, active=True, left_at=None)
    return Member(
        id=new_id(now),
        organization=organization,
        user=approver.user,
        name=approver.name,
        phone=approver.phone,
        role=Role.HEADQUARTERS,
        created_at=now,
    )
