"""Slices of a seal's log: repeated, overlapping, out of order, contradicting, forged."""

from dataclasses import dataclass, replace

import msgspec
import pytest

from cloud.store import devices, tables
from cloud.store.records import Records
from cloud.store.unit import Unit, View
from domain.authorizations import Authorization
from domain.ending import EndUse
from domain.exports import Export, Format
from domain.ids import to_bytes
from domain.seals import BindingState, Chain, SealStatus, chain
from domain.seals import Seal as SealRow
from domain.times import LATEST
from domain.usage import Impression
from protocol import log
from protocol.cbor import pack
from protocol.keys import SigningKey, binding_secret
from protocol.log import (
    Clock,
    Entry,
    EventEntry,
    EventKind,
    Grade,
    ImpressionEntry,
    Place,
    SealedSlice,
    Slice,
    Source,
    next_head,
)
from protocol.sync import SliceTaken
from tests.cloud import steps
from tests.cloud.seal import SERIAL, Seal
from tests.cloud.test_tallies import agree
from tests.cloud.world import Cloud, Person, Problem, Replica, pull_all

PLACE = Place(302_741_000, 1_201_551_000, Source.GNSS, 4, 6)


@dataclass
class Log:
    """The log of a bound seal, written on by the test itself, with the seal's own keys."""

    seal: Seal
    start: int  # entries that its firmware wrote
    heads: list[bytes]
    entries: list[bytes]

    def add(self, *more: Entry) -> None:
        for entry in more:
            data = pack(entry)
            self.entries.append(data)
            self.heads.append(next_head(self.heads[-1], data))

    @property
    def next(self) -> int:
        return self.start + len(self.entries) + 1

    def press(self, result: int = 0, grant: bytes | None = None, at: int = 0) -> None:
        self.add(
            ImpressionEntry(self.next, at, Clock.SET, self.next, grant, b"\x22" * 16, Grade.SESSION, PLACE, result)
        )

    def slice(self, first: int, last: int) -> Slice:
        low, high = first - self.start - 1, last - self.start
        return Slice(SERIAL, 1, first, last, self.heads[low], self.entries[low:high], self.heads[high])

    @property
    def secret(self) -> bytes:
        keys = self.seal.cloud.service.keys
        agreement = keys.agreement(self.seal.courier.organization)
        return binding_secret(agreement, self.seal.static.public, SERIAL, 1)

    def sealed(self, first: int, last: int) -> bytes:
        return self.seal_up(self.slice(first, last))

    def seal_up(self, part: Slice, key: SigningKey | None = None) -> bytes:
        return log.seal_slice(part, key or self.seal.signing, self.secret)

    async def give(self, first: int, last: int) -> SliceTaken:
        return await self.seal.give(self.sealed(first, last))


@pytest.fixture
async def written(cloud: Cloud, owner: Person) -> Log:
    """Ten presses after what the firmware wrote when it was bound."""
    seal = Seal(cloud, owner)
    await seal.bind()
    core = seal.firmware._core.log
    written = Log(seal, core.last, [core.head], [])
    for number in range(10):
        written.press(result=number % 2)
    return written


async def owns(person: Person) -> list[int]:
    person.cursors.clear()
    return sorted(row.number for row in (await pull_all(person, Replica())).of(Impression))


async def test_in_any_order_and_as_often_as_one_likes(owner: Person, written: Log) -> None:
    at = written.start
    last = [
        (await written.give(at + first, at + last)).log_to - at
        for first, last in [(4, 6), (4, 6), (9, 10), (3, 5), (1, 2), (1, 10), (7, 7), (8, 8)]
    ]
    assert last == [0, 0, 0, 0, 6, 10, 10, 10]
    assert await owns(owner) == list(range(at + 1, at + 11))


async def test_the_receipt_covers_what_is_held_without_a_gap(cloud: Cloud, owner: Person, written: Log) -> None:
    at, key = written.start, cloud.service.keys.signing(owner.organization).public
    taken = await written.give(at + 4, at + 6)
    assert taken.receipt is not None
    assert log.open_receipt(taken.receipt, key) == log.Receipt(SERIAL, at, written.heads[0])
    taken = await written.give(at + 1, at + 3)
    assert taken.receipt is not None
    assert log.open_receipt(taken.receipt, key) == log.Receipt(SERIAL, at + 6, written.heads[6])


