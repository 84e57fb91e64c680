"""The processes that `bench gateway` sets beside each other: a broker whose answer costs nothing, and storing alone."""

import asyncio
import gc
import json
import pickle
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from cloud import app
from cloud.gateway.apart import BrokerApart
from cloud.gateway.external import ExternalBroker
from cloud.gateway.gateway import Gateway
from cloud.keys import Keys
from cloud.main import GARBAGE
from cloud.service import Service
from cloud.settings import Settings

ANSWER = bytes(160)  # as long as a receipt


async def echo_embedded(data: Path) -> None:
    """amqtt, and whatever is said is answered by the cloud's process at once."""
    authority = Keys.open(data / app.KEY_FILE, fresh=False).modem_authority(datetime.now(UTC))

    async def nobody() -> set[int]:
        return set()

    broker = BrokerApart(lambda serial, _data: broker.send(serial, ANSWER), nobody)
    own = authority.for_server("127.0.0.1", datetime.now(UTC))
    await broker.start("127.0.0.1", 0, own, authority.root_pem.decode(), data / "mqtt")
    print(json.dumps({"broker": f"127.0.0.1:{broker.port}"}), flush=True)
    await asyncio.get_running_loop().create_future()


async def echo_external(data: Path, address: str) -> None:
    """The gateway's place before Mosquitto, and whatever is said is answered at once."""
    authority = Keys.open(data / app.KEY_FILE, fresh=False).modem_authority(datetime.now(UTC))
    ready = asyncio.Event()
    broker = ExternalBroker(lambda serial, _data: broker.send(serial, ANSWER), ready)
    host, _, port = address.rpartition(":")
    running = asyncio.create_task(
        broker.run(host, int(port), data / "mqtt" / "gateway.pem", authority.root_pem.decode())
    )
    await ready.wait()
    print(json.dumps({"broker": address}), flush=True)
    await running


async def store(data: Path, root: Path, todo: dict[str, list[bytes]]) -> None:
    """The gateway without a broker: each seal's next envelope comes when the one before is answered."""
    left = sum(map(len, todo.values()))
    settings = Settings(data=data, maker_root=root, demo=True)
    service: Service = app.create(settings).state.service
    gateway, done, warm = Gateway(service), asyncio.Event(), asyncio.Event()

    def answer(serial: str, _data: bytes) -> None:
        nonlocal left
        left -= 1
        warm.set()
        if todo[serial]:
            gateway.hear(serial, todo[serial].pop())
        if not left:
            done.set()

    gateway.send = answer
    for envelopes in todo.values():
        envelopes.reverse()
    running = asyncio.create_task(gateway.run())
    first = next(iter(todo))
    gateway.hear(first, todo[first].pop())  # everything is there and has been used when the clock starts
    await warm.wait()
    gc.set_threshold(GARBAGE)
    begun, timed = time.perf_counter(), left
    for serial, envelopes in todo.items():
        if envelopes and serial != first:
            gateway.hear(serial, envelopes.pop())
    await done.wait()
    print(json.dumps({"rate": timed / (time.perf_counter() - begun)}), flush=True)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await asyncio.to_thread(service.database.close)


if __name__ == "__main__":
    role, *words = sys.argv[1:]
    if role == "embedded":
        asyncio.run(echo_embedded(Path(words[0])))
    elif role == "external":
        asyncio.run(echo_external(Path(words[0]), words[1]))
    else:
        asyncio.run(store(Path(words[0]), Path(words[1]), pickle.loads(Path(words[2]).read_bytes())))
