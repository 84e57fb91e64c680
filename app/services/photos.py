"""One picture of each impression (R-132), in a task and a transaction of its own: a camera never delays a record.

The picture and the act that declares it are kept together, keyed by the impression; what did not come off is tried once
more, and then left to be added by hand (R-135).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from enum import Enum

from app.models.files import Blob
from app.services.desk import Desk, now_ms
from app.services.trouble import Trouble, of_rule
from domain.ids import new_id
from domain.usage import MAX_PHOTO_BYTES, AttachPhoto
from domain.verdict import Refused

_log = logging.getLogger(__name__)

# A camera that hangs is given up: the next impression wants it.
SHUTTER_S = 8.0
TIMES = 2
MEDIA = ("image/jpeg", "image/png")


class CameraFailed(Exception):
    """No camera, or no picture from it."""


class PhotoState(Enum):
    NONE = "none"  # no camera was asked
    TAKING = "taking"
    KEPT = "kept"  # on disk with the act that declares it; the upload is the sync's business
    MISSED = "missed"  # to be added by hand


# Given the number of the entry in the seal's log: the picture. Raises `CameraFailed`.
Camera = Callable[[int], Awaitable[Blob]]
Changed = Callable[[int, PhotoState, Trouble | None], None]


class Photos:
    """The pictures of one seal's impressions. `changed` hears of each: number, state, and what the rule refused."""

    def __init__(self, desk: Desk, organization: str, serial: str, camera: Camera | None, changed: Changed) -> None:
        self._desk = desk
        self._organization = organization
        self._serial = serial
        self._camera = camera
        self._changed = changed
        self._tasks: set[asyncio.Task[bool]] = set()

    @property
    def has_camera(self) -> bool:
        return self._camera is not None

    def take(self, number: int) -> "asyncio.Task[bool] | None":
        """Photograph the impression of entry `number`; the task tells whether the picture is kept."""
        if self._camera is None:
            return None
        task = asyncio.create_task(self._take(number, self._camera), name=f"photo {self._serial}-{number}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def add(self, number: int, picture: Blob) -> bool:
        """Keep a picture for the impression of entry `number`, taken now or chosen by hand."""
        if picture.media not in MEDIA or not 1 <= len(picture.content) <= MAX_PHOTO_BYTES:
            self._changed(number, PhotoState.MISSED, Trouble("picture_does_not_fit"))
            return False
        act = AttachPhoto(
            id=new_id(),
            seal=self._serial,
            number=number,
            sha256=picture.sha256,
            bytes=len(picture.content),
            media=picture.media,
            taken_at=now_ms(),
        )
        kept = await self._desk.submit(self._organization, act, attach=[picture])
        if isinstance(kept, Refused):
            self._changed(number, PhotoState.MISSED, of_rule(kept))
            return False
        self._changed(number, PhotoState.KEPT, None)
        return True

    async def settled(self) -> None:
        """Until no picture is being taken any more."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _take(self, number: int, camera: Camera) -> bool:
        self._changed(number, PhotoState.TAKING, None)
        for _ in range(TIMES):
            try:
                async with asyncio.timeout(SHUTTER_S):
                    picture = await camera(number)
            except (CameraFailed, TimeoutError) as error:
                _log.warning("no picture of %s-%d: %r", self._serial, number, error)
            else:
                return await self.add(number, picture)
        self._changed(number, PhotoState.MISSED, None)
        return False
