"""Stamping in free use, and the place that a console tells a seal."""

import pytest
from msgspec import structs

from app.models import usage
from app.services.stamping import FreeUse, Stamping
from app.services.stamping_state import Step
from domain.usage import Impression
from protocol.log import Place, Source
from simulator.host import Host
from tests.app.services import office
from tests.app.services.office import Console, Office
from tests.app.services.test_stamping import SERIAL, has, press, reached


@pytest.fixture
async def owner(at: Office) -> Console:
    return await at.owner()


@pytest.fixture
async def host(at: Office, owner: Console) -> Host:
    """Bound, and open."""
    return await at.bound(owner, opened=True)


async def test_in_free_use_there_is_no_authorization_and_no_limit(owner: Console, host: Host) -> None:
    """The regime's order comes from the cloud in another test: here the seal has it."""
    core = host.seal._core
    host.act(lambda _firmware: core.commit(structs.replace(core.state, free=True), point="apply"))
    me = (await owner.me()).id
    stamping = owner.stamping(FreeUse(owner.organization, SERIAL, me))
    stamping.start()
    try:
        await reached(stamping, lambda state: state.step is Step.IN_HAND and state.ready)
        assert (stamping.state.free, stamping.state.count) == (True, 0)
        for number in (1, 2):
            press(host)
            await reached(stamping, lambda state, number=number: len(state.presses) == number)
        assert [press.result for press in stamping.state.presses] == [0, 0]
        shown = await owner.store.run(lambda tx: usage.page(tx, owner.organization))
        assert {(each.impression.authorization, each.impression.member) for each in shown} == {(None, me)}
        await stamping.save()
        assert stamping.state.step is Step.SAVED
    finally:
        await stamping.close()


async def test_free_use_does_not_use_up_an_authorization(owner: Console, host: Host) -> None:
    held = owner.stamping(await office.authorize(owner, host, await owner.me()))
    held.start()
    await reached(held, lambda state: state.ready)
    await held.save()
    stamping = owner.stamping(FreeUse(owner.organization, SERIAL, (await owner.me()).id))
    stamping.start()
    await reached(stamping, lambda state: state.trouble is not None and state.trouble.code == "other_grant")
    assert not host.seal.live.in_hand
    await stamping.close()


async def test_the_console_tells_the_seal_where_they_are(owner: Console, host: Host) -> None:
    host.seal._core._locate = lambda: None
    here = structs.replace(office.HERE, source=Source.CONSOLE, age_s=0)

    async def where() -> Place:
        return here

    authorization = await office.authorize(owner, host, await owner.me())
    stamping = Stamping(authorization, owner.tools(), None, where)
    stamping.start()
    try:
        await reached(stamping, lambda state: state.ready)
        press(host)
        await owner.until(lambda: has(owner, [1]))
    finally:
        await stamping.close()
    (row,) = await owner.all(Impression)
    assert row.place is not None
    assert row.place.source == "console"
