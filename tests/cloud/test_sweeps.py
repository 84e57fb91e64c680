"""What nobody does, for time alone brings it about; found by indexes, done once."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from cloud import sweeps
from cloud.store.unit import Unit, View
from domain.applications import Application, Apply
from domain.approvals import Approve, Comment, Remark
from domain.authorizations import Authorization, Stage
from domain.ending import CancelAuthorization
from domain.features import SetFeatures
from domain.files import Attachment, File
from domain.ids import new_id
from domain.members import SetStandIn
from domain.messages import Message
from domain.organization import ChangeOrganization, Feature, Member
from domain.seals import SealStatus
from domain.usage import AttachPhoto
from domain.uses import DAY_MS, Method
from protocol.conversation import Code
from tests.cloud.company import HOUR_MS, SERIAL, Company, found_company, newest, uid
from tests.cloud.world import Cloud, Person, Replica, pull_all, running
from tests.waiting import until_told


@pytest.fixture
async def company(cloud: Cloud) -> Company:
    return await found_company(cloud)


@pytest.fixture
async def sealed(cloud: Cloud) -> Company:
    return await found_company(cloud, real_seal=True)


async def later(company: Company, ms: int) -> None:
    """Time passes, and the sweeps run."""
    company.cloud.now += ms
    await sweeps.sweep(company.cloud.service)


async def nothing_more(company: Company) -> None:
    """The sweeps have done what there was to do: nobody's console hears of the next."""
    before = await newest(company.cloud, company.owner.organization)
    await sweeps.sweep(company.cloud.service)
    assert await newest(company.cloud, company.owner.organization) == before


async def stage(company: Company, name: str = "authorization") -> Stage:
    return (await company.row(Authorization, uid(name))).stage


async def test_a_use_ends_by_itself_when_its_period_is_over_and_the_seal_hears_it(sealed: Company) -> None:
    await sealed.keeper.done(act := sealed.authorize(auto_end=True))
    assert await sealed.seal.contact() == [Code.OK]
    await later(sealed, HOUR_MS - 1)
    assert await stage(sealed) is Stage.LIVE
    await later(sealed, 1)
    row = await sealed.row(Authorization, act.id)
    assert (row.stage, row.ended_at, row.ended_by) == (Stage.OVER, sealed.cloud.now, None)
    await sealed.keeper.enter()
    assert await sealed.seal.contact() == [Code.OK]
    await sealed.seal.connect()
    await sealed.seal.drain()
    assert (await sealed.row(Authorization, act.id)).end_confirmed_at == sealed.cloud.now
    await nothing_more(sealed)
    await sealed.keeper.done(sealed.authorize("next"))  # the seal is free for the next one


async def test_a_use_ends_by_itself_when_it_is_used_up_and_the_records_are_here(sealed: Company) -> None:
    await sealed.keeper.done(sealed.authorize(auto_end=True, count=2))
    await sealed.seal.contact()
    await sealed.seal.connect(sealed.member)
    assert sealed.seal.take() is Code.OK
    sealed.seal.press()
    await sealed.seal.drain()
    await later(sealed, 0)
    assert await stage(sealed) is Stage.LIVE
    sealed.seal.press()
    await sealed.seal.drain()
    await later(sealed, 0)
    assert await stage(sealed) is Stage.OVER


async def test_not_while_records_lie_on_the_seal(company: Company) -> None:
    await company.keeper.done(company.authorize(auto_end=True))
    await put(company, _status(company, log_end=5, log_to=4))
    await later(company, HOUR_MS)
    assert await stage(company) is Stage.LIVE
    await put(company, _status(company, log_end=5, log_to=5))
    await later(company, 0)
    assert await stage(company) is Stage.OVER


async def put(company: Company, *rows: Any) -> None:
    def work(unit: Unit) -> None:
        for row in rows:
            unit.put(row)

    await company.cloud.service.database.write(work)


def _status(company: Company, **log: int) -> SealStatus:
    return SealStatus(
        id=SERIAL,
        organization=company.owner.organization,
        phase="ready",
        battery=80,
        firmware="GYGL",
        place=None,
        at=company.cloud.now,
        used=0,
        count=3,
        **log,
    )


