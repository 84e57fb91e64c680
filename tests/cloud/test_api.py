"""The API: a token reads what its readings say and not a row more; nobody else reads anything."""

import hashlib
from typing import Any

import pytest

from cloud.api import reading
from domain.acts import ROWS
from domain.approvals import Approve
from domain.audit import READ_BY_SYSTEM, AuditEntry
from domain.departments import AddDepartment, DeleteDepartment
from domain.ending import EndUse
from domain.files import Attachment
from domain.integrations import KINDS, MOST_TOKENS, ApiToken, Reading, RevokeToken
from domain.keepers import RemoveKeeper
from domain.leaving import RemoveMember
from domain.members import AddMember
from domain.messages import Message
from domain.organization import Organization, Role
from domain.times import instant
from domain.usage import Impression, Photo, impression_id
from tests.cloud.act_table import application, department, photo
from tests.cloud.company import HOUR_MS, SERIAL, Company, found_company, refused, uid
from tests.cloud.systems import Held, System, add_token, new_word
from tests.cloud.test_pull import impression, put
from tests.cloud.world import Cloud, pull_all

DAY_MS = 24 * HOUR_MS


@pytest.fixture
async def company(cloud: Cloud) -> Company:
    company = await found_company(cloud)
    await company.member.done(application(company))
    await company.owner.done(department(company))
    await company.keeper.done(company.authorize("use"))
    await put(cloud, *(impression(company.owner, at, company.member.member, SERIAL) for at in range(1, 8)))
    return company


async def test_a_token_reads_what_its_readings_say(company: Company) -> None:
    for asked in Reading:
        system = await System.given(company.owner, asked)
        for each, kinds in KINDS.items():
            for kind in kinds:
                path = f"/{reading.path_of(kind)}"
                status, told, _ = await system.get(path)
                assert (status, each is asked) in ((200, True), (403, False)), (asked, kind, told)
                assert (await system.get(f"{path}/none"))[0] == (404 if each is asked else 403)
        _, page, _ = await system.get("/changes?limit=500")
        assert {each["kind"] for each in page["rows"]} <= set(KINDS[asked])
        await company.admin.done(RevokeToken(token=(await system.get("/token"))[1]["id"]))


async def test_it_reads_all_that_owner_and_administrator_read_of_everybodys(company: Company) -> None:
    system, seen = await System.given(company.admin), await pull_all(company.admin)
    for kinds in KINDS.values():
        for kind in kinds:
            mine = {row.id for row in seen.of(ROWS[kind])}
            told = await system.rows(f"/{reading.path_of(kind)}")
            late = {id for id in told.keys() - mine if kind == "audit"}  # what was noted since the pull
            assert told.keys() - late == mine, kind


async def test_rows_are_shown_whole_with_times_that_anybody_reads(company: Company) -> None:
    system, at = await System.given(company.owner), company.cloud.now
    id = impression_id(SERIAL, 1)
    _, row, _ = await system.get(f"/usage/{id}")
    kept = await company.row(Impression, id)
    assert (row["received_at"], row["number"], row["document"]) == (instant(kept.received_at), 1, None)
    assert set(row) == set(Impression.__struct_fields__)
    _, use, _ = await system.get(f"/authorizations/{uid('use')}")
    assert (use["start"], use["end"], use["ended_at"]) == (instant(at), instant(at + HOUR_MS), None)
    assert instant(at) == "2026-01-01T04:00:00.000Z"
    _, organization, _ = await system.get(f"/organizations/{company.owner.organization}")
    assert organization["quotas"] == {"seals": 50, "people": 100, "departments": 50}
    _, filed, _ = await system.get(f"/applications/{uid('application')}")
    assert filed["steps"][0]["since"] == instant(at)


