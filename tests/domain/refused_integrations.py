"""What the rules of tokens and webhooks refuse; each beside what they allow."""

from domain.integrations import MOST_TOKENS, AddToken, ApiToken, Reading, RevokeToken
from domain.messages import DeliveryState
from domain.organization import AUDITOR as ALL_AUDITED
from domain.organization import Role
from domain.verdict import OnlyCloud, Refused
from domain.webhooks import (
    MOST,
    AddWebhook,
    ChangeWebhook,
    DeleteWebhook,
    Event,
    ResendDelivery,
    TestWebhook,
    Webhook,
    WebhookDelivery,
)
from tests.domain.world import ADMIN, APPLICANT, KEEPER, NOW, ORG, OWNER, Case, but, member

NOT_ALLOWED, NOT_FOUND, CLOUD = Refused("not_allowed"), Refused("not_found"), OnlyCloud()
AUDITOR = member("auditor", Role.CUSTOM, list(ALL_AUDITED))
OUTSIDE, GONE = member("outside", Role.HEADQUARTERS), but(OWNER, active=False)
NOBODY = (KEEPER, APPLICANT, AUDITOR, OUTSIDE, GONE)

TOKEN = ApiToken(
    id="t",
    organization=ORG,
    name="财务",
    sha256="1" * 64,
    hint="abcd",
    readings=[Reading.USAGE],
    by="owner",
    made_at=NOW - 1,
)
ADD = AddToken(id="n", name="财务", sha256="2" * 64, hint="wxyz", readings=[Reading.USAGE])
REVOKE = RevokeToken(token="t")
TOKENS = [but(TOKEN, id=f"t{at}", sha256=f"{at:064}") for at in range(MOST_TOKENS)]

HOOK = Webhook(
    id="w",
    organization=ORG,
    name="财务",
    url="https://erp.example.com/signet",
    events=[Event.USAGE_RECORDED],
    by="owner",
    made_at=NOW - 1,
)
SENT = WebhookDelivery(
    id="d", organization=ORG, webhook="w", event=Event.TEST, body="{}", at=NOW - 1, state=DeliveryState.SENT
)
NEW = AddWebhook(id="n", name="仓库", url="https://erp.example.com/signet", events=[Event.USAGE_RECORDED])
CHANGE = ChangeWebhook(webhook="w", name="仓库", url="https://erp.example.com:8443/", events=[Event.SEAL_BOUND])
DELETE, TRY, RESEND = DeleteWebhook(webhook="w"), TestWebhook(id="n", webhook="w"), ResendDelivery(delivery="d")
HOOKS = [but(HOOK, id=f"w{at}", name=f"推送 {at}") for at in range(MOST)]
UNFIT, TAKEN = Refused("webhook_url_unfit", "url"), Refused("webhook_name_taken", "name", "财务")
PAUSED = but(HOOK, paused=True)

BAD_URLS = (
    "http://erp.example.com/",
    "ftp://erp.example.com/",
    "erp.example.com",
    "https://",
    "https:///x",
    "https://erp.example.com/#there",
    "https://erp.example.com:99999/",
    "https://erp.example.com:x/",
    "https://erp.example.com/a b",
    "https://例子.example.com/",
    "https://[::1/",
    "https://erp.example.com\\@10.0.0.1/",
    "https://erp.example.com%00.lan/\n",
)

