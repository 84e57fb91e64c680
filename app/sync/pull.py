"""Changes down: pages of each organization, one after the other, so that what is read is never older than before."""

from collections.abc import Callable
from functools import partial

import msgspec
import zstandard

from app.models import pages, replica, scopes
from app.models.outbox import Sign
from app.models.pages import OtherSchema
from app.models.store import Store, Tx
from app.sync.client import Client
from app.sync.errors import ProblemError
from protocol.sync import Page

OWN = ""  # the pull of the person's own rows: who he is, and where he is a member
MAX_PAGE_BYTES = 64 * 1024 * 1024
_decoder = msgspec.json.Decoder(Page)


def read_page(data: bytes) -> Page:
    """A page as it travels (zstd over JSON); raises `OtherSchema` for what does not fit."""
    try:
        if zstandard.frame_content_size(data) > MAX_PAGE_BYTES:  # the limit of `decompress` is for unknown sizes only
            raise OtherSchema("a page of absurd size")
        return _decoder.decode(zstandard.ZstdDecompressor().decompress(data, MAX_PAGE_BYTES))
    except (zstandard.ZstdError, msgspec.MsgspecError) as error:
        raise OtherSchema(str(error)) from error


class Puller:
    """`wanted`: the organizations of which something may be new; `revs`: up to which version each has been pulled."""

    def __init__(self, store: Store, client: Client, sign: Sign, now: Callable[[], int]) -> None:
        self._store = store
        self._client = client
        self._sign = sign
        self._now = now
        self.wanted: list[str] = [OWN]
        self.known: set[str] = set()
        self.revs: dict[str, int] = {}

    def want(self, *organizations: str) -> None:
        """Look there next."""
        self.wanted += [each for each in organizations if each not in self.wanted]

    def want_all(self) -> None:
        """Look everywhere, and first where the person is a member at all."""
        self.want(OWN, *sorted(self.known))

    async def pull(self) -> None:
        """Bring everything that is wanted up to date, page by page in turn. Raises a `CloudError`, `OtherSchema`."""
        while self.wanted:
            organization = self.wanted.pop(0)  # before asking: what changes while it is answered is wanted again
            try:
                more = await self._page(organization)
            except BaseException:
                self.want(organization)
                raise
            if more:
                self.want(organization)
            elif organization == OWN:
                await self._follow_memberships()
        while await self._store.run(scopes.purge):
            pass

    async def _page(self, organization: str) -> bool:
        asked = await self._store.run(lambda tx: pages.asking(tx, organization))
        try:
            data = await self._client.pull(organization, asked.stream, asked.cursor)
        except ProblemError as error:
            if error.code not in ("not_found", "not_allowed") or organization == OWN:
                raise
            await self._store.run(lambda tx: pages.leave(tx, organization, self._now()))
            return False
        rev, more = await self._store.run(partial(self._take, organization, asked, data))
        self.revs[organization] = rev
        return more

    def _take(self, organization: str, asked: pages.Asking, data: bytes, tx: Tx) -> tuple[int, bool]:
        page = read_page(data)
        applied = pages.apply(tx, organization, asked, page, self._now(), self._sign)
        return page.rev, page.more or not applied

    async def _follow_memberships(self) -> None:
        """Organizations joined are pulled, those left are forgotten."""
        mine = set(await self._store.run(replica.organizations))
        pulled = set(await self._store.run(pages.pulled)) - {OWN}
        self.want(*sorted(mine - self.known))
        self.known = mine
        for left in sorted(pulled - mine):
            await self._store.run(partial(_leave, left, self._now()))


def _leave(organization: str, at: int, tx: Tx) -> None:
    pages.leave(tx, organization, at)
