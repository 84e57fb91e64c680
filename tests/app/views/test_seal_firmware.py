"""The upgrade of a seal's firmware on its page, in both languages; and done from there over the virtual radio."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QProgressBar

from app.services.trouble import Trouble
from app.services.upgrading import Step, UpgradingState
from app.views.i18n import Tongue
from app.views.seals.page import SealsPage
from app.views.usage.page import UsagePage
from demo import driver
from domain.events import SealEvent, SealEventKind, event_id
from domain.firmware import Run, SealFirmware, Upgrade, UpgradeFailure, UpgradeState
from domain.seals import SealMode
from protocol.firmware import CHUNK_BYTES
from tests.app.services.office import Console, Office
from tests.app.services.test_upgrading import NEW, image, send_out
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, see, sees
from tests.app.views.world import DAY, GL, HOUR, MINUTE, ORG
from tests.waiting import until

VERSION, SIZE = "GYGL2026112901", 200 * 1024
BOTH = pytest.mark.parametrize("tongue", list(Tongue))


@pytest.fixture(autouse=True)
def _english_again(stage: Stage) -> Iterator[None]:
    """For the test that comes next: translators are the application's."""
    yield
    stage.language.choose(Tongue.EN)


def firmware(stage: Stage, state: UpgradeState, **changes: Any) -> SealFirmware:
    values: dict[str, Any] = {"ordered_at": stage.now - HOUR, "at": stage.now - MINUTE, "acked": 3, "state": state}
    upgrade = Upgrade(release="ab" * 32, version=VERSION, size=SIZE, **(values | changes))
    return SealFirmware(id=GL, organization=ORG, binding=1, runs=[Run(1, 2026010101)], upgrade=upgrade)


async def on(stage: Stage, tongue: Tongue = Tongue.EN) -> SealsPage:
    stage.language.choose(tongue)
    stage.said.seal = GL
    return await stage.open(SealsPage, "m-clerk")


async def tell(page: SealsPage, stage: Stage, row: SealFirmware, **status: Any) -> None:
    said: dict[str, Any] = {"mode": SealMode.GPRS, "signal": 4, "heard_at": stage.now - MINUTE, **status}
    await rooms.take(page.room.store, [row, world.status(GL, stage.now, **said)], now=stage.now)
    await until(lambda: any(line.firmware == row for line in page._known.lines))


