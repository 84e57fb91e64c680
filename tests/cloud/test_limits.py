"""How much the channels let through: what is over it is deferred, and seen to be (R-116, R-119, I-20)."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine

from cloud import outbox, post
from cloud.channels import Unreachable
from cloud.store import jobs, tables
from cloud.store.jobs import Job
from cloud.store.unit import Unit, View
from domain.messages import SMS_PER_DAY, WECHAT_PER_MINUTE, Channel, Delivery, DeliveryState, Message
from domain.times import day_start
from domain.uses import DAY_MS
from tests.cloud.carriers import Carrier, in_state, leave
from tests.cloud.world import MORNING, Cloud, Person

MINUTE = 60_000


@pytest.fixture
def carrier() -> Carrier:
    return Carrier()


async def shown(cloud: Cloud, rows: list[Message]) -> Counter[tuple[DeliveryState, int | None]]:
    """What the messages themselves say of how they left the house."""

    def read(view: View) -> list[Delivery]:
        found = [view.get(Message, row.organization, row.id) for row in rows]
        return [delivery for row in found if row is not None for delivery in row.deliveries]

    return Counter((each.state, each.until) for each in await cloud.service.database.read(read))


@pytest.mark.parametrize(
    ("count", "over"),
    [
        pytest.param(59, 0, marks=pytest.mark.req("R-116", "L", "inside")),
        pytest.param(60, 0, marks=pytest.mark.req("R-116", "L", "at")),
        pytest.param(61, 1, marks=pytest.mark.req("R-116", "L", "outside")),
        pytest.param(130, 70),
    ],
)
async def test_wechat_takes_sixty_a_minute(
    cloud: Cloud, owner: Person, carrier: Carrier, count: int, over: int
) -> None:
    """Over all organizations and people; the rest goes when the minute is over, in order."""
    cloud.service.post.channels[Channel.WECHAT] = carrier
    other = await cloud.organization("19900000002", "另一家公司")
    rows = [*await leave(cloud, owner, Channel.WECHAT, count - 20), *await leave(cloud, other, Channel.WECHAT, 20)]
    await cloud.service.post.work()
    assert len(carrier.letters) == count - over
    states = await shown(cloud, rows)
    turns = {cloud.now + MINUTE: min(over, 60), cloud.now + 2 * MINUTE: max(0, over - 60)}
    deferred = {(DeliveryState.DEFERRED, until): many for until, many in turns.items()}
    assert states == +Counter({(DeliveryState.SENT, None): count - over, **deferred})
    cloud.now += MINUTE - 1
    await cloud.service.post.work()
    assert len(carrier.letters) == count - over
    for _ in turns:
        cloud.now += MINUTE
        await cloud.service.post.work()
    assert len({letter.key for letter in carrier.letters}) == count
    assert await in_state(cloud, DeliveryState.DEFERRED) == []


@pytest.mark.parametrize(
    ("count", "over"),
    [
        pytest.param(49, 0, marks=pytest.mark.req("R-119", "L", "inside")),
        pytest.param(50, 0, marks=pytest.mark.req("R-119", "L", "at")),
        pytest.param(51, 1, marks=pytest.mark.req("R-119", "L", "outside")),
    ],
)
async def test_a_person_gets_fifty_sms_a_day(
    cloud: Cloud, owner: Person, carrier: Carrier, count: int, over: int
) -> None:
    """In China's day; somebody else gets his meanwhile."""
    other = await cloud.organization("19900000002", "另一家公司")
    cloud.now = day_start(cloud.now) + DAY_MS + MINUTE  # the codes with which they signed in were yesterday's
    cloud.service.post.channels[Channel.SMS] = carrier
    rows = await leave(cloud, owner, Channel.SMS, count)
    await cloud.service.post.work()
    assert len(carrier.letters) == count - over
    await leave(cloud, other, Channel.SMS)
    await cloud.service.post.work()
    assert carrier.letters.pop().recipient == other.phone
    tomorrow = day_start(cloud.now) + DAY_MS
    expected = Counter({(DeliveryState.SENT, None): count - over, (DeliveryState.DEFERRED, tomorrow): over})
    assert await shown(cloud, rows) == +expected
    cloud.now = tomorrow - 1
    await cloud.service.post.work()
    assert len(carrier.letters) == count - over
    cloud.now = tomorrow
    await cloud.service.post.work()
    assert await shown(cloud, rows) == Counter({(DeliveryState.SENT, None): count})


