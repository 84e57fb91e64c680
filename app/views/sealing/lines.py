"""What the panel of sealing reads: an application's documents, what was begun and is not finished, the settings."""

from dataclasses import dataclass, field

from app.models import fold, sealings
from app.models.sealings import SealingRow
from app.models.store import Tx
from app.services.sealing.authority import read_authority
from domain.authorizations import Authorization
from domain.documents import applied_for
from domain.files import Attachment


@dataclass(frozen=True)
class Desk:
    """`use`: as it is now; `stamp`: the address of the time stamp authority, empty: none is asked."""

    use: Authorization
    documents: list[Attachment] = field(default_factory=list[Attachment])
    unfinished: list[SealingRow] = field(default_factory=list[SealingRow])
    stamp: str = ""


def read_desk(tx: Tx, organization: str, use: Authorization) -> Desk:
    known = fold.facts(tx, organization)
    now = known.get(Authorization, use.id) or use
    found = [each for each in applied_for(now.application, known) if each.removed_at is None]
    return Desk(now, found, sealings.unfinished(tx, organization, use.id), read_authority(tx))
