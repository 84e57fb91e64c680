"""What must hold of what leaves the house (I-20): within the channels' limits, and nothing dropped without a word."""

from collections import Counter

from domain.messages import Channel, DeliveryState, Message
from tests.cloud.invariants.world import SMS_A_DAY, WECHAT_A_MINUTE, World

MINUTE_MS, DAY_MS = 60_000, 86_400_000
CHINA_MS = 8 * 3_600_000
# What a message shows of several letters: the first of these that is the state of one.
_SHOWN = (DeliveryState.FAILED, DeliveryState.DEFERRED, DeliveryState.WAITING, DeliveryState.SENT)


def within_limits(world: World) -> None:
    """60 WeChat in any minute, 50 SMS to one person in a day in China (here: fewer). Codes always go, and count."""
    sent = world.cloud.post.sent
    wechat = [at for at, letter in sent if letter.channel is Channel.WECHAT]
    for at in wechat:
        assert sum(at <= other < at + MINUTE_MS for other in wechat) <= WECHAT_A_MINUTE
    days: Counter[tuple[str, int]] = Counter()
    for at, letter in sent:
        if letter.channel is Channel.SMS:
            day = letter.recipient, (at + CHINA_MS) // DAY_MS
            assert letter.code or days[day] < SMS_A_DAY, day
            days[day] += 1


def nothing_is_dropped(world: World) -> None:
    """Each message that was to leave the house says what has become of it, as its jobs do."""
    jobs: dict[tuple[str, str, str], list[str]] = {}
    for row in world.truth.beside["jobs"]:
        if row["message"]:
            jobs.setdefault((row["organization"], row["message"], row["channel"]), []).append(row["state"])
    shown = {
        (row.organization, row.id, delivery.channel.value): delivery.state
        for row in world.truth.of(Message)
        for delivery in row.deliveries
    }
    assert shown.keys() == jobs.keys()
    for key, state in shown.items():
        assert state == next(each for each in _SHOWN if each.value in jobs[key]), key


def all_has_gone(world: World) -> None:
    """In the end: each letter once, but for those that came too late to be worth sending."""
    keys = Counter(letter.key for _, letter in world.cloud.post.sent)
    assert not [key for key, count in keys.items() if count > 1]
    for row in world.truth.beside["jobs"]:
        if row["state"] == DeliveryState.SENT.value:
            assert row["key"] in keys or row["created_at"] <= world.beginning.now
        else:
            assert (row["state"], row["why"]) == (DeliveryState.FAILED.value, "expired")
