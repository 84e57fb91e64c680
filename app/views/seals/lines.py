"""What the page of seals reads: each seal with what it last said, what is in use, and who could be its keeper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.models import fold
from app.models.fold import Folded
from app.models.store import Tx
from app.services.nearby import NearbySeal
from domain.authorizations import Authorization, Stage
from domain.categories import Category
from domain.commands import CommandState, SealCommand
from domain.events import SealEvent
from domain.firmware import SealFirmware
from domain.offline_use import IN_CONTACT_MS, is_open
from domain.organization import Member, Organization, Role
from domain.seals import BindingState, Model, Seal, SealMode, SealStatus, by_name, is_ours, unaware_of_regime
from domain.service import SealService
from domain.templates import Template
from domain.unbinding import Condition, conditions
from domain.verdict import Refused, all_named

EVENTS_SHOWN = 100  # the newest
OPEN = (CommandState.WAITING, CommandState.SENT)


class LinkKind(StrEnum):
    """连接方式: how a seal is connected."""

    GPRS = "gprs"
    BLUETOOTH = "bluetooth"


@dataclass(frozen=True)
class Line:
    """One seal. `use`: the authorization that is not ended; `heard`: by this computer, now; `waiting`: entries of its
    log that are nowhere else yet; `letting_go`: for each condition of unbinding, why it does not hold."""

    seal: Folded[Seal]
    status: SealStatus | None
    use: Authorization | None
    firmware: SealFirmware | None = None
    service: SealService | None = None  # none: nothing is charged for it
    heard: NearbySeal | None = None
    waiting: int = 0
    letting_go: Mapping[Condition, Refused | None] = field(default_factory=dict[Condition, Refused | None])

    def connection(self, now: int) -> LinkKind | None:
        """How it is in contact; none: it is not (R-185). That it is in reach of this computer is contact enough."""
        status = self.status
        lately = status is not None and now - (status.heard_at or status.at) <= IN_CONTACT_MS
        if lately and status is not None and status.mode is SealMode.GPRS and status.signal:
            return LinkKind.GPRS
        return LinkKind.BLUETOOTH if lately or self.heard is not None else None

    def goes_on(self, now: int) -> bool:
        """Without contact it stamps on: its offline use is open (R-187)."""
        return is_open(self.seal.row.offline_use, now)

    def phase(self, now: int) -> str:
        """What it says now, if this computer hears it; else what it last said. Without news it has become restricted
        since then, unless its offline use is open."""
        if self.heard is not None and self.heard.sighting.phase is not None:
            return self.heard.sighting.phase.name.lower()
        if self.status is None:
            return ""
        stale = self.status.phase == "usable" and self.connection(now) is None and not self.goes_on(now)
        return "restricted" if stale else self.status.phase

    @property
    def is_gl(self) -> bool:
        return self.seal.row.model is Model.GL

    @property
    def is_bound(self) -> bool:
        return self.seal.row.state is BindingState.BOUND


@dataclass(frozen=True)
class History:
    """What the chosen seal was told, and what happened to it: newest first."""

    seal: str = ""
    orders: tuple[SealCommand, ...] = ()
    events: tuple[SealEvent, ...] = ()


@dataclass(frozen=True)
class Seals:
    """The seals by name, and names for what they mention. `unaware`: the names of those that have not heard of the
    change of regime (I-14)."""

    lines: tuple[Line, ...] = ()
    members: tuple[Member, ...] = ()
    templates: tuple[Template, ...] = ()
    categories: tuple[Category, ...] = ()
    organization: Organization | None = None
    unaware: tuple[str, ...] = ()
    history: History = History()

    def person(self, id: str | None) -> str:
        return next((each.name for each in self.members if each.id == id), "—")

    def template(self, id: str) -> Template | None:
        return next((each for each in self.templates if each.id == id), None)

    def may_keep(self, seal: Seal) -> list[Member]:
        """Who could be added as a keeper (R-173)."""
        keepers = (each for each in self.members if each.active and each.role is Role.KEEPER)
        return [each for each in keepers if each.id not in seal.keepers]


def read_seals(tx: Tx, organization: str, now: int, chosen: str = "") -> Seals:
    """Everything but what is heard: that changes without the database. `chosen`: whose history is read as well."""
    known = fold.facts(tx, organization)
    states = {each.id: each for each in known.all(SealStatus)}
    runs = {each.id: each for each in known.all(SealFirmware)}
    uses = {each.seal: each for each in known.all(Authorization, stage=Stage.LIVE)}
    services = {each.id: each for each in known.all(SealService) if not each.free}
    lines = [
        Line(
            each,
            states.get(each.row.id),
            uses.get(each.row.id),
            runs.get(each.row.id),
            services.get(each.row.id),
            letting_go=conditions(each.row, known, now),
        )
        for each in fold.folded(tx, organization, Seal)
        if is_ours(each.row)
    ]
    lines.sort(key=lambda line: by_name(line.seal.row))
    templates = sorted(all_named(known, Template), key=lambda each: (not each.system, each.name))
    categories = sorted(all_named(known, Category), key=lambda each: each.name)
    orders = sorted(known.all(SealCommand, seal=chosen), key=_order) if chosen else []
    events = sorted(known.all(SealEvent, seal=chosen), key=lambda each: -each.number) if chosen else []
    return Seals(
        lines=tuple(lines),
        members=tuple(known.all(Member)),
        templates=tuple(templates),
        categories=tuple(categories),
        organization=known.get(Organization, organization),
        unaware=tuple(each.name for each in unaware_of_regime(known)),
        history=History(chosen, tuple(orders), tuple(events[:EVENTS_SHOWN])),
    )


def with_heard(lines: Iterable[Line], nearby: Iterable[NearbySeal]) -> list[Line]:
    """Lay over them what this computer hears now."""
    heard = {seal.serial: seal for seal in nearby if seal.serial}
    return [replace(line, heard=heard.get(line.seal.row.id)) for line in lines]


def _order(command: SealCommand) -> tuple[int, int, int, str]:
    """What was ordered last stands first; a binding begins its numbers anew, and so does a restored cloud."""
    return -command.binding, -command.at, -command.number, command.id
