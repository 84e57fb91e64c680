"""What stands in whose lists, counts, badges, search results and exports: all rows that the manual lets him see, and no
others (I-18). The consoles are real, and filled by a real cloud."""

import csv
from collections import Counter
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from app.models import counts, replica
from app.services import current
from app.services.records import Asked
from app.views.applications.page import ApplicationsPage
from app.views.applications.papers import read_papers
from app.views.approvals.page import ApprovalsPage
from app.views.audit.page import AuditPage
from app.views.authorizations.page import AuthorizationsPage
from app.views.map.reading import History, read_track
from app.views.messages.page import MessagesPage
from app.views.organization import exporting
from app.views.organization.page import OrganizationPage
from app.views.room import LivePage, Room
from app.views.usage.page import UsagePage
from app.views.wallet.page import WalletPage
from app.views.work import read_frame
from domain.organization import Member, Organization
from tests.app.console import Console, console
from tests.app.services.office import NowCloud
from tests.app.views import rooms
from tests.app.views.stage import Stage
from tests.cloud.busy_office import EVERYBODY, BusyOffice, Everything, Eyes, eyes
from tests.cloud.office import OTHER, OWN
from tests.cloud.world import Cloud
from tests.waiting import until

OWNER = "19900000001"


@pytest.fixture
async def cloud(tmp_path: Path) -> AsyncGenerator[Cloud]:
    made = NowCloud(tmp_path)
    await made.start()
    yield made
    await made.stop()


class Looking:
    """One person at his console, looking at one page after the other."""

    def __init__(self, stage: Stage, desk: Console, room: Room, name: str, everything: Everything) -> None:
        self.stage, self.desk, self.room, self.name, self.everything = stage, desk, room, name, everything
        self.by: Eyes = eyes(name, room.me.id)

    async def page(self, kind: type[LivePage]) -> Any:
        return await self.stage.show(kind, self.room)

    async def lists(self, model: Any, rows: list[Any], of: Callable[[Any], str] = lambda each: each.row.id) -> None:
        """The list is the rows, as soon as it has been read."""
        wanted = sorted(row.id for row in rows)
        with suppress(AssertionError):  # the comparison below tells more
            await until(lambda: sorted(map(of, model.rows())) == wanted, within=5)
        assert sorted(map(of, model.rows())) == wanted, self.name


async def look_at(stage: Stage, desk: Console, office: BusyOffice, name: str, everything: Everything) -> Looking:
    organization, member = office.organization, office.people[name].member
    await desk.until(lambda tx: replica.get(tx, Member, organization, member))
    await desk.settled()
    (company,) = await desk.rows(organization, Organization)
    me = next(each for each in await desk.rows(organization, Member) if each.id == member)
    room = rooms.room(
        desk.store,
        me,
        desk.cloud.now,
        stage.said,
        stage.app,
        desk=desk.desk,
        organization=company,
        look=stage.look,
        language=stage.language,
    )
    return Looking(stage, desk, room, name, everything)


async def lists_and_searches(at: Looking) -> None:
    all_, by = at.everything, at.by
    page = await at.page(ApplicationsPage)
    mine = [each for each in all_.applications(by) if each.applicant == by.me]
    await at.lists(page._model, mine)
    page.header.search.setText("合同")
    await at.lists(page._model, mine)
    page.header.search.setText("租赁")
    await at.lists(page._model, [each for each in mine if "租赁" in each.document])

    page = await at.page(ApprovalsPage)
    for tab, rows in enumerate((all_.to_do(by), all_.done(by), all_.copied(by))):
        page._tabs.setCurrentIndex(tab)
        await at.lists(page._model, rows)
        page.header.search.setText("劳动")
        await at.lists(page._model, [each for each in rows if "劳动" in each.document])
        page.header.search.clear()


async def records_and_counts(at: Looking) -> None:
    all_, by = at.everything, at.by
    usage, issued, messages = [await at.page(kind) for kind in (UsagePage, AuthorizationsPage, MessagesPage)]
    await at.lists(messages._messages, all_.messages(by))
    await at.lists((await at.page(WalletPage))._titles._model, all_.titles(by))
    for seal in (OWN, OTHER, ""):
        at.stage.said.seal = seal
        for page in (usage, issued, messages):
            page.reload()
        records = [each for each in all_.records(by) if seal in ("", each.seal)]
        own = [each for each in records if each.member == by.me]
        managed = [each for each in records if each.seal in by.managed]
        for tab, rows in enumerate((records, own, managed)):
            usage._tabs.setCurrentIndex(tab)
            await records_of(usage, rows, at.name)
            said = "1 record" if len(rows) == 1 else f"{len(rows)} records"
            await until(lambda said=said: usage._count.text() == said)
        await at.lists(issued._model, [each for each in all_.issued(by) if seal in ("", each.seal)])
        await at.lists(messages._abnormal, all_.abnormal(by, seal), _impression)
    counted = await at.desk.store.run(lambda tx: counts.count(tx, at.room.id, [0, 1 << 60]))
    assert counted is not None
    assert counted.seals == Counter(each.seal for each in all_.records(by)), at.name
    assert counted.members == Counter(each.member or "" for each in all_.records(by)), at.name


