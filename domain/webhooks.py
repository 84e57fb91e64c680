"""Webhooks: a company's own systems are told what happens, at an address that owner or administrator name.

What is told is thin: what has happened, when, and to which row; the row itself is read with a token. So nothing of
anybody leaves the house for an address that turned out to be another's.
"""

from enum import StrEnum
from typing import Annotated, ClassVar, Final
from urllib.parse import urlsplit

import msgspec

from domain.applications import Application, ApplicationState
from domain.authorizations import Authorization, Stage
from domain.messages import DeliveryState
from domain.organization import Member, Role, manages_all
from domain.rows import Act, IdText, Label, Ms, Name, Named, Row
from domain.seals import BindingState, Seal
from domain.times import instant
from domain.usage import Impression
from domain.uses import DAY_MS
from domain.verdict import Allowed, Circumstances, Refused, Verdict, all_named, judge_name, missing, named

MOST: Final = 10
KEPT: Final = 100  # the newest deliveries of each
FAILING_MS: Final = 3 * DAY_MS  # nothing has arrived for so long: it is paused by itself
TAKEN: Final = "webhook_name_taken"
HTTPS: Final = 443
UNPRIVILEGED: Final = 1024  # below it stand services that were never meant to be spoken to by strangers
Url = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class Event(StrEnum):
    """What has happened. `TEST` is asked for by a person."""

    APPLICATION_FILED = "application.filed"
    APPLICATION_AUTHORIZED = "application.authorized"
    APPLICATION_REJECTED = "application.rejected"
    APPLICATION_WITHDRAWN = "application.withdrawn"
    AUTHORIZATION_ISSUED = "authorization.issued"
    AUTHORIZATION_ENDED = "authorization.ended"
    USAGE_RECORDED = "usage.recorded"
    USAGE_ABNORMAL = "usage.abnormal"
    SEAL_BOUND = "seal.bound"
    SEAL_UNBOUND = "seal.unbound"
    SEAL_LOCKED = "seal.locked"
    SEAL_UNLOCKED = "seal.unlocked"
    MEMBER_ADDED = "member.added"
    MEMBER_LEFT = "member.left"
    TEST = "webhook.test"


CHOSEN = tuple(event for event in Event if event is not Event.TEST)
_DECIDED = {
    ApplicationState.AUTHORIZED: Event.APPLICATION_AUTHORIZED,
    ApplicationState.REJECTED: Event.APPLICATION_REJECTED,
    ApplicationState.WITHDRAWN: Event.APPLICATION_WITHDRAWN,
}
Events = Annotated[list[Event], msgspec.Meta(min_length=1, max_length=len(CHOSEN))]


class Webhook(Named, frozen=True, kw_only=True):
    """`key`: with which deliveries are signed, its public half as Standard Webhooks write it (`whpk_…`), said by the
    cloud. `failing_since`: no delivery has arrived since then."""

    table: ClassVar[str] = "webhooks"
    url: Url
    events: list[Event]
    by: IdText
    made_at: Ms
    paused: bool = False
    failing_since: Ms | None = None
    key: str = ""


class WebhookDelivery(Row, frozen=True, kw_only=True):
    """`body` as it is sent; `status`: of the last answer that was no success, `why` it has not arrived otherwise."""

    table: ClassVar[str] = "webhook_deliveries"
    webhook: IdText
    event: Event
    body: str
    at: Ms
    state: DeliveryState = DeliveryState.WAITING
    tries: int = 0
    tried_at: Ms | None = None
    status: int | None = None
    why: Label = ""


class AddWebhook(Act, frozen=True, kw_only=True):
    id: IdText
    name: Name
    url: Url
    events: Events


class ChangeWebhook(Act, frozen=True, kw_only=True):
    """All of it at once; one that is no longer paused has not failed yet."""

    webhook: IdText
    name: Name
    url: Url
    events: Events
    paused: bool = False


class DeleteWebhook(Act, frozen=True, kw_only=True):
    webhook: IdText


class TestWebhook(Act, frozen=True, kw_only=True):
    """`id`: of the delivery."""

    __test__: ClassVar[bool] = False  # no test, whatever a collector of tests makes of its name
    id: IdText
    webhook: IdText


class ResendDelivery(Act, frozen=True, kw_only=True):
    delivery: IdText


def body_of(event: Event, at: int, organization: str, kind: str, id: str) -> str:
    """What is sent, JSON: type, time (RFC 3339) and what it is about."""
    data = {"organization": organization, "kind": kind, "id": id}
    return msgspec.json.encode({"type": event.value, "timestamp": instant(at), "data": data}).decode()


TELLING = (Application, Authorization, Impression, Seal, Member)  # rows of which anything is told


def events_of(before: Row | None, row: Row) -> list[Event]:
    """What has happened with a row that was so (none: not there) and is so now."""
    match row:
        case Application():
            was = before.state if isinstance(before, Application) else None
            filed = [Event.APPLICATION_FILED] if was is None else []
            return filed + ([_DECIDED[row.state]] if row.state in _DECIDED and row.state is not was else [])
        case Authorization():
            stage = before.stage if isinstance(before, Authorization) else None
            issued = [Event.AUTHORIZATION_ISSUED] if stage is None else []
            return issued + ([Event.AUTHORIZATION_ENDED] if stage is not row.stage is Stage.OVER else [])
        case Impression():
            if before is not None:
                return []
            return [Event.USAGE_RECORDED, *([Event.USAGE_ABNORMAL] if row.result else [])]
        case Seal():
            return _of_seal(before if isinstance(before, Seal) else None, row)
        case Member():
            return _of_member(before if isinstance(before, Member) else None, row)
        case _:
            return []


