"""GET /healthz: whether this process can do its work, and what is wrong if it cannot; for whoever watches over it."""

import asyncio
import shutil

from starlette.responses import JSONResponse, Response

from cloud.gateway.gateway import Gateway
from cloud.http import Call
from cloud.problems import log_fault
from cloud.service import Service
from protocol.sync import SCHEMA

WITHIN_S = 5.0
LEAST_FREE = 200 * 1024 * 1024  # bytes on the disk of the data


def role(service: Service) -> str:
    """`alone`, or of several processes the `writer` or a `reader`."""
    if service.several is None:
        return "alone"
    return "reader" if service.database.elsewhere else "writer"


async def ask(call: Call) -> Response:
    """GET /healthz: {ok, schema, role, wrong}; 503 while the database does not answer."""
    service, wrong = call.service, list[str]()
    try:
        async with asyncio.timeout(WITHIN_S):
            await service.database.read(lambda view: view.connection.exec_driver_sql("SELECT 1").scalar())
            if service.database.elsewhere and not await service.database.writer_at():
                wrong.append("writer")
    except Exception as error:  # noqa: BLE001  (whatever it is, it is no answer)
        log_fault(error, "GET /healthz")
        wrong.append("database")
    if service.database.trouble:
        wrong.append("writing")
    gateway: Gateway | None = getattr(call.request.app.state, "gateway", None)
    if gateway is not None and not gateway.ready.is_set():
        wrong.append("broker")
    if (await asyncio.to_thread(shutil.disk_usage, service.settings.data)).free < LEAST_FREE:
        wrong.append("disk")
    ok = "database" not in wrong
    said = {"ok": ok, "schema": SCHEMA, "role": role(service), "wrong": wrong}
    return JSONResponse(said, 200 if ok else 503)
