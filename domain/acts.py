"""Every act and every kind of row by its name on the wire, and the one door to the rules."""

from collections.abc import Callable
from typing import Any

import msgspec

from domain import (
    applications,
    approvals,
    audit,
    authorizations,
    cases,
    categories,
    commands,
    consoles,
    departments,
    documents,
    ending,
    events,
    exports,
    features,
    files,
    fingers,
    firmware,
    integrations,
    invoice_titles,
    invoices,
    issuing,
    keepers,
    leaving,
    locating,
    loss_lock,
    members,
    messages,
    named_areas,
    offline_use,
    orders,
    organization,
    outlets,
    ownership,
    quotas,
    retention,
    reviews,
    seal_certificates,
    seal_settings,
    seals,
    second_factor,
    service,
    sign_ins,
    stock,
    subsidiaries,
    tariff,
    templates,
    texts,
    unbinding,
    unfinished_binding,
    usage,
    waiting,
    webhooks,
)
from domain.rows import Act, Row
from domain.verdict import Circumstances, Refused, Verdict

ROWS: dict[str, type[Row]] = {
    kind.table: kind
    for kind in (
        organization.Organization,
        organization.Member,
        departments.Department,
        subsidiaries.Subsidiary,
        quotas.QuotaRequest,
        categories.Category,
        named_areas.NamedArea,
        outlets.Outlet,
        templates.Template,
        seals.Seal,
        seals.SealStatus,
        firmware.SealFirmware,
        seal_certificates.SealCertificate,
        stock.StockedSeal,
        commands.SealCommand,
        events.SealEvent,
        applications.Application,
        approvals.Comment,
        files.Attachment,
        authorizations.Authorization,
        usage.Impression,
        usage.Photo,
        reviews.Review,
        cases.Case,
        exports.Export,
        retention.Hold,
        messages.Message,
        messages.Seen,
        audit.AuditEntry,
        invoice_titles.InvoiceTitle,
        tariff.Tariff,
        service.SealService,
        orders.Order,
        invoices.Invoice,
        integrations.ApiToken,
        webhooks.Webhook,
        webhooks.WebhookDelivery,
        consoles.Console,
        sign_ins.SignInAttempt,
        second_factor.SecondFactor,
    )
}


