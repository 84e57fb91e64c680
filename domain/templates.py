"""Approval templates: who approves in which order, who is copied (R-026, R-170..R-172, R-198..R-203, C-12, C-13)."""

from typing import Annotated, ClassVar

import msgspec

from domain.categories import Category
from domain.organization import Member, Permission, Role, may
from domain.rows import Act, IdText, Name, Named
from domain.seals import Seal, SealFlow
from domain.verdict import Allowed, Circumstances, Refused, Verdict, judge_name, missing, named

Three = Annotated[list[IdText], msgspec.Meta(max_length=3)]
TAKEN = "template_name_taken"
SYSTEM_ID, SYSTEM_NAME = "system", "系统模板"


class Template(Named, frozen=True, kw_only=True):
    """Up to three approvers in order, one a level, and up to three copied. A system template is read only (R-198)."""

    table: ClassVar[str] = "templates"
    system: bool = False
    approvers: Three
    copied: Three = []


class AddTemplate(Act, frozen=True, kw_only=True):
    id: IdText
    name: Name
    approvers: Three
    copied: Three = []


class ChangeTemplate(Act, frozen=True, kw_only=True):
    template: IdText
    name: Name
    approvers: Three
    copied: Three = []


class DeleteTemplate(Act, frozen=True, kw_only=True):
    template: IdText


class SetFlow(Act, frozen=True, kw_only=True):
    """The template a seal's use takes, for one category or (none) for all others."""

    seal: IdText
    category: IdText | None
    template: IdText


class ClearFlow(Act, frozen=True, kw_only=True):
    """The seal's use takes no template of its own any more, for one category or (none) for all others."""

    seal: IdText
    category: IdText | None


def system_template(at: Circumstances) -> tuple[Template, ...]:
    """C-12: the first application makes the implicit flow a template that can be seen and chosen."""
    if at.facts.get(Template, SYSTEM_ID) is not None:
        return ()
    return (Template(id=SYSTEM_ID, organization=at.actor.organization, name=SYSTEM_NAME, system=True, approvers=[]),)


def _judge_people(approvers: list[str], copied: list[str], at: Circumstances) -> Verdict | None:
    for field, ids in (("approvers", approvers), ("copied", copied)):
        if len(set(ids)) < len(ids):
            return Refused("person_twice", field)
        for id in ids:
            member = at.facts.get(Member, id)
            if member is None:
                return missing(at.facts)
            outside = member.role is Role.HEADQUARTERS
            if not member.active or outside or (field == "approvers" and not may(member, Permission.APPROVE)):
                return Refused("member_may_not_approve", field, member.name)
    return None


def _judge_name(name: str, at: Circumstances, own: str = "") -> Refused | None:
    """As any name; and nobody's template passes for the system's, be that one there yet or not."""
    if name.strip() == SYSTEM_NAME:
        return Refused(TAKEN, "name", SYSTEM_NAME)
    return judge_name(at.facts, Template, name, TAKEN, own)


def decide_add_template(act: AddTemplate, at: Circumstances) -> Verdict:
    """R-199, R-201."""
    if not may(at.actor, Permission.CONFIGURE_FLOW):
        return Refused("not_allowed")
    why = _judge_name(act.name, at) or _judge_people(act.approvers, act.copied, at)
    if why is not None:
        return why
    row = Template(
        id=act.id,
        organization=at.actor.organization,
        name=act.name,
        approvers=act.approvers,
        copied=act.copied,
    )
    return Allowed((row,))


def _own(id: str, at: Circumstances) -> Template | Verdict:
    """A template that the actor may change."""
    if not may(at.actor, Permission.CONFIGURE_FLOW):
        return Refused("not_allowed")
    template = named(at.facts, Template, id)
    if template is None:
        return missing(at.facts)
    return Refused("template_read_only", "template") if template.system else template


def decide_change_template(act: ChangeTemplate, at: Circumstances) -> Verdict:
    """Applications that are on their way keep the steps they began with."""
    template = _own(act.template, at)
    if not isinstance(template, Template):
        return template
    why = _judge_name(act.name, at, template.id) or _judge_people(act.approvers, act.copied, at)
    if why is not None:
        return why
    return Allowed(
        (msgspec.structs.replace(template, name=act.name, approvers=act.approvers, copied=act.copied),),
    )


def decide_delete_template(act: DeleteTemplate, at: Circumstances) -> Verdict:
    """Not while a seal's flow uses it."""
    template = _own(act.template, at)
    if not isinstance(template, Template):
        return template
    used = [seal.name for seal in at.facts.all(Seal) if any(flow.template == template.id for flow in seal.flows)]
    if used:
        return Refused("template_in_use", "template", used[0])
    return Allowed((msgspec.structs.replace(template, deleted_at=at.now),))


def decide_set_flow(act: SetFlow, at: Circumstances) -> Verdict:
    """R-170, R-172: the categories of one seal differ, so setting one again replaces it (I-15)."""
    if not may(at.actor, Permission.CONFIGURE_FLOW):
        return Refused("not_allowed")
    seal, template = at.facts.get(Seal, act.seal), named(at.facts, Template, act.template)
    category = None if act.category is None else named(at.facts, Category, act.category)
    if seal is None or template is None or (act.category is not None and category is None):
        return missing(at.facts)
    others = [flow for flow in seal.flows if flow.category != act.category]
    return Allowed((msgspec.structs.replace(seal, flows=[*others, SealFlow(act.category, act.template)]),))


def decide_clear_flow(act: ClearFlow, at: Circumstances) -> Verdict:
    """What R-210 asks for before a category can be deleted."""
    if not may(at.actor, Permission.CONFIGURE_FLOW):
        return Refused("not_allowed")
    seal = at.facts.get(Seal, act.seal)
    if seal is None:
        return missing(at.facts)
    others = [flow for flow in seal.flows if flow.category != act.category]
    return Allowed((msgspec.structs.replace(seal, flows=others),))
