"""What docs/api.md says: its code runs, and its tables are the program's."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest

from cloud.api.reading import READING, path_of
from cloud.webhooks import signing
from domain.departments import AddDepartment
from domain.ids import new_id
from domain.integrations import KINDS, Reading
from domain.webhooks import Event
from tests.cloud.systems import System
from tests.cloud.world import Cloud

GUIDE = (Path(__file__).parents[2] / "docs" / "api.md").read_text("utf-8")


@pytest.fixture
def guide() -> dict[str, Any]:
    """What the pieces of Python define."""
    found: dict[str, Any] = {}
    for code in re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL):
        exec(compile(code, "docs/api.md", "exec"), found)
    return found


async def test_its_reader_reads_what_is_new(cloud: Cloud, guide: dict[str, Any]) -> None:
    owner = await cloud.organization("19900000001")
    system = await System.given(owner, Reading.ORGANIZATION)

    def read(cursor: str) -> tuple[list[str], str]:
        names: list[str] = []
        for rows, gone, after in guide["changed"](cloud.address, system.word, "departments", cursor):
            names += [row["name"] for row in rows]
            cursor = after
            assert gone == []
        return names, cursor

    await owner.done(AddDepartment(id=new_id(), name="财务部"))
    names, cursor = await asyncio.to_thread(read, "")
    assert names == ["财务部"]
    await owner.done(AddDepartment(id=new_id(), name="销售部"))
    assert (await asyncio.to_thread(read, cursor))[0] == ["销售部"]


async def test_its_check_tells_ours_from_others(cloud: Cloud, guide: dict[str, Any]) -> None:
    keys, body, at = cloud.service.keys, b'{"type":"webhook.test"}', cloud.now // 1000
    key = signing.public_text(keys, "o")
    headers = signing.headers(signing.key_of(keys, "o"), "d-1", at, body)
    is_ours = guide["is_ours"]
    assert is_ours(key, headers, body, at + 300)
    assert not is_ours(key, headers, body, at + 301)
    assert not is_ours(key, headers, body + b" ", at)
    assert not is_ours(key, headers | {"webhook-id": "d-2"}, body, at)
    assert not is_ours(key, headers | {"webhook-timestamp": str(at + 1)}, body, at)
    assert not is_ours(signing.public_text(keys, "other"), headers, body, at)
    rotated = headers | {"webhook-signature": "v1,abc v1a,AAAA " + headers["webhook-signature"]}
    assert is_ours(key, rotated, body, at)


def test_its_tables_are_the_programs() -> None:
    for reading, kinds in KINDS.items():
        line = re.search(rf"^\| {reading.value} \|(.*)\|$", GUIDE, re.MULTILINE)
        assert line is not None
        assert re.findall(r"`([a-z-]+)`", line[1]) == [path_of(kind) for kind in kinds]
    assert {f"`{event.value}`" for event in Event} <= set(re.findall(r"`[a-z]+\.[a-z]+`", GUIDE))
    assert set(READING) == {kind for kinds in KINDS.values() for kind in kinds}
