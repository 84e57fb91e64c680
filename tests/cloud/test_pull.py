"""Changes pulled by a cursor: each row once to whoever may see it; what is lost goes, what is gained comes."""

import asyncio
import base64
import json
from typing import Any

import msgspec
import pytest

from cloud.pull import Pull
from cloud.store.unit import Unit, View
from cloud.tokens import Speaker
from domain.applications import Application, Apply
from domain.authorizations import Authorization
from domain.ids import new_id
from domain.organization import Member, Organization, Role
from domain.rows import Row
from domain.seals import BindingState, Model, Seal
from domain.templates import AddTemplate, Template
from domain.usage import Grade, Impression
from protocol.sync import Page
from tests.cloud.world import Cloud, Person, Problem, Replica, pull_all, unpacked

ZSTD_FRAME = b"\x28\xb5\x2f\xfd"


async def put(cloud: Cloud, *rows: Row) -> None:
    """Rows as they would be after acts that come later."""

    def work(unit: Unit) -> None:
        for row in rows:
            unit.put(row)

    await cloud.service.database.write(work)


def seal(owner: Person, serial: str = "GL0000000001", **changes: Any) -> Seal:
    fields: dict[str, Any] = {
        "id": serial,
        "organization": owner.organization,
        "name": serial,
        "model": Model.GL,
        "binding": 1,
        "state": BindingState.BOUND,
        "bound_by": owner.member,
        "bound_at": 0,
    }
    return Seal(**{**fields, **changes})


def impression(
    owner: Person, number: int, member: str | None, serial: str = "GL0000000001", result: int = 0
) -> Impression:
    return Impression(
        id=f"{serial}-{number}",
        organization=owner.organization,
        seal=serial,
        binding=1,
        number=number,
        own=number,
        authorization=None,
        member=member,
        grade=Grade.SESSION,
        at=0,
        clock=1,
        received_at=0,
        place=None,
        result=result,
    )


def application(cloud: Cloud, serial: str = "GL0000000001") -> Apply:
    return Apply(
        id=new_id(),
        seal=serial,
        reason="合同",
        document="合同.pdf",
        copies=1,
        count=1,
        start=cloud.now,
        end=cloud.now + 3600_000,
    )


def numbers(replica: Replica) -> list[int]:
    return sorted(row.number for row in replica.of(Impression))


async def test_the_first_pull_brings_everything_and_the_next_nothing(cloud: Cloud, owner: Person) -> None:
    page = await owner.pull()
    assert {change.table for change in page.rows} == {"organizations", "members"}
    assert all(change.scopes == ["org"] for change in page.rows)
    again = await owner.pull()
    assert (again.rows, again.gone, again.dropped, again.more, again.rev) == ([], [], [], False, page.rev)
    assert again.epoch == page.epoch


async def test_a_changed_row_comes_once_with_a_higher_version(owner: Person) -> None:
    first = await owner.pull()
    await owner.done(AddTemplate(id=new_id(), name="a", approvers=[owner.member]))
    page = await owner.pull()
    assert [(change.table, change.rev > first.rev) for change in page.rows if change.table != "audit"] == [
        ("templates", True)
    ]
    assert (await owner.pull()).rows == []


@pytest.mark.rule(3)
async def test_pages_end_between_two_rows_and_lose_none(cloud: Cloud, owner: Person) -> None:
    for number in range(20):
        await put(cloud, impression(owner, number, owner.member), seal(owner, f"GL00000000{number:02}"))
    await owner.done(AddTemplate(id=new_id(), name="a", approvers=[owner.member]))
    speaker = Speaker(owner.signed_in.user, owner.signed_in.console)
    everything, cursor, pages = Replica(), "", 0
    seen: list[tuple[str, str]] = []
    while True:

        def work(view: View, cursor: str = cursor) -> Page:
            return Pull(view, speaker, owner.organization, owner.stream).page(cursor, limit=7)

        page = await cloud.service.database.read(work)
        seen += [(change.table, change.id) for change in page.rows]
        everything.take(page)
        cursor, pages = page.cursor, pages + 1
        assert len(page.rows) <= 7
        assert page.last_seq == (0 if page.more else 1)  # not settled before its effects are here
        if not page.more:
            break
    assert len(seen) == len(set(seen)) == 44
    assert pages == 7
    assert everything.rows == (await pull_all(owner)).rows


