"""A grant: the authorization in the form the seal enforces, a CWT (RFC 8392) signed by the authority, sealed under K.

Registered claims keep their RFC keys (iss organization, sub member, aud serial, exp, nbf, iat, cti); Signet's own use
the private range below -65536. Absent means: no limit of this kind.
"""

import hashlib
import hmac
from enum import IntEnum
from typing import Annotated, Any

import msgspec

from domain import geo
from protocol import cose
from protocol.cbor import decode, encode, shape
from protocol.certificates import Id, Key, Seconds, Serial
from protocol.errors import Malformed
from protocol.keys import SigningKey, subkey
from protocol.log import Head, Slot

ISS, SUB, AUD, EXP, NBF, IAT, CTI = 1, 2, 3, 4, 5, 6, 7
COUNT, MODE, METHOD, PHOTO, CONTINUES, AREA = -70001, -70002, -70003, -70004, -70005, -70006
CODE, FINGER, CLAIMED_PLACE, CONSOLES, DOCUMENTS = -70007, -70008, -70009, -70010, -70011
E7 = 10_000_000  # degrees travel as whole numbers of 1e-7
MAX_CLAIMS = 1400
CODE_DIGITS = 8
MAX_CONSOLES = 8
MAX_DOCUMENTS = 8


class Mode(IntEnum):
    PHYSICAL = 1
    ELECTRONIC = 2


class Method(IntEnum):
    DIRECT = 1
    PRE = 2


Corner = Annotated[int, msgspec.Meta(ge=-180 * E7, le=180 * E7)]
# A circle: radius in metres, latitude and longitude of its centre. A polygon: 0, then those of each corner.
Area = Annotated[list[Corner], msgspec.Meta(min_length=3, max_length=1 + 2 * geo.MAX_POINTS)]
ActivationCode = Annotated[str, msgspec.Meta(pattern=rf"^[0-9]{{{CODE_DIGITS}}}\Z")]
CodeMark = Annotated[bytes, msgspec.Meta(min_length=16, max_length=16)]
Consoles = Annotated[list[Key], msgspec.Meta(min_length=1, max_length=MAX_CONSOLES)]
Documents = Annotated[list[Head], msgspec.Meta(min_length=1, max_length=MAX_DOCUMENTS)]


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """Who may press this seal, how often, from when to when and how. Times in seconds; `count` 0 = unlimited.

    `code`: of the activation code that a pre-authorization waits for (`code_mark`). `finger`: the slot that has to be
    touched. `claimed_place`: a place that the console claims is enough for the area. `consoles`: the member's, who may
    go on with an expired certificate while offline use is on. `documents`: SHA-256 of the files that may be sealed in
    mode electronic; none: any file.
    """

    id: Id
    organization: Id
    member: Id
    serial: Serial
    not_before: Seconds
    expires: Seconds
    issued_at: Seconds
    count: Annotated[int, msgspec.Meta(ge=0, le=500)]
    mode: Mode = Mode.PHYSICAL
    method: Method = Method.DIRECT
    photo_required: bool = False
    continues: Id | None = None
    area: Area | None = None
    code: CodeMark | None = None
    finger: Slot | None = None
    claimed_place: bool = False
    consoles: Consoles | None = None
    documents: Documents | None = None


_CLAIMS: dict[int, str] = {
    ISS: "organization",
    SUB: "member",
    AUD: "serial",
    EXP: "expires",
    NBF: "not_before",
    IAT: "issued_at",
    CTI: "id",
    COUNT: "count",
    MODE: "mode",
    METHOD: "method",
    PHOTO: "photo_required",
    CONTINUES: "continues",
    AREA: "area",
    CODE: "code",
    FINGER: "finger",
    CLAIMED_PLACE: "claimed_place",
    CONSOLES: "consoles",
    DOCUMENTS: "documents",
}


def code_mark(secret: bytes, grant: bytes, code: str) -> bytes:
    """What a grant says of its activation code: 16 bytes, of use only to who knows K of the binding."""
    return hmac.digest(subkey(secret, "code"), grant + code.encode(), hashlib.sha256)[:16]


def seal_grant(grant: Grant, authority: SigningKey, secret: bytes) -> bytes:
    """The body of a grant envelope: signed claims inside COSE_Encrypt0."""
    plain: dict[str, Any] = msgspec.to_builtins(grant, builtin_types=(bytes,))
    claims = {claim: plain[name] for claim, name in _CLAIMS.items() if plain[name] is not None}
    if not grant.claimed_place:
        del claims[CLAIMED_PLACE]
    return cose.encrypt(cose.sign(encode(claims), authority, "grant/1"), subkey(secret, "grant"), "grant/1")


def open_grant(data: bytes, authority: bytes, secret: bytes) -> Grant:
    """The grant in an envelope's body; raises `BadSignature` or `Malformed`. A claim we do not know is refused:
    it may be a limit that would otherwise not be enforced."""
    claims = decode(
        cose.verify(cose.decrypt(data, subkey(secret, "grant"), "grant/1"), authority, "grant/1"), MAX_CLAIMS
    )
    if not isinstance(claims, dict):
        raise Malformed("claims are a map")
    known: dict[Any, Any] = claims
    if None in known.values() or known.get(CLAIMED_PLACE) is False:
        raise Malformed("a claim that does not hold is absent, not null")
    if unknown := [claim for claim in known if claim not in _CLAIMS]:
        raise Malformed(f"unknown claims {unknown}")
    grant = shape({_CLAIMS[claim]: value for claim, value in known.items()}, Grant)
    if grant.area is not None and area_of(grant.area) is None:
        raise Malformed("an area without an inside")
    if (grant.code is not None) is not (grant.method is Method.PRE):
        raise Malformed("a code belongs to a pre-authorization, and each of them has one")
    if grant.documents is not None and grant.mode is not Mode.ELECTRONIC:
        raise Malformed("documents belong to mode electronic")
    return grant


def area_claim(area: geo.Area) -> list[int]:
    """An area as it travels."""
    corners = [area.centre] if area.centre is not None else area.points
    return [area.radius_m, *(round(value * E7) for point in corners for value in (point.lat, point.lon))]


def area_of(claim: list[int]) -> geo.Area | None:
    """The area that a claim names; none if it names none."""
    radius, flat = claim[0], claim[1:]
    if radius < 0 or radius > geo.MAX_RADIUS_M or len(flat) % 2 or any(abs(lat) > 90 * E7 for lat in flat[::2]):
        return None
    points = [geo.Point(lat / E7, lon / E7) for lat, lon in zip(flat[::2], flat[1::2], strict=True)]
    if radius and len(points) != 1:
        return None
    area = geo.Area(centre=points[0], radius_m=radius) if radius else geo.Area(points=points)
    return area if geo.fits(area) else None
