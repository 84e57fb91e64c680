"""Screens of the wallet: bills, payments and invoices in each state, titles."""

from PySide6.QtWidgets import QListView

from app.views.wallet.bill import Bill
from app.views.wallet.page import FEES, INVOICES, ORDERS, TITLES, WalletPage
from demo import driver
from domain.verdict import Refused
from tests.app.views.screens import company, moments
from tests.app.views.screens.catalogue import click, page, pick, screen, shown, tab, to_the_end
from tests.app.views.screens.window import Window
from tests.app.views.world import FINANCE, LEGAL


def part(w: Window, key: str) -> WalletPage:
    wallet = page(w, WalletPage)
    wallet.open_part(key)
    return wallet


async def bill(w: Window) -> WalletPage:
    wallet = part(w, FEES)
    wallet.pay([FINANCE, LEGAL])
    await shown("wallet.bill")
    return wallet


@screen("wallet")
async def by_wechat(w: Window) -> None:
    await bill(w)


@screen("wallet")
async def all_of_them(w: Window) -> None:
    part(w, FEES)
    await click("wallet.all")
    await shown("wallet.bill")


@screen("wallet")
async def offline(w: Window) -> None:
    wallet = await bill(w)
    await tab("wallet.channel", 1)
    await click("wallet.pay")
    await shown("wallet.bill", w.room.sentence(Refused("voucher_missing")) if w.room else "")
    to_the_end(wallet.findChild(Bill))


@screen("wallet")
async def voucher(w: Window) -> None:
    wallet = await bill(w)
    await tab("wallet.channel", 1)
    card = wallet.findChild(Bill)
    card._picker.take(moments.pictures(w.folder)[:1])
    await card._picker.settled()
    to_the_end(card)


@screen("wallet")
async def in_review_already(w: Window) -> None:
    wallet = part(w, FEES)
    view = driver.find("wallet.list")
    assert isinstance(view, QListView)
    wallet.pay([company.GL])
    await click("wallet.pay")
    await shown("wallet.message")


def payment(id: str) -> None:
    """A screen of the payment with this id."""

    async def steps(w: Window) -> None:
        part(w, ORDERS).show_order(id)
        await shown("order.detail")

    steps.__name__ = id.replace("w-", "order_").replace("-", "_")
    screen("wallet")(steps)


for each in ("code", "asked", "away", "review", "paid", "paid-offline", "rejected", "closed", "refunded", "invoiced"):
    payment(f"w-{each}")


@screen("wallet")
async def canceling(w: Window) -> None:
    part(w, ORDERS).show_order("w-code")
    await click("order.cancel")
    await shown("confirm.yes")


def invoice(id: str) -> None:
    """A screen of the invoice with this id."""

    async def steps(w: Window) -> None:
        part(w, INVOICES).show_invoice(id)
        await shown("invoice.detail")

    steps.__name__ = id.replace("v-", "invoice_")
    screen("wallet")(steps)


for each in ("issuing", "issued", "posted", "refused"):
    invoice(f"v-{each}")


@screen("wallet")
async def asking_by_mail(w: Window) -> None:
    part(w, INVOICES)
    await click("invoices.ask")
    await shown("invoice.mailbox")
    driver.write("invoice.mailbox", "nobody")
    await click("invoice.confirm")
    await shown("invoice.window", w.room.sentence(Refused("mailbox_unfit")) if w.room else "")


@screen("wallet")
async def asking_on_paper(w: Window) -> None:
    part(w, INVOICES)
    await click("invoices.ask")
    await shown("invoice.kind")
    box = driver.find("invoice.kind")
    box.setCurrentIndex(1)  # type: ignore[attr-defined]
    titles = driver.find("invoice.title")
    titles.setCurrentIndex(titles.count() - 2)  # type: ignore[attr-defined]
    await shown("invoice.tax_number")


@screen("wallet", rows="empty")
async def no_payment(w: Window) -> None:
    part(w, ORDERS)


@screen("wallet", rows="empty")
async def no_invoice(w: Window) -> None:
    part(w, INVOICES)


@screen("wallet", rows="empty")
async def no_title(w: Window) -> None:
    part(w, TITLES)


# Titles


@screen("wallet")
async def company_title(w: Window) -> None:
    part(w, TITLES)
    await pick("titles.list", company.COMPANY)
    await shown("titles.detail", "91653022MA7900001X")


@screen("wallet")
async def new_title(w: Window) -> None:
    part(w, TITLES)
    await click("titles.new")
    await shown("title.window")
    await click("title.confirm")
    await shown("title.window", w.room.sentence(Refused("name_missing")) if w.room else "")


@screen("wallet")
async def change_title(w: Window) -> None:
    await company_title(w)
    await click("titles.edit")
    await shown("title.account")


@screen("wallet")
async def personal_title(w: Window) -> None:
    part(w, TITLES)
    await pick("titles.list", company.LATIN_NAME)
    await click("titles.edit")
    await shown("title.name")


@screen("wallet")
async def deleting_title(w: Window) -> None:
    await company_title(w)
    await click("titles.delete")
    await shown("confirm.yes")
