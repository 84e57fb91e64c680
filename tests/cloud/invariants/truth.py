"""All that the cloud's database holds at one moment, read with no help of the rules."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, TypeVar

import msgspec
from sqlalchemy import select

from cloud.store import proofs, tables
from cloud.store.unit import View
from cloud.vault import Vault
from domain.acts import ROWS
from domain.audit import AuditEntry
from domain.authorizations import Authorization
from domain.organization import Member, Organization
from domain.rows import Row
from domain.usage import Impression, Photo
from protocol.sync import ActBody

R = TypeVar("R", bound=Row)
Key = tuple[str, str, str]  # kind, organization, id
_BESIDE = (
    *(tables.users, tables.versions, tables.streams, tables.acts, tables.stream_acts, tables.consoles),
    *(tables.devices, tables.bindings, tables.down, tables.log_entries, tables.log_forks),
    *(tables.activation_codes, tables.jobs, tables.sendings, tables.uploads),
)


@dataclass(frozen=True)
class Act:
    """An act as it was received."""

    id: str
    user: str
    console: str
    organization: str
    name: str
    body: bytes
    signature: bytes
    received_at: int

    @cached_property
    def args(self) -> dict[str, Any]:
        """Empty for what cannot be read."""
        try:
            return msgspec.json.decode(msgspec.json.decode(self.body, type=ActBody).args)
        except msgspec.DecodeError:
            return {}


@dataclass(frozen=True)
class Truth:
    """`rows` by kind, organization and id; `beside`: the columns of the other tables' rows, by the table's name."""

    rows: Mapping[Key, Row]
    beside: Mapping[str, Sequence[Mapping[str, Any]]]

    def of(self, kind: type[R], organization: str | None = None) -> list[R]:
        """By id: as they were made."""
        found = self._by_kind.get(kind.table, [])
        return [row for row in found if organization in (None, row.organization)]

    @cached_property
    def _by_kind(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for (kind, _, _), row in sorted(self.rows.items(), key=lambda pair: pair[0][2]):
            found.setdefault(kind, []).append(row)
        return found

    def get(self, kind: type[R], organization: str, id: str | None) -> R | None:
        found = self.rows.get((kind.table, organization, id or ""))
        return found if isinstance(found, kind) else None

    @cached_property
    def living(self) -> list[Organization]:
        """Organizations that nobody has deleted."""
        return [row for row in self.of(Organization) if row.deleted_at is None]

    @cached_property
    def users(self) -> dict[str, str]:
        """Phone -> person."""
        return {row["phone"]: row["id"] for row in self.beside["users"]}

    def memberships(self, user: str | None) -> list[Member]:
        """The active ones of a person."""
        return [row for row in self.of(Member) if row.user == user and row.active]

    @cached_property
    def acts(self) -> dict[str, Act]:
        fields = ("id", "user", "console", "organization", "name", "body", "signature", "received_at")
        return {row["id"]: Act(**{name: row[name] for name in fields}) for row in self.beside["acts"]}

    def log(self, organization: str) -> list[AuditEntry]:
        """The audit log, in its order."""
        return sorted(self.of(AuditEntry, organization), key=lambda row: row.number)

    @cached_property
    def presses(self) -> dict[str | None, list[Impression]]:
        """Records by their authorization."""
        return _grouped(self.of(Impression), "authorization")

    def pictures(self, press: Impression) -> list[Photo]:
        """By who may (see `laws.pictures_are_whose_they_were`)."""
        return self._photos.get((press.organization, press.seal, press.number), [])

    @cached_property
    def _photos(self) -> dict[tuple[str, str, int], list[Photo]]:
        found: dict[tuple[str, str, int], list[Photo]] = {}
        for photo in (photo for photo in self.of(Photo) if not photo.foreign):
            found.setdefault((photo.organization, photo.seal, photo.number), []).append(photo)
        return found

    @cached_property
    def held(self) -> dict[str, dict[int, bytes]]:
        """Entries of seals' logs that the cloud holds, by serial and number."""
        found: dict[str, dict[int, bytes]] = {}
        for row in self.beside["log_entries"]:
            found.setdefault(row["serial"], {})[row["number"]] = bytes(row["entry"])
        return found

    def chain(self, row: Authorization) -> list[Authorization]:
        """The authorization, and those that it continues."""
        found = [row]
        while (before := self.get(Authorization, row.organization, found[-1].continues)) is not None:
            found.append(before)
        return found


def _grouped(rows: Iterable[Any], name: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, name), []).append(row)
    return found


@lru_cache(maxsize=20_000)
def _read(kind: str, body: str) -> Row:
    return msgspec.json.decode(body, type=ROWS[kind])


def read(view: View, vault: Vault) -> Truth:
    """One snapshot; acts that bring a code are opened with the cloud's own key."""
    rows: dict[Key, Row] = {}
    for kind, table in tables.rows.items():
        for body in view.connection.execute(select(table.c.body)).scalars():
            row = _read(kind, body)
            rows[kind, row.organization, row.id] = row
    beside: dict[str, list[dict[str, Any]]] = {
        table.name: [dict(row) for row in view.connection.execute(select(table)).mappings()] for table in _BESIDE
    }
    for act in beside["acts"]:
        act["body"] = proofs.received(vault, act["id"], act["name"], bytes(act["body"]))
    return Truth(rows, beside)


def everything(view: View) -> dict[str, str]:
    """Each table as text, for what must stand in none."""
    return {
        table.name: repr([tuple(row) for row in view.connection.execute(select(table))])
        for table in tables.metadata.sorted_tables
    }
