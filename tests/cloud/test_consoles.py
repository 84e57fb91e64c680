"""My consoles, and the log of my sign-ins: what the cloud tells of them, and signing one out from afar."""

import asyncio

import pytest

from cloud.store.consoles import SEEN_EVERY_MS
from domain.consoles import Console
from domain.sign_ins import KEPT, Outcome, SignInAttempt
from protocol import sync
from tests.cloud.test_sign_in import other, refresh, sign_in
from tests.cloud.world import Cloud, Person, Problem, Replica, pull_all

MINE = ""


async def own(person: Person) -> Replica:
    """All of a person's own rows, from the beginning."""
    person.cursors.pop(MINE, None)
    return await pull_all(person, organization=MINE)


async def mine(person: Person) -> dict[str, Console]:
    """By id."""
    return {row.id: row for row in (await own(person)).of(Console)}


async def log(person: Person) -> list[tuple[Outcome, str]]:
    """Oldest first."""
    rows = sorted((await own(person)).of(SignInAttempt), key=lambda row: row.at)
    return [(row.outcome, row.console) for row in rows]


async def again(person: Person) -> Person:
    """The same person at another console."""
    second = Person(person.cloud, person.phone)
    await second.enter()
    return second


async def sign_out(person: Person, id: str) -> None:
    await person.request("POST", f"/v1/consoles/{id}/sign-out")


async def call(person: Person, id: str, name: str) -> None:
    await person.request("POST", f"/v1/consoles/{id}/name", sync.NameConsole(name=name))


@pytest.mark.req("R-042")
async def test_a_console_stands_in_its_persons_own_rows(cloud: Cloud, owner: Person) -> None:
    second = await again(owner)
    found = await mine(second)
    assert set(found) == {owner.signed_in.console, second.signed_in.console}
    (row,) = [row for row in found.values() if row.id == second.signed_in.console]
    assert (row.name, row.created_at, row.last_seen, row.signed_out_at) == ("PC", cloud.now, cloud.now, None)
    member = await owner.add("周二", "19900000002")
    assert set(await mine(member)) == {member.signed_in.console}


async def test_it_is_seen_once_an_hour_however_much_it_speaks(cloud: Cloud, owner: Person) -> None:
    began, token = cloud.now, owner.signed_in.refresh
    for minutes, seen in ((10, 0), (58, 0), (60, 60), (70, 60), (121, 121)):
        cloud.now = began + minutes * 60_000
        owner.signed_in = await refresh(cloud, token)
        token = owner.signed_in.refresh
        (row,) = (await mine(owner)).values()
        assert row.last_seen == began + seen * 60_000
    assert SEEN_EVERY_MS == 60 * 60_000


@pytest.mark.req("R-297")
async def test_signing_out_from_afar_closes_every_door_at_once(cloud: Cloud, owner: Person) -> None:
    lost = await again(owner)
    async with cloud.http.ws_connect("/v1/live", headers=lost.headers) as channel:
        await channel.receive()
        await sign_out(owner, lost.signed_in.console)
        async with asyncio.timeout(5):
            while not channel.closed:
                await channel.receive()
    for attempt in (lost.pull(), refresh(cloud, lost.signed_in.refresh), sign_out(lost, owner.signed_in.console)):
        with pytest.raises(Problem, match="401 signed_out"):
            await attempt
    found = await mine(owner)
    assert found[lost.signed_in.console].signed_out_at == cloud.now
    assert found[owner.signed_in.console].signed_out_at is None
    await sign_out(owner, lost.signed_in.console)
    assert [outcome for outcome, _ in await log(owner)].count(Outcome.SIGNED_OUT_AFAR) == 1
    await lost.enter()
    assert (await mine(owner))[lost.signed_in.console].signed_out_at is None


