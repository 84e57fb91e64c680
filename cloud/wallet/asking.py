"""Asks WeChat Pay what was left to be asked (`following`), and writes down what it answers."""

import msgspec

from cloud import consequences, faults
from cloud.channels import Letter, Rejected, Unreachable
from cloud.service import Service
from cloud.store import orders as stored
from cloud.store.unit import Unit
from cloud.wallet import payments, returns
from cloud.wallet.following import CODE, FIRST_LOOK_MS, REFUND, watch, watch_paid
from cloud.wallet.wechat_pay import Paid, Pay
from domain import orders
from domain.orders import Order, OrderState


class Carrier:
    """Carries these jobs, as a channel carries letters: `recipient` is what WeChat Pay knows the order by."""

    def __init__(self, service: Service, pay: Pay) -> None:
        self._service, self._pay = service, pay

    async def send(self, letter: Letter) -> None:
        """Raises `Unreachable` or `Rejected`."""
        trade = letter.recipient
        order = await self._service.database.read(lambda view: stored.of_trade(view, trade))
        if order is None:  # a cloud that was restored
            return
        if letter.topic == CODE:
            await self._code(order)
        elif letter.topic == REFUND:
            await self._refund(order, letter.text)
        else:
            await self._watch(order)

    async def _code(self, order: Order) -> None:
        if order.state is not OrderState.WAITING or order.code_url:
            return
        text = f"印信 服务费 {order.number}"
        code = await self._pay.order(order.trade, text, order.cents, order.closes_at or self._service.now())

        def work(unit: Unit) -> None:
            row = stored.of_trade(unit, order.trade)
            if row is not None and row.state is OrderState.WAITING:
                unit.put(msgspec.structs.replace(row, code_url=code, code_why=""))

        await self._service.database.write(work)

    async def _refund(self, order: Order, reason: str) -> None:
        """But for what was given back without us."""
        if order.back_cents < order.cents:
            await self._pay.refund(order.trade, order.cents - order.back_cents, order.cents, reason)

    async def _watch(self, order: Order) -> None:
        """Notices get lost, and an order is asked after before it is closed; a paid one, whether it was given back."""
        if order.state not in (OrderState.WAITING, OrderState.CLOSED, OrderState.PAID):
            return
        now = self._service.now()
        found = await self._pay.look(order.trade)
        if found.paid is not None:
            await take(self._service, found.paid)
        if found.back or order.state is OrderState.PAID:
            await self._service.database.write(lambda unit: self._looked(unit, order.trade, back=found.back))
        if found.paid is not None or order.state is OrderState.PAID:
            return
        over = order.state is OrderState.CLOSED or (order.closes_at or now) <= now
        if over and not found.over:
            await self._close(order.trade)
        await self._service.database.write(lambda unit: self._unpaid(unit, order.trade, over=over or found.over))

    def _looked(self, unit: Unit, trade: str, *, back: bool) -> None:
        row, now = stored.of_trade(unit, trade), self._service.now()
        if row is not None and back:
            returns.seen(self._service, unit, row, now)
        elif row is not None and row.state is OrderState.PAID:
            watch_paid(unit, row, now)

    async def _close(self, trade: str) -> None:
        try:
            await self._pay.close(trade)
        except Rejected as error:  # somebody has paid it this moment: it is looked at again
            raise Unreachable(str(error)) from error

    def _unpaid(self, unit: Unit, trade: str, *, over: bool) -> None:
        row, now = stored.of_trade(unit, trade), self._service.now()
        if row is None or row.state is not OrderState.WAITING:
            return
        if over:
            left = orders.released(row, unit.facts(row.organization))
            consequences.put(self._service, unit, [orders.closed(row, now), *left], now)
        else:  # seldomer and seldomer
            later = now + max(FIRST_LOOK_MS, now - row.made_at)
            watch(unit, row, now, min(later, row.closes_at or later))


async def take(service: Service, paid: Paid) -> None:
    """Something was paid, as WeChat Pay says: each payment counts once, and what fits no order is the operator's."""

    def work(unit: Unit) -> None:
        order = stored.of_trade(unit, paid.trade)
        if order is None:
            payments.nobodys(unit, paid, service.now())
        else:
            after = payments.paid(service, unit, order, paid.transaction, paid.cents, paid.at)
            returns.reckon(service, unit, after, service.now())
        faults.point("payment_before_commit")

    await service.database.write(work)
    faults.point("payment_after_commit")
