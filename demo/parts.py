"""The demo's own processes with windows: a console that lets itself be driven, and the inbox of codes."""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from typing import Any

from demo.seed import STAFF, STRANGER, Cloud
from domain.codes import WORDS, Purpose
from domain.organization import Role

ROLES = {
    Role.OWNER: "主管理员 · owner",
    Role.ADMINISTRATOR: "管理员 · administrator",
    Role.KEEPER: "管章人 · seal keeper",
    Role.MEMBER: "成员 · member",
}


def ready(**facts: str) -> None:
    """The line of JSON with which a program says that it is ready."""
    print(json.dumps(facts), flush=True)


def console(argv: Sequence[str]) -> int:
    """A console like any other, and a port of 127.0.0.1 by which the demo's tour uses its window."""
    from app import console as program
    from app.models import faults
    from demo import driver
    from demo.gauge import Gauge

    servers: list[asyncio.Server] = []

    async def started() -> None:
        driver.COMMANDS.update(Gauge().commands, die_at=faults.arm)
        servers.append(await driver.serve())
        host, port = servers[0].sockets[0].getsockname()[:2]
        ready(control=f"{host}:{port}")

    return program.run(program.parse(argv), started)


def inbox(argv: Sequence[str]) -> int:
    """What the cloud would have sent by SMS, and who is who."""
    import qasync
    from PySide6.QtWidgets import QApplication

    parser = argparse.ArgumentParser(prog="main.py demo inbox")
    parser.add_argument("--cloud", required=True)
    address = parser.parse_args(argv).cloud
    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    with qasync.QEventLoop(application) as loop:
        loop.run_until_complete(_inbox(application, address))
    return 0


async def _inbox(application: Any, address: str) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QListWidget, QWidget

    from app.views.look import Look
    from app.views.widgets import column, label

    look = Look(application)
    closed = asyncio.Event()
    application.lastWindowClosed.connect(closed.set)
    window, messages = QWidget(), QListWidget()
    window.setWindowTitle("演示收件箱 · Demo inbox")
    window.resize(460, 600)
    layout = column(gap=12)
    layout.setContentsMargins(20, 20, 20, 20)
    layout.addWidget(label("演示人员 · Who is who", "strong"))
    for each in (*STAFF, STRANGER):
        line = label(
            f"{each.phone}    {each.name or '未加入任何单位'}    {each.role.value if each.name else ''}", "body"
        )
        line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(line)
    layout.addWidget(label("短信 · Messages", "strong"))
    layout.addWidget(messages, 1)
    window.setLayout(layout)
    window.show()
    ready(tongue=look.scheme.value)
    watch = asyncio.create_task(_watch(address, messages))
    await closed.wait()
    watch.cancel()


async def _watch(address: str, messages: Any) -> None:
    """Newest on top; a stopped cloud is asked again until it is back."""
    import aiohttp

    shown: list[str] = []
    async with Cloud(address) as cloud:
        while True:
            try:
                lines = [_line(each) for each in reversed(await cloud.inbox())]
            except aiohttp.ClientError:
                lines = shown
            if lines != shown:
                shown = lines
                messages.clear()
                messages.addItems(lines)
            await asyncio.sleep(1)  # the inbox has no live channel: a person waits a second for a code


def _line(message: dict[str, Any]) -> str:
    """To whom, and the code with what it is for, or the message."""
    if not message["code"]:
        return f"{message['phone']}    {message['text']}"
    return f"{message['phone']}    {message['code']}    {' · '.join(WORDS[Purpose(message['purpose'])])}"
