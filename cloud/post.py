"""Hands over what was left to leave the house: channel by channel, within their limits, again while it may be worth it.

A job is held while it is sent and marked afterwards. If the cloud dies in between it is sent once more, under the same
key: at least once, and who gets it twice knows.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cloud import deliveries, faults, mail, outbox
from cloud.channels import Channel, NoAccount, Rejected, Unreachable
from cloud.exporting import mailed
from cloud.problems import log_fault
from cloud.store import jobs, limits
from cloud.store.database import Database
from cloud.store.jobs import Job
from cloud.store.unit import Unit
from cloud.vault import Unsealable, Vault
from cloud.wallet import shown
from cloud.webhooks import following
from domain.messages import Channel as Name
from domain.messages import DeliveryState
from domain.verdict import Refused

SEND_S = 20.0  # a channel that takes longer is out of reach; less than a lease
MAIL_S = 1140.0  # a mail brings files; it ends by itself before that, and says how (`cloud.mail`); less than its lease
AT_ONCE = 50  # jobs in one round: others write as well
MAILS_AT_ONCE = mail.AT_ONCE  # none waits for another while it is held
PAUSE_S = 0.2  # between two rounds, for the same reason
IDLE_S = 60.0  # the clock may have been set
FIRST_AGAIN_MS, LAST_AGAIN_MS = 5 * 1000, 3600 * 1000
TRIES = 30  # with those pauses about a day
# Where what has become of it is seen, if it is no message.
_SHOWN = {Name.EMAIL: mailed.show, Name.PAY: shown.show, Name.WEBHOOK: following.show}
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Round:
    """Jobs that are held now; `more`: it is worth looking again at once."""

    taken: list[Job]
    more: bool


def take(unit: Unit, name: Name, now: int, *, carried: bool) -> Round:
    """Fail what is overdue, hold what may go, defer what is over the limit. Not `carried`: nobody is there to send."""
    most = MAILS_AT_ONCE if name is Name.EMAIL else AT_ONCE
    overdue = jobs.overdue(unit, name, now, most)
    for job in overdue:
        jobs.settle(unit, job, DeliveryState.FAILED, "expired")
    due = jobs.due(unit, name, now, most) if carried else []
    limit = limits.of(unit, name, now)
    going: list[Job] = []
    later: list[tuple[Job, int]] = []
    for job in due:
        until = limit.until(job.recipient, job.organization, urgent=job.urgent)
        if until is None:
            going.append(job)
        else:
            later.append((job, until))
    jobs.defer(unit, later)
    for job in (*overdue, *(job for job, _ in later)):
        _show(unit, job, now)
    return Round(jobs.take(unit, going, now), most in (len(overdue), len(due)))


def resend(unit: Unit, key: str, now: int) -> Job | Refused:
    """As `jobs.resend`: who reads the row that it is about sees that it waits again."""
    job = jobs.resend(unit, key, now)
    if not isinstance(job, Refused):
        _show(unit, job, now)
    return job


def _show(unit: Unit, job: Job, now: int) -> None:
    """On the row that the letter is about."""
    _SHOWN.get(job.channel, deliveries.show)(unit, job, now)


class Post:
    """`channels`: who carries what; what nobody carries waits. `now` is the clock in milliseconds."""

    def __init__(
        self, database: Database, vault: Vault, now: Callable[[], int], channels: Mapping[Name, Channel]
    ) -> None:
        self.channels = dict(channels)
        self._database, self._vault, self._now = database, vault, now
        self._wake = {name: asyncio.Event() for name in Name}
        self._turn = {name: asyncio.Lock() for name in Name}
        database.posted.append(self.wake)

    def wake(self) -> None:
        """Something was left."""
        for event in self._wake.values():
            event.set()

    async def run(self) -> None:
        """Until it is cancelled. A channel that is slow keeps no other one waiting."""
        async with asyncio.TaskGroup() as group:
            for name in Name:
                group.create_task(self._tend(name))

    async def work(self) -> None:
        """Everything that is due, now; what somebody else hands over at this moment is waited for."""
        for name in Name:
            while await self._round(name):
                pass

    async def clear(self) -> None:
        """Forget what is over for long."""
        await self._database.write(lambda unit: jobs.clear(unit, self._now()))

    async def _tend(self, name: Name) -> None:
        told = False
        while True:
            self._wake[name].clear()
            try:
                more = await self._round(name)
                next_at = await self._next_at(name)
            except Exception as error:  # noqa: BLE001  (it goes on when the database does)
                log_fault(error, f"post by {name.value}")
                more, next_at = False, None
            if next_at is not None and name not in self.channels and not told:
                told = True
                _LOG.warning("nobody carries %s: what has to go out by it waits", name.value)
            await self._pause(name, more, next_at)

    async def _pause(self, name: Name, more: bool, next_at: int | None) -> None:
        if more:
            await asyncio.sleep(PAUSE_S)
            return
        wait = IDLE_S if next_at is None else min(max((next_at - self._now()) / 1000, PAUSE_S), IDLE_S)
        try:
            await asyncio.wait_for(self._wake[name].wait(), wait)
        except TimeoutError:
            return

    async def _next_at(self, name: Name) -> int | None:
        carried = name in self.channels
        return await self._database.read(lambda view: jobs.next_at(view, name, self._now(), carried=carried))

    async def _round(self, name: Name) -> bool:
        """Some of what is due; whether there may be more."""
        async with self._turn[name]:
            next_at = await self._database.read(
                lambda view: jobs.next_at(view, name, self._now(), carried=name in self.channels)
            )
            if next_at is None or next_at > self._now():
                return False
            found = await self._database.write(
                lambda unit: take(unit, name, self._now(), carried=name in self.channels)
            )
            sent = (self._send(self.channels[name], job) for job in found.taken)
            for error in await asyncio.gather(*sent, return_exceptions=True):
                if isinstance(error, Exception):  # it could not be marked: once more, when its lease is over
                    log_fault(error, f"post by {name.value}")
            return found.more

    async def _send(self, channel: Channel, job: Job) -> None:
        """One letter, and the mark behind it."""
        faults.point(f"{job.channel.value}_before_send")
        try:
            async with asyncio.timeout(MAIL_S if job.channel is Name.EMAIL else SEND_S):
                await channel.send(outbox.letter(self._vault, job))
        except Unreachable as error:
            await self._again(job, str(error) or "unreachable", never_sent=not error.may_have_arrived)
        except TimeoutError:
            await self._again(job, "timeout", never_sent=False)
        except NoAccount:
            await self._settle(job, DeliveryState.FAILED, "no_account")
        except Rejected as error:  # what a carrier says helps the operator, and who wrote to a mailbox
            await self._settle(job, DeliveryState.FAILED, str(error) or "rejected")
        except Unsealable:
            await self._settle(job, DeliveryState.FAILED, "unsealable")
        except Exception as error:  # noqa: BLE001  (a fault of the channel's own)
            log_fault(error, f"channel {job.channel.value}")
            await self._again(job, "fault", never_sent=False)
        else:
            faults.point(f"{job.channel.value}_before_mark")
            await self._settle(job, DeliveryState.SENT)

    async def _settle(self, job: Job, state: DeliveryState, why: str = "") -> None:
        def work(unit: Unit) -> None:
            twice = state is DeliveryState.SENT and job.channel is Name.EMAIL and jobs.handed_over(unit, job) > 1
            if jobs.settle(unit, job, state, "mail_twice" if twice else why):
                _show(unit, job, self._now())
                if why == "no_account":
                    jobs.put_aside(unit, job.key, self._now())

        await self._database.write(work)

    async def _again(self, job: Job, why: str, *, never_sent: bool) -> None:
        """Later, each time later, until it is enough."""
        now, tries = self._now(), job.tries - job.earlier
        pause = min(FIRST_AGAIN_MS * 2 ** (tries - 1), LAST_AGAIN_MS)

        def work(unit: Unit) -> None:
            if tries >= TRIES:
                settled = jobs.settle(unit, job, DeliveryState.FAILED, why)
            else:
                settled = jobs.again(unit, job, now + pause, why, never_sent=never_sent)
            if settled:
                _show(unit, job, now)

        await self._database.write(work)
