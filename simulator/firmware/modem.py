"""What the modem may bring and fetch: what a console carries as well, sealed, and nothing that needs a hand."""

from protocol.certificates import Claim
from protocol.conversation import Code, Op
from protocol.errors import Malformed, ProtocolError
from simulator.firmware.binding import bind_over_air
from simulator.firmware.core import Core, Session
from simulator.firmware.requests import RULES

CARRIED = frozenset({Op.ASK_CONTACT, Op.GIVE_ANSWER, Op.DELIVER, Op.READ_LOG, Op.GIVE_RECEIPT, Op.SEALING_KEY})
# Nobody is in front of the seal: the verbs above look at no credential.
_NOBODY = Session(Claim(bytes(16), bytes(16), "NOBODY", bytes(32), 0, 0))


def _bind(core: Core, _session: Session, body: bytes) -> tuple[Code, bytes]:
    return bind_over_air(core, body)


def carry(core: Core, op: Op, body: bytes) -> tuple[Code, bytes]:
    """As `requests.answer`, for a word that came or goes over the air."""
    assert op in CARRIED
    rule = RULES[op]
    if not core.state.on:
        return Code.NOT_PERMITTED, b""
    if rule.timed and core.seconds is None:
        return Code.NO_CLOCK, b""
    verb = rule.verb
    if rule.bound and core.state.bound is None:
        if op is not Op.DELIVER:
            return Code.NOT_BOUND, b""
        verb = _bind  # the one order that an unbound seal may get
    try:
        return verb(core, _NOBODY, body)
    except Malformed:
        return Code.MALFORMED, b""
    except ProtocolError:
        return Code.BAD_SIGNATURE, b""
