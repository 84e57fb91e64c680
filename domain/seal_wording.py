"""The sentences of refusals that concern a seal as a device, for `wording`."""

SENTENCES: dict[str, tuple[str, str]] = {
    "seal_locked": (
        "印章“{detail}”处于挂失锁定状态，请先解除锁定。",
        "“{detail}” is in loss lock; unlock it first.",
    ),
    "binding_not_open": (
        "印章“{detail}”没有等待确认的绑定，无需撤回。",
        "No binding of “{detail}” waits for its seal; there is nothing to take back.",
    ),
    "seal_not_locked": (
        "只有处于挂失锁定状态的印章才能强制解绑（“{detail}”未挂失）。",
        "Only a seal in loss lock is unbound by force; “{detail}” is not.",
    ),
    "seal_holds_records": (
        "印章中还有 {detail} 条记录未上传，请先上传。",
        "{detail} records still lie on the seal; let them be carried to the cloud first.",
    ),
    "uses_wait": (
        "还有 {detail} 个未激活的预先授权，请先撤销。",
        "{detail} pre-authorizations wait to be activated; cancel them first.",
    ),
    "code_spent_at_seal": (
        "激活码在印章上输错次数过多，请让授权人撤销后重新授权。",
        "Too many wrong codes were typed at the seal; the authorization has to be cancelled and issued anew.",
    ),
    "not_for_documents": (
        "电子用印不拍照、不校验指纹，也不要求上传照片。",
        "A document is neither photographed nor checked by a fingerprint.",
    ),
    "documents_full": (
        "最多 {detail} 份 PDF 文件。",
        "At most {detail} PDF documents.",
    ),
    "document_too_early": (
        "文件的记录编号超出印章已知日志末尾 {detail} 条以上。",
        "The file is for an entry more than {detail} beyond the known end of the seal's log.",
    ),
    "no_document": (
        "申请中没有 PDF 附件；如需盖其他文件，请勾选“允许盖其他文件”。",
        "The application brings no PDF; allow other documents if others are to be sealed.",
    ),
    "other_document": (
        "该文件不是申请中的文件，授权人也未允许盖其他文件。",
        "This is no document of the application, and the authorizer has not allowed others.",
    ),
    "not_electronic": (
        "该授权不是电子用印授权，或该文件不是 PDF。",
        "This authorization is not one for documents, or this is no PDF.",
    ),
    "finger_missing": (
        "“{detail}”在该印章中未录入指纹。",
        "This seal holds no fingerprint of “{detail}”.",
    ),
    "finger_there": (
        "“{detail}”已录入指纹，或正在等待录入。",
        "The fingerprint of “{detail}” is enrolled already, or waits to be.",
    ),
    "finger_awaited": (
        "印章“{detail}”正在等待录入另一枚指纹，请先完成或取消。",
        "“{detail}” is waiting for another fingerprint; let it be taken or cancel it first.",
    ),
    "finger_in_use": (
        "“{detail}”有要求校验指纹的授权，不能删除指纹。",
        "A use of “{detail}” demands the fingerprint; it cannot be deleted.",
    ),
    "finger_over_bluetooth": (
        "蓝牙不支持指纹校验（印章“{detail}”）。",
        "Fingerprints are not checked over Bluetooth (“{detail}”).",
    ),
    "seal_not_online": (
        "印章 {detail} 未连接到服务器，请插入 SIM 卡并开机后重试。",
        "{detail} is not connected to the server; switch it on with its SIM card in.",
    ),
    "seal_has_no_modem": (
        "印章 {detail} 为蓝牙型号，只能通过蓝牙绑定。",
        "{detail} has no modem; bind it over Bluetooth.",
    ),
    "seal_delivered_already": (
        "该印章已交付给单位 {detail}，请先收回。",
        "The seal is delivered to organization {detail}; take it back first.",
    ),
    "seal_never_met": (
        "云平台尚未见过印章 {detail}，请注明型号。",
        "The cloud has never met {detail}; name its model.",
    ),
    "fingers_full": (
        "存储已满：每枚印章最多录入 {detail} 枚指纹。",
        "Storage is full: a seal holds at most {detail} fingerprints.",
    ),
}
