"""The audit log: every act of the organization's people stands in one chain, and whatever is changed shows (I-21)."""

import asyncio
from pathlib import Path

import hypothesis
import msgspec
import pytest
from hypothesis import strategies
from sqlalchemy import text

from cloud import verify
from cloud.main import main
from cloud.store import audits
from cloud.store.unit import Unit
from domain.audit import GENESIS, AuditEntry, chained
from domain.departments import AddDepartment
from domain.ids import new_id
from domain.organization import Role
from domain.templates import AddTemplate
from protocol import sync
from tests.cloud.world import Cloud, Person, pull_all


async def entries(person: Person) -> list[AuditEntry]:
    person.cursors.clear()
    return sorted((await pull_all(person)).of(AuditEntry), key=lambda row: row.number)


async def broken(cloud: Cloud, organization: str) -> int | None:
    vault = cloud.service.keys.vault
    return await cloud.service.database.read(lambda view: audits.broken_at(view, organization, vault))


async def filled(owner: Person) -> Person:
    """Five acts of the owner, one of them refused, and one of a member."""
    member = await owner.add("张三", "19900000004")
    for name in ("财务部", "法务部", "法务部"):
        await owner.do(AddDepartment(id=new_id(), name=name))
    await owner.done(AddTemplate(id=new_id(), name="合同", approvers=[member.member]))
    await member.do(AddDepartment(id=new_id(), name="行政部"))
    return member


async def test_done_and_refused_acts_stand_in_their_order(cloud: Cloud, owner: Person) -> None:
    member = await filled(owner)
    found = await entries(owner)
    assert [(row.number, row.act, row.code) for row in found] == [
        (1, "AddMember", ""),
        (2, "AddDepartment", ""),
        (3, "AddDepartment", ""),
        (4, "AddDepartment", "department_name_taken"),
        (5, "AddTemplate", ""),
        (6, "AddDepartment", "not_allowed"),
    ]
    assert [row.member for row in found] == [owner.member] * 5 + [member.member]
    assert await broken(cloud, owner.organization) is None


async def test_a_console_can_follow_the_chain_by_itself(owner: Person) -> None:
    await filled(owner)
    head = GENESIS
    for row in await entries(owner):
        assert row.head == chained(head, row)
        head = row.head


async def test_what_comes_twice_stands_once(owner: Person) -> None:
    act = owner.signed(AddDepartment(id=new_id(), name="财务部"))
    await owner.push(act)
    await owner.push(act)
    assert len(await entries(owner)) == 1


async def test_only_who_may_read_it_reads_it(owner: Person) -> None:
    member = await filled(owner)
    administrator = await owner.add("周管理", "19900000005", Role.ADMINISTRATOR)
    assert await entries(member) == []
    assert len(await entries(administrator)) == 7


async def test_an_outsiders_act_leaves_no_trace_in_anybodys_log(cloud: Cloud, owner: Person) -> None:
    stranger = await cloud.organization("19900000009", "别家公司")
    stranger.organization = owner.organization
    assert (await stranger.do(AddDepartment(id=new_id(), name="外人"))).code == "not_found"
    assert await entries(owner) == []


@pytest.mark.req("I-21")
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE acts SET body = X'7b7d' WHERE id = '{act}'",
        "UPDATE acts SET signature = X'00' WHERE id = '{act}'",
        "UPDATE acts SET user = 'x' WHERE id = '{act}'",
        "UPDATE acts SET console = 'x' WHERE id = '{act}'",
        "DELETE FROM acts WHERE id = '{act}'",
        "DELETE FROM audit WHERE id = '{act}'",
        "UPDATE audit SET number = number + 100 WHERE id = '{act}'",
    ],
)
async def test_whatever_is_changed_shows(cloud: Cloud, owner: Person, change: str) -> None:
    await filled(owner)
    third = (await entries(owner))[2]
    statement = change
    if cloud.service.settings.database:  # PostgreSQL writes bytes otherwise, and knows a word "user" of its own
        for lite, other in (("X'7b7d'", "'\\x7b7d'"), ("X'00'", "'\\x00'"), ("SET user", 'SET "user"')):
            statement = statement.replace(lite, other)
    await cloud.service.database.write(
        lambda unit: unit.connection.execute(text(statement.format(act=third.id))) and None
    )
    assert await broken(cloud, owner.organization) == 3


@pytest.mark.req("I-21")
@hypothesis.settings(max_examples=30, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture])
@hypothesis.given(data=strategies.data())
def test_any_byte_of_an_entry(data: strategies.DataObject) -> None:
    """A chain in memory: an entry with one byte changed no longer has the head that follows from the one before."""
    entry = AuditEntry(
        id="a",
        organization="o",
        number=1,
        at=5,
        member="m",
        act="Apply",
        subject="s",
        code="",
        digest="0" * 64,
        head="",
    )
    head = chained(GENESIS, entry)
    body = bytearray(msgspec.json.encode(entry))
    place = data.draw(strategies.integers(0, len(body) - 1))
    body[place] = data.draw(strategies.integers(0, 255).filter(lambda value: value != body[place]))
    try:
        changed = msgspec.json.decode(bytes(body), type=AuditEntry)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return
    if changed != entry and changed != msgspec.structs.replace(entry, head=changed.head):
        assert chained(GENESIS, changed) != head


