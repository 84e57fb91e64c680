"""Electronic mode at the seal: what a document is sealed under, what is refused, and that nothing is used twice."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from domain import geo
from domain.seals import Model
from domain.usage import Abnormality
from protocol import sealing
from protocol.cbor import pack, unpack
from protocol.contact import LEASE_S, Phase
from protocol.conversation import Code, Op
from protocol.envelopes import Kind, LossLockBody, RegimeBody, UnbindBody
from protocol.errors import BadSignature
from protocol.grants import Grant, Method, Mode, area_claim, code_mark
from protocol.log import AckEntry, EventEntry, EventKind, Grade, ImpressionEntry, Outcome, SealingEntry
from protocol.sealing import Sealed, SealingKey, SealingRequest, check_document, signed_attributes
from simulator.firmware.board import ROOM
from simulator.firmware.state import SEALED_KEPT
from simulator.storage import PowerCut
from tests.simulator import world
from tests.simulator.world import HOUR_S, PLACE, World

DOCUMENT, OTHER_DOCUMENT, DIGEST, CERTIFICATE = (bytes([value]) * 32 for value in (0xD0, 0xD1, 0xD2, 0xCE))
ELECTRONIC: dict[str, object] = {"mode": Mode.ELECTRONIC}


def key_of(made: World) -> SealingKey:
    code, word = made.request(Op.SEALING_KEY)
    assert code is Code.OK
    return sealing.open_key(word, world.seal_signing.public)


def wanted(made: World, grant: Grant | bytes, **changes: object) -> SealingRequest:
    held = grant if isinstance(grant, bytes) else grant.id
    return replace(SealingRequest(made.random(16), held, DOCUMENT, DIGEST, CERTIFICATE), **changes)


def seal(made: World, request: SealingRequest) -> Sealed | Code:
    code, body = made.request(Op.SEAL_DOCUMENT, pack(request))
    return unpack(body, Sealed) if code is Code.OK else code


def sealed_in_log(made: World) -> list[SealingEntry]:
    return [entry for entry in made.entries() if isinstance(entry, SealingEntry)]


def ready(**changes: object) -> tuple[World, Grant]:
    """A seal in hand under a grant of mode electronic: cover on, stand in, as it stands on a table."""
    made = World()
    made.bind()
    grant = made.grant(**{**ELECTRONIC, **changes})
    assert made.issue(grant) is Code.OK
    made.take()
    return made, grant


@pytest.mark.req("R-108")
@pytest.mark.req("C-26", "C")
def test_a_document_is_sealed_once_for_each_use_and_the_log_says_which() -> None:
    made, grant = ready(count=2)
    assert made.seal.screen == ("电子用印", "0/2")
    public = key_of(made).public
    first = seal(made, wanted(made, grant))
    assert isinstance(first, Sealed)
    check_document(public, signed_attributes(DIGEST, CERTIFICATE), first.signature)
    assert (first.own, first.used, first.count, first.at) == (1, 1, 2, made.now)
    assert made.seal.screen == ("电子用印", "1/2")
    second = seal(made, wanted(made, grant, document=OTHER_DOCUMENT, digest=DOCUMENT))
    assert isinstance(second, Sealed)
    with pytest.raises(BadSignature):
        check_document(public, signed_attributes(DIGEST, CERTIFICATE), second.signature)
    assert seal(made, wanted(made, grant)) is Code.EXPIRED  # used up
    told = sealed_in_log(made)
    assert [(entry.number, entry.own) for entry in told] == [(first.number, 1), (second.number, 2)]
    assert told[0] == SealingEntry(
        number=first.number,
        at=first.at,
        clock=told[0].clock,
        own=1,
        grant=grant.id,
        member=world.MEMBER,
        grade=Grade.SESSION,
        place=PLACE,
        document=DOCUMENT,
        digest=DIGEST,
    )


@pytest.mark.req("R-108")
@pytest.mark.req("C-26", "C")
def test_nothing_is_pressed_under_a_grant_for_documents_and_no_document_under_one_to_press() -> None:
    made, grant = ready()
    made.open()
    assert not made.seal.unlocked
    assert made.seal.press()
    (record,) = made.impressions()
    assert (record.result, record.grant, record.own) == (Abnormality.NO_AUTHORIZATION, grant.id, 1)
    assert made.live().used == 0
    assert not any(isinstance(entry, EventEntry) and entry.kind is EventKind.ABORTED for entry in made.entries())
    assert isinstance(seal(made, wanted(made, grant)), Sealed)  # own 2: one sequence with the presses
    assert sealed_in_log(made)[0].own == 2

    paper = World()
    pressed = paper.ready()
    assert seal(paper, wanted(paper, pressed)) is Code.NO_GRANT
    assert paper.seal.press()
    assert [entry.result for entry in paper.impressions()] == [0]


def not_in_hand(made: World, _grant: Grant) -> None:
    made.seal.disconnect()
    made.seal.connect(made.certificate())


def another(made: World, _grant: Grant) -> None:
    made.seal.disconnect()
    made.seal.connect(made.certificate(world.OTHER))


def no_room(made: World, _grant: Grant) -> None:
    made.open()
    for _ in range(ROOM[Model.GL]):
        made.seal.press()


REFUSALS: list[tuple[str, dict[str, object], Callable[[World, Grant], object], Code]] = [
    ("not in hand", {}, not_in_hand, Code.NOT_PERMITTED),
    ("another member", {}, another, Code.NOT_PERMITTED),
    ("ended", {}, lambda made, grant: made.end(grant.id), Code.NO_GRANT),
    ("over", {}, lambda made, _grant: (made.wait(HOUR_S), made.contact()), Code.EXPIRED),
    ("lease over", {}, lambda made, _grant: made.wait(LEASE_S), Code.RESTRICTED),
    ("an order missing", {}, lambda made, _grant: made.contact(down_head=99), Code.RESTRICTED),
    ("locked", {}, lambda made, _grant: made.send(Kind.LOSS_LOCK, pack(LossLockBody(True))), Code.LOCKED),
    ("a finger is taken", {}, lambda made, _grant: (made.once(Op.RELEASE), made.enrol(fingers="")), Code.RESTRICTED),
    ("no room", {"count": 0}, no_room, Code.STORAGE_FULL),
    ("an older generation", {}, lambda made, _grant: made.contact(generation=2, down_head=0), Code.RESTRICTED),
    ("an old certificate", {}, lambda made, _grant: made.wait(25 * HOUR_S), Code.EXPIRED),
]


@pytest.mark.req("C-26", "C")
@pytest.mark.parametrize(("grant", "before", "code"), [row[1:] for row in REFUSALS], ids=[row[0] for row in REFUSALS])
def test_what_keeps_a_press_keeps_a_document(
    grant: dict[str, object], before: Callable[[World, Grant], object], code: Code
) -> None:
    made, held = ready(**grant)
    before(made, held)
    last = made.seal.live.log_to
    assert seal(made, wanted(made, held)) is code
    assert made.seal.live.log_to == last  # a code, and no entry


def test_a_document_is_sealed_only_inside_the_area() -> None:
    here = geo.Area(centre=geo.Point(30.2741, 120.1551), radius_m=500)
    made, grant = ready(area=area_claim(here))
    assert isinstance(seal(made, wanted(made, grant)), Sealed)
    made.locate = lambda: replace(PLACE, lat_e7=PLACE.lat_e7 + 1_000_000)
    made.seal._core._locate = made.locate  # pyright: ignore[reportPrivateUsage]
    assert seal(made, wanted(made, grant)) is Code.RESTRICTED


def test_offline_use_stands_in_for_the_lease_while_it_is_in_hand() -> None:
    made, grant = ready()
    until = made.now // 1000 + 3000
    assert made.send(Kind.OFFLINE_USE, pack([until])) is Code.OK
    made.wait(LEASE_S + 1)
    assert isinstance(seal(made, wanted(made, grant)), Sealed)


@pytest.mark.req("C-26", "C")
def test_only_the_documents_of_the_grant_are_sealed() -> None:
    made, grant = ready(documents=[DOCUMENT])
    assert seal(made, wanted(made, grant, document=OTHER_DOCUMENT)) is Code.REFUSED
    assert made.live().used == 0
    assert isinstance(seal(made, wanted(made, grant)), Sealed)
    assert seal(made, wanted(made, b"another id here."[:16])) is Code.NO_GRANT


@pytest.mark.parametrize(
    "changes",
    [
        {"mode": Mode.ELECTRONIC, "photo_required": True},
        {"mode": Mode.ELECTRONIC, "finger": 1},
        {"mode": Mode.PHYSICAL, "documents": [DOCUMENT]},
    ],
    ids=["photo", "finger", "documents of a press"],
)
def test_a_grant_whose_limits_could_not_be_kept_is_refused(changes: dict[str, object]) -> None:
    made = World()
    made.bind()
    made.enrol()
    assert made.issue(made.grant(**changes)) is Code.REFUSED
    assert made.seal.grant is None
    assert [entry.outcome for entry in made.entries() if isinstance(entry, AckEntry)][-1] is Outcome.REFUSED_RANGE


def test_a_code_opens_a_grant_for_documents_as_any_other() -> None:
    made = World()
    made.bind()
    blank = made.grant(**ELECTRONIC)
    mark = code_mark(made.secret, blank.id, "12345678")
    assert made.issue(replace(blank, method=Method.PRE, code=mark)) is Code.OK
    assert seal(made, wanted(made, blank)) is Code.NO_GRANT
    assert made.ask(Op.ACTIVATE, pack([made.random(16), blank.id, "12345678"])) is Code.OK
    made.take()
    assert isinstance(seal(made, wanted(made, blank)), Sealed)


def test_in_free_use_a_document_still_asks_for_its_grant() -> None:
    made, grant = ready(count=1)
    assert made.send(Kind.REGIME, pack(RegimeBody(free=True))) is Code.OK
    assert isinstance(seal(made, wanted(made, grant)), Sealed)
    assert made.take().grant is None  # used up: freely from now on
    assert seal(made, wanted(made, grant)) is Code.EXPIRED
    assert made.end(grant.id) is Code.OK
    assert seal(made, wanted(made, grant)) is Code.NO_GRANT
    made.open()
    assert made.seal.press()
    assert made.impressions()[-1].result == 0


# Asked again


@pytest.mark.req("C-26", "C")
def test_asked_again_it_is_answered_again_in_any_session_and_with_the_power_gone() -> None:
    made, grant = ready()
    request = wanted(made, grant)
    first = seal(made, request)
    assert isinstance(first, Sealed)
    assert seal(made, request) == first
    made.boot()
    made.seal.connect(made.certificate())
    made.contact()
    assert seal(made, request) == first  # not in hand: it is no new use
    assert made.end(grant.id) is Code.OK
    assert made.send(Kind.LOSS_LOCK, pack(LossLockBody(True))) is Code.OK
    assert seal(made, request) == first  # what was used and counted is not lost with the grant
    assert len(sealed_in_log(made)) == 1
    made.seal.disconnect()
    made.seal.connect(made.certificate(world.OTHER))
    assert seal(made, request) is Code.REFUSED  # another member's


@pytest.mark.parametrize("field", ["grant", "document", "digest", "certificate"])
def test_an_id_stands_for_one_request_alone(field: str) -> None:
    made, grant = ready()
    request = wanted(made, grant)
    assert isinstance(seal(made, request), Sealed)
    changed = replace(request, **{field: bytes(len(getattr(request, field)))})
    assert seal(made, changed) is Code.REFUSED
    assert made.live().used == 1


def test_so_many_are_remembered() -> None:
    made, grant = ready(count=0)
    requests = [wanted(made, grant) for _ in range(SEALED_KEPT + 1)]
    answers = [seal(made, request) for request in requests]
    assert [seal(made, request) for request in requests[1:]] == answers[1:]
    assert len(sealed_in_log(made)) == SEALED_KEPT + 1


@pytest.mark.req("C-26", "C")
@pytest.mark.parametrize("durable", [True, False])
@pytest.mark.parametrize("commit", range(1, 7))
def test_the_power_may_go_at_any_commit(commit: int, durable: bool) -> None:
    """Contact, taken, sealed; and asked again until there are answers: one use, one entry, one signature."""
    made, grant = ready()
    request = wanted(made, grant)
    made.seal.disconnect()
    made.storage.cut_at(commit, durable=durable)
    answers: list[Sealed] = []
    while len(answers) < 3:
        try:
            if not made.seal.connected:
                made.seal.connect(made.certificate())
            made.contact()
            made.take()
            answer = seal(made, request)
            assert isinstance(answer, Sealed)
            answers.append(answer)
        except PowerCut:
            made.boot()
    assert len({answer.signature for answer in answers}) == 1
    (entry,) = sealed_in_log(made)
    assert {(answer.number, answer.own, answer.at) for answer in answers} == {(entry.number, entry.own, entry.at)}
    assert made.seal.grant is not None
    assert made.seal.grant.used == 1


# The key


def test_each_binding_has_a_key_of_its_own_and_it_is_forgotten_with_it() -> None:
    made = World()
    made.bind()
    first = key_of(made)
    assert (first.serial, first.binding) == (made.serial, 1)
    assert key_of(made) == first
    assert made.receipt() is Code.OK
    assert made.send(Kind.UNBIND, pack(UnbindBody())) is Code.OK
    state = made.seal._core.state  # pyright: ignore[reportPrivateUsage]
    assert (state.sealing_key, state.sealed) == (None, [])
    assert made.ask(Op.SEALING_KEY) is Code.NOT_BOUND
    made.seal.disconnect()
    made.seal.hold()
    made.receipted = 0
    made.bind()
    assert key_of(made).public != first.public


def test_one_that_an_older_firmware_bound_makes_its_key_when_it_is_asked() -> None:
    made, grant = ready()
    core = made.seal._core  # pyright: ignore[reportPrivateUsage]
    core.state = replace(core.state, sealing_key=None)
    assert seal(made, wanted(made, grant)) is Code.REFUSED  # nobody can have a certificate of it
    made.storage.cut_at(1, durable=False)
    with pytest.raises(PowerCut):
        made.request(Op.SEALING_KEY)
    made.boot()
    made.seal.connect(made.certificate())
    made.contact()
    told = key_of(made)
    made.boot()
    made.seal.connect(made.certificate())
    made.contact()
    assert key_of(made) == told


# Counts


DEEDS = ["seal", "seal", "again", "press", "take", "more", "power", "cut", "cut but written"]


@pytest.mark.req("C-26", "C")
@pytest.mark.req("I-04")
@settings(max_examples=150)
@given(count=st.integers(1, 4), deeds=st.lists(st.sampled_from(DEEDS)))
def test_what_was_granted_is_what_was_sealed_and_what_is_left(count: int, deeds: list[str]) -> None:
    """Whatever is done, asked again, extended, with the power going at any write."""
    made, grant = ready(count=count)
    made.open()
    last, answered = wanted(made, grant), dict[bytes, Sealed]()

    def asked() -> None:
        answer = seal(made, last)
        if isinstance(answer, Sealed):
            assert answered.setdefault(last.id, answer) == answer

    for deed in deeds:
        try:
            match deed:
                case "seal":
                    assert made.seal.grant is not None
                    last = wanted(made, made.seal.grant.id)
                    asked()
                case "again":
                    asked()
                case "press":
                    made.seal.press()
                case "take":
                    made.once(Op.TAKE)
                case "more":  # extended: the next one carries the uses on
                    assert made.seal.grant is not None
                    before = made.seal.grant
                    made.issue(made.grant(**ELECTRONIC, count=before.count + 2, continues=before.id))
                case "power":
                    raise PowerCut
                case _:
                    made.storage.cut_at(1, durable=deed == "cut but written")
        except PowerCut:
            made.boot()
            made.seal.connect(made.certificate())
            made.contact()
            made.down = made.live().number
    made.storage.cut_at(1_000_000, durable=True)
    held = made.seal.grant
    assert held is not None
    stamped, sealed = sum(entry.result == 0 for entry in made.impressions()), sealed_in_log(made)
    assert held.count == stamped + len(sealed) + (held.count - held.used)
    assert stamped == 0
    assert {(each.number, each.own) for each in answered.values()} <= {(each.number, each.own) for each in sealed}
    owns = [entry.own for entry in made.entries() if isinstance(entry, ImpressionEntry | SealingEntry)]
    assert owns == list(range(1, len(owns) + 1))
    assert made.seal.impressions == len(owns)


def test_the_screen_says_what_the_grant_is_for_and_the_phase_that_it_can_be_used() -> None:
    made, _grant = ready()
    assert made.seal.phase is Phase.USABLE
    made.once(Op.RELEASE)
    assert made.seal.phase is Phase.RESTRICTED
