"""What presses were made for: of each authorization its application, and of that its texts and its category."""

from collections.abc import Collection, Iterable

import msgspec
import numpy as np
from sqlalchemy import select

from app.models import scopes
from app.models.columns import Codes, Growing, Mask
from app.models.store import Tx
from app.models.tables import among, rows
from app.models.texts import Texts

AT_ONCE = 2000  # rows read in one transaction
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


_read_use, _read_paper = msgspec.json.Decoder(_Use).decode, msgspec.json.Decoder(_Paper).decode


class Papers:
    """`authorizations`: the codes by which presses name them."""

    def __init__(self, organization: str, authorizations: Codes) -> None:
        self._organization, self._authorizations = organization, authorizations
        self.applications, self.categories = Codes(), Codes()
        self._application, self._category = Growing(np.int32), Growing(np.int32)
        self._texts = Texts()
        self._after = ""
        self._tables = [_APPLICATIONS, _AUTHORIZATIONS]

    def step(self, tx: Tx) -> bool:
        """Read a piece; whether there is more."""
        if not self._tables:
            return False
        table = self._tables[-1]
        where = table.c.organization == self._organization, table.c.id > self._after
        query = select(table.c.id, table.c.body).where(*where, scopes.visible(tx, table, self._organization))
        found = tx.connection.execute(query.order_by(table.c.id).limit(AT_ONCE)).all()
        self._put(table is _AUTHORIZATIONS, ((row.id, row.body) for row in found))
        self._after = found[-1].id if found else ""
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
            where = table.c.organization == self._organization, table.c.id.in_(among(sorted(ids)))
            query = select(table.c.id, table.c.body).where(*where, scopes.visible(tx, table, self._organization))
            found = {row.id: row.body for row in tx.connection.execute(query)}
            self._put(table is _AUTHORIZATIONS, found.items())
            self._forget(table is _AUTHORIZATIONS, set(ids) - found.keys())

    def _put(self, uses: bool, found: Iterable[tuple[str, bytes]]) -> None:
        if uses:
            for id, body in found:
                self._set(
                    self._application, self._authorizations.add(id), _read_use(body).application, self.applications
                )
            return
        texts: dict[int, str] = {}
        for id, body in found:
            paper, code = _read_paper(body), self.applications.add(id)
            self._set(self._category, code, paper.category, self.categories)
            parts = paper.document, paper.reason, paper.number, paper.remark, paper.document_type, paper.mark
            texts[code] = "\n".join(part for part in parts if part)
        self._texts.put(texts)

    def _forget(self, uses: bool, ids: set[str]) -> None:
        if uses:
            for id in ids:
                self._set(self._application, self._authorizations.add(id), None, self.applications)
            return
        for id in ids:
            self._set(self._category, self.applications.add(id), None, self.categories)
        self._texts.put({self.applications.add(id): "" for id in ids})

    def _set(self, column: Growing, code: int, text: str | None, codes: Codes) -> None:
        if code >= column.size:
            column.grow(code + 1)
        column.values[code] = codes.add(text)

    # For each authorization

    def holding(self, word: str) -> Mask:
        """Whether the word stands in its application."""
        return self._by_use(self._texts.find(word, len(self.applications)))

    def of_categories(self, categories: Iterable[str]) -> Mask:
        """Whether its application is of one of these categories."""
        self._category.grow(max(self._category.size, len(self.applications)))
        return self._by_use(self.categories.marked(categories)[self._category.values])

    def _by_use(self, applications: Mask) -> Mask:
        self._application.grow(max(self._application.size, len(self._authorizations)))
        return applications[self._application.values]
