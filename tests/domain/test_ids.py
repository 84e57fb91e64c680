"""Ids: UUIDs of version 7, so that what is younger sorts later."""

import time
import uuid

import pytest

from domain import ids


@pytest.mark.parametrize("at_ms", [0, 1, 1_790_000_000_000, 2**48 - 1])
def test_an_id_is_a_uuid_of_version_7_that_begins_with_its_time(at_ms: int) -> None:
    made = [uuid.UUID(ids.new_id(at_ms)) for _ in range(200)]
    assert {(id.version, id.variant) for id in made} == {(7, uuid.RFC_4122)}
    assert {id.int >> 80 for id in made} == {at_ms}


def test_every_random_bit_is_now_one_and_now_the_other() -> None:
    """74 bits: all but time, version and variant."""
    made = [uuid.UUID(ids.new_id(0)).int for _ in range(200)]
    ones = sum(1 << bit for bit in range(128) if any(id >> bit & 1 for id in made))
    zeros = sum(1 << bit for bit in range(128) if any(not id >> bit & 1 for id in made))
    assert (ones & zeros).bit_count() == 74


def test_without_a_time_it_is_now() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid.UUID(ids.new_id()).int >> 80
    assert before - 1 <= made <= time.time_ns() // 1_000_000 + 1


def test_bytes_and_text_are_the_same_id() -> None:
    made = ids.new_id()
    assert ids.to_bytes(made) == uuid.UUID(made).bytes
    assert ids.from_bytes(uuid.UUID(made).bytes) == made
