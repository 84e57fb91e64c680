"""From process start to the window drawn with rows of the local database: the console beside a minimal window."""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from app.services.profile import Profile
from bench.figures import show, within
from demo.processes import ROOT
from demo.seed import ADMINISTRATOR, MEMBER
from demo.story import DOCUMENT, REASON, Story
from demo.world import World

RUNS = 15
APPLICATIONS = 5
LIMIT = 1.6
LANGUAGE = "zh_CN"
# As its entry starts it, but for what is said when the window stands.
CONSOLE = """
import sys, main
main.PROGRAMS["console"] = ("bench.console_window", "run", "--profile")
sys.exit(main.main(sys.argv[1:]))
"""


async def measure() -> int:
    """0 if the console keeps its limit."""
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # the keys stay in the profile, here
    with tempfile.TemporaryDirectory(prefix="signet-bench-", ignore_cleanup_errors=True) as home:
        world = World(Path(home), headless=True, language=LANGUAGE)
        await _work_a_little(world)
        ours, minimal = _console(world), _minimal(world)
        print(f"# medians of {RUNS} runs in turn; bytecode made, no network, keys in the profile")
        print("# start: the console; minimal: a window with qasync and SQLAlchemy, one list of the same SQLCipher file")
        times: dict[str, list[float]] = {"ours": [], "minimal": []}
        for run in range(RUNS + 1):
            for name, words in (("ours", ours), ("minimal", minimal)):
                took = await _start(words, world.folder / "bytecode")
                if run:  # the first time, both make their bytecode
                    times[name].append(took)
    start, least = (statistics.median(times[name]) for name in ("ours", "minimal"))
    show("start_ms", start * 1000)
    show("minimal_ms", least * 1000)
    show("start_ratio", start / least)
    return within(start_ratio=(start / least, LIMIT))


async def _work_a_little(world: World) -> None:
    """Somebody signs in and applies for some uses; then everything is stopped."""
    await world.start(lambda _: None)
    try:
        story = Story(world, LANGUAGE)
        await story.sign_in(story.office, ADMINISTRATOR)
        await story.open(story.office, "seals")
        await story.switch_on()
        await story.look_for_unbound()
        await story.name_it(await story.connect_to_unbound())
        await story.confirm_binding()
        await story.office.do("click", name="binding.close")
        await story.give_keeper_and_flow()
        await story.sign_in(story.desk, MEMBER)
        await story.desk.do("see", name="rail.applications")
        for number in range(APPLICATIONS):
            document = f"{DOCUMENT}{number + 1}"
            await story.fill_application(document, REASON, 3)
            await story.submit_application(document)
    finally:
        await world.stop()


def _console(world: World) -> list[str]:
    words = ["-c", CONSOLE, "console", "--profile", str(world.folder / "desk"), "--cloud", world.cloud_address]
    words += ["--radio", f"virtual:{world.radio_address}", "--camera", "page", "--no-tray"]
    return [*words, "--language", LANGUAGE]


def _minimal(world: World) -> list[str]:
    profile = Profile(world.folder / "desk", world.cloud_address, lambda: None)
    known = profile.last()
    assert known is not None
    keys = profile.keys(known)
    assert keys is not None
    return ["-m", "bench.minimal_window", str(profile.database(known)), keys.database.hex()]


async def _start(words: list[str], bytecode: Path) -> float:
    """Seconds until the program says that its window has been drawn."""
    env = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "PYTHONPYCACHEPREFIX": str(bytecode)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
    begun = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, *words, cwd=ROOT, env=env, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    line = await process.stdout.readline()
    took = time.perf_counter() - begun
    assert line, f"{words[1]} ended without a window"
    await process.communicate()
    return took
