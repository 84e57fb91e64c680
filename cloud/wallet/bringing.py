"""What an operator's act needs of the stored files, looked at or put there before its transaction.

A bucket that is away is waited for by who asked, and by nobody who writes. What is judged here is judged again there.
"""

import hashlib
from dataclasses import dataclass

from cloud.service import Service
from cloud.store import files
from cloud.store import orders as stored
from cloud.store.unit import View
from cloud.uploads import file_key
from domain import invoices, picture_files, settling
from domain.files import MAX_FILE_BYTES, Attachment, Purpose
from domain.invoices import Invoice
from domain.orders import Order
from domain.verdict import Refused

_MEDIA = {b"%PDF-": "application/pdf", b"PK\x03\x04": "application/ofd"}  # an OFD (GB/T 33190) is a ZIP


@dataclass(frozen=True)
class InvoiceFile:
    """An electronic invoice as the operator attaches it."""

    name: str
    content: bytes


@dataclass(frozen=True)
class KeptFile:
    """It lies among the organization's stored files."""

    name: str
    sha256: str
    size: int
    media: str


@dataclass(frozen=True)
class Looked:
    """The voucher of this hash is there, and is a picture."""

    sha256: str


def voucher_of(view: View, order: Order) -> Attachment | None:
    """The row of its picture; `stored_at` none: it has not arrived."""
    if order.voucher is None:
        return None
    named = files.rows(view, order.organization, order.voucher)
    found = [each for each in named if isinstance(each, Attachment) and each.purpose is Purpose.VOUCHER]
    mine = [each for each in found if each.member == order.member]
    return next((each for each in mine if each.stored_at is not None), next(iter(mine), None))


def look_at_voucher(service: Service, organization: str, order: str) -> Looked | Refused:
    """It has come, and is the picture that it was said to be, whatever the operator has looked at. Blocks."""

    def known(view: View) -> tuple[Order | None, Attachment | None]:
        row = view.get(Order, organization, order)
        return row, None if row is None else voucher_of(view, row)

    row, voucher = service.database.look(known)
    refused = settling.judge_review(row)
    if refused is not None:
        return refused
    if voucher is None or voucher.stored_at is None:
        return Refused("voucher_not_here", "voucher")
    try:
        picture_files.check(service.uploads.files.read(file_key(organization, voucher.sha256)))
    except FileNotFoundError:
        return Refused("voucher_not_here", "voucher")
    except OSError:
        return Refused("files_away", "voucher")
    except picture_files.Flawed:
        return Refused("voucher_unfit", "voucher")
    return Looked(voucher.sha256)


def issuing(view: View, organization: str, invoice: str, number: str, *, file: bool) -> Invoice | Refused:
    """It may be issued under this number."""
    row = view.get(Invoice, organization, invoice)
    found = [] if row is None else [view.get(Order, organization, id) for id in row.orders]
    same = stored.invoice_of_number(view, invoices.as_number(number))
    refused = settling.judge_issue(row, [each for each in found if each is not None], number, same, file=file)
    return refused or row or Refused("not_found")


def keep_invoice_file(
    service: Service, organization: str, invoice: str, number: str, file: InvoiceFile
) -> KeptFile | Refused:
    """For good, before its row is written. Blocks."""
    row = service.database.look(lambda view: issuing(view, organization, invoice, number, file=True))
    if isinstance(row, Refused):
        return row
    media = _media(file.content)
    if not media:
        return Refused("invoice_file_unfit", "file")
    digest = hashlib.sha256(file.content).hexdigest()
    try:
        service.uploads.files.put(file_key(organization, digest), file.content)
    except OSError:  # no room, or the bucket is away
        return Refused("files_away", "file")
    return KeptFile(file.name[:60] or number, digest, len(file.content), media)


def _media(content: bytes) -> str:
    """By how it begins; empty: it is none that an invoice comes in."""
    if not 0 < len(content) <= MAX_FILE_BYTES:
        return ""
    found = next((media for begins, media in _MEDIA.items() if content.startswith(begins)), "")
    return found or picture_files.media_of(content)
