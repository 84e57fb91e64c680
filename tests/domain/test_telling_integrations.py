"""Who is told that a webhook was paused by itself: owner and administrator; nobody of one that a person paused."""

import pytest

from domain.messages import Subject
from domain.telling import News, told
from domain.webhooks import Event, Webhook
from tests.domain.world import ADMIN, NOW, ORG, OWNER, World, but

HOOK = Webhook(
    id="w-1", organization=ORG, name="ERP", url="https://erp.example.com/", events=[Event.SEAL_BOUND], by="m", made_at=1
)
FAILING = but(HOOK, failing_since=NOW - 5)
PAUSED = but(FAILING, paused=True)


@pytest.mark.parametrize(
    ("before", "row", "by", "is_told"),
    [
        (FAILING, PAUSED, None, True),
        (HOOK, FAILING, None, False),
        (PAUSED, but(PAUSED, failing_since=NOW), None, False),
        (PAUSED, HOOK, None, False),
        (FAILING, PAUSED, OWNER.id, False),
        (None, PAUSED, None, False),
        (FAILING, but(PAUSED, deleted_at=NOW), None, False),
    ],
)
def test_who_is_told(world: World, before: Webhook | None, row: Webhook, by: str | None, is_told: bool) -> None:
    found = told(News(ORG, [(before, row)], world.book, NOW, by))
    assert {each.member for each in found} == ({OWNER.id, ADMIN.id} if is_told else set())
    for each in found:
        assert (each.code, each.words) == ("webhook_stopped", ("ERP", str(NOW - 5)))
        assert (each.subject, each.subject_id) == (Subject.INTEGRATION, "w-1")
