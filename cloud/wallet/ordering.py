"""What follows from an order in the cloud: by what people and WeChat Pay know it."""

import hashlib

import msgspec

from cloud.after import After, Rows
from cloud.store import numbers
from domain.orders import Order
from domain.times import moment

_KIND = "order"


def number(after: After) -> Rows:
    """`20261129-000123` for people, counted in all of the cloud for each day in China."""
    row: Order = after.row
    day = moment(after.at.now).strftime("%Y%m%d")
    count = numbers.following(after.unit, "", _KIND, day)
    return after.with_row(msgspec.structs.replace(row, number=f"{day}-{count:06}", trade=trade(row)))


def trade(row: Order) -> str:
    """The name that WeChat Pay knows it by, 32 signs. No other order has it, and it is the same when a console offers
    the order again to a cloud that was restored to before it: so what was paid meanwhile is found."""
    return hashlib.sha256(f"signet order {row.organization} {row.id}".encode()).hexdigest()[:32]
