"""A WeChat official account: messages to who has bound his account, and signing in by it; the other side misbehaves."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse

from cloud import app, wechat_account
from cloud.channels import Letter, NoAccount, Rejected, Unreachable
from cloud.store import wechat_accounts
from cloud.wechat_account import WeChatAccount
from cloud.wechat_binding import GOOD_MS, PATH
from domain.codes import Purpose
from domain.messages import Channel, DeliveryState
from domain.sign_ins import Outcome
from protocol.sync import WeChatBinding
from tests.cloud import weixin as their
from tests.cloud.carriers import in_state, leave
from tests.cloud.test_consoles import log
from tests.cloud.test_dead_letters import failed, states
from tests.cloud.test_wechat import ENGLISH, Attempt, refused
from tests.cloud.weixin import Weixin
from tests.cloud.world import Cloud, Person, Problem, running
from tests.waiting import until

MINUTE = 60_000
TEMPLATES: dict[str, Any] = {
    "message": {"id": "t-1", "data": {"thing1": "{text}"}},
    "authorization_activated": {"id": "t-2", "data": {"name1": "{0}", "thing2": "{1}", "const3": "印章"}},
}
WHO = {"wechat_app": their.APP, "wechat_secret": their.SECRET, "wechat_name": "示例印章"}


@pytest.fixture
async def weixin() -> AsyncIterator[tuple[Weixin, str]]:
    async with their.serving() as found:
        yield found


@pytest.fixture
async def cloud(tmp_path: Path, database_url: str | None, weixin: tuple[Weixin, str]) -> AsyncIterator[Cloud]:
    more = {"wechat_api": weixin[1], "public_url": "https://cloud.example.com", "wechat_templates": TEMPLATES}
    async with running(tmp_path, database=database_url, **WHO, **more) as cloud:
        yield cloud


def channel(cloud: Cloud) -> WeChatAccount:
    found = cloud.service.post.channels[Channel.WECHAT]
    assert isinstance(found, WeChatAccount)
    return found


async def bound(cloud: Cloud, openid: str, phone: str) -> None:
    await cloud.service.database.write(lambda unit: wechat_accounts.bind(unit, openid, phone, cloud.now))


def letter(topic: str = "seal_is_locked", text: str = "“公章”已锁定。", *words: str, to: str = "19900000001") -> Letter:
    return Letter("a-b-c", Channel.WECHAT, to, topic, text, "", 0, 0, words=words)


# Messages


@pytest.mark.req("A-05", "A")
@pytest.mark.req("R-047", "R-115", "N")
async def test_a_message_reaches_who_has_bound_his_account(
    cloud: Cloud, owner: Person, weixin: tuple[Weixin, str]
) -> None:
    await bound(cloud, "o-1", owner.phone)
    weixin[0].followers.add("o-1")
    await leave(cloud, owner, Channel.WECHAT)
    await cloud.service.post.work()
    (sent,) = weixin[0].sent
    assert (sent["touser"], sent["template_id"]) == ("o-1", "t-2")
    data = {"name1": {"value": "张三"}, "thing2": {"value": "公章"}, "const3": {"value": "印章"}}
    assert sent["data"] == data
    assert len(sent["client_msg_id"]) == 32
    assert await states(owner) == [[DeliveryState.SENT]]


async def test_what_has_no_template_of_its_own_goes_by_the_common_one_as_long_as_it_may_be(
    cloud: Cloud, weixin: tuple[Weixin, str]
) -> None:
    await bound(cloud, "o-1", "19900000001")
    weixin[0].followers.add("o-1")
    await channel(cloud).send(letter(text="长" * 21))
    assert weixin[0].sent[0]["data"] == {"thing1": {"value": "长" * 19 + "…"}}
    cloud.service.settings.wechat_templates.pop("message")
    with pytest.raises(Rejected, match="no_template"):
        await channel(cloud).send(letter())


async def test_who_has_bound_none_or_follows_no_more_is_nobodys_dead_letter(
    cloud: Cloud, owner: Person, weixin: tuple[Weixin, str]
) -> None:
    await leave(cloud, owner, Channel.WECHAT)
    await cloud.service.post.work()
    await bound(cloud, "o-1", owner.phone)
    await leave(cloud, owner, Channel.WECHAT)
    await cloud.service.post.work()
    assert await states(owner) == [[DeliveryState.FAILED]] * 2
    assert {job.why for job in await in_state(cloud, DeliveryState.FAILED)} == {"no_account"}
    assert await failed(cloud) == []
    assert weixin[0].sent == []


async def test_one_token_serves_all_letters_and_is_renewed_before_its_end_and_when_it_is_over(
    cloud: Cloud, weixin: tuple[Weixin, str]
) -> None:
    await bound(cloud, "o-1", "19900000001")
    weixin[0].followers.add("o-1")
    await asyncio.gather(*(channel(cloud).send(letter()) for _ in range(5)))
    assert weixin[0].asked == 1
    weixin[0].forget_tokens()  # somebody else has renewed it
    await channel(cloud).send(letter())
    assert weixin[0].asked == 2
    weixin[0].good_for = int(wechat_account.EARLY_S)
    weixin[0].forget_tokens()
    for _ in range(2):
        await channel(cloud).send(letter())
    assert weixin[0].asked == 4  # it was good no longer than that


@pytest.mark.parametrize(
    ("code", "kind", "may_have_arrived"),
    [
        (40003, Rejected, None),
        (47003, Rejected, None),
        (43101, NoAccount, None),
        (-1, Unreachable, True),
        (45009, Unreachable, False),
        (40037, Unreachable, False),
    ],
)
async def test_what_wechat_says_is_understood(
    cloud: Cloud, weixin: tuple[Weixin, str], code: int, kind: type[Exception], may_have_arrived: bool | None
) -> None:
    await bound(cloud, "o-1", "19900000001")
    weixin[0].errors = [code]
    with pytest.raises(kind, match=str(code)) as error:
        await channel(cloud).send(letter())
    assert type(error.value) is kind
    assert getattr(error.value, "may_have_arrived", None) == may_have_arrived


async def test_a_server_that_fails_is_silent_or_hangs_up(
    cloud: Cloud, owner: Person, weixin: tuple[Weixin, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What may have arrived is sent again under its key, and shown once."""
    await bound(cloud, "o-1", owner.phone)
    weixin[0].followers.add("o-1")
    weixin[0].status = [502]
    with pytest.raises(Unreachable, match="HTTP 502") as error:
        await channel(cloud).send(letter())
    assert error.value.may_have_arrived
    monkeypatch.setattr(wechat_account, "WAIT_S", 0.3)
    weixin[0].held = asyncio.Event()
    with pytest.raises(Unreachable) as error:
        await channel(cloud).send(letter())
    assert error.value.may_have_arrived
    weixin[0].held.set()
    weixin[0].held, weixin[0].cut = None, True
    monkeypatch.undo()
    await leave(cloud, owner, Channel.WECHAT)
    await cloud.service.post.work()
    assert await states(owner) == [[DeliveryState.WAITING]]
    weixin[0].cut = False
    cloud.now += 5000
    await cloud.service.post.work()
    assert await states(owner) == [[DeliveryState.SENT]]
    assert len(weixin[0].sent) == 2  # the one above, and this


