"""Whose WeChat an account is: the number that its holder proved to be his."""

from sqlalchemy import delete, or_

from cloud.store import tables
from cloud.store.unit import Unit, View

_table, _of = tables.wechat_accounts, tables.wechat_accounts.c


def bind(unit: Unit, openid: str, phone: str, now: int) -> None:
    """From now on, and of either nothing else: a person has one account here, an account one number."""
    unit.connection.execute(delete(_table).where(or_(_of.openid == openid, _of.phone == phone)))
    unit.upsert(_table, {"openid": openid, "phone": phone, "bound_at": now})


def phone_of(view: View, openid: str) -> str | None:
    found = view.first(_table, openid=openid)
    return None if found is None else str(found.phone)


def account_of(view: View, phone: str) -> str | None:
    found = view.first(_table, phone=phone)
    return None if found is None else str(found.openid)


def unbind(unit: Unit, phone: str) -> None:
    unit.connection.execute(delete(_table).where(_of.phone == phone))
