"""A seal that is upgraded while everything goes wrong, as a seed says: its real firmware and modem, and the console's
real session and verbs over single frames. Around it: a cloud that remembers what it has ordered, couriers of whom some
give what they like, hands that press, and the power, which goes at any write.
"""

from dataclasses import dataclass

import pytest

from app.device.errors import DeviceError
from app.device.giving import Release as Given
from app.device.seal import Seal
from protocol import contact, log
from protocol.cbor import pack, unpack
from protocol.envelopes import Kind
from protocol.firmware import CHUNK_BYTES, MAX_CHUNK_BYTES, Chunk, Upgrade, UpgradeFault, UpgradeState
from protocol.log import EventEntry, EventKind, read_entry
from protocol.modem import Down, DownKind, UpKind, read_up
from simulator.firmware.boot import RESTART_MS
from simulator.firmware.upgrade import QUIET_MS
from simulator.storage import PowerCut
from tests.app.device.stands import TRUST, hello
from tests.faults.play import FRAME_SIZES
from tests.faults.upgraded import Upgraded
from tests.faults.wire import Fault, Trouble, Wire
from tests.simulator.releases import OLD, Release, release
from tests.simulator.world import authority, seal_signing, stranger

OFFICE = 20  # the orders of a schedule: more would only fill the log
GOOD, NO_START, NO_PASS, FOREIGN, OTHER_MODEL, TOO_OLD = "good", "no start", "no pass", "foreign", "model", "older"


@dataclass(frozen=True)
class Ordered:
    """A release, and what it is worth."""

    of: Release
    worth: str


