"""What the page of integrations reads, and the words for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from app.models import fold
from app.models.fold import Folded
from app.models.store import Tx
from app.views.i18n import Tongue
from app.views.look import Tone
from app.views.words import Word
from domain import wording
from domain.integrations import ApiToken, Reading
from domain.messages import DeliveryState
from domain.organization import Member
from domain.verdict import named
from domain.webhooks import CHOSEN, Event, Webhook, WebhookDelivery

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Systems:
    """Tokens that are in force first, then by name; webhooks by name; deliveries of each, newest first."""

    tokens: list[Folded[ApiToken]] = field(default_factory=list[Folded[ApiToken]])
    hooks: list[Folded[Webhook]] = field(default_factory=list[Folded[Webhook]])
    deliveries: dict[str, list[Folded[WebhookDelivery]]] = field(
        default_factory=dict[str, list[Folded[WebhookDelivery]]]
    )
    names: dict[str, str] = field(default_factory=dict[str, str])


def read_systems(tx: Tx, organization: str, now: int) -> Systems:
    known = fold.facts(tx, organization)
    tokens = fold.folded(tx, organization, ApiToken)
    hooks = [each for each in fold.folded(tx, organization, Webhook) if named(known, Webhook, each.row.id) is not None]
    deliveries: dict[str, list[Folded[WebhookDelivery]]] = {}
    for each in fold.folded(tx, organization, WebhookDelivery):
        deliveries.setdefault(each.row.webhook, []).append(each)
    by = {each.row.by for each in (*tokens, *hooks)}
    members = ((id, known.get(Member, id)) for id in by)
    return Systems(
        sorted(tokens, key=lambda each: (not each.row.is_good(now), each.row.name, each.row.id)),
        sorted(hooks, key=lambda each: each.row.name),
        {id: sorted(rows, key=lambda each: each.row.id, reverse=True) for id, rows in deliveries.items()},
        {id: member.name for id, member in members if member is not None},
    )


def reading_word(of: Reading) -> str:
    return {
        Reading.ORGANIZATION: translate("integrations", "Organization"),
        Reading.MEMBERS: translate("integrations", "Members and phone numbers"),
        Reading.SEALS: translate("integrations", "Seals"),
        Reading.APPLICATIONS: translate("integrations", "Applications and their files"),
        Reading.AUTHORIZATIONS: translate("integrations", "Authorizations"),
        Reading.USAGE: translate("integrations", "Usage records"),
        Reading.PHOTOS: translate("integrations", "Photos of impressions"),
        Reading.AUDIT: translate("integrations", "Audit log"),
    }[of]


def event_word(of: Event) -> str:
    return {
        Event.APPLICATION_FILED: translate("integrations", "Application filed"),
        Event.APPLICATION_AUTHORIZED: translate("integrations", "Application authorized"),
        Event.APPLICATION_REJECTED: translate("integrations", "Application rejected"),
        Event.APPLICATION_WITHDRAWN: translate("integrations", "Application withdrawn"),
        Event.AUTHORIZATION_ISSUED: translate("integrations", "Authorization issued"),
        Event.AUTHORIZATION_ENDED: translate("integrations", "Authorization ended"),
        Event.USAGE_RECORDED: translate("integrations", "Impression recorded"),
        Event.USAGE_ABNORMAL: translate("integrations", "Abnormal impression"),
        Event.SEAL_BOUND: translate("integrations", "Seal bound"),
        Event.SEAL_UNBOUND: translate("integrations", "Seal unbound"),
        Event.SEAL_LOCKED: translate("integrations", "Seal locked"),
        Event.SEAL_UNLOCKED: translate("integrations", "Seal unlocked"),
        Event.MEMBER_ADDED: translate("integrations", "Member added"),
        Event.MEMBER_LEFT: translate("integrations", "Member left"),
        Event.TEST: translate("integrations", "Test"),
    }[of]


def in_words(items: Sequence[str], tongue: Tongue) -> str:
    """Words one after the other."""
    return ("、" if tongue is Tongue.ZH_CN else ", ").join(items)


def told_of(row: Webhook, tongue: Tongue) -> str:
    """The events that a webhook is told."""
    if len(row.events) == len(CHOSEN):
        return translate("integrations", "All events")
    return in_words([event_word(event) for event in row.events], tongue)


def token_state(row: ApiToken, now: int) -> Word:
    if row.revoked_at is not None:
        return translate("integrations", "Revoked"), Tone.NEUTRAL
    if not row.is_good(now):
        return translate("integrations", "Expired"), Tone.NEUTRAL
    return translate("integrations", "In force"), Tone.OK


def hook_state(row: Webhook) -> Word:
    if row.paused:
        return translate("integrations", "Paused"), Tone.NEUTRAL
    if row.failing_since is not None:
        return translate("integrations", "Failing"), Tone.WARN
    return translate("integrations", "On"), Tone.OK


def delivery_state(row: WebhookDelivery) -> Word:
    if row.state is DeliveryState.SENT:
        return translate("integrations", "Delivered"), Tone.OK
    if row.state is DeliveryState.FAILED:
        return translate("integrations", "Failed"), Tone.DANGER
    return translate("integrations", "On its way"), Tone.WARN if row.tries else Tone.NEUTRAL


def why(row: WebhookDelivery, tongue: Tongue) -> str:
    """Why it has not arrived, or what has become of it."""
    tries = translate("integrations", "tried {0} times").format(row.tries) if row.tries > 1 else ""
    said = wording.sentence(row.why, "", tongue is Tongue.ZH_CN) if row.why else ""
    status = f"HTTP {row.status}" if row.status is not None else ""
    return " · ".join(part for part in (status, said, tries) if part)
