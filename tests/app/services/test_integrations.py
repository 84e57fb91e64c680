"""A token that a console has made opens the cloud, and the cloud's word of it comes back to the console; what
happens is told to a webhook."""

from base64 import b64decode

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.services.integrations import NewToken
from domain.ids import new_id
from domain.integrations import PREFIX, AddToken, ApiToken, Reading, RevokeToken
from domain.messages import Channel
from domain.webhooks import AddWebhook, Event, Webhook, WebhookDelivery
from tests.app.services.office import Office
from tests.cloud.carriers import Carrier
from tests.cloud.systems import System


def add(made: NewToken, *readings: Reading) -> AddToken:
    return AddToken(id=new_id(), name="财务系统", sha256=made.sha256, hint=made.hint, readings=list(readings))


def test_no_two_tokens_are_the_same_and_each_tells_what_it_is() -> None:
    words = [NewToken.make().word for _ in range(50)]
    assert len(set(words)) == 50
    assert all(word.startswith(PREFIX) and len(word) == len(PREFIX) + 43 for word in words)


async def test_what_a_console_has_made_opens_the_cloud_until_it_is_revoked(at: Office) -> None:
    owner, made = await at.owner(), NewToken.make()
    act = add(made, Reading.ORGANIZATION)
    await owner.do(act)
    system = System(at.cloud, made.word)
    (row,) = (await system.rows("/organizations")).values()
    assert row["id"] == (await owner.me()).organization

    async def used() -> bool:
        token = await owner.get(ApiToken, act.id)
        return token is not None and token.last_used_at is not None

    await owner.until(used)
    await owner.do(RevokeToken(token=act.id))
    assert await system.code("/organizations") == (401, "token_wrong")


async def test_what_happens_is_told_and_the_console_sees_that_it_was(at: Office) -> None:
    owner, carried = await at.owner(), Carrier()
    at.cloud.service.post.channels[Channel.WEBHOOK] = carried
    hook = AddWebhook(id=new_id(), name="财务", url="https://hooks.example.com/", events=[Event.MEMBER_ADDED])
    await owner.do(hook)
    await at.member(owner)

    async def delivered() -> bool:
        return [row.state for row in await owner.all(WebhookDelivery)] == ["sent"]

    await owner.until(delivered)
    (letter,) = carried.letters
    assert msgspec.json.decode(msgspec.json.decode(letter.text)["body"])["type"] == "member.added"
    row = await owner.get(Webhook, hook.id)
    assert row is not None
    Ed25519PublicKey.from_public_bytes(b64decode(row.key.removeprefix("whpk_")))
