"""Moments of the outlets, and of an organization's own systems."""

from app.services.integrations import NewToken
from app.views.integrations.tokens import TokenShown
from demo import driver
from domain.verdict import Refused
from tests.app.views.screens.catalogue import (
    click,
    pick,
    screen,
    shown,
    tab,
)
from tests.app.views.screens.window import Window

# Service outlets


@screen("outlets")
async def far_away(w: Window) -> None:
    await pick("outlets.list", "服务网点 12")
    await shown("outlets.detail", "0571-00000012")


@screen("outlets")
async def near_an_address(w: Window) -> None:
    """As exactly as it is known here."""
    driver.write("outlets.find", "新疆阿克陶县人民东路 1 号")
    driver.press("outlets.find", "Return")
    await shown("outlets.detail", "阿克陶县人民东路刻章服务网点")


@screen("outlets")
async def before_a_click(w: Window) -> None:
    await click("outlets.click")
    await shown("outlets.said")


# Integrations


@screen("integrations")
async def access_tokens(w: Window) -> None:
    await pick("tokens.list", "ERP")
    await shown("tokens.detail", "ERP")


@screen("integrations")
async def new_access_token(w: Window) -> None:
    await click("integrations.new")
    await shown("token.window")
    await click("token.confirm")
    await shown("token.window", w.room.sentence(Refused("reading_not_chosen")))


@screen("integrations")
async def made_access_token(w: Window) -> None:
    TokenShown(w.room, NewToken("signet_" + "Yb7W0vJfQm1" * 4), w.shell).open()
    await shown("new_token.word")


@screen("integrations")
async def webhooks(w: Window) -> None:
    await tab("integrations.tabs", 1)
    await pick("webhooks.list", "财务共享中心凭证归档系统（新疆维吾尔自治区喀什地区分公司）")
    await shown("webhooks.detail", "whpk_")


@screen("integrations")
async def change_webhook(w: Window) -> None:
    await tab("integrations.tabs", 1)
    await click("webhooks.edit")
    await shown("webhook.url")
