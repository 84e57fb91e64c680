"""What an operator does about money that fits no order, and about prices that are charged no more."""

import pytest

from cloud import sweeps
from cloud.store.ledger import Fault
from cloud.store.unit import Unit
from cloud.wallet import operating, payments, verify
from domain.invoices import Invoice, InvoiceState
from domain.service import SealService, ServiceState, state
from domain.tariff import ID, Tariff
from domain.times import months_later
from domain.uses import DAY_MS
from tests.cloud import wallet
from tests.cloud.company import SERIAL, Company, uid
from tests.cloud.company import refused as refused_code
from tests.cloud.operator.desk import Desk, Person, entries, is_whole
from tests.cloud.seal import Seal
from tests.cloud.wallet import RENEWAL

ORDER = uid("order")
pytestmark = pytest.mark.usefixtures("company")  # the operator is made known in its cloud


async def keep(company: Company, *faults: Fault) -> None:
    def work(unit: Unit) -> None:
        for each in faults:
            payments.note_fault(unit, each)

    await company.cloud.service.database.write(work)


async def test_money_that_fits_no_order_is_dealt_with_once_and_for_a_reason(company: Company, desk: Desk) -> None:
    cloud = company.cloud
    await wallet.has_paid(company.keeper, ORDER, SERIAL)
    meant = company.owner.organization, ORDER
    await keep(
        company,
        Fault("t1", "4200001", "unknown", "", "", 20_000, cloud.now, cloud.now),
        Fault("t2", "4200002", "second", *meant, 20_000, cloud.now, cloud.now),
        Fault("t3", "", "refund", *meant, 20_000, cloud.now, cloud.now),
    )
    assert "<b>3</b>" in (await desk.get("/")).text
    listed = (await desk.get("/faults")).text
    for word in ("没有此订单", "重复支付", "退款未成功", "¥200.00", "云杉公司"):
        assert word in listed, word
    for path, transaction in (("unknown/t1/4200001", "4200001"), ("second/t2/4200002", "4200002"), ("refund/t3", "")):
        assert (await desk.get(f"/faults/{path}")).status == 200
        named = {"subject": path.split("/")[1], "transaction": transaction, "why": path.split("/")[0]}
        assert (await desk.do(f"/faults/{path}", "DealWithMoney", **named)).why == ["请填写此项。"]
        done = await desk.do(f"/faults/{path}", "DealWithMoney", **named, note="已原路退回 <b>")
        assert (done.said, done.path) == (["已标记为已处理。"], "/faults")
        again = await desk.do(f"/faults/{path}", "DealWithMoney", **named, note="又一次")
        assert again.why == ["已经如此设置。"]
        page = (await desk.get(f"/faults/{path}")).text
        assert "已原路退回 &lt;b&gt;" in page
        assert "zhao" in page
    assert "没有待处理的未入账款项。" in (await desk.get("/faults")).text
    assert "已处理" in (await desk.get("/faults?show=all")).text
    assert (await desk.get("/faults/second/t1/4200001")).status == 404
    done = [each for each in await entries(cloud) if each.act == "DealWithMoney" and not each.code]
    assert [(each.subject, each.organization) for each in done] == [("t1", ""), ("t2", meant[0]), ("t3", meant[0])]
    assert await is_whole(cloud)
    await keep(company, Fault("t1", "4200001", "unknown", "", "", 20_000, cloud.now, cloud.now))  # told once more
    assert "没有待处理的未入账款项。" in (await desk.get("/faults")).text


