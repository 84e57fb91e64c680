from app.models import files
from app.models.files import Blob
from app.models.store import Store, Tx
from tests.app.examples import NOW, ORG

PICTURE = Blob("image/png", bytes(range(256)) * 10)


async def test_a_file_is_uploaded_in_parts_and_kept(store: Store) -> None:
    await store.run(lambda tx: files.put(tx, ORG, PICTURE, NOW, outgoing=True))
    await store.run(lambda tx: files.put(tx, ORG, PICTURE, NOW, outgoing=True))
    assert await store.run(files.waiting) == 1
    upload = await store.run(files.next_upload)
    assert upload is not None
    assert (upload.sha256, upload.bytes, upload.sent) == (PICTURE.sha256, 2560, 0)
    assert await store.run(lambda tx: files.part(tx, upload.n, 1000, 1000)) == PICTURE.content[1000:2000]
    await store.run(lambda tx: files.progress(tx, upload.n, 2000))
    again = await store.run(files.next_upload)
    assert again is not None
    assert again.sent == 2000
    await store.run(lambda tx: files.stored(tx, upload.n, NOW))
    assert await store.run(files.next_upload) is None
    assert await store.run(lambda tx: files.get(tx, ORG, PICTURE.sha256)) == PICTURE
    assert await store.run(lambda tx: files.get(tx, "another", PICTURE.sha256)) is None


async def test_a_file_that_was_fetched_before_goes_out_when_it_is_attached(store: Store) -> None:
    await store.run(lambda tx: files.put(tx, ORG, PICTURE, NOW, outgoing=False))
    assert await store.run(files.waiting) == 0
    await store.run(lambda tx: files.put(tx, ORG, PICTURE, NOW, outgoing=True))
    assert await store.run(files.waiting) == 1


async def test_a_failed_file_holds_up_nobody(store: Store) -> None:
    other = Blob("image/jpeg", b"other")
    await store.run(lambda tx: [files.put(tx, ORG, blob, NOW, outgoing=True) for blob in (PICTURE, other)])
    upload = await store.run(files.next_upload)
    assert upload is not None
    await store.run(lambda tx: files.fail(tx, upload.n, "too_large"))
    following = await store.run(files.next_upload)
    assert following is not None
    assert following.sha256 == other.sha256
    await store.run(files.offer_again)
    assert await store.run(files.waiting) == 2


async def test_a_small_picture_is_kept_without_the_whole_one_and_goes_with_it(store: Store) -> None:
    def work(tx: Tx) -> list[bytes | None]:
        found = [files.get_small(tx, ORG, PICTURE.sha256, NOW)]
        files.put_small(tx, ORG, PICTURE.sha256, b"small", NOW)
        files.put_small(tx, ORG, PICTURE.sha256, b"small", NOW)
        found.append(files.get_small(tx, ORG, PICTURE.sha256, NOW))
        assert files.get(tx, ORG, PICTURE.sha256) is None
        assert files.get_small(tx, "another", PICTURE.sha256, NOW) is None
        files.put(tx, ORG, PICTURE, NOW, outgoing=False)
        assert files.get(tx, ORG, PICTURE.sha256) == PICTURE
        files.forget(tx, ORG, PICTURE.sha256)
        return [*found, files.get_small(tx, ORG, PICTURE.sha256, NOW)]

    assert await store.run(work) == [None, b"small", None]
    assert await store.run(files.waiting) == 0


async def test_what_is_here_is_small_enough_and_what_is_on_its_way_stays(store: Store) -> None:
    await store.run(lambda tx: files.put(tx, ORG, PICTURE, NOW, outgoing=True))
    assert await store.run(lambda tx: files.get_small(tx, ORG, PICTURE.sha256, NOW)) == PICTURE.content
    await store.run(lambda tx: files.forget(tx, ORG, PICTURE.sha256))
    assert await store.run(files.waiting) == 1


async def test_room_is_made_by_what_is_used_least_and_never_by_what_is_not_sent(store: Store) -> None:
    blobs = [Blob("image/png", bytes([n]) * 100) for n in range(4)]

    def work(tx: Tx) -> list[bool]:
        for n, blob in enumerate(blobs):
            files.put(tx, ORG, blob, NOW + n, outgoing=n == 0)
        files.prune(tx, kept=200)
        return [files.get(tx, ORG, blob.sha256) is not None for blob in blobs]

    assert await store.run(work) == [True, False, True, True]
