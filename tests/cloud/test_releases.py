"""Releases as they are added, staged and stopped at the command line, and their images on the way to consoles."""

from pathlib import Path

import pytest

from cloud import rollout, sweeps
from cloud.store.releases import Release
from domain.firmware import UpgradeState
from domain.verdict import Refused
from protocol.envelopes import Kind
from protocol.keys import SigningKey
from protocol.log import Outcome
from protocol.sync import UpgradeSeen
from tests.cloud.test_firmware import IMAGE, NEW, NEWER, add, release, sent_out, stage, state, upgrade, voice
from tests.cloud.test_operating import command, door
from tests.cloud.voice import Voice
from tests.cloud.world import Cloud, Person, Problem, running

__all__ = ["voice"]


# Bad releases


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (release(signer=SigningKey(bytes([7]) * 32)), "release_unsigned"),
        ((b"", IMAGE), "release_unsigned"),
        ((release()[0][:-1], release()[1]), "release_unsigned"),
        ((bytes([release()[0][0] ^ 1]) + release()[0][1:], release()[1]), "release_unsigned"),
        ((release()[0], release()[1][:-1]), "release_other_image"),
        ((release()[0], release()[1] + b"x"), "release_other_image"),
        ((release()[0], b"x" + release()[1][1:]), "release_other_image"),
        ((release()[0], b""), "release_other_image"),
        ((release(NEW)[0], release(NEWER)[1]), "release_other_image"),
    ],
)
async def test_a_bad_release_is_not_taken_in(cloud: Cloud, given: tuple[bytes, bytes], code: str) -> None:
    refused = await add(cloud, *given)
    assert isinstance(refused, Refused)
    assert refused.code == code
    assert await cloud.service.database.read(rollout.listed) == "There is no release"
    assert not list(cloud.settings.data.glob("files/releases/*"))


async def test_a_release_is_taken_in_once(cloud: Cloud) -> None:
    assert isinstance(await add(cloud, *release()), Release)
    for given, code in ((release(), "release_known"), (release(image=b"other"), "release_version_taken")):
        refused = await add(cloud, *given)
        assert isinstance(refused, Refused)
        assert refused.code == code
    missing = await stage(cloud, NEWER, share=100)
    assert isinstance(missing, Refused)
    assert missing.code == "release_missing"


# The image on its way


async def test_the_image_is_for_those_whose_seal_wants_it(cloud: Cloud, owner: Person, voice: Voice) -> None:
    out = await sent_out(cloud, seals=[voice.serial])
    member = await owner.add("张四", "19900000004")
    stranger = await cloud.organization("19900000009", "别家公司")
    path = f"/v1/seals/{voice.serial}/releases/{out.release}"
    assert await member.request("GET", path) == release()[1]
    for person, other in (
        (stranger, path),
        (owner, f"/v1/seals/{voice.serial}/releases/{'0' * 64}"),
        (owner, f"/v1/seals/GL2026000099/releases/{out.release}"),
        (owner, f"/v1/seals/{voice.serial}/releases/..%2f..%2fcloud.db"),
    ):
        with pytest.raises(Problem, match="404"):
            await person.request("GET", other)
    file = cloud.settings.data / "files" / "releases" / out.release
    assert file.read_bytes() == release()[1]
    await voice.hear(Outcome.REFUSED_MODEL)
    with pytest.raises(Problem, match="404 not_found"):
        await member.request("GET", path)  # it wants it no more


async def test_a_console_says_how_far_the_seal_is(cloud: Cloud, owner: Person, voice: Voice) -> None:
    out = await sent_out(cloud, seals=[voice.serial])
    await voice.hear()
    stranger = await cloud.organization("19900000009", "别家公司")
    path = f"/v1/seals/{voice.serial}/upgrade"
    await owner.request("POST", path, UpgradeSeen(release=out.release, offset=out.size // 2))
    assert (await upgrade(voice)).percent == 50
    await owner.request("POST", path, UpgradeSeen(release=out.release, offset=out.size + 1))
    assert (await upgrade(voice)).percent == 50
    for person, body in (
        (stranger, UpgradeSeen(release=out.release, offset=0)),
        (owner, UpgradeSeen(release="0" * 64, offset=0)),
    ):
        with pytest.raises(Problem, match="404 not_found"):
            await person.request("POST", path, body)
    for unfit in ({"release": out.release}, {"release": "x", "offset": 1}, {"release": out.release, "offset": -1}):
        with pytest.raises(Problem, match="400 malformed"):
            await owner.request("POST", path, unfit)
    assert await state(voice) == (UpgradeState.DOWNLOADING, None)


# At the command line


async def test_the_operator_adds_stages_and_stops(
    cloud: Cloud, voice: Voice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest, image = tmp_path / "manifest", tmp_path / "image"
    signed, data = release()
    manifest.write_bytes(signed)
    image.write_bytes(data)
    version = f"GYGL{NEW}"

    async def said(*words: str, status: int = 0) -> str:
        assert await command(cloud, "release", *words) == status
        out = capsys.readouterr()
        return out.err if status else out.out

    with door(cloud):
        assert await said("list") == "There is no release.\n"
        assert "no release" in await said("stage", version, "--all", status=1)
        assert "cannot be read" in await said("add", str(tmp_path / "nothing"), str(image), status=1)
        assert "has not signed" in await said("add", str(image), str(image), status=1)
        added = await said("add", str(manifest), str(image))
        assert added == f"{version} (GL, {len(data)} bytes) is added; it goes to nobody yet.\n"
        assert "Name seals" in await said("stage", version, status=1)
        staged = await said("stage", version, "--seals", voice.serial, "--share", "5", "--failures", "2")
        assert staged == f"{version} (GL) goes to 1 seals and 5 % of all, 2 failures allowed.\n"
        await sweeps.sweep(cloud.service)
        assert await voice.hear() == [Kind.FIRMWARE]
        assert "1 downloading" in await said("list")
        assert await said("stop", version) == f"{version} (GL) goes to nobody any more.\n"
        assert "is not going out" in await said("stop", version, status=1)
        assert "stopped by the operator" in await said("list")
    with pytest.raises(SystemExit):
        await command(cloud, "release", "stage", version, "--share", "101")


async def test_beside_a_cloud_that_does_not_run(tmp_path: Path, database_url: str | None) -> None:
    manifest, image = tmp_path / "manifest", tmp_path / "image"
    async with running(tmp_path, database=database_url) as cloud:
        signed, data = release()
        manifest.write_bytes(signed)
        image.write_bytes(data)
        if database_url is not None:  # the command line knows only the folder's own database
            return
        await cloud.stop()
        assert await command(cloud, "release", "add", str(manifest), str(image)) == 0
        await cloud.start()
        assert "goes to nobody yet" in await cloud.service.database.read(rollout.listed)
