"""What could not be delivered, at the operator's page: sent again, put aside, by channel; webhooks stand apart."""

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest

from cloud.channels import Letter, Rejected
from cloud.operator.rooms import letters
from cloud.store import jobs
from cloud.store.jobs import Job
from cloud.store.unit import Unit
from domain.ids import new_id
from domain.messages import Channel as ChannelName
from domain.messages import DeliveryState
from tests.cloud.carriers import Carrier, leave
from tests.cloud.operator.desk import Desk, Person
from tests.cloud.world import Cloud, running
from tests.waiting import until, until_told


@pytest.mark.req("R-116", "R-119")
async def test_what_was_not_delivered_is_sent_again_or_put_aside(tmp_path: Path, database_url: str | None) -> None:
    works = False

    def how(_letter: Letter) -> BaseException | None:
        return None if works else Rejected()

    carrier = Carrier(how)
    channels = {ChannelName.WECHAT: carrier}
    async with running(tmp_path, database=database_url, operator_port=0, channels=channels) as cloud:
        owner, person = await cloud.organization("19900000001"), await Person.known(cloud, "zhao")
        await leave(cloud, owner, ChannelName.WECHAT, 3)
        await until_told(lambda: _counts(cloud, 3))
        async with Desk(cloud) as desk:
            await desk.enter(person)
            assert "<b>3</b>发送失败的通知" in (await desk.get("/")).text
            page = await desk.get("/letters")
            assert page.text.count("19900000001") == 3
            assert "通道拒绝投递" in page.text
            first, second, _ = re.findall(r'href="(/letters/[^"?]+)"', page.text)
            works = True
            answer = await desk.do(first, "ResendLetter", subject=first.rpartition("/")[2])
            assert answer.said == ["已重新排队发送。"]
            await until(lambda: len(carrier.letters) == 4)
            assert await _counts(cloud, 2)
            again = await desk.do(first, "ResendLetter", subject=first.rpartition("/")[2])
            assert again.status == 422
            assert len(again.why) == 1
            await desk.do(second, "PutLetterAside", subject=second.rpartition("/")[2])
            assert (await desk.do("/letters", "ResendLetters")).said == ["1 条已重新排队发送。"]
            await until(lambda: len(carrier.letters) == 5)
            assert await _counts(cloud, 0)
            assert (await desk.do("/letters", "ResendLetters")).why == ["没有可以重新发送的通知。"]
            assert "没有发送失败的通知。" in (await desk.get("/letters")).text


def dead(of: ChannelName, number: int, at: int) -> Job:
    """A job that has failed."""
    job = Job(new_id(at + number), of, f"{of.value} no. {number}", "x", "{}", at, at + 1)
    return replace(job, state=DeliveryState.FAILED, why="webhook_cut", tries=1)


async def test_webhooks_that_failed_stand_apart_and_each_channel_has_its_list(cloud: Cloud, desk: Desk) -> None:
    made = [dead(of, number, cloud.now) for of, count in ((ChannelName.WEBHOOK, 60), (ChannelName.SMS, 2),
            (ChannelName.EMAIL, 1)) for number in range(count)]  # fmt: skip

    def leave_all(unit: Unit) -> None:
        for each in made:
            jobs.leave(unit, each)

    await cloud.service.database.write(leave_all)
    assert "<b>3</b>发送失败的通知" in (await desk.get("/")).text
    listed = (await desk.get("/letters")).text
    assert [listed.count(each) for each in ("sms no.", "email no.", "webhook no.")] == [2, 1, 0]
    for word in ("全部通知 3", "短信 2", "邮件 1", "微信 0", "推送 60"):
        assert word in listed, word
    assert (await desk.get("/letters?show=email")).text.count(" no. ") == 1
    assert (await desk.get("/letters?show=nonsense")).text.count(" no. ") == 3
    hooks = (await desk.get("/letters?show=webhook")).text
    assert "推送由各单位自行处理" in hooks
    more = html.unescape(hooks.split('class="more"')[1].split('href="')[1].split('"')[0])
    second = (await desk.get(more)).text
    assert (hooks.count(" no. "), second.count(" no. ")) == (50, 10)
    assert "sms no." not in second
    assert (await desk.do("/letters?show=email", "ResendLetters", channel="email")).said == ["1 条已重新排队发送。"]
    after = (await desk.get("/letters")).text
    for word in ("全部通知 2", "短信 2", "邮件 0", "推送 60"):
        assert word in after, word


async def _counts(cloud: Cloud, wanted: int) -> bool:
    return len(await cloud.service.database.read(lambda view: jobs.failed(view, 10))) == wanted


def test_every_channel_has_its_words_among_what_failed() -> None:
    assert set(letters.CHANNELS) == set(letters.WHAT) == set(ChannelName)
