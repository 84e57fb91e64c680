"""What the settings are given by the console beyond the room. Apart from the page, which loads when it is opened."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.services.lock import Lock
from app.views.i18n import Tongue
from app.views.look import Scheme


@dataclass(frozen=True)
class ThisConsole:
    """What they tell and change."""

    name: str
    cloud: str
    version: str
    secrets_in_keyring: bool
    choose_tongue: Callable[[Tongue], None]
    choose_scheme: Callable[[Scheme], None]
    sign_out: Callable[[], Awaitable[None]]
    lock: Lock
    lock_after_min: int
    choose_lock_after: Callable[[int], None]
