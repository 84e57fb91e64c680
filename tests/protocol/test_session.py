"""The session: each side proves its key, and every message comes once, whole, in order, or the session is over."""

from dataclasses import dataclass, field

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol import certificates
from protocol.cbor import pack
from protocol.errors import BadSignature, ProtocolError, Untrusted
from protocol.keys import AgreementKey, SigningKey
from protocol.session import Channel, ConsoleHandshake, ConsoleHello, SealHandshake, SealHello
from tests.protocol.examples import (
    BINDING,
    CERTIFICATE,
    CLAIM,
    IDENTITY,
    authority,
    certificate,
    claim,
    console_static,
    flips,
    identity,
    maker,
    platform,
    seal_static,
    stranger,
    stranger_static,
    value_or_refusal,
)
from tests.protocol.strategies import damaged, noise

BOUND, UNBOUND = ConsoleHello(None, certificate), ConsoleHello(claim, None)


@dataclass
class Pair:
    """A console and the seal in front of it."""

    hello: ConsoleHello = BOUND
    console_key: AgreementKey = console_static
    seal_key: AgreementKey = seal_static
    identity: bytes = identity
    authority: SigningKey | None = authority
    console: ConsoleHandshake = field(init=False)
    seal: SealHandshake = field(init=False)

    def __post_init__(self) -> None:
        self.console = ConsoleHandshake(self.console_key, maker.public)
        self.seal = SealHandshake(self.seal_key, self.identity, BINDING if self.authority else 0)

    def second(self) -> bytes:
        return self.seal.answer(self.console.start())

    def third(self) -> tuple[bytes, Channel]:
        self.console.read(self.second())
        return self.console.finish(self.hello)

    def accept(self, third: bytes) -> tuple[certificates.Claim | certificates.ConsoleCertificate, Channel]:
        return self.seal.finish(third, platform.public, self.authority.public if self.authority else None)

    def channels(self) -> tuple[Channel, Channel]:
        third, console = self.third()
        return console, self.accept(third)[1]


def test_each_learns_who_the_other_is() -> None:
    pair = Pair()
    assert pair.console.read(pair.second()) == IDENTITY
    assert (pair.console.identity, pair.console.binding) == (IDENTITY, BINDING)
    third, console = pair.console.finish(BOUND)
    credential, seal = pair.accept(third)
    assert credential == CERTIFICATE
    assert seal.open(console.seal(b"take in hand")) == b"take in hand"
    assert console.open(seal.seal(b"taken")) == b"taken"


def test_a_claim_opens_an_unbound_seal() -> None:
    pair = Pair(UNBOUND, authority=None)
    third, _ = pair.third()
    assert pair.accept(third)[0] == CLAIM


@given(st.lists(st.tuples(st.booleans(), st.binary(max_size=200)), max_size=20))
def test_messages_cross_in_any_order_of_speaking(spoken: list[tuple[bool, bytes]]) -> None:
    console, seal = Pair().channels()
    for by_console, words in spoken:
        speaker, hearer = (console, seal) if by_console else (seal, console)
        assert hearer.open(speaker.seal(words)) == words


# Who is refused, and by whom.


def test_a_seal_of_another_maker_is_refused() -> None:
    pair = Pair(identity=certificates.issue(IDENTITY, stranger))
    with pytest.raises(Untrusted, match="maker"):
        pair.third()


def test_a_seal_with_somebody_elses_certificate_is_refused() -> None:
    with pytest.raises(Untrusted, match="not its own"):
        Pair(seal_key=stranger_static).third()


def test_a_certificate_of_another_kind_does_not_make_a_seal() -> None:
    pair = Pair(identity=certificates.issue(certificates.Delivery(IDENTITY.serial, platform.public), maker))
    with pytest.raises(Untrusted, match="maker"):
        pair.third()


def test_a_console_with_somebody_elses_certificate_is_refused() -> None:
    pair = Pair(console_key=stranger_static)
    third, _ = pair.third()
    with pytest.raises(Untrusted, match="not its own"):
        pair.accept(third)


def test_a_console_with_somebody_elses_claim_is_refused() -> None:
    pair = Pair(UNBOUND, console_key=stranger_static, authority=None)
    third, _ = pair.third()
    with pytest.raises(Untrusted, match="not its own"):
        pair.accept(third)


