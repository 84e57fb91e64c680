"""What must hold of the acts and their log: judged once each, in one chain, and by the order in which they stand there
each rule of time and order can be said over again (I-14, I-19, I-21)."""

import contextlib
import hashlib
import json
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import update

from cloud.store import audits, tables
from cloud.store.database import Database
from cloud.store.unit import Unit
from cloud.vault import Vault
from domain.audit import AuditEntry
from domain.authorizations import Authorization, Stage
from domain.organization import Member, Organization, Role
from tests.cloud.invariants.truth import Act, Truth
from tests.cloud.invariants.world import World

NOTHING_BEFORE = "0" * 64
CODE_TRIES = 5
_FIELDS = ("id", "organization", "number", "at", "member", "act", "subject", "code", "digest")


def unbroken(now: Truth) -> None:
    """I-21, as docs and decisions write the chain: entry by entry, each on the head before it and on its act."""
    for organization in now.of(Organization):
        head = NOTHING_BEFORE
        for number, entry in enumerate(now.log(organization.id), 1):
            act = now.acts[entry.id]
            assert entry.number == number
            assert entry.digest == _digest(act)
            head = _head(head, entry)
            assert entry.head == head


def _digest(act: Act) -> str:
    parts = (act.body, act.signature, act.user.encode(), act.console.encode())
    return hashlib.sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).hexdigest()


def _head(before: str, entry: AuditEntry) -> str:
    told = json.dumps([getattr(entry, name) for name in _FIELDS], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256((before + told).encode()).hexdigest()


def each_act_is_noted_once(now: Truth) -> None:
    """I-21: who was judged as somebody of the organization stands in its log, with the verdict that he was told; what
    was done is there, and signed by the console that brought it."""
    whose = {row["stream"]: row["user"] for row in now.beside["streams"]}
    verdicts = {(row["act"], whose[row["stream"]]): row for row in now.beside["stream_acts"]}
    keys = {row["id"]: bytes(row["signing"]) for row in now.beside["consoles"]}
    noted = {entry.id: entry for entry in now.of(AuditEntry)}
    people = [row for row in now.of(Member) if row.role is not Role.HEADQUARTERS]
    made = {(row.organization, row.id) for row in now.rows.values() if row.table != AuditEntry.table}
    for act in now.acts.values():
        entry, verdict = noted.get(act.id), verdicts[act.id, act.user]
        if entry is None:
            assert verdict["code"] == "not_found"
            assert not any(_was_inside(row, act) for row in people), act.name
            continue
        assert (entry.code == "", entry.code) == (verdict["done"], verdict["code"])
        assert entry.organization == act.organization
        if entry.code == "":
            assert _is_signed(act, keys[act.console])
            new = act.args.get("id")
            assert new is None or (act.organization, new) in made, act.name


def _was_inside(row: Member, act: Act) -> bool:
    came = row.created_at < act.received_at and (row.left_at is None or act.received_at < row.left_at)
    return came and (row.user, row.organization) == (act.user, act.organization)


def _is_signed(act: Act, key: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(act.signature, b"signet/act/1" + act.body)
    except InvalidSignature:
        return False
    return True


def nothing_is_made_in_free_use(world: World) -> None:
    """I-14: along the log of each organization, from what was checked when the story began."""
    now = world.truth
    for organization in now.of(Organization):
        began = world.first.get(Organization, organization.id, organization.id)
        checked = list(began.features) if began else []
        for entry in now.log(organization.id)[len(world.first.log(organization.id)) :]:
            if entry.code:
                continue
            args = now.acts[entry.id].args
            if entry.act == "SetFeatures":
                checked = args["items"]
            assert checked or entry.act not in ("Apply", "Authorize", "ExtendUse"), entry.act
        assert set(organization.features) == set(checked)
        assert organization.regime.value == ("controlled" if checked else "free")


@dataclass
class Codes:
    """I-19: the activation codes that have gone out, by authorization, newest last; told from letter to letter."""

    sent: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    letters: int = 0

    def follow(self, world: World) -> None:
        """Look at what has been sent since then."""
        places = {row["key"]: row["place"] for row in world.truth.beside["jobs"]}
        for _, letter in world.cloud.post.sent[self.letters :]:
            kind, _, authorization = places.get(letter.key, "").rpartition(" ")
            if kind == "code activate":
                self.sent.setdefault(authorization, []).append(letter.code[:8])
        self.letters = len(world.cloud.post.sent)

    def newest(self, authorization: str) -> str | None:
        return next(reversed(self.sent.get(authorization, [])), None)

    def hold(self, world: World) -> None:
        """By its user, with its code, once, within five tries and before its end; the database holds no code."""
        before = {id: codes[-1] for id, codes in self.sent.items()}
        self.follow(world)
        now = world.truth
        for row in now.of(Authorization):
            if row.method.value == "pre" and row.continues is None:
                self._one(world, row, {before.get(row.id), self.newest(row.id)})
        waiting = {row.id for row in now.of(Authorization) if row.stage is Stage.WAITING}
        for kept in now.beside["activation_codes"]:
            assert kept["authorization"] in waiting, "a code that nobody needs is gone"
            assert kept["tries"] <= CODE_TRIES

    def _one(self, world: World, row: Authorization, good: set[str | None]) -> None:
        now, fresh = world.truth, {entry.id for entry in world.before.of(AuditEntry)}
        wrong, done = 0, 0
        for entry in now.log(row.organization):
            args = now.acts[entry.id].args
            about = args.get("id") if entry.act == "Authorize" else args.get("authorization")
            if about != row.id:
                continue
            if entry.act == "RenewCode" and not entry.code:
                wrong = 0
            if entry.act == "Activate":
                wrong += entry.code == "activation_code_wrong"
                if not entry.code:
                    done += 1
                    assert wrong < CODE_TRIES
                    assert (entry.member, entry.at < row.end) == (row.member, True)
                    assert entry.id in fresh or args["code"] in good
        assert done == (row.activated_at is not None)
        assert done <= 1
        assert done or row.stage is not Stage.LIVE


def no_code_in_clear(world: World, codes: Codes, texts: dict[str, str]) -> None:
    """I-19: codes that are still good stand in no table; what a person typed is kept as he signed it, sealed."""
    for row in world.truth.of(Authorization):
        code = codes.newest(row.id)
        if code is not None and row.stage is Stage.WAITING:
            for name, text in texts.items():
                assert code not in text, name


class _Undone(Exception):
    """What was tried on the database is taken back."""


async def spoil(database: Database, vault: Vault, entry: AuditEntry, now: Truth) -> None:
    """One byte of the act behind an entry is changed: the cloud finds the entry. Nothing of it stays."""
    body = bytearray(now.acts[entry.id].body)
    body[len(body) // 2] ^= 1
    found: list[int | None] = []

    def work(unit: Unit) -> None:
        unit.connection.execute(update(tables.acts).where(tables.acts.c.id == entry.id).values(body=bytes(body)))
        found.append(audits.broken_at(unit, entry.organization, vault))
        raise _Undone

    with contextlib.suppress(_Undone):
        await database.write(work)
    assert found == [entry.number]