async def test_a_cursor_brings_what_is_new_and_tells_what_is_gone(company: Company) -> None:
    system = await System.given(company.owner, Reading.ORGANIZATION)
    _, page, _ = await system.get("/departments")
    assert ([each["row"]["name"] for each in page["rows"]], page["more"]) == (["财务部"], False)
    _, again, _ = await system.get(f"/departments?cursor={page['cursor']}")
    assert (again["rows"], again["gone"], again["more"]) == ([], [], False)
    await company.owner.done(AddDepartment(id=uid("sales"), name="销售部"))
    await company.owner.done(DeleteDepartment(department=uid("department")))
    _, news, _ = await system.get(f"/departments?cursor={again['cursor']}")
    told = [(each["row"]["name"], each["row"]["deleted_at"] is not None) for each in news["rows"]]
    assert told == [("销售部", False), ("财务部", True)]
    assert [each["version"] for each in news["rows"]] == sorted(each["version"] for each in news["rows"])

    def away(unit: Any) -> None:
        unit.remove(unit.get(ROWS["departments"], company.owner.organization, uid("sales")))

    await company.cloud.service.database.write(away)
    _, last, _ = await system.get(f"/departments?cursor={news['cursor']}")
    assert (last["rows"], last["gone"]) == ([], [{"kind": "departments", "id": uid("sales")}])


async def test_who_follows_holds_what_one_holds_who_reads_from_the_beginning(company: Company) -> None:
    system, held = await System.given(company.owner), Held()
    await system.follow(held)
    steps = [
        (company.approver, Approve(application=uid("application"))),
        (company.owner, AddDepartment(id=uid("sales"), name="销售部")),
        (company.keeper, EndUse(authorization=uid("use"))),
        (company.member, photo(company)),
        (company.owner, DeleteDepartment(department=uid("department"))),
        (company.admin, RemoveMember(member=company.other.member)),
        (company.owner, RemoveKeeper(seal=SERIAL, member=company.keeper.member)),
    ]
    for who, act in steps:
        await who.done(act)
        await system.follow(held)

    def away(unit: Any) -> None:
        unit.remove(unit.get(ROWS["photos"], company.owner.organization, uid("photo")))

    await company.cloud.service.database.write(away)
    await system.follow(held)
    fresh = Held()
    await system.follow(fresh)
    assert fresh.rows == held.rows
    assert ("photos", uid("photo")) not in held.rows


async def test_a_cursor_of_another_list_or_of_another_time_is_refused(company: Company) -> None:
    system = await System.given(company.owner)
    _, page, _ = await system.get("/usage?limit=2")
    assert (len(page["rows"]), page["more"]) == (2, True)
    assert await system.code(f"/seals?cursor={page['cursor']}") == (400, "cursor_unfit")
    assert await system.code("/seals?cursor=abc") == (400, "cursor_unfit")
    assert await system.code("/seals?cursor=%22") == (422, "arguments_do_not_fit")
    assert await system.code("/seals?since=2026-01-01") == (422, "arguments_do_not_fit")
    assert await system.code(f"/seals/{SERIAL}?limit=1") == (422, "arguments_do_not_fit")
    assert await system.code("/seals?limit=0") == (422, "arguments_do_not_fit")
    sql = "UPDATE meta SET value = 'restored' WHERE name = 'epoch'"
    await company.cloud.service.database.write(lambda unit: unit.connection.exec_driver_sql(sql))
    assert await system.code(f"/usage?cursor={page['cursor']}") == (410, "cursor_over")


async def test_a_token_that_is_not_good_reads_nothing(company: Company) -> None:
    cloud = company.cloud
    system = await System.given(company.owner, expires_at=cloud.now + DAY_MS)
    assert (await system.get("/seals"))[0] == 200
    for word in ("", "x", new_word(), system.word + "x", system.word[:-1], system.word.upper()):
        status, told, headers = await System(cloud, word).get("/seals")
        assert (status, told["code"], headers["WWW-Authenticate"]) == (401, "token_wrong", "Bearer")
        assert headers["Content-Type"] == "application/problem+json"
    assert (await system.get("/seals", Authorization="Basic eDp4"))[0] == 401
    cloud.now += DAY_MS - 1
    assert (await system.get("/seals"))[0] == 200
    cloud.now += 1
    assert await system.code("/seals") == (401, "token_wrong")
    for who in (company.owner, company.admin, company.keeper):
        await who.enter()
    other = await System.given(company.owner)
    id = (await other.get("/token"))[1]["id"]
    assert await refused(company.keeper, RevokeToken(token=id)) == "not_allowed"
    await company.admin.done(RevokeToken(token=id))
    assert await other.code("/seals") == (401, "token_wrong")
    assert await refused(company.owner, RevokeToken(token=id)) == "token_revoked"


