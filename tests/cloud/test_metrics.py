"""Figures for whoever watches: what own systems and operators ask, what waits to leave the house and what did not."""

import re
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from cloud.channels import Letter, Rejected
from cloud.store import jobs
from cloud.store.jobs import Job
from cloud.store.unit import Unit
from domain.ids import new_id
from domain.integrations import Reading
from domain.messages import Channel, DeliveryState
from tests.cloud.carriers import Carrier, leave
from tests.cloud.operator.desk import Desk, Person
from tests.cloud.systems import System
from tests.cloud.world import Cloud, running
from tests.waiting import until_told

FIGURE = re.compile(r"^(signet_[^ ]+) ([0-9.e+]+)$", re.MULTILINE)


async def figures(cloud: Cloud) -> dict[str, float]:
    at = f"http://127.0.0.1:{cloud.app.state.metrics_port}/metrics"
    async with aiohttp.ClientSession() as http, http.get(at) as answer:
        assert answer.status == 200
        return {name: float(value) for name, value in FIGURE.findall(await answer.text())}


async def test_what_own_systems_and_operators_ask_is_counted_without_naming_anybody(
    tmp_path: Path, database_url: str | None
) -> None:
    async with running(tmp_path, database=database_url, metrics_port=0, operator_port=0) as cloud:
        owner = await cloud.organization("19900000001")
        system = await System.given(owner, Reading.MEMBERS)
        path = f"/members/{owner.member}"
        answers = [(await system.get(each))[0] for each in (path, path, "/members", "/seals", "/nobody")]
        assert answers == [200, 200, 200, 403, 404]
        async with cloud.http.request("NONSENSE", f"/api/v1{path}") as answer:
            assert answer.status >= 400
        async with Desk(cloud) as desk:
            await desk.enter(await Person.known(cloud, "zhao"))
            await desk.get(f"/organizations/{owner.organization}")
            await desk.get("/organizations/nobody")
            await desk.get(f"/{owner.organization}")
        found = await figures(cloud)
    api = {name: count for name, count in found.items() if name.startswith("signet_api_answers_total")}
    assert api['signet_api_answers_total{route="/members/{id}",status="2xx"}'] == 2
    assert api['signet_api_answers_total{route="/members",status="2xx"}'] == 1
    assert api['signet_api_answers_total{route="/seals",status="4xx"}'] == 1
    assert api['signet_api_answers_total{route="other",status="4xx"}'] == 1
    assert sum(api.values()) == 6
    of = 'signet_operator_answers_total{page="%s",status="%s"}'
    assert (found[of % ("/organizations", "2xx")], found[of % ("/organizations", "4xx")]) == (1, 1)
    assert found[of % ("other", "4xx")] == 1
    assert found[of % ("/login", "3xx")] >= 1
    assert not [name for name in found if owner.organization in name or owner.member in name or "nobody" in name]


def waits(of: Channel, at: int) -> Job:
    return Job(new_id(at), of, "somebody", "x", "{}", at, at + 60_000, not_before=at + 60_000)


@pytest.mark.req("R-119")
async def test_what_waits_and_what_failed_is_told_by_channel(tmp_path: Path, database_url: str | None) -> None:
    def no(_letter: Letter) -> Rejected:
        return Rejected("no")

    channels = {Channel.WECHAT: Carrier(no)}
    async with running(tmp_path, database=database_url, metrics_port=0, channels=channels) as cloud:
        owner = await cloud.organization("19900000001")
        await leave(cloud, owner, Channel.WECHAT, 2)

        def leave_more(unit: Unit) -> None:
            for each in (Channel.EMAIL, Channel.WEBHOOK, Channel.WEBHOOK):
                jobs.leave(unit, waits(each, cloud.now))
            jobs.leave(unit, replace(waits(Channel.WEBHOOK, cloud.now), state=DeliveryState.FAILED))

        await cloud.service.database.write(leave_more)

        async def failed() -> bool:
            return (await figures(cloud))['signet_letters_dead{channel="wechat"}'] == 2

        await until_told(failed)
        found = await figures(cloud)
    assert found['signet_letters_waiting{channel="email"}'] == 1
    assert found['signet_letters_waiting{channel="pay"}'] == 0
    assert found["signet_webhooks_waiting"] == 2
    assert 'signet_letters_dead{channel="webhook"}' not in found
