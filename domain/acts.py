"""Every act and every kind of row by its name on the wire, and the one door to the rules."""

from collections.abc import Callable
from typing import Any

import msgspec

from domain import (
    applications,
    approvals,
    authorizations,
    consoles,
    organization,
    seals,
    second_factor,
    sign_ins,
    templates,
    usage,
)
from domain.rows import Act, Row
from domain.verdict import Circumstances, Refused, Verdict

ROWS: dict[str, type[Row]] = {
    kind.table: kind
    for kind in (
        organization.Organization,
        organization.Member,
        templates.Template,
        seals.Seal,
        seals.SealStatus,
        applications.Application,
        authorizations.Authorization,
        usage.Impression,
        usage.Photo,
        consoles.Console,
        sign_ins.SignInAttempt,
        second_factor.SecondFactor,
    )
}


RULES: dict[type[Act], Callable[[Any, Circumstances], Verdict]] = {
    organization.AddMember: organization.decide_add_member,
    seals.BindSeal: seals.decide_bind,
    seals.AddKeeper: seals.decide_add_keeper,
    templates.AddTemplate: templates.decide_add_template,
    templates.SetFlow: templates.decide_set_flow,
    applications.Apply: applications.decide_apply,
    approvals.Approve: approvals.decide_approve,
    approvals.Reject: approvals.decide_reject,
    authorizations.Authorize: authorizations.decide_authorize,
    authorizations.EndUse: authorizations.decide_end_use,
    usage.AttachPhoto: usage.decide_attach_photo,
}
ACTS: dict[str, type[Act]] = {kind.__name__: kind for kind in RULES}


def read(name: str, args: bytes) -> Act | Refused:
    """The act of that name with its arguments (JSON); an unknown name or arguments that do not fit are refused."""
    kind = ACTS.get(name)
    if kind is None:
        return Refused("unknown_act", detail=name)
    try:
        return msgspec.json.decode(args, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Refused("arguments_do_not_fit", _field(str(error)), str(error))


def _field(message: str) -> str | None:
    """The field a validation error of msgspec speaks of (`… - at `$.count``)."""
    _, _, path = message.partition("at `$.")
    return path.rstrip("`").split(".")[0].split("[")[0] or None


def decide(act: Act, at: Circumstances) -> Verdict:
    """The one rule for this act: the console asks it, the cloud decides with it."""
    return RULES[type(act)](act, at)
