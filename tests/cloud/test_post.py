"""What leaves the house by channels that misbehave: nothing is lost or sent twice unseen, and failures are seen."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from cloud import outbox, post
from cloud.channels import Rejected, Unreachable
from cloud.service import now_ms
from cloud.store import jobs
from cloud.store.codes import CodeFor
from cloud.store.unit import Unit
from cloud.vault import Vault
from domain.codes import Purpose
from domain.messages import Channel, Delivery, DeliveryState, Message
from tests.cloud.carriers import Carrier, in_state, leave
from tests.cloud.test_main import Program
from tests.cloud.world import Cloud, Person, pull_all, running
from tests.waiting import until

SECOND = 1000


@pytest.fixture
def wechat() -> Carrier:
    return Carrier()


@pytest.fixture
async def cloud(tmp_path: Path, database_url: str | None, wechat: Carrier) -> AsyncIterator[Cloud]:
    async with running(tmp_path, channels={Channel.WECHAT: wechat}, database=database_url) as cloud:
        yield cloud


async def work(cloud: Cloud, later_ms: int = 0) -> None:
    """Everything that is due then."""
    cloud.now += later_ms
    await cloud.service.post.work()


async def shown(owner: Person, row: Message) -> list[Delivery]:
    """What its reader sees of a message's ways out of the house."""
    if owner.cloud.now >= owner.signed_in.access_expires:
        await owner.enter()
    owner.cursors.clear()
    return next(each.deliveries for each in (await pull_all(owner)).of(Message) if each.id == row.id)


async def test_what_is_left_goes_out_by_itself(cloud: Cloud, owner: Person, wechat: Carrier) -> None:
    (row,) = await leave(cloud, owner, Channel.WECHAT)
    await until(lambda: wechat.letters)
    (letter,) = wechat.letters
    assert (letter.recipient, letter.topic, letter.code) == (owner.phone, row.code, "")
    assert letter.text == "张三已激活“公章”的用印授权。"
    await work(cloud)
    assert await shown(owner, row) == [Delivery(Channel.WECHAT, DeliveryState.SENT, cloud.now)]
    assert [job.text for job in await in_state(cloud, DeliveryState.SENT) if job.channel is Channel.WECHAT] == [""]


async def test_what_could_not_be_reached_is_tried_again_later_and_later(
    cloud: Cloud, owner: Person, wechat: Carrier
) -> None:
    wechat.how = lambda _letter: Unreachable()
    (row,) = await leave(cloud, owner, Channel.WECHAT)
    await work(cloud)
    for tries, pause in ((1, 5), (2, 10), (3, 20)):
        assert len(wechat.letters) == tries
        await work(cloud, pause * SECOND - 1)
        assert len(wechat.letters) == tries
        await work(cloud, 1)
    assert [each.state for each in await shown(owner, row)] == [DeliveryState.WAITING]
    wechat.how = lambda _letter: None
    await work(cloud, 40 * SECOND)
    assert len({letter.key for letter in wechat.letters}) == 1
    assert [each.state for each in await shown(owner, row)] == [DeliveryState.SENT]
    await work(cloud, 3600 * SECOND)
    assert len(wechat.letters) == 5


async def test_after_a_day_out_of_reach_it_has_failed_and_stays_to_be_seen(
    cloud: Cloud, owner: Person, wechat: Carrier
) -> None:
    wechat.how = lambda _letter: Unreachable()
    (row,) = await leave(cloud, owner, Channel.WECHAT)
    for _ in range(post.TRIES + 2):
        await work(cloud, post.LAST_AGAIN_MS)
    assert len(wechat.letters) == post.TRIES
    (dead,) = await in_state(cloud, DeliveryState.FAILED)
    assert (dead.message, dead.why) == (row.id, "unreachable")
    assert [each.state for each in await shown(owner, row)] == [DeliveryState.FAILED]
    await cloud.service.post.clear()
    assert len(await in_state(cloud, DeliveryState.FAILED)) == 1
    cloud.now += jobs.KEPT_MS + outbox.MESSAGE_MS
    await cloud.service.post.clear()
    assert await in_state(cloud, DeliveryState.FAILED) == []


