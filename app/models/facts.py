"""What a rule may ask on a console: the cloud's rows, with what pending acts make of them laid over."""

from collections.abc import Mapping, Sequence
from typing import TypeVar, cast

from app.models import replica, usage
from app.models.store import Tx
from domain.rows import Row
from domain.usage import Impression

R = TypeVar("R", bound=Row)
Over = Mapping[str, Mapping[str, Row]]  # by kind and id


class ConsoleFacts:
    """`domain.verdict.Facts` of one organization."""

    complete = False

    def __init__(self, tx: Tx, organization: str, over: Over) -> None:
        self._tx = tx
        self._organization = organization
        self._over = over

    def get(self, kind: type[R], id: str) -> R | None:
        laid = self._over.get(kind.table, {}).get(id)
        if laid is not None:
            return cast("R", laid)
        if kind is Impression:
            press = usage.find(self._tx, self._organization, id)
            return cast("R", press.impression) if press else None
        return replica.get(self._tx, kind, self._organization, id)

    def all(self, kind: type[R], **equal: str | int) -> Sequence[R]:
        found = replica.all(self._tx, kind, self._organization, **equal)
        over = self._over.get(kind.table)
        if not over:
            return found
        laid = [cast("R", row) for row in over.values() if replica.matches(row, equal)]
        return sorted([*(row for row in found if row.id not in over), *laid], key=lambda row: row.id)
