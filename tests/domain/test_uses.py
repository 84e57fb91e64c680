"""How often a use may be told of by SMS."""

import pytest

from domain.uses import SMS_A_DAY, beyond_sms


@pytest.mark.req("R-119", "L", "inside", "at", "outside")
@pytest.mark.parametrize(("count", "beyond"), [(1, False), (SMS_A_DAY, False), (SMS_A_DAY + 1, True), (0, True)])
def test_more_uses_than_a_day_lets_messages_through(count: int, beyond: bool) -> None:
    assert beyond_sms(count) is beyond
    assert SMS_A_DAY == 50
