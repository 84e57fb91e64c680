"""Feature configuration: two ways to begin, nothing changed before saving, and free use only when it is meant."""

import pytest
from PySide6.QtWidgets import QCheckBox

from app.models import fold
from app.views import features, words
from app.views.features import FeaturesPage
from app.views.i18n import Tongue
from app.views.places import NEEDS
from demo import driver
from domain.organization import Feature, Organization, Permission
from tests.app.views import world
from tests.app.views.stage import Stage, see, sees
from tests.waiting import until


def box(item: Feature) -> QCheckBox:
    found = driver.find(f"features.{item.value}")
    assert isinstance(found, QCheckBox)
    return found


def checked() -> list[Feature]:
    return [item for item in Feature if box(item).isChecked()]


async def kept(page: FeaturesPage) -> list[Feature]:
    found = await page.room.store.run(lambda tx: fold.facts(tx, world.ORG).get(Organization, world.ORG))
    assert found is not None
    return found.features


@pytest.mark.req("R-278", "F")
@pytest.mark.req("C-09", "C")
async def test_manual_begins_with_nothing_checked(stage: Stage) -> None:
    page = await stage.open(FeaturesPage, "m-owner")
    assert checked() == []
    await see("features.regime", "")
    assert driver.see("features.sum") == "0 of 14 checked · switches 0 on and 13 off"
    box(Feature.COUNT).click()
    box(Feature.PICTURE_REQUIRED).click()
    assert await kept(page) == world.FEATURES  # nothing before it is saved
    driver.click("features.save")
    await until(lambda: bool(stage.said.told))
    assert await kept(page) == [Feature.PICTURE_REQUIRED, Feature.COUNT]
    assert stage.said.told == ["Configuration saved"]
    await see("features.card", "Controlled use · 2 items")


@pytest.mark.req("R-279", "F")
@pytest.mark.req("C-09", "C")
async def test_batch_begins_with_everything_checked(stage: Stage) -> None:
    page = await stage.open(FeaturesPage, "m-owner")
    driver.press("features.way", "Right")
    assert checked() == list(Feature)
    box(Feature.SMS).click()
    driver.click("features.save")
    await until(lambda: bool(stage.said.told))
    assert await kept(page) == [item for item in Feature if item is not Feature.SMS]
    driver.press("features.way", "Left")
    assert checked() == []


@pytest.mark.req("R-294", "S")
@pytest.mark.req("C-08", "C")
async def test_free_use_is_asked_for_twice(stage: Stage) -> None:
    page = await stage.open(FeaturesPage, "m-owner")
    driver.click("features.save")
    await see("confirm.window", "whoever is connected stamps without limit")
    driver.click("confirm.no")
    await until(lambda: not sees("confirm.window"))
    assert await kept(page) == world.FEATURES
    await until(driver.find("features.save").isEnabled)
    driver.click("features.save")
    await see("confirm.window")
    driver.click("confirm.yes")
    await see("features.card", "Free use")
    assert await kept(page) == []
    assert stage.said.told == ["Seals are in free use"]


@pytest.mark.req("R-280", "R-281", "R-285", "R-287", "R-288", "R-289", "R-290", "R-291", "R-292", "R-293", "F")
async def test_each_item_is_switched_by_itself(stage: Stage) -> None:
    page = await stage.open(FeaturesPage, "m-owner")
    for at, item in enumerate(Feature, 1):
        driver.press("features.way", "Right")
        driver.press("features.way", "Left")
        box(item).click()
        driver.click("features.save")
        await until(lambda at=at: len(stage.said.told) == at)
        assert await kept(page) == [item]
        await until(driver.find("features.save").isEnabled)


def test_each_item_says_what_it_means_in_both_languages(stage: Stage) -> None:
    stage.language.choose(Tongue.ZH_CN)
    chinese = [features.words(item) for item in Feature]
    warning = words.free_use()
    stage.language.choose(Tongue.EN)
    english = [features.words(item) for item in Feature]
    assert len({name for name, _ in chinese}) == len({name for name, _ in english}) == 14
    assert all(text.isascii() for both in english for text in both)
    assert not any(text.isascii() for both in chinese for text in both)
    assert warning != words.free_use()


def test_only_who_may_configure_has_the_place() -> None:
    assert NEEDS["features"] is Permission.CONFIGURE_FEATURES
