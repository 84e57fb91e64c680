"""A copy of a PDF for the screen: what stands in fields, and seals that are there already, as plain annotations.

QtPdf draws no fields. A person who seals has to see what they hold; the copy is looked at and nothing else.
"""

from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from app.services.sealing.flaws import Flaw, Unsealable

HIDDEN = 2  # a flag of an annotation
MOST_ABOVE = 64  # fields above a widget


def to_show(reader: PdfFileReader, pages: list[generic.IndirectObject], data: bytes) -> bytes:
    """Empty: the file itself is shown. Raises `Unsealable` where a field holds what only a program would write out."""
    writer, changed = IncrementalPdfFileWriter(BytesIO(data), prev=reader), False
    for ref in pages:
        page: Any = ref.get_object()
        annotations: Any = _value(page, "/Annots") or ()
        for at in range(len(annotations)):
            each = annotations[at]
            if not isinstance(each, generic.DictionaryObject) or _value(each, "/Subtype") != "/Widget":
                continue
            if "/AP" not in each:
                _check_empty(each)
                continue
            each[pdf_name("/Subtype")] = pdf_name("/Stamp")
            writer.update_container(each)
            changed = True
    if not changed:
        return b""
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def _check_empty(widget: generic.DictionaryObject) -> None:
    """It shows nothing here; so it must hold nothing that it would show elsewhere."""
    seen, each = 0, widget
    kind, holds = "", False
    while isinstance(each, generic.DictionaryObject) and seen < MOST_ABOVE:
        kind = kind or str(_value(each, "/FT") or "")
        holds = holds or bool(_value(each, "/V"))
        each, seen = _value(each, "/Parent"), seen + 1
    if holds and kind in ("/Tx", "/Ch") and not int(_value(widget, "/F") or 0) & HIDDEN:
        raise Unsealable(Flaw.XFA)


def _value(of: generic.DictionaryObject, key: str) -> Any:
    return of[key] if key in of else None  # noqa: SIM401 - its `get` does not follow a reference
