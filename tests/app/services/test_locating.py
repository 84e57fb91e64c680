"""A seal is asked where it is: by this computer, or by calling its modem; and what is said when it does not answer."""

import pytest

from app.services import locating, ordering
from app.services.locating import locate
from domain.seals import Position, SealStatus
from protocol.log import Place, Source
from simulator.host import Host
from tests.app.services.office import Console, Office
from tests.app.services.test_courier import SERIAL
from tests.waiting import until

HERE = Position(30.2741, 120.1551, "gnss", 4, 6)
THERE = Position(31.2304, 121.4737, "gnss", 4, 6)


@pytest.fixture
async def owner(at: Office) -> Console:
    return await at.owner()


@pytest.fixture
async def host(at: Office, owner: Console) -> Host:
    """A bound seal, and the owner's computer hears that it is."""
    made = await at.bound(owner)
    await until(lambda: ordering.is_near(owner.tools(), SERIAL))
    return made


async def place(console: Console) -> Position | None:
    status = await console.get(SealStatus, SERIAL)
    return None if status is None else status.place


@pytest.mark.req("R-215")
@pytest.mark.req("R-001")
async def test_a_seal_in_reach_says_at_once_where_it_is(owner: Console, host: Host) -> None:
    assert await locate(owner.tools(), owner.organization, SERIAL) is None
    assert await place(owner) == HERE
    host.seal._core._locate = lambda: Place(312_304_000, 1_214_737_000, Source.GNSS, 4, 6)
    assert await locate(owner.tools(), owner.organization, SERIAL) is None
    assert await place(owner) == THERE


@pytest.mark.req("R-215")
async def test_one_that_does_not_answer_is_told_and_stays_where_it_was(
    owner: Console, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locating, "ANSWERED_WITHIN_S", 0.3)
    assert await locate(owner.tools(), owner.organization, SERIAL) is None
    await host.stop()
    await until(lambda: not ordering.is_near(owner.tools(), SERIAL), within=30)
    trouble = await locate(owner.tools(), owner.organization, SERIAL)
    assert trouble is not None
    assert (trouble.code, trouble.worth_repeating) == ("seal_not_located", True)
    assert "last was" in trouble.sentence(chinese=False)
    assert await place(owner) == HERE


async def test_of_a_seal_that_is_not_there_the_rule_says_so(owner: Console) -> None:
    trouble = await locate(owner.tools(), owner.organization, "GL0000000000")
    assert trouble is not None
    assert trouble.code == "not_found"
