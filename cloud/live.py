"""WS /v1/live: a poke to each console that may see what changed, after the commit, newest version only."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from cloud.problems import Refusal, log_fault
from cloud.scopes import own_space
from cloud.store import people
from cloud.tokens import Speaker, read_access
from protocol.sync import Poke

if TYPE_CHECKING:
    from cloud.service import Service

POLICY_VIOLATION = 1008


class Connection:
    """One console's channel. Pokes that it has not read yet melt into one for each space."""

    def __init__(self, speaker: Speaker) -> None:
        self.speaker = speaker
        self.spaces: set[str] = set()
        self.news: dict[str, int] = {}
        self.awake = asyncio.Event()
        self.over = False
        self.missed = False

    def poke(self, revs: dict[str, int]) -> None:
        mine = {space: max(rev, self.news.get(space, 0)) for space, rev in revs.items() if space in self.spaces}
        if mine:
            self.news |= mine
            self.awake.set()

    def end(self) -> None:
        self.over = True
        self.awake.set()


class Hub:
    """Who listens. All of it happens on the loop."""

    def __init__(self) -> None:
        self.connections: set[Connection] = set()
        self.ended: list[Callable[[str], None]] = []  # told of a console that was signed out here

    def tell(self, revs: dict[str, int]) -> None:
        """Listener of the database."""
        for connection in self.connections:
            connection.poke(revs)

    def end_console(self, console: str) -> None:
        """The console is signed out: its channels close."""
        self.end_here(console)
        for tell in self.ended:
            tell(console)

    def end_here(self, console: str) -> None:
        """The same, of those that this process holds."""
        for connection in self.connections:
            if connection.speaker.console == console:
                connection.end()

    def missed(self) -> None:
        """Pokes may have been missed: each is told where its spaces stand."""
        for connection in self.connections:
            connection.missed = True
            connection.awake.set()

    def end_all(self) -> None:
        for connection in self.connections:
            connection.end()


async def live(socket: WebSocket) -> None:
    """First where each of my spaces stands, then a poke after each commit that changes one."""
    service: Service = socket.app.state.service
    try:
        kind, _, token = socket.headers.get("authorization", "").partition(" ")
        speaker = read_access(token if kind.lower() == "bearer" else "", service.keys.tokens, service.now())
        connection = Connection(speaker)
        service.hub.connections.add(connection)  # before the spaces are read, so that no commit falls between
        try:
            await _renew(service, connection)
            await socket.accept()
            await _serve(service, socket, connection)
        finally:
            service.hub.connections.discard(connection)
    except Refusal:
        await socket.close(POLICY_VIOLATION)
    except WebSocketDisconnect:
        return
    except Exception as error:  # noqa: BLE001  (the last line of defence; the console comes again)
        log_fault(error, "WS /v1/live")


async def _serve(service: "Service", socket: WebSocket, connection: Connection) -> None:
    """Send until the console goes; whatever it says is not listened to."""
    reading = asyncio.create_task(_until_gone(socket, connection))
    try:
        while not connection.over:
            await connection.awake.wait()
            connection.awake.clear()
            news, connection.news = connection.news, {}
            if connection.over:
                break
            # An organization was joined or left, or nobody knows.
            if connection.missed or own_space(connection.speaker.user) in news:
                await _renew(service, connection)
            for space, rev in news.items():
                organization = "" if space == own_space(connection.speaker.user) else space
                await socket.send_bytes(msgspec.json.encode(Poke(organization=organization, rev=rev)))
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
    if socket.client_state is WebSocketState.CONNECTED and socket.application_state is WebSocketState.CONNECTED:
        await socket.close()


async def _until_gone(socket: WebSocket, connection: Connection) -> None:
    try:
        while True:
            message = await socket.receive()
            if message["type"] == "websocket.disconnect":
                return
    finally:
        connection.end()


async def _renew(service: "Service", connection: Connection) -> None:
    """Which spaces the person may follow now, and where they stand."""
    again, connection.missed = connection.missed, False
    spaces = await service.database.read(lambda view: people.spaces(view, connection.speaker))
    fresh = {space: rev for space, rev in spaces.items() if again or space not in connection.spaces}
    connection.spaces = set(spaces)
    connection.poke(fresh)
