"""How long pictures are kept, and holds, by clicks."""

import pytest

from app.models import fold
from app.views.organization.page import OrganizationPage
from demo import driver
from domain.files import Purpose
from domain.organization import Organization
from domain.retention import Hold, covers
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, records, see, sees
from tests.app.views.test_application_detail import PDF, attachment
from tests.waiting import until


async def test_the_owner_sets_a_rule_and_lifts_a_hold(stage: Stage) -> None:
    page = await stage.open(OrganizationPage, "m-owner")
    driver.click("organization.pictures")
    await see("retention.days")
    driver.write("retention.days", "7")
    driver.click("retention.save")
    await see("retention.message", "Pictures are kept 30 days at least")
    driver.write("retention.days", "365")
    await see("retention.window", "0 pictures go at once.")
    driver.click("retention.save")
    await see("confirm.window", "Remove pictures of uses after 365 days?")
    driver.click("confirm.no")
    await until(lambda: not sees("confirm.window") and driver.find("retention.save").isEnabled())
    assert stage.said.told == []
    driver.click("retention.save")
    await see("confirm.yes")
    driver.click("confirm.yes")
    await until(lambda: "The rule is kept" in stage.said.told)
    here = world.ORG
    of = await page.room.store.run(lambda tx: fold.facts(tx, here).get(Organization, here))
    assert of is not None
    assert of.pictures_kept_d == 365

    driver.click("retention.place")
    await see("hold.window", "Pictures of all seals stay, also those that are still to come")
    driver.click("hold.confirm")
    await see("hold.window", "Please give a reason.")
    driver.write("hold.reason", "2026 年合同诉讼")
    driver.choose("hold.seal", "财务专用章")
    await see("hold.window", "Pictures of 财务专用章 stay, also those that are still to come")
    await agreed("hold")
    await until(lambda: [each.pill for each in records("retention.holds")] == ["in force"])
    assert records("retention.holds")[0].subtitle.endswith("财务专用章")
    driver.choose("retention.holds", "诉讼")
    driver.click("retention.lift")
    await see("lift.window", "Lift the hold “2026 年合同诉讼”?")
    driver.click("lift.confirm")
    await see("lift.window", "Please give a reason.")
    driver.write("lift.reason", "结案")
    await agreed("lift")
    await until(lambda: [each.pill for each in records("retention.holds")] == ["lifted"])
    (hold,) = await page.room.store.run(lambda tx: fold.facts(tx, here).all(Hold))
    assert (hold.lift_reason, hold.lifted_by, hold.seal) == ("结案", "m-owner", world.FINANCE)
    assert not sees("retention.lift")
    driver.click("retention.close")


async def agreed(dialog: str) -> None:
    driver.click(f"{dialog}.confirm")
    await until(lambda: not sees(f"{dialog}.window"))


async def test_the_pictures_of_a_period_are_held_and_the_owner_alone_lifts_that(stage: Stage) -> None:
    page = await stage.open(OrganizationPage, "m-admin")
    driver.click("organization.pictures")
    await see("retention.place")
    driver.click("retention.place")
    await see("hold.reason")
    assert not sees("hold.start")
    driver.write("hold.reason", "税务检查")
    driver.choose("hold.when", "From")
    await until(lambda: sees("hold.start"))
    start = stage.now // 60_000 * 60_000 - 90 * world.HOUR
    driver.date("hold.start", start)
    driver.date("hold.end", start)
    driver.click("hold.confirm")
    await see("hold.window", "The end must come after the start.")
    driver.date("hold.end", start + world.HOUR)
    await see("hold.window", "Pictures of all seals that the cloud got from")
    driver.click("hold.cancel")
    await until(lambda: not sees("hold.window"))
    assert records("retention.holds") == []
    driver.click("retention.place")
    await see("hold.reason")
    driver.write("hold.reason", "税务检查")
    driver.choose("hold.when", "From")
    await until(lambda: sees("hold.start"))
    driver.date("hold.start", start)
    driver.date("hold.end", start + world.HOUR)
    await agreed("hold")
    await until(lambda: [each.pill for each in records("retention.holds")] == ["in force"])
    (hold,) = await page.room.store.run(lambda tx: fold.facts(tx, world.ORG).all(Hold))
    assert (hold.seal, hold.start, hold.end, hold.member) == (None, start, start + world.HOUR, "m-admin")
    assert covers(hold, world.GL, start)
    assert not covers(hold, world.GL, start + world.HOUR)
    who, *_, which = records("retention.holds")[0].subtitle.split(" · ")
    assert (who, which) == ("周明远", "All seals")
    driver.choose("retention.holds", "税务检查")
    assert not sees("retention.lift")
    driver.click("retention.close")


@pytest.mark.parametrize(("who", "offered"), [("m-admin", True), ("m-keeper", False)])
async def test_who_is_offered_it(stage: Stage, who: str, offered: bool) -> None:
    await stage.open(OrganizationPage, who)
    assert sees("organization.pictures") is offered
    if offered:
        driver.click("organization.pictures")
        await see("retention.place")
        assert not driver.find("retention.days").isEnabled()
        driver.click("retention.close")


async def test_pictures_that_were_taken_after_a_use_are_counted_with_the_photos(stage: Stage) -> None:
    """They go as well, and cannot be brought back; those of applications stay."""
    page = await stage.open(OrganizationPage, "m-owner")
    of = {"application": None, "authorization": "z-2", "stored_at": stage.now - 400 * world.DAY}
    rows = [
        attachment("f-1", "1.png", PDF, **{**of, "purpose": Purpose.AFTER_USE}),
        attachment("f-2", "2.png", PDF, **{**of, "purpose": Purpose.AFTER_USE}),
        attachment("f-3", "3.png", PDF, **{**of, "purpose": Purpose.AFTER_USE, "stored_at": stage.now}),
        attachment("f-4", "4.png", PDF, purpose=Purpose.PICTURE, stored_at=stage.now - 400 * world.DAY),
    ]
    await rooms.take(page.room.store, rows, now=stage.now)
    driver.click("organization.pictures")
    await see("retention.days")
    driver.write("retention.days", "365")
    await see("retention.window", "2 pictures go at once.")
