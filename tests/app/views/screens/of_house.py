"""Screens of rules, log and settings, and what takes the whole window."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QMenu

from app.sync.errors import ProblemError
from app.views.fault import FaultDialog
from app.views.organizations import ChooseOrganization, waiting_page
from app.views.settings.addresses import OTHER
from app.views.settings.page import SettingsPage
from app.views.settings.wechat import WeChatCard
from demo import driver
from domain.verdict import Refused
from protocol.sync import WeChatBinding
from tests.app.views.screens import company, moments
from tests.app.views.screens.catalogue import (
    alone,
    choose,
    click,
    page,
    pick,
    reveal,
    screen,
    shown,
    tab,
    to_the_end,
)
from tests.app.views.screens.window import Window

# The whole window


@alone
async def sign_in(w: Window) -> None:
    moments.sign_in(w)
    await shown("sign_in.phone")


@alone
async def sign_in_refused(w: Window) -> None:
    made = moments.sign_in(w)
    made._phone.setText("199 0000 0001")
    made._code.sent()
    made._code.ask_factor(True)
    made._say(ProblemError(403, "second_factor_wrong", moments.longest_refusal(w)))
    made._code.refused("code_wrong", moments.longest_refusal(w))
    made._phone_field.set_error(moments.longest_refusal(w))


@alone
async def wechat(w: Window) -> None:
    moments.wechat(w)
    await shown("wechat.qr")


@alone
async def wechat_second_factor(w: Window) -> None:
    page = moments.wechat(w)
    await shown("wechat.qr")
    page._refused(ProblemError(403, "second_factor_wrong", moments.longest_refusal(w)), asked=True)


@alone
async def wechat_refused(w: Window) -> None:
    page = moments.wechat(w)
    await shown("wechat.qr")
    page._fail(ProblemError(403, "wechat_no_member", moments.longest_refusal(w)))


@alone
async def no_organization(w: Window) -> None:
    moments.sign_in(w)._stack.setCurrentIndex(1)
    await shown("sign_in.no_organization")


@alone
async def getting(w: Window) -> None:
    w.shell.show_alone(waiting_page(coming=True))


@alone
async def none_any_more(w: Window) -> None:
    w.shell.show_alone(waiting_page(coming=False))


@alone
async def chooser(w: Window) -> None:
    w.shell.show_alone(ChooseOrganization(moments.memberships()))
    await shown("organizations.list")


@alone
async def locked(w: Window) -> None:
    await moments.locked(w, pin="123456")
    await shown("lock.pin")


@alone
async def locked_without_pin(w: Window) -> None:
    await moments.locked(w)
    await shown("lock.code")


# Templates, features


@screen("templates")
async def template(w: Window) -> None:
    await pick("templates.list", "新疆片区")
    await shown("templates.detail", company.LATIN_NAME)


@screen("templates")
async def template_form(w: Window) -> None:
    await template(w)
    await click("templates.edit")
    await shown("templates.form")


@screen("templates")
async def category(w: Window) -> None:
    await tab("templates.tabs", 1)
    await pick("categories.list", "对外经济")
    await shown("categories.detail")


@screen("features")
async def batch(w: Window) -> None:
    await tab("features.way", 1)


@screen("features")
async def to_free_use(w: Window) -> None:
    await click("features.save")
    await shown("confirm.yes")


# Wallet


@screen("wallet")
async def company_title(w: Window) -> None:
    await pick("titles.list", company.COMPANY)
    await shown("titles.detail", "91653022MA7900001X")


@screen("wallet")
async def new_title(w: Window) -> None:
    await click("titles.new")
    await shown("title.window")
    await click("title.confirm")
    await shown("title.window", w.room.sentence(Refused("name_missing")))


@screen("wallet")
async def change_title(w: Window) -> None:
    await company_title(w)
    await click("titles.edit")
    await shown("title.account")


@screen("wallet")
async def personal_title(w: Window) -> None:
    await pick("titles.list", company.LATIN_NAME)
    await click("titles.edit")
    await shown("title.name")


@screen("wallet")
async def deleting_title(w: Window) -> None:
    await company_title(w)
    await click("titles.delete")
    await shown("confirm.yes")


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


# Audit


@screen("audit")
async def entry(w: Window) -> None:
    await choose("audit.table", 2)


@screen("audit")
async def own_period(w: Window) -> None:
    box = await shown("audit.period")
    box.setCurrentIndex(5)  # type: ignore[attr-defined]
    await shown("audit.since")


# Settings, about


@screen("settings")
async def below(w: Window) -> None:
    to_the_end(page(w, SettingsPage))


@screen("settings")
async def new_pin(w: Window) -> None:
    await click("settings.set_pin")
    await shown("settings.new_pin")


@screen("settings")
async def renaming_console(w: Window) -> None:
    await click("consoles.rename.c-1")
    await shown("consoles.name.c-1")


@screen("settings")
async def signing_out_afar(w: Window) -> None:
    await click("consoles.sign_out.c-1")
    await shown("confirm.yes")


@screen("settings")
async def second_factor_off(w: Window) -> None:
    reveal(moments.second_factor(page(w, SettingsPage), "off"))


@screen("settings")
async def second_factor_begun(w: Window) -> None:
    reveal(moments.second_factor(page(w, SettingsPage), "begun"))


@screen("settings")
async def recovery_codes(w: Window) -> None:
    reveal(moments.second_factor(page(w, SettingsPage), "codes"))


@screen("settings")
async def second_factor_end(w: Window) -> None:
    await click("second_factor.end")


@screen("settings")
async def wechat_bound(w: Window) -> None:
    """As the cloud would say it."""
    card = page(w, SettingsPage).findChild(WeChatCard)
    card.show_binding(WeChatBinding(offered=True, bound=True))
    reveal(await shown("settings.wechat_unbind"))


@screen("settings")
async def provider_of_addresses(w: Window) -> None:
    """With what is wrong below its fields."""
    choice = await shown("settings.addresses_from")
    assert isinstance(choice, QComboBox)
    choice.setCurrentIndex(choice.findData(OTHER))
    choice.activated.emit(choice.currentIndex())
    driver.write("settings.addresses_url", "http://maps.example.com/{lat}/{lon}")
    await click("settings.addresses_save")
    await w.rest()
    reveal(await shown("settings.addresses_save"))


@screen("about")
async def reading(w: Window) -> None:
    await choose("about.list", 1)
    await shown("about.text")


@screen("about")
async def licences(w: Window) -> None:
    await choose("about.list", 5)


# The frame


@screen("settings", online=False)
async def refused_acts(w: Window) -> None:
    await click("status.refused")
    await shown("refused.list")


@screen("settings")
async def fault(w: Window) -> None:
    dialog = FaultDialog(w.shell)
    dialog.add(ValueError(company.REASON))


@screen("authorizations")
async def calendar(w: Window) -> None:
    """The one of a field with a date, in front of a dialog."""
    await click("authorizations.issue")
    field = await shown("authorization.end")
    assert isinstance(field, QDateTimeEdit)
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(field.width() - 10, field.height() // 2))


@screen("settings")
async def person_menu(w: Window) -> None:
    menu_ = w.shell.user.menu
    assert isinstance(menu_, QMenu)
    moments.fill(menu_, w)
    menu_.popup(w.shell.user.mapToGlobal(QPoint(20, -menu_.sizeHint().height())))
