"""Named points at which a test lets this process die as by a power cut: `SIGNET_KILL="point:count"` (1 if not said).

Without that variable, and unless `arm` was called, nothing here does anything.
"""

import os

_wanted, _, _count = os.environ.get("SIGNET_KILL", "").partition(":")
_left = int(_count or 1) if _wanted else 0


def arm(at: str, count: int = 1) -> None:
    """From now on: die when that point is passed for the wanted time."""
    global _wanted, _left
    _wanted, _left = at, count


def point(name: str) -> None:
    """Die here without any clean-up when this point is passed for the wanted time."""
    global _left  # noqa: PLW0603  (one process dies once)
    if name == _wanted:
        _left -= 1
        if _left == 0:
            os._exit(9)
