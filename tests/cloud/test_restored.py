"""A seal that was bound after the backup with which its cloud began again, with its real firmware (decision 0051)."""

import pytest

from cloud import forced
from cloud.store import tables
from domain.authorizations import Authorization, Stage
from domain.commands import CommandKind, CommandState, SealCommand
from domain.ending import CancelAuthorization, EndUse
from domain.features import SetFeatures
from domain.firmware import SealFirmware
from domain.loss_lock import LockSeal
from domain.messages import Message
from domain.organization import Feature
from domain.seal_certificates import SealCertificate
from domain.seals import BindingState, BindSeal, Model, unaware_of_regime
from domain.seals import Seal as SealRow
from domain.unbinding import UnbindSeal
from domain.usage import Impression
from domain.uses import Method
from protocol import contact
from protocol.conversation import Code, Op
from protocol.sync import SealingKeyTaken, TellSealingKey
from tests.cloud.seal import SERIAL, Seal
from tests.cloud.world import Cloud, Kept, Person, Problem, pull_all


@pytest.fixture
def seal(cloud: Cloud, owner: Person) -> Seal:
    return Seal(cloud, owner)


async def begin_again(cloud: Cloud, kept: Kept) -> None:
    """With what was kept, in a new generation."""
    keys, rows = kept
    meta = [{**row, "value": "2"} if row["name"] == "generation" else row for row in rows[tables.meta]]
    await cloud.become((keys, {**rows, tables.meta: meta}))


async def used(seal: Seal, owner: Person) -> None:
    """Bound, and pressed once."""
    await seal.bind()
    await owner.done(seal.authorize())
    await seal.contact()
    assert seal.take() is Code.OK
    seal.press()
    await seal.drain()


async def visited(seal: Seal, person: Person) -> None:
    """As a console visits it: contact twice, then its log."""
    seal.courier = person
    seal.taken.clear()
    await seal.connect()
    for _ in range(2):
        await seal.contact()
    await seal.drain()


async def lets_go(seal: Seal) -> None:
    """It hears that it is to, and does; its word on that is not carried."""
    reply = await seal.ask()
    seal.must(Op.GIVE_ANSWER, reply.answer)
    assert [seal.request(Op.DELIVER, envelope)[0] for envelope in reply.down] == [Code.OK]
    assert not seal.bound


async def anew(cloud: Cloud, person: Person) -> Person:
    """The same person at a console that knows nothing yet."""
    return await Person.sign_in(cloud, person.phone, person.organization, person.member)


async def rows(person: Person) -> list[SealRow]:
    person.cursors.clear()
    return (await pull_all(person)).of(SealRow)


async def test_it_is_taken_in_again_with_its_records(cloud: Cloud, owner: Person, seal: Seal) -> None:
    kept = await cloud.keep()
    await used(seal, owner)
    await begin_again(cloud, kept)
    again = await anew(cloud, owner)
    assert await rows(again) == []
    await visited(seal, again)
    (row,) = await rows(again)
    assert (row.state, row.binding, row.name, row.bound_by) == (BindingState.BOUND, 1, SERIAL, owner.member)
    again.cursors.clear()
    replica = await pull_all(again)
    assert [each.result for each in replica.of(Impression)] == [0]
    assert [each.code for each in replica.of(Message)] == ["seal_taken_in"]
    await again.done(seal.authorize())  # and it is used and let go like any other
    assert await seal.contact() == [Code.OK]
    await seal.drain()
    assert seal.take() is Code.OK


async def test_what_somebody_kept_of_it_takes_nothing_in(cloud: Cloud, owner: Person, seal: Seal) -> None:
    """An old question proves nothing of today: only a seal that has heard this cloud since may go on."""
    kept = await cloud.keep()
    await used(seal, owner)
    old = seal.question()
    await begin_again(cloud, kept)
    again = await anew(cloud, owner)
    for _ in range(2):
        reply = await seal.ask(again, old)
        key = cloud.service.keys.signing(owner.organization).public
        assert contact.open_answer(reply.answer, key).lease_s == 0
        assert reply.down == []
    assert await rows(again) == []


async def test_only_who_may_bind_where_it_is_bound(cloud: Cloud, owner: Person, seal: Seal) -> None:
    member = await owner.add("张三", "19900000004")
    other = await cloud.organization("19900000002", "别家公司")
    kept = await cloud.keep()
    await used(seal, owner)
    await begin_again(cloud, kept)
    for each in (member, other):
        person = await anew(cloud, each)
        for _ in range(2):
            with pytest.raises(Problem, match="404 not_found"):
                await seal.ask(person)
    assert await rows(await anew(cloud, other)) == []


