"""What the settings are given by the console beyond the room. Apart from the page, which loads when it is opened."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services.lock import Lock
from app.services.own import Own
from app.views.i18n import Tongue
from app.views.kept import Kept, PlaceFrom
from app.views.look import Scheme
from app.views.map.ground import Ground

if TYPE_CHECKING:
    from app.services.autostart import Autostart


@dataclass(frozen=True)
class ThisConsole:
    """What they tell and change."""

    name: str
    cloud: str
    fingerprint: str  # of the cloud's own key, as its operator tells it beside the address
    version: str
    secrets_in_keyring: bool
    choose_tongue: Callable[[Tongue], None]
    choose_scheme: Callable[[Scheme], None]
    sign_out: Callable[[], Awaitable[None]]
    own: Own
    lock: Lock
    kept: Kept
    choose_lock_after: Callable[[int], None]
    has_tray: Callable[[], bool]
    choose_keep_in_tray: Callable[[bool], None]
    autostart: "Callable[[], Autostart | None]"
    choose_place: Callable[[PlaceFrom, float, float], None]
    choose_ground: Callable[[Ground], None]
