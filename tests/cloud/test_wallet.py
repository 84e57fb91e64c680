"""Offline payment, its review, refunds and invoices, on both databases."""

import hashlib

import msgspec
import pytest
from sqlalchemy.exc import IntegrityError

from cloud import sweeps
from cloud.store import ledger, orders
from cloud.store.unit import Unit
from cloud.stored import Bucket, Stored
from cloud.uploads import file_key
from cloud.wallet import bringing, operating, payments, verify
from cloud.wallet.bringing import InvoiceFile
from domain.audit import AuditEntry
from domain.ending import EndUse, ExtendUse
from domain.files import Attachment, Purpose
from domain.invoices import Invoice, InvoiceKind, InvoiceState, Receiver
from domain.messages import Message, Subject
from domain.orders import CancelOrder, FeeKind, Order, OrderState
from domain.organization import Permission, Role
from domain.service import GRACE_MS
from domain.subsidiaries import AddSubsidiary
from domain.tariff import ID, Tariff
from domain.times import months_later
from domain.uses import DAY_MS
from domain.verdict import Refused
from tests.cloud import wallet
from tests.cloud.company import HOUR_MS, SERIAL, Company, add, found_company, refused, uid
from tests.cloud.seal import Seal
from tests.cloud.test_pull import put
from tests.cloud.wallet import FIRST, RENEWAL, TERMS, ask, has_paid, operate, pay, pay_offline, service, stored
from tests.cloud.world import Cloud, Problem, pull_all

ORDER, INVOICE = uid("order"), uid("invoice")
NO_PAYERS = ("member", "approver", "custom")


@pytest.fixture
async def company(cloud: Cloud) -> Company:
    """A company in a cloud that charges; its trial has just begun."""
    found = await found_company(cloud)
    await wallet.charge(cloud)
    return found


async def order(company: Company, id: str = ORDER) -> Order:
    return await company.row(Order, id)


async def test_where_nothing_is_charged_nothing_ends(cloud: Cloud) -> None:
    company = await found_company(cloud)
    assert await refused(company.keeper, pay(ORDER, SERIAL)) == "no_charge"
    assert await stored(cloud, Tariff, company.owner.organization, ID) is None


async def test_a_tariff_goes_to_every_organization_and_a_trial_begins(company: Company) -> None:
    cloud = company.cloud
    assert (await service(company.owner, SERIAL)).until == cloud.now + 14 * DAY_MS
    tariff = await company.row(Tariff, ID)
    assert (tariff.prices, tariff.wechat, tariff.offline) == (TERMS.prices, False, True)
    other = await cloud.organization("19900000033", "后来的公司")
    assert await stored(cloud, Tariff, other.organization, ID) is not None
    below = AddSubsidiary(id=uid("below"), name="分公司", owner="李主任", phone="19900000034")
    await company.owner.done(below)
    assert await stored(cloud, Tariff, below.id, ID) is not None
    assert await wallet.seen(company.keeper, Tariff) == {ID}
    assert await wallet.seen(company.member, Tariff) == set()


async def test_a_seal_that_is_bound_later_has_its_trial_then(company: Company) -> None:
    cloud = company.cloud
    cloud.now += 60_000
    await Seal(cloud, company.owner, "GL2026000055").bind("新章")
    assert (await service(company.owner, "GL2026000055")).until == cloud.now + 14 * DAY_MS


async def test_terms_that_are_refused_change_nothing(company: Company) -> None:
    wrong = msgspec.structs.replace(TERMS, prices=[])
    assert await operate(company.cloud, operating.set_tariff, wrong) == Refused("prices_unfit", "prices")
    assert (await company.row(Tariff, ID)).prices == TERMS.prices


@pytest.mark.req("R-028", "P", "allowed", "refused")
async def test_who_pays(company: Company) -> None:
    for name in NO_PAYERS:
        assert await refused(getattr(company, name), pay(ORDER, SERIAL)) == "not_allowed"
        assert await refused(getattr(company, name), ask(INVOICE, ORDER)) == "not_allowed"
    await company.keeper.done(pay(ORDER, SERIAL))
    payer = await add(company.owner, "冯出纳", "19900000044", Role.CUSTOM, Permission.PAY)
    await wallet.send_voucher(payer)  # who may pay and nothing else sends his voucher all the same


