"""Forced upload cannot be got round: only pictures of who may read a record count as its own (I-09, R-117, C-23)."""

import pytest

from domain.authorizations import Authorization
from domain.ending import EndUse
from domain.features import SetFeatures
from domain.ids import new_id
from domain.keepers import AddKeeper, RemoveKeeper
from domain.organization import Feature
from domain.usage import AttachPhoto, Impression, Photo
from protocol.conversation import Code
from tests.cloud.company import SERIAL, Company, found_company, refused, uid
from tests.cloud.world import Cloud, Person, pull_all

USE = uid("use")


@pytest.fixture
async def company(cloud: Cloud) -> Company:
    """A use of the member's that demands pictures, and two presses whose records still lie on the seal. The approver
    has used the seal before him."""
    company = await found_company(cloud, real_seal=True)
    await company.owner.done(SetFeatures(items=[Feature.UPLOAD_REQUIRED]))
    await company.keeper.done(before := company.authorize("before", member=company.approver.member))
    await company.keeper.done(EndUse(authorization=before.id))
    await company.keeper.done(company.authorize("use", upload_required=True))
    await company.seal.contact()
    await company.seal.connect(company.member)
    assert company.seal.take() is Code.OK
    company.seal.press()
    company.seal.press()
    return company


def picture(number: int) -> AttachPhoto:
    return AttachPhoto(id=new_id(), seal=SERIAL, number=number, sha256="0" * 64, bytes=9, media="image/png", taken_at=0)


async def carried(company: Company) -> list[int]:
    """The numbers of the two records, now that they are here."""
    await company.seal.connect(company.keeper)
    await company.seal.drain()
    company.owner.cursors.clear()
    return sorted(each.number for each in (await pull_all(company.owner)).of(Impression))


async def counts(company: Company) -> tuple[int, int]:
    row = await company.row(Authorization, USE)
    return row.pressed, row.pictured


async def shown(person: Person) -> set[str]:
    """Whose photos he sees."""
    person.cursors.clear()
    return {photo.member for photo in (await pull_all(person)).of(Photo)}


@pytest.mark.req("I-09", "I")
@pytest.mark.req("R-117", "V", "inside", "outside")
@pytest.mark.req("C-23", "C")
async def test_a_strangers_pictures_in_advance_do_not_stand_for_the_users(company: Company) -> None:
    assert await refused(company.other, picture(1)) == "not_found"
    await company.approver.push(*(company.approver.signed(picture(number)) for number in range(1, 30)))
    numbers = await carried(company)
    assert await counts(company) == (2, 0)
    assert await refused(company.keeper, EndUse(authorization=USE)) == "pictures_missing"
    for number in numbers:
        await company.member.done(picture(number))
    assert await counts(company) == (2, 2)
    await company.keeper.done(EndUse(authorization=USE))
    assert company.approver.member not in await shown(company.member)
    assert await shown(company.approver) == {company.approver.member}


@pytest.mark.req("I-09", "I")
async def test_the_users_own_in_advance_count(company: Company) -> None:
    for number in range(1, 30):
        await company.member.done(picture(number))
    await carried(company)
    assert await counts(company) == (2, 2)


@pytest.mark.req("I-09", "I")
async def test_an_impression_counts_once_whoever_may_read_it_later(company: Company) -> None:
    """A keeper's picture stays one when he keeps the seal no more."""
    first, second = await carried(company)
    await company.owner.done(AddKeeper(seal=SERIAL, member=company.other.member))
    await company.other.done(picture(first))
    await company.owner.done(RemoveKeeper(seal=SERIAL, member=company.other.member))
    await company.member.done(picture(first))
    assert await counts(company) == (2, 1)
    await company.member.done(picture(second))
    assert await counts(company) == (2, 2)
