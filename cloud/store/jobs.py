"""What has to leave the house, left in the transaction that caused it, and what became of it.

waiting, deferred -> sent, failed. Who takes a job holds it for a lease: if he dies, it is due again, and may then be
sent twice, under the same key. One cloud takes jobs, so its writer queue keeps the limits of the channels exact.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, delete, func, or_, select, update

from cloud.store import limits, numbers, tables
from cloud.store.unit import Unit, View
from domain.messages import Channel, DeliveryState
from domain.verdict import Refused

LEASE_MS, MAIL_LEASE_MS = 60 * 1000, 20 * 60 * 1000  # longer than the channel is waited for
KEPT_MS = 90 * 24 * 3600 * 1000  # how long it can be seen what became of a job
ANEW_MS = 7 * 24 * 3600 * 1000  # how long a letter is tried that the operator has sent again
OPEN = (DeliveryState.WAITING, DeliveryState.DEFERRED)
_GONE = {"text": "", "words": "[]"}  # what a letter said
_table, _of = tables.jobs, tables.jobs.c
_OPEN = _of.state.in_([state.value for state in OPEN])
_DEAD = (_of.state == DeliveryState.FAILED.value, _of.put_aside_at.is_(None))
_OF_CHANNEL = _of.channel == bindparam("channel")
# Held by nobody; a lease that is longer than any was given before the clock was set back.
_FREE = or_(_of.lease_until <= bindparam("now"), _of.lease_until > bindparam("longest"))
_TURN = func.row_number().over(partition_by=_of.organization, order_by=(_of.urgent.desc(), _of.number))
_TAKEABLE = (_OF_CHANNEL, _OPEN, _of.not_before <= bindparam("now"), _of.expires_at > bindparam("now"), _FREE)
_IN_TURN = (_of.urgent.desc(), _TURN, _of.number)
_DUE = select(_table).where(*_TAKEABLE).order_by(*_IN_TURN).limit(bindparam("limit"))
_OVER = (_OF_CHANNEL, _OPEN, _of.expires_at <= bindparam("now"), _FREE)
_OVERDUE = select(_table).where(*_OVER).limit(bindparam("limit"))
_HELD = (~_FREE, _of.lease_until)
_NEXT_AT = select(func.min(case(_HELD, else_=_of.not_before)), func.min(case(_HELD, else_=_of.expires_at))).where(
    _OF_CHANNEL, _OPEN
)


@dataclass(frozen=True)
class Job:
    """A text for the holder of a phone number; times in milliseconds.

    `topic`: what it is about, as programs know it; `words`: a JSON list of what its text mentions. `sealed`: the text
    opens with the key file. `urgent`: it goes first, and is never deferred. `place`: a later job of the same place says
    it all. `message`: the message of `organization` that shows what becomes of it. `number`: its place in the queue.
    `tries`: how often it was taken, and so by whom; `earlier`: how many of them before it was sent anew.
    `put_aside_at`: nobody has to look at its failure any more.
    """

    key: str
    channel: Channel
    recipient: str
    topic: str
    text: str
    created_at: int
    expires_at: int
    words: str = "[]"
    place: str = ""
    sealed: bool = False
    urgent: bool = False
    organization: str = ""
    message: str | None = None
    number: int = 0
    state: DeliveryState = DeliveryState.WAITING
    why: str = ""
    tries: int = 0
    not_before: int = 0
    lease_until: int = 0
    earlier: int = 0
    put_aside_at: int | None = None

    @property
    def is_dead(self) -> bool:
        """Whether somebody has to look at it: it has failed."""
        return self.state is DeliveryState.FAILED and self.put_aside_at is None


def _jobs(view: View, query: "Select[Any]", asked: Mapping[str, Any] | None = None) -> list[Job]:
    found = [Job(**row) for row in view.connection.execute(query, asked).mappings()]
    return [replace(job, channel=Channel(job.channel), state=DeliveryState(job.state)) for job in found]


def leave(unit: Unit, job: Job) -> None:
    """Leave a job at the end of the queue; it goes out after the commit."""
    unit.left_post = True
    number = numbers.following(unit, "", "jobs")
    values = {**vars(job), "channel": job.channel.value, "state": job.state.value, "number": number}
    if not job.place:
        unit.add(_table, values)
        return
    before = _make_room(unit, job)
    unit.upsert(_table, {**values, "number": number if before is None else before})


def _make_room(unit: Unit, job: Job) -> int | None:
    """What nobody has tried to send yet goes, and leaves its place in the queue; a code that is void goes anyway."""
    of_place = [_of.place == job.place, _OPEN, *([] if job.urgent else [_of.tries == 0])]
    before = unit.connection.execute(select(func.min(_of.number)).where(*of_place)).scalar()
    unit.connection.execute(delete(_table).where(*of_place))
    return before


def lease_ms(channel: Channel) -> int:
    return MAIL_LEASE_MS if channel is Channel.EMAIL else LEASE_MS


def _at(channel: Channel, now: int) -> dict[str, Any]:
    """The parameters of the statements above."""
    return {"channel": channel.value, "now": now, "longest": now + lease_ms(channel)}


def call_off(unit: Unit, organization: str, message: str) -> None:
    """What is about this row and has not gone out is not wanted any more, nor sent again if it has failed."""
    about = (_of.organization == organization, _of.message == message, _of.state != DeliveryState.SENT.value)
    unit.connection.execute(delete(_table).where(*about))


def due(view: View, channel: Channel, now: int, limit: int) -> list[Job]:
    """Jobs that can be taken, in the order in which they go: organizations take turns."""
    return _jobs(view, _DUE, {**_at(channel, now), "limit": limit})


def overdue(view: View, channel: Channel, now: int, limit: int) -> list[Job]:
    """Jobs that nobody wants any more."""
    return _jobs(view, _OVERDUE, {**_at(channel, now), "limit": limit})


def next_at(view: View, channel: Channel, now: int, *, carried: bool) -> int | None:
    """When there is something to do next; None: nothing is left. Not `carried`: nobody sends it, it can only expire."""
    times = [time for time in view.connection.execute(_NEXT_AT, _at(channel, now)).one() if time is not None]
    return min(times if carried else times[1:], default=None)


def take(unit: Unit, jobs: Sequence[Job], now: int) -> list[Job]:
    """Hold these jobs; what their channels' limits count is written down before anything is sent."""
    taken = [replace(job, tries=job.tries + 1, lease_until=now + lease_ms(job.channel)) for job in jobs]
    values = [{"of": job.key, "tries": job.tries, "lease_until": job.lease_until} for job in taken]
    if values:
        columns = {name: bindparam(name) for name in ("tries", "lease_until")}
        unit.connection.execute(update(_table).where(_of.key == bindparam("of")).values(columns), values)
    for job in taken:
        sending = {"job": job.key, "number": job.tries, "channel": job.channel.value, "recipient": job.recipient}
        unit.add(tables.sendings, {**sending, "at": now})
    return taken


