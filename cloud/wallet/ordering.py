"""What follows from an order in the cloud: by what people and WeChat Pay know it.

A number is given once, whatever backup this cloud was begun again with: what was counted since is not known to it, and
payers hold those numbers, on transfers and in letters. So from the second generation on the number says its own; no
two restores begin the same one (0051, 0068).
"""

import hashlib

import msgspec

from cloud.after import After, Rows
from cloud.store import devices, numbers
from domain.orders import Order
from domain.times import moment

_KIND = "order"


def number(after: After) -> Rows:
    """`20261129-000123` for people, counted in all of the cloud for each day in China; `20261129-2-000123` in a cloud
    that was restored."""
    row: Order = after.row
    day, of = moment(after.at.now).strftime("%Y%m%d"), devices.generation(after.unit)
    count = numbers.following(after.unit, "", _KIND, day)
    said = f"{day}-{count:06}" if of == 1 else f"{day}-{of}-{count:06}"
    return after.with_row(msgspec.structs.replace(row, number=said, trade=trade(row)))


def trade(row: Order) -> str:
    """The name that WeChat Pay knows it by, 32 signs. No other order has it, and it is the same when a console offers
    the order again to a cloud that was restored to before it: so what was paid meanwhile is found."""
    return hashlib.sha256(f"signet order {row.organization} {row.id}".encode()).hexdigest()[:32]
