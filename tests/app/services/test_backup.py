"""A console's data in one file: taken in elsewhere, nothing that was done is lost or done twice."""

import asyncio
import os
import stat
from pathlib import Path

import pytest

from app.models import certificates, outbox, replica
from app.models.certificates import Held
from app.models.store import StoreUnreadable
from app.services import backup, sealed_file
from app.services.profile import KEYS, Profile, everybody
from app.services.secrets import Backend, SecretsLost
from domain.ids import new_id
from domain.templates import AddTemplate, Template
from tests.app.console import Console
from tests.app.services.test_account import Ring, account, enter
from tests.app.sync.conftest import OWNER
from tests.cloud.world import Cloud, Person, pull_all

PASSPHRASE = "a passphrase for tests"
MAKER = backup.Maker(lambda: None, 1, "0.1.0")


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed_file, "LOG_N", 4)


def back_up(pc: Console, to: Path) -> backup.Made:
    return backup.back_up(pc.profile, to, PASSPHRASE, MAKER)


async def restored(folder: Path, source: Path, ring: Backend | None = None) -> None:
    await asyncio.to_thread(backup.restore, folder, source, PASSPHRASE, lambda: ring)


async def templates(owner: Person) -> list[str]:
    owner.cursors.clear()
    return sorted(row.name for row in (await pull_all(owner)).of(Template))


def add(owner: Person, name: str) -> AddTemplate:
    return AddTemplate(id=new_id(), name=name, approvers=[owner.member])


@pytest.mark.rule(1)
async def test_what_waits_is_done_once_though_both_consoles_send_it(
    pc: Console, cloud: Cloud, owner: Person, tmp_path: Path
) -> None:
    await pc.until(lambda tx: replica.me(tx, owner.organization))
    await pc.close()
    await pc.open(sync=False)
    await pc.do(owner.organization, add(owner, "合同"))
    stream = await pc.store.run(outbox.stream)
    made = back_up(pc, tmp_path / "file")  # beside the console that runs
    assert [each.phone for each in made.saved] == [OWNER]
    await pc.do(owner.organization, add(owner, "公函"))

    await restored(tmp_path / "other", tmp_path / "file")
    other = Console(tmp_path / "other", cloud)
    assert other.account.known is not None
    assert not other.account.known.signed_in
    await other.enter(OWNER)
    await other.open()
    assert await other.store.run(outbox.stream) != stream
    await other.settled()
    assert await templates(owner) == ["合同"]
    pc.start()
    await pc.settled()
    assert await templates(owner) == ["公函", "合同"]
    assert await pc.desk.refused() == await other.desk.refused() == []
    await other.do(owner.organization, add(owner, "证明"))
    await pc.do(owner.organization, add(owner, "章程"))
    await asyncio.gather(other.settled(), pc.settled())
    assert await templates(owner) == ["公函", "合同", "章程", "证明"]
    await other.close()


async def test_it_is_another_console_and_the_first_one_stays_signed_in(
    pc: Console, cloud: Cloud, owner: Person, tmp_path: Path
) -> None:
    await pc.until(lambda tx: replica.me(tx, owner.organization))
    await pc.store.run(lambda tx: certificates.put(tx, owner.organization, Held(b"of the first", 2, 1)))
    back_up(pc, tmp_path / "file")
    await restored(tmp_path / "other", tmp_path / "file")
    other = Console(tmp_path / "other", cloud)
    await other.enter(OWNER)
    await other.open(sync=False)
    assert await other.store.run(lambda tx: certificates.get(tx, owner.organization)) is None
    assert other.account.sign(b"x") != pc.account.sign(b"x")
    assert other.account.static != pc.account.static
    assert other.account.known is not None
    assert pc.account.known is not None
    assert other.account.known.console != pc.account.known.console
    assert other.account.maker == pc.account.maker
    await pc.client.certificate(owner.organization)
    await other.close()


