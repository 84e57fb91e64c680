"""Mail to a server that behaves as a test wants, over a socket: files arrive whole, and what it says is understood."""

import asyncio
import email
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast

import pytest

from cloud.channels import Enclosed, Letter, Rejected, Unreachable
from cloud.mail import Mail
from cloud.settings import Settings
from domain.messages import Channel

NAME = "用印记录-20260101.csv"


class Server:
    """Answers `refused` (by the first word of a command) as it is told; keeps what it took."""

    def __init__(self, refused: dict[str, str]) -> None:
        self.refused, self.taken = refused, list[EmailMessage]()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())

        say("220 here")
        while line := await reader.readline():
            word = line.decode().split(":")[0].split()[0].upper()
            if word in self.refused:
                say(self.refused[word])
            elif word == "DATA":
                say("354 go on")
                data = await reader.readuntil(b"\r\n.\r\n")
                if "." in self.refused:
                    say(self.refused["."])
                    continue
                plain = data.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n.")
                self.taken.append(cast(EmailMessage, email.message_from_bytes(plain, policy=default)))
                say("250 taken")
            elif word == "QUIT":
                say("221 bye")
                break
            else:
                say("250 ok")
        writer.close()


@asynccontextmanager
async def serving(**refused: str) -> AsyncGenerator[tuple[Server, int]]:
    server = Server(refused)
    listening = await asyncio.start_server(server.talk, "127.0.0.1", 0)
    async with listening:
        yield server, listening.sockets[0].getsockname()[1]


def mail(folder: Path, port: int) -> Mail:
    (folder / "o").mkdir(exist_ok=True)
    (folder / "o" / "file").write_bytes(b"\x00\xff,1\r\n" * 1000)
    settings = Settings(
        data=folder,
        maker_root=folder,
        smtp_host="127.0.0.1",
        smtp_port=port,
        smtp_security="none",
        smtp_from="signet@example.com",
    )
    return Mail(settings, folder)


def letter(key: str = "o/file") -> Letter:
    enclosed = (Enclosed(NAME, "text/csv", key),)
    to = ("k-1", Channel.EMAIL, "audit@example.com", "export", "您好\n.\n记录数：3", "", 1_767_240_000_000, 0)
    return Letter(*to, subject="云杉 用印记录导出", enclosed=enclosed)


async def test_a_letter_with_its_file_arrives(tmp_path: Path) -> None:
    async with serving() as (server, port):
        await mail(tmp_path, port).send(letter())
        await mail(tmp_path, port).send(letter())
    first, second = server.taken
    assert (first["to"], first["from"], first["subject"]) == (
        "audit@example.com",
        "signet@example.com",
        "云杉 用印记录导出",
    )
    assert first["message-id"] == second["message-id"]  # who gets it twice sees that
    body = first.get_body()
    assert body is not None
    assert body.get_content().splitlines() == ["您好", ".", "记录数：3"]
    (file,) = first.iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == (NAME, "text/csv")
    assert file.get_payload(decode=True) == b"\x00\xff,1\r\n" * 1000


@pytest.mark.parametrize(
    ("refused", "kind", "said"),
    [
        ({"RCPT": "550 5.1.1 no such mailbox"}, Rejected, "550 5.1.1 no such mailbox"),
        ({"RCPT": "451 4.2.1 try later"}, Unreachable, "451 4.2.1 try later"),
        ({".": "552 5.3.4 message too big"}, Rejected, "552 5.3.4 message too big"),
        ({"DATA": "421 4.3.2 shutting down"}, Unreachable, "421 4.3.2 shutting down"),
    ],
)
async def test_what_the_server_says_is_understood(
    tmp_path: Path, refused: dict[str, str], kind: type[Exception], said: str
) -> None:
    async with serving(**refused) as (server, port):
        with pytest.raises(kind, match=said):
            await mail(tmp_path, port).send(letter())
    assert server.taken == []


async def test_nobody_there_is_worth_trying_again(tmp_path: Path) -> None:
    async with serving() as (_, port):
        pass
    with pytest.raises(Unreachable) as error:
        await mail(tmp_path, port).send(letter())
    assert not error.value.may_have_arrived


async def test_a_file_that_is_gone_is_no_letter(tmp_path: Path) -> None:
    async with serving() as (server, port):
        with pytest.raises(Rejected, match="export_gone"):
            await mail(tmp_path, port).send(letter("o/gone"))
    assert server.taken == []
