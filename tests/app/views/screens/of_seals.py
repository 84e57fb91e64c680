"""Screens of the seals and of the organization."""

from PySide6.QtWidgets import QComboBox

from app.views.organization.importing import ImportDialog
from app.views.organization.information import DeleteOrganizationDialog
from app.views.organization.page import OrganizationPage
from app.views.seals.binding import BindingDialog, Way
from app.views.widgets import SegmentedSwitch
from demo import driver
from tests.app.views.screens import company, moments
from tests.app.views.screens.catalogue import choose, click, page, screen, shown
from tests.app.views.screens.window import Window
from tests.app.views.world import ORG

# Seals


@screen("seals")
async def binding(w: Window) -> None:
    moments.hear(w)
    await click("seals.bind")
    await shown("binding.unbound")
    turn(Way.NEARBY)
    await choose("binding.list", 0)


@screen("seals")
async def binding_bound(w: Window) -> None:
    await binding(w)
    await choose("binding.list", 2)


@screen("seals")
async def binding_delivered(w: Window) -> None:
    await click("seals.bind")
    await choose("binding.unbound", 0)


@screen("seals")
async def binding_offline(w: Window) -> None:
    await click("seals.bind")
    await choose("binding.unbound", 2)


@screen("seals", rows="empty")
async def binding_none_delivered(w: Window) -> None:
    await click("seals.bind")
    await shown("binding.window")
    turn(Way.DELIVERED)
    await shown("binding.none")


@screen("seals")
async def binding_over_gprs(w: Window) -> None:
    await binding_delivered(w)
    await click("binding.over_gprs")
    await shown("binding.online_name")
    dialog = driver.find("binding.window")
    assert isinstance(dialog, BindingDialog)
    moments.silent(dialog)


@screen("seals")
async def binding_by_code(w: Window) -> None:
    await click("seals.bind")
    await shown("binding.unbound")
    turn(Way.SCAN)
    await shown("scan.said", "")


@screen("seals")
async def binding_silent(w: Window) -> None:
    await click("seals.bind")
    dialog = await shown("binding.window")
    assert isinstance(dialog, BindingDialog)
    await shown("binding.unbound")
    turn(Way.NEARBY)


def turn(way: Way) -> None:
    tabs = driver.find("binding.ways")
    assert isinstance(tabs, SegmentedSwitch)
    tabs.setCurrentIndex(way)


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
    node(w, f"member:{company.AUDITOR}")


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
async def pictures_kept(w: Window) -> None:
    await click("organization.pictures")
    await choose("retention.holds", 0)
    await shown("retention.lift")


@screen("organization")
async def pictures_of_a_period_held(w: Window) -> None:
    await click("organization.pictures")
    await click("retention.place")
    when = await shown("hold.when")
    assert isinstance(when, QComboBox)
    when.setCurrentIndex(1)
    await shown("hold.start")


@screen("organization")
async def a_hold_lifted(w: Window) -> None:
    await pictures_kept(w)
    await click("retention.lift")
    await shown("lift.window")


@screen("organization")
async def adding_member(w: Window) -> None:
    await click("organization.add")
    await shown("member.window")


@screen("organization")
async def custom_role(w: Window) -> None:
    node(w, f"member:{company.AUDITOR}")
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
    menu(w, 2)
    dialog = await shown("import.window")
    assert isinstance(dialog, ImportDialog)
    await dialog.take(moments.members_file(w.folder))
    await shown("import.table")
