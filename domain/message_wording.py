"""The sentence of each message, in both languages: consoles show it, the cloud sends it by WeChat and SMS.

A message carries its code and the words that it mentions; `{0}` is the first of them. Words that are no text of people
say what they are: `{1:count}`, `{2:time}`, `{3:role}`, `{4:quota}`, `{5:place}`, `{6:failure}`.
"""

from string import Formatter
from typing import Any

from domain.firmware_wording import FAILURES
from domain.integration_wording import TOLD
from domain.message_groups import Group, Said, said_of
from domain.money_wording import PAYING
from domain.organization import Role
from domain.quotas import Quota
from domain.times import LATEST, minute

# Of an application: applicant, seal, document, and what else there is to say.
_APPROVAL = said_of(
    Group.APPROVAL,
    approval_waits=(
        "{0}申请使用“{1}”（{2}），请您审批。",
        "{0} applies for the use of “{1}” ({2}): it is your turn to approve.",
    ),
    consent_waits=(
        "{0}申请使用“{1}”（{2}），需要总公司审批，请您处理。",
        "{0} applies for the use of “{1}” ({2}): the headquarters' consent is asked of you.",
    ),
    authorization_waits=(
        "{0}申请使用“{1}”（{2}），请您下发授权。",
        "{0} applies for the use of “{1}” ({2}): it is your turn to authorize.",
    ),
    waits_in_place=(
        "{0}申请使用“{1}”（{2}），请您代{3}处理。",
        "{0} applies for the use of “{1}” ({2}): please decide in place of {3}.",
    ),
    step_transferred=(
        "{3}将{0}使用“{1}”（{2}）的申请转交给您处理。",
        "{3} has handed on to you the application of {0} for the use of “{1}” ({2}).",
    ),
    step_handed_on=(
        "{3}代您将{0}使用“{1}”（{2}）的申请转交给了{4}。",
        "In your place {3} has handed on to {4} the application of {0} for the use of “{1}” ({2}).",
    ),
    step_decided=(
        "{3}代您处理了{0}使用“{1}”（{2}）的申请。",
        "In your place {3} has decided on the application of {0} for the use of “{1}” ({2}).",
    ),
    application_urged=(
        "{0}催办：使用“{1}”（{2}）的申请请尽快处理。",
        "{0} asks you to decide soon: the application for the use of “{1}” ({2}).",
    ),
    approval_reminder=(
        "{0}使用“{1}”（{2}）的申请已等待您处理 {3} 小时。",
        "The application of {0} for the use of “{1}” ({2}) has waited for you for {3} hours.",
    ),
    step_passed=(
        "{3}已通过{0}使用“{1}”（{2}）的申请，等待下一步审批。",
        "{3} has approved the application of {0} for the use of “{1}” ({2}); the next step waits.",
    ),
    application_approved=(
        "{0}使用“{1}”（{2}）的申请已审批通过，等待下发授权。",
        "The application of {0} for the use of “{1}” ({2}) is approved and waits to be authorized.",
    ),
    application_rejected=(
        "{3}驳回了{0}使用“{1}”（{2}）的申请：{4}",
        "{3} has rejected the application of {0} for the use of “{1}” ({2}): {4}",
    ),
    application_authorized=(
        "{3}已授权{0}使用“{1}”（{2}）。",
        "{3} has authorized {0} to use “{1}” ({2}).",
    ),
    application_pre_authorized=(
        "{3}已预先授权{0}使用“{1}”（{2}），激活码已发送到{0}的手机。",
        "{3} has pre-authorized {0} to use “{1}” ({2}); {0} was sent the activation code.",
    ),
    application_withdrawn=(
        "{0}撤回了使用“{1}”（{2}）的申请。",
        "{0} has withdrawn the application for the use of “{1}” ({2}).",
    ),
    comment_added=(
        "{3}评论了{0}使用“{1}”（{2}）的申请：{4}",
        "{3} on the application of {0} for the use of “{1}” ({2}): {4}",
    ),
)

