"""Taking the seal in hand: the person for whom the live grant was issued, in free use anybody of the organization."""

from protocol.cbor import pack
from protocol.certificates import ConsoleCertificate
from protocol.conversation import Code, Taken, read_place
from protocol.log import EventKind
from simulator.firmware import gate, screen
from simulator.firmware.core import Claimed, Core, Draft, Session, event
from simulator.firmware.gate import Hand, Obstacle


def take(core: Core, session: Session, _body: bytes) -> tuple[Code, bytes]:
    """Person first (R-128), then whatever else stands in the way; taking what one already has is no event."""
    credential, grant = session.credential, core.state.grant
    if not isinstance(credential, ConsoleCertificate):
        return Code.NOT_PERMITTED, b""
    mine = grant is not None and grant.member == credential.member
    if not core.state.free and not mine:
        if grant is None:
            return Code.NO_GRANT, b""
        core.say(screen.NOT_PERMITTED)
        return Code.NOT_PERMITTED, b""
    judged = core.judge(Hand(credential.member, grant.id if grant is not None and mine else None))
    if (code := gate.refusal(judged.found)) is not None:
        if Obstacle.FINGER_BY_BLUETOOTH in judged.found and code is Code.REFUSED:
            core.say(screen.NO_FINGER_BY_BLUETOOTH)
        return code, b""
    under = judged.grant
    hand = Hand(credential.member, under.id if under else None)
    if core.v.hand != hand:
        left = release_event(core)
        core.commit(core.state, *left, event(EventKind.TAKEN, grant=hand.grant), point="take")
        core.v.hand = hand
    core.v.message = None
    if under is None:
        return Code.OK, pack(Taken(None, 0, 0, credential.expires, photo_required=False))
    return Code.OK, pack(Taken(under.id, under.used, under.count, under.expires, under.photo_required))


def release(core: Core, _session: Session, _body: bytes) -> tuple[Code, bytes]:
    """Out of hand; also when it was not in hand."""
    let_go(core)
    return Code.OK, b""


def let_go(core: Core) -> None:
    """Whatever the reason: asked for, link gone, switched off."""
    if core.v.hand is not None:
        core.commit(core.state, *release_event(core), point="release")
        core.release()


def settle(core: Core) -> None:
    """In free use the certificate is all that lets him: with it the seal goes out of hand."""
    hand, session, seconds = core.v.hand, core.v.session, core.seconds
    if hand is None or hand.grant is not None or session is None or seconds is None:
        return
    if seconds >= session.credential.expires:
        let_go(core)


def note_lease(core: Core) -> None:
    """A seal in use that stops because there was no news says so in its log."""
    before, core.v.leased = core.v.leased, Obstacle.LEASE not in core.judge().found
    if before and not core.v.leased and core.v.hand is not None:
        core.commit(core.state, *core.note(EventKind.RESTRICTED), point="restrict")


def release_event(core: Core) -> tuple[Draft, ...]:
    """That it is put down, if it was in hand."""
    hand = core.v.hand
    return () if hand is None else core.note(EventKind.RELEASED, grant=hand.grant)


def camera_ready(core: Core, _session: Session, _body: bytes) -> tuple[Code, bytes]:
    """One press of a grant that demands photos."""
    if core.v.hand is None:
        return Code.NOT_PERMITTED, b""
    core.v.camera_ready = True
    return Code.OK, b""


def claim_place(core: Core, _session: Session, body: bytes) -> tuple[Code, bytes]:
    """Where the console says that it and the seal are; it ages here, and goes with the session."""
    core.v.claimed = Claimed(read_place(body).place, core.ticks())
    return Code.OK, b""
