"""The hint in the advertisement: comes back as it went out, and any bytes give a value or our error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.seals import Model
from protocol.advertisement import Advertisement, advertised_name, model_of
from protocol.contact import Phase
from protocol.errors import Malformed

advertisements = st.builds(
    Advertisement,
    phase=st.none() | st.sampled_from(Phase),
    battery=st.none() | st.integers(0, 100),
    in_use=st.booleans(),
    version=st.integers(0, 255),
)


@given(advertisements, st.binary(max_size=4))
def test_comes_back_also_with_bytes_of_a_later_version(advertisement: Advertisement, later: bytes) -> None:
    assert Advertisement.decode(advertisement.encode() + later) == advertisement


@given(st.binary(max_size=8))
def test_any_bytes_give_a_value_or_our_error(data: bytes) -> None:
    try:
        advertisement = Advertisement.decode(data)
    except Malformed:
        return
    assert Advertisement.decode(advertisement.encode()) == advertisement


def test_the_bytes_on_the_air() -> None:
    assert Advertisement(Phase.NEEDS_GRANT, 87, in_use=True).encode() == bytes.fromhex("02 57 82")
    assert Advertisement.decode(bytes.fromhex("02 ff 0e")) == Advertisement(None, None, in_use=False)


@pytest.mark.parametrize("data", [b"", b"\x01\x32", b"\x01\x65\x00"])
def test_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        Advertisement.decode(data)


@pytest.mark.parametrize(
    ("name", "model"),
    [("ZGY_GL_1A2B", Model.GL), ("ZGY_L_00FF", Model.L), ("ZGY_XL_00FF", None), ("ZGY_L_00FFF", None), ("", None)],
)
def test_model_of_a_name(name: str, model: Model | None) -> None:
    assert model_of(name) == model


def test_name_of_an_address() -> None:
    assert advertised_name(Model.GL, "C4:5A:00:00:1a:2b") == "ZGY_GL_1A2B"