async def test_where_nothing_is_charged_any_more_nothing_ends(company: Company, desk: Desk) -> None:
    cloud, keeper, where = company.cloud, company.keeper, company.owner.organization
    await wallet.has_paid(keeper, ORDER, SERIAL)
    paid = await wallet.service(keeper, SERIAL)
    second = uid("second")
    await wallet.pay_offline(keeper, second, SERIAL, cents=RENEWAL)
    refused = await desk.do("/tariff", "TakeTariffAway", reason="免费推广")
    assert refused.why == ["还有 1 笔线下支付待审核，请先审核。"]
    await wallet.operate(cloud, operating.refuse_payment, where, second, "不符")
    assert (await desk.do("/tariff", "TakeTariffAway")).why == ["请填写此项。"]
    assert (await desk.do("/tariff", "TakeTariffAway", reason="免费推广")).said == ["已停止收费，对所有单位生效。"]
    assert "尚未设置价格" in (await desk.get("/tariff")).text
    assert await wallet.stored(cloud, Tariff, where, ID) is None
    assert await refused_code(keeper, wallet.pay(uid("third"), SERIAL, cents=RENEWAL)) == "no_charge"
    other = await cloud.organization("19900000034", "后来的公司")
    assert await wallet.stored(cloud, Tariff, other.organization, ID) is None
    await Seal(cloud, company.owner, "GL2026000055").bind("新章")
    assert await wallet.stored(cloud, SealService, where, "GL2026000055") is None
    cloud.now = paid.works_until + DAY_MS
    await sweeps.sweep(cloud.service)
    row = await wallet.service(keeper, SERIAL)
    assert (state(row, cloud.now), row.remind_at, row.until) == (ServiceState.RUNNING, None, paid.until)
    for who in (company.owner, keeper):
        await who.enter()
    await keeper.done(company.authorize("use"))
    # Charged again: each seal has a trial, what was paid for is over, and the next payment begins at its end.
    await wallet.charge(cloud)
    until = cloud.now + 14 * DAY_MS
    for serial in (SERIAL, "GL2026000055"):
        assert (await wallet.service(keeper, serial)).until == until
    await wallet.has_paid(keeper, uid("third"), SERIAL, cents=RENEWAL)
    row = await wallet.service(keeper, SERIAL)
    assert (row.until, row.free) == (months_later(until, 12), False)
    assert await cloud.service.database.read(lambda view: list(verify.wrong(view, where))) == []


async def test_no_two_issued_invoices_have_one_number(company: Company, desk: Desk) -> None:
    """Whosever they are; one that is taken back gives it free, for it may have been typed wrongly."""
    cloud, number = company.cloud, "24312000000012345678"
    other = await cloud.organization("19900000034", "后来的公司")
    await Seal(cloud, other, "GL2026000055").bind("新章")
    invoices: list[dict[str, str]] = []
    for person, seal in ((company.keeper, SERIAL), (other, "GL2026000055")):
        order, invoice = uid(f"order {seal}"), uid(f"invoice {seal}")
        await wallet.has_paid(person, order, seal)
        await person.done(wallet.ask(invoice, order))
        invoices.append({"organization": person.organization, "subject": invoice})
    first, second = invoices
    pages = [f"/invoices/{each['organization']}/{each['subject']}" for each in invoices]
    done = await desk.do(pages[0], operating.ISSUE, **first, number=number, file=wallet.PDF)
    assert done.said == [f"已开票：{number}。"]
    spaced = "2431 2000 0000 1234 5678"
    refused = await desk.do(pages[1], operating.ISSUE, **second, number=spaced, file=wallet.PDF)
    assert refused.why == ["该发票号码已用于开给“云杉公司”的另一张发票，请核对。"]
    assert f'value="{spaced}"' in refused.text
    abroad = await Person.known(cloud, "qian")
    async with Desk(cloud, language="en") as english:
        await english.enter(abroad)
        refused = await english.do(pages[1], operating.ISSUE, **second, number=number, file=wallet.PDF)
        assert refused.why == ["Another invoice, for “云杉公司”, has this number already; look at it once more."]
    row = await wallet.stored(cloud, Invoice, other.organization, second["subject"])
    assert (row.state, row.number) == (InvoiceState.ISSUING, "")
    await desk.do(pages[0], operating.REFUSE_INVOICE, **first, reason="号码填错")
    done = await desk.do(pages[1], operating.ISSUE, **second, number=number, file=wallet.PDF)
    assert done.said == [f"已开票：{number}。"]
    assert await is_whole(cloud)
