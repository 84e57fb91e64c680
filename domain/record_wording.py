"""What is said of records, in both languages: sentences of refusals for `wording`, and the words of exported tables."""

from domain.usage import Abnormality, Grade

SENTENCES: dict[str, tuple[str, str]] = {
    "mailbox_unfit": ("这不是有效的邮箱地址。", "This is no address of a mailbox."),
    "format_missing": ("请选择文件格式。", "Choose at least one kind of file."),
    "exports_full": (
        "已有 {detail} 个导出在进行，请等其中一个完成。",
        "{detail} exports are under way; wait for one of them.",
    ),
    "export_over": ("该导出已经结束。", "This export is over already."),
    "export_gone": (
        "导出的文件已不再保留，请重新导出。",
        "The exported files are no longer kept; export again.",
    ),
    "export_on_its_way": ("文件正在发送至 {detail}。", "The files are on their way to {detail}."),
    "export_too_long": (
        "该时段有 {detail} 条记录，PDF 报告最多 10 册、共 20000 条；请缩短时段，或选择 XLSX、CSV。",
        "There are {detail} records: a PDF report has ten volumes of 2,000. Take a shorter period, or XLSX or CSV.",
    ),
    "export_not_made": (
        "导出时云平台出错，请重试。",
        "The cloud failed while it wrote the files; try again.",
    ),
    "export_no_room": (
        "云平台的存储空间不足，未能完成导出。",
        "The cloud has no room on its disk for these files.",
    ),
    "no_font": (
        "云平台的服务器上没有中文字体，不能生成 PDF；可选择 XLSX、CSV。",
        "There is no Chinese font on the cloud's server for a PDF; take XLSX or CSV.",
    ),
    "mail_withdrawn": (
        "发送人已无权导出用印记录，不再发送",
        "who had it sent may export records no more, so it is sent no more",
    ),
    "no_mail": ("该云平台不发送邮件", "this cloud sends no mail"),
    "mailbox_away": ("邮件服务器无法连接", "its mail server is out of reach"),
    "mail_certificate": (
        "邮件服务器的证书不可信，请联系云平台管理员",
        "the certificate of its mail server is not trusted; tell who runs the cloud",
    ),
    "mail_login": (
        "邮件服务器不接受云平台的登录，请联系云平台管理员",
        "its mail server does not accept the cloud's login; tell who runs the cloud",
    ),
    "mail_not_safe": (
        "云平台与邮件服务器的加密或登录设置不一致，请联系云平台管理员",
        "the cloud and its mail server do not agree about encryption or login; tell who runs the cloud",
    ),
    "mail_cut": ("发送时连接中断，邮件可能已送达", "the connection broke while it was sent; it may have arrived"),
    "mail_file_away": ("附件暂时无法读取，邮件尚未发送", "the file cannot be read just now; nothing has been sent yet"),
    "mail_slow": ("发送过慢，已中断，邮件未送达", "it went out too slowly and was broken off; it has not arrived"),
    "mail_twice": (
        "此前一次发送中断，收件人可能收到两封",
        "an earlier try was cut off, so it may have arrived twice",
    ),
    "expired": ("多次尝试后仍未送达", "it was tried for too long"),
    "reviews_full": (
        "一条记录最多复核 {detail} 次。",
        "A record is reviewed {detail} times at most.",
    ),
    "record_not_abnormal": ("该记录不是异常记录。", "This record is not abnormal."),
    "case_full": (
        "该异常记录的处理过程已达 {detail} 条。",
        "This case has {detail} steps, which is as many as it may.",
    ),
    "case_closed": ("该异常记录已经办结。", "This case is closed."),
    "case_not_closed": ("该异常记录尚未办结。", "This case is not closed."),
    "comment_missing": ("请填写说明。", "Please write something."),
    "assignee_does_not_see": (
        "“{detail}”不管理该印章，看不到这条记录。",
        "“{detail}” does not manage this seal, and does not see its records.",
    ),
    "retention_too_short": (
        "照片至少保留 {detail} 天；填 0 表示永久保留。",
        "Pictures are kept {detail} days at least; 0 keeps them for ever.",
    ),
    "holds_full": (
        "最多同时有 {detail} 条保全。",
        "There are {detail} holds, as many as there may be.",
    ),
    "hold_lifted": ("该保全已经解除。", "This hold is lifted already."),
    "picture_removed": ("照片已按保留期限删除。", "The picture was removed when its time was over."),
}

Both = tuple[str, str]
NORMAL: Both = ("正常", "normal")
CAUSES: dict[Abnormality, Both] = {
    Abnormality.BEYOND_COUNT: ("超出授权次数", "beyond the number of uses"),
    Abnormality.BEYOND_TIME: ("超出授权时间", "beyond the time"),
    Abnormality.NO_AUTHORIZATION: ("未进行授权", "without authorization"),
    Abnormality.LOSS_LOCKED: ("挂失锁定后", "after a loss lock"),
    Abnormality.SWITCHING_OFF: ("拉伸状态下，关机过程中", "stand out while switching off"),
    Abnormality.JUST_ENDED: ("授权结束时处于拉伸状态", "stand out when the use ended"),
    Abnormality.JUST_BOUND: ("首次授权前处于拉伸状态", "stand out before the first authorization"),
    Abnormality.SHOWING_ADDRESS: ("拉伸，二维码状态", "stand out while showing the address"),
    Abnormality.SCREEN_OFF: ("拉伸，熄屏", "stand out with the screen off"),
    Abnormality.LOCKED_WHILE_OFF: ("关机时锁定，开机后立即按压", "locked while off, pressed at once"),
}
GRADES: dict[Grade, Both] = {
    Grade.HOLDER: ("持章人", "whoever held the seal"),
    Grade.SESSION: ("已连接印章", "signed in at the seal"),
    Grade.FINGERPRINT: ("指纹", "by fingerprint"),
}


def result_words(result: int) -> Both:
    """Normal, or why not (R-156..R-165); a cause that a newer seal knows, by its number."""
    if result == 0:
        return NORMAL
    known = result in set(Abnormality)
    chinese, english = CAUSES[Abnormality(result)] if known else (str(result), str(result))
    return f"异常：{chinese}", f"abnormal: {english}"
