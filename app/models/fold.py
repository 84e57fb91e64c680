"""What is shown: the cloud's rows as the person's own pending acts will leave them.

Nothing is ever undone: an act that no longer applies is skipped here, and left to the cloud's verdict.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from app.models import outbox, replica
from app.models.facts import ConsoleFacts
from app.models.outbox import StoredAct
from app.models.store import Tx
from domain import acts
from domain.organization import Member
from domain.rows import Act, Row
from domain.verdict import Allowed, Circumstances, Facts, OnlyCloud, Verdict

R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class Folded(Generic[R]):
    """A row as it will be, and the pending acts (in order) that make it so; none: the cloud has said all of it."""

    row: R
    pending: tuple[StoredAct, ...] = ()


@dataclass
class Overlay:
    """What the pending acts of one organization change, by kind and id; `unknown`: acts only the cloud can judge."""

    rows: dict[str, dict[str, Row]] = field(default_factory=lambda: defaultdict(dict))
    by: dict[tuple[str, str], tuple[StoredAct, ...]] = field(default_factory=dict)
    unknown: list[StoredAct] = field(default_factory=list)


def overlay(tx: Tx, organization: str) -> Overlay:
    """The pending acts of the organization, judged one after the other as they were done."""
    return tx.remembered(("overlay", organization), lambda: _overlay(tx, organization))


def _overlay(tx: Tx, organization: str) -> Overlay:
    over = Overlay()
    pending = outbox.imagined(tx, organization)
    actor = replica.me(tx, organization) if pending else None
    laid = ConsoleFacts(tx, organization, over.rows)
    for stored in pending:
        if actor is None or stored.act is None:
            over.unknown.append(stored)
            continue
        verdict = judge(stored.act, actor, stored.at, laid)
        if isinstance(verdict, OnlyCloud):
            over.unknown.append(stored)
        elif isinstance(verdict, Allowed) and not _is_done(stored.act, verdict, laid):
            for row in verdict.rows:
                key = row.table, row.id
                over.rows[row.table][row.id] = row
                over.by[key] = (*over.by.get(key, ()), stored)
    return over


def _is_done(act: Act, verdict: Allowed, known: ConsoleFacts) -> bool:
    """What the act makes is there already: its effects were pulled before its verdict was heard."""
    made = getattr(act, "id", None)
    return any(row.id == made and known.get(type(row), row.id) is not None for row in verdict.rows)


def judge(act: Act, actor: Member, at: int, known: Facts) -> Verdict:
    """What the rule says about the act, asked here."""
    return acts.decide(act, Circumstances(actor, at, known))


def facts(tx: Tx, organization: str) -> ConsoleFacts:
    """Everything that is known of the organization, pending acts included."""
    return ConsoleFacts(tx, organization, overlay(tx, organization).rows)


def folded(tx: Tx, organization: str, kind: type[R], **equal: str) -> list[Folded[R]]:
    """The rows of a kind whose fields equal the given ones, by id."""
    by = overlay(tx, organization).by
    return [Folded(row, by.get((kind.table, row.id), ())) for row in facts(tx, organization).all(kind, **equal)]


def folded_one(tx: Tx, organization: str, kind: type[R], id: str) -> Folded[R] | None:
    """One row of a kind."""
    row = facts(tx, organization).get(kind, id)
    return Folded(row, overlay(tx, organization).by.get((kind.table, id), ())) if row else None
