"""The sentence of each refusal, in both languages, for the person who reads it.

The cloud sends it with its answer and writes it into notices, the console shows it beside the button: neither has the
other's translations, so the sentences stand here, once. `{detail}` is what the refusal mentions.
"""

from domain import (
    firmware_wording,
    integration_wording,
    money_wording,
    outside_wording,
    record_wording,
    seal_wording,
)

SENTENCES: dict[str, tuple[str, str]] = {
    **seal_wording.SENTENCES,
    **record_wording.SENTENCES,
    **firmware_wording.SENTENCES,
    **money_wording.SENTENCES,
    **outside_wording.SENTENCES,
    **integration_wording.SENTENCES,
    "not_found": ("没有找到，或者您无权查看。", "Not found, or not for you to see."),
    "not_allowed": ("您没有执行此操作的权限。", "You are not permitted to do this."),
    "unknown_act": ("云平台不认识此操作，请升级。", "The cloud does not know this action; please update."),
    "arguments_do_not_fit": ("填写的内容不符合要求。", "What was entered does not fit."),
    "bad_signature": ("操作的签名无效。", "The signature of this action is not valid."),
    "seal_not_bound": ("印章“{detail}”未绑定，或尚未完成绑定。", "The seal “{detail}” is not bound, or not yet."),
    "seal_already_bound": ("该印章已被绑定。", "This seal is bound already."),
    "already_so": ("已经如此设置。", "It is set so already."),
    "lock_changed_since": (
        "印章“{detail}”的挂失锁定此后已被更改，请查看后重新操作。",
        "The loss lock of “{detail}” has been changed since then; look at it again.",
    ),
    "offline_needs_use": (
        "印章“{detail}”没有进行中的授权，不能开启无网络使用。",
        "“{detail}” has no live authorization, under which it could be used offline.",
    ),
    "seal_not_in_contact": (
        "印章“{detail}”须处于开机状态，请先连接。",
        "“{detail}” has to be switched on; connect to it first.",
    ),
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
    "former_use_not_ended": (
        "印章“{detail}”的上一次用印尚未结束，请先结束用印。",
        "The former use of “{detail}” has not been ended; end it first.",
    ),
    "other_than_applied": ("与申请的印章、使用人或使用模式不一致。", "Another seal, person or mode than applied for."),
    "wider_than_applied": ("不能超出申请的范围。", "Not wider than applied for."),
    "already_ended": ("该授权已经结束。", "This authorization has ended already."),
    "code_wrong": ("验证码不正确，还可以尝试 {detail} 次。", "The code is wrong; {detail} more tries."),
    "code_over": ("验证码已失效，请重新获取。", "The code is no longer valid; ask for a new one."),
    "codes_too_often": ("获取验证码过于频繁，请稍后再试。", "Too many codes were asked for; try again later."),
    "sms_full": (
        "该用户今天的短信已达上限（{detail} 条），请明天再试。",
        "This person has been sent as many SMS today as may be ({detail}); try again tomorrow.",
    ),
    "wechat_off": ("此处未开通微信登录。", "Signing in by WeChat is not offered here."),
    "wechat_over": ("二维码已失效，请刷新。", "This QR code is no longer valid; ask for a new one."),
    "wechat_too_often": ("获取二维码过于频繁，请稍后再试。", "Too many QR codes were asked for; try again later."),
    "wechat_no_member": (
        "该微信绑定的手机号与企业内成员的手机号不一致，请联系企业主管理员或管理员。",
        "The phone number bound to this WeChat account is no member's; ask your owner or administrator.",
    ),
    "wechat_unconfirmed": ("微信未能确认您的身份，请重新扫码。", "WeChat did not confirm who you are; scan once more."),
    "wechat_away": ("微信暂时无法连接，请稍后再试。", "WeChat cannot be reached at the moment; try again later."),
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
    "uploads_full": (
        "您今天上传的文件已达上限，请稍后继续。",
        "You have sent as many files today as may be; it goes on later.",
    ),
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
    "photos_full": (
        "您已为该用印记录声明 {detail} 张照片，不能再增加。",
        "You have declared {detail} pictures of this impression; no more can be added.",
    ),
    "text_unfit": (
        "文字中含有不允许的控制字符。",
        "The text contains control characters that are not allowed.",
    ),
    "names_wrong": (
        "单位和主管理员的名称须为1至60个字符。",
        "An organization and its owner each have a name of 1 to 60 characters.",
    ),
    "name_missing": (
        "请填写名称。",
        "Please give a name.",
    ),
    "name_differs": (
        "输入的名称与原名称不一致。",
        "The name that was typed is another one.",
    ),
    "text_missing": (
        "请填写内容。",
        "Please write something.",
    ),
    "free_use": (
        "单位处于自由用印状态，无需申请和授权。",
        "Seals are in free use here: no application or authorization is needed.",
    ),
    "feature_off": (
        "单位的功能配置未启用此项。",
        "The organization has not switched this item on.",
    ),
    "picture_missing": (
        "请上传文件图片。",
        "Please add a picture of the document.",
    ),
    "picture_unfit": (
        "图片须为 PNG 或 JPEG 格式。",
        "A picture has to be PNG or JPEG.",
    ),
    "department_missing": (
        "请选择用印部门。",
        "Please choose a department.",
    ),
    "category_missing": (
        "请选择印章“{detail}”的审批流程所适用的用印类别。",
        "Choose a category of use for which the seal “{detail}” has a flow.",
    ),
    "area_unfit": (
        "用印区域无效：圆形半径须为 50 米至 200 公里，多边形至少三个点。",
        "This is no area: a circle has a radius of 50 m to 200 km, a polygon at least three points.",
    ),
    "date_absurd": (
        "日期超出合理范围。",
        "The date is beyond anything sensible.",
    ),
    "pictures_owed": (
        "您还有 {detail} 条用印记录未上传照片，补齐后才能再次申请。",
        "{detail} of your impressions have no picture yet; add them before you apply again.",
    ),
    "pictures_missing": (
        "还有 {detail} 条用印记录没有照片，暂不能结束用印。",
        "{detail} impressions have no picture yet; the use cannot be ended.",
    ),
    "records_missing": (
        "还有 {detail} 条记录在印章中未上传，暂不能结束用印。",
        "{detail} records still lie on the seal; the use cannot be ended.",
    ),
    "nothing_owed": (
        "没有需要补传的照片。",
        "No picture is owed here.",
    ),
    "somebody_has_acted": (
        "已有人处理，不能撤回。",
        "Somebody has decided already; it cannot be withdrawn.",
    ),
    "urged_already": (
        "一小时内已催办过。",
        "It was urged within the last hour.",
    ),
    "step_stays": (
        "此步骤不能转交。",
        "This step cannot be handed on.",
    ),
    "member_may_not_approve": (
        "“{detail}”不能处理审批。",
        "“{detail}” cannot take an approval.",
    ),
    "own_application": (
        "“{detail}”是该申请的申请人，不能审批自己的申请。",
        "“{detail}” has applied and does not decide it himself.",
    ),
    "handed_on_too_often": (
        "此步骤已转交 {detail} 次，请审批或驳回。",
        "This step has been handed on {detail} times; approve or reject it.",
    ),
    "stand_in_for_oneself": (
        "不能将自己设为他人的代审批人。",
        "Nobody makes himself the stand-in of somebody else.",
    ),
    "level_lost": (
        "接收人已在“{detail}”的审批中，或是其申请人，会少一级审批；请交接给其他人。",
        "The successor decides in “{detail}” already, or has applied; a level would be lost: hand over to another.",
    ),
    "person_twice": (
        "同一人只能出现一次。",
        "Each person only once.",
    ),
    "template_read_only": (
        "系统模板不能修改或删除。",
        "The system template can be neither changed nor deleted.",
    ),
    "template_in_use": (
        "印章“{detail}”正在使用该模板，请先移除。",
        "The seal “{detail}” uses this template; remove it there first.",
    ),
    "area_name_taken": ("已有名为“{detail}”的区域。", "There is an area named “{detail}” already."),
    "areas_full": ("常用区域最多 {detail} 个。", "There are at most {detail} named areas."),
    "category_name_taken": (
        "增加失败：已有名为“{detail}”的用印类别。",
        "Not added: there is a category named “{detail}” already.",
    ),
    "category_in_use": (
        "印章“{detail}”的审批流程正在使用该类别，请先移除。",
        "The flow of the seal “{detail}” uses this category; remove it there first.",
    ),
    "department_name_taken": (
        "已有名为“{detail}”的部门。",
        "There is a department named “{detail}” already.",
    ),
    "subsidiary_name_taken": (
        "已有名为“{detail}”的子公司。",
        "There is a subsidiary named “{detail}” already.",
    ),
    "departments_full": (
        "部门数量已达上限（{detail}），可申请增加配额。",
        "There are as many departments as there may be ({detail}); ask for a higher quota.",
    ),
    "people_full": (
        "单位人数已达上限（{detail}），可申请增加配额。",
        "There are as many people as there may be ({detail}); ask for a higher quota.",
    ),
    "text_too_long": (
        "文字过长，最多 {detail} 个字。",
        "Too long: at most {detail} characters.",
    ),
    "phone_twice_in_list": (
        "手机号与第 {detail} 行重复。",
        "The phone number stands in row {detail} as well.",
    ),
    "department_unknown": (
        "没有名为“{detail}”的部门。",
        "There is no department named “{detail}”.",
    ),
    "role_unknown": (
        "没有名为“{detail}”的角色。",
        "There is no role named “{detail}”.",
    ),
    "list_empty": (
        "文件中没有成员。",
        "There is no member in the file.",
    ),
    "list_columns_missing": (
        "文件首行须有“姓名”和“手机号”两列，可下载模板填写。",
        "The first row has to name the columns Name and Phone number; there is a template to fill in.",
    ),
    "list_unreadable": (
        "无法读取该文件，请使用 XLSX 或 CSV 格式。",
        "The file cannot be read; use XLSX or CSV.",
    ),
    "list_old_excel": (
        "这是旧版 Excel 文件（.xls），请另存为 XLSX 后再导入。",
        "This is a file of an old Excel (.xls); save it as XLSX first.",
    ),
    "list_too_large": (
        "文件过大：最多 {detail} 行。",
        "The file is too large: at most {detail} rows.",
    ),
    "organizations_full": (
        "该用户加入的单位已达上限（{detail}）。",
        "This person belongs to as many organizations as he may ({detail}).",
    ),
    "permissions_missing": (
        "请为自定义用户选择权限。",
        "Choose the permissions of a custom role.",
    ),
    "permissions_unfit": (
        "只有自定义用户可以逐项选择权限。",
        "Permissions are chosen for a custom role only.",
    ),
    "owner_changes_otherwise": (
        "主管理员只能通过更改主管理员来变更。",
        "The owner is changed by changing the owner only.",
    ),
    "not_oneself": (
        "不能对自己执行此操作。",
        "You cannot do this to yourself.",
    ),
    "manages_by_role": (
        "“{detail}”默认管理所有印章，权限不能取消。",
        "“{detail}” manages every seal by role; that cannot be withdrawn.",
    ),
    "member_has_use": (
        "“{detail}”还有未结束的用印，请先结束或交接。",
        "“{detail}” has a use that has not been ended; end it or hand it over first.",
    ),
    "member_owes_pictures": (
        "“{detail}”还有未上传的照片，请先补齐或交接。",
        "“{detail}” owes pictures; add them or hand them over first.",
    ),
    "member_may_not_read": (
        "“{detail}”无权查看这些用印记录，不能接收待补照片。",
        "“{detail}” may not read these records and cannot take over the pictures that are owed.",
    ),
    "nothing_to_hand_over": (
        "“{detail}”没有需要交接的内容。",
        "“{detail}” has nothing to hand over.",
    ),
    "seals_still_bound": (
        "单位还有 {detail} 枚已绑定的印章，不能删除。",
        "{detail} seals are still bound; the organization cannot be deleted.",
    ),
    "subsidiaries_still_there": (
        "单位还有 {detail} 家子公司，不能删除。",
        "There are {detail} subsidiaries; the organization cannot be deleted.",
    ),
    "quota_not_more": (
        "申请的数量须大于现有配额 {detail}。",
        "Ask for more than the present quota of {detail}.",
    ),
    "quota_asked_already": (
        "该配额的申请正在处理。",
        "This quota has been asked for already.",
    ),
    "quota_decided": (
        "该配额申请已经处理完毕。",
        "This request for a quota has been decided already.",
    ),
    "headquarters_must_approve": (
        "需经总公司审批，请提交用印申请。",
        "The headquarters has to consent; please apply for the use.",
    ),
    "not_to_activate": (
        "该授权不在待激活状态。",
        "This authorization does not wait to be activated.",
    ),
    "not_to_cancel": (
        "只有未激活的授权可以撤销。",
        "Only an authorization that is not activated can be cancelled.",
    ),
    "activation_code_wrong": (
        "激活码不正确，还可以尝试 {detail} 次。",
        "The activation code is wrong; {detail} more tries.",
    ),
    "activation_code_over": (
        "激活码已失效，请让授权人重新发送。",
        "The activation code is no longer valid; ask for a new one.",
    ),
    "not_more": (
        "只能增加次数或延长时间。",
        "Only more uses or more time.",
    ),
    "beyond_applied_again": (
        "最多再增加与申请相同的次数和时长；需要更多请重新申请。",
        "At most as much again as was applied for; apply for more.",
    ),
    "demand_dropped": (
        "申请中的此项要求不能在授权时取消。",
        "The application demands this; the authorization does not drop it.",
    ),
    "read_already": (
        "消息已读。",
        "Read already.",
    ),
    "cloud_recovering": ("云平台正在恢复，请稍后再试。", "The cloud is coming back; try again in a moment."),
    "files_away": (
        "文件存储暂时无法使用，未做任何更改，请稍后再试。",
        "The store of files cannot be reached; nothing was changed. Try again in a moment.",
    ),
    "internal": ("云平台出错，操作未执行。", "The cloud failed; nothing was done."),
}


def sentence(code: str, detail: str = "", chinese: bool = True) -> str:
    """The sentence of a refusal; an unknown code (a newer cloud's) is shown as it is."""
    texts = SENTENCES.get(code)
    return code if texts is None else texts[0 if chinese else 1].format(detail=detail)
