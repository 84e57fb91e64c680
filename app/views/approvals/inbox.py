"""What the approvals page reads: applications that concern me, and whether and how I may decide each."""

from dataclasses import dataclass

from app.models import fold
from app.models.fold import Folded
from app.models.store import Tx
from app.views.applications.known import Known, read_known
from app.views.room import Room
from domain.applications import Application, Step, StepKind, current_step
from domain.approvals import Turn, deciders, may_decide, turn, waits_for_me
from domain.organization import Member, Permission, may_be_asked
from domain.seals import may_on
from domain.verdict import Circumstances

TO_DO, DONE, COPIED = range(3)
BLOCK = 3  # of what waits for me, in the block above the list (C-36)


@dataclass(frozen=True)
class Line:
    """An application. `waits`: it is mine to decide, or somebody's in whose place I stand; `turn`: how I may.

    `issues`: I may issue for its seal (R-100), which whoever stands in for a keeper need not.
    """

    application: Folded[Application]
    waits: bool
    turn: Turn | None
    issues: bool = False

    @property
    def row(self) -> Application:
        return self.application.row

    @property
    def step(self) -> Step | None:
        """What waits to be decided in it."""
        return current_step(self.row)

    @property
    def since(self) -> int:
        """It waits from then on."""
        step = self.step
        return (step.since if step else None) or self.row.created_at


@dataclass(frozen=True)
class Inbox:
    """Newest first."""

    lines: list[Line]
    known: Known

    def waiting(self) -> list[Line]:
        """What waits for me, the longest waiting first."""
        return sorted((line for line in self.lines if line.waits), key=lambda line: (line.since, line.row.id))


def read_inbox(tx: Tx, room: Room) -> Inbox:
    known = read_known(tx, room.id)
    facts, now = fold.facts(tx, room.id), room.now()
    at = Circumstances(room.me, now, facts)
    lines = [
        Line(
            each,
            may_decide(room.me, each.row) and waits_for_me(each.row, room.me, now, facts),
            turn(each.row, at) if may_decide(room.me, each.row) else None,
            (seal := known.seals.get(each.row.seal)) is not None and may_on(room.me, Permission.AUTHORIZE, seal),
        )
        for each in known.applications
    ]
    return Inbox(lines, known)


def of_tab(tab: int, line: Line, me: str) -> bool:
    """Whether it stands in one of the three lists of this member."""
    if tab == TO_DO:
        return line.waits
    if tab == DONE:
        return any(step.decided_by == me for step in line.row.steps)
    return me in line.row.copied


def others_for(line: Line, known: Known, me: Member) -> list[tuple[str, str]]:
    """(id, name) of those to whom I may hand on the step that waits, by name; nobody where it has to stay."""
    step = line.step
    if line.turn is None or step is None or step.kind is not StepKind.APPROVE:
        return []
    nobody = (me.id, line.row.applicant)
    others = (each for each in known.members.values() if may_be_asked(each) and each.id not in nobody)
    decide = deciders(line.row)
    return sorted(
        ((each.id, each.name) for each in others if each.id not in decide),
        key=lambda each: (each[1], each[0]),
    )
