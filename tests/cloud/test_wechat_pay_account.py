"""A cloud that has no account with WeChat Pay, or half of one."""

from pathlib import Path

import msgspec
import pytest

from cloud import app
from cloud.wallet import operating
from tests.cloud import wechat_pay
from tests.cloud.test_wechat_pay import NOTICE
from tests.cloud.wallet import TERMS, operate
from tests.cloud.world import Cloud, Problem, running


async def test_without_an_account_nothing_is_offered(tmp_path: Path) -> None:
    async with running(tmp_path, demo=False) as cloud:
        with pytest.raises(Problem, match="404"):
            await cloud.request("POST", NOTICE, b"{}")
        wanted = msgspec.structs.replace(TERMS, wechat=True)
        said = await operate(cloud, operating.set_tariff, wanted)
        assert said.code == "wechat_pay_off"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"wechat_pay_serial": ""}, "SIGNET_CLOUD_WECHAT_PAY_SERIAL"),
        ({"wechat_pay_apiv3_key": ""}, "SIGNET_CLOUD_WECHAT_PAY_APIV3_KEY"),
        ({"public_url": ""}, "SIGNET_CLOUD_PUBLIC_URL"),
        ({"wechat_pay_public_key": "none.pem"}, "none.pem"),
    ],
)
def test_half_an_account_is_told_at_the_start(tmp_path: Path, changes: dict[str, str], said: str) -> None:
    cloud = Cloud(tmp_path, **{**wechat_pay.settings(tmp_path, ""), **changes})
    with pytest.raises(app.CannotStart, match=said):
        app.create(cloud.settings)
