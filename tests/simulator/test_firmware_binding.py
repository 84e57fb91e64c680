"""Delivery, claims, the number on the screen, and binding: each way in, and everything that must stay outside."""

import pytest

from domain.seals import Model
from protocol import certificates, contact, envelopes
from protocol.cbor import pack
from protocol.certificates import Claim
from protocol.contact import Phase
from protocol.conversation import BindRequest, Code, Op
from protocol.envelopes import Kind
from protocol.errors import Untrusted
from protocol.log import AckEntry, Outcome
from simulator.firmware.binding import NUMBER_MS, PAUSE_MS, TRIES, WRONG_IN_ALL
from tests.simulator import world
from tests.simulator.world import World, board


def at_claim() -> World:
    """Switched on, a claim's session open, the time known."""
    made = World()
    made.seal.hold()
    made.seal.connect(made.claim())
    assert made.contact() is Code.OK
    return made


def with_number() -> World:
    made = at_claim()
    assert made.ask(Op.SHOW_NUMBER) is Code.OK
    return made


@pytest.mark.req("R-053", "R-069")
@pytest.mark.parametrize(
    ("model", "delivered", "phase", "screen"),
    [
        (Model.GL, False, Phase.UNDELIVERED, "设备未交付"),
        (Model.L, False, Phase.UNDELIVERED, "设备未交付"),
        (Model.GL, True, Phase.UNBOUND, "设备未绑定"),
        (Model.L, True, Phase.UNBOUND, "请扫码绑定"),
    ],
)
def test_a_stocked_seal_says_how_far_it_is(model: Model, delivered: bool, phase: Phase, screen: str) -> None:
    made = World(board(model, delivered=delivered))
    assert made.seal.screen == ()
    made.seal.hold()
    assert (made.seal.phase, made.seal.screen) == (phase, (screen,))
    assert (made.seal.platform is not None) == delivered


def test_in_stock_it_learns_that_it_is_delivered_and_believes_only_the_maker() -> None:
    made = World(board(delivered=False))
    made.seal.hold()
    forged = certificates.issue(certificates.Delivery(made.serial, world.platform.public), world.stranger)
    made.seal.deliver(forged)
    assert made.seal.screen == ("设备未交付",)
    delivery = board().delivery
    assert delivery is not None
    made.seal.deliver(delivery)
    assert (made.seal.screen, made.seal.platform) == (("设备未绑定",), world.platform.public)


@pytest.mark.parametrize("forged", ["other seal", "stranger's word"])
def test_a_delivery_that_is_not_the_makers_for_this_seal_delivers_nothing(forged: str) -> None:
    serial = "GL2026000009" if forged == "other seal" else "GL2026000001"
    signer = world.maker if forged == "other seal" else world.stranger
    word = certificates.issue(certificates.Delivery(serial, world.platform.public), signer)
    plain = board()
    made = World(type(plain)(**{**vars(plain), "delivery": word}))
    made.seal.hold()
    assert made.seal.phase is Phase.UNDELIVERED


@pytest.mark.req("R-060", "R-062", "R-071")
def test_bound_with_the_number_on_the_screen() -> None:
    made = with_number()
    title, number = made.seal.screen
    assert title == "绑定校验码"
    assert len(number) == 6
    assert number.isdecimal()
    assert made.ask(Op.BIND, made.bind_request(number)) is Code.OK
    assert made.seal.screen == ("请授权使用",)
    made.binding, made.down = 1, 1
    ack = made.entries()[-1]
    assert isinstance(ack, AckEntry)
    assert (ack.binding, ack.generation, ack.down, ack.outcome) == (1, 1, 1, Outcome.APPLIED)


def test_the_number_is_on_the_screen_and_nowhere_else() -> None:
    made = with_number()
    number = made.seal.number
    assert number == made.seal.screen[-1]
    assert made.live().screen == ["绑定校验码"]
    for notice in made.notices():
        assert number not in repr(notice)


def test_a_seal_that_does_not_know_the_time_only_makes_contact() -> None:
    made = World()
    made.seal.hold()
    made.seal.connect(made.claim())
    assert made.ask(Op.SHOW_NUMBER) is Code.NO_CLOCK
    assert made.ask(Op.STATUS) is Code.OK
    assert made.contact() is Code.OK
    assert made.ask(Op.SHOW_NUMBER) is Code.OK