@pytest.mark.parametrize(
    ("hello", "bound"),
    [
        pytest.param(UNBOUND, True, id="a claim on a bound seal"),
        pytest.param(BOUND, False, id="a certificate on an unbound seal"),
        pytest.param(ConsoleHello(None, None), True, id="nothing on a bound seal"),
        pytest.param(ConsoleHello(None, None), False, id="nothing on an unbound seal"),
    ],
)
def test_a_credential_for_another_state_is_refused(hello: ConsoleHello, bound: bool) -> None:
    pair = Pair(hello, authority=authority if bound else None)
    third, _ = pair.third()
    with pytest.raises(Untrusted, match="no credential"):
        pair.accept(third)


@pytest.mark.parametrize(
    ("hello", "bound"),
    [
        pytest.param(ConsoleHello(None, certificates.issue(CERTIFICATE, stranger)), True, id="another authority"),
        pytest.param(ConsoleHello(None, certificates.issue(CERTIFICATE, platform)), True, id="the platform instead"),
        pytest.param(ConsoleHello(None, claim), True, id="a claim as certificate"),
        pytest.param(ConsoleHello(certificates.issue(CLAIM, stranger), None), False, id="another platform"),
        pytest.param(ConsoleHello(certificate, None), False, id="a certificate as claim"),
        pytest.param(ConsoleHello(b"", None), False, id="an empty claim"),
    ],
)
def test_a_credential_of_somebody_else_is_refused(hello: ConsoleHello, bound: bool) -> None:
    pair = Pair(hello, authority=authority if bound else None)
    third, _ = pair.third()
    with pytest.raises(BadSignature):
        pair.accept(third)


def test_a_seal_that_no_cloud_was_given_opens_to_nobody() -> None:
    pair = Pair(UNBOUND, authority=None)
    third, _ = pair.third()
    with pytest.raises(Untrusted):
        pair.seal.finish(third, None, None)


def test_both_credentials_leave_the_bound_seal_to_its_authority() -> None:
    pair = Pair(ConsoleHello(claim, certificate))
    third, _ = pair.third()
    assert pair.accept(third)[0] == CERTIFICATE


# Bytes of a stranger.


@given(noise() | damaged(Pair().console.start()))
def test_any_first_message_is_answered_or_refused(data: bytes) -> None:
    value_or_refusal(Pair().seal.answer, data)


def test_a_first_message_carries_nothing_but_a_key() -> None:
    pair = Pair()
    with pytest.raises(ProtocolError, match="nothing"):
        pair.seal.answer(pair.console.start() + b"more")


@pytest.mark.parametrize("key", [bytes(32), b"\x01" + bytes(31), b"\xec" + b"\xff" * 30 + b"\x7f"], ids=bytes.hex)
def test_a_first_key_of_low_order_is_refused(key: bytes) -> None:
    """Its secret would be known to everybody."""
    with pytest.raises(BadSignature):
        Pair().seal.answer(key)


@given(st.data())
def test_any_other_second_message_is_refused(data: st.DataObject) -> None:
    pair = Pair()
    second = pair.second()
    with pytest.raises(ProtocolError):
        pair.console.read(data.draw(noise() | damaged(second)))


@given(st.data())
def test_any_other_third_message_is_refused(data: st.DataObject) -> None:
    pair = Pair()
    third, _ = pair.third()
    with pytest.raises(ProtocolError):
        pair.accept(data.draw(noise() | damaged(third)))


def test_a_turned_bit_of_the_first_message_is_found_by_the_console() -> None:
    """Both ends hash what they sent and heard, so even the bit of a key that its arithmetic passes over counts."""
    for place in range(32 * 8):
        pair = Pair()
        first = [*flips(pair.console.start())][place]
        with pytest.raises(ProtocolError):
            pair.console.read(pair.seal.answer(first))


