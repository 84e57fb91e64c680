"""Whatever happens: an export holds what its member's console lists between these times, as the rule allows."""

import random

import pytest

from cloud.scopes import held
from cloud.store import records
from cloud.store.database import Database
from cloud.store.records import Records
from domain.exports import Export, Format
from domain.organization import Member, Permission, Role
from domain.seals import Seal
from domain.usage import Impression, may_read
from tests.cloud.test_exports import press
from tests.cloud.test_exports_over import waiting
from tests.cloud.test_pull import put, seal
from tests.cloud.world import MORNING, Cloud, Person, Replica, pull_all

SEALS = ("GL0000000001", "GL0000000002", "GL0000000003")
SPAN = 50


@pytest.mark.req("I-18", "I")
@pytest.mark.parametrize("seed", range(3))
async def test_export_list_and_rule_are_one(cloud: Cloud, owner: Person, seed: int) -> None:
    drawn = random.Random(seed)
    people = [owner]
    roles = [Role.ADMINISTRATOR, Role.KEEPER, Role.KEEPER, Role.MEMBER]
    people += [await owner.add(f"成员{at}", f"1990000001{at}", role) for at, role in enumerate(roles)]
    auditor = await owner.add("审计", "19900000019", Role.MEMBER)
    keepers = {serial: [each.member for each in people[2:4] if drawn.random() < 0.5] for serial in SEALS}
    everybody = [*(each.member for each in people), None]
    rows = [
        press(
            owner,
            number,
            drawn.choice(SEALS),
            id=f"r-{number}",
            member=drawn.choice(everybody),
            result=drawn.choice([0, 0, 3]),
            clock=drawn.choice([0, 1, 1]),
            at=MORNING + drawn.randrange(SPAN),
            received_at=MORNING + drawn.randrange(SPAN),
        )
        for number in range(1, 80)
    ]
    await put(cloud, *(seal(owner, serial, keepers=keepers[serial]) for serial in SEALS), *rows)
    from domain.leaving import ChangeRole

    await owner.done(ChangeRole(member=auditor.member, role=Role.CUSTOM, permissions=[Permission.VIEW_USAGE]))
    database = Database(cloud.service.database.url)
    try:
        for person in [*people, auditor]:
            listed = (await pull_all(person, Replica())).of(Impression)
            me, seals = await _known(cloud, person)
            for _ in range(4):
                start = MORNING + drawn.randrange(SPAN)
                export = Export(
                    id="e",
                    organization=owner.organization,
                    member=person.member,
                    seal=drawn.choice([None, *SEALS]),
                    start=start,
                    end=start + drawn.randrange(1, SPAN),
                    mailbox="a@example.com",
                    formats=[Format.CSV],
                    asked_at=MORNING,
                )
                scopes = await cloud.service.database.read(
                    lambda view, me=me: frozenset(held(me, view.facts(owner.organization)))
                )
                exported = Records(database, export, scopes)
                pages = [line.record for page in exported.pages() for line in page]
                found = {each.id for each in pages}
                assert len(found) == len(pages) == exported.count()
                assert found == {each.id for each in listed if _within(each, export)}
                assert found == {
                    each.id for each in rows if _within(each, export) and may_read(me, each, seals[each.seal])
                }
                order = [(each.listed_at, each.seal, each.number) for each in pages]
                assert order == sorted(order)
    finally:
        database.close()


def _within(row: Impression, export: Export) -> bool:
    return export.seal in (None, row.seal) and export.start <= row.listed_at < export.end


async def _known(cloud: Cloud, person: Person) -> tuple[Member, dict[str, Seal]]:
    def look(view):
        facts = view.facts(person.organization)
        return facts.get(Member, person.member), {each.id: each for each in facts.all(Seal)}

    return await cloud.service.database.read(look)


async def test_what_comes_while_an_export_is_made_is_not_in_it(
    cloud: Cloud, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says at its beginning how many records it has: as many are in it."""
    monkeypatch.setattr(records, "PAGE", 2)
    await put(cloud, seal(owner), *(press(owner, number) for number in (1, 4, 5)))
    row = waiting(owner)
    scopes = await cloud.service.database.read(lambda view: frozenset(held_by_owner(view, owner)))
    database = Database(cloud.service.database.url)
    try:
        found = Records(database, row, scopes)
        count = found.count()
        pages = found.pages()
        numbers = [line.record.number for line in next(pages)]
        await put(cloud, *(press(owner, number) for number in (2, 3, 6)))  # 2 and 3 stand before, 6 behind
        numbers += [line.record.number for page in pages for line in page]
        assert (count, numbers) == (3, [1, 4, 5])
        assert found.count() == 3
        assert Records(database, row, scopes).count() == 6
    finally:
        database.close()


def held_by_owner(view, owner: Person) -> set[str]:
    facts = view.facts(owner.organization)
    me = facts.get(Member, owner.member)
    assert me is not None
    return set(held(me, facts))
