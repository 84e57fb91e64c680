"""What only the cloud can add to an act that its rule allows: numbers, people, codes, the seal's own proof."""

from collections.abc import Callable

import msgspec

from cloud import activation, codes, members, ownership, subsidiaries
from cloud.after import After, Rows
from cloud.exporting import kept
from cloud.seals import binding, orders
from cloud.service import Service
from cloud.store import api_tokens, numbers
from cloud.store.codes import CodeFor
from cloud.store.unit import Unit
from cloud.wallet import ordering
from cloud.webhooks import following
from domain.applications import Application, Apply
from domain.codes import Purpose, recipient
from domain.ending import Activate, RenewCode
from domain.exports import SendExport
from domain.integrations import AddToken, ApiToken
from domain.issuing import Authorize
from domain.locating import LocateSeal
from domain.members import AddMember
from domain.offline_use import CloseOfflineUse, OpenOfflineUse
from domain.orders import PayService
from domain.organization import ChangeOrganization
from domain.ownership import ChangeOwner
from domain.rows import Act
from domain.seals import BindSeal
from domain.stock import BindOverGprs
from domain.subsidiaries import AddSubsidiary, DeleteSubsidiary
from domain.times import moment
from domain.uses import Method
from domain.verdict import Allowed, Circumstances, Refused
from domain.webhooks import (
    AddWebhook,
    ChangeWebhook,
    DeleteWebhook,
    ResendDelivery,
    TestWebhook,
    Webhook,
    WebhookDelivery,
)


def follow(service: Service, unit: Unit, act: Act, verdict: Allowed, at: Circumstances) -> Rows | Refused:
    """The rows as they will be, with what only the cloud knows; or why not, after all."""
    effect = _EFFECTS.get(type(act))
    return verdict.rows if effect is None else effect(After(service, unit, act, verdict.rows, at))


def _number(after: After) -> Rows:
    """`SQ-20261123-001`: counted for each organization and day in China."""
    row: Application = after.row
    day = moment(after.at.now).strftime("%Y%m%d")
    count = numbers.following(after.unit, row.organization, "SQ", day)
    return after.with_row(msgspec.structs.replace(row, number=f"SQ-{day}-{count:03}"))


def _code(after: After) -> Rows | Refused:
    if after.row.method is not Method.PRE:
        return after.rows
    return activation.send_code(after.service, after.unit, after.row, after.at.actor.id, after.at.now) or after.rows


def _activate(after: After) -> Rows | Refused:
    act: Activate = after.act
    refused = activation.judge_code(after.service, after.unit, after.row, act.code, after.at.now)
    if refused is not None:
        return refused
    orders.activate(after.service, after.unit, after.row, act.code, after.at.now)
    return after.rows


def _bind(after: After) -> Rows | Refused:
    row = binding.bind(after.service, after.unit, after.act, after.row, after.at.now)
    return row if isinstance(row, Refused) else after.with_row(row)


def _bind_over_gprs(after: After) -> Rows | Refused:
    row = binding.bind_over_gprs(after.service, after.unit, after.row, after.at.now)
    return row if isinstance(row, Refused) else after.with_row(row)


def _locate(after: After) -> Rows:
    """Whoever is attached is called: it asks for contact, and says where it is."""
    act: LocateSeal = after.act
    after.unit.ordered.add(act.seal)
    return after.rows


def _send(after: After) -> Rows:
    return after.with_row(kept.send(after.service, after.unit, after.row, after.at.now))


def _offline_use(after: After) -> Rows | Refused:
    """With the code that the owner's phone was sent (R-182)."""
    act: OpenOfflineUse | CloseOfflineUse = after.act
    phone = recipient(Purpose.OFFLINE_USE, None, after.at)
    if isinstance(phone, Refused):
        return phone
    of = CodeFor(Purpose.OFFLINE_USE, after.row.organization, phone)
    return codes.take(after.service, after.unit, of, act.code, after.at.now) or after.rows


def _token(after: After) -> Rows | Refused:
    """What a token says is told to one organization alone, or a stranger could spoil it for its owner."""
    row: ApiToken = after.row
    known = api_tokens.with_hash(after.unit, row.sha256)
    return after.rows if known is None else Refused("token_known", "sha256")


def _webhook(after: After) -> Rows | Refused:
    row = following.named(after.service.settings, after.service.keys, after.row)
    return row if isinstance(row, Refused) else after.with_row(row)


def _delete_webhook(after: After) -> Rows:
    """With its log, which nobody sees any more."""
    row: Webhook = after.row
    for each in after.unit.facts(row.organization).all(WebhookDelivery, webhook=row.id):
        after.unit.remove(each)
    return after.rows


def _test_webhook(after: After) -> Rows:
    act: TestWebhook = after.act
    hook = after.unit.get(Webhook, after.at.actor.organization, act.webhook)
    assert hook is not None  # its rule has found it
    following.keep(after.unit, hook, [after.row])
    return _resend(after)


def _resend(after: After) -> Rows:
    following.leave(after.unit, after.row, after.at.now)
    return after.rows


_EFFECTS: dict[type[Act], Callable[[After], Rows | Refused]] = {
    Apply: _number,
    PayService: ordering.number,
    AddMember: members.add,
    BindSeal: _bind,
    BindOverGprs: _bind_over_gprs,
    LocateSeal: _locate,
    Authorize: _code,
    RenewCode: _code,
    Activate: _activate,
    OpenOfflineUse: _offline_use,
    CloseOfflineUse: _offline_use,
    ChangeOwner: ownership.change_owner,
    ChangeOrganization: subsidiaries.judge_new_name,
    AddSubsidiary: subsidiaries.add,
    AddToken: _token,
    AddWebhook: _webhook,
    ChangeWebhook: _webhook,
    DeleteWebhook: _delete_webhook,
    TestWebhook: _test_webhook,
    ResendDelivery: _resend,
    DeleteSubsidiary: subsidiaries.judge_end,
    SendExport: _send,
}
