"""A schedule: deeds drawn one after the other from a seed, each of which may go wrong in its own way."""

from collections.abc import Awaitable, Callable

from app.device.errors import DeviceError
from app.device.seal import NewEntries
from app.device.seal import Seal as OpenSeal
from app.models.carried import SeenPress
from app.sync.errors import CloudError
from domain.authorizations import Mode, Stage
from domain.codes import Purpose
from domain.ending import Activate, EndUse, ExtendUse
from domain.features import SetFeatures
from domain.fingers import DeleteFinger, EnrolFinger
from domain.ids import from_bytes, new_id, to_bytes
from domain.issuing import Authorize
from domain.loss_lock import LockSeal, UnlockSeal
from domain.offline_use import CloseOfflineUse, OpenOfflineUse
from domain.organization import Feature
from domain.seal_settings import SetSealSettings
from domain.seals import is_on
from domain.uses import Method
from protocol.conversation import EntriesNotice, Press
from simulator.firmware.board import ROOM
from simulator.firmware.logbook import RESERVE
from tests.cloud.invariants.places import Place
from tests.faults.play import CLOCK_BACK_MS, CLOUD_POINTS, Play
from tests.faults.stage import PHONES

MINUTE_MS, HOUR_MS = 60_000, 3_600_000
WAITS_MS = (500, 5_000, 31_000, 5 * MINUTE_MS, 11 * MINUTE_MS, HOUR_MS)
FEATURES = [Feature.COUNT, Feature.PHOTO, Feature.PRE_AUTHORIZATION, Feature.FINGERPRINT]
WRONG_CODE = "00000000"
PHONES_OF = {phone: name for name, phone in PHONES.items()}
Deed = Callable[[], Awaitable[None] | None]


