"""On and off: the keys, the battery, the timers, the card that is read at switch-on (R-050..R-052, R-054, R-179)."""

from msgspec.structs import replace

from domain.seals import Model
from protocol.log import EventKind
from simulator.firmware import fingers, presses, screen
from simulator.firmware.core import Core, Volatile
from simulator.firmware.hand import let_go

BY_KEY, AFTER_POWER_CUT = 0, 1  # detail of SWITCHED_ON
LOW = 10  # percent: the log says so once
LOW_AGAIN = 15  # and says it again only after this much


def can_run(core: Core) -> bool:
    """A flat battery starts nothing; the charger does."""
    return core.body.battery > 0 or core.body.charging


def switch_on(core: Core, detail: int) -> None:
    """Also after a power cut, which ends the taking of a finger. A card is looked for now, and never while it is on
    (R-051); an L seal has no place for one."""
    state, has_modem = core.state, core.board.model is Model.GL
    card = core.body.sim
    drafts = [*core.note(EventKind.SWITCHED_ON, detail), *fingers.failure(core)]
    if has_modem and card is not state.sim:
        drafts += core.note(EventKind.SIM, int(card))
    start(core)
    core.commit(replace(state, on=True, sim=card, enrolling=None), *drafts, point="switch_on")
    if has_modem and not card:
        core.say(screen.NO_SIM)


def start(core: Core) -> None:
    """From now on it runs: its card is read, and its time to look for a release begins."""
    core.v.sim = core.board.model is Model.GL and core.body.sim
    core.v.on_since = core.ticks()
    core.wake()


def switch_off(core: Core, kind: EventKind = EventKind.SWITCHED_OFF) -> None:
    """By the key, by itself, or at once by the reset key (RESET)."""
    let_go(core)
    drafts = (*presses.aborted(core), *fingers.failure(core), *core.note(kind))
    core.commit(replace(core.state, on=False, enrolling=None), *drafts, point="switch_off")
    core.v = Volatile(
        stand_out=core.v.stand_out,
        cover_on=core.v.cover_on,
        ended=core.v.ended,
        last_result=core.v.last_result,
    )


def put_sim(core: Core, there: bool) -> None:
    """A card that goes is gone at once; one that comes is seen at the next switch-on."""
    core.body.sim = there
    core.v.sim = core.v.sim and there


def note_low(core: Core) -> None:
    """The log says once that the battery is low."""
    percent, v = core.body.battery, core.v
    if percent > LOW_AGAIN or core.body.charging:
        v.low_noted = False
    elif percent <= LOW and core.on and not v.low_noted:
        v.low_noted = True
        core.commit(core.state, *core.note(EventKind.BATTERY_LOW, percent), point="battery")


def must_end(core: Core) -> bool:
    """The battery is flat, or nobody has used it for as long as was set: not while it is linked, charged, or takes a
    finger."""
    if not core.on:
        return False
    if not can_run(core):
        return True
    busy = core.v.session is not None or core.body.charging or core.state.enrolling is not None
    idle_ms = core.state.auto_off_min * 60_000
    return not busy and 0 < idle_ms <= core.ticks() - core.v.used_at
