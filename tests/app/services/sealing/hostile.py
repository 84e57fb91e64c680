"""PDFs that nobody's office made."""

import zlib
from collections.abc import Mapping

from fpdf import FPDF
from fpdf.enums import EncryptionMethod

from tests.app.services.sealing.documents import pdf

PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
PLAIN: dict[int, bytes] = {
    1: b"<< /Type /Catalog /Pages 2 0 R >>",
    2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    3: PAGE,
    4: b"<< /Length 21 >>\nstream\n0 0 100 100 re f q Q \nendstream",
}
MIB = 1024 * 1024


def raw(changes: Mapping[int, bytes] | None = None, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """Objects as they are, with a table of where they lie."""
    objects = {**PLAIN, **(changes or {})}
    made, places = b"%PDF-1.7\n", {0: 0}
    for number, body in objects.items():
        places[number] = len(made)
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    size = max(objects) + 1
    rows = b"".join(
        b"%010d 00000 n \n" % places[number] if places.get(number) else b"0000000000 65535 f \n"
        for number in range(size)
    )
    table = b"xref\n0 %d\n%strailer\n<< /Size %d %s >>\n" % (size, rows, size, trailer)
    return made + table + b"startxref\n%d\n%%%%EOF\n" % len(made)


def stream(data: bytes, entries: bytes = b"", times: int = 1) -> bytes:
    """Packed, and packed again."""
    for _ in range(times):
        data = zlib.compress(data, 9)
    filters = b"/FlateDecode " * times
    return b"<< /Length %d /Filter [%s] %s >>\nstream\n%s\nendstream" % (len(data), filters, entries, data)


def encrypted() -> bytes:
    made = FPDF()
    made.add_page()
    made.set_encryption(owner_password="o", user_password="", encryption_method=EncryptionMethod.RC4)
    return bytes(made.output())


def with_attachment() -> bytes:
    made = FPDF()
    made.add_page()
    made.embed_file(basename="invoice.xml", bytes=b"<invoice/>")
    return bytes(made.output())


def catalog(entries: bytes) -> bytes:
    return raw({1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % entries})


def pages(kids: bytes, count: int = 1, **others: bytes) -> bytes:
    changes = {2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)}
    return raw(changes | {int(number[1:]): body for number, body in others.items()})


def chain(length: int) -> bytes:
    """A tree of pages that is a line."""
    changes = {2: b"<< /Type /Pages /Kids [10 0 R] /Count 1 >>"}
    for number in range(10, 10 + length):
        changes[number] = b"<< /Type /Pages /Parent %d 0 R /Kids [%d 0 R] /Count 1 >>" % (number - 1, number + 1)
    changes[10 + length] = PAGE
    return raw(changes)


def loop_of_tables() -> bytes:
    made = raw()
    place = made.rindex(b"xref\n0")
    return made.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % place)


def object_stream(inside: bytes, times: int = 1) -> bytes:
    """With a table that is a stream, as newer files have it."""
    made, places = b"%PDF-1.7\n", dict[int, int]()
    packed = stream(b"3 0 " + inside, b"/Type /ObjStm /N 1 /First 4", times)
    for number, body in {1: PLAIN[1], 2: PLAIN[2], 4: PLAIN[4], 5: packed}.items():
        places[number] = len(made)
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(made)
    rows = [(0, 0, 255), (1, places[1], 0), (1, places[2], 0), (2, 5, 0), (1, places[4], 0), (1, places[5], 0)]
    rows.append((1, start, 0))
    table = b"".join(kind.to_bytes(1, "big") + at.to_bytes(4, "big") + bytes([end]) for kind, at, end in rows)
    entries = b"/Type /XRef /Size 7 /W [1 4 1] /Root 1 0 R"
    return made + b"6 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (stream(table, entries), start)