async def records_of(page: UsagePage, rows: list[Any], who: str) -> None:
    """The table is these records, as soon as it has been read."""

    def listed() -> list[str]:
        lines = [page._model.line(at) for at in range(page._model.rowCount())]
        return sorted(line.impression.id for line in lines if line is not None)

    wanted = sorted(row.id for row in rows)
    with suppress(AssertionError):  # the comparison below tells more
        await until(lambda: listed() == wanted, within=5)
    assert listed() == wanted, who


def _impression(line: Any) -> str:
    found: str = line.impression.id
    return found


async def uses_of_applications(at: Looking) -> None:
    """What stands beside an application of its use (R-084)."""
    all_, by, here = at.everything, at.by, at.room.id
    for application in all_.applications(by):
        papers = await at.desk.store.run(lambda tx, id=application.id: read_papers(tx, here, id))
        used = [each for each in all_.usage(by) if each.authorization == (application.authorization or "none")]
        assert {each.impression.id for each in papers.uses.presses} == all_.ids(used), at.name


async def tracks(at: Looking) -> None:
    """What a track and the history of positions show is what the list shows (R-217, R-220)."""
    all_, by, here = at.everything, at.by, at.room.id
    history = History(at.room)
    for seal in (OWN, OTHER, ""):
        wanted = [each for each in all_.records(by) if seal in ("", each.seal)]
        trails_ = [await history.read(Asked(seal=seal), lambda: True, lambda: None)]
        if seal:
            trails_.append(await at.desk.store.run(lambda tx, seal=seal: read_track(tx, here, seal)))
        for trail in trails_:
            assert {spot.id for spot in trail.spots} == {each.id for each in wanted if each.place is not None}, at.name
            assert len(trail.spots) + trail.placeless == len(wanted), at.name


async def badges(at: Looking) -> None:
    """The counts beside the places, for whichever seal is the current one."""
    all_, by, now = at.everything, at.by, at.desk.cloud.now
    unread = sum(each.read_at is None for each in all_.messages(by))
    for seal in (OWN, OTHER):
        await at.desk.store.run(lambda tx, seal=seal: current.choose_seal(tx, at.room.id, seal))
        frame = await at.desk.store.run(read_frame)
        assert frame.to_decide == len(all_.to_do(by)), at.name
        assert frame.to_use == len(all_.to_use(by, now)), at.name
        assert frame.to_end == len(all_.to_end(by, now)), at.name
        assert frame.unread == unread + len(all_.abnormal(by, seal)), (at.name, seal)


async def people_and_their_export(at: Looking, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = await at.page(OrganizationPage)
    everybody = at.everything.of(Member)
    assert page._company is not None
    assert {each.row.id for each in page._company.members} == at.everything.ids(everybody), at.name
    page.header.search.setText("keeper")
    found = sorted(each.id for each in everybody if "keeper" in each.name)
    await until(lambda: sorted(page._found(page._company) or ()) == found)
    exports = [action for action in page.menu.actions() if action.text().startswith("Export")]
    assert bool(exports) is (at.name in ("owner", "administrator", "custom without")), at.name
    for action in exports:
        for suffix in ("xlsx", "csv"):
            path = folder / f"{at.name}.{suffix}"

            async def chosen(*_: object, path: Path = path) -> Path:
                return path

            monkeypatch.setattr(exporting, "ask_save", chosen)
            at.stage.said.told.clear()
            action.trigger()
            await until(lambda: at.stage.said.told)
            table = exporting.member_files.read(path)
            assert {row[1] for row in table[1:]} == {each.phone for each in everybody}
            assert len(table) == len(everybody) + 1


async def the_log_and_its_export(at: Looking, folder: Path) -> None:
    entries = at.everything.audit(at.by)
    page = await at.page(AuditPage)
    assert sorted(page._model.numbers) == sorted(each.number for each in entries), at.name
    page.header.search.setText("Rejection")
    rejected = sorted(each.number for each in entries if each.act == "Reject")
    await until(lambda: sorted(page._model.numbers) == rejected)
    page.header.search.clear()
    await until(lambda: len(page._model.numbers) == len(entries))
    if entries:
        path = folder / f"{at.name} audit.csv"
        at.stage.said.told.clear()
        page.start_export(path)
        await until(lambda: at.stage.said.told)
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert {row[10] for row in rows[1:]} == at.everything.ids(entries)


@pytest.mark.req("I-18", "I")
@pytest.mark.req("R-084", "R-099", "R-138", "R-147", "R-148", "R-149", "R-150", "R-155", "R-166", "R-167")
async def test_each_role_sees_in_every_list_what_it_may_and_nothing_else(
    cloud: Cloud, stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = BusyOffice(cloud, await cloud.organization(OWNER))
    await office.fill()
    everything = await office.everything()
    for name in EVERYBODY:
        async with console(tmp_path / name, cloud, office.people[name].phone) as desk:
            at = await look_at(stage, desk, office, name, everything)
            await lists_and_searches(at)
            await records_and_counts(at)
            await uses_of_applications(at)
            await tracks(at)
            await badges(at)
            await people_and_their_export(at, tmp_path, monkeypatch)
            await the_log_and_its_export(at, tmp_path)
            await stage.close()
            stage.pages.clear()
