import msgspec
import pytest

from app.models import outbox, pages
from app.models.outbox import KEPT_MS, ActState, ActTooLarge
from app.models.store import Store, Tx
from domain.approvals import Approve
from protocol.keys import SigningKey
from protocol.sync import ActBody, ActVerdict, Push, Pushed
from tests.app.examples import HOUR, NOW, ORG, apply, page

OTHER = "0190a000-0000-7000-8000-000000000002"
KEY = SigningKey(bytes(range(32)))


def sign(message: bytes) -> bytes:
    return (message + bytes(64))[-64:]


async def add(store: Store, *acts: object, organization: str = ORG) -> list[str]:
    return await store.run(lambda tx: [outbox.add(tx, organization, act, NOW, sign) for act in acts])


async def next_push(store: Store) -> Push | None:
    return await store.run(outbox.next_push)


async def answer(store: Store, *verdicts: ActVerdict, last_seq: int = 9) -> None:
    await store.run(lambda tx: outbox.record(tx, Pushed(last_seq=last_seq, verdicts=list(verdicts)), NOW))


async def take(store: Store, last_seq: int, organization: str = ORG, epoch: str = "e-1") -> None:
    def work(tx: Tx) -> None:
        asked = pages.asking(tx, organization)
        pages.apply(tx, organization, asked, page(last_seq=last_seq, epoch=epoch), NOW, sign)

    await store.run(work)


def bodies(push: Push | None) -> list[ActBody]:
    return [msgspec.json.decode(act.body, type=ActBody) for act in push.acts] if push else []


async def states(store: Store) -> dict[str, str]:
    found = await store.run(lambda tx: [*outbox.unsettled(tx), *outbox.refused(tx)])
    return {act.id: act.state for act in found}


async def test_acts_go_out_in_order_as_they_were_signed(store: Store) -> None:
    ids = await add(store, apply("a-1"), apply("a-2"))
    push = await next_push(store)
    assert push is not None
    sent = bodies(push)
    assert [(body.id, body.seq, body.stream, body.name) for body in sent] == [
        (ids[0], 1, push.stream, "Apply"),
        (ids[1], 2, push.stream, "Apply"),
    ]
    assert push.acts[0].signature == sign(b"signet/act/1" + push.acts[0].body)
    assert await next_push(store) == push


@pytest.mark.rule(3)
async def test_a_done_act_is_settled_by_the_pull_that_covers_it(store: Store) -> None:
    first, second = await add(store, apply("a-1"), apply("a-2"))
    await answer(store, ActVerdict(id=first, seq=1, done=True), ActVerdict(id=second, seq=2, done=True))
    assert await next_push(store) is None
    assert await states(store) == {first: ActState.DONE, second: ActState.DONE}
    await take(store, 1)
    assert await states(store) == {second: ActState.DONE}
    await take(store, 2)
    assert await states(store) == {}


async def test_a_pull_of_another_organization_settles_nothing(store: Store) -> None:
    (first,) = await add(store, apply())
    await answer(store, ActVerdict(id=first, seq=1, done=True))
    await take(store, 1, organization=OTHER)
    assert await states(store) == {first: ActState.DONE}


@pytest.mark.rule(3)
async def test_an_unfinished_load_settles_nothing(store: Store) -> None:
    (first,) = await add(store, apply())
    await answer(store, ActVerdict(id=first, seq=1, done=True))
    some = page(last_seq=1, more=True)
    await store.run(lambda tx: pages.apply(tx, ORG, pages.asking(tx, ORG), some, NOW, sign))
    assert await states(store) == {first: ActState.DONE}


async def test_when_the_answer_was_lost_the_act_is_imagined_no_more_but_asked_for_again(store: Store) -> None:
    (first,) = await add(store, apply())
    await take(store, 1)
    assert await store.run(lambda tx: outbox.imagined(tx, ORG)) == []
    assert [body.id for body in bodies(await next_push(store))] == [first]
    await answer(store, ActVerdict(id=first, seq=1, done=True))
    assert await states(store) == {}


async def test_who_is_no_member_any_more_waits_for_no_effect_of_what_he_did(store: Store) -> None:
    """A new owner has taken over, say: nothing will be pulled that could show it, also if the answer comes late."""
    done, late, refused = await add(store, apply("a-1"), apply("a-2"), apply("a-3"))
    await take(store, 0)
    await answer(store, ActVerdict(id=done, seq=1, done=True))
    await store.run(lambda tx: pages.leave(tx, ORG, NOW))
    assert await states(store) == {late: ActState.WAITING, refused: ActState.WAITING}
    await store.run(lambda tx: outbox.fork(tx, sign))
    why = ActVerdict(id=refused, seq=2, done=False, code="not_found")
    await answer(store, ActVerdict(id=late, seq=1, done=True), why)
    assert await states(store) == {refused: ActState.REFUSED}


