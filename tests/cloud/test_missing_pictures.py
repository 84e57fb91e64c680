"""Pictures whose files are missing a day after the end: a to-do of the user, an alarm to the authorizer (C-23)."""

import hashlib
import json

import pytest
from alembic import command
from sqlalchemy import create_engine, text

from cloud import sweeps
from cloud.store import tables
from cloud.store.migrations.run import configuration, upgrade
from domain.authorizations import Authorization
from domain.ending import EndUse, WaiveUpload
from domain.features import SetFeatures
from domain.ids import new_id
from domain.organization import Feature
from domain.usage import AttachPhoto, Impression
from domain.uses import DAY_MS
from protocol.conversation import Code
from tests.cloud.company import HOUR_MS, SERIAL, Company, found_company, newest, uid
from tests.cloud.test_messages import delivered, told
from tests.cloud.world import Cloud, Replica, pull_all

USE, CONTENT = uid("use"), b"a picture"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
async def company(cloud: Cloud) -> Company:
    """Two presses under an authorization that demands pictures, by WeChat; one picture is declared, none is here."""
    company = await found_company(cloud, real_seal=True)
    await company.owner.done(SetFeatures(items=list(Feature)))
    await company.keeper.done(company.authorize("use", upload_required=True))
    await press(company, 2)
    await declare(company, (await numbers(company))[0])
    return company


async def press(company: Company, times: int) -> None:
    await company.seal.connect()
    await company.seal.contact()
    await company.seal.connect(company.member)
    assert company.seal.take() is Code.OK
    for _ in range(times):
        company.seal.press()
    await company.seal.drain()


async def numbers(company: Company) -> list[int]:
    company.member.cursors.clear()
    return sorted(row.number for row in (await pull_all(company.member, Replica())).of(Impression))


async def declare(company: Company, number: int) -> None:
    picture = {"sha256": SHA256, "bytes": len(CONTENT), "media": "image/png", "taken_at": 0}
    await company.member.done(AttachPhoto(id=new_id(), seal=SERIAL, number=number, **picture))


async def send(company: Company) -> None:
    await company.member.request("PUT", f"/v1/files/{company.owner.organization}/{SHA256}", CONTENT)


async def later(company: Company, ms: int) -> None:
    """Time passes, and the sweeps run; everybody signs in again."""
    company.cloud.now += ms
    await sweeps.sweep(company.cloud.service)
    for person in (company.owner, company.keeper, company.member):
        await person.enter()


async def alarmed(company: Company) -> list[str]:
    """What the user, the authorizer and the owner were told of it outside the house, in this order."""
    found: list[str] = []
    for person in (company.member, company.keeper, company.owner):
        texts = [text for channel, text in await delivered(company.cloud, person) if "没有照片" in text]
        assert (await told(person)).count("pictures_missing") == len(texts)
        found += texts
    return found


@pytest.mark.req("C-23", "C")
@pytest.mark.req("R-117")
async def test_a_day_after_the_end_both_are_told_how_many_are_missing(company: Company) -> None:
    await later(company, HOUR_MS + DAY_MS - 1)
    assert await alarmed(company) == []
    await later(company, 1)
    alarm = "周成员使用“合同章”后还有 2 条记录没有照片，请补传。"
    assert await alarmed(company) == [alarm, alarm]
    before = await newest(company.cloud, company.owner.organization)
    await later(company, DAY_MS)  # once
    assert await newest(company.cloud, company.owner.organization) == before


@pytest.mark.req("C-23", "C")
async def test_after_the_end_of_use_the_files_are_what_is_missing(company: Company) -> None:
    """Declared they all are, or it could not be ended; one day more has their files come."""
    await declare(company, (await numbers(company))[1])
    await company.keeper.done(EndUse(authorization=USE))
    await later(company, DAY_MS - 1)
    assert await alarmed(company) == []
    await later(company, 1)
    assert len(await alarmed(company)) == 2


@pytest.mark.req("C-23", "C")
async def test_nobody_is_told_when_the_files_are_here_or_nobody_asks_for_them(company: Company) -> None:
    await declare(company, (await numbers(company))[1])
    await send(company)
    await later(company, HOUR_MS + DAY_MS)
    assert await alarmed(company) == []
    assert (await company.row(Authorization, USE)).pictures_due_at is None
    await company.keeper.done(EndUse(authorization=USE))
    await company.keeper.done(company.authorize("use again", upload_required=True))
    await press(company, 1)
    await company.owner.done(WaiveUpload(authorization=uid("use again"), reason="印章遗失"))
    assert (await company.row(Authorization, uid("use again"))).pictures_due_at is None
    await company.keeper.done(EndUse(authorization=uid("use again")))
    await company.keeper.done(company.authorize("not demanded"))
    await press(company, 1)
    await later(company, 2 * DAY_MS)
    assert await alarmed(company) == ["王主任不再要求周成员补传“合同章”用印照片：印章遗失"] or not await alarmed(
        company
    )


@pytest.mark.req("C-23", "C")
async def test_a_record_that_comes_late_is_called_to_mind_as_well(company: Company) -> None:
    await declare(company, (await numbers(company))[1])
    await send(company)
    company.seal.press()
    await later(company, HOUR_MS + DAY_MS)
    assert await alarmed(company) == []
    await company.seal.connect(company.member)
    await company.seal.contact()
    await company.seal.drain()
    await later(company, 0)
    assert await alarmed(company) == ["周成员使用“合同章”后还有 1 条记录没有照片，请补传。"] * 2


def test_what_was_used_before_is_looked_at_as_well() -> None:
    """Migration 0007."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        command.upgrade(configuration(connection), "0006")
        bodies = {
            "asked": {"upload_required": True, "pressed": 1},
            "ended": {"upload_required": True, "pressed": 1, "ended_at": 15},
            "unused": {"upload_required": True},
            "waived": {"upload_required": True, "pressed": 1, "waived_at": 5},
            "not asked": {"pressed": 1},
        }
        columns = "(organization, id, seal, member, stage, body) VALUES ('o', :id, 's', 'm', 'live', :body)"
        for id, body in bodies.items():
            values = {"id": id, "body": json.dumps({"end": 20, **body})}
            connection.execute(text(f"INSERT INTO authorizations {columns}"), values)
        upgrade(connection)
        table = tables.rows["authorizations"]
        found = {row.id: row.pictures_due_at for row in connection.execute(table.select())}
    engine.dispose()
    assert found == {"asked": 20 + DAY_MS, "ended": 15 + DAY_MS, "unused": None, "waived": None, "not asked": None}
