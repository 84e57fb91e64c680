"""What changed in an organization since a cursor, as a console pulls it, for those kinds of rows that a token reads."""

import base64
import binascii
from dataclasses import dataclass
from typing import Any

import msgspec

from cloud.api.asking import SCOPES
from cloud.api.shapes import shown
from cloud.problems import Refusal
from cloud.store import people, pulls
from cloud.store.facts import decode
from cloud.store.pulls import Span
from cloud.store.unit import View
from domain.acts import ROWS
from protocol.sync import Change


class Cursor(msgspec.Struct, forbid_unknown_fields=True, array_like=True):
    """Where a reader stands. `until`: up to there it reads for the first time, and has nothing to forget; `floor`: of
    what went away before then nothing is known any more. Nothing in it gives a right."""

    epoch: str
    kinds: str
    rev: int
    until: int
    floor: int


class Changed(msgspec.Struct):
    """A row as it is now, and the version at which it became so."""

    kind: str
    version: int
    row: dict[str, Any]


class Gone(msgspec.Struct):
    """A row that there is no more."""

    kind: str
    id: str


class Page(msgspec.Struct):
    """Rows by version, oldest first; `more`: ask again at once, else when there may be something new."""

    rows: list[Changed]
    gone: list[Gone]
    cursor: str
    more: bool


@dataclass(frozen=True)
class Feed:
    """Of an organization, in one snapshot."""

    view: View
    organization: str
    kinds: frozenset[str]

    def page(self, text: str, limit: int) -> Page:
        """The page after a cursor (empty: from the beginning). Raises `Refusal` cursor_unfit or cursor_over."""
        newest, floor = people.version(self.view, self.organization), pulls.floor(self.view, self.organization)
        epoch, kinds = people.meta(self.view, "epoch"), ",".join(sorted(self.kinds))
        cursor = _read(text) if text else Cursor(epoch, kinds, 0, newest, floor)
        if cursor.kinds != kinds:
            raise Refusal("cursor_unfit", field="cursor")
        if cursor.epoch != epoch or (cursor.rev < floor and cursor.floor != floor):
            raise Refusal("cursor_over", field="cursor")
        if not 0 <= cursor.rev <= newest or not 0 <= cursor.until <= newest:
            raise Refusal("cursor_unfit", field="cursor")
        first = cursor.rev < cursor.until
        end = cursor.until if first else newest
        lane = pulls.lane(self.view, Span(self.organization, SCOPES, SCOPES, cursor.rev, end, first, self.kinds), limit)
        after = Cursor(epoch, kinds, lane.end, cursor.until, cursor.floor if lane.end < cursor.until else floor)
        return Page(
            rows=[_changed(change) for change in lane.rows],
            gone=self._gone({(each.table, each.id) for each in lane.gone}),
            cursor=_write(after),
            more=lane.cut or end < newest,
        )

    def _gone(self, left: set[tuple[str, str]]) -> list[Gone]:
        """What stands nowhere any more: what has only left one of several scopes is still there."""
        away = sorted(each for each in left if not pulls.stands(self.view, self.organization, each, SCOPES))
        return [Gone(kind, id) for kind, id in away]


def _changed(change: Change) -> Changed:
    row = decode(ROWS[change.table], bytes(change.body).decode())
    return Changed(change.table, change.rev, shown(row))


def _write(cursor: Cursor) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(cursor)).decode().rstrip("=")


def _read(text: str) -> Cursor:
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), type=Cursor)
    except (binascii.Error, ValueError, RecursionError) as error:
        raise Refusal("cursor_unfit", field="cursor") from error
