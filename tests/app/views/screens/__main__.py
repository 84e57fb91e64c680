"""Goes over every screen in one scaling, and says what is wrong with it."""

import argparse
import itertools
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.app.views.screens", description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="of the screen: 1, 1.25 or 1.5")
    parser.add_argument("--in", action="append", dest="ways", metavar="TONGUE,SCHEME", help="e.g. zh_CN,dark (all)")
    parser.add_argument("--only", default="", help="screens whose name has this in it")
    parser.add_argument("--pictures", type=Path, metavar="DIR", help="keep one of each screen there")
    parser.add_argument("--sheets", type=Path, metavar="DIR", help="put contact sheets there")
    parser.add_argument("--report", type=Path, metavar="FILE", help="what was found, as JSON")
    return parser.parse_args(argv)


def main(argv: Sequence[str]) -> int:
    """0: nothing is wrong."""
    options = _options(argv)
    ways = options.ways or [",".join(way) for way in itertools.product(("zh_CN", "en"), ("light", "dark"))]
    with tempfile.TemporaryDirectory(prefix="signet-screens-", ignore_cleanup_errors=True) as home:
        _prepare(home, options.scale)
        from app.views.i18n import Tongue
        from app.views.look import Scheme
        from tests.app.views.screens.walk import Wanted, run

        split = [way.split(",") for way in ways]
        combinations = [(Tongue(tongue), Scheme(scheme)) for tongue, scheme in split]
        pictures = options.pictures or (Path(home) / "pictures" if options.sheets else None)
        found = run(Wanted(options.scale, combinations, options.only, pictures), Path(home))
        if options.sheets is not None:
            from tests.app.views.screens import sheets

            sheets.write(pictures, options.sheets)
    if options.report is not None:
        options.report.write_text(found.written(), "utf-8")
    lines = [
        f"{way} {screen}: {fault}"
        for way, screens in found.faults.items()
        for screen, faults in screens.items()
        for fault in faults
    ]
    print("\n".join(lines), flush=True)
    return int(bool(lines))


def _prepare(home: str, scale: float) -> None:
    """As `tests/conftest.py` does it for the tests; the scaling is of the whole process."""
    for variable in ("CONFIG", "DATA", "CACHE", "STATE"):
        os.environ[f"XDG_{variable}_HOME"] = f"{home}/{variable.lower()}"
    os.environ["XDG_RUNTIME_DIR"] = home
    os.environ |= {"QT_QPA_PLATFORM": "offscreen", "QT_API": "pyside6", "QT_SCALE_FACTOR": str(scale)}
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--disable-gpu")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
