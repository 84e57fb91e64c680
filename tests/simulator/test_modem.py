"""The seal's modem without a network: when it is there, when it asks, what it says, and what it makes of what comes."""

from dataclasses import dataclass, field

import pytest

from domain.seals import Model
from protocol import contact, envelopes, grants, log, sealing
from protocol.cbor import pack, unpack
from protocol.contact import ANSWER_WITHIN_S
from protocol.conversation import BindRequest
from protocol.envelopes import Kind, LossLockBody
from protocol.log import SealedSlice
from protocol.modem import KEEP_ALIVE_S, MAX_MESSAGE_BYTES, Down, DownKind, UpKind, read_up
from simulator.modem import POKED_EVERY_MS, RECEIPT_WITHIN_MS, WINDOW, Modem
from tests.simulator.world import World, authority, board, platform, seal_signing


@dataclass
class Air:
    """A seal of the test's world and its modem, with nobody in front of it."""

    world: World = field(default_factory=World)
    bound: bool = True
    keys: list[bytes] = field(default_factory=list[bytes])

    def __post_init__(self) -> None:
        if self.bound:
            self.world.bind()
            self.world.seal.disconnect()
        else:
            self.world.seal.hold()
        self.modem = Modem(self.world.seal, self.world.board, self.world.ticks)

    def said(self) -> tuple[list[bytes], list[bytes]]:
        """Questions and slices that are said now; the key for documents is told in `keys`."""
        ups = self.modem.due()
        assert all(len(each) <= MAX_MESSAGE_BYTES for each in ups)
        read = [read_up(each) for each in ups]
        self.keys += [up.body for up in read if up.kind is UpKind.SEALING_KEY]
        questions, slices = ([up.body for up in read if up.kind is kind] for kind in (UpKind.QUESTION, UpKind.SLICE))
        return questions, slices

    def hear(self, kind: DownKind, body: bytes = b"") -> None:
        self.modem.hear(pack(Down(kind, body)))

    def answer(self, question: bytes, **changes: object) -> None:
        asked = contact.open_question(question, seal_signing.public)
        self.hear(DownKind.ANSWER, self.world.answer(asked, **changes))

    def attach(self) -> None:
        """In contact, its first question answered and its log receipted."""
        self.modem.attach()
        (question,), slices = self.said()
        self.answer(question)
        self.receipt(slices)

    def receipt(self, slices: list[bytes]) -> None:
        part, _ = log.open_slice(slices[-1], seal_signing.public, self.world.secret)
        receipt = log.Receipt(self.world.serial, part.last, part.head)
        self.hear(DownKind.RECEIPT, log.sign_receipt(receipt, authority))


def test_it_wants_to_be_attached_when_the_seal_is_on_with_a_card_and_a_signal() -> None:
    air = Air()
    seal = air.world.seal
    assert air.modem.wanted
    seal.receive(0)
    assert not air.modem.wanted
    seal.receive(3)
    seal.put_sim(False)
    assert not air.modem.wanted
    seal.put_sim(True)
    assert not air.modem.wanted  # it reads its card when it is switched on
    seal.hold()
    assert not air.modem.wanted
    seal.hold()
    assert air.modem.wanted


def test_an_l_seal_has_none() -> None:
    world = World(board=board(Model.L))
    world.seal.hold()
    assert not Modem(world.seal, world.board, world.ticks).wanted


def test_detached_it_says_nothing() -> None:
    air = Air()
    assert air.modem.due() == []
    air.attach()
    air.modem.detach()
    air.world.wait(KEEP_ALIVE_S + 1)
    assert air.modem.due() == []


def test_it_asks_at_once_and_with_each_keep_alive() -> None:
    air = Air()
    air.attach()
    for _ in range(3):
        air.world.wait(KEEP_ALIVE_S - 1)
        assert air.said() == ([], [])
        air.world.wait(1)
        (question,), _ = air.said()
        air.answer(question)
    assert air.world.seal.live.lease_left_s == contact.LEASE_S


def test_a_short_lease_is_renewed_when_half_of_it_is_over() -> None:
    air = Air()
    air.modem.attach()
    (question,), slices = air.said()
    air.receipt(slices)
    air.answer(question, lease_s=20)
    air.world.wait(9)
    assert air.said() == ([], [])
    air.world.wait(1)
    assert len(air.said()[0]) == 1


