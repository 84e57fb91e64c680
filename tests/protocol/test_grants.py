"""A grant says who, how often, when and how; what it says that a seal does not know is refused, never left out."""

import hmac
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import geo
from protocol import cose, envelopes, grants
from protocol.cbor import decode, encode
from protocol.conversation import MAX_BODY_BYTES
from protocol.errors import BadSignature, Malformed
from protocol.grants import Grant, Method, Mode
from protocol.keys import subkey
from tests.protocol.examples import (
    GRANT,
    GRANT_OF_THREE,
    MEMBER,
    NOON,
    ORGANIZATION,
    OTHER_SECRET,
    SECRET,
    SERIAL,
    authority,
    flips,
    none_but,
    platform,
    stranger,
    value_or_refusal,
)
from tests.protocol.strategies import damaged, message, noise, plain
from tests.traceability import Proves

KEY = subkey(SECRET, "grant")
SEALED = grants.seal_grant(GRANT_OF_THREE, authority, SECRET)
CLAIMS: dict[Any, Any] = {
    grants.ISS: ORGANIZATION,
    grants.SUB: MEMBER,
    grants.AUD: SERIAL,
    grants.EXP: NOON + 3600,
    grants.NBF: NOON,
    grants.IAT: NOON - 60,
    grants.CTI: GRANT,
    grants.COUNT: 3,
    grants.MODE: 1,
    grants.METHOD: 1,
    grants.PHOTO: True,
}


def open_grant(data: bytes) -> Grant:
    return grants.open_grant(data, authority.public, SECRET)


def sealed(claims: Any) -> bytes:
    """Claims written by hand, signed and sealed rightly."""
    return cose.encrypt(cose.sign(encode(claims), authority, "grant/1"), KEY, "grant/1")


points = st.builds(geo.Point, st.floats(-90, 90), st.floats(-180, 180))
areas = st.builds(geo.Area, centre=points, radius_m=st.integers(geo.MIN_RADIUS_M, geo.MAX_RADIUS_M)) | st.builds(
    geo.Area, points=st.lists(points, min_size=3, max_size=geo.MAX_POINTS)
)


@given(areas)
def test_an_area_travels_to_a_centimetre(area: geo.Area) -> None:
    came = grants.area_of(grants.area_claim(area))
    if came is None:  # a polygon so thin that nothing of it is left
        assert area.centre is None
        return
    sent, there = ([each.centre] if each.centre else each.points for each in (area, came))
    assert came.radius_m == area.radius_m
    assert all(abs(a.lat - b.lat) < 1e-7 and abs(a.lon - b.lon) < 1e-7 for a, b in zip(sent, there, strict=True))


@pytest.mark.parametrize("corner", range(3))
def test_a_corner_of_an_area_is_on_the_globe(corner: int) -> None:
    """Up to the poles; a longitude may be larger than that."""
    corners = [[0, 120], [0, 121], [1, 121]]
    for lat, known in ((90, True), (-90, True), (91, False), (-91, False)):
        corners[corner][0] = lat
        claim = [0, *(round(value * grants.E7) for each in corners for value in each)]
        assert (grants.area_of(claim) is not None) is known


@given(
    message(Grant, area=st.none() | areas.map(grants.area_claim).filter(grants.area_of)).filter(
        lambda grant: (
            (grant.code is None) is (grant.method is Method.DIRECT)
            and (grant.documents is None or grant.mode is Mode.ELECTRONIC)
        )
    )
)
def test_a_grant_is_opened_again(grant: Grant) -> None:
    assert open_grant(grants.seal_grant(grant, authority, SECRET)) == grant


def test_the_longest_grant_there_is_fits_its_claims_and_its_envelope() -> None:
    area = grants.area_claim(geo.Area(points=[geo.Point(-80 - i / 1e4, -170 - i * i / 1e5) for i in range(64)]))
    longest = msgspec.structs.replace(
        GRANT_OF_THREE,
        serial="G" * 20,
        count=500,
        mode=Mode.ELECTRONIC,
        photo_required=False,
        method=Method.PRE,
        continues=bytes(16),
        area=area,
        code=bytes(16),
        claimed_place=True,
        consoles=[bytes(32)] * grants.MAX_CONSOLES,
        documents=[bytes(32)] * grants.MAX_DOCUMENTS,
    )
    body = grants.seal_grant(longest, authority, SECRET)
    assert open_grant(body) == longest
    order = envelopes.Envelope("G" * 20, 2**47, 2**47, 2**47, 2**47, envelopes.Kind.GRANT, body)
    assert envelopes.open_envelope(envelopes.sign_envelope(order, authority), authority.public) == order


