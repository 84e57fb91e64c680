"""The reckoning of a use in words, with what is not here yet."""

from collections.abc import Callable, Iterator

import pytest

from app.views.reckoning import Reckoned, ReckoningView, read_reckoned
from demo import driver
from domain.authorizations import Authorization
from domain.reckoning import reckon
from domain.usage import Abnormality
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, sees

Show = Callable[..., ReckoningView]


@pytest.fixture
def show(stage: Stage) -> Iterator[Show]:
    """Of an authorization with so many normal impressions here."""
    made: list[ReckoningView] = []

    def show(here: int = 0, on_seal: int = 0, seen: int = 0, **other: object) -> ReckoningView:
        row = world.authorization("z-9", stage.now, **other)
        presses = [world.impression(n, stage.now, authorization="z-9") for n in range(1, here + 1)]
        presses.append(world.impression(90, stage.now, authorization="z-9", result=Abnormality.BEYOND_COUNT))
        view = ReckoningView("reckoning")
        view.show_reckoned(Reckoned(row, reckon(row, presses, [], on_seal), seen))
        view.resize(420, 400)
        view.show()
        made.append(view)
        return view

    yield show
    for view in made:
        view.close()
        view.deleteLater()


def test_each_number_stands_in_the_sentence(show: Show) -> None:
    view = show(here=3, count=7, used=3)
    assert view.accessibleName() == "7 granted = 3 stamped + 4 left; 1 × pressed while refused, not counted"
    assert not sees("reckoning.notes")
    assert not sees("reckoning.aborted")
    driver.click("reckoning.abnormal")
    assert "Abnormal: beyond the number of uses" in view.behind.accessibleDescription()


def test_without_a_limit_nothing_is_left(show: Show) -> None:
    view = show(here=2, count=0, used=2)
    assert view.accessibleName().startswith("Unlimited 2 stamped; ")
    assert not sees("reckoning.left")


def test_what_counts_under_the_one_before_is_among_the_stamped(show: Show) -> None:
    view = show(here=1, count=9, used=5, carried=4)
    assert not sees("reckoning.notes")
    driver.click("reckoning.stamped")
    assert view.behind.accessibleDescription().endswith("4 under the authorization before it")


def test_what_is_on_its_way_and_what_is_still_on_the_seal_is_said(show: Show) -> None:
    show(here=1, count=7, used=3, on_seal=12, seen=2)
    assert driver.see("reckoning.notes") == (
        "1 of them are here as records; the others are on their way. "
        "Seen at the seal and not in the cloud yet: 2. "
        "Still on the seal: 12 entries of its log. There may be uses among them."
    )


def test_another_use_closes_what_was_open(show: Show, stage: Stage) -> None:
    view = show(here=1, count=7, used=1)
    driver.click("reckoning.stamped")
    assert view.behind.isVisible()
    other = world.authorization("z-8", stage.now)
    view.show_reckoned(Reckoned(other, reckon(other, [], [])))
    assert not view.behind.isVisible()
    view.show_reckoned(None)
    assert not view.isVisible()


async def test_it_is_read_from_what_is_here(stage: Stage) -> None:
    room = await stage.room("m-keeper")
    await rooms.take(room.store, [world.status(world.GL, stage.now, log_end=30, log_to=24)], now=stage.now)
    found = await room.store.run(lambda tx: read_reckoned(tx, room.id, "z-1"))
    assert found is not None
    assert isinstance(found.authorization, Authorization)
    assert (found.of.stamped, found.of.left, found.of.on_seal, found.seen) == (2, 1, 6, 0)
    assert found.of.adds_up
    assert await room.store.run(lambda tx: read_reckoned(tx, room.id, "z-nowhere")) is None
