"""The whole conversation: online, offline, restarted, two consoles."""

import asyncio
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.models import meta, outbox, replica
from app.sync.errors import Offline
from app.sync.lane import Pace
from domain.ids import new_id
from domain.members import AddMember
from domain.organization import Member, Organization, Role
from domain.templates import AddTemplate, Template
from protocol.sync import SCHEMA, Page
from tests.app.console import BRISK, Console, console, losing
from tests.app.sync.conftest import OWNER
from tests.cloud.world import Cloud, Person, pull_all
from tests.databases import Backup


def template(owner: Person, name: str = "合同") -> AddTemplate:
    return AddTemplate(id=new_id(), name=name, approvers=[owner.member])


def member(phone: str = "19900000002", name: str = "周二") -> AddMember:
    return AddMember(id=new_id(), name=name, phone=phone, role=Role.MEMBER)


async def names(pc: Console, owner: Person) -> set[str]:
    return {row.name for row in await pc.rows(owner.organization, Template)}


@pytest.mark.rule(3)
async def test_the_window_fills_and_an_act_goes_up_and_comes_back(pc: Console, owner: Person) -> None:
    (organization,) = await pc.until(lambda tx: replica.all(tx, Organization, owner.organization))
    assert organization.name == "示例公司"
    await pc.do(owner.organization, template(owner))
    (shown,) = await pc.shown(owner.organization, Template)
    assert shown.pending
    await pc.settled()
    (shown,) = await pc.shown(owner.organization, Template)
    assert not shown.pending
    await pc.reached(lambda state: state.online and not state.waiting_acts and state.last_sync == pc.cloud.now)


async def test_what_another_console_does_arrives_by_the_live_channel(pc: Console, owner: Person) -> None:
    await pc.until(lambda tx: replica.all(tx, Organization, owner.organization))
    await owner.done(template(owner))
    await pc.until(lambda tx: replica.all(tx, Template, owner.organization))


async def test_without_the_live_channel_a_look_from_time_to_time_is_enough(
    tmp_path: Path, cloud: Cloud, owner: Person
) -> None:
    pc = Console(tmp_path / "pc", cloud, Pace(first=0.01, most=0.05, poll=0.05))
    await pc.enter(OWNER)

    def broken() -> None:
        raise Offline("no channel here")

    pc.client.live = broken  # type: ignore[method-assign, assignment]
    await pc.open()
    await pc.until(lambda tx: replica.all(tx, Organization, owner.organization))
    await owner.done(template(owner))
    await pc.until(lambda tx: replica.all(tx, Template, owner.organization))
    await pc.close()


@pytest.mark.rule(4)
async def test_offline_everything_is_read_and_acts_wait_through_a_restart(
    pc: Console, cloud: Cloud, owner: Person
) -> None:
    await owner.done(template(owner, "旧"))
    await pc.until(lambda tx: replica.all(tx, Template, owner.organization))
    await cloud.stop()
    await pc.reached(lambda state: state.online is False)
    await pc.do(owner.organization, template(owner, "新"))
    await pc.do(owner.organization, member())
    await pc.reached(lambda state: state.waiting_acts == 2)

    await pc.close()
    await pc.open()
    assert await names(pc, owner) == {"旧", "新"}
    await pc.reached(lambda state: state.online is False and state.waiting_acts == 2)

    await cloud.start()
    await pc.settled()
    assert await names(pc, owner) == {"旧", "新"}
    held = await pull_all(owner)
    assert sorted(row.name for row in held.of(Template)) == ["新", "旧"]
    assert sorted(row.name for row in held.of(Member)) == ["周二", "王主任"]


@pytest.mark.rule(2, 3)
async def test_a_refused_act_is_shown_with_its_reason_and_keeps_nobody_waiting(pc: Console, owner: Person) -> None:
    await pc.until(lambda tx: replica.me(tx, owner.organization))
    await pc.close()
    await pc.open(sync=False)
    id = await pc.do(owner.organization, member(name="周二"))
    await pc.do(owner.organization, template(owner))
    await owner.done(member(name="别人"))  # the same phone number, and sooner there
    pc.start()
    await pc.settled()
    (refused,) = await pc.desk.refused()
    assert (refused.id, refused.code, refused.field) == (id, "phone_already_member", "phone")
    assert refused.sentence == "该手机号已是本单位成员。"
    assert await names(pc, owner) == {"合同"}
    assert [row.name for row in await pc.rows(owner.organization, Member) if row.phone.endswith("2")] == ["别人"]
    await pc.reached(lambda state: state.refused == 1)
    await pc.desk.dismiss(id)
    await pc.reached(lambda state: state.refused == 0)


