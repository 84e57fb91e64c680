"""What the page reads: my authorizations that are not ended, each with its document and names."""

from dataclasses import dataclass

from app.models import fold
from app.models.fold import Folded
from app.models.store import Tx
from domain.applications import Application
from domain.authorizations import Authorization, live
from domain.organization import Member
from domain.seals import Seal


@dataclass(frozen=True)
class Line:
    """One authorization of mine."""

    authorization: Folded[Authorization]
    seal: Seal | None
    application: Application | None
    issuer: str

    @property
    def seal_name(self) -> str:
        return self.seal.name if self.seal else self.authorization.row.seal

    def document(self, without: str) -> str:
        """Its document; `without`: what stands there for one issued without application."""
        return self.application.document if self.application else without


def read_ready(tx: Tx, organization: str, me: str) -> list[Line]:
    """What begins first stands first."""
    known = fold.facts(tx, organization)
    lines: list[Line] = []
    for each in fold.folded(tx, organization, Authorization, member=me):
        row = each.row
        if live(row):
            issuer = known.get(Member, row.issued_by)
            application = known.get(Application, row.application) if row.application else None
            name = issuer.name if issuer else "—"
            lines.append(Line(each, known.get(Seal, row.seal), application, name))
    return sorted(lines, key=lambda line: (line.authorization.row.start, line.authorization.row.id))