async def test_what_is_refused_has_failed_at_once(cloud: Cloud, owner: Person, wechat: Carrier) -> None:
    wechat.how = lambda _letter: Rejected("no such reader")
    (row,) = await leave(cloud, owner, Channel.WECHAT)
    await work(cloud)
    await work(cloud, 3600 * SECOND)
    assert len(wechat.letters) == 1
    assert [each.state for each in await shown(owner, row)] == [DeliveryState.FAILED]
    assert [job.why for job in await in_state(cloud, DeliveryState.FAILED)] == ["no such reader"]


async def test_a_fault_of_the_channel_stops_nobody(
    cloud: Cloud, owner: Person, wechat: Carrier, caplog: pytest.LogCaptureFixture
) -> None:
    wechat.how = lambda letter: RuntimeError(letter.text) if len(wechat.letters) == 1 else None
    first, second = await leave(cloud, owner, Channel.WECHAT, 2)
    await work(cloud)
    assert [len(await in_state(cloud, state)) for state in jobs.OPEN] == [1, 0]
    await work(cloud, 5 * SECOND)
    for row in (first, second):
        assert [each.state for each in await shown(owner, row)] == [DeliveryState.SENT]
    assert "channel wechat: RuntimeError" in caplog.text
    assert "公章" not in caplog.text


