"""Webhooks by real TLS to a receiver that misbehaves: what happened is told, once or under the same id, and signed."""

import asyncio
import ssl
from base64 import b64decode
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from aiohttp.abc import AbstractResolver
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from cloud.channels import Letter, Rejected
from cloud.store import jobs
from cloud.webhooks import carrying, following
from cloud.webhooks.carrying import Parcel, Webhooks
from cloud.webhooks.resolving import Resolver
from domain.categories import AddCategory
from domain.ids import new_id
from domain.integrations import Reading
from domain.messages import Channel, DeliveryState, Message, Subject
from domain.times import instant
from domain.webhooks import (
    CHOSEN,
    FAILING_MS,
    KEPT,
    AddWebhook,
    ChangeWebhook,
    DeleteWebhook,
    Event,
    ResendDelivery,
    TestWebhook,
    Webhook,
    WebhookDelivery,
    delivery,
)
from tests.cloud.act_table import application
from tests.cloud.carriers import in_state
from tests.cloud.company import SERIAL, Company, found_company, refused, uid
from tests.cloud.receiver import Receiver, answer, receiving
from tests.cloud.smtp import authority, certified
from tests.cloud.systems import System
from tests.cloud.test_pull import impression, put
from tests.cloud.test_webhook_addresses import Lying
from tests.cloud.world import Cloud, pull_all, running

SECOND, DAY_MS = 1000, 24 * 3600 * 1000
ID = uid("webhook")


@pytest.fixture
async def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Receiver, int]]:
    """Of somebody whom this computer trusts."""
    by = authority()
    (tmp_path / "trusted.pem").write_text(ssl.DER_cert_to_PEM_cert(by.root))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
    async with receiving(certified(by, tmp_path)) as found:
        yield found


@pytest.fixture
async def cloud(system: tuple[Receiver, int], tmp_path: Path, database_url: str | None) -> AsyncIterator[Cloud]:
    async with running(tmp_path, database=database_url, webhook_hosts=["127.0.0.1"]) as cloud:
        yield cloud


@pytest.fixture
async def company(cloud: Cloud) -> Company:
    return await found_company(cloud)


def webhook(port: int, *events: Event, **changes: Any) -> AddWebhook:
    fields: dict[str, Any] = {"id": ID, "name": "财务系统", "url": f"https://127.0.0.1:{port}/signet"}
    return AddWebhook(**{**fields, "events": list(events or CHOSEN), **changes})


async def work(cloud: Cloud, later_ms: int = 0) -> None:
    """Everything that is due then."""
    cloud.now += later_ms
    await cloud.service.post.work()


async def log(company: Company) -> list[WebhookDelivery]:
    """The log of the webhook, oldest first, as its owner's console shows it."""
    if company.cloud.now >= company.owner.signed_in.access_expires:
        await company.owner.enter()
    company.owner.cursors.clear()
    rows = (await pull_all(company.owner)).of(WebhookDelivery)
    return sorted(rows, key=lambda row: row.id)


async def told_of_pauses(company: Company) -> list[Message]:
    """The messages that say that a webhook was paused, of everybody."""
    organization = company.owner.organization
    every = await company.cloud.service.database.read(lambda view: list(view.facts(organization).all(Message)))
    return [each for each in every if each.code == "webhook_stopped"]


def types(receiver: Receiver) -> list[str]:
    return [msgspec.json.decode(each.body)["type"] for each in receiver.told]


