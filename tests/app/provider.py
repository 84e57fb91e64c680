"""A provider of addresses: a real server that answers as it is told to."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from app.services.addresses import TIANDITU

FOUND = {"status": "0", "msg": "ok", "result": {"formatted_address": "浙江省杭州市西湖区南山路1号"}}
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Provider:
    """Answers as it is told to, and remembers what it was asked."""

    def __init__(self) -> None:
        self.base = ""
        self.asked: list[web.Request] = []
        self.answer: Answer = self.says(FOUND)

    @staticmethod
    def says(told: object, status: int = 200) -> Answer:
        async def answer(_: web.Request) -> web.Response:
            return web.json_response(told, status=status)

        return answer

    @property
    def template(self) -> str:
        return TIANDITU.replace("https://api.tianditu.gov.cn", self.base)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        return await self.answer(request)

    async def start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self.handle)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.base = f"http://{host}:{port}"

    async def stop(self) -> None:
        await self._runner.cleanup()


@asynccontextmanager
async def running() -> AsyncGenerator[Provider]:
    made = Provider()
    await made.start()
    try:
        yield made
    finally:
        await made.stop()
