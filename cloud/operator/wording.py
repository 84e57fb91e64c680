"""What the operator's pages say: the sentences of refusals that nobody else meets, and what deeds are called."""

from typing import NamedTuple

from domain import wording
from domain.verdict import Refused


class Both(NamedTuple):
    """The same in both languages."""

    chinese: str
    english: str

    def say(self, chinese: bool) -> str:
        return self.chinese if chinese else self.english


SENTENCES: dict[str, Both] = {
    "sign_in_wrong": Both(
        "用户名、密码或验证码不正确。每个验证码只能使用一次。",
        "Name, password or code is wrong. Each code is good once.",
    ),
    "sign_in_blocked": Both(
        "错误次数过多，请 {detail} 分钟后再试。", "Too many wrong attempts; try again in {detail} minutes."
    ),
    "sign_in_too_often": Both(
        "此地址的错误尝试过多，请一小时后再试。", "Too many wrong attempts from this address; try again in an hour."
    ),
    "session_elsewhere": Both(
        "登录会话在另一浏览器中出现，已被结束。", "The session was shown by another browser and was ended."
    ),
    "session_over": Both("登录已失效，请重新登录。", "You are not signed in any more; please sign in again."),
    "code_needed": Both(
        "请填写身份验证器上的验证码：上次验证已超过 10 分钟。",
        "Enter the code of your authenticator: the last one was taken more than 10 minutes ago.",
    ),
    "code_not_taken": Both(
        "验证码不正确或已使用过，请等待下一个验证码。", "The code is wrong or was used already; wait for the next one."
    ),
    "password_short": Both("密码至少 {detail} 个字符。", "A password has at least {detail} characters."),
    "password_long": Both("密码最多 {detail} 个字符。", "A password has at most {detail} characters."),
    "password_easy": Both(
        "密码过于简单：请使用更多不同的字符，且不要包含用户名。",
        "This password is too easy: use more different characters, and not your name.",
    ),
    "password_other": Both("两次填写的密码不一致。", "The two passwords are not the same."),
    "password_same": Both("新密码不能与现在的密码相同。", "The new password must differ from the present one."),
    "password_wrong": Both("现在的密码不正确。", "The present password is wrong."),
    "operator_name": Both(
        "用户名为 2 至 32 个字母、汉字、数字或 . _ -，以字母或汉字开头。",
        "A name has 2 to 32 letters, digits or . _ -, and begins with a letter.",
    ),
    "operator_known": Both("已有名为“{detail}”的运营人员。", "There is an operator named “{detail}” already."),
    "operator_unknown": Both("没有名为“{detail}”的运营人员。", "There is no operator named “{detail}”."),
    "operator_last": Both(
        "“{detail}”是最后一名可登录的运营人员，不能停用。",
        "“{detail}” is the last operator who can sign in and cannot be disabled.",
    ),
    "operator_self": Both("不能停用或重置自己。", "Nobody disables or resets himself."),
    "field_missing": Both("请填写此项。", "Please fill this in."),
    "number_wrong": Both("请填写 {detail} 之间的整数。", "Enter a whole number within {detail}."),
    "text_long": Both("最多 {detail} 个字。", "At most {detail} characters."),
    "choice_wrong": Both("请选择一项。", "Please choose one."),
    "file_missing": Both("请选择文件。", "Please choose a file."),
    "file_large": Both("文件过大，最多 {detail}。", "The file is too large; at most {detail}."),
    "internal": Both("云平台出错，操作未执行。", "The cloud failed; nothing was done."),
    "too_large": Both("提交的内容过大。", "What was sent is too large."),
    "form_over": Both("该页面已过期，请重新操作。", "This page is out of date; please try again."),
    "serial_wrong": Both("印章编号为 6 至 20 位大写字母和数字。", "A serial has 6 to 20 capital letters and digits."),
    "organization_unknown": Both("没有名为“{detail}”的单位。", "There is no organization named “{detail}”."),
    "organization_several": Both(
        "有多家单位名为“{detail}”，请填写单位编号。", "Several organizations are named “{detail}”; enter the id."
    ),
    "amount_unfit": Both("请填写金额，如 1234.50。", "Enter an amount, as 1234.50."),
    "degrees_wrong": Both(
        "请填写 -{detail} 至 {detail} 之间的度数，如 31.2304。", "Enter degrees from -{detail} to {detail}."
    ),
    "orders_in_review": Both(
        "还有 {detail} 笔线下支付待审核，请先审核。", "{detail} offline payments are in review: decide them first."
    ),
    "letters_none": Both("没有可以重新发送的通知。", "None of them can be sent again."),
    "stage_nobody": Both("请填写印章编号、数量或比例。", "Name seals, a number of seals or a share."),
}

