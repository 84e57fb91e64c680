"""Where a person reads how long a seal is served: its page, its line in the list, the overview, a message, a notice
(R-261, R-264)."""

from typing import Any

import pytest

from app.models import fold
from app.views.applications.page import ApplicationsPage
from app.views.notices import Waiting
from app.views.opening import open_subject
from app.views.overview.page import OverviewPage
from app.views.seals.page import SealsPage
from app.views.wallet.page import FEES, INVOICES, ORDERS, WalletPage
from app.views.wallet.wording import day, days_left, service
from demo import driver
from domain.applications import Application
from domain.messages import Message, Subject
from domain.organization import Feature
from domain.service import GRACE_DAYS, SealService
from tests.app.views import rooms, world
from tests.app.views.screens import wallet_rows
from tests.app.views.stage import Stage, pick, records, see, sees
from tests.app.views.world import DAY, FINANCE, GL, HOUR, SECOND
from tests.waiting import until

NOW = 1_780_000_000_000


def served(until_: int, **other: Any) -> SealService:
    return wallet_rows.service(FINANCE, until_, **other)


@pytest.mark.parametrize(
    ("row", "word"),
    [
        (served(NOW + 31 * DAY, paid=True), "In service"),
        (served(NOW + 30 * DAY, paid=True), "Ends in 30 days"),
        (served(NOW + DAY + 1, paid=True), "Ends in 2 days"),
        (served(NOW + 1, paid=True), "Ends in one day"),
        (served(NOW, paid=True), f"Overdue: {GRACE_DAYS} days left"),
        (served(NOW - GRACE_DAYS * DAY + 1, paid=True), "Overdue: one day left"),
        (served(NOW - GRACE_DAYS * DAY, paid=True), "Service over"),
        (served(NOW + 90 * DAY), "On trial: 90 days left"),
        (served(NOW - 1), f"Overdue: {GRACE_DAYS} days left"),
    ],
)
def test_how_it_stands_in_a_word(row: SealService, word: str) -> None:
    assert service(row, NOW)[0] == word


def test_a_day_that_has_begun_counts() -> None:
    assert [days_left(NOW + each, NOW) for each in (-1, 0, 1, DAY, DAY + 1)] == [0, 0, 1, 1, 2]


async def test_everybody_reads_it_on_the_seals_page(stage: Stage) -> None:
    stage.said.seal = FINANCE
    page = await stage.open(SealsPage, "m-clerk")
    await see("seals.detail", "财务专用章")
    assert not sees("seals.detail", "Service")
    ends = stage.now + 12 * DAY
    await rooms.take(page.room.store, [served(ends, paid=True)], now=stage.now)
    await see("seals.detail", f"Ends in 12 days, until {day(ends)}")
    await see("seals.alarm_0", f"Its service ends on {day(ends)}.")
    assert [each.note for each in records("seals.list") if each.title == "财务专用章"] == ["Ends in 12 days"]
    await rooms.take(page.room.store, [served(stage.now - 300 * DAY, paid=True)], now=stage.now)
    await see("seals.alarm_0", "no new use can be applied for or authorized")
    await rooms.take(page.room.store, [served(stage.now + 300 * DAY, paid=True)], now=stage.now)
    await until(lambda: not sees("seals.alarm_0"))
    assert [each.note for each in records("seals.list") if each.title == "财务专用章"] == [""]


async def test_who_pays_is_led_to_the_bill_by_the_overview(stage: Stage) -> None:
    made: list[WalletPage] = []

    def open_(key: str) -> WalletPage:
        assert key == "wallet"
        return made[0]

    room = await stage.room("m-owner", open=open_)
    due = [served(stage.now + DAY), wallet_rows.service(GL, stage.now - DAY), wallet_rows.service(SECOND, NOW * 2)]
    await rooms.take(room.store, [wallet_rows.tariff(stage.now), *due], now=stage.now)
    made.append(await stage.show(WalletPage, room))
    overview = await stage.show(OverviewPage, room)
    await until(overview.banner.isVisible)
    said = "Service that ends soon or is over: 合同专用章（一）、财务专用章."
    assert overview.banner.words.text() == said
    overview.banner.action.click()
    await until(lambda: made[0]._fees._bill.isVisibleTo(made[0]))
    assert driver.see("wallet.total") == "¥796.00"
    paid = [served(stage.now + 300 * DAY, paid=True), wallet_rows.service(GL, stage.now + 300 * DAY, paid=True)]
    await rooms.take(room.store, paid, now=stage.now)
    await until(lambda: not overview.banner.isVisible())


async def test_who_does_not_pay_is_not_asked_to(stage: Stage) -> None:
    room = await stage.room("m-clerk")
    await rooms.take(room.store, [served(stage.now + DAY)], now=stage.now)
    overview = await stage.show(OverviewPage, room)
    await until(lambda: overview._seen is not None and overview._seen.counts is not None)
    assert not overview.banner.isVisible()


