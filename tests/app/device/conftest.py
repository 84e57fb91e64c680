from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.device import session as sessions
from tests.app.device.stands import LoopbackStand, Stand, loopback_stand, radio_stand


@pytest.fixture(params=[loopback_stand, radio_stand], ids=["loopback", "radio"])
async def stand(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stand]:
    """A seal, switched on, unbound."""
    async with request.param(tmp_path / "seal") as stand:
        yield stand


@pytest.fixture
def loopback() -> LoopbackStand:
    return LoopbackStand()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "ANSWER_WITHIN_S", 0.05)
    monkeypatch.setattr(sessions, "HANDSHAKE_WITHIN_S", 0.05)
