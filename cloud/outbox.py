"""What leaves the house, and how. So far: codes, which the demo shows in its inbox.

A notice is written by the transaction that causes it, so that none is lost and none is sent for what did not happen.
"""

from base64 import b64decode, b64encode

from cloud.store import notices
from cloud.store.codes import CodeFor
from cloud.store.notices import Notice
from cloud.store.unit import Unit
from cloud.vault import Vault

CODE_MS = 5 * 60 * 1000


def code(vault: Vault, unit: Unit, to: CodeFor, code: str, now: int) -> None:
    """A code for what it is good for, for five minutes. Until it is delivered it lies here sealed."""
    key = f"code {to.purpose.value} {to.organization} {to.phone}"
    sealed = b64encode(vault.seal(f"notice {key}", code.encode())).decode()
    notices.leave(unit, Notice(key, "sms", to.phone, to.purpose.value, sealed, now, now + CODE_MS, sealed=True))


def text(vault: Vault, notice: Notice) -> str:
    """What the recipient is to read. Raises `Unsealable`."""
    if not notice.sealed:
        return notice.text
    return vault.open(f"notice {notice.key}", b64decode(notice.text)).decode()
