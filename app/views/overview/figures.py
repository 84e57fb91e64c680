"""What is read for the page, and the bars that are made of it; each bar's key says which records stand behind it."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from app.models import counts, fold, ledger, replica
from app.models.counts import Counts
from app.models.store import Tx
from app.models.waits import Found
from app.services.nearby import NearbySeal
from app.services.overview import HOUR_MS, WAITED_H, Grain, Pieces, Wait, wait_of, waits
from app.services.records import WITHOUT, Asked
from app.views import words
from app.views.applications.known import Known
from app.views.overview.bar import Bar
from app.views.seals.detail import state
from app.views.seals.lines import Line, read_seals, with_heard
from app.views.usage.lines import STEPS, read_names
from domain.applications import Application
from domain.usage import Abnormality

translate = QCoreApplication.translate
LIMITS = tuple(hours * HOUR_MS for hours in WAITED_H)
MOST_BARS = 100  # of seals, people or categories; the records of all others are found by the usage page


@dataclass(frozen=True)
class Waited:
    """How many decisions were waited for how long, by `Wait.bucket`; `still`: of them those that wait now."""

    buckets: tuple[int, ...]
    still: int

    @property
    def total(self) -> int:
        return sum(self.buckets)


@dataclass(frozen=True)
class Overview:
    """Of some time. `counts`, `waits`: none, as long as the records and the applications are being read, of which the
    part `read` is."""

    pieces: Pieces
    counts: Counts | None
    read: float
    waits: Waited | None
    seals: tuple[Line, ...]
    known: Known

    @property
    def since(self) -> int:
        return self.pieces.edges[0]

    @property
    def until(self) -> int:
        return self.pieces.edges[-1]

    @property
    def is_empty(self) -> bool:
        """There is nothing, at whatever time."""
        nothing = self.counts is not None and not self.counts.ever
        return nothing and self.waits is not None and not self.waits.total and not self.seals


def read_overview(tx: Tx, organization: str, span: Pieces, now: int) -> Overview:
    """What this person may see, of each thing by the condition of its list."""
    whole, edges = ledger.of(tx, organization), span.edges
    for _ in range(STEPS):
        if not whole.step(tx):
            break
    return Overview(
        pieces=span,
        counts=counts.count(tx, organization, edges),
        read=whole.progress(),
        waits=read_waited(tx, organization, edges[0], edges[-1], now),
        seals=read_seals(tx, organization, now).lines,
        known=read_names(tx, organization),
    )


def read_waited(tx: Tx, organization: str, since: int, until: int, now: int) -> Waited | None:
    """Counted in columns, not by reading all applications: there may be as many as records. After `counts.count`, which
    takes in what has changed."""
    found, laid = _found(tx, organization, since, until, now)
    if found is None:
        return None
    counted = Counter(wait.bucket for wait in laid)
    buckets = (count + counted[at] for at, count in enumerate(found.histogram(LIMITS)))
    return Waited(tuple(buckets), found.count_open + sum(wait.is_open for wait in laid))


def read_waits(
    tx: Tx, organization: str, since: int, until: int, now: int, bucket: int, most: int
) -> tuple[list[Wait], int]:
    """The longest of a bucket, and how many there are; none, as long as they are being read."""
    whole = ledger.of(tx, organization)
    if whole.is_ready:
        whole.catch_up(tx)
    found, laid = _found(tx, organization, since, until, now)
    if found is None:
        return [], 0
    listed = found.longest((-1, *LIMITS)[bucket], (*LIMITS, None)[bucket], most)
    papers = replica.some(tx, Application, organization, {id for id, _ in listed})
    own = [wait for wait in laid if wait.bucket == bucket]
    waits_ = [wait_of(papers[id], one, now) for id, one in listed if id in papers] + own
    waits_.sort(key=lambda wait: (-wait.took, wait.application.id, wait.step))
    return waits_[:most], found.histogram(LIMITS)[bucket] + len(own)


def _found(tx: Tx, organization: str, since: int, until: int, now: int) -> tuple[Found | None, list[Wait]]:
    """What the cloud has said, and what the person's acts on their way make of it."""
    known = ledger.of(tx, organization).papers.waits
    for _ in range(STEPS):
        if not known.step(tx):
            break
    laid = fold.overlay(tx, organization).rows.get(Application.table, {})
    own = waits([each for each in laid.values() if isinstance(each, Application)], since, until, now)
    return known.within(since, until, now, but=laid) if known.is_ready else None, own


