"""Whatever is ordered, paid, told, forged, reviewed, closed, refunded and invoiced, in whichever order, and however
often the cloud ends in between: the service of each seal ends where its payments lead, each counted once.
"""

import asyncio
import tempfile
from collections import Counter
from collections.abc import Coroutine, Iterator
from contextlib import AbstractContextManager, AsyncExitStack
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from cloud import acts, app
from cloud.post import Post
from cloud.store import files
from cloud.store.unit import Unit
from cloud.uploads import file_key
from cloud.wallet import bringing, operating, verify
from domain.ids import new_id
from domain.invoices import Invoice, InvoiceState
from domain.orders import CancelOrder, Order, OrderState, PayService
from domain.organization import Member
from domain.rows import Act, Row
from domain.service import PayChannel, SealService
from domain.times import CHINA
from domain.verdict import Refused
from protocol.sync import ActBody
from tests.cloud import wallet, wechat_pay
from tests.cloud.company import SERIAL, Company, found_company
from tests.cloud.seal import Seal
from tests.cloud.wallet import FIRST, RENEWAL, TERMS
from tests.cloud.world import Problem, running
from tests.databases import Databases

T = TypeVar("T")
SEALS = (SERIAL, "GL2026000077")
STEPS = 120
HOUR = 3600 * 1000
_TOLD = settings(
    stateful_step_count=STEPS,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)
# Some of it more often than other.
_WHAT = (*("order", "pay", "tell", "review") * 4, *("work", "time", "invoice") * 2)
_WHAT += ("lie", "cancel", "refund", "outside", "invoice_decided", "away", "restart")


