"""What all tests share: a profile folder of their own, one Qt application and loop, and no fault that goes unseen."""

import asyncio
import gc
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Generator, Mapping
from pathlib import Path

import hypothesis
import pytest

pytest_plugins = ["tests.traceability", "tests.databases", "tests.rules"]

# No deadline: how long an example takes says more about the machine than about the code.
hypothesis.settings.register_profile("house", deadline=None, print_blob=True)
hypothesis.settings.load_profile("house")
# For `make mutants`: the same examples each time, and none made smaller: that a test fails is all one wants to know.
_quick = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
for _name, _examples in (("mutants", 100), ("limits", 10)):
    hypothesis.settings.register_profile(
        _name, deadline=None, derandomize=True, database=None, phases=_quick, max_examples=_examples
    )

_QT_FOLDERS = ("app", "demo", "simulator")  # their programs run on Qt's loop; all others on asyncio's own

# Databases wait for the disk at each commit, which says nothing about the code: where memory can be had, it is one.
_MEMORY, _ROOM = Path("/dev/shm"), 4 << 30
if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))

_home = tempfile.TemporaryDirectory(prefix="signet-tests-", ignore_cleanup_errors=True)
for _variable in ("CONFIG", "DATA", "CACHE", "STATE"):
    os.environ[f"XDG_{_variable}_HOME"] = f"{_home.name}/{_variable.lower()}"
os.environ["XDG_RUNTIME_DIR"] = _home.name
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_API"] = "pyside6"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # never the keyring of whoever runs the tests
os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--disable-gpu")  # the same picture on every machine
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"  # Chromium's sandbox refuses root

_faults: list[str] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    said = "tell so many new stories in tests/cloud/test_invariants.py, on each database"
    parser.addoption("--soak", metavar="STORIES", type=int, help=said)
    said = "play so many schedules of faults (tests/faults, tests/flows/test_schedules.py)"
    parser.addoption("--schedules", metavar="COUNT", type=int, help=said)
    said = "the seed of the schedule to play, or of the first of them"
    parser.addoption("--seed", metavar="SEED", type=int, help=said)


def pytest_configure(config: pytest.Config) -> None:
    """Qt's messages outside a test's body (there pytest-qt takes them) are faults as well."""
    from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

    harmless = re.compile("|".join(config.getini("qt_log_ignore")))

    def keep(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and not harmless.search(text):
            _faults.append(f"Qt: {text}")

    qInstallMessageHandler(keep)
    config.add_cleanup(lambda: qInstallMessageHandler(None))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files of slow tests come first: at the end, one of several processes would go on with them alone."""
    slow = Counter(item.path for item in items if item.get_closest_marker("slow"))
    tests = Counter(item.path for item in items)
    items.sort(key=lambda item: slow[item.path] / tests[item.path], reverse=True)


def pytest_collection_finish() -> None:
    """All tests and what they have loaded stay to the end: to look for circles among them again and again took a
    fifteenth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Generator[None]:
    """Fail the test in whose time a loop met an error that nobody awaited, or Qt complained between two tests."""
    yield
    faults, _faults[:] = list(_faults), []
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


def _note_loop_fault(_loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    _faults.append(f"loop: {context.get('message')}: {context.get('exception')!r} ({context})")


def _asyncio_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(_note_loop_fault)
    return loop


class _RepeatableApplication:
    """An application whose `exec` may end more than once.

    `QApplication.exec()` sends `aboutToQuit` each time it ends, and WebEngine does not survive the second one; qasync
    calls it for every `run_until_complete`, that is for every test. A nested loop sends nothing.
    """

    def __init__(self) -> None:
        self._running: list[object] = []
        self.loop: asyncio.AbstractEventLoop | None = None

    def exec(self) -> int:
        from PySide6.QtCore import QEventLoop

        loop = QEventLoop()
        self._running.append(loop)
        try:
            return loop.exec()
        finally:
            self._running.pop()

    def exit(self, code: int = 0) -> None:
        self._running[-1].exit(code)

    def eventDispatcher(self) -> "_RepeatableApplication":  # noqa: N802
        return self

    def processEvents(self, *_flags: object) -> None:  # noqa: N802
        """Called by qasync and pytest-qt when the loop does not run; asyncio's callbacks must find it all the same."""
        asyncio._set_running_loop(None if self.loop is None or self.loop.is_closed() else self.loop)
        try:
            _kept_application[0].processEvents()  # type: ignore[attr-defined]
        finally:
            asyncio._set_running_loop(None)


def _application() -> object:
    from PySide6.QtCore import QCoreApplication, Qt
    from PySide6.QtWidgets import QApplication

    from app.views.garbage import Sweeper

    if (existing := QApplication.instance()) is not None:
        return existing
    QCoreApplication.setAttribute(
        Qt.ApplicationAttribute.AA_ShareOpenGLContexts
    )  # WebEngine, imported later, asks for it
    application = QApplication(["signet"])
    application.setQuitOnLastWindowClosed(False)
    Sweeper(application)
    return application


@pytest.fixture(scope="session")
def qapp() -> object:
    """The one QApplication; pytest-qt's `qtbot` stands on it too."""
    return _application()


_kept_application: list[object] = []  # PySide deletes an application that nothing refers to


def _qt_loop() -> asyncio.AbstractEventLoop:
    _kept_application[:] = [_application()]
    import qasync
    from pytestqt import plugin

    application = _RepeatableApplication()
    application.loop = loop = qasync.QEventLoop(application)
    loop.set_exception_handler(_note_loop_fault)
    plugin._process_events = application.processEvents  # between the phases of a test
    return loop


def pytest_asyncio_loop_factories(item: pytest.Item) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    return {"qt": _qt_loop} if folder in _QT_FOLDERS else {"asyncio": _asyncio_loop}
