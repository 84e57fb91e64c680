"""POST /v1/seals/{serial}/slices: pieces of a seal's log, in any order, as often as anybody likes."""

from starlette.responses import Response

from cloud import faults
from cloud.http import Call, reply, route
from cloud.problems import Refusal
from cloud.seals import binding, entries, status, words
from cloud.service import Service
from cloud.store import devices, logs, people
from cloud.store.devices import Binding, Device
from cloud.store.logs import Held
from cloud.store.unit import Unit
from protocol.cbor import MAX_BYTES, unpack
from protocol.errors import ProtocolError
from protocol.log import Entry, SealedSlice, Slice, first_head, next_head, open_slice
from protocol.sync import CarriedSlice, SliceTaken

MAX_BODY = MAX_BYTES * 4 // 3 + 1024  # base64 in JSON


async def take(call: Call) -> Response:
    """POST /v1/seals/{serial}/slices"""
    service, speaker, serial = call.service, call.speaker(), call.path("serial")
    data = (await call.body(CarriedSlice, MAX_BODY)).slice
    cover = unpack(data, SealedSlice)
    if cover.serial != serial:
        raise Refusal("malformed")

    def work(unit: Unit) -> SliceTaken | Refusal:
        now = service.now()
        people.speaking(unit, speaker, now)
        device, bound = devices.device(unit, serial), devices.binding(unit, serial, cover.binding)
        if device is None or bound is None:
            raise Refusal("not_found")
        people.insider(unit, speaker.user, bound.organization)
        part, said = _open(service, device, bound, data)
        taken = _Part(unit, device, part)
        if taken.fork is not None:
            logs.note_fork(unit, serial, taken.fork, data, now)
            status.forked(service, unit, bound, taken.fork, now)
            return Refusal("log_forked")  # not raised: the evidence is kept
        logs.add(unit, serial, bound.binding, taken.new, now)
        entries.follow(service, unit, bound, [entry for entry in said if entry.number in taken.new], now)
        log_to, head = logs.close_gaps(unit, device)
        entries.show_log(unit, bound, part.last, log_to, now)
        faults.point("slice_before_commit")
        return SliceTaken(log_to=log_to, receipt=words.receipt(service, device, bound, log_to, head))

    result = await service.database.write(work)
    faults.point("slice_after_commit")
    if isinstance(result, Refusal):
        raise result
    return reply(result)


def _open(service: Service, device: Device, bound: Binding, data: bytes) -> tuple[Slice, list[Entry]]:
    try:
        return open_slice(data, device.signing, binding.secret(service, device, bound))
    except ProtocolError as error:
        raise Refusal("untrusted") from error


class _Part:
    """A slice against what is held: `new` entries by number, or the number at which it contradicts (`fork`)."""

    def __init__(self, unit: Unit, device: Device, part: Slice) -> None:
        held = logs.held(unit, device.serial, part.first - 1, part.last + 1)
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
