"""Taking the seal in hand: only the person for whom the live grant was issued, with a certificate that is valid now."""

from protocol.cbor import pack
from protocol.certificates import ConsoleCertificate
from protocol.conversation import Code, Taken
from protocol.log import EventKind
from simulator.firmware import gate, screen
from simulator.firmware.core import Core, Session, event

MESSAGE_MS = 5000


def take(core: Core, session: Session, _body: bytes) -> tuple[Code, bytes]:
    """Person first (R-128), then whatever else stands in the way; taking what one already has is no event."""
    grant, credential = core.state.grant, session.credential
    if grant is None:
        return Code.NO_GRANT, b""
    if not isinstance(credential, ConsoleCertificate) or credential.member != grant.member:
        core.v.message = (screen.NOT_PERMITTED, core.ticks() + MESSAGE_MS)
        return Code.NOT_PERMITTED, b""
    if (code := gate.refusal(core.obstacles())) is not None:
        return code, b""
    if not core.v.in_hand:
        core.commit(core.state, event(EventKind.TAKEN), point="take")
        core.v.in_hand = True
    core.v.message = None
    return Code.OK, pack(Taken(grant.id, grant.used, grant.count, grant.expires, grant.photo_required))


def release(core: Core, _session: Session, _body: bytes) -> tuple[Code, bytes]:
    """Out of hand; also when it was not in hand."""
    let_go(core)
    return Code.OK, b""


def let_go(core: Core) -> None:
    """Whatever the reason: asked for, link gone, switched off."""
    if core.v.in_hand:
        core.commit(core.state, *core.note(EventKind.RELEASED), point="release")
        core.release()


def camera_ready(core: Core, _session: Session, _body: bytes) -> tuple[Code, bytes]:
    """One press of a grant that demands photos."""
    if not core.v.in_hand:
        return Code.NOT_PERMITTED, b""
    core.v.camera_ready = True
    return Code.OK, b""
