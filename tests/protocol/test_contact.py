"""Question, answer and status: who asks and who answers is proved, and one is never taken for the other."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol import contact, cose
from protocol.cbor import encode, pack
from protocol.contact import Answer, Question, Status
from protocol.conversation import MAX_BODY_BYTES
from protocol.errors import BadSignature, Malformed
from protocol.keys import subkey
from protocol.log import Place, Source
from protocol.modem import MAX_MESSAGE_BYTES, Up, UpKind
from tests.protocol.examples import (
    NOON,
    OTHER_SECRET,
    SECRET,
    SERIAL,
    SLICE,
    authority,
    flips,
    none_but,
    platform,
    seal_signing,
    stranger,
    value_or_refusal,
)
from tests.protocol.strategies import damaged, message, noise, plain

STATUS = Status(
    NOON * 1000, contact.Phase.USABLE, 87, "1.0.0", None, 3, 1, 3, contact.SealMode.GPRS, 4, False, 800, [1], ["1/3"],
    0, False,
)  # fmt: skip
QUESTION = Question(SERIAL, 1, bytes(16), 1, 2, 3, SLICE.head, contact.seal_status(STATUS, SECRET))
ANSWER = Answer(SERIAL, 1, bytes(16), NOON * 1000, 1, 2, 3, SLICE.head, contact.LEASE_S)


def open_question(data: bytes) -> Question:
    return contact.open_question(data, seal_signing.public)


def open_answer(data: bytes) -> Answer:
    return contact.open_answer(data, authority.public)


def open_status(data: bytes) -> Status:
    return contact.open_status(data, SECRET)


@given(message(Question))
def test_a_question_is_opened_again(question: Question) -> None:
    assert open_question(contact.ask(question, seal_signing)) == question


@given(message(Answer))
def test_an_answer_is_opened_again(answer: Answer) -> None:
    assert open_answer(contact.answer(answer, authority)) == answer


@given(message(Status))
def test_a_status_is_opened_again(status: Status) -> None:
    assert open_status(contact.seal_status(status, SECRET)) == status


@given(noise() | damaged(contact.ask(QUESTION, seal_signing)))
def test_any_bytes_are_a_question_or_refused(data: bytes) -> None:
    value_or_refusal(open_question, data)


@given(noise() | damaged(contact.answer(ANSWER, authority)))
def test_any_bytes_are_an_answer_or_refused(data: bytes) -> None:
    value_or_refusal(open_answer, data)


@given(noise() | damaged(contact.seal_status(STATUS, SECRET)))
def test_any_bytes_are_a_status_or_refused(data: bytes) -> None:
    value_or_refusal(open_status, data)


@given(st.binary(max_size=60) | plain.map(encode))
def test_even_the_right_key_may_sign_nonsense(payload: bytes) -> None:
    value_or_refusal(open_question, cose.sign(payload, seal_signing, "question/1"))
    value_or_refusal(open_answer, cose.sign(payload, authority, "answer/1"))
    value_or_refusal(open_status, cose.encrypt(payload, subkey(SECRET, "status"), "status/1"))


def test_every_turned_bit_is_found() -> None:
    for changed in flips(contact.ask(QUESTION, seal_signing)):
        with pytest.raises(BadSignature):
            open_question(changed)
    for changed in flips(contact.answer(ANSWER, authority)):
        with pytest.raises(BadSignature):
            open_answer(changed)
    for changed in flips(contact.seal_status(STATUS, SECRET)):
        with pytest.raises(BadSignature):
            open_status(changed)


def test_nobody_else_asks_answers_or_reads() -> None:
    with pytest.raises(BadSignature):
        open_question(contact.ask(QUESTION, stranger))
    with pytest.raises(BadSignature):
        open_answer(contact.answer(ANSWER, platform))
    with pytest.raises(BadSignature):
        contact.open_status(contact.seal_status(STATUS, SECRET), OTHER_SECRET)


def test_a_question_is_never_an_answer_nor_anything_else() -> None:
    none_but({"question/1"}, open_question, seal_signing, pack(QUESTION))
    none_but({"answer/1"}, open_answer, authority, pack(ANSWER))


def test_a_status_is_sealed_for_itself_alone() -> None:
    for purpose, key in (("log/1", "status"), ("status/1", "log"), ("grant/1", "grant")):
        with pytest.raises(BadSignature):
            open_status(cose.encrypt(pack(STATUS), subkey(SECRET, key), purpose))


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"lease_s": -1}, id="a lease below zero"),
        pytest.param({"lease_s": 7 * 24 * 3600 + 1}, id="a lease of more than seven days"),
        pytest.param({"nonce": bytes(15)}, id="a short nonce"),
        pytest.param({"receipted_head": bytes(33)}, id="a long head"),
        pytest.param({"time": 2**48}, id="a time beyond the range"),
    ],
)
def test_an_answer_out_of_its_range_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        open_answer(contact.answer(msgspec.structs.replace(ANSWER, **changes), authority))


@pytest.mark.parametrize(
    "changes",
    [
        {"battery": 101}, {"battery": -1}, {"firmware": "1" * 33}, {"phase": 8}, {"mode": 2}, {"signal": 6},
        {"signal": -1}, {"waiting": 9}, {"waiting": -1}, {"fingers": [6]}, {"fingers": [1] * 6}, {"screen": [""] * 7},
        {"screen": ["1" * 33]}, {"capacity": -1},
    ],
    ids=str,
)  # fmt: skip
def test_a_status_out_of_its_range_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        open_status(contact.seal_status(msgspec.structs.replace(STATUS, **changes), SECRET))


def test_the_fullest_status_fits_and_its_question_fits_the_link() -> None:
    """Six lines of the longest characters there are."""
    place = Place(900_000_000, -1_800_000_000, Source.CONSOLE, 2**32 - 1, 2**32 - 1)
    most = 2**48 - 1
    fullest = Status(
        most, contact.Phase.FULL, 100, "\U00010000" * 32, place, most, most, most, contact.SealMode.BLUETOOTH, 5, True,
        most, [5] * 5, ["\U00010000" * 32] * 6, 8, True,
    )  # fmt: skip
    sealed = contact.seal_status(fullest, SECRET)
    assert open_status(sealed) == fullest
    asked = contact.ask(msgspec.structs.replace(QUESTION, serial="A" * 20, status=sealed), seal_signing)
    assert len(asked) <= MAX_BODY_BYTES
    assert len(pack(Up(UpKind.QUESTION, asked))) <= MAX_MESSAGE_BYTES


def test_a_lease_of_seven_days_is_the_longest() -> None:
    longest = msgspec.structs.replace(ANSWER, lease_s=7 * 24 * 3600)
    assert open_answer(contact.answer(longest, authority)) == longest


def test_a_question_too_long_for_the_link_is_refused() -> None:
    with pytest.raises(Malformed, match="at most"):
        open_question(contact.ask(msgspec.structs.replace(QUESTION, status=bytes(2048)), seal_signing))
