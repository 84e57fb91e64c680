"""Integrations: tokens and webhooks by clicks, with no cloud in reach; a token is shown once and kept nowhere."""

import hashlib

import msgspec
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QTabBar

from app.models import fold, outbox
from app.views.integrations.page import IntegrationsPage
from app.views.messages.lines import opens
from app.views.opening import open_subject
from app.views.widgets.multi_choice import MultiChoice
from demo import driver
from domain.integrations import ApiToken, Reading
from domain.messages import DeliveryState, Message, Subject
from domain.rows import Row
from domain.uses import DAY_MS
from domain.webhooks import Event, Webhook, WebhookDelivery, delivery
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, chosen, pick, records, see, sees, titles
from tests.waiting import until

HOOK = Webhook(
    id="w-1",
    organization=world.ORG,
    name="财务",
    url="https://erp.example.com/signet",
    events=[Event.USAGE_RECORDED, Event.SEAL_LOCKED],
    by="m-owner",
    made_at=1,
    key="whpk_abc",
)
TOKEN = ApiToken(
    id="t-1",
    organization=world.ORG,
    name="财务",
    sha256="1" * 64,
    hint="abcd",
    readings=[Reading.USAGE],
    by="m-owner",
    made_at=1,
)


async def open_with(stage: Stage, *rows: Row, tab: int = 0) -> IntegrationsPage:
    page = await stage.open(IntegrationsPage, "m-owner")
    await rooms.take(page.room.store, list(rows), now=stage.now)
    if tab:
        tabs = driver.find("integrations.tabs")
        assert isinstance(tabs, QTabBar)
        tabs.setCurrentIndex(tab)
        await until(lambda: len(titles("webhooks.list")) == sum(isinstance(row, Webhook) for row in rows))
    else:
        await until(lambda: len(titles("tokens.list")) == sum(isinstance(row, ApiToken) for row in rows))
    return page


def choose_several(name: str, *keys: str) -> None:
    box = driver.find(name)
    assert isinstance(box, MultiChoice)
    box.pick(list(keys))


async def all_of(page: IntegrationsPage, kind: type[Row]) -> list[Row]:
    return list(await page.room.store.run(lambda tx: fold.facts(tx, world.ORG).all(kind)))


async def test_a_token_is_made_and_shown_once(stage: Stage) -> None:
    page = await open_with(stage)
    driver.click("integrations.new")
    driver.write("token.name", "财务系统")
    driver.click("token.confirm")
    await see("token.window", "Choose what the token may read.")
    choose_several("token.readings", "usage", "seals")
    driver.click("token.confirm")
    await see("new_token.word")
    shown = driver.find("new_token.word")
    assert isinstance(shown, QLabel)
    word = shown.text()
    driver.click("new_token.copy")
    assert QGuiApplication.clipboard().text() == word
    driver.click("new_token.kept")
    await until(lambda: chosen("tokens.list") == "财务系统")
    (made,) = await all_of(page, ApiToken)
    assert isinstance(made, ApiToken)
    assert (made.sha256, made.hint) == (hashlib.sha256(word.encode()).hexdigest(), word[-4:])
    assert made.readings == [Reading.SEALS, Reading.USAGE]
    assert made.expires_at == made.made_at + 365 * DAY_MS
    waiting = await page.room.store.run(outbox.unsettled)
    assert word not in "".join(str(act) for act in waiting)
    await see("tokens.detail", f"signet_…{word[-4:]}")


async def test_a_token_is_revoked_when_that_is_confirmed(stage: Stage) -> None:
    page = await open_with(stage, TOKEN)
    await pick("tokens.list", "财务")
    await see("tokens.detail", "Usage records")
    driver.click("tokens.revoke")
    await see("confirm.window", "Revoke the token “财务”?")
    driver.click("confirm.yes")
    await until(lambda: [each.pill for each in records("tokens.list")] == ["Revoked"])
    assert not sees("tokens.revoke")
    (row,) = await all_of(page, ApiToken)
    assert isinstance(row, ApiToken)
    assert row.revoked_at is not None


