"""One console a profile: a second one, started while the first sits in the tray, rings its bell and goes. If it was
started with a link, it leaves that."""

import hashlib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalSocket

# The first may have just begun, or be about to end: then it does not answer, and sends what fits into two seconds.
LOOK_AGAIN_MS, TIMES = 500, 20
ANSWERS_WITHIN_MS = 2_000
LONGEST = 500  # characters of a link; what is longer is none, and is told as one


def take(profile: Path, within_ms: int = 0) -> QLockFile | None:
    """The profile for oneself, as long as what is given back is held; none if somebody has it."""
    profile.mkdir(parents=True, exist_ok=True)
    held = QLockFile(str(profile / "console.lock"))
    held.setStaleLockTime(0)  # whoever has it may run for weeks; one that was killed is found by its number
    return held if held.tryLock(within_ms) else None


def take_or_ring(profile: Path, link: str = "", *, quietly: bool = False) -> QLockFile | None:
    """The profile, or none after the other one has come before the person's eyes (`quietly`: or could have).

    Raises `TimeoutError` if it neither answers nor ends.
    """
    held = take(profile)
    for _ in range(TIMES):
        if held is not None or ring(profile, link, quietly=quietly):
            return held
        held = take(profile, LOOK_AGAIN_MS)
    if held is None:
        raise TimeoutError(f"another console works in {profile}, and does not answer")
    return held


def ring(profile: Path, link: str = "", *, quietly: bool = False) -> bool:
    """Whether somebody answers at this profile's bell; `link` is left there, if there is one."""
    from PySide6.QtNetwork import QLocalSocket

    line = QLocalSocket()
    line.connectToServer(_name(profile))
    answers = line.waitForConnected(ANSWERS_WITHIN_MS)
    if answers and not quietly:
        line.write(" ".join(["come", *link[:LONGEST].split()]).encode("utf-8", "replace") + b"\n")
        line.waitForBytesWritten(ANSWERS_WITHIN_MS)
    if answers:
        line.disconnectFromServer()
    return answers


class Doorbell(QObject):
    """`rung(link)`: the person has started the console once more, with this link or with none (empty). Not needed for
    the first paint."""

    rung = Signal(str)

    def __init__(self, parent: QObject, profile: Path) -> None:
        from PySide6.QtNetwork import QLocalServer

        super().__init__(parent)
        self._server: QLocalServer = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        QLocalServer.removeServer(_name(profile))  # of one that was killed: the profile is ours
        self._server.listen(_name(profile))

    def close(self) -> None:
        """Answer no more."""
        self._server.close()

    def _answer(self) -> None:
        line = self._server.nextPendingConnection()
        line.readyRead.connect(partial(self._read, line))
        line.disconnected.connect(line.deleteLater)
        self._read(line)

    def _read(self, line: "QLocalSocket") -> None:
        if line.canReadLine():
            said = bytes(line.readLine(4 * LONGEST).data()).decode("utf-8", "replace").strip()
            self.rung.emit(said.removeprefix("come").strip())


def _name(profile: Path) -> str:
    return "signet-" + hashlib.sha256(str(profile.resolve()).encode()).hexdigest()[:16]
