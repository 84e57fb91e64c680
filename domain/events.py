"""What else happened to a seal, from its log: everything that is neither a press nor the answer to an order."""

from enum import StrEnum
from typing import ClassVar

from domain.rows import IdText, Ms, Row


class SealEventKind(StrEnum):
    SWITCHED_ON = "switched_on"
    SWITCHED_OFF = "switched_off"
    ABORTED = "aborted"  # unlocked and not pressed: never counted
    TAKEN = "taken"
    RELEASED = "released"
    RESTRICTED = "restricted"
    STORAGE_FULL = "storage_full"
    MODE = "mode"  # detail: 0 GPRS, 1 Bluetooth
    BATTERY_LOW = "battery_low"  # detail: percent
    RESET = "reset"
    FINGER_ENROLLED = "finger_enrolled"  # detail: slot
    FINGER_FAILED = "finger_failed"
    FINGER_DELETED = "finger_deleted"
    CODE_WRONG = "code_wrong"  # detail: wrong ones so far
    CODE_SPENT = "code_spent"
    ACTIVATED = "activated"
    TAMPER = "tamper"
    ROLLED_BACK = "rolled_back"
    SIM = "sim"  # detail: 0 out, 1 in
    FIRMWARE_RUNS = "firmware_runs"  # detail of this and the next three: the number of the version
    FIRMWARE_VERIFIED = "firmware_verified"
    FIRMWARE_UPDATING = "firmware_updating"
    FIRMWARE_CONFIRMED = "firmware_confirmed"
    FIRMWARE_FAILED = "firmware_failed"  # detail: why (`domain.firmware.FAULTS`)
    OVERFLOW = "overflow"  # detail: so many presses that found no room even in the reserve


class SealEvent(Row, frozen=True, kw_only=True):
    """Entry `number` of the log of `seal`, at `at` by the seal's clock (`clock` 0: lost, 1: set, 2: kept).

    `authorization`: whose taking, aborted press, code it was, and `member` his whose it is.
    """

    table: ClassVar[str] = "events"
    seal: IdText
    binding: int
    number: int
    kind: SealEventKind
    at: Ms
    clock: int
    received_at: Ms
    detail: int = 0
    authorization: IdText | None = None
    member: IdText | None = None


def event_id(serial: str, number: int) -> str:
    """The id of an event: the seal and its entry's number, so that it cannot exist twice."""
    return f"{serial}-{number}"
