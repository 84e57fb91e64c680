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