async def test_a_webhook_is_added_changed_paused_and_deleted(stage: Stage) -> None:
    page = await open_with(stage, tab=1)
    driver.click("integrations.new")
    driver.write("webhook.name", "仓库")
    choose_several("webhook.events", "seal.bound")
    driver.write("webhook.url", "http://erp.example.com/")
    driver.click("webhook.confirm")
    await see("webhook.window", "Give a whole address that begins with https://.")
    driver.write("webhook.url", "https://erp.example.com/")
    driver.click("webhook.confirm")
    await until(lambda: titles("webhooks.list") == ["仓库"])
    driver.click("webhooks.edit")
    driver.write("webhook.name", "二号仓库")
    driver.click("webhook.confirm")
    await until(lambda: titles("webhooks.list") == ["二号仓库"])
    driver.click("webhooks.pause")
    await until(lambda: [each.pill for each in records("webhooks.list")] == ["Paused"])
    (row,) = await all_of(page, Webhook)
    assert isinstance(row, Webhook)
    assert (row.url, row.events, row.paused) == ("https://erp.example.com/", [Event.SEAL_BOUND], True)
    driver.click("webhooks.pause")
    await until(lambda: [each.pill for each in records("webhooks.list")] == ["On"])
    driver.click("webhooks.delete")
    await see("confirm.yes")
    driver.click("confirm.yes")
    await until(lambda: titles("webhooks.list") == [])
    told = ["Webhook added", "Webhook changed", "Webhook paused", "Webhook switched on", "Webhook deleted"]
    assert stage.said.told == told


async def test_deliveries_are_seen_with_what_became_of_them_and_sent_again(stage: Stage) -> None:
    first = delivery("d-1", HOOK, Event.USAGE_RECORDED, stage.now, ("usage", "x"))
    rows: list[WebhookDelivery] = [
        msgspec.structs.replace(first, state=DeliveryState.SENT, tries=1),
        msgspec.structs.replace(first, id="d-2", tries=2, status=503, why="webhook_status"),
        msgspec.structs.replace(first, id="d-3", state=DeliveryState.FAILED, tries=30, why="webhook_expired"),
    ]
    page = await open_with(stage, HOOK, *rows, tab=1)
    await see("webhooks.detail", "whpk_abc")
    await until(lambda: len(records("webhooks.deliveries")) == 3)
    shown = [(each.pill, each.subtitle) for each in records("webhooks.deliveries")]
    assert shown == [
        ("Failed", "It did not arrive within a day. · tried 30 times"),
        ("On its way", "HTTP 503 · It was not taken there. · tried 2 times"),
        ("Delivered", "webhook-id: d-1"),
    ]
    await pick("webhooks.deliveries", "HTTP 503")
    assert not driver.find("webhooks.resend").isEnabled()
    await pick("webhooks.deliveries", "It did not arrive")
    driver.click("webhooks.resend")
    await until(lambda: [each.pill for each in records("webhooks.deliveries")] == ["On its way"] * 2 + ["Delivered"])
    driver.click("webhooks.test")
    await until(lambda: len(records("webhooks.deliveries")) == 4)
    assert stage.said.told == ["It is sent again", "A test is on its way"]
    assert len(await all_of(page, WebhookDelivery)) == 4


async def test_a_message_leads_to_the_webhook_that_was_paused(stage: Stage) -> None:
    pages: dict[str, IntegrationsPage] = {}
    room = await stage.room("m-owner", open=pages.get)
    paused = msgspec.structs.replace(HOOK, id="w-2", name="仓库", paused=True)
    await rooms.take(room.store, [TOKEN, HOOK, paused], now=stage.now)
    pages["integrations"] = await stage.show(IntegrationsPage, room)
    message = Message(
        id="n-1",
        organization=world.ORG,
        member="m-owner",
        code="webhook_stopped",
        words=["仓库", str(stage.now)],
        subject=Subject.INTEGRATION,
        subject_id="w-2",
        at=1,
    )
    assert await open_subject(room, message)
    await until(lambda: chosen("webhooks.list") == "仓库")
    await see("webhooks.detail", "仓库")
    assert opens(message.subject) == "Open the webhook"
