"""What the cloud holds in the end, as its owner pulls it; and what every story must come to."""

from dataclasses import dataclass
from typing import TypeVar

import aiohttp
import msgspec

from demo.seed import OWNER, Cloud
from demo.story import GL, Story
from domain.acts import ROWS
from domain.authorizations import Authorization
from domain.rows import Row
from domain.seals import SealStatus
from domain.usage import Impression, Photo
from protocol.sync import Page
from tests.waiting import until_told

R = TypeVar("R", bound=Row)


@dataclass
class Truth:
    """The rows of the organization."""

    rows: dict[tuple[str, str], Row]

    def all(self, kind: type[R]) -> list[R]:
        return [row for row in self.rows.values() if isinstance(row, kind)]


async def _owner(story: Story) -> tuple[str, str]:
    """Access token and organization of the owner."""
    async with Cloud(story.world.cloud_address) as cloud:
        session, _ = await cloud.sign_in(OWNER)
    return session.access, session.organizations[0]


async def _pull(story: Story, access: str, organization: str) -> Truth:
    """Everything the owner may see, page by page."""
    rows: dict[tuple[str, str], Row] = {}
    headers = {"Authorization": f"Bearer {access}", "Accept-Encoding": "identity"}
    cursor, more = "", True
    async with aiohttp.ClientSession(story.world.cloud_address, headers=headers) as http:
        while more:
            query = {"organization": organization, "stream": "", "cursor": cursor}
            async with http.get("/v1/pull", params=query) as answer:
                assert answer.status == 200, await answer.text()
                page = msgspec.json.decode(await answer.read(), type=Page)
            for change in page.rows:
                rows[change.table, change.id] = msgspec.json.decode(change.body, type=ROWS[change.table])
            cursor, more = page.cursor, page.more
    return Truth(rows)


async def look(story: Story) -> Truth:
    """What the cloud holds now."""
    return await _pull(story, *await _owner(story))


async def settled(story: Story, normal: int, photos: int, refused_presses: int = 0) -> Truth:
    """Wait until the cloud holds so many photos and all of the seal's log, then look at it."""
    access, organization = await _owner(story)
    found = Truth({})

    async def there() -> bool:
        found.rows = (await _pull(story, access, organization)).rows
        stored = [photo for photo in found.all(Photo) if photo.stored_at is not None]
        log_to = (await story.world.seal(GL, "status"))["log_to"]
        held = [row.log_to for row in found.all(SealStatus) if row.id == GL]
        return len(stored) >= photos and held == [log_to]

    await until_told(there)
    await nothing_lost_nothing_doubled(story, found, normal, photos)
    assert sum(row.result != 0 for row in found.all(Impression)) == refused_presses
    return found


async def nothing_lost_nothing_doubled(story: Story, truth: Truth, normal: int, photos: int) -> None:
    """Each press one record, no record two photos, the count as it was pressed, the log without a gap."""
    impressions = [row for row in truth.all(Impression) if row.result == 0]
    assert len(impressions) == normal
    assert sorted(row.own for row in truth.all(Impression)) == list(range(1, len(truth.all(Impression)) + 1))
    photographed = [photo.number for photo in truth.all(Photo)]
    assert len(photographed) == len(set(photographed)) == photos
    assert set(photographed) <= {row.number for row in truth.all(Impression)}
    assert sum(row.used for row in truth.all(Authorization)) == normal
    for hands in (story.office, story.desk):
        line = await hands.do("see", name="status.line", text="在线", within=60)
        assert "被拒绝" not in line
