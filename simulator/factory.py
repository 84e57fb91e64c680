"""The maker: a throw-away root, seals with their own keys, and their delivery to a cloud.

maker folder   maker.key (0600), maker.root (signed `Root`, marked demo)
seal folder    seal.json (0600: keys and identity), delivery (signed `Delivery`), journal (what it remembers)
"""

import os
import time
from pathlib import Path

import msgspec

from domain.seals import Model
from protocol import certificates
from protocol.cbor import pack, unpack
from protocol.certificates import Delivery, Identity, Root
from protocol.keys import AgreementKey, SigningKey
from simulator.firmware import Board

KEY_FILE, ROOT_FILE = "maker.key", "maker.root"
SEAL_FILE, DELIVERY_FILE, JOURNAL_FILE = "seal.json", "delivery", "journal"
# The manual's firmware from which on the mode is switched by five presses.
FIRMWARE = {Model.GL: "GYGL2020121706", Model.L: "GYL2020121706"}


class SealFile(msgspec.Struct, frozen=True):
    """`seal.json`. `address`: of its Bluetooth chip, random static. `made_ms`: when the seal's own counter began, in
    milliseconds since 1970 UTC by the maker's clock."""

    serial: str
    model: Model
    firmware: str
    address: str
    maker: bytes
    identity: bytes
    signing: bytes
    static: bytes
    made_ms: int


def make_root(folder: Path, name: str = "demo") -> Path:
    """A new maker in `folder`, unless there is one; the path of its root, which clouds and consoles are given."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / KEY_FILE).exists():
        key = SigningKey.generate()
        _write(folder / ROOT_FILE, certificates.issue(Root(name, key.public, demo=True), key))
        _write(folder / KEY_FILE, key.secret)
    return folder / ROOT_FILE


def make_seal(maker: Path, folder: Path, serial: str, model: Model) -> None:
    """A new seal in `folder`, unless there is one: not delivered yet, and switched off. `Malformed`: no serial."""
    if (folder / SEAL_FILE).exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    key, signing, static = _maker_key(maker), SigningKey.generate(), AgreementKey.generate()
    word = pack(Identity(serial, model.value, signing.public, static.public))
    identity = certificates.issue(unpack(word, Identity), key)  # as anybody will read it: a wrong serial ends here
    made = SealFile(
        serial=serial,
        model=model,
        firmware=FIRMWARE[model],
        address=_address(),
        maker=key.public,
        identity=identity,
        signing=signing.secret,
        static=static.secret,
        made_ms=time.time_ns() // 1_000_000,
    )
    _write(folder / SEAL_FILE, msgspec.json.encode(made))


def deliver(maker: Path, folder: Path, platform: bytes) -> bytes:
    """Let the cloud with this platform key bind the seal (未交付 -> 未绑定); the signed word, also kept in `folder`."""
    word = certificates.issue(Delivery(read_seal(folder).serial, platform), _maker_key(maker))
    _write(folder / DELIVERY_FILE, word)
    return word


def read_seal(folder: Path) -> SealFile:
    """Raises `FileNotFoundError`, or `msgspec.DecodeError` for a file that is not one."""
    return msgspec.json.decode((folder / SEAL_FILE).read_bytes(), type=SealFile)


def read_board(folder: Path) -> Board:
    """The seal in `folder`, for the firmware; errors as `read_seal`."""
    made, delivery = read_seal(folder), folder / DELIVERY_FILE
    return Board(
        serial=made.serial,
        model=made.model,
        firmware=made.firmware,
        maker=made.maker,
        identity=made.identity,
        signing=SigningKey(made.signing),
        static=AgreementKey(made.static),
        delivery=delivery.read_bytes() if delivery.exists() else None,
        address=made.address,
    )


def _address() -> str:
    """Six bytes, the two highest bits set: a random static address of Bluetooth LE."""
    octets = bytearray(os.urandom(6))
    octets[0] |= 0xC0
    return octets.hex(":").upper()


def _maker_key(folder: Path) -> SigningKey:
    return SigningKey((folder / KEY_FILE).read_bytes())


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, and for its owner alone."""
    new = path.with_name(path.name + ".new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
