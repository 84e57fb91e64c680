"""A backup of each database, and the cloud begun again with it while consoles and seals hold newer acts and records."""

import asyncio
import zipfile
from pathlib import Path

import pytest

from cloud import app
from cloud.backup import BackupUnusable
from cloud.deployment import CannotStart
from cloud.keys import KeysUnusable
from cloud.main import main
from cloud.wallet import operating
from domain.ids import new_id
from domain.orders import Order
from domain.templates import AddTemplate, Template
from domain.usage import Impression
from protocol.conversation import Code
from tests.cloud import wallet
from tests.cloud.company import found_company, uid
from tests.cloud.seal import SERIAL, Seal
from tests.cloud.world import Cloud, Person, Replica, codes_of, pull_all
from tests.databases import Backup


def template(owner: Person, name: str) -> AddTemplate:
    return AddTemplate(id=new_id(), name=name, approvers=[owner.member])


async def restored(cloud: Cloud, backup: Backup) -> None:
    await cloud.stop()
    await asyncio.to_thread(backup.restore)
    await cloud.start()


async def meta(cloud: Cloud, name: str) -> str:
    return (await cloud.service.database.read(lambda view: view.noted(name)))[name]


async def test_what_a_console_did_after_the_backup_is_done_once_more(
    cloud: Cloud, owner: Person, backup: Backup
) -> None:
    """It is made while the cloud runs; the console keeps its acts, and offers them again by their ids."""
    await owner.done(template(owner, "before"))
    await asyncio.to_thread(backup.keep)
    later = [owner.signed(template(owner, name)) for name in ("a", "b")]
    await owner.push(*later)
    epoch, cursor = await meta(cloud, "epoch"), owner.cursors.get(owner.organization, "")
    await restored(cloud, backup)
    assert await meta(cloud, "epoch") != epoch
    assert await meta(cloud, "generation") == "2"
    assert (await owner.pull(cursor=cursor)).last_seq == 1
    owner.cursors.clear()
    replica = await pull_all(owner, Replica())
    assert [row.name for row in replica.of(Template)] == ["before"]
    for _ in range(2):  # the second time it knows them
        assert codes_of((await owner.push(*later)).verdicts) == ["", ""]
    owner.cursors.clear()
    replica = await pull_all(owner, Replica())
    assert sorted(row.name for row in replica.of(Template)) == ["a", "b", "before"]


@pytest.mark.parametrize("restores", [1, 2])
async def test_no_number_of_an_order_is_given_twice(cloud: Cloud, backup: Backup, restores: int) -> None:
    """What was ordered after the backup is forgotten, and whoever has paid has its number on his transfer."""
    company = await found_company(cloud)
    await wallet.charge(cloud)
    await asyncio.to_thread(backup.keep)
    given: list[str] = []
    for turn in range(restores + 1):
        if turn:
            await restored(cloud, backup)
        for person, name in ((company.keeper, f"a{turn}"), (company.owner, f"b{turn}")):
            person.stream, person.seq = new_id(), 0
            await person.done(wallet.pay(uid(name), SERIAL))
            order = await company.row(Order, uid(name))
            given.append(order.number)
            await wallet.operate(cloud, operating.refuse_payment, order.organization, order.id, "不符")
    assert len(set(given)) == len(given)
    assert given[:4] == ["20260101-000001", "20260101-000002", "20260101-2-000001", "20260101-2-000002"]


async def test_no_press_is_lost_that_a_seal_or_a_console_still_holds_and_what_is_lost_is_listed(
    cloud: Cloud, owner: Person, backup: Backup, capsys: pytest.CaptureFixture[str]
) -> None:
    """The seal forgets what the cloud has signed for; the console that carried it keeps it, or nobody does."""
    seal = Seal(cloud, owner)
    await seal.bind()
    await owner.done(seal.authorize(count=9))
    await seal.contact()
    assert seal.take() is Code.OK
    seal.press()
    held = (await seal.drain()).log_to
    await asyncio.to_thread(backup.keep)
    for _ in range(2):
        seal.press()
    carried = seal.slices(held + 1)
    signed_for = (await seal.drain()).log_to
    await seal.contact()  # it hears that, and may use their room for others
    seal.press()
    await restored(cloud, backup)
    seal.courier = await Person.sign_in(cloud, owner.phone, owner.organization, owner.member)
    await seal.connect()
    await seal.contact()
    assert (await listed(backup, capsys)).startswith(f"{SERIAL}: {held + 1}-")
    for part in seal.slices(signed_for + 1):
        await seal.give(part)
    assert f"{SERIAL}: {held + 1}-{signed_for}; last heard of " in await listed(backup, capsys)
    for part in carried:  # which a console keeps for a month
        await seal.give(part)
    assert await listed(backup, capsys) == "no seal has told of an entry that is not here.\n"
    replica = await pull_all(seal.courier, Replica())
    assert len([row for row in replica.of(Impression) if row.result == 0]) == 4


