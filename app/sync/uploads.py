"""The lane of files: photos and attachments by their hash, in parts, so that a cut costs one part only."""

from collections.abc import Callable
from functools import partial

from app.models import files
from app.models.files import Upload
from app.models.store import Store, Tx
from app.sync.client import Client
from app.sync.errors import ProblemError

PART_BYTES = 1024 * 1024  # a slow line sends it within the time a request may take


async def send_files(store: Store, client: Client, now: Callable[[], int]) -> None:
    """Send everything that waits. Raises a `CloudError`."""
    while (upload := await store.run(files.next_upload)) is not None:
        part = await store.run(partial(_part, upload))
        try:
            held = await client.put_part(upload.organization, upload.sha256, upload.sent, upload.bytes, part)
        except ProblemError as error:
            if error.worth_repeating:
                raise
            await store.run(partial(_refused, upload, error.code))
        else:
            await store.run(partial(_taken, upload, held, now()))


def _part(upload: Upload, tx: Tx) -> bytes:
    return files.part(tx, upload.n, upload.sent, PART_BYTES)


def _taken(upload: Upload, held: int, at: int, tx: Tx) -> None:
    if held >= upload.bytes:
        files.stored(tx, upload.n, at)
    else:
        files.progress(tx, upload.n, held)


def _refused(upload: Upload, code: str, tx: Tx) -> None:
    if code == "file_does_not_match" and upload.sent:  # its parts do not belong together: from the beginning
        files.progress(tx, upload.n, 0)
    else:
        files.fail(tx, upload.n, code)
