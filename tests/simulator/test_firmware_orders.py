"""Down envelopes: by range and in order, each exactly once, each acknowledged; at most one live grant."""

import pytest

from domain.seals import Model
from protocol import envelopes, grants
from protocol.cbor import pack
from protocol.contact import Phase
from protocol.conversation import Code, Op
from protocol.envelopes import EndBody, Kind
from protocol.log import AckEntry, EventEntry, EventKind, Outcome
from tests.simulator import world
from tests.simulator.world import World, board


def bound(model: Model = Model.GL) -> World:
    made = World(board(model))
    made.bind()
    return made


def outcomes(made: World) -> list[tuple[int, Outcome]]:
    return [(entry.down, entry.outcome) for entry in made.entries() if isinstance(entry, AckEntry)]


def grant_body(made: World, **changes: object) -> bytes:
    return grants.seal_grant(made.grant(**changes), world.authority, made.secret)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"serial": "GL2026000009"}, Code.OTHER_SEAL),
        ({"binding": 2}, Code.OTHER_SEAL),
        ({"generation": 2}, Code.OTHER_SEAL),
        ({"first": 3, "number": 3}, Code.GAP),
        ({"first": 3, "number": 2}, Code.MALFORMED),
        ({"first": 1, "number": 1}, Code.OK),  # the bind's number: applied before
        ({"first": 1, "number": 2}, Code.OK),
        ({"first": 2, "number": 9}, Code.OK),  # folded
    ],
)
def test_an_envelope_is_applied_if_it_is_the_next_one(changes: dict[str, object], code: Code) -> None:
    made = bound()
    envelope = made.envelope(Kind.GRANT, grant_body(made), **changes)
    assert made.ask(Op.DELIVER, envelope) is code
    applied = code is Code.OK and changes["number"] != 1
    assert (made.seal.grant is not None) == applied
    assert made.live().number == (changes["number"] if applied else 1)
    assert outcomes(made) == [(1, Outcome.APPLIED)] + ([(changes["number"], Outcome.APPLIED)] if applied else [])


def test_the_same_envelope_again_is_answered_as_applied_and_changes_nothing() -> None:
    made = bound()
    envelope = made.envelope(Kind.GRANT, grant_body(made))
    for _ in range(3):
        assert made.ask(Op.DELIVER, envelope) is Code.OK
    assert len(outcomes(made)) == 2


def test_a_refused_one_again_is_answered_as_refused() -> None:
    made = bound()
    assert made.issue(made.grant()) is Code.OK
    second = made.envelope(Kind.GRANT, grant_body(made))
    for _ in range(3):
        assert made.ask(Op.DELIVER, second) is Code.REFUSED
    assert outcomes(made)[-1] == (3, Outcome.REFUSED_OTHER_LIVE)
    assert len(outcomes(made)) == 3


@pytest.mark.parametrize("signer", [world.stranger, world.platform, world.maker])
def test_only_the_authority_gives_orders(signer: object) -> None:
    made = bound()
    assert isinstance(signer, world.SigningKey)
    envelope = envelopes.Envelope(made.serial, 1, 1, 2, 2, Kind.END, pack(EndBody(bytes(16))))
    assert made.ask(Op.DELIVER, envelopes.sign_envelope(envelope, signer)) is Code.BAD_SIGNATURE
    assert made.live().number == 1


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, Outcome.APPLIED),
        ({"count": 0}, Outcome.APPLIED),
        ({"serial": "GL2026000009"}, Outcome.REFUSED_UNKNOWN),
        ({"organization": b"x" * 16}, Outcome.REFUSED_UNKNOWN),
        ({"expires": 100, "not_before": 100}, Outcome.REFUSED_RANGE),
        ({"mode": grants.Mode.ELECTRONIC, "photo_required": True}, Outcome.REFUSED_RANGE),
        ({"finger": 1}, Outcome.REFUSED_RANGE),
    ],
)
def test_what_cannot_be_enforced_is_refused_and_does_not_block_what_follows(
    changes: dict[str, object], outcome: Outcome
) -> None:
    made = bound()
    expected = Code.OK if outcome is Outcome.APPLIED else Code.REFUSED
    assert made.issue(made.grant(**changes)) is expected
    assert outcomes(made)[-1] == (2, outcome)
    assert made.issue(made.grant()) is (Code.REFUSED if outcome is Outcome.APPLIED else Code.OK)


@pytest.mark.parametrize(
    ("kind", "body", "outcome"),
    [
        (Kind.GRANT, b"no grant", Outcome.REFUSED_RANGE),
        (Kind.END, b"no end", Outcome.REFUSED_RANGE),
        (Kind.BIND, b"", Outcome.REFUSED_UNKNOWN),
        (13, b"", Outcome.REFUSED_UNKNOWN),
    ],
)
def test_a_signed_envelope_that_makes_no_sense_is_acknowledged_as_refused(
    kind: Kind, body: bytes, outcome: Outcome
) -> None:
    made = bound()
    assert made.send(kind, body) is Code.REFUSED
    assert outcomes(made)[-1] == (2, outcome)
    assert made.issue(made.grant()) is Code.OK


def test_a_grant_that_another_binding_can_read_is_none_here() -> None:
    made = bound()
    body = grants.seal_grant(made.grant(), world.authority, bytes(32))
    assert made.send(Kind.GRANT, body) is Code.REFUSED
    body = grants.seal_grant(made.grant(), world.stranger, made.secret)
    assert made.send(Kind.GRANT, body) is Code.REFUSED


