"""Photos of impressions for whoever looks at them: from here, or from the cloud and then kept here."""

from collections.abc import Callable
from functools import partial

from app.models import files
from app.models.files import Blob
from app.models.store import Store, Tx
from app.services.desk import now_ms
from app.sync.client import Client
from app.sync.errors import CloudError


async def fetch(
    store: Store, client: Client, organization: str, sha256: str, media: str = "", now: Callable[[], int] = now_ms
) -> bytes | None:
    """The content of a file by its hash; none if it is neither here nor to be had now."""
    kept = await store.run(partial(_get, organization, sha256, now()))
    if kept is not None:
        return kept.content
    try:
        content = await client.fetch_file(organization, sha256)
    except CloudError:
        return None
    await store.run(partial(_keep, organization, Blob(media, content), now()))
    return content


async def fetch_small(
    store: Store, client: Client, organization: str, sha256: str, now: Callable[[], int] = now_ms
) -> bytes | None:
    """For a list: what is here, else a small picture from the cloud, for which nobody is noted to have looked at it."""
    kept = await store.run(partial(_get, organization, sha256, now()))
    if kept is not None:
        return kept.content
    try:
        return await client.fetch_small(organization, sha256)
    except CloudError:
        return None


def _get(organization: str, sha256: str, at: int, tx: Tx) -> Blob | None:
    return files.get(tx, organization, sha256, at)


def _keep(organization: str, blob: Blob, at: int, tx: Tx) -> None:
    files.put(tx, organization, blob, at, outgoing=False)
