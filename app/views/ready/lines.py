"""What the page reads: my authorizations that I may use, those I have used, and those whose pictures I owe."""

from dataclasses import dataclass, field

from app.models import fold, outbox
from app.models.fold import Folded
from app.models.outbox import StoredAct
from app.models.store import Tx
from app.views.applications.papers import Uses, read_uses
from domain.applications import Application
from domain.authorizations import Authorization, State, live, owed_by, owes_pictures, state
from domain.ending import Activate
from domain.organization import Member, Organization, Regime
from domain.seals import Seal
from domain.verdict import Facts

TO_USE, USED, OWED = range(3)


@dataclass(frozen=True)
class Line:
    """One authorization of mine. `activating`, `refused`: my code on its way to the cloud, and one it did not take.

    `owed`: the impressions whose pictures I owe (C-23); `mine`: I am its user, not only who owes its pictures.
    """

    authorization: Folded[Authorization]
    seal: Seal | None
    application: Application | None
    issuer: str
    mine: bool = True
    owed: int = 0
    activating: StoredAct | None = None
    refused: StoredAct | None = None

    @property
    def id(self) -> str:
        return self.authorization.row.id

    @property
    def seal_name(self) -> str:
        return self.seal.name if self.seal else self.authorization.row.seal

    def document(self, without: str) -> str:
        """Its document; `without`: what stands there for one issued without application."""
        return self.application.document if self.application else without


@dataclass(frozen=True)
class Ready:
    """The lists of the three tabs, and the uses of the chosen line; `free`: in free use nothing is issued (C-08)."""

    tabs: tuple[list[Line], list[Line], list[Line]] = field(default_factory=lambda: ([], [], []))
    uses: Uses = field(default_factory=Uses)
    free: bool = False

    @property
    def owed(self) -> int:
        """Impressions whose pictures I owe."""
        return sum(line.owed for line in self.tabs[OWED])


def is_ready(row: Authorization, now: int) -> bool:
    """Not activated yet, or live."""
    return live(row) or state(row, now) is State.NOT_ACTIVATED


def waiting_for(me: str, facts: Facts, now: int) -> int:
    """How many of my authorizations wait for me: for a code, for the seal in my hand, or for pictures (R-117)."""
    mine = facts.all(Authorization, member=me)
    owed = {each.id for each in owed_by(me, facts)}
    waits = {each.id for each in mine if state(each, now) in (State.NOT_ACTIVATED, State.IN_USE)}
    return len(waits | owed)


def read_ready(tx: Tx, organization: str, me: str, now: int, chosen: str = "") -> Ready:
    """To use: what begins first stands first; used and owed: the newest first (R-150)."""
    known = fold.facts(tx, organization)
    owed = {each.id for each in owed_by(me, known)}
    given = [each for each in fold.folded(tx, organization, Authorization) if each.row.id in owed]
    mine = fold.folded(tx, organization, Authorization, member=me)
    codes = [*outbox.refused(tx, organization), *outbox.unsettled(tx, organization)]
    acts = {each.act.authorization: each for each in codes if isinstance(each.act, Activate)}
    lines = {each.row.id: _line(known, each, me, owed, acts.get(each.row.id)) for each in (*mine, *given)}
    rows = sorted(lines.values(), key=lambda line: (-line.authorization.row.issued_at, line.id))
    to_use = [line for line in rows if line.mine and is_ready(line.authorization.row, now)]
    used = [line for line in rows if line.mine and (line.authorization.row.used or line.authorization.row.pressed)]
    of = known.get(Organization, organization)
    return Ready(
        (
            sorted(to_use, key=lambda line: (line.authorization.row.start, line.id)),
            used,
            [line for line in rows if line.owed],
        ),
        read_uses(tx, organization, chosen, missing=True) if chosen else Uses(),
        of is not None and of.regime is Regime.FREE,
    )


def _line(known: Facts, each: Folded[Authorization], me: str, owed: set[str], act: StoredAct | None) -> Line:
    row = each.row
    issuer = known.get(Member, row.issued_by)
    on_its_way = act if act is not None and not act.code else None
    return Line(
        each,
        known.get(Seal, row.seal),
        known.get(Application, row.application) if row.application else None,
        issuer.name if issuer else "—",
        row.member == me,
        row.pressed - row.pictured if row.id in owed and owes_pictures(row) else 0,
        on_its_way,
        act if act is not None and act.code else None,
    )