class Upgrading(Upgraded):
    """One schedule: `seed` says all that will happen; `way`: how the releases come."""

    def __init__(self, seed: int, way: str, patch: pytest.MonkeyPatch) -> None:
        super().__init__(seed, way, patch)
        self.orders: list[bytes] = []
        self.ordered: list[Ordered] = []
        self.wanted: Ordered | None = None
        self.before, self._versions = self.world.down, 0

    # The cloud

    def order(self) -> None:
        """A release, the same again, or none any more."""
        if len(self.orders) >= OFFICE:
            return
        draw = self.rng.randrange(8)
        if draw == 0 and self.ordered:
            self._leave(b"", "taken back")
            self.wanted = None
        elif draw == 1 and self.wanted is not None:
            self._leave(self.wanted.of.manifest, "again")
        elif draw == 2 and self.ordered:
            self.wanted = self.rng.choice(self.ordered)
            self._leave(self.wanted.of.manifest, "an earlier one")
        else:
            self.wanted = self._release()
            self.ordered.append(self.wanted)
            self._leave(self.wanted.of.manifest, self.wanted.worth)

    def _release(self) -> Ordered:
        self._versions += 1
        version, size = f"GYGL20261201{self._versions:04d}", self.rng.randint(200, 9000)
        match self.rng.randrange(12):
            case 0:
                return Ordered(release(version, size, starts=False), NO_START)
            case 1:
                return Ordered(release(version, size, passes=False), NO_PASS)
            case 2:
                return Ordered(release(version, size, signer=stranger), FOREIGN)
            case 3:
                return Ordered(release(version, size, model="L"), OTHER_MODEL)
            case 4:
                return Ordered(release("GYGL2020121705", size), TOO_OLD)
            case _:
                return Ordered(release(version, size), GOOD)

    def _leave(self, body: bytes, what: str) -> None:
        self.orders.append(self.world.envelope(Kind.FIRMWARE, body))
        self.world.down += 1
        self.seen[f"ordered: {what}"] += 1
        self.note(f"ordered, {what}")

    def pending(self) -> list[bytes]:
        """Orders that the seal has not applied."""
        return self.orders[max(0, self.state.number - self.before) :]

    def answer(self, question: bytes) -> bytes:
        return self.world.answer(contact.open_question(question, seal_signing.public))

    def receipt(self) -> bytes:
        up_to = len(self.archive)
        return log.sign_receipt(log.Receipt(self.world.serial, up_to, self.heads[up_to]), authority)

    # Chunks on the way

    def _of(self, at: Upgrade) -> Release | None:
        return next((each.of for each in self.ordered if each.of.id == at.release), None)

    def spoilt(self, at: Upgrade, clean: bool) -> list[Chunk]:
        """The next chunk of what the seal wants, as it arrives."""
        of = self._of(at)
        if of is None or at.state is not UpgradeState.DOWNLOADING:
            return []
        size = self.rng.choice([CHUNK_BYTES, 500, 8000]) if self.way == "gprs" else self.rng.choice([CHUNK_BYTES, 500])
        good = of.chunk(at.offset, size)
        other = self.rng.choice(self.ordered).of
        if clean or not self.chance(2):
            return [good]
        fault = self.rng.choice(["lost", "twice", "other", "mixed", "flipped", "cut", "order", "beyond"])
        self.seen[f"chunk {fault}"] += 1
        match fault:
            case "lost":
                return []
            case "twice":
                return [good, good]
            case "other":
                return [other.chunk(0, size), other.chunk(min(at.offset, len(other.data) - 1), size)]
            case "mixed":
                return [Chunk(good.release, good.offset, other.data[at.offset : at.offset + len(good.data)] or b"x")]
            case "flipped":
                data, place = bytearray(good.data), self.rng.randrange(len(good.data) * 8)
                data[place // 8] ^= 1 << place % 8
                return [Chunk(good.release, good.offset, bytes(data))]
            case "cut":
                return [Chunk(good.release, good.offset, good.data[: self.rng.randint(1, len(good.data))])]
            case "order":
                behind = of.chunk(at.offset + size, size)
                return [behind, good] if behind.data else [good]
            case _:
                return [Chunk(good.release, good.offset, good.data[: MAX_CHUNK_BYTES - 9] + bytes(9))]

    # By Bluetooth

    async def visit(self, *, clean: bool = False) -> None:
        """A console comes by: contact, orders, receipt, and what it has of the release."""
        trouble = None if clean or self.chance(2) else self._trouble()
        try:
            wire = Wire(self, self.rng.choice(FRAME_SIZES), trouble)  # type: ignore[arg-type]
            seal = await Seal.open(wire, TRUST, hello(self.world))
            try:
                await self._carry(seal, clean)
            finally:
                await seal.close()
        except DeviceError as error:
            self.note(f"    {error!r}")
        self.follow()

    def _trouble(self) -> Trouble:
        fault = self.rng.choice(list(Fault))
        self.seen[f"frame {fault}"] += 1
        return Trouble(fault, self.rng.randint(4, 400), self.rng.randrange(10**4))

    async def _carry(self, seal: Seal, clean: bool) -> None:
        await seal.give_answer(self.answer(await seal.ask_contact()))
        for envelope in self.pending():
            try:
                await seal.deliver(envelope)
            except DeviceError as error:
                if seal.session.fault is not None:
                    raise
                self.note(f"    {error!r}")
        await seal.give_receipt(self.receipt())
        if not clean and self.chance(2):
            await seal.take(self.rng.randbytes(16))
        for _ in range(1 if clean else self.rng.randint(0, 3)):
            await self._give(seal, clean)

    async def _give(self, seal: Seal, clean: bool) -> None:
        at = await seal.upgrade()
        of = self._of(at)
        if of is None:
            return
        if clean or not self.chance(2):

            def went_on(_now: Upgrade) -> None:
                if not clean and self.chance(4):
                    self.press()

            done = await seal.give(Given(of.data), went_on)
            self.note(f"    given: {done.state.name} {done.offset}")
            return
        for _ in range(self.rng.randint(1, 8)):
            for chunk in self.spoilt(at, clean=False):
                after = await seal.give_chunk(chunk)
                self.taken(at, chunk, after)
                at = after
            if self.chance(5):
                self.press()

    # By GPRS

    def pump(self, rounds: int, *, clean: bool = False) -> None:
        """The modem is at its broker for a while."""
        try:
            self._pump(rounds, clean)
        except PowerCut:
            self.boot()
        self.follow()

    def _pump(self, rounds: int, clean: bool) -> None:
        for _ in range(rounds):
            if not self.modem.wanted:
                self.modem.detach()
                return
            if not self.modem.attached:
                self.modem.attach()
            for data in self.modem.due():
                for kind, body in self._replies(data, clean):
                    for _ in range(1 if clean else self.rng.choice([0, 1, 1, 1, 1, 1, 2])):
                        before = self.firmware.upgrade
                        self.modem.hear(pack(Down(kind, body)))
                        if kind is DownKind.CHUNK:
                            self.taken(before, unpack(body, Chunk), self.firmware.upgrade)
            if not clean and self.chance(6):
                self.press()
            self.world.wait(1)
        if not clean and self.chance(2):
            self.modem.detach()

    def _replies(self, data: bytes, clean: bool) -> list[tuple[DownKind, bytes]]:
        up = read_up(data)
        match up.kind:
            case UpKind.QUESTION:
                return [
                    *((DownKind.ENVELOPE, each) for each in self.pending()),
                    (DownKind.ANSWER, self.answer(up.body)),
                ]
            case UpKind.SLICE:
                return [(DownKind.RECEIPT, self.receipt())]
            case UpKind.SEALING_KEY:  # nothing is answered to it
                return []
            case UpKind.UPGRADE:
                said = unpack(up.body, Upgrade)
                return [(DownKind.CHUNK, pack(chunk)) for chunk in self.spoilt(said, clean)]

    # The whole

    def _good(self) -> set[str]:
        """The versions that it may run."""
        return {OLD, *(each.of.version for each in self.ordered if each.worth == GOOD)}

    async def play(self, steps: int) -> None:
        self.order()
        for _ in range(steps):
            deed = self.rng.choices(
                [
                    self.carry, self.press, self.wait, self.hand, self.order, self.power_will_go, self.power_cut,
                    self.power_goes_in_the_restart,
                ],
                [10, 3, 5, 2, 2, 2, 1, 2],
            )[0]  # fmt: skip
            self.note(deed.__name__)
            if (going_on := deed()) is not None:
                await going_on
        await self.settle()

    async def carry(self, *, clean: bool = False) -> None:
        if self.way == "gprs":
            self.pump(30 if clean else self.rng.randint(2, 15), clean=clean)
        else:
            await self.visit(clean=clean)

    def _in_order(self) -> None:
        """Charged, on, and nobody touches it."""
        self.world.storage.load()  # no cut is waiting any more
        self.do(lambda: self.firmware.stand(out=False))
        self.do(lambda: self.firmware.charge(plugged=True))
        for ms in (QUIET_MS, RESTART_MS):
            self.do(lambda ms=ms: self.world.wait(ms / 1000))
        if not self.firmware.on:
            self.do(self.firmware.hold)

    async def settle(self) -> None:
        """Whatever was begun ends with the old or a new version; and the next release comes in as into any other."""
        self._in_order()
        self.check(self._good())
        self.seen[f"ended with {'the old' if self.firmware.firmware == OLD else 'a new one'}"] += 1
        last = Ordered(release("GYGL202701010001", 4000), GOOD)
        self.ordered.append(last)
        self._leave(last.of.manifest, "the last")
        for _ in range(6):
            await self.carry(clean=True)
            self._in_order()
            self.do(lambda: self.world.wait(130))
            if self.firmware.firmware == last.of.version:
                break
            self.note("settling")
        assert self.firmware.firmware == last.of.version, "it can be upgraded after all"
        self.check(self._good())
        for number in range(1, len(self.archive) + 1):
            entry = read_entry(self.archive[number])
            if isinstance(entry, EventEntry) and entry.kind.name.startswith("FIRMWARE"):
                failed = entry.kind is EventKind.FIRMWARE_FAILED
                self.seen[f"{entry.kind.name} {UpgradeFault(entry.detail).name}" if failed else entry.kind.name] += 1
