"""How a person unlocks the seal, and the gesture that switches it (R-057, R-058, C-19)."""

from msgspec.structs import replace

from domain.seals import Model
from protocol.contact import SealMode
from protocol.log import EventKind
from simulator.firmware.core import Core


def switch(core: Core) -> None:
    """To the other mode; only a GL seal has two. What is in hand stays in hand, a touched finger does not count."""
    if core.board.model is not Model.GL:
        return
    mode = SealMode.BLUETOOTH if core.mode is SealMode.GPRS else SealMode.GPRS
    core.commit(replace(core.state, mode=mode), *core.note(EventKind.MODE, mode), point="mode")
    core.v.touch = None
