"""Who may open these pages."""

from cloud.operator import people
from cloud.operator.page import Badge, Block, Cell, Facts, Field, Form, Link, Note, Page, Table, when
from cloud.operator.people import Begun
from cloud.operator.room import Asked, Doing, Done, Room, address
from cloud.operator.rooms.words import STATE, SYSTEM
from cloud.operator.wording import Both
from cloud.store import operators
from cloud.store.operators import Operator
from cloud.store.unit import View
from domain.verdict import Refused

PATH = "/operators"
ADD, RESET, DISABLE, ENABLE = "AddOperator", "ResetOperator", "DisableOperator", "EnableOperator"
NAME = Both("用户名", "Name")


class Operators(Room):
    name = Both("运营人员", "Operators")
    group = SYSTEM
    path = PATH

    def __init__(self) -> None:
        super().__init__()
        self.acts = {ADD: _add, RESET: _reset, DISABLE: _disable, ENABLE: _enable}

    def page(self, view: View, asked: Asked) -> Page | None:
        if asked.key:
            found = operators.find(view, asked.one) if len(asked.key) == 1 else None
            return None if found is None else _one(found, own=found.name == asked.who.operator.name, now=asked.now)
        rows: list[tuple[Cell, ...]] = [
            (Link(each.name, address("operators", each.name)), _state(each, asked.now), when(each.created_at))
            for each in operators.every(view)
        ]
        columns = (NAME, STATE, Both("添加时间", "Added"))
        note = Both(
            "其首次登录的密码和身份验证器密钥只显示一次。",
            "His first password and the secret of his authenticator are shown once.",
        )
        form = Form(ADD, Both("添加", "Add"), [Field("name", NAME)], Both("添加运营人员", "Add an operator"), note)
        return Page(self.name, [Table(columns, rows, Both("无", "None")), form])


def _state(of: Operator, now: int) -> Badge:
    if of.disabled_at is not None:
        return Badge(Both("已停用", "Disabled"), "danger")
    if now < of.blocked_until:
        return Badge(Both("错误过多，暂时锁定", "Too many wrong attempts"), "warn")
    return (
        Badge(Both("未设置密码", "No password of his own yet"), "warn")
        if of.fresh
        else Badge(Both("正常", "Active"), "ok")
    )


def _one(of: Operator, *, own: bool, now: int) -> Page:
    hidden = {"subject": of.name}
    blocks: list[Block] = [Facts([(NAME, of.name), (Both("添加时间", "Added"), when(of.created_at))])]
    if own:
        blocks.append(
            Note(Both("这是您自己：密码在“我的账户”中修改。", "This is you: change your password in “My account”."))
        )
    else:
        note = Both(
            "得到新的密码和身份验证器密钥，并在各处退出登录。", "A new password and secret; signed out everywhere."
        )
        title = Both("重置密码和身份验证器", "Reset password and authenticator")
        blocks.append(Form(RESET, Both("重置", "Reset"), title=title, note=note, danger=True, hidden=hidden))
        if of.disabled_at is None:
            note = Both("立即退出登录，不能再登录。", "Signed out at once; cannot sign in any more.")
            blocks.append(
                Form(
                    DISABLE,
                    Both("停用", "Disable"),
                    title=Both("停用", "Disable"),
                    note=note,
                    danger=True,
                    hidden=hidden,
                )
            )
        else:
            blocks.append(Form(ENABLE, Both("启用", "Enable"), title=Both("重新启用", "Enable again"), hidden=hidden))
    return Page(of.name, blocks, back=(Operators.name, PATH), badge=_state(of, now))


def _told(begun: Begun) -> Note:
    text = Both(
        f"请把以下内容交给“{begun.name}”，之后不再显示。", f"Hand this to “{begun.name}”; it is not shown again."
    )
    codes = ((Both("首次登录密码", "First password"), begun.password), (Both("身份验证器", "Authenticator"), begun.uri))
    return Note(text, "warn", codes)


def _add(doing: Doing) -> Done | Refused:
    made = people.add(doing.service, doing.unit, doing.given.text("name"), doing.now)
    return made if isinstance(made, Refused) else Done(Both("已添加。", "Added."), subject=made.name, show=_told(made))


def _reset(doing: Doing) -> Done | Refused:
    name = doing.given.text("subject")
    if name == doing.by:
        return Refused("operator_self")
    made = people.reset(doing.service, doing.unit, name)
    return made if isinstance(made, Refused) else Done(Both("已重置。", "Reset."), show=_told(made))


def _disable(doing: Doing) -> Done | Refused:
    name = doing.given.text("subject")
    if name == doing.by:
        return Refused("operator_self")
    made = people.disable(doing.unit, name, doing.now)
    return made if isinstance(made, Refused) else Done(Both(f"“{name}”已停用。", f"“{name}” is disabled."))


def _enable(doing: Doing) -> Done | Refused:
    name = doing.given.text("subject")
    made = people.enable(doing.unit, name)
    return made if isinstance(made, Refused) else Done(Both(f"“{name}”已启用。", f"“{name}” may sign in again."))
