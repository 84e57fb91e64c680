"""Writing what the list shows into a file: in pieces, beside the loop, to be stopped at any time."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from app.services.table_files import TableFile
from app.views.audit.lines import Line, cells, heads, read_lines
from app.views.room import Room

PIECE = 500


async def export(room: Room, numbers: Sequence[int], path: Path, progress: Callable[[int], None]) -> None:
    """The oldest first. Raises `OSError`; when it is cancelled or fails, no file is left behind."""
    file = TableFile(path)
    try:
        await _beside(file.add, [heads()])
        for at in range(len(numbers), 0, -PIECE):
            piece = numbers[max(0, at - PIECE) : at]
            lines = await room.store.run(lambda tx, piece=piece: read_lines(tx, room.id, piece))
            await _beside(file.add, _rows(lines, piece, room))
            progress(len(numbers) - at + len(piece))
        await _beside(file.finish)
    except BaseException:
        file.drop()
        raise


async def _beside(work: Callable[..., None], *given: object) -> None:
    """In a thread; whoever is stopped meanwhile waits for its end, so that nobody else touches the file before."""
    running = asyncio.ensure_future(asyncio.to_thread(work, *given))
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise


def _rows(lines: dict[int, Line], piece: Sequence[int], room: Room) -> list[list[str]]:
    found = (lines.get(number) for number in reversed(piece))
    return [cells(line, room.language.tongue) for line in found if line is not None]
