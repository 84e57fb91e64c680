"""The tour: the whole story through the real screens of real processes, every step seen to happen."""

import json
from pathlib import Path

import pytest

from demo import tour

pytestmark = [pytest.mark.flow, pytest.mark.slow]


@pytest.mark.req("R-042", "R-044", "R-059", "R-074", "R-076", "R-079", "R-080", "R-083", "F")
@pytest.mark.req("R-046", "V", "inside", "outside")
async def test_every_step_of_the_tour_is_seen(tmp_path: Path) -> None:
    pictures = tmp_path / "tour"
    assert await tour.play(pictures, "zh_CN") == 0
    transcript = json.loads((pictures / "transcript.json").read_text("utf-8"))
    assert len(transcript) > 15
    assert not [step for step in transcript if "failed" in step]
    assert len(list(pictures.glob("*.png"))) > 25
