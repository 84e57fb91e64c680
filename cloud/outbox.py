"""What leaves the house, and how. So far: codes, which the demo shows in its inbox.

A notice is written by the transaction that causes it, so that none is lost and none is sent for what did not happen.
"""

from base64 import b64decode, b64encode
from dataclasses import replace

from cloud.store import notices
from cloud.store.codes import CodeFor
from cloud.store.notices import Notice
from cloud.store.unit import Unit
from cloud.vault import Vault

CODE_MS = 5 * 60 * 1000


def code(vault: Vault, unit: Unit, to: CodeFor, code: str, now: int) -> None:
    """A code for what it is good for, for five minutes."""
    key = f"code {to.purpose.value} {to.organization} {to.phone}"
    _leave_sealed(vault, unit, Notice(key, "sms", to.phone, to.purpose.value, code, now, now + CODE_MS))


def activation_code(vault: Vault, unit: Unit, to: CodeFor, authorization: str, text: str, now: int, until: int) -> None:
    """The code with which the user of a pre-authorization activates it, good as long as the authorization (R-110)."""
    key = f"code {to.purpose.value} {authorization}"
    _leave_sealed(vault, unit, Notice(key, "sms", to.phone, to.purpose.value, text, now, until))


def _leave_sealed(vault: Vault, unit: Unit, notice: Notice) -> None:
    """Until it is delivered a code lies here sealed."""
    sealed = b64encode(vault.seal(_place(notice.key), notice.text.encode())).decode()
    notices.leave(unit, replace(notice, text=sealed, sealed=True))


def text(vault: Vault, notice: Notice) -> str:
    """What the recipient is to read. Raises `Unsealable`."""
    if not notice.sealed:
        return notice.text
    return vault.open(_place(notice.key), b64decode(notice.text)).decode()


def _place(key: str) -> str:
    return f"notice {key}"
