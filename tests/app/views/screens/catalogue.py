"""Which screens there are: every place of the rail, and what a person can open from it.

A place is found in `app.views.places`; what is opened in a place stands here. That no page, card or dialog of the
console is left out is a test: each must have been seen on one of these screens.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QDateTimeEdit, QMenu, QPushButton, QScrollArea, QTabBar, QWidget

from app.views.applications.page import ApplicationsPage
from app.views.approvals.page import ApprovalsPage
from app.views.organization.page import OrganizationPage
from app.views.ready.page import ReadyPage
from app.views.seals.binding import BindingDialog
from demo import driver
from domain.verdict import Refused
from tests.app.views.screens import company, moments
from tests.app.views.screens.window import Window
from tests.app.views.world import ORG
from tests.waiting import until

P = TypeVar("P", bound=QWidget)
Steps = Callable[[Window], Awaitable[None]]


@dataclass(frozen=True)
class Screen:
    """`who` is at work over `rows` ("full", "empty" or "free"); `steps` are what he does on the page of `place`."""

    name: str
    place: str
    steps: Steps | None = None
    who: str = "m-owner"
    rows: str = "full"
    online: bool = True


OPENED: list[Screen] = []  # what is opened in a place


def screen(place: str, *, who: str = "m-owner", rows: str = "full", online: bool = True) -> Callable[[Steps], Steps]:
    """Steps are a screen, named after the place and the function."""

    def keep(steps: Steps) -> Steps:
        name = f"{place}.{getattr(steps, '__name__', '')}".replace("_", "-")
        OPENED.append(Screen(name, place, steps, who, rows, online))
        return steps

    return keep


def page(window: Window, kind: type[P]) -> P:
    found = window.shell.page(window.shell.current_key())
    assert isinstance(found, kind)
    return found


async def shown(name: str, text: str = "") -> QWidget:
    """The widget, once it is on the screen."""

    def there() -> bool:
        try:
            driver.see(name, text)
        except driver.NotThere:
            return False
        return True

    await until(there)
    return driver.find(name)


async def click(name: str) -> None:
    """As soon as it can be clicked, wherever it is scrolled to."""

    def enabled() -> bool:
        try:
            return driver.find(name).isEnabled()
        except driver.NotThere:
            return False

    await until(enabled)
    found = driver.find(name)
    reveal(found)
    if isinstance(found, QPushButton):
        found.click()
    else:
        driver.click(name)


def reveal(widget: QWidget) -> None:
    """Scroll to it."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()


async def choose(name: str, at: int) -> None:
    """The row of a list by its place."""
    view = await shown(name)
    assert isinstance(view, QAbstractItemView)
    await until(lambda: view.model().rowCount() > at)
    view.setCurrentIndex(view.model().index(at, 0))


async def pick(name: str, text: str) -> None:
    await shown(name, text)
    driver.choose(name, text)


async def tab(name: str, at: int) -> None:
    tabs = await shown(name)
    assert isinstance(tabs, QTabBar)
    tabs.setCurrentIndex(at)


def down(name: str) -> None:
    """To the end of the card that is scrolled."""
    area = driver.find(name).findChild(QScrollArea)
    assert area is not None
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())


# Applications


@screen("applications")
async def detail(w: Window) -> None:
    await pick("applications.list", company.DOCUMENT[:12])
    await shown("applications.detail", company.LONG_NAME)
    await shown("applications.detail.together")


@screen("applications")
async def detail_below(w: Window) -> None:
    await detail(w)
    await w.rest()
    down("applications.detail")


@screen("applications", who="m-clerk")
async def form(w: Window) -> None:
    await click("applications.new")
    await shown("applications.owed")


@screen("applications", who="m-clerk")
async def form_below(w: Window) -> None:
    found = page(w, ApplicationsPage)
    await click("applications.new")
    fields = found._form.fields
    fields.several.click()
    for id in w.stores.sealed:
        fields.seal.toggle(id)
    fields.area.show_area(company.AREA)
    fields.reason.setPlainText(company.REASON)
    fields.mark.setText(company.SCANNED)
    fields.document.setText(company.DOCUMENT)
    fields.pictures.take(moments.pictures(w.folder))
    fields.attachments.take([Path(__file__)])
    await fields.settled()
    for key, each in fields.fields.items():
        each.set_error(company.REASON[:80] if key != "seal" else "")
    await w.rest()
    down("applications.form")


@screen("applications", who="m-clerk")
async def choosing_several(w: Window) -> None:
    await click("applications.new")
    await click("applications.several")
    found = page(w, ApplicationsPage)._form.fields.seal
    found.showPopup()


@screen("applications")
async def withdrawing(w: Window) -> None:
    await pick("applications.list", "用印文件 1")
    await click("applications.withdraw")
    await shown("confirm.yes")


@screen("applications")
async def picture(w: Window) -> None:
    await detail(w)
    found = page(w, ApplicationsPage)._detail._pictures
    await until(lambda: bool(found._shown))
    found._open(found._shown[0].sha256)
    await shown("viewer.window")


