"""The audit log of each organization: every act of its people that was judged here, done or refused, in one chain."""

from collections.abc import Iterable
from uuid import UUID, uuid5

import msgspec

from cloud.service import Service
from cloud.store import audits, proofs
from cloud.store.people import Console
from cloud.store.proofs import Received
from cloud.store.unit import Unit
from cloud.tokens import Speaker
from domain.audit import GENESIS, READ_BY_SYSTEM, AuditEntry, chained, digest, head_signed_bytes, operator_signed_bytes
from domain.ids import new_id
from domain.organization import Member
from domain.times import day_start
from domain.verdict import Refused
from protocol.keys import SigningKey
from protocol.sync import MAX_ACT_BYTES, ActBody, SignedAct

MAX_NAME = 64
_READ = UUID("0c0f7f0b-52a4-4d5f-9a7b-6f5d6a1f2c11")  # of the ids of what was read: each follows from who and when


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
    export: str = ""
    hold: str = ""
    order: str = ""
    token: str = ""
    webhook: str = ""
    delivery: str = ""
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
    body = msgspec.json.encode({"act": act, "subject": subject, "reason": reason, "at": now})
    _note_signed(service, unit, organization, new_id(now), act, subject, body, now)


def note_token(service: Service, unit: Unit, organization: str, token: str, subject: str) -> None:
    """That one of the organization's own systems has read a picture of a use: once for each picture and day."""
    now = service.now()
    id = str(uuid5(_READ, f"{organization} {token} {READ_BY_SYSTEM} {subject} {day_start(now)}"))
    if unit.get(AuditEntry, organization, id) is not None:
        return
    body = msgspec.json.encode({"act": READ_BY_SYSTEM, "subject": subject, "token": token, "at": now})
    _note_signed(service, unit, organization, id, READ_BY_SYSTEM, subject, body, now)


def _note_signed(
    service: Service, unit: Unit, organization: str, id: str, act: str, subject: str, body: bytes, now: int
) -> None:
    """An entry of nobody with a console: the organization's key signs for him."""
    key = service.keys.signing(organization)
    signature = key.sign(operator_signed_bytes(organization, body))
    proofs.keep_acts(unit, [Received(id, "", "", organization, act, body, signature, now)])
    entry = AuditEntry(
        id=id,
        organization=organization,
        number=0,
        at=now,
        member=None,
        act=act,
        subject=subject,
        code="",
        digest=digest(body, signature, "", ""),
        head="",
    )
    _append(key, unit, entry)


def note_reading(service: Service, unit: Unit, speaker: Speaker, member: Member, act: str, subject: str) -> None:
    """That a member has read something that is not everybody's: once for each thing and day, signed with the
    organization's key, for reading is no act of his console."""
    now, organization = service.now(), member.organization
    id = reading_id(member, act, subject, now)
    if unit.get(AuditEntry, organization, id) is not None:
        return
    key = service.keys.signing(organization)
    body = msgspec.json.encode({"act": act, "subject": subject, "member": member.id, "at": now})
    signature = key.sign(operator_signed_bytes(organization, body))
    from_whom = (speaker.user, speaker.console)
    proofs.keep_acts(unit, [Received(id, *from_whom, organization, act, body, signature, now)])
    entry = AuditEntry(
        id=id,
        organization=organization,
        number=0,
        at=now,
        member=member.id,
        act=act,
        subject=subject,
        code="",
        digest=digest(body, signature, *from_whom),
        head="",
    )
    _append(key, unit, entry)


def reading_id(member: Member, act: str, subject: str, now: int) -> str:
    """The id of the entry that says it, the same for all of a day in China."""
    return str(uuid5(_READ, f"{member.organization} {member.id} {act} {subject} {day_start(now)}"))


def _append(key: SigningKey, unit: Unit, entry: AuditEntry) -> None:
    """As the next of its organization's log, whose head is signed anew."""
    number, before = audits.head(unit, entry.organization) or (0, GENESIS)
    entry = msgspec.structs.replace(entry, number=number + 1)
    entry = msgspec.structs.replace(entry, head=chained(before, entry))
    unit.put(entry)
    signed = key.sign(head_signed_bytes(entry.organization, entry.number, entry.head))
    audits.keep_head(unit, entry.organization, entry.number, entry.head, signed)


def _subject(act: ActBody) -> str:
    try:
        named = msgspec.json.decode(act.args, type=_Subject)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    found = next((value for name in named.__struct_fields__ if (value := getattr(named, name))), "")
    return found if found.isprintable() and len(found) <= 64 else ""
