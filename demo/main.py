"""The demo: the whole product on one computer. Interactive with a display; `--tour` plays and photographs the story."""

import argparse
import asyncio
import os
import signal
import sys
import threading
from pathlib import Path

from demo.processes import MAIN, Program, ProgramFailed
from demo.seed import ORGANIZATION, STAFF, STRANGER, SeedFailed
from demo.world import CONSOLES, World


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="main.py demo",
        description="Starts the cloud, a virtual radio with three virtual seals, and two consoles, with a small "
        "organization already in it. Sign-in codes appear in the demo's inbox.",
    )
    parser.add_argument("--profile", type=Path, required=True, help="folder of this demo (default: in your profile)")
    parser.add_argument("--fresh", action="store_true", help="start over: forget everything of the last demo")
    parser.add_argument("--tour", type=Path, metavar="DIR", help="play the whole story and put its pictures into DIR")
    parser.add_argument(
        "--with-parent", action="store_true", help="end when the standard input ends, and so with whoever started it"
    )
    parser.add_argument("--language", choices=["zh_CN", "en"], default="zh_CN", help="of the consoles")
    return parser


def main(argv: list[str]) -> int:
    """0: ended by the person, or every step of the tour was seen to happen; 1: something failed."""
    if argv[:1] == ["--profile"] and argv[2:3] in (["console"], ["inbox"]):
        argv = argv[2:]  # the entry's default folder is the demo's, not the part's
    if argv[:1] == ["console"]:
        from demo.parts import console

        return console(argv[1:])
    if argv[:1] == ["inbox"]:
        from demo.parts import inbox

        return inbox(argv[1:])
    options = _parser().parse_args(argv)
    try:
        if options.tour is not None:
            from demo.tour import play

            return asyncio.run(play(options.tour, options.language))
        return asyncio.run(_interactive(options))
    except (ProgramFailed, SeedFailed) as error:
        print(f"The demo could not start: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


async def _interactive(options: argparse.Namespace) -> int:
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        print("There is no display here; main.py demo --tour DIR plays the story without one.", file=sys.stderr)
        return 1
    world = World(options.profile, headless=False, language=options.language, gprs=True)
    if options.fresh:
        world.wipe()
    await world.start(lambda part: print(f"starting {part} …", flush=True))
    await world.seed_release()
    log = world.folder / "logs" / "inbox.txt"
    inbox = Program("inbox", [MAIN, "demo", "inbox", "--cloud", world.cloud_address], log)
    world.programs["inbox"] = inbox
    await inbox.start()
    print(f"\n{ORGANIZATION}: sign in with one of these numbers; the code is in the demo's inbox.")
    for person in (*STAFF, STRANGER):
        print(f"  {person.phone}  {person.name or '—'}  {person.role.value if person.name else 'of no organization'}")
    print("Close both consoles to end.", flush=True)
    ended = asyncio.create_task(_until_closed(world))
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        if sys.platform != "win32":
            loop.add_signal_handler(each, ended.cancel)
    if options.with_parent:
        threading.Thread(target=_follow, args=(loop, ended), daemon=True, name="parent").start()
    try:
        await ended
    except asyncio.CancelledError:
        pass
    finally:
        await world.stop()
    return 0


def _follow(loop: asyncio.AbstractEventLoop, ended: "asyncio.Task[None]") -> None:
    sys.stdin.buffer.read()
    loop.call_soon_threadsafe(ended.cancel)


async def _until_closed(world: World) -> None:
    await asyncio.gather(*(world.programs[name].wait() for name in CONSOLES))
