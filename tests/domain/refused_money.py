"""What the rules of paying, of service and of invoices refuse."""

from domain.ending import ExtendUse
from domain.files import File
from domain.invoice_titles import TitleKind
from domain.invoices import AskInvoice, InvoiceKind, Receiver, TitleSaid
from domain.orders import CancelOrder, FeeKind, Order, OrderedSeal, OrderState, PayService
from domain.seals import BindingState
from domain.service import GRACE_MS, OpenOrder, PayChannel, SealService, ServiceState, state
from domain.tariff import ID, Price, Tariff
from domain.times import minute
from domain.uses import DAY_MS
from domain.verdict import OnlyCloud, Refused
from tests.domain.world import (
    APPLICANT,
    APPLY,
    APPROVED,
    AUTHORIZE,
    HOUR,
    ISSUED,
    KEEPER,
    NOW,
    ORG,
    OWNER,
    SEAL,
    Case,
    but,
)

YEAR = Price(12, 20_000, 15_000)
TARIFF = Tariff(id=ID, organization=ORG, prices=[YEAR], payee="某银行", wechat=True, offline=True, at=NOW)
SERVICE = SealService(id=SEAL.id, organization=ORG, trial_until=NOW + DAY_MS, until=NOW + DAY_MS)
VOUCHER = File("voucher", "回单.png", "1" * 64, 1000, "image/png")
PAY = PayService(id="order", seals=[SEAL.id], months=12, channel=PayChannel.WECHAT, cents=20_000)
OFFLINE = but(PAY, channel=PayChannel.OFFLINE, voucher=VOUCHER)
GIVEN = [TARIFF, SERVICE]
HELD = OpenOrder("other", PayChannel.WECHAT, "keeper", NOW)
OPEN = f"{SEAL.name} · Keeper · {minute(NOW)}"
ORDER = Order(
    id="order",
    organization=ORG,
    number="20261129-000001",
    member="keeper",
    seals=[OrderedSeal(SEAL.id, FeeKind.FIRST, 20_000)],
    months=12,
    cents=20_000,
    channel=PayChannel.WECHAT,
    state=OrderState.WAITING,
    made_at=NOW,
)
PAID = but(ORDER, state=OrderState.PAID)
CANCEL = CancelOrder(order="order")
TITLE = TitleSaid(kind=TitleKind.COMPANY, name="云杉公司", tax_number="91310000MA1K00001X")
ASK = AskInvoice(
    id="invoice",
    orders=["order"],
    kind=InvoiceKind.ELECTRONIC,
    title=TITLE,
    receiver=Receiver(mailbox="finance@example.com"),
)
PAPER = but(ASK, kind=InvoiceKind.PAPER, receiver=Receiver(name="林", phone="021-5550000", address="某路 1 号"))
UNPAID = Refused("order_not_paid", "orders", ORDER.number)
OVER = but(SERVICE, trial_until=NOW - GRACE_MS, until=NOW - GRACE_MS)
ENDED = but(SERVICE, trial_until=NOW - DAY_MS, until=NOW - DAY_MS)
ENDING = but(SERVICE, trial_until=NOW - GRACE_MS + HOUR, until=NOW - GRACE_MS + HOUR)
MORE = ExtendUse(id="more", authorization="auth", count=5, end=NOW + HOUR)
LONGER = Refused("service_ends_before", "end", minute(NOW + HOUR))
SERVICE_OVER = Refused("service_over", "seal", SEAL.name)
assert state(OVER, NOW) is ServiceState.OVER