def defer(unit: Unit, jobs: Iterable[tuple[Job, int]]) -> None:
    """A limit of the channel is reached: not before then."""
    values = [{"of": job.key, "not_before": until} for job, until in jobs]
    if values:
        columns = {"not_before": bindparam("not_before"), "state": DeliveryState.DEFERRED.value}
        unit.connection.execute(update(_table).where(_of.key == bindparam("of")).values(columns), values)


def settle(unit: Unit, job: Job, state: DeliveryState, why: str = "") -> bool:
    """Sent, and the text is not kept; or failed, and it may be sent anew. False: somebody else holds it by now."""
    values = {"state": state.value, "why": why, "lease_until": 0}
    return _change(unit, job, values if state is DeliveryState.FAILED else {**values, **_GONE})


def again(unit: Unit, job: Job, not_before: int, why: str, *, never_sent: bool) -> bool:
    """It could not be sent; `never_sent`: for sure, so it counts for nothing."""
    if never_sent:
        of = tables.sendings.c
        unit.connection.execute(delete(tables.sendings).where(of.job == job.key, of.number == job.tries))
    values = {"state": DeliveryState.WAITING.value, "why": why, "not_before": not_before, "lease_until": 0}
    return _change(unit, job, values)


def handed_over(view: View, job: Job) -> int:
    """How often the channel was given it and did not say that it had not taken it."""
    of = tables.sendings.c
    query = select(func.count()).select_from(tables.sendings).where(of.job == job.key)
    return int(view.connection.execute(query).scalar_one())


