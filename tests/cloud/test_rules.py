"""What the sync promises to a console that comes late, is of another version, or asks for what is none of its business
(tests/rules.py; the other rules are shown where their conversations are)."""

from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from cloud import sweeps
from cloud.pull import Pull
from cloud.store import changes, tables
from cloud.store.unit import View
from cloud.tokens import Speaker
from domain.applications import Application
from domain.approvals import Approve
from domain.audit import AuditEntry
from domain.ids import new_id
from domain.keepers import AddKeeper
from domain.organization import Role
from domain.rows import Act
from domain.seals import RenameSeal, Seal
from domain.templates import AddTemplate, ChangeTemplate, DeleteTemplate, Template
from domain.waiting import Withdraw
from protocol.sync import SCHEMA, SCHEMA_HEADER, Page
from tests.cloud.test_pull import application, impression, put, seal
from tests.cloud.test_tallies import agree
from tests.cloud.world import Cloud, Person, Problem, Replica, codes_of, pull_all

YEAR_MS = 365 * 24 * 3600 * 1000
SERIAL = "GL0000000001"


async def withdrawn(cloud: Cloud, owner: Person, member: Person) -> tuple[Application, Replica]:
    """What the member's console holds that does not know yet that he may not read it any more."""
    await put(cloud, seal(owner), impression(owner, 1, member.member))
    await owner.done(application(cloud))
    row = (await pull_all(owner)).of(Application)[0]
    await put(cloud, msgspec.structs.replace(row, copied=[member.member]))
    replica = await pull_all(member)
    assert [each.copied for each in replica.of(Application)] == [[member.member]]
    await put(cloud, row)
    return row, replica


async def swept(cloud: Cloud, ms: int, *people: Person) -> None:
    """So much later, and all that the cloud does by itself is done."""
    cloud.now += ms
    await sweeps.sweep(cloud.service)
    await cloud.service.post.clear()
    cloud.service.uploads.clear(older_than_s=-1)
    for each in people:
        await each.enter()


def gone(view: View) -> int:
    """How many rows say that something left a scope."""
    return len(view.connection.execute(select(tables.changes.c.id).where(tables.changes.c.gone.is_(True))).all())


