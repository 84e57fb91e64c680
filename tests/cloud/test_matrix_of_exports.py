"""The row of exports in the permission matrix, which the manual gives in prose (R-151): by push, pull and fetching."""

import msgspec
import pytest

from domain.exports import CancelExport, Export, Format, SendExport
from domain.organization import Member, Permission
from domain.rows import Act
from tests.cloud.office import OTHER, OWN, Office
from tests.cloud.test_exports import MAILBOX, asked, fetched, made, over
from tests.cloud.test_matrix import ROLES, Proves, pushed
from tests.cloud.test_pull import impression, put
from tests.cloud.world import Cloud, Person, Problem


@pytest.mark.parametrize("seal", [OWN, None])
async def test_exports_are_the_owners_and_the_administrators(
    cloud: Cloud, owner: Person, seal: str | None, proves: Proves
) -> None:
    """No keeper, of his own seal neither, and no role that may read everything: asked for, stopped, sent,
    listed or fetched."""
    office = Office(cloud, owner)
    await office.fill()
    await put(cloud, *(impression(owner, number, owner.member, of) for number, of in ((1, OWN), (2, OTHER))))
    await office.give_customs(Permission.VIEW_USAGE)
    everything = await office.row(Member, office.people["custom with"].member)
    await put(cloud, msgspec.structs.replace(everything, permissions=list(Permission)))
    period = {"seal": seal, "start": 0, "end": cloud.now}
    there = await made(owner, asked(**period))
    assert there.records == (2 if seal is None else 1)
    for who in ROLES:
        person, allowed, ask = office.people[who], who in ("owner", "administrator"), asked(**period)
        codes = [await pushed(office, person, ask)]
        if allowed:
            await over(person, ask.id)
        codes.append(await pushed(office, person, CancelExport(export=there.id)))
        codes.append(await pushed(office, person, SendExport(export=there.id, mailbox=MAILBOX)))
        assert codes == (["", "export_over", ""] if allowed else ["not_allowed"] * 3), who
        if allowed:
            await over(person, there.id)
        seen = {id for table, id in await office.rows_seen(person) if table == Export.table}
        assert (there.id in seen) is bool(seen) is allowed, who
        assert await _fetches(person, there) is allowed, who
        proves("R-151", "P", "allowed" if allowed else "refused")


async def test_an_export_of_another_organization_is_not_there(cloud: Cloud, owner: Person) -> None:
    office = Office(cloud, owner)
    await office.fill()
    there = await made(owner, asked(start=0, end=cloud.now))
    stranger = office.strangers
    assert stranger is not None
    assert not await _fetches(stranger, there)
    assert not await _fetches(stranger, msgspec.structs.replace(there, organization=stranger.organization))
    acts: list[Act] = [CancelExport(export=there.id), SendExport(export=there.id, mailbox=MAILBOX)]
    home = stranger.organization
    for act in (*acts, asked(seal=OWN)):
        assert await pushed(office, stranger, act) == "not_found"
        stranger.organization = office.organization
        assert await pushed(office, stranger, act) == "not_found"
        stranger.organization = home
    assert (Export.table, there.id) not in await office.rows_seen(stranger)


async def _fetches(person: Person, row: Export) -> bool:
    """Whether he gets its file; who does not learns nothing of it."""
    try:
        return bool(await fetched(person, row, Format.CSV))
    except Problem as error:
        assert (error.status, error.code) == (404, "not_found")
        return False
