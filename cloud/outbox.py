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


def activation_code(unit: Unit, authorization: str, phone: str, code: str, seal: str, now: int, until: int) -> None:
    """The code with which the user of a pre-authorization activates it, good as long as the authorization (R-110)."""
    notices.leave(unit, Notice(f"activate {authorization}", "sms", phone, f"{code} ({seal})", now, until))
