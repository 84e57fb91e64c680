"""GET /v1/pull?organization=&stream=&cursor=&again=&tally=: what changed for me since the cursor, in order of version.

The cursor follows two lanes. The main lane runs with the version counter, for all scopes I hold. Scopes that are new to
the cursor, or are asked for again, are loaded beside it from zero, up to where the main lane stood when they came; then
they are `held`.
"""

import base64
import binascii

import msgspec
import zstandard
from starlette.responses import Response

from cloud.http import Call, route
from cloud.problems import Refusal
from cloud.scopes import held, own_space
from cloud.store import people, proofs, pulls, tallies
from cloud.store.pulls import Lane, Span
from cloud.store.unit import View
from cloud.tokens import Speaker
from protocol.sync import PAGE_ROWS, SCHEMA, Page

MAX_CURSOR = 64 * 1024
LEVEL = 3


class Cursor(msgspec.Struct, forbid_unknown_fields=True):
    """Where a console stands in one space. Nothing in it gives a right: what it may read is asked anew each time.

    `seq` is the last act of `stream` whose effects the console has been given in full.
    """

    epoch: str
    rev: int
    held: list[str] = []
    loading: list[str] = []
    loaded: int = 0
    until: int = 0
    stream: str = ""
    seq: int = 0


class Pull:
    """One pull in one snapshot."""

    def __init__(self, view: View, speaker: Speaker, organization: str, stream: str) -> None:
        self._view = view
        self._stream = stream
        self._user = speaker.user
        if organization:
            member = people.member_of(view, speaker.user, organization)
            self._space, self._mine = organization, frozenset(held(member, view.facts(organization)))
        else:
            self._space = own_space(speaker.user)
            self._mine = frozenset({self._space})
        self._epoch = people.meta(view, "epoch")
        self._newest, self._floor = people.version(view, self._space), pulls.floor(view, self._space)

    def page(
        self, text: str, limit: int = PAGE_ROWS, *, again: frozenset[str] = frozenset(), tally: bool = False
    ) -> Page:
        """The page after this cursor (empty: from the beginning); raises `Refusal` malformed.

        `again`: scopes to load once more; `tally`: count what stands in mine, if there is nothing more to ask for.
        """
        cursor = self._cursor(text)
        if cursor.rev < self._floor:
            return self._anew(cursor)
        had = (frozenset(cursor.held) | frozenset(cursor.loading)) - again
        loading = (frozenset(cursor.loading) & self._mine) | (self._mine - had)
        loaded, until = cursor.loaded, cursor.until
        if self._mine - had:
            loaded, until = 0, cursor.rev
        main = pulls.lane(self._view, self._span(self._mine, cursor.rev, self._newest), limit)
        beside = Lane(until, cut=bool(loading and until))
        room = limit - len(main.rows)
        if loading and until and room > 0:
            beside = pulls.lane(self._view, self._span(loading, loaded, until, zero=True), room)
        more = main.cut or beside.cut
        seq = self._seq(cursor) if more else proofs.last_seq(self._view, self._stream, self._user) or 0
        after = Cursor(
            epoch=self._epoch,
            rev=main.end,
            held=sorted(self._mine - loading) if beside.cut else sorted(self._mine),
            loading=sorted(loading) if beside.cut else [],
            loaded=beside.end if room > 0 else loaded,
            until=until,
            stream=self._stream,
            seq=seq,
        )
        return Page(
            schema=SCHEMA,
            epoch=self._epoch,
            rev=main.end,
            cursor=_write(after),
            more=more,
            last_seq=seq,
            scopes=sorted(self._mine),
            dropped=sorted(had - self._mine),
            rows=[*main.rows, *beside.rows],
            gone=main.gone,  # what is loaded from zero has nothing to forget
            tallies=tallies.of(self._view, self._space, self._mine) if tally and not more else None,
        )

    def _anew(self, cursor: Cursor) -> Page:
        """What has left my scopes since then is forgotten: let go of everything, and begin again with the next page."""
        seq = self._seq(cursor)
        return Page(
            schema=SCHEMA,
            epoch=self._epoch,
            rev=self._newest,
            cursor=_write(Cursor(epoch=self._epoch, rev=self._newest, stream=self._stream, seq=seq)),
            more=True,
            last_seq=seq,
            scopes=[],
            dropped=sorted({*cursor.held, *cursor.loading}),
            rows=[],
            gone=[],
        )

    def wrong(self, scopes: frozenset[str]) -> list[tallies.Wrong]:
        """Of those of my scopes that I ask for again: what was told of them, if it is not so."""
        return tallies.wrong(self._view, self._space, scopes & self._mine)

    def _span(self, of: frozenset[str], after: int, until: int, *, zero: bool = False) -> Span:
        return Span(self._space, self._mine, of, after, until, zero)

    def _cursor(self, text: str) -> Cursor:
        """An epoch that is over starts from the beginning."""
        fresh = Cursor(epoch=self._epoch, rev=self._newest)
        cursor = _read(text) if text else fresh
        if cursor.epoch != self._epoch:
            return fresh
        if not 0 <= cursor.rev <= self._newest or not 0 <= cursor.loaded <= cursor.until <= cursor.rev:
            raise Refusal("malformed")
        return cursor

    def _seq(self, cursor: Cursor) -> int:
        return cursor.seq if cursor.stream == self._stream else 0


def _write(cursor: Cursor) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(cursor)).decode()


def _read(text: str) -> Cursor:
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(text), type=Cursor)
    except (binascii.Error, ValueError, RecursionError) as error:
        raise Refusal("malformed") from error


async def pull(call: Call) -> Response:
    """GET /v1/pull; zstd for whoever accepts it."""
    service, speaker = call.service, call.speaker()
    organization, stream, cursor = call.query("organization"), call.query("stream"), call.query("cursor")
    again, tally = frozenset(call.query("again").split(",")) - {""}, call.query("tally") == "1"
    if max(len(cursor), len(call.query("again"))) > MAX_CURSOR:
        raise Refusal("too_large")
    packed = "zstd" in call.request.headers.get("accept-encoding", "")

    def asked(view: View) -> Pull:
        people.speaking(view, speaker, service.now())
        return Pull(view, speaker, organization, stream)

    # Somebody holds what the cloud does not count: he may be wrong, or the cloud.
    if again and (wrong := await service.database.read(lambda view: asked(view).wrong(again))):
        await service.database.write(lambda unit: tallies.mend(unit, wrong))

    def work(view: View) -> bytes:
        page = asked(view).page(cursor, again=again, tally=tally)
        body = msgspec.json.encode(page)
        return zstandard.ZstdCompressor(LEVEL).compress(body) if packed else body

    headers = {"Vary": "Accept-Encoding", **({"Content-Encoding": "zstd"} if packed else {})}
    return Response(await service.database.read(work), 200, headers, "application/json")


ROUTES = [route("GET", "/v1/pull", pull)]
