"""What a console keeps of the rules of the sync (tests/rules.py) whatever comes from a real cloud, and when."""

from pathlib import Path

import pytest

from app.models import fold, pages, replica
from app.models.store import Tx
from app.sync.pull import OWN, Puller
from app.sync.push import push
from domain.ids import new_id
from domain.organization import Organization
from domain.templates import AddTemplate, ChangeTemplate, Template
from protocol.sync import Page
from tests.app.console import Console, console
from tests.app.sync.conftest import OWNER
from tests.cloud.world import Cloud, Person, pull_all


def template(owner: Person, name: str) -> AddTemplate:
    return AddTemplate(id=new_id(), name=name, approvers=[owner.member])


def puller(pc: Console) -> Puller:
    return Puller(pc.store, pc.client, pc.account.sign, lambda: pc.cloud.now)


async def pulled(pc: Console) -> None:
    await puller(pc).pull()


@pytest.mark.rule(4)
async def test_what_waits_here_stands_above_what_comes(tmp_path: Path, cloud: Cloud, owner: Person) -> None:
    made = template(owner, "合同")
    await owner.done(made)
    async with console(tmp_path / "pc", cloud, OWNER, sync=False) as pc:
        await pulled(pc)
        mine = ChangeTemplate(template=made.id, name="我的", approvers=[owner.member])
        await pc.do(owner.organization, mine)
        await owner.done(ChangeTemplate(template=made.id, name="别处", approvers=[], copied=[owner.member]))
        await owner.done(template(owner, "新的"))
        await pulled(pc)

        def held(tx: Tx) -> Template | None:
            return replica.get(tx, Template, owner.organization, made.id)

        below = await pc.store.run(held)
        assert below is not None
        assert (below.name, below.copied) == ("别处", [owner.member])
        shown = {row.row.name: row for row in await pc.shown(owner.organization, Template)}
        assert set(shown) == {"我的", "新的"}
        assert shown["我的"].pending
        assert not shown["新的"].pending
        await push(pc.store, pc.client, pc.account.sign, lambda: cloud.now, lambda _: None)
        await pulled(pc)
        assert await pc.store.run(lambda tx: fold.overlay(tx, owner.organization).by) == {}
        assert {row.name for row in await pc.rows(owner.organization, Template)} == {"我的", "新的"}


@pytest.mark.rule(6)
async def test_rows_and_cursor_are_there_together_or_not_at_all(
    tmp_path: Path, cloud: Cloud, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await owner.done(template(owner, "合同"))
    async with console(tmp_path / "pc", cloud, OWNER, sync=False) as pc:
        before = await pc.store.run(lambda tx: pages.asking(tx, owner.organization))
        move, failed = pages._move, 0

        def failing(tx: Tx, pull: str, page: Page, at: int) -> None:
            nonlocal failed
            move(tx, pull, page, at)
            if pull != OWN:
                failed += 1
                raise KeyError("the power is cut")

        monkeypatch.setattr(pages, "_move", failing)
        with pytest.raises(KeyError):
            await pulled(pc)
        assert failed == 1
        assert await pc.store.run(lambda tx: replica.all(tx, Template, owner.organization)) == []
        assert await pc.store.run(lambda tx: pages.asking(tx, owner.organization)) == before
        monkeypatch.setattr(pages, "_move", move)
        await pc.close()
        await pc.open(sync=False)
        await pulled(pc)
        assert [row.name for row in await pc.rows(owner.organization, Template)] == ["合同"]
        assert (await pc.store.run(lambda tx: pages.asking(tx, owner.organization))).cursor != before.cursor


@pytest.mark.rule(13)
async def test_what_waits_goes_out_whichever_organization_is_shown(tmp_path: Path, cloud: Cloud, owner: Person) -> None:
    """One database for all organizations of a person, one outbox, and nobody has to look at one for it to be sent."""
    other = await cloud.organization(OWNER, "另一家")
    async with console(tmp_path / "pc", cloud, OWNER, sync=False) as pc:
        await pulled(pc)
        await cloud.stop()
        for number in range(3):
            for person in (owner, other):
                await pc.do(person.organization, template(person, f"{number}"))
        await pc.close()
        await pc.open()
        await pc.reached(lambda state: state.waiting_acts == 6)
        await cloud.start()
        await pc.settled()
        for person in (owner, other):
            names = [row.name for row in (await pull_all(person)).of(Template)]
            assert sorted(names) == ["0", "1", "2"]
            assert len(await pc.rows(person.organization, Organization)) == 1