async def test_every_entry_of_a_busy_day(cloud: Cloud, owner: Person) -> None:
    """Whole pushes, with an order of their own."""
    acts = [owner.signed(AddDepartment(id=new_id(), name=f"部门{n % 7}")) for n in range(20)]
    await owner.push(*acts)
    assert [row.number for row in await entries(owner)] == list(range(1, 21))
    assert await broken(cloud, owner.organization) is None

    def swap(unit: Unit) -> None:
        table = "audit"
        rows = unit.connection.execute(
            text(f"SELECT id, body FROM {table} WHERE number IN (4, 5) ORDER BY number")
        ).all()
        for (id, _), (_, body) in zip(rows, reversed(rows), strict=True):
            unit.connection.execute(text(f"UPDATE {table} SET body = :body WHERE id = :id"), {"body": body, "id": id})

    await cloud.service.database.write(swap)

    assert await broken(cloud, owner.organization) == 4


async def proved(cloud: Cloud, organization: str) -> tuple[int | None, str]:
    keys = cloud.service.keys
    found = await cloud.service.database.read(lambda view: verify.verify(view, organization, keys))
    return found.broken_at, found.why


async def changed(cloud: Cloud, *statements: str) -> None:
    """By somebody who has the database."""
    if cloud.settings.database:
        statements = tuple(each.replace("X'00'", "'\\x00'").replace("SET user", 'SET "user"') for each in statements)

    def work(unit: Unit) -> None:
        for each in statements:
            unit.connection.execute(text(each))

    await cloud.service.database.write(work)


@pytest.mark.req("I-21", "I")
@pytest.mark.parametrize(
    ("statements", "at", "why"),
    [
        (["DELETE FROM audit WHERE number = 6"], 6, "the end"),
        (["DELETE FROM audit"], 1, "the end"),
        (["DELETE FROM audit WHERE number = 6", "DELETE FROM audit_heads"], 6, "the end"),
        (["DELETE FROM audit WHERE number = 6", "UPDATE audit_heads SET number = 5"], 6, "the end"),
        (["UPDATE audit_heads SET signature = X'00'"], 7, "the end"),
        (["UPDATE acts SET name = 'Withdraw' WHERE id = '{third}'"], 3, "what stands beside the act"),
        (["UPDATE acts SET organization = '' WHERE id = '{third}'"], 3, "what stands beside the act"),
        (["UPDATE acts SET received_at = received_at + 1 WHERE id = '{third}'"], 3, "what stands beside the act"),
        (["UPDATE stream_acts SET code = 'not_allowed' WHERE act = '{third}'"], 3, "the verdict"),
        (["UPDATE stream_acts SET done = false WHERE act = '{third}'"], 3, "the verdict"),
        (["UPDATE stream_acts SET done = true WHERE done = false"], 4, "the verdict"),
        (["DELETE FROM stream_acts WHERE act = '{third}'"], 3, "the verdict"),
        (["UPDATE audit SET number = number + 100 WHERE number = 6"], 6, "the chain"),
        (["UPDATE consoles SET signing = static"], 1, "the signature"),
    ],
)
async def test_what_the_chain_alone_does_not_tell_shows_as_well(
    cloud: Cloud, owner: Person, statements: list[str], at: int, why: str
) -> None:
    await filled(owner)
    third = (await entries(owner))[2]
    assert await proved(cloud, owner.organization) == (None, "")
    await changed(cloud, *(each.format(third=third.id) for each in statements))
    assert await proved(cloud, owner.organization) == (at, why)


@pytest.mark.req("I-21", "I")
async def test_a_certificate_vouches_for_the_console(cloud: Cloud, owner: Person) -> None:
    """Whoever changes the keys that consoles have in the database changes nothing in what was proved."""
    body = sync.AskCertificate(organization=owner.organization)
    await owner.ask(sync.Certificate, "POST", "/v1/certificates", body)
    await owner.done(AddDepartment(id=new_id(), name="财务部"))
    await changed(cloud, "UPDATE consoles SET signing = static")
    assert await proved(cloud, owner.organization) == (None, "")
    await changed(cloud, "UPDATE certificates SET certificate = X'00'")
    assert await proved(cloud, owner.organization) == (1, "the signature")


async def test_acts_that_prove_nothing_stand_there_all_the_same(cloud: Cloud, owner: Person) -> None:
    forged = owner.signed(AddDepartment(id=new_id(), name="财务部"))
    await owner.push(sync.SignedAct(body=forged.body, signature=bytes(64)))
    await owner.done(AddDepartment(id=new_id(), name="法务部"))
    assert [row.code for row in await entries(owner)] == ["bad_signature", ""]
    assert await proved(cloud, owner.organization) == (None, "")


async def test_the_operator_asks_for_it_and_is_told(
    cloud: Cloud, owner: Person, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    await filled(owner)
    if cloud.settings.database:
        monkeypatch.setenv("SIGNET_CLOUD_DATABASE", cloud.settings.database)
    words = ["--data", str(cloud.settings.data), "--maker-root", str(cloud.settings.maker_root), "--verify"]
    newest = (await entries(owner))[-1]
    assert await asyncio.to_thread(main, words) == 0
    assert capsys.readouterr().out == f"{owner.organization} 6 {newest.head} whole\n"
    await changed(cloud, "DELETE FROM audit WHERE number = 6")
    assert await asyncio.to_thread(main, words) == 1
    assert "BROKEN at entry 6: the end was changed" in capsys.readouterr().out


def test_where_there_is_no_cloud_there_is_nothing_to_verify(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path), "--maker-root", str(tmp_path / "root"), "--verify"]) == 1
    assert "no cloud.keys" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
