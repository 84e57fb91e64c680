"""What leaves the house, and how. So far: sign-in codes, which the demo shows in its inbox.

A notice is written by the transaction that causes it, so that none is lost and none is sent for what did not happen.
"""

from cloud.store import notices
from cloud.store.notices import Notice
from cloud.store.unit import Unit

CODE_MS = 5 * 60 * 1000


def sign_in_code(unit: Unit, phone: str, code: str, now: int) -> None:
    """The code for this phone number, good for five minutes."""
    notices.leave(unit, Notice(f"code {phone}", "sms", phone, code, now, now + CODE_MS))