def _next_year(at: int) -> int:
    """By the calendar on the wall, and no rule of the cloud's."""
    day = datetime.fromtimestamp(at // 1000, CHINA)
    leap = day.month == 2 and day.day == 29
    return int(day.replace(year=day.year + 1, day=28 if leap else day.day).timestamp()) * 1000 + at % 1000


class Money(RuleBasedStateMachine):
    """`told`: the orders of whose payment the cloud has heard; `passed`, `back`: what the operator did; `outside`: what
    somebody gave back in the merchant platform."""

    def __init__(self, loop: asyncio.AbstractEventLoop, databases: Databases) -> None:
        super().__init__()
        self._loop = loop
        self._told, self._passed, self._back = set[str](), set[str](), set[str]()
        self._outside = Counter[str]()
        self._open = AsyncExitStack()
        self._database: AbstractContextManager[str | None] = databases()
        self._run(self._begin(self._database.__enter__()))

    def teardown(self) -> None:
        self._run(self._open.aclose())
        self._database.__exit__(None, None, None)

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._loop.run_until_complete(work)

    async def _begin(self, url: str | None) -> None:
        folder = Path(self._open.enter_context(tempfile.TemporaryDirectory()))
        self.pay = await self._open.enter_async_context(wechat_pay.running())
        given = wechat_pay.settings(folder, self.pay.address)
        self.cloud = await self._open.enter_async_context(running(folder, database=url, **given))
        self.company: Company = await found_company(self.cloud)
        await Seal(self.cloud, self.company.owner, SEALS[1]).bind("财务章")
        await wallet.charge(self.cloud, msgspec.structs.replace(TERMS, wechat=True))

    # What is asked of the cloud

    def _rows(self, kind: type[Row]) -> list[Any]:
        where = self.company.owner.organization
        return self._run(self.cloud.service.database.read(lambda view: list(view.facts(where).all(kind))))

    def _do(self, who: str, act: Act) -> Refused | None:
        person = getattr(self.company, who)
        body = ActBody(
            organization=person.organization,
            stream=new_id(),
            seq=1,
            id=new_id(),
            name=type(act).__name__,
            args=msgspec.Raw(msgspec.json.encode(act)),
            at=self.cloud.now,
        )
        service = self.cloud.service

        def work(unit: Unit) -> Refused | None:
            if isinstance(act, PayService) and act.voucher is not None:  # it has come before
                named = (person.organization, act.voucher.sha256, person.member)
                service.uploads.files.put(file_key(*named[:2]), wallet.VOUCHER)
                files.store(unit, *named, act.voucher.bytes, service.now())
            member = unit.get(Member, person.organization, person.member)
            assert member is not None
            return acts.apply(service, unit, member.user, body)

        return self._run(service.database.write(work))

    def _operate(self, do: Any, *what: Any) -> Any:
        return self._run(wallet.operate(self.cloud, do, self.company.owner.organization, *what))

    def _some(self, number: int, *states: OrderState, channel: PayChannel | None = None) -> Order | None:
        fitting = [row for row in self._rows(Order) if row.state in states and channel in (None, row.channel)]
        fitting.sort(key=lambda row: row.number)
        return fitting[number % len(fitting)] if fitting else None

    def _payable(self, number: int, state: str) -> str | None:
        """One that WeChat Pay knows to stand so."""
        known = [trade for trade, order in self.pay.orders.items() if order.state == state]
        return known[number % len(known)] if known else None

    # What happens

    @rule(
        what=st.sampled_from(_WHAT),
        who=st.sampled_from(("owner", "keeper")),
        seals=st.sampled_from((SEALS[:1], SEALS[1:], SEALS)),
        number=st.integers(0, 30),
        good=st.sampled_from((True, True, False)),
    )
    def happens(self, what: str, who: str, seals: tuple[str, ...], number: int, good: bool) -> None:
        """`number`: which of those that fit, or how often."""
        match what:
            case "order":
                self.order(who, seals, PayChannel.WECHAT if number % 2 else PayChannel.OFFLINE)
            case "lie":
                self.tell_a_lie(number, ("old", "forged", "sealed")[number % 3])
            case "invoice":
                self.invoice(number, who)
            case "pay" | "review" | "invoice_decided" | "outside":
                decided = {"invoice_decided": self.decide_invoice, "outside": self.is_given_back}
                {"pay": self.is_paid, "review": self.review, **decided}[what](number, good)
            case "tell" | "cancel" | "refund":
                {"tell": self.tell, "cancel": self.cancel, "refund": self.refund}[what](number)
            case "time":
                self.cloud.now += int((0.01, 0.1, 1, 3, 24, 24 * 90)[number % 6] * HOUR)
            case "away":
                self.pay.status = 0 if good else 500
            case _:
                self.restart() if what == "restart" else self.work()

    def order(self, who: str, seals: tuple[str, ...], channel: PayChannel) -> None:
        services = {row.id: row for row in self._rows(SealService)}
        cents = sum(RENEWAL if services[seal].paid else FIRST for seal in seals)
        id = new_id()
        file = msgspec.structs.replace(wallet.voucher(id), id=new_id()) if channel is PayChannel.OFFLINE else None
        act = PayService(id=id, seals=list(seals), months=12, channel=channel, cents=cents, voucher=file)
        refused = self._do(who, act)
        held = [services[seal].open for seal in seals if services[seal].open is not None]
        assert (refused is not None) == bool(held), refused  # I-16: no second open order
        self.work()

    def cancel(self, number: int) -> None:
        row = self._some(number, OrderState.WAITING)
        if row is not None:
            who = next(name for name in ("owner", "keeper") if getattr(self.company, name).member == row.member)
            other = "keeper" if who == "owner" else "owner"
            assert self._do(other, CancelOrder(order=row.id)) == Refused("not_found")
            assert self._do(who, CancelOrder(order=row.id)) is None

    def is_paid(self, number: int, right: bool) -> None:
        """At WeChat Pay; nobody has told the cloud yet."""
        if (trade := self._payable(number, "NOTPAY")) is not None:
            self.pay.pay(trade, self.cloud.now // 1000 * 1000, cents=None if right else 1)

    def tell(self, number: int) -> None:
        """Once or five times, perhaps long after."""
        if (trade := self._payable(number, "SUCCESS")) is None:
            return
        for _ in range(number % 5 + 1):
            headers, body = self.pay.notice(trade, self.cloud.now)
            self._run(self.cloud.request("POST", "/v1/payments/wechat", body, headers=headers))
        self._told.add(trade)

    def tell_a_lie(self, number: int, how: str) -> None:
        trade = self._payable(number, "NOTPAY") or self._payable(number, "SUCCESS")
        if trade is None:
            return
        at = self.cloud.now - (10 * 60_000 if how == "old" else 0)
        by, secret = "somebody" if how == "forged" else "wechat", "x" * 32 if how == "sealed" else wechat_pay.SECRET
        headers, body = self.pay.notice(trade, at, by=by, secret=secret, trade_state="SUCCESS")
        with pytest.raises(Problem, match="401"):
            self._run(self.cloud.request("POST", "/v1/payments/wechat", body, headers=headers))

    def review(self, number: int, good: bool) -> None:
        row = self._some(number, OrderState.IN_REVIEW)
        if row is not None and good:
            assert isinstance(self._operate(operating.pass_payment, row.id), Order)
            self._passed.add(row.id)
        elif row is not None:
            assert isinstance(self._operate(operating.refuse_payment, row.id, "不符"), Order)

    def refund(self, number: int) -> None:
        row = self._some(number, OrderState.PAID)
        if row is None:
            return
        done = self._operate(operating.refund, row.id, "退款")
        assert isinstance(done, Refused) == (row.invoice is not None)
        if isinstance(done, Order):
            self._back.add(row.id)

    def is_given_back(self, number: int, whole: bool) -> None:
        """In the merchant platform, by somebody; it tells of it up to three times."""
        row = self._some(number, OrderState.PAID, channel=PayChannel.WECHAT)
        if row is None:
            return
        left = row.cents - self._outside[row.id]
        cents, name = left if whole else max(1, left // 3), f"m{len(self.pay.refunds)}"
        self.pay.give_back(row.trade, cents, name)
        self._outside[row.id] += cents
        if self._outside[row.id] == row.cents:
            self._back.add(row.id)
        for _ in range(number % 3 + 1):
            headers, body = self.pay.refund(name, self.cloud.now)
            self._run(self.cloud.request("POST", "/v1/payments/wechat", body, headers=headers))

    def invoice(self, number: int, who: str) -> None:
        row = self._some(number, *OrderState)
        if row is None:
            return
        refused = self._do(who, wallet.ask(new_id(), row.id))
        mine = getattr(self.company, who).member == row.member
        fits = mine and row.state is OrderState.PAID and row.invoice is None
        assert (refused is None) == fits, refused  # I-17

    def decide_invoice(self, number: int, good: bool) -> None:
        rows = [row for row in self._rows(Invoice) if row.state is not InvoiceState.REFUSED]
        if not rows:
            return
        row = sorted(rows, key=lambda row: row.asked_at)[number % len(rows)]
        if good and row.state is InvoiceState.ISSUING:
            file = bringing.InvoiceFile("发票.pdf", wallet.PDF)
            worth = sum(each.kept_cents for each in self._rows(Order) if each.id in row.orders)
            done = self._operate(operating.issue_invoice, row.id, new_id(), file, "")
            assert isinstance(done, Invoice) == (worth == row.cents)
        else:
            assert isinstance(self._operate(operating.refuse_invoice, row.id, "不符"), Invoice)

    def work(self) -> None:
        """What was left to be asked of WeChat Pay is asked."""
        self._run(self.cloud.service.post.work())

    def restart(self) -> None:
        async def again() -> None:
            await self.cloud.stop()
            await self.cloud.start()

        self._run(again())

    # What holds

    @invariant()
    def each_payment_counts_once(self) -> None:
        orders: list[Order] = self._rows(Order)
        for row in orders:
            there = self.pay.orders.get(row.trade)
            if row.channel is PayChannel.OFFLINE:
                assert (row.state in (OrderState.PAID, OrderState.REFUNDED)) == (row.id in self._passed)
            elif row.state in (OrderState.PAID, OrderState.REFUNDED):
                assert there is not None
                assert (there.cents, there.transaction) == (row.cents, row.transaction)
            elif row.trade in self._told:
                assert there is not None
                assert there.cents != row.cents
            assert (row.state is OrderState.REFUNDED) == (row.id in self._back)
            assert row.back_cents == self._outside[row.id]
        for service in self._rows(SealService):
            paid = [row for row in orders if row.state is OrderState.PAID and service.id in _seals(row)]
            until = service.trial_until
            for row in sorted(paid, key=lambda row: (row.paid_at or 0, row.id)):
                until = _next_year(max(until, row.paid_at or 0))
            assert service.until == until
            assert service.paid == bool(paid)

    @invariant()
    def a_seal_has_one_open_order(self) -> None:
        """I-16."""
        orders: list[Order] = self._rows(Order)
        open = [row for row in orders if row.state in (OrderState.WAITING, OrderState.IN_REVIEW)]
        held = Counter(seal for row in open for seal in _seals(row))
        assert all(count == 1 for count in held.values()), held
        said = {row.id: row.open.order for row in self._rows(SealService) if row.open is not None}
        assert said == {seal: row.id for row in open for seal in _seals(row)}

    @invariant()
    def an_order_is_in_one_invoice(self) -> None:
        """I-17."""
        orders = {row.id: row for row in self._rows(Order)}
        live = [row for row in self._rows(Invoice) if row.state is not InvoiceState.REFUSED]
        named = Counter(order for row in live for order in row.orders)
        assert all(count == 1 for count in named.values()), named
        for row in live:
            for each in row.orders:
                order = orders[each]
                assert (order.member, order.invoice) == (row.member, row.id)
                assert order.state is OrderState.PAID or order.refunded_outside
        assert {id for id, row in orders.items() if row.invoice is not None} == set(named)

    @invariant()
    def the_books_agree(self) -> None:
        where = self.company.owner.organization
        assert self._run(self.cloud.service.database.read(lambda view: list(verify.wrong(view, where)))) == []


def _seals(row: Order) -> list[str]:
    return [each.seal for each in row.seals]


async def _idle(*_given: object) -> None:
    await asyncio.Event().wait()


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    yield loop
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()


@pytest.mark.req("I-16", "I-17", "I")
@pytest.mark.parametrize(("databases", "stories"), [("sqlite", 3), ("postgresql", 2)], indirect=["databases"])
def test_whatever_happens_to_money(
    databases: Databases, stories: int, loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    for each in ("_keep_clear", "_keep_swept"):  # nothing happens but what is told
        monkeypatch.setattr(app, each, _idle)
    monkeypatch.setattr(Post, "run", _idle)
    told = settings(_TOLD, max_examples=stories)
    run_state_machine_as_test(lambda: Money(loop, databases), settings=told)  # type: ignore[arg-type, return-value]
