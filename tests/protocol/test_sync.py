"""The words between console and cloud that are signed."""

from protocol.sync import act_signed_bytes


def test_an_act_is_signed_for_nothing_else() -> None:
    assert act_signed_bytes(b"{}") == b"signet/act/1{}"
