"""python -m bench NAME: one measurement; prints what was compared, and its figures as key=value, one a line."""

import asyncio
import importlib
import sys

BENCHES = {
    "rules": "acts a second through push: 8 consoles, requests of 20 acts, signatures checked, on both databases",
    "sync": "a first pull of 100,000 rows into the encrypted database, beside bare insertion",
    "live": "2,000 idle consoles on one cloud process: when the last is poked after an act, and memory for each",
    "cloud": "2,000 consoles and 1,000 seals on the production set-up, a mixed load; one process, and two as a ratio",
    "gateway": "1,000 seals over MQTT: envelopes verified and stored a second, on the embedded broker and on Mosquitto",
    "press": "from the press to the row in the other console's model, 200 presses, photo on",
    "seal": "a session beside a bare connection, a full log beside bare notifications, and the press to its record",
    "firmware": "a release of 200 KB into a seal at MTU 247 and 15 ms, beside bare writes of as many bytes",
    "eseal": "a PDF of 20 pages from “seal now” to the checked file, and the seal's share of it",
    "map": "100 to 10,000 seals to painted, one of them that moves, and tracks of 5,000 and 100,000 uses",
    "records": "a list of 1,000,000 records: first rows, jumps, search beside LIKE, stall of the loop",
    "start": "from process start to the window filled from the local database, beside a minimal window",
}


def main(argv: list[str]) -> int:
    """0: measured, and within its limits; 1: beyond them; 2: there is no such bench."""
    if argv in (["--help"], ["-h"]):
        print(__doc__)
        for name, what in BENCHES.items():
            print(f"  {name:8} {what}")
        return 0
    if len(argv) != 1 or argv[0] not in BENCHES:
        asked = f"there is no “{' '.join(argv)}”." if argv else "what is to be measured?"
        print(f"bench: {asked} Choose one of {', '.join(BENCHES)}.", file=sys.stderr)
        return 2
    return int(asyncio.run(importlib.import_module(f"bench.{argv[0]}").measure()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
