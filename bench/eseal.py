"""Sealing a PDF of 20 pages: from “seal now” to the checked file, and the seal's share of it.

Cloud, radio, seal and console run in this one process (files are read and made in one beside it, as in the product);
the link is paced as Bluetooth at home is: 15 ms, MTU 247. The seal stands near, and is found and connected each time.
"""

import asyncio
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bench.figures import show
from simulator.air import Conditions
from tests.app.services import office
from tests.app.services.sealing.documents import order, pdf
from tests.waiting import until, until_told

if TYPE_CHECKING:
    from app.services.sealing.sealing import Sealing, SealingState
    from simulator.host import Host
    from tests.app.services.office import Console, Office

PAGES, TIMES = 20, 5
WITHIN_S = 60


@dataclass
class Watch:
    """When each stage began, and how long the seal thought about the request."""

    begun: dict[str, float] = field(default_factory=dict[str, float])
    asked: float = 0.0

    def look(self, state: "SealingState") -> None:
        self.begun.setdefault(state.stage.value, time.perf_counter())


async def measure() -> int:
    """It tells; there is nothing that it must not exceed."""
    with tempfile.TemporaryDirectory(prefix="signet-bench-", ignore_cleanup_errors=True) as home:
        async with office.opened(Path(home)) as at:
            owner = await at.owner()
            host = await at.bound(owner)
            at.air.set_conditions(Conditions(interval_ms=15, mtu=247))
            await _sealings(at, owner, host)
    return 0


async def _sealings(at: "Office", owner: "Console", host: "Host") -> None:
    from app.services.meeting import meet
    from app.services.sealing.apart import Apart
    from app.services.sealing.papers import chain_of, keeper_of
    from app.services.sealing.sealing import Sealing
    from domain.authorizations import Mode

    use = await office.authorize(owner, host, await owner.me(), mode=Mode.ELECTRONIC, any_document=True, count=0)
    await meet(owner.tools(), owner.organization, host.board.serial)
    chain = chain_of(owner.store)

    async def certified() -> bool:
        return await chain(owner.organization, host.board.serial) is not None

    await until_told(certified)
    sealing = Sealing(use, owner.tools(), Apart(), chain=chain, keep=keeper_of(owner.desk))
    try:
        await _once(sealing, at)  # what is loaded once in a person's day
        watches = [await _once(sealing, at) for _ in range(TIMES)]
    finally:
        await sealing.close()
    _tell(watches)


async def _once(sealing: "Sealing", at: "Office") -> Watch:
    from app.services.sealing.sealing import Stage

    data, watch = pdf(PAGES), Watch()
    sign = type(sealing)._sign

    async def timed(*given: object) -> None:
        begun = time.perf_counter()
        await sign(sealing, *given)  # type: ignore[arg-type]
        watch.asked = time.perf_counter() - begun

    sealing._sign = timed  # type: ignore[method-assign]
    undo = sealing.subscribe(lambda: watch.look(sealing.state))
    sealing.start(data, "contract.pdf", order(data, at=at.cloud.now, seam=True))
    await until(lambda: sealing.state.stage in (Stage.DONE, Stage.STOPPED), within=WITHIN_S)
    undo()
    assert sealing.state.stage is Stage.DONE, sealing.state
    await asyncio.sleep(0)
    return watch


def _tell(watches: list[Watch]) -> None:
    def median(begin: str, end: str) -> float:
        return statistics.median(each.begun[end] - each.begun[begin] for each in watches)

    whole = median("preparing", "done")
    at_seal = median("at_seal", "assembling")
    print(f"# {TIMES} sealings of {PAGES} pages with a seam, one after the other, medians")
    show("eseal_s", whole)
    show("eseal_prepare_s", median("preparing", "at_seal"))
    show("eseal_at_seal_s", at_seal)
    show("eseal_request_ms", statistics.median(each.asked for each in watches) * 1000)
    show("eseal_assemble_s", median("assembling", "done"))
    show("eseal_seal_share", at_seal / whole)
