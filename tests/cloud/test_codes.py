"""Codes by SMS: for one purpose, taken once, counted, and never in clear in the database."""

from pathlib import Path

import pytest
from sqlalchemy import select

from cloud import codes
from cloud.store import tables
from cloud.store.codes import CodeFor
from cloud.store.unit import View
from cloud.vault import Unsealable, Vault
from domain.codes import Purpose
from domain.organization import Role
from domain.verdict import Refused
from protocol import sync
from tests.cloud.world import Cloud, Person, Problem, running

NEW = "19900000055"


async def ask(who: Person, purpose: Purpose, phone: str | None = None, organization: str | None = None) -> None:
    body = sync.AskPurposeCode(purpose=purpose, organization=organization or who.organization, phone=phone)
    await who.request("POST", "/v1/codes", body)


async def take(cloud: Cloud, of: CodeFor, code: str) -> Refused | None:
    """As the effect of an act does."""
    return await cloud.service.database.write(lambda unit: codes.take(cloud.service, unit, of, code, cloud.now))


@pytest.mark.req("R-252")
async def test_a_new_owners_phone_gets_a_code_that_is_good_once(cloud: Cloud, owner: Person) -> None:
    await ask(owner, Purpose.CHANGE_OWNER, "199 0000 0055")
    code = await cloud.delivered(NEW, Purpose.CHANGE_OWNER)
    of = CodeFor(Purpose.CHANGE_OWNER, owner.organization, NEW)
    assert await take(cloud, of, code) is None
    assert await take(cloud, of, code) == Refused("code_over", "code")


@pytest.mark.req("R-182")
async def test_the_code_for_offline_use_goes_to_the_owner_whoever_asks(cloud: Cloud, owner: Person) -> None:
    keeper = await owner.add("吴三", "19900000003", Role.KEEPER)
    await ask(keeper, Purpose.OFFLINE_USE, NEW)
    sent = [each["phone"] for each in await cloud.inbox() if each["purpose"] == Purpose.OFFLINE_USE]
    assert sent == [owner.phone]


async def test_a_code_is_good_for_nothing_else(cloud: Cloud, owner: Person) -> None:
    other = await cloud.organization(owner.phone, "另一家公司")
    await ask(owner, Purpose.OFFLINE_USE)
    code = await cloud.delivered(owner.phone, Purpose.OFFLINE_USE)
    for of in (
        CodeFor(Purpose.CHANGE_OWNER, owner.organization, owner.phone),
        CodeFor(Purpose.OFFLINE_USE, other.organization, owner.phone),
        CodeFor(Purpose.OFFLINE_USE, owner.organization, NEW),
        codes.for_sign_in(owner.phone),
    ):
        assert await take(cloud, of, code) == Refused("code_over", "code")
    assert await take(cloud, CodeFor(Purpose.OFFLINE_USE, owner.organization, owner.phone), code) is None


async def test_the_fifth_wrong_try_ends_it_and_a_right_one_is_not_counted(cloud: Cloud, owner: Person) -> None:
    code, of = await cloud.code(owner.phone), codes.for_sign_in(owner.phone)
    for left in "4321":
        assert await take(cloud, of, "x") == Refused("code_wrong", "code", left)
        right = await cloud.service.database.write(lambda unit: codes.check(cloud.service, unit, of, code, cloud.now))
        assert right is None
    assert await take(cloud, of, "x") == Refused("code_over", "code")
    assert await take(cloud, of, code) == Refused("code_over", "code")


@pytest.mark.parametrize(
    ("purpose", "phone", "refusal"),
    [
        (Purpose.SIGN_IN, None, "403 not_allowed"),
        (Purpose.CHANGE_OWNER, NEW, "403 not_allowed"),
        (Purpose.ACTIVATE, None, "403 not_allowed"),
        (Purpose.OFFLINE_USE, None, "403 not_allowed"),
        (Purpose.CHANGE_OWNER, "12", "422 phone_wrong"),
    ],
)
async def test_who_may_not_ask(cloud: Cloud, owner: Person, purpose: Purpose, phone: str | None, refusal: str) -> None:
    member = await owner.add("周二", "19900000002")
    with pytest.raises(Problem, match=refusal):
        await ask(member, purpose, phone)


