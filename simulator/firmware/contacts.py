"""Contact: the seal asks, the cloud answers with time, lease and what must be applied first. And receipts."""

from msgspec.structs import replace

from protocol import contact, log
from protocol.contact import ANSWER_WITHIN_S, Answer, Question
from protocol.conversation import Code
from protocol.errors import BadSignature
from protocol.log import EventKind
from simulator.firmware import upgrade, voice
from simulator.firmware.core import Asked, Core, Session
from simulator.firmware.state import State

NONCE_BYTES = 16


def ask(core: Core, _session: Session, _body: bytes) -> tuple[Code, bytes]:
    """A new question; the one before it is void."""
    nonce = core.random(NONCE_BYTES)
    state, serial = core.state, core.board.serial
    question = Question(
        serial=serial,
        binding=_binding(state),
        nonce=nonce,
        generation=state.generation,
        number=state.number,
        log_to=core.log.last,
        log_head=core.log.head,
        status=voice.sealed_status(core),
    )
    core.v.question = Asked(nonce, core.ticks())
    return Code.OK, contact.ask(question, core.board.signing)


def give(core: Core, _session: Session, body: bytes) -> tuple[Code, bytes]:
    """Take over the answer to the question asked last, if it comes in time; an answer is good once."""
    state = core.state
    signer = core.platform if state.bound is None else state.bound.authority
    assert signer is not None
    try:
        answer = contact.open_answer(body, signer)
    except BadSignature:
        return Code.BAD_SIGNATURE, b""
    if answer.nonce == core.v.answered:  # the console did not hear that it was taken
        return Code.OK, b""
    asked = core.v.question
    if asked is None or answer.nonce != asked.nonce or core.ticks() - asked.ticks > ANSWER_WITHIN_S * 1000:
        return Code.EXPIRED, b""
    if answer.serial != core.board.serial or answer.binding != _binding(state) or answer.generation < state.generation:
        return Code.OTHER_SEAL, b""
    core.v.question, core.v.answered = None, asked.nonce
    core.v.looked = core.v.looked or upgrade.is_due(core)
    if core.v.first_answer is None:
        core.v.first_answer = core.ticks()
    _believe(core, answer, asked.ticks)
    return Code.OK, b""


def _believe(core: Core, answer: Answer, asked_at: int) -> None:
    """Time in any case; the lease only for a seal whose log is the one the cloud knows."""
    state = replace(core.state, offset=answer.time - core.ticks())
    if core.state.bound is not None and answer.generation > state.generation:
        # The cloud was restored: numbers start again, and what it may not remember holds until issued again.
        state = replace(state, generation=answer.generation, number=0, refused=[])
    fits = holds(core, answer.receipted, answer.receipted_head)
    if fits:
        state = replace(state, receipted=max(state.receipted, answer.receipted))
    core.v.clock_set = True
    found = () if fits or core.v.rolled_back else core.note(EventKind.ROLLED_BACK)
    core.commit(state, *found, point="contact")
    core.v.rolled_back = not fits
    # Counted from the question: an answer that was held back brings no longer lease.
    core.v.lease_until = asked_at + answer.lease_s * 1000 if fits else None
    core.v.down_head = answer.down_head


def receipt(core: Core, _session: Session, body: bytes) -> tuple[Code, bytes]:
    """The cloud holds everything up to a number: that room may be reused, if it speaks of this very log."""
    assert core.state.bound is not None
    try:
        word = log.open_receipt(body, core.state.bound.authority)
    except BadSignature:
        return Code.BAD_SIGNATURE, b""
    if word.serial != core.board.serial:
        return Code.OTHER_SEAL, b""
    if not holds(core, word.up_to, word.head):
        if not core.v.rolled_back:
            core.commit(core.state, *core.note(EventKind.ROLLED_BACK), point="receipt")
        core.v.rolled_back, core.v.lease_until = True, None
        return Code.REFUSED, b""
    core.commit(replace(core.state, receipted=max(core.state.receipted, word.up_to)), point="receipt")
    return Code.OK, b""


def holds(core: Core, number: int, head: bytes) -> bool:
    """Whether our log has this head there. What was given up after an earlier receipt cannot be compared any more."""
    return number < core.log.base or number == 0 or core.log.head_at(number) == head


def _binding(state: State) -> int:
    """An unbound seal speaks to the platform, as binding 0."""
    return 0 if state.bound is None else state.binding
