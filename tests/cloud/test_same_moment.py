"""Two people decide at the same moment: one does it, the other is told why not, and it is done once."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from cloud.store import audits
from cloud.store.unit import View
from domain.applications import Application
from domain.approvals import Approve, Reject
from domain.audit import AuditEntry
from domain.authorizations import Authorization, Stage
from domain.codes import Purpose
from domain.departments import AddDepartment
from domain.ending import Activate, CancelAuthorization, EndUse, ExtendUse
from domain.ids import new_id
from domain.keepers import AddKeeper
from domain.leaving import ChangeRole, RemoveMember
from domain.members import SetStandIn
from domain.organization import Member, Role
from domain.rows import Act
from domain.uses import Method
from domain.waiting import Withdraw
from protocol.conversation import Code
from tests.cloud.act_table import APPLICATION, USE, application, approved, issued
from tests.cloud.company import HOUR_MS, SERIAL, Company, found_company, uid
from tests.cloud.world import Cloud, Person, pull_all, together

Who = Callable[[Company], tuple[Person, Act]]


@dataclass(frozen=True)
class Race:
    """Two acts at once; the one who is too late is told one of `codes`."""

    one: Who
    other: Who
    codes: set[str]
    before: str = "applied"


def decide(person: str, act: Act) -> Who:
    return lambda company: (getattr(company, person), act)


def authorize(person: str, name: str, application: str | None) -> Who:
    return lambda company: (getattr(company, person), company.authorize(name, application=application))


RACES = {
    "approve and reject": Race(
        decide("approver", Approve(application=APPLICATION)),
        decide("member", Reject(application=APPLICATION, reason="不符")),
        {"already_decided", "not_your_turn"},
    ),
    "approve and withdraw": Race(
        decide("approver", Approve(application=APPLICATION)),
        decide("member", Withdraw(application=APPLICATION)),
        {"already_decided", "somebody_has_acted"},
    ),
    "authorize the same": Race(
        authorize("keeper", "one", APPLICATION),
        authorize("other", "other", APPLICATION),
        {"already_decided", "former_use_not_ended"},
        "approved",
    ),
    "authorize and reject": Race(
        authorize("keeper", "one", APPLICATION),
        decide("other", Reject(application=APPLICATION, reason="不符")),
        {"already_decided"},
        "approved",
    ),
    "issue for the same seal": Race(
        authorize("keeper", "one", None), authorize("admin", "other", None), {"former_use_not_ended"}
    ),
    "end": Race(
        decide("keeper", EndUse(authorization=USE)),
        decide("owner", EndUse(authorization=USE)),
        {"already_ended"},
        "issued",
    ),
    "end and extend": Race(
        decide("keeper", EndUse(authorization=USE)),
        lambda company: (
            company.owner,
            ExtendUse(id=uid("more"), authorization=USE, count=9, end=company.cloud.now + HOUR_MS),
        ),
        {"already_ended"},
        "issued",
    ),
    "the administrator's place": Race(
        lambda company: (company.owner, ChangeRole(member=company.member.member, role=Role.ADMINISTRATOR)),
        lambda company: (company.owner, ChangeRole(member=company.other.member, role=Role.ADMINISTRATOR)),
        {"one_administrator"},
        "no administrator",
    ),
    "the third keeper": Race(
        lambda company: (company.owner, AddKeeper(seal=SERIAL, member=company.member.member)),
        lambda company: (company.admin, AddKeeper(seal=SERIAL, member=company.approver.member)),
        {"keepers_full"},
        "two keepers",
    ),
}


async def arrange(company: Company, before: str) -> None:
    absence = SetStandIn(
        member=company.approver.member, stand_in=company.member.member, start=0, end=company.cloud.now + HOUR_MS
    )
    await company.approver.done(absence)
    await company.admin.done(AddKeeper(seal=SERIAL, member=company.other.member))
    if before in ("applied", "approved"):
        await company.member.done(application(company))
    if before == "approved":
        await company.approver.done(approved(company))
    if before == "issued":
        await company.keeper.done(issued(company))
    if before == "no administrator":
        await company.owner.done(RemoveMember(member=company.admin.member))
    if before == "two keepers":
        for each in (company.member, company.approver):
            await company.owner.done(ChangeRole(member=each.member, role=Role.KEEPER))


@pytest.mark.req("I-01")
@pytest.mark.req("I-02")
@pytest.mark.req("I-03")
@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("name", list(RACES))
async def test_one_of_two_is_done(cloud: Cloud, name: str, *, turned: bool) -> None:
    company, race = await found_company(cloud), RACES[name]
    await arrange(company, race.before)
    pairs = [race.one(company), race.other(company)]
    acts = [(person, person.signed(act)) for person, act in (reversed(pairs) if turned else pairs)]
    if acts[0][0] is acts[1][0]:  # one console: its acts come in order, in one push
        verdicts = (await acts[0][0].push(*(act for _, act in acts))).verdicts
    else:
        pushed = await asyncio.gather(*(person.push(act) for person, act in acts))
        verdicts = [each.verdicts[0] for each in pushed]
    assert sorted(each.done for each in verdicts) == [False, True]
    assert next(each.code for each in verdicts if not each.done) in race.codes
    live = await cloud.service.database.read(
        lambda view: view.rows.all(Authorization, company.owner.organization, stage=Stage.LIVE)
    )
    assert len(live) <= 1


@pytest.mark.req("I-03")
async def test_of_two_codes_at_once_one_activates(cloud: Cloud) -> None:
    company = await found_company(cloud)
    people = (company.member, company.approver)
    for person in people:
        await company.keeper.done(company.authorize(person.member, member=person.member, method=Method.PRE))
    codes = [(await cloud.delivered(person.phone, Purpose.ACTIVATE)).split()[0] for person in people]
    acts = [
        person.signed(Activate(authorization=uid(person.member), code=code))
        for person, code in zip(people, codes, strict=True)
    ]
    pushed = await asyncio.gather(*(person.push(act) for person, act in zip(people, acts, strict=True)))
    assert sorted(each.verdicts[0].code for each in pushed) == ["", "former_use_not_ended"]
    loser = next(person for person, each in zip(people, pushed, strict=True) if not each.verdicts[0].done)
    await company.keeper.done(CancelAuthorization(authorization=uid(loser.member)))


@pytest.mark.req("I-01")
async def test_however_many_take_a_step_it_is_taken_once(cloud: Cloud) -> None:
    company = await found_company(cloud)
    await arrange(company, "approved")
    people = [company.keeper, company.other, company.owner, company.admin]
    acts = [person.signed(company.authorize(person.member, application=APPLICATION)) for person in people]
    pushed = await asyncio.gather(*(person.push(act) for person, act in zip(people, acts, strict=True)))
    assert [each.verdicts[0].done for each in pushed].count(True) == 1
    winner = next(person for person, each in zip(people, pushed, strict=True) if each.verdicts[0].done)
    row = await company.row(Application, APPLICATION)
    assert (row.authorization, row.steps[-1].decided_by) == (uid(winner.member), winner.member)
    assert (await company.row(Member, winner.member)).active


@pytest.mark.req("I-21")
async def test_acts_that_share_a_commit_stand_in_one_chain(cloud: Cloud) -> None:
    company = await found_company(cloud, sealed=False)
    people = [company.owner, company.admin, company.member]
    acts = [person.signed(AddDepartment(id=new_id(), name=person.phone)) for person in people]
    await together(cloud, *(person.push(act) for person, act in zip(people, acts, strict=True)))
    company.owner.cursors.clear()
    found = (await pull_all(company.owner)).of(AuditEntry)
    assert sorted(row.number for row in found) == list(range(1, len(found) + 1))

    def broken(view: View) -> int | None:
        return audits.broken_at(view, company.owner.organization, cloud.service.keys.vault)

    assert await cloud.service.database.read(broken) is None


@pytest.mark.req("I-04")
async def test_records_that_share_a_commit_are_all_counted(cloud: Cloud) -> None:
    company = await found_company(cloud, real_seal=True)
    await company.keeper.done(company.authorize("use"))
    await company.seal.contact()
    await company.seal.connect(company.member)
    assert company.seal.take() is Code.OK
    await company.seal.drain()
    before = company.seal.taken[-1].log_to
    company.seal.press()
    (first,) = company.seal.slices(before + 1)
    company.seal.press()
    (second,) = company.seal.slices(before + 2)
    await together(cloud, company.seal.give(first, company.member), company.seal.give(second, company.keeper))
    row = await company.row(Authorization, USE)
    assert (row.used, row.pressed) == (2, 2)
