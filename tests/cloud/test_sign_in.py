"""Signing in by phone and code, staying signed in, and being signed out."""

import asyncio
from pathlib import Path

import pytest

from cloud.tokens import ACCESS_MS
from protocol import sync
from protocol.keys import SigningKey
from protocol.sync import SignedIn
from tests.cloud.world import Cloud, Person, Problem, running


def sign_in(person: Person, code: str) -> sync.SignIn:
    keys = {"signing": person.signing.public, "static": person.static.public}
    return sync.SignIn(phone=person.phone, code=code, console_name="PC", **keys)


def other(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


@pytest.mark.req("R-046")
async def test_a_person_of_no_organization_is_let_in_and_told_so(cloud: Cloud) -> None:
    person = await Person.sign_in(cloud, "19900000009")
    assert person.signed_in.organizations == []
    assert person.signed_in.name == "19900000009"


async def test_the_owner_is_told_his_name_and_organization(cloud: Cloud, owner: Person) -> None:
    assert owner.signed_in.name == "王主任"
    assert owner.signed_in.organizations == [owner.organization]


async def test_a_known_and_an_unknown_phone_are_answered_alike(cloud: Cloud, owner: Person) -> None:
    answers = [
        await cloud.request("POST", "/v1/sign-in/code", sync.AskCode(phone=phone))
        for phone in ("19900000001", "19900000777")
    ]
    assert answers == [b"", b""]
    stranger = Person(cloud, "19900000777")
    for phone in ("19900000001", "19900000777"):
        stranger.phone = phone
        with pytest.raises(Problem, match="403 code_wrong") as refused:
            await cloud.request("POST", "/v1/sign-in", sign_in(stranger, "x"))
        assert "4" in refused.value.said.sentence


@pytest.mark.parametrize("phone", ["12345", "", "phone", "+8612", "１９９"])
async def test_what_is_no_phone_number_is_refused(cloud: Cloud, phone: str) -> None:
    with pytest.raises(Problem, match="422 phone_wrong"):
        await cloud.request("POST", "/v1/sign-in/code", sync.AskCode(phone=phone))


async def test_one_number_however_it_is_written(cloud: Cloud, owner: Person) -> None:
    for phone in ("199 0000 0001", "+86 199-0000-0001", "+8619900000001"):
        person = await Person.sign_in(cloud, phone)
        assert person.signed_in.user == owner.signed_in.user


async def test_the_fifth_wrong_code_ends_it(cloud: Cloud) -> None:
    person = Person(cloud, "19900000009")
    code = await cloud.code(person.phone)
    for left in (4, 3, 2, 1):
        with pytest.raises(Problem, match="403 code_wrong") as refused:
            await cloud.request("POST", "/v1/sign-in", sign_in(person, other(code)))
        assert str(left) in refused.value.said.sentence
    for wrong_or_right in (other(code), code):
        with pytest.raises(Problem, match="403 code_over"):
            await cloud.request("POST", "/v1/sign-in", sign_in(person, wrong_or_right))


async def test_a_code_is_good_once_and_for_five_minutes(cloud: Cloud) -> None:
    person = Person(cloud, "19900000009")
    code = await cloud.code(person.phone)
    await cloud.request("POST", "/v1/sign-in", sign_in(person, code))
    with pytest.raises(Problem, match="403 code_over"):
        await cloud.request("POST", "/v1/sign-in", sign_in(person, code))
    code = await cloud.code(person.phone)
    cloud.now += 5 * 60 * 1000
    with pytest.raises(Problem, match="403 code_over"):
        await cloud.request("POST", "/v1/sign-in", sign_in(person, code))
    assert await cloud.request("GET", "/demo/inbox") == b"[]"


async def test_codes_cannot_be_had_too_often(tmp_path: Path, database_url: str | None) -> None:
    async with running(tmp_path, database=database_url, code_every_s=60, codes_per_hour=3) as cloud:
        for _ in range(3):
            await cloud.code("19900000009")
            cloud.now += 59_999
            with pytest.raises(Problem, match="429 codes_too_often"):
                await cloud.code("19900000009")
            cloud.now += 1
        with pytest.raises(Problem, match="429 codes_too_often"):
            await cloud.code("19900000009")
        await cloud.code("19900000010")
        cloud.now += 3600_000
        await cloud.code("19900000009")


PROXY = "127.0.0.1"


async def ask(cloud: Cloud, phone: str, address: str) -> None:
    """As a proxy on the cloud's own computer tells who asks."""
    headers = {"X-Forwarded-For": address}
    await cloud.request("POST", "/v1/sign-in/code", sync.AskCode(phone=phone), headers=headers)


async def test_who_asks_for_codes_for_another_does_not_lock_him_out(tmp_path: Path, database_url: str | None) -> None:
    async with running(tmp_path, database=database_url, proxy=PROXY, code_every_s=60, codes_per_hour=3) as cloud:
        victim = Person(cloud, "19900000009")
        for _ in range(3):
            await ask(cloud, victim.phone, "198.51.100.7")
            cloud.now += 60_000
        with pytest.raises(Problem, match="429 codes_too_often"):
            await ask(cloud, victim.phone, "198.51.100.7")
        await ask(cloud, victim.phone, "198.51.100.8")
        code = await cloud.delivered(victim.phone)
        await ask(cloud, victim.phone, "198.51.100.9")  # another stranger
        await cloud.request("POST", "/v1/sign-in", sign_in(victim, code))


async def test_one_address_and_one_number_have_their_limits(tmp_path: Path, database_url: str | None) -> None:
    limits = {"code_every_s": 60, "codes_per_hour": 10, "codes_per_day": 5, "codes_per_address": 3}
    async with running(tmp_path, database=database_url, proxy=PROXY, **limits) as cloud:
        for number in range(3):
            await ask(cloud, f"1990000001{number}", "198.51.100.7")
        with pytest.raises(Problem, match="429 codes_too_often"):
            await ask(cloud, "19900000013", "198.51.100.7")
        for last in range(5):
            await ask(cloud, "19900000013", f"203.0.113.{last}")
        with pytest.raises(Problem, match="429 codes_too_often"):
            await ask(cloud, "19900000013", "203.0.113.9")
        cloud.now += 24 * 3600 * 1000
        await ask(cloud, "19900000013", "203.0.113.9")


@pytest.mark.parametrize("good", ["first", "second"])
async def test_the_code_before_stays_good_beside_the_newer_but_both_are_used_by_one(cloud: Cloud, good: str) -> None:
    person = Person(cloud, "19900000009")
    codes = {"first": await cloud.code(person.phone), "second": await cloud.code(person.phone)}
    await cloud.request("POST", "/v1/sign-in", sign_in(person, codes[good]))
    for code in codes.values():
        with pytest.raises(Problem, match="403 code_over"):
            await cloud.request("POST", "/v1/sign-in", sign_in(person, code))


async def test_a_wrong_try_counts_for_both(cloud: Cloud) -> None:
    person = Person(cloud, "19900000009")
    first, second = await cloud.code(person.phone), await cloud.code(person.phone)
    wrong = next(f"{n:06}" for n in range(3) if f"{n:06}" not in (first, second))
    for _ in range(5):
        with pytest.raises(Problem, match="403 code_"):
            await cloud.request("POST", "/v1/sign-in", sign_in(person, wrong))
    for code in (first, second):
        with pytest.raises(Problem, match="403 code_over"):
            await cloud.request("POST", "/v1/sign-in", sign_in(person, code))


async def test_an_access_token_lives_ten_minutes(cloud: Cloud, owner: Person) -> None:
    assert owner.signed_in.access_expires == cloud.now + ACCESS_MS
    await owner.pull()
    cloud.now += ACCESS_MS
    with pytest.raises(Problem, match="401 signed_out"):
        await owner.pull()


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer x", "Bearer a.b.c", "Basic eDp5", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."]
)
async def test_without_a_token_of_this_cloud_nobody_speaks(cloud: Cloud, header: str) -> None:
    with pytest.raises(Problem, match="401 signed_out"):
        await cloud.request("GET", "/v1/pull", headers={"Authorization": header})


