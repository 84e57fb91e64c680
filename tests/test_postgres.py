"""The server that the tests of the cloud bring along: shut to strangers, and gone with those who started it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.postgres import ROOT, Server
from tests.waiting import until

PROGRAM = """
import os, signal
from tests.postgres import Server
with Server().fresh() as url:
    print(url, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.stop()


def address(url: str) -> str:
    """As psycopg reads it."""
    return url.replace("+psycopg", "")


def test_it_asks_for_passwords_on_this_computer_only(server: Server) -> None:
    with server.fresh() as url:
        with psycopg.connect(address(url)) as connection:
            shown = {
                name: connection.execute(f"SHOW {name}".encode()).fetchone()
                for name in ("data_checksums", "listen_addresses", "password_encryption")
            }
            assert shown == {
                "data_checksums": ("on",),
                "listen_addresses": ("127.0.0.1",),
                "password_encryption": ("scram-sha-256",),
            }
            assert connection.execute("SELECT usesuper FROM pg_user WHERE usename = user").fetchone() == (False,)
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(address(url), password="wrong")


def test_each_database_is_fresh(server: Server) -> None:
    with server.fresh() as first, server.fresh() as second, server.fresh(migrated=False) as third:
        with psycopg.connect(address(first)) as connection:
            connection.execute("INSERT INTO meta VALUES ('a', 'b')")
        with psycopg.connect(address(second)) as connection:
            assert connection.execute("SELECT count(*) FROM meta").fetchone() == (0,)
        with psycopg.connect(address(third)) as connection:
            assert connection.execute("SELECT to_regclass('meta')").fetchone() == (None,)


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
async def test_it_goes_with_a_run_that_is_killed() -> None:
    killed = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    assert killed.returncode == -9
    port = address(killed.stdout).rpartition(":")[2].partition("/")[0]
    await until(lambda: port not in listening())


def listening() -> set[str]:
    """The ports of 127.0.0.1 at which somebody listens."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {str(int(place.partition(":")[2], 16)) for _, place, _, state, *_ in rows if state == "0A"}
