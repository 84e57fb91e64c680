"""The table of what is proved says what the tests have really shown."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import requirements
from tests.requirements import SERIES, Rows, Run, Said, Unclear, line, read_rows, state, summary, understand

pytest_plugins = ["pytester"]
ROOT = Path(__file__).parent.parent
ANYWHERE = "tests/domain/test_x.py"


@pytest.fixture(scope="module")
def rows() -> Rows:
    return read_rows()


def test_every_row_is_there_once_and_in_order(rows: Rows) -> None:
    expected = [f"R-{number:03}" for number in range(1, 298)]
    for series, last in (("I", 21), ("C", 40), ("A", 10)):
        expected += [f"{series}-{number:02}" for number in range(1, last + 1)]
    assert list(rows.rows) == expected


def test_every_row_is_of_a_kind_and_of_its_series(rows: Rows) -> None:
    assert {row.kind for row in rows.rows.values()} == set(rows.kinds)
    for id, row in rows.rows.items():
        assert row.kind in ("FDLSPNVHU" if id[0] == "R" else id[0])
        assert row.title
    assert len({row.title for row in rows.rows.values()}) == len(rows.rows)


def test_every_room_is_there(rows: Rows) -> None:
    """A room that was renamed would leave rows that nobody can show."""
    rooms = {room for kind in rows.kinds.values() for each in kind.cases.values() for room in each}
    rooms |= {room for row in rows.rows.values() for room in row.rooms}
    assert [room for room in sorted(rooms) if not (ROOT / room).exists()] == []


@pytest.mark.parametrize(
    ("words", "path", "said"),
    [
        (("R-111", "V", "at"), ANYWHERE, [Said("R-111", "at")]),
        (("R-111", "V", "inside", "outside"), ANYWHERE, [Said("R-111", "inside"), Said("R-111", "outside")]),
        (("R-017", "R-018", "P", "refused"), "tests/cloud/x.py", [Said("R-017", "refused"), Said("R-018", "refused")]),
        (("R-050", "H"), "tests/simulator/x.py", [Said("R-050", "H")]),
        (("R-138", "P", "refused"), "tests/app/views/x.py", [Said("R-138", "refused")]),
        (("R-075", "D", "kept", "synced"), "tests/cloud/x.py", [Said("R-075", "kept"), Said("R-075", "synced")]),
        (("I-03", "I", "seal"), ANYWHERE, [Said("I-03", "seal")]),
        (("R-050", "C-05"), ANYWHERE, [Said("R-050"), Said("C-05")]),
    ],
)
def test_what_a_test_may_say(rows: Rows, words: tuple[str, ...], path: str, said: list[Said]) -> None:
    assert understand(rows, words, path) == said


@pytest.mark.parametrize(
    ("words", "path", "why"),
    [
        ((), ANYWHERE, "names no row"),
        (("V", "at"), ANYWHERE, "names no row"),
        (("R-298", "V"), ANYWHERE, "there is no row R-298"),
        (("R-111", "R-298"), ANYWHERE, "there is no row R-298"),
        (("R-111", "L", "at"), ANYWHERE, "R-111 is of kind V"),
        (("R-111", "R-088", "V", "at"), ANYWHERE, "R-088 is of kind L"),
        (("R-111", "part"), ANYWHERE, "R-111 is of kind V"),
        (("R-111", "V"), ANYWHERE, "inside, at, outside: say which"),
        (("R-111", "V", "allowed"), ANYWHERE, "R-111 has no case allowed"),
        (("R-063", "V", "at"), ANYWHERE, "R-063 has no case at; it asks for inside, outside"),
        (("R-050", "H", "at"), "tests/simulator/x.py", "R-050 has no case at"),
        (("I-03", "I"), ANYWHERE, "cloud, seal: say which"),
        (("R-017", "P", "refused"), ANYWHERE, "shown in tests/cloud, tests/flows and nowhere else"),
        (("R-017", "P", "refused"), "tests/cloudy/x.py", "nowhere else"),
        (("R-075", "D", "shown"), "tests/cloud/x.py", "nowhere else"),
    ],
)
def test_what_a_test_may_not_say(rows: Rows, words: tuple[str, ...], path: str, why: str) -> None:
    with pytest.raises(Unclear, match=why):
        understand(rows, words, path)


def run(**shown: dict[str, list[str]]) -> Run:
    return Run(7, 1, {id.replace("_", "-"): cases for id, cases in shown.items()})


def test_a_row_is_proved_when_nothing_is_missing(rows: Rows) -> None:
    some = run(
        R_111={"at": ["tests/a.py::b[1]", "tests/a.py::b[2]"], "inside": ["tests/a.py::c"], "": ["tests/d.py::e"]}
    )
    assert line(rows, some, "R-111") == (
        "R-111 open   V Uses granted: must be given, 0 is unlimited, at most 500 | missing outside"
        " | inside: a.py::c | at: a.py::b ×2 | touched by d.py::e"
    )
    shown = {case: ["tests/a.py::b"] for case in ("inside", "at", "outside", "allowed", "refused")}
    whole = run(R_111={case: shown[case] for case in ("inside", "at", "outside")}, R_028=shown)
    assert [state(rows, whole, id) for id in ("R-111", "R-028", "R-112")] == ["proved", "proved", "open"]
    counts = list(summary(rows, whole))
    assert counts[0] == "297 requirements: 2 proved, 295 open"
    assert counts[-1] == "by 7 tests that passed; 1 did not"
    assert len(counts) == len(SERIES) + 1


TESTS = """
import pytest

