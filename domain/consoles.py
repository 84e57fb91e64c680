"""The consoles at which a person has signed in: rows of his own, in no organization."""

from typing import ClassVar

from domain.rows import Ms, Name, Row

MAX_NAME = 60


class Console(Row, frozen=True, kw_only=True):
    """A console of a person; its `organization` is his own space. `last_seen` may be an hour old.

    `signed_out_at`: it speaks no more for him, until he signs in there again.
    """

    table: ClassVar[str] = "my_consoles"
    name: Name
    created_at: Ms
    last_seen: Ms
    signed_out_at: Ms | None = None


def own_space(user: str) -> str:
    """The space of a person's own rows, and the one scope in it."""
    return f"user:{user}"


def console_name(text: str) -> str | None:
    """A name as it is kept, cut where it is too long; None if it is none."""
    name = text.strip()[:MAX_NAME].rstrip()
    return name if name and name.isprintable() else None
