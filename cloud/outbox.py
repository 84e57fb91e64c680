"""What leaves the house: codes and messages, left as jobs in the transaction that causes them.

So none is lost, and none is sent for what did not happen. Texts are Chinese: nobody has told the cloud in which
language he reads SMS. The account or signature under which they go is the channel's own.
"""

from base64 import b64decode, b64encode
from dataclasses import replace

import msgspec

from cloud.channels import Enclosed, Letter
from cloud.store import jobs
from cloud.store.codes import CodeFor
from cloud.store.jobs import Job
from cloud.store.unit import Unit
from cloud.vault import Vault
from domain.codes import WORDS, Purpose
from domain.ids import new_id
from domain.message_wording import message_text
from domain.message_words import message_words
from domain.messages import Channel, Message

CODE_MS = 5 * 60 * 1000
# As long as SMS beyond a day's fifty, of two or three hundred uses, take to go out.
MESSAGE_MS = 7 * 24 * 3600 * 1000
_CODE_TEXT = "验证码：{code}，用于{purpose}。请勿告诉他人。"


def code(vault: Vault, unit: Unit, to: CodeFor, code: str, now: int) -> None:
    """A code for what it is good for, for five minutes."""
    place = f"code {to.purpose.value} {to.organization} {to.phone}"
    _leave_code(vault, unit, to, place, code, now, now + CODE_MS)


def activation_code(vault: Vault, unit: Unit, to: CodeFor, authorization: str, text: str, now: int, until: int) -> None:
    """The code with which the user of a pre-authorization activates it, good as long as the authorization (R-110)."""
    place = f"code {to.purpose.value} {to.organization} {authorization}"
    _leave_code(vault, unit, to, place, text, now, until)


def _leave_code(vault: Vault, unit: Unit, to: CodeFor, place: str, text: str, now: int, until: int) -> None:
    """Until it is delivered a code lies here sealed; a later one for the same thing takes its place.

    It is urgent: a code that comes tomorrow, when a day's fifty are over, is no code. How many one may have sent has a
    limit of its own (`cloud.codes`), and each counts for the fifty.
    """
    key = new_id(now)
    sealed = b64encode(vault.seal(_sealed_for(key), text.encode())).decode()
    job = Job(key, Channel.SMS, to.phone, to.purpose.value, sealed, now, until, place=place, sealed=True, urgent=True)
    jobs.leave(unit, replace(job, organization=to.organization))


def message(unit: Unit, row: Message, channel: Channel, phone: str, *, renews: bool) -> None:
    """A message by a channel. By WeChat the newest of one that is renewed says it all; an SMS tells of each use."""
    place = f"{channel.value} {row.id}" if renews and channel is Channel.WECHAT else ""
    text, words = message_text(row.code, row.words), msgspec.json.encode(message_words(row.code, row.words)).decode()
    job = Job(new_id(row.at), channel, phone, row.code, text, row.at, row.at + MESSAGE_MS, words=words, place=place)
    jobs.leave(unit, replace(job, organization=row.organization, message=row.id))


class Mail(msgspec.Struct, frozen=True):
    """A mail as it lies among the jobs."""

    subject: str
    text: str
    enclosed: list[Enclosed]


def mail(unit: Unit, topic: str, organization: str, about: str, to: str, mail: Mail, now: int, until: int) -> None:
    """A mail to a mailbox; the row `about` shows what becomes of it. A later one about the same takes its place."""
    text = msgspec.json.encode(mail).decode()
    job = Job(new_id(now), Channel.EMAIL, to, topic, text, now, until, place=f"mail {organization} {about}")
    jobs.leave(unit, replace(job, organization=organization, message=about))


def letter(vault: Vault, job: Job) -> Letter:
    """What the recipient is to read. Raises `Unsealable`."""
    if job.channel is Channel.EMAIL:
        mail = msgspec.json.decode(job.text, type=Mail)
        to = (job.key, job.channel, job.recipient, job.topic, mail.text, "", job.created_at, job.expires_at)
        return Letter(*to, subject=mail.subject, enclosed=tuple(mail.enclosed))
    text, found, words = job.text, "", msgspec.json.decode(job.words, type=tuple[str, ...])
    if job.sealed:
        found = vault.open(_sealed_for(job.key), b64decode(job.text)).decode()
        words = (found, WORDS[Purpose(job.topic)][0])
        text = _CODE_TEXT.format(code=words[0], purpose=words[1])
    to = (job.key, job.channel, job.recipient, job.topic, text, found, job.created_at, job.expires_at)
    return Letter(*to, words=words)


def _sealed_for(key: str) -> str:
    return f"job {key}"
