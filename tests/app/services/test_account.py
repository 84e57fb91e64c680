import asyncio
import stat
from pathlib import Path

import msgspec
import pytest
from keyring.errors import KeyringError

from app.models import meta, outbox, replica
from app.models.store import StoreUnreadable
from app.services.account import Account, CloudChanged, Unsent
from app.services.profile import KEYS, REFRESH
from app.services.secrets import Backend, FileSecrets, KeyringSecrets, SecretsLost, system_keyring
from app.sync.address import NotSecure
from app.sync.errors import ProblemError, SignedOut
from domain.ids import new_id
from domain.templates import AddTemplate, Template
from protocol import certificates
from protocol.keys import SigningKey
from tests.app.console import Console
from tests.app.sync.conftest import OWNER
from tests.cloud.world import Cloud, Person, pull_all


class Ring:
    """A keyring in memory; `broken`: locked."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.broken = False

    def get_password(self, service: str, username: str) -> str | None:
        self._look()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._look()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._look()
        del self.kept[service, username]

    def _look(self) -> None:
        if self.broken:
            raise KeyringError("locked")


def account(folder: Path, cloud: Cloud, ring: Backend | None = None) -> Account:
    return Account(folder, cloud.address, "PC", lambda: ring, lambda: cloud.now)


async def enter(who: Account, cloud: Cloud, phone: str = OWNER) -> bool:
    return await who.sign_in(phone, await cloud.code(phone))


@pytest.mark.req("R-044")
async def test_a_wrong_code_leaves_nothing(tmp_path: Path, cloud: Cloud, owner: Person) -> None:
    mine = account(tmp_path / "profile", cloud)
    code = await cloud.code(OWNER)
    with pytest.raises(ProblemError) as refused:
        await mine.sign_in(OWNER, f"{(int(code) + 1) % 1_000_000:06}")
    assert (refused.value.code, refused.value.field) == ("code_wrong", "code")
    assert mine.known is None
    with pytest.raises(SignedOut):
        mine.sign(b"")
    await mine.close()


async def test_who_signed_in_is_known_the_next_time_without_the_cloud(
    tmp_path: Path, cloud: Cloud, owner: Person
) -> None:
    first = account(tmp_path / "profile", cloud)
    assert await enter(first, cloud)
    store = await first.open_store()
    assert await store.run(lambda tx: meta.get(tx, meta.USER)) == owner.signed_in.user
    await store.close()
    await first.close()
    await cloud.stop()

    again = account(tmp_path / "profile", cloud)
    assert again.known is not None
    assert again.known.signed_in
    assert again.known.name == "王主任"
    store = await again.open_store()
    await store.close()
    assert again.sign(b"same key") == first.sign(b"same key")
    assert again.static == first.static
    assert again.maker == certificates.read_root(cloud.settings.maker_root.read_bytes()).public
    await cloud.start()


async def test_where_there_is_no_keyring_a_private_file_serves_and_that_is_said(
    tmp_path: Path, cloud: Cloud, owner: Person
) -> None:
    mine = account(tmp_path / "profile", cloud)
    assert not mine.secrets_fallback
    await enter(mine, cloud)
    assert mine.secrets_fallback
    (file,) = (tmp_path / "profile").rglob("secrets.json")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert account(tmp_path / "profile", cloud).secrets_fallback
    await mine.close()


async def test_a_keyring_keeps_everything_secret(tmp_path: Path, cloud: Cloud, owner: Person) -> None:
    ring = Ring()
    mine = account(tmp_path / "profile", cloud, ring)
    await enter(mine, cloud)
    assert not mine.secrets_fallback
    assert sorted(name.split("/")[1] for _, name in ring.kept) == [KEYS, REFRESH]
    assert not list((tmp_path / "profile").rglob("secrets.json"))
    again = account(tmp_path / "profile", cloud, ring)
    await (await again.open_store()).close()
    ring.broken = True
    with pytest.raises(SecretsLost):
        await account(tmp_path / "profile", cloud, ring).open_store()
    with pytest.raises(ProblemError) as lost:
        await again.client.certificate(owner.organization)
    assert lost.value.code == "keys_unreachable"
    await mine.close()
    await again.close()


async def test_a_keyring_that_takes_nothing_is_none(tmp_path: Path, cloud: Cloud, owner: Person) -> None:
    ring = Ring()
    ring.broken = True
    mine = account(tmp_path / "profile", cloud, ring)
    await enter(mine, cloud)
    assert mine.secrets_fallback
    await (await mine.open_store()).close()
    await mine.close()


def test_this_machine_of_tests_has_no_keyring() -> None:
    assert system_keyring() is None


def test_secrets_are_there_until_they_are_removed(tmp_path: Path) -> None:
    for secrets in (FileSecrets(tmp_path / "secrets.json"), KeyringSecrets(Ring(), "account")):
        assert secrets.get("a") is None
        secrets.put("a", "1")
        secrets.put("b", "2")
        secrets.put("a", "3")
        assert (secrets.get("a"), secrets.get("b")) == ("3", "2")
        secrets.remove("a")
        secrets.remove("a")
        assert (secrets.get("a"), secrets.get("b")) == (None, "2")
    (tmp_path / "secrets.json").write_bytes(b"{half")
    with pytest.raises(SecretsLost):
        FileSecrets(tmp_path / "secrets.json").get("b")


@pytest.mark.rule(13)
async def test_signing_out_says_what_is_unsent_and_keeps_it(pc: Console, owner: Person) -> None:
    await pc.until(lambda tx: replica.me(tx, owner.organization))
    await pc.close()
    await pc.open(sync=False)
    await pc.do(owner.organization, AddTemplate(id=new_id(), name="合同", approvers=[owner.member]))
    assert await pc.account.unsent(pc.store) == Unsent(acts=1, slices=0, files=0)
    await pc.account.sign_out()
    with pytest.raises(SignedOut):
        await pc.client.certificate(owner.organization)
    await pc.close()
    assert pc.account.known is not None
    assert not pc.account.known.signed_in
    await pc.enter(OWNER)
    await pc.open()
    await pc.settled()
    assert [row.name for row in (await pull_all(owner)).of(Template)] == ["合同"]


async def test_signing_out_works_without_the_cloud(pc: Console, cloud: Cloud) -> None:
    await pc.engine.stop()  # or it would come back just when the cloud closes its door
    pc.running = False
    await cloud.stop()
    await pc.account.sign_out()
    assert (
        not list(pc.profile.rglob("secrets.json")) or REFRESH not in next(pc.profile.rglob("secrets.json")).read_text()
    )
    await cloud.start()


async def test_who_comes_while_another_is_still_going_is_here_in_the_end(
    tmp_path: Path, cloud: Cloud, owner: Person
) -> None:
    second = await owner.add("周二", "19900000002")
    mine = account(tmp_path / "profile", cloud)
    await enter(mine, cloud)
    first = mine.known
    assert first is not None
    code = await cloud.code(second.phone)
    going = asyncio.create_task(mine.sign_out())
    await asyncio.sleep(0)  # it has asked the cloud
    assert await mine.sign_in(second.phone, code)
    await going
    await asyncio.to_thread(mine._forget_session, first)  # a late word on who has gone
    assert mine.known is not None
    assert (mine.known.phone, mine.known.signed_in) == (second.phone, True)
    await mine.client.certificate(owner.organization)
    again = account(tmp_path / "profile", cloud)
    assert again.known == mine.known
    await again.close()
    await mine.close()


async def test_nobody_comes_in_before_the_last_one_has_left(tmp_path: Path, cloud: Cloud, owner: Person) -> None:
    second = await owner.add("周二", "19900000002")
    mine = account(tmp_path / "profile", cloud)
    await enter(mine, cloud)
    left, leaving = asyncio.Event(), asyncio.Event()

    async def leave() -> None:
        leaving.set()
        await left.wait()
        assert mine.known is not None
        assert mine.known.phone == OWNER

    code = await cloud.code(second.phone)
    going = asyncio.create_task(mine.sign_out(leave))
    await leaving.wait()
    coming = asyncio.create_task(mine.sign_in(second.phone, code))
    await asyncio.sleep(0)
    left.set()
    await asyncio.gather(going, coming)
    assert mine.known is not None
    assert (mine.known.phone, mine.known.signed_in) == (second.phone, True)
    await mine.client.certificate(owner.organization)
    await mine.close()


async def test_each_person_has_a_database_and_keys_of_his_own(tmp_path: Path, cloud: Cloud, owner: Person) -> None:
    await owner.add("周二", "19900000002")
    mine = account(tmp_path / "profile", cloud)
    await enter(mine, cloud)
    await (await mine.open_store()).close()
    signature = mine.sign(b"x")
    await enter(mine, cloud, "19900000002")
    store = await mine.open_store()
    assert await store.run(lambda tx: meta.get(tx, meta.USER)) != owner.signed_in.user
    await store.close()
    assert mine.sign(b"x") != signature
    await enter(mine, cloud, OWNER)
    assert mine.sign(b"x") == signature
    assert len(list((tmp_path / "profile").rglob("account.json"))) == 2
    await mine.close()


async def test_a_number_written_otherwise_is_the_same_console(tmp_path: Path, cloud: Cloud, owner: Person) -> None:
    mine = account(tmp_path / "profile", cloud)
    await enter(mine, cloud)
    signature, before = mine.sign(b"x"), mine.known
    await enter(mine, cloud, "+86 199 0000 0001")
    assert mine.sign(b"x") == signature
    assert before is not None
    assert mine.known is not None
    assert mine.known.console == before.console
    await mine.close()


async def test_a_new_phone_number_leads_to_the_same_database(
    pc: Console, cloud: Cloud, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The person is the same, known here by the number before: new keys, and what waits is signed with them."""
    await pc.until(lambda tx: replica.me(tx, owner.organization))
    await pc.close()
    await pc.open(sync=False)
    await pc.do(owner.organization, AddTemplate(id=new_id(), name="合同", approvers=[owner.member]))
    old = pc.account.sign(b"x")
    await pc.close()
    known = pc.account.known
    assert known is not None
    pc.account._profile.save(msgspec.structs.replace(known, phone="19900000777"))
    await pc.account.sign_in(OWNER, await cloud.code(OWNER))
    await pc.open()
    assert pc.account.sign(b"x") != old
    assert pc.account.known is not None
    assert not pc.account.known.unsigned
    await pc.settled()
    assert await pc.desk.refused() == []


