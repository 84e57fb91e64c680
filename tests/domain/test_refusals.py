"""Every refusal of every rule as a whole, code, field and detail, beside what is just allowed."""

import ast
from itertools import product
from pathlib import Path

import pytest

import domain.acts
from domain.verdict import Allowed, Refused
from tests.domain import (
    refused_devices,
    refused_documents,
    refused_evidence,
    refused_integrations,
    refused_money,
    refused_organization,
    refused_own_affairs,
    refused_places,
    refused_records,
    refused_seals,
    refused_uses,
)
from tests.domain.world import Case, World

CASES = [
    *refused_uses.CASES,
    *refused_records.CASES,
    *refused_organization.CASES,
    *refused_seals.CASES,
    *refused_devices.CASES,
    *refused_own_affairs.CASES,
    *refused_evidence.CASES,
    *refused_places.CASES,
    *refused_documents.CASES,
    *refused_money.CASES,
    *refused_integrations.CASES,
]
# test_codes.py, test_sign_ins.py, test_forced_unbinding.py, test_delivering.py, test_documents.py and test_money.py
# compare what these refuse
NO_ACTS = {"firmware.py", "codes.py", "sign_ins.py", "forced_unbinding.py", "delivering.py", "sealing.py"}
NO_ACTS |= {"tariff.py", "settling.py", "outlets.py", "quota_decisions.py"}
READ = [
    ("Fly", b"{}", Refused("unknown_act", None, "Fly")),
    ("Withdraw", b"{", Refused("arguments_do_not_fit", None, "Input data was truncated")),
    (
        "Withdraw",
        b'{"application":1}',
        Refused("arguments_do_not_fit", "application", "Expected `str`, got `int` - at `$.application`"),
    ),
    (
        "ReadMessages",
        b'{"messages":["m",2]}',
        Refused("arguments_do_not_fit", "messages", "Expected `str`, got `int` - at `$.messages[1]`"),
    ),
    (
        "AttachAfterUse",
        b'{"authorization":"a","picture":{"id":1}}',
        Refused("arguments_do_not_fit", "picture", "Expected `str`, got `int` - at `$.picture.id`"),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_said(world: World, case: Case) -> None:
    world.lay(case)
    verdict = world.judge(case.actor, case.act)
    assert verdict == case.verdict or (case.verdict is None and isinstance(verdict, Allowed))


@pytest.mark.parametrize(("name", "args", "refused"), READ)
def test_what_cannot_be_read(name: str, args: bytes, refused: Refused) -> None:
    assert domain.acts.read(name, args) == refused


def test_every_act_is_refused_and_allowed() -> None:
    assert {type(case.act) for case in CASES if case.verdict is None} == set(domain.acts.RULES)
    assert {type(case.act) for case in CASES if isinstance(case.verdict, Refused)} == set(domain.acts.RULES)


def _texts(node: ast.expr) -> list[str | None]:
    """What an argument may be; None: anything, for it is a variable."""
    found = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    return [*found] or [None]


def test_every_refusal_of_the_rules_is_said() -> None:
    """Each as it stands in the sources: by its code, its field, and whether it has a detail."""
    said = {case.verdict for case in CASES if isinstance(case.verdict, Refused)} | {refused for _, _, refused in READ}
    for path in (Path(__file__).parents[2] / "domain").glob("*.py"):
        calls = [each for each in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(each, ast.Call)]
        for call in calls:
            if ast.unparse(call.func) != "Refused" or path.name in NO_ACTS:
                continue
            told = len(call.args) == 3 or any(each.arg == "detail" for each in call.keywords)
            fields = _texts(call.args[1]) if len(call.args) > 1 else [None]
            for code, field in product(_texts(call.args[0]), fields):
                assert any(
                    code in (None, each.code) and field in (None, each.field) and told == bool(each.detail)
                    for each in said
                ), f"{path.name}:{call.lineno} {code} {field}"
