"""Entries of the audit log in words: who, what, about what, with what outcome."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.models import audits, fold
from app.models.store import Tx
from app.views import act_words, words
from app.views.i18n import Tongue
from app.views.look import Tone
from app.views.words import Word
from domain import wording
from domain.acts import ACTS
from domain.applications import Application
from domain.audit import AuditEntry
from domain.authorizations import Authorization
from domain.categories import Category
from domain.departments import Department
from domain.integrations import ApiToken
from domain.invoice_titles import InvoiceTitle
from domain.named_areas import NamedArea
from domain.organization import Member
from domain.rows import Row
from domain.seals import Seal
from domain.subsidiaries import Subsidiary
from domain.templates import Template
from domain.webhooks import Webhook

translate = QCoreApplication.translate

# What is done in using seals; all other acts administer the organization.
OF_USE = frozenset(
    {
        "Apply",
        "Approve",
        "Reject",
        "Authorize",
        "EndUse",
        "AttachPhoto",
        "AttachAfterUse",
        "AttachSealed",
        "Withdraw",
        "Urge",
        "Transfer",
        "Remark",
        "Activate",
        "RenewCode",
        "CancelAuthorization",
        "ExtendUse",
        "WaiveUpload",
        "ReadMessages",
        "SeeAbnormal",
        "ReviewRecord",
        "AssignCase",
        "CommentCase",
        "CloseCase",
        "ReopenCase",
        "ExportUsage",
        "CancelExport",
        "SendExport",
    }
)
ADMINISTRATION = frozenset(ACTS) - OF_USE
_NAMED: tuple[type[Row], ...] = (
    *(Seal, Member, Template, Category, Department, Subsidiary, InvoiceTitle, NamedArea),
    *(ApiToken, Webhook),
)


@dataclass(frozen=True)
class Line:
    """One entry with the names of those it mentions (empty: not known here)."""

    entry: AuditEntry
    who: str
    about: str


def read_lines(tx: Tx, organization: str, numbers: Sequence[int]) -> dict[int, Line]:
    """Some entries by their numbers."""
    known = fold.facts(tx, organization)
    found: dict[int, Line] = {}
    for number, entry in audits.entries(tx, organization, numbers).items():
        member = known.get(Member, entry.member) if entry.member else None
        found[number] = Line(entry, member.name if member else "", _about(known, entry.subject))
    return found


def _about(known: fold.ConsoleFacts, id: str) -> str:
    if not id:
        return ""
    for kind in _NAMED:
        if (row := known.get(kind, id)) is not None:
            return str(getattr(row, "name", ""))
    if (application := known.get(Application, id)) is not None:
        return application.document
    if (authorization := known.get(Authorization, id)) is not None:
        seal, member = known.get(Seal, authorization.seal), known.get(Member, authorization.member)
        return f"{seal.name if seal else authorization.seal} · {member.name if member else '—'}"
    return ""


def outcome(entry: AuditEntry) -> Word:
    if entry.code:
        return translate("audit", "Refused"), Tone.DANGER
    return translate("audit", "Done"), Tone.OK


def why(entry: AuditEntry, tongue: Tongue) -> str:
    """Why it was refused; the log does not keep what the sentence mentions."""
    return wording.sentence(entry.code, "…", tongue is Tongue.ZH_CN) if entry.code else ""


def heads() -> list[str]:
    """What the columns of an exported table are called."""
    return [
        translate("audit", "No."),
        translate("audit", "Time"),
        translate("audit", "Who"),
        translate("audit", "Act"),
        translate("audit", "About"),
        translate("audit", "Outcome"),
        translate("audit", "Reason"),
        translate("audit", "Name of the act"),
        translate("audit", "Subject"),
        translate("audit", "Member"),
        translate("audit", "Act's id"),
        translate("audit", "Digest"),
        translate("audit", "Head of the chain"),
    ]


def cells(line: Line, tongue: Tongue) -> list[str]:
    """One row of an exported table."""
    entry = line.entry
    told = [str(entry.number), words.full_moment(entry.at), line.who, act_words.act(entry.act), line.about]
    ids = [entry.act, entry.subject, entry.member or "", entry.id, entry.digest, entry.head]
    return [*told, outcome(entry)[0], why(entry, tongue), *ids]
