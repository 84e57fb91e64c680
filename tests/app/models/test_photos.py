from app.models import outbox, pages, photos
from app.models.store import Store
from domain.rows import Row
from domain.usage import AttachPhoto, Impression, Photo
from tests.app.examples import NOW, ORG, OWNER, ROWS, SEAL, change, impression, page


def sign(message: bytes) -> bytes:
    return bytes(64)


async def take(store: Store, *rows: Row) -> None:
    some = page(*map(change, rows))
    await store.run(lambda tx: pages.apply(tx, ORG, pages.asking(tx, ORG), some, NOW, sign))


def photo(id: str, number: int) -> Photo:
    return Photo(
        id=id,
        organization=ORG,
        seal=SEAL.id,
        number=number,
        sha256=f"{number:064x}",
        bytes=9,
        media="image/png",
        taken_at=NOW,
        member=OWNER.id,
    )


async def taken(store: Store, *presses: Impression) -> dict[int, list[str]]:
    found = await store.run(lambda tx: photos.of_presses(tx, ORG, presses))
    return {number: [each.id for each in some] for (_, number), some in found.items()}


async def test_the_photos_of_a_page_of_presses_and_no_others(store: Store) -> None:
    presses = [impression(number) for number in range(1, 6)]
    await take(store, *ROWS, *presses, photo("p-1", 1), photo("p-3", 3), photo("p-3b", 3), photo("p-5", 5))
    assert await taken(store, *presses[1:4]) == {3: ["p-3", "p-3b"]}
    assert await taken(store) == {}


async def test_a_photo_on_its_way_is_among_them(store: Store) -> None:
    await take(store, *ROWS, impression(1), impression(2))
    attached = AttachPhoto(id="p-2", seal=SEAL.id, number=2, sha256="0" * 64, bytes=9, media="image/png", taken_at=NOW)
    await store.run(lambda tx: outbox.add(tx, ORG, attached, NOW, sign))
    assert await taken(store, impression(1), impression(2)) == {2: ["p-2"]}
