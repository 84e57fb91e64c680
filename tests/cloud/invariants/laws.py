"""What must hold of the cloud's rows after each step, said over again from the manual and with no help of the rules.

Each law is an invariant of requirements 5.3, or a part of one.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from domain.authorizations import Authorization, Mode, Stage
from domain.categories import Category
from domain.departments import Department
from domain.organization import Member, Role
from domain.rows import Row
from domain.seals import BindingState, Seal, SealStatus
from domain.subsidiaries import Subsidiary
from domain.templates import Template
from domain.usage import Impression, Photo
from protocol.envelopes import Kind, read_regime
from protocol.grants import Method, open_grant
from protocol.keys import binding_secret
from protocol.log import AckEntry, ImpressionEntry, SealingEntry, read_entry
from tests.cloud.invariants.beginning import ORGANIZATIONS_EACH
from tests.cloud.invariants.truth import Truth
from tests.cloud.invariants.world import World

KEEPERS_A_SEAL = 3
ENDED_AND_OWING = "ended by who hands over, or owed for records that came later"


def one_owner_and_quotas(now: Truth) -> None:
    """I-01."""
    for organization in now.living:
        active = [row for row in now.of(Member, organization.id) if row.active]
        people = [row for row in active if row.role is not Role.HEADQUARTERS]
        roles = Counter(row.role for row in active)
        assert roles[Role.OWNER] == 1, organization.name
        assert roles[Role.ADMINISTRATOR] <= 1
        assert len(people) <= organization.quotas.people
        assert len({row.user for row in active}) == len(active), "a person is there once"
        departments = [row for row in now.of(Department, organization.id) if row.deleted_at is None]
        assert len(departments) <= organization.quotas.departments
        assert len(now.of(Seal, organization.id)) <= organization.quotas.seals
    for user in now.users.values():
        mine = [row for row in now.memberships(user) if row.role is not Role.HEADQUARTERS]
        assert len(mine) <= ORGANIZATIONS_EACH


def keepers(now: Truth) -> None:
    """I-02."""
    for seal in now.of(Seal):
        assert len(seal.keepers) == len(set(seal.keepers)) <= KEEPERS_A_SEAL
        for id in seal.keepers:
            member = now.get(Member, seal.organization, id)
            assert member is not None
            assert (member.active, member.role) == (True, Role.KEEPER), member.name


def one_live(now: Truth) -> None:
    """I-03 in the cloud; and what is not over stands on a seal that is bound (I-11)."""
    live = Counter(row.seal for row in now.of(Authorization) if row.stage is Stage.LIVE)
    assert all(count == 1 for count in live.values()), live
    for row in now.of(Authorization):
        if row.stage is Stage.OVER:
            continue
        seal = now.get(Seal, row.organization, row.seal)
        assert seal is not None
        assert (seal.state, seal.binding) == (BindingState.BOUND, row.binding)


def used_within_count(now: Truth) -> None:
    """I-04: as often as granted, over all that one continues; more is recorded as cause 1."""
    for row in now.of(Authorization):
        records = [press for each in now.chain(row) for press in now.presses.get(each.id, [])]
        used = sum(press.result == 0 for press in records)
        assert row.used == used, ("what is said to be used is what is recorded", row.id)
        assert row.count == 0 or used <= row.count
        own = now.presses.get(row.id, [])
        assert row.pressed == len(own)
        assert row.pictured == sum(bool(now.pictures(press)) for press in own)


def pictures_owed(now: Truth) -> None:
    """I-09: ended while pictures are demanded: each record has one, or somebody owes it and cannot apply (C-23)."""
    for row in now.of(Authorization):
        bare = [press for press in now.presses.get(row.id, []) if not now.pictures(press)]
        owed = row.upload_required and row.waived_at is None and bool(bare)
        assert (row.owed_by is not None) == owed, row.id
        if owed:
            assert row.owed_by == (row.heir or row.member)
        if owed and row.ended_at is not None and row.heir is None:
            assert all(press.received_at >= row.ended_at for press in bare), ENDED_AND_OWING
        if row.waived_at is not None:
            waived = [each for each in now.log(row.organization) if each.act == "WaiveUpload" and not each.code]
            assert row.waived_by in {each.member for each in waived if each.subject == row.id}


def pictures_are_whose_they_were(world: World) -> None:
    """I-09, I-18: whether a picture is by somebody whose business its press is, was settled when both were there."""
    for photo in world.truth.of(Photo):
        fits = world.fitting.get(photo.id)
        assert fits is None or photo.foreign is not fits, photo.id


def deleted_without_anything(now: Truth) -> None:
    """I-11: a deleted organization has no seal, no subsidiary and nobody in it."""
    gone = {row.id for row in now.rows.values() if _is_deleted_organization(row)}
    for seal in now.of(Seal):
        assert seal.organization not in gone
    for below in now.of(Subsidiary):
        assert below.organization not in gone or below.deleted_at is not None
        assert (below.id in gone) == (below.deleted_at is not None)
    assert not [row for row in now.of(Member) if row.organization in gone and row.active]


def _is_deleted_organization(row: Row) -> bool:
    return row.table == "organizations" and getattr(row, "deleted_at", None) is not None


def flows(now: Truth) -> None:
    """I-15: each flow of a seal is of a category and by a template that are there; one for each category."""
    for seal in now.of(Seal):
        categories = [flow.category for flow in seal.flows]
        assert len(categories) == len(set(categories))
        for flow in seal.flows:
            template = now.get(Template, seal.organization, flow.template)
            assert template is not None
            assert template.deleted_at is None
            if flow.category is not None:
                category = now.get(Category, seal.organization, flow.category)
                assert category is not None
                assert category.deleted_at is None


EVERY: tuple[Callable[[Truth], None], ...] = (
    one_owner_and_quotas,
    keepers,
    one_live,
    used_within_count,
    pictures_owed,
    deleted_without_anything,
    flows,
)


def who_owes_does_not_apply(world: World) -> None:
    """I-09, R-117: no application of somebody who has owed pictures of the same use before and after the step."""
    known = {key for key in world.before.rows if key[0] == "applications"}
    for key, row in world.truth.rows.items():
        if key[0] == "applications" and key not in known:
            applicant = getattr(row, "applicant", "")
            assert not owing(world.before, applicant) & owing(world.truth, applicant), applicant


def owing(now: Truth, member: str) -> set[str]:
    return {row.id for row in now.of(Authorization) if row.owed_by == member}


def seals_and_cloud_say_the_same(world: World) -> None:
    """I-03 in the seal, I-04 in the seal, I-05: the cloud's entries are the seal's, its records are those entries, and
    the seal has used no grant more often than it was given, and never two at once."""
    now = world.truth
    records = {row.id: row for row in now.of(Impression)}
    expected: set[str] = set()
    for stamp in world.stamps:
        own, held = stamp.entries, now.held.get(stamp.serial, {})
        assert sorted(own) == list(range(1, len(own) + 1)), "nothing was forgotten yet"
        assert held.items() <= own.items()
        for number, data in held.items():
            entry = read_entry(data)
            if isinstance(entry, ImpressionEntry | SealingEntry):
                expected.add(f"{stamp.serial}-{number}")
                row = records[f"{stamp.serial}-{number}"]
                assert (row.seal, row.number, row.own, row.at) == (stamp.serial, number, entry.own, entry.at)
                sealed = isinstance(entry, SealingEntry)
                assert (row.result, row.place) == (0 if sealed else entry.result, None)
                assert (row.document, row.digest) == (
                    (entry.document.hex(), entry.digest.hex()) if sealed else (None, None)
                )
        _gapless(world, stamp.serial, held)
        if stamp.grant is not None:
            row = next(row for row in now.of(Authorization) if row.id == stamp.grant)
            assert (row.seal, row.stage is Stage.WAITING) == (stamp.serial, False)
    assert set(records) == expected


def _gapless(world: World, serial: str, held: dict[int, bytes]) -> None:
    """How far the cloud says that it holds a log, it does."""
    for device in world.truth.beside["devices"]:
        if device["serial"] == serial:
            to = device["log_to"]
            assert set(range(1, to + 1)) <= held.keys()
            assert to + 1 not in held
            for status in world.truth.of(SealStatus):
                if status.id == serial:
                    assert status.log_to == to
                    assert status.log_end >= max(held, default=0)


def grants_of_a_seal(world: World) -> None:
    """I-03, I-04 by the seal's own word: what it acknowledged and what it pressed, in the order of its log."""
    orders = {
        (row["serial"], row["binding"], row["generation"], row["number"]): row for row in world.truth.beside["down"]
    }
    for stamp in world.stamps:
        live: Authorization | None = None
        used: Counter[str] = Counter()
        free = False
        for entry in stamp.log:
            if isinstance(entry, AckEntry) and entry.outcome == 0:
                order = orders[stamp.serial, entry.binding, entry.generation, entry.down]
                if order["kind"] == Kind.REGIME:
                    free = read_regime(bytes(order["body"])).free
                elif order["kind"] != Kind.GRANT or not _waits(world, order):
                    live = _after(world.truth, order["kind"], order["subject"], live)
            elif isinstance(entry, ImpressionEntry) and entry.result == 0 and entry.grant is None:
                assert free, "a normal press without a grant"
            elif isinstance(entry, SealingEntry) or (isinstance(entry, ImpressionEntry) and entry.result == 0):
                assert live is not None, "a use under a grant that it had not"
                assert (live.mode is Mode.ELECTRONIC) is isinstance(entry, SealingEntry), "the other mode (R-108)"
                assert str(live.id).replace("-", "") == (entry.grant or b"").hex()
                used[live.id] += 1
                so_far = sum(used[each.id] for each in world.truth.chain(live))
                assert live.count == 0 or so_far <= live.count
        assert stamp.grant == (None if live is None else live.id)


def _after(now: Truth, kind: int, subject: str | None, live: Authorization | None) -> Authorization | None:
    """The grant of the seal after it has applied an order (docs/seal-protocol.md)."""
    if kind in (Kind.GRANT, Kind.ACTIVATE):
        row = next(row for row in now.of(Authorization) if row.id == subject)
        assert live is None or live.id in (row.id, row.continues), "two grants at once"
        return row
    if kind == Kind.END and live is not None and live.id == subject:
        return None
    return live


def _waits(world: World, order: Mapping[str, Any]) -> bool:
    """Whether a grant was given to the seal to wait for its code there."""
    keys = world.cloud.service.keys
    bound = next(
        each
        for each in world.truth.beside["bindings"]
        if (each["serial"], each["binding"]) == (order["serial"], order["binding"])
    )
    device = next(each for each in world.truth.beside["devices"] if each["serial"] == order["serial"])
    agreement, public = keys.agreement(bound["organization"]), keys.signing(bound["organization"]).public
    secret = binding_secret(agreement, bytes(device["static"]), order["serial"], order["binding"])
    return open_grant(bytes(order["body"]), public, secret).method is Method.PRE
