"""What the first window waits for."""

import subprocess
import sys

HEAVY = (
    *("aiohttp", "alembic", "bleak", "bumble", "cryptography", "cv2", "cwt", "folium", "keyring", "numpy"),
    *("pyqtgraph", "shapely"),
)
PROGRAM = f"""
import sys
import app.console
print(sorted(set(sys.modules) & set({HEAVY!r})))
"""


def test_nothing_heavy_is_loaded_for_the_local_rows() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
