"""Pages of a pull: rows and cursor are taken in together, so that neither is ever ahead of the other."""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec
from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from app.models import carried, files, meta, outbox, replica, scopes
from app.models.outbox import Sign
from app.models.store import Tx
from app.models.tables import cursors, lost_scopes
from protocol.sync import SCHEMA, Page

_of = cursors.c


class OtherSchema(Exception):
    """Cloud and console do not speak the same version: one of them has to be updated."""


@dataclass(frozen=True)
class Asking:
    """What a pull says of this console: where it stands, in which stream it acts, which scopes it wants once more."""

    stream: str
    cursor: str
    again: tuple[str, ...] = ()


def asking(tx: Tx, pull: str) -> Asking:
    """For the next page of an organization (empty: of the person's own rows)."""
    found = tx.connection.execute(select(_of.cursor, _of.again).where(_of.pull == pull)).first()
    if found is None:
        return Asking(outbox.stream(tx), "")
    again = msgspec.json.decode(found.again, type=tuple[str, ...]) if found.again else ()
    return Asking(outbox.stream(tx), found.cursor, again)


def apply(tx: Tx, pull: str, asked: Asking, page: Page, at: int, sign: Sign) -> bool:
    """Take in a page; whether it could be. Raises `OtherSchema` or `UnknownRows`, and then nothing of it is kept."""
    if page.schema != SCHEMA:
        raise OtherSchema(f"the cloud speaks {page.schema}, this console {SCHEMA}")
    epoch = meta.get(tx, meta.EPOCH)
    if epoch is not None and epoch != page.epoch:
        start_over(tx, page.epoch, sign)
        if asked.cursor:
            return False  # a page of the new past, but cut by a cursor of the old one
    elif epoch is None:
        meta.put(tx, meta.EPOCH, page.epoch)
    while make_room(tx, pull, asked, page):  # whoever has a hundred thousand rows to remove has done it before
        pass
    added = _follow_scopes(tx, pull, page)
    replica.put(tx, pull, page.rows)
    replica.forget(tx, pull, page.gone)
    _move(tx, pull, page, at)
    if added - set(asked.again):  # what comes again was compared already, and is compared when its day comes
        tx.connection.execute(update(cursors).where(_of.pull == pull).values(checked_at=None))
    if not page.more:
        outbox.cover(tx, asked.stream, pull, page.last_seq, at)
    return True


def make_room(tx: Tx, pull: str, asked: Asking, page: Page) -> bool:
    """Hide what comes anew with this page, and remove a piece of what is here of it; whether there is more to do.

    A console that dies in between asks for the same scopes again, and goes on.
    """
    if page.schema != SCHEMA or meta.get(tx, meta.EPOCH) not in (None, page.epoch):
        return False
    before = set(scopes.held(tx, pull))
    if again := before.intersection(asked.again):
        _hold(tx, pull, before - again)
        scopes.lose(tx, pull, again)
    return scopes.clear(tx, pull, page.scopes)


def start_over(tx: Tx, epoch: str, sign: Sign) -> None:
    """The cloud was restored: forget its rows, and offer it again everything that is kept here."""
    replica.reset(tx)
    tx.connection.execute(delete(cursors))
    tx.connection.execute(delete(lost_scopes))
    tx.touch(scopes.TOPIC)
    outbox.fork(tx, sign, again=True)
    carried.offer_again(tx)
    files.offer_again(tx)
    meta.put(tx, meta.EPOCH, epoch)


def _follow_scopes(tx: Tx, pull: str, page: Page) -> set[str]:
    """Hide what is lost; the scopes that are new."""
    before = set(scopes.held(tx, pull))
    gone = (before | set(page.dropped)) - set(page.scopes)
    if gone:
        scopes.lose(tx, pull, sorted(gone))
    if before != set(page.scopes):
        tx.touch("usage")
    return set(page.scopes) - before


def _hold(tx: Tx, pull: str, held: Iterable[str]) -> None:
    tx.connection.execute(update(cursors).where(_of.pull == pull).values(scopes=msgspec.json.encode(sorted(held))))
    tx.touch(scopes.TOPIC, "meta")


def _move(tx: Tx, pull: str, page: Page, at: int) -> None:
    held = msgspec.json.encode(page.scopes)
    values = {"cursor": page.cursor, "rev": page.rev, "scopes": held, "pulled_at": at, "again": None}
    moved = insert(cursors).values(values | {"pull": pull}).on_conflict_do_update(["pull"], set_=values)
    tx.connection.execute(moved)
    tx.touch(scopes.TOPIC, "meta")


def pulled(tx: Tx) -> list[str]:
    """The organizations that have been pulled (empty: the person's own rows)."""
    return list(tx.connection.execute(select(_of.pull)).scalars())


def leave(tx: Tx, pull: str, at: int) -> None:
    """The person is no member any more: everything of this pull is hidden at once."""
    outbox.leave(tx, pull, at)
    scopes.lose(tx, pull, scopes.held(tx, pull))
    tx.connection.execute(delete(cursors).where(_of.pull == pull))
    tx.touch(scopes.TOPIC, "meta")


def last_pulled(tx: Tx) -> int | None:
    """When the cloud was last heard of, in milliseconds."""
    return tx.connection.execute(select(func.max(_of.pulled_at))).scalar()
