"""What a seal says to everybody on the air: the GATT service, its name and the hint in its advertisement.

Legacy advertising holds 31 bytes, and the flags with the 128-bit service take 21 of them: name and manufacturer data
travel in the scan response. Nothing here is authenticated; it helps a person to choose a seal from a list, no more.
"""

import re
from dataclasses import dataclass
from typing import Annotated

import msgspec

from domain.seals import Model
from protocol.cbor import Message
from protocol.certificates import Serial
from protocol.contact import Phase
from protocol.errors import Malformed

SERVICE = "5a474910-7c1e-4b7a-9d52-3e0c8f4a6b10"
INFO = "5a474911-7c1e-4b7a-9d52-3e0c8f4a6b10"
"""Read: versions, serial, capabilities, an unauthenticated hint."""
RX = "5a474912-7c1e-4b7a-9d52-3e0c8f4a6b10"
"""Write, write without response: frames to the seal."""
TX = "5a474913-7c1e-4b7a-9d52-3e0c8f4a6b10"
"""Notify: frames from the seal."""

PROTOCOL_VERSION = 2

COMPANY = 0xFFFF
"""Company identifier of the manufacturer data: the one kept free for use without a registration of one's own."""

_NAME = re.compile(r"ZGY_(GL|L)_([0-9A-F]{4})")
_IN_USE = 0x80
_PHASE = 0x0F
_UNKNOWN_BATTERY = 0xFF


@dataclass(frozen=True, slots=True)
class Advertisement:
    """`battery` in percent, None if not said; `phase` None if this program does not know it; `in_use`: has a link."""

    phase: Phase | None
    battery: int | None
    in_use: bool
    version: int = PROTOCOL_VERSION

    def encode(self) -> bytes:
        """Manufacturer data after the company identifier: version, battery (255 not said), IN USE and phase."""
        battery = _UNKNOWN_BATTERY if self.battery is None else self.battery
        phase = _PHASE if self.phase is None else self.phase
        return bytes([self.version, battery, phase | (_IN_USE if self.in_use else 0)])

    @classmethod
    def decode(cls, data: bytes) -> "Advertisement":
        """Malformed if it is too short or the battery is impossible; what a later version appends is passed over."""
        if len(data) < 3:
            raise Malformed("manufacturer data has version, battery and phase")
        version, battery, phase = data[:3]
        if battery > 100 and battery != _UNKNOWN_BATTERY:
            raise Malformed(f"a battery of {battery} %")
        known = phase & _PHASE in Phase.__members__.values()
        return cls(
            phase=Phase(phase & _PHASE) if known else None,
            battery=None if battery == _UNKNOWN_BATTERY else battery,
            in_use=bool(phase & _IN_USE),
            version=version,
        )


class Info(Message, frozen=True):
    """The value of the INFO characteristic: as unauthenticated as the advertisement, for a person to read."""

    version: Annotated[int, msgspec.Meta(ge=0)]
    serial: Serial
    model: Model
    firmware: str
    phase: Phase


def advertised_name(model: Model, address: str) -> str:
    """`ZGY_GL_xxxx` or `ZGY_L_xxxx` with the last two bytes of the Bluetooth address (R-061)."""
    return f"ZGY_{model}_{address.replace(':', '')[-4:].upper()}"


def model_of(name: str) -> Model | None:
    """The model that the advertised name tells, None if it is not the name of a seal."""
    match = _NAME.fullmatch(name)
    return Model(match[1]) if match else None
