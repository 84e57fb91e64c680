"""A PDF made ready for a seal's signature: an update behind what is there (nothing before it changes), with the seal's
picture where it was put, and a gap for the signature (PAdES, ETSI EN 319 142-1; ISO 32000-1, 12.8).

A seam is one signature that is seen on every page: a field with a widget on each.
"""

import hashlib
import zlib
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import BuildProps, SignatureObject
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from app.services.sealing.flaws import Flaw, Unsealable
from app.services.sealing.looking import filled_fields, held, look, opened, pages_of, reading
from app.services.sealing.orders import Order, Picture, Prepared
from app.services.sealing.pages import Mark, Page, marks

RESERVED = 16 * 1024  # bytes for a signature with two certificates
RESERVED_STAMPED = 48 * 1024  # and a time stamp, with those of its authority
PRINTED, LOCKED = 4, 128  # flags of an annotation


def prepare(data: bytes, order: Order) -> Prepared:
    """Raises `Unsealable`, `DoesNotFit`."""
    if hashlib.sha256(data).digest() != order.document:
        raise Unsealable(Flaw.CHANGED)
    looked = look(data)
    drawn = marks(looked.pages, order.spot, seam=order.seam)
    with reading():
        writer = IncrementalPdfFileWriter(BytesIO(data), prev=opened(data))
        before = [name for name, _, _ in filled_fields(writer.prev)]
        field = _add_field(writer, drawn, order)
        prepared = _with_gap(writer, field, order, len(data))
        _still_valid(prepared.content, before)
    if prepared.content[: len(data)] != data:
        raise Unsealable(Flaw.BROKEN)
    return prepared


def _add_field(writer: IncrementalPdfFileWriter, drawn: list[Mark], order: Order) -> generic.DictionaryObject:
    """The field of the signature, with a widget for each mark."""
    form, fields = _form(writer)
    image = _image(writer, order.picture)
    pages = pages_of(writer)
    field = generic.DictionaryObject(
        {pdf_name("/FT"): pdf_name("/Sig"), pdf_name("/T"): pdf_string(_free_name(writer))}
    )
    field[pdf_name("/TU")] = pdf_string(order.name)
    ref = writer.add_object(field)
    if len(drawn) == 1:
        page_ref, page = pages[drawn[0].page]
        field.update(_widget(writer, drawn[0], page_ref, page, image))
        writer.register_annotation(page_ref, ref)
    else:
        kids = generic.ArrayObject()
        for mark in drawn:
            page_ref, page = pages[mark.page]
            widget = _widget(writer, mark, page_ref, page, image)
            widget[pdf_name("/Parent")] = ref
            kid = writer.add_object(widget)
            kids.append(kid)
            writer.register_annotation(page_ref, kid)
        field[pdf_name("/Kids")] = kids
    fields.append(ref)
    writer.update_container(fields)
    writer.update_container(form)
    return field


def _form(writer: IncrementalPdfFileWriter) -> tuple[Any, Any]:
    root = writer.root
    if "/AcroForm" not in root:
        form = generic.DictionaryObject({pdf_name("/Fields"): generic.ArrayObject()})
        root[pdf_name("/AcroForm")] = writer.add_object(form)
        writer.update_root()
    form = root["/AcroForm"]
    if "/Fields" not in form:
        form[pdf_name("/Fields")] = generic.ArrayObject()
    if not isinstance(form["/Fields"], generic.ArrayObject):
        raise Unsealable(Flaw.BROKEN)
    return form, form["/Fields"]


def _free_name(writer: IncrementalPdfFileWriter) -> str:
    taken = {str(held(ref.get_object(), "/T", "")) for ref in writer.root["/AcroForm"]["/Fields"]}
    return next(name for at in range(1, len(taken) + 2) if (name := f"Seal{at}") not in taken)


