"""Files from strangers: each is sealed as a whole, or refused with one reason; nothing hangs, and nothing else goes."""

import asyncio
import hashlib
import os
import random
import signal
import time
from io import BytesIO
from typing import Any

import pytest
from asn1crypto import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.signers import ExternalSigner, PdfSignatureMetadata, sign_pdf

from app.services.sealing import looking, preparing
from app.services.sealing.apart import Apart
from app.services.sealing.flaws import Flaw, Unsealable
from app.services.sealing.pages import DoesNotFit, Spot
from app.services.sealing.words import SENTENCES, of_flaw
from domain.files import MAX_FILE_BYTES
from tests.app.services.sealing import hostile
from tests.app.services.sealing.documents import Signer, order, pdf
from tests.app.services.sealing.hostile import raw
from tests.app.services.sealing.test_sealed_files import judged

FLAWED = [
    *(pytest.param(data, Flaw.SCRIPT, id=f"script {name}") for name, data in hostile.SCRIPTS.items()),
    *(pytest.param(data, Flaw.XFA, id=f"xfa {name}") for name, data in hostile.XFA.items()),
    *(pytest.param(data, Flaw.BROKEN, id=f"broken {name}") for name, data in hostile.BROKEN.items()),
    *(pytest.param(data, Flaw.TOO_SLOW, id=f"slow {name}") for name, data in hostile.TOO_SLOW.items()),
    pytest.param(b"", Flaw.NO_PDF, id="empty"),
    pytest.param(b"PK\x03\x04 a contract", Flaw.NO_PDF, id="another file"),
    pytest.param(b"%PDF-1.7\n" + bytes(MAX_FILE_BYTES), Flaw.TOO_LARGE, id="large"),
    pytest.param(hostile.encrypted(), Flaw.ENCRYPTED, id="encrypted"),
    pytest.param(hostile.pages(b"", 0), Flaw.NO_PAGES, id="no pages"),
    pytest.param(hostile.pages(b"", 5), Flaw.NO_PAGES, id="no pages, and a count"),
]


@pytest.mark.parametrize(("data", "flaw"), FLAWED)
def test_why_it_is_not_sealed(data: bytes, flaw: Flaw) -> None:
    begun = time.monotonic()
    with pytest.raises(Unsealable) as caught:
        looking.look(data)
    assert caught.value.flaw is flaw
    assert time.monotonic() - begun < 10
    assert of_flaw(flaw) in SENTENCES
    with pytest.raises(Unsealable):
        preparing.prepare(data, order(data))


def test_too_many_pages() -> None:
    kids = b" ".join(b"%d 0 R" % number for number in range(10, 1011))
    many = {f"o{number}": hostile.PAGE for number in range(10, 1011)}
    with pytest.raises(Unsealable) as caught:
        looking.look(hostile.pages(kids, 1001, **many))
    assert caught.value.flaw is Flaw.TOO_MANY_PAGES


@pytest.fixture(scope="module")
def signer() -> Signer:
    return Signer()


@pytest.mark.parametrize("data", hostile.ODD.values(), ids=hostile.ODD)
def test_odd_ones_are_sealed(signer: Signer, data: bytes) -> None:
    (page,) = looking.look(data).pages
    sealed = signer.seal(data, spot=Spot(0, 0.5, 0.5))
    assert sealed.startswith(data)
    assert [each.content.value for each in judged(sealed, signer)] == ["as_signed"]
    assert judged(sealed, signer)[0].document == hashlib.sha256(data).hexdigest()
    again = looking.look(sealed)
    assert (again.pages, again.signatures) == ([page], 1)


def test_what_is_attached_is_counted_and_sealed(signer: Signer) -> None:
    data = hostile.with_attachment()
    assert looking.look(data).attached == 1
    signer.seal(data)


def test_a_signature_that_allows_no_other(signer: Signer) -> None:
    """Its author has certified the file as it is."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf(1)))
    meta = PdfSignatureMetadata(field_name="Author", certify=True, docmdp_permissions=MDPPerm.NO_CHANGES)
    chain = signer.chain
    own = ExternalSigner(x509.Certificate.load(chain.seal), None, signature_value=bytes(72))
    certified = sign_pdf(writer, meta, own).getvalue()
    with pytest.raises(Unsealable) as caught:
        looking.look(certified)
    assert caught.value.flaw is Flaw.FINAL


@pytest.mark.parametrize("seed", range(6))
def test_mutated_ones_are_refused_or_sealed_whole(signer: Signer, seed: int) -> None:
    chance, sources = random.Random(seed), [pdf(2), raw(), hostile.object_stream(hostile.PAGE), signer.seal(pdf(2))]
    for _ in range(40):
        data = bytearray(chance.choice(sources))
        for _ in range(chance.choice([1, 1, 2, 5, 30])):
            place = chance.randrange(len(data))
            if chance.random() < 0.3:
                del data[place : place + chance.randrange(1, 40)]
            else:
                data[place] = chance.randrange(256)
        try:
            looked = looking.look(bytes(data))
            sealed = signer.seal(
                bytes(data), spot=None if len(looked.pages) > 1 else Spot(0, 0.5, 0.5), seam=len(looked.pages) > 1
            )
        except (Unsealable, DoesNotFit):
            continue
        assert sealed.startswith(data)
        assert "as_signed" in [each.content.value for each in judged(sealed, signer)]


# Apart


async def test_what_takes_too_long_is_ended_and_the_next_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    apart = Apart(within_s=0.0)
    try:
        with pytest.raises(Unsealable) as caught:
            await apart.look(pdf())
        assert caught.value.flaw is Flaw.TOO_SLOW
        apart._within = 60.0
        assert len((await apart.look(pdf())).pages) == 3
        process = apart._process
        assert process is not None
        answer = apart._answer

        async def dying(ours: Any) -> Any:
            process.kill()
            return await answer(ours)

        os.kill(process.pid, signal.SIGSTOP)
        with monkeypatch.context() as patched, pytest.raises(Unsealable) as caught:
            patched.setattr(apart, "_answer", dying)
            await apart.look(pdf())
        assert caught.value.flaw is Flaw.BROKEN
        with pytest.raises(Unsealable) as caught:
            await apart.look(b"hello")
        assert caught.value.flaw is Flaw.NO_PDF
        with pytest.raises(DoesNotFit):
            await apart.prepare(pdf(1), order(pdf(1), seam=True))
    finally:
        await apart.close()


async def test_cancelled_it_ends_with_its_process() -> None:
    apart = Apart()
    task = asyncio.create_task(apart.look(pdf()))
    while apart._process is None:
        await asyncio.sleep(0)
    process = apart._process
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert apart._process is None
    with pytest.raises(ValueError, match="closed"):
        process.is_alive()