def test_the_claims_are_those_of_a_web_token() -> None:
    """RFC 8392 keys 1 to 7, our own in the private range; what does not hold is absent."""
    assert decode(cose.verify(cose.decrypt(SEALED, KEY, "grant/1"), authority.public, "grant/1")) == CLAIMS
    assert open_grant(sealed(CLAIMS)) == GRANT_OF_THREE


@given(noise() | damaged(SEALED))
def test_any_bytes_are_a_grant_or_refused(data: bytes) -> None:
    value_or_refusal(open_grant, data)


@given(st.binary(max_size=60) | plain.map(encode))
def test_even_the_authority_may_sign_nonsense(payload: bytes) -> None:
    value_or_refusal(open_grant, cose.encrypt(cose.sign(payload, authority, "grant/1"), KEY, "grant/1"))
    value_or_refusal(open_grant, cose.encrypt(payload, KEY, "grant/1"))


def test_every_turned_bit_is_found() -> None:
    for changed in flips(SEALED):
        with pytest.raises(BadSignature):
            open_grant(changed)


def test_another_binding_cannot_open_it() -> None:
    with pytest.raises(BadSignature):
        grants.open_grant(SEALED, authority.public, OTHER_SECRET)


def test_nobody_else_grants() -> None:
    for key in (stranger, platform):
        with pytest.raises(BadSignature):
            open_grant(grants.seal_grant(GRANT_OF_THREE, key, SECRET))


def test_only_a_grant_is_a_grant() -> None:
    none_but({"grant/1"}, lambda signed: open_grant(cose.encrypt(signed, KEY, "grant/1")), authority, encode(CLAIMS))
    signed = cose.sign(encode(CLAIMS), authority, "grant/1")
    for purpose, key in (("log/1", KEY), ("grant/1", subkey(SECRET, "log")), ("grant/1", SECRET)):
        with pytest.raises(BadSignature):
            open_grant(cose.encrypt(signed, key, purpose))
    with pytest.raises(BadSignature):
        open_grant(signed)


@pytest.mark.parametrize(("count", "case"), [(0, "inside"), (1, "inside"), (500, "at")])
def test_a_count_within_its_limits_is_taken(count: int, case: str, proves: Proves) -> None:
    assert open_grant(sealed({**CLAIMS, grants.COUNT: count})).count == count
    proves("R-111", "V", case)


@pytest.mark.parametrize("count", [-1, 501, 2**63, None, True, "3"])
def test_a_count_beyond_its_limits_is_refused(count: Any) -> None:
    with pytest.raises(Malformed):
        open_grant(sealed({**CLAIMS, grants.COUNT: count}))


@pytest.mark.req("R-111", "V", "outside")
def test_no_more_than_500_can_be_sealed_and_opened() -> None:
    with pytest.raises(Malformed):
        open_grant(grants.seal_grant(msgspec.structs.replace(GRANT_OF_THREE, count=501), authority, SECRET))


@pytest.mark.parametrize("claim", [8, 0, -1, -70000, -70012, 2**40, "count", ""])
def test_a_claim_the_seal_does_not_know_is_refused(claim: int | str) -> None:
    """It may be a limit: a place, a fingerprint, that would otherwise not be enforced."""
    with pytest.raises(Malformed, match="unknown"):
        open_grant(sealed({**CLAIMS, claim: 1}))


@pytest.mark.parametrize(
    "claim", [grants.ISS, grants.SUB, grants.AUD, grants.EXP, grants.NBF, grants.IAT, grants.CTI, grants.COUNT]
)
def test_a_claim_that_must_be_there_is_missed(claim: int) -> None:
    with pytest.raises(Malformed):
        open_grant(sealed({key: value for key, value in CLAIMS.items() if key != claim}))


