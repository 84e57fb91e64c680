"""Sealing a document beside a real seal: from the file to the record, and whatever ends in between."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from app.models import sealings
from app.models.files import Blob
from app.models.sealings import SealingRow, SealingStep
from app.services.sealing.apart import Apart
from app.services.sealing.orders import Chain, Content, Known
from app.services.sealing.sealing import Sealing, SealingState, Stage
from app.services.trouble import Trouble
from domain.authorizations import Authorization, Mode
from domain.ids import to_bytes
from protocol.log import SealingEntry
from simulator.faults import Kind
from simulator.host import Host
from tests.app.services import office
from tests.app.services.office import Console, Office
from tests.app.services.sealing.documents import Authority, order, pdf, stamp_authority
from tests.waiting import until


@pytest.fixture
async def owner(at: Office) -> Console:
    return await at.owner()


@pytest.fixture
async def host(at: Office, owner: Console) -> Host:
    return await at.bound(owner)


class Bureau:
    """One who seals: `kept` are the files that belong to records."""

    def __init__(self, owner: Console, host: Host, use: Authorization) -> None:
        self.owner, self.host, self.use = owner, host, use
        self.authority, self.kept = Authority(), dict[str, Blob]()
        self.certified: Chain | None = None
        self.made: list[Sealing] = []

    async def chain(self, organization: str, serial: str) -> Chain | None:
        return self.certified

    async def keep(self, row: SealingRow, blob: Blob) -> Trouble | None:
        self.kept[row.id] = blob
        return None

    def sealing(self) -> Sealing:
        made = Sealing(self.use, self.owner.tools(), Apart(), chain=self.chain, keep=self.keep)
        self.made.append(made)
        return made

    async def rows(self) -> list[SealingRow]:
        return await self.owner.store.run(lambda tx: sealings.unfinished(tx, self.owner.organization))

    @property
    def used(self) -> int:
        grant = self.host.seal.state.grant
        return grant.used if grant is not None else -1

    def entries(self) -> list[SealingEntry]:
        return [each for each in self.host.seal.entries() if isinstance(each, SealingEntry)]


async def reached(sealing: Sealing, condition: Callable[[SealingState], object], within: float = 40) -> SealingState:
    try:
        await until(lambda: condition(sealing.state), within=within)
    except AssertionError as error:
        raise AssertionError(sealing.state) from error
    return sealing.state


async def over(sealing: Sealing) -> SealingState:
    return await reached(sealing, lambda state: state.stage in (Stage.DONE, Stage.STOPPED))