@pytest.mark.req("R-264", "R-267")
@pytest.mark.req("C-20", "C")
async def test_a_payment_that_passes_its_review_makes_the_service_longer(company: Company) -> None:
    cloud, keeper = company.cloud, company.keeper
    trial = (await service(keeper, SERIAL)).until
    await keeper.done(pay(ORDER, SERIAL))
    made = await order(company)
    assert (made.state, made.number[:8], made.seals[0].kind) == (OrderState.IN_REVIEW, "20260101", FeeKind.FIRST)
    assert (await service(keeper, SERIAL)).until == trial
    where = keeper.organization, ORDER
    assert await operate(cloud, operating.pass_payment, *where) == Refused("voucher_not_here", "voucher")
    await wallet.send_voucher(keeper)
    row = await cloud.service.database.read(lambda view: bringing.voucher_of(view, made))
    assert row is not None
    assert row.stored_at == cloud.now
    cloud.now += 60_000
    paid = await wallet.passed(cloud, keeper, ORDER)
    assert (paid.state, paid.paid_at, paid.decided_at) == (OrderState.PAID, cloud.now, cloud.now)
    after = await service(keeper, SERIAL)
    assert (after.until, after.open, after.paid) == (months_later(trial, 12), None, True)
    assert [(each.seal, each.until) for each in paid.ends] == [(SERIAL, after.until)]
    again = await operate(cloud, operating.pass_payment, *where)
    assert again == Refused("order_not_in_review", "order", made.number)
    assert (await service(keeper, SERIAL)).until == after.until
    told = [row for row in (await pull_all(keeper)).of(Message) if row.subject is Subject.ORDER]
    assert [(each.code, each.words[0]) for each in told] == [("order_paid", made.number)]


@pytest.mark.req("R-261", "R-264")
async def test_the_next_payment_is_a_renewal_and_adds_to_the_end(company: Company) -> None:
    keeper = company.keeper
    await has_paid(keeper, ORDER, SERIAL)
    first = (await service(keeper, SERIAL)).until
    assert await refused(keeper, pay(uid("second"), SERIAL)) == "amount_differs"
    second = await has_paid(keeper, uid("second"), SERIAL, cents=RENEWAL)
    assert second.seals[0].kind is FeeKind.RENEWAL
    assert (await service(keeper, SERIAL)).until == months_later(first, 12)


@pytest.mark.req("R-262", "V", "inside", "outside")
@pytest.mark.req("I-16")
async def test_a_seal_in_review_is_not_paid_for_again_by_anybody(company: Company) -> None:
    await company.keeper.done(pay(ORDER, SERIAL))
    for who in (company.keeper, company.owner, company.admin):
        assert await refused(who, pay(uid("again"), SERIAL)) == "order_in_review"
    assert await refused(company.keeper, CancelOrder(order=ORDER)) == "order_not_waiting"
    await operate(company.cloud, operating.refuse_payment, company.owner.organization, ORDER, "金额不符")
    assert (await order(company)).state is OrderState.REJECTED
    await company.owner.done(pay(uid("again"), SERIAL))


@pytest.mark.req("R-263")
async def test_a_voucher_that_is_no_picture_passes_no_review(company: Company) -> None:
    """Whatever it was said to be: bytes of something else, or of a picture that is broken off."""
    for at, content in enumerate((b"%PDF-1.7 and so on", wallet.VOUCHER[:40])):
        id = uid(f"order {at}")
        act = msgspec.structs.replace(pay(id, SERIAL), voucher=wallet.voucher(id, content))
        await company.keeper.done(act)
        await wallet.send_voucher(company.keeper, content)
        where = company.owner.organization, id
        assert await operate(company.cloud, operating.pass_payment, *where) == Refused("voucher_unfit", "voucher")
        await operate(company.cloud, operating.refuse_payment, *where, "不是付款凭证")


