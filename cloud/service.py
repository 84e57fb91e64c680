"""What every conversation of one running cloud shares. Built in `app`, handed in by the request."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cloud.keys import Keys
from cloud.live import Hub
from cloud.metrics import Metrics
from cloud.post import Post
from cloud.settings import Settings
from cloud.store.database import Database
from cloud.uploads import Uploads
from protocol.certificates import Root

if TYPE_CHECKING:
    from cloud.seals.known import Known
    from cloud.several.turns import Several
    from cloud.wallet.wechat_pay import Pay
    from cloud.wechat import WeChat


def now_ms() -> int:
    """Milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True)
class Service:
    """`root_bytes` is the maker's root as it was given, `now` the clock in milliseconds.

    `wechat`: who knows the person that scanned a code; none: that way in is not offered.
    `pay`: who takes money by WeChat Pay; none: that way of paying is not offered.
    `several`: what this process shares with others, if it is one of them.
    `refused_keys` are public keys whose secrets everybody holds: nobody may come with one of them.
    """

    settings: Settings
    root: Root
    root_bytes: bytes
    refused_keys: frozenset[bytes]
    keys: Keys
    database: Database
    known: "Known"
    hub: Hub
    uploads: Uploads
    post: Post
    wechat: "WeChat | None"
    pay: "Pay | None"
    now: Callable[[], int]
    several: "Several | None" = None
    metrics: Metrics = field(default_factory=Metrics)
