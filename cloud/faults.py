"""Named points at which a test lets this process die as by a power cut: `SIGNET_KILL="point:count"` (1 if not said).

Points: push_before_commit, push_after_commit, slice_before_commit, slice_after_commit, gateway_before_commit,
gateway_stored, contact_before_answer, file_before_rename, payment_before_commit, payment_after_commit,
operator_before_commit, operator_after_commit; CHANNEL_before_send and CHANNEL_before_mark of what leaves the house.
Without that variable nothing here does anything.
"""

import os

_wanted, _, _count = os.environ.get("SIGNET_KILL", "").partition(":")
_left = int(_count or 1) if _wanted else 0


def point(name: str) -> None:
    """Die here without any clean-up when this point is passed for the wanted time."""
    global _left  # noqa: PLW0603  (one process dies once)
    if name == _wanted:
        _left -= 1
        if _left == 0:
            os._exit(9)
