"""What an export says of a record: its columns, in both languages. Times are the organization's, which is China's."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from cloud.store.records import Line
from domain.authorizations import Mode
from domain.cases import CaseState, CaseVerdict
from domain.record_wording import GRADES, Both, result_words
from domain.reviews import ReviewVerdict
from domain.seals import Position
from domain.times import moment
from domain.usage import CLOCK_LOST, Photo
from gazetteer import name_of

Cell = str | int | float | datetime | None

REVIEWS: dict[ReviewVerdict, Both] = {
    ReviewVerdict.NORMAL: ("正常", "normal"),
    ReviewVerdict.DOUBTFUL: ("存疑", "doubtful"),
}
MODES: dict[Mode, Both] = {
    Mode.PHYSICAL: ("物理印章", "physical seal"),
    Mode.ELECTRONIC: ("电子印章", "electronic seal"),
}
CASES: dict[CaseState, Both] = {
    CaseState.OPEN: ("待处理", "open"),
    CaseState.ASSIGNED: ("处理中", "in hand"),
    CaseState.CLOSED: ("已办结", "closed"),
}
CASE_VERDICTS: dict[CaseVerdict, Both] = {
    CaseVerdict.EXPLAINED: ("有合理原因", "explained"),
    CaseVerdict.MISUSE: ("违规用印", "misuse"),
    CaseVerdict.DEVICE: ("设备原因", "the seal's fault"),
    CaseVerdict.UNCLEAR: ("无法查明", "not cleared up"),
}


class Column(NamedTuple):
    """What stands in it; `width` in characters; `report`: also in the PDF."""

    head: Both
    cell: Callable[[Line, int], Cell]
    width: int
    report: bool = False


def _time(line: Line, language: int) -> Cell:
    """A seal that had lost its clock does not know when it was pressed."""
    if line.record.clock == CLOCK_LOST:
        return ("印章时钟丢失", "the seal had lost its clock")[language]
    return moment(line.record.at)


def place_name(place: Position | None, language: int) -> str:
    """Where that is: province, city and district; outside of China, the degrees."""
    if place is None:
        return ("无定位", "no position")[language]
    return _named(place.lat, place.lon, language) or f"{place.lat:.6f}, {place.lon:.6f}"


@lru_cache(maxsize=4096)  # a seal lies where it lay
def _named(lat: float, lon: float, language: int) -> str:
    try:
        found = name_of(lat, lon)
    except (OSError, ValueError):  # the names are not there: an export is worth more than they are
        return ""
    if found is None:
        return ""
    near = (f"{found.text}附近", f"near {found.english or found.text}")
    return near[language] if found.near else (found.text, found.english or found.text)[language]


def _chain(line: Line, language: int) -> Cell:
    """Each entry that the cloud takes is signed by its seal; whether all before it are here and agree is one more
    thing."""
    if line.sound:
        return ("签名有效，链完整", "signed, chain unbroken")[language]
    return ("签名有效，此前记录缺失或不一致", "signed, entries before it are missing or contradict it")[language]


def photo_state(photo: Photo, language: int) -> str:
    """Empty where the picture can be looked at."""
    if photo.removed_at is not None:
        day = moment(photo.removed_at).date().isoformat()
        rule = ("于 {0} 按 {1} 天保留期限删除", "removed {0} by the rule of {1} days")[language]
        return rule.format(day, photo.removed_after_d)
    return "" if photo.stored_at is not None else ("尚未上传", "not yet here")[language]


def _photos(line: Line, language: int) -> Cell:
    states = ((each.sha256, photo_state(each, language)) for each in line.photos)
    return "; ".join(f"{sha256} ({state})" if state else sha256 for sha256, state in states)


def _review(line: Line, language: int) -> Cell:
    if not line.reviews:
        return ""
    last = line.reviews[-1]
    return REVIEWS[last.verdict][language] + (f": {last.note}" if last.note else "")


def _case(line: Line, language: int) -> Cell:
    if not line.record.result:
        return ""
    if line.case is None:
        return CASES[CaseState.OPEN][language]
    verdict = line.case.verdict
    return CASES[line.case.state][language] + (f": {CASE_VERDICTS[verdict][language]}" if verdict else "")


def person(line: Line, language: int) -> str:
    return line.person or ("人员未知", "unknown")[language]


COLUMNS: list[Column] = [
    Column(("时间", "Time"), _time, 20, report=True),
    Column(("印章", "Seal"), lambda line, _: line.seal, 18, report=True),
    Column(("印章编号", "Serial"), lambda line, _: line.record.seal, 15),
    Column(("盖章次序", "Impression"), lambda line, _: line.record.own, 10),
    Column(("使用人", "Person"), person, 12, report=True),
    Column(("身份等级", "Identity"), lambda line, language: GRADES[line.record.grade][language], 16, report=True),
    Column(("结果", "Result"), lambda line, language: result_words(line.record.result)[language], 28, report=True),
    Column(("使用模式", "Mode"), lambda line, language: MODES[line.record.mode][language], 12, report=True),
    Column(("申请编号", "Application"), lambda line, _: line.application and line.application.number, 18, report=True),
    Column(("文件名称", "Document"), lambda line, _: line.application and line.application.document, 28, report=True),
    Column(("申请事由", "Reason"), lambda line, _: line.application and line.application.reason, 28, report=True),
    Column(("用印类别", "Category"), lambda line, _: line.category, 14),
    Column(("授权人", "Authorized by"), lambda line, _: line.issuer, 12, report=True),
    Column(("地点", "Place"), lambda line, language: place_name(line.record.place, language), 28, report=True),
    Column(("纬度", "Latitude"), lambda line, _: line.record.place and line.record.place.lat, 12),
    Column(("经度", "Longitude"), lambda line, _: line.record.place and line.record.place.lon, 12),
    Column(("云平台接收时间", "Received"), lambda line, _: moment(line.record.received_at), 20),
    Column(("链状态", "Chain"), _chain, 28, report=True),
    Column(("已盖文件", "Sealed file"), lambda line, _: line.record.name, 28),
    Column(("已盖文件 SHA-256", "Sealed file's SHA-256"), lambda line, _: line.record.document or "", 66),
    Column(("签名内容 SHA-256", "Signed SHA-256"), lambda line, _: line.record.digest or "", 66),
    Column(("照片数", "Photos"), lambda line, _: len(line.photos), 8),
    Column(("照片 SHA-256", "Photo SHA-256"), _photos, 66, report=True),
    Column(("复核", "Review"), _review, 20, report=True),
    Column(("异常处理", "Case"), _case, 20, report=True),
    Column(("记录编号", "Record"), lambda line, _: line.record.id, 20, report=True),
]


def heads(language: int) -> list[str]:
    return [column.head[language] for column in COLUMNS]


def cells(line: Line, language: int) -> list[Cell]:
    """One row of a table."""
    return [column.cell(line, language) for column in COLUMNS]
