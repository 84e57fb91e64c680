"""Mail to a server that somebody else has written (aiosmtpd): it speaks SMTP as it is spoken, and fails after it has
taken a letter."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from cloud.channels import Rejected, Unreachable
from tests.cloud.smtp import authority, certified
from tests.cloud.test_mail import LOGIN, NAME, letter, mail, trust


class Mailboxes:
    """Answers each letter as it is told to, in turn; what it took."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.taken: list[Envelope] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            self.taken.append(envelope)
        return answer

    def message(self) -> EmailMessage:
        (envelope,) = self.taken
        return cast(EmailMessage, message_from_bytes(cast(bytes, envelope.content), policy=default))


@asynccontextmanager
async def serving(mailboxes: Mailboxes, **more: Any) -> AsyncIterator[int]:
    """Its port at 127.0.0.1."""
    loop = asyncio.get_running_loop()

    def talk() -> SMTP:
        return SMTP(mailboxes, hostname="here", loop=loop, **more)

    server = await loop.create_server(talk, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()


@pytest.mark.req("R-152")
@pytest.mark.req("A-05", "A")
async def test_a_letter_arrives_whole_after_a_login_under_tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known, mailboxes = authority(), Mailboxes()
    trust(known, tmp_path, monkeypatch)

    def knows(_server: Any, _session: Any, _envelope: Any, _way: str, given: Any) -> AuthResult:
        right = given == LoginPassword(b"signet", b"geheim")
        return AuthResult(success=right, handled=right)

    safe = {"tls_context": certified(known, tmp_path), "require_starttls": True}
    async with serving(mailboxes, **safe, authenticator=knows, auth_required=True) as port:
        with pytest.raises(Unreachable, match="mail_login"):
            await mail(tmp_path, port, smtp_security="starttls", **{**LOGIN, "smtp_password": "x"}).send(letter())
        await mail(tmp_path, port, smtp_security="starttls", **LOGIN).send(letter())
        with pytest.raises(Unreachable, match="mail_not_safe"):
            await mail(tmp_path, port).send(letter())
    taken = mailboxes.message()
    assert (taken["subject"], mailboxes.taken[0].rcpt_tos) == ("云杉 用印记录导出", ["audit@example.com"])
    (file,) = taken.iter_attachments()
    assert (file.get_filename(), file.get_payload(decode=True)) == (NAME, b"\x00\xff,1\r\n" * 1000)


async def test_a_server_that_takes_a_letter_and_then_fails_has_not_taken_it(tmp_path: Path) -> None:
    mailboxes = Mailboxes("451 4.3.0 try again later", "554 5.7.1 looks like spam")
    async with serving(mailboxes) as port:
        channel = mail(tmp_path, port)
        with pytest.raises(Unreachable, match=r"451 4.3.0 try again later"):
            await channel.send(letter())
        with pytest.raises(Rejected, match=r"554 5.7.1 looks like spam"):
            await channel.send(letter())
        assert mailboxes.taken == []
        await channel.send(letter())
    assert mailboxes.message()["message-id"] == "<k-1@signet>"


async def test_what_is_larger_than_a_server_takes_is_refused_by_it(tmp_path: Path) -> None:
    mailboxes = Mailboxes()
    async with serving(mailboxes, data_size_limit=1000) as port:
        with pytest.raises(Rejected, match="552"):
            await mail(tmp_path, port).send(letter())
    assert mailboxes.taken == []