async def test_what_happens_is_told_and_signed(company: Company, system: tuple[Receiver, int]) -> None:
    receiver, port = system
    cloud, organization = company.cloud, company.owner.organization
    await company.owner.done(webhook(port))
    await company.member.done(application(company))
    await put(cloud, impression(company.owner, 1, company.member.member, SERIAL))
    await work(cloud)
    assert sorted(types(receiver)) == ["application.filed", "usage.recorded"]
    told = next(each for each in receiver.told if b"usage.recorded" in each.body)
    assert msgspec.json.decode(told.body) == {
        "type": "usage.recorded",
        "timestamp": instant(cloud.now),
        "data": {"organization": organization, "kind": "usage", "id": f"{SERIAL}-1"},
    }
    assert (told.path, told.headers["content-type"]) == ("/signet", "application/json")
    hook = await company.row(Webhook, ID)
    key = Ed25519PublicKey.from_public_bytes(b64decode(hook.key.removeprefix("whpk_")))
    version, _, signature = told.headers["webhook-signature"].partition(",")
    id, at = told.headers["webhook-id"], told.headers["webhook-timestamp"]
    key.verify(b64decode(signature), f"{id}.{at}.".encode() + told.body)
    assert (version, int(at)) == ("v1a", cloud.now // SECOND)
    assert {row.id: (row.state, row.tries) for row in await log(company)}[id] == (DeliveryState.SENT, 1)
    reader = await System.given(company.owner, Reading.USAGE)
    assert (await reader.get("/webhook-key"))[1] == {"key": hook.key}
    assert (await reader.get(f"/usage/{SERIAL}-1"))[0] == 200


async def test_each_organization_has_a_key_of_its_own(company: Company, system: tuple[Receiver, int]) -> None:
    stranger = await company.cloud.organization("19900000008", "别家公司")
    await company.owner.done(webhook(system[1]))
    await stranger.done(webhook(system[1], id=uid("other")))
    other = await company.row(Webhook, uid("other"), stranger.organization)
    assert other.key != (await company.row(Webhook, ID)).key
    await company.member.done(application(company))
    await work(company.cloud)
    told = [msgspec.json.decode(each.body)["data"]["organization"] for each in system[0].told]
    assert told == [company.owner.organization]


async def test_what_was_not_chosen_or_did_not_happen_is_not_told(
    company: Company, system: tuple[Receiver, int]
) -> None:
    await company.owner.done(webhook(system[1], Event.USAGE_ABNORMAL))
    await company.member.done(application(company))
    await company.owner.done(AddCategory(id=uid("category"), name="合同"))
    await refused(company.custom, msgspec.structs.replace(application(company), id=uid("no")))
    await put(company.cloud, impression(company.owner, 1, company.member.member, SERIAL))
    await put(company.cloud, impression(company.owner, 2, None, SERIAL, 3))
    await work(company.cloud)
    assert types(system[0]) == ["usage.abnormal"]


async def test_what_is_undone_is_not_told(company: Company, system: tuple[Receiver, int]) -> None:
    await company.owner.done(webhook(system[1]))

    def fail(unit: Any) -> None:
        unit.put(impression(company.owner, 1, company.member.member, SERIAL))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await company.cloud.service.database.write(fail)
    await work(company.cloud)
    assert (system[0].told, await log(company)) == ([], [])


@pytest.mark.parametrize(
    ("said", "status", "why"),
    [
        (answer(500), 500, "webhook_status"),
        (answer(302, Location="https://127.0.0.1:1/"), 302, "webhook_status"),
        (answer(404, b"x" * 100_000), 404, "webhook_status"),
        (b"", None, "webhook_cut"),
        (b"nonsense\r\n\r\n", None, "webhook_cut"),
    ],
)
async def test_what_was_not_taken_is_tried_again_under_the_same_id(
    company: Company, system: tuple[Receiver, int], said: bytes, status: int | None, why: str
) -> None:
    receiver, port = system
    receiver.how = lambda _told: said
    await company.owner.done(webhook(port, Event.APPLICATION_FILED))
    await company.member.done(application(company))
    await work(company.cloud)
    (row,) = await log(company)
    assert (row.state, row.tries, row.status, row.why) == (DeliveryState.WAITING, 1, status, why)
    failing = (await company.row(Webhook, ID)).failing_since
    assert failing == company.cloud.now
    await work(company.cloud, 5 * SECOND - 1)
    assert len(receiver.told) == 1
    receiver.how = lambda _told: answer(200)
    await work(company.cloud, 1)
    first, second = receiver.told
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]
    (row,) = await log(company)
    assert (row.state, row.tries, row.status, row.why) == (DeliveryState.SENT, 2, None, "")
    assert (await company.row(Webhook, ID)).failing_since is None