SCRIPTS = {
    "when it is opened": catalog(b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"),
    "by name": catalog(b"/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS 4 0 R >>] >> >>"),
    "by a detour": raw(
        {1: b"<< /Type /Catalog /Pages 2 0 R /OpenAction 9 0 R >>", 9: b"<< /S 10 0 R >>", 10: b"/JavaScript"}
    ),
    "of a page": raw({3: PAGE[:-2] + b"/AA << /O << /S /Launch /F (calc.exe) >> >> >>"}),
    "of a link": raw({3: PAGE[:-2] + b"/Annots [<< /Subtype /Link /A << /S /SubmitForm /F (http://x) >> >>] >>"}),
    "led to by nothing": raw({9: b"<< /S /JavaScript /JS (1) >>"}),
    "a film": raw({9: b"<< /Type /Annot /Subtype /RichMedia >>"}),
}
FIELD = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /Rect [9 9 99 29] %s >>"
WITH_FIELD = PAGE[:-2] + b"/Annots [9 0 R] >>"
XFA = {
    "a field that a program writes out": raw({3: WITH_FIELD, 9: FIELD % b"/V (one million)"}),
    "a field below another": raw({3: WITH_FIELD, 9: FIELD % b"/Parent 10 0 R", 10: b"<< /V (one million) >>"}),
    "a form": catalog(b"/AcroForm << /Fields [] /XFA 4 0 R >>"),
    "laid out anew": catalog(b"/NeedsRendering true"),
}
BROKEN = {
    "no table": b"%PDF-1.7\nhello",
    "rubbish before": b"\n\n" + pdf(1),
    "cut": pdf()[:-300],
    "half": pdf()[: len(pdf()) // 2],
    "no root": raw(trailer=b"/Info 1 0 R"),
    "a root that is none": raw(trailer=b"/Root 4 0 R"),
    "a root that is not there": raw(trailer=b"/Root 99 0 R"),
    "tables in a circle": loop_of_tables(),
    "pages in a circle": pages(b"2 0 R"),
    "pages twice": pages(b"3 0 R 3 0 R", 2),
    "pages that are not there": pages(b"77 0 R"),
    "pages within": pages(b"<< /Type /Page >>"),
    "pages too deep": chain(100),
    "pages that are a number": raw({2: b"5"}),
    "a box of words": raw({3: b"<< /Type /Page /Parent 2 0 R /MediaBox [(a) (b) (c) (d)] >>"}),
    "a box without an end": raw({3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1e9 1e9] >>"}),
    "a box of nothing": raw({3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 0 0] >>"}),
    "a turn that is a word": raw({3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Rotate (a) >>"}),
    "in itself": object_stream(PLAIN[3]).replace(b"/Type /ObjStm", b"/Type /ObjStM"),
}
TOO_SLOW = {
    "much in little": object_stream(PAGE + b" " * (120 * MIB)),
    "much in less": object_stream(PAGE + b" " * (200 * MIB), 2),
    "many within each other": raw({9: b"[" * 100 + b"]" * 100}),
    "brackets": raw({9: b"[" * 50_000, 1: b"<< /Type /Catalog /Pages 9 0 R >>"}),
    "itself": raw({1: b"1 0 R"}),
}
ODD = {
    "an empty field": raw({3: WITH_FIELD, 9: FIELD % b""}),
    "a field that is seen": raw({3: WITH_FIELD, 9: FIELD % b"/V (x) /AP << /N 4 0 R >>"}),
    "a hidden field": raw({3: WITH_FIELD, 9: FIELD % b"/V (x) /F 2"}),
    "turned": raw({3: PAGE[:-2] + b"/Rotate 90 >>"}),
    "turned the other way": raw({3: PAGE[:-2] + b"/Rotate -90 >>"}),
    "turned by a little": raw({3: PAGE[:-2] + b"/Rotate 45 >>"}),
    "upside down": raw({3: PAGE.replace(b"[0 0 595 842]", b"[595 842 0 0]")}),
    "elsewhere": raw({3: PAGE.replace(b"[0 0 595 842]", b"[-1000 -2000 -405 -1158]")}),
    "seen in part": raw({3: PAGE[:-2] + b"/CropBox [100 100 500 600] /Rotate 270 >>"}),
    "seen from outside": raw({3: PAGE[:-2] + b"/CropBox [5000 5000 6000 6000] >>"}),
    "without a box": raw({3: b"<< /Type /Page /Parent 2 0 R >>"}),
    "large units": raw({3: PAGE[:-2] + b"/UserUnit 2 >>"}),
    "inherited": raw(
        {2: PLAIN[2][:-2] + b"/MediaBox [0 0 400 500] /Rotate 180 >>", 3: b"<< /Type /Page /Parent 2 0 R >>"}
    ),
    "a count that lies": raw({2: b"<< /Type /Pages /Kids [3 0 R] /Count 7 >>"}),
    "in a stream": object_stream(PAGE),
    "entries of other pages": raw({3: PAGE[:-2] + b"/Annots 9 0 R >>", 9: b"[]"}),
    "with a form": catalog(b"/AcroForm << /Fields [] >>"),
    "with a form without fields": catalog(b"/AcroForm << >>"),
    "with a dangling thing": raw({3: PAGE[:-2] + b"/Resources 88 0 R >>"}),
}
