"""Keys that open nothing any more, consoles that go on offline, and a seal that is nobody's again."""

import pytest

from protocol import certificates, log
from protocol.cbor import pack
from protocol.contact import LEASE_S, Phase
from protocol.conversation import Code, EntriesNotice, Op, Span
from protocol.envelopes import (
    FingerEnrolBody,
    Kind,
    LossLockBody,
    OfflineUseBody,
    RegimeBody,
    RevokeBody,
    SettingsBody,
    UnbindBody,
)
from protocol.errors import Untrusted
from protocol.grants import Method, code_mark
from protocol.log import AckEntry, EventEntry, EventKind, Outcome
from simulator.firmware.logbook import OTHERS
from simulator.firmware.revoked import KEPT
from simulator.storage import PowerCut
from tests.simulator import world
from tests.simulator.world import HOUR_S, World

MINE = world.console_static.public
DAY_S = certificates.CONSOLE_S


def key(number: int) -> bytes:
    return bytes([number]) * 32


def revoke(made: World, console: bytes = MINE, in_s: int = DAY_S) -> Code:
    return made.send(Kind.REVOKE, pack(RevokeBody(console, made.now // 1000 + in_s)))


def anew(made: World, static: bytes = MINE) -> None:
    made.seal.disconnect()
    made.seal.connect(made.certificate(static=static))


# Revoked


def test_a_revoked_console_is_put_down_at_once_and_opens_nothing() -> None:
    made = World()
    made.ready()
    assert revoke(made) is Code.OK
    assert not made.seal.live.in_hand
    for op in (Op.TAKE, Op.READ_LOG, Op.DELIVER, Op.GIVE_RECEIPT, Op.ACTIVATE):
        assert made.ask(op, pack([b"o" * 16])) is Code.REVOKED
    assert made.ask(Op.STATUS) is Code.OK  # but it may bring news: that takes nothing from anybody
    assert made.contact() is Code.OK
    made.seal.press()
    anew(made)
    assert made.once(Op.TAKE) is Code.REVOKED
    anew(made, key(9))
    made.take()
    assert [entry.result for entry in made.impressions()] == [3]
    released = [entry for entry in made.entries() if isinstance(entry, EventEntry)]
    assert EventKind.RELEASED in [entry.kind for entry in released]


def test_another_console_of_the_same_member_goes_on() -> None:
    made = World()
    made.ready()
    assert revoke(made, key(9)) is Code.OK
    assert made.live().in_hand


def test_a_revocation_holds_until_its_second_and_over_a_power_cut() -> None:
    made = World()
    made.bind()
    revoke(made, in_s=100)
    made.boot()
    made.seal.connect(made.certificate())
    made.wait(99)
    assert made.ask(Op.READ_LOG, pack(Span(1, 0))) is Code.REVOKED
    made.wait(1)
    assert made.ask(Op.READ_LOG, pack(Span(1, 0))) is Code.OK


def test_what_gives_way_leaves_a_line_below_which_no_certificate_opens() -> None:
    made = World()
    made.bind()
    made.wait(10)
    for number in range(KEPT):
        assert revoke(made, key(100 + number), in_s=DAY_S - 20 + number) is Code.OK
    assert made.ask(Op.READ_LOG, pack(Span(1, 0))) is Code.OK
    assert revoke(made, key(99), in_s=DAY_S + 1000) is Code.OK  # the first of them gives way: a day less 20 s from now
    assert made.ask(Op.READ_LOG, pack(Span(1, 0))) is Code.OK  # ours ends 10 s later than that
    anew(made, key(100))  # the one that gave way, with a certificate as long as ours
    made.seal.disconnect()
    short = world.ConsoleCertificate(
        world.ORGANIZATION, world.MEMBER, world.CONSOLE, world.console_signing.public, key(100), 0,
        made.now // 1000 + DAY_S - 20,
    )  # fmt: skip
    made.seal.connect(short)
    assert made.ask(Op.READ_LOG, pack(Span(1, 0))) is Code.REVOKED
    for number in range(1, KEPT):
        anew(made, key(100 + number))
        assert made.ask(Op.READ_LOG, pack(Span(1, 0))) is Code.REVOKED


def test_those_that_are_over_make_way_first() -> None:
    made = World()
    made.bind()
    revoke(made, key(1), in_s=60)
    for number in range(KEPT - 1):
        revoke(made, key(100 + number), in_s=DAY_S)
    made.wait(60)
    revoke(made, key(99), in_s=DAY_S)
    made.seal.disconnect()
    lasting = made.certificate(static=key(9))
    made.seal.connect(lasting)
    made.wait(DAY_S - 1)
    assert made.ask(Op.READ_LOG, pack(Span(1, 0))) is Code.OK  # no line was drawn


def test_the_same_console_again_takes_one_place() -> None:
    made = World()
    made.bind()
    for _ in range(2 * KEPT):
        revoke(made, key(1))
    revoke(made, key(2))
    for number in (1, 2):
        anew(made, key(number))
        assert made.ask(Op.READ_LOG, pack(Span(1, 0))) is Code.REVOKED
    anew(made)
    assert made.ask(Op.READ_LOG, pack(Span(1, 0))) is Code.OK


# Offline use with a certificate that is over


def offline(made: World, hours: int = 72) -> None:
    assert made.send(Kind.OFFLINE_USE, pack(OfflineUseBody(made.now // 1000 + hours * HOUR_S))) is Code.OK


def granted(consoles: list[bytes] | None, hours: int = 72) -> World:
    made = World()
    made.bind()
    offline(made, hours)
    made.issue(made.grant(consoles=consoles, expires=made.now // 1000 + 72 * HOUR_S))
    return made


@pytest.mark.req("R-181", "H")
@pytest.mark.parametrize(
    ("consoles", "hours", "code"),
    [([key(9), MINE], 72, Code.OK), ([key(9)], 72, Code.EXPIRED), (None, 72, Code.EXPIRED), ([MINE], 24, Code.EXPIRED)],
    ids=["named", "another", "none", "offline use over"],
)
def test_offline_a_console_that_the_grant_names_goes_on(consoles: list[bytes] | None, hours: int, code: Code) -> None:
    made = granted(consoles, hours)
    made.wait(DAY_S)
    assert made.once(Op.TAKE) is code
    made.open()
    made.seal.press()
    assert (made.seal.last_result == 0) == (code is Code.OK)


def test_a_certificate_that_is_not_yet_valid_is_not_as_good() -> None:
    made = granted([MINE])
    certificate = made.certificate()
    made.seal.disconnect()
    made.now -= 1000
    made.seal.connect(certificate)
    assert made.once(Op.TAKE) is Code.EXPIRED


def test_a_revoked_console_is_struck_from_the_grants_that_name_it() -> None:
    made = granted([MINE, key(9)])
    pre = made.grant(consoles=[MINE, key(9)])
    mark = code_mark(made.secret, pre.id, "00000000")
    made.issue(made.grant(id=pre.id, method=Method.PRE, code=mark, consoles=[MINE, key(9)]))
    revoke(made, in_s=60)
    made.wait(DAY_S + 60)  # the revocation itself is long over
    anew_old = world.ConsoleCertificate(
        world.ORGANIZATION, world.MEMBER, world.CONSOLE, world.console_signing.public, MINE, 0, made.now // 1000 - 1
    )
    made.seal.disconnect()
    made.seal.connect(anew_old)
    assert made.once(Op.TAKE) is Code.EXPIRED
    assert made.seal.grant is not None
    assert made.seal.grant.consoles == [key(9)]


def test_a_grant_that_comes_after_the_revocation_does_not_name_it_again() -> None:
    made = World()
    made.bind()
    revoke(made, key(9))
    made.issue(made.grant(consoles=[MINE, key(9)]))
    assert made.seal.grant is not None
    assert made.seal.grant.consoles == [MINE]


# Nobody's again


def unbind(made: World) -> Code:
    return made.send(Kind.UNBIND, pack(UnbindBody()))


def receipted(made: World) -> None:
    assert made.receipt() is Code.OK


def test_unbound_it_is_as_new_but_for_its_log_and_numbers() -> None:
    made = World()
    grant = made.ready()
    made.seal.press()
    made.end(grant.id)
    for kind, body in (
        (Kind.SETTINGS, SettingsBody(30, 5)),
        (Kind.REGIME, RegimeBody(True)),
        (Kind.LOSS_LOCK, LossLockBody(True)),
        (Kind.OFFLINE_USE, OfflineUseBody(made.now // 1000 + 1000)),
        (Kind.FINGER_ENROL, FingerEnrolBody(1, world.MEMBER)),
    ):
        assert made.send(kind, pack(body)) is Code.OK
    for _ in range(6):
        made.seal.touch("thumb")
    made.wait(5)
    receipted(made)
    before, secret = made.live().log_to, made.secret
    made.notices()
    assert unbind(made) is Code.OK
    assert (made.seal.phase, made.seal.screen, made.seal.binding) == (Phase.UNBOUND, ("设备未绑定",), 0)
    told = [notice for notice in made.notices() if isinstance(notice, EntriesNotice)]
    _, entries = log.open_slice(told[0].slice, world.seal_signing.public, secret)
    ack = entries[0]
    assert isinstance(ack, AckEntry)
    assert (ack.number, ack.outcome, len(told)) == (before + 1, Outcome.APPLIED, 1)
    live = made.live()
    assert (live.fingers, live.free, live.binding, live.log_to) == ([], False, 1, before + 1)
    assert made.ask(Op.READ_LOG, pack(Span(1, 0))) is Code.NOT_BOUND
    with pytest.raises(Untrusted):
        anew(made)


def test_bound_again_it_goes_on_with_its_numbers() -> None:
    made = World()
    made.bind()
    made.issue(made.grant())
    assert made.seal.grant is not None
    made.end(made.seal.grant.id)
    made.open()
    made.seal.press()
    receipted(made)
    unbind(made)
    made.seal.disconnect()
    made.seal.hold()
    made.boot()
    made.down = 0
    made.binding = 1
    made.seal.hold()
    made.seal.connect(made.claim())
    assert made.contact() is Code.OK
    assert made.ask(Op.SHOW_NUMBER) is Code.OK
    assert made.ask(Op.BIND, made.bind_request(made.seal.screen[-1])) is Code.OK
    made.binding, made.down = 2, 1
    made.seal.disconnect()
    made.seal.connect(made.certificate())
    assert made.contact() is Code.OK
    made.open()
    made.seal.press()
    numbers = [entry.number for entry in made.entries()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert [(entry.own, entry.result) for entry in made.impressions()] == [(1, 3), (2, 7)]


@pytest.mark.req("I-11")
@pytest.mark.parametrize("obstacle", ["impression", "grant", "waiting"])
def test_a_seal_that_would_lose_something_is_not_unbound(obstacle: str) -> None:
    made = World()
    made.bind()
    if obstacle == "impression":
        made.open()
        made.seal.press()
    elif obstacle == "grant":
        made.issue(made.grant())
    else:
        grant = made.grant()
        mark = code_mark(made.secret, grant.id, "00000000")
        made.issue(made.grant(id=grant.id, method=Method.PRE, code=mark))
    assert unbind(made) is Code.REFUSED
    assert made.seal.phase is not Phase.UNBOUND
    assert [entry for entry in made.entries() if isinstance(entry, AckEntry)][-1].outcome is Outcome.REFUSED_STORE
    if obstacle == "impression":
        receipted(made)
        assert unbind(made) is Code.OK
    made.wait(LEASE_S)


@pytest.mark.parametrize("durable", [False, True])
def test_a_power_cut_at_the_unbinding_leaves_it_bound_or_unbound_and_nothing_between(durable: bool) -> None:
    made = World()
    made.bind()
    made.storage.cut_at(1, durable=durable)
    with pytest.raises(PowerCut):
        unbind(made)
    made.boot()
    assert (made.seal.phase is Phase.UNBOUND) == durable
    if durable:
        assert (made.seal.authority, made.seal.binding) == (None, 0)
        return
    made.seal.connect(made.certificate())
    made.contact()
    assert [entry.down for entry in made.entries() if isinstance(entry, AckEntry)] == [1]
    assert unbind(made) is Code.OK


def test_an_unbound_seal_that_was_switched_on_and_off_for_years_can_still_be_bound() -> None:
    made = World()
    for _ in range(OTHERS):
        made.seal.hold()
        made.seal.hold()
    made.bind()
    assert made.seal.binding == 1
