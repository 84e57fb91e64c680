"""The lock and its PIN, over a real store, a real cloud and the real places for secrets."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec import structs

from app.models import fold, meta
from app.services import pin
from app.services.account import OtherPerson
from app.services.lock import Lock
from app.services.pin import Answer, Pins
from app.services.profile import REFRESH
from app.services.secrets import FileSecrets, SecretsLost
from app.sync.errors import Offline, ProblemError
from domain.ids import new_id
from domain.templates import AddTemplate, Template
from tests.app.console import Console
from tests.app.sync.conftest import OWNER
from tests.cloud.world import Cloud, Person

PIN = "270613"


@pytest.fixture
async def lock(pc: Console) -> AsyncIterator[Lock]:
    made = Lock(pc.store, pc.account)
    await made.load(signed_in_now=True)
    yield made
    await made.close()


async def reopened(pc: Console) -> Lock:
    """As a fresh start of the program finds it."""
    await pc.close()
    await pc.open()
    lock = Lock(pc.store, pc.account)
    await lock.load()
    return lock


@pytest.mark.req("C-37", "C")
async def test_locked_stays_locked_over_a_restart(pc: Console, lock: Lock) -> None:
    heard: list[bool] = []
    unsubscribe = lock.subscribe(lambda: heard.append(lock.locked))
    lock.lock()
    lock.lock()
    assert heard == [True]
    await lock.close()
    again = await reopened(pc)
    assert again.locked
    await again.set_pin(PIN)
    assert await again.open_by_pin(PIN) is Answer.RIGHT
    assert not again.locked
    assert not (await reopened(pc)).locked
    unsubscribe()


async def test_a_console_is_closed_until_it_is_known_to_be_open(pc: Console) -> None:
    assert Lock(pc.store, pc.account).locked


@pytest.mark.req("C-37", "C")
async def test_after_five_wrong_tries_only_a_new_code_opens(pc: Console, cloud: Cloud, lock: Lock) -> None:
    await lock.set_pin(PIN)
    assert await lock.tries_left() == 5
    lock.lock()
    for left in (4, 3):
        assert await lock.open_by_pin("000000") is Answer.WRONG
        assert await lock.tries_left() == left
    await lock.close()
    lock = await reopened(pc)  # a restart gives no new tries
    assert await asyncio.gather(*(lock.open_by_pin("111111") for _ in range(3))) == [
        Answer.WRONG,
        Answer.WRONG,
        Answer.OVER,
    ]
    assert await lock.open_by_pin(PIN) is Answer.OVER
    assert (lock.locked, lock.proved, await lock.tries_left()) == (True, False, 0)
    await lock.open_by_code(await cloud.code(OWNER))
    assert (lock.locked, lock.proved, await lock.tries_left()) == (False, True, 5)
    lock.lock()
    assert not lock.proved
    assert await lock.open_by_pin(PIN) is Answer.RIGHT


async def test_a_right_pin_gives_all_tries_again(lock: Lock) -> None:
    await lock.set_pin(PIN)
    await lock.open_by_pin("000000")
    assert await lock.tries_left() == 4
    assert await lock.judge(PIN) is Answer.RIGHT
    assert await lock.tries_left() == 5
    await lock.remove_pin()
    assert await lock.tries_left() is None
    assert await lock.open_by_pin(PIN) is Answer.OVER


@pytest.mark.parametrize("text", ["", "12345", "1234567a", "１２３４５６", "1" * 33])
async def test_a_pin_has_six_digits_or_more(lock: Lock, text: str) -> None:
    assert not pin.fits(text)
    with pytest.raises(ValueError):
        await lock.set_pin(text)
    assert await lock.tries_left() is None


async def test_the_pin_is_not_kept_as_it_is(pc: Console, lock: Lock) -> None:
    await lock.set_pin("98765432109876")
    (path,) = pc.profile.glob("accounts/*/secrets.json")
    assert "98765432109876" not in path.read_text()
    assert "pin" in path.read_text()


def test_a_damaged_pin_is_none(tmp_path: Path) -> None:
    secrets = FileSecrets(tmp_path / "secrets.json")
    secrets.put(pin.NAME, "{}")
    assert Pins(secrets).tries_left() is None
    assert Pins(secrets).judge(PIN) is Answer.OVER


async def test_counting_a_try_loses_no_token(pc: Console) -> None:
    """A PIN is judged while the session is renewed: both write the same file, each from a thread of its own."""

    def renew() -> None:
        for number in range(200):
            pc.account.secrets().put(REFRESH, str(number))

    def count() -> None:
        for number in range(200):
            pc.account.secrets().put(pin.NAME, str(number))

    await asyncio.gather(asyncio.to_thread(renew), asyncio.to_thread(count))
    secrets = pc.account.secrets()
    assert (secrets.get(REFRESH), secrets.get(pin.NAME)) == ("199", "199")


@pytest.mark.req("C-37", "C")
async def test_a_new_code_opens_and_the_sync_goes_on(pc: Console, cloud: Cloud, owner: Person, lock: Lock) -> None:
    lock.lock()
    with pytest.raises(ProblemError) as refused:
        await lock.open_by_code("000000")
    assert refused.value.field == "code"
    assert lock.locked
    await owner.done(AddTemplate(id=new_id(), name="合同用印", approvers=[owner.member]))
    await pc.until(lambda tx: fold.folded(tx, owner.organization, Template))
    await lock.open_by_code(await cloud.code(OWNER))
    assert not lock.locked
    await pc.do(owner.organization, AddTemplate(id=new_id(), name="财务用印", approvers=[owner.member]))
    await pc.settled()
    assert pc.engine.state.problem is None


async def test_a_code_of_somebody_else_does_not_open(pc: Console, cloud: Cloud, lock: Lock) -> None:
    """The phone number has been given to another person meanwhile."""
    lock.lock()
    known = pc.account.known
    assert known is not None
    pc.account.known = other = structs.replace(known, user="somebody else")
    with pytest.raises(OtherPerson):
        await lock.open_by_code(await cloud.code(OWNER))
    assert pc.account.known == other
    assert lock.locked


async def test_without_the_cloud_no_code_opens(pc: Console, cloud: Cloud, lock: Lock) -> None:
    lock.lock()
    code = await cloud.code(OWNER)
    await cloud.stop()
    with pytest.raises(Offline):
        await lock.ask_code()
    with pytest.raises(Offline):
        await lock.open_by_code(code)
    assert lock.locked
    await cloud.start()


async def test_a_keyring_that_is_gone_is_said(pc: Console, lock: Lock) -> None:
    known = pc.account.known
    assert known is not None
    pc.account.known = structs.replace(known, keyring=True)
    with pytest.raises(SecretsLost):
        await lock.tries_left()


async def test_what_the_database_is_told_is_the_last(pc: Console, lock: Lock) -> None:
    await lock.set_pin(PIN)
    lock.lock()
    await lock.open_by_pin(PIN)
    await lock.close()
    assert not await pc.store.run(lambda tx: meta.get(tx, "locked"))
    lock.lock()
    await lock.close()
    assert await pc.store.run(lambda tx: meta.get(tx, "locked"))
