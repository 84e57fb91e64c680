"""POST /v1/modems: a seal's modem gets its certificate for the broker, at the seal's delivery or whenever it needs one.

No person speaks here: what counts is the maker's word for the seal's keys and for its delivery to this cloud, and the
seal's own signature under the request.

Whoever repeats all of it gets a certificate for a key that he does not have, and none once a newer one has followed: he
would put that out.
"""

import asyncio

from cryptography.hazmat.primitives.serialization import Encoding
from starlette.responses import Response

from cloud.gateway import broker, credentials
from cloud.http import Call, reply, route
from cloud.problems import Refusal
from cloud.seals import stock
from cloud.seals.binding import read_identity
from cloud.store import devices, modems
from cloud.store.modems import Modem
from cloud.store.unit import Unit
from protocol import certificates
from protocol.certificates import Delivery
from protocol.errors import ProtocolError
from protocol.keys import check_signature
from protocol.sync import EnrolModem, ModemEnrolled, modem_signed_bytes


async def enrol(call: Call) -> Response:
    """POST /v1/modems"""
    service, body = call.service, await call.body(EnrolModem)
    try:
        identity = read_identity(service, body.identity)
        delivery = certificates.check(body.delivery, Delivery, service.root.public)
        check_signature(identity.signing, modem_signed_bytes(body.request), body.signature)
    except ProtocolError as error:
        raise Refusal("untrusted") from error
    if (delivery.serial, delivery.platform) != (identity.serial, service.keys.platform.public):
        raise Refusal("untrusted")
    now = service.now()
    authority = await asyncio.to_thread(service.keys.modem_authority, credentials.moment(now))
    made = authority.for_modem(identity.serial, body.request, credentials.moment(now))
    expires = int(made.not_valid_after_utc.timestamp() * 1000)

    def work(unit: Unit) -> None:
        before = modems.of(unit, identity.serial)
        if any(each.barred or (each.number == made.serial_number and each.revoked_at is not None) for each in before):
            raise Refusal("untrusted")
        if devices.meet(unit, identity, body.identity) is None:
            raise Refusal("untrusted")
        stock.met(unit, identity.serial, now)
        modems.issue(unit, Modem(identity.serial, made.serial_number, now, expires, None, barred=False))

    await service.database.write(work)
    await broker.drop_revoked(call.request.app)  # before there is a newer one that it could take for the old
    address = broker.address_of(call.request.app)
    return reply(ModemEnrolled(certificate=made.public_bytes(Encoding.DER), root=authority.root, broker=address))


ROUTES = [route("POST", "/v1/modems", enrol)]
