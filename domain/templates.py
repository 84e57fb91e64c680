"""Approval templates: who approves in which order, who is copied (R-026, R-170, R-198..R-203, C-13)."""

from typing import Annotated, ClassVar

import msgspec

from domain.organization import Member, Permission, may
from domain.rows import Act, IdText, Name, Row
from domain.seals import Seal, SealFlow
from domain.verdict import Allowed, Circumstances, Refused, Verdict, missing

Three = Annotated[list[IdText], msgspec.Meta(max_length=3)]


class Template(Row, frozen=True, kw_only=True):
    """Up to three approvers in order, one a level, and up to three copied."""

    table: ClassVar[str] = "templates"
    name: Name
    system: bool = False
    approvers: Three
    copied: Three = []


class AddTemplate(Act, frozen=True, kw_only=True):
    id: IdText
    name: Name
    approvers: Three
    copied: Three = []


class SetFlow(Act, frozen=True, kw_only=True):
    """The template a seal's use takes, for one category or (none) for all others."""

    seal: IdText
    category: IdText | None
    template: IdText


def decide_add_template(act: AddTemplate, at: Circumstances) -> Verdict:
    if not may(at.actor, Permission.CONFIGURE_FLOW):
        return Refused("not_allowed")
    if any(template.name == act.name for template in at.facts.all(Template)):
        return Refused("template_name_taken", "name", act.name)
    for id in [*act.approvers, *act.copied]:
        if at.facts.get(Member, id) is None:
            return missing(at.facts)
    row = Template(
        id=act.id,
        organization=at.actor.organization,
        name=act.name,
        approvers=act.approvers,
        copied=act.copied,
    )
    return Allowed((row,))


def decide_set_flow(act: SetFlow, at: Circumstances) -> Verdict:
    """R-172: the categories of one seal differ, so setting one again replaces it."""
    if not may(at.actor, Permission.CONFIGURE_FLOW):
        return Refused("not_allowed")
    seal, template = at.facts.get(Seal, act.seal), at.facts.get(Template, act.template)
    if seal is None or template is None:
        return missing(at.facts)
    others = [flow for flow in seal.flows if flow.category != act.category]
    return Allowed((msgspec.structs.replace(seal, flows=[*others, SealFlow(act.category, act.template)]),))
