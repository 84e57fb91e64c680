"""Releases of firmware on their way into seals: fetched from the cloud once, kept here, given part by part (R-169).

Nothing is given but what has the hash that the seal itself asks for; how far the seal is, only the seal says.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from app.device.giving import Release
from app.device.seal import Seal
from app.models import files
from app.models.files import Blob
from app.models.store import Store, Tx
from app.services.desk import now_ms
from app.sync.client import Client
from app.sync.errors import CloudError
from protocol.firmware import Upgrade, UpgradeState
from protocol.sync import UpgradeSeen

MEDIA = "application/octet-stream"
# Of the whole: so often the cloud, and whoever looks at the seal elsewhere, hears how far it is.
TOLD_EACH = 10
TELL_WITHIN_S = 5.0

Progress = Callable[[Upgrade], None]


class Releases:
    """Gives seals in open sessions the release that they want."""

    def __init__(self, store: Store, client: Client, now: Callable[[], int] = now_ms) -> None:
        self._store, self._client, self._now = store, client, now

    async def give(self, seal: Seal, organization: str, progress: Progress | None = None) -> Upgrade:
        """All that the seal still lacks, also of another release that it is told to want meanwhile; where it is then.
        May be broken off at any moment, and gone on with.

        `CloudError` if the image is not here and cannot be had, `DeviceError` as of the seal's verbs.
        """
        at, given = await seal.upgrade(), set[bytes]()
        while at.state is UpgradeState.DOWNLOADING and at.release is not None and at.release not in given:
            given.add(at.release)
            if progress is not None:
                progress(at)
            image = await self.image(organization, seal.serial, at.release.hex())
            at = await self._give(seal, Release(image), at, progress)
        return at

    async def _give(self, seal: Seal, release: Release, at: Upgrade, progress: Progress | None) -> Upgrade:
        teller = _Teller(self._client, seal.serial, at)

        def hear(upgrade: Upgrade) -> None:
            teller.hear(upgrade)
            if progress is not None:
                progress(upgrade)

        try:
            at = await seal.give(release, hear)
        except BaseException:  # whoever breaks off waits for nobody
            teller.drop()
            raise
        await teller.end()
        return at

    async def here(self, organization: str, release: str) -> bytes | None:
        """The image that is kept here, if it is what it should be."""
        return await self._store.run(lambda tx: _kept(tx, organization, release, self._now()))

    async def image(self, organization: str, serial: str, release: str) -> bytes:
        """From here or, for a seal that wants it, from the cloud (`CloudError`), to be kept here."""
        if (kept := await self.here(organization, release)) is not None:
            return kept
        image = await self._client.fetch_release(serial, release)
        await self._store.run(lambda tx: files.put(tx, organization, Blob(MEDIA, image), self._now(), outgoing=False))
        return image


def _kept(tx: Tx, organization: str, release: str, at: int) -> bytes | None:
    found = files.get(tx, organization, release, at)
    if found is None or found.sha256 == release:
        return None if found is None else found.content
    files.forget(tx, organization, release)
    return None


class _Teller:
    """Tells the cloud how far a seal is, now and then: one message under way at a time, and the last of all."""

    def __init__(self, client: Client, serial: str, begun: Upgrade) -> None:
        self._client, self._serial = client, serial
        self._told = self._at = begun
        self._telling: asyncio.Task[None] | None = None

    def hear(self, upgrade: Upgrade) -> None:
        if upgrade.release != self._told.release:  # given up, or another one: the log says so
            return
        self._at = upgrade
        busy = self._telling is not None and not self._telling.done()
        if not busy and _part(upgrade) != _part(self._told):
            self._telling = asyncio.create_task(self._tell(), name=f"upgrade of {self._serial}")

    def drop(self) -> None:
        if self._telling is not None:
            self._telling.cancel()

    async def end(self) -> None:
        if self._telling is not None:
            await self._telling
        if self._at.offset != self._told.offset:
            await self._tell()

    async def _tell(self) -> None:
        self._told = at = self._at
        assert at.release is not None
        with suppress(CloudError, TimeoutError):  # the seal's log says in the end what came of it
            async with asyncio.timeout(TELL_WITHIN_S):
                await self._client.tell_upgrade(self._serial, UpgradeSeen(release=at.release.hex(), offset=at.offset))


def _part(upgrade: Upgrade) -> int:
    return upgrade.offset * 100 // (upgrade.size or 1) // TOLD_EACH
