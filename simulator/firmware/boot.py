"""The restart with a release: on trial, and then for good or back again. Whatever is cut off, one of the two runs.

Until CONFIRMED is written, any start of the seal but the trial's own is one of the version before.
"""

from msgspec.structs import replace

from domain.seals import version_number
from protocol import certificates
from protocol.certificates import Identity
from protocol.errors import ProtocolError
from protocol.firmware import UpgradeFault
from protocol.log import EventKind
from simulator.firmware import image, power, presses, screen, upgrade
from simulator.firmware.core import Core, Volatile
from simulator.firmware.hand import let_go

# What a microcontroller needs to start anew. Presses in this time are recorded as of a seal that is switched off.
RESTART_MS = 3000


def begin(core: Core) -> None:
    """Written down, and only then restarted: for some seconds it is as good as switched off."""
    wanted = core.state.upgrade
    assert wanted is not None
    let_go(core)
    trial = replace(wanted, trial=True, mark=core.log.last, head=core.log.head)
    event = core.note(EventKind.FIRMWARE_UPDATING, version_number(wanted.version))
    core.commit(replace(core.state, upgrade=trial), *presses.aborted(core), *event, point="update")
    core.v = Volatile(
        stand_out=core.v.stand_out,
        cover_on=core.v.cover_on,
        ended=core.v.ended,
        last_result=core.v.last_result,
        restarts_at=core.ticks() + RESTART_MS,
    )


def end(old: Core) -> Core:
    """The seal after the restart: with the new version if it starts and finds nothing wrong with itself."""
    wanted = old.state.upgrade
    assert wanted is not None
    starts = image.read(old.image())
    if starts is None or not starts.starts or (starts.model, starts.version) != (old.board.model, wanted.version):
        core = old.anew()
        back(core, UpgradeFault.NOT_STARTED)
    else:
        core = old.anew(wanted.version)
        core.commit(core.state, point="trial")  # that it runs
        if starts.passes and is_sound(core):
            _confirm(core)
        else:
            core = old.anew()
            back(core, UpgradeFault.SELF_CHECK)
    power.start(core)
    return core


def back(core: Core, fault: UpgradeFault) -> None:
    """The version before runs again, and says why; what was tried is not kept."""
    core.commit(replace(core.state, upgrade=None), *upgrade.failed(core, fault), point="rollback")
    core.say(screen.UPGRADE_FAILED)


def is_sound(core: Core) -> bool:
    """The self-check: the memory reads, the chain is the one that was left, and the keys are the maker's and there."""
    wanted = core.state.upgrade
    if wanted is None or core.log.head_at(wanted.mark) != wanted.head:
        return False
    try:
        said = certificates.check(core.board.identity, Identity, core.board.maker)
    except ProtocolError:
        return False
    own = (core.board.serial, core.board.signing.public, core.board.static.public)
    return (said.serial, said.signing, said.static) == own and (core.state.bound is None or len(core.secret) > 0)


def _confirm(core: Core) -> None:
    number = version_number(core.version)
    state = replace(core.state, firmware=core.version, highest=number, upgrade=None)
    core.commit(state, *core.note(EventKind.FIRMWARE_CONFIRMED, number), point="confirm")
    core.say(screen.UPGRADED)