@pytest.mark.req("R-117", "V", "inside", "outside")
@pytest.mark.req("C-23", "C")
async def test_not_before_each_record_has_its_picture(sealed: Company) -> None:
    await sealed.owner.done(SetFeatures(items=list(Feature)))
    await sealed.keeper.done(sealed.authorize(auto_end=True, upload_required=True, count=1))
    await sealed.seal.contact()
    await sealed.seal.connect(sealed.member)
    assert sealed.seal.take() is Code.OK
    sealed.seal.press()
    taken = await sealed.seal.drain()
    await later(sealed, 0)
    assert await stage(sealed) is Stage.LIVE
    assert (await sealed.row(Authorization, uid("authorization"))).due_at is None  # and it is not looked at again
    picture = AttachPhoto(
        id=new_id(),
        seal=SERIAL,
        number=await _impression(sealed),
        sha256="0" * 64,
        bytes=100,
        media="image/png",
        taken_at=sealed.cloud.now,
    )
    await sealed.member.done(picture)
    await later(sealed, 0)
    assert await stage(sealed) is Stage.OVER
    assert taken.log_to


async def _impression(company: Company) -> int:
    """The number of the one record there is."""

    def work(view: View) -> int:
        return view.connection.execute(text("SELECT number FROM usage")).scalar_one()

    return await company.cloud.service.database.read(work)


@pytest.mark.parametrize(("after", "expected"), [(-1, Stage.WAITING), (0, Stage.OVER)])
async def test_a_code_that_nobody_used_lapses(company: Company, after: int, expected: Stage) -> None:
    await company.keeper.done(act := company.authorize(method=Method.PRE))
    await later(company, HOUR_MS + after)
    row = await company.row(Authorization, act.id)
    assert row.stage is expected
    assert row.cancelled_at == (company.cloud.now if expected is Stage.OVER else None)
    assert await _codes(company) == (0 if expected is Stage.OVER else 1)
    await nothing_more(company)


async def test_a_code_that_is_taken_back_is_gone(company: Company) -> None:
    await company.keeper.done(act := company.authorize(method=Method.PRE))
    assert await _codes(company) == 1
    await company.keeper.done(CancelAuthorization(authorization=act.id))
    assert await _codes(company) == 0


async def _codes(company: Company) -> int:
    def work(view: View) -> int:
        return view.connection.execute(text("SELECT count(*) FROM activation_codes")).scalar_one()

    return await company.cloud.service.database.read(work)


def applying(company: Company, name: str = "application", **changes: Any) -> Apply:
    fields: dict[str, Any] = {
        "id": uid(name),
        "seal": SERIAL,
        "reason": "签约",
        "document": "采购合同",
        "copies": 1,
        "count": 1,
        "start": company.cloud.now,
        "end": company.cloud.now + 30 * DAY_MS,
    }
    return Apply(**{**fields, **changes})


async def sees(person: Person) -> Replica:
    person.cursors.clear()
    return await pull_all(person, Replica())


async def test_who_stands_in_sees_it_until_the_absence_is_over(company: Company) -> None:
    """The application, what is attached to it and what is said of it come and go together."""
    picture = File(new_id(), "page.png", "0" * 64, 100, "image/png")
    await company.member.done(applying(company, pictures=[picture]))
    await company.member.done(Remark(id=new_id(), application=uid("application"), text="请尽快"))
    replica = await pull_all(company.other)
    kinds = (Application, Attachment, Comment)
    assert [len(replica.of(kind)) for kind in kinds] == [0, 0, 0]
    absence = SetStandIn(
        member=company.approver.member,
        stand_in=company.other.member,
        start=company.cloud.now,
        end=company.cloud.now + HOUR_MS,
    )
    await company.approver.done(absence)
    assert [len((await pull_all(company.other, replica)).of(kind)) for kind in kinds] == [1, 1, 1]
    await later(company, HOUR_MS - 1)
    assert (await company.row(Member, company.approver.member)).stand_in is not None
    await later(company, 1)
    assert (await company.row(Member, company.approver.member)).stand_in is None
    await company.other.enter()
    assert [len((await pull_all(company.other, replica)).of(kind)) for kind in kinds] == [0, 0, 0]
    await nothing_more(company)