RULES: dict[type[Act], Callable[[Any, Circumstances], Verdict]] = {
    organization.ChangeOrganization: organization.decide_change_organization,
    subsidiaries.DeleteOrganization: subsidiaries.decide_delete_organization,
    subsidiaries.AddSubsidiary: subsidiaries.decide_add_subsidiary,
    subsidiaries.ChangeSubsidiary: subsidiaries.decide_change_subsidiary,
    subsidiaries.DeleteSubsidiary: subsidiaries.decide_delete_subsidiary,
    subsidiaries.SetHeadquartersApproval: subsidiaries.decide_set_headquarters_approval,
    ownership.ChangeOwner: ownership.decide_change_owner,
    quotas.RequestQuota: quotas.decide_request_quota,
    features.SetFeatures: features.decide_set_features,
    departments.AddDepartment: departments.decide_add_department,
    departments.RenameDepartment: departments.decide_rename_department,
    departments.DeleteDepartment: departments.decide_delete_department,
    members.AddMember: members.decide_add_member,
    members.RenameMember: members.decide_rename_member,
    members.MoveMember: members.decide_move_member,
    members.SetStandIn: members.decide_set_stand_in,
    leaving.ChangeRole: leaving.decide_change_role,
    leaving.HandOver: leaving.decide_hand_over,
    leaving.RemoveMember: leaving.decide_remove_member,
    categories.AddCategory: categories.decide_add_category,
    categories.RenameCategory: categories.decide_rename_category,
    categories.DeleteCategory: categories.decide_delete_category,
    named_areas.AddNamedArea: named_areas.decide_add_area,
    named_areas.RenameNamedArea: named_areas.decide_rename_area,
    named_areas.DeleteNamedArea: named_areas.decide_delete_area,
    templates.AddTemplate: templates.decide_add_template,
    templates.ChangeTemplate: templates.decide_change_template,
    templates.DeleteTemplate: templates.decide_delete_template,
    templates.SetFlow: templates.decide_set_flow,
    templates.ClearFlow: templates.decide_clear_flow,
    invoice_titles.AddInvoiceTitle: invoice_titles.decide_add_title,
    invoice_titles.ChangeInvoiceTitle: invoice_titles.decide_change_title,
    invoice_titles.DeleteInvoiceTitle: invoice_titles.decide_delete_title,
    orders.PayService: orders.decide_pay_service,
    orders.CancelOrder: orders.decide_cancel_order,
    invoices.AskInvoice: invoices.decide_ask_invoice,
    integrations.AddToken: integrations.decide_add_token,
    integrations.RevokeToken: integrations.decide_revoke_token,
    webhooks.AddWebhook: webhooks.decide_add_webhook,
    webhooks.ChangeWebhook: webhooks.decide_change_webhook,
    webhooks.DeleteWebhook: webhooks.decide_delete_webhook,
    webhooks.TestWebhook: webhooks.decide_test_webhook,
    webhooks.ResendDelivery: webhooks.decide_resend,
    seals.BindSeal: seals.decide_bind,
    stock.BindOverGprs: stock.decide_bind_over_gprs,
    seals.RenameSeal: seals.decide_rename_seal,
    locating.LocateSeal: locating.decide_locate,
    seal_settings.SetSealSettings: seal_settings.decide_set_seal_settings,
    fingers.EnrolFinger: fingers.decide_enrol_finger,
    fingers.DeleteFinger: fingers.decide_delete_finger,
    unbinding.UnbindSeal: unbinding.decide_unbind,
    unfinished_binding.TakeBackBinding: unfinished_binding.decide_take_back_binding,
    loss_lock.LockSeal: loss_lock.decide_loss_lock,
    loss_lock.UnlockSeal: loss_lock.decide_loss_lock,
    offline_use.OpenOfflineUse: offline_use.decide_offline_use,
    offline_use.CloseOfflineUse: offline_use.decide_offline_use,
    keepers.AddKeeper: keepers.decide_add_keeper,
    keepers.RemoveKeeper: keepers.decide_remove_keeper,
    applications.Apply: applications.decide_apply,
    waiting.Withdraw: waiting.decide_withdraw,
    waiting.Urge: waiting.decide_urge,
    approvals.Approve: approvals.decide_approve,
    approvals.Reject: approvals.decide_reject,
    approvals.Transfer: approvals.decide_transfer,
    approvals.Remark: approvals.decide_remark,
    issuing.Authorize: issuing.decide_authorize,
    ending.Activate: ending.decide_activate,
    ending.RenewCode: ending.decide_renew_code,
    ending.CancelAuthorization: ending.decide_cancel,
    ending.ExtendUse: ending.decide_extend,
    ending.EndUse: ending.decide_end_use,
    ending.WaiveUpload: ending.decide_waive,
    usage.AttachPhoto: usage.decide_attach_photo,
    usage.AttachAfterUse: usage.decide_attach_after_use,
    documents.AttachSealed: documents.decide_attach_sealed,
    reviews.ReviewRecord: reviews.decide_review,
    cases.AssignCase: cases.decide_assign,
    cases.CommentCase: cases.decide_comment_case,
    cases.CloseCase: cases.decide_close_case,
    cases.ReopenCase: cases.decide_reopen_case,
    exports.ExportUsage: exports.decide_export,
    exports.CancelExport: exports.decide_cancel_export,
    exports.SendExport: exports.decide_send_export,
    retention.SetRetention: retention.decide_set_retention,
    retention.PlaceHold: retention.decide_place_hold,
    retention.LiftHold: retention.decide_lift_hold,
    messages.ReadMessages: messages.decide_read_messages,
    messages.SeeAbnormal: messages.decide_see_abnormal,
}
ACTS: dict[str, type[Act]] = {kind.__name__: kind for kind in RULES}
# Those that bring a code. One that is refused for another reason leaves the code good: it is kept as other codes are.
WITH_CODE = frozenset(name for name, kind in ACTS.items() if "code" in kind.__struct_fields__)


def read(name: str, args: bytes) -> Act | Refused:
    """The act of that name with its arguments (JSON); an unknown name or arguments that do not fit are refused."""
    kind = ACTS.get(name)
    if kind is None:
        return Refused("unknown_act", detail=name)
    try:
        return msgspec.json.decode(args, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Refused("arguments_do_not_fit", _field(str(error)), str(error))


def _field(message: str) -> str | None:
    """The field a validation error of msgspec speaks of (`… - at `$.count``)."""
    _, _, path = message.partition("at `$.")
    return path.rstrip("`").split(".")[0].split("[")[0] or None


# All that a headquarters' approver who is no member has to do in a subsidiary (C-14).
FROM_OUTSIDE = frozenset({approvals.Approve, approvals.Reject, approvals.Remark, messages.ReadMessages})


def decide(act: Act, at: Circumstances) -> Verdict:
    """The one rule for this act: the console asks it, the cloud decides with it."""
    if at.actor.role is organization.Role.HEADQUARTERS and type(act) not in FROM_OUTSIDE:
        return Refused("not_allowed")
    if (field := texts.unfit(act)) is not None:
        return Refused("text_unfit", field)
    return RULES[type(act)](act, at)
