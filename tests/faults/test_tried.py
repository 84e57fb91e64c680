"""The page on faults and attacks names tests that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "faults-tried.md").read_text("utf-8")


def test_each_test_that_is_named_is_there() -> None:
    named = 0
    for row in PAGE.splitlines():
        text = ""
        for file, test in re.findall(r"`(tests/[\w/]+\.py)`|`(test_\w+)`", row):
            if file:
                text = (ROOT / file).read_text("utf-8")
            else:
                named += 1
                assert f"def {test}(" in text, (test, row)
    assert named > 40