async def test_a_slow_channel_keeps_no_other_waiting_and_is_given_up(
    cloud: Cloud, owner: Person, wechat: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    sms, stuck = Carrier(), asyncio.Event()
    cloud.service.post.channels[Channel.SMS] = sms
    wechat.how = lambda _letter: stuck
    (row,) = await leave(cloud, owner, Channel.WECHAT)
    await until(lambda: wechat.letters)
    await cloud.request("POST", "/v1/sign-in/code", {"phone": "19900000009"})
    await until(lambda: sms.letters)
    assert [each.state for each in await shown(owner, row)] == [DeliveryState.WAITING]
    stuck.set()
    await work(cloud)
    monkeypatch.setattr(post, "SEND_S", 0.05)
    wechat.how = lambda _letter: asyncio.Event()
    await leave(cloud, owner, Channel.WECHAT)
    await work(cloud)
    (waiting,) = await in_state(cloud, DeliveryState.WAITING)
    assert (waiting.why, waiting.tries) == ("timeout", 1)


async def test_what_was_not_marked_when_the_cloud_ended_is_sent_again_under_its_key(
    cloud: Cloud, owner: Person, wechat: Carrier
) -> None:
    wechat.how = lambda _letter: asyncio.Event()
    (row,) = await leave(cloud, owner, Channel.WECHAT)
    await until(lambda: wechat.letters)
    await cloud.stop()
    wechat.how = lambda _letter: None
    await cloud.start()
    await work(cloud, jobs.LEASE_MS - 1)
    assert len(wechat.letters) == 1  # held by whoever has died
    await work(cloud, 1)
    assert len(wechat.letters) == 2
    assert len({letter.key for letter in wechat.letters}) == 1
    assert [each.state for each in await shown(owner, row)] == [DeliveryState.SENT]


async def test_a_process_that_dies_between_sending_and_marking_sends_again(
    tmp_path: Path, database_url: str | None
) -> None:
    program = Program(tmp_path, database_url)
    async with aiohttp.ClientSession(program.start("sms_before_mark")) as http:
        with contextlib.suppress(aiohttp.ClientError):
            await http.post("/v1/sign-in/code", json={"phone": "19900000009"})
    assert program.process is not None
    assert await asyncio.to_thread(program.process.wait, 30) == 9
    program.end()
    (tmp_path / "data").rename(tmp_path / "cloud")
    cloud = Cloud(tmp_path, database=database_url)
    cloud.now = now_ms()
    await cloud.start()
    (job,) = await in_state(cloud, DeliveryState.WAITING)
    assert (job.tries, job.lease_until > cloud.now) == (1, True)
    await work(cloud, jobs.LEASE_MS)
    assert [letter.key for letter in cloud.app.state.inbox.letters(cloud.now)] == [job.key]
    await cloud.stop()


async def test_who_no_longer_holds_a_job_marks_nothing(cloud: Cloud, owner: Person) -> None:
    del cloud.service.post.channels[Channel.WECHAT]
    await leave(cloud, owner, Channel.WECHAT)

    def take(unit: Unit) -> jobs.Job:
        (job,) = post.take(unit, Channel.WECHAT, cloud.now, carried=True).taken
        return job

    first = await cloud.service.database.write(take)
    again = await cloud.service.database.write(lambda unit: post.take(unit, Channel.WECHAT, cloud.now, carried=True))
    assert again == post.Round([], False)
    cloud.now += jobs.LEASE_MS
    second = await cloud.service.database.write(take)
    assert (first.key, first.tries, second.tries) == (second.key, 1, 2)

    def settle(unit: Unit) -> list[bool]:
        return [jobs.settle(unit, job, DeliveryState.SENT) for job in (first, second, second)]

    assert await cloud.service.database.write(settle) == [False, True, False]


async def test_a_lease_from_a_clock_that_was_ahead_binds_nobody(cloud: Cloud, owner: Person, wechat: Carrier) -> None:
    wechat.how = lambda _letter: asyncio.Event()
    await leave(cloud, owner, Channel.WECHAT)
    await until(lambda: wechat.letters)
    await cloud.stop()
    wechat.how = lambda _letter: None
    cloud.now -= 3600 * SECOND
    await cloud.start()
    await work(cloud)
    assert len(wechat.letters) == 2


async def test_without_a_channel_it_waits_says_so_and_at_last_has_failed(
    cloud: Cloud, owner: Person, caplog: pytest.LogCaptureFixture
) -> None:
    del cloud.service.post.channels[Channel.WECHAT]
    with caplog.at_level(logging.WARNING):
        (row,) = await leave(cloud, owner, Channel.WECHAT)
        await until(lambda: "nobody carries wechat" in caplog.text)
    await work(cloud, outbox.MESSAGE_MS - 1)
    assert [each.state for each in await shown(owner, row)] == [DeliveryState.WAITING]
    await work(cloud, 1)
    assert [each.state for each in await shown(owner, row)] == [DeliveryState.FAILED]
    assert [job.why for job in await in_state(cloud, DeliveryState.FAILED)] == ["expired"]


async def test_codes_go_first_and_a_void_one_does_not_go(cloud: Cloud, owner: Person) -> None:
    """Also when it has been tried already."""
    del cloud.service.post.channels[Channel.SMS]
    await leave(cloud, owner, Channel.SMS)
    service, to = cloud.service, CodeFor(Purpose.SIGN_IN, "", owner.phone)
    cloud.now += SECOND
    for code in ("111111", "222222"):
        await service.database.write(lambda unit, code=code: outbox.code(service.keys.vault, unit, to, code, cloud.now))
    sms = Carrier(lambda _letter: Unreachable())
    service.post.channels[Channel.SMS] = sms
    await work(cloud)
    assert [letter.code for letter in sms.letters] == ["222222", ""]
    assert sms.letters[0].text == "验证码：222222，用于登录。请勿告诉他人。"
    await service.database.write(lambda unit: outbox.code(service.keys.vault, unit, to, "333333", cloud.now))
    sms.how = lambda _letter: None
    await work(cloud, 5 * SECOND)
    assert [letter.code for letter in sms.letters[2:]] == ["333333", ""]


async def test_a_code_that_other_keys_have_sealed_has_failed(cloud: Cloud, owner: Person) -> None:
    to = CodeFor(Purpose.SIGN_IN, "", owner.phone)
    await cloud.service.database.write(lambda unit: outbox.code(Vault(bytes(32)), unit, to, "111111", cloud.now))
    await work(cloud)
    assert [job.why for job in await in_state(cloud, DeliveryState.FAILED)] == ["unsealable"]
