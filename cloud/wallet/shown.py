"""Why the code of an order is not there, shown on the order to who waits for it."""

import msgspec

from cloud.store import jobs
from cloud.store import orders as stored
from cloud.store.jobs import Job
from cloud.store.unit import Unit
from cloud.wallet.following import CODE
from domain.messages import DeliveryState
from domain.orders import OrderState

_WHY = {DeliveryState.FAILED: "pay_rejected", DeliveryState.WAITING: "pay_away"}


def show(unit: Unit, job: Job, now: int) -> None:
    """After it was asked for once more, in vain."""
    del now
    row, left = stored.of_trade(unit, job.recipient), jobs.find(unit, job.key)
    if job.topic != CODE or row is None or left is None or row.state is not OrderState.WAITING or row.code_url:
        return
    why = _WHY.get(left.state, "")
    if row.code_why != why:
        unit.put(msgspec.structs.replace(row, code_why=why))
