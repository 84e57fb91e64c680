"""What the tables' columns are made of."""

from typing import Any

from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def text(name: str, *, key: bool = False, null: bool = False) -> "Column[Any]":
    return Column(name, Text, primary_key=key, nullable=null)


def number(name: str, *, key: bool = False, null: bool = False) -> "Column[Any]":
    return Column(name, BigInteger, primary_key=key, nullable=null, autoincrement=False)


def raw(name: str, *, key: bool = False, null: bool = False) -> "Column[Any]":
    return Column(name, LargeBinary, primary_key=key, nullable=null)
