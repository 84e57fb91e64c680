"""The words between console and cloud: what is signed, and how long what a stranger sends may be."""

import msgspec
import pytest

from protocol.sync import AskCode, SignIn, act_signed_bytes


def test_an_act_is_signed_for_nothing_else() -> None:
    assert act_signed_bytes(b"{}") == b"signet/act/1{}"


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