@pytest.mark.req("R-267")
async def test_a_payment_that_fails_its_review_says_why(company: Company) -> None:
    cloud, where = company.cloud, (company.owner.organization, ORDER)
    before = await service(company.keeper, SERIAL)
    await pay_offline(company.keeper, ORDER, SERIAL)
    assert await operate(cloud, operating.refuse_payment, *where, " ") == Refused("reason_missing", "reason")
    await operate(cloud, operating.refuse_payment, *where, "金额不符")
    row = await order(company)
    assert (row.state, row.reason) == (OrderState.REJECTED, "金额不符")
    assert await service(company.keeper, SERIAL) == before
    assert await operate(cloud, operating.refund, *where, "x") == Refused("order_not_paid", "order", row.number)


@pytest.mark.req("R-265", "P", "allowed", "refused")
@pytest.mark.req("C-21", "C")
async def test_everybody_reads_his_own_payments_and_no_other(company: Company) -> None:
    await pay_offline(company.keeper, ORDER, SERIAL)
    assert await wallet.seen(company.keeper, Order) == {ORDER}
    files = f"/v1/files/{company.owner.organization}/{hashlib.sha256(wallet.VOUCHER).hexdigest()}"
    assert await company.keeper.request("GET", files) == wallet.VOUCHER
    for other in (company.owner, company.admin, company.other, company.member):
        assert await wallet.seen(other, Order) == set()
        assert await refused(other, CancelOrder(order=ORDER)) == "not_found"
        with pytest.raises(Problem, match="404"):
            await other.request("GET", files)


async def test_lists_of_the_operator_go_through_all_organizations(company: Company) -> None:
    cloud = company.cloud
    await has_paid(company.keeper, ORDER, SERIAL)
    cloud.now += 1000
    await pay_offline(company.owner, uid("second"), SERIAL, cents=RENEWAL)
    read = cloud.service.database.read
    assert [each.id for each in await read(operating.in_review)] == [uid("second")]
    newest = await read(lambda view: operating.all_orders(view, limit=1))
    assert [each.id for each in newest] == [uid("second")]
    older = await read(lambda view: operating.all_orders(view, before=orders.mark(newest[0])))
    assert [each.id for each in older] == [ORDER]
    paid = await read(lambda view: operating.all_orders(view, (OrderState.PAID,)))
    assert [each.id for each in paid] == [ORDER]


async def test_what_is_given_back_counts_no_more(company: Company) -> None:
    cloud, where = company.cloud, (company.owner.organization, ORDER)
    trial = (await service(company.keeper, SERIAL)).until
    await has_paid(company.keeper, ORDER, SERIAL)
    assert await operate(cloud, operating.refund, *where, "") == Refused("reason_missing", "reason")
    back = await operate(cloud, operating.refund, *where, "重复交费")
    assert (back.state, back.reason) == (OrderState.REFUNDED, "重复交费")
    after = await service(company.keeper, SERIAL)
    assert (after.until, after.paid) == (trial, False)
    lines = await cloud.service.database.read(lambda view: ledger.lines(view, where[0]))
    assert [(each.entry, each.cents) for each in lines] == [("paid", FIRST), ("refunded", FIRST)]
    await company.keeper.done(pay(uid("second"), SERIAL))  # for the first time again


@pytest.mark.req("R-269", "P", "allowed", "refused")
@pytest.mark.req("I-17")
async def test_one_invoices_his_own_paid_orders_once(company: Company) -> None:
    keeper = company.keeper
    await pay_offline(keeper, ORDER, SERIAL)
    assert await refused(keeper, ask(INVOICE, ORDER)) == "order_not_paid"
    await wallet.passed(company.cloud, keeper, ORDER)
    assert await refused(company.owner, ask(INVOICE, ORDER)) == "not_found"
    await keeper.done(ask(INVOICE, ORDER))
    assert await refused(keeper, ask(uid("other"), ORDER)) == "order_invoiced"
    row = await company.row(Invoice, INVOICE)
    assert (row.state, row.cents, row.orders) == (InvoiceState.ISSUING, FIRST, [ORDER])
    assert await wallet.seen(keeper, Invoice) == {INVOICE}
    assert await wallet.seen(company.owner, Invoice) == set()
    where = company.owner.organization, INVOICE
    number = (await order(company)).number
    undone = await operate(company.cloud, operating.refund, where[0], ORDER, "x")
    assert undone == Refused("order_invoiced", "order", number)
    await operate(company.cloud, operating.refuse_invoice, *where, "税号不符")
    assert (await order(company)).invoice is None
    assert await operate(company.cloud, operating.refuse_invoice, *where, "x") == Refused("invoice_decided", "invoice")
    await keeper.done(ask(uid("other"), ORDER))


