"""Screens of the work: applications, approvals, authorizations, stamping, records, messages."""

from pathlib import Path

from PySide6.QtWidgets import QAbstractItemView, QPushButton

from app.services.addresses import Setting, write_setting
from app.services.trouble import Trouble
from app.views.applications.page import ApplicationsPage
from app.views.approvals.page import ApprovalsPage
from app.views.i18n import Tongue
from app.views.ready.lines import AtSeal
from app.views.ready.page import ReadyPage
from app.views.usage.page import UsagePage
from domain.verdict import Refused
from tests.app.views.screens import company, moments
from tests.app.views.screens.catalogue import choose, click, down, page, pick, screen, shown, tab
from tests.app.views.screens.window import Window
from tests.waiting import until

# Applications


@screen("applications")
async def detail(w: Window) -> None:
    await pick("applications.list", company.DOCUMENT[:12])
    await shown("applications.detail", company.LONG_NAME)
    await shown("applications.detail.together")
    await shown("applications.detail.pictures")


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
async def scanning_the_mark(w: Window) -> None:
    await click("applications.new")
    await click("applications.mark.scan")
    await shown("scan.typed")


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


@screen("applications")
async def compared(w: Window) -> None:
    await detail(w)
    found = page(w, ApplicationsPage)._detail
    await until(lambda: bool(found._pictures._shown))
    strip = found._pictures
    strip.application = found.shown
    strip._open(strip._shown[0].sha256)
    await click("viewer.compare")
    await shown("viewer.other")


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
    await pick("authorizations.list", "20/500")
    await shown("authorizations.detail", "#")


@screen("authorizations")
async def reckoned(w: Window) -> None:
    await in_use(w)
    await click("authorizations.reckoning.aborted")
    await shown("authorizations.reckoning.behind")


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
    moments.choose_waivable()
    await click("authorizations.waive")
    await shown("waive.window")


@screen("authorizations", rows="free")
async def in_free_use(w: Window) -> None:
    """Nothing is issued."""


# Ready for me, and stamping


@screen("ready")
async def to_use(w: Window) -> None:
    await pick("ready.list", company.DOCUMENT[:12])
    await shown("ready.detail")


@screen("ready")
async def activation(w: Window) -> None:
    await pick("ready.list", "合同专用章（二）")
    await shown("ready.code")


@screen("ready")
async def judged_by_the_seal(w: Window) -> None:
    await activation(w)
    page(w, ReadyPage)._show_at_seal(page(w, ReadyPage)._detail.shown, AtSeal(judging=True))


@screen("ready")
async def refused_by_the_seal(w: Window) -> None:
    await activation(w)
    why = Trouble("other_live").sentence(w.language.tongue is Tongue.ZH_CN)
    page(w, ReadyPage)._show_at_seal(page(w, ReadyPage)._detail.shown, AtSeal(refused=why))


@screen("ready")
async def activated_at_the_seal(w: Window) -> None:
    await activation(w)
    page(w, ReadyPage)._show_at_seal(page(w, ReadyPage)._detail.shown, AtSeal(activated=True))
    await shown("ready.start")


@screen("ready")
async def use_reckoned(w: Window) -> None:
    await to_use(w)
    await click("ready.reckoning.stamped")


@screen("ready", rows="free")
async def seals_in_free_use(w: Window) -> None:
    await choose("ready.list", 0)
    await shown("ready.free")


@screen("ready", rows="free")
async def stamping_freely(w: Window) -> None:
    await seals_in_free_use(w)
    await click("ready.take")
    await shown("ready.count")
    moments.in_hand(page(w, ReadyPage), w.stores.now, free=True, count=0)


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
    if w.room is not None and w.room.camera is not None:
        await shown("ready.frame", "×")
        await shown("ready.hint")
    moments.in_hand(page(w, ReadyPage), w.stores.now)


@screen("ready")
async def waiting_for_a_finger(w: Window) -> None:
    await stamping(w)
    moments.in_hand(page(w, ReadyPage), w.stores.now, finger_required=True, online=True, carrying=None)


@screen("ready")
async def stamping_without_a_camera(w: Window) -> None:
    assert w.room is not None
    w.room.camera = None
    await stamping(w)


@screen("ready")
async def not_to_be_had(w: Window) -> None:
    await to_use(w)
    await click("ready.start")
    await shown("ready.count")
    moments.refused(page(w, ReadyPage))


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
async def exact_address(w: Window) -> None:
    """Why there is none: nobody listens there."""
    assert w.room is not None
    store, setting = w.room.store, Setting("http://127.0.0.1:9/{lat}/{lon}")
    await store.run(lambda tx: write_setting(tx, setting))
    await choose("usage.list", 1)
    await click("address.ask")
    asking = await shown("address.ask")
    await until(asking.isEnabled)
    await store.run(lambda tx: write_setting(tx, Setting()))
    await w.rest()
    down("usage.detail")


@screen("usage")
async def without_photo(w: Window) -> None:
    await choose("usage.list", 30)
    await shown("usage.detail")


def _offer(w: Window, at: int) -> None:
    """One of what the button for exports offers."""
    made = page(w, UsagePage).findChild(QPushButton, "usage.export")
    assert made is not None
    made.menu().actions()[at].trigger()


@screen("usage")
async def export_form(w: Window) -> None:
    _offer(w, 0)
    await shown("export.window")


@screen("usage")
async def export_running(w: Window) -> None:
    _offer(w, 1)
    await shown("exports.detail", "412")


@screen("usage")
async def export_failed(w: Window) -> None:
    _offer(w, 1)
    await choose("exports.list", 1)
    await shown("exports.message", "48211")


@screen("usage")
async def export_not_taken(w: Window) -> None:
    _offer(w, 1)
    await choose("exports.list", 2)
    await shown("exports.detail", "550")


@screen("usage")
async def reviewed(w: Window) -> None:
    await pick("usage.list", "#81")
    await shown("case.give")
    await w.rest()
    down("usage.detail")


# Messages


@screen("messages")
async def case_closed(w: Window) -> None:
    await tab("messages.tabs", 1)
    await pick("messages.abnormal_list", "#80")
    await shown("case.reopen")
    await w.rest()
    down("messages.abnormal")


@screen("messages")
async def message(w: Window) -> None:
    await choose("messages.list", 0)
    await shown("messages.detail")


@screen("messages")
async def abnormal(w: Window) -> None:
    await tab("messages.tabs", 1)
    await choose("messages.abnormal_list", 2)
    await shown("messages.abnormal")