@pytest.mark.rule(5)
async def test_what_changes_while_loading_comes_as_well(cloud: Cloud, owner: Person) -> None:
    for number in range(10):
        await put(cloud, seal(owner, f"GL00000000{number:02}"))
    speaker, replica, cursor = Speaker(owner.signed_in.user, owner.signed_in.console), Replica(), ""
    for step in range(100):

        def work(view: View, cursor: str = cursor) -> Page:
            return Pull(view, speaker, owner.organization, "").page(cursor, limit=3)

        page = await cloud.service.database.read(work)
        replica.take(page)
        cursor = page.cursor
        if not page.more:
            break
        if step < 3:
            changed = seal(owner, f"GL00000000{9 - step * 4:02}", name=f"renamed {step}")
            await put(cloud, changed, impression(owner, step, owner.member))
    assert replica.rows == (await pull_all(owner)).rows
    assert sum(row.name.startswith("renamed") for row in replica.of(Seal)) == 3


@pytest.mark.req("R-148", "R-149", "R-166", "P", "allowed", "refused")
@pytest.mark.req("R-167", "P", "refused")
@pytest.mark.req("R-023", "P", "allowed")
async def test_a_member_reads_his_own_records_a_keeper_his_seals_the_owner_all(cloud: Cloud, owner: Person) -> None:
    keeper = await owner.add("李管章", "19900000003", Role.KEEPER)
    member = await owner.add("张三", "19900000004")
    await put(
        cloud,
        seal(owner, keepers=[keeper.member]),
        seal(owner, "L00000000002"),
        impression(owner, 1, member.member),
        impression(owner, 2, owner.member),
        impression(owner, 3, None, result=3),
        impression(owner, 4, owner.member, "L00000000002"),
        impression(owner, 5, keeper.member, "L00000000002"),
        impression(owner, 6, None, "L00000000002", result=4),
    )
    assert numbers(await pull_all(owner)) == [1, 2, 3, 4, 5, 6]
    assert numbers(await pull_all(keeper)) == [1, 2, 3, 5]
    assert numbers(await pull_all(member)) == [1]


async def test_a_record_tells_no_scopes_and_a_row_all_of_mine(cloud: Cloud, owner: Person) -> None:
    keeper = await owner.add("李管章", "19900000003", Role.KEEPER)
    await put(cloud, seal(owner, keepers=[keeper.member]), impression(owner, 1, keeper.member))
    await keeper.done(application(cloud))
    rows = {change.table: change for change in (await keeper.pull()).rows}
    assert rows["usage"].scopes is None
    serial = "GL0000000001"
    assert rows["applications"].scopes == [f"authorizations:{serial}", f"member:{keeper.member}"]
    page = await owner.pull()
    rows = {change.table: change for change in page.rows}
    assert rows["applications"].scopes == ["authorizations"]
    own = {f"member:{owner.member}", f"approved:{owner.member}"}
    rights = {"abnormal", "audit", "authorizations", "managers", "org", "stock", "titles", "usage"}
    assert set(page.scopes) == rights | own


@pytest.mark.req("I-18")
@pytest.mark.rule(5)
async def test_a_right_that_is_given_brings_everything_and_withdrawn_takes_it(cloud: Cloud, owner: Person) -> None:
    """Also on pages so small that the rows are loaded beside new changes."""
    keeper = await owner.add("李管章", "19900000003", Role.KEEPER)
    await put(cloud, seal(owner), *[impression(owner, number, owner.member) for number in range(9)])
    await owner.done(application(cloud))
    replica = await pull_all(keeper)
    assert (numbers(replica), replica.of(Application)) == ([], [])

    await put(cloud, seal(owner, keepers=[keeper.member]))
    page = await keeper.pull()
    gained = {f"{right}:GL0000000001" for right in ("abnormal", "authorizations", "usage")}
    assert gained < set(page.scopes)
    replica.take(page)
    assert numbers(replica) == list(range(9))
    assert len(replica.of(Application)) == 1

    await put(cloud, seal(owner))
    page = await keeper.pull()
    assert set(page.dropped) == gained
    replica.take(page)
    assert replica.of(Application) == []
    assert len(replica.of(Seal)) == 1
    assert (await keeper.pull()).dropped == []


