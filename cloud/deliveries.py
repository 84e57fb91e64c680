"""What became of a message that left the house, shown on its row (R-116, R-119: deferred and failed are seen)."""

from collections.abc import Iterable

import msgspec

from cloud.store import jobs
from cloud.store.jobs import Job
from cloud.store.unit import Unit
from domain.messages import Delivery, DeliveryState, Message

# Where a message went out by several jobs (an SMS of each use), what most needs to be seen is shown.
_FIRST_SHOWN = (DeliveryState.FAILED, DeliveryState.DEFERRED, DeliveryState.WAITING, DeliveryState.SENT)


def with_those(row: Message, deliveries: Iterable[Delivery]) -> Message:
    """The message with each channel once, and the newest that is known of it."""
    known = {each.channel: each for each in (*row.deliveries, *deliveries)}
    return msgspec.structs.replace(row, deliveries=[known[channel] for channel in sorted(known)])


def show(unit: Unit, job: Job, now: int) -> None:
    """Show on its message what has become of a job."""
    row = None if job.message is None else unit.get(Message, job.organization, job.message)
    if row is None:
        return
    states = {
        state: until for channel, state, until in jobs.states(unit, row.organization, row.id) if channel is job.channel
    }
    state = next(each for each in _FIRST_SHOWN if each in states)
    until = states[state] if state is DeliveryState.DEFERRED else None
    before = next((each for each in row.deliveries if each.channel is job.channel), None)
    if before is None or (before.state, before.until) != (state, until):
        unit.put(with_those(row, [Delivery(job.channel, state, now, until)]))
