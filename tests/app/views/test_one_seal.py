"""One seal's page: how it is, what it was told, how it is set, and letting go of it."""

from typing import Any

import pytest
from PySide6.QtWidgets import QTabBar

from app.services import ordering
from app.views import words
from app.views.seals.page import SealsPage
from demo import driver
from domain.commands import CommandKind, CommandRefusal, CommandState, SealCommand
from domain.ending import EndUse
from domain.events import SealEvent, SealEventKind, event_id
from domain.organization import Permission
from domain.seals import BindingState, Finger, Model, Seal, SealMode, SealSettings, Wanted, unconfirmed
from protocol.contact import Phase
from tests.app.services import office
from tests.app.services.office import Office
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, records, see, sees, titles
from tests.app.views.world import DAY, GL, HOUR, MINUTE, SECOND
from tests.waiting import until


async def on(stage: Stage, who: str = "m-admin", serial: str = GL, **other: Any) -> SealsPage:
    stage.said.seal = serial
    return await stage.open(SealsPage, who, **other)


async def told(page: SealsPage, stage: Stage, serial: str = GL, **said: object) -> None:
    """The seal has said this of itself."""
    values: dict[str, object] = {"phase": "usable", "mode": SealMode.GPRS, "signal": 4, "capacity": 800}
    row = world.status(serial, stage.now, **(values | said))
    await rooms.take(page.room.store, [row], now=stage.now)
    await until(lambda: any(line.status == row for line in page._known.lines))


def parts() -> list[str]:
    bar = driver.find("seals.parts")
    assert isinstance(bar, QTabBar)
    return [bar.tabData(at) for at in range(bar.count())]


# How it is


async def test_its_screen_is_shown_as_it_stands_on_the_device(stage: Stage) -> None:
    page = await on(stage)
    screen = ["请按指纹解锁", "2/3"]
    await told(page, stage, screen=screen, charging=True, stored=612, waiting=2, heard_at=stage.now - MINUTE)
    await see("seals.display", "请按指纹解锁\n2/3")
    said = driver.see("seals.live")
    for part in ("88%, charging", "4 of 5 bars", "612 of 800 impressions", "Connected over GPRS", "controlled use"):
        assert part in said
    assert words.full_moment(stage.now - MINUTE) in said
    await told(page, stage, at=stage.now, screen=[])
    await see("seals.display", "dark")


@pytest.mark.req("R-185", "S")
@pytest.mark.parametrize(
    ("serial", "said", "why"),
    [
        (GL, {"mode": SealMode.GPRS, "signal": 0}, "Offline: no signal"),
        (GL, {"mode": SealMode.BLUETOOTH, "signal": 4}, "Offline: Bluetooth is not connected"),
        (SECOND, {"mode": SealMode.BLUETOOTH, "signal": None}, "Offline: Bluetooth is not connected"),
    ],
)
async def test_offline_is_no_signal_or_no_bluetooth_and_it_may_be_stamped_on(
    stage: Stage, serial: str, said: dict[str, object], why: str
) -> None:
    page = await on(stage, serial=serial)
    await told(page, stage, serial, at=stage.now - HOUR, stored=100, **said)
    await see("seals.live", why)
    assert "Without news for ten minutes it is restricted" in driver.see("seals.live")
    await until(lambda: page._detail._pill.text == "Restricted")  # whatever it last said
    row = world.seal(
        serial,
        "章",
        Model.L if serial == SECOND else Model.GL,
        offline_use=Wanted(True, "m-keeper", stage.now - DAY, stage.now - DAY),
    )
    await rooms.take(page.room.store, [row], now=stage.now)
    await see("seals.without_contact", "It can be stamped on, 700 times at most; the records follow")
    assert why in driver.see("seals.live")


@pytest.mark.req("R-187", "S")
async def test_with_offline_use_a_seal_is_not_restricted_for_want_of_contact(stage: Stage) -> None:
    page = await on(stage, serial=SECOND)
    await told(page, stage, SECOND, at=stage.now - HOUR, mode=SealMode.BLUETOOTH, signal=None, capacity=240)
    await until(lambda: page._detail._pill.text == "Restricted")
    row = world.seal(SECOND, "章", Model.L, offline_use=Wanted(True, "m-keeper", stage.now - DAY, stage.now - DAY))
    await rooms.take(page.room.store, [row], now=stage.now)
    await until(lambda: page._detail._pill.text == "Ready to stamp")
    assert next(each for each in records("seals.list") if each.title == "章").pill == "Ready to stamp"
    assert "it is not restricted for want of contact" in driver.see("seals.without_contact")
    over = Wanted(True, "m-keeper", stage.now - 8 * DAY, stage.now - 8 * DAY)
    await rooms.take(page.room.store, [world.seal(SECOND, "章", Model.L, offline_use=over)], now=stage.now)
    await until(lambda: page._detail._pill.text == "Restricted")


