"""What is said of the operator's service outlets and of letters that did not leave the house, in both languages:
sentences of refusals for `wording`."""

SENTENCES: dict[str, tuple[str, str]] = {
    "outlet_address_missing": ("请填写网点地址。", "Please give the outlet's address."),
    "outlet_phone_unfit": (
        "网点电话只能包含数字、空格和 + - ( ) /。",
        "An outlet's telephone number has digits, blanks and + - ( ) / only.",
    ),
    "outlet_place_unfit": ("网点位置不是有效的经纬度。", "This is no latitude and longitude of an outlet."),
    "outlet_twice": (
        "该地址已有名为“{detail}”的网点。",
        "At this address there is “{detail}” already.",
    ),
    "outlets_full": ("最多 {detail} 个服务网点。", "There are at most {detail} service outlets."),
    "wechat_binding_over": ("此页面已失效，请重新扫码。", "This page is no longer valid; scan once more."),
    # Why a letter failed; what is none of these is the carrier's own code, or what a mailbox's server said.
    "unreachable": ("通道暂时无法连接", "the carrier is out of reach"),
    "timeout": ("通道长时间未应答，可能已送达", "the carrier did not answer in time; it may have arrived"),
    "fault": ("通道程序出错，详见日志", "the channel itself failed; see the log"),
    "rejected": ("通道拒绝投递", "the carrier does not take it"),
    "unsealable": ("密钥文件不符，内容无法打开", "its text does not open with this key file"),
    "no_template": ("没有可用的模板，请在设置中补充", "no template says it; name one in the settings"),
    "no_account": ("收件人未绑定或未关注公众号", "who it is for has bound no account, or follows it no more"),
    "letter_not_failed": ("该投递不在失败列表中。", "This delivery is not among those that failed."),
    "letter_code_over": (
        "其中的验证码已失效，不能重新发送。",
        "The code in it is no longer valid, so it is not sent again.",
    ),
    "letter_overtaken": (
        "同一事项已有更新的投递，不能重新发送。",
        "There is a newer delivery about the same, so it is not sent again.",
    ),
}
