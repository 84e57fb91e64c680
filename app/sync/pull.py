"""Changes down: pages of each organization, one after the other, so that what is read is never older than before."""

import asyncio
import logging
from collections.abc import Callable
from functools import partial

import msgspec
import zstandard

from app.models import pages, replica, scopes, tallies
from app.models.outbox import Sign
from app.models.pages import OtherSchema
from app.models.store import Store, Tx
from app.sync.client import Client
from app.sync.errors import ProblemError
from protocol.sync import Page

OWN = ""  # the pull of the person's own rows: who he is, and where he is a member
MAX_PAGE_BYTES = 64 * 1024 * 1024
_log = logging.getLogger(__name__)
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
            await self._turn(self.wanted.pop(0))  # before asking: what changes while it is answered is wanted again
        while await self._store.run(scopes.purge):
            pass

    async def check(self) -> None:
        """Compare what is held with what the cloud counts, where that is due; what is wrong is wanted again.

        What the cloud counts is so for the page that says it: nothing else is pulled until all is counted here.
        Raises a `CloudError`, `OtherSchema`.
        """
        for organization in await self._store.run(lambda tx: tallies.due(tx, self._now())):
            page = await self._turn(organization, tally=True)
            if page is None or page.tallies is None:
                continue
            counting = tallies.Counting(organization, page.tallies)
            while await self._store.run(counting.step):
                pass
            wrong = counting.wrong(page.tallies)
            for scope, (here, there) in wrong.items():
                _log.warning("%s of %s: %d rows here, %d in the cloud; loaded again", scope, organization, here, there)
            await self._store.run(partial(tallies.checked, pull=organization, wrong=list(wrong), now=self._now()))
            if wrong:
                self.want(organization)

    async def _turn(self, organization: str, *, tally: bool = False) -> Page | None:
        """One page, and those behind it as long as nobody else waits; the last of them. None: I am no member, or it was
        of another past."""
        try:
            page = await self._follow(organization, tally=tally)
        except BaseException:
            self.want(organization)
            raise
        if page is None:
            return None
        if page.more:
            self.want(organization)
        elif organization == OWN:
            await self._follow_memberships()
        return page

    async def _follow(self, organization: str, *, tally: bool) -> Page | None:
        asked = await self._store.run(lambda tx: pages.asking(tx, organization))
        page = await self._fetch(organization, asked, tally=tally)
        while page is not None:
            behind = pages.Asking(asked.stream, page.cursor)
            # The cloud makes the next page while this one is stored. Nothing else may be asked for in between: what is
            # read would be older than what is there.
            ahead = page.more and not self.wanted
            fetching = self._fetch(organization, behind, tally=tally) if ahead else _nothing()
            following, taken = await asyncio.gather(fetching, self._take(organization, asked, page))
            if not taken:
                self.want(organization)
                return None
            self.revs[organization] = page.rev
            if not ahead:
                break
            asked, page = behind, following
        return page

    async def _fetch(self, organization: str, asked: pages.Asking, *, tally: bool) -> Page | None:
        """The page; none: I am no member (any more)."""
        try:
            data = await self._client.pull(organization, asked.stream, asked.cursor, asked.again, tally=tally)
        except ProblemError as error:
            if error.code not in ("not_found", "not_allowed") or organization == OWN:
                raise
            await self._store.run(lambda tx: pages.leave(tx, organization, self._now()))
            return None
        return await asyncio.to_thread(read_page, data)

    async def _take(self, organization: str, asked: pages.Asking, page: Page) -> bool:
        """Whether the page could be taken in. What it replaces goes before, in pieces."""
        while await self._store.run(lambda tx: pages.make_room(tx, organization, asked, page)):
            pass
        return await self._store.run(lambda tx: pages.apply(tx, organization, asked, page, self._now(), self._sign))

    async def _follow_memberships(self) -> None:
        """Organizations joined are pulled, those left are forgotten."""
        mine = set(await self._store.run(replica.organizations))
        pulled = set(await self._store.run(pages.pulled)) - {OWN}
        self.want(*sorted(mine - self.known))
        self.known = mine
        for left in sorted(pulled - mine):
            await self._store.run(partial(_leave, left, self._now()))


async def _nothing() -> None:
    """In place of a page that is not asked for."""


def _leave(organization: str, at: int, tx: Tx) -> None:
    pages.leave(tx, organization, at)
