"""What went wrong, in the words of whoever refused, in the language of the screens."""

import pytest

from app.device import errors
from app.device.errors import LinkLost, NotPermitted, refusal
from app.services import trouble as troubles
from app.services.trouble import Trouble, of_cloud, of_device, of_rule
from app.sync.errors import Offline, ProblemError, SignedOut
from domain import wording
from domain.verdict import Refused
from protocol.conversation import Code


@pytest.mark.parametrize(
    ("trouble", "chinese", "english"),
    [
        (of_device(NotPermitted()), "无权使用", "Not permitted to use this seal"),
        (of_device(refusal(Code.MALFORMED)), "印章无法识别该请求。", "The seal does not understand the request."),
        (
            of_cloud(ProblemError(400, "malformed", "数据格式不正确。")),
            "数据格式不正确。",
            "The data is malformed.",
        ),
        (of_cloud(ProblemError(409, "seals_full", "上限（50）。")), "上限（50）。", "上限（50）。"),
        (of_cloud(ProblemError(409, "newer", "新的原因")), "新的原因", "新的原因"),
        (of_cloud(SignedOut()), "登录已失效，请重新登录。", "You are signed out; please sign in again."),
        (of_cloud(Offline()), "云平台暂时无法连接。", "The cloud cannot be reached at the moment."),
        (of_cloud(TimeoutError()), "云平台暂时无法连接。", "The cloud cannot be reached at the moment."),
        (
            of_rule(Refused("seal_not_bound", "seal", "合同章")),
            "印章“合同章”未绑定，或尚未完成绑定。",
            "The seal “合同章” is not bound, or not yet.",
        ),
        (Trouble("newer"), "newer", "newer"),
    ],
)
def test_sentences(trouble: Trouble, chinese: str, english: str) -> None:
    assert (trouble.sentence(), trouble.sentence(chinese=False)) == (chinese, english)


@pytest.mark.parametrize("happened", [False, True])
def test_whether_it_may_have_happened_is_told(happened: bool) -> None:
    trouble = of_device(LinkLost("gone", may_have_happened=happened))
    assert (trouble.may_have_happened, trouble.worth_repeating) == (happened, True)
    assert ("look at the seal" in trouble.sentence(chinese=False)) is happened


def test_no_sentence_of_the_consoles_own_is_hidden_by_the_clouds() -> None:
    assert not troubles._OWN.keys() & {*wording.SENTENCES, *errors.SENTENCES}
