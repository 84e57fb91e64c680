"""How much of each an organization may have: up to its quota and not beyond, whoever else has come meanwhile."""

from collections.abc import Callable

import pytest

from domain.departments import AddDepartment, Department
from domain.ids import new_id
from domain.members import AddMember
from domain.organization import Member, Quotas, Role
from domain.rows import Act, Row
from tests.cloud.seal import Seal
from tests.cloud.test_contact import bind
from tests.cloud.test_pull import put
from tests.cloud.test_pull import seal as seal_row
from tests.cloud.world import Cloud, Person

Fill = Callable[[Person, int], Row]


def person(owner: Person, number: int) -> Row:
    return Member(
        id=f"m-{number}",
        organization=owner.organization,
        user=f"u-{number}",
        name=f"员工{number}",
        phone=f"1380000{number:04}",
        role=Role.MEMBER,
    )


def department(owner: Person, number: int) -> Row:
    return Department(id=f"d-{number}", organization=owner.organization, name=f"部门{number}")


def one_more_person(number: int) -> Act:
    return AddMember(id=new_id(), name="新人", phone=f"1390000{number:04}", role=Role.MEMBER)


def one_more_department(number: int) -> Act:
    return AddDepartment(id=new_id(), name=f"新部门{number}")


@pytest.mark.parametrize(
    ("fill", "there", "more", "quota", "code"),
    [
        pytest.param(
            person,
            1,  # the owner is one of them
            one_more_person,
            Quotas().people,
            "people_full",
            marks=pytest.mark.req("R-039", "L", "inside", "at", "outside"),
        ),
        pytest.param(
            department,
            0,
            one_more_department,
            Quotas().departments,
            "departments_full",
            marks=pytest.mark.req("R-040", "L", "inside", "at", "outside"),
        ),
    ],
    ids=["people", "departments"],
)
async def test_up_to_the_quota_and_not_beyond(
    cloud: Cloud, owner: Person, fill: Fill, there: int, more: Callable[[int], Act], quota: int, code: str
) -> None:
    await put(cloud, *(fill(owner, number) for number in range(quota - there - 2)))
    verdicts = [await owner.do(more(number)) for number in range(3)]  # one below it, at it, beyond
    assert [verdict.code for verdict in verdicts] == ["", "", code]
    assert str(quota) in verdicts[-1].sentence


@pytest.mark.req("R-038", "L", "inside", "at", "outside")
async def test_seals_up_to_the_quota_and_not_beyond(cloud: Cloud, owner: Person) -> None:
    quota = Quotas().seals
    await put(cloud, *(seal_row(owner, f"GL20260001{number:02}") for number in range(quota - 2)))
    seals = [Seal(cloud, owner, serial=f"GL202600000{number}") for number in range(3)]
    verdicts = [await owner.do(bind(seal)) for seal in seals]
    assert [verdict.code for verdict in verdicts] == ["", "", "seals_full"]
    assert str(quota) in verdicts[-1].sentence
    assert (await owner.do(bind(seals[0]))).code == ""  # said again, it is no further one
