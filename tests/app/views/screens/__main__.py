"""Goes over every screen in one scaling, and says what is wrong with it; `--pictures DIR` keeps a picture of each."""

import argparse
import os
import sys
import tempfile
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.app.views.screens")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--tongue", action="append")
    parser.add_argument("--scheme", action="append")
    parser.add_argument("--only", default="")
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--faults", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="signet-screens-", ignore_cleanup_errors=True) as home:
        for variable in ("CONFIG", "DATA", "CACHE", "STATE"):
            os.environ[f"XDG_{variable}_HOME"] = f"{home}/{variable.lower()}"
        os.environ |= {"QT_QPA_PLATFORM": "offscreen", "QT_API": "pyside6", "QT_SCALE_FACTOR": str(options.scale)}
        os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
        os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--disable-gpu")
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
        from tests.app.views.screens.walk import run

        return run(options, Path(home))


if __name__ == "__main__":
    sys.exit(main())
