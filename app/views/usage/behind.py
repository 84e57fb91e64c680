"""What stands behind a record: its seal's log, the pictures of its document, and those taken after its use."""

from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from app.models import fold, replica
from app.models.store import Tx
from app.views.applications.papers import read_after, read_document
from app.views.usage.lines import Line
from domain.documents import sealed_files
from domain.files import Attachment
from domain.firmware import SealFirmware, spelled, version_of
from domain.seals import Chain, SealStatus, chain

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Behind:
    """As it is now. `status`, `firmware`: of its seal; none: may not be seen, or was not read yet; `sealed`: the file
    itself, of a document that was sealed."""

    status: SealStatus | None = None
    firmware: SealFirmware | None = None
    document: list[Attachment] = field(default_factory=list[Attachment])
    after: list[Attachment] = field(default_factory=list[Attachment])
    sealed: list[Attachment] = field(default_factory=list[Attachment])


def read_behind(tx: Tx, organization: str, line: Line) -> Behind:
    """Read when a record is looked at: a list of thousands knows nothing of it."""
    use, paper = line.authorization, line.application
    return Behind(
        replica.get(tx, SealStatus, organization, line.impression.seal),
        replica.get(tx, SealFirmware, organization, line.impression.seal),
        [] if paper is None else read_document(tx, organization, paper.id),
        [] if use is None else read_after(tx, organization, use.id),
        [] if use is None else _sealed(tx, organization, line.impression.id, use.id),
    )


def _sealed(tx: Tx, organization: str, record: str, authorization: str) -> list[Attachment]:
    found = sealed_files(record, fold.facts(tx, organization), authorization)
    return [each for each in found if each.removed_at is None]


def log_entry(line: Line, status: SealStatus | None) -> str:
    """The state of the chain in words, as exports judge it. Each entry that the cloud has taken is signed by its seal;
    whether all before it are here, and whether the seal has signed another log as well, is one more thing."""
    number = line.impression.number
    if line.pending:
        return translate("usage", "entry {0}, seen at the seal, not yet in the cloud").format(number)
    if status is None:
        return translate("usage", "entry {0}, signed by the seal").format(number)
    return {
        Chain.UNBROKEN: translate("usage", "entry {0}, signed by the seal, chain unbroken"),
        Chain.GAP: translate("usage", "entry {0}, signed by the seal; entries before it are missing"),
        Chain.FORKED: translate(
            "usage",
            "entry {0}, signed by the seal; from entry {1} on it has signed another log as well",
        ),
    }[chain(status, number)].format(number, status.forked_from)


def made_by(line: Line, behind: Behind) -> str:
    """Which version of the seal's firmware made the record, as the seal's log says."""
    version = version_of(behind.firmware, behind.status, line.impression.number)
    if version is None:
        return translate("usage", "not known")
    return spelled(version, behind.firmware, behind.status)
