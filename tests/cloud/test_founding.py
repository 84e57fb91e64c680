"""A cloud of one computer: its first organization, its letters in a folder, and its end with whoever started it."""

import asyncio
import json
import os
import stat
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from cloud import operating
from cloud.channels import Letter, Unreachable
from cloud.letters import KEPT, Kept, LetterFolder
from cloud.main import main
from cloud.store import people
from domain.messages import Channel
from domain.organization import Feature, Member, Organization, Role
from protocol import certificates
from protocol.certificates import Root
from tests.cloud.test_operating import command, door
from tests.cloud.world import Cloud, Person, maker, pull_all, running
from tests.waiting import until

ROOT = Path(__file__).parents[2]
PHONE = "19900000001"


@pytest.fixture
async def cloud(tmp_path: Path, database_url: str | None) -> AsyncIterator[Cloud]:
    async with running(tmp_path, database=database_url) as cloud:
        with door(cloud):
            yield cloud


async def test_an_operator_founds_an_organization_and_its_owner_signs_in(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await command(cloud, "--found", " 华东贸易有限公司 ", "王主任", "+86 199 0000 0001") == 0
    assert "华东贸易有限公司 is " in capsys.readouterr().out
    owner = await Person.sign_in(cloud, PHONE)
    rows = await pull_all(owner, organization=owner.signed_in.organizations[0])
    (organization,), (member,) = rows.of(Organization), rows.of(Member)
    assert (organization.name, member.name, member.phone, member.role) == (
        "华东贸易有限公司",
        "王主任",
        PHONE,
        Role.OWNER,
    )
    assert set(organization.features) == set(Feature) - {Feature.PICTURE_REQUIRED}
    cloud.service.keys.signing(organization.id)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("", "王主任", PHONE), "1 to 60 characters"),
        (("公司", " ", PHONE), "1 to 60 characters"),
        (("公" * 61, "王主任", PHONE), "1 to 60 characters"),
        (("公司", "王主任", "12"), "not a phone number"),
    ],
)
async def test_what_cannot_be_founded_is_said_and_nothing_is_made(
    cloud: Cloud, given: tuple[str, str, str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await command(cloud, "--found", *given) == 1
    assert sentence in capsys.readouterr().err
    assert await cloud.is_new()


async def test_it_is_founded_beside_a_cloud_that_does_not_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(tmp_path) as cloud:
        settings = cloud.settings
    words = ["--data", str(settings.data), "--maker-root", str(settings.maker_root), "--demo"]
    assert await asyncio.to_thread(main, [*words, "--found", "公司", "王主任", PHONE]) == 0
    assert f"signs in with {PHONE}" in capsys.readouterr().out
    await cloud.start()
    assert await cloud.service.database.read(lambda view: people.known_user(view, PHONE))
    await cloud.stop()


def letter(key: str, at: int, code: str = "") -> Letter:
    return Letter(key, Channel.SMS, PHONE, "sign_in", f"Your code is {code}", code, at, at + 1000)


async def test_a_letter_is_a_file_for_its_owner_only(tmp_path: Path) -> None:
    folder = LetterFolder(tmp_path / "letters")
    await folder.send(letter("a", 5, "123456"))
    await folder.send(letter("a", 5, "123456"))
    (file,) = (tmp_path / "letters").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    kept = msgspec.json.decode(file.read_bytes(), type=Kept)
    assert (kept.channel, kept.recipient, kept.code, kept.text) == ("sms", PHONE, "123456", "Your code is 123456")


async def test_codes_that_are_over_and_the_oldest_letters_go(tmp_path: Path) -> None:
    folder = LetterFolder(tmp_path)
    await folder.send(letter("code", 1, "123456"))
    await folder.send(letter("next", 2000))
    assert [file.name[:14] for file in tmp_path.iterdir()] == [f"{2000:014d}"]
    for number in range(KEPT + 5):
        await folder.send(letter(str(number), 3000 + number))
    assert len(list(tmp_path.iterdir())) == KEPT


async def test_a_folder_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Unreachable):
        await LetterFolder(tmp_path / "file").send(letter("a", 1))


async def test_a_code_that_is_asked_for_lies_in_the_folder(tmp_path: Path) -> None:
    async with running(tmp_path, demo=False, letters=tmp_path / "letters") as cloud:
        assert Channel.PAY not in cloud.service.post.channels  # a refund that lies there would count as asked for
        wanted = operating.Order(operating.What.FOUND, organization="公司", owner="王主任", phone=PHONE)
        made = await operating.carry_out(cloud.service, wanted)
        assert not made.refused
        await cloud.request("POST", "/v1/sign-in/code", {"phone": PHONE})
        await cloud.service.post.work()
        (file,) = (tmp_path / "letters").glob("*.json")
        kept = msgspec.json.decode(file.read_bytes(), type=Kept)
        assert (kept.recipient, len(kept.code)) == (PHONE, 6)


def start(tmp_path: Path) -> "subprocess.Popen[str]":
    root = tmp_path / "maker.root"
    root.write_bytes(certificates.issue(Root("tests", maker.public, demo=False), maker))
    words = ["cloud", "--data", str(tmp_path / "data"), "--maker-root", str(root), "--with-parent"]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, "main.py", *words], cwd=ROOT, env=dict(os.environ), stdin=pipe, stdout=pipe, text=True
    )


async def test_it_ends_with_whoever_started_it(tmp_path: Path) -> None:
    with start(tmp_path) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert "address" in json.loads(process.stdout.readline())
        assert process.poll() is None
        process.stdin.close()  # as the system does when the other end is killed
        await until(lambda: process.poll() is not None, within=30)
        assert process.returncode == 0