@pytest.mark.rule(5)
async def test_a_gained_scope_is_loaded_beside_new_changes(cloud: Cloud, owner: Person) -> None:
    keeper = await owner.add("李管章", "19900000003", Role.KEEPER)
    await put(cloud, seal(owner), *[impression(owner, number, owner.member) for number in range(9)])
    replica = await pull_all(keeper)
    await put(cloud, seal(owner, keepers=[keeper.member]))
    speaker, cursor = Speaker(keeper.signed_in.user, keeper.signed_in.console), keeper.cursors[owner.organization]
    number = 100
    while True:

        def work(view: View, cursor: str = cursor) -> Page:
            return Pull(view, speaker, owner.organization, "").page(cursor, limit=3)

        page = await cloud.service.database.read(work)
        replica.take(page)
        cursor = page.cursor
        if not page.more:
            break
        if number < 103:
            await put(cloud, impression(owner, number, owner.member))
            number += 1
    assert numbers(replica) == [*range(9), 100, 101, 102]
    assert replica.rows == (await pull_all(keeper, organization=owner.organization)).rows | replica.rows


@pytest.mark.rule(5)
async def test_a_row_leaves_a_scope_and_stays_in_another(cloud: Cloud, owner: Person) -> None:
    member = await owner.add("张三", "19900000004")
    await put(cloud, seal(owner))
    await member.done(application(cloud))
    row = (await pull_all(owner)).of(Application)[0]
    await put(cloud, msgspec.structs.replace(row, copied=[member.member]))
    replica = await pull_all(member)
    await put(cloud, msgspec.structs.replace(row, applicant=owner.member))
    page = await member.pull()
    assert [(gone.table, gone.id, gone.scope) for gone in page.gone] == [
        ("applications", row.id, f"member:{member.member}")
    ]
    replica.take(page)
    assert replica.of(Application) == []
    assert (await owner.pull()).gone == []


async def test_ones_own_rows_tell_which_organizations_there_are(cloud: Cloud, owner: Person) -> None:
    other = await cloud.organization("19900000002", "别家公司")
    replica = await pull_all(other, organization="")
    assert [row.name for row in replica.of(Organization)] == ["别家公司"]
    other.organization = owner.organization
    joined = await owner.add("赵六", "19900000002", Role.KEEPER)
    page = await other.pull("")
    of_organizations = {"members", "organizations"}
    assert sorted(row.table for row in page.rows if row.table in of_organizations) == ["members", "organizations"]
    assert all(change.scopes == [f"user:{other.signed_in.user}"] for change in page.rows)
    replica.take(page)
    assert sorted(row.name for row in replica.of(Organization)) == ["别家公司", "示例公司"]
    assert {row.name for row in replica.of(Member)} == {"王主任", "赵六"}
    assert joined.signed_in.user == other.signed_in.user
    assert sorted(joined.signed_in.organizations) == sorted([owner.organization, replica.of(Organization)[0].id])


@pytest.mark.rule(12)
async def test_what_is_not_mine_and_what_is_not_there_answer_the_same(cloud: Cloud, owner: Person) -> None:
    other = await cloud.organization("19900000002", "别家公司")
    answers: list[Any] = []
    for organization in (owner.organization, new_id(), "user:" + owner.signed_in.user):
        with pytest.raises(Problem, match="404 not_found") as refused:
            await other.pull(organization)
        answers.append(refused.value.said)
    assert len(set(answers)) == 1


