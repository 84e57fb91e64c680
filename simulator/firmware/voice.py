"""What the seal shows on its screen and says to the console in front of it."""

from protocol import contact
from protocol.cbor import pack
from protocol.certificates import ConsoleCertificate
from protocol.contact import Phase, SealMode, Status
from protocol.conversation import EntriesNotice, Live, Notice, NoticeOp, Press
from protocol.log import Entry, ImpressionEntry, seal_slice
from simulator.firmware import gate, screen
from simulator.firmware.board import ROOM
from simulator.firmware.core import Core


def phase(core: Core) -> Phase:
    return gate.phase(core.obstacles())


def lines(core: Core) -> tuple[str, ...]:
    """The screen's words; none while the seal is off."""
    v, grant = core.v, core.state.grant
    if not core.state.on:
        return ()
    if v.message is not None:
        return v.message[0]
    if v.number is not None:
        return (screen.NUMBER_TITLE, v.number.digits)
    return screen.lines(phase(core), core.board.model, grant.used if grant else None, grant.count if grant else None)


def said(core: Core) -> list[str]:
    """The screen as it is told. The one-time number proves that somebody sees the screen: it is never said."""
    number = core.v.number
    return [line for line in lines(core) if number is None or line != number.digits]


def live(core: Core) -> Live:
    """The seal as it is now, as far as it is the business of the member in front of it."""
    state, v, grant = core.state, core.v, core.state.grant
    credential = v.session.credential if v.session else None
    own = isinstance(credential, ConsoleCertificate) and grant is not None and credential.member == grant.member
    left = 0 if v.lease_until is None else max(0, v.lease_until - core.ticks())
    return Live(
        phase=phase(core),
        screen=said(core),
        binding=state.binding,
        generation=state.generation,
        number=state.number,
        log_to=core.log.last,
        receipted=state.receipted,
        battery=core.battery,
        firmware=core.board.firmware,
        clock=None if core.seconds is None else core.now_ms(),
        lease_left_s=left // 1000,
        in_hand=v.in_hand,
        used=grant.used if grant and own else None,
        count=grant.count if grant and own else None,
        mode=SealMode.BLUETOOTH,
        signal=None,
        charging=False,
        stored=core.log.impressions(state.receipted),
        capacity=ROOM[core.board.model],
        fingers=[],
        waiting=0,
        free=False,
    )


def status(core: Core) -> Status:
    """What the cloud is told with each question."""
    grant = core.state.grant
    return Status(
        at=None if core.seconds is None else core.now_ms(),
        phase=phase(core),
        battery=core.battery,
        firmware=core.board.firmware,
        place=core.locate(),
        stored=core.log.impressions(core.state.receipted),
        used=grant.used if grant else 0,
        count=grant.count if grant else None,
        mode=SealMode.BLUETOOTH,
        signal=None,
        charging=False,
        capacity=ROOM[core.board.model],
        fingers=[],
        screen=said(core),
        waiting=0,
        free=False,
    )


def sealed_status(core: Core) -> bytes | None:
    """Only a bound seal shares a secret with its cloud."""
    return None if core.state.bound is None else contact.seal_status(status(core), core.secret)


def shown(core: Core) -> tuple[object, ...]:
    """What a console would want to know of when it changes."""
    now = live(core)
    return (now.phase, now.screen, now.binding, now.battery, now.in_hand, now.used, now.count)


def status_notice(core: Core) -> bytes:
    return pack(Notice(NoticeOp.STATUS, pack(live(core))))


def entries_notice(core: Core, entries: list[Entry]) -> bytes:
    """The new entries in a sealed slice; his own press in clear for the member who has the seal in hand."""
    part = core.log.cut(entries[0].number, entries[-1].number, core.state.binding)
    sealed = seal_slice(part, core.board.signing, core.secret)
    pressed = next((entry for entry in entries if isinstance(entry, ImpressionEntry)), None)
    grant = core.state.grant
    told = None
    if pressed is not None and core.v.in_hand and grant is not None:
        told = Press(pressed.number, pressed.own, pressed.grant, pressed.at, pressed.result, grant.used, grant.count)
    return pack(Notice(NoticeOp.ENTRIES, pack(EntriesNotice(sealed, told))))