async def test_a_record_is_what_the_seal_wrote(cloud: Cloud, owner: Person, written: Log) -> None:
    cloud.now += 3
    written.press(result=3, grant=b"\x44" * 16, at=1234)
    await written.give(written.start + 11, written.start + 11)
    owner.cursors.clear()
    (row,) = (await pull_all(owner)).of(Impression)
    assert (row.own, row.at, row.clock, row.result, row.grade) == (written.start + 11, 1234, 1, 3, "session")
    assert row.member == "22222222-2222-2222-2222-222222222222"
    assert row.authorization == "44444444-4444-4444-4444-444444444444"
    assert row.received_at == cloud.now
    assert row.place is not None
    assert (row.place.lat, row.place.lon, row.place.source) == (30.2741, 120.1551, "gnss")


async def forks(cloud: Cloud) -> list[int]:
    def work(view: View) -> list[int]:
        return [row.number for row in view.connection.execute(tables.log_forks.select())]

    return await cloud.service.database.read(work)


def rewritten(written: Log, from_entry: int) -> Log:
    """A log that is the same up to an entry and then another: storage that was rolled back, or a copy."""
    keep = from_entry - 1
    other = replace(written, heads=written.heads[: keep + 1], entries=written.entries[:keep])
    while len(other.entries) < len(written.entries):
        other.press(result=9)
    return other


@pytest.mark.parametrize(
    ("held", "given", "at"),
    [
        ((1, 10), (5, 5), 5),
        ((1, 10), (4, 7), 5),
        ((1, 4), (6, 7), None),  # the gap hides it
        ((1, 5), (6, 7), 6),  # another head before it
        ((8, 9), (6, 7), 8),  # what follows does not continue it
        ((5, 5), (1, 10), 5),
    ],
)
async def test_a_log_that_goes_on_otherwise_is_a_fork(
    cloud: Cloud, owner: Person, written: Log, held: tuple[int, int], given: tuple[int, int], at: int | None
) -> None:
    base, other = written.start, rewritten(written, 5)
    await written.give(base + held[0], base + held[1])
    before = await owns(owner)
    attempt = other.give(base + given[0], base + given[1])
    if at is None:
        await attempt
        assert await forks(cloud) == []
        return
    with pytest.raises(Problem, match="409 log_forked"):
        await attempt
    assert await forks(cloud) == [base + at]
    assert await owns(owner) == before
    status = await told(owner)
    assert (status.forked_from, status.log_to) == (base + at, base + held[1] if held[0] == 1 else base)
    assert await sound(cloud, owner) == [each for each in before if chain(status, each) is Chain.UNBROKEN]


async def test_a_gap_that_closes_on_a_fork_is_found_then(cloud: Cloud, written: Log) -> None:
    base, other = written.start, rewritten(written, 5)
    await other.give(base + 7, base + 8)
    with pytest.raises(Problem, match="409 log_forked"):
        await written.give(base + 1, base + 6)
    assert (await written.give(base + 1, base + 4)).log_to == base + 4


async def test_entries_behind_a_gap_are_no_unbroken_chain_until_it_is_closed(
    cloud: Cloud, owner: Person, written: Log
) -> None:
    base = written.start
    await written.give(base + 1, base + 2)
    await written.give(base + 5, base + 6)
    status = await told(owner)
    assert [chain(status, base + number) for number in (1, 2, 5, 6)] == [*[Chain.UNBROKEN] * 2, *[Chain.GAP] * 2]
    assert await sound(cloud, owner) == [base + 1, base + 2]
    await written.give(base + 3, base + 4)
    status = await told(owner)
    assert {chain(status, number) for number in await owns(owner)} == {Chain.UNBROKEN}
    assert await sound(cloud, owner) == await owns(owner)


