"""How long decisions were waited for: each step of each application that was decided or waits now, in columns.

Read once, in pieces, when it is first asked for (`step`); `app.models.papers` tells of what changes from then on.
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec
import numpy as np
from sqlalchemy import select

from app.models import scopes
from app.models.columns import Codes, Columns, Ints
from app.models.store import Tx
from app.models.tables import rows
from domain.applications import StepState
from domain.decisions import Decision, decisions

AT_ONCE = 1000  # applications read in one transaction
OPEN = -1  # in place of when it was decided
_TABLE = rows["applications"]
_NAMES = "application", "step", "since", "until"


class _Step(msgspec.Struct):
    """As far as it is counted."""

    state: StepState = StepState.WAITING
    since: int | None = None
    decided_at: int | None = None


class _Paper(msgspec.Struct):
    created_at: int
    steps: list[_Step]


_read = msgspec.json.Decoder(list[_Paper]).decode


class Waits:
    """`applications`: the codes by which they are named."""

    def __init__(self, organization: str, applications: Codes) -> None:
        self._organization, self._applications = organization, applications
        self._columns = Columns(dict(zip(_NAMES, (np.int32, np.int16, np.int64, np.int64), strict=True)))
        self._after = ""
        self.is_ready = False

    def step(self, tx: Tx) -> bool:
        """Read a piece; whether there is more."""
        if self.is_ready:
            return False
        where = _TABLE.c.organization == self._organization, _TABLE.c.id > self._after
        query = select(_TABLE.c.id, _TABLE.c.body).where(*where, scopes.visible(tx, _TABLE, self._organization))
        found = tx.connection.execute(query.order_by(_TABLE.c.id).limit(AT_ONCE)).all()
        self.put(self._applications.add_all([row.id for row in found]), [row.body for row in found])
        self._after = found[-1].id if found else self._after
        self.is_ready = len(found) < AT_ONCE
        return not self.is_ready

    def put(self, codes: Sequence[int], bodies: Sequence[bytes]) -> None:
        """These applications are new, or other ones."""
        self.forget(codes)
        lines = [
            (code, each.step, each.since, OPEN if each.until is None else each.until)
            for code, paper in zip(codes, _read(b"[%s]" % b",".join(bodies)), strict=True)
            for each in decisions(paper.created_at, paper.steps)
        ]
        by_column = zip(*lines, strict=True) if lines else ((), (), (), ())
        self._columns.append(dict(zip(_NAMES, map(list, by_column), strict=True)))

    def forget(self, codes: Sequence[int]) -> None:
        if len(self._columns) and len(codes):
            self._columns.keep(~np.isin(self._columns["application"], np.array(codes, np.int32)))

    def within(self, since: int, until: int, now: int, but: Iterable[str] = ()) -> "Found":
        """What was decided in that time, and what waits now, if now lies in it; without these applications."""
        ended = self._columns["until"]
        ended = np.where(ended == OPEN, now, ended)
        fits = (ended >= since) & (ended < until)
        if left := [self._applications.get(id) for id in but]:
            fits &= ~np.isin(self._columns["application"], np.array(left, np.int32))
        at = np.flatnonzero(fits)
        took = np.maximum(0, ended[at] - self._columns["since"][at])
        return Found(self, at, took)

    def lines(self, at: Ints) -> Iterator[tuple[str, Decision]]:
        """The application of each, and its decision."""
        columns: list[list[int]] = [self._columns[name][at].tolist() for name in _NAMES]
        for code, step, since, until in zip(*columns, strict=True):
            yield self._applications.texts[code], Decision(step, since, None if until == OPEN else until)

    def count_open(self, at: Ints) -> int:
        return int(np.count_nonzero(self._columns["until"][at] == OPEN))


class Found:
    """Some of them, as they are until the next change: `took`: how long each was waited for, in milliseconds."""

    def __init__(self, waits: Waits, at: Ints, took: Ints) -> None:
        self._waits, self._at, self._took = waits, at, took

    @property
    def count_open(self) -> int:
        return self._waits.count_open(self._at)

    def histogram(self, limits: Sequence[int]) -> list[int]:
        """How many took no longer than each of these (milliseconds, rising), and longer than all of them."""
        buckets = np.searchsorted(np.asarray(limits, np.int64), self._took, side="left")
        return np.bincount(buckets, minlength=len(limits) + 1).tolist()

    def longest(self, above: int, up_to: int | None, most: int) -> list[tuple[str, Decision]]:
        """Those that took longer than `above`, no longer than `up_to`; the longest first."""
        fits = self._took > above
        if up_to is not None:
            fits &= self._took <= up_to
        chosen = np.flatnonzero(fits)
        order = np.argsort(-self._took[chosen], kind="stable")[:most]
        return list(self._waits.lines(self._at[chosen[order]]))
