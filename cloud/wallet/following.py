"""What has to be asked of WeChat Pay, left as jobs in the transaction that causes it: the code of an order, how it
stands until it is paid or closed, and giving money back."""

from dataclasses import replace

from cloud.store import jobs
from cloud.store.jobs import Job
from cloud.store.unit import Unit
from domain.ids import new_id
from domain.messages import Channel
from domain.orders import Order, OrderState
from domain.service import PayChannel
from domain.uses import DAY_MS

CODE, WATCH, REFUND = "pay_code", "pay_watch", "pay_refund"  # topics
# A notice is seldom late: who looks so soon sees that the payer has not made up his mind.
FIRST_LOOK_MS = 15 * 1000
# A refund made in the merchant platform: seen within a week, as long as WeChat Pay gives back what was paid.
LOOKS_PAID_MS, LOOKED_PAID_MS = (DAY_MS, 7 * DAY_MS), 366 * DAY_MS
WATCHED_MS, REFUND_MS = 7 * DAY_MS, 30 * DAY_MS  # how long it is tried


def follow(unit: Unit, row: Order, before: Order | None, now: int, by: str | None) -> None:
    """`by`: the member who changed it; none: WeChat Pay or the operator has."""
    if row.channel is not PayChannel.WECHAT:
        return
    if before is None and row.state is OrderState.WAITING:
        jobs.leave(unit, _job(row, CODE, now, row.closes_at or now))
        watch(unit, row, now, now + FIRST_LOOK_MS)
    elif before is not None and row.state is OrderState.CLOSED and before.state is not row.state and by is not None:
        watch(unit, row, now, now)
    elif before is not None and row.state is OrderState.PAID and before.state is not row.state:
        watch_paid(unit, row, now)
    elif before is not None and row.state is OrderState.REFUNDED and before.state is not row.state:
        if row.refunded_outside:
            return  # there is nothing left to be asked for
        jobs.leave(unit, replace(_job(row, REFUND, now, now + REFUND_MS), text=row.reason))


def watch(unit: Unit, row: Order, now: int, at: int) -> None:
    """Look how it stands, not before `at`. The newest of these is the one that counts."""
    job = _job(row, WATCH, now, at + WATCHED_MS)
    jobs.leave(unit, replace(job, not_before=at))


def watch_paid(unit: Unit, row: Order, now: int) -> None:
    """Look later whether it was given back: first after a day, then seldomer, but each week."""
    age, (soonest, latest) = now - (row.paid_at or now), LOOKS_PAID_MS
    if age < LOOKED_PAID_MS:
        watch(unit, row, now, now + min(max(age, soonest), latest))


def _job(row: Order, topic: str, now: int, until: int) -> Job:
    place = f"{topic} {row.trade}"
    job = Job(new_id(now), Channel.PAY, row.trade, topic, "", now, until, place=place)
    return replace(job, organization=row.organization, message=row.id)