@screen("applications", rows="free")
async def free_use(w: Window) -> None:
    """Nothing can be applied for."""


# Approvals


@screen("approvals")
async def handed_on(w: Window) -> None:
    await pick("approvals.list", company.DOCUMENT[::-1][:12])
    await shown("approvals.detail", company.LONG_NAME)


@screen("approvals")
async def refused(w: Window) -> None:
    await handed_on(w)
    assert w.room is not None
    page(w, ApprovalsPage)._decision.show_fault(w.room.sentence(Refused("pictures_owed", detail="128")))


@screen("approvals")
async def several(w: Window) -> None:
    await click("approvals.choose")
    view = await shown("approvals.list")
    assert isinstance(view, QAbstractItemView)
    for at in range(12):
        view.selectionModel().select(view.model().index(at, 0), view.selectionModel().SelectionFlag.Select)
    await shown("approvals.several")


@screen("approvals")
async def handing_on(w: Window) -> None:
    await handed_on(w)
    await click("approvals.hand_on")
    await shown("hand_on.window")


@screen("approvals")
async def authorizing(w: Window) -> None:
    await pick("approvals.list", company.ENGLISH[:12])
    await click("approvals.authorize")
    await shown("authorization.window")


@screen("approvals")
async def done(w: Window) -> None:
    await tab("approvals.tabs", 1)


# Authorizations


@screen("authorizations")
async def in_use(w: Window) -> None:
    await choose("authorizations.list", 0)
    await shown("authorizations.detail")


@screen("authorizations")
async def issuing(w: Window) -> None:
    await click("authorizations.issue")
    dialog = await shown("authorization.window")
    dialog.fields.area.show_area(company.AREA)  # type: ignore[attr-defined]
    await tab("authorization.method", 1)


@screen("authorizations")
async def more_uses(w: Window) -> None:
    await pick("authorizations.list", "20/500")
    await click("authorizations.more")
    await shown("more_uses.window")


@screen("authorizations")
async def waiving(w: Window) -> None:
    await pick("authorizations.list", company.LATIN_NAME)
    await moments.choose_waivable(page_of(w))
    await click("authorizations.waive")
    await shown("waive.window")


@screen("authorizations", rows="free")
async def in_free_use(w: Window) -> None:
    """Nothing is issued."""


def page_of(w: Window) -> QWidget:
    return page(w, QWidget)


# Ready for me, and stamping


@screen("ready")
async def to_use(w: Window) -> None:
    await pick("ready.list", company.DOCUMENT[:12])
    await shown("ready.detail")


@screen("ready")
async def activation(w: Window) -> None:
    await pick("ready.list", "财务" if False else "合同专用章（二）")
    await shown("ready.code")


@screen("ready")
async def owed(w: Window) -> None:
    await tab("ready.tabs", 2)
    await choose("ready.list", 0)
    await shown("ready.detail")


@screen("ready")
async def stamping(w: Window) -> None:
    await to_use(w)
    await click("ready.start")
    await shown("ready.count")
    await moments.in_hand(page(w, ReadyPage), w.stores.now)


@screen("ready")
async def not_to_be_had(w: Window) -> None:
    await to_use(w)
    await click("ready.start")
    await shown("ready.count")
    await moments.refused(page(w, ReadyPage))


# Usage records


@screen("usage")
async def of_all_seals(w: Window) -> None:
    await choose("usage.list", 0)
    await shown("usage.photo", "×")


@screen("usage")
async def record_below(w: Window) -> None:
    await of_all_seals(w)
    await w.rest()
    down("usage.detail")


@screen("usage")
async def without_photo(w: Window) -> None:
    await choose("usage.list", 30)
    await shown("usage.detail")


# Messages


@screen("messages")
async def message(w: Window) -> None:
    await choose("messages.list", 0)
    await shown("messages.detail")


@screen("messages")
async def abnormal(w: Window) -> None:
    await tab("messages.tabs", 1)
    await choose("messages.abnormal_list", 2)
    await shown("messages.abnormal")


# The map


@screen("map")
async def painted(w: Window) -> None:
    await until(lambda: _sees("map.ready"), within=60)


def _sees(name: str) -> bool:
    try:
        driver.find(name)
    except driver.NotThere:
        return False
    return True


# Seals


@screen("seals")
async def seal(w: Window) -> None:
    await pick("seals.list", company.SEAL[:12])
    await shown("seals.detail", company.LONG_NAME)


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
async def binding(w: Window) -> None:
    moments.hear(w)
    await click("seals.bind")
    await choose("binding.list", 0)


@screen("seals")
async def binding_silent(w: Window) -> None:
    await click("seals.bind")
    await shown("binding.window")


@screen("seals")
async def binding_number(w: Window) -> None:
    moments.hear(w)
    await click("seals.bind")
    dialog = await shown("binding.window")
    assert isinstance(dialog, BindingDialog)
    moments.number(dialog)


@screen("seals")
async def bound(w: Window) -> None:
    await binding_number(w)
    dialog = driver.find("binding.window")
    assert isinstance(dialog, BindingDialog)
    moments.bound(dialog)


