"""A coverage-guided fuzzer over every reader of bytes that strangers send:
`python -m tests.protocol.fuzz [INPUTS [SEED]]`.

The first byte of an input chooses the reader (`readers.py`), the rest is what it reads. An exception that is not one of
the project's own ends the run, and leaves the input in `build/fuzz`. The corpus begins with the published test vectors
and goes on where the last run ended.

Needs atheris (group `fuzz`: no part of the environment, for it has wheels for Linux alone; `make fuzz` gets it).
"""

import os
import sys
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["protocol", "domain.seals"]):
    from tests.protocol.readers import NAMES, corpus, one_input

FOLDER = Path("build/fuzz")
INPUTS = 1_000_000


def main(arguments: list[str]) -> None:
    inputs = int(arguments[0]) if arguments else INPUTS
    seed = int(arguments[1]) if len(arguments) > 1 else time.time_ns() % 2**31
    kept = FOLDER / "corpus"
    kept.mkdir(parents=True, exist_ok=True)
    for number, (name, data) in enumerate(corpus()):
        (kept / f"vector-{number}").write_bytes(bytes([NAMES.index(name)]) + data)
    print(f"{inputs} inputs for {len(NAMES)} readers, seed {seed}", flush=True)
    options = [f"-runs={inputs}", f"-seed={seed}", "-max_len=4096", f"-artifact_prefix={FOLDER}{os.sep}"]
    atheris.Setup([sys.argv[0], *options, "-print_final_stats=1", "-reload=0", str(kept)], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