@pytest.mark.req("R-270", "R-271", "R-272")
async def test_an_electronic_invoice_comes_with_its_file(company: Company) -> None:
    cloud, keeper = company.cloud, company.keeper
    await has_paid(keeper, ORDER, SERIAL)
    await keeper.done(ask(INVOICE, ORDER))
    assert [each.id for each in await cloud.service.database.read(operating.waiting_invoices)] == [INVOICE]
    where = company.owner.organization, INVOICE
    issue = operating.issue_invoice
    file = InvoiceFile("发票.pdf", wallet.PDF)
    assert await operate(cloud, issue, *where, "1", None, "") == Refused("invoice_file_missing", "file")
    wrong = InvoiceFile("发票.exe", b"MZ")
    assert await operate(cloud, issue, *where, "1", wrong, "") == Refused("invoice_file_unfit", "file")
    issued = await operate(cloud, issue, *where, "26312000000012345678", file, "")
    assert (issued.state, issued.file_name) == (InvoiceState.ISSUED, "发票.pdf")
    (letter,) = [each for each in await cloud.inbox() if each["channel"] == "email"]
    assert (letter["files"], "贰佰元整" in letter["text"]) == (["发票.pdf"], True)
    assert await operate(cloud, issue, *where, "2", file, "") == Refused("invoice_decided", "invoice")
    named = [row for row in (await pull_all(keeper)).of(Attachment) if row.purpose is Purpose.INVOICE]
    assert [row.sha256 for row in named] == [issued.file]
    assert await keeper.request("GET", f"/v1/files/{where[0]}/{issued.file}") == wallet.PDF
    with pytest.raises(Problem, match="404"):
        await company.owner.request("GET", f"/v1/files/{where[0]}/{issued.file}")


