"""What the first window waits for."""

import subprocess
import sys

HEAVY = ("aiohttp", "alembic", "bleak", "bumble", "cryptography", "cwt", "keyring", "folium")
PROGRAM = f"""
import sys
import app.models.fold, app.models.usage, app.services.account, app.services.certificates, app.services.current
import app.services.desk, app.services.pictures, app.sync.engine
print(sorted(set(sys.modules) & set({HEAVY!r})))
"""


def test_nothing_heavy_is_loaded_for_the_local_rows() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