CASES = [
    *(Case(who, ADD, NOT_ALLOWED) for who in NOBODY),
    *(Case(who, ADD, None) for who in (OWNER, ADMIN)),
    Case(OWNER, but(ADD, name=" "), Refused("name_missing", "name")),
    Case(OWNER, but(ADD, expires_at=NOW), Refused("end_in_past", "expires_at")),
    Case(OWNER, but(ADD, expires_at=NOW + 1), None),
    Case(OWNER, but(ADD, sha256="1" * 64), Refused("token_known", "sha256"), [but(TOKEN, revoked_at=NOW)]),
    Case(OWNER, ADD, Refused("tokens_full", None, str(MOST_TOKENS)), TOKENS),
    Case(OWNER, ADD, None, TOKENS[1:]),
    Case(OWNER, ADD, None, [*TOKENS[1:], but(TOKENS[0], revoked_at=NOW)]),
    Case(OWNER, ADD, None, [*TOKENS[1:], but(TOKENS[0], expires_at=NOW)]),
    Case(OWNER, ADD, Refused("tokens_full", None, "20"), [*TOKENS[1:], but(TOKENS[0], expires_at=NOW + 1)]),
    *(Case(who, REVOKE, NOT_ALLOWED, [TOKEN]) for who in NOBODY),
    *(Case(who, REVOKE, None, [TOKEN]) for who in (OWNER, ADMIN)),
    Case(OWNER, REVOKE, NOT_FOUND),
    Case(OWNER, REVOKE, CLOUD, complete=False),
    Case(OWNER, REVOKE, Refused("token_revoked"), [but(TOKEN, revoked_at=NOW)]),
    *(Case(who, NEW, NOT_ALLOWED) for who in NOBODY),
    *(Case(who, NEW, None) for who in (OWNER, ADMIN)),
    Case(OWNER, but(NEW, name=" "), Refused("name_missing", "name")),
    Case(OWNER, but(NEW, name="财务"), TAKEN, [HOOK]),
    Case(OWNER, but(NEW, name="财务"), None, [but(HOOK, deleted_at=NOW)]),
    Case(OWNER, but(NEW, events=[Event.TEST]), Refused("arguments_do_not_fit", "events")),
    *(Case(OWNER, but(NEW, url=url), UNFIT) for url in BAD_URLS),
    *(
        Case(OWNER, but(NEW, url=f"https://{who}@erp.example.com/"), Refused("webhook_url_secret", "url"))
        for who in ("a", "a:b", ":b")
    ),
    *(
        Case(OWNER, but(NEW, url=f"https://erp.example.com:{port}/"), Refused("webhook_port", "url", str(port)))
        for port in (0, 22, 80, 442, 444, 1023)
    ),
    *(Case(OWNER, but(NEW, url=f"https://erp.example.com:{port}/"), None) for port in (443, 1024, 65535)),
    Case(OWNER, but(NEW, url="https://erp.example.com?key=1"), None),
    Case(OWNER, NEW, Refused("webhooks_full", None, str(MOST)), HOOKS),
    Case(OWNER, NEW, None, HOOKS[1:]),
    *(Case(who, CHANGE, NOT_ALLOWED, [HOOK]) for who in NOBODY),
    *(Case(who, CHANGE, None, [HOOK]) for who in (OWNER, ADMIN)),
    Case(OWNER, CHANGE, NOT_FOUND),
    Case(OWNER, CHANGE, NOT_FOUND, [but(HOOK, deleted_at=NOW)]),
    Case(OWNER, CHANGE, CLOUD, complete=False),
    Case(OWNER, but(CHANGE, name="财务"), None, [HOOK]),
    Case(OWNER, but(CHANGE, name="财务"), TAKEN, [but(HOOK, name="别的"), but(HOOK, id="o")]),
    Case(OWNER, but(CHANGE, url="http://erp.example.com/"), UNFIT, [HOOK]),
    *(Case(who, DELETE, NOT_ALLOWED, [HOOK]) for who in NOBODY),
    *(Case(who, DELETE, None, [HOOK]) for who in (OWNER, ADMIN)),
    Case(OWNER, DELETE, NOT_FOUND),
    Case(OWNER, DELETE, CLOUD, complete=False),
    *(Case(who, TRY, NOT_ALLOWED, [HOOK]) for who in NOBODY),
    *(Case(who, TRY, None, [HOOK]) for who in (OWNER, ADMIN)),
    Case(OWNER, TRY, NOT_FOUND),
    Case(OWNER, TRY, CLOUD, complete=False),
    Case(OWNER, TRY, Refused("webhook_paused"), [PAUSED]),
    *(Case(who, RESEND, NOT_ALLOWED, [HOOK, SENT]) for who in NOBODY),
    *(Case(who, RESEND, None, [HOOK, SENT]) for who in (OWNER, ADMIN)),
    Case(OWNER, RESEND, NOT_FOUND, [HOOK]),
    Case(OWNER, RESEND, CLOUD, complete=False),
    Case(OWNER, RESEND, NOT_FOUND, [SENT]),
    Case(OWNER, RESEND, NOT_FOUND, [SENT, but(HOOK, deleted_at=NOW)]),
    Case(OWNER, RESEND, Refused("webhook_paused"), [PAUSED, SENT]),
    Case(OWNER, RESEND, None, [HOOK, but(SENT, state=DeliveryState.FAILED)]),
    *(
        Case(OWNER, RESEND, Refused("delivery_on_its_way"), [HOOK, but(SENT, state=state)])
        for state in (DeliveryState.WAITING, DeliveryState.DEFERRED)
    ),
]
