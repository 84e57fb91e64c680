"""1,000 seals that send signed envelopes over MQTT: how many a second are verified and stored, beside its two halves.

An envelope is a press in a sealed slice of its own, answered with a receipt. Each seal has one underway. The broker
alone answers whatever comes with as many bytes; verify and store alone has no broker. All of it on this machine,
whoever sends included: the figures are shares of the same processors.
"""

import asyncio
import json
import pickle
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bench.figures import percentile, show
from bench.seals import Writer, writers
from bench.senders import attached, sent
from cloud.gateway.credentials import moment
from cloud.settings import Settings
from cloud.store import devices
from cloud.store.database import Database
from protocol.cbor import pack
from protocol.modem import Up, UpKind
from tests.cloud.modems import free_port
from tests.cloud.world import Cloud, running
from tests.mosquitto import MISSING, Mosquitto, program
from tests.waiting import until

SEALS, EACH = 1000, 8
KILLED_AFTER = 0.3  # of the envelopes
LEAST_RATIO, LEAST_MOSQUITTO = 0.6, 1500


@dataclass
class House:
    """A cloud's folder with its seals; `passes`: what opens the broker for each, PEM."""

    home: Path
    seals: list[Writer] = field(default_factory=list[Writer])
    passes: dict[str, bytes] = field(default_factory=dict[str, bytes])
    root: str = ""

    @property
    def data(self) -> Path:
        return self.home / "cloud"

    def envelopes(self, each: int = EACH) -> dict[str, list[tuple[int, bytes]]]:
        """The next presses of all seals, sealed beforehand, with their numbers."""
        now = time.time_ns() // 1_000_000
        return {seal.serial: [_numbered(seal, now) for _ in range(each)] for seal in self.seals}


async def measure() -> int:
    """0 if the shares and the rate are what they must be."""
    with tempfile.TemporaryDirectory(prefix="signet-bench-", ignore_cleanup_errors=True) as folder:
        house = House(Path(folder))
        await _furnish(house)
        print(f"# {SEALS} seals, {SEALS * EACH} envelopes in each run, one underway of each seal")
        stored = await _store_alone(house)
        show("store_alone", stored)
        ok = await _one(house, "amqtt", stored)
        if program() is None:
            print(f"# without Mosquitto: {MISSING}")
            return 1
        ok &= await _one(house, "mosquitto", stored)
        lost = await _killed(house)
        show("lost_by_kill", lost)
        print(f"# limits: ratios >= {LEAST_RATIO}, on Mosquitto >= {LEAST_MOSQUITTO} a second, nothing lost")
        return 0 if ok and not lost else 1


def _numbered(seal: Writer, now: int) -> tuple[int, bytes]:
    data = pack(Up(UpKind.SLICE, seal.press(now)))
    return seal.number, data


async def _furnish(house: House) -> None:
    async with running(house.home, now=time.time_ns() // 1_000_000) as cloud:
        owner = await cloud.organization("19900000001")
        service = cloud.service
        house.seals = await service.database.write(lambda unit: list(writers(service, unit, owner, SEALS, cloud.now)))
        _certify(cloud, house)


def _certify(cloud: Cloud, house: House) -> None:
    now = moment(cloud.now)
    authority = cloud.service.keys.modem_authority(now)
    house.root = authority.root_pem.decode()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "modem")])
    for seal in house.seals:
        key = ec.generate_private_key(ec.SECP256R1())
        request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256())
        made = authority.for_modem(seal.serial, request.public_bytes(Encoding.DER), now)
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        house.passes[seal.serial] = secret + made.public_bytes(Encoding.PEM)
    (house.data / "mqtt").mkdir(exist_ok=True)


