"""What may stand in a text that people read, and which names look the same."""

import msgspec
import pytest

from domain.departments import AddDepartment, Department
from domain.invoice_titles import normal_tax_number
from domain.texts import as_read, cleaned, pasted, unfit
from tests.domain.world import APPLY, OWNER, World, code

HIDDEN = ["\u200b", "\u00ad", "\ufeff", "\U000e0041", "\u2060", "\u3164", "\u2800", "\u202e", "\u200e", "\x07"]


@pytest.mark.parametrize("sign", HIDDEN)
def test_what_cannot_be_seen_stands_in_no_text(sign: str) -> None:
    assert unfit(AddDepartment(id="d", name=f"财务部{sign}")) == "name"
    assert unfit(msgspec.structs.replace(APPLY, reason=f"签{sign}约")) == "reason"
    assert cleaned(f"财{sign}务") == "财务"


@pytest.mark.parametrize("text", ["财务部", "ＩＴ", "نام\u200cها", "👩\u200d💻", "❤\ufe0f", "a b"])
def test_what_scripts_and_signs_are_written_with_stays(text: str) -> None:
    assert unfit(AddDepartment(id="d", name=text)) is None
    assert cleaned(text) == text


@pytest.mark.parametrize("sign", ["\n", "\t"])
def test_a_name_stands_in_one_line(sign: str) -> None:
    assert unfit(AddDepartment(id="d", name=f"财务{sign}部")) == "name"
    assert unfit(msgspec.structs.replace(APPLY, document=f"合同{sign}二")) == "document"
    assert unfit(msgspec.structs.replace(APPLY, reason=f"签约{sign}三方")) is None


def test_names_that_look_the_same_are_the_same() -> None:
    assert len({as_read(name) for name in ("IT", "ＩＴ", "it", " It\u3000")}) == 1
    assert as_read("财务部") != as_read("财务处")


def test_a_name_that_looks_like_another_is_taken(world: World) -> None:
    world.book.put(Department(id="d-1", organization=OWNER.organization, name="IT"))
    assert code(world.judge(OWNER, AddDepartment(id="d-2", name="ＩＴ"))) == "department_name_taken"
    assert code(world.judge(OWNER, AddDepartment(id="d-2", name="IT 2"))) == "Allowed"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("91310000MA1K00001X", "91310000MA1K00001X"),
        (" 9131 0000\tma1k　00001x\n", "91310000MA1K00001X"),
        ("９１３１００００ＭＡ１Ｋ０００01ｘ", "91310000MA1K00001X"),
        ("税号", "税号"),
        ("", ""),
    ],
)
def test_a_tax_number_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert normal_tax_number(typed) == kept


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("", ""),
        ("采购框架协议", "采购框架协议"),
        ("a - b", "a - b"),
        ("=1+1", "'=1+1"),
        (" \t=1", "'=1"),
        ("a\t=1\r\n=2", "a =1 =2"),
        ("＠SUM(A1)", "'＠SUM(A1)"),
        ('"=1"', '\'"=1"'),
        ('"a"', '"a"'),
    ],
)
def test_a_cell_that_is_pasted_stays_one_cell_of_text(cell: str, text: str) -> None:
    assert pasted(cell) == text
