"""What is said of paying, service and invoices, in both languages: refusals for `wording`, and messages."""

from domain.message_groups import Group, said_of

SENTENCES: dict[str, tuple[str, str]] = {
    "title_name_taken": ("已有名为“{detail}”的发票抬头。", "There is an invoice title named “{detail}” already."),
    "titles_full": ("发票抬头最多 {detail} 个。", "There are at most {detail} invoice titles."),
    "tax_number_missing": ("企业抬头须填写税号。", "The title of a company has its tax number."),
    "tax_number_unfit": (
        "税号须为 15、17、18 或 20 位数字或大写字母。",
        "A tax number has 15, 17, 18 or 20 digits and capital letters.",
    ),
    "of_company_only": ("个人抬头只填写名称。", "The title of a person is the name alone."),
    "no_charge": ("该云平台不收取服务费，无需交费。", "This cloud charges nothing for the service of a seal."),
    "months_not_offered": (
        "没有 {detail} 个月的交费时长，请重新选择。",
        "There is no price for {detail} months; choose again.",
    ),
    "channel_off": ("该支付方式未开通。", "This way of paying is not offered here."),
    "amount_differs": (
        "价格已变更，现应付 {detail}，请核对后重新提交。",
        "The price has changed: it is {detail} now. Look at it and order again.",
    ),
    "voucher_missing": ("请上传付款凭证。", "Add a picture of the voucher of your payment."),
    "voucher_unfit": ("付款凭证须为 PNG 或 JPEG 图片。", "The voucher has to be a picture, PNG or JPEG."),
    "order_open": (
        "该印章已有待支付的订单（{detail}），请先完成支付或由下单人取消。",
        "There is an order for this seal that waits to be paid ({detail}); who made it pays or cancels it first.",
    ),
    "order_in_review": (
        "该印章有待审核的线下支付订单（{detail}），暂不能再次交费。",
        "An offline payment for this seal is in review ({detail}); it cannot be paid for again until then.",
    ),
    "order_not_waiting": ("该订单不是待支付状态，不能取消。", "This order does not wait to be paid."),
    "order_not_in_review": ("订单 {detail} 不在待审核状态。", "The order {detail} is not in review."),
    "order_not_paid": ("订单 {detail} 未支付成功。", "The order {detail} is not paid."),
    "order_invoiced": (
        "订单 {detail} 已申请开票或已开票。",
        "The order {detail} stands in an invoice already.",
    ),
    "refund_number_missing": ("请填写微信退款单号。", "Give WeChat Pay's number of the refund."),
    "refund_unfit": (
        "退款金额须大于零，且与已退金额合计不超过订单金额 {detail}。",
        "What was given back is more than nothing, and with what was before no more than the order's {detail}.",
    ),
    "invoice_orders_refunded": (
        "其中有订单已退款或部分退款，现应开 {detail}：请驳回，由申请人重新申请。",
        "An order of it was refunded since, or a part of it: it would be {detail} now. Refuse it, to be asked anew.",
    ),
    "voucher_not_here": (
        "付款凭证尚未上传完成，请稍后再审核。",
        "The picture of the voucher has not arrived yet; review the payment later.",
    ),
    "receiver_missing": ("请填写收件人、电话和地址。", "Give the receiver's name, phone number and address."),
    "invoice_decided": ("该开票申请已经处理。", "This invoice has been decided on already."),
    "invoice_number_missing": ("请填写发票号码。", "Give the number of the invoice."),
    "invoice_number_taken": (
        "该发票号码已用于开给“{detail}”的另一张发票，请核对。",
        "Another invoice, for “{detail}”, has this number already; look at it once more.",
    ),
    "invoice_file_missing": ("请上传电子发票文件。", "Add the file of the electronic invoice."),
    "invoice_file_unfit": (
        "电子发票须为 PDF、OFD、PNG 或 JPEG 文件，且不超过 20 MB。",
        "The file of an invoice is PDF, OFD, PNG or JPEG, of 20 MB at most.",
    ),
    "service_over": (
        "印章“{detail}”的服务期已结束，请先交费。",
        "The service of “{detail}” is over; pay for it first.",
    ),
    "service_ends_before": (
        "结束时间不能晚于印章服务的截止时间 {detail}，可先交费续期。",
        "The service of this seal lasts until {detail}: end before that, or pay for more of it first.",
    ),
    "prices_unfit": ("请为每种时长填写一个价格。", "Give one price for each duration, and one duration at least."),
    "price_missing": ("{detail} 个月的价格须大于零。", "The price of {detail} months has to be more than nothing."),
    "channel_missing": ("请至少开通一种支付方式。", "Offer one way of paying at least."),
    "wechat_pay_off": ("该云平台未配置微信支付。", "This cloud has no account with WeChat Pay."),
    "payee_missing": ("请填写线下支付的收款账户。", "Give the account to which offline payments go."),
    "pay_away": ("微信支付暂时无法连接，请稍后再试。", "WeChat Pay cannot be reached at the moment; try again later."),
    "pay_rejected": ("微信支付未受理该订单。", "WeChat Pay has not taken this order."),
}

PAYING = said_of(
    Group.ORGANIZATION,
    service_ends=(
        "印章“{0}”的服务期将于 {1:time} 结束，请及时续费。",
        "The service of “{0}” ends at {1:time}; pay for more of it in time.",
    ),
    service_ended=(
        "印章“{0}”的服务期已于 {1:time} 结束；{2:time} 后将不能再申请和授权用印，请尽快交费。",
        "The service of “{0}” ended at {1:time}; from {2:time} on no use is applied for or authorized. Pay for it.",
    ),
    order_paid=("订单 {0}（{1}）支付成功。", "The order {0} ({1}) is paid."),
    order_rejected=("订单 {0}（{1}）审核失败：{2}", "The payment of the order {0} ({1}) was not confirmed: {2}"),
    order_closed=("订单 {0}（{1}）未支付，已关闭。", "The order {0} ({1}) was not paid and is closed."),
    order_refunded=("订单 {0}（{1}）已退款：{2}", "The order {0} ({1}) is refunded: {2}"),
    order_refunded_outside=(
        "订单 {0}（{1}）已由微信支付全额退款，所延长的服务期相应取消。",
        "WeChat Pay has given back all of the order {0} ({1}); the service that it paid for is taken back.",
    ),
    order_partly_refunded=(
        "订单 {0}（{1}）已由微信支付退回 {2}，服务期不变。",
        "WeChat Pay has given back {2} of the order {0} ({1}); the service lasts as long as before.",
    ),
    invoice_issued=("“{0}”的发票（{1}）已开具，发票号码 {2}。", "The invoice for {0} ({1}) is issued: number {2}."),
    invoice_taken_back=(
        "“{0}”的发票（{1}）已作废：{2}",
        "The invoice for {0} ({1}) is taken back: {2}",
    ),
    invoice_refused=("“{0}”的发票（{1}）未能开具：{2}", "The invoice for {0} ({1}) is not issued: {2}"),
)
