"""Requests, answers and notices: each body is read as what it is, and every answer says what may have happened."""

from typing import Any

import pytest
from hypothesis import given

from protocol import conversation
from protocol.cbor import encode, pack, unpack
from protocol.conversation import (
    MAX_ANSWER_BYTES,
    MAX_BODY_BYTES,
    MAX_FROM_SEAL_BYTES,
    MAX_MESSAGE_BYTES,
    ActivateRequest,
    Answer,
    BindRequest,
    Code,
    EntriesNotice,
    FingerNotice,
    Live,
    Notice,
    NoticeOp,
    Op,
    Operation,
    PlaceClaim,
    Press,
    Request,
    Span,
    Taken,
)
from protocol.errors import Malformed
from protocol.log import Place, Source
from protocol.session import TAG_BYTES
from tests.protocol.examples import value_or_refusal
from tests.protocol.strategies import damaged, message, noise

BODIES: list[Any] = [
    Live, Span, Operation, BindRequest, ActivateRequest, PlaceClaim, Taken, Press, EntriesNotice, FingerNotice,
]  # fmt: skip


@given(message(Request))
def test_a_request_is_read_again(request: Request) -> None:
    assert conversation.read_request(pack(request)) == request


@given(message(Answer), message(Notice))
def test_an_answer_is_told_from_a_notice(answer: Answer, notice: Notice) -> None:
    assert conversation.read_from_seal(pack(answer)) == answer
    assert conversation.read_from_seal(pack(notice)) == notice


@pytest.mark.parametrize("kind", BODIES)
def test_bodies_are_read_again(kind: Any) -> None:
    @given(message(kind))
    def read_again(body: Any) -> None:
        assert unpack(pack(body), kind) == body

    read_again()


@pytest.mark.parametrize("kind", BODIES)
@given(data=noise())
def test_any_bytes_are_a_body_or_refused(kind: Any, data: bytes) -> None:
    value_or_refusal(lambda given_bytes: unpack(given_bytes, kind), data)


@given(noise() | damaged(pack(Request(7, Op.TAKE, pack(Operation(bytes(16)))))))
def test_any_bytes_are_a_request_or_refused(data: bytes) -> None:
    value_or_refusal(conversation.read_request, data)


@given(noise() | damaged(pack(Answer(7, Code.OK, b"body"))) | damaged(pack(Notice(NoticeOp.STATUS, b"body"))))
def test_any_bytes_from_a_seal_are_read_or_refused(data: bytes) -> None:
    value_or_refusal(conversation.read_from_seal, data)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param([1], id="one field"),
        pytest.param([], id="no field"),
        pytest.param([1, 0, b"", 0], id="four fields"),
        pytest.param({}, id="a map"),
        pytest.param("ok", id="text"),
        pytest.param(None, id="null"),
        pytest.param([1, 99, b""], id="a code that is not there"),
        pytest.param([5, b""], id="a notice that is not there"),
        pytest.param([1, 22, b""], id="the code after the last"),
        pytest.param([2**32, 0, b""], id="an id beyond the range"),
        pytest.param([-1, 0, b""], id="an id below zero"),
        pytest.param([1, 0, "text"], id="text as a body"),
        pytest.param([True, b""], id="true as a notice"),
    ],
)
def test_what_a_seal_never_says_is_refused(value: Any) -> None:
    with pytest.raises(Malformed):
        conversation.read_from_seal(encode(value))


def test_a_request_nobody_knows_is_read_and_can_be_answered() -> None:
    """A newer console asks an older seal: it learns UNKNOWN_OP instead of losing the session."""
    assert conversation.read_request(encode([1, 999, b""])).op == 999


@pytest.mark.parametrize("value", [[2**32, 1, b""], [-1, 1, b""], [1, -1, b""], [1, 2**16, b""], [1, 1], [1, 1, "", 0]])
def test_a_request_out_of_its_range_is_refused(value: Any) -> None:
    with pytest.raises(Malformed):
        conversation.read_request(encode(value))


@pytest.mark.parametrize("number", ["12345", "1234567", "12345a", "１２３４５６", "123456\n", "-12345", ""])
def test_a_number_is_six_digits(number: str) -> None:
    with pytest.raises(Malformed):
        unpack(encode([bytes(16), number, b""]), BindRequest)


@pytest.mark.parametrize("code", ["1234567", "123456789", "1234567a", "１２３４５６７８", "12345678\n", ""])
def test_an_activation_code_is_eight_digits(code: str) -> None:
    with pytest.raises(Malformed):
        unpack(encode([bytes(16), bytes(16), code]), ActivateRequest)


@pytest.mark.parametrize("source", Source)
def test_a_console_claims_a_place_only_as_its_own_word(source: Source) -> None:
    """Nobody says of himself that he is the receiver of the seal."""
    claim = pack(PlaceClaim(bytes(16), Place(1, 2, source, 3, 4)))
    if source is Source.CONSOLE:
        assert conversation.read_place(claim).place.source is source
    else:
        with pytest.raises(Malformed, match="console"):
            conversation.read_place(claim)


@given(noise() | damaged(pack(PlaceClaim(bytes(16), Place(1, 2, Source.CONSOLE, 3, 4)))))
def test_any_bytes_are_a_place_or_refused(data: bytes) -> None:
    value_or_refusal(conversation.read_place, data)


def test_in_free_use_no_grant_is_taken() -> None:
    assert unpack(encode([None, 0, 0, 0, False]), Taken).grant is None


def test_the_longest_body_fills_one_message_of_the_link() -> None:
    longest = pack(Request(2**32 - 1, 2**16 - 1, bytes(MAX_BODY_BYTES)))
    assert len(longest) + TAG_BYTES <= MAX_MESSAGE_BYTES
    assert len(conversation.read_request(longest).body) == MAX_BODY_BYTES
    with pytest.raises(Malformed, match="at most"):
        conversation.read_request(encode([1, 0, bytes(MAX_MESSAGE_BYTES)]))


def test_a_seal_says_more_at_a_time_than_it_hears() -> None:
    longest = pack(Answer(2**32 - 1, Code.OK, bytes(MAX_ANSWER_BYTES)))
    assert MAX_MESSAGE_BYTES < len(longest) + TAG_BYTES <= MAX_FROM_SEAL_BYTES
    assert conversation.read_from_seal(longest) == Answer(2**32 - 1, Code.OK, bytes(MAX_ANSWER_BYTES))
    with pytest.raises(Malformed, match="at most"):
        conversation.read_from_seal(encode([1, 0, bytes(MAX_FROM_SEAL_BYTES)]))


def test_every_code_says_whether_it_may_have_happened_and_whether_to_repeat() -> None:
    """Only a fault inside the seal leaves it open; a refusal never does."""
    assert {code for code in Code if code.may_have_happened} == {Code.INTERNAL}
    assert {code for code in Code if code.worth_repeating} == {
        Code.NO_CLOCK,
        Code.GAP,
        Code.RESTRICTED,
        Code.INTERNAL,
    }
    assert not Code.OK.may_have_happened