def test_an_answer_that_does_not_come_is_asked_for_again() -> None:
    air = Air()
    air.modem.attach()
    (first,), slices = air.said()
    air.receipt(slices)
    air.world.wait(ANSWER_WITHIN_S)
    assert air.said() == ([], [])
    air.world.wait(1)
    (second,), _ = air.said()
    assert second != first
    air.answer(second)


def test_the_answer_to_a_question_given_up_as_lost_answers_no_later_one() -> None:
    """Else what comes with the later one would come too early, and each new question make void the one on its way."""
    air = Air(bound=False)
    air.modem.attach()
    (first,), _ = air.said()
    air.world.wait(ANSWER_WITHIN_S + 1)
    (second,), _ = air.said()
    air.answer(first)
    air.hear(DownKind.ENVELOPE, bind_envelope(air.world))
    assert air.said() == ([], [])
    air.answer(second)
    assert air.world.seal.binding == 1


def test_a_poke_asks_at_most_once_in_five_seconds() -> None:
    air = Air()
    air.attach()
    air.hear(DownKind.POKE)
    assert air.said() == ([], [])
    air.world.wait(POKED_EVERY_MS / 1000)
    (question,), _ = air.said()
    air.answer(question)
    for _ in range(100):
        air.hear(DownKind.POKE)
    assert air.said() == ([], [])


@pytest.mark.parametrize("answer_first", [True, False])
def test_an_order_is_applied_after_the_answer_whichever_comes_first(answer_first: bool) -> None:
    air = Air()
    world = air.world
    air.attach()
    world.wait(KEEP_ALIVE_S)
    (question,), _ = air.said()
    grant = world.grant()
    envelope = world.envelope(Kind.GRANT, grants.seal_grant(grant, authority, world.secret))
    world.down += 1
    if answer_first:
        air.answer(question)
    air.hear(DownKind.ENVELOPE, envelope)
    assert (world.seal.grant is not None) is answer_first
    if not answer_first:
        air.answer(question)
    assert world.seal.grant is not None
    air.hear(DownKind.ENVELOPE, envelope)  # twice is once
    (part,) = air.said()[1]
    _, entries = log.open_slice(part, seal_signing.public, world.secret)
    assert sum(isinstance(entry, log.AckEntry) and entry.down == world.down for entry in entries) == 1


def test_an_order_with_a_gap_before_it_asks() -> None:
    air = Air()
    world = air.world
    air.attach()
    world.wait(1)
    number = world.down + 2
    air.hear(DownKind.ENVELOPE, world.envelope(Kind.LOSS_LOCK, pack(LossLockBody(True)), first=number, number=number))
    assert len(air.said()[0]) == 1


def test_its_log_is_said_until_it_is_receipted_and_not_twice_before() -> None:
    air = Air()
    air.attach()
    air.world.open()
    assert air.world.seal.press()
    (part,) = air.said()[1]
    assert air.said()[1] == []
    air.world.wait(RECEIPT_WITHIN_MS / 1000 + 1)
    (again,) = air.said()[1]
    assert unpack(again, SealedSlice).first == unpack(part, SealedSlice).first
    air.receipt([again])
    air.world.wait(RECEIPT_WITHIN_MS / 1000 + 1)
    assert air.said()[1] == []
    assert air.world.seal.stored == 0


def test_attached_anew_it_begins_after_the_last_receipt() -> None:
    air = Air()
    air.attach()
    air.world.open()
    air.world.seal.press()
    (part,) = air.said()[1]
    air.modem.detach()
    air.modem.attach()
    (again,) = air.said()[1]
    assert unpack(again, SealedSlice).first == unpack(part, SealedSlice).first


def test_a_full_store_is_said_a_few_slices_at_a_time() -> None:
    air = Air()
    air.attach()
    air.world.open()
    for _ in range(800):
        air.world.seal.press()
    rounds, slices = 0, air.said()[1]
    while slices:
        rounds += 1
        assert len(slices) <= WINDOW
        air.receipt(slices)
        slices = air.said()[1]
    assert rounds > 1
    assert air.world.seal.stored == 0