CASES = [
    Case(KEEPER, PAY, None, GIVEN),
    Case(OWNER, OFFLINE, None, GIVEN),
    Case(APPLICANT, PAY, Refused("not_allowed"), GIVEN),
    Case(KEEPER, PAY, Refused("no_charge"), [SERVICE]),
    Case(KEEPER, PAY, OnlyCloud(), [SERVICE], complete=False),
    Case(KEEPER, PAY, Refused("no_charge"), [TARIFF]),
    Case(KEEPER, PAY, OnlyCloud(), [TARIFF], complete=False),
    Case(KEEPER, but(PAY, months=13), Refused("months_not_offered", "months", "13"), GIVEN),
    Case(KEEPER, PAY, Refused("channel_off", "channel"), [but(TARIFF, wechat=False), SERVICE]),
    Case(KEEPER, OFFLINE, Refused("channel_off", "channel"), [but(TARIFF, offline=False), SERVICE]),
    Case(KEEPER, but(PAY, voucher=VOUCHER), Refused("arguments_do_not_fit", "voucher"), GIVEN),
    Case(KEEPER, but(OFFLINE, voucher=None), Refused("voucher_missing", "voucher"), GIVEN),
    Case(
        KEEPER,
        but(OFFLINE, voucher=File("v", "a.pdf", "1" * 64, 9, "application/pdf")),
        Refused("voucher_unfit", "voucher"),
        GIVEN,
    ),
    Case(KEEPER, but(PAY, seals=[SEAL.id, SEAL.id]), Refused("arguments_do_not_fit", "seals"), GIVEN),
    Case(KEEPER, but(PAY, seals=["GL2026000009"]), Refused("not_found"), GIVEN),
    Case(
        KEEPER,
        PAY,
        Refused("seal_not_bound", "seals", SEAL.name),
        [*GIVEN, but(SEAL, state=BindingState.UNBOUND)],
    ),
    Case(OWNER, PAY, Refused("order_open", "seals", OPEN), [TARIFF, but(SERVICE, open=HELD)]),
    Case(
        OWNER,
        PAY,
        Refused("order_in_review", "seals", OPEN),
        [TARIFF, but(SERVICE, open=but(HELD, channel=PayChannel.OFFLINE))],
    ),
    Case(KEEPER, but(PAY, cents=15_000), Refused("amount_differs", "cents", "¥200.00"), GIVEN),
    Case(KEEPER, PAY, Refused("amount_differs", "cents", "¥150.00"), [TARIFF, but(SERVICE, paid=True)]),
    Case(KEEPER, but(PAY, cents=15_000), None, [TARIFF, but(SERVICE, paid=True)]),
    Case(KEEPER, CANCEL, None, [ORDER]),
    Case(OWNER, CANCEL, Refused("not_found"), [ORDER]),
    Case(KEEPER, CANCEL, Refused("not_found")),
    Case(APPLICANT, CANCEL, Refused("not_allowed"), [but(ORDER, member="applicant")]),
    Case(KEEPER, CANCEL, Refused("order_not_waiting", "order"), [PAID]),
    Case(KEEPER, CANCEL, Refused("order_not_waiting", "order"), [but(ORDER, state=OrderState.IN_REVIEW)]),
    Case(KEEPER, ASK, None, [PAID]),
    Case(KEEPER, PAPER, None, [PAID]),
    Case(APPLICANT, ASK, Refused("not_allowed"), [but(PAID, member="applicant")]),
    Case(OWNER, ASK, Refused("not_found"), [PAID]),
    *(Case(KEEPER, ASK, UNPAID, [but(ORDER, state=each)]) for each in OrderState if each is not OrderState.PAID),
    Case(KEEPER, ASK, Refused("order_invoiced", "orders", ORDER.number), [but(PAID, invoice="other")]),
    Case(KEEPER, but(ASK, title=but(TITLE, name=" ")), Refused("name_missing", "name"), [PAID]),
    Case(KEEPER, but(ASK, title=but(TITLE, tax_number="9")), Refused("tax_number_unfit", "tax_number"), [PAID]),
    Case(KEEPER, but(ASK, receiver=Receiver(mailbox="finance")), Refused("mailbox_unfit", "mailbox"), [PAID]),
    *(
        Case(
            KEEPER, but(PAPER, receiver=but(PAPER.receiver, **{field: " "})), Refused("receiver_missing", field), [PAID]
        )
        for field in ("name", "phone", "address")
    ),
    Case(APPLICANT, APPLY, SERVICE_OVER, [OVER]),
    Case(APPLICANT, APPLY, None, [ENDED]),
    Case(APPLICANT, APPLY, None, [ENDING]),
    Case(APPLICANT, but(APPLY, end=NOW + HOUR + 1), LONGER, [ENDING]),
    Case(KEEPER, AUTHORIZE, SERVICE_OVER, [APPROVED, OVER]),
    Case(KEEPER, AUTHORIZE, None, [APPROVED, ENDING]),
    Case(
        KEEPER,
        but(AUTHORIZE, end=NOW + HOUR + 1),
        LONGER,
        [but(APPROVED, end=NOW + 2 * HOUR), ENDING],
    ),
    Case(KEEPER, MORE, SERVICE_OVER, [ISSUED, OVER]),
    Case(KEEPER, but(MORE, end=NOW + HOUR + 1), LONGER, [ISSUED, ENDING]),
    Case(KEEPER, MORE, None, [ISSUED, ENDING]),
    Case(KEEPER, MORE, Refused("not_found"), [ISSUED], without=[SEAL]),
]
