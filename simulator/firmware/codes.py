"""Activation: the seal judges the code, wherever it was typed, and stores each try before it answers."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass

from msgspec.structs import replace

from protocol.cbor import unpack
from protocol.certificates import ConsoleCertificate
from protocol.conversation import ActivateRequest, Code
from protocol.grants import code_mark
from protocol.log import EventKind, Outcome
from simulator.firmware import held
from simulator.firmware.core import Core, Draft, Session
from simulator.firmware.state import State, WaitingGrant

TRIES = 5


@dataclass(frozen=True)
class Tried:
    """What a code comes to: the state to be, its events, and the answer in a session and in the log."""

    state: State
    drafts: tuple[Draft, ...]
    code: Code
    outcome: Outcome


def activate(core: Core, session: Session, body: bytes) -> tuple[Code, bytes]:
    """At the seal, by the member whose grant it is."""
    request = unpack(body, ActivateRequest)
    if not core.room_for_others():
        return Code.STORAGE_FULL, b""
    credential = session.credential
    member = credential.member if isinstance(credential, ConsoleCertificate) else None
    tried = attempt(core, request.grant, request.code, lambda waiting: waiting.grant.member == member)
    if tried.state is not core.state:
        core.commit(tried.state, *tried.drafts, point="activate")
    return tried.code, b""


def attempt(core: Core, grant: bytes, code: str, may: Callable[[WaitingGrant], bool] = lambda _waiting: True) -> Tried:
    """Whether another grant is live is asked before the code: then no try is spent, and nothing is told of it."""
    state = core.state
    if state.grant is not None and state.grant.id == grant:
        return Tried(state, (), Code.OK, Outcome.APPLIED)
    waiting = held.waits(state, grant)
    if waiting is None:
        return Tried(state, (), Code.NO_GRANT, Outcome.REFUSED_UNKNOWN)
    if not may(waiting):
        return Tried(state, (), Code.NOT_PERMITTED, Outcome.REFUSED_UNKNOWN)
    if core.seconds is None or core.seconds >= waiting.grant.expires:
        return Tried(state, (), Code.EXPIRED, Outcome.REFUSED_RANGE)
    if not held.gives_way(state, grant, waiting.continues):
        return Tried(state, (), Code.OTHER_LIVE, Outcome.REFUSED_OTHER_LIVE)
    if not hmac.compare_digest(code_mark(core.secret, grant, code), waiting.code):
        return _wrong(core, waiting)
    live, outcome = held.go_live(state, waiting.grant, waiting.continues)
    if outcome is not Outcome.APPLIED:
        return Tried(state, (), Code.REFUSED, outcome)
    return Tried(live, core.note(EventKind.ACTIVATED, grant=grant), Code.OK, outcome)


def _wrong(core: Core, waiting: WaitingGrant) -> Tried:
    """The fifth ends it for good."""
    tries, grant = waiting.tries + 1, waiting.grant.id
    if tries < TRIES:
        state = held.put(core.state, replace(waiting, tries=tries))
        return Tried(state, core.note(EventKind.CODE_WRONG, tries, grant), Code.WRONG_CODE, Outcome.REFUSED_CODE)
    event = core.note(EventKind.CODE_SPENT, tries, grant)
    return Tried(held.end(core.state, grant), event, Code.TOO_MANY_TRIES, Outcome.REFUSED_CODE)
