"""Sealed PDFs: good in the eyes of two judges, and of neither once a byte of them is another."""

import asyncio
import hashlib
import random
import shutil
import subprocess
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from aiohttp import web
from asn1crypto import cms
from asn1crypto import x509 as asn1
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from app.services.sealing import assembling, checking, preparing
from app.services.sealing.flaws import Flaw, NoStamp, Unsealable
from app.services.sealing.orders import Content, Found, Known, Stamp, Standing
from app.services.sealing.pages import DoesNotFit, Spot, Unfit
from protocol.errors import BadSignature
from tests.app.services.sealing.documents import (
    COMPANY,
    DAY,
    NOW,
    NOW_MS,
    SERIAL,
    Authority,
    Signer,
    order,
    pdf,
    ranges,
    stamp_authority,
)

needs_pdfsig = pytest.mark.skipif(shutil.which("pdfsig") is None, reason="pdfsig is not installed")
OFFSETS = 120


@pytest.fixture(scope="module")
def signer() -> Signer:
    return Signer()


def judged(content: bytes, signer: Signer, *lists: bytes, now: int = NOW_MS) -> list[Found]:
    return checking.check(content, Known((signer.authority.certificate,), lists, now))


def pdfsig(content: bytes, folder: Path) -> str:
    path = folder / "sealed.pdf"
    path.write_bytes(content)
    done = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False)
    return done.stdout


@pytest.mark.req("R-108")
@pytest.mark.req("C-26", "C")
@needs_pdfsig
@pytest.mark.parametrize("seam", [False, True])
def test_two_judges_find_it_good(signer: Signer, tmp_path: Path, seam: bool) -> None:
    sealed = signer.seal(pdf(4), seam=seam)
    (found,) = judged(sealed, signer, signer.authority.revoked())
    assert (found.content, found.standing, found.stamp) == (Content.AS_SIGNED, Standing.GOOD, Stamp.NONE)
    assert (found.organization, found.serial, found.at) == (COMPANY, SERIAL, NOW_MS)
    said = pdfsig(sealed, tmp_path)
    assert "ETSI.CAdES.detached" in said
    assert said.count("Signature is Valid.") == said.count("Total document signed") == (5 if seam else 1)
    assert len({line for line in said.splitlines() if "Signed Ranges" in line}) == 1  # one signature, on every page


@needs_pdfsig
@pytest.mark.parametrize("seam", [False, True])
def test_after_a_change_of_one_byte_neither_does(signer: Signer, tmp_path: Path, seam: bool) -> None:
    sealed = signer.seal(pdf(4), seam=seam)
    begin, end = ranges(sealed)
    chance = random.Random(7)
    places = sorted({0, begin - 1, end, len(sealed) - 1, *(chance.randrange(len(sealed)) for _ in range(OFFSETS))})
    places = [at for at in places if not begin <= at < end]
    for place in places:
        changed = bytearray(sealed)
        changed[place] ^= 1 << chance.randrange(8)
        try:
            contents = [each.content for each in judged(bytes(changed), signer)]
        except Unsealable:
            contents = []
        assert Content.AS_SIGNED not in contents, place
        assert Content.ADDED_TO not in contents, place
    for place in places:
        changed = bytearray(sealed)
        changed[place] ^= 1
        assert "Signature is Valid." not in pdfsig(bytes(changed), tmp_path), place


def test_the_signature_itself_cannot_be_another(signer: Signer) -> None:
    sealed = signer.seal(pdf())
    begin, end = ranges(sealed)
    message, (own,) = bytes.fromhex(sealed[begin + 1 : end - 1].decode()).rstrip(b"\0"), judged(sealed, signer)
    for place in range(0, len(message), 17):
        changed = bytearray(message)
        changed[place] ^= 1
        forged = sealed[: begin + 1] + bytes(changed).hex().encode().ljust(end - begin - 2, b"0") + sealed[end - 1 :]
        try:
            found = judged(forged, signer)
        except Unsealable:
            continue
        good = [each for each in found if each.content is Content.AS_SIGNED and each.standing is not Standing.FOREIGN]
        # What stands beside the signature (the authority's own certificate, in the message once more) says nothing.
        assert all(each.digest == own.digest for each in good)


def test_another_certificate_of_the_same_key_is_not_put_beside_it(signer: Signer) -> None:
    """As a seal has one after it was found again: what was signed meanwhile would look as if it were good."""
    sealed, authority = signer.seal(pdf()), signer.authority
    begin, end = ranges(sealed)
    message = cms.ContentInfo.load(bytes.fromhex(sealed[begin + 1 : end - 1].decode()))
    other = asn1.Certificate.load(authority.certify(signer.key.public).seal)
    content, (info,) = message["content"], message["content"]["signer_infos"]
    content["certificates"] = [cms.CertificateChoices("certificate", other)]
    named = {"issuer": other.issuer, "serial_number": other.serial_number}
    info["sid"] = cms.SignerIdentifier("issuer_and_serial_number", named)
    forged = message.dump(force=True).hex().encode().ljust(end - begin - 2, b"0")
    (found,) = judged(sealed[: begin + 1] + forged + sealed[end - 1 :], signer, authority.revoked(signer.chain))
    assert (found.content, found.standing) == (Content.BROKEN, Standing.FOREIGN)


def test_sealed_again_the_earlier_seal_stays_good(signer: Signer, tmp_path: Path) -> None:
    other = Signer(Authority(organization="另一家公司"))
    once = signer.seal(pdf())
    twice = other.seal(once, seam=True, spot=Spot(1, 0.3, 0.5))
    assert twice.startswith(once)
    first, second = judged(twice, signer)
    assert (first.content, first.standing) == (Content.ADDED_TO, Standing.UNCHECKED)
    assert (second.content, second.standing) == (Content.AS_SIGNED, Standing.FOREIGN)
    assert [each.document for each in (first, second)] == [hashlib.sha256(each).hexdigest() for each in (pdf(), once)]
    if shutil.which("pdfsig"):
        assert "Signature is Valid." in pdfsig(twice, tmp_path)


