"""Codes by SMS: what each is for, who may ask for it, and to whose phone it goes (R-182, R-252, C-10, C-22)."""

from enum import StrEnum
from typing import Annotated

import msgspec

from domain.members import has_phone
from domain.organization import Member, Permission, Role, may
from domain.verdict import Circumstances, Refused

SmsCode = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{6}\Z")]


class Purpose(StrEnum):
    """A code for one purpose is useless for another."""

    SIGN_IN = "sign_in"
    CHANGE_OWNER = "change_owner"
    OFFLINE_USE = "offline_use"
    ACTIVATE = "activate"  # sent with a pre-authorization, asked for by nobody
    BIND_WECHAT = "bind_wechat"  # on the page that WeChat opened, to the number that is entered there


# For whoever reads the message.
WORDS: dict[Purpose, tuple[str, str]] = {
    Purpose.SIGN_IN: ("登录", "signing in"),
    Purpose.CHANGE_OWNER: ("更改主管理员", "changing the owner"),
    Purpose.OFFLINE_USE: ("无网络设置", "offline use"),
    Purpose.ACTIVATE: ("激活用印授权", "activating an authorization"),
    Purpose.BIND_WECHAT: ("绑定微信", "binding a WeChat account"),
}


def recipient(purpose: Purpose, phone: str | None, at: Circumstances) -> str | Refused:
    """The phone number to which a code goes when a member asks for it; `phone` (as it is kept) for a new owner only."""
    if purpose is Purpose.CHANGE_OWNER:
        return _new_owner(phone, at)
    # A code to sign in is asked for by nobody who has signed in, one to activate by nobody at all.
    if purpose is not Purpose.OFFLINE_USE or not may(at.actor, Permission.OFFLINE_USE):
        return Refused("not_allowed")
    owners = [member for member in at.facts.all(Member, role=Role.OWNER) if member.active]
    return owners[0].phone if owners else Refused("not_found")


def _new_owner(phone: str | None, at: Circumstances) -> str | Refused:
    """The number that becomes the owner's: of nobody in the organization (C-22)."""
    if not may(at.actor, Permission.CHANGE_OWNER):
        return Refused("not_allowed")
    if phone is None:
        return Refused("phone_wrong", "phone")
    if has_phone(at.facts, phone):
        return Refused("phone_already_member", "phone")
    return phone
