"""Screens of rules, log and settings, and what takes the whole window."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QMenu

from app.services.cloud_choice import Found, OtherCloud
from app.sync.errors import ProblemError
from app.views.fault import FaultDialog
from app.views.help import chapters
from app.views.help.window import SIZE, HelpWindow
from app.views.organizations import ChooseOrganization, waiting_page
from app.views.settings.addresses import OTHER
from app.views.settings.page import SettingsPage
from app.views.settings.wechat import WeChatCard
from demo import driver
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
from tests.waiting import until

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
async def first_start(w: Window) -> None:
    moments.first_start(w)
    await shown("first_start.there")


@alone
async def first_start_there(w: Window) -> None:
    form = moments.first_start(w, "there")
    form._address.setText("https://signet.cloud.example.com:8443#12AB-34CD-56EF-7890-12AB")
    form._show(Found("https://signet.cloud.example.com:8443", "12AB-34CD-56EF-7890-12AB", compared=False, demo=True))


@alone
async def first_start_there_refused(w: Window) -> None:
    form = moments.first_start(w, "there")
    form.say(form._sentence(OtherCloud("12AB-34CD-56EF-7890-12AB")))
    form._field.set_error(moments.longest_refusal(w))


@alone
async def first_start_here(w: Window) -> None:
    form = moments.first_start(w, "here")
    form.show_busy(form.tr("The cloud is being set up …"))


@alone
async def first_start_here_refused(w: Window) -> None:
    form = moments.first_start(w, "here")
    for field in form._names.values():
        field.set_error(form.tr("Please fill this in."))
    form.say(form.tr("It could not be set up: {0}.").format(moments.longest_refusal(w)))


@alone
async def first_start_trial(w: Window) -> None:
    form = moments.first_start(w, "trial")
    await until(lambda: not form.busy.isHidden())


@alone
async def sign_in_letter(w: Window) -> None:
    moments.sign_in(w, fixed=False).show_letter("【印信】登录验证码 482913，5 分钟内有效，请勿告诉他人。")
    await shown("sign_in.letter")


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


# The guide


async def _guide(w: Window, key: str) -> HelpWindow:
    made = HelpWindow(w.look, w.language)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    made.resize(SIZE.boundedTo(w.shell.size()))
    made.open(key)
    made.show()
    await shown("help.text")
    return made


@screen("about")
async def guide(w: Window) -> None:
    await _guide(w, "stamping")


@screen("about")
async def guide_table(w: Window) -> None:
    made = await _guide(w, "trouble")
    bar = made.text.verticalScrollBar()
    bar.setValue(bar.maximum())


@screen("about")
async def guide_search(w: Window) -> None:
    await _guide(w, "start")
    driver.write("help.search", "GPRS")


@screen("about")
async def guide_nothing_found(w: Window) -> None:
    await _guide(w, "start")
    driver.write("help.search", "zzz")
    await shown("help.nothing")


@screen("about")
async def guide_picture(w: Window) -> None:
    made = await _guide(w, "map")
    made._show_picture(chapters.folder(w.language.tongue) / "../pictures" / w.language.tongue / "map.webp")
    await shown("help.picture")


# The frame


@screen("overview")
async def newer_version(w: Window) -> None:
    moments.newer_version(w)
    await shown("shell.news", "0.12.3")


@screen("seals", rows="free")
async def newer_version_above_a_notice(w: Window) -> None:
    """That of free use stands on every page."""
    moments.newer_version(w)
    await shown("shell.news", "0.12.3")


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
