"""Contact: time, lease and orders for a seal, in a console's hands (POST /v1/seals/{serial}/contact) or by the gateway.

Whoever carries it can read nothing in it. He still has to belong to the organization of the seal; for an unbound seal,
to one where he may bind. What needs only keys (`check`) is done before the transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec
from starlette.responses import Response

from cloud import faults
from cloud.http import Call, reply, route
from cloud.problems import Refusal
from cloud.seals import binding, commands, orders, releasing, restored, status, stock, words
from cloud.seals.folding import fold
from cloud.service import Service
from cloud.store import devices, logs, people
from cloud.store.devices import Binding, Device, Order
from cloud.store.unit import Unit
from domain.authorizations import Authorization
from domain.organization import Permission, Role, may
from protocol import contact, cose
from protocol.cbor import unpack
from protocol.contact import Answer, Question, Status
from protocol.envelopes import Kind
from protocol.errors import ProtocolError
from protocol.sync import ContactQuestion, ContactReply

# As many as one answer carries; a seal that is further behind asks again.
MAX_ENVELOPES = 100


@dataclass(frozen=True)
class Asked:
    """A question that this seal has signed. `bound`: whose it is; none for a seal that says it is unbound. `status`:
    what it says of itself, if that can be read."""

    device: Device
    bound: Binding | None
    question: Question
    status: Status | None


def speaks_of(data: bytes) -> int:
    """The binding that a question names, not verified yet; 0 for none."""
    try:
        return unpack(cose.unverified(data), Question).binding
    except ProtocolError:
        return 0


def check(service: Service, device: Device, data: bytes) -> Asked:
    """The question if it is the seal's; raises `Refusal` untrusted or not_found. `service.known` has been asked for the
    seal and the binding it speaks of."""
    try:
        question = contact.open_question(data, device.signing)
    except ProtocolError as error:
        raise Refusal("untrusted") from error
    if question.serial != device.serial:
        raise Refusal("untrusted")
    if question.binding == 0:
        return Asked(device, None, question, None)
    bound = service.known.binding(device.serial, question.binding)
    if bound is None:
        raise Refusal("not_found")
    return Asked(device, bound, question, _status(service, device, bound, question))


def answer(service: Service, unit: Unit, asked: Asked, now: int) -> ContactReply | Refusal:
    """Time, lease and what is pending for a seal, whoever carries it; what it says of itself is taken over. To an
    unbound one, which comes over GPRS alone, the platform answers, with its binding if that was asked for so. Not found
    if it speaks of a binding that it has said itself to be over: that is not raised, for it is told."""
    device = devices.device(unit, asked.device.serial)
    assert device is not None  # it has signed
    if asked.bound is None:
        return _over_gprs(service, unit, device, asked.question, now)
    if releasing.is_over(unit, asked.bound):
        status.came_back(service, unit, asked.bound, now)
        return Refusal("not_found")
    goes_on = _goes_on(unit, device, asked.question)
    if not goes_on:
        status.old_storage(service, unit, asked.bound, now)
    elif asked.status is not None:
        status.take(service, unit, device, asked.bound, asked.question, asked.status, now)
    return _bound(service, unit, device, asked.bound, asked.question, now, goes_on=goes_on)


def _goes_on(unit: Unit, device: Device, question: Question) -> bool:
    """Whether its log ends as it is held. Else its storage was put back, or is a copy."""
    if question.log_to == device.log_to:
        return question.log_head == device.log_head
    return question.log_to > device.log_to or logs.is_held(unit, device.serial, question.log_to, question.log_head)


async def ask(call: Call) -> Response:
    """POST /v1/seals/{serial}/contact"""
    service, speaker, serial = call.service, call.speaker(), call.path("serial")
    body = await call.body(ContactQuestion)
    await service.known.load([(serial, 0)])
    met = _met(service, serial, body.identity)
    asked = met if isinstance(met, Refusal) else await _checked(service, met, body.question)

    def work(unit: Unit) -> ContactReply | Refusal:
        now = service.now()
        people.speaking(unit, speaker, now)
        if isinstance(asked, Refusal):
            return _bound_elsewhen(service, unit, speaker.user, met, body, now) or asked
        if service.known.device(serial) is None:
            _meet(service, unit, asked.device, body.identity, now)
        if asked.bound is not None:
            people.insider(unit, speaker.user, asked.bound.organization)
            return answer(service, unit, asked, now)
        return _unbound(service, unit, speaker.user, asked, now)

    answered = await service.database.write(work)
    if isinstance(answered, Refusal):
        raise answered
    faults.point("contact_before_answer")
    return reply(answered)


def _bound_elsewhen(
    service: Service, unit: Unit, user: str, met: Device | Refusal, body: ContactQuestion, now: int
) -> ContactReply | Refusal | None:
    """To a seal that was bound after the backup. First it hears of the new generation, and gets no lease; when it asks
    in that, it is taken in."""
    claimed = None if isinstance(met, Refusal) else restored.read(service, unit, user, met, body.question)
    if claimed is None or isinstance(met, Refusal):
        return None
    if service.known.device(met.serial) is None:
        _meet(service, unit, met, body.identity, now)
    device, bound = devices.device(unit, met.serial) or met, claimed.bound
    if claimed.fresh:
        bound = restored.take_in(service, unit, device, claimed, now)
        return answer(service, unit, Asked(device, bound, claimed.question, claimed.status), now)
    word = msgspec.structs.replace(
        _answer(service, device, claimed.question, devices.generation(unit), 0, now), lease_s=0
    )
    return ContactReply(answer=contact.answer(word, service.keys.signing(bound.organization)), down=[], receipt=None)


def _met(service: Service, serial: str, shown: bytes | None) -> Device | Refusal:
    """The seal, known or vouched for by the maker; else not_found or untrusted."""
    known = service.known.device(serial)
    if known is not None:
        return known
    if shown is None:
        return Refusal("not_found")
    try:
        identity = binding.read_identity(service, shown)
    except ProtocolError:
        return Refusal("untrusted")
    return devices.new(identity) if identity.serial == serial else Refusal("untrusted")


def _meet(service: Service, unit: Unit, device: Device, shown: bytes | None, now: int) -> None:
    """A seal that was not known before this request; raises `Refusal` untrusted if another came with its serial."""
    assert shown is not None
    if devices.meet(unit, binding.read_identity(service, shown), shown) is None:
        raise Refusal("untrusted")
    stock.met(unit, device.serial, now)


async def _checked(service: Service, device: Device, data: bytes) -> Asked | Refusal:
    """Asked, or why not."""
    await service.known.load([(device.serial, speaks_of(data))])
    try:
        return check(service, device, data)
    except Refusal as refusal:
        return refusal


def _unbound(service: Service, unit: Unit, user: str, asked: Asked, now: int) -> ContactReply:
    """The bind envelope goes to those who may bind, once their organization asked for it. Who brings the word of a seal
    that has let go may be anybody of its organization."""
    members = people.memberships(unit, user)
    binders = {member.organization for member in members if may(member, Permission.BIND)}
    serial = asked.device.serial
    insiders = (member.organization for member in members if member.role is not Role.HEADQUARTERS)
    if not binders and not any(releasing.is_awaited(unit, each, serial) for each in insiders):
        raise Refusal("not_found")
    device = devices.device(unit, asked.device.serial)
    assert device is not None  # it has signed
    return _of_unbound(service, unit, device, asked.question, now, lambda each: each.organization in binders)


def _over_gprs(service: Service, unit: Unit, device: Device, question: Question, now: int) -> ContactReply:
    """Nobody stands before its screen: it is bound to the organization to which the operator delivered it, if that
    asked for it in this way, and to no other (R-059)."""
    stocked = stock.heard(unit, device.serial, now)
    to = None if stocked is None else stocked.organization
    fits: Callable[[Binding], bool] = lambda each: each.over_gprs and each.organization == to  # noqa: E731
    return _of_unbound(service, unit, device, question, now, fits)


def _of_unbound(
    service: Service, unit: Unit, device: Device, question: Question, now: int, fits: Callable[[Binding], bool]
) -> ContactReply:
    """With the binding that is offered, if one that `fits` waits for it. The seal takes no other: what was taken back,
    and is still carried about, is void as soon as it has heard this answer."""
    releasing.heard_unbound(service, unit, device, question, now)
    of, down, offered = devices.generation(unit), list[bytes](), 0
    waiting = next(filter(fits, devices.open_bindings(unit, device.serial)), None)
    if waiting is not None:
        ordered = devices.orders_after(unit, waiting.serial, waiting.binding, of, 0)
        bind = [order for order in ordered if order.kind is Kind.BIND][-1:]
        commands.handed_out(unit, waiting, bind, [], now)
        down = [orders.envelope(order, order.number, waiting, of, service.keys.platform) for order in bind]
        offered = waiting.binding if bind else 0
    word = contact.answer(_answer(service, device, question, of, offered, now), service.keys.platform)
    return ContactReply(answer=word, down=down, receipt=None)


def _bound(
    service: Service, unit: Unit, device: Device, bound: Binding, question: Question, now: int, *, goes_on: bool
) -> ContactReply:
    """Old storage is told nothing but the answer, which shuts it: orders that come first it would still apply."""
    orders.catch_up(unit, bound, now)
    of, key = devices.generation(unit), service.keys.signing(bound.organization)
    after = question.number if question.generation == of else 0
    pending = devices.orders_after(unit, device.serial, bound.binding, of, after) if goes_on else []
    folded = fold(pending, after, _continues(unit, bound, pending))
    kept, folded = {order.number for _, order in folded}, folded[:MAX_ENVELOPES]
    needless = [order for order in pending if order.number not in kept]
    commands.handed_out(unit, bound, [order for _, order in folded], needless, now)
    head = devices.down_head(unit, device.serial, bound.binding, of)
    return ContactReply(
        answer=contact.answer(_answer(service, device, question, of, head, now), key),
        down=[orders.envelope(order, first, bound, of, key) for first, order in folded],
        receipt=words.receipt(service, device, bound, device.log_to, device.log_head),
    )


def _continues(unit: Unit, bound: Binding, pending: list[Order]) -> dict[str, str | None]:
    """Which grants continue which."""
    subjects = (order.subject for order in pending if order.kind is Kind.GRANT)
    rows = (unit.get(Authorization, bound.organization, subject or "") for subject in subjects)
    return {row.id: row.continues for row in rows if row is not None}


def _answer(service: Service, device: Device, question: Question, of: int, head: int, now: int) -> Answer:
    return Answer(
        serial=device.serial,
        binding=question.binding,
        nonce=question.nonce,
        time=now,
        generation=of,
        down_head=head,
        receipted=device.log_to,
        receipted_head=device.log_head,
        lease_s=service.settings.lease_s,
    )


def _status(service: Service, device: Device, bound: Binding, question: Question) -> Status | None:
    """What it says of itself; none from a seal of another version: time and orders must reach it all the same."""
    if question.status is None:
        return None
    try:
        return contact.open_status(question.status, binding.secret(service, device, bound))
    except ProtocolError:
        return None


ROUTES = [route("POST", "/v1/seals/{serial}/contact", ask)]
