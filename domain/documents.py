"""Electronic mode: which documents a seal signs under an authorization, and what is not asked for then (R-108, C-26).

A document is what the application brought as an attachment, byte for byte, unless the authorizer allowed others.
"""

from collections.abc import Sequence
from typing import Annotated

import msgspec

from domain.authorizations import Authorization, Mode
from domain.files import Attachment, File, Purpose, attached
from domain.organization import Permission, may
from domain.rows import Act, IdText
from domain.seals import Seal, SealStatus, may_on
from domain.usage import MAX_ENTRIES_AHEAD, Impression, impression_id
from domain.verdict import Allowed, Circumstances, Facts, Refused, Verdict, missing

PDF = "application/pdf"
MAX_DOCUMENTS = 8  # that a seal is told of, as in `protocol.grants`, which stands above this room
MAX_SEALED = 3  # files of one record by one member: who lost his makes it once more, from the same signature


class AttachSealed(Act, frozen=True, kw_only=True):
    """Keep the sealed document of entry `number` of the seal's log with its record."""

    authorization: IdText
    number: Annotated[int, msgspec.Meta(ge=1, lt=2**48)]
    document: File


def is_document(file: File | Attachment) -> bool:
    return file.media == PDF


def applied_for(application: str | None, facts: Facts) -> list[Attachment]:
    """The documents that an application brought, in an order that does not change."""
    if application is None:
        return []
    found = facts.all(Attachment, application=application)
    return sorted(
        (each for each in found if each.purpose is Purpose.ATTACHMENT and is_document(each)), key=lambda each: each.id
    )


def judge_demands(mode: Mode, of: object, demands: Sequence[str]) -> Refused | None:
    """A document is neither photographed nor unlocked by a finger: such demands (fields of `of`) could not be met."""
    if mode is Mode.PHYSICAL:
        return None
    return next((Refused("not_for_documents", field) for field in demands if getattr(of, field)), None)


def judge_applied(mode: Mode, options: object, files: list[File]) -> Refused | None:
    """Nothing of it is to be watched, and there are no more documents than a seal can be told of."""
    if mode is Mode.ELECTRONIC and sum(map(is_document, files)) > MAX_DOCUMENTS:
        return Refused("documents_full", "attachments", str(MAX_DOCUMENTS))
    return judge_demands(mode, options, ("photo", "fingerprint", "upload_required"))


def judge_documents(mode: Mode, application: str | None, facts: Facts, *, any_document: bool) -> Refused | None:
    """Something can be sealed: a document of the application, or whatever the authorizer allows."""
    if mode is Mode.PHYSICAL:
        return Refused("arguments_do_not_fit", "any_document") if any_document else None
    if any_document or applied_for(application, facts):
        return None
    return Refused("no_document", "any_document")


def sealed_files(record: str, facts: Facts, authorization: str) -> list[Attachment]:
    """The sealed documents that are kept with a record."""
    return [each for each in facts.all(Attachment, authorization=authorization) if each.record == record]


def decide_attach_sealed(act: AttachSealed, at: Circumstances) -> Verdict:
    """Whoever sealed it, and who manages the seal."""
    use = at.facts.get(Authorization, act.authorization)
    seal = at.facts.get(Seal, use.seal) if use else None
    if use is None or seal is None:
        return missing(at.facts)
    if at.actor.id != use.member and not may_on(at.actor, Permission.VIEW_USAGE, seal):
        return missing(at.facts)
    if not may(at.actor, Permission.STAMP):
        return Refused("not_allowed")
    if use.mode is not Mode.ELECTRONIC or not is_document(act.document):
        return Refused("not_electronic")
    if (why := _judge_record(act, use, at)) is not None:
        return why
    record = impression_id(use.seal, act.number)
    before = sealed_files(record, at.facts, use.id)
    if sum(each.member == at.actor.id for each in before) >= MAX_SEALED:
        return Refused("documents_full", "document", str(MAX_SEALED))
    who = at.actor
    row = attached(act.document, Purpose.SEALED, who.organization, who.id, at.now, authorization=use.id, record=record)
    return Allowed((row,))


def _judge_record(act: AttachSealed, use: Authorization, at: Circumstances) -> Refused | None:
    """A file may come before its record, as a picture may; but to none of another use, nor to a press."""
    record = at.facts.get(Impression, impression_id(use.seal, act.number))
    if record is not None:
        return None if record.authorization == use.id and record.document is not None else Refused("not_found")
    status = at.facts.get(SealStatus, use.seal)
    if at.facts.complete and act.number > (0 if status is None else status.log_end) + MAX_ENTRIES_AHEAD:
        return Refused("document_too_early", "number", str(MAX_ENTRIES_AHEAD))
    return None
