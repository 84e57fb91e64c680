"""The log: gapless and chained; a slice of it says whose it is, and no entry can be left out, changed or added."""

import hashlib
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol import cose, log
from protocol.cbor import encode, pack, unpack
from protocol.errors import BadSignature, Malformed
from protocol.keys import subkey
from tests.protocol.examples import (
    ENTRIES,
    GRANT,
    OTHER_SECRET,
    RECEIPT,
    SECRET,
    SERIAL,
    SLICE,
    authority,
    chain,
    flips,
    none_but,
    seal_signing,
    stranger,
    value_or_refusal,
)
from tests.protocol.strategies import damaged, message, noise, plain

SEALED = log.seal_slice(SLICE, seal_signing, SECRET)
entries: st.SearchStrategy[log.Entry] = st.one_of(
    message(log.ImpressionEntry), message(log.EventEntry), message(log.AckEntry), message(log.OverflowEntry)
)


def open_slice(data: bytes) -> tuple[log.Slice, list[log.Entry]]:
    return log.open_slice(data, seal_signing.public, SECRET)


def open_receipt(data: bytes) -> log.Receipt:
    return log.open_receipt(data, authority.public)


@given(entries)
def test_an_entry_is_read_again_and_is_short(entry: log.Entry) -> None:
    data = pack(entry)
    assert len(data) <= log.MAX_ENTRY_BYTES
    assert log.read_entry(data) == entry


@given(noise() | damaged(pack(ENTRIES[2])))
def test_any_bytes_are_an_entry_or_refused(data: bytes) -> None:
    value_or_refusal(log.read_entry, data)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param([5, 1, 0, 1, 1, 0], id="a kind of entry that is not there"),
        pytest.param([2, 1, 0, 1, 25, 0, None], id="the event after the last"),
        pytest.param([2, 1, 0, 1, 0, 0, None], id="an event that is not there"),
        pytest.param([2, 1, 0, 3, 1, 0, None], id="a clock that is not there"),
        pytest.param([2, 1, 0, 1, 1], id="without detail"),
        pytest.param([2, 1, 0, 1, 1, 0, 0], id="a grant that is none"),
        pytest.param([2, 1, 0, 1, 1, 0, bytes(15)], id="a grant that is too short"),
        pytest.param([2, 1, 0, 1, 1, 0, None, None], id="a field too many"),
        pytest.param([2, 2**48, 0, 1, 1, 0, None], id="a number beyond the range"),
        pytest.param([2, -1, 0, 1, 1, 0, None], id="a number below zero"),
        pytest.param([2, 1, 0, 1, 99, 0], id="an event of version 1 that is not there"),
        pytest.param([2, -1, 0, 1, 1, 0], id="an event of version 1 with a number below zero"),
        pytest.param([True, 1, 0, 1, 1, 0], id="true for a kind of entry"),
        pytest.param([4, 1, 0, 1, 1, 1], id="another entry that lacks its last field"),
        pytest.param([], id="an empty array"),
        pytest.param({}, id="a map"),
        pytest.param([1, 1, 0, 1, 1, None, None, 0, None, 11], id="an eleventh cause"),
        pytest.param([1, 1, 0, 1, 1, None, None, 0, None, -1], id="a negative cause"),
        pytest.param([1, 1, 0, 1, 1, None, None, 0, [900_000_001, 0, 1, 0, 0], 0], id="north of the pole"),
        pytest.param([1, 1, 0, 1, 1, None, None, 0, [0, -1_800_000_001, 1, 0, 0], 0], id="west of the date line"),
        pytest.param([3, 1, 0, 1, 1, 1, 1, 11], id="the outcome after the last"),
    ],
)
def test_an_entry_out_of_its_range_is_refused(fields: list[Any]) -> None:
    with pytest.raises(Malformed):
        log.read_entry(encode(fields))


def test_a_log_begun_under_version_1_goes_on() -> None:
    """Its events name no grant; their bytes are hashed as they stand."""
    old = encode([2, 1, 5, 1, 3, 0])
    assert log.read_entry(old) == log.EventEntry(1, 5, log.Clock.SET, log.EventKind.ABORTED)
    new = log.EventEntry(2, 6, log.Clock.SET, log.EventKind.ABORTED, 0, GRANT)
    before = log.first_head(SERIAL)
    head = log.next_head(log.next_head(before, old), pack(new))
    part = log.Slice(SERIAL, 1, 1, 2, before, [old, pack(new)], head)
    opened, read = open_slice(log.seal_slice(part, seal_signing, SECRET))
    assert opened.entries[0] == old
    assert read == [log.read_entry(old), new]


def test_the_chain_is_what_the_specification_says() -> None:
    first = hashlib.sha256(b"signet/log/1/GL0000000001").digest()
    assert log.first_head(SERIAL) == first
    assert log.next_head(first, b"entry") == hashlib.sha256(first + b"entry").digest()


@given(st.lists(entries, min_size=1, max_size=6), st.integers(1, 2**40))
def test_a_slice_is_opened_again(drawn: list[log.Entry], first: int) -> None:
    numbered = [msgspec.structs.replace(entry, number=first + place) for place, entry in enumerate(drawn)]
    part = chain(numbered)
    assert open_slice(log.seal_slice(part, seal_signing, SECRET)) == (part, numbered)


