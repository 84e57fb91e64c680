"""The tables of what the operator keeps for everybody, and of accounts elsewhere."""

from sqlalchemy import Table, UniqueConstraint

from cloud.store.columns import metadata, number, text

# Service outlets, of which each organization has a copy; `changed_by`: the operator's name.
kept_outlets = Table(
    "kept_outlets", metadata, text("id", key=True), text("body"), text("changed_by"), number("changed_at")
)
# Whose WeChat an account is (as the official account knows it), since its holder proved the number by a code.
wechat_accounts = Table(
    "wechat_accounts",
    metadata,
    text("openid", key=True),
    text("phone"),
    number("bound_at"),
    UniqueConstraint("phone"),
)
