"""Whole files in a folder and in a bucket of an S3 (SeaweedFS): the same, whichever it is."""

import pickle
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from cloud.stored import Bucket, Stored
from domain.usage import Impression
from tests.cloud import test_exports, test_files
from tests.cloud.test_exports import records
from tests.cloud.test_files import CONTENT, SHA256, attach, held, path
from tests.cloud.test_pull import put, seal
from tests.cloud.world import Cloud, Person, Problem, running
from tests.seaweedfs import BUCKET, SeaweedFS

__all__ = ["records"]

KEY = f"organization/ab/{SHA256}"


@pytest.fixture(scope="module")
async def seaweed(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SeaweedFS]:
    seaweed = SeaweedFS(tmp_path_factory.mktemp("seaweed"))
    await seaweed.start()
    yield seaweed
    seaweed.stop()


@pytest.fixture(params=["folder", "bucket"])
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> Stored:
    if request.param == "folder":
        return Stored(tmp_path / "files")
    seaweed: SeaweedFS = request.getfixturevalue("seaweed")
    return Stored(tmp_path / "files", Bucket(BUCKET, seaweed.endpoint, "us-east-1", seaweed.key, seaweed.secret))


@pytest.mark.slow
def test_what_is_put_is_there_until_it_is_removed(stored: Stored, tmp_path: Path) -> None:
    assert not stored.has(KEY)
    with pytest.raises(FileNotFoundError):
        stored.read(KEY)
    made = tmp_path / "made"
    made.write_bytes(CONTENT)
    stored.put(KEY, made)
    assert made.exists()
    elsewhere: Stored = pickle.loads(pickle.dumps(stored))
    assert (elsewhere.has(KEY), elsewhere.read(KEY)) == (True, CONTENT)
    stored.take(f"{KEY}.small", made)
    assert not made.exists()
    for key in (KEY, f"{KEY}.small", "organization/never"):
        stored.remove(key)
    assert not stored.has(KEY)
    assert not stored.has(f"{KEY}.small")
    stored.put(KEY, b"")
    assert stored.read(KEY) == b""
    stored.remove(KEY)


def test_a_bucket_that_is_away_is_an_error_of_the_surroundings_and_tells_no_secret(tmp_path: Path) -> None:
    away = Stored(tmp_path, Bucket("b", "http://127.0.0.1:9", "us-east-1", "key", "word of mouth"), patience_s=0.2)
    with pytest.raises(OSError, match="Error") as error:
        away.read(KEY)
    assert "word of mouth" not in f"{error.value} {away!r}"


@pytest.fixture
async def cloud(tmp_path: Path, database_url: str | None, seaweed: SeaweedFS) -> AsyncIterator[Cloud]:
    async with running(tmp_path, database=database_url, **seaweed.settings) as cloud:
        yield cloud


on_postgresql = pytest.mark.parametrize("databases", ["postgresql"], indirect=True)


OVER_S3 = [
    test_files.test_a_file_is_stored_and_its_photo_says_so,
    test_files.test_a_file_of_another_hash_is_thrown_away,
    test_files.test_an_upload_goes_on_where_it_was_cut,
    test_files.test_the_same_file_again_is_taken_again,
]


@on_postgresql
@pytest.mark.slow
@pytest.mark.parametrize("tried", OVER_S3, ids=lambda each: each.__name__)
async def test_the_same_over_s3(
    cloud: Cloud, owner: Person, tried: Callable[[Cloud, Person], Coroutine[Any, Any, None]]
) -> None:
    await tried(cloud, owner)
    assert not (cloud.settings.data / "files").exists()


@on_postgresql
@pytest.mark.slow
async def test_exports_and_their_pictures_over_s3(cloud: Cloud, owner: Person, records: list[Impression]) -> None:
    await test_exports.test_the_file_goes_to_the_mailbox(cloud, owner, records)


@on_postgresql
@pytest.mark.slow
async def test_a_file_that_the_bucket_could_not_take_is_finished_when_it_is_back(
    tmp_path: Path, database_url: str | None
) -> None:
    own = SeaweedFS(tmp_path / "seaweed")
    await own.start()
    try:
        async with running(tmp_path, database=database_url, **own.settings) as cloud:
            owner = await cloud.organization("19900000001")
            await put(cloud, seal(owner))
            await owner.done(attach())
            own.stop()
            with pytest.raises(Problem, match="500 internal"):
                await owner.request("PUT", path(owner), CONTENT)
            assert await held(cloud, owner) == len(CONTENT)
            await own.start()
            whole = {"offset": len(CONTENT), "total": len(CONTENT)}
            await owner.request("PUT", path(owner), b"", params=whole)
            assert await owner.request("GET", path(owner)) == CONTENT
    finally:
        own.stop()
