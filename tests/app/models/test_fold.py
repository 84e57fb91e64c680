import msgspec
import pytest

from app.models import fold, outbox, pages
from app.models.fold import Folded
from app.models.store import Store
from domain.applications import Application, ApplicationState, StepState
from domain.approvals import Approve, Reject
from domain.authorizations import Authorization, Mode
from domain.ending import EndUse
from domain.issuing import Authorize
from domain.members import AddMember
from domain.organization import Member, Role
from domain.rows import Act
from domain.seals import Seal
from domain.templates import AddTemplate, SetFlow, Template
from domain.usage import AttachPhoto, Photo
from domain.uses import Method
from protocol.sync import ActVerdict, Change, Pushed
from tests.app.examples import CLERK, COMPANY, FLOW, HOUR, KEEPER, NOW, ORG, OWNER, ROWS, SEAL, apply, change, page


def sign(message: bytes) -> bytes:
    return bytes(64)


async def act(store: Store, *acts: Act) -> list[str]:
    return await store.run(lambda tx: [outbox.add(tx, ORG, each, NOW, sign) for each in acts])


async def take(store: Store, *changes: Change, last_seq: int = 0) -> None:
    some = page(*changes, last_seq=last_seq)
    await store.run(lambda tx: pages.apply(tx, ORG, pages.asking(tx, ORG), some, NOW, sign))


async def applications(store: Store) -> list[Folded[Application]]:
    return await store.run(lambda tx: fold.folded(tx, ORG, Application))


AUTHORIZE = Authorize(
    id="z-1",
    application="a-1",
    seal=SEAL.id,
    member=OWNER.id,
    start=NOW,
    end=NOW + HOUR,
    mode=Mode.PHYSICAL,
    method=Method.DIRECT,
    count=3,
    photo_required=False,
)


async def test_a_whole_story_is_shown_before_the_cloud_has_heard_of_it(store: Store) -> None:
    await take(store, *map(change, ROWS))
    ids = await act(store, apply(), Approve(application="a-1", note="好"), AUTHORIZE, EndUse(authorization="z-1"))
    (shown,) = await applications(store)
    assert shown.row.state is ApplicationState.AUTHORIZED
    assert [step.state for step in shown.row.steps] == [StepState.PASSED, StepState.PASSED]
    assert [each.id for each in shown.pending] == ids[:3]
    (authorization,) = await store.run(lambda tx: fold.folded(tx, ORG, Authorization, seal=SEAL.id))
    assert authorization.row.ended_at == NOW
    assert [each.id for each in authorization.pending] == ids[2:]
    assert await store.run(lambda tx: fold.folded(tx, ORG, Authorization, seal="another")) == []


@pytest.mark.rule(4)
async def test_what_the_cloud_says_stands_below_and_is_never_overwritten(store: Store) -> None:
    await take(store, *map(change, ROWS))
    await act(store, apply(), Approve(application="a-1"))
    (imagined,) = await applications(store)
    cloud = msgspec.structs.replace(imagined.row, number="SQ-1", state=ApplicationState.REJECTED)
    steps = [msgspec.structs.replace(step, state=StepState.VOID) for step in cloud.steps]
    await take(store, change(msgspec.structs.replace(cloud, steps=steps)), last_seq=0)
    (shown,) = await applications(store)  # the approval no longer applies: skipped, left to the cloud's verdict
    assert shown.row.state is ApplicationState.REJECTED
    assert shown.pending == ()


async def test_an_act_ends_to_be_imagined_when_it_is_refused_or_pulled(store: Store) -> None:
    await take(store, *map(change, ROWS))
    first, second = await act(store, apply("a-1"), apply("a-2"))
    verdicts = [ActVerdict(id=first, seq=1, done=False, code="not_allowed"), ActVerdict(id=second, seq=2, done=True)]
    await store.run(lambda tx: outbox.record(tx, Pushed(last_seq=2, verdicts=verdicts), NOW))
    (shown,) = await applications(store)
    assert shown.row.id == "a-2"
    row = msgspec.structs.replace(shown.row, number="SQ-2")
    await take(store, change(row), last_seq=2)
    assert await applications(store) == [Folded(row)]


async def test_what_only_the_cloud_can_judge_is_known_as_such(store: Store) -> None:
    await act(store, apply())
    over = await store.run(lambda tx: fold.overlay(tx, ORG))
    assert [stored.name for stored in over.unknown] == ["Apply"]
    await take(store, *map(change, (COMPANY, OWNER, SEAL)))  # but not the template that its flow takes
    over = await store.run(lambda tx: fold.overlay(tx, ORG))
    assert [stored.name for stored in over.unknown] == ["Apply"]
    await take(store, change(FLOW))
    assert (await store.run(lambda tx: fold.overlay(tx, ORG))).unknown == []


async def test_every_kind_of_act_shows_at_once(store: Store) -> None:
    await take(store, *map(change, ROWS))
    photo = AttachPhoto(id="p-1", seal=SEAL.id, number=4, sha256="0" * 64, bytes=9, media="image/png", taken_at=NOW)
    await act(
        store,
        apply(),
        Reject(application="a-1", reason="不"),
        AddMember(id="m-new", name="郑四", phone="19900000009", role=Role.MEMBER),
        AddTemplate(id="t-2", name="公函", approvers=["m-new"]),
        SetFlow(seal=SEAL.id, category=None, template="t-2"),
        photo,
    )
    facts = await store.run(lambda tx: fold.facts(tx, ORG))
    assert await store.run(lambda tx: [row.id for row in facts.all(Member)]) == [CLERK.id, KEEPER.id, "m-new", OWNER.id]
    template = await store.run(lambda tx: fold.folded_one(tx, ORG, Template, "t-2"))
    assert template is not None
    assert template.row.approvers == ["m-new"]
    assert await store.run(lambda tx: facts.get(Seal, SEAL.id).flows[0].template) == "t-2"
    assert [each.row.sha256 for each in await store.run(lambda tx: fold.folded(tx, ORG, Photo))] == ["0" * 64]
    (shown,) = await applications(store)
    assert shown.row.state is ApplicationState.REJECTED
    assert not facts.complete


async def test_an_act_whose_effect_is_there_already_is_not_done_twice(store: Store) -> None:
    await take(store, *map(change, ROWS))
    await act(store, apply())
    (shown,) = await applications(store)
    moved = msgspec.structs.replace(shown.row, number="SQ-1", state=ApplicationState.AUTHORIZED)
    await take(store, change(moved), last_seq=0)
    assert await applications(store) == [Folded(moved)]
