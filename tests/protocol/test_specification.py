"""`docs/seal-protocol.md` says what the code does: every message with its fields, every number with its name."""

import json
import re
from enum import IntEnum
from types import ModuleType
from typing import Any

import pytest

from domain import ending
from domain.usage import Abnormality
from protocol import (
    advertisement,
    certificates,
    contact,
    conversation,
    envelopes,
    frames,
    grants,
    log,
    modem,
    sealing,
    session,
)
from protocol.cbor import MAX_BYTES, MAX_DEPTH, Message
from protocol.contact import Phase
from protocol.conversation import Code, NoticeOp, Op
from protocol.envelopes import Kind
from simulator.firmware import binding, gate, logbook, screen
from simulator.firmware.board import ROOM
from simulator.firmware.state import SEALED_KEPT
from tests.protocol import make_vectors

TEXT = (make_vectors.FILE.parent / "seal-protocol.md").read_text(encoding="utf-8")
RULES: dict[str, str] = {
    name: " ".join(body.split())
    for block in re.findall(r"```cddl\n(.*?)```", TEXT, re.DOTALL)
    for name, body in re.findall(
        r"^([a-z-]+) *= (.*?)(?=^[a-z<>-]+ *=|\Z)", re.sub(r";.*", "", block), re.MULTILINE | re.DOTALL
    )
}
MODULES: list[ModuleType] = [
    advertisement, certificates, contact, conversation, envelopes, log, modem, sealing, session
]  # fmt: skip
OTHERWISE: dict[type[Message], str] = {contact.Answer: "contact-answer", contact.Question: "contact-question"}
MESSAGES: list[type[Message]] = [
    kind
    for module in MODULES
    for kind in vars(module).values()
    if isinstance(kind, type)
    and issubclass(kind, Message)
    and kind is not Message
    and kind.__module__ == module.__name__
]


def rule_of(kind: type[Message]) -> str:
    words = re.findall(r"[A-Z][a-z]*", kind.__name__)
    return RULES[OTHERWISE.get(kind, "-".join(words).lower())]


def rows(heading: str) -> list[list[str]]:
    """The cells of the first table after a line that begins so."""
    after = TEXT[TEXT.index(heading) :]
    table = re.search(r"(?:^\|.*\n)+", after, re.MULTILINE)
    assert table
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[0].splitlines()[2:]]


@pytest.mark.parametrize("kind", MESSAGES, ids=lambda kind: kind.__name__)
def test_every_message_stands_with_its_fields_in_order(kind: type[Message]) -> None:
    rule = rule_of(kind)
    assert re.findall(r"(\w+):", rule) == list(kind.__struct_fields__)
    tag = kind.__struct_config__.tag
    assert tag is None or rule.startswith(f"[ {tag}, ")


def test_every_claim_of_a_grant_stands_with_its_key() -> None:
    keys = {int(key): bool(optional) for optional, key in re.findall(r"(\? )?(-?\d+): ", RULES["grant"])}
    known: dict[int, str] = grants._CLAIMS  # pyright: ignore[reportPrivateUsage]
    assert set(keys) == set(known)
    assert {known[key] for key, optional in keys.items() if optional} == {
        "mode", "method", "photo_required", "continues", "area", "code", "finger", "claimed_place", "consoles",
        "documents",
    }  # fmt: skip


def test_every_code_stands_with_what_it_means() -> None:
    told = {
        Code(int(number)): (name, "yes" in happened, "yes" in again)
        for number, name, _, happened, again in rows("### 6.1 Codes")
    }
    assert told == {code: (code.name, code.may_have_happened, code.worth_repeating) for code in Code}


def test_every_op_and_phase_stands_with_its_number() -> None:
    assert {(int(number), name) for number, name, *_ in rows("| op |")} == {(op.value, op.name) for op in Op}
    assert {(int(n), name) for n, name, *_ in rows("| notice |")} == {(op.value, op.name) for op in NoticeOp}
    assert {(int(n), name) for n, name, *_ in rows("| kind | | body |")} == {(k.value, k.name) for k in Kind}
    told = {(int(number), name) for number, name, *_ in rows("## 12 Phases")}
    assert told == {(phase.value, phase.name) for phase in Phase}


def test_every_phase_stands_with_its_screen() -> None:
    shown = {Phase(int(number)): said.replace("n/N", "1/3") for number, _, said, _ in rows("## 12 Phases")}
    for found in (frozenset[gate.Obstacle](), *(frozenset({obstacle}) for obstacle in gate.Obstacle)):
        for model in ROOM:
            for line in screen.lines(found, model, 1, 3):
                assert line in shown[gate.phase(found)]


def test_every_cause_stands_there() -> None:
    assert {int(cells[0]) for cells in rows("| result |")} == {0, *Abnormality}


@pytest.mark.parametrize("words", [log.Clock, log.Grade, log.Source, log.EventKind, log.Outcome])
def test_every_word_of_an_entry_stands_with_its_number(words: type[IntEnum]) -> None:
    name = re.sub(r"(?<!^)([A-Z])", r"-\1", words.__name__).lower()
    told = next(cells[1] for cells in rows("| | |\n|---|---|\n| clock") if cells[0] == name)
    assert re.findall(r"(\d+) ([A-Z_]{3,})", told) == [(str(word.value), word.name) for word in words]
    first, last = (int(value) for value in RULES[name].split(".."))
    assert [word.value for word in words] == list(range(first, last + 1))


