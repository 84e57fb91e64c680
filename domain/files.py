"""Files that rows name by their hash: an application's pictures and attachments, pictures after use, vouchers and
invoices (R-075, R-146, R-263)."""

from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec

from domain.rows import IdText, Ms, Name, Row, Sha256

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_FILES = 20
PICTURE_MEDIA = ("image/png", "image/jpeg")


class Purpose(StrEnum):
    PICTURE = "picture"  # of the document applied for
    ATTACHMENT = "attachment"
    AFTER_USE = "after_use"
    SEALED = "sealed"  # a document with the seal's signature in it
    VOUCHER = "voucher"  # of an offline payment
    INVOICE = "invoice"


class File(msgspec.Struct, frozen=True):
    """A file as an act declares it; the content follows by its hash."""

    id: IdText
    name: Name
    sha256: Sha256
    bytes: Annotated[int, msgspec.Meta(ge=1, le=MAX_FILE_BYTES)]
    media: Annotated[str, msgspec.Meta(pattern=r"^[a-z]+/[a-z0-9.+-]{1,80}\Z")]


Files = Annotated[list[File], msgspec.Meta(max_length=MAX_FILES)]


class Attachment(Row, frozen=True, kw_only=True):
    """A file that belongs to an application or to an authorization; a sealed document also to a `record`. An order or
    an invoice names its own by the hash.

    `stored_at`: the cloud holds its content.
    `removed_at`, `removed_after_d`: until then, by a rule of so many days (`domain.retention`).
    """

    table: ClassVar[str] = "attachments"
    purpose: Purpose
    application: IdText | None = None
    authorization: IdText | None = None
    record: IdText | None = None
    name: Name
    sha256: Sha256
    bytes: int
    media: str
    member: IdText
    at: Ms
    stored_at: Ms | None = None
    removed_at: Ms | None = None
    removed_after_d: int = 0


def attached(
    file: File,
    purpose: Purpose,
    organization: str,
    member: str,
    at: Ms,
    *,
    application: str | None = None,
    authorization: str | None = None,
    record: str | None = None,
) -> Attachment:
    """The row of a declared file, and what it belongs to."""
    return Attachment(
        id=file.id,
        organization=organization,
        purpose=purpose,
        application=application,
        authorization=authorization,
        record=record,
        name=file.name,
        sha256=file.sha256,
        bytes=file.bytes,
        media=file.media,
        member=member,
        at=at,
    )


def is_picture(file: File) -> bool:
    return file.media in PICTURE_MEDIA
