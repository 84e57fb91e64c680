"""Exports of usage records to a mailbox (R-151, R-152): asked for by who manages all, made and mailed by the cloud."""

import re
from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec

from domain.messages import Delivery, DeliveryState
from domain.organization import manages_all
from domain.rows import Act, IdText, Ms, Row, Sha256
from domain.seals import Seal
from domain.uses import DAY_MS
from domain.verdict import Allowed, Circumstances, Refused, Verdict, missing

KEPT_MS = 7 * DAY_MS  # how long its files can be fetched
MOST_OPEN = 3  # of an organization: they are made one after the other
IN_VOLUME = 2000  # records in a PDF with pictures: a book of up to 250 MB, which its reader still opens
MOST_VOLUMES = 10  # of one report: what reads more than that is a program, and takes CSV
Mailbox = Annotated[str, msgspec.Meta(min_length=1, max_length=254)]
# As mail servers take it without asking for more (RFC 5321 without quoted local parts); nothing that ends a header.
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")


class Format(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"
    PDF = "pdf"


class ExportState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN = (ExportState.WAITING, ExportState.RUNNING)


class ExportFile(msgspec.Struct, frozen=True):
    """A file of an export; the cloud keeps it by its hash. `volume`: which of a report's, from 1."""

    format: Format
    name: str
    sha256: Sha256
    bytes: int
    volume: int = 1


class Export(Row, frozen=True, kw_only=True):
    """Records from `start` until before `end`, of `seal` or (none) of all, for `mailbox`; asked for by `member`.

    `done` of `records` are written. `code`: why it failed, with what its sentence mentions (`detail`). `files` can be
    fetched until `kept_until`; then there are none. `mail`: what became of the letter, `mail_why` in the words of the
    mailbox's server or a code of `domain.wording`; `mail_by`: who had it sent, if not who asked for the export.
    """

    table: ClassVar[str] = "exports"
    member: IdText
    seal: IdText | None = None
    start: Ms
    end: Ms
    mailbox: Mailbox
    formats: list[Format]
    chinese: bool = True
    asked_at: Ms
    state: ExportState = ExportState.WAITING
    done: int = 0
    records: int | None = None
    code: str = ""
    detail: str = ""
    over_at: Ms | None = None
    files: list[ExportFile] = []
    kept_until: Ms | None = None
    mail: Delivery | None = None
    mail_why: str = ""
    mail_by: IdText | None = None


class ExportUsage(Act, frozen=True, kw_only=True):
    """Write the records of a period into files, and send them to a mailbox. `chinese`: the language of the files."""

    id: IdText
    seal: IdText | None = None
    start: Ms
    end: Ms
    mailbox: Mailbox
    formats: Annotated[list[Format], msgspec.Meta(min_length=1, max_length=len(Format))]
    chinese: bool = True


class CancelExport(Act, frozen=True, kw_only=True):
    export: IdText


class SendExport(Act, frozen=True, kw_only=True):
    """Send the files once more, to this mailbox: where the first did not take them, say."""

    export: IdText
    mailbox: Mailbox


def volumes(records: int, in_volume: int = IN_VOLUME) -> int | None:
    """How many volumes a PDF report of so many records has; none: they are too many for one."""
    needed = max(1, -(-records // in_volume))
    return needed if needed <= MOST_VOLUMES else None


def is_mailbox(text: str) -> bool:
    """Whether mail can be addressed so."""
    return _MAILBOX.fullmatch(text) is not None and ".." not in text


def decide_export(act: ExportUsage, at: Circumstances) -> Verdict:
    """R-151: owner and administrator only; a custom role reads what was chosen for it, and takes nothing away."""
    if not manages_all(at.actor):
        return Refused("not_allowed")
    if act.seal is not None and at.facts.get(Seal, act.seal) is None:
        return missing(at.facts)
    if act.end <= act.start:
        return Refused("end_before_start", "end")
    if not is_mailbox(act.mailbox):
        return Refused("mailbox_unfit", "mailbox")
    if sum(each.state in OPEN for each in at.facts.all(Export)) >= MOST_OPEN:
        return Refused("exports_full", None, str(MOST_OPEN))
    row = Export(
        id=act.id,
        organization=at.actor.organization,
        member=at.actor.id,
        seal=act.seal,
        start=act.start,
        end=act.end,
        mailbox=act.mailbox,
        formats=sorted(set(act.formats), key=list(Format).index),
        chinese=act.chinese,
        asked_at=at.now,
    )
    return Allowed((row,))


def decide_cancel_export(act: CancelExport, at: Circumstances) -> Verdict:
    """Also another's: owner and administrator answer for what leaves the house."""
    if not manages_all(at.actor):
        return Refused("not_allowed")
    row = at.facts.get(Export, act.export)
    if row is None:
        return missing(at.facts)
    if row.state not in OPEN:
        return Refused("export_over")
    return Allowed((msgspec.structs.replace(row, state=ExportState.CANCELLED, over_at=at.now),))


def decide_send_export(act: SendExport, at: Circumstances) -> Verdict:
    """As long as its files are kept, and no letter is on its way that nothing was wrong with so far."""
    if not manages_all(at.actor):
        return Refused("not_allowed")
    row = at.facts.get(Export, act.export)
    if row is None:
        return missing(at.facts)
    if not is_mailbox(act.mailbox):
        return Refused("mailbox_unfit", "mailbox")
    if not can_fetch(row, at.now):
        return Refused("export_gone")
    if row.mail is not None and row.mail.state is DeliveryState.WAITING and not row.mail_why:
        return Refused("export_on_its_way", None, row.mailbox)
    row = msgspec.structs.replace(row, mailbox=act.mailbox, mail=None, mail_why="", mail_by=at.actor.id)
    return Allowed((row,))


def can_fetch(row: Export, now: int) -> bool:
    """Whether its files are there, all of them, and still."""
    return row.state is ExportState.DONE and bool(row.files) and row.kept_until is not None and now < row.kept_until
