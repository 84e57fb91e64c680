"""What could not be delivered: SMS, WeChat, mail, and what WeChat Pay was asked (R-116, R-119).

Webhooks stand apart and wait for no operator: an organization's own system is seen to by the organization, which reads
of it on its own page.
"""

from cloud import post
from cloud.operator.page import DASH, Block, Cell, Facts, Form, Link, Page, Table, when
from cloud.operator.room import ROWS, Asked, Doing, Done, Room, address
from cloud.operator.rooms.words import ORGANIZATION, SYSTEM
from cloud.operator.wording import Both, reason
from cloud.store import across, jobs
from cloud.store.jobs import Job
from cloud.store.unit import View
from domain.messages import LETTERS, Channel
from domain.verdict import Refused

PATH = "/letters"
RESEND, RESEND_ALL, PUT_ASIDE = "ResendLetter", "ResendLetters", "PutLetterAside"
MOST = 500  # sent again at once
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
THEIRS = Both(
    "推送由各单位自行处理：单位在“系统接口”页面可以看到原因并重新发送，不计入待办。",
    "Webhooks are their organizations' own affair: they see why on their page, and send again. None waits for you.",
)
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
        counts = jobs.count_failed(view)
        return sum(counts.get(channel, 0) for channel in LETTERS)

    def page(self, view: View, asked: Asked) -> Page | None:
        if asked.key:
            job = jobs.find(view, "/".join(asked.key))
            return None if job is None else _one(view, job)
        show = asked.query.get("show", "")
        found = jobs.failed(view, ROWS + 1, asked.query.get("before") or None, _chosen(show))
        more = address("letters", show=show, before=found[ROWS - 1].key) if len(found) > ROWS else ""
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
            hidden = {"channel": show} if show else {}
            blocks.append(Form(RESEND_ALL, Both("重新发送", "Send again"), title=title, note=note, hidden=hidden))
        lead = THEIRS if show == Channel.WEBHOOK else ""
        return Page(self.name, blocks, lead=lead, choices=_choices(view, show))


def _chosen(show: str) -> tuple[Channel, ...]:
    """The channels of a list: one by its name, or (anything else) all letters."""
    return next(((channel,) for channel in Channel if channel == show), LETTERS)


def _choices(view: View, show: str) -> list[tuple[Both, str, bool]]:
    """Each channel with how many there are of it."""
    counts = jobs.count_failed(view)

    def choice(word: Both, channels: tuple[Channel, ...], to: str) -> tuple[Both, str, bool]:
        count = sum(counts.get(channel, 0) for channel in channels)
        said = Both(f"{word.chinese} {count}", f"{word.english} {count}")
        return said, address("letters", show=to), _chosen(show) == channels

    each = [choice(CHANNELS[channel], (channel,), channel.value) for channel in (*LETTERS, Channel.WEBHOOK)]
    return [choice(Both("全部通知", "All letters"), LETTERS, ""), *each]


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
    if job.is_dead:
        again = Both("再次排队发送。", "It goes to the end of the queue.")
        aside = Both("不再列出，内容随即删除。", "Listed no more; its text goes.")
        title, put = Both("重新发送", "Send it again"), Both("不再处理", "Put it aside")
        blocks.append(Form(RESEND, Both("重新发送", "Send again"), title=title, note=again, hidden=hidden))
        blocks.append(Form(PUT_ASIDE, Both("不再处理", "Put aside"), title=put, note=aside, danger=True, hidden=hidden))
    return Page(job.recipient or _what(job), blocks, back=_back(job))


def _back(job: Job) -> tuple[Both, str]:
    """To the list in which it stands."""
    return Letters.name, address("letters", show=job.channel.value if job.channel is Channel.WEBHOOK else "")


def _resend(doing: Doing) -> Done | Refused:
    job = post.resend(doing.unit, doing.given.text("subject"), doing.now)
    if isinstance(job, Refused):
        return job
    return Done(Both("已重新排队发送。", "It is on its way again."), PATH, job.recipient)


def _resend_all(doing: Doing) -> Done | Refused:
    dead = jobs.failed(doing.unit, MOST, None, _chosen(doing.given.text("channel", may_miss=True)))
    found = [post.resend(doing.unit, each.key, doing.now) for each in dead]
    count = sum(not isinstance(each, Refused) for each in found)
    if not count:
        return Refused("letters_none")
    return Done(Both(f"{count} 条已重新排队发送。", f"{count} are on their way again."))


def _put_aside(doing: Doing) -> Done | Refused:
    job = jobs.put_aside(doing.unit, doing.given.text("subject"), doing.now)
    if isinstance(job, Refused):
        return job
    return Done(Both("不再列出。", "It is listed no more."), PATH, job.recipient)