async def test_a_console_reads_nothing_here_and_a_token_nothing_there(company: Company) -> None:
    system = await System.given(company.owner)
    console = System(company.cloud, company.owner.signed_in.access)
    assert await console.code("/seals") == (401, "token_wrong")
    headers = {"Authorization": f"Bearer {system.word}"}
    async with company.cloud.http.get("/v1/pull", params={"organization": "x"}, headers=headers) as answer:
        assert answer.status == 401


@pytest.mark.req("I-18")
async def test_what_is_another_organizations_is_not_found(company: Company) -> None:
    stranger = await company.cloud.organization("19900000008", "别家公司")
    system = await System.given(stranger)
    for path in (
        f"/organizations/{company.owner.organization}",
        f"/members/{company.member.member}",
        f"/seals/{SERIAL}",
        f"/applications/{uid('application')}",
        f"/usage/{impression_id(SERIAL, 1)}",
        f"/departments/{uid('department')}",
    ):
        assert await system.code(path) == (404, "not_found"), path
    assert list(await system.rows("/seals")) == []
    assert [row["id"] for row in (await system.rows("/members")).values()] == [stranger.member]


async def test_nobody_registers_a_token_that_is_anothers(company: Company) -> None:
    word = new_word()
    await company.owner.done(add_token(word))
    stranger = await company.cloud.organization("19900000008", "别家公司")
    assert await refused(stranger, add_token(word)) == "token_known"
    assert await refused(company.owner, add_token(word)) == "token_known"


async def test_only_so_many_and_none_that_is_over_already(company: Company) -> None:
    for _ in range(MOST_TOKENS):
        await company.owner.done(add_token(new_word()))
    assert await refused(company.owner, add_token(new_word())) == "tokens_full"
    late = add_token(new_word(), expires_at=company.cloud.now)
    assert await refused(company.admin, late) == "end_in_past"


async def test_tokens_are_shown_to_owner_and_administrator_alone(company: Company) -> None:
    await System.given(company.owner)
    for who, seen in ((company.admin, 1), (company.keeper, 0), (company.member, 0), (company.custom, 0)):
        assert len((await pull_all(who)).of(ApiToken)) == seen


async def test_it_is_known_to_the_hour_when_a_token_was_used(company: Company) -> None:
    system = await System.given(company.owner)
    id = (await system.get("/token"))[1]["id"]
    first = company.cloud.now
    company.cloud.now += HOUR_MS - 1
    await system.get("/token")
    assert (await company.row(ApiToken, id)).last_used_at == first
    company.cloud.now += 1
    await system.get("/token")
    assert (await company.row(ApiToken, id)).last_used_at == first + HOUR_MS


async def test_what_has_not_changed_is_not_sent_again(company: Company) -> None:
    system, path = await System.given(company.owner), f"/members/{company.member.member}"
    _, _, headers = await system.get(path)
    status, told, again = await system.get(path, **{"If-None-Match": f'"x", W/{headers["ETag"]}'})
    assert (status, told, again["ETag"]) == (304, b"", headers["ETag"])
    await company.owner.done(AddMember(id=uid("new"), name="新人", phone="19900000066", role=Role.MEMBER))
    assert (await system.get(f"/members/{uid('new')}"))[2]["ETag"] != headers["ETag"]


async def test_who_asks_too_often_is_told_when_to_come_again(company: Company) -> None:
    system, other = await System.given(company.owner), await System.given(company.owner)
    most = company.cloud.service.settings.api_per_minute
    company.cloud.now += 20_000
    for _ in range(most):
        assert (await system.get("/token"))[0] == 200
    status, told, headers = await system.get("/token")
    assert (status, told["code"], headers["Retry-After"]) == (429, "api_too_often", "40")
    assert (await other.get("/token"))[0] == 200
    company.cloud.now += 40_000
    assert (await system.get("/token"))[0] == 200


