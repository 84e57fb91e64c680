"""What presses were made for: of each authorization its application, and of that its texts and its category."""

from collections.abc import Collection, Iterable
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from app.models import scopes
from app.models.columns import Codes, Growing, Ints, Mask
from app.models.store import Tx
from app.models.tables import LISTED, listed, rows
from app.models.texts import Texts
from app.models.waits import Waits

AT_ONCE = 1000  # rows read in one transaction
_AUTHORIZATIONS, _APPLICATIONS = rows["authorizations"], rows["applications"]


class _Use(msgspec.Struct):
    application: str | None


class _Paper(msgspec.Struct):
    """What is looked for in an application, as it stands in its body."""

    document: str
    reason: str = ""
    number: str = ""
    remark: str = ""
    document_type: str = ""
    mark: str = ""
    category: str | None = None

    @property
    def text(self) -> str:
        parts = self.document, self.reason, self.number, self.remark, self.document_type, self.mark
        return "\n".join(part for part in parts if part)


_read_uses, _read_papers = msgspec.json.Decoder(list[_Use]).decode, msgspec.json.Decoder(list[_Paper]).decode


class Papers:
    """`authorizations`: the codes by which presses name them."""

    def __init__(self, organization: str, authorizations: Codes) -> None:
        self._organization, self._authorizations = organization, authorizations
        self.applications, self.categories = Codes(), Codes()
        self._application, self._category = Growing(np.int32), Growing(np.int32)
        self._texts = Texts()
        self._waits: Waits | None = None
        self._after = ""
        self._tables = [_APPLICATIONS, _AUTHORIZATIONS]

    @property
    def waits(self) -> Waits:
        """How long decisions were waited for: kept up to date from when it is first asked for."""
        if self._waits is None:
            self._waits = Waits(self._organization, self.applications)
        return self._waits

    def step(self, tx: Tx) -> bool:
        """Read a piece; whether there is more."""
        if not self._tables:
            return False
        table = self._tables[-1]
        where = table.c.organization == self._organization, table.c.id > self._after
        query = select(table.c.id, table.c.body).where(*where, scopes.visible(tx, table, self._organization))
        found = tx.connection.execute(query.order_by(table.c.id).limit(AT_ONCE)).all()
        ids = [row.id for row in found]
        self._put(table is _AUTHORIZATIONS, ids, [row.body for row in found])
        self._after = ids[-1] if found else ""
        if len(found) < AT_ONCE:
            self._tables.pop()
            self._after = ""
        return bool(self._tables)

    def progress(self) -> float:
        """How much of it has been read, 0 to 1, roughly: how many there are is not counted beforehand."""
        return 1 - len(self._tables) / 2

    def take(self, tx: Tx, authorizations: Collection[str], applications: Collection[str]) -> None:
        """These are new, other ones, or gone."""
        for table, ids in ((_AUTHORIZATIONS, authorizations), (_APPLICATIONS, applications)):
            if not ids:
                continue
            where = table.c.organization == self._organization, table.c.id.in_(LISTED)
            query = select(table.c.id, table.c.body).where(*where, scopes.visible(tx, table, self._organization))
            found = {row.id: row.body for row in tx.connection.execute(query, listed(sorted(ids)))}
            self._put(table is _AUTHORIZATIONS, list(found), list(found.values()))
            self._forget(table is _AUTHORIZATIONS, sorted(set(ids) - found.keys()))

    def _put(self, uses: bool, ids: list[str], bodies: list[bytes]) -> None:
        together = b"[%s]" % b",".join(bodies)
        if uses:
            of = [use.application for use in _read_uses(together)]
            self._application.put(self._authorizations.add_all(ids), self.applications.add_all(of))
            return
        papers, codes = _read_papers(together), self.applications.add_all(ids)
        self._category.put(codes, self.categories.add_all([paper.category for paper in papers]))
        self._texts.put({code: paper.text for code, paper in zip(codes, papers, strict=True)})
        if self._waits is not None:
            self._waits.put(codes, bodies)

    def _forget(self, uses: bool, ids: list[str]) -> None:
        nothing = [0] * len(ids)
        if uses:
            self._application.put(self._authorizations.add_all(ids), nothing)
            return
        codes = self.applications.add_all(ids)
        self._category.put(codes, nothing)
        self._texts.put(dict.fromkeys(codes, ""))
        if self._waits is not None:
            self._waits.forget(codes)

    # For each authorization

    def holding(self, word: str) -> Mask:
        """Whether the word stands in its application."""
        return self._by_use(self._texts.find(word, len(self.applications)))

    def of_categories(self, categories: Iterable[str]) -> Mask:
        """Whether its application is of one of these categories; an empty one: of none, or there is no application."""
        return self.categories.marked(categories)[self.category_codes()]

    def category_codes(self) -> Ints:
        """The code of its application's category."""
        self._category.grow(max(self._category.size, len(self.applications)))
        return self._by_use(self._category.values)

    def _by_use(self, applications: NDArray[Any]) -> NDArray[Any]:
        self._application.grow(max(self._application.size, len(self._authorizations)))
        return applications[self._application.values]
