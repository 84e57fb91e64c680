"""What could not be delivered: SMS, WeChat, mail, and what WeChat Pay was asked (R-116, R-119)."""

from cloud import post
from cloud.operator.page import DASH, Block, Cell, Facts, Form, Link, Page, Table, when
from cloud.operator.room import ROWS, Asked, Doing, Done, Room, address
from cloud.operator.rooms.words import ORGANIZATION, SYSTEM
from cloud.operator.wording import Both, reason
from cloud.store import across, jobs
from cloud.store.jobs import Job
from cloud.store.unit import View
from domain.messages import Channel
from domain.verdict import Refused

PATH = "/letters"
RESEND, RESEND_ALL, PUT_ASIDE = "ResendLetter", "ResendLetters", "PutLetterAside"
MOST = 500  # counted, and sent again at once
CHANNELS = {
    Channel.WECHAT: Both("微信", "WeChat"),
    Channel.SMS: Both("短信", "SMS"),
    Channel.EMAIL: Both("邮件", "Mail"),
    Channel.PAY: Both("微信支付", "WeChat Pay"),
    Channel.WEBHOOK: Both("推送", "Webhook"),
}
WHAT = {
    Channel.WECHAT: Both("消息通知", "A message"),
    Channel.SMS: Both("消息通知", "A message"),
    Channel.EMAIL: Both("导出文件或发票", "An export or an invoice"),
    Channel.PAY: Both("下单或退款请求", "An order or a refund"),
    Channel.WEBHOOK: Both("单位系统的事件通知", "An event for an own system"),
}
CODE = Both("验证码", "A code")
TO, WHY = Both("收件方", "To"), Both("原因", "Why")
FAILED_AT = Both("产生时间", "Made")


class Letters(Room):
    name = Both("发送失败", "Not delivered")
    waits = Both("发送失败的通知", "Letters not delivered")
    tone = "danger"
    group = SYSTEM
    path = PATH

    def __init__(self) -> None:
        super().__init__()
        self.acts = {RESEND: _resend, RESEND_ALL: _resend_all, PUT_ASIDE: _put_aside}

    def waiting(self, view: View) -> int:
        return len(jobs.failed(view, MOST))

    def page(self, view: View, asked: Asked) -> Page | None:
        if asked.key:
            job = jobs.find(view, "/".join(asked.key))
            return None if job is None else _one(view, job)
        found = jobs.failed(view, ROWS + 1, asked.query.get("before") or None)
        more = address("letters", before=found[ROWS - 1].key) if len(found) > ROWS else ""
        names = across.names(view, {each.organization for each in found if each.organization})
        rows = [_line(each, names.get(each.organization, DASH)) for each in found[:ROWS]]
        columns = (TO, Both("方式", "By"), Both("内容", "What"), ORGANIZATION, WHY, FAILED_AT)
        empty = Both("没有发送失败的通知。", "All letters were delivered.")
        blocks: list[Block] = [Table(columns, rows, empty, more=more)]
        if found:
            note = Both(
                "例如通道恢复以后。失效的验证码除外。", "After a channel came back, say; not codes that are void."
            )
            title = Both("全部重新发送", "Send all again")
            blocks.append(Form(RESEND_ALL, Both("重新发送", "Send again"), title=title, note=note))
        return Page(self.name, blocks)


def _what(job: Job) -> Both:
    return CODE if job.sealed else WHAT[job.channel]


def _line(job: Job, name: str) -> tuple[Cell, ...]:
    link = Link(job.recipient or DASH, address("letters", job.key))
    return link, CHANNELS[job.channel], _what(job), name, reason(job.why), when(job.created_at)


def _one(view: View, job: Job) -> Page:
    name = across.names(view, {job.organization}).get(job.organization, "") if job.organization else ""
    pairs: list[tuple[Both, Cell]] = [
        (TO, job.recipient or DASH),
        (Both("方式", "By"), CHANNELS[job.channel]),
        (Both("内容", "What"), _what(job)),
        (ORGANIZATION, Link(name, address("organizations", job.organization)) if name else DASH),
        (WHY, reason(job.why)),
        (Both("尝试次数", "Tries"), str(job.tries)),
        (FAILED_AT, when(job.created_at)),
    ]
    hidden = {"subject": job.key}
    blocks: list[Block] = [Facts(pairs)]
    if any(each.key == job.key for each in jobs.failed(view, MOST)):
        again = Both("再次排队发送。", "It goes to the end of the queue.")
        aside = Both("不再列出，内容随即删除。", "Listed no more; its text goes.")
        title, put = Both("重新发送", "Send it again"), Both("不再处理", "Put it aside")
        blocks.append(Form(RESEND, Both("重新发送", "Send again"), title=title, note=again, hidden=hidden))
        blocks.append(Form(PUT_ASIDE, Both("不再处理", "Put aside"), title=put, note=aside, danger=True, hidden=hidden))
    return Page(job.recipient or _what(job), blocks, back=(Letters.name, PATH))


def _resend(doing: Doing) -> Done | Refused:
    job = post.resend(doing.unit, doing.given.text("subject"), doing.now)
    if isinstance(job, Refused):
        return job
    return Done(Both("已重新排队发送。", "It is on its way again."), PATH, job.recipient)


def _resend_all(doing: Doing) -> Done | Refused:
    found = [post.resend(doing.unit, each.key, doing.now) for each in jobs.failed(doing.unit, MOST)]
    count = sum(not isinstance(each, Refused) for each in found)
    if not count:
        return Refused("letters_none")
    return Done(Both(f"{count} 条已重新排队发送。", f"{count} are on their way again."))


def _put_aside(doing: Doing) -> Done | Refused:
    job = jobs.put_aside(doing.unit, doing.given.text("subject"), doing.now)
    if isinstance(job, Refused):
        return job
    return Done(Both("不再列出。", "It is listed no more."), PATH, job.recipient)
