"""What happened on a journey, one line each: uses, stops, and what the receiver or the clock cannot be right about."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import msgspec
from PySide6.QtCore import QCoreApplication, QObject

from app.models.trails import Spot, Trail
from app.views import i18n, words
from app.views.look import Tone
from app.views.map.journeys import Journey, Line, journeys, lines
from app.views.map.view import MapPoint
from app.views.widgets import Record
from domain.geo import Area, distance_m
from domain.track import Fix, Step

translate = QCoreApplication.translate
MOST_LISTED = 1000
MOST_POINTS = 5000  # of a trail; of a longer one only those where something happened


@dataclass(frozen=True)
class Happening:
    """At the spot `index` of a journey: the record there, or something beside it (`kind`)."""

    id: str
    journey: Journey
    index: int
    kind: str
    text: str
    tone: Tone

    @property
    def fix(self) -> Fix:
        return self.journey.spots[self.index].fix

    @property
    def press(self) -> str:
        """The id of the record."""
        return self.journey.spots[self.index].id

    @property
    def place(self) -> tuple[float, float]:
        return self.fix.point.lat, self.fix.point.lon


@dataclass(frozen=True)
class Told:
    """All that is worked out of a trail. `areas`: to which its uses were bound."""

    journeys: Sequence[Journey] = ()
    lines: Mapping[Step, Sequence[Line]] = field(default_factory=dict[Step, Sequence[Line]])
    listed: Sequence[Happening] = ()
    points: Sequence[MapPoint] = ()
    areas: Sequence[Area] = ()
    summary: str = ""

    def points_with(self, chosen: str) -> list[MapPoint]:
        """`chosen`: the record that is looked at."""
        found = [replace(each, selected=True) if each.id == chosen else each for each in self.points]
        if chosen and not any(each.selected for each in found):
            found += [_point(spot, chosen=True) for each in self.journeys for spot in each.spots if spot.id == chosen]
        return found


def tell(trail: Trail, areas: Mapping[str, Area], people: Mapping[str, str]) -> Told:
    """Takes seconds where it is long: not on the window's loop."""
    found = journeys(trail, areas)
    listed = happenings(found, people)
    ids = dict.fromkeys(spot.authorization for journey in found for spot in journey.spots)
    bound = {msgspec.json.encode(areas[id]): areas[id] for id in ids if id in areas}  # drawn once each
    return Told(found, lines(found), listed, points(found, listed), list(bound.values()), summary(found))


def happenings(journeys: Sequence[Journey], people: Mapping[str, str]) -> list[Happening]:
    """Newest first, at most so many as a list shows."""
    found = [each for journey in journeys for each in _of(journey, people)]
    found.sort(key=lambda each: (each.fix.at, each.index, each.kind != "use"), reverse=True)
    return found[:MOST_LISTED]


def _of(journey: Journey, people: Mapping[str, str]) -> list[Happening]:
    newest = range(max(0, len(journey.spots) - MOST_LISTED), len(journey.spots))
    found = [_use(journey, index, people) for index in newest]
    for index, step in enumerate(journey.steps, 1):
        if step is not Step.MOVE:
            found.append(_step(journey, index, step))
    for stop in journey.stops:
        text = translate("track", "Stood for {0}").format(duration(stop.duration_ms))
        found.append(_happening(journey, stop.first, "stop", text, Tone.NEUTRAL))
    for at, (area, crossing) in enumerate(journey.crossings):
        name = area.name or translate("track", "the permitted area")
        said = translate("track", "Came into {0}") if crossing.entered else translate("track", "Left {0}")
        tone = Tone.OK if crossing.entered else Tone.WARN
        found.append(_happening(journey, crossing.index, f"area{at}", said.format(name), tone))
    return found


def _use(journey: Journey, index: int, people: Mapping[str, str]) -> Happening:
    spot = journey.spots[index]
    person = people.get(spot.member or "", translate("track", "person unknown"))
    tone = Tone.DANGER if spot.result else Tone.ACCENT
    return _happening(journey, index, "use", f"#{i18n.number(spot.own)} · {person}", tone)


def _step(journey: Journey, index: int, step: Step) -> Happening:
    before, here = journey.spots[index - 1].fix, journey.spots[index].fix
    took = here.at - before.at
    if step is Step.GAP:
        text, tone = translate("track", "Nothing heard for {0}").format(duration(took)), Tone.NEUTRAL
    elif step is Step.JUMP:
        far = distance(distance_m(before.point, here.point))
        text, tone = translate("track", "Cannot be: {0} in {1}").format(far, duration(took)), Tone.DANGER
    elif step is Step.BACK:
        text, tone = translate("track", "The clock ran back by {0}").format(duration(-took)), Tone.WARN
    else:
        text, tone = translate("track", "The seal had lost its clock: nobody knows when"), Tone.WARN
    return _happening(journey, index, step.value, text, tone)


