"""A PDF before it is sealed: whether it can be, and what its pages are. It may have been made by anybody, for anything.

What a person cannot see is not sealed: a file that a password hides, a form that a program fills in, a script that
changes the pages. Everything here may take long or much memory, and runs in a process of its own (`apart`).
"""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfDecodeLimitError, PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from app.services.sealing.flaws import Flaw, Unsealable
from app.services.sealing.orders import Looked
from app.services.sealing.pages import Page
from app.services.sealing.showing import to_show
from domain.files import MAX_FILE_BYTES

GROWTH = 1024 * 1024  # what a seal adds to a file, at most: its picture, its signature, the pages' new entries
MAX_BYTES = MAX_FILE_BYTES - GROWTH
MAX_PAGES = 1000
MAX_OBJECTS = 200_000
MOST_DEPTH = 64  # of the tree of pages, and of one thing within another
SMALLEST, LARGEST = 3.0, 14_400.0  # units: of a page's side, as viewers take it
LETTER = (0.0, 0.0, 612.0, 792.0)  # as viewers take a page that does not say its size
# What a file does by itself when it is opened or clicked, and that changes, sends or starts something.
_ACTIONS = ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/ResetForm", "/Rendition", "/RichMediaExecute")


@contextmanager
def reading() -> Generator[None]:
    """Whatever a broken file makes of its reader is one thing for the person: it is broken."""
    try:
        yield
    except Unsealable:
        raise
    except (PdfDecodeLimitError, RecursionError, MemoryError) as error:
        raise Unsealable(Flaw.TOO_SLOW) from error
    except (PdfError, Exception) as error:
        raise Unsealable(Flaw.BROKEN) from error


def opened(data: bytes) -> PdfFileReader:
    """Raises `Unsealable`."""
    if len(data) > MAX_FILE_BYTES:
        raise Unsealable(Flaw.TOO_LARGE)
    if b"%PDF-" not in data[:1024]:
        raise Unsealable(Flaw.NO_PDF)
    with reading():
        reader = PdfFileReader(BytesIO(data), strict=False)
        if "/Encrypt" in reader.trailer:
            raise Unsealable(Flaw.ENCRYPTED)
        _ = reader.root
    return reader


def look(data: bytes) -> Looked:
    """Raises `Unsealable`."""
    if len(data) > MAX_BYTES:
        raise Unsealable(Flaw.TOO_LARGE)
    reader = opened(data)
    with reading():
        pages = pages_of(reader)
        attached = _examine(reader)
        signatures = _signatures(reader)
        shown = to_show(reader, [ref for ref, _ in pages], data)
    return Looked([page for _, page in pages], signatures, attached, shown)


def held(of: Any, key: str, without: Any) -> Any:
    """What a dictionary holds, wherever it lies."""
    return of[key] if key in of else without  # noqa: SIM401 - its `get` does not follow a reference


def pages_of(handler: Any) -> list[tuple[generic.IndirectObject, Page]]:
    """The pages in their order, of a reader or writer. The tree's own counts are not believed. Raises `Unsealable`."""
    found: list[tuple[generic.IndirectObject, Page]] = []
    seen: set[Any] = set()
    waiting: list[tuple[Any, dict[str, Any], int]] = [(handler.root.raw_get("/Pages"), {}, 0)]
    while waiting:
        ref, inherited, depth = waiting.pop()
        if not isinstance(ref, generic.IndirectObject) or ref.reference in seen or depth > MOST_DEPTH:
            raise Unsealable(Flaw.BROKEN)
        seen.add(ref.reference)
        node: Any = ref.get_object()
        own = inherited | {key: node[key] for key in ("/MediaBox", "/CropBox", "/Rotate") if key in node}
        if "/Kids" in node:
            kids = [node["/Kids"].raw_get(at) for at in range(len(node["/Kids"]))]
            waiting += [(kid, own, depth + 1) for kid in reversed(kids)]
        else:
            found.append((ref, _page(own, held(node, "/UserUnit", 1))))
        if len(found) > MAX_PAGES or len(waiting) > 2 * MAX_PAGES:
            raise Unsealable(Flaw.TOO_MANY_PAGES)
    if not found:
        raise Unsealable(Flaw.NO_PAGES)
    return found


