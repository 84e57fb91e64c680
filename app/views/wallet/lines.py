"""What the wallet reads, and the words for it."""

from PySide6.QtCore import QCoreApplication

from app.models import fold
from app.models.fold import Folded
from app.models.store import Tx
from domain.invoice_titles import InvoiceTitle, TitleKind

translate = QCoreApplication.translate
ICONS = {TitleKind.COMPANY: "buildings", TitleKind.PERSONAL: "user"}


def read_titles(tx: Tx, organization: str) -> list[Folded[InvoiceTitle]]:
    """Companies first, then by name; without those that were deleted."""
    found = [each for each in fold.folded(tx, organization, InvoiceTitle) if each.row.deleted_at is None]
    return sorted(found, key=lambda each: (each.row.kind is TitleKind.PERSONAL, each.row.name))


def kind_word(kind: TitleKind) -> str:
    return {
        TitleKind.COMPANY: translate("wallet", "Company"),
        TitleKind.PERSONAL: translate("wallet", "Personal"),
    }[kind]