async def test_a_picture_is_fetched_and_that_is_noted(company: Company) -> None:
    picture = b"\x89PNG\r\n\x1a\n0123"
    digest = hashlib.sha256(picture).hexdigest()
    declared = photo(company)
    attach = type(declared)(
        id=uid("photo"), seal=SERIAL, number=1, sha256=digest, bytes=len(picture), media="image/png", taken_at=0
    )
    await company.member.done(attach)
    system, path = await System.given(company.owner), f"/photos/{uid('photo')}/file"
    assert await system.code(path) == (404, "not_found")  # declared, not sent yet
    await company.member.request("PUT", f"/v1/files/{company.owner.organization}/{digest}", picture)
    for _ in range(2):
        status, told, headers = await system.get(path)
        assert (status, told, headers["Content-Disposition"]) == (200, picture, "attachment")
    assert (await system.get(path, **{"If-None-Match": headers["ETag"]}))[0] == 304
    noted = [row for row in (await pull_all(company.owner)).of(AuditEntry) if row.act == READ_BY_SYSTEM]
    assert [(row.member, row.subject) for row in noted] == [(None, uid("photo"))]
    blind = await System.given(company.owner, Reading.USAGE)
    assert await blind.code(path) == (403, "reading_missing")
    company.cloud.service.uploads.remove(company.owner.organization, digest)
    assert await system.code(path) == (404, "not_found")  # a restored cloud has an older copy of its files, say


async def test_a_deleted_organizations_token_is_none(cloud: Cloud) -> None:
    owner = await cloud.organization("19900000001")
    system = await System.given(owner)

    def end(unit: Any) -> None:
        row = unit.get(Organization, owner.organization, owner.organization)
        unit.put(type(row)(**{name: getattr(row, name) for name in row.__struct_fields__} | {"deleted_at": cloud.now}))

    await cloud.service.database.write(end)
    assert await system.code("/seals") == (401, "token_wrong")


async def _owners(cloud: Cloud) -> System:
    return await System.given(await cloud.organization("19900000001"))


async def test_problems_are_told_in_the_language_that_is_asked_for(cloud: Cloud) -> None:
    system = System(cloud, "x")
    _, told, _ = await system.get("/seals", **{"Accept-Language": "zh-CN"})
    assert told["detail"] == "令牌无效、已吊销或已过期。"
    status, told, headers = await (await _owners(cloud)).get("/seals/a%0D%0Ab")
    assert (status, told["field"], headers["Content-Type"]) == (422, "id", "application/problem+json")
    status, told, headers = await system.get("/nothing")
    assert (status, told["title"], headers["Content-Type"]) == (404, "Not Found", "application/problem+json")
    async with cloud.http.post("/api/v1/seals", headers={"Authorization": "Bearer x"}) as answer:
        assert (answer.status, answer.content_type) == (405, "application/problem+json")


async def test_its_document_needs_no_token_and_names_every_list(cloud: Cloud) -> None:
    async with cloud.http.get("/api/v1/openapi.json") as answer:
        told = await answer.json()
    lists = {f"/{reading.path_of(kind)}" for kinds in KINDS.values() for kind in kinds}
    assert lists <= set(told["paths"])
    assert told["openapi"].startswith("3.1")
    assert told["components"]["schemas"]["Impression"]["example"]["at"] == "2026-01-01T04:00:00.000Z"
    assert told["components"]["schemas"]["Impression"]["properties"]["at"] == {"type": "string", "format": "date-time"}
    assert told["webhooks"]["event"]["post"]["requestBody"]


def test_what_is_one_persons_own_is_opened_by_no_reading() -> None:
    opened = {kind for kinds in KINDS.values() for kind in kinds}
    assert opened.isdisjoint({Message.table, ApiToken.table, "my_consoles", "sign_ins", "second_factor", "exports"})
    assert {Photo.table, Attachment.table} <= opened
