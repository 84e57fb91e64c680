"""A seal is paid for by WeChat: a real console orders, the payer scans its screen and pays, and it shows by itself."""

from pathlib import Path

import pytest

from demo.story import SEAL_NAME, Story
from tests.flows.test_kills import bound

pytestmark = [pytest.mark.flow, pytest.mark.slow]


@pytest.mark.req("R-012", "R-260", "F")
@pytest.mark.req("R-261", "R-266", "S")
async def test_what_is_ordered_on_the_screen_is_paid_by_its_code_and_shows_by_itself(
    story: Story, tmp_path: Path
) -> None:
    office = story.office
    await bound(story)
    await story.open_bill()
    await office.do("see", name="wallet.list", text="试用中")
    await office.do("see", name="wallet.lines", text="首年交费")
    address = await story.order_by_wechat(tmp_path / "code.png")
    await office.do("see", name="order.detail", text="待支付")
    assert "¥365.00" in await story.pay(address)
    await story.until_paid()
    await office.do("see", name="orders.list", text="支付成功")
    await office.do("see", name="order.fees", text="首年交费")
    assert "支付成功" in await story.pay(address)  # twice is once
    await office.do("click", name="wallet.parts.fees")
    await office.do("see", name="wallet.list", text="服务中")
    await office.do("choose", name="wallet.list", text=SEAL_NAME)
    await office.do("see", name="wallet.lines", text="续期交费")
    await story.open(office, "seals")
    await office.do("choose", name="seals.list", text=SEAL_NAME)
    await office.do("click", name="seals.parts.status")
    await office.do("see", name="seals.detail", text="服务中，至")
