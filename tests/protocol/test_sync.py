"""The words between console and cloud: what is signed, and how long what a stranger sends may be."""

import msgspec
import pytest

from protocol.sync import AskCode, SignIn, act_signed_bytes, row_hash


def test_an_act_is_signed_for_nothing_else() -> None:
    assert act_signed_bytes(b"{}") == b"signet/act/1{}"


def test_the_hash_is_of_the_kind_and_the_whole_body() -> None:
    """64 bits, as console and cloud reckon them, and for ever: else all tallies differ."""
    assert row_hash("members", b"{}") == 0xD4F8F1B4FA89CF98
    assert row_hash("seals", b"{}") == 0x14C6DCAED738E82D
    assert len({row_hash("seals", b"{}"), row_hash("seal", b"s\0{}"), row_hash("seals", b"{} ")}) == 3


def test_a_text_of_200_letters_is_the_longest() -> None:
    assert len(msgspec.convert({"phone": "1" * 200}, AskCode).phone) == 200
    with pytest.raises(msgspec.ValidationError, match="phone"):
        msgspec.convert({"phone": "1" * 201}, AskCode)


@pytest.mark.parametrize(("length", "fits"), [(31, False), (32, True), (33, False)])
@pytest.mark.parametrize("name", ["signing", "static"])
def test_a_key_has_32_bytes(name: str, length: int, fits: bool) -> None:
    said = {"phone": "1", "code": "1", "console_name": "PC", "signing": bytes(32), "static": bytes(32)}
    try:
        msgspec.convert(said | {name: bytes(length)}, SignIn, builtin_types=(bytes,))
    except msgspec.ValidationError as error:
        assert not fits
        assert name in str(error)
    else:
        assert fits
