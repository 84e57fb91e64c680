"""Pre-authorizations: they wait, the seal judges their code, and each try is stored before it is answered."""

from collections.abc import Callable

import pytest

from protocol import grants
from protocol.cbor import pack
from protocol.contact import MAX_WAITING
from protocol.conversation import ActivateRequest, Code, Op
from protocol.envelopes import ActivateBody, Kind, seal_activation
from protocol.grants import Grant, Method, code_mark
from protocol.log import AckEntry, EventEntry, EventKind, Outcome
from simulator.firmware.codes import TRIES
from simulator.storage import PowerCut
from tests.simulator import world
from tests.simulator.world import HOUR_S, World

RIGHT, WRONG = "12345678", "12345679"


def bound() -> World:
    made = World()
    made.bind()
    return made


def pre(made: World, code: str = RIGHT, **changes: object) -> Grant:
    """A pre-authorization that the seal holds."""
    grant = waiting(made, code, **changes)
    assert made.issue(grant) is Code.OK
    return grant


def waiting(made: World, code: str = RIGHT, **changes: object) -> Grant:
    grant = made.grant(method=Method.PRE, code=bytes(16), **changes)
    return made.grant(
        **{**changes, "id": grant.id, "method": Method.PRE, "code": code_mark(made.secret, grant.id, code)}
    )


def at_seal(made: World, grant: bytes, code: str = RIGHT) -> Code:
    return made.ask(Op.ACTIVATE, pack(ActivateRequest(made.random(16), grant, code)))


def by_cloud(made: World, grant: bytes, code: str = RIGHT) -> Outcome:
    """As the log says."""
    made.send(Kind.ACTIVATE, seal_activation(ActivateBody(grant, code), made.secret))
    return [entry for entry in made.entries() if isinstance(entry, AckEntry)][-1].outcome


def events(made: World) -> list[tuple[EventKind, int, bytes | None]]:
    kinds = (EventKind.CODE_WRONG, EventKind.CODE_SPENT, EventKind.ACTIVATED)
    said = [entry for entry in made.entries() if isinstance(entry, EventEntry)]
    return [(entry.kind, entry.detail, entry.grant) for entry in said if entry.kind in kinds]


@pytest.mark.req("R-129")
def test_it_waits_until_its_code_is_typed_and_is_then_the_live_one() -> None:
    made = bound()
    grant = pre(made)
    assert (made.seal.grant, made.live().waiting) == (None, 1)
    assert made.seal.screen == ("请授权使用",)
    assert made.once(Op.TAKE) is Code.NO_GRANT
    assert at_seal(made, grant.id) is Code.OK
    assert (made.live().waiting, made.seal.screen) == (0, ("限制使用", "0/3"))
    assert events(made) == [(EventKind.ACTIVATED, 0, grant.id)]
    assert made.take().grant == grant.id
    assert at_seal(made, grant.id, WRONG) is Code.OK  # it is live already, whatever is typed now
    assert len(events(made)) == 1


@pytest.mark.parametrize(
    ("before", "code", "outcome"),
    [
        (lambda _made: None, Code.OK, Outcome.APPLIED),
        (lambda made: made.wait(HOUR_S), Code.EXPIRED, Outcome.REFUSED_RANGE),
        (lambda made: made.issue(made.grant()), Code.OTHER_LIVE, Outcome.REFUSED_OTHER_LIVE),
        (lambda made: made.end(b"\x99" * 16), Code.OK, Outcome.APPLIED),
    ],
    ids=["now", "over", "another is live", "another ended"],
)
def test_the_seal_and_the_cloud_are_answered_alike(
    before: Callable[[World], object], code: Code, outcome: Outcome
) -> None:
    made = bound()
    grant = pre(made)
    before(made)
    made.contact()
    assert at_seal(made, grant.id) is code
    made = bound()
    grant = pre(made)
    before(made)
    made.contact()
    assert by_cloud(made, grant.id) is outcome


def test_what_is_unknown_another_persons_or_ended_is_not_activated() -> None:
    made = bound()
    assert at_seal(made, bytes(16)) is Code.NO_GRANT
    assert by_cloud(made, bytes(16)) is Outcome.REFUSED_UNKNOWN
    other = pre(made, member=world.OTHER)
    assert at_seal(made, other.id) is Code.NOT_PERMITTED
    assert made.end(other.id) is Code.OK
    assert by_cloud(made, other.id) is Outcome.REFUSED_UNKNOWN
    assert made.issue(other) is Code.REFUSED  # what ended stays ended
    assert made.send(Kind.ACTIVATE, b"no code") is Code.REFUSED
    assert events(made) == []


def test_with_another_live_no_try_is_spent_and_the_code_stays_good() -> None:
    made = bound()
    grant = pre(made)
    live = made.grant()
    made.issue(live)
    for _ in range(TRIES + 1):
        assert at_seal(made, grant.id, WRONG) is Code.OTHER_LIVE
    assert events(made) == []
    made.end(live.id)
    assert at_seal(made, grant.id) is Code.OK