def _happening(journey: Journey, index: int, kind: str, text: str, tone: Tone) -> Happening:
    return Happening(f"{journey.spots[index].id}/{kind}", journey, index, kind, text, tone)


def record(of: Happening, seal: str) -> Record:
    """As a row of the list. A use stands out by its icon; beside the others their kind stands in words."""
    spot = of.journey.spots[of.index]
    where = f"{spot.fix.point.lat:.5f}, {spot.fix.point.lon:.5f}"
    pill, tone = words.result(spot.result) if of.kind == "use" and spot.result else ("", of.tone)
    icons = {
        "use": "stamp",
        "stop": "pause",
        "gap": "wifi-slash",
        "jump": "warning",
        "back": "clock",
        "untimed": "clock",
    }
    return Record(
        title=of.text,
        subtitle=f"{seal} · {where}",
        pill=pill,
        tone=tone,
        time=words.pressed(of.fix, words.moment),
        icon=icons.get(of.kind, "map-pin"),
    )


def points(journeys: Sequence[Journey], listed: Sequence[Happening]) -> list[MapPoint]:
    """Of the records to be drawn: all of them, or, of many, the ends and those where something happened."""
    marked = {each.press: each for each in listed if each.kind != "use"}
    few = sum(len(journey.spots) for journey in journeys) <= MOST_POINTS
    found: list[MapPoint] = []
    for journey in journeys:
        last = len(journey.spots) - 1
        for index, spot in enumerate(journey.spots):
            if few or index in (0, last) or spot.id in marked:
                found.append(_point(spot, marked.get(spot.id)))
    return found


def _point(spot: Spot, beside: Happening | None = None, *, chosen: bool = False) -> MapPoint:
    label = f"#{i18n.number(spot.own)} · {words.pressed(spot.fix)}"
    tone = Tone.DANGER if spot.result else beside.tone if beside else Tone.ACCENT
    label = f"{label} · {beside.text}" if beside else label
    return MapPoint(spot.id, spot.fix.point.lat, spot.fix.point.lon, label, tone, chosen)


class _Summary(QObject):
    """`lupdate` knows plurals in `self.tr` alone."""

    def of(self, journeys: Sequence[Journey]) -> str:
        parts = [self.tr("%Ln uses", "", sum(len(journey.spots) for journey in journeys))]
        parts.append(self.tr("{0} at the least").format(distance(sum(each.distance_m for each in journeys))))
        stops = [stop for journey in journeys for stop in journey.stops]
        if stops:
            stood = duration(sum(stop.duration_ms for stop in stops))
            parts.append(self.tr("%Ln stops, {0}", "", len(stops)).format(stood))
        steps = Counter(step for journey in journeys for step in journey.steps)
        if gaps := steps[Step.GAP]:
            parts.append(self.tr("%Ln gaps", "", gaps))
        if jumps := steps[Step.JUMP]:
            parts.append(self.tr("%Ln jumps that cannot be", "", jumps))
        if back := steps[Step.BACK]:
            parts.append(self.tr("%Ln times the clock ran back", "", back))
        return " · ".join(parts)


def summary(journeys: Sequence[Journey]) -> str:
    """How many records, how far, how many stops and what cannot be, in a line."""
    return _Summary().of(journeys)


def distance(metres: float) -> str:
    """In metres, from a kilometre on in kilometres."""
    if metres < 1000:
        return translate("track", "{0} m").format(i18n.number(round(metres)))
    if metres < 100_000:
        return translate("track", "{0} km").format(f"{metres / 1000:.1f}")
    return translate("track", "{0} km").format(i18n.number(round(metres / 1000)))


def duration(ms: int) -> str:
    """In the two greatest units."""
    seconds = ms // 1000
    if seconds < 60:
        return translate("track", "{0} s").format(i18n.number(seconds))
    minutes, hours, days = seconds // 60 % 60, seconds // 3600 % 24, seconds // 86_400
    if days:
        return translate("track", "{0} d {1} h").format(i18n.number(days), hours)
    if hours:
        return translate("track", "{0} h {1} min").format(hours, minutes)
    return translate("track", "{0} min").format(minutes)
