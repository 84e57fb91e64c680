"""Who comes in to the operator's pages: what is stolen, guessed or forged changes nothing."""

import asyncio
from urllib.parse import urlsplit

import pytest

from cloud.operator import people, sessions
from cloud.operator.door import COOKIE
from cloud.operator.rooms import rooms
from cloud.store import across, operators
from domain.organization import Organization
from domain.stock import StockedSeal
from tests.cloud.operator.desk import FIREFOX, OTHER, PASSWORD, Answer, Desk, Person, entries, is_whole
from tests.cloud.world import Cloud
from tests.cloud.world import Person as Member

MINUTE = 60_000
DELIVERY = {"act": "DeliverSeal", "serial": "GL2026000001", "to": "示例公司", "model": "GL"}
WRONG = "用户名、密码或验证码不正确。每个验证码只能使用一次。"


async def stocked(cloud: Cloud) -> int:
    """How many seals were delivered: what everybody here tries to change."""
    return len(await cloud.service.database.read(lambda view: across.rows(view, StockedSeal)))


async def deliver(desk: Desk, **more: str) -> Answer:
    return await desk.post("/seals", {"csrftoken": desk.token, **DELIVERY, **more})


def test_a_password_costs_whoever_guesses_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests here are spared that (conftest.py)."""
    monkeypatch.setitem(people.COST, "n", people.WORK)
    assert people.WORK * people.COST["r"] * 128 >= 32 << 20  # bytes for each guess
    kept = people.digest(PASSWORD, bytes(people.SALT))
    assert people.is_right(kept, PASSWORD)
    assert not people.is_right(kept, PASSWORD + ".")


async def test_nobody_sees_a_page_who_has_not_signed_in(cloud: Cloud) -> None:
    async with Desk(cloud) as desk:
        for path in ("/", *(each.path for each in rooms()), "/seals/GL2026000001", "/trail/1", "/nothing"):
            answer = await desk.get(path)
            assert answer.path == "/login", path
            assert "DeliverSeal" not in answer.text
        assert (await desk.get("/static/operator.css")).status == 200


async def test_the_first_password_opens_nothing_but_the_choice_of_another(cloud: Cloud, owner: Member) -> None:
    person = await Person.begun(cloud, "zhao")
    async with Desk(cloud) as desk:
        assert (await desk.enter(person)).path == "/own"
        for path in ("/", "/seals", "/operators"):
            assert (await desk.get(path)).path == "/own"
        assert (await deliver(desk)).path == "/own"
        assert await stocked(cloud) == 0
        for chosen, again, why in (
            ("short", "short", "密码至少 12 个字符。"),
            ("aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaa", "密码过于简单：请使用更多不同的字符，且不要包含用户名。"),
            ("zhao-1234567890x", "zhao-1234567890x", "密码过于简单：请使用更多不同的字符，且不要包含用户名。"),
            (PASSWORD, PASSWORD + ".", "两次填写的密码不一致。"),
            (person.first, person.first, "新密码不能与现在的密码相同。"),
        ):
            answer = await desk.do("/own", "ChoosePassword", present=person.first, password=chosen, again=again)
            assert (answer.status, answer.why) == (422, [why])
        answer = await desk.do("/own", "ChoosePassword", present="no" * 8, password=PASSWORD, again=PASSWORD)
        assert answer.why == ["现在的密码不正确。"]
        answer = await desk.do("/own", "ChoosePassword", present=person.first, password=PASSWORD, again=PASSWORD)
        assert (answer.path, answer.said) == ("/", ["密码已修改。"])
        assert (await deliver(desk)).status == 200
    async with Desk(cloud) as other:
        assert (await other.sign_in("zhao", person.first, person.next_code())).why == [WRONG]
        assert (await other.sign_in("zhao", PASSWORD, person.next_code())).path == "/"


async def test_what_was_wrong_is_not_told(cloud: Cloud, person: Person) -> None:
    async with Desk(cloud) as desk:
        for name, password, code in (
            ("nobody", PASSWORD, person.next_code()),
            ("zhao", "wrong", person.next_code()),
            ("zhao", PASSWORD, "000000"),
            ("zhao", PASSWORD, ""),
            ("ZHAO' OR 1=1 --", "x" * 400, "x" * 400),
        ):
            answer = await desk.sign_in(name, password, code)
            assert (answer.status, answer.why) == (403, [WRONG])
        assert COOKIE not in desk.cookies()
    assert [each.operator for each in await entries(cloud)][-5:] == ["", "zhao", "zhao", "zhao", ""]


async def test_a_code_is_good_once_also_in_another_browser(cloud: Cloud, person: Person) -> None:
    async with Desk(cloud) as desk, Desk(cloud, OTHER) as other:
        code = person.next_code()
        assert (await desk.sign_in("zhao", PASSWORD, code)).path == "/"
        assert (await other.sign_in("zhao", PASSWORD, code)).why == [WRONG]
        assert (await other.sign_in("zhao", PASSWORD, person.code(-1))).why == [WRONG]  # nor one from before it
        assert (await other.sign_in("zhao", PASSWORD, person.next_code())).path == "/"


async def test_two_who_show_the_same_code_at_once(cloud: Cloud, person: Person) -> None:
    async with Desk(cloud) as desk, Desk(cloud, OTHER) as other:
        code = person.next_code()
        came = await asyncio.gather(*(each.sign_in("zhao", PASSWORD, code) for each in (desk, other)))
        assert sorted(each.path for each in came) == ["/", "/login"]


async def test_guessing_codes_closes_the_door_for_a_while(cloud: Cloud, person: Person) -> None:
    """However many guess at once: after five the right one is not taken either."""
    async with Desk(cloud) as desk:
        await desk.get("/login")
        fields = {"csrftoken": desk.token, "name": "zhao", "password": PASSWORD}
        right = person.next_code()
        wrong = [
            f"{number:06}" for number in range(12) if f"{number:06}" not in (right, person.code(-1), person.code(1))
        ]
        tried = await asyncio.gather(*(desk.post("/login", {**fields, "code": each}) for each in wrong))
        assert {each.status for each in tried} == {403}
        answer = await desk.post("/login", {**fields, "code": right})
        assert answer.why == ["错误次数过多，请 15 分钟后再试。"]
        cloud.now += people.BLOCKED_MS - 1
        assert "分钟后再试" in (await desk.post("/login", {**fields, "code": person.code()})).why[0]
        cloud.now += 1
        assert (await desk.post("/login", {**fields, "code": person.code()})).path == "/"


async def test_one_address_tries_so_often_and_no_more(cloud: Cloud, person: Person) -> None:
    """Names that nobody has count as well; who comes in is not counted."""
    async with Desk(cloud) as desk:
        before = len(await entries(cloud))
        for number in range(sessions.PER_ADDRESS.most):
            assert (await desk.sign_in(f"x{number}", "x", "1")).why == [WRONG]
        for name in ("x", "zhao"):
            answer = await desk.sign_in(name, PASSWORD, person.next_code())
            assert answer.why == ["此地址的错误尝试过多，请一小时后再试。"]
        assert len(await entries(cloud)) == before + sessions.PER_ADDRESS.most  # nobody fills the trail without end
        cloud.now += sessions.PER_ADDRESS.within_ms
        assert (await desk.sign_in("zhao", PASSWORD, person.next_code())).path == "/"


async def test_a_session_in_another_browser_is_over_for_both(cloud: Cloud, owner: Member, desk: Desk) -> None:
    """Stolen with all its cookies; the operator sees it when he goes on, and in the trail."""
    async with Desk(cloud, OTHER) as thief:
        thief.steal(desk.cookies())
        thief.token = desk.token
        assert (await deliver(thief)).path == "/login"
        assert (await thief.get("/")).path == "/login"
    assert (await desk.get("/")).path == "/login"
    assert await stocked(cloud) == 0
    assert [(each.act, each.code) for each in await entries(cloud)][-1] == ("SessionElsewhere", "session_elsewhere")


async def test_a_session_alone_changes_nothing(cloud: Cloud, owner: Member, desk: Desk, person: Person) -> None:
    """Who has the session, and says of himself what the browser says, lacks the authenticator: after ten minutes, or
    for as long as he guesses, nothing is changed; guessing ends the session."""
    cloud.now += sessions.PROVED_MS
    async with Desk(cloud, FIREFOX) as thief:
        thief.steal(desk.cookies())
        assert "需" not in (await thief.get("/seals")).why
        assert (await deliver(thief)).why == ["请填写身份验证器上的验证码：上次验证已超过 10 分钟。"]
        for number in range(people.TRIES - 1):
            assert (await deliver(thief, code=f"00000{number}")).why == ["验证码不正确或已使用过，请等待下一个验证码。"]
        assert (await deliver(thief, code="999999")).why == ["错误次数过多，请 15 分钟后再试。"]
        assert (await thief.get("/")).path == "/login"
    assert (await desk.get("/")).path == "/login"
    assert await stocked(cloud) == 0
    cloud.now += people.BLOCKED_MS
    await desk.enter(person)
    assert (await deliver(desk)).status == 200


async def test_a_code_is_asked_for_again_after_ten_minutes(
    cloud: Cloud, owner: Member, desk: Desk, person: Person
) -> None:
    assert (await desk.do("/seals", **DELIVERY)).status == 200
    cloud.now += sessions.PROVED_MS
    old = person.code(-20)
    back = {"act": "TakeSealBack", "subject": "GL2026000001", "organization": owner.organization}
    assert (await desk.do("/seals/GL2026000001", **back, code=old)).status == 422
    assert await stocked(cloud) == 1
    assert (await desk.do("/seals/GL2026000001", **back, code=person.code())).said == ["GL2026000001 已收回。"]
    assert (await desk.do("/seals", **DELIVERY)).status == 200  # not for each single thing


async def test_a_form_from_elsewhere_is_not_taken(cloud: Cloud, owner: Member, desk: Desk, person: Person) -> None:
    """Without its token, with another's, from another page, or from nowhere."""
    await desk.get("/seals")
    async with Desk(cloud, OTHER) as other:
        await other.get("/login")
        foreign = other.token
    for fields, headers in (
        ({}, {}),
        ({"csrftoken": ""}, {}),
        ({"csrftoken": foreign}, {}),
        ({"csrftoken": desk.token[:-2]}, {}),
        ({"csrftoken": desk.token}, {"Origin": "http://127.0.0.1:1"}),
        ({"csrftoken": desk.token}, {"Origin": "https://evil.example"}),
        ({"csrftoken": desk.token}, {"Origin": "null"}),
        ({"csrftoken": desk.token}, {"Host": "evil.example"}),
    ):
        answer = await desk.post("/seals", {**DELIVERY, **fields}, **headers)
        assert answer.status in (400, 403), (fields, headers)
        assert "重新操作" in answer.text
    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
        data = {**DELIVERY, "csrftoken": desk.token}
        async with desk.http.post("/seals", data=data, headers=headers) as bare:
            assert bare.status == 403
    assert await stocked(cloud) == 0
    assert (await deliver(desk)).status == 200


