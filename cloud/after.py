"""An act that its rule allows, on its way to what follows from it in the cloud."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cloud.service import Service
from cloud.store.unit import Unit
from domain.rows import Row
from domain.verdict import Circumstances

Rows = Sequence[Row]


@dataclass(frozen=True)
class After:
    """An allowed act, the rows that follow from it, and what there is to act with."""

    service: Service
    unit: Unit
    act: Any
    rows: Rows
    at: Circumstances

    @property
    def row(self) -> Any:
        """What the act is about."""
        return self.rows[0]

    def with_row(self, row: Row) -> Rows:
        """The rows, with what the act is about as it is now."""
        return (row, *self.rows[1:])
