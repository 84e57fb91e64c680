"""The operator's own account: his password."""

import os
from dataclasses import replace

from cloud.operator import people
from cloud.operator.page import Block, Facts, Field, Form, Note, Page
from cloud.operator.room import OWN, Asked, Doing, Done, Room
from cloud.operator.rooms.operators import NAME
from cloud.operator.sessions import PASSWORD
from cloud.operator.wording import Both
from cloud.store import operators
from cloud.store.unit import View
from domain.verdict import Refused


class Own(Room):
    name = Both("我的账户", "My account")
    path = OWN
    add_to_menu = False

    def __init__(self) -> None:
        super().__init__()
        self.acts = {PASSWORD: _choose}

    def page(self, view: View, asked: Asked) -> Page | None:
        if asked.key:
            return None
        fields = [
            Field("present", Both("现在的密码", "Present password"), "password", complete="current-password"),
            Field(
                "password",
                Both("新密码", "New password"),
                "password",
                hint=Both(f"至少 {people.LEAST_PASSWORD} 个字符。", f"At least {people.LEAST_PASSWORD} characters."),
                complete="new-password",
            ),
            Field("again", Both("再次填写", "Once more"), "password", complete="new-password"),
        ]
        note = Both("您在其他浏览器中的登录会结束。", "You are signed out in all other browsers.")
        title = Both("修改密码", "Choose a password")
        blocks: list[Block] = [
            Facts([(NAME, asked.who.operator.name)]),
            Form(PASSWORD, Both("保存", "Save"), fields, title, note, side=False),
        ]
        if asked.who.operator.fresh:
            text = Both("首次登录：请先设置自己的密码。", "Your first visit: choose a password of your own first.")
            blocks.insert(0, Note(text, "warn"))
        return Page(self.name, blocks)


def _choose(doing: Doing) -> Done | Refused:
    typed, who = doing.given.fields, doing.asked.who
    operator = operators.find(doing.unit, who.operator.name)
    if operator is None:
        return Refused("session_over")
    present, chosen = typed.get("present", ""), typed.get("password", "")
    refused = people.judge_password(chosen, operator.name)
    if refused is not None:
        return refused
    if chosen != typed.get("again", ""):
        return Refused("password_other", "again")
    if chosen == present:
        return Refused("password_same", "password")
    if not people.is_right(operator.password, present[: people.MOST_PASSWORD]):
        return Refused("password_wrong", "present")
    kept = people.digest(chosen, os.urandom(people.SALT))
    operators.keep(doing.unit, replace(operator, password=kept, fresh=False))
    operators.end_sessions(doing.unit, operator.name, but=who.session.hash)
    return Done(Both("密码已修改。", "The password is changed."), "/")