async def test_a_console_can_be_called_something_and_keeps_that_name(cloud: Cloud, owner: Person) -> None:
    id = owner.signed_in.console
    await call(owner, id, "  前台电脑 ")
    assert (await mine(owner))[id].name == "前台电脑"
    await owner.enter()
    assert (await mine(owner))[id].name == "前台电脑"
    assert (await log(owner))[-1] == (Outcome.OK, "前台电脑")


@pytest.mark.parametrize("name", ["", "   ", "a\nb", "\0"])
async def test_what_is_no_name_is_refused(cloud: Cloud, owner: Person, name: str) -> None:
    with pytest.raises(Problem, match="400 malformed") as refused:
        await call(owner, owner.signed_in.console, name)
    assert refused.value.said.field == "name"
    body = sync.SignIn(
        phone=owner.phone,
        code=await cloud.code(owner.phone),
        console_name=name,
        signing=owner.signing.public,
        static=owner.static.public,
    )
    with pytest.raises(Problem, match="400 malformed"):
        await cloud.request("POST", "/v1/sign-in", body)


async def test_consoles_of_others_and_none_at_all_answer_alike(cloud: Cloud, owner: Person) -> None:
    member = await owner.add("周二", "19900000002")
    for id in (owner.signed_in.console, "nothing", "%00"):
        with pytest.raises(Problem) as out:
            await sign_out(member, id)
        with pytest.raises(Problem) as named:
            await call(member, id, "x")
        expected = "malformed" if id == "%00" else "not_found"
        assert (out.value.code, named.value.code) == (expected, expected)
    await owner.pull()


async def test_the_log_tells_what_was_tried_and_what_came_of_it(cloud: Cloud, owner: Person) -> None:
    code = await cloud.code(owner.phone)
    thief = Person(cloud, owner.phone)
    with pytest.raises(Problem, match="403 code_wrong"):
        await cloud.request("POST", "/v1/sign-in", sign_in(thief, other(code)))
    cloud.now += 1
    await owner.request("POST", "/v1/sign-out")
    cloud.now += 1
    await owner.enter()
    cloud.now += 1
    stolen = owner.signed_in.refresh
    owner.signed_in = await refresh(cloud, stolen)
    owner.signed_in = await refresh(cloud, owner.signed_in.refresh)
    with pytest.raises(Problem, match="401 signed_out"):
        await refresh(cloud, stolen)
    cloud.now += 1
    await owner.enter()
    assert await log(owner) == [
        (Outcome.OK, "PC"),
        (Outcome.WRONG_CODE, "PC"),
        (Outcome.SIGNED_OUT, "PC"),
        (Outcome.OK, "PC"),
        (Outcome.REUSED, "PC"),
        (Outcome.OK, "PC"),
    ]


async def test_a_try_at_nobodys_number_and_at_no_code_is_not_written_down(cloud: Cloud, owner: Person) -> None:
    nobody = Person(cloud, "19900000777")
    code = await cloud.code(nobody.phone)
    with pytest.raises(Problem, match="403 code_wrong"):
        await cloud.request("POST", "/v1/sign-in", sign_in(nobody, other(code)))
    await nobody.enter()
    assert await log(nobody) == [(Outcome.OK, "PC")]
    stranger = Person(cloud, owner.phone)
    for _ in range(3):
        with pytest.raises(Problem, match="403 code_over"):
            await cloud.request("POST", "/v1/sign-in", sign_in(stranger, "000000"))
    assert await log(owner) == [(Outcome.OK, "PC")]


async def test_the_newest_two_hundred_are_kept_and_consoles_forget_the_others(cloud: Cloud, owner: Person) -> None:
    replica = await pull_all(owner, organization=MINE)
    first = cloud.now
    for _ in range(KEPT):
        cloud.now += 1
        await owner.enter()
    rows = (await pull_all(owner, replica, organization=MINE)).of(SignInAttempt)
    assert sorted(row.at for row in rows) == list(range(first + 1, first + KEPT + 1))
    assert len((await own(owner)).of(SignInAttempt)) == KEPT
