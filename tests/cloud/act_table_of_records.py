"""The acts that manage records as evidence, with who may do each of them and who may not."""

from domain.authorizations import Mode
from domain.documents import AttachSealed
from domain.exports import ExportUsage, Format
from domain.files import File
from domain.issuing import Authorize
from domain.retention import LiftHold, PlaceHold, SetRetention
from tests.cloud.act_table import BELOW_ADMIN, BELOW_OWNER, Case
from tests.cloud.company import HOUR_MS, SERIAL, Company, uid


def export(company: Company) -> ExportUsage:
    now = company.cloud.now
    return ExportUsage(
        id=uid("export"), seal=SERIAL, start=now - HOUR_MS, end=now, mailbox="audit@example.com", formats=[Format.CSV]
    )


def hold(_company: Company) -> PlaceHold:
    return PlaceHold(id=uid("hold"), reason="诉讼", seal=SERIAL)


def for_documents(company: Company) -> Authorize:
    return company.authorize("use", mode=Mode.ELECTRONIC, any_document=True)


def kept(_company: Company) -> AttachSealed:
    document = File(uid("sealed"), "合同.pdf", "0" * 64, 100, "application/pdf")
    return AttachSealed(authorization=uid("use"), number=1, document=document)


RECORD_CASES = [
    Case(AttachSealed, kept, "member", ("other", "approver"), "not_found", before=(("owner", for_documents),)),
    Case(ExportUsage, export, "admin", BELOW_ADMIN, rows=("R-151",)),
    Case(SetRetention, lambda c: SetRetention(days=365), "owner", BELOW_OWNER),
    Case(PlaceHold, hold, "admin", BELOW_ADMIN),
    Case(
        LiftHold,
        lambda c: LiftHold(hold=uid("hold"), reason="结案"),
        "owner",
        BELOW_OWNER,
        before=(("admin", hold),),
    ),
]