async def test_a_member_is_no_new_owner_and_a_stranger_asks_for_nothing(cloud: Cloud, owner: Person) -> None:
    member = await owner.add("周二", "19900000002")
    stranger = await Person.sign_in(cloud, "19900000009")
    for refusal, who, phone in (
        ("422 phone_already_member", owner, member.phone),
        ("422 phone_wrong", owner, None),
        ("404 not_found", stranger, NEW),
    ):
        with pytest.raises(Problem, match=refusal):
            await ask(who, Purpose.CHANGE_OWNER, phone, owner.organization)
    with pytest.raises(Problem, match="400 malformed"):
        await owner.request("POST", "/v1/codes", {"purpose": "joy", "organization": owner.organization})


async def test_whoever_asks_is_counted_as_well_as_the_phone(tmp_path: Path) -> None:
    async with running(tmp_path, codes_per_hour=3) as cloud:
        owner = await cloud.organization("19900000001")
        for last in range(3):
            await ask(owner, Purpose.CHANGE_OWNER, f"1990000006{last}")
        with pytest.raises(Problem, match="429 codes_too_often"):
            await ask(owner, Purpose.CHANGE_OWNER, "19900000063")
        other = await cloud.organization("19900000002", "另一家公司")
        for _ in range(2):
            await ask(other, Purpose.CHANGE_OWNER, "19900000063")
        for _ in range(3):  # for whoever asks else, that counts for nothing
            await cloud.code("19900000063")
        with pytest.raises(Problem, match="429 codes_too_often"):
            await cloud.code("19900000063")


async def test_only_a_code_that_anybody_can_ask_for_stays_good_beside_the_next(cloud: Cloud, owner: Person) -> None:
    of = CodeFor(Purpose.OFFLINE_USE, owner.organization, owner.phone)
    await ask(owner, of.purpose)
    before = await cloud.delivered(owner.phone, of.purpose)
    await ask(owner, of.purpose)
    if before != await cloud.delivered(owner.phone, of.purpose):
        assert await take(cloud, of, before) == Refused("code_wrong", "code", "4")


async def test_no_file_of_the_cloud_holds_a_code(cloud: Cloud, owner: Person, tmp_path: Path) -> None:
    code = await cloud.code(NEW)

    def everything(view: View) -> bytes:
        found = [
            tuple(row) for table in tables.metadata.sorted_tables for row in view.connection.execute(select(table))
        ]
        return repr(found).encode()

    rows = await cloud.service.database.read(everything)
    assert NEW.encode() in rows  # the notice is there
    assert code.encode() not in rows
    if cloud.settings.database:
        return  # the server's own files are not ours to read
    await cloud.stop()
    held = b"".join(path.read_bytes() for path in sorted((tmp_path / "cloud").glob("cloud.db*")))
    assert NEW.encode() in held  # the notice is there
    assert code.encode() not in held


def test_what_is_sealed_opens_in_its_place_with_its_key_only() -> None:
    vault = Vault(bytes(32))
    sealed = vault.seal("here", b"secret")
    assert vault.seal("here", b"secret") != sealed
    assert Vault(bytes(32)).open("here", sealed) == b"secret"
    for other, place, data in (
        (Vault(bytes(31) + b"\1"), "here", sealed),
        (vault, "there", sealed),
        (vault, "here", sealed[:-1] + bytes([sealed[-1] ^ 1])),
        (vault, "here", b"short"),
        (vault, "here", b""),
    ):
        with pytest.raises(Unsealable):
            other.open(place, data)
