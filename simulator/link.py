"""One console's link to a seal, whole messages in and out: the handshake, then the session. No I/O, no clock.

Any message that does not fit ends the link: it is ordered below, so nothing is lost but by a fault or by force.
"""

from collections.abc import Iterable

from protocol.certificates import Claim, ConsoleCertificate
from protocol.errors import ProtocolError
from protocol.session import HANDSHAKE_WITHIN_S, Channel, SealHandshake
from simulator.firmware import Board, Firmware


class Link:
    """From the first message to `close`; `began` in the seal's ticks (ms)."""

    def __init__(self, seal: Firmware, board: Board, began: int) -> None:
        self._seal = seal
        self._handshake = SealHandshake(board.static, board.identity, seal.binding)
        self._deadline = began + HANDSHAKE_WITHIN_S * 1000
        self._answered = False
        self._channel: Channel | None = None

    @property
    def open(self) -> bool:
        """The handshake is done."""
        return self._channel is not None

    def overdue(self, ticks: int) -> bool:
        """The handshake takes too long: somebody may hold the one link of the seal (drop it)."""
        return self._channel is None and ticks >= self._deadline

    def receive(self, message: bytes) -> list[bytes]:
        """What to send back; raises `ProtocolError`: drop the link."""
        if self._channel is not None:
            return self._sealed([self._seal.request(self._channel.open(message))])
        if not self._answered:
            self._answered = True
            return [self._handshake.answer(message)]
        credential, self._channel = self._finish(message)
        try:
            self._seal.connect(credential)
        except ProtocolError:
            self._channel = None
            raise
        return []

    def notices(self) -> list[bytes]:
        """What the seal has to say by itself, sealed in this order."""
        return [] if self._channel is None else self._sealed(self._seal.notices())

    def close(self) -> None:
        """The link is gone."""
        if self._channel is not None:
            self._channel = None
            self._seal.disconnect()

    def _finish(self, message: bytes) -> tuple[Claim | ConsoleCertificate, Channel]:
        return self._handshake.finish(message, self._seal.platform, self._seal.authority)

    def _sealed(self, plain: Iterable[bytes]) -> list[bytes]:
        assert self._channel is not None
        return [self._channel.seal(message) for message in plain]