async def test_what_is_wrong_with_it_stands_above_all(stage: Stage) -> None:
    page = await on(stage)
    await told(page, stage, log_end=26, log_to=24, withheld_since=stage.now - 23 * HOUR, withheld_end=26)
    await see("seals.live", "2 not in the cloud yet")
    assert not sees("seals.alarm_0")  # not for so long yet
    withheld = {"log_end": 26, "log_to": 24, "withheld_since": stage.now - 24 * HOUR, "withheld_end": 26}
    await told(page, stage, **withheld, at=stage.now - 8 * DAY, phase="full", battery=9)
    await see("seals.alarm_0", "Storage is full")
    assert "its log goes to 26, the cloud has it up to 24" in driver.see("seals.alarm_1")
    assert "Silent since" in driver.see("seals.alarm_2")
    assert "The battery is low: 9%." in driver.see("seals.alarm_3")
    await told(page, stage, at=stage.now)
    await until(lambda: not sees("seals.alarm_0"))


@pytest.mark.req("I-14")
@pytest.mark.req("R-294")
async def test_seals_that_have_not_heard_of_another_regime_are_named_until_they_have(stage: Stage) -> None:
    page = await on(stage)
    await told(page, stage, free=True)
    wanted = Wanted(False, "m-owner", stage.now)
    rows = [world.seal(GL, "甲章", free_use=wanted), world.seal(SECOND, "乙章", Model.L, free_use=wanted)]
    await rooms.take(page.room.store, rows, now=stage.now)
    await until(lambda: page.banner.isVisible() and "乙章、甲章" in page.banner.words.text())
    assert "free use; it has not heard of the change yet" in driver.see("seals.live")
    heard = Wanted(False, "m-owner", stage.now, stage.now)
    await told(page, stage, at=stage.now, free=False)
    await rooms.take(page.room.store, [world.seal(GL, "甲章", free_use=heard)], now=stage.now)
    await until(lambda: page.banner.words.text().endswith(": 乙章."))
    await rooms.take(page.room.store, [world.seal(SECOND, "乙章", Model.L, free_use=heard)], now=stage.now)
    await until(lambda: not page.banner.isVisible())
    assert "controlled use" in driver.see("seals.live")


# What it was told, and what happened


def order(number: int, stage: Stage, **other: object) -> SealCommand:
    values: dict[str, Any] = {"seal": GL, "binding": 1, "kind": CommandKind.SETTINGS, "at": stage.now - 99 + number}
    values |= {"by": "m-keeper"} | other
    return SealCommand(id=f"{GL}-1-1-{number}", organization=world.ORG, number=number, **values)


@pytest.mark.req("R-102", "R-141")
async def test_every_order_says_who_when_and_what_became_of_it(stage: Stage) -> None:
    page = await on(stage)
    refused = {"state": CommandState.REFUSED, "why": CommandRefusal.STORE, "done_at": stage.now}
    rows = [
        order(1, stage, kind=CommandKind.GRANT, authorization="z-1", state=CommandState.APPLIED, done_at=stage.now),
        order(2, stage, kind=CommandKind.UNBIND, **refused),
        order(3, stage, kind=CommandKind.LOSS_LOCK, on=True, state=CommandState.SUPERSEDED),
        order(4, stage, kind=CommandKind.FINGER_ENROL, member="m-clerk", slot=2, state=CommandState.SENT),
        order(5, stage, by=None),
    ]
    await rooms.take(page.room.store, rows, now=stage.now)
    await until(lambda: page._detail.switch.count_of(parts().index("orders")) == 2)
    driver.click("seals.parts.orders")
    shown = [(each.title, each.pill, each.note) for each in records("seals.orders")]
    assert shown == [
        ("Backlight and power-off", "Waiting", ""),
        ("Fingerprint of 许砚清, slot 2", "Sent", ""),
        ("Loss lock", "Superseded", ""),
        ("Unbinding", "Refused", "Records still lie on the seal, or a use has not ended."),
        ("Authorization", "Applied", ""),
    ]
    assert records("seals.orders")[4].subtitle == "沈若溪 · No. 1"
    driver.choose("seals.orders", "Unbinding")
    await see("seals.order", "Refused · Records still lie on the seal")
    driver.choose("seals.orders", "No. 1")
    await see("seals.order", f"{GL}-1-1-1")
    assert "z-1" in driver.see("seals.order")
    await rooms.take(page.room.store, [order(6, stage), order(5, stage, state=CommandState.APPLIED)], now=stage.now)
    await until(lambda: [each.pill for each in records("seals.orders")][:2] == ["Waiting", "Applied"])
    assert page._detail.orders.list.current_key() == f"{GL}-1-1-1"  # it stays where the person is
    driver.choose("seals.list", "财务专用章")
    await see("seals.detail", "No orders yet")


