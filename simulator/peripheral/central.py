"""Who has the link of a seal."""

import asyncio
import contextlib

from bumble import hci
from bumble.core import BaseBumbleError
from bumble.device import Connection

NOTIFICATIONS_UNDERWAY = 32
"""Bound of the host's queue, which has none of its own: 8 KB, more than a connection interval can carry."""


class LinkDown(Exception):
    """There is no link, or it went while the frame waited for its turn."""


class Central:
    """One central, from its connection to its end."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.subscribed = False
        self.closing = False
        self.waiting = 0
        self.gone = asyncio.get_running_loop().create_future()

    async def room(self) -> None:
        """Until a notification more may be queued. LinkDown."""
        while not self.gone.done() and (queue := self.connection.data_packet_queue):
            if queue.pending < NOTIFICATIONS_UNDERWAY:
                return
            flow = asyncio.Event()
            queue.on("flow", flow.set)
            moved = asyncio.ensure_future(flow.wait())
            try:
                await asyncio.wait({moved, self.gone}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                moved.cancel()
                queue.remove_listener("flow", flow.set)
        raise LinkDown

    async def hang_up(self) -> None:
        """Lets out what is queued, then ends the link. Never raises: the link may end by itself at any moment."""
        self.closing = True
        with contextlib.suppress(TimeoutError, asyncio.CancelledError, BaseBumbleError, hci.HCI_Error):
            async with asyncio.timeout(1.0):
                await self.connection.drain()
        if not self.gone.done():
            with contextlib.suppress(TimeoutError, asyncio.CancelledError, BaseBumbleError, hci.HCI_Error):
                async with asyncio.timeout(1.0):
                    await self.connection.disconnect()
