"""POST /v1/push: the acts of one stream, in order, each applied exactly once.

Effects, verdicts and the stream's last number commit together. A refused act is answered with its reason and never
keeps those behind it waiting; only a gap or a fork of the stream refuses the push as a whole.
"""

import asyncio
import re
from dataclasses import replace
from itertools import islice

from starlette.responses import Response

from cloud import acts, audit, faults
from cloud.http import Call, read, reply, route
from cloud.problems import Refusal, log_fault
from cloud.service import Service
from cloud.store import people, proofs
from cloud.store.database import passes
from cloud.store.people import Console
from cloud.store.proofs import Received
from cloud.store.unit import Unit
from domain.verdict import Refused
from domain.wording import sentence
from protocol.errors import BadSignature
from protocol.keys import check_signature
from protocol.sync import (
    MAX_ACT_BYTES,
    MAX_ACTS_PER_PUSH,
    ActBody,
    ActVerdict,
    Push,
    Pushed,
    SignedAct,
    act_signed_bytes,
)

MAX_PUSH = 16 * 1024 * 1024
MAX_NAME = 64
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_NAMED = re.compile(rb"\"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\"")  # what an act is about, by its id
MAX_NAMED = 8  # of one act that are asked for beforehand: a text may be full of them
Signed = tuple[SignedAct, ActBody]
Verdict = tuple[ActBody, Refused | None]  # none: done


async def push(call: Call) -> Response:
    """POST /v1/push"""
    service, speaker = call.service, call.speaker()
    body = await call.body(Push, MAX_PUSH)
    if len(body.acts) > MAX_ACTS_PER_PUSH:
        raise Refusal("too_large")
    signed = [(act, read(act.body, ActBody)) for act in body.acts]
    for _, act in signed:
        if act.stream != body.stream or not (_ID.fullmatch(act.id) and _ID.fullmatch(act.stream)):
            raise Refusal("malformed")
    key = await service.known.signing(speaker.console)
    unsigned = await asyncio.to_thread(_unsigned, key, signed)  # checked where it holds up nobody

    def work(unit: Unit) -> tuple[int, list[Verdict]]:
        console = people.speaking(unit, speaker, service.now())
        taken = _Stream(service, unit, console, body.stream, unsigned).take(signed)
        faults.point("push_before_commit")
        return taken

    last, verdicts = await service.database.write(work)
    faults.point("push_after_commit")
    return reply(Pushed(last_seq=last, verdicts=[_verdict(act, refused, call.chinese) for act, refused in verdicts]))


def _unsigned(key: bytes | None, signed: list[Signed]) -> frozenset[int]:
    """The places of the stream whose acts are not signed with this key."""

    def fits(act: SignedAct) -> bool:
        try:
            check_signature(key or b"", act_signed_bytes(act.body), act.signature)
        except BadSignature:
            return False
        return True

    return frozenset(act.seq for sent, act in signed if len(sent.body) > MAX_ACT_BYTES or not fits(sent))


def _verdict(act: ActBody, refused: Refused | None, chinese: bool) -> ActVerdict:
    if refused is None:
        return ActVerdict(id=act.id, seq=act.seq, done=True)
    text = sentence(refused.code, refused.detail, chinese)
    return ActVerdict(id=act.id, seq=act.seq, done=False, code=refused.code, sentence=text, field=refused.field)


def _plain(text: str) -> str:
    """What every database can keep, as it was; nothing for what is neither a name nor an id (the body has it)."""
    return text if len(text) <= MAX_NAME and text.isprintable() else ""