@pytest.mark.req("I-19")
def test_five_wrong_codes_end_it_for_good_wherever_they_were_typed() -> None:
    made = bound()
    grant = pre(made)
    for number in range(1, TRIES):
        if number % 2:
            assert at_seal(made, grant.id, WRONG) is Code.WRONG_CODE
        else:
            assert by_cloud(made, grant.id, WRONG) is Outcome.REFUSED_CODE
        assert events(made)[-1] == (EventKind.CODE_WRONG, number, grant.id)
    assert at_seal(made, grant.id, WRONG) is Code.TOO_MANY_TRIES
    assert events(made)[-1] == (EventKind.CODE_SPENT, TRIES, grant.id)
    assert at_seal(made, grant.id) is Code.NO_GRANT
    assert made.issue(grant) is Code.REFUSED
    assert made.live().waiting == 0


@pytest.mark.parametrize("durable", [False, True])
def test_a_try_is_stored_before_it_is_answered(durable: bool) -> None:
    """Without power after the answer was known, nothing of it is forgotten; before, no answer was given."""
    made = bound()
    grant = pre(made)
    for _ in range(TRIES + 2):
        made.storage.cut_at(1, durable=durable)
        with pytest.raises(PowerCut):
            at_seal(made, grant.id, WRONG)
        made.boot()
        made.seal.connect(made.certificate())
        made.contact()
        if made.live().waiting == 0:
            break
    assert (made.live().waiting == 0) == durable
    assert len(events(made)) == (TRIES if durable else 0)
    assert at_seal(made, grant.id) is (Code.NO_GRANT if durable else Code.OK)


def test_tries_are_kept_with_the_same_code_and_begin_anew_with_another() -> None:
    made = bound()
    grant = pre(made)
    for _ in range(TRIES - 1):
        at_seal(made, grant.id, WRONG)
    assert made.issue(grant) is Code.OK  # once more
    assert made.live().waiting == 1
    renewed = made.grant(id=grant.id, method=Method.PRE, code=code_mark(made.secret, grant.id, "00000000"))
    assert made.issue(renewed) is Code.OK
    assert at_seal(made, grant.id, WRONG) is Code.WRONG_CODE
    assert at_seal(made, grant.id, RIGHT) is Code.WRONG_CODE
    assert at_seal(made, grant.id, "00000000") is Code.OK


def test_eight_wait_and_a_ninth_is_refused() -> None:
    made = bound()
    held = [pre(made) for _ in range(MAX_WAITING)]
    ninth = waiting(made)
    assert made.issue(ninth) is Code.REFUSED
    assert made.live().waiting == MAX_WAITING
    assert made.issue(held[3]) is Code.OK  # one that waits already takes its own place
    assert at_seal(made, held[5].id) is Code.OK
    assert made.issue(ninth) is Code.OK
    assert made.live().waiting == MAX_WAITING


def test_waiting_ones_of_an_older_generation_make_way() -> None:
    made = bound()
    for _ in range(MAX_WAITING):
        pre(made)
    made.generation, made.down = 2, 0
    assert made.contact() is Code.OK
    assert made.live().waiting == MAX_WAITING
    grant = pre(made)
    assert made.live().waiting == 1
    assert at_seal(made, grant.id) is Code.OK


def test_activated_it_takes_over_what_the_grant_it_continues_has_used() -> None:
    made = World()
    first = made.ready(count=2)
    made.seal.press()
    more = waiting(made, count=3, continues=first.id)
    less = waiting(made, count=1, continues=first.id)
    made.seal.press()
    for grant in (more, less):
        assert made.issue(grant) is Code.OK
    assert at_seal(made, less.id) is Code.REFUSED  # fewer than were used already
    assert at_seal(made, more.id) is Code.OK
    held = made.seal.grant
    assert held is not None
    assert (held.id, held.used, held.count) == (more.id, 2, 3)
    assert made.live().in_hand  # the same person goes on
    made.seal.press()
    assert made.impressions()[-1].grant == more.id


def test_the_live_one_sent_again_stays_live_and_takes_the_new_values() -> None:
    made = bound()
    grant = pre(made)
    at_seal(made, grant.id)
    longer = made.grant(id=grant.id, method=Method.PRE, code=grant.code, count=9)
    assert made.issue(longer) is Code.OK
    held = made.seal.grant
    assert held is not None
    assert (held.count, made.live().waiting) == (9, 0)


def test_direct_and_pre_authorized_are_told_apart_by_their_code() -> None:
    made = bound()
    for wrong in (made.grant(method=Method.PRE), made.grant(code=bytes(16))):
        body = grants.seal_grant(wrong, world.authority, made.secret)
        assert made.send(Kind.GRANT, body) is Code.REFUSED
    assert (made.seal.grant, made.live().waiting) == (None, 0)
