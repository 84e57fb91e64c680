"""Mail by a server that the settings name (SMTP). What its server says when it refuses is handed on to who wrote; what
is wrong between it and this cloud, as a code of `domain.wording`, and to the log."""

import asyncio
import logging
import smtplib
import socket
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any

from cloud.channels import Letter, Rejected, Unreachable
from cloud.settings import Settings
from cloud.stored import Stored

AT_ONCE = 2  # letters, in threads of their own: each is in memory several times over, and may take its time
WAIT_S = 15.0  # for each answer of the server, and until it takes another piece
SENDING_S = 600.0  # for a whole letter: 20 MB by an uplink of 300 kbit/s
# For the word that it is taken: a server looks for viruses first. Who asks again too soon sends it twice (RFC 5321,
# 4.5.3.2.6).
TAKEN_S = 300.0
PIECE = 64 * 1024
FOR_GOOD = 500  # replies from here on say: not this one, however often (RFC 5321)
CLOSING = 421
WHO_ARE_YOU = (454, 530, 534, 535, 538)  # but these speak of the cloud's own login (RFC 4954): no mailbox is to blame
_LOG = logging.getLogger(__name__)


class Mail:
    """A channel to mailboxes. `files`: from which it takes what is enclosed."""

    def __init__(self, settings: Settings, files: Stored) -> None:
        self._settings, self._files = settings, files
        self._threads = ThreadPoolExecutor(AT_ONCE, "mail")

    async def send(self, letter: Letter) -> None:
        """It ends by itself, after some quarter of an hour at the most; when it is cancelled it is cut off."""
        line = _Line()
        try:
            await asyncio.get_running_loop().run_in_executor(self._threads, self._send, letter, line)
        finally:
            line.cut()

    def _send(self, letter: Letter, line: "_Line") -> None:
        message = self._message(letter)
        try:
            server = self._connected()
            line.hold(server)
        except (OSError, smtplib.SMTPException) as error:  # also who we are: nothing that a mailbox is to blame for
            _LOG.warning("mail by %s: %s", self._settings.smtp_host, error)
            raise Unreachable(_why(error)) from error
        try:
            server.send_message(message)
        except _TooSlow as error:
            raise Unreachable("mail_slow") from error
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise _refused(code, said) from error
        except smtplib.SMTPResponseException as error:
            raise _refused(error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable("mail_cut", may_have_arrived=True) from error
        finally:  # its answer is not waited for: whatever it is, the letter is taken or not taken by now
            with suppress(OSError, smtplib.SMTPException):
                server.putcmd("quit")
            server.close()

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._settings.smtp_from or self._settings.smtp_user
        message["To"] = letter.recipient
        message["Subject"] = letter.subject
        message["Date"] = formatdate(letter.at / 1000)
        message["Message-ID"] = f"<{letter.key}@signet>"  # the same each time: who gets it twice sees that
        message.set_content(letter.text)
        for each in letter.enclosed:
            try:
                content = self._files.read(each.key)
            except FileNotFoundError as error:
                raise Rejected("export_gone") from error
            except OSError as error:  # a bucket that is away comes back
                raise Unreachable("mail_file_away") from error
            kind, _, of = each.media.partition("/")
            message.add_attachment(content, maintype=kind, subtype=of, filename=each.name)
        return message

    def _connected(self) -> "_Server":
        at, safe = self._settings, ssl.create_default_context()
        if at.smtp_security == "tls":
            server: _Server = _SafeServer(at.smtp_host, at.smtp_port, timeout=WAIT_S, context=safe)
        else:
            server = _Server(at.smtp_host, at.smtp_port, timeout=WAIT_S)
        try:
            if at.smtp_security == "starttls":
                server.starttls(context=safe)
            if at.smtp_user:
                _log_in(server, at.smtp_user, at.smtp_password.get_secret_value())
        except BaseException:
            server.close()
            raise
        return server


class _TooSlow(Exception):
    """The letter was broken off before its end: no server takes half of one."""


class _Server(smtplib.SMTP):
    """Takes a letter in pieces, and waits for each: `smtplib` waits as long for a whole one as for a word."""

    def send(self, s: Any) -> None:
        data: bytes = s.encode("ascii") if isinstance(s, str) else bytes(s)
        until = time.monotonic() + SENDING_S
        for at in range(0, len(data), PIECE):
            if at and time.monotonic() > until:
                self.close()
                raise _TooSlow
            super().send(data[at : at + PIECE])
        if data.endswith(b"\r\n.\r\n") and self.sock is not None:
            self.sock.settimeout(TAKEN_S)


class _SafeServer(_Server, smtplib.SMTP_SSL):
    pass


class _Line:
    """The connection of one letter, which another thread may cut: none arrives for which nobody waits any more."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._server: _Server | None = None
        self._is_cut = False

    def hold(self, server: _Server) -> None:
        """Raises `OSError` if it is cut already."""
        with self._lock:
            self._server = server
            if self._is_cut:
                server.close()
                raise ConnectionAbortedError

    def cut(self) -> None:
        with self._lock:
            self._is_cut = True
            connection = None if self._server is None else self._server.sock
            if connection is not None:
                with suppress(OSError):
                    socket.socket.shutdown(connection, socket.SHUT_RDWR)  # also below TLS: whoever waits there wakes


def _log_in(server: smtplib.SMTP, user: str, password: str) -> None:
    try:
        server.login(user, password)
    except smtplib.SMTPServerDisconnected as error:  # one way to log in after the other: some hang up over that
        raise smtplib.SMTPAuthenticationError(CLOSING, str(error)) from error


def _why(error: Exception) -> str:
    """Why nobody could be spoken to; empty: nobody is there."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return "mail_certificate"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "mail_login"
    return "mail_not_safe" if isinstance(error, smtplib.SMTPNotSupportedError) else ""


def _refused(code: int, said: bytes | str) -> Rejected | Unreachable:
    if code in WHO_ARE_YOU:
        _LOG.warning("mail: %s %s", code, said)
        return Unreachable("mail_not_safe" if "STARTTLS" in str(said) else "mail_login")
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    line = " ".join(f"{code} {text}".split())
    return Rejected(line) if code >= FOR_GOOD else Unreachable(line)