async def test_a_token_of_another_key_is_refused(cloud: Cloud, owner: Person) -> None:
    from cloud.tokens import Speaker, issue_access

    forged, _ = issue_access(Speaker(owner.signed_in.user, owner.signed_in.console), SigningKey.generate(), cloud.now)
    with pytest.raises(Problem, match="401 signed_out"):
        await cloud.request("GET", "/v1/pull", headers={"Authorization": f"Bearer {forged}"})


async def refresh(cloud: Cloud, token: str) -> SignedIn:
    return await cloud.ask(SignedIn, "POST", "/v1/sign-in/refresh", sync.Refresh(refresh=token))


async def test_refreshing_goes_on_as_the_same_console(cloud: Cloud, owner: Person) -> None:
    first = owner.signed_in
    cloud.now += ACCESS_MS
    owner.signed_in = await refresh(cloud, first.refresh)
    assert (owner.signed_in.user, owner.signed_in.console) == (first.user, first.console)
    assert owner.signed_in.refresh != first.refresh
    await owner.pull()


async def test_an_answer_that_got_lost_is_asked_for_again(cloud: Cloud, owner: Person) -> None:
    lost = await refresh(cloud, owner.signed_in.refresh)
    owner.signed_in = await refresh(cloud, owner.signed_in.refresh)
    assert owner.signed_in.refresh != lost.refresh
    with pytest.raises(Problem, match="401 signed_out"):  # it was replaced before anybody used it
        await refresh(cloud, lost.refresh)
    await owner.pull()


