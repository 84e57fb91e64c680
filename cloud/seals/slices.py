"""Pieces of a seal's log, in any order, as often as anybody likes: POST /v1/seals/{serial}/slices, and by the gateway.

What needs only the seal's keys (`check`) is done before the transaction, what needs the database (`keep`) for as many
slices as there are in one, and the receipt is signed after it.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from cloud import faults
from cloud.http import Call, reply, route
from cloud.problems import Refusal
from cloud.seals import binding, entries, status, words
from cloud.service import Service
from cloud.store import logs, people
from cloud.store.devices import Binding, Device
from cloud.store.logs import Held, Logs
from cloud.store.unit import Unit
from protocol.cbor import MAX_BYTES, unpack
from protocol.errors import ProtocolError
from protocol.log import Entry, SealedSlice, Slice, first_head, next_head, open_slice
from protocol.sync import CarriedSlice, SliceTaken

MAX_BODY = MAX_BYTES * 4 // 3 + 1024  # base64 in JSON


@dataclass(frozen=True)
class Checked:
    """A slice that this seal has signed in this binding; `data` is what was carried."""

    device: Device
    bound: Binding
    data: bytes
    part: Slice
    entries: list[Entry]


@dataclass(frozen=True)
class Kept:
    """How far the seal's log is held now, and the head there."""

    device: Device
    bound: Binding
    log_to: int
    head: bytes


def check(service: Service, serial: str, data: bytes) -> Checked | Refusal:
    """The slice if it is the seal's; else malformed, not_found or untrusted. `service.known` has been asked before."""
    try:
        cover = unpack(data, SealedSlice)
    except ProtocolError:
        return Refusal("malformed")
    if cover.serial != serial:
        return Refusal("malformed")
    device, bound = service.known.device(serial), service.known.binding(serial, cover.binding)
    if device is None or bound is None:
        return Refusal("not_found")
    try:
        part, said = open_slice(data, device.signing, binding.secret(service, device, bound))
    except ProtocolError:
        return Refusal("untrusted")
    return Checked(device, bound, data, part, said)


def keep(service: Service, unit: Unit, checked: Sequence[Checked], now: int) -> list[Kept | Refusal]:
    """Keep what is new of each, and let follow what follows. A slice that contradicts what is held is kept as evidence
    and refused (log_forked)."""
    held = Logs(unit, {each.device.serial for each in checked}, now)
    entries.expect(unit, [(each.bound, each.entries) for each in checked], held.is_new)
    kept = [_keep(service, unit, held, each, now) for each in checked]
    held.write()
    return kept


def receipt(service: Service, kept: Kept) -> bytes | None:
    """The cloud's signature for what it holds, after the commit."""
    return words.receipt(service, kept.device, kept.bound, kept.log_to, kept.head)


async def take(call: Call) -> Response:
    """POST /v1/seals/{serial}/slices"""
    service, speaker, serial = call.service, call.speaker(), call.path("serial")
    data = (await call.body(CarriedSlice, MAX_BODY)).slice
    number = unpack(data, SealedSlice).binding
    await service.known.load([(serial, number)])
    checked = await asyncio.to_thread(check, service, serial, data)  # of a whole store: longer than others may wait

    def work(unit: Unit) -> Kept | Refusal:
        now = service.now()
        people.speaking(unit, speaker, now)
        bound = service.known.binding(serial, number)
        if bound is not None:  # who has no business with it is told so, whatever he carries
            people.insider(unit, speaker.user, bound.organization)
        if isinstance(checked, Refusal):
            raise checked
        (result,) = keep(service, unit, [checked], now)
        faults.point("slice_before_commit")
        return result  # a refusal is not raised: the evidence is kept

    result = await service.database.write(work)
    faults.point("slice_after_commit")
    if isinstance(result, Refusal):
        raise result
    return reply(SliceTaken(log_to=result.log_to, receipt=receipt(service, result)))


def _keep(service: Service, unit: Unit, held: Logs, checked: Checked, now: int) -> Kept | Refusal:
    device, bound = checked.device, checked.bound
    taken = _Part(held, device, checked.part)
    if taken.fork is not None:
        logs.note_fork(unit, device.serial, taken.fork, checked.data, now)
        status.forked(service, unit, bound, taken.fork, now)
        return Refusal("log_forked")
    held.add(device.serial, bound.binding, taken.new)
    entries.follow(service, unit, bound, [entry for entry in checked.entries if entry.number in taken.new], now)
    log_to, head = held.end(device.serial)
    entries.show_log(unit, bound, checked.part.last, log_to, now)
    if taken.new and log_to > checked.part.last:  # a gap is closed, behind which another organization's entries may lie
        entries.show_log_to_others(unit, bound, log_to, now)
    return Kept(device, bound, log_to, head)


class _Part:
    """A slice against what is held: `new` entries by number, or the number at which it contradicts (`fork`)."""

    def __init__(self, log: Logs, device: Device, part: Slice) -> None:
        held = log.held(device.serial, part.first - 1, part.last + 1)
        heads = {number: head for number, (_, head) in held.items()}
        heads[0] = first_head(device.serial)
        self.new: dict[int, Held] = {}
        self.fork: int | None = None
        head = part.before
        if heads.get(part.first - 1, head) != head:
            self.fork = part.first
        for number, entry in enumerate(part.entries, part.first):
            head = next_head(head, entry)
            if number not in held:
                self.new[number] = (entry, head)
            elif held[number] != (entry, head):
                self.fork = self.fork or number
        following = held.get(part.last + 1)
        if following is not None and next_head(head, following[0]) != following[1]:
            self.fork = self.fork or part.last + 1


ROUTES = [route("POST", "/v1/seals/{serial}/slices", take)]
