"""Invoice titles: for whom an invoice is made out (R-268). Whoever pays for the organization keeps them (R-028)."""

import re
import unicodedata
from enum import StrEnum
from typing import ClassVar, Protocol

import msgspec

from domain.organization import Permission, may
from domain.rows import Act, IdText, Label, Name, Named, Sentence
from domain.verdict import Allowed, Circumstances, Refused, Verdict, all_named, judge_name, missing, named

TAKEN = "title_name_taken"
MOST = 50  # of an organization
# 18 is the code of a company (GB 32100), the others are older tax numbers; which of them it has is not known here.
_TAX_NUMBER = re.compile(r"(?:[0-9A-Z]{15}|[0-9A-Z]{17}|[0-9A-Z]{18}|[0-9A-Z]{20})")
OF_COMPANY = ("tax_number", "address", "phone", "bank", "account")


class TitleKind(StrEnum):
    PERSONAL = "personal"
    COMPANY = "company"


class InvoiceTitle(Named, frozen=True, kw_only=True):
    """What is printed as the buyer: a person's name alone; of a company the tax number as well, and for a special
    invoice its registered address, phone, bank and account. An invoice keeps what the title said."""

    table: ClassVar[str] = "invoice_titles"
    kind: TitleKind
    tax_number: Label = ""
    address: Sentence = ""
    phone: Label = ""
    bank: Label = ""
    account: Label = ""


class _Said(Act, frozen=True, kw_only=True):
    """All that a title says."""

    kind: TitleKind
    name: Name
    tax_number: Label = ""
    address: Sentence = ""
    phone: Label = ""
    bank: Label = ""
    account: Label = ""


class AddInvoiceTitle(_Said, frozen=True, kw_only=True):
    id: IdText


class ChangeInvoiceTitle(_Said, frozen=True, kw_only=True):
    title: IdText


class DeleteInvoiceTitle(Act, frozen=True, kw_only=True):
    title: IdText


def normal_tax_number(text: str) -> str:
    """As it is kept: without blanks, in capital letters, in characters of common width."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


class Said(Protocol):
    """What a title says, wherever."""

    @property
    def kind(self) -> TitleKind: ...
    @property
    def name(self) -> str: ...
    @property
    def tax_number(self) -> str: ...


def _judge(said: _Said, at: Circumstances, own: str = "") -> Refused | None:
    return judge_name(at.facts, InvoiceTitle, said.name, TAKEN, own) or judge_said(said)


def judge_said(said: Said) -> Refused | None:
    """Whether an invoice may be made out so."""
    if not said.name.strip():
        return Refused("name_missing", "name")
    if said.kind is TitleKind.PERSONAL:
        given = [field for field in OF_COMPANY if getattr(said, field)]
        return Refused("of_company_only", given[0]) if given else None
    if not said.tax_number.strip():
        return Refused("tax_number_missing", "tax_number")
    return None if _TAX_NUMBER.fullmatch(said.tax_number) else Refused("tax_number_unfit", "tax_number")


def _row(said: _Said, id: str, at: Circumstances) -> InvoiceTitle:
    return InvoiceTitle(
        id=id,
        organization=at.actor.organization,
        name=said.name,
        kind=said.kind,
        tax_number=said.tax_number,
        address=said.address,
        phone=said.phone,
        bank=said.bank,
        account=said.account,
    )


def decide_add_title(act: AddInvoiceTitle, at: Circumstances) -> Verdict:
    """R-268."""
    if not may(at.actor, Permission.PAY):
        return Refused("not_allowed")
    if (why := _judge(act, at)) is not None:
        return why
    if len(all_named(at.facts, InvoiceTitle)) >= MOST:
        return Refused("titles_full", None, str(MOST))
    return Allowed((_row(act, act.id, at),))


def decide_change_title(act: ChangeInvoiceTitle, at: Circumstances) -> Verdict:
    """R-268; all of it at once, the kind as well."""
    if not may(at.actor, Permission.PAY):
        return Refused("not_allowed")
    if named(at.facts, InvoiceTitle, act.title) is None:
        return missing(at.facts)
    if (why := _judge(act, at, act.title)) is not None:
        return why
    return Allowed((_row(act, act.title, at),))


def decide_delete_title(act: DeleteInvoiceTitle, at: Circumstances) -> Verdict:
    """R-268; at any time, for what was invoiced does not mention it."""
    if not may(at.actor, Permission.PAY):
        return Refused("not_allowed")
    title = named(at.facts, InvoiceTitle, act.title)
    if title is None:
        return missing(at.facts)
    return Allowed((msgspec.structs.replace(title, deleted_at=at.now),))