def test_at_most_one_grant_lives_until_it_is_ended() -> None:
    made = World()
    first = made.ready(count=1)
    made.seal.press()  # used up: 已过期, and still the live one
    second = made.grant()
    assert made.issue(second) is Code.REFUSED
    assert made.end(first.id) is Code.OK
    assert made.seal.phase is Phase.NEEDS_GRANT
    third = made.grant(count=2)
    assert made.issue(third) is Code.OK
    assert (made.seal.grant is not None and made.seal.grant.id) == third.id


def test_an_end_takes_the_seal_out_of_the_hand() -> None:
    made = World()
    grant = made.ready()
    assert made.end(grant.id) is Code.OK
    assert made.live().in_hand is False
    released, aborted = made.entries()[-2:]
    assert isinstance(released, EventEntry)
    assert isinstance(aborted, EventEntry)
    assert (released.kind, aborted.kind) == (EventKind.RELEASED, EventKind.ABORTED)


def test_what_has_ended_never_lives_again() -> None:
    made = World()
    grant = made.ready()
    assert made.end(grant.id) is Code.OK
    assert made.issue(grant) is Code.REFUSED
    assert outcomes(made)[-1][1] is Outcome.REFUSED_UNKNOWN


def test_an_end_folded_over_its_grant_keeps_that_grant_away() -> None:
    made = bound()
    grant = made.grant()
    envelope = made.envelope(Kind.END, pack(EndBody(grant.id)), first=2, number=3)
    assert made.ask(Op.DELIVER, envelope) is Code.OK
    made.down = 3
    assert made.issue(grant) is Code.REFUSED


def test_more_uses_carry_over_what_was_used() -> None:
    made = World()
    first = made.ready(count=2)
    made.seal.press()
    made.seal.press()
    more = made.grant(count=4, continues=first.id)
    assert made.issue(more) is Code.OK
    assert made.seal.screen == ("2/4",)  # still in the same person's hand
    for _ in range(3):
        made.seal.press()
    assert [entry.result for entry in made.impressions()] == [0, 0, 0, 0, 1]


def test_more_uses_after_the_end_carry_over_as_well() -> None:
    made = World()
    first = made.ready(count=2)
    made.seal.press()
    assert made.end(first.id) is Code.OK
    assert made.issue(made.grant(count=4, continues=first.id)) is Code.OK
    assert made.seal.grant is not None
    assert made.seal.grant.used == 1


def test_a_continuation_below_what_was_used_is_refused() -> None:
    made = World()
    first = made.ready(count=3)
    made.seal.press()
    made.seal.press()
    assert made.issue(made.grant(count=1, continues=first.id)) is Code.REFUSED
    assert made.seal.screen == ("2/3",)


def test_a_continuation_for_somebody_else_takes_the_seal_out_of_the_hand() -> None:
    made = World()
    first = made.ready()
    assert made.issue(made.grant(continues=first.id, member=world.OTHER)) is Code.OK
    assert made.live().in_hand is False
    assert made.once(Op.TAKE) is Code.NOT_PERMITTED


def test_a_claim_carries_envelopes_after_it_has_bound() -> None:
    made = World()
    made.seal.hold()
    made.seal.connect(made.claim())
    assert made.contact() is Code.OK
    assert made.ask(Op.SHOW_NUMBER) is Code.OK
    assert made.ask(Op.BIND, made.bind_request(made.seal.screen[-1])) is Code.OK
    made.binding, made.down = 1, 1
    assert made.contact() is Code.OK
    assert made.issue(made.grant()) is Code.OK
    assert made.once(Op.TAKE) is Code.NOT_PERMITTED


def test_an_expired_certificate_carries_nothing() -> None:
    made = bound()
    made.wait(25 * 3600)
    assert made.issue(made.grant()) is Code.EXPIRED


@pytest.mark.req("R-102", "H")
def test_what_was_issued_while_it_was_off_holds_from_the_next_contact_on() -> None:
    made = bound()
    made.seal.disconnect()
    made.seal.hold()
    assert not made.seal.screen
    waiting = made.envelope(Kind.GRANT, grant_body(made))
    made.wait(60)
    made.seal.hold()
    made.seal.connect(made.certificate())
    assert made.seal.phase is not Phase.USABLE  # nothing until it has heard what was ordered meanwhile
    assert made.contact() is Code.OK
    assert made.ask(Op.DELIVER, waiting) is Code.OK
    assert made.take() is not None
    made.open()
    made.seal.press()
    assert [entry.result for entry in made.impressions()] == [0]


@pytest.mark.req("R-141", "R-145", "H")
def test_what_was_ended_while_it_was_off_is_not_used_any_more() -> None:
    made = World()
    grant = made.ready()
    made.seal.disconnect()
    made.seal.hold()
    ended = made.envelope(Kind.END, pack(EndBody(grant.id)))
    made.seal.hold()
    made.seal.press()  # before it has heard of the end: there is no lease any more
    made.seal.connect(made.certificate())
    assert made.contact() is Code.OK
    assert made.ask(Op.DELIVER, ended) is Code.OK
    assert made.seal.phase is Phase.NEEDS_GRANT
    assert outcomes(made)[-1][1] is Outcome.APPLIED  # by which the cloud knows that it is over there as well
    made.seal.press()
    assert all(entry.result != 0 for entry in made.impressions())
    assert made.seal.grant is None
