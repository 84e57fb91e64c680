"""The console's lock (C-37): locked it shows nothing and has no Bluetooth, while the sync goes on.

Whether it is locked stands in the person's database, so that a fresh start of the program does not open it. It opens by
a PIN (`app.services.pin`) or by a new sign-in code of the same person.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol, TypeVar

from app.models import meta
from app.models.store import Store, Tx
from app.services.secrets import Secrets, SecretsLost

if TYPE_CHECKING:  # the PIN is for later than the first window
    from app.services.pin import Answer, Pins

T = TypeVar("T")
_LOCKED = "locked"


class Person(Protocol):
    """Whoever is signed in: `app.services.account.Account`."""

    @property
    def phone(self) -> str: ...

    def secrets(self) -> Secrets:
        """Raises `SecretsLost`."""
        ...

    async def ask_code(self, phone: str) -> None:
        """Raises a `CloudError`."""
        ...

    async def sign_in_again(self, code: str, second_factor: str | None = None) -> None:
        """Raises a `CloudError` (`OtherPerson`: the phone is somebody else's by now) or `SecretsLost`."""
        ...


class Lock:
    """`locked`; `proved`: since it was last locked the person has signed in, so that a PIN may be set without the old.

    `load` it before anything of the person is shown.
    """

    def __init__(self, store: Store, person: Person) -> None:
        self.locked = True
        self.proved = False
        self._store = store
        self._person = person
        self._listeners: list[Callable[[], None]] = []
        self._keeping: set[asyncio.Task[None]] = set()
        self._judging = asyncio.Lock()

    @property
    def phone(self) -> str:
        """Where a new code is sent."""
        return self._person.phone

    def subscribe(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Be called on the loop whenever it was locked or opened; returns how to stop that."""
        self._listeners.append(changed)
        return lambda: self._listeners.remove(changed)

    async def load(self, *, signed_in_now: bool = False) -> None:
        """As it was left; whoever has just signed in has opened it."""
        if signed_in_now:
            await self._open(proved=True)
        else:
            self.locked = bool(await self._store.run(lambda tx: meta.get(tx, _LOCKED)))

    def lock(self) -> None:
        """At once; what is told to the database follows."""
        if not self.locked:
            self.proved = False
            self._set(locked=True)
            task = asyncio.create_task(self._keep(), name="lock")
            self._keeping.add(task)
            task.add_done_callback(self._kept)

    async def close(self) -> None:
        """Until the database has been told."""
        await asyncio.gather(*self._keeping, return_exceptions=True)

    async def tries_left(self) -> int | None:
        """How often a wrong PIN may still be tried; none without a PIN. Raises `SecretsLost`."""
        return await self._with_pins(lambda pins: pins.tries_left())

    async def open_by_pin(self, text: str) -> "Answer":
        """Raises `SecretsLost`."""
        answer = await self.judge(text)
        if answer.right:
            await self._open()
        return answer

    async def ask_code(self) -> None:
        """Have a new code sent to the person's phone. Raises a `CloudError`."""
        await self._person.ask_code(self.phone)

    async def open_by_code(self, code: str, second_factor: str | None = None) -> None:
        """Raises a `CloudError` or `SecretsLost`: then it stays locked.

        A `ProblemError` second_factor_needed: once more with both, as when signing in.
        """
        await self._person.sign_in_again(code, second_factor)
        with suppress(SecretsLost):  # then the PIN stays used up; he has shown all the same that it is he
            await self._with_pins(lambda pins: pins.forgive())
        await self._open(proved=True)

    async def judge(self, text: str) -> "Answer":
        """Whether it is the PIN; a wrong one counts. Raises `SecretsLost`."""
        async with self._judging:  # two at a time would be one try
            return await self._with_pins(lambda pins: pins.judge(text))

    async def set_pin(self, text: str) -> None:
        """Raises `ValueError` for one that does not fit, `SecretsLost`."""
        await self._with_pins(lambda pins: pins.put(text))

    async def remove_pin(self) -> None:
        """From now on only a new code opens. Raises `SecretsLost`."""
        await self._with_pins(lambda pins: pins.remove())

    async def _with_pins(self, work: "Callable[[Pins], T]") -> T:
        """A keyring takes its time, and so does a hash that is made to."""
        from app.services.pin import Pins

        return await asyncio.to_thread(lambda: work(Pins(self._person.secrets())))

    async def _open(self, *, proved: bool = False) -> None:
        """Told to the database first: what fails leaves it locked."""
        await self._store.run(lambda tx: meta.put(tx, _LOCKED, ""))
        self.proved = proved
        self._set(locked=False)

    async def _keep(self) -> None:
        def keep(tx: Tx) -> None:
            if self.locked:  # it may have been opened meanwhile
                meta.put(tx, _LOCKED, "1")

        await self._store.run(keep)

    def _kept(self, task: asyncio.Task[None]) -> None:
        self._keeping.discard(task)
        if not task.cancelled() and (fault := task.exception()) is not None:
            said = "the lock could not be kept"
            task.get_loop().call_exception_handler({"message": said, "exception": fault, "task": task})

    def _set(self, *, locked: bool) -> None:
        if locked != self.locked:
            self.locked = locked
            for listener in list(self._listeners):
                listener()
