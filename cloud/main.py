"""The cloud as a program: `main.py cloud --data FOLDER --maker-root FILE`."""

import argparse
import asyncio
import gc
import json
import logging
import os
import re
import signal
import socket
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from pydantic import ValidationError
from pydantic_settings import SettingsError
from starlette.types import ASGIApp

from cloud import app, backup_arguments, health, logs, operating, release_arguments, verify
from cloud.gateway.broker import address_of
from cloud.keys import KeysUnusable
from cloud.operating import Done, Order, What
from cloud.operator import arguments
from cloud.service import Service
from cloud.settings import PREFIX, Settings
from domain.seals import Model
from protocol.contact import LEASE_S, MOST_LEASE_S
from protocol.pairing import pairing

ADDRESS = "127.0.0.1"
CODES = ("codes_per_hour", "codes_per_day", "codes_per_address")
GRACE_S = 5
_LOG = logging.getLogger(__name__)
# Who waits for the database gets its turn back after so long and not after 5 ms: the writer waits some twenty times a
# transaction, and each time behind all readers (decision 0075).
TURN_S = 0.0005
KEEP_ALIVE_S = 30  # longer than a proxy before it keeps a connection for another request
# Rows come and go by thousands and refer to each other in no circle: looked for at each 700th, circles cost a fifth of
# the time.
GARBAGE = 50_000


def _within(least: int, most: int) -> Callable[[str], int]:
    """Reads a whole number of an option."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal()) or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"“{text}” is not a whole number from {least} to {most}")
        return int(text)

    return read


def _address(text: str) -> str:
    """HOST:PORT."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 2**16:
        raise argparse.ArgumentTypeError(f"“{text}” is not HOST:PORT")
    return text


def _host(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is no address") from error


_port, _lease = _within(0, 2**16 - 1), _within(1, MOST_LEASE_S)


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="main.py cloud",
        description="The service that consoles and seals talk to. What is not said"
        " here is read from the environment (SIGNET_CLOUD_…).",
    )
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="database, keys and files")
    parser.add_argument("--maker-root", type=Path, metavar="FILE", help="whose seals this cloud believes in")
    parser.add_argument(
        "--host", type=_host, metavar="ADDRESS", help=f"where it listens ({ADDRESS}); any other one needs TLS"
    )
    parser.add_argument("--tls-certificate", type=Path, metavar="FILE", help="PEM, with its chain")
    parser.add_argument("--tls-key", type=Path, metavar="FILE", help="PEM")
    parser.add_argument("--port", type=_port, metavar="NUMBER", help="0 (default): any that is free")
    parser.add_argument(
        "--operator-port",
        type=_port,
        metavar="NUMBER",
        help="serve the operator's pages there, on this computer only; 0: any that is free",
    )
    parser.add_argument(
        "--several",
        action="store_true",
        default=None,
        help="be one of several processes on this computer; each has a port of its own, and PostgreSQL the database",
    )
    parser.add_argument(
        "--lease", type=_lease, metavar="SECONDS", help=f"how long a seal may go without news ({LEASE_S})"
    )
    parser.add_argument(
        "--demo",
        action="store_true",
        default=None,
        help="accept a demo maker, show codes and messages to everybody; never for real use",
    )
    brokers = parser.add_mutually_exclusive_group()
    brokers.add_argument(
        "--mqtt-port",
        type=_port,
        metavar="NUMBER",
        help="be the broker of the seals' modems, there; 0: any that is free",
    )
    brokers.add_argument(
        "--mosquitto",
        type=_address,
        metavar="HOST:PORT",
        help="their broker is a Mosquitto; its files are in FOLDER/mqtt",
    )
    parser.add_argument(
        "--mosquitto-user", metavar="NAME", help="whom that Mosquitto becomes when root starts it (default: who we are)"
    )
    modem = parser.add_mutually_exclusive_group()
    modem.add_argument(
        "--bar-modem", metavar="SERIAL", help="revoke the certificate of this seal's modem, give it no other, and end"
    )
    modem.add_argument("--allow-modem", metavar="SERIAL", help="let it have one again, and end")
    parser.add_argument(
        "--verify", action="store_true", help="check all audit logs, print each one's length and head, and end"
    )
    parser.add_argument(
        "--force-unbind",
        metavar="SERIAL",
        help="take a seal that is in loss lock and cannot be switched on from its organization, or call off bindings"
        " that were never finished, and end",
    )
    parser.add_argument(
        "--letters",
        type=Path,
        metavar="FOLDER",
        help="lay codes and messages down there as files: for a cloud of one computer, without SMS",
    )
    parser.add_argument(
        "--with-parent", action="store_true", help="end when the standard input ends, and so with whoever started it"
    )
    parser.add_argument(
        "--found", nargs=3, metavar=("ORGANIZATION", "OWNER", "PHONE"), help="make an organization, and end"
    )
    stock = parser.add_mutually_exclusive_group()
    stock.add_argument(
        "--deliver",
        nargs=2,
        metavar=("SERIAL", "ORGANIZATION"),
        help="let this organization bind this seal, and no other, and end",
    )
    stock.add_argument("--take-back", metavar="SERIAL", help="the end of that, for a seal that is not bound")
    parser.add_argument(
        "--model", type=Model, choices=list(Model), help="of a seal to deliver that this cloud has never met: GL or L"
    )
    parser.add_argument("--reason", metavar="TEXT", default="", help="why; it stands in the audit log")
    words = parser.add_subparsers(dest="what", metavar="release … | operator … | backup … | restore …")
    release_arguments.add(words.add_parser(release_arguments.WORD, help=release_arguments.HELP), _within)
    arguments.add(words.add_parser(arguments.WORD, help=arguments.HELP))
    backup_arguments.add(words)
    return parser.parse_args(argv)