async def test_codes_count_and_are_never_deferred(cloud: Cloud, owner: Person, carrier: Carrier) -> None:
    cloud.now = day_start(cloud.now) + DAY_MS + MINUTE
    for _ in range(3):
        await cloud.code(owner.phone)
    cloud.service.post.channels[Channel.SMS] = carrier
    rows = await leave(cloud, owner, Channel.SMS, SMS_PER_DAY)
    await cloud.service.post.work()
    assert len(carrier.letters) == SMS_PER_DAY - 3
    await cloud.request("POST", "/v1/sign-in/code", {"phone": owner.phone})
    await cloud.service.post.work()
    assert carrier.letters[-1].code
    assert len(await in_state(cloud, DeliveryState.DEFERRED)) == 3
    assert len(rows) == SMS_PER_DAY


async def test_what_one_organization_has_waiting_keeps_no_other_waiting(
    cloud: Cloud, owner: Person, carrier: Carrier
) -> None:
    other = await cloud.organization("19900000002", "另一家公司")
    cloud.service.post.channels[Channel.WECHAT] = carrier
    await leave(cloud, owner, Channel.WECHAT, 200)
    await cloud.service.post.work()
    rows = await leave(cloud, other, Channel.WECHAT, 5)
    await cloud.service.post.work()
    assert await shown(cloud, rows) == Counter({(DeliveryState.DEFERRED, cloud.now + MINUTE): 5})
    cloud.now += MINUTE
    await cloud.service.post.work()
    assert await shown(cloud, rows) == Counter({(DeliveryState.SENT, None): 5})
    assert len(carrier.letters) == 120
    for _ in range(2):
        cloud.now += MINUTE
        await cloud.service.post.work()
    assert len({letter.key for letter in carrier.letters}) == 205


@pytest.mark.parametrize(("may_have_arrived", "sent"), [(False, 60), (True, 0)])
async def test_what_surely_was_not_sent_counts_for_nothing(
    cloud: Cloud, owner: Person, carrier: Carrier, may_have_arrived: bool, sent: int
) -> None:
    cloud.service.post.channels[Channel.WECHAT] = carrier
    carrier.how = lambda _letter: Unreachable(may_have_arrived=may_have_arrived)
    await leave(cloud, owner, Channel.WECHAT, 60)
    await cloud.service.post.work()
    carrier.how, carrier.letters[:] = (lambda _letter: None), []
    cloud.now += 5000
    await cloud.service.post.work()
    assert len(carrier.letters) == sent


async def test_a_clock_set_back_defers_for_a_minute_and_no_longer(
    cloud: Cloud, owner: Person, carrier: Carrier
) -> None:
    cloud.service.post.channels[Channel.WECHAT] = carrier
    await leave(cloud, owner, Channel.WECHAT, 60)
    await cloud.service.post.work()
    cloud.now -= 3600 * 1000
    (row,) = await leave(cloud, owner, Channel.WECHAT)
    await cloud.service.post.work()
    assert len(carrier.letters) == 60
    (deferred,) = await in_state(cloud, DeliveryState.DEFERRED)
    assert (deferred.message, deferred.not_before) == (row.id, cloud.now + MINUTE)
    cloud.now += MINUTE
    await cloud.service.post.work()
    assert len(carrier.letters) == 61


@dataclass
class Office:
    """Jobs in a real database, the clock in the test's hand, and what was handed to the channels.

    `true` is the time that really goes by; the clock `now` may be set.
    """

    unit: Unit
    true: int = 0
    now: int = MORNING
    left: list[Job] = field(default_factory=list[Job])
    handed: list[tuple[int, int, Job]] = field(default_factory=list[tuple[int, int, Job]])

    def arrive(self, channel: Channel, many: int, phone: int, urgent: bool) -> None:
        for _ in range(many):
            key = f"{len(self.left):05}"
            job = Job(
                key, channel, f"199{phone}", "use", "…", self.now, self.now + outbox.MESSAGE_MS,
                urgent=urgent and channel is Channel.SMS,
            )  # fmt: skip
            self.left.append(job)
            jobs.leave(self.unit, job)
        self.unit.flush()

    def work(self, outcomes: str) -> None:
        """Hand over what is due: each job in turn is sent, out of reach, perhaps sent, refused, or its taker dies."""
        for channel in Channel:
            more = True
            while more:
                held = post.take(self.unit, channel, self.now, carried=True)
                self.unit.flush()
                for index, job in enumerate(held.taken):
                    self._settle(job, outcomes[(len(self.handed) + index) % len(outcomes)])
                more = held.more

    def _settle(self, job: Job, outcome: str) -> None:
        if outcome != "u":
            self.handed.append((self.true, self.now, job))
        if outcome == "s":
            assert jobs.settle(self.unit, job, DeliveryState.SENT)
        elif outcome == "r":
            assert jobs.settle(self.unit, job, DeliveryState.FAILED, "rejected")
        elif outcome in "um":
            assert jobs.again(self.unit, job, self.now + 5000, "", never_sent=outcome == "u")

    def check(self) -> None:
        """Each job is there, in a state that can be seen; the limits of a day held by the clock."""
        states = Counter[DeliveryState]()
        for state in DeliveryState:
            found = jobs.all_of(self.unit, state)
            states[state] += len(found)
            assert all(job.expires_at <= self.now or job.why == "rejected" for job in found if state == "failed")
        assert states.total() == len(self.left)
        days = Counter[tuple[str, int]]()
        for _, now, job in self.handed:
            if job.channel is Channel.SMS:
                day = job.recipient, day_start(now)
                days[day] += 1
                assert job.urgent or days[day] <= SMS_PER_DAY


