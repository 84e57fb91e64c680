"""All records of an organization that the person may see, in memory: every list, count and search is cut from it.

It is read once, in pieces, between which others have the database; what changes meanwhile and afterwards is noted by
triggers of this connection and taken in with the next piece, or before the next list is cut (`catch_up`), in the same
transaction. Whose scopes have changed, or whose cloud was restored, reads anew. Nothing of it is written down: names,
rights and restored rows are never older in a search than in the tables.
"""

from collections.abc import Hashable
from typing import Any

import msgspec
import numpy as np
from sqlalchemy import func, literal, select

from app.models import meta, scopes
from app.models.columns import Codes, Columns, Ints
from app.models.papers import Papers
from app.models.places import NOWHERE
from app.models.store import Tx
from app.models.tables import LISTED, listed, seen, usage, usage_places

TOPIC = "ledger"  # what is remembered; a transaction that failed forgets it, with what it had taken in
AT_ONCE = 2500  # presses read in one transaction
MOST_NOTED = 100_000  # changes; beyond that nothing more is noted, and all is read anew
KINDS = {
    "n": np.int64,  # below zero: of `seen`
    "at": np.int64,
    "number": np.int64,
    "seal": np.int32,
    "member": np.int32,
    "authorization": np.int32,
    "place": np.int32,
    "result": np.int8,
}
_NOTES = "CREATE TEMP TABLE IF NOT EXISTS noted (kind TEXT, organization TEXT, key)"
_WATCHED = {
    "usage": ("n", ("INSERT", "UPDATE")),
    "authorizations": ("id", ("INSERT", "UPDATE", "DELETE")),
    "applications": ("id", ("INSERT", "UPDATE", "DELETE")),
}
_of, _seen = usage.c, seen.c


def of(tx: Tx, organization: str) -> "Ledger":
    """The one of an organization; it may have to be read first (`step`)."""
    return tx.remembered((TOPIC, organization), lambda: Ledger(organization), TOPIC)


