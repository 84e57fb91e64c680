"""What a Mosquitto is given to serve the seals: its configuration, who may do what, keys and certificates.

By hand or by the cloud's start: `mosquitto -c FOLDER/mosquitto.conf`. On SIGHUP it reads the list of revoked
certificates again and asks it of whoever comes from then on (Mosquitto 2.0); who is attached stays so.
"""

import getpass
import os
import signal
import sys
from pathlib import Path

from cloud.gateway.credentials import GATEWAY, Authority, Credential
from cloud.keys import MODE
from protocol.modem import MAX_MESSAGE_BYTES

CONFIGURATION = "mosquitto.conf"
CLIENT = "gateway.pem"
REVOKED = "revoked.pem"
_PID = "mosquitto.pid"

# One name a client, which is its certificate's: whoever comes with another's certificate does not have it.
_CONFIGURATION = """\
# Written by the cloud at each start.
per_listener_settings false
user {user}
pid_file {folder}/{pid}
persistence false
log_dest stderr
log_type error
log_type warning
log_type notice
allow_anonymous false
acl_file {folder}/acl
max_inflight_messages 0
max_queued_messages 100000
max_packet_size {packet}
message_size_limit {message}
retain_available false
set_tcp_nodelay true

listener {port} {host}
cafile {folder}/root.pem
certfile {folder}/broker.crt
keyfile {folder}/broker.key
crlfile {folder}/{revoked}
tls_version tlsv1.2
require_certificate true
use_identity_as_username true
use_username_as_clientid true
"""
_ACL = f"""\
# Each seal says what it has to say in its own place, and reads what is meant for it.
pattern write seal/1/%u/up
pattern read seal/1/%u/down

user {GATEWAY}
topic read seal/1/+/up
topic write seal/1/+/down
"""


def write(
    folder: Path, host: str, port: int, user: str | None, authority: Authority, broker: Credential, revoked: bytes
) -> None:
    """All files of a broker at this address. `user`: whom Mosquitto becomes when root starts it; none: who we are, for
    its own user cannot read our files."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = {"user": user or getpass.getuser(), "folder": folder.resolve(), "host": host, "port": port}
    facts |= {"pid": _PID, "revoked": REVOKED}
    text = _CONFIGURATION.format(**facts, message=MAX_MESSAGE_BYTES, packet=MAX_MESSAGE_BYTES + 256)
    write_secret(folder / CONFIGURATION, text.encode())
    write_secret(folder / "acl", _ACL.encode())
    write_secret(folder / "root.pem", authority.root_pem)
    write_secret(folder / "broker.crt", broker.certificate)
    write_secret(folder / "broker.key", broker.key)
    write_secret(folder / REVOKED, revoked)


def read_again(folder: Path) -> bool:
    """Make the Mosquitto that runs with these files read them; False: none does that could be told from here."""
    if sys.platform == "win32":  # it has no such signal
        return False
    try:
        pid = int((folder / _PID).read_text())
        name = Path(f"/proc/{pid}/comm")
        # A file that was left by one that died may name another program by now, which would end.
        if Path("/proc/self").exists() and name.read_text().strip() != "mosquitto":
            return False
        os.kill(pid, signal.SIGHUP)
    except (OSError, ValueError):
        return False
    return True


def write_secret(path: Path, data: bytes) -> None:
    """For its owner alone; whole or not at all."""
    new = path.with_name(f"{path.name}.new")
    new.touch(MODE)
    new.write_bytes(data)
    new.replace(path)
