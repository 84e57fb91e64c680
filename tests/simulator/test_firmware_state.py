"""What is saved is read again, also what an older firmware saved."""

import pytest

from protocol.cbor import encode
from protocol.contact import SealMode
from protocol.errors import Malformed
from protocol.log import ImpressionEntry
from simulator.firmware.core import STATE
from simulator.firmware.state import VERSION, restore, save
from simulator.storage import MemoryStorage
from tests.simulator.world import World

# A seal of the first firmware: bound, a grant of three uses with an area, one press; its whole storage.
OLD = {
    "state": "935820cdc674aa23b23812b5ec139918f7adaa2db5ba0cc17a9254ebdfaa7d8165f26500f51b0000019b77b65e181903e80183501"
    "11111111111111111111111111111115820ed4928c628d1c2c6eae90338905995612959273a5c63f93636c14614ac8737d158207b4e909bbe7f"
    "fe44c465a220037d608ee35897d31ef972f07f74892cb0f73f1350c7d7e3d0dd08af615e3d00eda04ce0eb010280895099c20e819090154f01"
    "88bafd30c56c2650222222222222222222222222222222221a6955f1401a6955ff5003f40101831903e81a120b76081a479e3698f5800100f6"
    "f4f6",
    "log/000000000000001": "8602011903e8000100",
    "log/000000000000002": "8803021b0000019b77b662000101010100",
    "log/000000000000003": "8803031b0000019b77b662000101010200",
    "log/000000000000004": "8602041b0000019b77b66200010400",
    "log/000000000000005": "8a01051b0000019b77b6620001015099c20e819090154f0188bafd30c56c265022222222222222222222222222"
    "22222201851a120b76081a479e369801040600",
}


def old() -> World:
    storage = MemoryStorage()
    storage.values = {key: bytes.fromhex(value) for key, value in OLD.items()}
    made = World(storage=storage)
    made.binding, made.down = 1, 2
    return made


def test_a_seal_of_the_first_firmware_goes_on() -> None:
    made = old()
    held = made.seal.grant
    assert held is not None
    assert (held.used, held.count, held.finger) == (1, 3, None)
    assert made.seal.icons.mode is SealMode.BLUETOOTH
    made.seal.connect(made.certificate())
    made.contact()
    made.take()
    made.open()
    made.seal.press()
    pressed = [entry for entry in made.entries() if isinstance(entry, ImpressionEntry)]
    assert [(entry.own, entry.result) for entry in pressed] == [(1, 0), (2, 0)]
    assert made.seal.screen == ("2/3",)


def test_what_was_read_of_an_older_firmware_is_saved_in_the_new_form() -> None:
    made = old()
    made.seal.hold()
    state = restore(made.storage.values[STATE], made.serial)
    assert made.storage.values[STATE] == save(state)
    assert made.storage.values[STATE][:2] == bytes([0x82, VERSION])
    made.boot()
    assert made.seal.grant == state.grant


@pytest.mark.parametrize("data", [encode([VERSION + 1, []]), encode([]), encode([VERSION, [1]]), b"\xff", encode(7)])
def test_what_a_newer_firmware_saved_and_what_is_no_state_is_not_guessed_at(data: bytes) -> None:
    with pytest.raises(Malformed):
        restore(data, "GL2026000001")
