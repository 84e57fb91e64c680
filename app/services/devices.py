"""The Bluetooth side of one person's work: radio, scanner, courier and its rounds, and what is begun with them.

Built when it is first asked for: Bluetooth, sessions and certificates load after the first paint.
"""

import asyncio
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakSet

from app.models.store import Store
from app.services.account import Account
from app.services.certificates import Certificates
from app.services.desk import Desk
from app.sync.engine import Engine

if TYPE_CHECKING:
    from app.device.radio import Radio
    from app.services.activating import Activated
    from app.services.binding import Binding
    from app.services.courier import Courier, Progress
    from app.services.enrolling import Enrolling
    from app.services.lock import Lock
    from app.services.meeting import Meeting
    from app.services.nearby import Nearby
    from app.services.over_gprs import OverGprs
    from app.services.photos import Camera
    from app.services.rounds import Rounds
    from app.services.sealing.sealing import Sealing
    from app.services.sealing.verifying import Checked
    from app.services.stamping import FreeUse, Stamping, Where
    from app.services.tools import Tools
    from app.services.trouble import Trouble
    from app.services.upgrading import Upgrading
    from domain.authorizations import Authorization
    from domain.rows import Act

# A seal that is put down because the console is locked answers in a moment; what it has to tell may come later.
PUT_DOWN_WITHIN_S = 3.0


class Devices:
    """`radio`: "native", or "virtual:HOST:PORT"; `where` tells where this console stands. Nothing listens before
    `start`."""

    def __init__(
        self,
        radio: str,
        account: Account,
        certificates: Certificates,
        store: Store,
        desk: Desk,
        engine: Engine,
        where: "Where | None" = None,
    ) -> None:
        self._setting, self._where = radio, where
        self._account = account
        self._certificates = certificates
        self._store = store
        self._desk = desk
        self._engine = engine
        self._stampings: WeakSet[Stamping | Sealing] = WeakSet()

    @cached_property
    def _radio(self) -> "Radio":
        from app.device.radio import Radio

        return Radio(self._setting)

    @cached_property
    def nearby(self) -> "Nearby":
        """The seals that are heard."""
        from app.device.radio import Scanner
        from app.services.nearby import Nearby

        return Nearby(Scanner(self._radio), self._certificates, self._store)

    @cached_property
    def courier(self) -> "Courier":
        from app.services.courier import Courier

        return Courier(self._store, self._account.client)

    @cached_property
    def rounds(self) -> "Rounds":
        """Background visits, and what still lies on seals."""
        from app.services.rounds import Rounds

        return Rounds(self.nearby, self.courier, self._store, self._engine)

    def binding(self, organization: str) -> "Binding":
        """A seal is to be bound to this organization."""
        from app.services.binding import Binding

        return Binding(organization, self.nearby, self.courier, self._desk, self._store)

    def over_gprs(self, organization: str) -> "OverGprs":
        """A seal is to be bound to this organization by its modem."""
        from app.services.over_gprs import OverGprs

        return OverGprs(organization, self._desk, self._store)

    def stamping(self, use: "Authorization | FreeUse", camera: "Camera | None") -> "Stamping":
        """An authorization is to be used, or a seal in free use."""
        from app.services.stamping import Stamping

        stamping = Stamping(use, self._tools(), camera, self._where)
        self._stampings.add(stamping)
        return stamping

    def sealing(self, use: "Authorization") -> "Sealing":
        """An authorization of mode electronic is to be used."""
        from app.services.sealing.apart import Apart
        from app.services.sealing.papers import chain_of, keeper_of
        from app.services.sealing.sealing import Sealing

        chain, keep = chain_of(self._store), keeper_of(self._desk)
        sealing = Sealing(use, self._tools(), Apart(), chain=chain, keep=keep, where=self._where)
        self._stampings.add(sealing)
        return sealing

    async def check_document(self, organization: str, data: bytes) -> "Checked":
        """Who sealed a PDF, and what has become of it. Raises `Unsealable`."""
        from app.services.sealing.verifying import check_document

        return await check_document(self._store, self._account.client, organization, data)

    async def meet(
        self, organization: str, serial: str, progress: "Progress | None" = None, address: str = ""
    ) -> "Meeting":
        """Connect to a seal now, carry, and hear whether I may use it. `address`: where it is heard, if chosen."""
        from app.services.meeting import meet

        return await meet(self._tools(), organization, serial, progress, address)

    async def locate(self, organization: str, serial: str) -> "Trouble | None":
        """Let a seal say now where it is; trouble: it has not said so."""
        from app.services.locating import locate

        return await locate(self._tools(), organization, serial)

    def enrolling(self, organization: str, serial: str, member: str) -> "Enrolling":
        """A member's fingerprint is to be taken at a seal."""
        from app.services.enrolling import Enrolling

        return Enrolling(self._tools(), organization, serial, member)

    def upgrading(self, organization: str, serial: str) -> "Upgrading":
        """A seal's release is to be carried into it now."""
        from app.services.upgrading import Upgrading

        return Upgrading(self._tools(), organization, serial)

    async def have_done(self, organization: str, serial: str, act: "Act") -> "Trouble | None":
        """The seal is to do something at once, if it is near; trouble: the cloud would not have it."""
        from app.services.ordering import have_done

        return await have_done(self._tools(), organization, serial, act)

    async def activate(self, use: "Authorization", code: str, tries: int = 0) -> "Activated":
        """Let the seal judge the activation code of a pre-authorization; `tries`: wrong ones that are known of."""
        from app.services.activating import activate

        return await activate(self._tools(), use, code, tries)

    def _tools(self) -> "Tools":
        from app.services.tools import Tools

        return Tools(self.nearby, self.rounds, self.courier, self._desk, self._store, self._engine)

    def start(self) -> None:
        """Listen, and visit what may be visited."""
        self.nearby.start()
        self.rounds.start()

    async def follow(self, lock: "Lock") -> None:
        """Listen while the console is open; locked, it puts seals down and has no Bluetooth (C-37)."""
        changed, listening = asyncio.Event(), False
        unsubscribe = lock.subscribe(changed.set)
        try:
            while True:
                changed.clear()
                if lock.locked:
                    await asyncio.gather(*(each.put_down(PUT_DOWN_WITHIN_S) for each in list(self._stampings)))
                    await self.stop()
                    listening = False
                elif not listening:
                    self.start()
                    listening = True
                await changed.wait()
        finally:
            unsubscribe()

    async def stop(self) -> None:
        """Hang up, listen no more, give the radio back (C-37). What was never built is not built now."""
        if "rounds" in self.__dict__:
            await self.rounds.stop()
        if "nearby" in self.__dict__:
            await self.nearby.stop()
            await self._radio.close()
