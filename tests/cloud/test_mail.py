"""Mail to a server that behaves as a test wants, over a socket: files arrive whole, and what it says is understood."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from cloud import mail as mailing
from cloud import post
from cloud.channels import Enclosed, Letter, Rejected, Unreachable
from cloud.gateway.credentials import Authority
from cloud.mail import Mail
from cloud.settings import Settings
from cloud.stored import Bucket, Stored
from domain.exports import Format, SendExport
from domain.messages import Channel, DeliveryState, Message
from domain.uses import DAY_MS
from tests.cloud.smtp import authority, certified, serving
from tests.cloud.test_exports import MAILBOX, MINUTE, asked, export_of, fetched
from tests.cloud.world import pull_all, running
from tests.waiting import until, until_told

NAME = "用印记录-20260101.csv"


def trust(of: Authority, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "root.pem").write_bytes(of.root_pem)
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "root.pem"))


def mail(folder: Path, port: int, files: Stored | None = None, **more: Any) -> Mail:
    (folder / "o").mkdir(exist_ok=True)
    (folder / "o" / "file").write_bytes(b"\x00\xff,1\r\n" * 1000)
    settings = Settings(
        data=folder,
        maker_root=folder,
        smtp_host="127.0.0.1",
        smtp_port=port,
        smtp_from="signet@example.com",
        **{"smtp_security": "none", **more},
    )
    return Mail(settings, files or Stored(folder))


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


async def test_a_bucket_that_is_away_comes_back(tmp_path: Path) -> None:
    """What is enclosed lies there still: nobody is told that it is gone."""
    away = Stored(tmp_path, Bucket("bucket", "http://127.0.0.1:1", "us-east-1", "key", "secret"), patience_s=0.1)
    async with serving() as (server, port):
        with pytest.raises(Unreachable, match="mail_file_away") as error:
            await mail(tmp_path, port, files=away).send(letter())
        assert not error.value.may_have_arrived
    assert server.taken == []


LOGIN = {"smtp_user": "signet", "smtp_password": "geheim"}


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_a_letter_goes_by_tls_to_a_server_that_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    """Nothing but the wish for encryption is said in the clear."""
    known = authority()
    trust(known, tmp_path, monkeypatch)
    async with serving(certified(known, tmp_path), ("signet", "geheim"), upgrades=security == "starttls") as (
        server,
        port,
    ):
        await mail(tmp_path, port, smtp_security=security, **LOGIN).send(letter())
    assert [each["to"] for each in server.taken] == ["audit@example.com"]
    assert server.plain == (["EHLO", "STARTTLS"] if security == "starttls" else [])


@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize("wrong", ["authority", "name"])
async def test_a_certificate_that_is_not_trusted_gets_neither_letter_nor_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str, wrong: str
) -> None:
    known = authority()
    trust(authority() if wrong == "authority" else known, tmp_path, monkeypatch)
    context = certified(known, tmp_path, "127.0.0.2" if wrong == "name" else "127.0.0.1")
    async with serving(context, ("signet", "geheim"), upgrades=security == "starttls") as (server, port):
        with pytest.raises(Unreachable, match="mail_certificate") as error:
            await mail(tmp_path, port, smtp_security=security, **LOGIN).send(letter())
    assert not error.value.may_have_arrived
    assert server.taken == []
    assert "AUTH" not in server.plain


@pytest.mark.parametrize(
    ("login", "why"),
    [({"smtp_user": "signet", "smtp_password": "falsch"}, "mail_login"), ({}, "mail_login"), (LOGIN, "")],
)
async def test_a_login_that_is_needed_and_not_accepted_is_the_clouds_affair(
    tmp_path: Path, login: dict[str, str], why: str
) -> None:
    """No mailbox is to blame, so it is tried again: when its settings are mended, it goes."""
    async with serving(login=("signet", "geheim")) as (server, port):
        if why:
            with pytest.raises(Unreachable, match=why) as error:
                await mail(tmp_path, port, **login).send(letter())
            assert not error.value.may_have_arrived
        else:
            await mail(tmp_path, port, **login).send(letter())
    assert len(server.taken) == (0 if why else 1)


async def test_a_server_that_hangs_up_over_a_wrong_password_is_not_out_of_reach(tmp_path: Path) -> None:
    async with serving(login=("signet", "geheim"), AUTH="") as (_, port):
        with pytest.raises(Unreachable, match="mail_login"):
            await mail(tmp_path, port, **LOGIN).send(letter())


async def test_a_server_that_wants_encryption_says_so(tmp_path: Path) -> None:
    async with serving(MAIL="530 5.7.0 Must issue a STARTTLS command first") as (server, port):
        with pytest.raises(Unreachable, match="mail_not_safe"):
            await mail(tmp_path, port).send(letter())
    assert server.taken == []


@pytest.mark.parametrize("more", [{"smtp_security": "starttls"}, LOGIN])
async def test_a_server_that_does_not_offer_what_is_needed_gets_nothing(tmp_path: Path, more: dict[str, str]) -> None:
    async with serving() as (server, port):
        with pytest.raises(Unreachable, match="mail_not_safe"):
            await mail(tmp_path, port, **more).send(letter())
    assert server.taken == []
    assert "MAIL" not in server.plain


@pytest.mark.parametrize("gone", [".", "DATA"])
async def test_a_server_that_goes_away_in_the_middle_may_have_taken_it(tmp_path: Path, gone: str) -> None:
    async with serving(**{gone: ""}) as (_, port):
        with pytest.raises(Unreachable, match="mail_cut") as error:
            await mail(tmp_path, port).send(letter())
    assert error.value.may_have_arrived


@pytest.mark.parametrize("answer", ["", "421 4.4.2 closing", "500 what?"])
async def test_what_is_taken_is_taken_however_a_server_parts(tmp_path: Path, answer: str) -> None:
    async with serving(QUIT=answer) as (server, port):
        await mail(tmp_path, port).send(letter())
    assert len(server.taken) == 1
    async with serving(QUIT=answer, RCPT="550 5.1.1 no such mailbox") as (_, port):
        with pytest.raises(Rejected, match="no such mailbox"):
            await mail(tmp_path, port).send(letter())


async def test_a_server_may_think_for_a_while_before_it_takes_a_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It looks for viruses, say: who asks again meanwhile sends it twice."""
    monkeypatch.setattr(mailing, "WAIT_S", 0.5)
    async with serving() as (server, port):
        server.held["."] = asyncio.Event()
        sending = asyncio.create_task(mail(tmp_path, port).send(letter()))
        await until(lambda: server.taken)
        await asyncio.wait([sending], timeout=1.5)
        assert not sending.done()
        server.held["."].set()
        await sending
    assert len(server.taken) == 1