async def test_who_is_to_stand_in_reads_nothing_before_the_absence_begins(company: Company) -> None:
    await company.member.done(applying(company))
    start, other = company.cloud.now + HOUR_MS, company.other.member
    absence = SetStandIn(member=company.approver.member, stand_in=other, start=start, end=start + HOUR_MS)
    await company.approver.done(absence)
    replica = await pull_all(company.other)
    told = [message.code for message in replica.of(Message)]
    await later(company, HOUR_MS - 1)
    for each in (company.other, company.member):
        await each.enter()
    assert (await pull_all(company.other, replica)).of(Application) == []
    await company.member.done(applying(company, "second"))
    assert (await pull_all(company.other, replica)).of(Application) == []
    await later(company, 1)
    assert len((await pull_all(company.other, replica)).of(Application)) == 2
    assert [message.code for message in replica.of(Message)] == told  # that it begins is no news
    await nothing_more(company)
    await company.other.done(Approve(application=uid("application")))


async def reminded(company: Company, name: str = "application") -> int | None:
    return (await company.row(Application, uid(name))).reminded_at


async def test_a_step_that_waits_is_called_to_mind_once_a_day(company: Company) -> None:
    await company.member.done(applying(company))
    last = None
    for _ in range(3):  # after a day by default, and then each day
        await later(company, DAY_MS - 1)
        assert await reminded(company) == last
        await later(company, 1)
        last = await reminded(company)
        assert last == company.cloud.now
        await nothing_more(company)


async def test_when_and_whether_is_the_organizations_own_choice(company: Company) -> None:
    other = await company.cloud.organization("19900000008", "别家公司")
    untouched = await newest(company.cloud, other.organization)
    await company.owner.done(ChangeOrganization(name="云杉公司", remind_after_h=1))
    await company.member.done(applying(company))
    await later(company, HOUR_MS - 1)
    assert await reminded(company) is None
    await later(company, 1)
    assert await reminded(company) == company.cloud.now
    await company.owner.enter()
    await company.owner.done(ChangeOrganization(name="云杉公司", remind_after_h=0))
    await later(company, 2 * DAY_MS)
    assert await reminded(company) == company.cloud.now - 2 * DAY_MS
    assert await newest(company.cloud, other.organization) == untouched


async def test_a_fault_keeps_back_its_own_row_only(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    await company.keeper.done(company.authorize("first", method=Method.PRE))
    await company.keeper.done(company.authorize("second", method=Method.PRE))
    put, first = sweeps.consequences.put, uid("first")

    def fails(*args: Any) -> None:
        put(*args)
        if args[2][0].id == first:
            raise KeyError

    monkeypatch.setattr(sweeps.consequences, "put", fails)
    await later(company, HOUR_MS)
    assert (await stage(company, "first"), await stage(company, "second")) == (Stage.WAITING, Stage.OVER)
    monkeypatch.undo()
    await later(company, 0)
    assert await stage(company, "first") is Stage.OVER


async def test_more_than_fit_into_one_transaction(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "AT_ONCE", 2)
    names = [f"code {number}" for number in range(5)]
    acts = [company.keeper.signed(company.authorize(name, method=Method.PRE)) for name in names]
    assert all(each.done for each in (await company.keeper.push(*acts)).verdicts)
    await later(company, HOUR_MS)
    assert [await stage(company, name) for name in names] == [Stage.OVER] * 5


async def test_they_run_by_themselves(tmp_path: Path) -> None:
    async with running(tmp_path, sweep_every_s=0.05) as cloud:
        company = await found_company(cloud)
        await company.keeper.done(company.authorize(method=Method.PRE))
        assert await stage(company) is Stage.WAITING
        cloud.now += HOUR_MS

        async def over() -> bool:
            return await stage(company) is Stage.OVER

        await until_told(over)
