"""The audit log of each organization: every act of its people that was judged here, done or refused, in one chain."""

from collections.abc import Iterable

import msgspec

from cloud.service import Service
from cloud.store import audits, proofs
from cloud.store.people import Console
from cloud.store.proofs import Received
from cloud.store.unit import Unit
from domain.audit import GENESIS, AuditEntry, chained, digest, head_signed_bytes, operator_signed_bytes
from domain.ids import new_id
from domain.verdict import Refused
from protocol.sync import MAX_ACT_BYTES, ActBody, SignedAct

MAX_NAME = 64


class _Subject(msgspec.Struct):
    """What an act is about: the first of these that its arguments name."""

    application: str = ""
    authorization: str = ""
    member: str = ""
    template: str = ""
    category: str = ""
    title: str = ""
    named_area: str = ""
    department: str = ""
    subsidiary: str = ""
    id: str = ""
    seal: str = ""
    serial: str = ""


Judged = tuple[SignedAct, ActBody, Refused | None]


def note(service: Service, unit: Unit, console: Console, judged: Iterable[Judged], known: frozenset[str]) -> None:
    """Write down acts in the order in which they were judged, each once: `known` ones stand there already.

    The newest head is signed, so that nobody who has the database alone cuts the end off.

    An outsider's act stands in no organization's log.
    """
    heads: dict[str, tuple[int, str]] = {}
    noted = set(known)
    for signed, act, refused in judged:
        if act.id in noted:
            continue
        noted.add(act.id)
        member = audits.member(unit, act.organization, console.user)
        if member is None:
            continue
        stored = signed.body if len(signed.body) <= MAX_ACT_BYTES else b""
        number, before = heads.get(act.organization) or audits.head(unit, act.organization) or (0, GENESIS)
        entry = AuditEntry(
            id=act.id,
            organization=act.organization,
            number=number + 1,
            at=service.now(),
            member=member.id,
            act=act.name if act.name.isprintable() and len(act.name) <= MAX_NAME else "",
            subject=_subject(act),
            code="" if refused is None else refused.code,
            digest=digest(stored, signed.signature, console.user, console.id),
            head="",
        )
        entry = msgspec.structs.replace(entry, head=chained(before, entry))
        heads[act.organization] = (entry.number, entry.head)
        unit.put(entry)
    for organization, (number, newest) in heads.items():
        signature = service.keys.signing(organization).sign(head_signed_bytes(organization, number, newest))
        audits.keep_head(unit, organization, number, newest, signature)


def note_operator(
    service: Service, unit: Unit, organization: str, act: str, subject: str, reason: str, now: int
) -> None:
    """What an operator has done here, and why: signed with the organization's key, for he has no console."""
    key, id = service.keys.signing(organization), new_id(now)
    body = msgspec.json.encode({"act": act, "subject": subject, "reason": reason, "at": now})
    signature = key.sign(operator_signed_bytes(organization, body))
    proofs.keep_acts(unit, [Received(id, "", "", organization, act, body, signature, now)])
    number, before = audits.head(unit, organization) or (0, GENESIS)
    entry = AuditEntry(
        id=id,
        organization=organization,
        number=number + 1,
        at=now,
        member=None,
        act=act,
        subject=subject,
        code="",
        digest=digest(body, signature, "", ""),
        head="",
    )
    entry = msgspec.structs.replace(entry, head=chained(before, entry))
    unit.put(entry)
    signed = key.sign(head_signed_bytes(organization, entry.number, entry.head))
    audits.keep_head(unit, organization, entry.number, entry.head, signed)


def _subject(act: ActBody) -> str:
    try:
        named = msgspec.json.decode(act.args, type=_Subject)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    found = next((value for name in named.__struct_fields__ if (value := getattr(named, name))), "")
    return found if found.isprintable() and len(found) <= 64 else ""