@pytest.mark.rule(3)
async def test_a_refused_act_stays_until_it_is_dismissed(store: Store) -> None:
    (first,) = await add(store, apply())
    why = ActVerdict(id=first, seq=1, done=False, code="not_allowed", sentence="不可以", field="seal")
    await answer(store, why)
    await take(store, 1)
    (act,) = await store.run(outbox.refused)
    assert (act.code, act.sentence, act.field, act.act) == ("not_allowed", "不可以", "seal", apply())
    assert await store.run(outbox.counts) == outbox.Counts(waiting=0, refused=1)
    assert await next_push(store) is None
    await store.run(lambda tx: outbox.dismiss(tx, first, NOW))
    assert await store.run(outbox.refused) == []


async def test_only_a_refused_act_can_be_dismissed(store: Store) -> None:
    (first,) = await add(store, apply())
    await store.run(lambda tx: outbox.dismiss(tx, first, NOW))
    assert await states(store) == {first: ActState.WAITING}


@pytest.mark.rule(1)
async def test_a_forked_stream_is_left_and_what_is_pending_goes_out_again_under_its_old_ids(store: Store) -> None:
    first, second, third = await add(store, apply("a-1"), apply("a-2"), apply("a-3"))
    before = await store.run(outbox.stream)
    await answer(store, ActVerdict(id=first, seq=1, done=True))
    await store.run(lambda tx: outbox.fork(tx, sign))
    push = await next_push(store)
    assert push is not None
    assert push.stream != before
    assert [(body.id, body.seq, body.stream) for body in bodies(push)] == [
        (second, 1, push.stream),
        (third, 2, push.stream),
    ]
    await take(store, 0)  # asked for in the new stream: the cloud had done the first before that
    assert await states(store) == {second: ActState.WAITING, third: ActState.WAITING}


async def test_a_page_that_was_asked_for_before_the_fork_settles_nothing_of_the_new_stream(store: Store) -> None:
    await add(store, apply("a-1"))
    asked = await store.run(lambda tx: pages.asking(tx, ORG))
    await store.run(lambda tx: outbox.fork(tx, sign))
    await store.run(lambda tx: pages.apply(tx, ORG, asked, page(last_seq=9), NOW, sign))
    assert len(await store.run(lambda tx: outbox.imagined(tx, ORG))) == 1


@pytest.mark.rule(7)
async def test_a_restored_cloud_is_offered_again_what_was_settled(store: Store) -> None:
    first, second, third = await add(store, apply("a-1"), apply("a-2"), Approve(application="a-1"))
    refused = ActVerdict(id=third, seq=3, done=False, code="not_your_turn")
    await answer(store, ActVerdict(id=first, seq=1, done=True), ActVerdict(id=second, seq=2, done=True), refused)
    await take(store, 3)
    await store.run(lambda tx: outbox.dismiss(tx, third, NOW))
    assert await states(store) == {}
    await take(store, 0, epoch="e-2")
    assert [(body.id, body.seq) for body in bodies(await next_push(store))] == [(first, 1), (second, 2)]
    assert [act.id for act in await store.run(lambda tx: outbox.imagined(tx, ORG))] == [first, second]


@pytest.mark.rule(7)
async def test_numbers_go_on_after_old_acts_were_forgotten(store: Store) -> None:
    (first,) = await add(store, apply())
    await answer(store, ActVerdict(id=first, seq=1, done=True))
    await take(store, 1)
    await store.run(lambda tx: outbox.prune(tx, NOW + KEPT_MS))
    await take(store, 0, epoch="e-1")
    await store.run(lambda tx: outbox.prune(tx, NOW + KEPT_MS + 1))
    await add(store, apply("a-2"))
    assert [body.seq for body in bodies(await next_push(store))] == [2]


async def test_a_push_has_room_for_so_much_only(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    await add(store, *(apply(f"a-{n}") for n in range(7)))
    assert len(bodies(await store.run(lambda tx: outbox.next_push(tx, limit=5)))) == 5
    monkeypatch.setattr(outbox, "MAX_PUSH_BYTES", 900)
    assert len(bodies(await next_push(store))) == 2
    monkeypatch.setattr(outbox, "MAX_PUSH_BYTES", 1)
    assert len(bodies(await next_push(store))) == 1


async def test_an_act_that_no_push_can_hold_is_not_kept(store: Store) -> None:
    with pytest.raises(ActTooLarge):
        await add(store, apply(reason="长" * 60_000))
    await add(store, apply())
    assert [body.seq for body in bodies(await next_push(store))] == [1]


async def test_a_new_key_signs_what_is_pending_again(store: Store) -> None:
    await add(store, apply(start=NOW + HOUR, end=NOW + 2 * HOUR))
    await store.run(lambda tx: outbox.sign_again(tx, lambda message: b"new" + message[:61]))
    push = await next_push(store)
    assert push is not None
    assert push.acts[0].signature.startswith(b"newsignet/act/1")