@pytest.mark.rule(8)
async def test_what_left_a_scope_is_told_for_half_a_year(cloud: Cloud, owner: Person) -> None:
    """Nothing clears it away: not the sweeps, not a restart, not what happens meanwhile."""
    member = await owner.add("张三", "19900000004")
    await swept(cloud, 0)
    row, replica = await withdrawn(cloud, owner, member)
    for _ in range(3):
        await swept(cloud, changes.KEPT_MS // 3 - 1)
    await cloud.stop()
    await cloud.start()
    await swept(cloud, 0, owner, member)
    await owner.done(AddTemplate(id=new_id(), name="公函", approvers=[owner.member]))
    page = await member.pull()
    assert [(gone.table, gone.id, gone.scope) for gone in page.gone] == [
        ("applications", row.id, f"member:{member.member}")
    ]
    replica.take(page)
    assert replica.of(Application) == []
    assert "公函" in {each.name for each in replica.of(Template)}


@pytest.mark.parametrize("piece", [1, 1000])
@pytest.mark.rule(8)
async def test_who_comes_later_begins_anew_and_who_does_not_notices_nothing(
    cloud: Cloud, owner: Person, piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "AT_ONCE", piece)
    member = await owner.add("张三", "19900000004")
    row, replica = await withdrawn(cloud, owner, member)
    await pull_all(owner)
    await swept(cloud, 0)
    assert await cloud.service.database.read(gone) > 0
    await swept(cloud, changes.KEPT_MS, owner)
    assert await cloud.service.database.read(gone) == 0
    held = set(replica.scopes["members", member.member])
    page = await owner.pull()
    assert page.dropped == []  # he has been told of everything, and hears what is new
    assert {row.table for row in page.rows} <= {"applications", "messages"}
    await member.enter()
    page = await member.pull()
    assert (page.rows, page.gone, page.scopes, page.more) == ([], [], [], True)
    assert held <= set(page.dropped)
    replica.take(page)
    await pull_all(member, replica)
    member.cursors.clear()
    fresh = await pull_all(member)
    assert (replica.rows, replica.scopes) == (fresh.rows, fresh.scopes)
    assert row.id not in {each.id for each in replica.of(Application)}
    await agree(cloud.service.database)


@pytest.mark.rule(5, 8)
async def test_from_zero_nothing_is_asked_of_what_is_gone(cloud: Cloud, owner: Person) -> None:
    """A page is full of what is there."""
    for number in range(5):
        passing = seal(owner, serial=f"GL000000010{number}")
        await put(cloud, passing)
        await cloud.service.database.write(lambda unit, row=passing: unit.remove(row))
    assert await cloud.service.database.read(gone) == 5 * len({"org", "names"})
    speaker = Speaker(owner.signed_in.user, owner.signed_in.console)

    def pages(view: View) -> list[Page]:
        found, cursor = list[Page](), ""
        while not found or found[-1].more:
            found.append(Pull(view, speaker, owner.organization, "").page(cursor, 3))
            cursor = found[-1].cursor
        return found

    found = await cloud.service.database.read(pages)
    assert [len(page.rows) for page in found[:-1]] == [3] * (len(found) - 1)
    assert all(page.gone == [] for page in found)


@pytest.mark.rule(10)
@pytest.mark.parametrize("said", [str(SCHEMA - 1), str(SCHEMA + 1), "", "x"])
async def test_a_console_of_another_version_is_told_so_and_nothing_is_done(owner: Person, said: str) -> None:
    header = {SCHEMA_HEADER: said}
    act = owner.signed(AddTemplate(id=new_id(), name="公函", approvers=[owner.member]))
    body = {"stream": owner.stream, "acts": [msgspec.to_builtins(act)]}
    for method, path, content in (
        ("POST", "/v1/push", body),
        ("GET", f"/v1/pull?organization={owner.organization}&stream={owner.stream}&cursor=", None),
        ("POST", "/v1/sign-in/code", {"phone": owner.phone}),
        ("GET", "/v1/platform", None),
    ):
        with pytest.raises(Problem, match="426 update_needed") as refused:
            await owner.request(method, path, content, headers=header)
        assert "升级" in refused.value.said.sentence
    page = await owner.pull()
    assert (page.last_seq, page.schema) == (0, SCHEMA)
    assert [change.table for change in page.rows if change.table == "templates"] == []
    await owner.request("POST", "/v1/push", body, headers={SCHEMA_HEADER: str(SCHEMA)})
    assert "公函" in {row.name for row in (await pull_all(owner)).of(Template)}


@pytest.mark.rule(10)
async def test_an_act_of_a_newer_console_is_refused_and_not_half_understood(owner: Person) -> None:
    """A new name, or an argument that is not known: what it would mean to leave it out, nobody here knows."""
    good = AddTemplate(id=new_id(), name="公函", approvers=[owner.member])
    more = msgspec.Raw(msgspec.json.encode({**msgspec.to_builtins(good), "secret": True}))
    acts = [owner.signed(good, None, name="AddTemplate2"), owner.signed(good, None, args=more), owner.signed(good)]
    pushed = await owner.push(*acts)
    assert codes_of(pushed.verdicts) == ["unknown_act", "arguments_do_not_fit", ""]
    assert all(verdict.sentence for verdict in pushed.verdicts[:2])
    assert pushed.last_seq == 3


@pytest.mark.rule(11)
async def test_the_order_is_that_of_arrival_whatever_the_clocks_say(cloud: Cloud, owner: Person) -> None:
    other = await owner.add("李管理", "19900000003", Role.ADMINISTRATOR)
    template = AddTemplate(id=new_id(), name="合同", approvers=[owner.member])
    await owner.done(template)
    start = (await owner.pull()).rev

    def rename(name: str) -> ChangeTemplate:
        return ChangeTemplate(template=template.id, name=name, approvers=[owner.member])

    late, early = cloud.now + YEAR_MS, cloud.now - YEAR_MS
    await owner.push(owner.signed(rename("先到"), at=late))
    await other.push(other.signed(rename("后到"), at=early))
    deleted = await owner.push(owner.signed(DeleteTemplate(template=template.id), at=early))
    assert codes_of(deleted.verdicts) == [""]
    refused = await other.push(other.signed(rename("太晚"), at=early - 1))
    assert codes_of(refused.verdicts) == ["not_found"]
    page = await owner.pull()
    (row,) = [change for change in page.rows if change.table == "templates"]
    assert msgspec.json.decode(row.body, type=Template).name == "后到"
    assert row.rev > start
    assert [change.rev for change in page.rows] == sorted(change.rev for change in page.rows)
    entries = [msgspec.json.decode(each.body, type=AuditEntry) for each in page.rows if each.table == "audit"]
    assert [(entry.act, entry.code, entry.at) for entry in entries] == [
        ("ChangeTemplate", "", cloud.now),
        ("ChangeTemplate", "", cloud.now),
        ("DeleteTemplate", "", cloud.now),
        ("ChangeTemplate", "not_found", cloud.now),
    ]


@pytest.mark.rule(12)
async def test_what_may_not_be_seen_is_refused_word_for_word_as_what_is_not_there(cloud: Cloud, owner: Person) -> None:
    member = await owner.add("张三", "19900000004")
    stranger = await cloud.organization("19900000002", "别家公司")
    await put(cloud, seal(owner))
    applied = application(cloud)
    await owner.done(applied)
    template = AddTemplate(id=new_id(), name="合同", approvers=[owner.member])
    await owner.done(template)

    async def answer(person: Person, act: Act, organization: str) -> Any:
        verdict = (await person.push(person.signed(act, organization=organization))).verdicts[-1]
        return msgspec.structs.replace(verdict, id="", seq=0)

    of = owner.organization
    for person, organization, hidden, missing in (
        (member, of, Approve(application=applied.id), Approve(application=new_id())),
        (member, of, Withdraw(application=applied.id), Withdraw(application=new_id())),
        (stranger, of, Approve(application=applied.id), Approve(application=new_id())),
        (stranger, of, DeleteTemplate(template=template.id), DeleteTemplate(template=new_id())),
        (stranger, stranger.organization, DeleteTemplate(template=template.id), DeleteTemplate(template=new_id())),
        (stranger, stranger.organization, RenameSeal(seal=SERIAL, name="x"), RenameSeal(seal="GL9999999999", name="x")),
    ):
        told = await answer(person, hidden, organization)
        assert told == await answer(person, missing, organization)
        assert told.code == "not_found"
    # An organization that there is, and one that there is not.
    told = await answer(stranger, DeleteTemplate(template=template.id), of)
    assert told == await answer(stranger, DeleteTemplate(template=template.id), new_id())


@pytest.mark.rule(12)
async def test_nobody_acts_as_somebody_else_by_saying_so(cloud: Cloud, owner: Person) -> None:
    member = await owner.add("张三", "19900000004")
    await put(cloud, seal(owner))
    act = AddKeeper(seal=SERIAL, member=member.member)
    claims = {"user": owner.signed_in.user, "member": owner.member, "actor": owner.member, "console": "x"}
    body = msgspec.json.decode(member.signed(act).body)
    claimed = member.sign(msgspec.json.encode({**body, **claims}))
    assert codes_of((await member.push(claimed)).verdicts) == ["not_allowed"]
    # Nor with an act that he has signed.
    signed = owner.signed(act, 2, stream=member.stream)
    assert codes_of((await member.push(signed)).verdicts) == ["bad_signature"]
    assert [row.keepers for row in (await pull_all(owner)).of(Seal)] == [[]]