def test_every_purpose_stands_there() -> None:
    vectors: dict[str, Any] = json.loads(make_vectors.FILE.read_text(encoding="utf-8"))
    assert {cells[0] for cells in rows("| purpose | signed by")} == {f"`{v['purpose']}`" for v in vectors["signed"]}
    assert {cells[0] for cells in rows("| purpose | sealed")} == {f"`{v['purpose']}`" for v in vectors["sealed"]}


def test_the_services_stand_there() -> None:
    for uuid in (advertisement.SERVICE, advertisement.INFO, advertisement.RX, advertisement.TX):
        assert f"`{uuid}`" in TEXT
    assert f"manufacturer data of company 0x{advertisement.COMPANY:04X} " in TEXT


def test_the_limits_are_those_of_the_code() -> None:
    told = {cells[0]: cells[1] for cells in rows("## 14 Limits")}
    assert told["message of the link, encrypted"] == (
        f"to the seal {frames.MAX_MESSAGE} bytes; a body {conversation.MAX_BODY_BYTES} · "
        f"from the seal {frames.MAX_FROM_SEAL} bytes; a body {conversation.MAX_ANSWER_BYTES}"
    )
    assert told["payload of an envelope"] == f"{envelopes.MAX_ENVELOPE_BYTES} bytes"
    assert told["entry · slice"].startswith(f"{log.MAX_ENTRY_BYTES} bytes · {MAX_BYTES / 1024:g} KiB")
    assert told["nesting"] == str(MAX_DEPTH)
    assert told["handshake complete"] == f"{session.HANDSHAKE_WITHIN_S} s"
    claim, console, renewed = map(int, re.findall(r"\d+", told["claim · console certificate"]))
    assert (claim * 60, console * 3600) == (certificates.CLAIM_S, certificates.CONSOLE_S)
    assert renewed * 3600 == certificates.RENEW_AFTER_S
    assert told["answer after the question"] == f"{contact.ANSWER_WITHIN_S} s"
    assert told["lease"].startswith(f"{contact.LEASE_S} s")
    minutes = binding.NUMBER_MS // 60_000
    pause = f"{binding.WRONG_IN_ALL} wrong ones, and none for {binding.PAUSE_MS // 60_000} minutes"
    assert told["one-time number"] == f"{binding.DIGITS} digits, {minutes} minutes, {binding.TRIES} tries; {pause}"
    limits = {model.value: room for model, room in ROOM.items()}
    assert told["impressions without a receipt"] == f"L {limits['L']}, GL {limits['GL']}, and {logbook.RESERVE}"
    assert told["other entries without a receipt"] == f"{logbook.OTHERS}, and {logbook.OTHERS_RESERVE}"


def test_the_limits_of_what_a_seal_holds_are_those_of_the_code() -> None:
    told = {cells[0]: cells[1] for cells in rows("## 14 Limits")}
    assert told["waiting grants"] == str(contact.MAX_WAITING)
    assert told["activation code"] == f"{grants.CODE_DIGITS} digits, {ending.CODE_TRIES} tries"
    assert grants.CODE_DIGITS == ending.CODE_DIGITS
    assert told["fingers"] == f"{log.FINGERS} slots, {conversation.CAPTURES} captures each"
    assert told["consoles named in a grant · documents"] == f"{grants.MAX_CONSOLES} · {grants.MAX_DOCUMENTS}"
    assert told["sealed documents remembered in a binding"] == str(SEALED_KEPT)
    assert told["message over MQTT · keep-alive"] == f"{modem.MAX_MESSAGE_BYTES} bytes · {modem.KEEP_ALIVE_S} s"
    assert f"protocol version ({advertisement.PROTOCOL_VERSION})" in TEXT


def test_the_modems_messages_and_topics_stand_there() -> None:
    assert {(int(n), name) for n, name, *_ in rows("| up | | body |")} == {(k.value, k.name) for k in modem.UpKind}
    assert {(int(n), name) for n, name, *_ in rows("| down | | body |")} == {(k.value, k.name) for k in modem.DownKind}
    assert [cells[0] for cells in rows("| topic |")] == [f"`{modem.topic('<serial>', way)}`" for way in modem.Way]
    assert f"QoS {modem.QOS}, keep-alive {modem.KEEP_ALIVE_S} s" in TEXT


def test_the_results_of_a_touch_and_the_modes_stand_there() -> None:
    first, last = (int(value) for value in RULES["finger-result"].split(".."))
    assert list(conversation.FingerResult) == list(range(first, last + 1))
    assert [int(value) for value in RULES["seal-mode"].split(" / ")] == list(contact.SealMode)


def test_the_worked_example_is_the_vector() -> None:
    vectors: dict[str, Any] = json.loads(make_vectors.FILE.read_text(encoding="utf-8"))
    receipt = next(vector["signed"] for vector in vectors["signed"] if vector["name"] == "receipt")
    shown = re.search(r"^d284 43a10127.*?(?=^```)", TEXT, re.MULTILINE | re.DOTALL)
    assert shown
    assert "".join(line.split(";")[0].replace(" ", "") for line in shown[0].splitlines()) == receipt