def test_claims_that_may_be_absent_have_their_plain_meaning() -> None:
    optional = (grants.MODE, grants.METHOD, grants.PHOTO)
    grant = open_grant(sealed({key: value for key, value in CLAIMS.items() if key not in optional}))
    assert (grant.mode, grant.method) == (grants.Mode.PHYSICAL, grants.Method.DIRECT)
    assert (grant.photo_required, grant.continues, grant.area) == (False, None, None)
    assert (grant.code, grant.finger, grant.claimed_place, grant.consoles) == (None, None, False, None)


@pytest.mark.parametrize(
    "change",
    [
        {grants.SUB: bytes(15)},
        {grants.AUD: "x"},
        {grants.EXP: 2**40},
        {grants.EXP: -1},
        {grants.NBF: None},
        {grants.MODE: 3},
        {grants.METHOD: 0},
        {grants.PHOTO: 1},
        {grants.CONTINUES: None},
        {grants.CONTINUES: bytes(17)},
        {grants.FINGER: 0},
        {grants.FINGER: 6},
        {grants.FINGER: None},
        {grants.CLAIMED_PLACE: False},
        {grants.CLAIMED_PLACE: None},
        {grants.CLAIMED_PLACE: 1},
        {grants.CONSOLES: []},
        {grants.CONSOLES: [bytes(32)] * 9},
        {grants.CONSOLES: [bytes(31)]},
        {grants.METHOD: 2, grants.CODE: bytes(15)},
        {grants.METHOD: 2, grants.CODE: bytes(17)},
    ],
    ids=lambda change: f"claim {next(iter(change))}",
)
def test_a_claim_out_of_its_range_is_refused(change: dict[int, Any]) -> None:
    with pytest.raises(Malformed):
        open_grant(sealed({**CLAIMS, **change}))


def test_a_pre_authorization_has_a_code_and_no_other_grant_has() -> None:
    mark = bytes(16)
    assert open_grant(sealed({**CLAIMS, grants.METHOD: 2, grants.CODE: mark})).code == mark
    without = {key: value for key, value in CLAIMS.items() if key != grants.METHOD}
    for wrong in ({**CLAIMS, grants.METHOD: 2}, {**CLAIMS, grants.CODE: mark}, {**without, grants.CODE: mark}):
        with pytest.raises(Malformed, match="code"):
            open_grant(sealed(wrong))


def test_a_code_is_marked_for_one_grant_of_one_binding() -> None:
    mark = grants.code_mark(SECRET, GRANT, "20491736")
    expected = hmac.new(subkey(SECRET, "code"), GRANT + b"20491736", "sha256").digest()
    assert mark == expected[:16]
    others = [(SECRET, GRANT, "20491737"), (SECRET, MEMBER, "20491736"), (OTHER_SECRET, GRANT, "20491736")]
    assert len({mark, *(grants.code_mark(*other) for other in others)}) == 4


def test_the_longest_grant_there_can_be_fits_its_limits() -> None:
    """Sixty-four corners, eight consoles and a code: the cloud can always send what its rules allow."""
    corners = [geo.Point(80 + n * n / 1000, -170 + n) for n in range(geo.MAX_POINTS)]
    longest = msgspec.structs.replace(
        GRANT_OF_THREE,
        serial="A" * 20,
        not_before=2**40 - 2,
        expires=2**40 - 1,
        issued_at=2**40 - 1,
        count=500,
        method=Method.PRE,
        continues=GRANT,
        area=grants.area_claim(geo.Area(points=corners)),
        code=bytes(16),
        finger=5,
        claimed_place=True,
        consoles=[bytes(32)] * grants.MAX_CONSOLES,
    )
    body = grants.seal_grant(longest, authority, SECRET)
    assert open_grant(body) == longest
    most = 2**48 - 1
    order = envelopes.Envelope("A" * 20, most, most, most, most, envelopes.Kind.GRANT, body)
    signed = envelopes.sign_envelope(order, authority)
    assert envelopes.open_envelope(signed, authority.public) == order
    assert len(signed) <= MAX_BODY_BYTES


@pytest.mark.parametrize(
    "claims",
    [[], [CLAIMS], None, 5, "claims", b"claims"],
    ids=["an empty array", "an array", "null", "a number", "text", "bytes"],
)
def test_what_is_no_map_is_refused(claims: Any) -> None:
    with pytest.raises(Malformed, match="map"):
        open_grant(sealed(claims))