# Bars of records


def of_time(seen: Overview) -> list[Bar]:
    days, found = seen.pieces.days, seen.counts.spans if seen.counts else ()
    return [
        Bar(str(at), _short(days[at], seen.pieces.grain), count, _long(days[at], days[at + 1], seen.pieces.grain))
        for at, count in enumerate(found)
    ]


def of_seals(seen: Overview) -> list[Bar]:
    return _most(seen.counts.seals if seen.counts else {}, seen.known.seal)


def of_people(seen: Overview) -> list[Bar]:
    unknown = translate("overview", "person unknown")
    return _most(seen.counts.members if seen.counts else {}, lambda id: seen.known.people.get(id, unknown))


def of_categories(seen: Overview) -> list[Bar]:
    none = translate("overview", "without category")
    return _most(seen.counts.categories if seen.counts else {}, lambda id: seen.known.category(id) or none)


def of_causes(seen: Overview) -> list[Bar]:
    found = seen.counts.results if seen.counts else {}
    bars = [
        Bar(str(each.value), words.cause(each), found[each], colour="series3") for each in Abnormality if each in found
    ]
    return sorted(bars, key=lambda bar: -bar.count)


def _most(found: dict[str, int], name: Callable[[str], str]) -> list[Bar]:
    bars = [Bar(id or WITHOUT, name(id), count) for id, count in found.items()]
    return sorted(bars, key=lambda bar: (-bar.count, bar.name, bar.key))[:MOST_BARS]


def asked(seen: Overview, chart: str, key: str) -> Asked:
    """The records behind a bar."""
    since, until = seen.since, seen.until
    if chart == "days":
        return Asked(since=seen.pieces.edges[int(key)], until=seen.pieces.edges[int(key) + 1])
    if chart == "causes":
        return Asked(since=since, until=until, cause=Abnormality(int(key)))
    return Asked(
        seal=key if chart == "seals" else "",
        person=key if chart == "people" else "",
        category=key if chart == "categories" else "",
        since=since,
        until=until,
    )


# Bars of other things


def of_waits(seen: Overview) -> list[Bar]:
    if seen.waits is None or not seen.waits.total:
        return []
    found = seen.waits.buckets
    return [Bar(str(at), name, found[at], colour=_patience(at)) for at, name in enumerate(waited())]


def _patience(bucket: int) -> str:
    return "series3" if bucket == len(WAITED_H) else "series1"


def waited() -> list[str]:
    """How long, in words: for each of `WAITED_H`, and longer than all."""
    return [
        translate("overview", "within 1 hour"),
        translate("overview", "1 to 4 hours"),
        translate("overview", "4 hours to 1 day"),
        translate("overview", "1 to 3 days"),
        translate("overview", "over 3 days"),
    ]


def took(ms: int) -> str:
    """A time that something took: minutes, hours or days, whichever can be read best."""
    minutes = ms // 60_000
    if minutes < 60:
        return translate("overview", "{0} min").format(minutes)
    if minutes < 48 * 60:
        return translate("overview", "{0} h {1} min").format(minutes // 60, minutes % 60)
    return translate("overview", "{0} d {1} h").format(minutes // 1440, minutes % 1440 // 60)


def of_states(seen: Overview, nearby: Iterable[NearbySeal], now: int) -> list[Bar]:
    """As the page of seals says it."""
    found = Counter(state(line, now)[0] for line in with_heard(seen.seals, nearby))
    return [Bar(word, word, count) for word, count in sorted(found.items(), key=lambda each: (-each[1], each[0]))]


# Names of times


def _short(day: date, grain: Grain) -> str:
    patterns = {Grain.MONTH: translate("overview", "MMM yyyy"), Grain.YEAR: translate("overview", "yyyy")}
    return _said(day, patterns.get(grain, translate("overview", "d MMM")))


def _long(day: date, end: date, grain: Grain) -> str:
    if grain is Grain.DAY:
        return _said(day, translate("overview", "ddd, d MMM yyyy"))
    pattern = translate("overview", "d MMM yyyy")
    return f"{_said(day, pattern)} – {_said(end - timedelta(days=1), pattern)}"


def _said(day: date, pattern: str) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), pattern)
