"""POST /v1/seals/{serial}/contact: time, lease and orders for a seal, in a console's hands.

Whoever carries it can read nothing in it. He still has to belong to the organization of the seal; for an unbound seal,
to one where he may bind.
"""

from starlette.responses import Response

from cloud import faults
from cloud.http import Call, reply, route
from cloud.problems import Refusal
from cloud.seals import binding, commands, orders, releasing, status, words
from cloud.seals.folding import fold
from cloud.service import Service
from cloud.store import devices, people
from cloud.store.devices import Binding, Device, Order
from cloud.store.unit import Unit
from domain.authorizations import Authorization
from domain.organization import Permission, may
from protocol import contact
from protocol.contact import Answer, Question
from protocol.envelopes import Kind
from protocol.errors import ProtocolError
from protocol.sync import ContactQuestion, ContactReply

# As many as one answer carries; a seal that is further behind asks again.
MAX_ENVELOPES = 100


async def ask(call: Call) -> Response:
    """POST /v1/seals/{serial}/contact"""
    service, speaker, serial = call.service, call.speaker(), call.path("serial")
    body = await call.body(ContactQuestion)

    def work(unit: Unit) -> ContactReply | Refusal:
        now = service.now()
        people.speaking(unit, speaker, now)
        device = _device(service, unit, serial, body.identity)
        question = _question(device, body.question)
        if question.binding == 0:
            return _unbound(service, unit, speaker.user, device, question, now)
        bound = devices.binding(unit, serial, question.binding)
        if bound is None:
            raise Refusal("not_found")
        people.insider(unit, speaker.user, bound.organization)
        if releasing.is_over(unit, bound):
            status.came_back(service, unit, bound, now)
            return Refusal("not_found")  # not raised: it is told
        _take_status(service, unit, device, bound, question, now)
        return _bound(service, unit, device, bound, question, now)

    answer = await service.database.write(work)
    if isinstance(answer, Refusal):
        raise answer
    faults.point("contact_before_answer")
    return reply(answer)


def _device(service: Service, unit: Unit, serial: str, shown: bytes | None) -> Device:
    """The seal, known or vouched for by the maker; raises `Refusal` not_found or untrusted."""
    known = devices.device(unit, serial)
    if known is not None:
        return known
    if shown is None:
        raise Refusal("not_found")
    try:
        identity = binding.read_identity(service, shown)
    except ProtocolError as error:
        raise Refusal("untrusted") from error
    met = devices.meet(unit, identity, shown) if identity.serial == serial else None
    if met is None:
        raise Refusal("untrusted")
    return met


def _question(device: Device, data: bytes) -> Question:
    try:
        question = contact.open_question(data, device.signing)
    except ProtocolError as error:
        raise Refusal("untrusted") from error
    if question.serial != device.serial:
        raise Refusal("untrusted")
    return question


def _unbound(service: Service, unit: Unit, user: str, device: Device, question: Question, now: int) -> ContactReply:
    """The platform answers; the bind envelope goes to those who may bind, once their organization asked for it."""
    releasing.heard_unbound(service, unit, device, question, now)
    binders = {member.organization for member in people.memberships(unit, user) if may(member, Permission.BIND)}
    if not binders:
        raise Refusal("not_found")
    of = devices.generation(unit)
    down: list[bytes] = []
    latest = devices.latest_binding(unit, device.serial)
    if latest is not None and latest.confirmed_at is None and latest.organization in binders:
        bind = [
            order
            for order in devices.orders_after(unit, device.serial, latest.binding, of, 0)
            if order.kind is Kind.BIND
        ]
        down = [orders.envelope(order, order.number, latest, of, service.keys.platform) for order in bind[-1:]]
    answer = _answer(service, device, question, of, 0, now)
    return ContactReply(answer=contact.answer(answer, service.keys.platform), down=down, receipt=None)


def _bound(service: Service, unit: Unit, device: Device, bound: Binding, question: Question, now: int) -> ContactReply:
    orders.catch_up(unit, bound, now)
    of, key = devices.generation(unit), service.keys.signing(bound.organization)
    after = question.number if question.generation == of else 0
    pending = devices.orders_after(unit, device.serial, bound.binding, of, after)
    folded = fold(pending, after, _continues(unit, bound, pending))
    commands.handed_out(unit, bound, pending, [order for _, order in folded], now)
    folded = folded[:MAX_ENVELOPES]
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


def _take_status(service: Service, unit: Unit, device: Device, bound: Binding, question: Question, now: int) -> None:
    if question.status is None:
        return
    try:
        said = contact.open_status(question.status, binding.secret(service, device, bound))
    except ProtocolError:  # of another version: time and orders must reach such a seal all the same
        return
    status.take(service, unit, device, bound, question, said, now)


ROUTES = [route("POST", "/v1/seals/{serial}/contact", ask)]
