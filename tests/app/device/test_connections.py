"""When a seal is tried again after what went wrong: by its kind, and by whether a person waits."""

import asyncio
from pathlib import Path

import pytest

from app.device.connections import ADMISSIONS, IN_HAND, IN_PASSING, Connections, Retry
from app.device.errors import (
    BluetoothOff,
    ConnectFailed,
    InUse,
    LinkLost,
    NoAnswer,
    NotAdmitted,
    NotGenuine,
    NotOurs,
    OutOfReach,
    SealRefused,
    SessionBroken,
)
from app.device.link import Link
from protocol.conversation import Code
from tests.app.device.stands import RadioStand, on, radio_stand


@pytest.mark.parametrize("error", [OutOfReach(), InUse(), ConnectFailed(), LinkLost(), NoAnswer(), SessionBroken()])
def test_what_may_be_better_next_time_is_tried_again_ever_more_seldom(error: Exception) -> None:
    at_hand, passing = Retry(IN_HAND), Retry(IN_PASSING)
    assert [at_hand.after(error) for _ in range(6)] == [0.5, 1, 2, 4, 8, 8]
    assert [passing.after(error) for _ in range(6)] == [2, 4, 8, 16, 30, 30]
    at_hand.succeeded()
    assert at_hand.after(error) == 0.5


def test_bluetooth_that_is_off_is_tried_again() -> None:
    assert Retry(IN_HAND).after(BluetoothOff()) == 0.5


@pytest.mark.parametrize("error", [NotGenuine(), SealRefused(Code.NOT_PERMITTED), SealRefused(Code.NO_CLOCK)])
def test_what_would_come_about_again_is_left_to_the_person(error: Exception) -> None:
    assert Retry(IN_HAND).after(error) is None
    assert Retry(IN_PASSING).after(error) == 30


def test_somebody_elses_seal_is_left_alone() -> None:
    assert Retry(IN_HAND).after(NotOurs()) is None
    assert Retry(IN_PASSING).after(NotOurs()) == 600


def test_a_seal_that_hangs_up_on_our_certificate_may_have_been_lost_in_that_moment() -> None:
    retry = Retry(IN_HAND)
    tries = [retry.after(NotAdmitted()) for _ in range(ADMISSIONS)]
    assert tries == [0.5, 1, None]
    retry.succeeded()
    assert retry.after(NotAdmitted()) == 0.5


def test_a_visit_that_did_not_come_off_wholly_counts() -> None:
    retry = Retry(IN_PASSING)
    assert [retry.after(None), retry.after(TimeoutError()), retry.failures] == [2, 4, 2]


async def test_one_connection_is_made_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    making, most = 0, 0
    attempt = Link.connect

    async def counted(link: Link) -> None:
        nonlocal making, most
        making += 1
        most = max(most, making)
        await attempt(link)
        making -= 1

    monkeypatch.setattr(Link, "connect", counted)
    async with radio_stand(tmp_path / "seal") as stand:
        assert isinstance(stand, RadioStand)
        on(stand)
        connections, address = Connections(stand.scanner), stand.host.plate.address

        async def come_and_go() -> None:
            await (await connections.connect(address)).close()

        await asyncio.gather(*(come_and_go() for _ in range(3)))
    assert (most, making) == (1, 0)