async def test_a_refresh_token_used_twice_signs_the_console_out(cloud: Cloud, owner: Person) -> None:
    stolen = owner.signed_in.refresh
    owner.signed_in = await refresh(cloud, stolen)
    owner.signed_in = await refresh(cloud, owner.signed_in.refresh)
    with pytest.raises(Problem, match="401 signed_out"):
        await refresh(cloud, stolen)
    with pytest.raises(Problem, match="401 signed_out"):
        await owner.pull()
    with pytest.raises(Problem, match="401 signed_out"):
        await refresh(cloud, owner.signed_in.refresh)
    console = owner.signed_in.console
    assert (await owner.enter()).console == console
    await owner.pull()


async def test_a_lost_answer_is_not_asked_for_after_a_minute(cloud: Cloud, owner: Person) -> None:
    await refresh(cloud, owner.signed_in.refresh)
    cloud.now += 60_001
    with pytest.raises(Problem, match="401 signed_out"):
        await refresh(cloud, owner.signed_in.refresh)


async def test_signing_out_closes_every_door(cloud: Cloud, owner: Person) -> None:
    async with cloud.http.ws_connect("/v1/live", headers=owner.headers) as channel:
        await channel.receive()
        await owner.request("POST", "/v1/sign-out")
        closing = [await asyncio.wait_for(channel.receive(), 5) for _ in range(2)]
        assert channel.closed, closing
    for attempt in (owner.pull(), refresh(cloud, owner.signed_in.refresh), owner.request("POST", "/v1/sign-out")):
        with pytest.raises(Problem, match="401 signed_out"):
            await attempt


async def test_sentences_come_in_the_language_that_is_asked_for(cloud: Cloud) -> None:
    for languages, expected in [
        ("en", "This is not a phone number."),
        ("zh-CN,en", "手机号格式不正确。"),
        ("fr", "手机号格式不正确。"),
    ]:
        with pytest.raises(Problem) as refused:
            await cloud.request(
                "POST", "/v1/sign-in/code", sync.AskCode(phone="1"), headers={"Accept-Language": languages}
            )
        assert (refused.value.said.sentence, refused.value.said.field) == (expected, "phone")