def test_a_full_store_fits_one_slice() -> None:
    """800 impressions of a GL seal and the sixteen kept for presses that happen anyway."""
    longest = msgspec.structs.replace(ENTRIES[2], at=2**48 - 1, own=2**48 - 1)
    part = chain([msgspec.structs.replace(longest, number=2**47 + place) for place in range(816)])
    assert len(open_slice(log.seal_slice(part, seal_signing, SECRET))[1]) == 816


@given(noise() | damaged(SEALED))
def test_any_bytes_are_a_slice_or_refused(data: bytes) -> None:
    value_or_refusal(open_slice, data)


@given(st.binary(max_size=60) | plain.map(encode))
def test_even_the_seal_may_sign_nonsense(payload: bytes) -> None:
    box = cose.encrypt(cose.sign(payload, seal_signing, "slice/1"), subkey(SECRET, "log"), "log/1")
    value_or_refusal(open_slice, pack(log.SealedSlice(SERIAL, 1, 1, 1, box)))


def test_every_turned_bit_is_found() -> None:
    for changed in flips(SEALED):
        with pytest.raises((Malformed, BadSignature)):
            open_slice(changed)


def test_the_courier_reads_only_whose_and_which() -> None:
    assert not any(entry in SEALED for entry in SLICE.entries)
    cover = unpack(SEALED, log.SealedSlice)
    assert (cover.serial, cover.binding, cover.first, cover.last) == (SERIAL, 1, 1, 3)


def test_another_seal_or_binding_is_refused() -> None:
    with pytest.raises(BadSignature):
        log.open_slice(SEALED, stranger.public, SECRET)
    with pytest.raises(BadSignature):
        log.open_slice(SEALED, seal_signing.public, OTHER_SECRET)


@dataclass(frozen=True)
class Forgery:
    """What a seal's maker would have to sign wrongly for the cloud to be misled."""

    changes: dict[str, Any]
    reason: str


@pytest.mark.parametrize(
    "forgery",
    [
        pytest.param(Forgery({"entries": SLICE.entries[:2]}, "missing"), id="the last entry left out"),
        pytest.param(Forgery({"entries": SLICE.entries[1:]}, "missing"), id="the first entry left out"),
        pytest.param(Forgery({"entries": SLICE.entries[::-1]}, "order"), id="entries in another order"),
        pytest.param(Forgery({"entries": [SLICE.entries[0]] * 3}, "order"), id="one entry three times"),
        pytest.param(Forgery({"entries": []}, "missing"), id="nothing in it"),
        pytest.param(Forgery({"entries": [], "last": 0}, "missing"), id="nothing in it, and saying so"),
        pytest.param(Forgery({"first": 2, "last": 4}, "order"), id="other numbers"),
        pytest.param(Forgery({"last": 2**48 - 1}, "missing"), id="a huge range"),
        pytest.param(Forgery({"first": 0, "last": 2}, "order"), id="from number 0"),
        pytest.param(Forgery({"head": bytes(32)}, "chain"), id="another head"),
        pytest.param(Forgery({"before": bytes(32)}, "chain"), id="another beginning"),
        pytest.param(Forgery({"before": bytes(31)}, "length"), id="a head that is too short"),
        pytest.param(Forgery({"serial": "GL0000000002"}, "another slice"), id="another seal inside"),
        pytest.param(Forgery({"binding": 2}, "another slice"), id="another binding inside"),
    ],
)
def test_a_slice_that_does_not_hold_is_refused(forgery: Forgery) -> None:
    inner = msgspec.structs.replace(SLICE, **forgery.changes)
    box = cose.encrypt(cose.sign(pack(inner), seal_signing, "slice/1"), subkey(SECRET, "log"), "log/1")
    with pytest.raises(Malformed, match=forgery.reason):
        open_slice(pack(log.SealedSlice(SERIAL, 1, inner.first, inner.last, box)))


def test_a_changed_entry_breaks_the_chain() -> None:
    for place, entry in enumerate(SLICE.entries):
        changed = [*SLICE.entries]
        changed[place] = pack(msgspec.structs.replace(log.read_entry(entry), at=1))
        with pytest.raises(Malformed, match="chain"):
            open_slice(log.seal_slice(msgspec.structs.replace(SLICE, entries=changed), seal_signing, SECRET))


def test_a_number_0_is_refused() -> None:
    part = chain([msgspec.structs.replace(ENTRIES[0], number=0)])
    with pytest.raises(Malformed, match="missing"):
        open_slice(log.seal_slice(part, seal_signing, SECRET))


@given(message(log.Receipt))
def test_a_receipt_is_opened_again(receipt: log.Receipt) -> None:
    assert open_receipt(log.sign_receipt(receipt, authority)) == receipt


@given(noise() | damaged(log.sign_receipt(RECEIPT, authority)))
def test_any_bytes_are_a_receipt_or_refused(data: bytes) -> None:
    value_or_refusal(open_receipt, data)


def test_only_a_receipt_is_a_receipt() -> None:
    for changed in flips(log.sign_receipt(RECEIPT, authority)):
        with pytest.raises(BadSignature):
            open_receipt(changed)
    with pytest.raises(BadSignature):
        log.open_receipt(log.sign_receipt(RECEIPT, stranger), authority.public)
    none_but({"receipt/1"}, open_receipt, authority, pack(RECEIPT))
    none_but(
        {"slice/1"},
        lambda signed: open_slice(
            pack(log.SealedSlice(SERIAL, 1, 1, 3, cose.encrypt(signed, subkey(SECRET, "log"), "log/1")))
        ),
        seal_signing,
        pack(SLICE),
    )