def test_what_cannot_be_read_is_passed_over() -> None:
    air = Air()
    air.attach()
    before = air.world.storage.load()
    for data in (b"", b"\xff", pack([9, b""]), pack(Down(DownKind.POKE, b"x"))):
        air.modem.hear(data)
    for kind in (DownKind.ANSWER, DownKind.ENVELOPE, DownKind.RECEIPT):
        air.hear(kind, b"no")
    assert air.world.storage.load() == before
    assert air.world.seal.live.lease_left_s > 0


def test_an_unbound_seal_asks_and_says_nothing_else() -> None:
    air = Air(bound=False)
    air.modem.attach()
    (question,), slices = air.said()
    assert slices == []
    air.answer(question)
    assert air.world.seal.live.clock is not None


def test_it_tells_its_key_for_documents_once_on_a_connection_and_for_each_binding() -> None:
    air = Air()
    air.attach()
    assert air.said() == ([], [])
    (word,) = air.keys
    told = sealing.open_key(word, seal_signing.public)
    assert (told.serial, told.binding) == (air.world.serial, 1)
    air.modem.detach()
    assert air.said() == ([], [])
    air.modem.attach()
    air.said()
    assert air.keys == [word, word]

    unbound = Air(bound=False)
    unbound.modem.attach()
    (question,), _ = unbound.said()
    unbound.hear(DownKind.ENVELOPE, bind_envelope(unbound.world))
    unbound.answer(question)
    unbound.said()
    assert [sealing.open_key(key, seal_signing.public).binding for key in unbound.keys] == [1]


# Binding over the air


def bind_envelope(world: World, **changes: object) -> bytes:
    """As the platform signs it, for a modem: without a number."""
    return unpack(world.bind_request("000000", **changes), BindRequest).envelope


@pytest.mark.req("R-059", "R-060")
def test_an_unbound_seal_is_bound_by_what_came_before_its_answer() -> None:
    air = Air(bound=False)
    air.modem.attach()
    (question,), slices = air.said()
    assert slices == []
    bind = bind_envelope(air.world)
    air.hear(DownKind.ENVELOPE, bind)
    assert air.world.seal.binding == 0  # its clock is lost until the answer comes
    air.answer(question)
    assert (air.world.seal.binding, air.world.seal.screen) == (1, ("请授权使用",))
    air.world.binding, air.world.down = 1, 1
    (question,), slices = air.said()
    assert contact.open_question(question, seal_signing.public).binding == 1
    part, _ = log.open_slice(slices[-1], seal_signing.public, air.world.secret)
    assert isinstance(log.read_entry(part.entries[-1]), log.AckEntry)
    air.hear(DownKind.ENVELOPE, bind)  # once more: it speaks of nobody any more
    assert air.world.seal.binding == 1


@pytest.mark.parametrize(
    "changes",
    [{"serial": "GL2026000009"}, {"binding": 2}, {"first": 2}, {"kind": Kind.LOSS_LOCK}],
    ids=["another seal", "not the next binding", "a gap", "no bind"],
)
def test_what_is_no_bind_for_it_binds_nothing(changes: dict[str, object]) -> None:
    air = Air(bound=False)
    air.modem.attach()
    (question,), _ = air.said()
    air.hear(DownKind.ENVELOPE, bind_envelope(air.world, **changes))
    air.answer(question)
    assert (air.world.seal.binding, air.world.seal.screen) == (0, ("设备未绑定",))


def test_a_bind_that_its_cloud_has_not_signed_binds_nothing() -> None:
    air = Air(bound=False)
    air.modem.attach()
    (question,), _ = air.said()
    envelope = envelopes.open_envelope(bind_envelope(air.world), platform.public)
    air.hear(DownKind.ENVELOPE, envelopes.sign_envelope(envelope, authority))
    air.answer(question)
    assert air.world.seal.binding == 0
    undelivered = Air(World(board(delivered=False)), bound=False)
    undelivered.modem.hear(pack(Down(DownKind.ENVELOPE, bind_envelope(undelivered.world))))
    assert undelivered.world.seal.binding == 0