# The organization


def node(w: Window, key: str) -> None:
    assert page(w, OrganizationPage)._tree.choose(key), key


@screen("organization")
async def member(w: Window) -> None:
    node(w, "member:m-keeper")


@screen("organization")
async def member_custom(w: Window) -> None:
    node(w, f"member:{company.AUDITOR_}")


@screen("organization")
async def chosen_members(w: Window) -> None:
    found = page(w, OrganizationPage)._tree
    found.choose("member:m-keeper", "member:m-clerk", *(f"member:m-{at}" for at in range(30)))


@screen("organization")
async def department(w: Window) -> None:
    node(w, "department:d-0")


@screen("organization")
async def subsidiary(w: Window) -> None:
    node(w, "subsidiary:s-1")


@screen("organization")
async def nothing_found(w: Window) -> None:
    page(w, OrganizationPage).header.search.setText("没有这个人")


@screen("organization")
async def adding_member(w: Window) -> None:
    await click("organization.add")
    await shown("member.window")


@screen("organization")
async def custom_role(w: Window) -> None:
    node(w, f"member:{company.AUDITOR_}")
    await click("organization.change_role")
    await shown("role.window")


@screen("organization")
async def renaming_member(w: Window) -> None:
    node(w, "member:m-keeper")
    await click("organization.rename")
    await shown("rename.window")


@screen("organization")
async def stand_in(w: Window) -> None:
    node(w, "member:m-keeper")
    await click("organization.set_stand_in")
    await shown("stand_in.window")


@screen("organization")
async def handing_over(w: Window) -> None:
    node(w, "member:m-keeper")
    await click("organization.hand_over")
    await shown("hand_over.window", company.LONG_NAME[:4])
    await shown("hand_over.facts", company.SEAL[:8])


@screen("organization")
async def changing_owner(w: Window) -> None:
    node(w, f"organization:{ORG}")
    await click("organization.change_owner")
    await shown("owner.window")


@screen("organization")
async def information(w: Window) -> None:
    node(w, f"organization:{ORG}")
    await click("organization.change_information")
    await shown("information.window")


@screen("organization")
async def deleting(w: Window) -> None:
    from app.views.organization.information import DeleteOrganizationDialog

    assert w.room is not None
    DeleteOrganizationDialog(w.room, company.organization(), w.shell).open()
    await shown("delete_organization.window")


@screen("organization")
async def quota(w: Window) -> None:
    node(w, f"organization:{ORG}")
    await click("quota.ask_departments")
    await shown("quota.window")


@screen("organization")
async def adding_department(w: Window) -> None:
    menu(w, 0)
    await shown("department.window")


@screen("organization")
async def adding_subsidiary(w: Window) -> None:
    menu(w, 1)
    await shown("subsidiary.window")


def menu(w: Window, at: int) -> None:
    page(w, OrganizationPage).menu.actions()[at].trigger()


@screen("organization")
async def renaming_subsidiary(w: Window) -> None:
    node(w, "subsidiary:s-1")
    await click("organization.rename_subsidiary")
    await shown("subsidiary.window")


@screen("organization")
async def deleting_subsidiary(w: Window) -> None:
    node(w, "subsidiary:s-1")
    await click("organization.delete_subsidiary")
    await shown("subsidiary.window")


@screen("organization")
async def importing(w: Window) -> None:
    menu(w, 2)
    await shown("import.open")


@screen("organization")
async def imported(w: Window) -> None:
    from app.views.organization.importing import ImportDialog

    menu(w, 2)
    dialog = await shown("import.window")
    assert isinstance(dialog, ImportDialog)
    await dialog.take(moments.members_file(w.folder))
    await shown("import.table")


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
    await pick("templates.categories" if _sees("templates.categories") else "categories.list", "对外经济")
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
    area = page_of(w).findChild(QScrollArea)
    assert area is not None
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())


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
    moments.second_factor(page_of(w), "off")


@screen("settings")
async def second_factor_begun(w: Window) -> None:
    moments.second_factor(page_of(w), "begun")


@screen("settings")
async def recovery_codes(w: Window) -> None:
    moments.second_factor(page_of(w), "codes")


@screen("settings")
async def second_factor_end(w: Window) -> None:
    await click("second_factor.end")


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
    from app.views.fault import FaultDialog

    dialog = FaultDialog(w.shell)
    dialog.add(ValueError(company.REASON))


@screen("seals")
async def calendar(w: Window) -> None:
    """The one of a field with a date, in front of a dialog."""
    await w.open("authorizations")
    await click("authorizations.issue")
    field = await shown("authorization.end")
    assert isinstance(field, QDateTimeEdit)
    from PySide6.QtTest import QTest

    QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(field.width() - 10, field.height() // 2))


@screen("settings")
async def person_menu(w: Window) -> None:
    menu_ = w.shell.user.menu
    assert isinstance(menu_, QMenu)
    moments.fill(menu_, w)
    menu_.popup(w.shell.user.mapToGlobal(QPoint(20, -menu_.sizeHint().height())))
