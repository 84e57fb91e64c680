"""How long each decision of an application was waited for."""

from collections.abc import Iterable, Iterator
from typing import Protocol

import msgspec

from domain.applications import StepState
from domain.rows import Ms


class Decision(msgspec.Struct, frozen=True, gc=False):
    """One step that was decided, or (`until` is none) still waits: since when, until when."""

    step: int
    since: Ms
    until: Ms | None


class Decided(Protocol):
    """Of a step, what tells how long it was waited for."""

    @property
    def state(self) -> StepState: ...
    @property
    def since(self) -> Ms | None: ...
    @property
    def decided_at(self) -> Ms | None: ...


def decisions(created_at: Ms, steps: Iterable[Decided]) -> Iterator[Decision]:
    """Of an application. A step from before it was kept when its turn came waited since the one before was decided."""
    begun = created_at
    for at, step in enumerate(steps):
        since = begun if step.since is None else step.since
        if step.state is StepState.PENDING:
            yield Decision(at, since, None)
        elif step.decided_at is not None and step.state in (StepState.PASSED, StepState.REJECTED):
            yield Decision(at, since, step.decided_at)
            begun = step.decided_at