async def test_what_happened_is_told_in_words(stage: Stage) -> None:
    page = await on(stage)
    rows = [
        SealEvent(
            id=event_id(GL, number), organization=world.ORG, seal=GL, binding=1, number=number, kind=kind,
            at=stage.now - MINUTE + number, clock=1, received_at=stage.now, detail=detail, member=member,
        )
        for number, kind, detail, member in (
            (31, SealEventKind.MODE, 1, None),
            (32, SealEventKind.ABORTED, 0, "m-clerk"),
            (33, SealEventKind.TAMPER, 0, None),
        )
    ]  # fmt: skip
    await rooms.take(page.room.store, rows, now=stage.now)
    await until(lambda: len(page._known.history.events) == 3)
    driver.click("seals.parts.events")
    said = page._detail.events.steps.accessibleDescription()
    places = [said.index(part) for part in ("The case was opened", "Unlocked and not pressed", "Switched to Bluetooth")]
    assert places == sorted(places)
    assert "许砚清 · entry 32 of the seal's log" in said


@pytest.mark.req("R-014")
@pytest.mark.parametrize(
    ("who", "shown"),
    [
        ("m-admin", ["status", "rules", "settings", "fingers", "orders", "events"]),
        ("m-keeper", ["status", "rules", "settings", "orders", "events"]),
        ("m-clerk", ["status", "rules", "settings"]),
    ],
)
async def test_a_part_that_is_not_for_me_is_not_there(stage: Stage, who: str, shown: list[str]) -> None:
    await on(stage, who)
    await until(lambda: parts() == shown)


async def test_a_keeper_reads_the_orders_of_his_own_seals_only(stage: Stage) -> None:
    await on(stage, "m-keeper")
    await until(lambda: "orders" in parts())
    driver.click("seals.parts.orders")
    driver.choose("seals.list", "财务专用章")  # another's
    await until(lambda: "orders" not in parts())
    await see("seals.live")


# How it is set


@pytest.mark.req("R-178", "U")
@pytest.mark.req("R-009", "F")
@pytest.mark.req("R-177", "R-179")
async def test_settings_are_advised_refused_beside_the_field_and_wait_for_the_seal(stage: Stage) -> None:
    page = await on(stage)
    driver.click("seals.parts.settings")
    assert "not more than 60 s is advised, to spare the screen" in driver.see("seals.detail")
    assert not driver.find("seals.save_settings").isEnabled()  # nothing is changed
    driver.write("seals.backlight", "181")
    await see("seals.detail", "At most 180 seconds.")
    assert not driver.find("seals.save_settings").isEnabled()
    driver.write("seals.backlight", "61")
    await see("seals.detail", "More than 60 s wears the screen")
    driver.write("seals.auto_off", "31")
    await see("seals.detail", "At most 30 minutes.")
    assert not driver.find("seals.save_settings").isEnabled()
    driver.write("seals.auto_off", "30")
    driver.click("seals.save_settings")
    await see("seals.settings_said", "(waiting for the seal)")
    assert stage.said.told == ["Backlight and power-off set"]
    assert "lit for 61 s · off after 30 min" in driver.see("seals.detail")
    settings = SealSettings(61, 30, "m-admin", stage.now, stage.now)
    await stage.settle_acts(page.room.store, world.seal(GL, "合同专用章（一）", settings=settings))
    await until(lambda: "waiting" not in driver.see("seals.settings_said"))
    driver.write("seals.backlight", "180")
    driver.write("seals.auto_off", "0")
    driver.click("seals.save_settings")
    await see("seals.detail", "lit for 180 s · never off by itself")


# Letting go of it

HOLDING = [
    "It is not locked as lost",
    "No use is under way",
    "No pre-authorization waits",
    "It is switched on and connected",
    "All its records are in the cloud",
]