def _order(given: argparse.Namespace) -> Order | None:
    """What an operator wants; none: that the cloud runs. Raises `OSError` for a file that cannot be read."""
    if given.what == release_arguments.WORD:
        return release_arguments.order(given)
    if given.what == arguments.WORD:
        return arguments.order(given)
    if given.deliver is not None:
        serial, organization = given.deliver
        return Order(What.DELIVER, serial, organization, given.model)
    if given.found is not None:
        name, owner, phone = given.found
        return Order(What.FOUND, organization=name, owner=owner, phone=phone)
    if given.force_unbind is not None:
        return Order(What.FORCE_UNBIND, given.force_unbind, reason=given.reason)
    named = {
        What.TAKE_BACK: given.take_back,
        What.BAR_MODEM: given.bar_modem,
        What.ALLOW_MODEM: given.allow_modem,
    }
    return next((Order(what, serial) for what, serial in named.items() if serial is not None), None)


class _Server(uvicorn.Server):
    """Says where it listens once it does, and ends with status 0 when it is asked to."""

    def __init__(self, application: FastAPI) -> None:
        super().__init__(configuration(application, application.state.service.settings))
        self._application = application

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if sockets and self.started:
            host, port = sockets[0].getsockname()[:2]
            scheme = "https" if self.config.is_ssl else "http"
            broker = address_of(self._application)
            service = self._application.state.service
            pages = getattr(self._application.state, "operator_pages", "")
            address = f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"
            said = {
                "address": address,
                "pairing": pairing(service.settings.public_url or address, service.keys.platform.public),
                **({"broker": broker} if broker else {}),
                **({"operator": pages} if pages else {}),
            }
            print(json.dumps(said), flush=True)
            _LOG.info("it listens, and it is %s", health.role(self._application.state.service))

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


class PortTaken(Exception):
    """Nobody can listen there; the message is a sentence without its stop."""


