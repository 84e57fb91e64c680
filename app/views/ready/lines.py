"""What the page reads: my authorizations that I may use, those I have used, and those whose pictures I owe."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from app.models import fold, outbox, sealings
from app.models.fold import Folded
from app.models.outbox import StoredAct
from app.models.store import Tx
from app.views.applications.papers import Uses, read_uses
from app.views.reckoning import Reckoned, read_reckoned
from domain.applications import Application
from domain.authorizations import Authorization, State, live, owed_by, owes_pictures, state
from domain.ending import Activate
from domain.organization import Member, Organization, Regime
from domain.seals import Seal, SealStatus, by_name, may_use_freely
from domain.verdict import Facts

if TYPE_CHECKING:  # Bluetooth loads after the first paint
    from app.services.stamping import FreeUse

TO_USE, USED, OWED = range(3)


@dataclass(frozen=True)
class Line:
    """One authorization of mine. `activating`, `refused`: my code on its way to the cloud, and one it did not take.

    `owed`: the impressions whose pictures I owe (C-23); `mine`: I am its user, not only who owes its pictures;
    `unfinished`: a document was begun to be sealed, and the seal may have signed it.
    """

    authorization: Folded[Authorization]
    seal: Seal | None
    application: Application | None
    issuer: str
    mine: bool = True
    owed: int = 0
    activating: StoredAct | None = None
    refused: StoredAct | None = None
    unfinished: bool = False

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
class AtSeal:
    """A code that was typed for the seal at hand: it thinks about it, has taken it (`activated`: the cloud may not know
    yet), or `refused` says why not. `tries`: wrong ones that this console knows of."""

    judging: bool = False
    activated: bool = False
    refused: str = ""
    tries: int = 0


@dataclass(frozen=True)
class FreeLine:
    """A seal in free use that I may take without an authorization (C-08, R-294)."""

    seal: Seal
    status: SealStatus | None

    @property
    def id(self) -> str:
        return self.seal.id


@dataclass(frozen=True)
class Use:
    """What one goes to stamp with: an authorization, or a seal in free use; `document` is written on its page."""

    of: "Authorization | FreeUse"
    document: str
    seal_name: str


@dataclass(frozen=True)
class Ready:
    """The lists of the three tabs, and the uses and the reckoning of the chosen line; `free`: in free use nothing is
    issued (C-08), and `seals` are there for the taking."""

    tabs: tuple[list[Line], list[Line], list[Line]] = field(default_factory=lambda: ([], [], []))
    uses: Uses = field(default_factory=Uses)
    reckoned: Reckoned | None = None
    free: bool = False
    seals: tuple[FreeLine, ...] = ()

    def shown(self, tab: int) -> list[Line | FreeLine]:
        """In free use first what may be taken as it is; an authorization from before counts on."""
        return [*(self.seals if tab == TO_USE else ()), *self.tabs[tab]]

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
    begun = {row.authorization for row in sealings.unfinished(tx, organization)}
    lines = {each.row.id: _line(known, each, me, owed, acts.get(each.row.id)) for each in (*mine, *given)}
    lines |= {id: replace(lines[id], unfinished=True) for id in begun if id in lines}
    rows = sorted(lines.values(), key=lambda line: (-line.authorization.row.issued_at, line.id))
    to_use = [line for line in rows if line.mine and (line.unfinished or is_ready(line.authorization.row, now))]
    used = [line for line in rows if line.mine and (line.authorization.row.used or line.authorization.row.pressed)]
    of, member = known.get(Organization, organization), known.get(Member, me)
    free = [
        FreeLine(each, known.get(SealStatus, each.id))
        for each in known.all(Seal)
        if of is not None and member is not None and may_use_freely(member, each, of)
    ]
    return Ready(
        (
            sorted(to_use, key=lambda line: (line.authorization.row.start, line.id)),
            used,
            [line for line in rows if line.owed],
        ),
        read_uses(tx, organization, chosen, missing=True) if chosen else Uses(),
        read_reckoned(tx, organization, chosen) if chosen else None,
        of is not None and of.regime is Regime.FREE,
        tuple(sorted(free, key=lambda line: by_name(line.seal))),
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
