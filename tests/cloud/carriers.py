"""Channels that behave as a test wants, and letters left without an act."""

import asyncio
from collections.abc import Callable

from cloud import outbox
from cloud.channels import Letter
from cloud.store import jobs
from cloud.store.jobs import Job
from cloud.store.unit import Unit
from domain.ids import new_id
from domain.messages import Channel, Delivery, DeliveryState, Message, Subject
from tests.cloud.world import Cloud, Person


class Carrier:
    """`how`: what becomes of each letter; an error is raised, an event waited for. `letters`: what was handed to it."""

    def __init__(self, how: Callable[[Letter], BaseException | asyncio.Event | None] = lambda _letter: None) -> None:
        self.how = how
        self.letters: list[Letter] = []

    async def send(self, letter: Letter) -> None:
        self.letters.append(letter)
        outcome = self.how(letter)
        if isinstance(outcome, asyncio.Event):
            await outcome.wait()
        elif outcome is not None:
            raise outcome


def message(person: Person, channel: Channel, at: int) -> Message:
    return Message(
        id=new_id(at),
        organization=person.organization,
        member=person.member,
        code="authorization_activated",
        words=["张三", "公章"],
        subject=Subject.AUTHORIZATION,
        subject_id="a",
        at=at,
        deliveries=[Delivery(channel, DeliveryState.WAITING, at)],
    )


async def leave(cloud: Cloud, person: Person, channel: Channel, count: int = 1) -> list[Message]:
    """So many messages to a person, that leave the house by this channel."""
    rows = [message(person, channel, cloud.now) for _ in range(count)]

    def work(unit: Unit) -> None:
        for row in rows:
            unit.put(row)
            outbox.message(unit, row, channel, person.phone, renews=False)

    await cloud.service.database.write(work)
    return rows


async def in_state(cloud: Cloud, state: DeliveryState) -> list[Job]:
    return await cloud.service.database.read(lambda view: jobs.all_of(view, state))
