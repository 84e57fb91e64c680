"""A GL seal with its modem, a cloud with its broker, and a console that is away: nobody stands before the seal."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from domain.ids import new_id
from domain.loss_lock import LockSeal
from domain.messages import Channel
from protocol.contact import LEASE_S, Phase, SealMode
from simulator.host import Host
from tests.app.services import office
from tests.app.services.office import OWNER, Console
from tests.waiting import until, until_told

MODE_PRESSES = 5
WHERE = "30.274100, 120.155100"


@dataclass
class Outside:
    """The seal is bound, in GPRS mode, in contact; the console can order, and carries nothing."""

    owner: Console
    host: Host

    @property
    def serial(self) -> str:
        return self.host.board.serial

    async def lock(self) -> None:
        await self.owner.do(LockSeal(id=new_id(), seal=self.serial))

    async def sms(self) -> list[dict[str, Any]]:
        """That the seal is locked, as it was handed to the carrier."""
        return [each for each in await self.owner.cloud.inbox() if WHERE in each["text"]]


@pytest.fixture
async def outside(tmp_path: Path) -> AsyncIterator[Outside]:
    async with office.opened(tmp_path, mqtt_port=0, checkers=0) as at:
        owner = await at.owner()
        host = await at.seal(modem=True)
        await office.bind(owner, host)
        await owner.nearby.stop()  # it is out of this console's reach
        await host.press_key(MODE_PRESSES)
        yield Outside(owner, host)


@pytest.mark.slow
@pytest.mark.req("R-122", "H")
async def test_switched_on_in_gprs_mode_it_connects_by_itself(outside: Outside) -> None:
    host = outside.host
    await until(lambda: host.attached)
    host.act(lambda seal: seal.hold())
    await until(lambda: not host.attached)
    assert host.seal.live.lease_left_s == 0
    host.act(lambda seal: seal.hold())
    await until(lambda: host.attached and host.seal.live.lease_left_s > 0)
    assert host.seal.live.mode is SealMode.GPRS
    assert LEASE_S - 30 <= host.seal.live.lease_left_s <= LEASE_S
    assert not host.linked  # no console has helped
    host.act(lambda seal: seal.put_sim(False))
    await until(lambda: not host.attached)


@pytest.mark.slow
@pytest.mark.req("R-191", "H")
async def test_switched_on_it_locks_at_once_and_an_sms_says_where(outside: Outside) -> None:
    host = outside.host
    await until(lambda: host.attached and host.seal.live.lease_left_s > 0)
    assert host.seal.phase is Phase.NEEDS_GRANT
    await outside.lock()
    await until(lambda: host.seal.phase is Phase.LOCKED, within=10)
    assert host.seal.screen == ("设备已锁定",)
    await until_told(outside.sms)
    (message,) = await outside.sms()
    assert (message["phone"], message["channel"]) == (OWNER, Channel.SMS)


@pytest.mark.slow
@pytest.mark.req("R-192", "H")
async def test_switched_off_it_locks_when_it_is_switched_on_and_an_sms_says_where(outside: Outside) -> None:
    host = outside.host
    await until(lambda: host.attached and host.seal.live.lease_left_s > 0)
    host.act(lambda seal: seal.hold())
    await until(lambda: not host.attached)
    await outside.lock()
    assert await outside.sms() == []  # it is not locked yet, wherever it is
    host.act(lambda seal: seal.hold())
    assert not host.seal.unlocked  # it has no lease before it has heard of the lock
    await until(lambda: host.seal.phase is Phase.LOCKED)
    await until_told(outside.sms)
    assert [each["phone"] for each in await outside.sms()] == [OWNER]