def listen(port: int, host: str = ADDRESS) -> socket.socket:
    """A socket on this address, by default this computer's own; raises `PortTaken`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns Nagle's algorithm off only where the protocol is named: without that every answer waits 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":  # elsewhere it would let another program take the port away
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise PortTaken(f"port {port} cannot be used: {error.strerror}") from error
    return listening


def configuration(application: ASGIApp, settings: Settings | None = None) -> uvicorn.Config:
    """How the application is served: by these settings, or (none) plainly and to this computer alone."""
    return uvicorn.Config(
        application,
        proxy_headers=settings is not None and bool(settings.proxy),
        forwarded_allow_ips=None if settings is None else settings.proxy,
        ssl_certfile=None if settings is None else settings.tls_certificate,
        ssl_keyfile=None if settings is None else settings.tls_key,
        timeout_keep_alive=KEEP_ALIVE_S,
        log_config=None,
        access_log=False,
        server_header=False,
        ws="websockets-sansio",
        timeout_graceful_shutdown=GRACE_S,
    )


def main(argv: list[str]) -> int:
    """Run until it is asked to end; the exit status."""
    given = _arguments(argv)
    settings = _settings(given)
    if settings.demo:  # codes as often as they are wanted: the demo signs the same people in again and again
        settings = settings.model_copy(update={"code_every_s": 0, **dict.fromkeys(CODES, 10_000)})
    try:
        if given.verify:
            return _verify(settings)
        if given.what in backup_arguments.WORDS:
            print(f"{backup_arguments.carry_out(settings, given)}.")
            return 0
        try:
            order = _order(given)
        except OSError as error:
            return _complain(f"{error.filename} cannot be read: {error.strerror}")
        if order is not None:
            return _operate(settings, order)
        return _run(settings, with_parent=given.with_parent)
    except (app.CannotStart, KeysUnusable) as error:
        return _complain(str(error))
    except PortTaken as error:
        return _complain(str(error))


def _settings(given: argparse.Namespace) -> Settings:
    """What is said at the command line goes before the environment. Ends the program where one of them is wrong."""
    said = {name: value for name, value in vars(given).items() if name in Settings.model_fields and value is not None}
    if given.lease is not None:
        said["lease_s"] = given.lease
    try:
        return Settings(**said)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]  # what was set may be a secret
        name, why = str(first["loc"][0]) if first["loc"] else "", first["msg"]
    except SettingsError as error:  # the library names the field in its sentence alone
        name, why = next(iter(re.findall(r'"(\w+)"', str(error))), ""), "Input should be JSON"
    print(f"main.py cloud: error: {PREFIX}{name.upper()}: {why}", file=sys.stderr)
    raise SystemExit(2)


def _run(settings: Settings, *, with_parent: bool) -> int:
    """Serve until it is asked to end; the exit status."""
    logs.begin(settings)
    sys.setswitchinterval(TURN_S)
    if not settings.several:
        if settings.operator_port:
            listen(settings.operator_port).close()  # so that it is said in words, before anything is opened
        with listen(settings.port, settings.host) as listening:
            return _serve(app.create(settings), listening, with_parent=with_parent)
    application = app.create(settings)  # it may have to wait, and nobody shall knock at a door behind which nobody is
    try:
        with listen(settings.port, settings.host) as listening:
            return _serve(application, listening, with_parent=with_parent)
    finally:
        application.state.service.database.close()


def _serve(application: FastAPI, listening: socket.socket, *, with_parent: bool) -> int:
    """Until it is asked to end, or may write no more."""
    gc.set_threshold(GARBAGE)
    server = _Server(application)
    why: list[str] = []

    def end(said: str) -> None:
        why.append(said)
        server.should_exit = True

    def follow() -> None:
        sys.stdin.buffer.read()  # its end comes also when whoever held the other end was killed
        server.should_exit = True

    service: Service = application.state.service
    service.database.ousted.append(lambda: end("another process writes to the database now"))
    if service.several is not None:
        service.several.failed.append(lambda: end("it was this process's turn to write, and it cannot (see its log)"))
    if with_parent:
        threading.Thread(target=follow, daemon=True, name="parent").start()
    application.state.listening = listening.getsockname()[:2]
    asyncio.run(server.serve([listening]))
    return _complain(why[0]) if why else 0


def _operate(settings: Settings, order: Order) -> int:
    """What an operator does to a seal, by the cloud that runs or else here; the exit status."""
    app.must_have_run(settings)
    done = operating.by_the_cloud(settings.data, order) or asyncio.run(_beside(settings, order))
    if done.refused:
        return _complain(done.said)
    print(done.said if "\n" in done.said else f"{done.said}.")
    return 0


async def _beside(settings: Settings, order: Order) -> Done:
    service: Service = app.create(settings.model_copy(update={"several": False})).state.service
    try:
        return await operating.carry_out(service, order)
    finally:
        service.database.close()


def _verify(settings: Settings) -> int:
    """Whether all audit logs are whole, as the exit status."""
    database, keys = app.opened(settings)
    try:
        return 0 if verify.report(database, keys) else 1
    finally:
        database.close()


def _complain(why: str) -> int:
    print(f"main.py cloud: {why}.", file=sys.stderr)
    return 1
