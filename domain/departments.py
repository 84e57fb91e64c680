"""Departments of an organization (R-033, R-040, R-226..R-229)."""

from typing import ClassVar

import msgspec

from domain.organization import Member, Permission, may, of
from domain.rows import Act, IdText, Name, Named, Row
from domain.verdict import Allowed, Circumstances, Refused, Verdict, all_named, judge_name, missing, named

TAKEN = "department_name_taken"


class Department(Named, frozen=True, kw_only=True):
    table: ClassVar[str] = "departments"


class AddDepartment(Act, frozen=True, kw_only=True):
    id: IdText
    name: Name


class RenameDepartment(Act, frozen=True, kw_only=True):
    department: IdText
    name: Name


class DeleteDepartment(Act, frozen=True, kw_only=True):
    department: IdText


def decide_add_department(act: AddDepartment, at: Circumstances) -> Verdict:
    """R-033, R-226, R-227; as many as the quota says (R-040)."""
    if not may(at.actor, Permission.ADD_DEPARTMENT):
        return Refused("not_allowed")
    organization = of(at)
    if organization is None:
        return missing(at.facts)
    if (why := judge_name(at.facts, Department, act.name, TAKEN)) is not None:
        return why
    if len(all_named(at.facts, Department)) >= organization.quotas.departments:
        return Refused("departments_full", detail=str(organization.quotas.departments))
    return Allowed((Department(id=act.id, organization=at.actor.organization, name=act.name),))


def decide_rename_department(act: RenameDepartment, at: Circumstances) -> Verdict:
    """R-228."""
    if not may(at.actor, Permission.ADD_DEPARTMENT):
        return Refused("not_allowed")
    department = named(at.facts, Department, act.department)
    if department is None:
        return missing(at.facts)
    if (why := judge_name(at.facts, Department, act.name, TAKEN, department.id)) is not None:
        return why
    return Allowed((msgspec.structs.replace(department, name=act.name),))


def decide_delete_department(act: DeleteDepartment, at: Circumstances) -> Verdict:
    """R-229: its members are in no department then."""
    if not may(at.actor, Permission.ADD_DEPARTMENT):
        return Refused("not_allowed")
    department = named(at.facts, Department, act.department)
    if department is None:
        return missing(at.facts)
    rows: list[Row] = [msgspec.structs.replace(department, deleted_at=at.now)]
    rows += [msgspec.structs.replace(each, department=None) for each in at.facts.all(Member, department=department.id)]
    return Allowed(tuple(rows))