async def listed(backup: Backup, capsys: pytest.CaptureFixture[str]) -> str:
    own, url = backup.settings, backup.settings.database
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIGNET_CLOUD_DATABASE", url or "")
        words = ["--data", str(own.data), "--maker-root", str(own.maker_root), "--demo", "missing"]
        assert await asyncio.to_thread(main, words) == 0
    return capsys.readouterr().out


async def test_restored_twice_it_is_another_generation_each_time(cloud: Cloud, owner: Person, backup: Backup) -> None:
    await asyncio.to_thread(backup.keep)
    for generation in ("2", "3"):
        await restored(cloud, backup)
        assert await meta(cloud, "generation") == generation
    await owner.done(template(owner, "a"))


async def test_a_copy_without_the_key_file_signs_nothing(cloud: Cloud, owner: Person, backup: Backup) -> None:
    await asyncio.to_thread(backup.keep)
    keys = backup.settings.data / app.KEY_FILE
    secrets = keys.read_bytes()
    with zipfile.ZipFile(backup.file) as file:
        held = b"".join(file.read(name) for name in file.namelist())
    for key in (cloud.service.keys.platform.secret, cloud.service.keys.signing(owner.organization).secret):
        assert key not in held
    await cloud.stop()
    keys.unlink()
    with pytest.raises(CannotStart, match=r"no cloud\.keys"):
        backup.restore()
    with pytest.raises(KeysUnusable, match="belongs to a cloud that has keys already"):
        app.create(backup.settings)
    keys.touch(0o600)
    keys.write_bytes(secrets)
    await cloud.start()


async def test_what_does_not_fit_is_refused_and_changes_nothing(
    cloud: Cloud, owner: Person, backup: Backup, tmp_path: Path
) -> None:
    await owner.done(template(owner, "before"))
    await asyncio.to_thread(backup.keep)
    with pytest.raises(BackupUnusable, match="is there already"):
        backup.keep()
    with pytest.raises(CannotStart, match="another process of this cloud"):
        await asyncio.to_thread(backup.restore)
    await owner.done(template(owner, "after"))
    await cloud.stop()
    other = tmp_path / "other"
    for content, why in ((b"no backup", "is no backup"), (backup.file.read_bytes()[:-100], "is no backup")):
        other.write_bytes(content)
        with pytest.raises(BackupUnusable, match=why):
            backup.restore(other)
    with pytest.raises(BackupUnusable, match="there is no"):
        backup.restore(tmp_path / "nowhere")
    for change, why in (
        (("kind", b"other"), "the backup is of other"),
        (("platform", b"00"), "another key file"),
        (("schema", b"9999"), "newer version"),
    ):
        _forged(backup.file, other, *change)
        with pytest.raises(BackupUnusable, match=why):
            backup.restore(other)
    await cloud.start()
    assert sorted(row.name for row in (await pull_all(owner, Replica())).of(Template)) == ["after", "before"]
    await cloud.stop()
    (backup.settings.data / app.RESTORING).touch()
    with pytest.raises(CannotStart, match="broken off"):
        app.create(backup.settings)
    backup.restore()
    await cloud.start()
    owner.cursors.clear()
    assert [row.name for row in (await pull_all(owner, Replica())).of(Template)] == ["before"]


def _forged(file: Path, to: Path, name: str, value: bytes) -> None:
    import msgspec

    with zipfile.ZipFile(file) as source, zipfile.ZipFile(to, "w") as target:
        about = msgspec.json.decode(source.read("about.json"))
        target.writestr("about.json", msgspec.json.encode({**about, name: value.decode()}))
        target.writestr("database", source.read("database"))