def test_a_claim_ends_after_ten_minutes() -> None:
    made = at_claim()
    made.wait(certificates.CLAIM_S)
    assert made.ask(Op.SHOW_NUMBER) is Code.EXPIRED


def test_a_claim_for_another_seal_or_a_second_link_is_turned_away() -> None:
    made = World()
    made.seal.hold()
    claim = made.claim()
    other = Claim(claim.organization, claim.member, "GL2026000009", claim.static, claim.not_before, claim.expires)
    for credential in (other, made.certificate()):
        with pytest.raises(Untrusted):
            made.seal.connect(credential)
    made.seal.connect(claim)
    with pytest.raises(Untrusted):
        made.seal.connect(claim)


def test_a_seal_that_is_off_takes_no_link() -> None:
    made = World()
    with pytest.raises(Untrusted):
        made.seal.connect(made.claim())


def test_three_tries_then_a_new_number() -> None:
    made = with_number()
    number = made.seal.screen[-1]
    wrong = made.bind_request("000000" if number != "000000" else "000001")
    codes = [made.ask(Op.BIND, wrong) for _ in range(TRIES)]
    assert codes == [Code.WRONG_NUMBER] * (TRIES - 1) + [Code.TOO_MANY_TRIES]
    assert made.ask(Op.BIND, made.bind_request(number)) is Code.TOO_MANY_TRIES  # the right one is of no use any more
    assert made.seal.phase is Phase.UNBOUND
    assert made.ask(Op.SHOW_NUMBER) is Code.OK
    assert made.seal.screen[-1] != number
    assert made.ask(Op.BIND, made.bind_request(made.seal.screen[-1])) is Code.OK


def test_new_numbers_and_new_links_give_a_guesser_no_more_tries() -> None:
    made = at_claim()
    for _ in range(WRONG_IN_ALL):
        made.seal.disconnect()
        made.seal.connect(made.claim())
        assert made.ask(Op.SHOW_NUMBER) is Code.OK
        wrong = "000000" if made.seal.screen[-1] != "000000" else "000001"
        last = made.ask(Op.BIND, made.bind_request(wrong))
    assert last is Code.TOO_MANY_TRIES
    assert made.ask(Op.SHOW_NUMBER) is Code.TOO_MANY_TRIES
    assert made.seal.number is None
    made.wait(PAUSE_MS / 1000)
    made.seal.disconnect()
    made.seal.connect(made.claim())
    assert made.contact() is Code.OK
    assert made.ask(Op.SHOW_NUMBER) is Code.OK
    assert made.ask(Op.BIND, made.bind_request(made.seal.screen[-1])) is Code.OK


def test_a_number_is_gone_after_five_minutes_or_with_its_console() -> None:
    made = with_number()
    number = made.seal.screen[-1]
    made.wait(NUMBER_MS / 1000)
    made.seal.key_down()  # it is dark by now
    made.seal.key_up()
    assert made.seal.screen == ("设备未绑定",)
    assert made.ask(Op.BIND, made.bind_request(number)) is Code.TOO_MANY_TRIES
    made = with_number()
    made.seal.disconnect()
    assert made.seal.screen == ("设备未绑定",)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"serial": "GL2026000009"}, Code.OTHER_SEAL),
        ({"binding": 2}, Code.GAP),
        ({"first": 2, "number": 2}, Code.GAP),
        ({"kind": Kind.END}, Code.MALFORMED),
        ({"body": b"\x00"}, Code.MALFORMED),
        ({"body": pack(envelopes.BindBody(b"x" * 16, b"a" * 32, b"b" * 32))}, Code.NOT_PERMITTED),
        ({"body": pack(envelopes.BindBody(world.ORGANIZATION, b"a" * 32, bytes(32)))}, Code.MALFORMED),
    ],
    ids=["other seal", "other binding", "gap", "no bind", "no body", "other organization", "key of low order"],
)
def test_an_envelope_that_does_not_fit_binds_nothing_and_costs_no_try(changes: dict[str, object], code: Code) -> None:
    made = with_number()
    number = made.seal.screen[-1]
    for _ in range(TRIES):
        assert made.ask(Op.BIND, made.bind_request(number, **changes)) is code
    assert made.seal.phase is Phase.UNBOUND
    assert made.ask(Op.BIND, made.bind_request(number)) is Code.OK