def minutes(times: list[int]) -> int:
    """The most that were handed over in any minute."""
    times = sorted(times)
    return max((sum(first <= time < first + MINUTE for time in times[i:]) for i, first in enumerate(times)), default=0)


class Move(NamedTuple):
    """Time goes by, the clock is set, letters arrive, and what is due is handed over, with these outcomes in turn."""

    gap: int
    leap: int
    channel: Channel
    many: int
    phone: int
    urgent: bool
    outcomes: str


moves = st.lists(
    st.builds(
        Move,
        gap=st.sampled_from([0, 0, 1, 5000, MINUTE // 2, MINUTE - 1, MINUTE, DAY_MS // 3]),
        leap=st.sampled_from([0, 0, 0, 1000, MINUTE // 2, MINUTE, 3600_000, DAY_MS]),
        channel=st.sampled_from(Channel),
        many=st.sampled_from([0, 1, 20, 49, 50, 59, 60, 61]),
        phone=st.integers(0, 1),
        urgent=st.sampled_from([False, False, False, True]),
        outcomes=st.text("ssssssssummrd", min_size=1, max_size=7),
    ),
    max_size=10,
)


def run(moves: list[Move], direction: int) -> Office:
    """The moves, the clock set this way; after each everything is checked."""
    engine = create_engine("sqlite://")
    tables.metadata.create_all(engine)
    with engine.begin() as connection:
        office = Office(Unit(connection))
        for move in moves:
            office.true += move.gap
            office.now += move.gap + direction * move.leap
            office.arrive(move.channel, move.many, move.phone, move.urgent)
            office.work(move.outcomes)
            office.check()
        end(office)
    engine.dispose()
    return office


def end(office: Office) -> None:
    """In time everything has gone out, or has failed and says so."""
    for gap in [MINUTE] * 5 + [DAY_MS] * 20:
        office.true += gap
        office.now += gap
        office.work("s")
    office.check()
    assert not [job for state in jobs.OPEN for job in jobs.all_of(office.unit, state)]


def by_wechat(office: Office, *, clock: bool) -> list[int]:
    return [now if clock else true for true, now, job in office.handed if job.channel is Channel.WECHAT]


def moved(gap: int, leap: int, channel: Channel, many: int) -> Move:
    """A move in which nothing goes wrong."""
    return Move(gap, leap, channel, many, phone=0, urgent=False, outcomes="s")


@pytest.mark.slow
@pytest.mark.req("I-20", "I")
@pytest.mark.req("R-116", "R-119")
@given(moves)
@example([moved(0, 0, Channel.WECHAT, 60), moved(MINUTE - 1, 0, Channel.WECHAT, 1)])
@example([moved(0, 0, Channel.SMS, 50), moved(DAY_MS // 3, 0, Channel.SMS, 1)])
@settings(max_examples=15)
def test_whatever_arrives_and_however_the_clock_leaps_no_limit_is_passed(moves: list[Move]) -> None:
    assert minutes(by_wechat(run(moves, 1), clock=True)) <= WECHAT_PER_MINUTE


@pytest.mark.slow
@pytest.mark.req("I-20", "I")
@given(moves)
@example([moved(0, 0, Channel.WECHAT, 60), moved(0, MINUTE, Channel.WECHAT, 1)])
@settings(max_examples=15)
def test_a_clock_that_is_set_back_lets_no_more_through(moves: list[Move]) -> None:
    """Sixty in a minute as it really goes by."""
    assert minutes(by_wechat(run(moves, -1), clock=False)) <= WECHAT_PER_MINUTE
