"""Letters that failed: the operator reads why, has them sent again, or puts them aside."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cloud import outbox, post
from cloud.channels import Rejected, Unreachable
from cloud.store import jobs
from cloud.store.codes import CodeFor
from cloud.store.jobs import Job
from domain.codes import Purpose
from domain.leaving import ChangeRole
from domain.messages import Channel, DeliveryState, Message
from domain.organization import Role
from domain.verdict import Refused
from tests.cloud.carriers import Carrier, in_state, leave
from tests.cloud.test_exports import asked
from tests.cloud.test_post import work
from tests.cloud.world import Cloud, Person, pull_all, running
from tests.waiting import until_told

DAY_MS = 24 * 3600 * 1000


@pytest.fixture
def carrier() -> Carrier:
    return Carrier(lambda _letter: Rejected("no such reader"))


@pytest.fixture
async def cloud(tmp_path: Path, database_url: str | None, carrier: Carrier) -> AsyncIterator[Cloud]:
    channels = {Channel.WECHAT: carrier, Channel.SMS: carrier}
    async with running(tmp_path, channels=channels, database=database_url, demo=True) as cloud:
        yield cloud


@pytest.fixture
async def owner(cloud: Cloud, carrier: Carrier) -> Person:
    """He signs in by a code that arrives."""
    inbox = cloud.app.state.inbox
    cloud.service.post.channels[Channel.SMS] = inbox
    person = await cloud.organization("19900000001")
    cloud.service.post.channels[Channel.SMS] = carrier
    return person


async def failed(cloud: Cloud, limit: int = 10, before: str | None = None) -> list[Job]:
    return await cloud.service.database.read(lambda view: jobs.failed(view, limit, before))


async def again(cloud: Cloud, key: str) -> Job | Refused:
    return await cloud.service.database.write(lambda unit: post.resend(unit, key, cloud.now))


async def aside(cloud: Cloud, key: str) -> Job | Refused:
    return await cloud.service.database.write(lambda unit: jobs.put_aside(unit, key, cloud.now))


async def states(owner: Person) -> list[list[DeliveryState]]:
    owner.cursors.clear()
    rows = sorted((await pull_all(owner)).of(Message), key=lambda row: row.id)
    return [[each.state for each in row.deliveries] for row in rows]


async def test_they_are_listed_newest_first_in_pages_with_the_reason(cloud: Cloud, owner: Person) -> None:
    rows = await leave(cloud, owner, Channel.WECHAT, 5)
    await work(cloud)
    found = await failed(cloud)
    assert {job.message for job in found} == {row.id for row in rows}
    assert {(job.why, job.channel) for job in found} == {("no such reader", Channel.WECHAT)}
    assert [job.key for job in found] == sorted((job.key for job in found), reverse=True)
    pages = [await failed(cloud, 3), await failed(cloud, 3, found[2].key), await failed(cloud, 3, found[4].key)]
    assert pages == [found[:3], found[3:], []]


async def test_one_that_is_sent_again_goes_out_under_its_key_and_its_reader_sees_it(
    cloud: Cloud, owner: Person, carrier: Carrier
) -> None:
    await leave(cloud, owner, Channel.WECHAT)
    await work(cloud)
    (dead,) = await failed(cloud)
    carrier.how = lambda _letter: Unreachable()
    assert isinstance(await again(cloud, dead.key), Job)
    assert await states(owner) == [[DeliveryState.WAITING]]
    assert await failed(cloud) == []
    await work(cloud)
    carrier.how = lambda _letter: None
    await work(cloud, post.FIRST_AGAIN_MS)
    assert await states(owner) == [[DeliveryState.SENT]]
    assert {(letter.key, letter.text) for letter in carrier.letters} == {(dead.key, "张三已激活“公章”的用印授权。")}
    assert await again(cloud, dead.key) == Refused("letter_not_failed")
    assert [job.text for job in await in_state(cloud, DeliveryState.SENT) if job.channel is Channel.WECHAT] == [""]


async def test_it_is_tried_for_long_again_and_each_of_its_tries_counts(
    cloud: Cloud, owner: Person, carrier: Carrier
) -> None:
    carrier.how = lambda _letter: Unreachable(may_have_arrived=True)
    await leave(cloud, owner, Channel.WECHAT)
    for _ in range(post.TRIES):
        await work(cloud, post.LAST_AGAIN_MS)
    (dead,) = await failed(cloud)
    assert dead.why == "unreachable"
    cloud.now += 30 * DAY_MS  # its time is over long ago
    assert isinstance(await again(cloud, dead.key), Job)
    for _ in range(post.TRIES):
        await work(cloud, post.LAST_AGAIN_MS)
    assert len(carrier.letters) == 2 * post.TRIES
    assert [job.key for job in await failed(cloud)] == [dead.key]


async def test_one_that_is_put_aside_is_listed_no_more_and_its_text_is_gone(cloud: Cloud, owner: Person) -> None:
    await leave(cloud, owner, Channel.WECHAT)
    await work(cloud)
    (dead,) = await failed(cloud)
    assert dead.text
    assert isinstance(await aside(cloud, dead.key), Job)
    assert await failed(cloud) == []
    assert await aside(cloud, dead.key) == await again(cloud, dead.key) == Refused("letter_not_failed")
    assert [job.text for job in await in_state(cloud, DeliveryState.FAILED)] == [""]
    assert await states(owner) == [[DeliveryState.FAILED]]  # who reads the message sees what became of it


async def test_nothing_is_sent_again_that_is_not_there(cloud: Cloud, owner: Person) -> None:
    assert await again(cloud, "nobody's") == await aside(cloud, "nobody's") == Refused("letter_not_failed")


async def test_a_code_that_is_void_is_not_sent_again_and_not_kept(
    cloud: Cloud, owner: Person, carrier: Carrier
) -> None:
    await cloud.request("POST", "/v1/sign-in/code", {"phone": owner.phone})
    await work(cloud)
    (dead,) = await failed(cloud)
    assert (dead.topic, dead.sealed) == (Purpose.SIGN_IN.value, True)
    carrier.how = lambda _letter: None
    assert isinstance(await again(cloud, dead.key), Job)  # within its five minutes
    await work(cloud)
    assert len({letter.code for letter in carrier.letters}) == 1
    carrier.how = lambda _letter: Rejected("no such reader")
    await cloud.request("POST", "/v1/sign-in/code", {"phone": owner.phone})
    await work(cloud)
    (dead,) = await failed(cloud)
    cloud.now = dead.expires_at
    assert await again(cloud, dead.key) == Refused("letter_code_over")
    await cloud.service.post.clear()
    assert [job.text for job in await failed(cloud)] == [""]


async def test_one_that_a_newer_one_replaces_is_not_sent_again(cloud: Cloud, owner: Person) -> None:
    to = CodeFor(Purpose.SIGN_IN, "", owner.phone)

    async def send(code: str) -> None:
        await cloud.service.database.write(
            lambda unit: outbox.code(cloud.service.keys.vault, unit, to, code, cloud.now)
        )
        await work(cloud, 1)

    await send("111111")
    await send("222222")
    newer, older = await failed(cloud)
    assert await again(cloud, older.key) == Refused("letter_overtaken")
    assert isinstance(await again(cloud, newer.key), Job)


async def test_an_export_whose_sender_may_export_no_more_is_not_sent_again(
    tmp_path: Path, database_url: str | None
) -> None:
    mail = Carrier(lambda _letter: Rejected("550 no such mailbox"))
    async with running(tmp_path, channels={Channel.EMAIL: mail}, database=database_url) as cloud:
        owner = await cloud.organization("19900000001")
        admin = await owner.add("张四", "19900000004", role=Role.ADMINISTRATOR)
        act = asked()
        await admin.done(act)

        async def refused() -> bool:
            return len(await failed(cloud)) == 1

        await until_told(refused)
        (dead,) = await failed(cloud)
        assert dead.why == "550 no such mailbox"
        await owner.done(ChangeRole(member=admin.member, role=Role.MEMBER))
        assert await failed(cloud) == []
        assert await again(cloud, dead.key) == Refused("letter_not_failed")