@pytest.mark.rule(1)
async def test_a_lost_answer_is_asked_for_again_and_nothing_is_done_twice(pc: Console, owner: Person) -> None:
    await pc.until(lambda tx: replica.me(tx, owner.organization))
    losing(pc.client, "push")()
    await pc.do(owner.organization, template(owner))
    await pc.settled()
    assert await pc.desk.refused() == []
    assert [row.name for row in (await pull_all(owner)).of(Template)] == ["合同"]


@pytest.mark.rule(1)
async def test_a_copied_database_opens_a_stream_of_its_own(
    tmp_path: Path, pc: Console, cloud: Cloud, owner: Person
) -> None:
    await pc.until(lambda tx: replica.me(tx, owner.organization))
    await pc.do(owner.organization, template(owner, "以前"))
    await pc.settled()
    await pc.close()
    pc.profile.rename(tmp_path / "kept")
    (tmp_path / "copy").mkdir()
    for name in ("pc", "copy"):
        copy_tree(tmp_path / "kept", tmp_path / name)
    copy = Console(tmp_path / "copy", cloud)
    await pc.open(sync=False)
    await copy.open(sync=False)
    stream = await pc.store.run(outbox.stream)
    assert await copy.store.run(outbox.stream) == stream
    await pc.do(owner.organization, template(owner, "这里"))
    await copy.do(owner.organization, template(owner, "那里"))
    for each in (pc, copy):
        each.start()
        await each.settled()
    assert await copy.store.run(outbox.stream) != stream
    expected = ["以前", "这里", "那里"]
    assert sorted(row.name for row in (await pull_all(owner)).of(Template)) == sorted(expected)
    await pc.until(lambda tx: len(replica.all(tx, Template, owner.organization)) == 3)
    await copy.close()


def copy_tree(source: Path, target: Path) -> None:
    import shutil

    shutil.copytree(source, target, dirs_exist_ok=True)


@pytest.mark.rule(7)
async def test_a_restored_cloud_is_told_again_what_it_has_forgotten(
    pc: Console, cloud: Cloud, owner: Person, backup: Backup
) -> None:
    await pc.until(lambda tx: replica.me(tx, owner.organization))
    await pc.do(owner.organization, template(owner, "备份之前"))
    await pc.settled()
    await cloud.stop()
    backup.keep()
    await cloud.start()
    await pc.do(owner.organization, template(owner, "备份之后"))
    await pc.settled()
    await pc.reached(lambda state: state.online)
    await cloud.stop()
    epoch = backup.restore().epoch
    await cloud.start()
    pc.engine.poke()
    await pc.until(lambda tx: meta.get(tx, meta.EPOCH) == epoch)
    await pc.until(lambda tx: len(replica.all(tx, Template, owner.organization)) == 2)
    await pc.settled()
    assert await pc.desk.refused() == []
    assert await names(pc, owner) == {"备份之前", "备份之后"}


@pytest.mark.rule(5)
async def test_a_right_withdrawn_takes_its_rows_with_it(
    pc: Console, cloud: Cloud, owner: Person, tmp_path: Path
) -> None:
    clerk = member()
    await owner.done(clerk)
    async with console(tmp_path / "clerk", cloud, clerk.phone) as other:
        row = await other.until(lambda tx: replica.me(tx, owner.organization))
        assert await other.rows(owner.organization, Organization)
        gone = msgspec.structs.replace(row, active=False)
        await cloud.service.database.write(lambda unit: unit.put(gone))
        await other.until(lambda tx: not replica.organizations(tx))
        await other.until(lambda tx: not replica.all(tx, Member, owner.organization, user=owner.signed_in.user))
        back = msgspec.structs.replace(row, active=True)
        await cloud.service.database.write(lambda unit: unit.put(back))
        await other.until(lambda tx: len(replica.all(tx, Member, owner.organization)) == 2)


@pytest.mark.req("R-046")
async def test_who_joins_an_organization_sees_it_at_once(tmp_path: Path, cloud: Cloud, owner: Person) -> None:
    pc = Console(tmp_path / "new", cloud)
    assert not await pc.enter("19900000002")
    await pc.open()
    await pc.reached(lambda state: state.online)
    assert await pc.store.run(replica.organizations) == []
    await owner.done(member())
    await pc.until(lambda tx: replica.all(tx, Organization, owner.organization))
    await pc.close()


async def test_a_token_that_has_run_out_is_renewed_by_the_way(pc: Console, cloud: Cloud, owner: Person) -> None:
    await pc.until(lambda tx: replica.me(tx, owner.organization))
    for _ in range(3):
        cloud.now += 11 * 60 * 1000
        await pc.do(owner.organization, template(owner, str(cloud.now)))
        await pc.settled()
    assert pc.engine.state.problem is None


