"""Screens of electronic mode: sealing a document, and checking one."""

from dataclasses import replace
from pathlib import Path

from app.models.sealings import Answer, SealingRow, SealingStep
from app.services.sealing.orders import Content, Found, Stamp, Standing
from app.services.sealing.sealing import SealingState, Stage
from app.services.sealing.verifying import Checked, Verdict
from app.services.stamping_state import StampingState, Step
from app.services.trouble import Trouble
from app.views.ready.page import ReadyPage
from app.views.sealing.check import CheckPage, show_check
from app.views.sealing.panel import SealingPanel
from tests.app.views import world
from tests.app.views.screens import company
from tests.app.views.screens.catalogue import click, page, pick, screen, shown
from tests.app.views.screens.document_rows import CONTRACT
from tests.app.views.screens.window import Window
from tests.app.views.world import DAY, GL
from tests.waiting import until


def panel(w: Window) -> SealingPanel:
    found = page(w, ReadyPage)._panel
    assert isinstance(found, SealingPanel)
    return found


@screen("ready")
async def documents_to_seal(w: Window) -> None:
    await pick("ready.list", CONTRACT)
    await shown("ready.start", "")


@screen("ready")
async def sealing(w: Window) -> None:
    await documents_to_seal(w)
    await click("ready.start")
    await shown("sealing.sheet")
    view = panel(w)._view
    await until(lambda: view.number in view._pages._images)


@screen("ready")
async def sealing_a_seam(w: Window) -> None:
    await sealing(w)
    panel(w)._card.options.over.setChecked(True)
    await click("sealing.before")
    view = panel(w)._view
    await until(lambda: view.number in view._pages._images)


@screen("ready")
async def sealing_another_file(w: Window) -> None:
    await sealing(w)
    found = panel(w)
    found._chosen = None
    found._view.show_fault("合同.pdf", found._sentence(Trouble("pdf_script")))
    found._show()


def row(w: Window, **changes: object) -> SealingRow:
    given: dict[str, object] = {"id": "0" * 32, "organization": world.ORG, "seal": GL, "authorization": "z-e1"}
    given |= {"name": "精密测量仪器年度采购合同-云杉-2026-0318-最终版（双方确认）.pdf", "document": "0" * 64}
    given |= {"digest": "1" * 64, "begin": 0, "end": 1, "size": 1, "certificates": [b""], "begun_at": w.stores.now}
    return SealingRow(**{**given, **changes})  # type: ignore[arg-type]


def put(w: Window, **changes: object) -> None:
    """What only a seal brings about."""
    found = panel(w)
    found._sealing.state = replace(SealingState(), **changes)  # type: ignore[arg-type]
    found._show()


@screen("ready")
async def sealing_at_the_seal(w: Window) -> None:
    await sealing(w)
    put(w, stage=Stage.AT_SEAL, hand=StampingState(step=Step.CONTACT), row=row(w))


@screen("ready")
async def sealing_refused(w: Window) -> None:
    await sealing(w)
    put(w, stage=Stage.STOPPED, trouble=Trouble("no_seal_certificate"))


@screen("ready")
async def sealing_unfinished(w: Window) -> None:
    await sealing(w)
    found = panel(w)
    found._desk = replace(found._desk, unfinished=[row(w, step=SealingStep.ASKED)])
    found._show()


@screen("ready")
async def sealing_done(w: Window) -> None:
    await sealing(w)
    answer = Answer(4711, 312, w.stores.now, 2, 3, bytes(64))
    done = row(w, step=SealingStep.DONE, answer=answer, stamp="https://tsa.example.com/")
    put(w, stage=Stage.DONE, row=done, content=b"%PDF", stamped=False)


# Checking


def found(w: Window, **changes: object) -> Found:
    given: dict[str, object] = {"digest": "1" * 64, "organization": company.COMPANY, "name": company.SEAL}
    given |= {"serial": GL, "content": Content.AS_SIGNED, "standing": Standing.GOOD, "at": w.stores.now}
    return Found(**{**given, **changes})  # type: ignore[arg-type]


async def checking(w: Window) -> CheckPage:
    assert w.room is not None
    dialog = show_check(w.room, w.shell)
    await shown("check.window")
    return dialog.page


async def checked(w: Window, verdict: Verdict, *, asked: bool = True) -> None:
    other = Verdict(
        found(w, organization="Northern Lights Shipping A/S", name="", serial="", standing=Standing.FOREIGN)
    )
    (await checking(w))._show_checked(
        "精密测量仪器年度采购合同-云杉-2026-0318-最终版（双方确认）.pdf", Checked([other, verdict], asked)
    )


@screen("messages")
async def check_genuine(w: Window) -> None:
    stamped = {"stamp": Stamp.GOOD, "stamped_at": w.stores.now, "stamped_by": "联合信任时间戳服务中心"}
    record = world.impression(44, w.stores.now - DAY, authorization="z-e1", member="m-owner")
    await checked(w, Verdict(found(w, **stamped), record, 44))
    await shown("check.facts")


@screen("messages")
async def check_changed_and_revoked(w: Window) -> None:
    bad = found(w, content=Content.CHANGED, standing=Standing.REVOKED, revoked_at=w.stores.now)
    await checked(w, Verdict(bad), asked=False)
    await shown("check.facts")


@screen("messages")
async def check_begins(w: Window) -> None:
    await checking(w)


@screen("messages")
async def check_no_pdf(w: Window) -> None:
    await (await checking(w)).check(Path(__file__))
    await shown("check.window", "PDF")
