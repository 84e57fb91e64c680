"""What time makes due stands in columns with indexes, also for rows of before."""

import json
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import create_engine, event, text

from cloud.store import changes, due, tables
from cloud.store.database import Database
from cloud.store.migrations.run import configuration, upgrade
from cloud.store.unit import View
from tests.cloud.company import HOUR_MS

FINDERS = [due.authorizations, due.pictures, due.stand_ins, due.reminders, due.messages, due.services, changes.with_old]


@pytest.mark.parametrize("find", FINDERS)
async def test_what_is_due_is_found_by_an_index(tmp_path: Path, find: Any) -> None:
    """No table of rows is read through but that of the organizations' own index (as SQLite tells it)."""
    database = Database.in_folder(tmp_path)
    database.migrate()

    def work(view: View) -> list[str]:
        asked: list[tuple[str, Any]] = []

        def note(_connection: Any, _cursor: Any, statement: str, given: Any, *_more: Any) -> None:
            asked.append((statement, given))

        event.listen(view.connection, "before_cursor_execute", note)
        assert find(view, 0) == []
        (sql, given) = asked[-1]
        return [row.detail for row in view.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given)]

    plan = await database.read(work)
    database.close()
    assert not any(step.startswith("SCAN") and "COVERING INDEX" not in step for step in plan), plan
    assert any("INDEX ix_" in step for step in plan)


def test_rows_of_before_get_their_times_when_the_tables_are_brought_up() -> None:
    """Migration 0006: what waits, is away, or can end by itself is found afterwards as what comes later is."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        command.upgrade(configuration(connection), "0004")
        step = {"kind": "approve", "candidates": ["m"]}
        bodies: list[tuple[str, str, dict[str, str], dict[str, Any]]] = [
            ("organizations", "a", {}, {"name": "a"}),
            ("organizations", "b", {}, {"name": "b", "remind_after_h": 0}),
            ("organizations", "c", {}, {"name": "c", "deleted_at": 5}),
            ("organizations", "d", {}, {"name": "d", "remind_after_h": 2}),
            ("members", "m", MEMBER, {"stand_in": {"member": "n", "start": 1, "end": 7}}),
            ("members", "n", MEMBER, {}),
            ("applications", "p", {"state": "in_approval"}, {"steps": [{**step, "state": "pending", "since": 3}]}),
            ("applications", "q", {"state": "rejected"}, {"steps": [{**step, "state": "rejected", "since": 3}]}),
            ("authorizations", "w", {**USE, "stage": "waiting"}, {"stage": "waiting"}),
            ("authorizations", "x", {**USE, "stage": "live"}, {"auto_end": True}),
            ("authorizations", "y", {**USE, "stage": "live"}, {"auto_end": True, "used": 3}),
            ("authorizations", "z", {**USE, "stage": "live"}, {}),
            ("authorizations", "u", {**USE, "stage": "live"}, {**OWED, "auto_end": True}),
        ]
        for table, id, told, body in bodies:
            row = {"organization": "o", "id": id, **told, "body": json.dumps({**TIMES, **told, **body})}
            columns, values = ", ".join(row).replace("user", '"user"'), ", ".join(f":{name}" for name in row)
            connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({values})"), row)
        change = "INSERT INTO changes VALUES ('o', :kind, 'o', 'm', :scope, 9, 0)"
        for kind, scope in (("members", "org"), ("templates", "org"), ("applications", "member:m")):
            connection.execute(text(change), {"kind": kind, "scope": scope})
        upgrade(connection)
        found = {
            table: {
                row.id: [getattr(row, name) for name in tables.KEYS[table] if name in TOLD]
                for row in connection.execute(tables.rows[table].select())
            }
            for table in ("organizations", "members", "applications", "authorizations")
        }
        scopes = {(row.kind, row.scope) for row in connection.execute(tables.changes.select())}
    engine.dispose()
    assert found == {
        "organizations": {"a": [24 * HOUR_MS], "b": [None], "c": [None], "d": [2 * HOUR_MS]},
        "members": {"m": [7], "n": [None]},
        "applications": {"p": [3, None], "q": [None, None]},
        "authorizations": {"w": [20], "x": [20], "y": [10], "z": [None], "u": [None]},
    }
    assert scopes == {("members", "org"), ("members", "names"), ("templates", "org"), ("applications", "member:m")}


MEMBER = {"user": "u", "phone": "1", "role": "member"}
USE = {"seal": "s", "member": "m"}
OWED = {"upload_required": True, "pressed": 1}
TIMES = {"issued_at": 10, "end": 20, "count": 3}
TOLD = {"reminds_after_ms", "away_until", "waits_since", "reminded_at", "due_at"}
