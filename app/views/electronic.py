"""Electronic mode in words: what is issued for documents, and what was sealed (R-108, C-26)."""

from PySide6.QtCore import QCoreApplication

from app.views import words
from app.views.look import Tone
from app.views.widgets import Fact
from app.views.words import Word
from domain.authorizations import Authorization
from domain.usage import Impression

translate = QCoreApplication.translate


def use_mode(row: Authorization) -> str:
    """And whether other documents than those applied for may be sealed."""
    others = translate("electronic", "other documents as well") if row.any_document else ""
    return " · ".join(part for part in (words.mode(row.mode), others) if part)


def record(of: Impression) -> Word:
    """What became of a press, or that a document was sealed."""
    return words.result(of.result) if of.document is None else (translate("electronic", "Sealed"), Tone.OK)


def sealed_facts(of: Impression) -> list[Fact]:
    """Of a document that was sealed: its name, what it was before, and what was signed; of a press nothing."""
    if of.document is None or of.digest is None:
        return []
    return [
        Fact(translate("electronic", "Use mode"), words.mode(of.mode)),
        Fact(translate("electronic", "Document"), of.name or translate("electronic", "none of the application")),
        Fact(translate("electronic", "Document's SHA-256"), of.document, copy=True),
        Fact(translate("electronic", "Signed SHA-256"), of.digest, copy=True),
    ]
