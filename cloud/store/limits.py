"""What the channels let through: WeChat 60 letters a minute over all, SMS 50 a person and day in China (R-116, R-119).

Counted is what was handed to a channel, whether or not it arrived, unless it is sure that it did not. What is over a
limit is deferred to when it will have room, behind what was deferred before; nothing is dropped.
"""

from typing import Protocol

from sqlalchemy import ColumnElement, func, select, update

from cloud.store import tables
from cloud.store.unit import Unit, View
from domain.messages import SMS_PER_DAY, WECHAT_PER_MINUTE, Channel, DeliveryState
from domain.times import day_start
from domain.uses import DAY_MS

MINUTE_MS = 60 * 1000
KEPT_MS = 3 * DAY_MS
AT_ONCE, SOON_MS = 5, 1000
_of, _jobs = tables.sendings.c, tables.jobs.c


class Limit(Protocol):
    """Of one channel, in one transaction."""

    def until(self, recipient: str, organization: str, *, urgent: bool) -> int | None:
        """None: one more goes now, and is counted; else not before that time. What is urgent always goes."""
        ...


class Minute:
    """So many in any minute, over all."""

    def __init__(self, unit: Unit, channel: Channel, now: int) -> None:
        self._now = now
        table = tables.sendings
        # What was sent at a time that has not come yet (the clock was set back) was sent now at the latest.
        early = update(table).where(_of.channel == channel.value, _of.at > now).values(at=now)
        unit.connection.execute(early)
        newest = select(_of.at).where(_of.channel == channel.value, _of.at > now - MINUTE_MS)
        self._window = sorted(
            unit.connection.execute(newest.order_by(_of.at.desc()).limit(WECHAT_PER_MINUTE)).scalars()
        )
        deferred = (_jobs.channel == channel.value, *_is_deferred(now))
        ahead = select(_jobs.organization, func.count()).where(*deferred).group_by(_jobs.organization)
        self._ahead: dict[str, int] = {row[0]: row[1] for row in unit.connection.execute(ahead)}

    def until(self, recipient: str, organization: str, *, urgent: bool) -> int | None:
        """The same for every person. Organizations take turns: what one of them has waiting keeps no other waiting."""
        if urgent or len(self._window) < WECHAT_PER_MINUTE:
            self._window.append(self._now)
            return None
        own = self._ahead.setdefault(organization, 0)
        rounds, turn = divmod(min(sum(self._ahead.values()), own * len(self._ahead)), WECHAT_PER_MINUTE)
        self._ahead[organization] += 1
        return self._window[turn] + (1 + rounds) * MINUTE_MS


class Day:
    """So many to each person, in a day."""

    def __init__(self, unit: Unit, channel: Channel, now: int) -> None:
        self._unit, self._channel, self._now = unit, channel, now
        self._from = day_start(now)
        self._sent: dict[str, int] = {}
        self._ahead: dict[str, int] = {}

    def until(self, recipient: str, organization: str, *, urgent: bool) -> int | None:
        """Of this person."""
        if urgent or self._so_far(recipient) < SMS_PER_DAY:
            self._sent[recipient] = self._so_far(recipient) + 1
            return None
        if recipient not in self._ahead:
            self._ahead[recipient] = _deferred(self._unit, self._channel, self._now, recipient)
        days = self._ahead[recipient] // SMS_PER_DAY
        self._ahead[recipient] += 1
        return self._from + (1 + days) * DAY_MS

    def _so_far(self, recipient: str) -> int:
        if recipient not in self._sent:
            self._sent[recipient] = _handed(self._unit, self._channel, recipient, self._from)
        return self._sent[recipient]


class Free:
    """As many as there are: each is asked for by somebody, a few in a day."""

    def until(self, recipient: str, organization: str, *, urgent: bool) -> int | None:
        return None


class Few:
    """So many to each recipient in one round: one who is slow, or has much coming, leaves room for the others."""

    def __init__(self, now: int) -> None:
        self._now = now
        self._going: dict[str, int] = {}

    def until(self, recipient: str, organization: str, *, urgent: bool) -> int | None:
        self._going[recipient] = self._going.get(recipient, 0) + 1
        return None if self._going[recipient] <= AT_ONCE else self._now + SOON_MS


def _handed(view: View, channel: Channel, recipient: str, day: int) -> int:
    """How many this person was sent in the day that began then."""
    today = _of.at.between(day, day + DAY_MS - 1)
    query = select(func.count()).where(_of.channel == channel.value, _of.recipient == recipient, today)
    return view.connection.execute(query).scalar_one()


def has_room(view: View, recipient: str, now: int) -> bool:
    """Whether one more urgent SMS to this person is among the day's fifty, with those on their way."""
    urgent = select(func.count()).where(
        _jobs.channel == Channel.SMS.value,
        _jobs.recipient == recipient,
        _jobs.urgent,
        _jobs.state.in_((DeliveryState.WAITING.value, DeliveryState.DEFERRED.value)),
    )
    waiting = view.connection.execute(urgent).scalar_one()
    return waiting + _handed(view, Channel.SMS, recipient, day_start(now)) < SMS_PER_DAY


def _is_deferred(now: int) -> "tuple[ColumnElement[bool], ...]":
    """It waits for its time."""
    return _jobs.state == DeliveryState.DEFERRED.value, _jobs.not_before > now


def _deferred(unit: Unit, channel: Channel, now: int, recipient: str) -> int:
    """How many for this person wait for their time already."""
    where = (_jobs.channel == channel.value, _jobs.recipient == recipient, *_is_deferred(now))
    return unit.connection.execute(select(func.count()).where(*where)).scalar_one()


def of(unit: Unit, channel: Channel, now: int) -> Limit:
    if channel in (Channel.EMAIL, Channel.PAY):
        return Free()
    if channel is Channel.WEBHOOK:
        return Few(now)
    return Minute(unit, channel, now) if channel is Channel.WECHAT else Day(unit, channel, now)
