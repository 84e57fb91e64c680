"""Makes the exports that were asked for, the oldest first, one at a time.

A cloud that ends in the middle begins that one again: nothing of it can be seen before all of it is there.
"""

import asyncio
import logging
import multiprocessing
import shutil
import time
from dataclasses import dataclass
from typing import Protocol

import msgspec

from cloud import consequences
from cloud.exporting import kept, work
from cloud.exporting.work import Made, MadeFile, NotMade, Progress, Task
from cloud.problems import log_fault
from cloud.scopes import held
from cloud.service import Service
from cloud.store import exports
from cloud.store.database import passes
from cloud.store.unit import Unit
from domain.exports import IN_VOLUME, KEPT_MS, OPEN, Export, ExportFile, ExportState
from domain.organization import Member, Organization, manages_all
from domain.seals import Seal
from domain.times import moment

IDLE_S = 60.0  # something may have gone wrong with being woken
POLL_S = 0.2  # how soon it is seen that the process has said something, or has died
LOOK_S = 1.0  # how often it is looked whether it was cancelled, and said how far it is
_LOG = logging.getLogger(__name__)
Said = Progress | Made | NotMade


class Pipe(Protocol):
    """What is used of the end of a pipe; systems call it differently."""

    def poll(self, timeout: float) -> bool: ...

    def recv(self) -> Said: ...


