"""What follows from an order in the cloud: its numbers."""

import secrets

import msgspec

from cloud.after import After, Rows
from cloud.store import numbers
from domain.orders import Order
from domain.times import moment

_KIND = "order"


def number(after: After) -> Rows:
    """`20261129-000123` for people, counted in all of the cloud for each day in China; and a name for WeChat Pay that
    no other order has, also not one from before the cloud was restored."""
    row: Order = after.row
    day = moment(after.at.now).strftime("%Y%m%d")
    count = numbers.following(after.unit, "", _KIND, day)
    return after.with_row(msgspec.structs.replace(row, number=f"{day}-{count:06}", trade=secrets.token_hex(16)))
