"""A person's consoles as rows of his own, and the log of his sign-ins."""

import msgspec

from cloud.problems import Refusal
from cloud.store import numbers
from cloud.store.unit import Unit, View
from domain.consoles import Console, console_name, own_space
from domain.sign_ins import Outcome, SignInAttempt, goes_on, place

# Each time it goes to all consoles of the person.
SEEN_EVERY_MS = 3600 * 1000
LOG = "sign-ins"
NAMELESS = "–"  # what has signed in before names were asked for


def find(view: View, user: str, id: str) -> Console:
    """A console of this person; raises `Refusal` not_found, whosever it may be else."""
    found = view.get(Console, own_space(user), id)
    if found is None:
        raise Refusal("not_found")
    return found


def entered(unit: Unit, user: str, id: str, name: str, now: int) -> None:
    """Somebody signed in there. Once it is known, its name is the person's business."""
    before = unit.get(Console, own_space(user), id)
    fresh = Console(id=id, organization=own_space(user), name=_name(name), created_at=now, last_seen=now)
    if before is not None:
        fresh = msgspec.structs.replace(fresh, name=before.name, created_at=before.created_at)
    unit.put(fresh)


def seen(unit: Unit, user: str, id: str, name: str, now: int) -> None:
    """It speaks; noted once an hour."""
    before = unit.get(Console, own_space(user), id)
    if before is None:
        entered(unit, user, id, name, now)
    elif now - before.last_seen >= SEEN_EVERY_MS:
        unit.put(msgspec.structs.replace(before, last_seen=now))


def signed_out(unit: Unit, user: str, id: str, now: int) -> None:
    before = unit.get(Console, own_space(user), id)
    if before is not None:
        unit.put(msgspec.structs.replace(before, signed_out_at=now))


def note(unit: Unit, user: str, outcome: Outcome, console: str, now: int) -> None:
    """A line in the log of this person's sign-ins."""
    space = own_space(user)
    last = numbers.last(unit, space, LOG)
    line = SignInAttempt(id=place(last + 1), organization=space, at=now, console=_name(console), outcome=outcome)
    before = unit.get(SignInAttempt, space, place(last)) if last else None
    if before is not None and goes_on(before, line):
        line = msgspec.structs.replace(line, id=before.id)
    else:
        numbers.following(unit, space, LOG)
    unit.put(line)


def name_of(view: View, user: str, id: str) -> str:
    """How the person calls this console."""
    found = view.get(Console, own_space(user), id)
    return NAMELESS if found is None else found.name


def _name(text: str) -> str:
    return console_name(text) or NAMELESS
