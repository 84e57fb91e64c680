"""The seal's side of a session: whatever does not fit ends it, before anything is said."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protocol import certificates
from protocol.cbor import pack
from protocol.conversation import Answer, Code, Op, Request, read_from_seal
from protocol.errors import BadSignature, ProtocolError, Untrusted
from protocol.keys import AgreementKey
from protocol.session import HANDSHAKE_WITHIN_S, Channel, ConsoleHandshake, ConsoleHello
from simulator.link import Link
from tests.simulator import world
from tests.simulator.world import World, board


@dataclass
class Ends:
    """Both ends of an open session."""

    world: World
    link: Link
    console: Channel

    def ask(self, op: Op) -> Code:
        (answer,) = self.link.receive(self.console.seal(pack(Request(1, op, b""))))
        said = read_from_seal(self.console.open(answer))
        assert isinstance(said, Answer)
        return said.code


def switched_on(*, bound: bool = False, delivered: bool = True) -> World:
    made = World(board(delivered=delivered))
    if bound:
        made.bind()
        made.seal.disconnect()
    else:
        made.seal.hold()
    return made


def handshake(made: World, hello: ConsoleHello, key: AgreementKey = world.console_static) -> Ends:
    link = Link(made.seal, made.board, made.ticks())
    console = ConsoleHandshake(key, world.maker.public)
    (second,) = link.receive(console.start())
    assert console.read(second).serial == made.serial
    third, channel = console.finish(hello)
    link.receive(third)
    return Ends(made, link, channel)


def with_claim(made: World) -> ConsoleHello:
    return ConsoleHello(certificates.issue(made.claim(), world.platform), None)


def with_certificate(made: World) -> ConsoleHello:
    return ConsoleHello(None, certificates.issue(made.certificate(), world.authority))


def test_a_claim_opens_an_unbound_seal_and_a_certificate_a_bound_one() -> None:
    for bound in (False, True):
        made = switched_on(bound=bound)
        ends = handshake(made, with_certificate(made) if bound else with_claim(made))
        assert made.seal.connected
        assert ends.ask(Op.STATUS) is Code.OK
        ends.link.close()
        assert not made.seal.connected
        ends.link.close()


@pytest.mark.parametrize("case", ["undelivered", "claim on bound", "certificate on unbound", "nothing", "somebody's"])
def test_no_session_without_the_right_credential(case: str) -> None:
    made = switched_on(bound=case == "claim on bound", delivered=case != "undelivered")
    hello = {
        "certificate on unbound": with_certificate(made),
        "nothing": ConsoleHello(None, None),
    }.get(case, with_claim(made))
    key = AgreementKey(b"s" * 32) if case == "somebody's" else world.console_static
    with pytest.raises(Untrusted):
        handshake(made, hello, key)
    assert not made.seal.connected


def test_a_claim_for_another_seal_is_turned_away_by_the_seal() -> None:
    made = switched_on()
    other = World(board())
    claim = other.claim()
    claim = type(claim)(claim.organization, claim.member, "GL2026000009", claim.static, claim.not_before, claim.expires)
    with pytest.raises(Untrusted):
        handshake(made, ConsoleHello(certificates.issue(claim, world.platform), None))


def test_a_message_of_another_session_or_a_repeated_one_ends_it() -> None:
    made = switched_on()
    ends = handshake(made, with_claim(made))
    message = ends.console.seal(pack(Request(1, Op.STATUS, b"")))
    ends.link.receive(message)
    with pytest.raises(BadSignature):
        ends.link.receive(message)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=120), min_size=1, max_size=3), st.integers(0, 2))
def test_any_bytes_instead_of_a_message_end_it(messages: list[bytes], after: int) -> None:
    made = switched_on()
    link = Link(made.seal, made.board, made.ticks())
    console = ConsoleHandshake(world.console_static, world.maker.public)
    if after > 0:
        (second,) = link.receive(console.start())
        if after > 1:
            console.read(second)
            link.receive(console.finish(with_claim(made))[0])
    with pytest.raises(ProtocolError):
        for message in messages:
            link.receive(message)
        raise BadSignature("three messages of nonsense were taken, and nothing was opened")
    assert made.seal.connected == (after > 1)


def test_a_handshake_that_takes_too_long_is_overdue() -> None:
    made = switched_on()
    link = Link(made.seal, made.board, made.ticks())
    console = ConsoleHandshake(world.console_static, world.maker.public)
    link.receive(console.start())
    made.now += HANDSHAKE_WITHIN_S * 1000 - 1
    assert not link.overdue(made.ticks())
    made.now += 1
    assert link.overdue(made.ticks())
    assert link.notices() == []


def test_an_open_session_is_never_overdue() -> None:
    made = switched_on()
    ends = handshake(made, with_claim(made))
    made.now += 3600_000
    assert not ends.link.overdue(made.ticks())


def test_notices_come_sealed_in_their_order() -> None:
    made = switched_on(bound=True)
    ends = handshake(made, with_certificate(made))
    made.open()
    made.seal.press()
    made.seal.press()
    sealed = ends.link.notices()
    assert len([read_from_seal(ends.console.open(message)) for message in sealed]) >= 2
    assert ends.link.notices() == []
