"""Writes the files of an export, page by page."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from cloud.exporting.report import Report, Volumes
from cloud.exporting.sheets import Csv, Writer, Xlsx
from cloud.exporting.work import Made, MadeFile, NotMade, Task
from cloud.store.database import Database
from cloud.store.records import Records
from domain.exports import Format, volumes
from domain.times import ZONE, minute

READ_BYTES = 1 << 20


def make(task: Task, progress: Callable[[int, int], None]) -> Made | NotMade:
    """Write the files; `progress` hears after each page how many records are done, of how many. Raises `NoFont`,
    `OSError`."""
    database = Database(task.database)
    try:
        records = Records(database, task.export, task.scopes)
        count = records.count()
        progress(0, count)
        if Format.PDF in task.export.formats and volumes(count, task.in_volume) is None:
            return NotMade("export_too_long", str(count))
        return _written(task, records, count, progress)
    finally:
        database.close()


def _written(task: Task, records: Records, count: int, progress: Callable[[int, int], None]) -> Made:
    task.folder.mkdir(parents=True, exist_ok=True)
    writers = {each: _writer(task, each, count) for each in task.export.formats}
    done = 0
    for page in records.pages():
        for writer in writers.values():
            writer.add(page)
        done += len(page)
        progress(done, count)
    files: list[MadeFile] = []
    for of, writer in writers.items():
        paths = writer.close()
        files += [MadeFile(of, path, *_hashed(path), at, len(paths)) for at, path in enumerate(paths, 1)]
    return Made(tuple(files), done)


def _writer(task: Task, of: Format, count: int) -> Writer:
    language, path = 0 if task.export.chinese else 1, task.folder / f"export.{of.value}"
    if of is Format.CSV:
        return Csv(path, language)
    about = _about(task, count, language)
    if of is Format.XLSX:
        return Xlsx(path, language, about)
    title = f"{task.names[1]} · {('用印记录报告', 'Usage records')[language]}"
    by, at = task.names[0], minute(task.now)
    foot = (f"{by} 导出于 {at} · {ZONE[0]}", f"exported by {by}, {at} · {ZONE[1]}")[language]
    period = f"{minute(task.export.start)} – {minute(task.export.end)}"
    foot = f"{task.names[2] or _all(language)} · {period} · {foot}"
    many = volumes(count, task.in_volume) or 1

    def begin(volume: int) -> Report:
        where, which = path, ""
        if many > 1:
            which = (f"第 {volume} / {many} 册", f"volume {volume} of {many}")[language]
            where = path.with_stem(f"{path.stem}-{volume}")
        first = (volume - 1) * task.in_volume + 1
        of_volume = [(("本册", "This volume")[language], _beginning(which, first)[language])] if which else []
        heads = (f"{title} · {which}", f"{foot} · {which}") if which else (title, foot)
        report = Report(where, language, heads[0], [*about, *of_volume], heads[1])
        return report.pictured(task.files, task.export.organization)

    return Volumes(begin, task.in_volume)


def _beginning(which: str, first: int) -> tuple[str, str]:
    return f"{which}，自第 {first} 条记录起", f"{which}, from record {first} on"


def _about(task: Task, count: int, language: int) -> list[tuple[str, str]]:
    by, organization, seal = task.names
    export = task.export
    heads = (("单位", "印章", "时段", "记录数", "导出人", "导出时间", "所有时间"),) + (
        ("Organization", "Seal", "Period", "Records", "Exported by", "Exported at", "All times"),
    )
    period = f"{minute(export.start)} – {minute(export.end)}"
    said = (organization, seal or _all(language), period, str(count), by, minute(task.now), ZONE[language])
    return list(zip(heads[language], said, strict=True))


def _all(language: int) -> str:
    return ("全部印章", "all seals")[language]


def _hashed(path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(READ_BYTES):
            digest.update(piece)
            size += len(piece)
        os.fsync(file.fileno())
    return digest.hexdigest(), size