@pytest.mark.req("R-111", "V", "at")
def test_passes():
    pass

@pytest.mark.req("R-111", "V", "inside")
def test_fails():
    assert False

@pytest.mark.req("R-111", "V", "inside")
def test_is_skipped():
    pytest.skip("no")

@pytest.mark.req("R-111", "V", "inside")
@pytest.mark.xfail(strict=False)
def test_passes_against_expectation():
    pass

@pytest.mark.req("R-111", "V", "inside")
@pytest.mark.xfail
def test_fails_as_expected():
    assert False

@pytest.fixture
def breaks():
    yield
    raise RuntimeError

@pytest.mark.req("R-111", "V", "inside")
def test_breaks_in_the_end(breaks):
    pass

def test_finds_out(proves):
    for number, case in enumerate(("inside", "at")):
        proves("R-088", "L", case)

def test_finds_out_and_fails(proves):
    proves("R-088", "L", "outside")
    assert False

def test_says_nonsense(proves):
    proves("R-088", "L", "allowed")

@pytest.mark.parametrize("n", [pytest.param(1, marks=pytest.mark.req("R-286", "L", "at")), 2])
def test_table(n):
    pass
"""

Play = Callable[..., pytest.RunResult]


@pytest.fixture
def play(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Play:
    """A run of some tests in a project of their own, with the plugin."""

    def play(text: str, *options: str) -> pytest.RunResult:
        monkeypatch.setenv("PYTHONPATH", os.fspath(ROOT))
        monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
        folder = pytester.mkdir("tests")
        (folder / "test_some.py").write_text(text, "utf-8")
        pytester.makeini("[pytest]\nmarkers = req")
        return pytester.runpytest_subprocess("-p", "tests.traceability", *options)

    return play


def test_only_a_test_that_passed_from_beginning_to_end_proves(
    play: Play, pytester: pytest.Pytester, capsys: pytest.CaptureFixture[str]
) -> None:
    file = pytester.path / "build" / "requirements.json"
    done = play(TESTS, f"--requirements={file}")
    done.stdout.fnmatch_lines(["*R-088 has no case allowed; it asks for inside, at, outside"])
    assert requirements.main([str(file)]) == 0
    printed = {text[:5]: text for text in capsys.readouterr().out.splitlines()}
    assert " | missing inside, outside | at: test_some.py::test_passes" in printed["R-111"]
    assert printed["R-088"].endswith(" | inside: test_some.py::test_finds_out | at: test_some.py::test_finds_out")
    assert printed["R-286"].endswith(" | at: test_some.py::test_table")
    assert printed["by 4 "] == "by 4 tests that passed; 7 did not"


def test_wrong_marks_end_the_run_before_it_begins(play: Play) -> None:
    done = play(
        "import pytest\n"
        '@pytest.mark.req("R-111", "part")\n@pytest.mark.req("R-999", "V")\n'
        "def test_one():\n    pass\n"
        '@pytest.mark.req("R-017", "P", "refused")\ndef test_two():\n    pass\n'
    )
    assert done.ret == pytest.ExitCode.USAGE_ERROR
    done.stderr.fnmatch_lines(
        [
            "ERROR: tests/test_some.py::test_one: there is no row R-999",
            "tests/test_some.py::test_one: R-111 is of kind V (*), not part",
            "tests/test_some.py::test_two: R-017 refused is shown in tests/cloud, tests/flows and nowhere else",
        ]
    )


def test_a_check_names_the_rows_that_fall_short(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, wanted = tmp_path / "run.json", tmp_path / "rows.txt"
    file.write_text('{"passed": 1, "failed": 0, "shown": {"R-050": {"H": ["tests/a.py::b"]}, "R-102": {"H": ["c"]}}}')
    wanted.write_text("# what has to hold\nR-050 R-102  # the key, and issuing while off\n\n")
    assert requirements.main([str(file), "--check", str(wanted)]) == 0
    assert capsys.readouterr().out == ""
    wanted.write_text("R-050\nR-111\nR-999\n")
    assert requirements.main([str(file), "--check", str(wanted)]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("R-111 open   V Uses granted")
    assert said[1] == "R-999 is no row"


def test_two_runs_show_together_what_each_has_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other, wanted = tmp_path / "1.json", tmp_path / "2.json", tmp_path / "rows.txt"
    one.write_text('{"passed": 1, "failed": 0, "shown": {"R-050": {"H": ["a"]}}}')
    other.write_text('{"passed": 2, "failed": 1, "shown": {"R-050": {"H": ["b"]}, "R-102": {"H": ["c"]}}}')
    wanted.write_text("R-050 R-102")
    assert requirements.main([str(one), "--check", str(wanted)]) == 1
    assert requirements.main([str(one), str(other), "--check", str(wanted)]) == 0
    capsys.readouterr()
    requirements.main([str(one), str(other)])
    assert "by 3 tests that passed; 1 did not" in capsys.readouterr().out


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"passed": "x"}'])
def test_a_broken_file_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None) -> None:
    file = tmp_path / "run.json"
    if content is not None:
        file.write_text(content)
    assert requirements.main([str(file)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
