"""One console's requests to one cloud. aiohttp is loaded with the first of them, beside the loop."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import quote

import msgspec

from app.sync.address import check_address
from app.sync.errors import CloudError, Offline, ProblemError, SignedOut
from domain.codes import Purpose
from domain.exports import ExportFile
from protocol.sync import (
    SCHEMA,
    SCHEMA_HEADER,
    AskCertificate,
    AskClaim,
    AskCode,
    AskPurposeCode,
    AskTicket,
    BegunSecondFactor,
    CarriedSlice,
    Certificate,
    Claim,
    ContactQuestion,
    ContactReply,
    EnterByTicket,
    FactorCode,
    NameConsole,
    Platform,
    Poke,
    Problem,
    Push,
    Pushed,
    RecoveryCodes,
    Refresh,
    SealingKeyTaken,
    ShownTicket,
    SignedIn,
    SignIn,
    SliceTaken,
    TellSealingKey,
    Ticket,
    TicketState,
    UpgradeSeen,
    WeChatBinding,
)

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession

T = TypeVar("T")
# Renews the session with the refresh token; raises `SignedOut`.
Renew = Callable[[], Awaitable[SignedIn]]

ANSWER_WITHIN_S = 30.0
PAGE_WITHIN_S = 60.0
# A channel that has died without a word is noticed after this.
HEARTBEAT_S = 20.0
_PACKED = {"Accept-Encoding": "zstd"}
PIECE = 1 << 18  # bytes of a file that is written while more of it comes
NOT_DONE, UNAUTHORIZED, FORBIDDEN, SERVER_FAULT = 300, 401, 403, 500


@dataclass(frozen=True)
class Answer:
    """`offset`: how much of a file the cloud holds, where it says so."""

    content: bytes
    offset: int | None


Call = Callable[[dict[str, str]], Awaitable[Answer]]


class Client:
    """`language` is asked at each request: the cloud's sentences are in the language of the screens."""

    def __init__(self, base: str, renew: Renew | None = None, language: Callable[[], str] = lambda: "zh-CN") -> None:
        self.base = check_address(base)
        self._renew = renew
        self._language = language
        self._session: ClientSession | None = None
        self._access: str | None = None
        self.heard: Callable[[], None] = lambda: None  # called with each answer, whatever it says
        self._renewing = asyncio.Lock()

    def use(self, access: str | None) -> None:
        """Speak with this token from now on (none: with one that has to be renewed first)."""
        self._access = access

    async def close(self) -> None:
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def platform(self) -> Platform:
        return await self._ask("GET", "/v1/platform", Platform, known=False)

    async def ask_code(self, phone: str) -> None:
        await self._raw("POST", "/v1/sign-in/code", AskCode(phone=phone), known=False)

    async def sign_in(self, asked: SignIn) -> SignedIn:
        return await self._ask("POST", "/v1/sign-in", SignedIn, asked, known=False)

    async def ask_ticket(self, asked: AskTicket) -> Ticket:
        return await self._ask("POST", "/v1/sign-in/wechat", Ticket, asked, known=False)

    async def ticket_state(self, shown: ShownTicket) -> TicketState:
        return await self._ask("POST", "/v1/sign-in/wechat/state", TicketState, shown, known=False)

    async def cancel_ticket(self, shown: ShownTicket) -> None:
        await self._raw("POST", "/v1/sign-in/wechat/cancel", shown, known=False)

    async def enter_by_ticket(self, entering: EnterByTicket) -> SignedIn:
        return await self._ask("POST", "/v1/sign-in/wechat/enter", SignedIn, entering, known=False)

    async def refresh(self, token: str) -> SignedIn:
        return await self._ask("POST", "/v1/sign-in/refresh", SignedIn, Refresh(refresh=token), known=False)

    async def sign_out(self) -> None:
        await self._raw("POST", "/v1/sign-out", None)

    async def sign_out_console(self, console: str) -> None:
        await self._raw("POST", f"/v1/consoles/{quote(console)}/sign-out", None)

    async def name_console(self, console: str, name: str) -> None:
        await self._raw("POST", f"/v1/consoles/{quote(console)}/name", NameConsole(name=name))

    async def wechat_binding(self) -> WeChatBinding:
        return await self._ask("GET", "/v1/wechat", WeChatBinding)

    async def unbind_wechat(self) -> None:
        await self._raw("DELETE", "/v1/wechat", None)

    async def begin_second_factor(self) -> BegunSecondFactor:
        return await self._ask("POST", "/v1/second-factor", BegunSecondFactor)

    async def confirm_second_factor(self, code: str) -> RecoveryCodes:
        return await self._ask("POST", "/v1/second-factor/confirm", RecoveryCodes, FactorCode(code=code))

    async def recovery_codes(self, code: str) -> RecoveryCodes:
        return await self._ask("POST", "/v1/second-factor/recovery-codes", RecoveryCodes, FactorCode(code=code))

    async def end_second_factor(self, code: str) -> None:
        await self._raw("POST", "/v1/second-factor/off", FactorCode(code=code))

    async def ask_purpose_code(self, organization: str, purpose: Purpose, phone: str | None = None) -> None:
        """Have a code sent for something a member does; `phone`: a new owner's, else the cloud knows whose."""
        asked = AskPurposeCode(purpose=purpose, organization=organization, phone=phone)
        await self._raw("POST", "/v1/codes", asked)

    async def certificate(self, organization: str) -> Certificate:
        return await self._ask("POST", "/v1/certificates", Certificate, AskCertificate(organization=organization))

    async def claim(self, serial: str, organization: str) -> Claim:
        path = f"/v1/seals/{quote(serial)}/claim"
        return await self._ask("POST", path, Claim, AskClaim(organization=organization))

    async def contact(self, serial: str, question: bytes, identity: bytes | None = None) -> ContactReply:
        asked = ContactQuestion(question=question, identity=identity)
        return await self._ask("POST", f"/v1/seals/{quote(serial)}/contact", ContactReply, asked)

    async def tell_sealing_key(self, serial: str, word: bytes) -> SealingKeyTaken:
        """The seal's signed word on its key for documents: its certificate comes with the next pull."""
        path = f"/v1/seals/{quote(serial)}/sealing-key"
        return await self._ask("POST", path, SealingKeyTaken, TellSealingKey(word=word))

    async def revoked(self, organization: str) -> bytes:
        """The list (DER) of the certificates of an organization's seals that are revoked; of any organization."""
        return await self._raw("GET", f"/v1/crl/{quote(organization)}.crl", None, known=False)

    async def send_slice(self, serial: str, blob: bytes) -> SliceTaken:
        return await self._ask("POST", f"/v1/seals/{quote(serial)}/slices", SliceTaken, CarriedSlice(slice=blob))

    async def fetch_release(self, serial: str, release: str) -> bytes:
        """The image of a release that the seal wants. Raises `ProblemError` file_does_not_match if it is another."""
        return await self._whole(f"/v1/seals/{quote(serial)}/releases/{quote(release)}", release)

    async def tell_upgrade(self, serial: str, seen: UpgradeSeen) -> None:
        """How far the seal in front of this console is with a release."""
        await self._raw("POST", f"/v1/seals/{quote(serial)}/upgrade", seen)

    async def push(self, push: Push) -> Pushed:
        return await self._ask("POST", "/v1/push", Pushed, push)

    async def pull(
        self, organization: str, stream: str, cursor: str, again: Iterable[str] = (), *, tally: bool = False
    ) -> bytes:
        """A page as it travels (see `pull.read_page`): reading it is no work for the loop."""
        query = f"organization={quote(organization)}&stream={quote(stream)}&cursor={quote(cursor)}"
        query += f"&again={quote(','.join(again))}" if again else ""
        query += "&tally=1" if tally else ""
        return await self._raw("GET", f"/v1/pull?{query}", None, within=PAGE_WITHIN_S, headers=_PACKED)

    async def put_part(self, organization: str, sha256: str, offset: int, total: int, part: bytes) -> int:
        """Send the bytes from `offset` on of a file of `total` bytes; how many the cloud holds now.

        Where it holds another number, nothing is taken and it says which. Raises `ProblemError` file_does_not_match.
        """
        path = f"/v1/files/{quote(organization)}/{quote(sha256)}?offset={offset}&total={total}"
        call = partial(self._send, "PUT", path, part, PAGE_WITHIN_S)
        try:
            answer = await self._known(call, {"Content-Type": "application/octet-stream"})
        except ProblemError as error:
            if error.code == "offset_wrong" and error.offset is not None:
                return error.offset
            raise
        return total if answer.offset is None else answer.offset

    async def fetch_file(self, organization: str, sha256: str) -> bytes:
        """The content, which is what its address says. Raises `ProblemError` file_does_not_match otherwise."""
        return await self._whole(f"/v1/files/{quote(organization)}/{quote(sha256)}", sha256)

    async def _whole(self, path: str, sha256: str) -> bytes:
        data = await self._raw("GET", path, None, within=PAGE_WITHIN_S)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ProblemError(SERVER_FAULT, "file_does_not_match")
        return data

    async def fetch_small(self, organization: str, sha256: str) -> bytes:
        """A small picture of it, for a list: nobody has looked at the photo by that."""
        path = f"/v1/files/{quote(organization)}/{quote(sha256)}/small"
        return await self._raw("GET", path, None, within=PAGE_WITHIN_S)

    async def save_export(self, organization: str, export: str, file: ExportFile, to: Path) -> None:
        """Write a file of an export there, piece by piece, whole or not at all. Raises a `CloudError` or `OSError`."""
        path = f"/v1/exports/{quote(organization)}/{quote(export)}/{quote(file.format.value)}/{file.volume}"
        await self._known(partial(self._save, path, file.sha256, to), {})

    async def _save(self, path: str, sha256: str, to: Path, headers: dict[str, str]) -> Answer:
        session = await self._open()
        from aiohttp import ClientError, ClientTimeout

        part, digest = to.with_name(f"{to.name}.part"), hashlib.sha256()
        file = await asyncio.to_thread(part.open, "wb")
        try:
            headers = {"Accept-Language": self._language(), **headers}
            within = ClientTimeout(total=None, sock_connect=ANSWER_WITHIN_S, sock_read=PAGE_WITHIN_S)
            async with session.get(path, headers=headers, timeout=within, allow_redirects=False) as answer:
                if answer.status >= NOT_DONE:
                    raise self._problem(answer, await answer.read())
                self.heard()
                async for piece in answer.content.iter_chunked(PIECE):
                    digest.update(piece)
                    await asyncio.to_thread(file.write, piece)
            await asyncio.to_thread(file.close)
            if digest.hexdigest() != sha256:
                raise ProblemError(SERVER_FAULT, "file_does_not_match")
            await asyncio.to_thread(part.replace, to)
        except (ClientError, TimeoutError) as error:
            raise Offline(str(error) or type(error).__name__) from error
        finally:
            file.close()
            part.unlink(missing_ok=True)
        return Answer(b"", None)

    @asynccontextmanager
    async def live(self) -> AsyncGenerator[AsyncGenerator[Poke]]:
        """The live channel: `async with client.live() as pokes: async for poke in pokes`."""
        session = await self._open()
        import aiohttp

        access = await self._token(None)
        try:
            try:
                socket = await session.ws_connect("/v1/live", headers=_bearer(access), heartbeat=HEARTBEAT_S)
            except aiohttp.WSServerHandshakeError as error:
                if error.status not in (UNAUTHORIZED, FORBIDDEN):
                    raise
                headers = _bearer(await self._token(access))
                socket = await session.ws_connect("/v1/live", headers=headers, heartbeat=HEARTBEAT_S)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise Offline(str(error)) from error
        self.heard()
        try:
            async with aclosing(_pokes(socket)) as pokes:
                yield pokes
        finally:
            await socket.close()

    async def _ask(self, method: str, path: str, kind: type[T], body: Any = None, known: bool = True) -> T:
        data = await self._raw(method, path, body, known)
        try:
            return msgspec.json.decode(data, type=kind)
        except msgspec.MsgspecError as error:
            raise ProblemError(SERVER_FAULT, "update_needed", str(error)) from error

    async def _raw(
        self,
        method: str,
        path: str,
        body: Any,
        known: bool = True,
        within: float = ANSWER_WITHIN_S,
        headers: dict[str, str] | None = None,
    ) -> bytes:
        """The body of the answer. `known`: the cloud is told who asks. Raises a `CloudError`."""
        data = None if body is None else msgspec.json.encode(body)
        call = partial(self._send, method, path, data, within)
        return (await (self._known(call, headers or {}) if known else call(headers or {}))).content

    async def _known(self, call: Call, headers: dict[str, str]) -> Answer:
        """The request with a token, and once more with a fresh one if that is over."""
        access = await self._token(None)
        try:
            return await call({**_bearer(access), **headers})
        except ProblemError as error:
            if error.status != UNAUTHORIZED:
                raise
        try:
            return await call({**_bearer(await self._token(access)), **headers})
        except ProblemError as error:
            if error.status == UNAUTHORIZED:
                raise SignedOut(str(error)) from error
            raise

    async def _token(self, stale: str | None) -> str:
        """A token that is not the stale one; whoever comes while it is renewed waits for that one."""
        async with self._renewing:
            if self._access is None or self._access == stale:
                if self._renew is None:
                    raise SignedOut("nobody has signed in")
                self._access = (await self._renew()).access
            return self._access

    async def _send(self, method: str, path: str, data: bytes | None, within: float, headers: dict[str, str]) -> Answer:
        session = await self._open()
        from aiohttp import ClientError, ClientTimeout

        headers = {"Accept-Language": self._language(), **headers}
        if data is not None:
            headers.setdefault("Content-Type", "application/json")
        try:
            async with session.request(
                method, path, data=data, headers=headers, timeout=ClientTimeout(within), allow_redirects=False
            ) as answer:
                content = await answer.read()
                if answer.status >= NOT_DONE:
                    raise self._problem(answer, content)
                self.heard()
                return Answer(content, _offset(answer))
        except (ClientError, OSError, TimeoutError) as error:
            raise Offline(str(error) or type(error).__name__) from error

    def _problem(self, answer: "ClientResponse", content: bytes) -> CloudError:
        try:
            problem = msgspec.json.decode(content, type=Problem)
        except msgspec.MsgspecError:
            if answer.status >= SERVER_FAULT:  # somebody in between says that the cloud is not there
                return Offline(f"HTTP {answer.status}")
            return ProblemError(answer.status, "malformed", f"HTTP {answer.status}")
        self.heard()
        return ProblemError(answer.status, problem.code, problem.sentence, problem.field, _offset(answer))

    async def _open(self) -> "ClientSession":
        if self._session is None:
            # Loading it takes a third of a second: not on the loop, on which a window lives.
            aiohttp = await asyncio.to_thread(_load)
            if self._session is None:
                headers, jar = {"Accept-Encoding": "identity", SCHEMA_HEADER: str(SCHEMA)}, aiohttp.DummyCookieJar()
                self._session = aiohttp.ClientSession(self.base, auto_decompress=False, cookie_jar=jar, headers=headers)
        return cast("ClientSession", self._session)


def _load() -> Any:
    import aiohttp

    return aiohttp


def _bearer(access: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {access}"}


def _offset(answer: "ClientResponse") -> int | None:
    text = answer.headers.get("Upload-Offset", "")
    return int(text) if text.isdecimal() else None


async def _pokes(socket: Any) -> AsyncGenerator[Poke]:
    """What the cloud says, until one side ends it; raises `Offline` if the line broke."""
    from aiohttp import ClientError, WSMsgType

    try:
        async for message in socket:
            if message.type in (WSMsgType.TEXT, WSMsgType.BINARY):
                yield msgspec.json.decode(message.data, type=Poke)
    except (ClientError, OSError, TimeoutError, msgspec.MsgspecError) as error:
        raise Offline(str(error)) from error
