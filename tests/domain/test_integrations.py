"""Tokens and webhooks: until when a token is good, what is told of a row that has changed."""

import msgspec
import pytest

from domain.acts import ROWS
from domain.applications import ApplicationState
from domain.authorizations import Stage
from domain.integrations import KINDS, Reading, kinds_of
from domain.organization import Role
from domain.rows import Row
from domain.seals import BindingState, Wanted
from domain.webhooks import (
    CHOSEN,
    TELLING,
    ChangeWebhook,
    Event,
    Webhook,
    body_of,
    delivery,
    events_of,
)
from tests.domain.refused_evidence import ABNORMAL
from tests.domain.refused_integrations import CHANGE, HOOK, NEW, RESEND, SENT, TOKEN, TRY
from tests.domain.world import APPLICANT, APPLIED, ISSUED, NOW, ORG, OWNER, SEAL, World, but, member

LOCKED = but(SEAL, loss_lock=Wanted(on=True, by="owner", at=NOW))
ASKED, BOUND = but(SEAL, state=BindingState.AWAITING_SEAL), but(SEAL, state=BindingState.BOUND)
UNBINDING, UNBOUND = but(SEAL, state=BindingState.UNBINDING), but(SEAL, state=BindingState.UNBOUND)
LIVE, OVER = but(ISSUED, stage=Stage.LIVE), but(ISSUED, stage=Stage.OVER)
CONSENTS = member("outside", Role.HEADQUARTERS)
APPROVED = but(APPLIED, state=ApplicationState.AUTHORIZED)
LEFT = but(APPLICANT, active=False)

TOLD: list[tuple[Row | None, Row, list[Event]]] = [
    (None, APPLIED, [Event.APPLICATION_FILED]),
    (APPLIED, but(APPLIED, remark="x"), []),
    (APPLIED, APPROVED, [Event.APPLICATION_AUTHORIZED]),
    (APPROVED, APPROVED, []),
    (APPLIED, but(APPLIED, state=ApplicationState.REJECTED), [Event.APPLICATION_REJECTED]),
    (APPLIED, but(APPLIED, state=ApplicationState.WITHDRAWN), [Event.APPLICATION_WITHDRAWN]),
    (None, but(APPLIED, state=ApplicationState.WITHDRAWN), [Event.APPLICATION_FILED, Event.APPLICATION_WITHDRAWN]),
    (None, LIVE, [Event.AUTHORIZATION_ISSUED]),
    (LIVE, but(LIVE, ended_at=NOW), []),
    (LIVE, OVER, [Event.AUTHORIZATION_ENDED]),
    (OVER, OVER, []),
    (None, ABNORMAL, [Event.USAGE_RECORDED, Event.USAGE_ABNORMAL]),
    (None, but(ABNORMAL, result=0), [Event.USAGE_RECORDED]),
    (ABNORMAL, ABNORMAL, []),
    (None, ASKED, []),
    (None, BOUND, [Event.SEAL_BOUND]),
    (ASKED, BOUND, [Event.SEAL_BOUND]),
    (UNBINDING, BOUND, []),
    (BOUND, UNBINDING, []),
    (UNBINDING, UNBOUND, [Event.SEAL_UNBOUND]),
    (UNBOUND, ASKED, []),
    (BOUND, LOCKED, [Event.SEAL_LOCKED]),
    (LOCKED, LOCKED, []),
    (LOCKED, but(LOCKED, loss_lock=Wanted(on=False, by="owner", at=NOW)), [Event.SEAL_UNLOCKED]),
    (None, APPLICANT, [Event.MEMBER_ADDED]),
    (APPLICANT, but(APPLICANT, name="新名"), []),
    (APPLICANT, LEFT, [Event.MEMBER_LEFT]),
    (LEFT, LEFT, []),
    (LEFT, APPLICANT, [Event.MEMBER_ADDED]),
    (None, CONSENTS, []),
    (CONSENTS, but(CONSENTS, active=False), []),
    (CONSENTS, but(CONSENTS, role=Role.MEMBER), [Event.MEMBER_ADDED]),
    (None, HOOK, []),
]


@pytest.mark.parametrize(("before", "row", "events"), TOLD)
def test_what_is_told_of_a_change(before: Row | None, row: Row, events: list[Event]) -> None:
    assert events_of(before, row) == events


def test_everything_that_can_be_chosen_is_told_somewhere() -> None:
    assert {event for _, _, events in TOLD for event in events} == set(CHOSEN)
    assert {type(row) for _, row, events in TOLD if events} == set(TELLING)


def test_what_is_sent_names_a_row_and_says_nothing_of_it() -> None:
    told = msgspec.json.decode(body_of(Event.USAGE_RECORDED, 1_767_240_000_123, ORG, "usage", "GL2026000001-7"))
    assert told == {
        "type": "usage.recorded",
        "timestamp": "2026-01-01T04:00:00.123Z",
        "data": {"organization": ORG, "kind": "usage", "id": "GL2026000001-7"},
    }


def test_a_token_is_good_until_it_is_revoked_or_its_time_is_over() -> None:
    assert TOKEN.is_good(NOW)
    assert but(TOKEN, expires_at=NOW).is_good(NOW - 1)
    assert not but(TOKEN, expires_at=NOW).is_good(NOW)
    assert not but(TOKEN, revoked_at=NOW).is_good(NOW - 1)


def test_readings_open_each_kind_once() -> None:
    kinds = [kind for each in Reading for kind in KINDS[each]]
    assert len(kinds) == len(set(kinds))
    assert set(kinds) <= ROWS.keys()
    assert kinds_of([Reading.USAGE, Reading.PHOTOS]) == {"usage", "reviews", "cases", "photos"}


def test_what_follows_from_the_acts(world: World) -> None:
    made = world.after(OWNER, but(NEW, events=[Event.USAGE_ABNORMAL, Event.USAGE_RECORDED, Event.USAGE_ABNORMAL]))
    assert isinstance(made["n"], Webhook)
    assert made["n"].events == [Event.USAGE_RECORDED, Event.USAGE_ABNORMAL]
    failing = but(HOOK, failing_since=NOW - 5, key="whpk_x")
    changed = world.after(OWNER, CHANGE, failing)["w"]
    assert changed == but(HOOK, name="仓库", url=CHANGE.url, events=CHANGE.events, key="whpk_x")
    same = ChangeWebhook(webhook="w", name=HOOK.name, url=HOOK.url, events=HOOK.events)
    assert world.after(OWNER, same, failing)["w"] == failing
    assert world.after(OWNER, same, but(failing, paused=True))["w"] == but(HOOK, key="whpk_x")
    tried = world.after(OWNER, TRY, HOOK)["n"]
    assert tried == delivery("n", HOOK, Event.TEST, tried.at, ("webhooks", "w"))  # pyright: ignore[reportAttributeAccessIssue]
    failed = but(SENT, tries=30, why="webhook_slow", status=500)
    assert world.after(OWNER, RESEND, HOOK, failed)["d"] == but(SENT, state="waiting", tries=0)
