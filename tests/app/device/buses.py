"""A bus of its own for a test, and the system's Python on which Debian's python3-dbusmock plays a service."""

import shutil
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

ADAPTER = "org.bluez.Adapter1"
PYTHON = "/usr/bin/python3"
_CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir={folder}</listen><policy context="default">
<allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/>{policy}</policy></busconfig>"""


def _without() -> str:
    if sys.platform != "linux":
        return "BlueZ and D-Bus are Linux's"
    if shutil.which("dbus-daemon") is None:
        return "needs a D-Bus daemon (Debian's dbus-daemon)"
    if not Path(PYTHON).exists():
        return "needs the system's Python"
    # It has no wheel on the package index, and stands on libraries of the system: so it runs as a process of its own.
    if subprocess.run([PYTHON, "-c", "import dbusmock"], capture_output=True, check=False).returncode:
        return "needs Debian's python3-dbusmock"
    return ""


WITHOUT = _without()
"""What is missing to play BlueZ here; nothing if all is there."""


@contextmanager
def bus_daemon(folder: Path, policy: str = "") -> Generator[str]:
    """The address of a bus on which everything is allowed but what `policy` denies."""
    configuration = folder / "bus.conf"
    configuration.write_text(_CONFIGURATION.format(folder=folder, policy=policy))
    words = ["dbus-daemon", f"--config-file={configuration}", "--print-address", "--nofork", "--nopidfile"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        try:
            assert daemon.stdout is not None
            yield daemon.stdout.readline().strip()
        finally:
            daemon.kill()