def _page(inherited: dict[str, Any], unit: Any) -> Page:
    whole = _box(inherited.get("/MediaBox")) or LETTER
    shown = _box(inherited.get("/CropBox")) or whole
    cut = (max(whole[0], shown[0]), max(whole[1], shown[1]), min(whole[2], shown[2]), min(whole[3], shown[3]))
    box = cut if cut[2] - cut[0] >= SMALLEST and cut[3] - cut[1] >= SMALLEST else whole
    if not all(SMALLEST <= side <= LARGEST for side in (box[2] - box[0], box[3] - box[1])):
        raise Unsealable(Flaw.BROKEN)
    turn = int(inherited.get("/Rotate", 0))
    if turn % 90:
        turn = 0
    return Page(box, turn % 360, min(max(float(unit), 0.1), 100.0))


def _box(given: Any) -> tuple[float, float, float, float] | None:
    if not isinstance(given, generic.ArrayObject) or len(given) != 4:
        return None
    x1, y1, x2, y2 = (float(each) for each in given)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _examine(reader: PdfFileReader) -> int:
    """Every object of the file, whether anything leads to it or not; how many files are attached."""
    form = held(reader.root, "/AcroForm", {})
    if "/XFA" in form or held(reader.root, "/NeedsRendering", False):
        raise Unsealable(Flaw.XFA)
    refs = {
        ref
        for revision in range(reader.xrefs.total_revisions)
        for ref in reader.xrefs.explicit_refs_in_revision(revision)
    }
    if len(refs) > MAX_OBJECTS:
        raise Unsealable(Flaw.TOO_SLOW)
    attached = 0
    for each in (reader.trailer_view, *(_resolved(reader, ref) for ref in sorted(refs, key=lambda ref: ref.idnum))):
        attached += _examine_one(each)
    return attached


def _resolved(reader: Any, ref: Any) -> Any:
    """None for what a file promises and does not hold: nothing shows it."""
    try:
        return reader.get_object(ref, never_decrypt=True)
    except (PdfDecodeLimitError, RecursionError, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - what is needed of a broken file was read before
        return None


def _examine_one(whole: Any) -> int:
    attached, waiting = 0, [(whole, 0)]
    while waiting:
        each, depth = waiting.pop()
        if depth > MOST_DEPTH:
            raise Unsealable(Flaw.TOO_SLOW)
        if isinstance(each, generic.DictionaryObject):
            if "/JS" in each or _named(each, "/S") in _ACTIONS or _named(each, "/Subtype") == "/RichMedia":
                raise Unsealable(Flaw.SCRIPT)
            attached += int("/EF" in each)
            waiting += [(each.raw_get(key), depth + 1) for key in each if key != "/Parent"]
        elif isinstance(each, generic.ArrayObject):
            waiting += [(each.raw_get(at), depth + 1) for at in range(len(each))]
    return attached


def _named(each: generic.DictionaryObject, key: str) -> Any:
    """The name that stands there, also by a detour."""
    value = each.raw_get(key) if key in each else None
    return _resolved(value.get_pdf_handler(), value.reference) if isinstance(value, generic.IndirectObject) else value


def filled_fields(reader: PdfFileReader) -> Iterator[tuple[str, Any, Any]]:
    """The signatures in it: the name of the field, its value, the field."""
    for name, value, field in enumerate_sig_fields(reader, filled_status=True):
        whole: Any = value
        yield name, whole.get_object(), field


def _signatures(reader: PdfFileReader) -> int:
    """How many there are. Raises `Unsealable` if one of them allows no more."""
    number = 0
    for name, value, field in filled_fields(reader):
        number += 1
        if held(value, "/Type", "/Sig") == "/DocTimeStamp":
            continue
        level = EmbeddedPdfSignature(reader, field, name).docmdp_level
        certifies = "/DocMDP" in held(reader.root, "/Perms", {})
        if level is MDPPerm.NO_CHANGES or (certifies and level is not None):
            raise Unsealable(Flaw.FINAL)
    return number
