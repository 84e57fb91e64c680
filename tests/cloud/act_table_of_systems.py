"""The acts about a company's own systems, with who may do each of them and who may not (`act_table`)."""

from domain.integrations import AddToken, Reading, RevokeToken
from domain.webhooks import AddWebhook, ChangeWebhook, DeleteWebhook, Event, TestWebhook
from tests.cloud.act_table import BELOW_ADMIN, Case
from tests.cloud.company import Company, uid

HOOK = "https://hooks.example.com/signet"


def token(_company: Company) -> AddToken:
    return AddToken(id=uid("token"), name="财务系统", sha256="0" * 64, hint="abcd", readings=[Reading.USAGE])


def webhook(_company: Company) -> AddWebhook:
    return AddWebhook(id=uid("webhook"), name="财务系统", url=HOOK, events=[Event.SEAL_BOUND])


SYSTEM_CASES = [
    Case(AddToken, token, "admin", BELOW_ADMIN),
    Case(RevokeToken, lambda c: RevokeToken(token=uid("token")), "admin", BELOW_ADMIN, before=(("owner", token),)),
    Case(AddWebhook, webhook, "admin", BELOW_ADMIN),
    Case(
        ChangeWebhook,
        lambda c: ChangeWebhook(webhook=uid("webhook"), name="新名", url=HOOK, events=[Event.SEAL_BOUND]),
        "admin",
        BELOW_ADMIN,
        before=(("owner", webhook),),
    ),
    Case(
        DeleteWebhook,
        lambda c: DeleteWebhook(webhook=uid("webhook")),
        "admin",
        BELOW_ADMIN,
        before=(("owner", webhook),),
    ),
    Case(
        TestWebhook,
        lambda c: TestWebhook(id=uid("delivery"), webhook=uid("webhook")),
        "admin",
        BELOW_ADMIN,
        before=(("owner", webhook),),
    ),
]
