"""What the rules refuse in electronic mode: applied for, issued, kept; each beside what they just allow."""

from domain.applications import Options
from domain.authorizations import Mode
from domain.documents import MAX_DOCUMENTS, MAX_SEALED, AttachSealed
from domain.files import MAX_FILES, Attachment, File, Purpose
from domain.organization import Permission, Role
from domain.usage import MAX_ENTRIES_AHEAD
from domain.verdict import OnlyCloud, Refused
from tests.domain.refused_records import PRESS
from tests.domain.world import (
    APPLICANT,
    APPLY,
    APPROVED,
    AUTHORIZE,
    DIRECT,
    ISSUED,
    KEEPER,
    NOW,
    ORG,
    OTHER_KEEPER,
    SEAL,
    Case,
    but,
    member,
)

NOT_FOUND, CLOUD = Refused("not_found"), OnlyCloud()
EARLY = Refused("document_too_early", "number", "10000")
READER = member("reader", Role.CUSTOM, [Permission.VIEW_USAGE])
PICTURE = APPLY.pictures[0]


def pdf(number: int) -> File:
    return File(f"pdf-{number}", "合同.pdf", f"{number:064x}", 1000, "application/pdf")


def brought(purpose: Purpose = Purpose.ATTACHMENT, media: str = "application/pdf") -> Attachment:
    """With the application."""
    about = {"id": "doc", "organization": ORG, "application": "app", "name": "合同.pdf", "sha256": f"{1:064x}"}
    return Attachment(**about, purpose=purpose, bytes=1000, media=media, member="applicant", at=NOW)


APPLYING = but(APPLY, mode=Mode.ELECTRONIC, options=Options(), attachments=[pdf(1)])
FULL = [pdf(number) for number in range(MAX_DOCUMENTS)]
WANTED = but(APPROVED, mode=Mode.ELECTRONIC)
ISSUING = but(AUTHORIZE, mode=Mode.ELECTRONIC, photo_required=False)
FREELY = but(DIRECT, mode=Mode.ELECTRONIC, photo_required=False, any_document=True)
SEALING = but(ISSUED, mode=Mode.ELECTRONIC, photo_required=False)
SEALED = but(PRESS, document=f"{1:064x}", digest=f"{2:064x}")
KEEP = AttachSealed(authorization="auth", number=7, document=pdf(9))


def kept(count: int, record: str = f"{SEAL.id}-7") -> list[Attachment]:
    """Files that the applicant has with the record already."""
    row = but(brought(Purpose.SEALED), application=None, authorization="auth", record=record)
    return [but(row, id=f"kept-{record}-{number}") for number in range(count)]


def unfit(field: str) -> Refused:
    return Refused("not_for_documents", field)


CASES = [
    Case(APPLICANT, APPLYING, None),
    Case(APPLICANT, but(APPLYING, attachments=[]), None),  # the authorizer may allow others
    Case(APPLICANT, but(APPLYING, options=Options(photo=True)), unfit("photo")),
    Case(APPLICANT, but(APPLYING, options=Options(fingerprint=True)), unfit("fingerprint")),
    Case(APPLICANT, but(APPLYING, options=Options(upload_required=True)), unfit("upload_required")),
    Case(APPLICANT, but(APPLYING, attachments=FULL), None),
    Case(APPLICANT, but(APPLYING, attachments=[*FULL, PICTURE]), None),
    Case(APPLICANT, but(APPLYING, attachments=[*FULL, pdf(8)]), Refused("documents_full", "attachments", "8")),
    Case(APPLICANT, but(APPLY, attachments=[pdf(number) for number in range(MAX_FILES)]), None),
    Case(KEEPER, ISSUING, None, [WANTED, brought()]),
    Case(KEEPER, ISSUING, Refused("no_document", "any_document"), [WANTED]),
    Case(KEEPER, ISSUING, Refused("no_document", "any_document"), [WANTED, brought(media="image/png")]),
    Case(KEEPER, ISSUING, Refused("no_document", "any_document"), [WANTED, brought(Purpose.PICTURE)]),
    Case(KEEPER, but(ISSUING, any_document=True), None, [WANTED]),
    Case(KEEPER, ISSUING, Refused("other_than_applied", "mode"), [APPROVED, brought()]),
    Case(KEEPER, AUTHORIZE, Refused("other_than_applied", "mode"), [WANTED, brought()]),
    Case(KEEPER, but(ISSUING, photo_required=True), unfit("photo_required"), [WANTED, brought()]),
    Case(KEEPER, but(ISSUING, fingerprint_required=True), unfit("fingerprint_required"), [WANTED, brought()]),
    Case(KEEPER, but(ISSUING, upload_required=True), unfit("upload_required"), [WANTED, brought()]),
    Case(KEEPER, FREELY, None),
    Case(KEEPER, but(FREELY, any_document=False), Refused("no_document", "any_document")),
    Case(KEEPER, but(FREELY, mode=Mode.PHYSICAL), Refused("arguments_do_not_fit", "any_document")),
    Case(APPLICANT, KEEP, None, [SEALING]),
    Case(KEEPER, KEEP, None, [SEALING]),
    Case(APPLICANT, KEEP, NOT_FOUND),
    Case(APPLICANT, KEEP, CLOUD, complete=False),
    Case(OTHER_KEEPER, KEEP, NOT_FOUND, [SEALING]),
    Case(OTHER_KEEPER, KEEP, CLOUD, [SEALING], complete=False),
    Case(READER, KEEP, Refused("not_allowed"), [SEALING]),
    Case(APPLICANT, KEEP, Refused("not_electronic"), [ISSUED]),
    Case(APPLICANT, but(KEEP, document=PICTURE), Refused("not_electronic"), [SEALING]),
    Case(APPLICANT, KEEP, Refused("documents_full", "document", "3"), [SEALING, *kept(MAX_SEALED)]),
    Case(APPLICANT, KEEP, None, [SEALING, SEALED]),
    Case(APPLICANT, KEEP, NOT_FOUND, [SEALING, but(SEALED, authorization="another")]),
    Case(APPLICANT, KEEP, NOT_FOUND, [SEALING, PRESS]),
    Case(APPLICANT, but(KEEP, number=MAX_ENTRIES_AHEAD), None, [SEALING]),
    Case(APPLICANT, but(KEEP, number=MAX_ENTRIES_AHEAD + 1), EARLY, [SEALING]),
    Case(APPLICANT, KEEP, None, [SEALING, *kept(MAX_SEALED - 1), *kept(MAX_SEALED, "GL2026000001-8")]),
]
