"""Consoles in the process of the tests, each with a line to the cloud that may be cut, or lose what is answered."""

import hashlib
import shutil
from collections.abc import Awaitable, Callable, Sequence
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from sqlalchemy import select

from app.models import carried, files, outbox, pages
from app.models.files import Blob
from app.models.store import Tx
from app.models.tables import cursors
from app.models.tables import outbox as acts
from app.models.tallies import DAY_MS
from app.services.courier import Courier
from app.services.desk import Submitted
from app.sync.errors import Offline, ProblemError, SignedOut
from app.sync.pull import Puller
from app.sync.push import push
from app.sync.slices import send_slices
from app.sync.uploads import send_files
from domain.rows import Act
from domain.verdict import Refused
from protocol.sync import Push
from tests.app.console import Console
from tests.cloud.world import Cloud

T = TypeVar("T")
Work = Callable[[], Awaitable[T]]


class Line(Enum):
    """What becomes of a request: it is answered, or the answer is lost, or it is sent twice, or act by act."""

    GOOD = "good"
    LOST = "lost"
    TWICE = "twice"
    ONE_BY_ONE = "one by one"


class Place:
    """The console `name` of whoever has this phone. Not `online`: what is done there waits for the next time it is.

    `took_part`: something was done there.
    """

    def __init__(self, name: str, phone: str, profile: Path, cloud: Cloud) -> None:
        self.name, self.phone, self.profile = name, phone, profile
        self.online, self.took_part = True, False
        self.submitted: list[str] = []
        self._cloud = cloud
        self._console: Console | None = None

    def __repr__(self) -> str:
        return self.name

    async def console(self) -> Console:
        """Open from when it is first needed."""
        if self._console is None:
            self._console = Console(self.profile, self._cloud)
            await self._console.open(sync=False)
            console = self._console
            self._puller = Puller(console.store, console.client, console.account.sign, self._now)
        return self._console

    async def close(self) -> None:
        if self._console is not None:
            console, self._console = self._console, None
            await console.close()

    async def copied(self, name: str) -> "Place":
        """Somebody copies the profile: two consoles with one past, one key and one session."""
        await self.console()
        await self.close()
        profile = self.profile.with_name(name)
        shutil.copytree(self.profile, profile)
        other = Place(name, self.phone, profile, self._cloud)
        other.submitted = list(self.submitted)
        return other

    async def read(self, work: Callable[[Tx], T]) -> T:
        return await (await self.console()).store.run(work)

    async def submit(self, organization: str, act: Act, attach: Sequence[Blob] = ()) -> str:
        """As a person does it: empty, or the code with which the rule refuses it here."""
        console = await self.console()
        self.took_part = True
        done = await console.desk.submit(organization, act, attach)
        if isinstance(done, Submitted):
            self.submitted.append(done.id)
            return ""
        assert isinstance(done, Refused)
        return done.code

    async def force(self, organization: str, act: Act) -> None:
        """As a console does it that is not to be trusted: whatever the rule says."""
        console = await self.console()
        add: Callable[[Tx], str] = lambda tx: outbox.add(  # noqa: E731
            tx, organization, act, self._cloud.now, console.account.sign
        )
        self.submitted.append(await console.store.run(add))

    async def steal(self, organization: str, act: Act, id: str) -> bool:
        """An act under an id that is somebody else's; False if it is this console's own."""
        console = await self.console()

        def write(tx: Tx) -> bool:
            if tx.connection.execute(acts.select().where(acts.c.id == id)).first() is not None:
                return False
            args, name = msgspec.json.encode(act), type(act).__name__
            outbox._write(tx, id, organization, name, args, self._cloud.now, console.account.sign)
            return True

        return await console.store.run(write)

    async def speak(self, work: Work[T], *refusals: str) -> T | None:
        """Ask the cloud for something; who was signed out signs in again. None: it could not be had, for he is not (or
        may not), or for one of these `refusals`."""
        try:
            try:
                return await work()
            except SignedOut:
                console = await self.console()
                await console.enter(self.phone)
                return await work()
        except ProblemError as error:
            assert error.code in ("not_found", "not_allowed", *refusals), error.code
            return None
        except Offline:
            return None

    async def push(self, line: Line = Line.GOOD) -> None:
        """Send the acts that wait."""
        console = await self.console()
        with _Line(console.client, "push", line):
            await self.speak(lambda: push(console.store, console.client, console.account.sign, self._now, _pushed))

    async def pull(self, organization: str | None = None) -> None:
        """Hear what is new, of an organization or of everything."""
        await self.console()
        if organization is None:
            self._puller.want_all()
        else:
            self._puller.want(organization)
        await self.speak(self._puller.pull)

    async def miscounted(self) -> list[str]:
        """Organizations of which something else is here than the cloud counts, when everything has been pulled."""
        console = await self.console()
        later = Puller(console.store, console.client, console.account.sign, lambda: self._now() + DAY_MS)
        await self.speak(later.check)
        return await self.read(lambda tx: [pull for pull in pages.pulled(tx) if pages.asking(tx, pull).again])

    async def pull_a_page(self, organization: str) -> None:
        """And there the line breaks."""
        await self.console()
        await self.speak(lambda: self._puller._turn(organization))

    async def send_slices(self, line: Line = Line.GOOD) -> None:
        console = await self.console()
        with _Line(console.client, "send_slice", line):
            await self.speak(lambda: send_slices(console.store, console.client, self._now))

    async def send_files(self, line: Line = Line.GOOD) -> None:
        console = await self.console()
        with _Line(console.client, "put_part", line):
            await self.speak(lambda: send_files(console.store, console.client, self._now))

    async def sync(self, line: Line = Line.GOOD) -> None:
        """Everything up and everything down, as far as the line lets it."""
        if not self.online:
            return
        await self.push(line)
        await self.send_slices(line)
        await self.send_files(line)
        await self.pull()

    async def courier(self) -> Courier:
        console = await self.console()
        return Courier(console.store, console.client, self._now)

    async def certificate(self, organization: str) -> bytes | None:
        """What opens a session with the organization's seals; a new one if the cloud can be reached."""
        console = await self.console()
        if self.online:
            await self.speak(console.certificates.renew)
        return await console.certificates.certificate(organization)

    def _now(self) -> int:
        return self._cloud.now