async def test_signed_out_from_afar_is_said_and_signing_in_again_goes_on(
    pc: Console, cloud: Cloud, owner: Person
) -> None:
    await pc.until(lambda tx: replica.me(tx, owner.organization))
    await pc.client.sign_out()
    await pc.do(owner.organization, template(owner))
    await pc.reached(lambda state: state.problem == "signed_out")
    assert pc.account.known is not None
    assert not pc.account.known.signed_in
    await pc.enter(OWNER)
    pc.engine.poke()
    await pc.settled()
    await pc.reached(lambda state: state.problem is None)
    assert await pc.desk.refused() == []


async def test_an_act_that_the_cloud_cannot_even_read_keeps_nobody_waiting(
    pc: Console, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await pc.until(lambda tx: replica.me(tx, owner.organization))
    ids = iter([new_id(), "x" * 65, new_id()])
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "new_id", lambda at=None: next(ids))
        await pc.store.run(
            lambda tx: [
                outbox.add(tx, owner.organization, template(owner, name), pc.cloud.now, pc.account.sign)
                for name in ("一", "二", "三")
            ]
        )
    await pc.settled()
    assert [(act.id, act.code) for act in await pc.desk.refused()] == [("x" * 65, "malformed")]
    assert await names(pc, owner) == {"一", "三"}


async def test_on_closing_what_fits_is_still_sent(tmp_path: Path, cloud: Cloud, owner: Person) -> None:
    pc = Console(tmp_path / "pc", cloud, BRISK)
    await pc.enter(OWNER)
    await pc.open()
    await pc.until(lambda tx: replica.me(tx, owner.organization))
    await pc.reached(lambda state: state.online)
    await pc.do(owner.organization, template(owner))
    await pc.engine.stop()
    assert (await pc.store.run(outbox.counts)).waiting == 0
    pc.running = False
    await pc.close()
    assert [row.name for row in (await pull_all(owner)).of(Template)] == ["合同"]


@pytest.mark.rule(10)
async def test_a_cloud_of_another_version_changes_nothing_here(pc: Console, owner: Person) -> None:
    import zstandard

    await pc.until(lambda tx: replica.me(tx, owner.organization))
    pull = pc.client.pull

    async def newer(*args: Any, **more: Any) -> bytes:
        page = msgspec.json.decode(zstandard.ZstdDecompressor().decompress(await pull(*args, **more)), type=Page)
        body = msgspec.json.encode(msgspec.structs.replace(page, schema=SCHEMA + 1))
        return zstandard.ZstdCompressor().compress(body)

    pc.client.pull = newer  # type: ignore[method-assign]
    await owner.done(template(owner))
    await pc.reached(lambda state: state.problem == "update_needed")
    assert await names(pc, owner) == set()
    pc.client.pull = pull  # type: ignore[method-assign]
    pc.engine.poke()
    await pc.until(lambda tx: replica.all(tx, Template, owner.organization))
    await pc.reached(lambda state: state.problem is None)


async def test_a_fault_of_our_own_is_heard_at_once(pc: Console, owner: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    await pc.until(lambda tx: replica.me(tx, owner.organization))
    loop, heard = asyncio.get_running_loop(), asyncio.get_running_loop().create_future()
    usual = loop.get_exception_handler()
    loop.set_exception_handler(lambda _, context: heard.set_result(context["exception"]))

    def broken(*_args: object) -> None:
        raise KeyError("ours")

    monkeypatch.setattr(outbox, "next_push", broken)
    await pc.do(owner.organization, template(owner))
    fault = await asyncio.wait_for(heard, 5)
    loop.set_exception_handler(usual)
    assert isinstance(fault, BaseExceptionGroup)
    assert fault.subgroup(KeyError) is not None


async def test_caught_up_what_the_cloud_holds_is_here(tmp_path: Path, cloud: Cloud, owner: Person) -> None:
    async with console(tmp_path / "pc", cloud, OWNER, sync=False) as pc:
        early = asyncio.create_task(pc.engine.catch_up())  # asked for before it begins, and with nothing here yet
        pc.start()
        await early
        assert await names(pc, owner) == set()
        for name in ("合同", "公文"):
            await owner.done(template(owner, name))
            await pc.engine.catch_up()
            assert name in await names(pc, owner)


async def test_without_the_cloud_nobody_waits_to_catch_up(pc: Console, owner: Person, cloud: Cloud) -> None:
    await pc.engine.catch_up()
    await cloud.stop()
    async with asyncio.timeout(5):
        await pc.engine.catch_up()
    assert pc.engine.state.online is False
    await cloud.start()