@BOTH
@pytest.mark.parametrize(
    ("state", "changes", "status", "chinese", "english"),
    [
        (
            UpgradeState.QUEUED,
            {"acked": None},
            {},
            ("已下发", "印章下次联系时开始下载"),
            ("Ordered", "its next contact"),
        ),
        (
            UpgradeState.DOWNLOADING,
            {"offset": SIZE // 4},
            {},
            ("下载中", "用印和记录不受影响"),
            ("Downloading", "is used"),
        ),
        (
            UpgradeState.DOWNLOADING,
            {"offset": SIZE // 4},
            {"heard_at": 0, "at": 0},
            ("下载中", "通过 GPRS 或靠近控制台"),
            ("Downloading", "over GPRS, or beside a console"),
        ),
        (
            UpgradeState.VERIFIED,
            {"offset": SIZE},
            {"battery": 12},
            ("已校验", "等待电量达到 30% 或充电"),
            ("Verified", "at 30% of its battery"),
        ),
        (
            UpgradeState.VERIFIED,
            {"offset": SIZE},
            {"mode": SealMode.BLUETOOTH, "phase": "usable"},
            ("已校验", "等待印章放下"),
            ("Verified", "nobody has it in hand"),
        ),
        (UpgradeState.UPDATING, {"offset": SIZE}, {}, ("更新中", "正在自检"), ("Updating", "checks itself")),
        (UpgradeState.UPDATED, {"offset": SIZE}, {}, ("已更新", "起运行此版本"), ("Updated", "run this version since")),
        (
            UpgradeState.FAILED,
            {"why": UpgradeFailure.SELF_CHECK},
            {},
            ("升级失败", "新固件自检未通过，已恢复原版本"),
            ("Failed", "It failed its self-check"),
        ),
        (
            UpgradeState.FAILED,
            {"why": UpgradeFailure.OLDER},
            {},
            ("升级失败", "不比现有版本新"),
            ("Failed", "not newer"),
        ),
        (UpgradeState.FAILED, {"why": UpgradeFailure.WITHDRAWN}, {}, ("已停止发布", ""), ("Called off", "no more")),
    ],
)
async def test_how_it_goes_is_said_in_words(
    stage: Stage,
    tongue: Tongue,
    state: UpgradeState,
    changes: dict[str, Any],
    status: dict[str, Any],
    chinese: tuple[str, str],
    english: tuple[str, str],
) -> None:
    page = await on(stage, tongue)
    assert not sees("seals.firmware")
    await tell(page, stage, firmware(stage, state, **changes), **status)
    word, said = chinese if tongue is Tongue.ZH_CN else english
    await see("seals.firmware_said", said)
    part = page._detail.firmware
    assert part._pill.text == word
    assert VERSION in driver.see("seals.firmware_versions")
    bar = part.findChild(QProgressBar)
    assert bar is not None
    going = state in (UpgradeState.QUEUED, UpgradeState.DOWNLOADING)
    assert bar.isVisible() is going
    if going and changes.get("offset"):
        assert bar.value() == 25
        assert part._count.text() == ("25% · 50/200 KB" if tongue is Tongue.ZH_CN else "25% · 50 of 200 KB")
    assert sees("seals.upgrade_now") is going


async def test_an_old_success_is_no_news(stage: Stage) -> None:
    page = await on(stage)
    await tell(page, stage, firmware(stage, UpgradeState.UPDATED, at=stage.now - 8 * DAY))
    assert not sees("seals.firmware")


@BOTH
async def test_how_it_goes_from_this_computer(stage: Stage, tongue: Tongue) -> None:
    """What this computer gives is ahead of what the cloud tells; what went wrong stands below, with what to expect."""
    page = await on(stage, tongue)
    await tell(page, stage, firmware(stage, UpgradeState.DOWNLOADING, offset=0))
    part, zh = page._detail.firmware, tongue is Tongue.ZH_CN
    part.show_work(GL, UpgradingState(Step.CONNECTING))
    assert sees("seals.upgrade_stop")
    assert not sees("seals.upgrade_now")
    part.show_work(GL, UpgradingState(Step.GIVING, SIZE // 2, SIZE))
    assert part._count.text() == ("50% · 100/200 KB" if zh else "50% · 100 of 200 KB")
    assert ("已传输的内容都会保留" if zh else "it keeps") in driver.see("seals.firmware_came")
    part.show_work(GL, UpgradingState(Step.BROKEN, SIZE // 2, SIZE, Trouble("out_of_reach")))
    assert ("下次从已传输处继续" if zh else "It goes on where it was.") in driver.see("seals.firmware_came")
    assert sees("seals.upgrade_now")
    part.show_work("GL2026000099", UpgradingState(Step.GIVING, 1, SIZE))  # another seal's
    assert not sees("seals.upgrade_stop")


@BOTH
async def test_the_log_tells_of_it(stage: Stage, tongue: Tongue) -> None:
    stage.language.choose(tongue)
    stage.said.seal = GL
    page = await stage.open(SealsPage, "m-admin")
    kinds = [each for each in SealEventKind if each.name.startswith("FIRMWARE")]
    rows = [
        SealEvent(
            id=event_id(GL, 900 + at),
            organization=ORG,
            seal=GL,
            binding=1,
            number=900 + at,
            kind=kind,
            at=stage.now,
            clock=1,
            received_at=stage.now,
            detail=4 if kind is SealEventKind.FIRMWARE_FAILED else 2026112901,
        )
        for at, kind in enumerate(kinds)
    ]
    await rooms.take(page.room.store, rows, now=stage.now)
    page._detail.open_part("events")
    zh = tongue is Tongue.ZH_CN
    wanted = (
        ["开始运行固件 2026112901", "已完整接收", "重启并试运行", "自检通过", "固件升级失败：新固件自检未通过"]
        if zh
        else [
            "Firmware 2026112901 runs",
            "is here, whole",
            "Restarting with",
            "passed its check",
            "failed: it failed its",
        ]
    )
    await until(lambda: all(each in page._detail.events.steps.accessibleDescription() for each in wanted))


@BOTH
async def test_a_record_says_which_firmware_made_it(stage: Stage, tongue: Tongue) -> None:
    stage.language.choose(tongue)
    page = await stage.open(UsagePage, "m-keeper")
    driver.choose("usage.list", "#24")
    zh = tongue is Tongue.ZH_CN
    await see("usage.detail", "记录时固件" if zh else "Made by firmware")
    await see("usage.detail", "未知" if zh else "not known")
    line = page._list.line()
    assert line is not None
    row = SealFirmware(id=line.impression.seal, organization=ORG, runs=[Run(1, 2020121706), Run(2, 2026010101)])
    await rooms.take(page.room.store, [row], now=stage.now)
    driver.choose("usage.list", "#21")
    driver.choose("usage.list", "#24")
    await see("usage.detail", "GYGL2026010101")


# With a real seal


@pytest.fixture
async def owner(at: Office) -> Console:
    return await at.owner()


async def test_upgraded_from_its_page(stage: Stage, at: Office, owner: Console) -> None:
    """From the button to a seal that runs the new version; the page follows by itself."""
    host = await at.bound(owner)
    await send_out(at, owner, image())
    stage.said.seal = host.plate.serial
    page = await stage.show(SealsPage, await stage.room_of(owner))
    await until(lambda: sees("seals.upgrade_now"))
    assert page._detail.firmware._pill.text == "Ordered"
    owner.rounds.start()
    driver.click("seals.upgrade_now")
    await until(lambda: host.seal.firmware == NEW)
    await until(lambda: page._detail.firmware._pill.text == "Updated")
    assert "It has run this version since" in driver.see("seals.firmware_said")
    await see("seals.live", NEW)


async def test_stopped_from_its_page(stage: Stage, at: Office, owner: Console) -> None:
    host = await at.bound(owner)
    await send_out(at, owner, image(300 * CHUNK_BYTES))
    stage.said.seal = host.plate.serial
    page = await stage.show(SealsPage, await stage.room_of(owner))
    await until(lambda: sees("seals.upgrade_now"))
    driver.click("seals.upgrade_now")
    await until(lambda: host.seal.upgrade.offset > 3 * CHUNK_BYTES)
    driver.click("seals.upgrade_stop")
    await see("seals.firmware_came", "Stopped; it goes on where it was.")
    kept = host.seal.upgrade.offset
    assert 0 < kept < 300 * CHUNK_BYTES
    await until(lambda: sees("seals.upgrade_now"))
    assert page._detail.firmware.begin.isEnabled()
