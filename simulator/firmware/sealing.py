"""Electronic mode: the seal signs a document's hash as it presses on paper, once for each use of its grant (C-26).

Use, entry and the request itself are one commit, and only then is there a signature: who asks again under the same id,
also after a power cut, is given the same one, and nothing is used twice.
"""

from msgspec.structs import replace

from protocol import sealing
from protocol.cbor import pack, unpack
from protocol.certificates import ConsoleCertificate
from protocol.conversation import Code
from protocol.grants import Mode
from protocol.log import Grade, Place, SealingEntry
from protocol.sealing import SEED_BYTES, DocumentKey, Sealed, SealingKey, SealingRequest, signed_attributes
from simulator.firmware import gate
from simulator.firmware.core import Core, Draft, Session
from simulator.firmware.gate import Hand
from simulator.firmware.state import SEALED_KEPT, SealedDocument


def fresh_key(core: Core) -> bytes:
    """The secret of a key for a new binding."""
    return DocumentKey.make(core.random(SEED_BYTES)).secret


def tell_key(core: Core, _session: Session, _body: bytes) -> tuple[Code, bytes]:
    """The seal's word on its key of this binding. One that was bound by a firmware without such keys makes it now."""
    if core.state.sealing_key is None:
        core.commit(replace(core.state, sealing_key=fresh_key(core)), point="sealing_key")
    word = SealingKey(core.board.serial, core.state.binding, _key(core).public)
    return Code.OK, sealing.sign_key(word, core.board.signing)


def seal(core: Core, session: Session, body: bytes) -> tuple[Code, bytes]:
    """Seal a document under the live grant, by the member who has the seal in hand over this session."""
    request = unpack(body, SealingRequest)
    credential = session.credential
    if not isinstance(credential, ConsoleCertificate):
        return Code.NOT_PERMITTED, b""
    if core.state.sealing_key is None:  # told to nobody, so that no certificate speaks of it
        return Code.REFUSED, b""
    done = next((each for each in core.state.sealed if each.id == request.id), None)
    if done is not None:
        return _answer(core, done) if _is(done, request, credential.member) else (Code.REFUSED, b"")
    if (code := _refusal(core, request, credential.member)) is not None:
        return code, b""
    return _answer(core, _commit(core, request))


def _refusal(core: Core, request: SealingRequest, member: bytes) -> Code | None:
    """The person first (R-128), then whatever else stands in the way; none: nothing does."""
    grant, hand = core.state.grant, core.v.hand
    if grant is None:
        return Code.NO_GRANT
    if grant.member != member:
        return Code.NOT_PERMITTED
    if grant.id != request.grant or grant.mode is not Mode.ELECTRONIC:
        return Code.NO_GRANT
    found = core.judge_document(Hand(member, grant.id))
    if found:
        return gate.refusal(found) or Code.RESTRICTED
    if hand is None or hand.grant != grant.id:
        return Code.NOT_PERMITTED
    return Code.REFUSED if grant.documents is not None and request.document not in grant.documents else None


def _commit(core: Core, request: SealingRequest) -> SealedDocument:
    """Entry, use and memory of it in one durable step."""
    before, place = core.state, core.place()
    assert before.grant is not None
    grant = replace(before.grant, used=before.grant.used + 1)
    done = SealedDocument(
        id=request.id,
        member=grant.member,
        grant=grant.id,
        document=request.document,
        digest=request.digest,
        certificate=request.certificate,
        number=core.next_number(before),
        own=before.own + 1,
        at=core.now_ms(),
        used=grant.used,
        count=grant.count,
    )
    state = replace(before, own=done.own, grant=grant, sealed=[*before.sealed, done][-SEALED_KEPT:])
    core.commit(state, _entry(done, place), point="seal_document")
    return done


def _entry(done: SealedDocument, place: Place | None) -> Draft:
    return lambda number, _at, clock: SealingEntry(
        number=number,
        at=done.at,
        clock=clock,
        own=done.own,
        grant=done.grant,
        member=done.member,
        grade=Grade.SESSION,
        place=place,
        document=done.document,
        digest=done.digest,
    )


def _is(done: SealedDocument, request: SealingRequest, member: bytes) -> bool:
    """Whether it is what is asked for again."""
    asked = (member, request.grant, request.document, request.digest, request.certificate)
    return asked == (done.member, done.grant, done.document, done.digest, done.certificate)


def _answer(core: Core, done: SealedDocument) -> tuple[Code, bytes]:
    signature = _key(core).sign(signed_attributes(done.digest, done.certificate))
    return Code.OK, pack(Sealed(done.number, done.own, done.at, done.used, done.count, signature))


def _key(core: Core) -> DocumentKey:
    assert core.state.sealing_key is not None
    return DocumentKey(core.state.sealing_key)
