"""Paying for the service of seals: orders, by WeChat or offline with a voucher (R-260..R-267, C-20, C-21).

waiting 待支付 -> paid 支付成功, closed 已关闭        (WeChat; what is paid after it was closed counts all the same)
in review 待审核 -> paid 支付成功, rejected 审核失败  (offline)
paid -> refunded 已退款, by the operator or in WeChat Pay's own merchant platform; there also in part (`back_cents`)
"""

from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec

from domain.files import Attachment, File, Purpose, attached, is_picture
from domain.money import Cents, yuan
from domain.organization import Member, Permission, may
from domain.rows import Act, IdText, Ms, Row, Sentence, Sha256
from domain.seals import BindingState, Seal
from domain.service import OpenOrder, PayChannel, SealService, freed
from domain.tariff import Months, Price, Tariff, price_of, tariff_of
from domain.times import minute
from domain.verdict import Allowed, Circumstances, Facts, OnlyCloud, Refused, Verdict, missing

MOST_SEALS = 200
CLOSES_AFTER_MS = 2 * 3600 * 1000  # a WeChat order that nobody pays
_SERVED = (BindingState.BOUND, BindingState.UNBINDING)


class OrderState(StrEnum):
    WAITING = "waiting"  # 待支付
    IN_REVIEW = "in_review"  # 待审核
    PAID = "paid"  # 支付成功
    REJECTED = "rejected"  # 审核失败
    CLOSED = "closed"  # 已关闭
    REFUNDED = "refunded"  # 已退款


class FeeKind(StrEnum):
    """R-261: what is paid for a seal for the first time, and afterwards."""

    FIRST = "first"  # 首年交费
    RENEWAL = "renewal"  # 续期交费


class OrderedSeal(msgspec.Struct, frozen=True):
    seal: IdText
    kind: FeeKind
    cents: Cents


class ServiceEnd(msgspec.Struct, frozen=True):
    """Until when a seal is served by this order and those before it."""

    seal: IdText
    until: Ms


class Order(Row, frozen=True, kw_only=True):
    """`months` of service for `seals`, ordered by `member`, who alone reads it (R-265).

    `number`: for people; `trade`: what WeChat Pay knows it by. `code_url`: what the QR code says, once WeChat has given
    it; `code_why`: why it has not, a code of `domain.wording`. `closes_at`: when it is closed unless it is paid.
    `decided_at`, `reason`: of what became of it, and why, where somebody said so. `ends`: where the payment has brought
    each seal's service. `invoice`: the live one in which it stands (I-17). `back_cents`: what of it was given back
    outside this cloud, in the merchant platform: all of it, and it is refunded; less, and its service goes on.
    """

    table: ClassVar[str] = "orders"
    number: str = ""
    trade: str = ""
    member: IdText
    seals: list[OrderedSeal]
    months: int
    cents: Cents
    channel: PayChannel
    state: OrderState
    made_at: Ms
    closes_at: Ms | None = None
    code_url: str = ""
    code_why: str = ""
    voucher: Sha256 | None = None
    voucher_name: str = ""
    paid_at: Ms | None = None
    transaction: str = ""
    decided_at: Ms | None = None
    reason: Sentence = ""
    ends: list[ServiceEnd] = []
    invoice: IdText | None = None
    back_cents: Cents = 0

    @property
    def lapses_at(self) -> int | None:
        """When it is closed unless it is paid; none: it does not wait."""
        return self.closes_at if self.state is OrderState.WAITING else None

    @property
    def kept_cents(self) -> int:
        """What of the money has come to stay."""
        return self.cents - self.back_cents if self.state is OrderState.PAID else 0

    @property
    def refunded_outside(self) -> bool:
        return self.state is OrderState.REFUNDED and self.back_cents >= self.cents


class PayService(Act, frozen=True, kw_only=True):
    """Order `months` of service for these seals. `cents`: the sum that the person has seen. `voucher`: of an offline
    payment, a picture whose content follows by its hash."""

    id: IdText
    seals: Annotated[list[IdText], msgspec.Meta(min_length=1, max_length=MOST_SEALS)]
    months: Months
    channel: PayChannel
    cents: Cents
    voucher: File | None = None


class CancelOrder(Act, frozen=True, kw_only=True):
    """Give up an order that waits to be paid."""

    order: IdText


def ordered(service: SealService, price: Price) -> OrderedSeal:
    """R-261: what this seal costs now."""
    kind = FeeKind.RENEWAL if service.paid else FeeKind.FIRST
    return OrderedSeal(service.id, kind, price.renewal_cents if service.paid else price.first_cents)


def total(services: list[SealService], price: Price) -> int:
    """In cents."""
    return sum(ordered(each, price).cents for each in services)


def is_open(order: Order) -> bool:
    return order.state in (OrderState.WAITING, OrderState.IN_REVIEW)