def test_what_is_added_behind_it_is_told(signer: Signer) -> None:
    sealed = signer.seal(pdf())
    writer, output = IncrementalPdfFileWriter(BytesIO(sealed)), BytesIO()
    writer.add_stream_to_page(0, writer.add_object(generic.StreamObject(stream_data=b"0 0 200 200 re f")))
    writer.write(output)
    (painted,) = judged(output.getvalue(), signer)
    assert (painted.content, painted.standing) == (Content.CHANGED, Standing.UNCHECKED)
    assert judged(sealed + b"\n", signer)[0].content is Content.ADDED_TO


def test_how_the_certificate_stands(signer: Signer) -> None:
    sealed, authority = signer.seal(pdf()), signer.authority
    assert [each.standing for each in judged(sealed, signer)] == [Standing.UNCHECKED]
    (gone,) = judged(sealed, signer, authority.revoked(signer.chain))
    assert (gone.content, gone.standing) == (Content.AS_SIGNED, Standing.REVOKED)
    assert gone.revoked_at == int((NOW - DAY).timestamp() * 1000)
    old = authority.revoked(issued=NOW - 9 * DAY, until=NOW - 2 * DAY)
    assert [each.standing for each in judged(sealed, signer, old)] == [Standing.UNCHECKED]
    foreign = Authority().revoked(signer.chain)
    assert [each.standing for each in judged(sealed, signer, foreign)] == [Standing.UNCHECKED]
    assert [each.standing for each in judged(sealed, Signer(), authority.revoked())] == [Standing.FOREIGN]
    early = signer.seal(pdf(), at=NOW_MS - int(timedelta(days=40).total_seconds() * 1000))
    assert [each.standing for each in judged(early, signer, authority.revoked())] == [Standing.OUTSIDE]


def test_another_signature_is_not_put_in(signer: Signer) -> None:
    data = pdf()
    one, other = (preparing.prepare(data, order(data, reason=reason)) for reason in ("", "x"))
    with pytest.raises(BadSignature):
        assembling.assemble(one, signer.chain, signer.sign(other))
    with pytest.raises(BadSignature):
        assembling.assemble(
            one,
            Signer().authority.certify(Signer(key=replace(signer.key, secret=b"k" * 32)).key.public),
            signer.sign(one),
        )


def test_what_was_prepared_is_what_was_looked_at(signer: Signer) -> None:
    data = pdf()
    with pytest.raises(Unsealable) as caught:
        preparing.prepare(data + b" ", order(data))
    assert caught.value.flaw is Flaw.CHANGED
    prepared = preparing.prepare(data, order(data))
    assert prepared.is_of(order(data).document)
    for at in (10, len(data) + 10, len(prepared.content) - 1):
        changed = bytearray(prepared.content)
        changed[at] ^= 1
        assert not replace(prepared, content=bytes(changed)).is_of(order(data).document)
    assert not prepared.is_of(b"\0" * 32)


@pytest.mark.parametrize(("pages", "seam", "why"), [(1, True, Unfit.ONE_PAGE), (101, True, Unfit.TOO_MANY_STRIPS)])
def test_where_a_seam_cannot_be(pages: int, seam: bool, why: Unfit) -> None:
    data = pdf(pages)
    with pytest.raises(DoesNotFit) as caught:
        preparing.prepare(data, order(data, seam=seam))
    assert caught.value.why is why


def test_a_page_smaller_than_the_seal(signer: Signer) -> None:
    data = pdf(2, format=(30, 200))
    with pytest.raises(DoesNotFit) as caught:
        preparing.prepare(data, order(data, spot=Spot(1, 0.5, 0.5)))
    assert (caught.value.why, caught.value.page) == (Unfit.PAGE_TOO_SMALL, 2)
    signer.seal(data, spot=None, seam=True)  # its strips are narrow enough


# Time stamps


@needs_pdfsig
async def test_with_a_time_stamp(signer: Signer, tmp_path: Path) -> None:
    async with stamp_authority() as authority:
        await asyncio.to_thread(assembling.try_stamp, authority.address)
        sealed = await asyncio.to_thread(signer.seal, pdf(), authority.address)
        assert authority.asked == 2
    (found,) = await asyncio.to_thread(judged, sealed, signer)
    assert (found.content, found.stamp) == (Content.AS_SIGNED, Stamp.GOOD)
    assert (found.stamped_at, found.stamped_by) == (NOW_MS + 5000, "Test TSA")
    assert "Signature is Valid." in await asyncio.to_thread(pdfsig, sealed, tmp_path)


@pytest.mark.parametrize(
    "says",
    [
        web.Response(status=500),
        web.Response(text="hello"),
        web.Response(body=b"\x30\x03\x02\x01", content_type="application/timestamp-reply"),
        web.Response(body=bytes.fromhex("30053003020102"), content_type="application/timestamp-reply"),
    ],
    ids=["500", "text", "broken", "refused"],
)
async def test_an_authority_that_says_something_else(signer: Signer, says: web.Response) -> None:
    async with stamp_authority() as authority:
        authority.says = says
        with pytest.raises(NoStamp):
            await asyncio.to_thread(assembling.try_stamp, authority.address)
    with pytest.raises(NoStamp):  # and one that is not there
        await asyncio.to_thread(signer.seal, pdf(), authority.address)
