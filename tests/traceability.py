"""The pytest plugin of the requirements: what tests say of the manual's rows, checked, and kept when they pass.

A test says it by mark, `@pytest.mark.req("R-111", "V", "at")`, before it runs; or by the fixture `proves`, with the
same words, when it has really seen the case: for tables and properties that find out on the way what they show.
"""

from collections.abc import Callable, Generator
from pathlib import Path

import msgspec
import pytest

from tests.requirements import Rows, Run, Said, Unclear, read_rows, understand

Proves = Callable[..., None]
Reporting = Generator[None, pytest.TestReport, pytest.TestReport]
NAME = "requirements"
SAYS = "says"


class Traceability:
    """Collects what the tests of a run say, and keeps what those that passed have said."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._running: pytest.Item | None = None
        self._said: dict[str, set[Said]] = {}
        self._fell: set[str] = set()
        self._passed: dict[str, list[tuple[str, str]]] = {}  # of each test what it said

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Every mark says something that can be."""
        wrong: list[str] = []
        for item in items:
            said = self._said.setdefault(item.nodeid, set())
            for mark in item.iter_markers("req"):
                try:
                    said.update(understand(self._rows, mark.args, _path(item)))
                except Unclear as error:
                    wrong.append(f"{item.nodeid.partition('[')[0]}: {error}")
        if wrong:
            raise pytest.UsageError("\n".join(dict.fromkeys(wrong)))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        self._running = item
        try:
            return (yield)
        finally:
            self._running = None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Reporting:
        """What the test says goes with its last report, for it may have run in another process (xdist)."""
        report = yield
        if call.when == "teardown":
            said = sorted(self._said.get(item.nodeid, ()), key=repr)
            report.user_properties.append((SAYS, [(each.row, each.case) for each in said]))
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Passed is what went well from the setup to the teardown; what is expected to fail shows nothing."""
        if not report.passed or hasattr(report, "wasxfail"):
            self._fell.add(report.nodeid)
        if report.when == "teardown" and report.nodeid not in self._fell:
            told = [said for name, said in report.user_properties if name == SAYS]
            self._passed[report.nodeid] = [(str(row), str(case)) for said in told for row, case in said]

    def proves(self, *words: object) -> None:
        """The test that runs now has seen this. Errors: Unclear."""
        assert self._running is not None
        self._said.setdefault(self._running.nodeid, set()).update(understand(self._rows, words, _path(self._running)))

    def write(self, path: Path) -> None:
        """What has been shown so far, for `python -m tests.requirements`."""
        shown: dict[str, dict[str, list[str]]] = {}
        for test, said in sorted(self._passed.items()):
            for row, case in said:
                shown.setdefault(row, {}).setdefault(case, []).append(test)
        path.parent.mkdir(parents=True, exist_ok=True)
        run = Run(len(self._passed), len(self._fell), shown)
        path.write_bytes(msgspec.json.format(msgspec.json.encode(run, order="sorted")))


def _path(item: pytest.Item) -> str:
    return item.path.relative_to(item.config.rootpath).as_posix()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--requirements", metavar="FILE", help="write there which rows the tests that passed have shown")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Traceability(read_rows()), NAME)


def pytest_sessionfinish(session: pytest.Session) -> None:
    file = session.config.getoption("--requirements")
    if file and not hasattr(session.config, "workerinput"):  # of the process that hears of all tests
        _of(session.config).write(Path(file))


@pytest.fixture(scope="session")
def proves(pytestconfig: pytest.Config) -> Proves:
    """`proves("R-017", "P", "refused")`: this has been seen. Of a whole session, so that properties may use it."""
    return _of(pytestconfig).proves


def _of(config: pytest.Config) -> Traceability:
    plugin = config.pluginmanager.get_plugin(NAME)
    assert isinstance(plugin, Traceability)
    return plugin