# Of an authorization: its user, the seal, and what else there is to say.
_AUTHORIZATION = said_of(
    Group.AUTHORIZATION,
    authorization_issued=(
        "{2}授权{0}使用“{1}”，次数 {3:count}，{4:time} 截止。",
        "{2} has authorized {0} to use “{1}”: uses {3:count}, until {4:time}.",
    ),
    pre_authorization_issued=(
        "{2}预先授权{0}使用“{1}”，次数 {3:count}，{4:time} 截止，激活码已发送到{0}的手机。",
        "{2} has pre-authorized {0} to use “{1}”: uses {3:count}, until {4:time}; {0} was sent the activation code.",
    ),
    authorization_activated=(
        "{0}已激活“{1}”的用印授权。",
        "{0} has activated the authorization for “{1}”.",
    ),
    authorization_cancelled=(
        "{2}撤销了对{0}使用“{1}”的预先授权。",
        "{2} has cancelled the pre-authorization of {0} for “{1}”.",
    ),
    authorization_lapsed=(
        "{0}未激活“{1}”的预先授权，授权已失效。",
        "{0} did not activate the pre-authorization for “{1}”; it is no longer valid.",
    ),
    authorization_refused=(
        "印章“{1}”没有接受对{0}的授权，请重新下发。",
        "The seal “{1}” did not take the authorization of {0}; please issue it again.",
    ),
    activation_put_back=(
        "印章“{1}”上另有授权正在使用，{0}的激活未生效，激活码仍然有效。",
        "Another grant is in use on “{1}”: the activation by {0} did not take effect, the code stays good.",
    ),
    code_spent=(
        "{0}在印章“{1}”上多次输错激活码，该预先授权已失效，请撤销后重新授权。",
        "{0} typed too many wrong activation codes at “{1}”: please cancel that pre-authorization and issue another.",
    ),
    use_extended=(
        "{2}调整了{0}使用“{1}”的授权：次数 {3:count}，{4:time} 截止。",
        "{2} has extended the authorization of {0} for “{1}”: uses {3:count}, until {4:time}.",
    ),
)

_USE = said_of(
    Group.USE,
    use=(
        "{0}使用“{1}”盖章，已用 {2}/{3:count}。",
        "{0} has stamped with “{1}”: {2}/{3:count} used.",
    ),
    use_sealed=(
        "{0}使用“{1}”在电子文件上用印，已用 {2}/{3:count}。",
        "{0} has sealed a document with “{1}”: {2}/{3:count} used.",
    ),
    use_abnormal=(
        "{0}使用“{1}”盖章，记录为异常，已用 {2}/{3:count}。",
        "{0} has stamped with “{1}”, recorded as abnormal: {2}/{3:count} used.",
    ),
    use_ended=(
        "{2}已结束{0}对“{1}”的用印，已用 {3}/{4:count}。",
        "{2} has ended the use of “{1}” by {0}: {3}/{4:count} used.",
    ),
    use_over=(
        "{0}对“{1}”的用印已自动结束，已用 {2}/{3:count}。",
        "The use of “{1}” by {0} has ended by itself: {2}/{3:count} used.",
    ),
    pictures_missing=(
        "{0}使用“{1}”后还有 {2} 条记录没有照片，请补传。",
        "{2} impressions by {0} with “{1}” still have no picture; please add them.",
    ),
    pictures_given=(
        "{0}使用“{1}”后未上传的 {2} 张照片，现由您补传。",
        "The {2} pictures that are missing from the use of “{1}” by {0} are yours to add now.",
    ),
    pictures_waived=(
        "{2}已免除{0}补传“{1}”用印照片：{3}",
        "{2} no longer asks {0} for the missing pictures of “{1}”: {3}",
    ),
)

_PEOPLE = said_of(
    Group.PERMISSION,
    keeper_given=(
        "{1}将印章“{0}”交给您管理。",
        "{1} has made you keeper of the seal “{0}”.",
    ),
    keeper_withdrawn=(
        "{1}取消了您对印章“{0}”的管理权限。",
        "{1} has withdrawn the seal “{0}” from your keeping.",
    ),
    member_added=(
        "{0}将您加入“{1}”，角色是{2:role}。",
        "{0} has added you to “{1}”; your role: {2:role}.",
    ),
    role_changed=(
        "{0}变更了您的权限，角色是{1:role}。",
        "{0} has changed what you may do; your role: {1:role}.",
    ),
    member_removed=(
        "{0}将{1}移出了单位。",
        "{0} has removed {1} from the organization.",
    ),
    handed_over=(
        "{0}将{1}的工作交接给了您。",
        "{0} has handed over to you what {1} had in hand.",
    ),
    handed_away=(
        "{0}将您的工作交接给了{1}。",
        "{0} has handed over to {1} what you had in hand.",
    ),
    owner_named=(
        "您是“{0}”的主管理员。",
        "You are the owner of “{0}”.",
    ),
    owner_given=(
        "您现在是“{0}”的主管理员，接替{1}。",
        "You are the owner of “{0}” now, in succession to {1}.",
    ),
    owner_changed=(
        "主管理员已由{1}变更为{0}。",
        "The owner is {0} now, in succession to {1}.",
    ),
    stand_in_named=(
        "{1:time} 至 {2:time}，由您代{0}处理审批。",
        "From {1:time} to {2:time} you decide in place of {0}.",
    ),
    stand_in_over=(
        "您不再代{0}处理审批。",
        "You no longer decide in place of {0}.",
    ),
    stand_in_set=(
        "{0}设置由{1}在 {2:time} 至 {3:time} 代您处理审批。",
        "{0} has set that {1} decides in your place from {2:time} to {3:time}.",
    ),
)

