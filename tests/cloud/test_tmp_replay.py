import re, os
from hypothesis import reproduce_failure, settings, HealthCheck, Phase
from hypothesis.stateful import get_state_machine_test
from tests.cloud.test_invariants import *
from tests.cloud.test_invariants import _SOAKED

@pytest.mark.parametrize("databases", [os.environ.get("DB","sqlite")], indirect=True)
def test_replay(databases, loop, begun, monkeypatch):
    arrange(monkeypatch)
    text = open(os.environ["OUT"]).read()
    version, blob = re.search(r"@reproduce_failure\('([^']+)', b'([^']+)'\)", text).groups()
    f = get_state_machine_test(lambda: Lines(loop, begun, databases), settings=settings(_SOAKED, database=None))
    reproduce_failure(version, blob.encode())(f)()
del test_whatever_anybody_does
