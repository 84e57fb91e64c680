"""An activation code typed beside the seal: the seal judges it, with and without the cloud (R-129, I-03, I-19)."""

import pytest

from app.services.activating import activate
from app.services.stamping_state import Step
from domain.authorizations import Authorization, Stage
from domain.codes import Purpose
from domain.ending import CODE_TRIES
from domain.uses import Method
from simulator.host import Host
from tests.app.services import office
from tests.app.services.office import OWNER, Console, Office
from tests.app.services.test_stamping import reached


@pytest.fixture
async def owner(at: Office) -> Console:
    return await at.owner()


@pytest.fixture
async def host(at: Office, owner: Console) -> Host:
    return await at.bound(owner)


async def issued(owner: Console, host: Host, **changes: object) -> tuple[Authorization, str]:
    """To the owner himself, with the code that his phone was sent."""
    row = await office.authorize(owner, host, await owner.me(), method=Method.PRE, **changes)
    text = await owner.cloud.delivered(OWNER, Purpose.ACTIVATE)
    return row, text.partition(" ")[0]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**8:08}"


async def known_as(owner: Console, row: Authorization, stage: Stage) -> bool:
    found = await owner.get(Authorization, row.id)
    return found is not None and found.stage is stage and (stage is Stage.WAITING or found.confirmed_at is not None)


@pytest.mark.req("R-129")
async def test_the_right_code_makes_it_the_live_one_and_the_cloud_hears_of_it(owner: Console, host: Host) -> None:
    row, code = await issued(owner, host)
    done = await activate(owner.tools(), row, code, 0)
    assert (done.trouble, done.tries) == (None, 0)
    assert host.seal.grant is not None
    await owner.until(lambda: known_as(owner, row, Stage.LIVE))
    again = await activate(owner.tools(), row, code, 0)  # said once more, it is so still
    assert again.trouble is None


async def test_without_the_cloud_a_grant_that_waits_in_the_seal_is_activated_and_used(
    at: Office, owner: Console, host: Host
) -> None:
    row, code = await issued(owner, host)
    early = await activate(owner.tools(), row, wrong(code), 0)  # brings the grant
    assert early.trouble is not None
    await at.cloud.stop()
    done = await activate(owner.tools(), row, code, early.tries)
    assert done.trouble is None
    stamping = owner.stamping(row)
    stamping.start()
    try:
        await reached(stamping, lambda state: state.step is Step.IN_HAND and state.ready)
    finally:
        await stamping.close()


async def test_without_the_cloud_what_has_not_reached_the_seal_is_not_there(
    at: Office, owner: Console, host: Host
) -> None:
    row, code = await issued(owner, host)
    await at.cloud.stop()
    done = await activate(owner.tools(), row, code, 0)
    assert done.trouble is not None
    assert (done.trouble.code, done.tries) == ("cloud_away", 0)


async def test_wrong_codes_are_counted_down_and_the_last_ends_it(owner: Console, host: Host) -> None:
    row, code = await issued(owner, host)
    tries = 0
    for left in range(CODE_TRIES - 1, 0, -1):
        done = await activate(owner.tools(), row, wrong(code), tries)
        assert done.trouble is not None
        assert (done.trouble.code, done.trouble.detail) == ("activation_code_wrong", str(left))
        tries = done.tries
    done = await activate(owner.tools(), row, wrong(code), tries)
    assert done.trouble is not None
    assert done.trouble.code == "code_spent_at_seal"
    done = await activate(owner.tools(), row, code, done.tries)
    assert done.trouble is not None
    assert host.seal.grant is None


async def test_while_another_is_live_the_code_stays_good(owner: Console, host: Host) -> None:
    first, its_code = await issued(owner, host)
    row, code = await issued(owner, host)
    assert (await activate(owner.tools(), first, its_code, 0)).trouble is None
    done = await activate(owner.tools(), row, code, 0)
    assert done.trouble is not None
    assert (done.trouble.code, done.tries) == ("other_live", 0)
    assert "the activation code stays good" in done.trouble.sentence(chinese=False)
