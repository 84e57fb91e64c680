"""Deliveries to the addresses of webhooks: a channel of `cloud.post`, over TLS, with no redirect followed."""

import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from cloud.channels import Letter, Rejected, Unreachable
from cloud.keys import Keys
from cloud.settings import Settings
from cloud.store.database import Database
from cloud.webhooks import signing
from cloud.webhooks.addresses import NotThere, is_inside
from domain.webhooks import Webhook, judge_url

if TYPE_CHECKING:
    from aiohttp.abc import AbstractResolver

ANSWER_S = 10.0  # for all of it; who has more to do answers first and does it then
NAMES_AT_ONCE = 8  # that are asked for where they lead
READ = 4 * 1024  # of the answer, which nobody looks at
GONE = 410  # the receiver wants no more of them
STATUS = "webhook_status "  # and the status, as `why` of a job


class Parcel(msgspec.Struct, frozen=True):
    """A delivery as it lies among the jobs."""

    organization: str
    webhook: str
    delivery: str
    body: str


@dataclass(frozen=True)
class Webhooks:
    """`now`: the clock in milliseconds, for receivers take no old word. `safe`: whom it trusts, in place of this
    computer's own authorities (tests); `asked`: who knows where a name leads, likewise. What speaks HTTP is loaded with
    the first delivery: most clouds have none."""

    settings: Settings
    database: Database
    keys: Keys
    now: Callable[[], int]
    safe: ssl.SSLContext | None = None
    asked: "AbstractResolver | None" = None

    @cached_property
    def _authorities(self) -> ssl.SSLContext:
        """Those of this computer: read once somebody has a webhook, for there are many."""
        return ssl.create_default_context()

    @cached_property
    def _names(self) -> "AbstractResolver":
        from cloud.webhooks.resolving import Names

        return self.asked or Names(ThreadPoolExecutor(NAMES_AT_ONCE, "names"))

    async def send(self, letter: Letter) -> None:
        """Raises `Rejected` where it is not wanted (any more), `Unreachable` with a code of `domain.wording`."""
        parcel = msgspec.json.decode(letter.text, type=Parcel)
        hook = await self.database.read(lambda view: view.get(Webhook, parcel.organization, parcel.webhook))
        if hook is None or hook.deleted_at is not None:
            raise Rejected("webhook_gone")
        if hook.paused:
            raise Rejected("webhook_paused")
        host = urlsplit(hook.url).hostname or ""
        if judge_url(hook.url) is not None or (is_inside(host) and host not in self.settings.webhook_hosts):
            raise Rejected("webhook_inside")
        body = parcel.body.encode()
        key = signing.key_of(self.keys, parcel.organization)
        headers = signing.headers(key, parcel.delivery, self.now() // 1000, body)
        status = await self._post(hook.url, body, headers)
        if status == GONE:
            raise Rejected(f"{STATUS}{status}")
        if not 200 <= status < 300:
            raise Unreachable(f"{STATUS}{status}", may_have_arrived=True)

    async def _post(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        """The status of the answer."""
        import aiohttp

        from cloud.webhooks.resolving import Resolver

        resolver = Resolver(self.settings.webhook_hosts, self._names)
        connector = aiohttp.TCPConnector(
            ssl=self.safe or self._authorities,
            resolver=resolver,
            socket_factory=resolver.socket_to,
            force_close=True,
            use_dns_cache=False,
        )
        timeout = aiohttp.ClientTimeout(total=ANSWER_S)
        told = {"Content-Type": "application/json", "User-Agent": "Signet-Webhooks/1", **headers}
        try:
            async with (
                aiohttp.ClientSession(connector=connector, timeout=timeout, auto_decompress=False) as http,
                http.post(url, data=body, headers=told, allow_redirects=False) as answer,
            ):
                await answer.content.read(READ)
                return answer.status
        except NotThere as error:
            raise Rejected("webhook_inside") from error
        except TimeoutError as error:
            raise Unreachable("webhook_slow", may_have_arrived=True) from error
        except aiohttp.ClientConnectorCertificateError as error:
            raise Unreachable("webhook_certificate") from error
        except aiohttp.ClientConnectorError as error:
            if isinstance(error.os_error, NotThere):
                raise Rejected("webhook_inside") from error
            raise Unreachable("webhook_unreachable") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise Unreachable("webhook_cut", may_have_arrived=True) from error