@pytest.mark.parametrize("security", ["none", "tls"])
async def test_a_letter_goes_piece_by_piece_however_long_all_of_it_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    """The server takes nothing for most of what is waited for a piece, and again: each time it is waited for anew."""
    monkeypatch.setattr(mailing, "WAIT_S", 2.0)
    known = authority()
    trust(known, tmp_path, monkeypatch)
    safe = certified(known, tmp_path) if security == "tls" else None
    async with serving(safe) as (server, port):
        channel = mail(tmp_path, port, smtp_security=security)
        (tmp_path / "o" / "large").write_bytes(bytes(12_000_000))
        server.pauses = [0.8] * 4
        await channel.send(letter("o/large"))
    (taken,) = server.taken
    (file,) = taken.iter_attachments()
    assert file.get_payload(decode=True) == bytes(12_000_000)


async def test_a_letter_for_which_it_takes_too_long_is_broken_off_and_does_not_arrive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailing, "SENDING_S", 0.0)
    async with serving() as (server, port):
        channel = mail(tmp_path, port)
        (tmp_path / "o" / "large").write_bytes(bytes(1_000_000))
        with pytest.raises(Unreachable, match="mail_slow") as error:
            await channel.send(letter("o/large"))
        await until(lambda: server.left)
    assert not error.value.may_have_arrived
    assert server.taken == []


async def test_a_letter_for_which_nobody_waits_any_more_is_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Delivered all the same, it was sent again, thirty times: each time it was said that it had not arrived."""
    monkeypatch.setattr(post, "MAIL_S", 0.5)
    async with serving() as (server, port):
        server.held["MAIL"] = asyncio.Event()
        of_mail = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none", "smtp_from": MAILBOX}
        async with running(tmp_path, **of_mail) as cloud:
            owner = await cloud.organization("19900000001")
            act = asked()
            await owner.done(act)

            async def waits() -> bool:
                row = await export_of(owner, act.id)
                return row.mail is not None and row.mail_why == "mail_cut"

            await until_told(waits)
            server.held.pop("MAIL").set()
            await until(lambda: server.left)
            assert server.taken == []
            monkeypatch.undo()
            cloud.now += MINUTE
            await cloud.service.post.work()
            row = await export_of(owner, act.id)
            assert row.mail is not None
            assert (row.mail.state, len(server.taken)) == (DeliveryState.SENT, 1)


@pytest.mark.req("R-152")
async def test_what_becomes_of_the_letter_of_an_export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a server of one's own, by TLS: why it waits is said, a letter cut off in the middle is sent again under the
    same name and said to have been, and a mailbox that does not exist is told of once."""
    known = authority()
    trust(authority(), tmp_path, monkeypatch)
    async with serving(certified(known, tmp_path), ("signet", "geheim"), upgrades=True, **{".": ""}) as (server, port):
        of_mail = {
            "smtp_host": "127.0.0.1",
            "smtp_port": port,
            "smtp_security": "starttls",
            "smtp_from": MAILBOX,
            **LOGIN,
        }
        async with running(tmp_path, **of_mail) as cloud:
            owner = await cloud.organization("19900000001")
            act = asked()
            await owner.done(act)

            async def stands(*wanted: object) -> None:
                async def so() -> bool:
                    row = await export_of(owner, act.id)
                    return row.mail is not None and (row.mail.state, row.mail_why, row.mailbox) == wanted

                await until_told(so)

            await stands(DeliveryState.WAITING, "mail_certificate", MAILBOX)
            trust(known, tmp_path, monkeypatch)
            cloud.now += MINUTE
            cloud.service.post.wake()
            await stands(DeliveryState.WAITING, "mail_cut", MAILBOX)
            del server.refused["."]
            cloud.now += MINUTE
            cloud.service.post.wake()
            await stands(DeliveryState.SENT, "mail_twice", MAILBOX)
            (taken,) = server.taken
            (file,) = taken.iter_attachments()
            assert file.get_payload(decode=True) == await fetched(owner, await export_of(owner, act.id), Format.CSV)

            server.refused["RCPT"] = "550 5.1.1 no such mailbox"
            await owner.done(SendExport(export=act.id, mailbox="nobody@example.com"))
            await stands(DeliveryState.FAILED, "550 5.1.1 no such mailbox", "nobody@example.com")
            cloud.now += DAY_MS
            await owner.enter()
            await cloud.service.post.work()
            owner.cursors.clear()
            told = [each for each in (await pull_all(owner)).of(Message) if each.code == "export_not_taken"]
            assert [each.words for each in told] == [["nobody@example.com", "550 5.1.1 no such mailbox"]]
            assert len(server.taken) == 1
