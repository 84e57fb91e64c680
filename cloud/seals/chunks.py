"""The images of releases on their way to seals: chunk by chunk over GPRS, whole to the consoles that carry them.

    GET  /v1/seals/{serial}/releases/{release}   the image, for everybody of the organization whose seal wants it
    POST /v1/seals/{serial}/upgrade              a console before the seal says how far the seal is
Nobody on the way is trusted with anything: the seal checks what its maker signed. What is said of the progress moves
a bar on a screen; whether an upgrade came off, the seal's log says.
"""

import asyncio
from dataclasses import dataclass

from starlette.responses import Response

from cloud import images
from cloud.http import Call, route
from cloud.problems import Refusal
from cloud.seals import upgrades
from cloud.service import Service
from cloud.store import devices, people
from cloud.store.devices import Device
from cloud.store.unit import Unit, View
from domain.firmware import OPEN, SealFirmware
from domain.organization import Role
from protocol.cbor import unpack
from protocol.errors import ProtocolError
from protocol.firmware import MAX_CHUNK_BYTES, Chunk, Upgrade
from protocol.sync import UpgradeSeen

HEADERS = {"Cache-Control": "private, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True)
class Wanting:
    """A seal says over GPRS which release it wants, and from where on. Its broker vouches for who said it."""

    device: Device
    said: Upgrade


@dataclass(frozen=True)
class Giving:
    """What it is given."""

    release: bytes
    offset: int


def read(service: Service, serial: str, data: bytes) -> Wanting | None:
    """None: nonsense, or nobody's seal. `service.known` has been asked for the seal."""
    device = service.known.device(serial)
    try:
        said = unpack(data, Upgrade)
    except ProtocolError:
        return None
    return None if device is None else Wanting(device, said)


def answer(unit: Unit, wanting: Wanting, now: int) -> Giving | None:
    """The next chunk; none: it is wanted no more, or all of it is there."""
    held, said = devices.holder(unit, wanting.device.serial), wanting.said
    row = None if held is None else _wanted(unit, held.organization, held.serial, (said.release or b"").hex())
    if row is None:
        return None
    upgrades.heard(unit, row, said.offset, now)
    return Giving(said.release or b"", said.offset) if said.offset < said.size else None


def chunk(service: Service, giving: Giving) -> Chunk | None:
    """None: there is no such piece of it."""
    image = images.read(service.uploads, giving.release.hex()) or b""
    part = image[giving.offset : giving.offset + MAX_CHUNK_BYTES]
    return Chunk(giving.release, giving.offset, part) if part else None


def _wanted(view: View, organization: str, serial: str, release: str) -> SealFirmware | None:
    """The row of a seal that is on its way to this release."""
    row = view.get(SealFirmware, organization, serial)
    if row is None or row.upgrade is None or row.release != release:
        return None
    return row if row.upgrade.state in OPEN else None


async def get(call: Call) -> Response:
    """GET /v1/seals/{serial}/releases/{release}"""
    service, speaker, serial, release = call.service, call.speaker(), call.path("serial"), call.path("release")

    def allowed(view: View) -> None:
        people.speaking(view, speaker, service.now())
        _of_speaker(view, speaker.user, serial, release)

    await service.database.read(allowed)
    image = await asyncio.to_thread(images.read, service.uploads, release)
    if image is None:
        raise Refusal("not_found")
    return Response(image, 200, HEADERS, "application/octet-stream")


async def tell(call: Call) -> Response:
    """POST /v1/seals/{serial}/upgrade"""
    service, speaker, serial = call.service, call.speaker(), call.path("serial")
    seen = await call.body(UpgradeSeen)

    def work(unit: Unit) -> None:
        people.speaking(unit, speaker, service.now())
        upgrades.heard(unit, _of_speaker(unit, speaker.user, serial, seen.release), seen.offset, service.now())

    await service.database.write(work)
    return Response(status_code=204)


def _of_speaker(view: View, user: str, serial: str, release: str) -> SealFirmware:
    """The row in one of his organizations; raises `Refusal` not_found."""
    members = (each for each in people.memberships(view, user) if each.role is not Role.HEADQUARTERS)
    rows = (_wanted(view, each.organization, serial, release) for each in members)
    row = next((each for each in rows if each is not None), None)
    if row is None:
        raise Refusal("not_found")
    return row


ROUTES = [
    route("GET", "/v1/seals/{serial}/releases/{release}", get),
    route("POST", "/v1/seals/{serial}/upgrade", tell),
]
