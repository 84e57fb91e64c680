"""One record: where it was, on a small map; how its application came through; the ways to what it was done under."""

import msgspec
import pytest

from app.models.files import Blob
from app.views.usage.page import UsagePage
from app.views.widgets import Timeline
from demo import driver
from domain.authorizations import Authorization
from domain.files import Purpose
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, see, sees
from tests.app.views.test_application_detail import attachment
from tests.domain.test_picture_files import encoded
from tests.waiting import until


def said(name: str) -> str:
    found = driver.find(name)
    assert isinstance(found, Timeline)
    return found.accessibleDescription()


@pytest.mark.req("R-007")
async def test_the_steps_of_its_application_and_its_document(stage: Stage) -> None:
    page = await stage.open(UsagePage, "m-keeper")
    driver.choose("usage.list", "#24")
    await see("usage.detail", "number 24 of this seal")
    assert "许砚清 applied" in said("usage.flow")
    assert "沈若溪" in said("usage.flow")
    assert not sees("usage.document")
    line = page._list.line()
    assert line is not None
    assert line.application is not None
    of = {"application": line.application.id, "purpose": Purpose.PICTURE}
    picture = attachment("x-1", "合同第一页", Blob("image/png", encoded("PNG")), **of)
    removed = {"removed_at": stage.now, "removed_after_d": 1}
    gone = attachment("x-2", "合同第二页", Blob("image/png", encoded("PNG", (9, 9))), **of, **removed)
    await rooms.take(page.room.store, [picture, gone], now=stage.now)
    await until(lambda: sees("usage.document"))
    assert [each.caption for each in page._detail._document._shown] == [picture.name]
    driver.choose("usage.list", "#21")  # of nobody's authorization
    await see("usage.detail", "number 21 of this seal")
    assert not sees("usage.flow")
    assert not sees("usage.application")
    assert not sees("usage.authorization")


@pytest.mark.req("R-007")
async def test_the_ways_to_its_application_and_its_authorization(stage: Stage) -> None:
    """Whoever's they are, and whichever seal is the current one."""
    stage.said.seal = world.FINANCE
    page = await stage.open(UsagePage, "m-keeper")
    page.show_records(page._filters.asked(page._asked.tab, "", "", stage.now))  # type: ignore[union-attr]
    await until(lambda: page._list.line() is not None)
    driver.choose("usage.list", "#24")
    await see("usage.detail", "number 24 of this seal")
    driver.click("usage.application")
    await see("usage.application.window", "云杉采购框架协议")
    await see("usage.application.window", "SQ-20261123-001")
    driver.click("usage.application.close")
    await until(lambda: not sees("usage.application.window"))
    driver.click("usage.authorization")
    await see("usage.authorization.window", "许砚清")
    await see("usage.authorization.window", "2/3")
    assert not sees("authorizations.end_use")  # its own page offers that
    line = page._list.line()
    assert line is not None
    assert isinstance(line.authorization, Authorization)
    used = msgspec.structs.replace(line.authorization, used=3)
    await rooms.take(page.room.store, [used], now=stage.now)
    await see("usage.authorization.window", "3/3")
    driver.click("usage.authorization.close")
    await until(lambda: not sees("usage.authorization.window"))


@pytest.mark.req("R-007")
async def test_its_place_on_a_small_map_that_is_loaded_when_it_is_wanted(stage: Stage) -> None:
    page = await stage.open(UsagePage, "m-keeper")
    driver.choose("usage.list", "#24")
    await see("usage.detail", "number 24 of this seal")
    spot = page._detail._spot
    assert spot.view is None
    driver.click("usage.map_open")
    view = spot.view
    assert view is not None
    await until(lambda: view.is_ready)
    assert "30.27" in view._wanted["focus"]
    driver.choose("usage.list", "#23")
    await see("usage.detail", "number 23 of this seal")
    await until(lambda: "-23" in view._wanted["setPoints"])
    nowhere = world.impression(40, stage.now, place=None)
    await rooms.take(page.room.store, [nowhere], now=stage.now)
    await until(lambda: any("#40" in each for each in driver.rows(driver.find("usage.list"))))  # type: ignore[arg-type]
    driver.choose("usage.list", "#40")
    await until(lambda: not sees("usage.map_open"))
    assert not view.isVisible()
