"""A company's own systems: tokens and webhooks as they may stand, with names as long as they get."""

from msgspec.structs import replace

from domain.integrations import ApiToken, Reading
from domain.messages import DeliveryState
from domain.rows import Row
from domain.webhooks import CHOSEN, Event, Webhook, delivery
from tests.app.views.world import DAY, GL, HOUR, MINUTE, ORG


def systems(now: int) -> list[Row]:
    """Tokens and webhooks: in force, over, failing; and deliveries in each state."""
    token = ApiToken(
        id="token-0",
        organization=ORG,
        name="财务共享中心凭证归档系统（新疆维吾尔自治区喀什地区分公司）",
        sha256="0" * 64,
        hint="x7Qa",
        readings=list(Reading),
        by="m-owner",
        made_at=now - 30 * DAY,
        expires_at=now + 335 * DAY,
        last_used_at=now - HOUR,
    )
    found: list[Row] = [
        token,
        replace(token, id="token-1", name="ERP", readings=[Reading.USAGE], last_used_at=None, expires_at=None),
        replace(token, id="token-2", name="旧 OA", revoked_at=now - DAY, revoked_by="m-owner"),
        replace(token, id="token-3", name="试用", expires_at=now - DAY),
    ]
    hook = Webhook(
        id="hook-0",
        organization=ORG,
        name="财务共享中心凭证归档系统（新疆维吾尔自治区喀什地区分公司）",
        url="https://archive.finance-shared-services.example.com/signet/events?tenant=kashgar&version=2",
        events=list(CHOSEN),
        by="m-owner",
        made_at=now - 30 * DAY,
        key="whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
    )
    found += [
        hook,
        replace(hook, id="hook-1", name="OA", events=[Event.USAGE_ABNORMAL], failing_since=now - DAY),
        replace(hook, id="hook-2", name="门户", paused=True),
    ]
    states = [
        (DeliveryState.SENT, 1, None, ""),
        (DeliveryState.WAITING, 0, None, ""),
        (DeliveryState.WAITING, 3, 503, "webhook_status"),
        (DeliveryState.FAILED, 30, None, "webhook_expired"),
        (DeliveryState.FAILED, 1, None, "webhook_inside"),
    ]
    for at in range(12):
        state, tries, status, why = states[at % len(states)]
        event, about = CHOSEN[at % len(CHOSEN)], ("usage", f"{GL}-{at}")
        row = delivery(f"delivery-{at:02}", hook, event, now - (12 - at) * MINUTE, about)
        found.append(replace(row, state=state, tries=tries, status=status, why=why))
    return found
