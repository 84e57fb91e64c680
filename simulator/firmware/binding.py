"""Binding: who stands in front of the seal reads a one-time number from its screen."""

import hmac

from msgspec.structs import replace

from protocol import envelopes
from protocol.cbor import unpack
from protocol.certificates import Claim
from protocol.conversation import BindRequest, Code
from protocol.envelopes import Envelope, Kind
from protocol.errors import BadSignature
from protocol.keys import binding_secret
from protocol.log import Outcome
from simulator.firmware.core import Core, Number, Session
from simulator.firmware.orders import acknowledge
from simulator.firmware.sealing import fresh_key
from simulator.firmware.state import Bound, unbound

DIGITS = 6
# Three of a million; and whoever does not see the screen shall not gain by asking for new numbers: nine wrong ones, and
# there is none for ten minutes. To guess for a day finds it once in 770 days.
TRIES = 3
WRONG_IN_ALL = 9
PAUSE_MS = 10 * 60 * 1000
NUMBER_MS = 5 * 60 * 1000


def show_number(core: Core, _session: Session, _body: bytes) -> tuple[Code, bytes]:
    """A new number on the screen; the one before it is void. None for a while when too many were wrong."""
    if core.ticks() < core.v.numbers_from:
        return Code.TOO_MANY_TRIES, b""
    value = int.from_bytes(core.random(8), "big") % 10**DIGITS  # of 2^64: the bias is far below one in 10^12
    core.v.number = Number(f"{value:0{DIGITS}}", TRIES, core.ticks() + NUMBER_MS)
    return Code.OK, b""


def bind(core: Core, session: Session, body: bytes) -> tuple[Code, bytes]:
    """Bind to the organization of the envelope, if the number is the one on the screen."""
    request = unpack(body, BindRequest)
    if core.state.bound is not None:
        return (Code.OK if request.id == core.state.bind_id else Code.ALREADY_BOUND), b""
    if (code := _check_number(core, request.number)) is not None:
        return code, b""
    assert core.platform is not None
    try:
        envelope = envelopes.open_envelope(request.envelope, core.platform)
    except BadSignature:
        return Code.BAD_SIGNATURE, b""
    claim = session.credential
    if (code := _judge(core, envelope)) is not None:
        return code, b""
    if not isinstance(claim, Claim) or envelopes.read_bind(envelope.body).organization != claim.organization:
        return Code.NOT_PERMITTED, b""
    _become(core, envelope, request.id)
    return Code.OK, b""


def bind_over_air(core: Core, data: bytes) -> tuple[Code, bytes]:
    """The same when the modem brings it: neither number nor claim, for nobody stands before the screen. That it is for
    the organization to which the seal was delivered, its cloud has to answer for (R-059)."""
    if core.platform is None:
        return Code.NOT_BOUND, b""
    try:
        envelope = envelopes.open_envelope(data, core.platform)
    except BadSignature:
        return Code.BAD_SIGNATURE, b""
    if (code := _judge(core, envelope)) is not None:
        return code, b""
    _become(core, envelope, None)
    return Code.OK, b""


def _become(core: Core, envelope: Envelope, operation: bytes | None) -> None:
    """Bound. `operation`: the one that asked for it over a session."""
    word = envelopes.read_bind(envelope.body)
    binding_secret(core.board.static, word.agreement, core.board.serial, envelope.binding)  # Malformed for a bad key
    bound = Bound(word.organization, word.authority, word.agreement)
    state = replace(
        unbound(core.state),
        binding=envelope.binding,
        bound=bound,
        bind_id=operation,
        generation=envelope.generation,
        number=envelope.number,
        sealing_key=fresh_key(core),
    )
    core.commit(state, acknowledge(envelope, Outcome.APPLIED), point="bind")
    # The platform's lease was for binding; from now on the authority speaks.
    core.v.wrong_numbers = 0
    core.v.number, core.v.lease_until, core.v.down_head, core.v.question = None, None, 0, None
    core.v.ended = None


def _check_number(core: Core, typed: str) -> Code | None:
    shown = core.v.number
    if shown is None:
        return Code.TOO_MANY_TRIES
    if hmac.compare_digest(shown.digits, typed):
        return None
    shown.tries -= 1
    core.v.wrong_numbers += 1
    pause = core.v.wrong_numbers >= WRONG_IN_ALL
    if pause:
        core.v.wrong_numbers, core.v.numbers_from = 0, core.ticks() + PAUSE_MS
    if shown.tries > 0 and not pause:
        return Code.WRONG_NUMBER
    core.v.number = None
    return Code.TOO_MANY_TRIES


def _judge(core: Core, envelope: Envelope) -> Code | None:
    """None: the bind for this seal that its cloud offers it now, and there is room to acknowledge it. One that was
    taken back is not offered any more, whoever still carries it."""
    if envelope.kind != Kind.BIND:
        return Code.MALFORMED
    offered = core.v.down_head if core.leased else 0
    if envelope.serial != core.board.serial or envelope.binding <= core.state.binding or envelope.binding < offered:
        return Code.OTHER_SEAL
    if envelope.binding > offered or not envelope.first <= 1 <= envelope.number:
        return Code.GAP
    return None if core.room_for_others() else Code.STORAGE_FULL
