"""Requests of the console in front of the seal: who may ask what, and what was done already."""

from collections.abc import Callable
from dataclasses import dataclass

from protocol.cbor import pack, unpack
from protocol.certificates import Claim, ConsoleCertificate, check_time
from protocol.conversation import Answer, Code, Op, Operation, PlaceClaim, Request, Span, read_request
from protocol.errors import Expired, Malformed, ProtocolError
from simulator.firmware import binding, codes, contacts, fingers, gate, hand, orders, revoked, sealing, voice
from simulator.firmware.core import Core, Session

# Operations of one session that are answered again and not done again; a console asks one at a time.
ANSWERS_KEPT = 32

Verb = Callable[[Core, Session, bytes], tuple[Code, bytes]]


@dataclass(frozen=True)
class Rule:
    """`timed`: needs the clock and a credential that is valid now. `bound`: needs a bound seal. `once`: the
    message that the body is; the answer to its id is remembered."""

    verb: Verb
    timed: bool = True
    bound: bool = True
    once: type[Operation | PlaceClaim] | None = None
    empty: bool = False


def _status(core: Core, _session: Session, _body: bytes) -> tuple[Code, bytes]:
    return Code.OK, pack(voice.live(core))


def _read_log(core: Core, _session: Session, body: bytes) -> tuple[Code, bytes]:
    span = unpack(body, Span)
    return Code.OK, core.log.page(span.first, span.last, core.state.binding, core.board.signing, core.secret)


RULES: dict[Op, Rule] = {
    Op.STATUS: Rule(_status, timed=False, bound=False, empty=True),
    Op.ASK_CONTACT: Rule(contacts.ask, timed=False, bound=False, empty=True),
    Op.GIVE_ANSWER: Rule(contacts.give, timed=False, bound=False),
    Op.DELIVER: Rule(orders.deliver),
    Op.READ_LOG: Rule(_read_log),
    Op.GIVE_RECEIPT: Rule(contacts.receipt),
    Op.SHOW_NUMBER: Rule(binding.show_number, bound=False, empty=True),
    Op.BIND: Rule(binding.bind, bound=False),
    Op.TAKE: Rule(hand.take, once=Operation),
    Op.RELEASE: Rule(hand.release, once=Operation),
    Op.CAMERA_READY: Rule(hand.camera_ready, once=Operation),
    Op.ACTIVATE: Rule(codes.activate),
    Op.CLAIM_PLACE: Rule(hand.claim_place, once=PlaceClaim),
    Op.CANCEL_ENROL: Rule(fingers.cancel, once=Operation),
    Op.SEALING_KEY: Rule(sealing.tell_key, empty=True),
    Op.SEAL_DOCUMENT: Rule(sealing.seal),
}


def answer(core: Core, data: bytes) -> bytes:
    """The answer to a request, whatever its bytes."""
    session = core.v.session
    try:
        request = read_request(data)
    except ProtocolError:
        return pack(Answer(0, Code.MALFORMED, b""))
    if session is None or not core.state.on:
        return pack(Answer(request.id, Code.NOT_PERMITTED, b""))
    core.wake()
    try:
        code, body = _do(core, session, request)
    except Malformed:
        code, body = Code.MALFORMED, b""
    except ProtocolError:  # a key, a claim or a certificate inside that does not hold
        code, body = Code.BAD_SIGNATURE, b""
    return pack(Answer(request.id, code, body))


def _do(core: Core, session: Session, request: Request) -> tuple[Code, bytes]:
    if request.op not in RULES:
        return Code.UNKNOWN_OP, b""
    op = Op(request.op)
    rule = RULES[op]
    if (code := _refusal(core, session, op, rule)) is not None:
        return code, b""
    if rule.empty and request.body:
        return Code.MALFORMED, b""
    if rule.once is None:
        return rule.verb(core, session, request.body)
    known = (op, unpack(request.body, rule.once).id)
    if (done := session.answers.get(known)) is not None:
        return Code.OK, done
    code, body = rule.verb(core, session, request.body)
    if code is Code.OK:
        session.answers[known] = body
        if len(session.answers) > ANSWERS_KEPT:
            del session.answers[next(iter(session.answers))]
    return code, body


def _refusal(core: Core, session: Session, op: Op, rule: Rule) -> Code | None:
    """Clock, credential and binding, in this order; none: go on."""
    if rule.timed:
        if core.seconds is None:
            return Code.NO_CLOCK
        if revoked.is_revoked(core.state, session.credential, core.seconds):
            return Code.REVOKED
        try:
            check_time(session.credential, core.seconds)
        except Expired:
            if not _goes_on_offline(core, session.credential, core.seconds):
                return Code.EXPIRED
    if rule.bound and core.state.bound is None:
        return Code.NOT_BOUND
    if op is Op.SHOW_NUMBER and core.state.bound is not None:
        return Code.ALREADY_BOUND
    if op in (Op.TAKE, Op.CAMERA_READY) and isinstance(session.credential, Claim):
        return Code.NOT_PERMITTED
    return None


def _goes_on_offline(core: Core, credential: Claim | ConsoleCertificate, seconds: int) -> bool:
    """While offline use runs the live grant stands in for the certificate of a console that it names."""
    grant = core.state.grant
    return (
        isinstance(credential, ConsoleCertificate)
        and grant is not None
        and credential.static in (grant.consoles or [])
        and credential.not_before <= seconds
        and gate.goes_offline(core.state, seconds)
    )
