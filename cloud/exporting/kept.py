"""The files of exports among the stored ones: put there, sent, and gone when their time is over."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from cloud import outbox
from cloud.channels import Enclosed
from cloud.service import Service
from cloud.store import jobs, tables
from cloud.store.due import Found
from cloud.store.unit import Unit
from cloud.uploads import file_key
from domain.exports import OPEN, Export, ExportState, Format
from domain.messages import Channel, Delivery, DeliveryState
from domain.organization import Member, Organization, manages_all
from domain.rows import Row
from domain.times import ZONE, minute

# More than this no mail server takes, in the third more that mail makes of it; larger files are only fetched.
MAIL_BYTES = 15 * 1024 * 1024
MEDIA = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv",
    Format.PDF: "application/pdf",
}
TOPIC = "export"
_ON_ITS_WAY = (DeliveryState.WAITING, DeliveryState.DEFERRED)
_SUBJECT = ("{0} 用印记录导出", "{0}: exported usage records")
_TEXT = (
    "{0}\n\n时段：{1} – {2}，{4}\n记录数：{3}\n",
    "{0}\n\nPeriod: {1} – {2}, {4}\nRecords: {3}\n",
)
_TOO_LARGE = (
    "\n文件过大，不随邮件发送，请在控制台“使用记录”中下载：{0}\n",
    "\nToo large for a mail; fetch from the console, under Usage records: {0}\n",
)


def put_in_place(service: Service, row: Export, made: dict[str, Path]) -> None:
    """Move what was made (by its hash) to where the row says that it lies. Raises `OSError`."""
    for file in row.files:
        to = service.uploads.path(file_key(row.organization, file.sha256))
        to.parent.mkdir(parents=True, exist_ok=True)
        made[file.sha256].replace(to)


def drop(service: Service, unit: Unit, row: Export) -> Export:
    """The export without its files; what another one has as well stays."""
    others = (each for each in unit.facts(row.organization).all(Export) if each.id != row.id)
    needed = {file.sha256 for other in others for file in other.files}
    for file in row.files:
        sent = unit.first(tables.uploads, organization=row.organization, sha256=file.sha256)
        if file.sha256 not in needed and sent is None:
            service.uploads.remove(row.organization, file.sha256)
    return msgspec.structs.replace(row, files=[], kept_until=None)


def expire(service: Service, unit: Unit, found: Found, now: int) -> None:
    """Also of one that was cancelled while its files were put in their place, and the cloud ended over that."""
    row = unit.get(Export, *found)
    if row is not None and row.state not in OPEN and row.kept_until is not None and row.kept_until <= now:
        unit.put(drop(service, unit, row))


def send(service: Service, unit: Unit, row: Export, now: int) -> Export:
    """The export with its letter on the way; or why there is none."""
    if Channel.EMAIL not in service.post.channels:
        return msgspec.structs.replace(row, mail=Delivery(Channel.EMAIL, DeliveryState.FAILED, now), mail_why="no_mail")
    assert row.kept_until is not None
    jobs.call_off(unit, row.organization, row.id)
    outbox.mail(unit, TOPIC, row.organization, row.id, row.mailbox, _mail(unit, row), now, row.kept_until)
    return msgspec.structs.replace(row, mail=Delivery(Channel.EMAIL, DeliveryState.WAITING, now), mail_why="")


def withdrawn(unit: Unit, row: Row, before: Row | None, now: int) -> Iterator[Export]:
    """What ends with a member's right to export: what is still being made for him, and letters that he had sent.

    An export may take minutes, its letter is tried for days: neither outlives the right (R-151).
    """
    if not (isinstance(row, Member) and isinstance(before, Member) and manages_all(before) and not manages_all(row)):
        return
    for each in unit.facts(row.organization).all(Export):
        if each.state in OPEN and each.member == row.id:
            yield msgspec.structs.replace(each, state=ExportState.FAILED, code="not_allowed", over_at=now)
        elif each.mail is not None and (each.mail_by or each.member) == row.id:
            jobs.call_off(unit, each.organization, each.id)
            if each.mail.state not in _ON_ITS_WAY:
                continue
            mail = Delivery(Channel.EMAIL, DeliveryState.FAILED, now)
            yield msgspec.structs.replace(each, mail=mail, mail_why="mail_withdrawn")


def _mail(unit: Unit, row: Export) -> outbox.Mail:
    language = 0 if row.chinese else 1
    of = unit.get(Organization, row.organization, row.organization)
    subject = _SUBJECT[language].format("" if of is None else of.name)
    start, end = (minute(at) for at in (row.start, row.end))
    text = _TEXT[language].format(subject, start, end, row.records or 0, ZONE[language])
    enclosed: list[Enclosed] = []
    large: list[str] = []
    room = MAIL_BYTES
    for file in sorted(row.files, key=lambda each: each.bytes):
        room -= file.bytes
        if room < 0:
            large.append(file.name)
        else:
            key = file_key(row.organization, file.sha256)
            enclosed.append(Enclosed(file.name, MEDIA[file.format], key))
    if large:
        text += _TOO_LARGE[language].format(", ".join(large))
    return outbox.Mail(subject, text, enclosed)