class Ledger:
    """`step` until it says no; then `catch_up` before whatever is asked of it, in the same transaction."""

    def __init__(self, organization: str) -> None:
        self.organization = organization
        self.version = 0  # another one: lists may be others
        self._key: Hashable = None
        self._start()

    def _start(self) -> None:
        self.columns = Columns(KINDS)
        self.seals, self.members, self.authorizations = Codes(), Codes(), Codes()
        self.papers = Papers(self.organization, self.authorizations)
        self.order: Ints = np.empty(0, np.int32)  # rows, newest first
        self._cloud: Ints = self.order  # of them those that the cloud holds
        self._held = 0  # so many rows are of the cloud, by `n`; behind them those that were seen
        self._after = 0
        self._last = 0
        self._late: set[int] = set()  # what has changed behind the place up to which it is read, and is not in it yet
        self._read_all = False
        self.is_ready = False

    # Reading it

    def step(self, tx: Tx) -> bool:
        """Read a piece; whether there is more."""
        self._begin(tx)
        if self.is_ready:
            return False
        if not self._hear(tx):
            return True
        if not self._read_all:
            rows = self._rows(tx, _of.n > self._after, AT_ONCE)
            self._append(rows)
            self._after = rows["n"][-1] if rows["n"] else self._last
            self._read_all = len(rows["n"]) < AT_ONCE
        elif not self.papers.step(tx):
            self._held = len(self.columns)
            self._sort()
            self.is_ready = True
            self.catch_up(tx)
        return not self.is_ready

    def progress(self) -> float:
        """How much of it has been read, 0 to 1."""
        if self.is_ready:
            return 1.0
        return 0.6 * min(1.0, self._after / max(1, self._last)) + 0.4 * self.papers.progress() * self._read_all

    def _begin(self, tx: Tx) -> None:
        key = meta.get(tx, meta.EPOCH), tuple(scopes.held(tx, self.organization))
        if key == self._key:
            return
        self._key = key
        self._start()
        self.version += 1
        self._last = tx.connection.execute(select(func.max(_of.n)).where(_of.n > 0)).scalar() or 0
        self.columns.reserve(self._last)
        _watch(tx)
        tx.connection.exec_driver_sql("DELETE FROM temp.noted WHERE organization = ?", (self.organization,))

    def catch_up(self, tx: Tx) -> bool:
        """Take in what has changed; whether it is ready, else it has to be read anew."""
        self._begin(tx)
        if not self.is_ready:
            return False
        noted = self._noted(tx)
        if noted is None:
            return False
        noted["usage"] |= self._late
        self._late = set()
        presses = _seen_presses(tx, self.organization)
        if not (any(noted.values()) or len(presses["n"]) or self._held < len(self.columns)):
            return True
        self.version += 1
        self.papers.take(tx, noted["authorizations"], noted["applications"])
        self.columns.cut(self._held)
        if noted["usage"]:
            self._take(tx, np.array(sorted(noted["usage"]), np.int64))
        self._append(presses)
        self.order = self._placed(self._cloud, np.arange(self._held, len(self.columns)))
        return True

    def _noted(self, tx: Tx) -> dict[str, set[Any]] | None:
        """What has changed since it was asked the last time; none: it has to be read anew."""
        noted = _noted(tx, self.organization)
        if noted is None:
            tx.forget(TOPIC)  # all of them: whose changes are missing is not known
            self._key, self.is_ready = None, False
        return noted

    def _hear(self, tx: Tx) -> bool:
        """Take in what has changed while it is read, whether it may be read on: a first pull brings more rows than are
        noted. What lies beyond the place up to which it is read, will be read."""
        noted = self._noted(tx)
        if noted is None:
            return False
        changed = {n for n in noted["usage"] if self._read_all or n <= self._after}
        if changed:
            self._late |= changed - self._replaced(self._read(tx, np.array(sorted(changed), np.int64)))
        if self._read_all:
            self.papers.take(tx, noted["authorizations"], noted["applications"])
        return True

    def _read(self, tx: Tx, changed: Ints) -> dict[str, Ints]:
        """These presses as they are now, by `n`, as far as they may be seen."""
        return self._coded(self._rows(tx, _of.n.in_(LISTED), len(changed), listed(changed.tolist())))

    def _replaced(self, rows: dict[str, Ints]) -> set[int]:
        """Put rows over those that are there and stand at the same place in every order; which they are."""
        held = self.columns["n"]
        if not len(held):
            return set()
        at = np.minimum(np.searchsorted(held, rows["n"]), len(held) - 1)
        same = np.ones(len(at), np.bool_)
        for name in ("n", "at", "number", "seal"):
            same &= self.columns[name][at] == rows[name]
        for name in KINDS:
            self.columns[name][at[same]] = rows[name][same]
        return set(rows["n"][same].tolist())

    def _take(self, tx: Tx, changed: Ints) -> None:
        """These presses of the cloud are new or other ones."""
        rows = self._read(tx, changed)
        done = self._replaced(rows)  # most: a place was found out, say
        if done:
            changed = changed[~np.isin(changed, list(done))]
            left = ~np.isin(rows["n"], list(done))
            rows = {name: column[left] for name, column in rows.items()}
        held = self.columns["n"]
        if self._held and len(changed) and changed[0] <= held[-1]:
            at = np.minimum(np.searchsorted(changed, held), len(changed) - 1)
            self.columns.keep(changed[at] != held)
            self.columns.append(rows)
            by_number = np.argsort(self.columns["n"], kind="stable")
            for name in KINDS:
                self.columns[name][:] = self.columns[name][by_number]
            self._held = len(self.columns)
            self._sort()
            return
        self.columns.append(rows)
        self._cloud = self._placed(self._cloud, np.arange(self._held, len(self.columns)))
        self._held = len(self.columns)

    def _rows(self, tx: Tx, which: Any, limit: int, given: dict[str, str] | None = None) -> dict[str, list[Any]]:
        """Presses by `n`, as columns: SQLite puts them together, so that nobody waits for Python meanwhile."""
        visible = scopes.visible(tx, usage, self.organization)
        # Neither by a join nor with `coalesce`: each would take more time than all the rest.
        place = select(usage_places.c.place).where(usage_places.c.n == _of.n).scalar_subquery().label("place")
        some = (
            select(_of.n, _of.at, _of.number, _of.seal, _of.member, _of.authorization, place, _of.result)
            .where(_of.organization == self.organization, which, visible)
            .order_by(_of.n)
            .limit(limit)
            .subquery()
        )
        rows = _together(tx, some, given)
        rows["place"] = [place or NOWHERE for place in rows["place"]]
        return rows

    def _append(self, rows: dict[str, list[Any]]) -> None:
        self.columns.append(self._coded(rows))

    def _coded(self, rows: dict[str, list[Any]]) -> dict[str, Ints]:
        codes = {"seal": self.seals, "member": self.members, "authorization": self.authorizations}
        found = {name: codes[name].add_all(rows[name]) if name in codes else rows[name] for name in KINDS}
        return {name: np.array(values, KINDS[name]) for name, values in found.items()}

    # Its order

    def _sort(self) -> None:
        """By time, which takes a tenth of what three keys would; then those of the same time among themselves."""
        at, number, seal = self.columns["at"], self.columns["number"], self.columns["seal"]
        order = np.argsort(-at, kind="stable").astype(np.int32)
        same = np.diff(at[order]) == 0
        alike = np.zeros(len(order), np.bool_)
        alike[1:] |= same
        alike[:-1] |= same
        some = order[alike]
        rank = self.seals.ranks({text: text for text in self.seals.texts})[seal[some]]
        order[alike] = some[np.lexsort((-number[some], -rank, -at[some]))]
        self.order = self._cloud = order

    def _placed(self, order: Ints, new: Ints) -> Ints:
        """The order with some rows more."""
        if not len(new):
            return order
        at, seal, number, texts = self.columns["at"], self.columns["seal"], self.columns["number"], self.seals.texts

        def key(row: int) -> tuple[int, str, int]:
            return int(at[row]), texts[seal[row]], int(number[row])

        sorted_new = sorted(map(int, new), key=key, reverse=True)
        falling = -at[order]
        spots: list[int] = []
        for row in sorted_new:
            spot = int(np.searchsorted(falling, -at[row], side="left"))
            while spot < len(order) and key(int(order[spot])) > key(row):
                spot += 1
            spots.append(spot)
        return np.insert(order, spots, sorted_new).astype(np.int32)


