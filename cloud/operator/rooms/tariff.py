"""What the service of a seal costs (R-260, C-20)."""

from cloud.operator.form import Given
from cloud.operator.page import Block, Field, Form, Note, Page
from cloud.operator.room import Asked, Doing, Done, Room
from cloud.operator.rooms.words import MONEY, REASON
from cloud.operator.wording import Both
from cloud.store.unit import View
from cloud.wallet import operating
from domain.money import figures
from domain.tariff import MOST_MONTHS, MOST_PRICES, Price, Terms
from domain.verdict import Refused

PATH = "/tariff"
SET, TAKE_AWAY = "SetTariff", "TakeTariffAway"
YEAR = "12"  # months: what is offered first (C-20)
MOST_TRIAL = 3660


class Tariffs(Room):
    name = Both("价格与收款", "Prices")
    group = MONEY
    path = PATH

    def __init__(self) -> None:
        super().__init__()
        self.acts = {SET: _set, TAKE_AWAY: _take_away}

    def page(self, view: View, asked: Asked) -> Page | None:
        if asked.key:
            return None
        terms = operating.tariff(view)
        blocks: list[Block] = [_form(terms, wechat=operating.pays_by_wechat(asked.service))]
        if terms is None:
            text = Both(
                "尚未设置价格：各单位免费使用，无服务期限。", "No price is set: nothing is charged, no service ends."
            )
            blocks.insert(0, Note(text, "warn"))
        else:
            blocks.append(_end())
        lead = Both(
            "对所有单位生效；已下的订单仍按下单时的价格。",
            "For all organizations; orders that were made keep the price of then.",
        )
        return Page(self.name, blocks, lead)


def _form(terms: Terms | None, *, wechat: bool) -> Form:
    prices = [] if terms is None else sorted(terms.prices, key=lambda each: each.months)
    fields: list[Field] = []
    for index in range(min(len(prices) + 1, MOST_PRICES)):
        price = prices[index] if index < len(prices) else None
        months = YEAR if price is None and not prices else "" if price is None else str(price.months)
        amounts = ("", "") if price is None else (figures(price.first_cents), figures(price.renewal_cents))
        needed = price is not None or not prices
        fields += [
            Field(f"months{index}", Both("时长（月）", "Months"), "number", months, required=needed),
            Field(f"first{index}", Both("首年交费（元）", "First payment (¥)"), "number", amounts[0], required=needed),
            Field(f"renewal{index}", Both("续期交费（元）", "Renewal (¥)"), "number", amounts[1], required=needed),
        ]
    trial = "0" if terms is None else str(terms.trial_days)
    payee = "" if terms is None else terms.payee
    offline = terms is None or terms.offline
    fields += [
        Field("trial", Both("免费试用（天）", "Free trial (days)"), "number", trial),
        Field("offline", Both("线下支付", "Offline payment"), "select", _said(offline), options=_YES_NO),
        Field(
            "wechat",
            Both("微信支付", "WeChat Pay"),
            "select",
            _said(terms is not None and terms.wechat),
            "" if wechat else Both("未配置微信支付商户。", "No merchant account is configured."),
            _YES_NO if wechat else _YES_NO[1:],
        ),
        Field(
            "payee",
            Both("线下支付收款账户", "Account for offline payments"),
            "area",
            payee,
            Both("户名、开户银行、账号，每行一项。", "Name, bank and account, one a line."),
            required=False,
        ),
    ]
    note = Both("清空一行即不再提供该时长。", "An emptied line is offered no more.")
    return Form(SET, Both("保存", "Save"), fields, note=note, side=False, columns=3)


def _end() -> Form:
    """To charge nothing any more."""
    note = Both(
        "各单位不再缴费，服务期限不再生效；待支付的订单关闭。再次设置价格后，每枚印章至少有一个试用期。",
        "Nobody pays and no service ends; orders that wait to be paid are closed. When prices are set again, each seal"
        " has a trial at least.",
    )
    why, title = Field("reason", REASON, "area"), Both("停止收费", "Charge nothing any more")
    return Form(TAKE_AWAY, Both("停止收费", "Charge nothing"), [why], title, note, danger=True, side=False)


_YES_NO = (("yes", Both("开通", "Offered")), ("no", Both("不开通", "Not offered")))


def _said(on: bool) -> str:
    return "yes" if on else "no"


def _prices(given: Given) -> list[Price]:
    found: list[Price] = []
    for index in range(MOST_PRICES):
        names = [f"{name}{index}" for name in ("months", "first", "renewal")]
        if not any(given.fields.get(name, "").strip() for name in names[1:]):
            continue
        found.append(Price(given.number(names[0], 1, MOST_MONTHS), given.cents(names[1]), given.cents(names[2])))
    return found


def _set(doing: Doing) -> Done | Refused:
    given = doing.given
    terms = Terms(
        prices=_prices(given),
        trial_days=given.number("trial", 0, MOST_TRIAL),
        payee=given.text("payee", may_miss=True),
        wechat=given.fields.get("wechat") == "yes",
        offline=given.fields.get("offline") == "yes",
    )
    done = operating.set_tariff(doing.service, doing.unit, terms, doing.by, doing.now)
    if isinstance(done, Refused):
        return done
    return Done(Both("价格已保存，对所有单位生效。", "The prices are saved, for all organizations."))


def _take_away(doing: Doing) -> Done | Refused:
    doing.given.text("reason")  # the trail keeps it
    done = operating.take_tariff_away(doing.service, doing.unit, doing.now)
    if isinstance(done, Refused):
        return done
    return Done(Both("已停止收费，对所有单位生效。", "Nothing is charged any more, to nobody."))