async def test_a_session_ends_by_itself(cloud: Cloud, desk: Desk, person: Person) -> None:
    cloud.now += sessions.IDLE_MS - 1
    assert (await desk.get("/")).path == "/"
    cloud.now += sessions.IDLE_MS
    assert (await desk.get("/seals")).path == "/login"
    await desk.enter(person)
    for _ in range(sessions.SESSION_MS // (20 * MINUTE) - 1):
        cloud.now += 20 * MINUTE
        assert (await desk.get("/")).path == "/"
    cloud.now += 20 * MINUTE
    assert (await desk.get("/")).path == "/login"


async def test_who_signs_out_leaves_nothing_behind(cloud: Cloud, desk: Desk) -> None:
    kept = desk.cookies()
    await desk.get("/")
    assert (await desk.post("/logout", {"csrftoken": desk.token})).path == "/login"
    async with Desk(cloud) as thief:
        thief.steal(kept)
        assert (await thief.get("/")).path == "/login"
    assert (await entries(cloud))[-1].act == "SignOut"


async def test_who_is_disabled_is_out_at_once_and_the_last_one_stays(cloud: Cloud, owner: Member, desk: Desk) -> None:
    other = await Person.known(cloud, "qian")
    async with Desk(cloud, OTHER) as theirs:
        await theirs.enter(other)
        await theirs.get("/seals")
        assert (await desk.do("/operators/zhao", "DisableOperator", subject="zhao")).why == ["不能停用或重置自己。"]
        answer = await desk.do("/operators/qian", "DisableOperator", subject="qian")
        assert answer.said == ["“qian”已停用。"]
        assert (await deliver(theirs)).path == "/login"
        assert (await theirs.sign_in("qian", PASSWORD, other.next_code())).why == [WRONG]
        assert (await desk.do("/operators/qian", "DisableOperator", subject="qian")).why == ["已经如此设置。"]
        assert (await desk.do("/operators/qian", "EnableOperator", subject="qian")).status == 200
        await theirs.enter(other)
    assert await stocked(cloud) == 0
    alone = await cloud.service.database.write(lambda unit: people.disable(unit, "qian", cloud.now))
    assert getattr(alone, "name", "") == "qian"
    last = await cloud.service.database.write(lambda unit: people.disable(unit, "zhao", cloud.now))
    assert getattr(last, "code", "") == "operator_last"


async def test_a_new_operator_is_told_his_password_once(cloud: Cloud, desk: Desk) -> None:
    answer = await desk.do("/operators", "AddOperator", name="sun")
    assert "otpauth://totp/" in answer.text
    assert "otpauth" not in (await desk.get("/operators")).text
    assert (await desk.do("/operators", "AddOperator", name="SUN")).why == ["已有名为“SUN”的运营人员。"]
    assert (await desk.do("/operators", "AddOperator", name="a b")).why == [
        "用户名为 2 至 32 个字母、汉字、数字或 . _ -，以字母或汉字开头。"
    ]
    reset = await desk.do("/operators/sun", "ResetOperator", subject="sun")
    assert "otpauth://totp/" in reset.text
    kept = await cloud.service.database.read(operators.every)
    assert sorted(each.name for each in kept) == ["sun", "zhao"]
    told = "\n".join(each.words for each in await entries(cloud))
    assert "otpauth" not in told
    assert PASSWORD not in told
    assert await is_whole(cloud)


async def test_what_no_browser_would_send_is_turned_away(cloud: Cloud, desk: Desk) -> None:
    await desk.get("/seals")
    async with desk.http.put("/seals", headers={"Origin": desk.base}) as answer:
        assert answer.status == 405
    large = await desk.post("/seals", {"csrftoken": desk.token, **DELIVERY, "more": "x" * 70_000})
    assert large.status == 413
    assert await _unmeasured(desk.base) == b"411"
    assert (await desk.post("/seals", {"csrftoken": desk.token, "act": "Nonsense"})).status == 404
    for path in ("/seals/NOSUCH1", "/trail/99999999999999999999", "/trail/x", "/quotas/a/b", "/organizations/%00"):
        assert (await desk.get(path)).status == 404, path
    found = await cloud.service.database.read(lambda view: across.rows(view, Organization))
    assert found == []


async def _unmeasured(base: str) -> bytes:
    """The answer to a form that says a length and goes on in pieces beyond it."""
    host = urlsplit(base).netloc
    head = f"POST /login HTTP/1.1\r\nHost: {host}\r\nOrigin: {base}\r\nContent-Length: 5\r\n"
    name, port = host.split(":")
    reader, writer = await asyncio.open_connection(name, int(port))
    writer.write(head.encode() + b"Transfer-Encoding: chunked\r\n\r\n5\r\nname=\r\n0\r\n\r\n")
    try:
        return (await reader.readline()).split()[1]
    finally:
        writer.close()


async def test_no_page_lets_anything_from_elsewhere_in(cloud: Cloud, desk: Desk) -> None:
    for path in ("/", "/seals", "/login", "/nothing"):
        answer = await desk.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script" not in policy
        assert answer.headers["Cache-Control"] == "no-store"
        assert "http://" not in answer.text.replace(desk.base, "")
        assert "https://" not in answer.text
        assert "<script" not in answer.text


async def test_the_session_is_no_scripts_business(cloud: Cloud, person: Person) -> None:
    async with Desk(cloud) as desk:
        await desk.get("/login")
        fields = {"csrftoken": desk.token, "name": "zhao", "password": PASSWORD, "code": person.next_code()}
        async with desk.http.post("/login", data=fields, headers={"Origin": desk.base}, allow_redirects=False) as made:
            cookie = next(each for each in made.headers.getall("Set-Cookie") if each.startswith(COOKIE))
            assert "HttpOnly" in cookie
            assert "SameSite=strict" in cookie
        for wanted in (
            "//evil.example/",
            "http://[",
            "https://evil.example/",
            "/\\evil.example",
            "javascript:alert(1)",
        ):
            async with desk.http.get("/login", params={"next": wanted}, allow_redirects=False) as on:
                assert on.headers["Location"].startswith("/")
                assert not on.headers["Location"].startswith(("//", "/\\"))


@pytest.mark.parametrize("language", ["zh-CN", "en"])
async def test_both_languages_from_the_first_page_on(cloud: Cloud, person: Person, language: str) -> None:
    async with Desk(cloud, language=language) as desk:
        answer = await desk.sign_in("zhao", "x", "1")
        assert answer.why == [
            WRONG if language == "zh-CN" else "Name, password or code is wrong. Each code is good once."
        ]
        await desk.enter(person)
        assert ("概览" if language == "zh-CN" else "Overview") in (await desk.get("/")).text
        other = await desk.get(f"/choose/{'en' if language == 'zh-CN' else 'zh'}?next=/seals")
        assert other.path == "/seals"
        assert ("Seals and delivery" if language == "zh-CN" else "印章与交付") in other.text
