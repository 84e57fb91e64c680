"""The operator's trail: nothing of it is changed, left out or cut off unseen."""

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy import delete, update

from cloud.main import main
from cloud.operator import trail
from cloud.operator.trail import Deed
from cloud.store import operators, tables
from cloud.store.unit import Unit
from tests.cloud.operator.desk import Desk, entries, is_whole
from tests.cloud.world import Cloud, Person

TABLE = tables.operator_audit


async def some(cloud: Cloud, count: int = 4) -> None:
    for number in range(count):
        await cloud.service.database.write(
            lambda unit, number=number: trail.note(
                cloud.service, unit, "zhao", "127.0.0.1", Deed("SetQuota", "o", str(number), {"most": "3"}), cloud.now
            )
        )


def _change(**values: object) -> Callable[[Unit], object]:
    return lambda unit: unit.connection.execute(update(TABLE).where(TABLE.c.number == 2).values(**values))


@pytest.mark.parametrize(
    ("change", "at"),
    [
        (_change(words="{}"), 2),
        (_change(operator="qian"), 2),
        (_change(at=1), 2),
        (_change(code="x"), 2),
        (_change(head="0" * 64), 2),
        (lambda unit: unit.connection.execute(delete(TABLE).where(TABLE.c.number == 2)), 2),
        (lambda unit: unit.connection.execute(delete(TABLE).where(TABLE.c.number == 4)), 4),
        (lambda unit: unit.connection.execute(delete(TABLE)), 1),
        (lambda unit: unit.connection.execute(delete(tables.meta).where(tables.meta.c.name == operators.HEAD)), 5),
    ],
)
async def test_a_change_is_seen(cloud: Cloud, change: Callable[[Unit], object], at: int) -> None:
    await some(cloud)
    assert await is_whole(cloud)
    await cloud.service.database.write(change)
    key = cloud.service.keys.platform.public
    assert (await cloud.service.database.read(lambda view: trail.verify(view, key))).broken_at == at


async def test_a_chain_that_is_made_anew_lacks_the_signature(cloud: Cloud) -> None:
    """Who has the database alone can reckon the heads, but sign none."""
    await some(cloud)
    kept = await cloud.service.database.read(operators.signed_head)

    def forge(unit: Unit) -> None:
        unit.connection.execute(delete(TABLE))
        for number in range(4):
            trail.note(cloud.service, unit, "qian", "", Deed("SetQuota", "o", str(number)), cloud.now)
        unit.connection.execute(update(tables.meta).where(tables.meta.c.name == operators.HEAD).values(value=kept))

    await cloud.service.database.write(forge)
    assert not await is_whole(cloud)


async def test_the_command_line_says_whether_it_is_whole(
    cloud: Cloud, owner: Person, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if cloud.settings.database:
        monkeypatch.setenv("SIGNET_CLOUD_DATABASE", cloud.settings.database)
    words = ["--data", str(cloud.settings.data), "--maker-root", str(cloud.settings.maker_root), "--verify"]
    await some(cloud)
    head = (await entries(cloud))[-1].head
    assert await asyncio.to_thread(main, words) == 0
    assert f"operators 4 {head} whole\n" in capsys.readouterr().out
    await cloud.service.database.write(_change(operator="qian"))
    assert await asyncio.to_thread(main, words) == 1
    assert "operators 4" in (said := capsys.readouterr().out)
    assert "BROKEN at entry 2" in said


async def test_what_is_done_at_the_command_line_stands_there_as_well(
    cloud: Cloud, owner: Person, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.cloud.test_operating import command, door

    with door(cloud):
        assert await command(cloud, "operator", "add", "li") == 0
        told = capsys.readouterr().out
        assert "otpauth://totp/Signet:li?" in told
        assert await command(cloud, "operator", "add", "li") == 1
        assert "There is an operator named “li” already" in capsys.readouterr().err
        assert await command(cloud, "operator", "list") == 0
        assert capsys.readouterr().out == "li: has chosen no password yet\nzhao: may sign in\n"
        for act, said in (("disable", "li may sign in no more."), ("enable", "li may sign in."), ("reset", "password")):
            assert await command(cloud, "operator", act, "li") == 0
            assert said in capsys.readouterr().out
        assert await command(cloud, "operator", "disable", "nobody") == 1
    found = [(each.act, each.operator, each.subject) for each in await entries(cloud)]
    assert found[-4:] == [
        (act, "", "li") for act in ("AddOperator", "DisableOperator", "EnableOperator", "ResetOperator")
    ]
    assert "本机命令行" in (await desk.get("/trail")).text
    assert all("otpauth" not in each.words for each in await entries(cloud))