def _together(tx: Tx, some: Any, given: dict[str, str] | None = None) -> dict[str, list[Any]]:
    arrays = select(*(func.json_group_array(some.c[name]) for name in KINDS))
    found = tx.connection.execute(arrays, given).one()
    return {name: msgspec.json.decode(text) for name, text in zip(KINDS, found, strict=True)}


def _seen_presses(tx: Tx, organization: str) -> dict[str, list[Any]]:
    """What the person in front of a seal was told, until the cloud's own row arrives."""
    if tx.connection.execute(select(_seen.n).where(_seen.organization == organization).limit(1)).first() is None:
        return {name: [] for name in KINDS}
    columns = (-_seen.n).label("n"), _seen.at, _seen.number, _seen.seal, _seen.member, _seen.authorization
    place = literal(NOWHERE).label("place")
    some = select(*columns, place, _seen.result).where(_seen.organization == organization).subquery()
    return _together(tx, some)


# What changes meanwhile


def _watch(tx: Tx) -> None:
    run = tx.connection.exec_driver_sql
    run(_NOTES)
    room = f"coalesce((SELECT max(rowid) FROM noted), 0) <= {MOST_NOTED}"  # noqa: S608  (our words)
    for table, (key, events) in _WATCHED.items():
        for event in events:
            row = "OLD" if event == "DELETE" else "NEW"
            name, when = f"noted_{table}_{event.lower()}", f"AFTER {event} ON main.{table} WHEN {room}"
            noting = f"INSERT INTO noted VALUES ('{table}', {row}.organization, {row}.{key})"  # noqa: S608  (our words)
            run(f"CREATE TEMP TRIGGER IF NOT EXISTS {name} {when} BEGIN {noting}; END")
    placing = "INSERT INTO noted SELECT 'usage', organization, n FROM usage WHERE n = NEW.n"
    when = f"AFTER INSERT ON main.usage_places WHEN NEW.place > 0 AND {room}"
    run(f"CREATE TEMP TRIGGER IF NOT EXISTS noted_places {when} BEGIN {placing}; END")


def _noted(tx: Tx, organization: str) -> dict[str, set[Any]] | None:
    """The keys of what has changed, by kind; they are told once. None: there were too many."""
    run = tx.connection.exec_driver_sql
    if run("SELECT coalesce(max(rowid), 0) FROM temp.noted").scalar_one() > MOST_NOTED:
        run("DELETE FROM temp.noted")
        return None
    noted: dict[str, set[Any]] = {kind: set() for kind in _WATCHED}
    for kind, key in run("SELECT DISTINCT kind, key FROM temp.noted WHERE organization = ?", (organization,)):
        noted[kind].add(key)
    if any(noted.values()):
        run("DELETE FROM temp.noted WHERE organization = ?", (organization,))
    return noted
