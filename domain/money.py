"""Amounts of money: integers of cents (分) of yuan, as they are written in figures and in Chinese capitals."""

import re
from typing import Annotated

import msgspec

MOST_CENTS = 10**13  # a hundred billion yuan: more is a slip of the hand, and capitals are not read so far
Cents = Annotated[int, msgspec.Meta(ge=0, le=MOST_CENTS)]
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES, _GROUPS = ("", "拾", "佰", "仟"), ("", "万", "亿")
_AMOUNT = re.compile(r"[¥￥]?\s*([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,11})(?:\.([0-9]{1,2}))?")


def figures(cents: int) -> str:
    """`1,234.50`; what was given back stands with a minus."""
    yuan, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{yuan:,}.{rest:02}"


def yuan(cents: int) -> str:
    """`¥1,234.50`."""
    return f"{'-' if cents < 0 else ''}¥{figures(abs(cents))}"


def parse(text: str) -> int | None:
    """The cents of what somebody typed (`1234.5`, `¥1,234.50`); none: it is no amount."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        return None
    cents = int(found[1].replace(",", "")) * 100 + int((found[2] or "").ljust(2, "0"))
    return cents if cents <= MOST_CENTS else None


def capitals(cents: int) -> str:
    """`壹仟贰佰叁拾肆元伍角整`, as vouchers and invoices have it (正确填写票据和结算凭证的基本规定, rules 2 to 4)."""
    whole, rest = divmod(cents, 100)
    jiao, fen = divmod(rest, 10)
    text = f"{_whole(whole)}元" if whole or not rest else ""
    if not rest:
        return f"{text}整"
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif whole:
        text += "零"
    return f"{text}{_DIGITS[fen]}分" if fen else f"{text}整"


def _whole(number: int) -> str:
    """A whole number by its groups of four digits; zeros between others are read once, those at an end are not."""
    if not number:
        return _DIGITS[0]
    text, gap = "", False
    for place in reversed(range(len(str(number)))):
        digit, (group, at) = number // 10**place % 10, divmod(place, 4)
        if digit:
            text += (_DIGITS[0] if gap else "") + _DIGITS[digit] + _PLACES[at]
        gap = not digit and bool(text)
        if at == 0 and number // 10**place % 10**4:
            text += _GROUPS[group]
    return text
