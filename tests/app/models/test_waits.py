"""How long decisions were waited for, counted in columns: as plain Python over the rows says it, whatever happens."""

import random
from collections import Counter

import msgspec
import pytest

from app.models import fold, ledger, waits
from app.models.store import Store, Tx
from app.services.overview import Wait
from app.services.overview import waits as plain
from app.views.overview.figures import LIMITS, read_waited, read_waits
from domain.applications import Application, Step, StepKind, StepState
from tests.app.examples import HOUR, NOW, ORG, OWNER, ROWS
from tests.app.models.test_records import paper, take

DECIDED = (StepState.PASSED, StepState.REJECTED)


def steps(chance: random.Random) -> list[Step]:
    made: list[Step] = []
    for _ in range(chance.randint(0, 3)):
        state = chance.choice(list(StepState))
        at = NOW - chance.randint(0, 200) * HOUR
        since = None if chance.random() < 0.3 else at - chance.randint(0, 100) * HOUR
        decided = at if state in DECIDED else None
        made.append(Step(StepKind.APPROVE, [OWNER.id], state, OWNER.id if decided else None, decided, since=since))
    return made


def application(number: int, chance: random.Random) -> Application:
    return paper(f"a-{number}", "合同", steps=steps(chance), created_at=NOW - 300 * HOUR)


def agree(tx: Tx, since: int, until: int) -> None:
    whole = ledger.of(tx, ORG)
    while whole.step(tx) or whole.papers.waits.step(tx):
        pass
    assert whole.catch_up(tx)
    expected = plain(fold.facts(tx, ORG).all(Application), since, until, NOW)
    by_bucket = Counter(wait.bucket for wait in expected)
    said = read_waited(tx, ORG, since, until, NOW)
    assert said is not None
    assert said.buckets == tuple(by_bucket[at] for at in range(len(LIMITS) + 1))
    assert said.still == sum(wait.is_open for wait in expected)
    for bucket in range(len(LIMITS) + 1):
        listed, count = read_waits(tx, ORG, since, until, NOW, bucket, 1000)
        assert (listed, count) == ([wait for wait in expected if wait.bucket == bucket], by_bucket[bucket])
        assert [wait.took for wait in read_waits(tx, ORG, since, until, NOW, bucket, 2)[0]] == [
            wait.took for wait in listed[:2]
        ]


@pytest.mark.parametrize("seed", range(3))
async def test_as_the_rows_say_it_also_after_changes(store: Store, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(waits, "AT_ONCE", 7)  # by several pieces
    chance = random.Random(seed)
    await take(store, *ROWS, *(application(number, chance) for number in range(40)))
    times = [(0, NOW + 1), (NOW - 100 * HOUR, NOW + 1), (NOW - 100 * HOUR, NOW - 20 * HOUR), (NOW, NOW)]
    for since, until in times:
        await store.run(lambda tx, of=(since, until): agree(tx, *of))
    await take(store, *(application(number, chance) for number in range(30, 60)))  # some anew, some others
    for since, until in times:
        await store.run(lambda tx, of=(since, until): agree(tx, *of))


async def test_the_limit_of_a_bucket_belongs_to_it(store: Store) -> None:
    def waited(number: int, ms: int) -> Application:
        step = Step(StepKind.APPROVE, [OWNER.id], StepState.PASSED, OWNER.id, NOW, since=NOW - ms)
        return paper(f"a-{number}", "合同", steps=[step])

    lengths = [each + more for each in LIMITS for more in (0, 1)]
    await take(store, *ROWS, *(waited(number, ms) for number, ms in enumerate(lengths)))
    await store.run(lambda tx: agree(tx, 0, NOW + 1))


def test_one_that_waits_is_as_old_as_it_is_looked_at() -> None:
    row = paper("a-1", "合同", steps=[Step(StepKind.APPROVE, [OWNER.id], StepState.PENDING, since=NOW - HOUR)])
    (wait,) = plain([row], 0, NOW + 1, NOW)
    assert wait == Wait(row, 0, NOW - HOUR, NOW, is_open=True)
    later = msgspec.structs.replace(row, steps=[])
    assert plain([later], 0, NOW + 1, NOW) == []
