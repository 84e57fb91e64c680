"""python -m bench NAME: one measurement; prints what was compared, and its figures as key=value, one a line."""

import asyncio
import importlib
import sys

BENCHES = {
    "press": "from the press to the row in the other console's model, 200 presses, photo on",
    "start": "from process start to the window filled from the local database, beside a minimal window",
}


def main(argv: list[str]) -> int:
    if len(argv) != 1 or argv[0] not in BENCHES:
        print(__doc__, file=sys.stderr)
        for name, what in BENCHES.items():
            print(f"  {name:8} {what}", file=sys.stderr)
        return 0 if argv == ["--help"] else 2
    return int(asyncio.run(importlib.import_module(f"bench.{argv[0]}").measure()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