@pytest.mark.rule(12)
async def test_somebody_elses_stream_tells_nothing(cloud: Cloud, owner: Person) -> None:
    await owner.done(AddTemplate(id=new_id(), name="a", approvers=[owner.member]))
    other = await cloud.organization("19900000002", "别家公司")
    assert (await other.pull(stream=owner.stream)).last_seq == 0
    assert (await owner.pull(cursor="", stream="never seen")).last_seq == 0
    assert (await owner.pull(cursor="")).last_seq == 1


@pytest.mark.rule(7)
async def test_a_new_epoch_starts_from_the_beginning(cloud: Cloud, owner: Person) -> None:
    from cloud.store import tables

    before = await owner.pull()

    def restored(unit: Unit) -> None:
        unit.upsert(tables.meta, {"name": "epoch", "value": "another"})

    await cloud.service.database.write(restored)
    page = await owner.pull()
    assert page.epoch == "another" != before.epoch
    assert len(page.rows) == len(before.rows)


def cursor(**fields: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(fields).encode()).decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"rev": 10**9},
        {"rev": -1},
        {"loaded": 5},
        {"loaded": -1},
        {"until": 10**6},
        {"rev": "1"},
        {"more": 1},
        {"held": [1]},
    ],
)
async def test_a_cursor_of_ones_own_making_is_malformed(owner: Person, changes: dict[str, Any]) -> None:
    page = await owner.pull()
    good = json.loads(base64.urlsafe_b64decode(page.cursor))
    with pytest.raises(Problem, match="400 malformed"):
        await owner.pull(cursor=cursor(**{**good, **changes}))


@pytest.mark.parametrize("text", ["x", "!!!!", "AAAA", "中", base64.urlsafe_b64encode(b"[" * 9000).decode()])
async def test_what_is_no_cursor_is_malformed(owner: Person, text: str) -> None:
    with pytest.raises(Problem, match="400 malformed"):
        await owner.pull(cursor=text)


@pytest.mark.parametrize("name", ["organization", "stream", "cursor"])
async def test_what_nobody_can_print_is_malformed(cloud: Cloud, owner: Person, name: str) -> None:
    with pytest.raises(Problem, match="400 malformed"):
        await owner.request("GET", "/v1/pull", params={name: "a\x00"})


async def test_a_cursor_that_claims_scopes_gives_none(cloud: Cloud, owner: Person) -> None:
    member = await owner.add("张三", "19900000004")
    await put(cloud, seal(owner), impression(owner, 1, owner.member))
    good = json.loads(base64.urlsafe_b64decode((await member.pull()).cursor))
    claimed = {**good, "rev": 0, "held": ["usage", "org"], "loading": ["authorizations"], "until": 0, "loaded": 0}
    page = await member.pull(cursor=cursor(**claimed))
    assert {change.table for change in page.rows} <= {"organizations", "members", "seals", "messages"}
    assert set(page.dropped) == {"usage", "authorizations"}


async def test_pages_are_packed_for_whoever_unpacks_them(cloud: Cloud, owner: Person) -> None:
    headers = {**owner.headers, "Accept-Encoding": "zstd"}
    url = f"/v1/pull?organization={owner.organization}"
    reader, writer = await asyncio.open_connection("127.0.0.1", int(cloud.address.rpartition(":")[2]))
    lines = [f"GET {url} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", *(f"{k}: {v}" for k, v in headers.items())]
    writer.write("\r\n".join([*lines, "", ""]).encode())
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"content-encoding: zstd" in head.lower()
    assert body.startswith(ZSTD_FRAME)
    assert len(msgspec.json.decode(unpacked(body), type=Page).rows) == 2


async def test_everybody_sees_templates_and_nobody_anothers_authorizations(cloud: Cloud, owner: Person) -> None:
    member = await owner.add("张三", "19900000004")
    await put(cloud, seal(owner))
    await owner.done(AddTemplate(id=new_id(), name="a", approvers=[owner.member]))
    await owner.done(application(cloud))
    replica = await pull_all(member)
    assert [len(replica.of(kind)) for kind in (Template, Application, Authorization)] == [2, 0, 0]
