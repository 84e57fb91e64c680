"""Debian's nginx as a process of its own, with the site of a deployment, where `packaging/setup.sh` could fetch it."""

import asyncio
import getpass
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.waiting import until_told

ROOT = Path(__file__).parent.parent
SITE = ROOT / "packaging" / "cloud" / "nginx.conf"
_UNPACKED = ROOT / ".venv" / "nginx"
MISSING = "Debian's nginx could not be fetched by packaging/setup.sh"
NAME = "seal.example.cn"
_MAIN = """\
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
daemon off;
worker_processes 1;
events {{ worker_connections 8192; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def program() -> Path | None:
    """Where it is."""
    unpacked = _UNPACKED / "usr/sbin/nginx"
    if unpacked.exists():
        return unpacked
    installed = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    return Path(installed) if installed else None


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate that signs itself for this computer and `NAME`, and its key."""
    key = generate_private_key(SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    begins = datetime.now(UTC) - timedelta(hours=1)
    names = [x509.DNSName(NAME), x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = (
        made.not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=7))
        .add_extension(x509.SubjectAlternativeName(names), False)
    )
    made = made.add_extension(x509.BasicConstraints(True, None), True)
    files = folder / "fullchain.pem", folder / "privkey.pem"
    files[0].write_bytes(made.sign(key, SHA256()).public_bytes(Encoding.PEM))
    files[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    files[1].chmod(0o600)
    return files


class Nginx:
    """Before the processes of a cloud at these ports; its own are free ones."""

    def __init__(self, folder: Path, behind: list[int], *, tls: bool = True, port: int = 0) -> None:
        self.folder, self._behind, self._tls, self.port = folder, behind, tls, port
        self.process: asyncio.subprocess.Process | None = None

    @property
    def address(self) -> str:
        return f"http{'s' if self._tls else ''}://127.0.0.1:{self.port}"

    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.folder / "fullchain.pem")

    def configure(self) -> None:
        """Write the site of the deployment, with this computer's ports and certificate, and what stands around it."""
        self.folder.mkdir(exist_ok=True)
        certificate(self.folder)
        own, plain = _free_ports(2)
        self.port = self.port or own
        text = SITE.read_text("utf-8").replace("/etc/signet/tls", str(self.folder))
        servers = "\n".join(f"    server 127.0.0.1:{port} max_fails=1 fail_timeout=1s;" for port in self._behind)
        text = re.sub(r"(?m)(^    server 127\.0\.0\.1:.*\n)+", f"{servers}\n", text)
        text = re.sub(r"(?m)^    listen \[.*\n", "", text)
        text = text.replace("listen 443", f"listen 127.0.0.1:{self.port}").replace(
            "listen 80", f"listen 127.0.0.1:{plain}"
        )
        if not self._tls:  # for programs that would have to be told of the certificate
            text = re.sub(r"(?m)^    ssl_.*\n", "", text.replace(" ssl http2;", ";"))
        (self.folder / "site.conf").write_text(text, "utf-8")
        (self.folder / "nginx.conf").write_text(_MAIN.format(folder=self.folder, user=_user()), "utf-8")

    def check(self) -> str:
        """What nginx has to say against it."""
        done = subprocess.run(
            [*self._words(), "-t", "-q"], capture_output=True, text=True, check=False, env=_environment()
        )
        return done.stderr

    async def start(self) -> None:
        """Until it listens."""
        self.configure()
        self.process = await asyncio.create_subprocess_exec(*self._words(), env=_environment())
        await until_told(self._listens, within=20, every=0.02)

    async def stop(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
            await self.process.wait()

    def _words(self) -> list[str]:
        found = program()
        assert found is not None, MISSING
        where = ["-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), "-e", str(self.folder / "error.log")]
        return [str(found), *where]

    async def _listens(self) -> bool:
        assert self.process is not None
        assert self.process.returncode is None, (self.folder / "error.log").read_text("utf-8")
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return False
        writer.close()
        return True


def _user() -> str:
    """Started by root it would become somebody who may not write into a folder of ours."""
    return f"user {getpass.getuser()};" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""


def _environment() -> dict[str, str]:
    libraries = ":".join(str(each) for each in sorted(_UNPACKED.glob("**/*-linux-gnu*")) if each.is_dir())
    return {**os.environ, "LD_LIBRARY_PATH": libraries}


def _free_ports(count: int) -> list[int]:
    held = [socket.socket() for _ in range(count)]
    for each in held:
        each.bind(("127.0.0.1", 0))
    ports = [int(each.getsockname()[1]) for each in held]
    for each in held:
        each.close()
    return ports