async def test_the_file_is_private_and_says_nothing(pc: Console, owner: Person, tmp_path: Path) -> None:
    await pc.until(lambda tx: replica.me(tx, owner.organization))
    back_up(pc, tmp_path / "file")
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o600
    data = (tmp_path / "file").read_bytes()
    assert OWNER.encode() not in data
    assert pc.profile.joinpath("accounts") in [path.parent for path in pc.profile.rglob("last-*")]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".signet")] == []
    with pytest.raises(FileExistsError):
        back_up(pc, tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == data


@pytest.mark.parametrize("what", ["passphrase", "cut", "changed", "no backup", "key"])
async def test_what_cannot_be_taken_in_changes_nothing(
    pc: Console, owner: Person, tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await pc.until(lambda tx: replica.me(tx, owner.organization))
    file, other, passphrase = tmp_path / "file", tmp_path / "other", PASSPHRASE
    if what == "key":  # the database is whole as a file, and does not open
        collect = backup._collect
        monkeypatch.setattr(backup, "_collect", lambda *given: _with_wrong_key(*collect(*given)))
    back_up(pc, file)
    data = file.read_bytes()
    if what == "passphrase":
        passphrase += "!"
    elif what == "cut":
        file.write_bytes(data[:-30])
    elif what == "changed":
        file.write_bytes(data[:-30] + bytes([data[-30] ^ 1]) + data[-29:])
    elif what == "no backup":
        file.write_bytes(b"PK\x03\x04" + os.urandom(1000))
    with pytest.raises((sealed_file.Unusable, StoreUnreadable)):
        await asyncio.to_thread(backup.restore, other, file, passphrase, lambda: None)
    assert list(other.rglob("*")) == []


def _with_wrong_key(
    saved: list[backup.Saved], lost: list[backup.Known]
) -> tuple[list[backup.Saved], list[backup.Known]]:
    return [backup.Saved(each.known, bytes(32), each.last, each.database) for each in saved], lost


async def test_whoever_has_data_here_keeps_it(pc: Console, owner: Person, tmp_path: Path) -> None:
    await pc.until(lambda tx: replica.me(tx, owner.organization))
    back_up(pc, tmp_path / "file")
    before = {path: path.read_bytes() for path in pc.profile.rglob("account.json")}
    with pytest.raises(backup.NothingToDo, match="already"):
        await restored(pc.profile, tmp_path / "file")
    assert {path: path.read_bytes() for path in pc.profile.rglob("account.json")} == before


def test_without_anybody_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(backup.NothingToDo):
        backup.back_up(tmp_path / "nobody", tmp_path / "file", PASSPHRASE, MAKER)
    assert not (tmp_path / "file").exists()


async def test_keys_in_a_keyring_go_along_and_go_when_the_data_goes(
    tmp_path: Path, cloud: Cloud, owner: Person
) -> None:
    here, there = Ring(), Ring()
    second = await owner.add("周二", "19900000002")
    mine = account(tmp_path / "profile", cloud, here)
    await enter(mine, cloud)
    await (await mine.open_store()).close()
    await enter(mine, cloud, second.phone)
    await (await mine.open_store()).close()
    maker = backup.Maker(lambda: here, 1, "0.1.0")
    made = await asyncio.to_thread(backup.back_up, tmp_path / "profile", tmp_path / "file", PASSPHRASE, maker)
    assert len(made.saved) == 2
    await restored(tmp_path / "other", tmp_path / "file", there)
    assert sorted({name.split("/")[1] for _, name in there.kept}) == [KEYS]
    known = {each.phone: each for each in everybody(tmp_path / "other")}
    assert sorted(known) == [OWNER, second.phone]
    last = Profile(tmp_path / "other", cloud.address, lambda: there).last()
    assert last == known[second.phone]
    assert last.keyring

    backup.forget(tmp_path / "profile", lambda: here)
    assert here.kept == {}
    assert everybody(tmp_path / "profile") == []
    again = account(tmp_path / "other", cloud, there)
    await enter(again, cloud)
    await (await again.open_store()).close()
    await again.close()
    await mine.close()


async def test_another_profile_of_the_same_computer_keeps_its_entry_of_the_keyring(
    tmp_path: Path, cloud: Cloud, owner: Person
) -> None:
    ring = Ring()
    mine = account(tmp_path / "profile", cloud, ring)
    await enter(mine, cloud)
    await (await mine.open_store()).close()
    maker, before = backup.Maker(lambda: ring, 1, "0.1.0"), dict(ring.kept)
    await asyncio.to_thread(backup.back_up, tmp_path / "profile", tmp_path / "file", PASSPHRASE, maker)
    await restored(tmp_path / "other", tmp_path / "file", ring)
    assert ring.kept == before
    assert [each.keyring for each in everybody(tmp_path / "other")] == [False]
    await mine.close()


async def test_a_database_whose_key_is_lost_is_named_and_a_locked_keyring_stops_it(
    tmp_path: Path, cloud: Cloud, owner: Person
) -> None:
    ring = Ring()
    mine = account(tmp_path / "profile", cloud, ring)
    await enter(mine, cloud)
    await mine.close()
    maker = backup.Maker(lambda: ring, 1, "0.1.0")
    ring.broken = True
    with pytest.raises(SecretsLost):
        backup.back_up(tmp_path / "profile", tmp_path / "file", PASSPHRASE, maker)
    ring.broken = False
    ring.kept.clear()
    with pytest.raises(backup.NothingToDo):
        backup.back_up(tmp_path / "profile", tmp_path / "file", PASSPHRASE, maker)
    assert not (tmp_path / "file").exists()
