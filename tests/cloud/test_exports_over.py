"""Exports that are cut off, cancelled, kept long enough, or not theirs any more who asked."""

import asyncio
from pathlib import Path

import msgspec
import pytest

from cloud import sweeps
from cloud.channels import Unreachable
from cloud.exporting import making
from cloud.exporting.runner import Exporter
from domain.exports import KEPT_MS, CancelExport, Export, ExportFile, ExportState, Format, SendExport
from domain.ids import new_id
from domain.leaving import ChangeRole
from domain.messages import Channel, DeliveryState
from domain.organization import Role
from domain.usage import Impression
from tests.cloud.carriers import Carrier
from tests.cloud.test_exports import HOUR, MAILBOX, MINUTE, asked, export_of, fetched, made, over, press, rows_of
from tests.cloud.test_pull import put, seal
from tests.cloud.world import MORNING, Cloud, Person, Problem, running
from tests.waiting import until, until_told

FULL = Path("/dev/full")


def waiting(person: Person) -> Export:
    """One that this person has asked for, and that nobody is told of."""
    return Export(
        id=new_id(),
        organization=person.organization,
        member=person.member,
        start=MORNING,
        end=MORNING + HOUR,
        mailbox=MAILBOX,
        formats=[Format.CSV],
        asked_at=MORNING,
    )


@pytest.fixture
async def records(cloud: Cloud, owner: Person) -> list[Impression]:
    rows = [press(owner, number) for number in (1, 2, 3)]
    await put(cloud, seal(owner), *rows)
    return rows


async def test_one_cancelled_while_its_files_were_put_in_place_leaves_none(
    cloud: Cloud, owner: Person, records: list[Impression]
) -> None:
    """The cloud ended in between."""
    row = await made(owner, asked())
    assert len(stored(cloud)) == 1
    await put(cloud, msgspec.structs.replace(row, state=ExportState.CANCELLED, kept_until=cloud.now))
    with pytest.raises(Problem, match="410 export_gone"):
        await fetched(owner, row, Format.CSV)
    await sweeps.sweep(cloud.service)
    assert stored(cloud) == []
    assert (await export_of(owner, row.id)).files == []


async def test_a_cloud_that_ended_in_the_middle_begins_again(
    cloud: Cloud, owner: Person, records: list[Impression]
) -> None:
    act, sha256 = asked(), "0" * 64
    row = Export(
        id=act.id,
        organization=owner.organization,
        member=owner.member,
        start=act.start,
        end=act.end,
        mailbox=MAILBOX,
        formats=[Format.CSV],
        asked_at=MORNING,
        state=ExportState.RUNNING,
        done=2,
        files=[ExportFile(Format.CSV, "x.csv", sha256, 1)],
    )
    half = cloud.service.uploads.files.folder / (f"{owner.organization}/00/{sha256}")
    half.parent.mkdir(parents=True)
    half.write_bytes(b"x")
    await put(cloud, row)
    await cloud.stop()
    left = cloud.settings.data / "exporting" / "old"
    left.mkdir(parents=True)
    await cloud.start()
    done = await over(owner, row.id)
    assert (done.state, done.records) == (ExportState.DONE, 3)
    assert len(await rows_of(owner, done)) == 3
    assert not half.exists()
    assert not left.exists()


async def test_one_that_is_cancelled_leaves_nothing(cloud: Cloud, owner: Person, records: list[Impression]) -> None:
    act, behind = asked(formats=list(Format)), asked()
    await owner.push(owner.signed(act), owner.signed(behind), owner.signed(CancelExport(export=behind.id)))

    async def runs() -> bool:
        return (await export_of(owner, act.id)).state is ExportState.RUNNING

    await until_told(runs, every=0.05)
    await owner.done(CancelExport(export=act.id))
    assert (await owner.do(CancelExport(export=act.id))).code == "export_over"
    await until(lambda: not any((cloud.settings.data / "exporting").glob("*")), within=60)
    for id in (act.id, behind.id):
        row = await export_of(owner, id)
        assert (row.state, row.files, row.mail) == (ExportState.CANCELLED, [], None)
    assert stored(cloud) == []
    assert (await made(owner, asked())).state is ExportState.DONE  # the next one has its turn


def stored(cloud: Cloud) -> list[Path]:
    return [path for path in (cloud.settings.data / "files").rglob("*") if path.is_file()]


@pytest.mark.skipif(not FULL.exists(), reason="this system has no disk that is always full")
@pytest.mark.parametrize("of", Format)
async def test_a_disk_without_room_is_said(cloud: Cloud, owner: Person, records: list[Impression], of: Format) -> None:
    act = asked(formats=[of])
    folder = cloud.settings.data / "exporting" / act.id
    folder.mkdir(parents=True)
    (folder / f"export.{of.value}").symlink_to(FULL)
    row = await made(owner, act)
    assert (row.state, row.code, row.files) == (ExportState.FAILED, "export_no_room", [])