DEEDS: dict[str, Both] = {
    "SignIn": Both("登录", "Sign in"),
    "SignOut": Both("退出登录", "Sign out"),
    "SessionElsewhere": Both("会话在别处出现", "Session shown elsewhere"),
    "ChoosePassword": Both("修改密码", "Choose a password"),
    "AddOperator": Both("添加运营人员", "Add an operator"),
    "ResetOperator": Both("重置运营人员", "Reset an operator"),
    "DisableOperator": Both("停用运营人员", "Disable an operator"),
    "EnableOperator": Both("启用运营人员", "Enable an operator"),
    "GrantQuota": Both("同意配额申请", "Grant a quota"),
    "RefuseQuota": Both("驳回配额申请", "Refuse a quota"),
    "SetQuota": Both("设置配额", "Set a quota"),
    "PassPayment": Both("线下支付审核通过", "Confirm a payment"),
    "RefusePayment": Both("线下支付审核失败", "Refuse a payment"),
    "RefundOrder": Both("退款", "Refund an order"),
    "IssueInvoice": Both("开具发票", "Issue an invoice"),
    "RefuseInvoice": Both("驳回或收回发票", "Refuse an invoice or take it back"),
    "WriteReturn": Both("登记微信支付的退款", "Write down what WeChat Pay gave back"),
    "DealWithMoney": Both("处理未入账款项", "Deal with unmatched money"),
    "SetTariff": Both("设置价格", "Set the prices"),
    "TakeTariffAway": Both("停止收费", "Charge nothing any more"),
    "PutOutlet": Both("保存服务网点", "Save an outlet"),
    "RemoveOutlet": Both("删除服务网点", "Remove an outlet"),
    "ResendLetter": Both("重新发送通知", "Send a letter again"),
    "ResendLetters": Both("全部重新发送", "Send all letters again"),
    "PutLetterAside": Both("不再处理通知", "Put a letter aside"),
    "DeliverSeal": Both("交付印章", "Deliver a seal"),
    "TakeSealBack": Both("收回印章", "Take a seal back"),
    "ForceUnbind": Both("强制解绑", "Unbind by force"),
    "BarModem": Both("吊销通信证书", "Bar a modem"),
    "AllowModem": Both("恢复通信证书", "Allow a modem"),
    "AddRelease": Both("添加固件", "Add a release"),
    "StageRelease": Both("发布固件", "Send out a release"),
    "StopRelease": Both("停止发布固件", "Stop a release"),
}


def why(refused: Refused, chinese: bool) -> str:
    """The sentence of a refusal."""
    own = SENTENCES.get(refused.code)
    if own is None:
        return wording.sentence(refused.code, refused.detail, chinese)
    return own.say(chinese).format(detail=refused.detail)


EXPIRED = Both("已过期", "it is out of date")


def reason(why: str) -> Both:
    """Why a letter did not leave the house, as `cloud.post` notes it; what a carrier itself said is shown as it is."""
    if why == "expired":
        return EXPIRED
    sentences = wording.SENTENCES.get(why)
    return Both(*sentences) if sentences else Both(why or "—", why or "—")


def deed(act: str) -> Both:
    return DEEDS.get(act, Both(act, act))