async def test_a_bucket_that_is_away_is_said_and_an_invoice_survives_a_power_cut(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud, keeper, where = company.cloud, company.keeper, company.owner.organization
    uploads, settled = cloud.service.uploads, list[str]()
    here, away = uploads.files, Stored(uploads.files.folder, Bucket("b", "http://127.0.0.1:1", "", "", ""), 0.1)
    await keeper.done(pay(ORDER, SERIAL))
    await wallet.send_voucher(keeper)
    uploads.files = away
    assert await operate(cloud, operating.pass_payment, where, ORDER) == Refused("files_away", "voucher")
    uploads.files = here
    await wallet.passed(cloud, keeper, ORDER)
    await keeper.done(ask(INVOICE, ORDER))
    issue, file = operating.issue_invoice, InvoiceFile("发票.pdf", wallet.PDF)
    uploads.files = away
    assert await operate(cloud, issue, where, INVOICE, "1", file, "") == Refused("files_away", "file")
    uploads.files = here
    monkeypatch.setattr(Stored, "settle", lambda _, key: settled.append(key))
    issued = await operate(cloud, issue, where, INVOICE, "1", file, "")
    assert settled == [file_key(where, issued.file)]


@pytest.mark.req("R-270", "R-271")
async def test_an_invoice_on_paper_is_posted(company: Company) -> None:
    await has_paid(company.keeper, ORDER, SERIAL)
    to = Receiver(name="冯出纳", phone="021-55500000", address="某市某路 1 号")
    await company.keeper.done(ask(INVOICE, ORDER, kind=InvoiceKind.PAPER, receiver=to))
    where = company.owner.organization, INVOICE
    issued = await operate(company.cloud, operating.issue_invoice, *where, "12345678", None, "SF1234567890")
    assert (issued.state, issued.tracking, issued.file) == (InvoiceState.ISSUED, "SF1234567890", None)
    await operate(company.cloud, operating.refuse_invoice, *where, "退票")  # then the payment may be given back
    await operate(company.cloud, operating.refund, where[0], ORDER, "重复交费")
    told = [row.code for row in (await pull_all(company.keeper)).of(Message) if row.subject is Subject.INVOICE]
    assert sorted(told) == ["invoice_issued", "invoice_taken_back"]


async def test_what_the_operator_did_stands_in_the_audit_log(company: Company) -> None:
    await has_paid(company.keeper, ORDER, SERIAL)
    await operate(company.cloud, operating.refund, company.owner.organization, ORDER, "重复交费")
    entries = sorted((await pull_all(company.owner)).of(AuditEntry), key=lambda row: row.number)
    assert [each.act for each in entries[-2:]] == [operating.PASS, operating.REFUND]


async def test_a_payment_cannot_be_written_down_twice(company: Company) -> None:
    """Even if everything before the ledger had let it pass."""
    cloud = company.cloud
    paid = await has_paid(company.keeper, ORDER, SERIAL)
    before = await service(company.keeper, SERIAL)
    again = msgspec.structs.replace(paid, state=OrderState.WAITING)

    def work(unit: Unit) -> None:
        payments.settle(cloud.service, unit, again, "another", cloud.now, cloud.now)

    with pytest.raises(IntegrityError):
        await cloud.service.database.write(work)
    assert await service(company.keeper, SERIAL) == before


async def test_books_that_were_changed_by_hand_do_not_agree(company: Company) -> None:
    cloud, keeper = company.cloud, company.keeper
    await has_paid(keeper, ORDER, SERIAL)
    await keeper.done(ask(INVOICE, ORDER))
    where = keeper.organization

    async def wrong() -> int:
        return len(await cloud.service.database.read(lambda view: list(verify.wrong(view, where))))

    assert await wrong() == 0
    row = await service(keeper, SERIAL)
    await put(cloud, msgspec.structs.replace(row, until=row.until + 1))
    assert await wrong() == 1
    await put(cloud, row, msgspec.structs.replace(await order(company), state=OrderState.CLOSED))
    assert await wrong() == 1
    await put(cloud, msgspec.structs.replace(await order(company), state=OrderState.PAID, invoice="another"))
    assert await wrong() == 1
    second = msgspec.structs.replace(await company.row(Invoice, INVOICE), id=uid("second"))
    await put(cloud, second, msgspec.structs.replace(await order(company), invoice=INVOICE))
    assert await wrong() == 1


async def test_who_pays_is_reminded_before_the_service_ends_and_when_it_has(company: Company) -> None:
    cloud = company.cloud
    until = (await service(company.owner, SERIAL)).until
    told: dict[str, list[str]] = {}
    for left in (8, 7, 1, 0, -1):
        cloud.now = until - left * DAY_MS
        await sweeps.sweep(cloud.service)
        found = await cloud.service.database.read(lambda view: view.facts(company.owner.organization).all(Message))
        for row in found:
            if row.subject is Subject.SERVICE and row.at == cloud.now:
                told.setdefault(row.member, []).append(f"{left} {row.code}")
    payers = {who.member for who in (company.owner, company.admin, company.keeper, company.other)}
    assert told == {each: ["7 service_ends", "1 service_ends", "0 service_ended"] for each in payers}


@pytest.mark.req("I-07")
async def test_after_its_grace_a_seal_is_given_to_nobody(company: Company) -> None:
    cloud = company.cloud
    until = (await service(company.owner, SERIAL)).until
    late = company.authorize("use", end=until + GRACE_MS + 1)
    assert await refused(company.keeper, late) == "service_ends_before"
    await company.keeper.done(company.authorize("use", end=until + GRACE_MS))
    cloud.now = until + GRACE_MS
    for who in (company.keeper, company.member):
        await who.enter()
    more = ExtendUse(id=uid("more"), authorization=uid("use"), count=9, end=cloud.now + HOUR_MS)
    assert await refused(company.keeper, more) == "service_over"
    await company.keeper.done(EndUse(authorization=uid("use")))  # what is there can be ended
    assert await refused(company.keeper, company.authorize("new")) == "service_over"
    await has_paid(company.keeper, ORDER, SERIAL)
    await company.keeper.done(company.authorize("new"))
