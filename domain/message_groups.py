"""What messages are about, and their sentences as they are laid down."""

from enum import StrEnum
from typing import NamedTuple


class Group(StrEnum):
    """What system messages are about (R-153)."""

    APPROVAL = "approval"
    AUTHORIZATION = "authorization"
    USE = "use"
    BINDING = "binding"
    PERMISSION = "permission"
    ORGANIZATION = "organization"
    ABNORMAL = "abnormal"  # what befalls a seal


class Said(NamedTuple):
    group: Group
    chinese: str
    english: str


def said_of(group: Group, **sentences: tuple[str, str]) -> dict[str, Said]:
    return {code: Said(group, *both) for code, both in sentences.items()}