@pytest.mark.req("R-194", "R-195", "R-196", "R-197")
async def test_what_stands_in_the_way_of_unbinding_is_said_before_it_can_be_pressed(stage: Stage) -> None:
    page = await on(stage)
    driver.click("seals.parts.settings")
    await see("seals.letting_go", "A use has not been ended: end it first")
    assert "2 records still lie on it: connect to it" in driver.see("seals.letting_go")
    assert not driver.find("seals.unbind").isEnabled()
    over = world.authorization("z-1", stage.now, ended_at=stage.now, ended_by="m-keeper")
    await rooms.take(page.room.store, [over], now=stage.now)
    await see("seals.letting_go", HOLDING[1])
    await told(page, stage, at=stage.now - HOUR)
    await see("seals.letting_go", "It is off or not connected")
    assert not driver.find("seals.unbind").isEnabled()
    await told(page, stage, at=stage.now)
    locked = world.seal(GL, "章", loss_lock=Wanted(True, "m-owner", stage.now))
    await rooms.take(page.room.store, [locked], now=stage.now)
    await see("seals.letting_go", "It is locked as lost: unlock it first")
    assert not driver.find("seals.unbind").isEnabled()
    await rooms.take(page.room.store, [world.seal(GL, "章")], now=stage.now)
    await until(lambda: driver.find("seals.unbind").isEnabled())
    assert all(each in driver.see("seals.letting_go") for each in HOLDING)
    gone = world.seal(GL, "章", state=BindingState.UNBOUND, unbound_at=stage.now)
    await rooms.take(page.room.store, [world.seal(GL, "章", state=BindingState.UNBINDING)], now=stage.now)
    await see("seals.letting_go", "Unbinding is decided (waiting for the seal).")
    assert not sees("seals.unbind")
    row = next(each for each in records("seals.list") if each.title == "章")
    assert row.pill == "Unbinding (waiting for the seal)"
    await rooms.take(page.room.store, [gone], now=stage.now)
    await until(lambda: "章" not in titles("seals.list"))


@pytest.mark.req("R-014", "R-194")
@pytest.mark.parametrize(("rights", "shown"), [([Permission.BIND], True), ([Permission.OFFLINE_USE], False)])
async def test_who_may_not_unbind_does_not_see_how(stage: Stage, rights: list[Permission], shown: bool) -> None:
    await on(stage, "m-clerk", me=world.custom("m-clerk", rights))
    driver.click("seals.parts.settings")
    assert sees("seals.letting_go") is shown
    assert sees("seals.save_settings") is shown


# With a real seal


@pytest.mark.req("R-195", "R-009", "F")
@pytest.mark.req("R-196", "R-197")
async def test_a_seal_is_unbound_from_its_page(at: Office, stage: Stage) -> None:
    owner = await at.owner()
    host = await at.seal()
    await office.bind(owner, host)
    use = await office.authorize(owner, host, await owner.me())
    await stage.show(SealsPage, await stage.room_of(owner))
    driver.click("seals.parts.settings")
    await see("seals.letting_go", "A use has not been ended: end it first")
    assert not driver.find("seals.unbind").isEnabled()
    await owner.do(EndUse(authorization=use.id))
    await until(lambda: driver.find("seals.unbind").isEnabled())
    driver.click("seals.unbind")
    await see("confirm.window", "The seal forgets its authorizations, fingerprints and settings")
    driver.click("confirm.no")
    await until(lambda: not sees("confirm.window"))
    driver.click("seals.unbind")
    await see("confirm.window")
    driver.click("confirm.yes")
    await until(lambda: host.seal.phase is Phase.UNBOUND, within=20)
    assert host.seal.screen == ("设备未绑定",)

    async def gone() -> bool:
        row = await owner.get(Seal, host.plate.serial)
        return row is not None and row.state is BindingState.UNBOUND

    await owner.until(gone)
    await until(lambda: not sees("seals.list"))  # it was the only one


@pytest.mark.req("R-195", "F")
@pytest.mark.req("R-196")
async def test_unbinding_that_the_seal_has_not_heard_of_waits_for_it(
    at: Office, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = await at.owner()
    host = await at.seal()
    await office.bind(owner, host)
    await stage.show(SealsPage, await stage.room_of(owner))
    driver.click("seals.parts.settings")
    await until(lambda: driver.find("seals.unbind").isEnabled())
    monkeypatch.setattr(ordering, "is_near", lambda *_: False)  # nobody is near who could carry it
    driver.click("seals.unbind")
    await see("confirm.window")
    driver.click("confirm.yes")
    await see("seals.letting_go", "Unbinding is decided (waiting for the seal).")
    assert host.seal.phase is not Phase.UNBOUND
    assert records("seals.list")[0].pill == "Unbinding (waiting for the seal)"
    await until(lambda: driver.find("seals.connect").isEnabled())
    driver.click("seals.connect")
    await until(lambda: host.seal.phase is Phase.UNBOUND)
    await until(lambda: not sees("seals.list"), within=20)


def test_a_finger_that_waits_is_news() -> None:
    """So that whoever is beside the seal visits it soon."""
    seal = world.seal(GL, "章")
    assert not unconfirmed(seal)
    assert unconfirmed(world.seal(GL, "章", slots=[Finger(1, "m-clerk", "m-admin", 1)]))
    assert not unconfirmed(world.seal(GL, "章", slots=[Finger(1, "m-clerk", "m-admin", 1, enrolled_at=2)]))
    assert unconfirmed(world.seal(GL, "章", slots=[Finger(1, "m-clerk", "m-admin", 1, enrolled_at=2, deleted_at=3)]))
    assert not unconfirmed(world.seal(GL, "章", slots=[Finger(1, "m-clerk", "m-admin", 1, failed_at=2)]))
