"""What the seal shows on its screen and says to the console in front of it."""

from dataclasses import dataclass

from msgspec.structs import replace

from domain.seals import Model
from protocol import contact
from protocol.cbor import pack
from protocol.certificates import ConsoleCertificate
from protocol.contact import Phase, SealMode, Status
from protocol.conversation import EntriesNotice, Live, Notice, NoticeOp, Press
from protocol.log import Entry, ImpressionEntry, seal_slice
from simulator.firmware import fingers, gate, screen
from simulator.firmware.board import ROOM
from simulator.firmware.core import Core


@dataclass(frozen=True)
class Icons:
    """The top line of the screen. `bluetooth`: solid while a console is connected, hollow while none is, nothing in
    GPRS mode without one (R-062, R-126). `signal`: bars; none: no modem. `sim`: the modem has a card."""

    bluetooth: str
    mode: SealMode
    signal: int | None
    sim: bool
    battery: int
    charging: bool


def icons(core: Core) -> Icons:
    bluetooth = "solid" if core.v.session is not None else "hollow" if core.mode is SealMode.BLUETOOTH else ""
    return Icons(bluetooth, core.mode, signal(core), core.v.sim, core.body.battery, core.body.charging)


def signal(core: Core) -> int | None:
    """Bars; none without a modem, 0 without a card that it has read."""
    if core.board.model is not Model.GL:
        return None
    return core.body.bars if core.on and core.v.sim else 0


def phase(core: Core) -> Phase:
    return gate.phase(core.judge().found)


def lines(core: Core) -> tuple[str, ...]:
    """What the screen shows; nothing while the seal is off or the screen is dark."""
    return () if core.dark else words(core)


def words(core: Core) -> tuple[str, ...]:
    """What the screen would show if it were lit; nothing while the seal is off."""
    v = core.v
    if v.restarts_at is not None:
        return screen.UPDATING
    if not core.on:
        return ()
    if v.message is not None:
        return v.message[0]
    if taking := fingers.lines(core):
        return taking
    if v.number is not None:
        return (screen.NUMBER_TITLE, v.number.digits)
    if v.address_shown:
        return (screen.ADDRESS_TITLE, core.board.address)
    judged = core.judge()
    grant = judged.grant or (None if core.state.free else core.state.grant)
    return screen.lines(judged.found, core.board.model, grant.used if grant else None, grant.count if grant else None)


def settle(core: Core) -> None:
    """What was shown for a while only."""
    v, ticks = core.v, core.ticks()
    if v.message is not None and ticks >= v.message[1]:
        v.message = None
    if v.number is not None and ticks >= v.number.until:
        v.number = None


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
        battery=core.body.battery,
        firmware=core.version,
        clock=None if core.seconds is None else core.now_ms(),
        lease_left_s=left // 1000,
        in_hand=v.hand is not None,
        used=grant.used if grant and own else None,
        count=grant.count if grant and own else None,
        mode=core.mode,
        signal=signal(core),
        charging=core.body.charging,
        stored=core.log.impressions(state.receipted),
        capacity=ROOM[core.board.model],
        fingers=[template.slot for template in core.state.fingers],
        waiting=len(core.state.waiting),
        free=core.state.free,
    )


def status(core: Core) -> Status:
    """What the cloud is told with each question."""
    grant = core.state.grant
    return Status(
        at=None if core.seconds is None else core.now_ms(),
        phase=phase(core),
        battery=core.body.battery,
        firmware=core.version,
        place=core.place(),
        stored=core.log.impressions(core.state.receipted),
        used=grant.used if grant else 0,
        count=grant.count if grant else None,
        mode=core.mode,
        signal=signal(core),
        charging=core.body.charging,
        capacity=ROOM[core.board.model],
        fingers=[template.slot for template in core.state.fingers],
        screen=said(core),
        waiting=len(core.state.waiting),
        free=core.state.free,
    )


def sealed_status(core: Core) -> bytes | None:
    """Only a bound seal shares a secret with its cloud."""
    return None if core.state.bound is None else contact.seal_status(status(core), core.secret)


def shown(core: Core) -> Live:
    """What a console would want to know of when it changes: not the clocks, nor the numbers of log and orders."""
    return replace(live(core), clock=None, lease_left_s=0, log_to=0, receipted=0, number=0)


def status_notice(core: Core) -> bytes:
    return pack(Notice(NoticeOp.STATUS, pack(live(core))))


def entries_notice(core: Core, entries: list[Entry]) -> bytes:
    """The new entries in a sealed slice; his own press in clear for the member who has the seal in hand."""
    pressed = next((entry for entry in entries if isinstance(entry, ImpressionEntry)), None)
    return slice_notice(core, entries[0].number, core.state.binding, core.secret, pressed)


def slice_notice(core: Core, first: int, binding: int, secret: bytes, pressed: ImpressionEntry | None = None) -> bytes:
    """Entries from `first` on, for those who know `secret`."""
    sealed = seal_slice(core.log.cut(first, core.log.last, binding), core.board.signing, secret)
    grant, hand, told = core.state.grant, core.v.hand, None
    if pressed is not None and hand is not None:
        under = grant if grant is not None and pressed.grant == grant.id else None
        used, count = (under.used, under.count) if under else (0, 0)
        told = Press(pressed.number, pressed.own, pressed.grant, pressed.at, pressed.result, used, count)
    return pack(Notice(NoticeOp.ENTRIES, pack(EntriesNotice(sealed, told))))
