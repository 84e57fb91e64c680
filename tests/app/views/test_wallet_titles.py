"""The wallet: titles of invoices, made, changed and deleted by clicks, with no cloud in reach (R-268)."""

import msgspec
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from app.models import fold
from app.views.wallet.page import TITLES, WalletPage
from demo import driver
from domain.invoice_titles import InvoiceTitle, TitleKind
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, chosen, pick, records, see, sees, titles
from tests.waiting import until

NUMBER = "91310000MA1K00001X"
SPRUCE = InvoiceTitle(
    id="i-1",
    organization=world.ORG,
    kind=TitleKind.COMPANY,
    name="云杉公司",
    tax_number=NUMBER,
    address="人民东路 118 号",
    phone="0998-0000000",
    bank="示例银行",
    account="3002 0000",
)
PERSON = InvoiceTitle(id="i-2", organization=world.ORG, kind=TitleKind.PERSONAL, name="林知夏")


async def open_with(stage: Stage, *rows: InvoiceTitle, who: str = "m-keeper") -> WalletPage:
    page = await stage.open(WalletPage, who)
    page.open_part(TITLES)
    await rooms.take(page.room.store, list(rows), now=stage.now)
    await until(lambda: len(titles("titles.list")) == len(rows))
    return page


async def kept(page: WalletPage) -> dict[str, InvoiceTitle]:
    found = await page.room.store.run(lambda tx: fold.facts(tx, world.ORG).all(InvoiceTitle))
    return {each.name: each for each in found if each.deleted_at is None}


@pytest.mark.req("R-268", "F")
async def test_a_title_is_added_changed_and_deleted(stage: Stage) -> None:
    page = await open_with(stage)
    assert not sees("titles.detail")
    driver.click("titles.new")
    driver.write("title.name", " 云杉公司 ")
    driver.write("title.tax_number", "９1310000 ma1k 00001x")
    driver.write("title.bank", "示例银行")
    driver.click("title.confirm")
    await until(lambda: chosen("titles.list") == "云杉公司")
    await see("titles.detail", NUMBER)
    made = (await kept(page))["云杉公司"]
    assert (made.kind, made.tax_number, made.bank) == (TitleKind.COMPANY, NUMBER, "示例银行")
    assert [(each.subtitle, each.note) for each in records("titles.list")] == [(NUMBER, "sending")]

    driver.click("titles.edit")
    driver.write("title.name", "雪松公司")
    driver.click("title.confirm")
    await until(lambda: titles("titles.list") == ["雪松公司"])
    assert (await kept(page))["雪松公司"].tax_number == NUMBER

    driver.click("titles.delete")
    await see("confirm.window", "Delete the invoice title “雪松公司”?")
    driver.click("confirm.no")
    await until(lambda: not sees("confirm.window"))
    assert titles("titles.list") == ["雪松公司"]
    driver.click("titles.delete")
    await see("confirm.yes")
    driver.click("confirm.yes")
    await until(lambda: titles("titles.list") == [])
    assert await kept(page) == {}
    assert stage.said.told == ["Invoice title added", "Invoice title changed", "Invoice title deleted"]


async def test_a_person_is_a_name_alone(stage: Stage) -> None:
    page = await open_with(stage, SPRUCE)
    driver.click("titles.edit")
    driver.choose("title.kind", "Personal")
    assert not any(sees(f"title.{field}") for field in ("tax_number", "address", "phone", "bank", "account"))
    driver.write("title.name", "林知夏")
    driver.click("title.confirm")
    await until(lambda: titles("titles.list") == ["林知夏"])
    assert await kept(page) == {"林知夏": msgspec.structs.replace(PERSON, id="i-1")}
    await until(lambda: not sees("titles.detail", "Tax number"))


async def test_what_is_refused_stands_beside_its_field_and_is_not_kept(stage: Stage) -> None:
    page = await open_with(stage, SPRUCE, PERSON)
    driver.click("titles.new")
    driver.click("title.confirm")
    await see("title.window", "Please give a name.")
    driver.write("title.name", "林知夏")
    driver.click("title.confirm")
    await see("title.window", "There is an invoice title named “林知夏” already.")
    driver.write("title.name", "雪松公司")
    driver.click("title.confirm")
    await see("title.window", "The title of a company has its tax number.")
    driver.write("title.tax_number", "123")
    driver.click("title.confirm")
    await see("title.window", "15, 17, 18 or 20 digits and capital letters.")
    driver.choose("title.kind", "Personal")
    await until(lambda: not sees("title.window", "A tax number has"))
    driver.click("title.cancel")
    await until(lambda: not sees("title.window"))
    assert sorted(await kept(page)) == ["云杉公司", "林知夏"]
    assert stage.said.told == []


async def test_a_title_is_read_and_its_number_copied(stage: Stage) -> None:
    await open_with(stage, PERSON, SPRUCE)
    assert titles("titles.list") == ["云杉公司", "林知夏"]  # companies first
    for text in ("云杉公司", NUMBER, "人民东路 118 号", "0998-0000000", "示例银行", "3002 0000", "Company"):
        await see("titles.detail", text)
    page = stage.pages[0]
    (copy,) = [each for each in page.findChildren(QPushButton) if each.accessibleName() == "Copy Tax number"]
    copy.click()
    assert QGuiApplication.clipboard().text() == NUMBER
    assert stage.said.told == ["Copied"]
    await pick("titles.list", "林知夏")
    await see("titles.detail", "Personal")
    assert not sees("titles.detail", NUMBER)


async def test_an_empty_wallet_says_what_titles_are_for(stage: Stage) -> None:
    page = await open_with(stage)
    assert "for whom an invoice is made out" in page._titles.nothing.text.text()
    page._titles.nothing.action.click()
    await see("title.window", "New invoice title")
    driver.click("title.cancel")
