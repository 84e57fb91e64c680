"""Screens of one seal: the parts of its page, and what is opened from them."""

from app.services.enrolling import EnrollingState, Step
from app.services.nearby import NearbySeal
from app.services.trouble import Trouble
from app.services.upgrading import Step as UpgradingStep
from app.services.upgrading import UpgradingState
from app.views.seals.detail import SealDetail
from app.views.seals.page import SealsPage
from demo import driver
from protocol.contact import Phase
from tests.app.views.screens import company, moments
from tests.app.views.screens.catalogue import choose, click, down, page, pick, screen, shown, tab
from tests.app.views.screens.window import Window


@screen("seals")
async def seal(w: Window) -> None:
    await pick("seals.list", company.SEAL[:12])
    await shown("seals.detail", company.LONG_NAME)


@screen("seals")
async def upgrading(w: Window) -> None:
    await seal(w)
    work = UpgradingState(UpgradingStep.GIVING, 163_840, 204_800)
    page(w, SealsPage)._detail.firmware.show_work(company.GL, work)
    await shown("seals.firmware_came")


@screen("seals")
async def upgrading_stopped(w: Window) -> None:
    await seal(w)
    trouble = Trouble("link_lost")
    work = UpgradingState(UpgradingStep.BROKEN, 163_840, 204_800, trouble)
    page(w, SealsPage)._detail.firmware.show_work(company.GL, work)
    await shown("seals.firmware_came")


@screen("seals")
async def renaming(w: Window) -> None:
    await seal(w)
    await click("seals.edit")


@screen("seals")
async def seal_below(w: Window) -> None:
    await seal(w)
    await w.rest()
    down("seals.detail")


@screen("seals")
async def seal_offline(w: Window) -> None:
    await pick("seals.list", "财务专用章")
    await shown("seals.detail", "GL2026000003")


@screen("seals")
async def seal_full(w: Window) -> None:
    await pick("seals.list", "合同专用章（二）")
    await shown("seals.detail", "L2026000002")


@screen("seals")
async def seal_silent(w: Window) -> None:
    await pick("seals.list", "行政公章")
    await shown("seals.detail", "GL2026000004")


@screen("seals", who="m-clerk")
async def seal_of_a_member(w: Window) -> None:
    await seal(w)
    await part("settings")


@screen("seals")
async def rules(w: Window) -> None:
    await seal(w)
    await part("rules")


@screen("seals")
async def rules_below(w: Window) -> None:
    await rules(w)
    await w.rest()
    down("seals.detail")


@screen("seals")
async def settings(w: Window) -> None:
    await seal(w)
    await part("settings")


@screen("seals")
async def settings_refused(w: Window) -> None:
    await settings(w)
    driver.write("seals.backlight", "181")
    driver.write("seals.auto_off", "31")


@screen("seals")
async def settings_below(w: Window) -> None:
    await settings(w)
    await w.rest()
    down("seals.detail")


@screen("seals")
async def unbinding(w: Window) -> None:
    await pick("seals.list", "分公司印章 0")
    w.room.devices.nearby.seals = (NearbySeal(moments.sighting("ZGY_GL_1", Phase.NEEDS_GRANT), "GL2026000100"),)
    page(w, SealsPage)._show_heard()
    await part("settings")
    await click("seals.unbind")
    await shown("confirm.window")


@screen("seals")
async def awaiting_seal(w: Window) -> None:
    await pick("seals.list", "新到的章")
    await shown("seals.detail", "GL2026000302")


@screen("seals")
async def taking_back(w: Window) -> None:
    await awaiting_seal(w)
    await click("seals.take_back")
    await shown("confirm.window")


@screen("seals")
async def unbinding_waits(w: Window) -> None:
    await pick("seals.list", "旧印章")
    await shown("seals.detail", "GL2026000306")


@screen("seals")
async def fingers(w: Window) -> None:
    await seal(w)
    await part("fingers")


@screen("seals")
async def fingers_over_bluetooth(w: Window) -> None:
    await seal_full(w)
    await part("fingers")


@screen("seals")
async def deleting_a_finger(w: Window) -> None:
    await fingers(w)
    await click("seals.delete_finger_1")
    await shown("confirm.window")


@screen("seals")
async def enrolling(w: Window) -> None:
    await moments.enrolling(w, EnrollingState(Step.TOUCHING, captures=4, poor=True, live=True))


@screen("seals")
async def enrolling_begins(w: Window) -> None:
    await moments.enrolling(w, EnrollingState(Step.PREPARING))


@screen("seals", online=False)
async def enrolling_from_afar(w: Window) -> None:
    await moments.enrolling(w, EnrollingState(Step.WAITING, trouble=Trouble("out_of_reach")))


@screen("seals")
async def enrolled(w: Window) -> None:
    await moments.enrolling(w, EnrollingState(Step.SAVED, captures=6, live=True))


@screen("seals")
async def enrolling_refused(w: Window) -> None:
    trouble = Trouble("finger_over_bluetooth", company.SEAL)
    await moments.enrolling(w, EnrollingState(Step.REFUSED, trouble=trouble))


@screen("seals")
async def orders(w: Window) -> None:
    await seal(w)
    await part("orders")
    await choose("seals.orders", 3)


@screen("seals")
async def orders_none(w: Window) -> None:
    await seal_full(w)
    await part("orders")


@screen("seals")
async def events(w: Window) -> None:
    await seal(w)
    await part("events")


@screen("seals")
async def events_none(w: Window) -> None:
    await seal_full(w)
    await part("events")


@screen("seals")
async def connection(w: Window) -> None:
    moments.hear(w)
    await seal_offline(w)
    await click("seals.connection")
    await shown("connection.window")
    await tab("connection.kind", 0)
    await choose("connection.list", 1)


@screen("seals")
async def connection_silent(w: Window) -> None:
    await seal_full(w)
    await click("seals.name_of")
    await shown("connection.window")


@screen("seals")
async def connection_gprs(w: Window) -> None:
    await seal_offline(w)
    await click("seals.name_of")
    await shown("connection.window")
    await tab("connection.kind", 1)


async def part(key: str) -> None:
    await shown("seals.parts")
    page_ = driver.find("seals.detail")
    assert isinstance(page_, SealDetail)
    page_.open_part(key)


@screen("seals")
async def offline_use(w: Window) -> None:
    await settings(w)
    await click("seals.offline_use")
    await shown("offline_use.window")


@screen("seals")
async def locking(w: Window) -> None:
    await settings(w)
    await click("seals.lock")
    await shown("confirm.window")
