"""What works with a seal are given: the console's one of each."""

from dataclasses import dataclass

from app.models.store import Store
from app.services.courier import Courier
from app.services.desk import Desk
from app.services.nearby import Nearby
from app.services.rounds import Rounds
from app.sync.engine import Engine


@dataclass(frozen=True)
class Tools:
    """Handed to a stamping, or to a meeting."""

    nearby: Nearby
    rounds: Rounds
    courier: Courier
    desk: Desk
    store: Store
    engine: Engine