async def test_without_a_restore_an_unknown_binding_is_nobodys(cloud: Cloud, owner: Person, seal: Seal) -> None:
    kept = await cloud.keep()
    await used(seal, owner)
    await cloud.become(kept)
    with pytest.raises(Problem, match="404 not_found"):
        await seal.ask(await anew(cloud, owner))


async def test_its_word_is_newer_than_what_the_backup_says_of_another(cloud: Cloud, owner: Person) -> None:
    """In the backup it is another's, who has let it go since."""
    seal = Seal(cloud, owner, version="GYGL2020121706")
    other = await cloud.organization("19900000002", "别家公司")
    seal.courier = other
    await seal.bind("他们的章")
    await seal.drain()
    kept = await cloud.keep()
    await other.done(UnbindSeal(seal=SERIAL))
    await lets_go(seal)
    seal.courier = owner
    await used(seal, owner)
    await begin_again(cloud, kept)
    ours, theirs = await anew(cloud, owner), await anew(cloud, other)
    await visited(seal, ours)
    assert [(row.state, row.binding) for row in await rows(ours)] == [(BindingState.BOUND, 2)]
    assert [row.state for row in await rows(theirs)] == [BindingState.UNBOUND]
    ours.cursors.clear()
    runs = [[each.number for each in row.runs] for row in (await pull_all(ours)).of(SealFirmware)]
    assert runs == [[1]]  # which version made its records


async def test_the_certificate_of_an_older_binding_ends(cloud: Cloud, owner: Person, seal: Seal) -> None:
    """In the backup it is theirs already, by a binding that has ended since."""
    await seal.bind()
    word = TellSealingKey(word=seal.must(Op.SEALING_KEY))
    await owner.ask(SealingKeyTaken, "POST", f"/v1/seals/{SERIAL}/sealing-key", word)
    kept = await cloud.keep()
    await owner.done(UnbindSeal(seal=SERIAL))
    await lets_go(seal)
    await used(seal, owner)
    await begin_again(cloud, kept)
    again = await anew(cloud, owner)
    await visited(seal, again)
    assert [(row.state, row.binding) for row in await rows(again)] == [(BindingState.BOUND, 2)]
    again.cursors.clear()
    (certificate,) = (await pull_all(again)).of(SealCertificate)
    assert (certificate.binding, certificate.revoked_at) == (1, cloud.now)


async def test_what_is_bound_after_the_restore_has_a_number_that_was_never_given(
    cloud: Cloud, owner: Person, seal: Seal
) -> None:
    """Two that were both given it would be mixed up: what this cloud gave before the restore, it does not know."""
    other = await cloud.organization("19900000002", "别家公司")
    kept = await cloud.keep()
    await used(seal, owner)
    await begin_again(cloud, kept)
    theirs = await anew(cloud, other)
    await theirs.done(BindSeal(serial=SERIAL, model=Model.GL, name="抢注", identity=seal.identity))
    (waiting,) = await rows(theirs)
    assert waiting.binding > 2**16
    ours = await anew(cloud, owner)
    await visited(seal, ours)
    assert [row.state for row in await rows(ours)] == [BindingState.BOUND]
    assert [row.state for row in await rows(theirs)] == [BindingState.UNBOUND]


async def test_that_use_is_free_no_more_is_ordered_again(cloud: Cloud, owner: Person, seal: Seal) -> None:
    """It was ordered before the backup, and nobody had come by since: the seal is in free use until it hears it."""
    await seal.bind()
    await owner.done(SetFeatures(items=[]))
    await seal.settle()
    assert seal.firmware.live.free
    await owner.done(SetFeatures(items=[Feature.COUNT]))
    await begin_again(cloud, await cloud.keep())
    again = await anew(cloud, owner)

    async def unaware() -> list[str]:
        read = cloud.service.database.read
        return [each.id for each in await read(lambda view: unaware_of_regime(view.facts(owner.organization)))]

    assert await unaware() == [SERIAL]
    seal.courier = again
    await seal.settle()
    assert not seal.firmware.live.free
    assert await unaware() == []