def _of_seal(before: Seal | None, row: Seal) -> list[Event]:
    told = {BindingState.BOUND: Event.SEAL_BOUND, BindingState.UNBOUND: Event.SEAL_UNBOUND}
    was = None if before is None else before.state
    found = [told[row.state]] if row.state in told and row.state is not was else []
    if was is BindingState.UNBINDING and row.state is BindingState.BOUND:
        found = []  # it never let go
    locked, now = before is not None and _locked(before), _locked(row)
    return found + ([Event.SEAL_LOCKED if now else Event.SEAL_UNLOCKED] if locked is not now else [])


def _locked(seal: Seal) -> bool:
    return seal.loss_lock is not None and seal.loss_lock.on


def _of_member(before: Member | None, row: Member) -> list[Event]:
    """The headquarters' approver is no member."""
    if row.role is Role.HEADQUARTERS:
        return []
    was = before is not None and before.active and before.role is not Role.HEADQUARTERS
    if was is row.active:
        return []
    return [Event.MEMBER_ADDED if row.active else Event.MEMBER_LEFT]


def judge_url(url: str) -> Refused | None:
    """An address that may be named at all: https, a host, no name and password in it, a port that serves the web.

    Whether it leads into a network that is nobody else's business, the cloud finds out when it connects.
    """
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError:
        return Refused("webhook_url_unfit", "url")
    plain = url.isascii() and url.isprintable() and not any(sign in url for sign in ' \\"<>')
    if parts.scheme != "https" or not host or not plain or parts.fragment or "#" in url:
        return Refused("webhook_url_unfit", "url")
    if parts.username is not None or parts.password is not None:
        return Refused("webhook_url_secret", "url")
    if port is not None and port != HTTPS and port < UNPRIVILEGED:
        return Refused("webhook_port", "url", str(port))
    return None


def _judge(act: AddWebhook | ChangeWebhook, at: Circumstances, own: str = "") -> Refused | None:
    if (why := judge_name(at.facts, Webhook, act.name, TAKEN, own)) is not None:
        return why
    if Event.TEST in act.events:
        return Refused("arguments_do_not_fit", "events")
    return judge_url(act.url)


def _in_order(events: list[Event]) -> list[Event]:
    return [event for event in CHOSEN if event in events]


def decide_add_webhook(act: AddWebhook, at: Circumstances) -> Verdict:
    """Owner and administrator: what is told concerns the whole organization."""
    if not manages_all(at.actor):
        return Refused("not_allowed")
    if (why := _judge(act, at)) is not None:
        return why
    if len(all_named(at.facts, Webhook)) >= MOST:
        return Refused("webhooks_full", None, str(MOST))
    row = Webhook(
        id=act.id,
        organization=at.actor.organization,
        name=act.name,
        url=act.url,
        events=_in_order(act.events),
        by=at.actor.id,
        made_at=at.now,
    )
    return Allowed((row,))


def decide_change_webhook(act: ChangeWebhook, at: Circumstances) -> Verdict:
    if not manages_all(at.actor):
        return Refused("not_allowed")
    hook = named(at.facts, Webhook, act.webhook)
    if hook is None:
        return missing(at.facts)
    if (why := _judge(act, at, act.webhook)) is not None:
        return why
    failing = hook.failing_since if hook.url == act.url and hook.paused is act.paused else None
    said = {"name": act.name, "url": act.url, "events": _in_order(act.events), "paused": act.paused}
    return Allowed((msgspec.structs.replace(hook, failing_since=failing, **said),))


def decide_delete_webhook(act: DeleteWebhook, at: Circumstances) -> Verdict:
    """What is on its way to it does not arrive any more."""
    if not manages_all(at.actor):
        return Refused("not_allowed")
    hook = named(at.facts, Webhook, act.webhook)
    if hook is None:
        return missing(at.facts)
    return Allowed((msgspec.structs.replace(hook, deleted_at=at.now),))


def decide_test_webhook(act: TestWebhook, at: Circumstances) -> Verdict:
    """One delivery that says nothing but that it arrives."""
    if not manages_all(at.actor):
        return Refused("not_allowed")
    hook = named(at.facts, Webhook, act.webhook)
    if hook is None:
        return missing(at.facts)
    if hook.paused:
        return Refused("webhook_paused")
    return Allowed((delivery(act.id, hook, Event.TEST, at.now, (Webhook.table, hook.id)),))


def decide_resend(act: ResendDelivery, at: Circumstances) -> Verdict:
    """Once more the same, under the same id: who has it already knows."""
    if not manages_all(at.actor):
        return Refused("not_allowed")
    row = at.facts.get(WebhookDelivery, act.delivery)
    if row is None:
        return missing(at.facts)
    hook = named(at.facts, Webhook, row.webhook)
    if hook is None:
        return missing(at.facts)
    if hook.paused:
        return Refused("webhook_paused")
    if row.state not in (DeliveryState.SENT, DeliveryState.FAILED):
        return Refused("delivery_on_its_way")
    return Allowed((msgspec.structs.replace(row, state=DeliveryState.WAITING, tries=0, status=None, why=""),))


def delivery(id: str, hook: Webhook, event: Event, at: int, about: tuple[str, str]) -> WebhookDelivery:
    """Of an event to a webhook; `about`: kind and id of the row."""
    body = body_of(event, at, hook.organization, *about)
    return WebhookDelivery(id=id, organization=hook.organization, webhook=hook.id, event=event, body=body, at=at)
