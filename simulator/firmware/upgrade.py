"""A release on its way into the seal: ordered, stored chunk by chunk, checked, and given up or ready (R-169).

Nothing here changes what runs: see `boot`. While it goes on, the seal is used and records as ever.
"""

import hashlib

from msgspec.structs import replace

from domain.seals import version_number
from protocol import firmware
from protocol.cbor import pack, unpack
from protocol.conversation import Code, Notice, NoticeOp
from protocol.errors import BadSignature
from protocol.firmware import (
    CHECK_AFTER_MS,
    LEAST_BATTERY,
    TIMES_STARTED_AGAIN,
    Chunk,
    Upgrade,
    UpgradeFault,
    UpgradeState,
)
from protocol.log import EventKind, Outcome
from simulator.firmware.board import SLOT_BYTES
from simulator.firmware.core import IMAGE, Core, Draft, Session
from simulator.firmware.gate import goes_offline
from simulator.firmware.logbook import OTHERS
from simulator.firmware.state import State, Wanted

# Nobody has done anything with it for so long: who gave the last chunk has his answer, and has read what the log says.
QUIET_MS = 3000
# That it restarts, which version runs, that it stays; and if it does not, which one runs again, and why.
ROOM_NEEDED = 6


# The order


def order(core: Core, body: bytes) -> tuple[State, Outcome, tuple[Draft, ...]]:
    """The maker's manifest, or nothing: no release is wanted any more. Raises `ProtocolError` for what is neither."""
    state, before = core.state, core.state.upgrade
    if not body:
        given_up = () if before is None else failed(core, UpgradeFault.WITHDRAWN)
        return replace(state, upgrade=None), Outcome.APPLIED, given_up
    try:
        manifest = firmware.open_manifest(body, core.board.maker)
    except BadSignature:
        return state, Outcome.REFUSED_MAKER, ()
    if manifest.model != core.board.model:
        return state, Outcome.REFUSED_MODEL, ()
    if manifest.number <= highest(core):
        return state, Outcome.REFUSED_OLDER, ()
    if manifest.size > SLOT_BYTES[core.board.model]:
        return replace(state, upgrade=None), Outcome.APPLIED, failed(core, UpgradeFault.NO_ROOM)
    if before is not None and before.release == manifest.sha256 and before.version == manifest.version:
        return state, Outcome.APPLIED, ()  # ordered again: what is here of it stays
    wanted = Wanted(manifest.version, manifest.size, manifest.sha256)
    return replace(state, upgrade=wanted), Outcome.APPLIED, ()


def ordered(core: Core) -> None:
    """It was told while it is on: it does not wait for its next look."""
    core.v.fetching = core.state.upgrade is not None


def highest(core: Core) -> int:
    """The number of the newest version that this seal has confirmed: nothing up to it comes back."""
    return max(core.state.highest, version_number(core.board.firmware))


def failed(core: Core, fault: UpgradeFault) -> tuple[Draft, ...]:
    return core.note(EventKind.FIRMWARE_FAILED, fault)


# What a console asks and gives


def tell(core: Core, _session: Session, _body: bytes) -> tuple[Code, bytes]:
    """How far it is."""
    return Code.OK, pack(word(core))


def take(core: Core, session: Session, body: bytes) -> tuple[Code, bytes]:
    """Store a chunk if it is the next of the release that is wanted; in any case say how far it is."""
    chunk = unpack(body, Chunk)
    wanted = core.state.upgrade
    if wanted is not None and not wanted.trial and _is_next(wanted, chunk):
        if not core.room_for_others():  # what becomes of it could not be told
            return Code.STORAGE_FULL, b""
        after = replace(wanted, offset=chunk.offset + len(chunk.data))
        core.commit(replace(core.state, upgrade=after), point="chunk", also={image_key(chunk.offset): chunk.data})
        core.v.fetching = True
        judge(core)
    said = word(core)
    if session is core.v.session and said.state is UpgradeState.DOWNLOADING:
        core.v.upgrade_told = told(core)  # by the answer
    return Code.OK, pack(said)


def image_key(offset: int) -> str:
    """The storage key of what begins there; sorts like its offset."""
    return f"{IMAGE}{offset:07d}"


def _is_next(wanted: Wanted, chunk: Chunk) -> bool:
    return (chunk.release, chunk.offset) == (wanted.release, wanted.offset) and (
        chunk.offset + len(chunk.data) <= wanted.size
    )


# What comes of it


def judge(core: Core) -> None:
    """The whole is here: what was stored is the maker's, or it begins anew, and is given up after the third time."""
    wanted = core.state.upgrade
    if wanted is None or wanted.verified or wanted.offset < wanted.size:
        return
    if hashlib.sha256(core.image()).digest() == wanted.release:
        event = core.note(EventKind.FIRMWARE_VERIFIED, version_number(wanted.version))
        core.commit(replace(core.state, upgrade=replace(wanted, verified=True)), *event, point="verify")
        return
    again = replace(wanted, offset=0, failures=wanted.failures + 1)
    if again.failures <= TIMES_STARTED_AGAIN:
        core.commit(replace(core.state, upgrade=again), point="verify")
    else:
        core.commit(replace(core.state, upgrade=None), *failed(core, UpgradeFault.HASH), point="verify")


def may_restart(core: Core) -> bool:
    """It is verified, nobody uses the seal or is about to, the battery lasts, and the log has room to tell of it."""
    wanted, v, body = core.state.upgrade, core.v, core.body
    if wanted is None or not wanted.verified or not core.on:
        return False
    used = v.hand is not None or v.stand_out or core.state.enrolling is not None
    return (
        not (used or _is_used_offline(core))
        and core.ticks() - v.used_at >= QUIET_MS
        and (body.battery >= LEAST_BATTERY or body.charging)
        and core.log.others(core.state.receipted) + ROOM_NEEDED <= OTHERS
    )


def _is_used_offline(core: Core) -> bool:
    """Whoever had it in hand may go on without a link (R-185); after a restart he could not."""
    grant = core.state.grant
    return grant is not None and core.v.left == grant.id and goes_offline(core.state, core.seconds)


# What is said of it

NOTHING = (UpgradeState.NONE, None, False, 0)  # what who connects believes until he is told


def word(core: Core) -> Upgrade:
    wanted = core.state.upgrade
    if wanted is None:
        return Upgrade(UpgradeState.NONE, None, 0, 0, is_due(core))
    state = UpgradeState.DOWNLOADING
    if wanted.verified:
        state = UpgradeState.UPDATING if wanted.trial else UpgradeState.VERIFIED
    return Upgrade(state, wanted.release, wanted.offset, wanted.size, is_due(core))


def told(core: Core) -> tuple[object, ...]:
    """What a console is told of when it changes; of the bytes that come another way only every tenth part."""
    said = word(core)
    return said.state, said.release, said.due, said.offset * 10 // (said.size or 1)


def notice(core: Core) -> bytes:
    return pack(Notice(NoticeOp.FIRMWARE, pack(word(core))))


def is_due(core: Core) -> bool:
    """Two minutes after it was switched on it looks for a release, until an answer of the cloud has come (R-169)."""
    return core.on and core.state.bound is not None and not core.v.looked and _looks(core)


def is_fetching(core: Core) -> bool:
    """It asks for the next chunk by itself: it was told or given one since it was switched on, or it looks."""
    wanted = core.state.upgrade
    return core.on and wanted is not None and not wanted.verified and (core.v.fetching or _looks(core))


def _looks(core: Core) -> bool:
    return core.ticks() - core.v.on_since >= CHECK_AFTER_MS