def decide_pay_service(act: PayService, at: Circumstances) -> Verdict:
    """R-028: whoever pays, for any seal of the organization; what he saw is what it costs (I-16, R-262)."""
    if not may(at.actor, Permission.PAY):
        return Refused("not_allowed")
    tariff = tariff_of(at.facts)
    if tariff is None:
        return Refused("no_charge") if at.facts.complete else OnlyCloud()
    price = price_of(tariff, act.months)
    if price is None:
        return Refused("months_not_offered", "months", str(act.months))
    if (why := _judge_channel(act, tariff)) is not None:
        return why
    if len(set(act.seals)) < len(act.seals):
        return Refused("arguments_do_not_fit", "seals")
    services: list[SealService] = []
    for serial in act.seals:
        found = payable(serial, at.facts)
        if not isinstance(found, SealService):
            return found
        services.append(found)
    if act.cents != (sum := total(services, price)):
        return Refused("amount_differs", "cents", yuan(sum))
    return Allowed(_rows(act, services, price, at))


def _judge_channel(act: PayService, tariff: Tariff) -> Refused | None:
    offered = {PayChannel.WECHAT: tariff.wechat, PayChannel.OFFLINE: tariff.offline}
    if not offered[act.channel]:
        return Refused("channel_off", "channel")
    if act.channel is PayChannel.WECHAT:
        return None if act.voucher is None else Refused("arguments_do_not_fit", "voucher")
    if act.voucher is None:
        return Refused("voucher_missing", "voucher")
    return None if is_picture(act.voucher) else Refused("voucher_unfit", "voucher")


def payable(serial: str, facts: Facts) -> SealService | Verdict:
    """The service of a seal that may be paid for now; or why not."""
    seal, service = facts.get(Seal, serial), facts.get(SealService, serial)
    if seal is None:
        return missing(facts)
    if seal.state not in _SERVED:
        return Refused("seal_not_bound", "seals", seal.name)
    if service is None:
        return Refused("no_charge") if facts.complete else OnlyCloud()
    if service.open is None:
        return service
    by = facts.get(Member, service.open.by)
    words = (seal.name, "" if by is None else by.name, minute(service.open.at))
    code = "order_in_review" if service.open.channel is PayChannel.OFFLINE else "order_open"
    return Refused(code, "seals", " · ".join(filter(None, words)))


def _rows(act: PayService, services: list[SealService], price: Price, at: Circumstances) -> tuple[Row, ...]:
    wechat = act.channel is PayChannel.WECHAT
    order = Order(
        id=act.id,
        organization=at.actor.organization,
        member=at.actor.id,
        seals=[ordered(each, price) for each in services],
        months=act.months,
        cents=act.cents,
        channel=act.channel,
        state=OrderState.WAITING if wechat else OrderState.IN_REVIEW,
        made_at=at.now,
        closes_at=at.now + CLOSES_AFTER_MS if wechat else None,
        voucher=None if act.voucher is None else act.voucher.sha256,
        voucher_name="" if act.voucher is None else act.voucher.name,
    )
    held = OpenOrder(act.id, act.channel, at.actor.id, at.now)
    return (
        order,
        *(msgspec.structs.replace(each, open=held) for each in services),
        *([] if act.voucher is None else [voucher(act.voucher, order)]),
    )


def voucher(file: File, order: Order) -> Attachment:
    """The row of the picture, by which the payer reads it and it is kept."""
    return attached(file, Purpose.VOUCHER, order.organization, order.member, order.made_at)


def decide_cancel_order(act: CancelOrder, at: Circumstances) -> Verdict:
    """His own, as long as it waits; should it be paid all the same, that counts."""
    order = at.facts.get(Order, act.order)
    if order is None or order.member != at.actor.id:
        return missing(at.facts)
    if not may(at.actor, Permission.PAY):
        return Refused("not_allowed")
    if order.state is not OrderState.WAITING:
        return Refused("order_not_waiting", "order")
    return Allowed((closed(order, at.now), *released(order, at.facts)))


def released(order: Order, facts: Facts) -> list[SealService]:
    """The services of its seals without it."""
    held = (facts.get(SealService, each.seal) for each in order.seals)
    return [freed(each, order.id) for each in held if each is not None and freed(each, order.id) != each]


# What becomes of an order


def closed(order: Order, now: int) -> Order:
    return msgspec.structs.replace(order, state=OrderState.CLOSED, decided_at=now, code_url="")


def rejected(order: Order, reason: str, now: int) -> Order:
    return msgspec.structs.replace(order, state=OrderState.REJECTED, decided_at=now, reason=reason)


def paid(order: Order, transaction: str, paid_at: int, now: int, ends: list[ServiceEnd]) -> Order:
    return msgspec.structs.replace(
        order,
        state=OrderState.PAID,
        transaction=transaction,
        paid_at=paid_at,
        decided_at=now,
        reason="",
        ends=ends,
        code_url="",
        code_why="",
    )


def refunded(order: Order, reason: str, now: int) -> Order:
    return msgspec.structs.replace(order, state=OrderState.REFUNDED, decided_at=now, reason=reason)


def returned(order: Order, back_cents: int, now: int) -> Order:
    """So much of a paid order was given back outside this cloud. A part of it takes no service away: nobody has said of
    which seal and month it would be, and the operator who means that gives the rest back."""
    after = msgspec.structs.replace(order, back_cents=back_cents)
    return after if back_cents < order.cents else refunded(after, "", now)