class _Line:
    """For so long, what becomes of this request of a client."""

    def __init__(self, client: Any, name: str, line: Line) -> None:
        self._client, self._name, self._line = client, name, line
        self._send = getattr(client, name)

    def __enter__(self) -> None:
        async def sent(*args: Any) -> Any:
            if self._line is Line.ONE_BY_ONE and isinstance(args[0], Push):
                args = (Push(stream=args[0].stream, acts=args[0].acts[:1]),)
            answer = await self._send(*args)
            if self._line is Line.TWICE:
                answer = await self._send(*args)
            if self._line is Line.LOST:
                raise Offline("the answer was lost")
            return answer

        setattr(self._client, self._name, sent)

    def __exit__(self, *_error: object) -> None:
        setattr(self._client, self._name, self._send)


def _pushed(_organizations: set[str]) -> None:
    """They are pulled when the story says so."""


def unsent(tx: Tx) -> tuple[Any, ...]:
    """What has not reached the cloud, or has not come back."""
    return outbox.unsettled(tx), carried.waiting(tx), files.waiting(tx), [*carried.failed(tx), *files.failed(tx)]


def rev_of(tx: Tx, pull: str) -> int:
    """Up to which version it has been pulled."""
    return tx.connection.execute(select(cursors.c.rev).where(cursors.c.pull == pull)).scalar() or 0


def picture(text: str) -> Blob:
    """A photo whose content nobody looks at."""
    return Blob("image/png", b"\x89PNG" + hashlib.sha256(text.encode()).digest())
