"""The maker: a throw-away root, seals with their own keys, and their delivery to a cloud.

maker folder   maker.key (0600), maker.root (signed `Root`, marked demo)
release        VERSION.manifest (signed `Manifest`), VERSION.image: what an operator gives to his cloud
seal folder    seal.json (0600: keys and identity), delivery (signed `Delivery`), journal (what it remembers),
               modem.json (0600: the modem's key and its certificate from the cloud)
"""

import hashlib
import os
import time
from pathlib import Path
from urllib.request import Request, urlopen

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from domain.seals import Model
from protocol import certificates, firmware
from protocol.cbor import pack, unpack
from protocol.certificates import Delivery, Identity, Root
from protocol.firmware import Manifest
from protocol.keys import AgreementKey, SigningKey
from protocol.sync import EnrolModem, ModemEnrolled, modem_signed_bytes
from simulator.firmware import Board
from simulator.firmware.image import Image
from simulator.firmware.image import write as write_image

KEY_FILE, ROOT_FILE = "maker.key", "maker.root"
SEAL_FILE, DELIVERY_FILE, JOURNAL_FILE, MODEM_FILE = "seal.json", "delivery", "journal", "modem.json"
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


class Credential(msgspec.Struct, frozen=True):
    """`modem.json`: the modem's key and certificate, the broker's root (PEM), and where the broker is (HOST:PORT)."""

    key: str
    certificate: str
    root: str
    broker: str


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


def make_release(maker: Path, image: Image, size: int, noise: bytes = b"") -> tuple[bytes, bytes]:
    """A release that this maker signs: its manifest and its image of `size` bytes. ValueError: too few; `Malformed`:
    no version."""
    data = write_image(image, size, noise)
    return sign_release(_maker_key(maker), image, data), data


def sign_release(maker: SigningKey, image: Image, data: bytes) -> bytes:
    """The manifest of what is said to be this image."""
    word = Manifest(image.model, image.version, len(data), hashlib.sha256(data).digest())
    return firmware.sign_manifest(unpack(pack(word), Manifest), maker)  # as anybody will read it


def write_release(maker: Path, folder: Path, image: Image, size: int) -> tuple[Path, Path]:
    """The two files of a release in `folder`; errors as `make_release`."""
    manifest, data = make_release(maker, image, size, os.urandom(4096))
    folder.mkdir(parents=True, exist_ok=True)
    files = folder / f"{image.version}.manifest", folder / f"{image.version}.image"
    for file, content in zip(files, (manifest, data), strict=True):
        _write(file, content)
    return files


def deliver(maker: Path, folder: Path, platform: bytes) -> bytes:
    """Let the cloud with this platform key bind the seal (未交付 -> 未绑定); the signed word, also kept in `folder`."""
    word = certificates.issue(Delivery(read_seal(folder).serial, platform), _maker_key(maker))
    _write(folder / DELIVERY_FILE, word)
    return word


def modem_request(folder: Path) -> tuple[bytes, EnrolModem]:
    """A new key of the modem (PKCS #8, PEM) and what the seal says to its cloud to have it certified. `ValueError`: the
    seal is not delivered."""
    board = read_board(folder)
    if board.delivery is None:
        raise ValueError(f"the seal in {folder} is not delivered to a cloud")
    return request_of(board)


def request_of(board: Board) -> tuple[bytes, EnrolModem]:
    """The same for a seal that is delivered."""
    assert board.delivery is not None
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, board.serial)])
    request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256())
    data = request.public_bytes(Encoding.DER)
    signature = board.signing.sign(modem_signed_bytes(data))
    said = EnrolModem(identity=board.identity, delivery=board.delivery, request=data, signature=signature)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), said


def keep_modem(folder: Path, key: bytes, enrolled: ModemEnrolled) -> None:
    """What the cloud answered, in the seal."""
    certificate, root = (x509.load_der_x509_certificate(each) for each in (enrolled.certificate, enrolled.root))
    shown = [each.public_bytes(Encoding.PEM).decode() for each in (certificate, root)]
    made = Credential(key.decode(), shown[0], shown[1], enrolled.broker)
    _write(folder / MODEM_FILE, msgspec.json.encode(made))


def enrol(folder: Path, cloud: str) -> None:
    """At its delivery: the seal's modem gets its certificate from the cloud at this address (http://…). `OSError`: it
    cannot be reached, or does not give one."""
    key, said = modem_request(folder)
    request = Request(f"{cloud}/v1/modems", msgspec.json.encode(said), {"Content-Type": "application/json"})  # noqa: S310
    with urlopen(request, timeout=20) as answer:  # noqa: S310  (an address from the command line)
        keep_modem(folder, key, msgspec.json.decode(answer.read(), type=ModemEnrolled))


def read_modem(folder: Path) -> Credential | None:
    """None: the modem has no certificate. Raises as `read_seal`."""
    file = folder / MODEM_FILE
    return msgspec.json.decode(file.read_bytes(), type=Credential) if file.exists() else None


def read_seal(folder: Path) -> SealFile:
    """Raises `FileNotFoundError`, or `msgspec.DecodeError` for a file that is not one."""
    return msgspec.json.decode((folder / SEAL_FILE).read_bytes(), type=SealFile)


def read_board(folder: Path) -> Board:
    """The seal in `folder`, for the firmware; errors as `read_seal`."""
    made = read_seal(folder)
    return Board(
        serial=made.serial,
        model=made.model,
        firmware=made.firmware,
        maker=made.maker,
        identity=made.identity,
        signing=SigningKey(made.signing),
        static=AgreementKey(made.static),
        delivery=read_delivery(folder),
        address=made.address,
    )


def read_delivery(folder: Path) -> bytes | None:
    """The maker's word for the cloud that may bind it; none: not delivered."""
    word = folder / DELIVERY_FILE
    return word.read_bytes() if word.exists() else None


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
