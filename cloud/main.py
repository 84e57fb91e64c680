"""The cloud as a program: `main.py cloud --data FOLDER --maker-root FILE`."""

import argparse
import asyncio
import gc
import json
import os
import signal
import socket
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from cloud import app, operating, release_arguments, verify
from cloud.gateway.broker import address_of
from cloud.keys import KeysUnusable
from cloud.operating import Done, Order, What
from cloud.operator import arguments, site
from cloud.service import Service
from cloud.settings import Settings
from domain.seals import Model
from protocol.contact import LEASE_S, MOST_LEASE_S

ADDRESS = "127.0.0.1"
CODES = ("codes_per_hour", "codes_per_day", "codes_per_address")
GRACE_S = 5
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


_port, _lease = _within(0, 2**16 - 1), _within(1, MOST_LEASE_S)


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="main.py cloud",
        description="The service that consoles and seals talk to, on this computer only (127.0.0.1).",
    )
    parser.add_argument("--data", type=Path, required=True, metavar="FOLDER", help="database, keys and files")
    parser.add_argument(
        "--maker-root", type=Path, required=True, metavar="FILE", help="whose seals this cloud believes in"
    )
    parser.add_argument("--port", type=_port, metavar="NUMBER", default=0, help="0 (default): any that is free")
    parser.add_argument(
        "--operator-port",
        type=_port,
        metavar="NUMBER",
        help="serve the operator's pages there, on this computer only; 0: any that is free",
    )
    parser.add_argument(
        "--lease",
        type=_lease,
        default=LEASE_S,
        metavar="SECONDS",
        help="how long a seal may go without news (%(default)s)",
    )
    parser.add_argument(
        "--demo",
        action="store_true",
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
    words = parser.add_subparsers(dest="what", metavar="release … | operator …")
    release_arguments.add(words.add_parser(release_arguments.WORD, help=release_arguments.HELP), _within)
    arguments.add(words.add_parser(arguments.WORD, help=arguments.HELP))
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
        super().__init__(configuration(application))
        self._application = application

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if sockets and self.started:
            host, port = sockets[0].getsockname()[:2]
            broker = address_of(self._application)
            pages = site.address_of(self._application)
            said = {"address": f"http://{host}:{port}", **({"broker": broker} if broker else {})}
            said |= {"operator": pages} if pages else {}
            print(json.dumps(said), flush=True)

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


def listen(port: int) -> socket.socket:
    """A socket on this computer's own address; raises `PortTaken`."""
    # asyncio turns Nagle's algorithm off only where the protocol is named: without that every answer waits 40 ms.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":  # elsewhere it would let another program take the port away
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((ADDRESS, port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise PortTaken(f"port {port} cannot be used: {error.strerror}") from error
    return listening


def configuration(application: ASGIApp) -> uvicorn.Config:
    """How the application is served."""
    return uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        server_header=False,
        ws="websockets-sansio",
        timeout_graceful_shutdown=GRACE_S,
    )


def main(argv: list[str]) -> int:
    """Run until it is asked to end; the exit status."""
    given = _arguments(argv)
    settings = Settings(
        data=given.data,
        maker_root=given.maker_root,
        port=given.port,
        lease_s=given.lease,
        demo=given.demo,
        **({} if given.operator_port is None else {"operator_port": given.operator_port}),
        mqtt_port=given.mqtt_port,
        mosquitto=given.mosquitto,
        mosquitto_user=given.mosquitto_user,
    )
    if given.demo:  # codes as often as they are wanted: the demo signs the same people in again and again
        settings = settings.model_copy(update={"code_every_s": 0, **dict.fromkeys(CODES, 10_000)})
    try:
        if given.verify:
            return _verify(settings)
        try:
            order = _order(given)
        except OSError as error:
            return _complain(f"{error.filename} cannot be read: {error.strerror}")
        if order is not None:
            return _operate(settings, order)
        if settings.operator_port:
            listen(settings.operator_port).close()  # so that it is said in words, before anything is opened
        with listen(settings.port) as listening:
            return _serve(app.create(settings), listening)
    except (app.CannotStart, KeysUnusable) as error:
        return _complain(str(error))
    except PortTaken as error:
        return _complain(str(error))


def _serve(application: FastAPI, listening: socket.socket) -> int:
    """Until it is asked to end, or may write no more."""
    gc.set_threshold(GARBAGE)
    server = _Server(application)
    ousted: list[bool] = []

    def end() -> None:
        ousted.append(True)
        server.should_exit = True

    application.state.service.database.ousted.append(end)
    host, port = listening.getsockname()[:2]
    with operating.door(application, application.state.service.settings.data, host, port):
        asyncio.run(server.serve([listening]))
    return _complain("another process writes to the database now") if ousted else 0


def _operate(settings: Settings, order: Order) -> int:
    """What an operator does to a seal, by the cloud that runs or else here; the exit status."""
    app.must_have_run(settings)
    done = operating.by_the_cloud(settings.data, order) or asyncio.run(_beside(settings, order))
    if done.refused:
        return _complain(done.said)
    print(done.said if "\n" in done.said else f"{done.said}.")
    return 0


async def _beside(settings: Settings, order: Order) -> Done:
    service: Service = app.create(settings).state.service
    try:
        return await service.database.write(lambda unit: operating.carry_out(service, unit, order, service.now()))
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