def test_turned_bits_of_the_handshake_are_found() -> None:
    """One bit in 61: each try needs a handshake of its own."""
    for place in range(0, len(Pair().second()) * 8, 61):
        pair = Pair()
        with pytest.raises(ProtocolError):
            pair.console.read([*flips(pair.second())][place])
    for place in range(0, len(Pair().third()[0]) * 8, 61):
        pair = Pair()
        with pytest.raises(ProtocolError):
            pair.accept([*flips(pair.third()[0])][place])


class HonestNonsense(msgspec.Struct, array_like=True):
    """A peer that holds the keys but says something else inside."""

    words: bytes


@given(noise())
def test_a_seal_that_holds_its_key_may_say_nonsense(words: bytes) -> None:
    pair = Pair()
    pair.seal._hello = HonestNonsense(words)  # pyright: ignore[reportPrivateUsage, reportAttributeAccessIssue]
    with pytest.raises(ProtocolError):
        pair.console.read(pair.second())
    pair = Pair(identity=words)
    with pytest.raises(Untrusted):
        pair.third()


@given(noise())
def test_a_console_that_holds_its_key_may_say_nonsense(words: bytes) -> None:
    for hello in (HonestNonsense(words), ConsoleHello(None, words), ConsoleHello(words, words)):
        pair = Pair(hello)  # pyright: ignore[reportArgumentType]
        third, _ = pair.third()
        with pytest.raises(ProtocolError):
            pair.accept(third)


def test_a_handshake_of_yesterday_is_refused() -> None:
    yesterday = Pair()
    second = yesterday.second()
    yesterday.console.read(second)
    third, _ = yesterday.console.finish(BOUND)
    today = Pair()
    today.second()
    with pytest.raises(BadSignature):
        today.accept(third)
    again = Pair()
    again.console.start()
    with pytest.raises(BadSignature):
        again.console.read(second)


# After the handshake.


def test_a_repeated_message_ends_the_session() -> None:
    console, seal = Pair().channels()
    press = console.seal(b"once")
    assert seal.open(press) == b"once"
    with pytest.raises(BadSignature):
        seal.open(press)
    with pytest.raises(BadSignature, match="over"):
        seal.open(console.seal(b"a true one afterwards"))


def test_a_message_out_of_order_ends_the_session() -> None:
    console, seal = Pair().channels()
    first, second = console.seal(b"first"), console.seal(b"second")
    with pytest.raises(BadSignature):
        seal.open(second)
    with pytest.raises(BadSignature, match="over"):
        seal.open(first)


def test_a_lost_message_is_found_at_the_next() -> None:
    console, seal = Pair().channels()
    console.seal(b"lost on the way")
    with pytest.raises(BadSignature):
        seal.open(console.seal(b"the next"))


@given(noise())
def test_a_forged_message_is_refused(data: bytes) -> None:
    _, seal = Pair().channels()
    with pytest.raises(BadSignature):
        seal.open(data)


def test_every_turned_bit_is_found() -> None:
    console, seal = Pair().channels()
    changes = [*flips(console.seal(b"seven"))]
    for changed in changes:
        with pytest.raises(BadSignature):
            seal.open(changed)
    for changed in changes[::13]:
        _, fresh = Pair().channels()
        with pytest.raises(BadSignature):
            fresh.open(changed)


def test_a_message_does_not_return_to_its_sender() -> None:
    console, _ = Pair().channels()
    with pytest.raises(BadSignature):
        console.open(console.seal(b"mirror"))


def test_two_sessions_do_not_mix() -> None:
    """The same keys on both sides: the session keys are new each time."""
    one, other = Pair().channels(), Pair().channels()
    with pytest.raises(BadSignature):
        other[1].open(one[0].seal(b"for the other seal"))
    with pytest.raises(BadSignature):
        one[0].open(other[1].seal(b"for the other console"))


def test_a_message_longer_than_the_framework_allows_is_refused() -> None:
    _, seal = Pair().channels()
    with pytest.raises(BadSignature):
        seal.open(bytes(70_000))


def test_the_handshake_fits_the_link() -> None:
    pair = Pair()
    first = pair.console.start()
    second = pair.seal.answer(first)
    pair.console.read(second)
    third, _ = pair.console.finish(BOUND)
    assert (len(first), len(second) < 512, len(third) < 512) == (32, True, True)
    assert len(pack(SealHello(identity, BINDING))) < 512