def _change(unit: Unit, job: Job, values: Mapping[str, object]) -> bool:
    mine = (_of.key == job.key, _of.tries == job.tries, _OPEN)
    return unit.connection.execute(update(_table).where(*mine).values(values)).rowcount == 1


def states(view: View, organization: str, message: str) -> Iterator[tuple[Channel, DeliveryState, int]]:
    """What became of the jobs of a message: channel, a state that there is, and the latest time of deferral in it."""
    query = (
        select(_of.channel, _of.state, func.max(_of.not_before))
        .where(_of.message == message, _of.organization == organization)
        .group_by(_of.channel, _of.state)
    )
    for channel, state, not_before in view.connection.execute(query):
        yield Channel(channel), DeliveryState(state), not_before


def find(view: View, key: str) -> Job | None:
    return next(iter(_jobs(view, select(_table).where(_of.key == key))), None)


def all_of(view: View, state: DeliveryState) -> list[Job]:
    """Jobs in this state, oldest first: of `FAILED`, the dead letters."""
    return _jobs(view, select(_table).where(_of.state == state.value).order_by(_of.number))


def failed(view: View, limit: int, before: str | None = None, of: Iterable[Channel] = tuple(Channel)) -> list[Job]:
    """What did not leave the house by these channels and was not put aside, newest first; `why` it says itself.
    `before`: the key of the last one of the page before."""
    shown = [*_DEAD, _of.channel.in_([channel.value for channel in of])]
    if before is not None:
        shown.append(_of.key < before)  # keys are in the order of their times
    return _jobs(view, select(_table).where(*shown).order_by(_of.key.desc()).limit(limit))


def count_failed(view: View) -> dict[Channel, int]:
    """How many these are, by channel; of a channel that is not in it there are none."""
    return _counted(view, *_DEAD)


def count_open(view: View) -> dict[Channel, int]:
    """How many wait to be sent, by channel."""
    return _counted(view, _OPEN)


def _counted(view: View, *so: ColumnElement[bool]) -> dict[Channel, int]:
    query = select(_of.channel, func.count()).where(*so).group_by(_of.channel)
    return {Channel(channel): int(count) for channel, count in view.connection.execute(query)}


def resend(unit: Unit, key: str, now: int) -> Job | Refused:
    """It is tried again from now on, at the end of the queue and under its own key. Refused, changing nothing: it is
    not among those that failed, its code is void, or a newer one says it all. `cloud.post.resend` shows it as well."""
    job = _failed(unit, key)
    if job is None:
        return Refused("letter_not_failed")
    if job.sealed and job.expires_at <= now:
        return Refused("letter_code_over")
    newer = select(_of.key).where(_of.place == job.place, _of.number > job.number).limit(1)
    if job.place and unit.connection.execute(newer).first() is not None:
        return Refused("letter_overtaken")
    values = {
        "state": DeliveryState.WAITING.value,
        "number": numbers.following(unit, "", "jobs"),
        "not_before": now,
        "earlier": job.tries,
        "expires_at": job.expires_at if job.sealed else now + ANEW_MS,
    }
    unit.connection.execute(update(_table).where(_of.key == key).values(values))
    unit.left_post = True
    return replace(job, **{**values, "state": DeliveryState.WAITING})


def put_aside(unit: Unit, key: str, now: int) -> Job | Refused:
    """The operator has seen that it failed, and that is the end of it: its text goes."""
    job = _failed(unit, key)
    if job is None:
        return Refused("letter_not_failed")
    unit.connection.execute(update(_table).where(_of.key == key).values(put_aside_at=now, **_GONE))
    return replace(job, put_aside_at=now, **_GONE)


def _failed(view: View, key: str) -> Job | None:
    job = find(view, key)
    return job if job is not None and job.is_dead else None


def clear(unit: Unit, now: int) -> None:
    """What is over for long goes, what no limit counts any more, and codes that are void."""
    unit.connection.execute(update(_table).where(~_OPEN, _of.sealed, _of.expires_at <= now).values(text=""))
    unit.connection.execute(delete(_table).where(~_OPEN, _of.expires_at <= now - KEPT_MS))
    unit.connection.execute(delete(tables.sendings).where(tables.sendings.c.at <= now - limits.KEPT_MS))