async def test_the_first_contradiction_counts_whoever_has_the_seal_meanwhile(
    cloud: Cloud, owner: Person, written: Log
) -> None:
    base, now = written.start, cloud.now
    here = await told(owner)

    def next_owner(unit: Unit) -> None:
        devices.ask_binding(unit, SERIAL, 2, "another", now)
        unit.put(msgspec.structs.replace(here, organization="another"))

    def theirs(view: View) -> SealStatus | None:
        return view.get(SealStatus, "another", SERIAL)

    await cloud.service.database.write(next_owner)
    await written.give(base + 5, base + 6)
    await written.give(base + 1, base + 4)
    status = await cloud.service.database.read(theirs)
    assert status is not None
    assert (status.log_to, status.forked_from) == (base + 6, None)
    for from_entry, first in ((5, 5), (6, 5), (2, 2)):
        with pytest.raises(Problem, match="409 log_forked"):
            await rewritten(written, from_entry).give(base + from_entry, base + from_entry)
        status = await cloud.service.database.read(theirs)
        assert status is not None
        assert status.forked_from == (await told(owner)).forked_from == base + first


async def test_what_was_found_before_is_told_by_the_migration(cloud: Cloud, owner: Person, written: Log) -> None:
    """Migration 0022."""
    base, database = written.start, cloud.service.database
    await written.give(base + 1, base + 6)
    with pytest.raises(Problem, match="409 log_forked"):
        await rewritten(written, 4).give(base + 4, base + 5)
    after = await told(owner)

    def older(unit: Unit) -> None:
        unit.put(msgspec.structs.replace(after, forked_from=None))

    await database.write(older)
    replica = await pull_all(owner, Replica())
    await database.write(lambda unit: unit.connection.exec_driver_sql("UPDATE alembic_version SET version_num='0021'"))
    steps.take(database, "0022")
    await agree(database)
    assert [row.forked_from for row in replica.of(SealStatus)] == [None]
    assert (await pull_all(owner, replica)).of(SealStatus) == [after]


async def told(owner: Person) -> SealStatus:
    owner.cursors.clear()
    (status,) = (await pull_all(owner, Replica())).of(SealStatus)
    return status


async def sound(cloud: Cloud, owner: Person) -> list[int]:
    """The entries that an export calls an unbroken chain."""
    asked = Export(
        id="e",
        organization=owner.organization,
        member=owner.member,
        seal=None,
        start=0,
        end=cloud.now + 1,
        mailbox="a@example.com",
        formats=[Format.CSV],
        asked_at=cloud.now,
    )
    records = Records(cloud.service.database, asked, frozenset({"usage"}))
    return sorted(line.record.number for page in records.pages() for line in page if line.sound)


async def test_the_first_entry_follows_the_empty_log(cloud: Cloud, owner: Person) -> None:
    seal = Seal(cloud, owner, serial="GL2026000002")
    await seal.connect()
    await seal.contact()
    written = Log(seal, 0, [b"\x00" * 32], [])
    written.press()
    with pytest.raises(Problem, match="404 not_found"):  # not bound: nobody to tell it to
        await seal.give(log.seal_slice(replace_serial(written.slice(1, 1), seal.serial), seal.signing, bytes(32)))


def replace_serial(part: Slice, serial: str) -> Slice:
    return Slice(serial, part.binding, part.first, part.last, part.before, part.entries, part.head)


async def test_forged_slices_are_not_trusted(owner: Person, written: Log) -> None:
    at = written.start
    good = written.slice(at + 1, at + 2)
    other_key = log.seal_slice(good, written.seal.signing, bytes(32))
    for forged in (written.seal_up(good, SigningKey.generate()), other_key):
        with pytest.raises(Problem, match="403 untrusted"):
            await written.seal.give(forged)
    data = bytearray(written.sealed(at + 1, at + 2))
    data[-1] ^= 1
    with pytest.raises(Problem, match="403 untrusted"):
        await written.seal.give(bytes(data))
    assert await owns(owner) == []


@pytest.mark.parametrize("data", [b"", b"x", b"\x00" * 100, b"\xff" * 4000, b"\x85\x60\x01\x01\x01\x40"])
async def test_bytes_that_are_no_slice_are_malformed(written: Log, data: bytes) -> None:
    with pytest.raises(Problem, match="400 malformed"):
        await written.seal.give(data)


