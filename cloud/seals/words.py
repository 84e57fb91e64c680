"""What the cloud says to a seal about its log, and what it makes of a seal's own words."""

from cloud.service import Service
from cloud.store.devices import Binding, Device
from domain.seals import Position
from protocol.contact import Phase
from protocol.log import Grade, Place, Receipt, Source, sign_receipt

PHASES: dict[Phase, str] = {phase: phase.name.lower() for phase in Phase}
GRADES = {grade: grade.name.lower() for grade in Grade}
SOURCES = {source: source.name.lower() for source in Source}
E7 = 10_000_000


def receipt(service: Service, device: Device, binding: Binding, log_to: int, head: bytes) -> bytes | None:
    """The signed word that everything up to `log_to` is held; None while nothing is."""
    if log_to == 0:
        return None
    return sign_receipt(Receipt(device.serial, log_to, head), service.keys.signing(binding.organization))


def position(place: Place | None) -> Position | None:
    """A seal's place in degrees."""
    if place is None:
        return None
    return Position(place.lat_e7 / E7, place.lon_e7 / E7, SOURCES[place.source], place.age_s, place.accuracy_m)
