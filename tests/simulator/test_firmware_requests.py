"""Whatever a stranger says gets an answer and nothing else."""

from hypothesis import given, settings
from hypothesis import strategies as st

from protocol.cbor import pack
from protocol.conversation import MAX_MESSAGE_BYTES, Code, Op, Request, read_from_seal
from tests.simulator.world import World


@settings(max_examples=300)
@given(st.binary(max_size=200) | st.tuples(st.integers(0, 20), st.binary(max_size=100)), st.booleans())
def test_any_bytes_as_a_request_get_an_answer(data: bytes | tuple[int, bytes], bound: bool) -> None:
    made = World()
    if bound:
        made.ready()
    else:
        made.seal.hold()
        made.seal.connect(made.claim())
    request = data if isinstance(data, bytes) else pack(Request(1, *data))
    answer = made.seal.request(request)
    assert len(answer) <= MAX_MESSAGE_BYTES
    read_from_seal(answer)


def test_a_request_without_a_session_gets_nowhere() -> None:
    made = World()
    for op in Op:
        assert made.ask(op) is Code.NOT_PERMITTED
