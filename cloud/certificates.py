"""Words for consoles: the certificate of an organization, and the claim on an unbound seal."""

from starlette.responses import Response

from cloud.http import Call, reply, route
from cloud.problems import Refusal
from cloud.seals import releasing
from cloud.store import devices, people, proofs
from cloud.store.unit import Unit, View
from domain.ids import to_bytes
from domain.organization import Permission, may
from domain.seals import SERIAL
from protocol import certificates
from protocol.certificates import CLAIM_S, CONSOLE_S
from protocol.sync import SCHEMA, AskCertificate, AskClaim, Certificate, Claim, Platform

# A console's or a seal's clock may be a little behind the cloud's.
BEFORE_S = 60


async def platform(call: Call) -> Response:
    """GET /v1/platform"""
    service = call.service
    return reply(
        Platform(
            schema=SCHEMA,
            root=service.root_bytes,
            platform=service.keys.platform.public,
            demo=service.root.demo,
            wechat=service.wechat is not None,
        )
    )


async def certificate(call: Call) -> Response:
    """POST /v1/certificates: this console speaks for this member of the organization for a day."""
    service, now, speaker = call.service, call.service.now(), call.speaker()
    organization = (await call.body(AskCertificate)).organization

    def work(unit: Unit) -> Certificate:
        console = people.speaking(unit, speaker, now)
        member = people.insider(unit, speaker.user, organization)
        word = certificates.ConsoleCertificate(
            to_bytes(organization),
            to_bytes(member.id),
            to_bytes(console.id),
            console.signing,
            console.static,
            now // 1000 - BEFORE_S,
            now // 1000 + CONSOLE_S,
        )
        issued = certificates.issue(word, service.keys.signing(organization))
        proofs.keep_certificate(unit, console.id, organization, word.expires * 1000, issued)
        return Certificate(certificate=issued, expires=word.expires * 1000)

    return reply(await service.database.write(work))


async def claim(call: Call) -> Response:
    """POST /v1/seals/{serial}/claim: whoever may bind gets one for any serial but those that are delivered to another
    organization; which seals exist it does not tell. And whoever may bring the word of a seal that has let go."""
    service, now, speaker, serial = call.service, call.service.now(), call.speaker(), call.path("serial")
    organization = (await call.body(AskClaim)).organization
    if not SERIAL.fullmatch(serial):
        raise Refusal("not_found")

    def work(view: View) -> Claim:
        console = people.speaking(view, speaker, now)
        member = people.insider(view, speaker.user, organization)
        awaited = releasing.is_awaited(view, organization, serial)
        if not may(member, Permission.BIND) and not awaited:
            raise Refusal("not_allowed")
        if not awaited and devices.delivered_to(view, serial) not in (None, organization):
            raise Refusal("not_found")
        word = certificates.Claim(
            to_bytes(organization),
            to_bytes(member.id),
            serial,
            console.static,
            now // 1000 - BEFORE_S,
            now // 1000 + CLAIM_S,
        )
        return Claim(claim=certificates.issue(word, service.keys.platform), expires=word.expires * 1000)

    return reply(await service.database.read(work))


ROUTES = [
    route("GET", "/v1/platform", platform),
    route("POST", "/v1/certificates", certificate),
    route("POST", "/v1/seals/{serial}/claim", claim),
]