async def test_a_lost_key_puts_the_database_aside(pc: Console, owner: Person) -> None:
    await pc.until(lambda tx: replica.me(tx, owner.organization))
    await pc.close()
    next(pc.profile.rglob("secrets.json")).unlink()
    with pytest.raises(StoreUnreadable):
        await pc.account.open_store()
    await pc.enter(OWNER)
    await pc.open()
    assert len(list(pc.profile.rglob("unreadable-*.db"))) == 1
    await pc.until(lambda tx: replica.me(tx, owner.organization))


async def test_another_maker_or_platform_at_the_same_address_is_refused(
    tmp_path: Path, cloud: Cloud, owner: Person
) -> None:
    mine = account(tmp_path / "profile", cloud)
    await enter(mine, cloud)
    await cloud.stop()
    other = SigningKey.generate()
    cloud.settings.maker_root.write_bytes(
        certificates.issue(certificates.Root("other", other.public, demo=True), other)
    )
    await cloud.start()
    code = await cloud.code(OWNER)
    with pytest.raises(CloudChanged):
        await mine.sign_in(OWNER, code)
    await mine.close()


def test_a_cloud_elsewhere_is_spoken_to_over_tls_only(tmp_path: Path) -> None:
    for address in ("http://cloud.example", "http://10.0.0.1:80"):
        with pytest.raises(NotSecure):
            Account(tmp_path, address, "PC", lambda: None)
    for address in ("https://cloud.example/", "http://127.0.0.1:8000", "http://localhost", "http://[::1]:1"):
        Account(tmp_path, address, "PC", lambda: None)
    for address in ("cloud.example", "ftp://cloud.example", ""):
        with pytest.raises(ValueError):
            Account(tmp_path, address, "PC", lambda: None)


async def test_a_damaged_account_file_means_signing_in_again_to_the_same_database(pc: Console, owner: Person) -> None:
    await pc.until(lambda tx: replica.me(tx, owner.organization))
    stream = await pc.store.run(outbox.stream)
    await pc.close()
    next(pc.profile.rglob("account.json")).write_bytes(b"{half")
    pc.account = pc._account()
    assert pc.account.known is None
    await pc.enter(OWNER)
    await pc.open()
    assert await pc.store.run(outbox.stream) == stream


async def test_an_answer_of_another_cloud_version_is_no_crash(pc: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ProblemError) as odd:
        await pc.client._ask("GET", "/healthz", type(msgspec.UNSET), known=False)  # type: ignore[arg-type]
    assert odd.value.code == "update_needed"