@pytest.mark.parametrize(
    ("offered", "code"),
    [(0, Code.GAP), (3, Code.GAP), (4, Code.OK), (5, Code.OTHER_SEAL)],
    ids=["none: it was taken back", "an older one", "this one", "another's, asked for later"],
)
def test_only_the_binding_that_the_cloud_offers_now_is_applied(offered: int, code: Code) -> None:
    """Numbers that came to nothing are left out; an envelope that was taken back is void, whoever still carries it."""
    made = with_number()
    assert made.contact(down_head=offered) is Code.OK
    request = made.bind_request(made.seal.screen[-1], binding=4)
    assert made.ask(Op.BIND, request) is code
    assert made.seal.binding == (4 if code is Code.OK else 0)


def test_an_offer_is_over_with_the_lease_and_a_number_with_its_use() -> None:
    made = with_number()
    assert made.contact(lease_s=60) is Code.OK
    number = made.seal.screen[-1]
    made.wait(60)
    assert made.ask(Op.BIND, made.bind_request(number)) is Code.GAP
    made = World()
    made.bind()
    assert made.send(Kind.UNBIND, pack(envelopes.UnbindBody())) is Code.OK
    made.seal.disconnect()
    made.seal.connect(made.claim())
    assert made.contact(down_head=1) is Code.OK
    assert made.ask(Op.SHOW_NUMBER) is Code.OK
    assert made.ask(Op.BIND, made.bind_request(made.seal.screen[-1], binding=1)) is Code.OTHER_SEAL


def test_a_bind_signed_by_somebody_else_is_refused() -> None:
    made = with_number()
    number = made.seal.screen[-1]
    envelope = envelopes.Envelope(made.serial, 1, 1, 1, 1, Kind.BIND, b"")
    signed = envelopes.sign_envelope(envelope, world.authority)
    assert made.ask(Op.BIND, pack(BindRequest(bytes(16), number, signed))) is Code.BAD_SIGNATURE
    assert made.seal.phase is Phase.UNBOUND


def test_a_bind_whose_answer_got_lost_is_asked_again() -> None:
    made = with_number()
    request = made.bind_request(made.seal.screen[-1], operation=b"o" * 16)
    assert made.ask(Op.BIND, request) is Code.OK
    assert made.ask(Op.BIND, request) is Code.OK
    other = made.bind_request("123456", operation=b"p" * 16)
    assert made.ask(Op.BIND, other) is Code.ALREADY_BOUND
    assert made.ask(Op.SHOW_NUMBER) is Code.ALREADY_BOUND
    made.binding, made.down = 1, 1
    made.seal.disconnect()
    made.boot()  # the memory of it survives the power
    made.seal.connect(made.certificate())
    assert made.contact() is Code.OK
    assert made.ask(Op.BIND, request) is Code.OK
    assert len([entry for entry in made.entries() if isinstance(entry, AckEntry)]) == 1


def test_after_binding_only_a_certificate_of_the_organization_opens_a_session() -> None:
    made = World()
    made.bind()
    made.seal.disconnect()
    certificate = made.certificate()
    other = type(certificate)(b"x" * 16, *[getattr(certificate, name) for name in certificate.__struct_fields__[1:]])
    for credential in (made.claim(), other):
        with pytest.raises(Untrusted):
            made.seal.connect(credential)


def test_what_was_the_platforms_lease_unlocks_nothing() -> None:
    made = with_number()
    assert made.ask(Op.BIND, made.bind_request(made.seal.screen[-1])) is Code.OK
    assert made.seal.live.lease_left_s == 0


def test_on_an_unbound_seal_there_is_nothing_to_deliver_read_or_take() -> None:
    made = at_claim()
    for op in (Op.DELIVER, Op.READ_LOG, Op.GIVE_RECEIPT, Op.TAKE, Op.RELEASE, Op.CAMERA_READY):
        assert made.ask(op) is Code.NOT_BOUND


def test_the_question_of_an_unbound_seal_is_answered_by_the_platform_alone() -> None:
    made = World()
    made.seal.hold()
    made.seal.connect(made.claim())
    question = made.question()
    assert (question.binding, question.status) == (0, None)
    reply = contact.open_answer(made.answer(question), world.platform.public)
    assert made.ask(Op.GIVE_ANSWER, contact.answer(reply, world.authority)) is Code.BAD_SIGNATURE
    assert made.ask(Op.GIVE_ANSWER, contact.answer(reply, world.platform)) is Code.OK