async def test_a_slice_of_another_seal_or_binding(written: Log) -> None:
    at = written.start
    cover = SealedSlice("GL2026000009", 1, at + 1, at + 1, b"")
    with pytest.raises(Problem, match="400 malformed"):
        await written.seal.give(pack(cover))
    with pytest.raises(Problem, match="404 not_found"):
        await written.seal.give(pack(SealedSlice(SERIAL, 2, at + 1, at + 1, b"")))


async def test_too_long_a_slice_is_refused_before_it_is_read(owner: Person) -> None:
    with pytest.raises(Problem, match="413 too_large"):
        await owner.request("POST", f"/v1/seals/{SERIAL}/slices", b" " * 400_000)


async def test_uses_are_counted_from_the_records(cloud: Cloud, owner: Person, written: Log) -> None:
    grant = written.seal.authorize(count=0)
    await owner.done(grant)
    base = written.next - 1
    for result in (0, 0, 2, 0):
        written.press(result, to_bytes(grant.id))
    used: list[int] = []
    for first, last in [(4, 4), (2, 3), (1, 4), (1, 1)]:
        await written.give(base + first, base + last)
        owner.cursors.clear()
        used.append((await pull_all(owner)).of(Authorization)[0].used)
    assert used == [1, 2, 3, 3]


async def test_acknowledgements_in_any_order_mean_the_same(cloud: Cloud, owner: Person, written: Log) -> None:
    first, second, third = (written.seal.authorize() for _ in range(3))
    for grant in (first, second):
        await owner.done(grant)
        await owner.done(EndUse(authorization=grant.id))
    await owner.done(third)
    base = written.next - 1
    # Order 1 bound it; 2 and 3 were folded into 3, 4 and 5 were taken one by one, 6 was refused.
    outcomes = {
        3: log.Outcome.APPLIED,
        4: log.Outcome.APPLIED,
        5: log.Outcome.APPLIED,
        6: log.Outcome.REFUSED_OTHER_LIVE,
    }
    for down, outcome in outcomes.items():
        written.add(log.AckEntry(written.next, 0, Clock.SET, 1, 1, down, outcome))
    for number in (4, 2, 1, 3):
        await written.give(base + number, base + number)
        cloud.now += 1
    owner.cursors.clear()
    rows = {row.id: row for row in (await pull_all(owner)).of(Authorization)}
    assert rows[first.id].confirmed_at is None
    assert rows[first.id].end_confirmed_at is not None
    assert rows[second.id].confirmed_at is not None
    assert rows[second.id].end_confirmed_at is not None
    assert rows[third.id].confirmed_at is None
    assert rows[third.id].refused_at is not None


async def test_an_acknowledgement_of_something_never_ordered_changes_nothing(owner: Person, written: Log) -> None:
    base = written.next - 1
    written.add(
        log.AckEntry(written.next, 0, Clock.SET, 1, 1, 77, log.Outcome.APPLIED),
        log.AckEntry(written.next + 1, 0, Clock.SET, 2, 1, 1, log.Outcome.APPLIED),
        log.AckEntry(written.next + 2, 0, Clock.SET, 1, 9, 1, log.Outcome.APPLIED),
        EventEntry(written.next + 3, 0, Clock.LOST, EventKind.SWITCHED_ON, 1),
    )
    assert (await written.give(written.start + 1, base + 4)).log_to == base + 4
    owner.cursors.clear()
    assert [row.state for row in (await pull_all(owner)).of(SealRow)] == [BindingState.BOUND]


async def test_a_time_after_all_calendars_is_taken_as_their_last(owner: Person, written: Log) -> None:
    """A record is not refused for what its seal believes; lists and exports have to be able to show it."""
    written.press(at=2**48 - 1)
    await written.give(written.start + 1, written.next - 1)
    found = {row.number: row.at for row in (await pull_all(owner, Replica())).of(Impression)}
    assert found[written.next - 1] == LATEST
