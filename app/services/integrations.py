"""Tokens for a company's own systems are made here, where they are shown once: the cloud hears their hash alone."""

import hashlib
import secrets
from dataclasses import dataclass

from domain.integrations import HINT, PREFIX

BYTES = 32


@dataclass(frozen=True)
class NewToken:
    """`word`: what the system will say; it is kept nowhere."""

    word: str

    @classmethod
    def make(cls) -> "NewToken":
        return cls(PREFIX + secrets.token_urlsafe(BYTES))

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.word.encode()).hexdigest()

    @property
    def hint(self) -> str:
        """How it ends."""
        return self.word[-HINT:]