@pytest.mark.parametrize("whose", ["ours", "theirs"])
async def test_what_an_older_binding_was_authorized_for_is_over(
    cloud: Cloud, owner: Person, seal: Seal, whose: str
) -> None:
    """Nothing of it is left in the seal, and none of it stands in the way of what comes now."""
    before = owner if whose == "ours" else await cloud.organization("19900000002", "别家公司")
    seal.courier = before
    await seal.bind()
    await before.done(live := seal.authorize())
    await before.done(waiting := seal.authorize(method=Method.PRE))
    await seal.settle()
    kept = await cloud.keep()
    await before.done(EndUse(authorization=live.id))
    await before.done(CancelAuthorization(authorization=waiting.id))
    await seal.settle()
    await before.done(UnbindSeal(seal=SERIAL))
    await lets_go(seal)
    seal.courier = owner
    await seal.bind()
    await begin_again(cloud, kept)
    ours, theirs = await anew(cloud, owner), await anew(cloud, before)
    await theirs.done(late := seal.authorize(method=Method.PRE, member=before.member))  # ordered after the restore
    await visited(seal, ours)
    theirs.cursors.clear()
    replica = await pull_all(theirs)
    uses = {each.id: each for each in replica.of(Authorization)}
    assert {each.stage for each in uses.values()} == {Stage.OVER}
    assert (uses[live.id].ended_by, uses[live.id].ended_at) == (None, cloud.now)
    assert [uses[each.id].cancelled_at for each in (waiting, late)] == [cloud.now, cloud.now]
    assert all(each.state is not CommandState.WAITING for each in replica.of(SealCommand) if each.binding == 1)
    assert {"use_over", "authorization_lapsed"} <= {each.code for each in replica.of(Message)}
    await ours.done(seal.authorize())
    assert await seal.contact() == [Code.OK]


async def told_to_let_go(seal: Seal, owner: Person) -> None:
    await seal.bind()
    await seal.settle()
    await owner.done(UnbindSeal(seal=SERIAL))


async def test_what_had_let_go_before_the_restore_is_believed(cloud: Cloud, owner: Person, seal: Seal) -> None:
    await told_to_let_go(seal, owner)
    kept = await cloud.keep()
    await lets_go(seal)
    await begin_again(cloud, kept)
    again = await anew(cloud, owner)
    await seal.ask(again)
    assert [row.state for row in await rows(again)] == [BindingState.UNBOUND]


async def test_what_had_not_let_go_before_the_restore_is_told_again(cloud: Cloud, owner: Person, seal: Seal) -> None:
    await told_to_let_go(seal, owner)
    await begin_again(cloud, await cloud.keep())
    again = await anew(cloud, owner)
    seal.courier = again
    await seal.connect()
    await lets_go(seal)
    await seal.ask()
    (row,) = await rows(again)
    assert (row.state, row.unbound_by) == (BindingState.UNBOUND, owner.member)
    again.cursors.clear()
    orders = [each for each in (await pull_all(again)).of(SealCommand) if each.kind is CommandKind.UNBIND]
    assert orders[-1].by == owner.member


@pytest.mark.parametrize("asked_again", [False, True])
async def test_what_was_unbound_by_force_is_told_again_as_well(
    cloud: Cloud, owner: Person, seal: Seal, asked_again: bool
) -> None:
    """Also when its organization waits for it under another number."""
    await seal.bind()
    await owner.done(LockSeal(seal=SERIAL))
    database = cloud.service.database
    await database.write(lambda unit: forced.unbind(cloud.service, unit, SERIAL, "丢失", cloud.now))
    if asked_again:
        await owner.done(BindSeal(serial=SERIAL, model=Model.GL, name="找回", identity=seal.identity))
    await begin_again(cloud, await cloud.keep())
    seal.courier = await anew(cloud, owner)
    await seal.connect()
    await lets_go(seal)


async def test_what_would_not_let_go_after_the_restore_stays_bound(cloud: Cloud, owner: Person, seal: Seal) -> None:
    """Told again, it answers: once, as ever."""
    await told_to_let_go(seal, owner)
    await begin_again(cloud, await cloud.keep())
    again = await anew(cloud, owner)
    seal.courier = again
    await seal.connect()
    seal.firmware.stand(out=True)
    seal.firmware.cover(on=False)
    seal.firmware.press()
    await seal.contact()
    await seal.drain()
    assert [row.state for row in await rows(again)] == [BindingState.BOUND]
    await seal.settle()
    assert seal.bound
    assert [row.state for row in await rows(again)] == [BindingState.BOUND]
