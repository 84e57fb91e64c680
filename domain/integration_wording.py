"""What is said of tokens and webhooks, in both languages: sentences of refusals for `wording`, why nothing has arrived,
and messages."""

from domain.message_groups import Group, said_of

SENTENCES: dict[str, tuple[str, str]] = {
    "tokens_full": (
        "最多有 {detail} 个有效令牌，请先吊销不用的。",
        "There are {detail} tokens in force, as many as may be; revoke one first.",
    ),
    "token_known": ("该令牌已经登记。", "This token is registered already."),
    "token_revoked": ("该令牌已经吊销。", "This token is revoked already."),
    "reading_not_chosen": ("请选择该令牌可以读取的内容。", "Choose what the token may read."),
    "event_not_chosen": ("请选择要推送的事件。", "Choose of what it is to tell."),
    "webhook_name_taken": ("已有名为“{detail}”的推送。", "There is a webhook named “{detail}” already."),
    "webhooks_full": ("最多 {detail} 个推送。", "There are {detail} webhooks, as many as may be."),
    "webhook_url_unfit": (
        "请填写以 https:// 开头的完整地址。",
        "Give a whole address that begins with https://.",
    ),
    "webhook_url_secret": (
        "地址中不能包含用户名和密码。",
        "No name and password in the address, please.",
    ),
    "webhook_port": (
        "不能使用端口 {detail}：须为 443，或 1024 及以上。",
        "Port {detail} is not for this: 443, or 1024 and above.",
    ),
    "webhook_private": (
        "“{detail}”是内部网络的地址，云平台不向其推送。",
        "“{detail}” is an address of an internal network; the cloud sends nothing there.",
    ),
    "webhook_paused": ("该推送已暂停，请先启用。", "This webhook is paused; switch it on first."),
    "delivery_on_its_way": ("该推送正在进行。", "This delivery is on its way."),
    # Why a delivery has not arrived.
    "webhook_gone": ("该推送已删除。", "The webhook has been deleted."),
    "webhook_inside": ("该地址通向内部网络。", "The address leads into an internal network."),
    "webhook_unreachable": ("无法连接该地址。", "Nobody could be reached there."),
    "webhook_certificate": ("对方的证书不受信任。", "The certificate there is not trusted."),
    "webhook_slow": ("对方没有及时回答。", "There was no answer in time."),
    "webhook_cut": ("对方中断了连接。", "The connection was cut."),
    "webhook_status": ("对方没有接收。", "It was not taken there."),
    "webhook_expired": ("一天之内未能送达。", "It did not arrive within a day."),
    # The API itself.
    "token_wrong": ("令牌无效、已吊销或已过期。", "The token is not valid, is revoked or has expired."),
    "reading_missing": ("该令牌无权读取此内容（{detail}）。", "This token may not read that ({detail})."),
    "api_too_often": ("请求过于频繁，请稍后再试。", "Too many requests; try again later."),
    "cursor_unfit": ("该游标不属于此列表。", "This cursor does not belong to this list."),
    "cursor_over": (
        "该游标已过期，请从头读取。",
        "This cursor is too old; read from the beginning.",
    ),
}

TOLD = said_of(
    Group.ORGANIZATION,
    webhook_stopped=(
        "推送“{0}”自 {1:time} 起一直未能送达，已自动暂停。请检查接收系统，然后重新启用。",
        "Nothing has arrived at “{0}” since {1:time}: the webhook is paused. See to its receiver, then switch it on.",
    ),
)
