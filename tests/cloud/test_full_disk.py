"""A full disk: nobody's act is refused for it, and what could not be written is done when there is room again."""

import pytest

from cloud.store.unit import Unit
from domain.ids import new_id
from domain.templates import AddTemplate
from tests.cloud.world import Cloud, Person, Problem, codes_of


async def allow(cloud: Cloud, more: int) -> None:
    """Let the database grow by so many pages and no more."""

    def work(unit: Unit) -> None:
        pages = int(unit.connection.exec_driver_sql("PRAGMA page_count").scalar_one())
        unit.connection.exec_driver_sql(f"PRAGMA max_page_count={pages + more}")

    await cloud.service.database.write(work)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.rule(2)
async def test_acts_wait_for_room_and_are_not_refused(cloud: Cloud, owner: Person) -> None:
    acts = [AddTemplate(id=new_id(), name=str(number), approvers=[owner.member]) for number in range(40)]
    signed = [owner.signed(act) for act in acts]
    for room in range(60):  # at some point there would be room for the words of a refusal, and not for the deed
        await allow(cloud, room)
        try:
            pushed = await owner.push(*signed)
        except Problem as problem:
            assert (problem.status, problem.code) == (503, "cloud_recovering")
            continue
        break
    else:
        pytest.fail("there was never room")
    assert room > 0
    assert codes_of(pushed.verdicts) == [""] * len(acts)


REFUSE = """CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$"""


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
@pytest.mark.rule(2)
async def test_acts_wait_for_room_on_the_server_too(cloud: Cloud, owner: Person) -> None:
    async def run(*statements: str) -> None:
        def work(unit: Unit) -> None:
            for statement in statements:
                unit.connection.exec_driver_sql(statement)

        await cloud.service.database.write(work)

    signed = owner.signed(AddTemplate(id=new_id(), name="a", approvers=[owner.member]))
    await run(REFUSE)
    for table in ("templates", "acts", "stream_acts", "changes"):  # the deed, its proof, its verdict, its version
        await run(f"CREATE TRIGGER no_room BEFORE INSERT ON {table} EXECUTE FUNCTION full_disk()")
        with pytest.raises(Problem, match="503 cloud_recovering"):
            await owner.push(signed)
        await run(f"DROP TRIGGER no_room ON {table}")
    assert codes_of((await owner.push(signed)).verdicts) == [""]