class _Stream:
    """One push on one stream. `unsigned`: at which places its console did not sign."""

    def __init__(self, service: Service, unit: Unit, console: Console, stream: str, unsigned: frozenset[int]) -> None:
        at = service.now()
        self._service = replace(service, now=lambda: at)  # one time for all of it: the audit log proves when it came
        self._unit = unit
        self._console = console
        self._stream = stream
        self._unsigned = unsigned
        self._owners: dict[str, str] = {}  # acts that came before, in whatever stream, and whose they are

    def take(self, signed: list[Signed]) -> tuple[int, list[Verdict]]:
        """The stream's last number now, and the verdict of each act, also of those known before.

        Raises `Refusal` stream_forked or stream_gap.
        """
        last = proofs.last_seq(self._unit, self._stream, self._console.user)
        if last is None:
            raise Refusal("stream_forked")
        known = [(act, self._known(act)) for _, act in signed if act.seq <= last]
        new = [pair for pair in signed if pair[1].seq > last]
        if [act.seq for _, act in new] != list(range(last + 1, last + 1 + len(new))):
            raise Refusal("stream_gap")
        if not new:
            return last, known
        self._owners = proofs.owners_of_acts(self._unit, [act.id for _, act in new])
        before = frozenset(self._owners)
        for _, act in new:
            named = (found[1].decode() for found in islice(_NAMED.finditer(act.args), MAX_NAMED))
            self._unit.rows.expect(act.organization, [act.id, *named])
        proofs.advance(self._unit, self._stream, self._console.user, last + len(new))
        outcomes = self._apply_all(new)
        judged = [(sent, act, refused) for (sent, _), (act, refused) in zip(new, outcomes, strict=True)]
        audit.note(self._service, self._unit, self._console, judged, before)
        return last + len(new), known + outcomes

    def _known(self, act: ActBody) -> Refused | None:
        found = proofs.act_at(self._unit, self._stream, act.seq)
        if found is None or found[0] != act.id:
            raise Refusal("stream_forked")
        return found[1]

    def _apply_all(self, new: list[Signed]) -> list[Verdict]:
        """One savepoint for all; if something fails that no rule foresaw, one for each, so that only that one fails."""
        before = dict(self._owners)
        try:
            with self._unit.savepoint():
                outcomes = [self._take_one(signed, act) for signed, act in new]
                self._keep(new, outcomes, before)
        except Exception as error:
            if passes(error):
                raise
            self._owners = before
            outcomes = [self._apply_alone(signed, act) for signed, act in new]
        return [(act, refused) for (_, act), refused in zip(new, outcomes, strict=True)]

    def _apply_alone(self, signed: SignedAct, act: ActBody) -> Refused | None:
        before = dict(self._owners)
        try:
            with self._unit.savepoint():
                refused = self._take_one(signed, act)
                self._keep([(signed, act)], [refused], before)
        except Exception as error:
            if passes(error):
                raise
            log_fault(error, f"act {_plain(act.name)}")
            refused = Refused("internal")
            with self._unit.savepoint():
                self._keep([(signed, act)], [refused], before)
        return refused

    def _take_one(self, signed: SignedAct, act: ActBody) -> Refused | None:
        owner = self._owners.get(act.id)
        if owner is not None and owner != self._console.user:
            return Refused("arguments_do_not_fit", "id")
        if owner is not None:  # it came before, in this stream's forerunner
            return proofs.verdict_of(self._unit, act.id)
        self._owners[act.id] = self._console.user
        return self._judge(signed, act)

    def _judge(self, signed: SignedAct, act: ActBody) -> Refused | None:
        if len(signed.body) > MAX_ACT_BYTES:
            return Refused("too_large")
        if act.seq in self._unsigned:
            return Refused("bad_signature")
        return acts.apply(self._service, self._unit, self._console.user, act)

    def _keep(self, signed: list[Signed], outcomes: list[Refused | None], before: dict[str, str]) -> None:
        """The acts that are new, as they were received, and the verdict at each place of the stream."""
        console, now, vault = self._console, self._service.now(), self._service.keys.vault
        kept = [
            Received(
                id=act.id,
                user=console.user,
                console=console.id,
                organization=_plain(act.organization),
                name=_plain(act.name),
                body=proofs.stored(vault, act.id, act.name, sent.body if len(sent.body) <= MAX_ACT_BYTES else b""),
                signature=sent.signature,
                received_at=now,
            )
            for sent, act in signed
            if act.id not in before
        ]
        proofs.keep_acts(self._unit, kept)
        places = [(act.seq, act.id, refused) for (_, act), refused in zip(signed, outcomes, strict=True)]
        proofs.keep_verdicts(self._unit, self._stream, places)


ROUTES = [route("POST", "/v1/push", push)]