async def test_who_is_slow_is_not_waited_for(
    company: Company, system: tuple[Receiver, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "ANSWER_S", 0.2)
    never = asyncio.Event()
    system[0].how = lambda _told: never
    await company.owner.done(webhook(system[1], Event.APPLICATION_FILED))
    await company.member.done(application(company))
    await work(company.cloud)
    (row,) = await log(company)
    assert (row.state, row.why) == (DeliveryState.WAITING, "webhook_slow")
    never.set()


async def test_after_a_day_it_has_failed_and_is_sent_again_by_hand(
    company: Company, system: tuple[Receiver, int]
) -> None:
    receiver, port = system
    receiver.how = lambda _told: answer(503)
    await company.owner.done(webhook(port, Event.APPLICATION_FILED))
    await company.member.done(application(company))
    await work(company.cloud)
    (row,) = await log(company)
    assert await refused(company.owner, ResendDelivery(delivery=row.id)) == "delivery_on_its_way"
    await work(company.cloud, DAY_MS)
    (row,) = await log(company)
    assert (row.state, row.why) == (DeliveryState.FAILED, "webhook_expired")
    assert len(receiver.told) == 1
    receiver.how = lambda _told: answer(204)
    await company.admin.enter()
    await company.admin.done(ResendDelivery(delivery=row.id))
    await work(company.cloud)
    assert receiver.told[0].headers["webhook-id"] == receiver.told[1].headers["webhook-id"]
    assert receiver.told[0].body == receiver.told[1].body
    (row,) = await log(company)
    assert (row.state, row.tries) == (DeliveryState.SENT, 1)
    assert await refused(company.admin, ResendDelivery(delivery=uid("none"))) == "not_found"


async def test_who_wants_no_more_is_not_asked_again(company: Company, system: tuple[Receiver, int]) -> None:
    system[0].how = lambda _told: answer(410)
    await company.owner.done(webhook(system[1], Event.APPLICATION_FILED))
    await company.member.done(application(company))
    await work(company.cloud)
    (row,) = await log(company)
    assert (row.state, row.status) == (DeliveryState.FAILED, 410)


@pytest.mark.req("R-153", "N")
async def test_one_that_has_failed_for_days_is_paused_and_begins_anew(
    company: Company, system: tuple[Receiver, int]
) -> None:
    cloud, receiver = company.cloud, system[0]
    receiver.how = lambda _told: answer(500)
    add = webhook(system[1], Event.USAGE_RECORDED)
    await company.owner.done(add)
    for number, later in enumerate((0, FAILING_MS - 1, 1), 1):
        await put(cloud, impression(company.owner, number, None, SERIAL))
        await work(cloud, later)
        await put(cloud, impression(company.owner, number + 10, None, SERIAL))
        await work(cloud)
        assert (await company.row(Webhook, ID)).paused is (number == 3)
        assert len(await told_of_pauses(company)) == (2 if number == 3 else 0)
    before = len(receiver.told)
    await put(cloud, impression(company.owner, 99, None, SERIAL))
    await work(cloud, DAY_MS)
    assert len(receiver.told) == before
    await company.owner.enter()
    assert await refused(company.owner, TestWebhook(id=uid("try"), webhook=ID)) == "webhook_paused"
    await company.owner.done(ChangeWebhook(webhook=ID, name=add.name, url=add.url, events=add.events))
    hook = await company.row(Webhook, ID)
    assert (hook.paused, hook.failing_since) == (False, None)
    began = cloud.now - FAILING_MS - DAY_MS
    managers = {company.owner.member, company.admin.member}
    told = await told_of_pauses(company)
    assert {each.member for each in told} == managers
    assert {(tuple(each.words), each.subject, each.subject_id) for each in told} == {
        ((add.name, str(began)), Subject.INTEGRATION, ID)
    }
    for later in (0, FAILING_MS):  # and once more when it is paused once more
        cloud.now += later
        await put(cloud, impression(company.owner, 100 + later, None, SERIAL))
        await work(cloud)
    assert (await company.row(Webhook, ID)).paused
    assert len(await told_of_pauses(company)) == 4


async def test_who_pauses_one_himself_is_not_told(company: Company, system: tuple[Receiver, int]) -> None:
    add = webhook(system[1], Event.USAGE_RECORDED)
    await company.owner.done(add)
    await company.owner.done(ChangeWebhook(webhook=ID, name=add.name, url=add.url, events=add.events, paused=True))
    assert (await company.row(Webhook, ID)).paused
    assert await told_of_pauses(company) == []


async def test_a_test_is_sent_and_one_that_is_deleted_hears_nothing(
    company: Company, system: tuple[Receiver, int]
) -> None:
    await company.owner.done(webhook(system[1], Event.USAGE_RECORDED))
    await company.admin.done(TestWebhook(id=uid("try"), webhook=ID))
    await work(company.cloud)
    assert types(system[0]) == ["webhook.test"]
    assert system[0].told[0].headers["webhook-id"] == uid("try")
    await put(company.cloud, impression(company.owner, 1, None, SERIAL))
    assert await log(company) != []
    await company.owner.done(DeleteWebhook(webhook=ID))
    await work(company.cloud)
    assert await log(company) == []
    await put(company.cloud, impression(company.owner, 2, None, SERIAL))
    await work(company.cloud)
    assert len(system[0].told) in (1, 2)  # the first may have been on its way already
    assert "usage.recorded" not in types(system[0])[2:]


async def test_the_log_keeps_the_newest(company: Company, system: tuple[Receiver, int]) -> None:
    await company.owner.done(webhook(system[1], Event.USAGE_RECORDED, url="https://127.0.0.1:1024/"))
    organization, cloud = company.owner.organization, company.cloud

    def many(unit: Any) -> None:
        hook = unit.get(Webhook, organization, ID)
        for start in (0, KEPT + 20):
            about = ("usage", "x")
            new = [
                delivery(new_id(cloud.now + start + at), hook, Event.TEST, cloud.now + start + at, about)
                for at in range(60 if start else KEPT)
            ]
            following.keep(unit, hook, new)
            unit.flush()

    await cloud.service.database.write(many)
    rows = await log(company)
    assert len(rows) == KEPT
    assert rows[-1].at - rows[0].at == (KEPT + 20 + 59) - 60


async def test_a_certificate_that_nobody_trusts_is_not_spoken_to(company: Company, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    async with receiving(certified(authority(), tmp_path / "other")) as (receiver, port):
        await company.owner.done(webhook(port, Event.APPLICATION_FILED))
        await company.member.done(application(company))
        await work(company.cloud)
        (row,) = await log(company)
        assert (row.state, row.why, receiver.told) == (DeliveryState.WAITING, "webhook_certificate", [])


@pytest.mark.parametrize("host", ["localhost", "10.0.0.1", "[::1]", "169.254.169.254", "erp", "2130706433"])
async def test_an_address_inside_is_refused_at_once(company: Company, host: str) -> None:
    assert await refused(company.owner, webhook(8443, url=f"https://{host}:8443/")) == "webhook_private"
    await company.owner.done(webhook(8443, url="https://hooks.example.com/"))
    change = ChangeWebhook(webhook=ID, name="x", url=f"https://{host}/", events=[Event.SEAL_BOUND])
    assert await refused(company.owner, change) == "webhook_private"


async def _send(company: Company, resolver: AbstractResolver, port: int) -> None:
    service = company.cloud.service
    await company.owner.done(webhook(port, url=f"https://hooks.example.com:{port}/"))
    parcel = msgspec.json.encode(Parcel(company.owner.organization, ID, uid("d"), "{}")).decode()
    letter = Letter("k", Channel.WEBHOOK, ID, "webhook.test", parcel, "", company.cloud.now, company.cloud.now)
    channel = Webhooks(service.settings, service.database, service.keys, service.now, asked=resolver)
    await channel.send(letter)


@pytest.mark.parametrize("guarded", [True, False], ids=["when it is asked", "when it is connected to"])
async def test_a_name_that_leads_inside_is_not_followed(
    company: Company, system: tuple[Receiver, int], guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where it led outside when it was asked, and leads inside now (DNS rebinding)."""
    lying = Lying("127.0.0.2")
    if not guarded:
        monkeypatch.setattr(Resolver, "resolve", lambda _, host, port, **_of: lying.resolve(host, port))
    with pytest.raises(Rejected, match="webhook_inside"):
        await _send(company, lying, system[1])
    assert system[0].met == 0


async def test_jobs_of_one_who_is_slow_leave_room_for_others(company: Company, system: tuple[Receiver, int]) -> None:
    await company.owner.done(webhook(system[1], Event.USAGE_RECORDED))
    await put(company.cloud, *(impression(company.owner, at, None, SERIAL) for at in range(1, 9)))
    first = await company.cloud.service.database.write(
        lambda unit: [job.recipient for job in jobs.due(unit, Channel.WEBHOOK, company.cloud.now, 50)]
    )
    assert len(first) <= 8
    await work(company.cloud)
    await work(company.cloud, SECOND)
    assert len({each.headers["webhook-id"] for each in system[0].told}) == 8
    assert len(await in_state(company.cloud, DeliveryState.FAILED)) == 0
