"""The sentence of each refusal, in both languages, for the person who reads it.

The cloud sends it with its answer and writes it into notices, the console shows it beside the button: neither has the
other's translations, so the sentences stand here, once. `{detail}` is what the refusal mentions.
"""

SENTENCES: dict[str, tuple[str, str]] = {
    "not_found": ("没有找到，或者您无权查看。", "Not found, or not for you to see."),
    "not_allowed": ("您没有执行此操作的权限。", "You are not permitted to do this."),
    "unknown_act": ("云平台不认识此操作，请升级。", "The cloud does not know this action; please update."),
    "arguments_do_not_fit": ("填写的内容不符合要求。", "What was entered does not fit."),
    "bad_signature": ("操作的签名无效。", "The signature of this action is not valid."),
    "seal_not_bound": ("印章“{detail}”尚未完成绑定。", "The seal “{detail}” is not bound yet."),
    "seal_already_bound": ("该印章已被绑定。", "This seal is bound already."),
    "seal_unknown": ("无法证明这是一枚真实的印章。", "Nothing proves that this is a genuine seal."),
    "seals_full": ("单位的印章数量已达上限（{detail}）。", "The organization has as many seals as it may ({detail})."),
    "keeper_role_needed": ("“{detail}”没有管章人角色。", "“{detail}” does not have the seal keeper role."),
    "keepers_full": ("每枚印章最多 {detail} 名管章人。", "A seal has at most {detail} keepers."),
    "template_name_taken": ("已有名为“{detail}”的审批模板。", "There is a template named “{detail}” already."),
    "role_not_given_here": ("此处不能授予该角色。", "This role is not given here."),
    "one_administrator": ("单位只可以设置一个管理员。", "An organization has one administrator only."),
    "phone_already_member": ("该手机号已是本单位成员。", "This phone number belongs to a member already."),
    "reason_missing": ("请填写事由。", "Please give a reason."),
    "document_missing": ("请填写文件名称。", "Please name the document."),
    "end_before_start": ("结束时间必须晚于开始时间。", "The end must come after the start."),
    "end_in_past": ("结束时间已经过去。", "The end is in the past."),
    "already_decided": ("该申请已经处理完毕。", "This application has been decided already."),
    "not_your_turn": ("当前步骤不由您处理。", "It is not your turn to decide."),
    "authorize_instead": ("此步骤需要下发授权。", "This step is taken by issuing the authorization."),
    "member_may_not_stamp": ("“{detail}”没有用印权限。", "“{detail}” is not permitted to stamp."),
    "not_offered": ("暂不支持此方式。", "This way is not offered yet."),
    "former_use_not_ended": (
        "印章“{detail}”的上一次用印尚未结束，请先结束用印。",
        "The former use of “{detail}” has not been ended; end it first.",
    ),
    "other_than_applied": ("与申请的印章或使用人不一致。", "Another seal or person than applied for."),
    "wider_than_applied": ("不能超出申请的范围。", "Not wider than applied for."),
    "already_ended": ("该授权已经结束。", "This authorization has ended already."),
    "code_wrong": ("验证码不正确，还可以尝试 {detail} 次。", "The code is wrong; {detail} more tries."),
    "code_over": ("验证码已失效，请重新获取。", "The code is no longer valid; ask for a new one."),
    "codes_too_often": ("获取验证码过于频繁，请稍后再试。", "Too many codes were asked for; try again later."),
    "second_factor_needed": ("请输入身份验证器中的动态码。", "Enter the code of your authenticator app."),
    "second_factor_wrong": ("动态码不正确，还可以尝试 {detail} 次。", "The app's code is wrong; {detail} more tries."),
    "second_factor_over": ("动态码错误次数过多，请一小时后再试。", "Too many wrong codes; try again in an hour."),
    "second_factor_on": ("两步验证已经开启。", "The second factor is switched on already."),
    "second_factor_off": ("两步验证尚未开启。", "The second factor is not switched on."),
    "phone_wrong": ("手机号格式不正确。", "This is not a phone number."),
    "signed_out": ("登录已失效，请重新登录。", "You are signed out; please sign in again."),
    "stream_forked": (
        "本机数据与云平台记录不一致，将以新的序列重新发送。",
        "This database was copied; it will send anew.",
    ),
    "stream_gap": ("缺少之前的操作。", "An earlier action is missing."),
    "file_does_not_match": ("文件内容与其校验值不符。", "The file does not match its hash."),
    "offset_wrong": ("请从云平台已有的位置继续上传。", "The upload has to go on where the cloud is."),
    "too_large": ("内容过大。", "Too large."),
    "malformed": ("数据格式不正确。", "The data is malformed."),
    "untrusted": ("证书不受信任。", "The certificate is not trusted."),
    "update_needed": (
        "云平台与本程序的版本不一致，请升级。",
        "Cloud and program do not speak the same version; please update.",
    ),
    "keys_unreachable": ("无法读取本机保存的密钥。", "The keys kept on this computer cannot be read."),
    "log_forked": ("印章日志与云平台记录不一致。", "The seal's log does not continue what the cloud holds."),
    "photo_too_early": (
        "照片的记录编号超出印章已知日志末尾 {detail} 条以上。",
        "The picture is for an entry more than {detail} beyond the known end of the seal's log.",
    ),
    "internal": ("云平台出错，操作未执行。", "The cloud failed; nothing was done."),
}


def sentence(code: str, detail: str = "", chinese: bool = True) -> str:
    """The sentence of a refusal; an unknown code (a newer cloud's) is shown as it is."""
    texts = SENTENCES.get(code)
    return code if texts is None else texts[0 if chinese else 1].format(detail=detail)