_BINDING = said_of(
    Group.BINDING,
    seal_unbound=(
        "{1}解绑了印章“{0}”。",
        "{1} has unbound the seal “{0}”.",
    ),
    binding_lapsed=(
        "印章“{0}”一天内未完成绑定，绑定已自动取消，可重新绑定。",
        "The seal “{0}” was not bound within a day: that was called off. It can be bound anew.",
    ),
    binding_overtaken=(
        "印章“{0}”已绑定到其他组织，您发起的绑定已取消。",
        "The seal “{0}” was bound by another organization: your binding was called off.",
    ),
    binding_delivered_elsewhere=(
        "平台已将印章“{0}”交付给其他组织，您发起的绑定已取消。",
        "The seal “{0}” was delivered to another organization: your binding was called off.",
    ),
    binding_called_off=(
        "平台已收回印章“{0}”的交付，您发起的绑定已取消；印章仍在您手中时可重新绑定。",
        "The delivery of the seal “{0}” was taken back: your binding was called off. If you hold it, bind it anew.",
    ),
    bound_after_all=(
        "印章“{0}”在绑定撤回前已完成绑定，现已属于本组织；不需要时请解绑。",
        "The seal “{0}” had been bound before that was taken back: it is your organization's. Unbind it if unwanted.",
    ),
    seal_taken_in=(
        "印章“{0}”在云平台所用备份之后绑定，现已重新接管；请核对名称、保管人和审批流程。",
        "The seal “{0}” was bound after the cloud's backup and is taken in again. Check its name, keepers and flow.",
    ),
    seal_stays_bound=(
        "印章“{0}”拒绝解绑：还有记录未上传，或有授权未结束。",
        "The seal “{0}” would not be unbound: it holds records, or a grant that has not ended.",
    ),
)

# Of a seal: its name, and what else there is to say.
_ABNORMAL = said_of(
    Group.ABNORMAL,
    seal_is_locked=(
        "印章“{0}”已挂失锁定，最后位置：{1:place}（{2:time}）。",
        "The seal “{0}” is locked; last position: {1:place} ({2:time}).",
    ),
    seal_withholds=(
        "印章“{0}”中有 {1} 条记录自 {2:time} 起一直没有上传。",
        "{1} records have been on the seal “{0}” since {2:time} and did not reach the cloud.",
    ),
    seal_is_silent=(
        "印章“{0}”自 {1:time} 起没有与云平台联系。",
        "The seal “{0}” has not been in contact since {1:time}.",
    ),
    seal_log_forked=(
        "印章“{0}”从第 {1} 条起的记录与云平台保存的不一致，存储可能被回退或复制。",
        "From entry {1} on the log of “{0}” contradicts the cloud: its storage may have been put back or copied.",
    ),
    seal_rolled_back=(
        "印章“{0}”的存储被回退到较早的状态，印章已停止使用。",
        "The storage of “{0}” was put back to an earlier state; the seal stays shut.",
    ),
    seal_tampered=(
        "印章“{0}”的外壳于 {1:time} 被打开。",
        "The case of “{0}” was opened at {1:time}.",
    ),
    upgrade_failed=(
        "印章“{0}”升级到固件 {1} 失败：{2:failure}。",
        "The upgrade of “{0}” to firmware {1} has failed: {2:failure}.",
    ),
    case_assigned=(
        "{1}请您处理印章“{0}”于 {2:time} 的异常记录。",
        "{1} asks you to clear up the abnormal record of “{0}” of {2:time}.",
    ),
    case_closed=(
        "{1}已办结印章“{0}”于 {2:time} 的异常记录：{3}",
        "{1} has closed the abnormal record of “{0}” of {2:time}: {3}",
    ),
    case_reopened=(
        "{1}重新打开了印章“{0}”于 {2:time} 的异常记录：{3}",
        "{1} has opened the abnormal record of “{0}” of {2:time} again: {3}",
    ),
)

