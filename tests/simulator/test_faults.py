"""Faults strike at their point, at the time that was said, and nowhere else."""

import pytest

from protocol.cbor import pack
from protocol.conversation import ActivateRequest, Code, Op
from protocol.envelopes import (
    FingerDeleteBody,
    Kind,
    LossLockBody,
    OfflineUseBody,
    RegimeBody,
    RevokeBody,
    SettingsBody,
    UnbindBody,
)
from protocol.grants import Method, code_mark
from protocol.log import AckEntry, ImpressionEntry, read_entry
from simulator import faults
from simulator.faults import COMMITS, KILLED, POINTS, Faults, LinkCut
from simulator.firmware.core import STATE
from simulator.firmware.state import restore
from simulator.storage import PowerCut
from tests.simulator import releases
from tests.simulator.world import HOUR_S, NOON_MS, World

CODE, WRONG = "11111111", "22222222"


@pytest.fixture(autouse=True)
def _no_real_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def end(status: int) -> None:
        raise SystemExit(status)

    monkeypatch.setattr(faults.os, "_exit", end)


def test_the_environment_names_a_point_and_a_time() -> None:
    made = Faults({"SIGNET_KILL": "press_after_commit:3"})
    for _ in range(2):
        made.reach("press_before_commit")
        made.reach("press_after_commit")
    with pytest.raises(SystemExit) as end:
        made.reach("press_after_commit")
    assert end.value.code == KILLED


def test_without_a_word_nothing_happens() -> None:
    made = Faults({})
    for point in POINTS:
        made.reach(point)


def test_a_cut_is_for_the_link_alone() -> None:
    made = Faults()
    made.set(faults.Kind.CUT, "answer_before_send", 2)
    made.reach("answer_before_send")
    with pytest.raises(LinkCut):
        made.reach("answer_before_send")
    made.reach("answer_before_send")
    with pytest.raises(ValueError, match="press_before_commit"):
        made.set(faults.Kind.CUT, "press_before_commit")


@pytest.mark.parametrize("word", ["nowhere", "press_after_commit:0", "press_after_commit:x"])
def test_a_point_that_does_not_exist_is_an_error(word: str) -> None:
    with pytest.raises(ValueError, match=r"nowhere|press_after_commit|invalid literal"):
        Faults({"SIGNET_KILL": word})


def life(made: World) -> None:
    """Everything that a seal ever writes down, each of it at least once."""
    grant = made.ready(count=5)
    made.seal.press()
    made.receipt()
    made.wait(601)  # the lease ends while it is in hand
    assert made.end(grant.id) is Code.OK
    made.seal.press()  # abnormal
    made.seal.stand(out=False)
    made.contact()
    made.gprs()
    made.enrol()
    waits = made.random(16)
    made.issue(made.grant(id=waits, method=Method.PRE, code=code_mark(made.secret, waits, CODE), finger=1))
    for code in (WRONG, CODE):
        made.request(Op.ACTIVATE, pack(ActivateRequest(made.random(16), waits, code)))
    made.take()
    made.seal.touch("a")
    made.open()
    made.seal.stand(out=False)  # an intent without a press
    made.open()
    made.seal.press()
    made.seal.battery = 8
    made.seal.battery = 80
    for kind, body in ORDERS:
        assert made.send(kind, body) is Code.OK
    made.send(Kind.SETTINGS, b"no settings")
    made.once(Op.TAKE)
    made.once(Op.RELEASE)
    made.seal.stand(out=False)
    releases.upgrade(made, releases.release(size=100, passes=False))
    releases.upgrade(made, releases.release(releases.NEWEST, size=100))
    made.end(waits)
    made.receipt()
    made.seal.hold()
    made.seal.hold()
    made.seal.connect(made.certificate())
    made.contact()
    made.receipt()
    assert made.send(Kind.UNBIND, pack(UnbindBody())) is Code.OK
    made.seal.disconnect()
    made.seal.reset()
    made.bind()


ORDERS = [
    (Kind.LOSS_LOCK, pack(LossLockBody(on=True))),
    (Kind.LOSS_LOCK, pack(LossLockBody(on=False))),
    (Kind.REGIME, pack(RegimeBody(free=True))),
    (Kind.SETTINGS, pack(SettingsBody(60, 0))),
    (Kind.OFFLINE_USE, pack(OfflineUseBody(NOON_MS // 1000 + HOUR_S))),
    (Kind.REVOKE, pack(RevokeBody(bytes(32), NOON_MS // 1000 + HOUR_S))),
    (Kind.FINGER_DELETE, pack(FingerDeleteBody(1))),
]


def test_the_firmware_passes_every_point_before_and_after() -> None:
    reached: list[str] = []
    life(World(probe=reached.append))
    assert {point.rpartition("_")[0].rpartition("_")[0] for point in reached} == set(COMMITS)
    for before, after in zip(reached[::2], reached[1::2], strict=True):
        assert (before.endswith("_before_commit"), after) == (True, before.replace("_before_", "_after_"))


def writes_of_a_life() -> int:
    made = World()
    life(made)
    return made.storage.commits


@pytest.mark.req("I-05", "I", "seal")
@pytest.mark.parametrize("durable", [False, True])
def test_the_power_goes_at_every_write_of_a_life(durable: bool) -> None:
    """Each time the seal comes back on its feet: one chain, each press of it one record, each use one count, each order
    at most once; and the next contact finds it ready for what comes."""
    for commit in range(1, writes_of_a_life() + 1):
        made = World()
        made.storage.cut_at(commit, durable=durable)
        with pytest.raises(PowerCut):
            life(made)
        made.boot()
        holds_together(made)
        finds_its_feet(made)


def holds_together(made: World) -> None:
    state = restore(made.storage.values.get(STATE), made.serial)
    kept = {int(key[4:]): data for key, data in made.storage.values.items() if key.startswith("log/")}
    assert sorted(kept) == list(range(1, len(kept) + 1))
    entries = [read_entry(kept[number]) for number in sorted(kept)]
    assert [entry.number for entry in entries] == sorted(kept)
    presses = [entry for entry in entries if isinstance(entry, ImpressionEntry)]
    assert [press.own for press in presses] == list(range(1, state.own + 1))
    orders = [(entry.binding, entry.down) for entry in entries if isinstance(entry, AckEntry)]
    assert orders == sorted(set(orders))
    if state.bound is not None:
        assert orders[-1] == (state.binding, state.number)
    if state.grant is not None:
        assert state.grant.used == sum(press.grant == state.grant.id and press.result == 0 for press in presses)
    assert state.enrolling is None
    assert made.seal.on is state.on


def finds_its_feet(made: World) -> None:
    """Bound or not, it makes contact, tells its whole log and is receipted."""
    state = restore(made.storage.values.get(STATE), made.serial)
    made.binding, made.down = state.binding, state.number
    if made.seal.on is (state.bound is None):  # a binding begins with a seal that is off
        made.seal.hold()
    if state.bound is None:
        made.bind()
    else:
        made.seal.connect(made.certificate())
        assert made.contact() is Code.OK
    assert made.receipt() is Code.OK
    live = made.live()
    assert live.receipted == live.log_to == len(made.entries())