@pytest.mark.parametrize(
    ("subject", "id", "part"),
    [(Subject.SERVICE, FINANCE, FEES), (Subject.ORDER, "w-paid", ORDERS), (Subject.INVOICE, "v-posted", INVOICES)],
)
async def test_a_message_leads_into_the_wallet(stage: Stage, subject: Subject, id: str, part: str) -> None:
    pages: dict[str, WalletPage] = {}
    room = await stage.room("m-owner", open=pages.get)
    rows = [*wallet_rows.rows(stage.now), served(stage.now + DAY)]
    await rooms.take(room.store, rows, now=stage.now)
    pages["wallet"] = await stage.show(WalletPage, room)
    message = Message(
        id="n-1", organization=world.ORG, member="m-owner", code="service_ends", subject=subject, subject_id=id, at=1
    )
    assert await open_subject(room, message)
    await until(lambda: pages["wallet"].part == part)
    if part == FEES:
        await see("wallet.bill", "财务专用章")
    else:
        await see("order.detail" if part == ORDERS else "invoice.detail", "¥696.00")


async def test_a_seal_that_is_not_there_is_not_picked(stage: Stage) -> None:
    room = await stage.room("m-owner")
    await rooms.take(room.store, [wallet_rows.tariff(stage.now), served(stage.now + DAY)], now=stage.now)
    page = await stage.show(WalletPage, room)
    page.show_row("unknown")
    await pick("wallet.list", "财务专用章")
    await see("wallet.bill", "财务专用章")


async def test_why_no_use_begins_stands_beside_the_seal(stage: Stage) -> None:
    stage.said.seal = GL
    page = await stage.open(ApplicationsPage, "m-clerk")
    await rooms.take(page.room.store, [wallet_rows.service(GL, stage.now - 300 * DAY, paid=True)], now=stage.now)
    driver.click("applications.new")
    driver.write("applications.document", "补充协议二")
    driver.write("applications.reason", "补盖骑缝章")
    driver.click("applications.submit")
    await until(lambda: "is over; pay for it first" in page._form.fields.fields["seal"].error)
    ends = wallet_rows.service(GL, stage.now - GRACE_DAYS * DAY + HOUR, paid=True)  # days of grace, an hour left
    await rooms.take(page.room.store, [ends], now=stage.now)
    driver.click("applications.submit")
    await until(lambda: "end before that, or pay for more" in page._form.fields.fields["end"].error)
    assert stage.said.told == []


async def test_where_no_end_is_asked_for_a_use_lasts_as_long_as_the_service(stage: Stage) -> None:
    stage.said.seal = GL
    page = await stage.open(ApplicationsPage, "m-clerk")
    row = wallet_rows.service(GL, stage.now + 60 * DAY)
    company = world.company(features=[each for each in world.FEATURES if each is not Feature.END])
    await rooms.take(page.room.store, [company, row], now=stage.now)
    await until(lambda: page._known.organization == company and GL in page._known.works_until)
    driver.click("applications.new")
    driver.write("applications.document", "补充协议二")
    driver.write("applications.reason", "补盖骑缝章")
    driver.click("applications.submit")
    await until(lambda: stage.said.told == ["Application submitted"])
    made = await page.room.store.run(lambda tx: fold.folded(tx, world.ORG, Application))
    assert [each.row.end for each in made if each.pending] == [row.works_until]


class Told:
    def __init__(self) -> None:
        self.said: list[tuple[str, str, str]] = []

    def show(self, title: str, text: str, place: str) -> None:
        self.said.append((title, text, place))


def test_what_is_decided_is_told_while_nobody_looks() -> None:
    told, watched = Told(), [False]
    waiting = Waiting(told, lambda: watched[0])
    waiting.decide("me", {"w-1": ("paid", "¥1.00")})  # as it was when we came
    waiting.decide("me", {"w-1": ("paid", "¥1.00"), "w-2": ("rejected", "¥2.00")})
    waiting.decide("me", {"w-1": ("refunded", "¥1.00"), "w-2": ("rejected", "¥2.00"), "v-1": ("issued", "¥1.00")})
    assert told.said == [
        ("Payment not found", "The review of ¥2.00 failed.", "wallet"),
        ("Paid back", "Your payment of ¥1.00 was paid back.", "wallet"),
        ("Invoice issued", "Your invoice of ¥1.00 is there.", "wallet"),
    ]
    watched[0] = True
    waiting.decide("me", {"v-1": ("refused", "¥1.00")})  # he sees it
    watched[0] = False
    waiting.decide("somebody else", {"v-9": ("issued", "¥1.00")})
    assert len(told.said) == 3