_ORGANIZATION = said_of(
    Group.ORGANIZATION,
    features_changed=(
        "{0}修改了功能配置。",
        "{0} has changed the feature configuration.",
    ),
    use_controlled=(
        "单位已启用管控用印：用印须先申请和授权。",
        "Use is controlled now: it has to be applied for and authorized.",
    ),
    use_free=(
        "单位已改为自由用印：用印无需申请和授权。",
        "Use is free now: no application or authorization is needed.",
    ),
    consent_needed=(
        "主管理员用印现在需要总公司审批。",
        "What the owner uses needs the consent of the headquarters now.",
    ),
    consent_not_needed=(
        "主管理员用印不再需要总公司审批。",
        "What the owner uses no longer needs the consent of the headquarters.",
    ),
    consent_given=(
        "子公司“{0}”主管理员的用印由您审批。",
        "What the owner of the subsidiary “{0}” uses needs your consent now.",
    ),
    quota_granted=(
        "{0:quota}的配额已调整为 {1}。",
        "The quota of {0:quota} is {1} now.",
    ),
    quota_refused=(
        "{0:quota}的配额未调整为 {1}：{2}",
        "The quota of {0:quota} was not raised to {1}: {2}",
    ),
    export_done=(
        "用印记录已导出 {0} 条，{2:time} 前可在使用记录中下载；同时发送至 {1}。",
        "{0} usage records are exported; fetch them under Usage records until {2:time}. They are also sent to {1}.",
    ),
    export_failed=(
        "用印记录导出失败：{0}",
        "The export of usage records has failed: {0}",
    ),
    export_not_taken=(
        "邮箱 {0} 未收到导出文件（{1}）。文件仍可下载，也可发送至其他邮箱。",
        "The mailbox {0} did not take the export ({1}). The files can still be fetched, or sent to another mailbox.",
    ),
)

_OF_SEALS, _AROUND = {**_BINDING, **_ABNORMAL}, {**PAYING, **TOLD}
MESSAGES: dict[str, Said] = {**_APPROVAL, **_AUTHORIZATION, **_USE, **_PEOPLE, **_OF_SEALS, **_ORGANIZATION, **_AROUND}

_ROLES: dict[str, tuple[str, str]] = {
    Role.OWNER: ("主管理员", "owner"),
    Role.ADMINISTRATOR: ("管理员", "administrator"),
    Role.KEEPER: ("管章人", "seal keeper"),
    Role.MEMBER: ("成员", "member"),
    Role.CUSTOM: ("自定义用户", "custom role"),
    Role.HEADQUARTERS: ("总公司审批人", "headquarters' approver"),
}
_QUOTAS: dict[str, tuple[str, str]] = {
    Quota.SEALS: ("印章", "seals"),
    Quota.PEOPLE: ("人员", "people"),
    Quota.DEPARTMENTS: ("部门", "departments"),
}
_COUNTS: dict[str, tuple[str, str]] = {"0": ("不限", "unlimited")}
_PLACES: dict[str, tuple[str, str]] = {"": ("未知", "unknown")}
_TERMS = {"role": _ROLES, "quota": _QUOTAS, "count": _COUNTS, "place": _PLACES, "failure": FAILURES}


class Speaker(Formatter):
    """Puts words into a sentence, and says in its language what is no text of people."""

    def __init__(self, chinese: bool) -> None:
        self._language = 0 if chinese else 1

    def format_field(self, value: Any, format_spec: str) -> str:
        text = str(value)
        if format_spec == "time":
            if (at := int(text)) > LATEST:
                raise ValueError("no time that a calendar has")
            return minute(at)
        terms = _TERMS.get(format_spec, {}).get(text)
        return text if terms is None else terms[self._language]


def message_text(code: str, words: list[str], chinese: bool = True) -> str:
    """The sentence of a message; what a newer cloud says in another way is shown by its code."""
    said = MESSAGES.get(code)
    if said is None:
        return code
    try:
        return Speaker(chinese).format(said.chinese if chinese else said.english, *words)
    except (IndexError, ValueError, OverflowError, OSError):
        return code


def group_of(code: str) -> Group | None:
    """What a message is about; None: a newer cloud's."""
    said = MESSAGES.get(code)
    return None if said is None else said.group