class Exporter:
    """`run` until it is cancelled."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._folder = service.settings.data / "exporting"
        self._wake = asyncio.Event()
        service.database.posted.append(self._wake.set)

    async def run(self) -> None:
        await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)  # of a cloud that ended in the middle
        while True:
            self._wake.clear()
            try:
                while await self._step():
                    pass
            except Exception as error:  # noqa: BLE001  (it goes on when the database does)
                log_fault(error, "exports")
            try:
                await asyncio.wait_for(self._wake.wait(), IDLE_S)
            except TimeoutError:
                continue

    async def _step(self) -> bool:
        """Make one; False: nothing is to be made."""
        database = self._service.database
        waiting = await database.read(exports.open_ones)
        if not waiting:
            return False
        first = waiting[0]
        try:
            await self._make(first)
        except Exception as error:
            if passes(error):
                raise
            # Begun again and again, it would stand in the way of all others.
            await self._give_up((first.organization, first.id), work.not_made(error))
        return True

    async def _make(self, first: Export) -> None:
        task = await self._service.database.write(lambda unit: self._begin(unit, first))
        if task is None:
            return
        try:
            outcome = await _Making(self._service, task).outcome()
            await self._settle(task, outcome)
        finally:
            await asyncio.to_thread(shutil.rmtree, task.folder, ignore_errors=True)

    def _begin(self, unit: Unit, first: Export) -> Task | None:
        """Who asked for it may have lost the right to it since then."""
        row = unit.get(Export, first.organization, first.id)
        if row is None or row.state not in OPEN:
            return None
        facts, now = unit.facts(row.organization), self._service.now()
        member = facts.get(Member, row.member)
        if member is None or not manages_all(member):
            self._put(unit, row, ExportState.FAILED, code="not_allowed")
            return None
        row = msgspec.structs.replace(kept.drop(self._service, unit, row), state=ExportState.RUNNING, done=0)
        unit.put(row)
        of, seal = facts.get(Organization, row.organization), facts.get(Seal, row.seal) if row.seal else None
        names = (member.name, of.name if of else "", seal.name if seal else row.seal or "")
        files, folder = self._service.uploads.files, self._folder / row.id
        scopes = frozenset(held(member, facts))
        return Task(self._service.database.url, files, folder, row, scopes, names, now, IN_VOLUME)

    async def _settle(self, task: Task, outcome: Made | NotMade | None) -> None:
        """None: it was cancelled."""
        service, of = self._service, (task.export.organization, task.export.id)
        if outcome is None:
            return
        if isinstance(outcome, NotMade):
            await self._give_up(of, outcome)
            return
        made = {file.sha256: file.path for file in outcome.files}
        row = await service.database.write(lambda unit: self._name(unit, of, outcome))
        if row is not None:
            await asyncio.to_thread(kept.put_in_place, service, row, made)
            await service.database.write(lambda unit: self._finish(unit, of, outcome.records))

    async def _give_up(self, of: tuple[str, str], why: NotMade) -> None:
        if why.trace:
            _LOG.error("export: %s", why.trace)
        await self._service.database.write(lambda unit: self._fail(unit, of, why))

    def _name(self, unit: Unit, of: tuple[str, str], made: Made) -> Export | None:
        """What the files are called, before they lie where they are looked for: so none lies there unknown."""
        row = unit.get(Export, *of)
        if row is None or row.state is not ExportState.RUNNING:
            return None
        day = moment(row.asked_at).strftime("%Y%m%d-%H%M")
        name = f"{'用印记录' if row.chinese else 'usage'}-{day}"
        files = [
            ExportFile(
                each.format, f"{name}{_volume(each, row)}.{each.format.value}", each.sha256, each.size, each.volume
            )
            for each in made.files
        ]
        row = msgspec.structs.replace(row, files=files, kept_until=self._service.now())  # if it is not finished
        unit.put(row)
        return row

    def _finish(self, unit: Unit, of: tuple[str, str], records: int) -> None:
        row, now = unit.get(Export, *of), self._service.now()
        if row is None:
            return
        if row.state is not ExportState.RUNNING:  # it was cancelled at the last moment
            unit.put(kept.drop(self._service, unit, row))
            return
        row = msgspec.structs.replace(row, done=records, records=records, kept_until=now + KEPT_MS)
        self._put(unit, kept.send(self._service, unit, row, now), ExportState.DONE)

    def _fail(self, unit: Unit, of: tuple[str, str], why: NotMade) -> None:
        row = unit.get(Export, *of)
        if row is not None and row.state in OPEN:
            self._put(unit, row, ExportState.FAILED, code=why.code, detail=why.detail)

    def _put(self, unit: Unit, row: Export, state: ExportState, **why: str) -> None:
        now = self._service.now()
        row = msgspec.structs.replace(row, state=state, over_at=now, **why)
        consequences.put(self._service, unit, [row], now)


def _volume(of: MadeFile, row: Export) -> str:
    """In the name of its file."""
    if of.volumes == 1:
        return ""
    return f"-第{of.volume}册共{of.volumes}册" if row.chinese else f"-{of.volume}-of-{of.volumes}"


@dataclass
class _Making:
    """One export in its process."""

    service: Service
    task: Task

    async def outcome(self) -> Made | NotMade | None:
        """What has become of it; none: it was cancelled meanwhile, and the process is no more."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=work.run, args=(self.task, theirs), daemon=True)
        await asyncio.to_thread(process.start)
        theirs.close()
        try:
            return await self._listen(ours)
        finally:
            process.kill()
            await asyncio.to_thread(process.join)
            process.close()
            ours.close()

    async def _listen(self, ours: Pipe) -> Made | NotMade | None:
        told, newest, looked_at = -1, Progress(0, 0), time.monotonic()
        while True:
            try:
                said = await asyncio.to_thread(_heard, ours)
            except (EOFError, OSError):  # it died: of too little memory, say
                return NotMade("export_not_made", trace="the process has ended")
            if isinstance(said, Made | NotMade):
                return said
            newest = said or newest
            if time.monotonic() - looked_at < LOOK_S:
                continue
            looked_at = time.monotonic()
            if not await self._goes_on(newest if newest.done != told else None):
                return None
            told = newest.done

    async def _goes_on(self, progress: Progress | None) -> bool:
        """Say how far it is, if that is news; whether it is still wanted."""
        of = (self.task.export.organization, self.task.export.id)

        def work(unit: Unit) -> bool:
            row = unit.get(Export, *of)
            if row is None or row.state is not ExportState.RUNNING:
                return False
            assert progress is not None
            unit.put(msgspec.structs.replace(row, done=progress.done, records=progress.records))
            return True

        if progress is not None:
            return await self.service.database.write(work)
        row = await self.service.database.read(lambda view: view.get(Export, *of))
        return row is not None and row.state is ExportState.RUNNING


def _heard(ours: Pipe) -> Said | None:
    """The newest that the process has said, if it has said anything."""
    said: Said | None = None
    while ours.poll(0 if said else POLL_S):
        said = ours.recv()
        if not isinstance(said, Progress):
            break
    return said