class Schedule(Play):
    """What people do with the seal, and what becomes of its power, its link and its cloud."""

    shifted, deeds_done = False, 0

    async def play(self, steps: int) -> None:
        """So many deeds; after each, what must always hold."""
        await self.act("owner", SetFeatures(items=FEATURES))
        deeds = self.deeds()
        for _ in range(steps):
            deed = self.rng.choices([deed for deed, _ in deeds], [weight for _, weight in deeds])[0]
            self.note(f"{getattr(deed, '__name__', deed)}")
            if (doing := deed()) is not None:
                await doing
            await self.after_each()

    async def after_each(self) -> None:
        self.deeds_done += 1
        if self.dead:
            await self.restart()
        self.cloud.now += 1000
        self.device.do("tick")
        live = await self.uses(Stage.LIVE)
        assert len(live) <= 1, "one live authorization at a time (I-03)"
        stored, room = self.device.firmware.stored, ROOM[self.device.model]
        assert stored <= room + RESERVE, "the store is bounded (I-12)"
        assert stored < room or not self.device.firmware.unlocked, "and full, it is shut"

    def deeds(self) -> list[tuple[Deed, int]]:
        return [
            (self.issue, 12), (self.stamp, 30), (self.end_use, 5), (self.extend, 2), (self.activate_in_cloud, 3),
            (self.activate_at_seal, 3), (self.activate_both, 2), (self.lock, 2), (self.offline, 3), (self.settings, 1),
            (self.regime, 1), (self.fingers, 2), (self.call, 8), (self.modem, 8), (self.carry_home, 5),
            (self.go_online, 3), (self.hand, 8), (self.mode, 1), (self.wait, 8), (self.power_will_go, 8),
            (self.power_cut, 3), (self.clock_lost, 1), (self.cloud_clock_back, 1), (self.cloud_will_die, 3),
            (self.cloud_restarts, 1), (self.console_restarts, 2), (self.store_full, 1),
        ]  # fmt: skip

    # What is ordered

    def anybody(self) -> str:
        return self.rng.choice(["a", "b"])

    async def issue(self) -> None:
        rng = self.rng
        if self.chance(2) and not self.chance(4):
            for row in await self.uses(Stage.LIVE):
                await self.act("keeper", EndUse(authorization=row.id))
        name, pre = self.anybody(), self.chance(3)
        row = await self.seal_row()
        finger = row is not None and self.member(name) in row.fingers and self.chance(2)
        ms = rng.choice([10 * MINUTE_MS, HOUR_MS, 24 * HOUR_MS])
        act = self.use(
            name, Method.PRE if pre else Method.DIRECT, rng.choice([0, 1, 2, 3, 7]), ms, photo=self.chance(3),
            finger=finger,
        )  # fmt: skip
        await self.act(rng.choice(["owner", "keeper"]), act)
        if pre and any(row.id == act.id for row in await self.uses()):
            self.codes[act.id] = await self.code_for(act.member)

    def use(
        self, name: str, method: Method, count: int, ms: int, *, photo: bool = False, finger: bool = False
    ) -> Authorize:
        now = self.cloud.now
        return Authorize(
            id=new_id(now), application=None, seal=self.serial, member=self.member(name), start=now, end=now + ms,
            mode=Mode.PHYSICAL, method=method, count=count, photo_required=photo, fingerprint_required=finger,
        )  # fmt: skip

    async def end_use(self) -> None:
        for row in await self.uses(Stage.LIVE):
            await self.act("keeper", EndUse(authorization=row.id))

    async def extend(self) -> None:
        for row in await self.uses(Stage.LIVE):
            end = self.cloud.now + HOUR_MS
            await self.act("keeper", ExtendUse(id=new_id(), authorization=row.id, count=row.count + 2, end=end))

    async def activate_in_cloud(self) -> None:
        for row in (await self.uses(Stage.WAITING))[-1:]:
            code = WRONG_CODE if self.chance(4) else self.codes.get(row.id, WRONG_CODE)
            name = next(name for name, id in self.built.members.items() if id == row.member)
            await self.act(name, Activate(authorization=row.id, code=code))

    async def activate_at_seal(self) -> None:
        for row in (await self.uses(Stage.WAITING))[:1]:
            place = self.place_of(row.member)
            try:
                async with self.session(place, self.trouble()) as seal:
                    code = WRONG_CODE if self.chance(3) else self.codes.get(row.id, WRONG_CODE)
                    await seal.activate(to_bytes(row.id), code, self.operation())
            except DeviceError as error:
                self.note(f"    {error!r}")

    async def activate_both(self) -> None:
        """Two that wait are activated at once: one at the seal, and before anybody knows, the other in the cloud."""
        for name in ("a", "b") if self.chance(2) else ():
            act = self.use(name, Method.PRE, 2, HOUR_MS)
            await self.act("keeper", act)
            if any(row.id == act.id for row in await self.uses()):
                self.codes[act.id] = await self.code_for(act.member)
        await self.end_use()
        await self.visit(self.places["keeper"])
        await self.activate_at_seal()
        await self.activate_in_cloud()

    async def lock(self) -> None:
        row = await self.seal_row()
        if row is not None:
            await self.act("owner", (UnlockSeal if is_on(row.loss_lock) else LockSeal)(seal=self.serial))
            if self.chance(2):
                await self.visit(self.a_place())

    async def offline(self) -> None:
        row = await self.seal_row()
        if row is not None and self.places["keeper"].online:
            keeper = await self.places["keeper"].console()
            try:
                await keeper.client.ask_purpose_code(self.built.organization, Purpose.OFFLINE_USE)
            except CloudError as error:  # one just now, and the clock was put back
                self.note(f"    {error!r}")
                return
            code = await self.code_for(self.member("owner"), Purpose.OFFLINE_USE)
            kind = CloseOfflineUse if is_on(row.offline_use) else OpenOfflineUse
            wrong = self.chance(4)
            await self.act("keeper", kind(seal=self.serial, code=f"{(int(code) + wrong) % 10**6:06}"))
            now = await self.seal_row()
            assert not wrong or now is None or now.offline_use == row.offline_use, "only with the owner's code (I-13)"

    async def settings(self) -> None:
        act = SetSealSettings(
            seal=self.serial, backlight_s=self.rng.choice([0, 60]), auto_off_min=self.rng.choice([0, 5])
        )
        await self.act("keeper", act)

    async def regime(self) -> None:
        """Free use for a while, and back."""
        await self.act("owner", SetFeatures(items=[]))
        await self.visit(self.a_place())
        for deed in (self.stamp, self.modem, self.hand):
            if (doing := deed()) is not None:
                await doing
        await self.act("owner", SetFeatures(items=FEATURES))

    async def fingers(self) -> None:
        """Somebody is enrolled, in front of the seal, or deleted."""
        name = self.anybody()
        kind = DeleteFinger if self.chance(3) else EnrolFinger
        await self.act("owner", kind(seal=self.serial, member=self.member(name)))
        await self.visit(self.places[name])
        for _ in range(self.rng.choice([3, 6, 6, 6])):
            self.device.do("touch", name)

    # Couriers

    def operation(self) -> bytes:
        return self.rng.randbytes(16)

    def a_place(self) -> Place:
        return self.places[self.rng.choice(["keeper", "a", "b"])]

    async def call(self) -> None:
        """A console that comes by."""
        place = self.a_place()
        self.note(f"    {place}: {await self.visit(place)}")
        await self.send(place)

    async def stamp(self) -> None:
        """Who has the grant takes it in hand and presses; his console keeps what he is told."""
        if not self.chance(4):
            await self._make_ready()
        held = self.device.firmware.grant
        uses = [row.member for row in await self.uses(Stage.LIVE)]
        member = from_bytes(held.member) if held is not None and not self.chance(3) else next(iter(uses), None)
        place = self.place_of(member) if member is not None and not self.chance(8) else self.a_place()
        if not self.chance(4):
            await self.visit(place)
        try:
            async with self.session(place, self.trouble()) as seal:
                await self._take_and_press(place, seal)
        except DeviceError as error:
            self.note(f"    {place}: {error!r}")
        await self.send(place)

    async def _make_ready(self, name: str | None = None) -> None:
        """What diligent people see to: it is on, not locked, and there is a use (of this member)."""
        if not self.device.firmware.on:
            self.device.do("charge", plugged=True)
            self.device.do("hold")
        row = await self.seal_row()
        if row is None or not self.device.firmware.binding:
            return
        if is_on(row.loss_lock):
            await self.lock()
        live = await self.uses(Stage.LIVE)
        over = [use for use in live if use.end <= self.cloud.now or (use.count and use.used >= use.count)]
        for use in over:
            await self.act("keeper", EndUse(authorization=use.id))
        if len(over) == len(live):
            count = self.rng.choice([0, 2, 3, 7])
            use = self.use(name or self.anybody(), Method.DIRECT, count, HOUR_MS, photo=self.chance(4))
            await self.act("keeper", use)

    async def _take_and_press(self, place: Place, seal: OpenSeal) -> None:
        taken = await seal.take(self.operation())
        if not self.chance(3):
            self.device.open()
        for _ in range(self.rng.randint(1, 4)):
            if taken.photo_required and not self.chance(4):
                await seal.camera_ready(self.operation())
            if self.chance(6):
                self.device.do("touch", self.anybody())
            pressed = self.device.press()
            self.note(f"    {place} presses: {pressed} {self.device.firmware.last_result}")
        await self._keep_what_is_told(place, seal)
        if self.chance(2):
            await seal.release(self.operation())

    async def _keep_what_is_told(self, place: Place, seal: OpenSeal) -> None:
        """As `app.services.stamping` does it; some of it may not have come."""
        await seal.live()
        courier, told = await place.courier(), seal.session._notices
        while not told.empty():
            notice = told.get_nowait()
            if notice is None:
                return
            entries = _read(seal, notice)
            if isinstance(entries, NewEntries):
                await courier.keep(self.built.organization, entries.part, seen(entries.press, place, self))

    async def carry_home(self) -> None:
        """What lies on the seal is carried away by somebody without the cloud."""
        place = self.a_place()
        place.online = False
        self.note(f"    {place}: {await self.visit(place)}")

    async def go_online(self) -> None:
        for place in self.places.values():
            if not place.online:
                place.online = True
                await self.send(place)

    async def modem(self) -> None:
        await self.pump(self.rng.randint(1, 6))

    # Hands

    def hand(self) -> None:
        """Without a console about."""
        match self.rng.randrange(8):
            case 0 | 1 | 2:
                self.device.open()
                self.note(f"    {self.device.press()} {self.device.firmware.last_result}")
            case 3:
                self.device.do("stand", out=False)
            case 4:
                self.device.do("hold")
            case 5:
                self.device.do("reset")
            case 6:
                self.device.do("touch", self.anybody())
            case _:
                self.battery()

    def battery(self) -> None:
        firmware, percent = self.device.firmware, self.rng.choice([0, 8, 80])
        self.device.do("charge", plugged=self.chance(2))
        firmware._core.body.battery = percent
        self.device.do("tick")
        if not self.device.firmware.on:
            self.device.firmware._core.body.battery = 80
            self.device.do("hold")

    def mode(self) -> None:
        self.device.key(5)

    def wait(self) -> None:
        self.cloud.now += self.rng.choice(WAITS_MS)

    def power_will_go(self) -> None:
        self.device.storage.cut_at(self.rng.randint(1, 8), durable=self.chance(2))

    def power_cut(self) -> None:
        self.device.boot()

    def clock_lost(self) -> None:
        self.device.set_back()

    def cloud_clock_back(self) -> None:
        """A clock that was wrong is put right, while the seal's own goes on as it did."""
        if self.shifted:
            return
        self.shifted = True
        back = self.rng.choice([1_000, CLOCK_BACK_MS])
        self.cloud.now -= back
        self.device.shift(back)

    def store_full(self) -> None:
        """An L seal takes 240 and 16 more; what is pressed beyond is counted."""
        if self.device.model.value != "L" or not self.chance(3):
            return
        self.device.open()
        for _ in range(self.rng.choice([245, 270])):
            self.device.press()

    # Programs

    def cloud_will_die(self) -> None:
        self.killed_at = self.rng.choice(CLOUD_POINTS)

    async def cloud_restarts(self) -> None:
        await self.restart()

    async def console_restarts(self) -> None:
        await self.a_place().close()


def _read(seal: OpenSeal, notice: object) -> object:
    body = getattr(notice, "body", b"")
    if getattr(notice, "op", 0) != 1:
        return None
    said = seal._read(body, EntriesNotice)
    return NewEntries(seal._part(said.slice), said.press)


def seen(press: Press | None, place: Place, play: Play) -> list[SeenPress]:
    """As `app.services.stamping` keeps it."""
    if press is None:
        return []
    grant = from_bytes(press.grant) if press.grant else None
    member = play.member(PHONES_OF[place.phone])
    return [SeenPress(press.number, press.own, grant, member if grant else None, press.at, press.result)]