async def test_files_are_kept_for_a_week(cloud: Cloud, owner: Person, records: list[Impression]) -> None:
    """Two exports that are the same file need it both."""
    first = await made(owner, asked())
    cloud.now += MINUTE
    second = await made(owner, asked())
    assert first.files[0].sha256 == second.files[0].sha256
    cloud.now = MORNING + KEPT_MS
    await owner.enter()
    await sweeps.sweep(cloud.service)
    assert (await export_of(owner, first.id)).files == []
    assert await fetched(owner, second, Format.CSV)
    with pytest.raises(Problem, match="410 export_gone"):
        await fetched(owner, first, Format.CSV)
    assert (await owner.do(SendExport(export=first.id, mailbox=MAILBOX))).code == "export_gone"
    cloud.now += MINUTE
    await sweeps.sweep(cloud.service)
    assert stored(cloud) == []


async def test_who_lost_the_right_meanwhile_gets_nothing(
    cloud: Cloud, owner: Person, records: list[Impression]
) -> None:
    row = waiting(await owner.add("张四", "19900000004"))
    await put(cloud, row)
    await cloud.stop()
    await cloud.start()
    failed = await over(owner, row.id)
    assert (failed.state, failed.code, failed.files) == (ExportState.FAILED, "not_allowed", [])


async def test_who_loses_the_right_while_it_is_made_gets_nothing(
    cloud: Cloud, owner: Person, records: list[Impression]
) -> None:
    """A million records take minutes; what is ready when the right is gone goes nowhere."""
    admin = await owner.add("张四", "19900000004", role=Role.ADMINISTRATOR)
    row = waiting(admin)
    await put(cloud, row)
    exporter = Exporter(cloud.service)  # by hand: what stands between the beginning and the end
    task = await cloud.service.database.write(lambda unit: exporter._begin(unit, row))
    assert task is not None
    outcome = await asyncio.to_thread(making.make, task, lambda *_: None)
    await owner.done(ChangeRole(member=admin.member, role=Role.MEMBER))
    await exporter._settle(task, outcome)
    failed = await export_of(owner, row.id)
    assert (failed.state, failed.code, failed.files, failed.mail) == (ExportState.FAILED, "not_allowed", [], None)
    assert stored(cloud) == []


@pytest.mark.parametrize("sender", ["owner", "administrator"])
async def test_a_letter_that_waits_is_not_sent_for_who_lost_the_right(
    tmp_path: Path, database_url: str | None, sender: str
) -> None:
    """Whose letter it is: of who had it sent, whoever asked for the export."""
    carrier = Carrier(lambda _letter: Unreachable("451 try later"))
    async with running(tmp_path, database=database_url, channels={Channel.EMAIL: carrier}) as cloud:
        owner = await cloud.organization("19900000001")
        admin = await owner.add("张四", "19900000004", role=Role.ADMINISTRATOR)
        asker, sends = (admin, owner) if sender == "owner" else (owner, admin)
        await put(cloud, seal(owner), press(owner, 1))
        act = asked()
        await asker.done(act)

        async def waits() -> bool:
            row = await export_of(owner, act.id)
            return row.mail is not None and row.mail_why != ""

        await until_told(waits)
        await sends.done(SendExport(export=act.id, mailbox="other@example.com"))
        await until_told(waits)
        await owner.done(ChangeRole(member=admin.member, role=Role.MEMBER))
        carrier.how = lambda _letter: None
        carrier.letters.clear()
        cloud.now += HOUR
        await owner.enter()
        await cloud.service.post.work()
        row = await export_of(owner, act.id)
        assert row.mail is not None
        sent = [letter.recipient for letter in carrier.letters]
        if sender == "owner":
            assert (row.mail.state, sent) == (DeliveryState.SENT, ["other@example.com"])
        else:
            assert (row.mail.state, row.mail_why, sent) == (DeliveryState.FAILED, "mail_withdrawn", [])
        assert await fetched(owner, row, Format.CSV)


async def test_one_that_cannot_be_put_in_its_place_keeps_nobody_back(
    cloud: Cloud, owner: Person, records: list[Impression]
) -> None:
    other = await cloud.organization("19900000088")
    place = cloud.service.uploads.files.folder / owner.organization
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"")  # where its folder belongs
    first, second = asked(), asked()
    await owner.done(first)
    await other.done(second)
    assert (await over(other, second.id)).state is ExportState.DONE
    failed = await over(owner, first.id)
    assert (failed.state, failed.code) == (ExportState.FAILED, "export_not_made")
    assert not any((cloud.settings.data / "exporting").glob("*"))
    place.unlink()
    await sweeps.sweep(cloud.service)
    assert (await export_of(owner, first.id)).files == []
