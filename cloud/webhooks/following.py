"""What webhooks are told, left as jobs by the transaction in which it happens, and what became of it.

So nothing is told that did not happen, and nothing that happened is forgotten. Whoever is told twice knows by the id.
"""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

import msgspec

from cloud import messages
from cloud.keys import Keys
from cloud.settings import Settings
from cloud.store import jobs
from cloud.store.facts import decode
from cloud.store.jobs import Job
from cloud.store.unit import Unit
from cloud.webhooks.addresses import is_inside
from cloud.webhooks.carrying import STATUS, Parcel
from cloud.webhooks.signing import public_text
from domain import telling
from domain.ids import new_id
from domain.messages import Channel, DeliveryState
from domain.rows import Row
from domain.telling import News
from domain.uses import DAY_MS
from domain.verdict import Refused, all_named
from domain.webhooks import FAILING_MS, KEPT, TELLING, Event, Webhook, WebhookDelivery, delivery, events_of

EXPIRED = "expired"


def before_commit(unit: Unit, now: int) -> None:
    """Leave what this transaction has to tell. Whatever changed a row, it is seen here."""
    told: dict[str, list[tuple[Event, Row]]] = {}
    for key, row in list(unit.rows.changed.items()):
        if key in unit.rows.removed or not isinstance(row, TELLING):
            continue
        body = unit.rows.body(key)  # it is asked for in any case before the versions are taken
        for event in events_of(None if body is None else decode(type(row), body), row):
            told.setdefault(row.organization, []).append((event, row))
    for organization, events in told.items():
        for hook in all_named(unit.facts(organization), Webhook):
            if not hook.paused:
                _tell(unit, hook, [each for each in events if each[0] in hook.events], now)


def _tell(unit: Unit, hook: Webhook, events: Iterable[tuple[Event, Row]], now: int) -> None:
    """Of many at once the newest stand in the log; all of them are sent."""
    new = [delivery(new_id(now), hook, event, now, (row.table, row.id)) for event, row in events]
    for row in new:
        leave(unit, row, now)
    keep(unit, hook, new[-KEPT:])


def keep(unit: Unit, hook: Webhook, new: list[WebhookDelivery]) -> None:
    """Write them into the log; the oldest leave it."""
    if not new:
        return
    before = unit.facts(hook.organization).all(WebhookDelivery, webhook=hook.id)
    for row in before[: max(0, len(before) + len(new) - KEPT)]:  # ids begin with their time
        unit.remove(row)
    for row in new:
        unit.put(row)


def leave(unit: Unit, row: WebhookDelivery, now: int) -> None:
    """As a job: tried for a day."""
    parcel = msgspec.json.encode(Parcel(row.organization, row.webhook, row.id, row.body)).decode()
    job = Job(new_id(now), Channel.WEBHOOK, row.webhook, row.event.value, parcel, now, now + DAY_MS)
    jobs.leave(unit, replace(job, organization=row.organization, message=row.id))


def show(unit: Unit, job: Job, now: int) -> None:
    """On its row of the log, if it is still there, and on the webhook: whether anything arrives."""
    left = jobs.find(unit, job.key)
    if left is None:
        return
    row = unit.get(WebhookDelivery, left.organization, left.message or "")
    failed = bool(left.why) and left.state is not DeliveryState.SENT
    if row is not None:
        why, status = _why(left.why) if failed else ("", None)
        tried = now if left.tries > row.tries else row.tried_at
        said = {"state": left.state, "tries": left.tries, "tried_at": tried, "why": why, "status": status}
        unit.put(msgspec.structs.replace(row, **said))
    if left.state is not DeliveryState.DEFERRED:
        _follow(unit, left, now, failed=failed)


def _follow(unit: Unit, job: Job, now: int, *, failed: bool) -> None:
    hook = unit.get(Webhook, job.organization, job.recipient)
    if hook is None or hook.deleted_at is not None or hook.paused:
        return
    since = (hook.failing_since or now) if failed else None
    paused = since is not None and now - since >= FAILING_MS
    if (since, paused) == (hook.failing_since, hook.paused):
        return
    after = msgspec.structs.replace(hook, failing_since=since, paused=paused)
    unit.put(after)
    if paused:  # who keeps it learns it from nobody else
        facts = unit.facts(hook.organization)
        messages.leave(unit, telling.told(News(hook.organization, [(hook, after)], facts, now)), now)


def _why(text: str) -> tuple[str, int | None]:
    """Code and status of what a job says of its last try."""
    if text.startswith(STATUS):
        return STATUS.strip(), int(text.removeprefix(STATUS))
    known = {EXPIRED: "webhook_expired", "timeout": "webhook_slow"}
    return known.get(text, text), None


def named(settings: Settings, keys: Keys, row: Webhook) -> Webhook | Refused:
    """The webhook with its key, unless its address says by itself that it is inside."""
    host = urlsplit(row.url).hostname or ""
    if is_inside(host) and host not in settings.webhook_hosts:
        return Refused("webhook_private", "url", host)
    return msgspec.structs.replace(row, key=public_text(keys, row.organization))