async def test_nobody_there_or_a_wrong_secret_is_worth_trying_again(
    tmp_path: Path, cloud: Cloud, weixin: tuple[Weixin, str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "cloud")
    await bound(cloud, "o-1", "19900000001")
    settings = cloud.service.settings
    for changes, why in (({"wechat_secret": "another"}, "errcode 40125"), ({"wechat_api": "http://127.0.0.1:9"}, "^$")):
        made = type(settings)(**{**settings.model_dump(), **changes})
        with pytest.raises(Unreachable, match=why) as error:
            await WeChatAccount(made, cloud.service.database).send(letter())
        assert not error.value.may_have_arrived
    assert "errcode 40125" in caplog.text
    assert their.SECRET not in caplog.text
    assert "公章" not in caplog.text


# Signing in


async def scan(cloud: Cloud, weixin: Weixin, attempt: Attempt, openid: str) -> tuple[int, str]:
    """What somebody reads who scanned and agreed."""
    back = weixin.agree(attempt.ticket.address, openid)
    assert back.startswith("https://cloud.example.com/")
    async with cloud.http.get(back.removeprefix("https://cloud.example.com"), headers=ENGLISH) as answer:
        return await read(answer)


async def read(answer: ClientResponse) -> tuple[int, str]:
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    return answer.status, await answer.text()


async def enter(cloud: Cloud, page: str, **given: str) -> tuple[int, str]:
    """Fill in the form on the page."""
    found = re.search(r'name="held" value="([^"]+)"', page)
    assert found is not None
    async with cloud.http.post(PATH, data={"held": found[1], **given}, headers=ENGLISH) as answer:
        return await read(answer)


async def bind(cloud: Cloud, page: str, phone: str) -> tuple[int, str]:
    """With the code that the number is sent."""
    status, page = await enter(cloud, page, phone=phone)
    assert (status, "A code was sent" in page) == (200, True)
    code = await cloud.delivered(phone, Purpose.BIND_WECHAT)
    return await enter(cloud, page, phone=phone, code=code)


@pytest.mark.req("R-049", "V", "inside")
@pytest.mark.req("R-048")
async def test_an_account_is_bound_once_and_lets_in_from_then_on(
    cloud: Cloud, owner: Person, weixin: tuple[Weixin, str]
) -> None:
    attempt = await Attempt.begin(owner)
    status, page = await scan(cloud, weixin[0], attempt, "o-1")
    assert (status, "<h1>示例印章</h1>" in page, "to bind this WeChat" in page) == (200, True, True)
    assert await attempt.phone() is None
    status, page = await bind(cloud, page, "199 0000 0001")
    assert (status, "Go on at the computer" in page) == (200, True)
    assert await attempt.phone() == owner.phone
    await attempt.enter()
    again = await Attempt.begin(owner)
    assert await scan(cloud, weixin[0], again, "o-1") == (200, page)
    await again.enter()
    assert [outcome for outcome, _ in (await log(owner))[-2:]] == [Outcome.WECHAT] * 2


@pytest.mark.req("R-049", "V", "outside")
async def test_an_account_whose_number_is_no_members_lets_nobody_in(
    cloud: Cloud, owner: Person, weixin: tuple[Weixin, str]
) -> None:
    attempt = await Attempt.begin(owner)
    _, page = await scan(cloud, weixin[0], attempt, "o-2")
    status, said = await bind(cloud, page, "19900000777")
    assert (status, "is no member" in said) == (403, True)
    await refused(cloud, attempt.enter, "403 wechat_no_member")
    again = await Attempt.begin(owner)
    assert "is no member" in (await scan(cloud, weixin[0], again, "o-2"))[1]


async def test_without_the_code_nothing_is_bound(cloud: Cloud, owner: Person, weixin: tuple[Weixin, str]) -> None:
    attempt = await Attempt.begin(owner)
    _, page = await scan(cloud, weixin[0], attempt, "o-1")
    status, said = await enter(cloud, page, phone="12<b>")
    assert (status, 'value="12&lt;b&gt;"' in said) == (422, True)
    _, page = await enter(cloud, page, phone=owner.phone)
    sign_in = await cloud.code(owner.phone)  # for another purpose
    right = await cloud.delivered(owner.phone, Purpose.BIND_WECHAT)
    wrong = f"{(int(right) + 1) % 10**6:06}"
    for code, left in ((wrong, "4"), (sign_in if sign_in != right else wrong, "3"), (wrong, "2"), (wrong, "1")):
        status, said = await enter(cloud, page, phone=owner.phone, code=code)
        assert (status, f"{left} more tries" in said) == (403, True)
    assert "no longer valid" in (await enter(cloud, page, phone=owner.phone, code=wrong))[1]
    assert "no longer valid" in (await enter(cloud, page, phone=owner.phone, code=right))[1]
    assert await attempt.phone() is None
    assert await account(owner) == WeChatBinding(offered=True, bound=False)


async def test_the_page_is_good_for_ten_minutes_and_only_as_it_was_given(
    cloud: Cloud, owner: Person, weixin: tuple[Weixin, str]
) -> None:
    attempt = await Attempt.begin(owner)
    _, page = await scan(cloud, weixin[0], attempt, "o-1")
    for held in ("", "x", "é", "A" * 400):
        async with cloud.http.post(PATH, data={"held": held, "phone": owner.phone}, headers=ENGLISH) as answer:
            assert (await read(answer))[0] == 403
    cloud.now += MINUTE
    _, asked = await enter(cloud, page, phone=owner.phone)
    code = await cloud.delivered(owner.phone, Purpose.BIND_WECHAT)
    cloud.now += 4 * MINUTE  # the ticket is over, the code is not
    status, said = await enter(cloud, asked, phone=owner.phone, code=code)
    assert (status, "QR code is no longer valid" in said) == (403, True)
    await owner.enter()
    assert (await account(owner)).bound
    cloud.now += GOOD_MS
    status, said = await enter(cloud, page, phone=owner.phone)
    assert (status, "scan once more" in said) == (403, True)


async def test_a_code_of_wechat_is_good_once_and_its_server_may_fail(
    cloud: Cloud, owner: Person, weixin: tuple[Weixin, str]
) -> None:
    await bound(cloud, "o-1", owner.phone)
    attempt = await Attempt.begin(owner)
    weixin[0].status = [500]
    assert (await scan(cloud, weixin[0], attempt, "o-1"))[0] == 502
    back = weixin[0].agree(attempt.ticket.address, "o-1").removeprefix("https://cloud.example.com")
    weixin[0].agreed.clear()
    async with cloud.http.get(back, headers=ENGLISH) as answer:
        assert (answer.status, "scan once more" in await answer.text()) == (403, True)
    assert (await scan(cloud, weixin[0], attempt, "o-1"))[0] == 200
    await attempt.enter()


async def account(person: Person) -> WeChatBinding:
    return await person.ask(WeChatBinding, "GET", "/v1/wechat")


async def test_a_person_has_one_account_and_an_account_one_number(
    cloud: Cloud, owner: Person, weixin: tuple[Weixin, str]
) -> None:
    member = await owner.add("周二", "19900000002")
    await bound(cloud, "o-1", owner.phone)
    await bound(cloud, "o-2", owner.phone)  # a new telephone
    assert (await scan(cloud, weixin[0], await Attempt.begin(owner), "o-1"))[1].count("<form") == 1
    await bound(cloud, "o-2", member.phone)
    assert [(await account(each)).bound for each in (owner, member)] == [False, True]


async def test_who_unbinds_gets_no_messages_and_comes_in_by_it_no_more(
    cloud: Cloud, owner: Person, weixin: tuple[Weixin, str]
) -> None:
    await bound(cloud, "o-1", owner.phone)
    weixin[0].followers.add("o-1")
    assert await account(owner) == WeChatBinding(offered=True, bound=True)
    await owner.request("DELETE", "/v1/wechat")
    assert await account(owner) == WeChatBinding(offered=True, bound=False)
    await leave(cloud, owner, Channel.WECHAT)
    await cloud.service.post.work()
    assert weixin[0].sent == []
    attempt = await Attempt.begin(owner)
    assert "<form" in (await scan(cloud, weixin[0], attempt, "o-1"))[1]
    await until(lambda: not weixin[0].agreed)
    for method in ("GET", "DELETE"):
        with pytest.raises(Problem, match="401 signed_out"):
            await cloud.request(method, "/v1/wechat")


@pytest.mark.parametrize("missing", ["wechat_secret", "public_url"])
async def test_a_cloud_whose_account_is_half_named_does_not_start(tmp_path: Path, missing: str) -> None:
    given = {**WHO, "public_url": "https://cloud.example.com", missing: ""}
    with pytest.raises(app.CannotStart, match=f"SIGNET_CLOUD_{missing.upper()}"):
        async with running(tmp_path, **given):
            pass
