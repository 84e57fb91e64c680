"""The process that writes is killed between committing what has to leave the house and marking that it did: it arrives
all the same, at least once, under the same id."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import aiohttp
import msgspec
import pytest

from cloud.service import now_ms
from cloud.store import jobs
from domain.ids import new_id
from domain.messages import Channel, DeliveryState
from domain.webhooks import AddWebhook, Event, TestWebhook, WebhookDelivery
from tests.cloud.carriers import in_state
from tests.cloud.receiver import Receiver, receiving
from tests.cloud.several import Several, at, until_it_writes
from tests.cloud.smtp import authority, certified
from tests.cloud.test_main import Program, Remote
from tests.cloud.test_turn import on_postgresql
from tests.cloud.world import Cloud, Person, pull_all
from tests.waiting import until_told

pytestmark = pytest.mark.slow
HOOK, DELIVERY = new_id(), new_id()
KILLED = 9
PHONE = "19900000009"


@pytest.fixture
async def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Receiver, int]]:
    """An own system, which every process of this cloud trusts."""
    by = authority()
    (tmp_path / "trusted.pem").write_text(ssl.DER_cert_to_PEM_cert(by.root))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
    monkeypatch.setenv("SIGNET_CLOUD_WEBHOOK_HOSTS", json.dumps(["127.0.0.1"]))
    async with receiving(certified(by, tmp_path)) as found:
        yield found


async def asked_for_a_test(owner: Person, port: int) -> None:
    """A delivery is on its way to the webhook at this port."""
    url = f"https://127.0.0.1:{port}/"
    await owner.done(AddWebhook(id=HOOK, name="财务系统", url=url, events=[Event.SEAL_BOUND]))
    with suppress(aiohttp.ClientError):  # the process died before it answered
        await owner.do(TestWebhook(id=DELIVERY, webhook=HOOK))


async def dies(program: Program) -> None:
    assert program.process is not None
    assert await asyncio.to_thread(program.process.wait, 30) == KILLED
    program.end()


async def goes_on(folder: Path, database: str | None) -> Cloud:
    """A cloud of this process in the place of the one that died."""
    (folder / "data").rename(folder / "cloud")
    cloud = Cloud(folder, database=database, letters=folder / "letters")
    cloud.now = now_ms()
    await cloud.start()
    return cloud


async def lease_over(cloud: Cloud) -> None:
    """What the dead process held is due again."""
    cloud.now += jobs.LEASE_MS
    await cloud.service.post.work()


def ids(receiver: Receiver) -> list[str]:
    return [each.headers["webhook-id"] for each in receiver.told]


@pytest.mark.parametrize(("point", "before"), [("webhook_before_send", 0), ("webhook_before_mark", 1)])
async def test_a_webhook_whose_process_dies_arrives_under_the_same_id(
    tmp_path: Path, database_url: str | None, system: tuple[Receiver, int], point: str, before: int
) -> None:
    receiver, port = system
    remote = Remote(Program(tmp_path, database_url))
    await remote.start(point)
    await asked_for_a_test(await remote.organization("19900000001"), port)
    await dies(remote.program)
    await remote.http.close()
    assert ids(receiver) == [DELIVERY] * before
    cloud = await goes_on(tmp_path, database_url)
    (job,) = [each for each in await in_state(cloud, DeliveryState.WAITING) if each.channel is Channel.WEBHOOK]
    assert (job.message, job.tries) == (DELIVERY, 1)
    await lease_over(cloud)
    assert ids(receiver) == [DELIVERY] * (before + 1)
    assert len({each.body for each in receiver.told}) == 1
    await cloud.stop()


@pytest.mark.parametrize(("point", "before"), [("sms_before_send", 0), ("sms_before_mark", 1)])
async def test_a_letter_whose_process_dies_arrives_under_the_same_key(
    tmp_path: Path, database_url: str | None, point: str, before: int
) -> None:
    folder = tmp_path / "letters"
    program = Program(tmp_path, database_url, "--letters", str(folder))
    async with aiohttp.ClientSession(program.start(point)) as http:
        with suppress(aiohttp.ClientError):  # it died before it answered
            await http.post("/v1/sign-in/code", json={"phone": PHONE})
    await dies(program)
    first = {file.name: file.read_bytes() for file in folder.glob("*.json")}
    assert len(first) == before
    cloud = await goes_on(tmp_path, database_url)
    await lease_over(cloud)
    after = {file.name: file.read_bytes() for file in folder.glob("*.json")}
    assert len(after) == 1  # a file is named by the key of its letter
    assert not first or after == first
    (kept,) = after.values()
    assert msgspec.json.decode(kept)["recipient"] == PHONE
    await cloud.stop()


@on_postgresql
async def test_another_process_delivers_what_the_killed_one_has_committed(
    tmp_path: Path, database_url: str, system: tuple[Receiver, int]
) -> None:
    receiver, port = system
    several = Several(tmp_path, database_url)
    writer = await several.start("push_after_commit:2")
    reader = await several.start()
    try:
        owner = await writer.organization("19900000001")
        await asked_for_a_test(owner, port)
        await dies(writer.program)
        await until_it_writes(reader)

        async def arrived() -> bool:
            return DELIVERY in ids(receiver)

        await until_told(arrived, within=90, every=0.05)
        assert set(ids(receiver)) == {DELIVERY}
        row = (await pull_all(at(owner, reader))).of(WebhookDelivery)
        assert [each.id for each in row] == [DELIVERY]
    finally:
        several.all.remove(writer)
        await writer.http.close()
        await several.stop()