def _widget(
    writer: IncrementalPdfFileWriter, mark: Mark, page_ref: generic.IndirectObject, page: Page, image: Any
) -> generic.DictionaryObject:
    """An annotation in which its part of the picture is drawn."""
    side = page.seal
    broad = side * (mark.end - mark.begin)
    content = b"q %.4f 0 0 %.4f %.4f 0 cm /Seal Do Q" % (side, side, -side * mark.begin)
    form = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): _numbers(0, 0, broad, side),
            pdf_name("/Matrix"): _numbers(*_TURNS[page.turn], 0, 0),
            pdf_name("/Resources"): generic.DictionaryObject(
                {pdf_name("/XObject"): generic.DictionaryObject({pdf_name("/Seal"): image})}
            ),
        },
        stream_data=content,
    )
    return generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/F"): generic.NumberObject(PRINTED | LOCKED),
            pdf_name("/Rect"): _numbers(*mark.rect),
            pdf_name("/P"): page_ref,
            pdf_name("/AP"): generic.DictionaryObject({pdf_name("/N"): writer.add_object(form)}),
        }
    )


# What is drawn upright on a turned page is turned against it.
_TURNS = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


def _numbers(*values: float) -> generic.ArrayObject:
    return generic.ArrayObject(generic.FloatObject(f"{value:.4f}") for value in values)


def _image(writer: IncrementalPdfFileWriter, picture: Picture) -> Any:
    """One colour, and how much of it is where: once in the file, however many strips show it."""
    size = {
        pdf_name("/Width"): generic.NumberObject(picture.side),
        pdf_name("/Height"): generic.NumberObject(picture.side),
    }
    common = size | {pdf_name("/Type"): pdf_name("/XObject"), pdf_name("/Subtype"): pdf_name("/Image")}
    common |= {pdf_name("/BitsPerComponent"): generic.NumberObject(8)}
    mask = _packed(common | {pdf_name("/ColorSpace"): pdf_name("/DeviceGray")}, picture.alpha)
    palette = generic.ArrayObject(
        (
            pdf_name("/Indexed"),
            pdf_name("/DeviceRGB"),
            generic.NumberObject(0),
            generic.ByteStringObject(bytes(picture.ink)),
        )
    )
    ink = common | {pdf_name("/ColorSpace"): palette, pdf_name("/SMask"): writer.add_object(mask)}
    return writer.add_object(_packed(ink, bytes(picture.side * picture.side)))


def _packed(entries: dict[Any, Any], data: bytes) -> generic.StreamObject:
    entries = entries | {pdf_name("/Filter"): pdf_name("/FlateDecode")}
    return generic.StreamObject(entries, encoded_data=zlib.compress(data, 9))


def _with_gap(writer: IncrementalPdfFileWriter, field: generic.DictionaryObject, order: Order, size: int) -> Prepared:
    """The signature's dictionary, and the file with room for the signature."""
    room = RESERVED_STAMPED if order.stamped else RESERVED
    signature = SignatureObject(
        timestamp=datetime.fromtimestamp(order.at / 1000, UTC),
        subfilter=SigSeedSubFilter.PADES,
        name=order.name,
        reason=order.reason or None,
        app_build_props=BuildProps("Signet"),
        bytes_reserved=2 * room,  # in hexadecimal
    )
    embedding = PdfCMSEmbedder().write_cms(str(field["/T"]), writer, existing_fields_only=True)
    next(embedding)
    value = embedding.send(SigObjSetup(sig_placeholder=signature))
    for widget in field.get("/Kids", ()):  # a field has one value, which some readers look for only in its widgets
        widget.get_object()[pdf_name("/V")] = value
    made: Any = embedding.send(SigIOSetup(md_algorithm="sha256", output=BytesIO()))
    gap, output = made
    content: bytes = output.getvalue()
    return Prepared(content, gap.reserved_region_start, gap.reserved_region_end, gap.document_digest, size)


def _still_valid(content: bytes, before: list[str]) -> None:
    """What was signed earlier still is, in the eyes of whoever checks it. Raises `Unsealable`."""
    reader = opened(content)
    for name, _, field in filled_fields(reader):
        if name not in before:
            continue
        earlier = EmbeddedPdfSignature(reader, field, name)
        earlier.compute_integrity_info()
        if not earlier.summarise_integrity_info()["docmdp_ok"]:
            raise Unsealable(Flaw.FINAL)
