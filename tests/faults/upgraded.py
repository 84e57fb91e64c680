"""The seal of a schedule of upgrades: hands that press it, the power that goes at any write, a witness of its log."""

import hashlib
import random
from collections import Counter
from collections.abc import Callable

import pytest

from app.device import session as sessions
from domain.seals import Model, version_number
from protocol.conversation import Code
from protocol.firmware import Chunk, Upgrade, UpgradeState
from protocol.log import EventEntry, EventKind, ImpressionEntry, first_head, next_head, read_entry
from simulator.firmware import Firmware
from simulator.firmware.boot import RESTART_MS
from simulator.firmware.core import STATE
from simulator.firmware.state import State, restore
from simulator.firmware.upgrade import QUIET_MS
from simulator.modem import Modem
from simulator.storage import PowerCut
from tests.faults.wire import Wire
from tests.simulator.releases import OLD
from tests.simulator.world import World, board

NOTICED_WITHIN_S = 0.02  # how long a console waits for an answer whose frame was lost
WAITS_S = (1.0, 3.5, 7.0, 35.0, 130.0, 700.0)


class Upgraded:
    """A seal, bound, with a grant. `said`: what has happened, for who has to read it; `seen`: how often what did."""

    def __init__(self, seed: int, way: str, patch: pytest.MonkeyPatch) -> None:
        self.rng, self.way = random.Random(seed), way
        self.said: list[str] = []
        self.seen = Counter[str]()
        for limit in ("ANSWER_WITHIN_S", "HANDSHAKE_WITHIN_S"):
            patch.setattr(sessions, limit, NOTICED_WITHIN_S)
        self.world = World(board(Model.GL))
        self.board, self.ticks = self.world.board, self.world.ticks
        self.wire: Wire | None = None
        self.archive: dict[int, bytes] = {}
        self.heads: dict[int, bytes] = {0: first_head(self.world.serial)}
        self.pressed = 0
        self.world.bind()
        assert self.world.issue(self.world.grant(count=0, expires=self.world.now // 1000 + 10**6)) is Code.OK
        self.world.seal.disconnect()
        if way == "gprs":
            self.world.gprs()
        self.modem = Modem(self.world.seal, self.board, self.ticks)
        self.follow()

    # The seal and what it has written

    @property
    def firmware(self) -> Firmware:
        return self.world.seal

    @property
    def state(self) -> State:
        return restore(self.world.storage.values.get(STATE), self.world.serial)

    def chance(self, of: int) -> bool:
        """One time in so many."""
        return self.rng.randrange(of) == 0

    def note(self, text: str) -> None:
        at = self.firmware.upgrade
        self.said.append(f"{text}: {self.firmware.firmware} {at.state.name} {at.offset}/{at.size}")

    def boot(self) -> None:
        """The power was gone, and comes back."""
        self.seen["power cuts"] += 1
        if self.wire is not None:
            self.wire.drop()
        self.follow()
        battery, before = self.firmware.battery, self.state
        try:
            self.world.boot()
        except PowerCut:  # it goes again while the seal begins
            self.boot()
            return
        self.world.seal._core.body.battery = battery
        self.modem = Modem(self.world.seal, self.board, self.ticks)
        assert self.firmware.firmware == (before.firmware or OLD), "a start is one of the version before"
        assert before.upgrade is None or not before.upgrade.trial or self.state.upgrade is None, "the trial is over"

    def taken(self, before: Upgrade, chunk: Chunk, after: Upgrade) -> None:
        """Whether what became of a chunk is what should: only the next of what is wanted is taken."""
        end = chunk.offset + len(chunk.data)
        is_next = (chunk.release, chunk.offset) == (before.release, before.offset) and end <= before.size
        if not is_next or before.state is not UpgradeState.DOWNLOADING:
            assert (after.release, after.offset, after.size) == (before.release, before.offset, before.size)
        elif end < before.size:
            assert after.offset == end

    def do(self, deed: Callable[[], object]) -> object:
        """A deed in whose middle the power may go; None: it did."""
        try:
            done = deed()
        except PowerCut:
            self.boot()
            return None
        if self.wire is not None:
            if self.firmware.on:
                self.wire.tell()
            else:
                self.wire.hang_up()
        self.follow()
        return done

    def follow(self) -> None:
        """One gapless chain of entries that never change, whatever becomes of the firmware."""
        kept = {int(key[4:]): data for key, data in self.world.storage.values.items() if key.startswith("log/")}
        state = self.state
        assert sorted(kept) == list(range(state.base + 1, state.base + 1 + len(kept)))
        for number in sorted(kept):
            if number not in self.archive:
                self.archive[number] = kept[number]
                self.heads[number] = next_head(self.heads[number - 1], kept[number])
            assert self.archive[number] == kept[number], "what was written never changes"
        assert len(self.archive) == state.base + len(kept), "nothing that was written is gone"
        parts, wanted = self.world.storage.read("image/"), state.upgrade
        image = b"".join(parts[key] for key in sorted(parts))
        assert len(image) == (0 if wanted is None else wanted.offset), "what is here of a release is what it says"
        if wanted is not None and wanted.verified:
            assert hashlib.sha256(image).digest() == wanted.release, "nothing runs but what the maker signed"

    # Hands

    def press(self) -> None:
        """One that met the paper is one record; one in whose middle the power goes is one, or none at all."""
        before = self.state.own
        self.do(self.world.open)
        pressed = self.do(self.firmware.press)
        after = self.state.own
        assert after - before in ((0, 1) if pressed is None else (int(bool(pressed)),)), "a press is one record"
        self.pressed += after - before
        self.seen["presses while it downloads"] += self.firmware.upgrade.state is UpgradeState.DOWNLOADING
        self.seen["presses in a restart"] += pressed is not None and not self.firmware.on and self.state.on
        if not self.chance(4):
            self.do(lambda: self.firmware.stand(out=False))

    def wait(self) -> None:
        seconds = self.rng.choice(WAITS_S)
        self.do(lambda: self.world.wait(seconds))
        if self.chance(3):
            self.do(lambda: self.world.wait(RESTART_MS / 1000))

    def hand(self) -> None:
        match self.rng.randrange(6):
            case 0:
                self.do(self.firmware.hold)
            case 1:
                self.do(self.firmware.reset)
            case 2:
                self.do(lambda: self.firmware.charge(plugged=self.chance(2)))
            case 3:
                percent = self.rng.choice([5, 29, 30, 80])
                self.do(lambda: setattr(self.firmware, "battery", percent))
            case _:
                self.do(lambda: self.firmware.stand(out=False))
        if not self.firmware.on and not self.chance(3):
            self.do(self.firmware.hold)

    def power_will_go(self) -> None:
        self.world.storage.cut_at(self.rng.randint(1, 9), durable=self.chance(2))

    def power_goes_in_the_restart(self) -> None:
        """If there is one."""
        self.do(lambda: self.firmware.stand(out=False))
        self.do(lambda: self.world.wait(QUIET_MS / 1000))
        self.world.storage.cut_at(self.rng.randint(1, 4), durable=self.chance(2))
        self.do(lambda: self.world.wait(RESTART_MS / 1000))
        self.world.storage.load()

    def power_cut(self) -> None:
        self.boot()

    # What must hold

    def check(self, good: set[str]) -> None:
        """It runs one of these versions, as its log says; never an older one again, and every press is there."""
        assert self.firmware.on
        assert self.firmware.firmware in good
        assert self.firmware.upgrade.state is not UpgradeState.UPDATING
        presses, runs, highest = 0, 0, 0
        for number in range(1, len(self.archive) + 1):
            entry = read_entry(self.archive[number])
            assert entry.number == number
            if isinstance(entry, ImpressionEntry):
                presses += 1
                assert entry.own == presses
                self.seen[f"press {entry.result}"] += 1
            elif isinstance(entry, EventEntry) and entry.kind is EventKind.FIRMWARE_RUNS:
                assert entry.detail != runs
                runs = entry.detail
            elif isinstance(entry, EventEntry) and entry.kind is EventKind.FIRMWARE_CONFIRMED:
                assert entry.detail == runs > highest
                highest = entry.detail
        assert presses == self.pressed == self.state.own, "every press is one record"
        assert runs == version_number(self.firmware.firmware) >= highest
