"""What a console says of where it stands (R-112, C-29): as the system knows it, as it was typed in, or nothing."""

import pytest
from PySide6.QtCore import QDateTime
from PySide6.QtPositioning import QGeoCoordinate, QGeoPositionInfo
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QWidget

from app.views.kept import Kept, PlaceFrom
from app.views.settings.place import PlaceCard
from app.views.whereabouts import Whereabouts, place_of
from protocol.log import Place, Source

KASHGAR = (39.4677, 75.9938)


async def test_a_place_that_was_typed_in_is_told() -> None:
    kept = Kept(place_from=PlaceFrom.FIXED, lat=KASHGAR[0], lon=KASHGAR[1])
    assert await Whereabouts(lambda: kept).place() == Place(394_677_000, 759_938_000, Source.CONSOLE, 0, 0)


async def test_nothing_is_told_where_that_was_chosen() -> None:
    assert await Whereabouts(lambda: Kept(place_from=PlaceFrom.NOWHERE)).place() is None


def test_the_systems_word_is_taken_with_its_age_and_accuracy(look: object) -> None:
    info = QGeoPositionInfo(QGeoCoordinate(*KASHGAR), QDateTime.currentDateTimeUtc().addSecs(-90))
    info.setAttribute(QGeoPositionInfo.Attribute.HorizontalAccuracy, 34.6)
    found = place_of(info)
    assert found is not None
    assert (found.lat_e7, found.lon_e7) == (394_677_000, 759_938_000)
    assert (found.source, found.accuracy_m) == (Source.CONSOLE, 35)
    assert 90 <= found.age_s <= 95


@pytest.mark.parametrize("info", [None, QGeoPositionInfo()])
def test_what_the_system_does_not_know_is_no_place(info: QGeoPositionInfo | None) -> None:
    assert place_of(info) is None


def test_degrees_are_asked_for_only_where_they_count(look: object) -> None:
    chosen: list[tuple[PlaceFrom, float, float]] = []
    card = PlaceCard(Kept(), lambda *each: chosen.append(each))
    card.show()
    found = {name: card.findChild(QWidget, f"settings.{name}") for name in ("place_from", "lat", "lon")}
    choice, lat, lon = found["place_from"], found["lat"], found["lon"]
    assert isinstance(choice, QComboBox)
    assert isinstance(lat, QDoubleSpinBox)
    assert isinstance(lon, QDoubleSpinBox)
    assert not lat.isVisible()
    choice.setCurrentIndex(choice.findData(PlaceFrom.FIXED))
    choice.activated.emit(choice.currentIndex())
    assert lat.isVisible()
    lat.setValue(KASHGAR[0])
    lon.setValue(KASHGAR[1])
    lon.editingFinished.emit()
    assert chosen[-1] == (PlaceFrom.FIXED, *KASHGAR)
    card.close()