@asynccontextmanager
async def _process(*words: str) -> AsyncGenerator[dict[str, Any]]:
    """A program of ours, after its first word."""
    process = await asyncio.create_subprocess_exec(sys.executable, *words, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield {**json.loads(await process.stdout.readline()), "process": process}
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _store_alone(house: House) -> float:
    file = house.home / "todo"
    file.write_bytes(pickle.dumps({serial: [data for _, data in all] for serial, all in house.envelopes().items()}))
    async with _process("-m", "bench.gateway_parts", "store", *_words(house), str(file)) as told:
        await told["process"].wait()
        return float(told["rate"])


def _words(house: House) -> list[str]:
    return [str(house.data), str(house.home / "maker.root")]


async def _one(house: House, kind: str, stored: float) -> bool:
    """One broker: alone, then with the gateway behind it."""
    todo = house.envelopes()
    if kind == "amqtt":
        async with _process("-m", "bench.gateway_parts", "embedded", str(house.data)) as told:
            alone, _ = await _run(house, told["broker"], todo)
        async with _cloud(house, "--mqtt-port", "0") as told:
            whole, took = await _run(house, told["broker"], todo)
    else:
        async with _mosquitto(house) as address:
            async with _process("-m", "bench.gateway_parts", "external", str(house.data), address):
                alone, _ = await _run(house, address, todo)
            async with _cloud(house, "--mosquitto", address):
                whole, took = await _run(house, address, todo)
    ratio = whole / min(alone, stored)
    show(f"{kind}_broker_alone", alone)
    show(f"{kind}_envelopes", whole)
    show(f"{kind}_p99_ms", percentile(took, 0.99) * 1000)
    show(f"ratio_{kind}", ratio)
    return ratio >= LEAST_RATIO and (kind == "amqtt" or whole >= LEAST_MOSQUITTO)


def _cloud(house: House, *words: str) -> Any:
    data, root = _words(house)
    return _process("main.py", "cloud", "--data", data, "--maker-root", root, "--demo", *words)


async def _run(house: House, address: str, todo: dict[str, list[tuple[int, bytes]]]) -> tuple[float, Sequence[float]]:
    """Envelopes a second, and how long each took."""
    senders = await attached(address, house.root, house.passes)
    first = {serial: envelopes[:1] for serial, envelopes in todo.items()}  # everything has been used once
    rest = {serial: envelopes[1:] for serial, envelopes in todo.items()}
    try:
        await sent(senders, first)
        seconds = await sent(senders, rest)
    finally:
        for sender in senders:
            sender.transport.close()
    took = [each for sender in senders for each in sender.took]
    return len(took) / seconds, took


@asynccontextmanager
async def _mosquitto(house: House) -> AsyncGenerator[str]:
    """Its files are written by a cloud that is started for it."""
    address = f"127.0.0.1:{free_port()}"
    async with _cloud(house, "--mosquitto", address):
        pass
    broker = Mosquitto(house.data / "mqtt" / "mosquitto.conf", int(address.rpartition(":")[2]))
    await broker.start()
    try:
        yield address
    finally:
        await broker.stop()


async def _killed(house: House) -> int:
    """How many envelopes are missing after the gateway was killed in the middle and started again."""
    todo = house.envelopes()
    async with _mosquitto(house) as address:
        senders = await attached(address, house.root, house.passes)
        async with _cloud(house, "--mosquitto", address) as told:
            sending = asyncio.create_task(sent(senders, todo))
            await until(lambda: sum(len(sender.took) for sender in senders) > SEALS * EACH * KILLED_AFTER, within=120)
            told["process"].kill()
            await told["process"].wait()
        print(f"# killed when {sum(len(sender.took) for sender in senders)} of {SEALS * EACH} were answered")
        async with _cloud(house, "--mosquitto", address):
            await sending
    settings = Settings(data=house.data, maker_root=house.home / "maker.root")
    database = Database.in_folder(settings.data)
    held = await database.read(lambda view: devices.some(view, [seal.serial for seal in house.seals]))
    database.close()
    ends = {seal.serial: seal.number for seal in house.seals}
    return sum(ends[device.serial] - device.log_to for device in held)
