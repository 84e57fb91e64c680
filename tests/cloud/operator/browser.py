"""A real Chromium (Debian's) that shows the operator's pages and can reach nothing else."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser, Page, Route, ViewportSize, async_playwright, expect

from cloud.operator.site import address_of
from tests.cloud.operator.desk import Person
from tests.cloud.world import Cloud

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="there is no chromium (packaging/setup.sh installs it)")
expect.set_options(timeout=60_000)  # milliseconds: a machine that is busy with other tests
PICTURES = os.environ.get("SIGNET_OPERATOR_PICTURES", "")  # a folder for pictures of the pages, to look at


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Headless; Chromium's own sandbox refuses root. It resolves no name, and speaks to no service of its maker."""
    options = ["--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
    options += ["--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=options, chromium_sandbox=False)
        try:
            yield browser
        finally:
            await browser.close()


class Window:
    """A page of the operator as it is seen. `strange`: requests that went elsewhere, `faults`: its complaints."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base
        self.strange: list[str] = []
        self.faults: list[str] = []
        self.asked = 0

    async def watch(self) -> None:
        """Every request passes here, and only those to the pages' own address go on."""

        async def judge(route: Route) -> None:
            self.asked += 1
            if route.request.url.startswith(f"{self.base}/"):
                await route.continue_()
            else:
                self.strange.append(route.request.url)
                await route.abort()

        await self.page.route("**/*", judge)
        self.page.on("console", lambda message: self._note(message.type, message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _note(self, kind: str, text: str) -> None:
        # That a form was refused (403, 422) is what some of the tests are after.
        if kind in ("error", "warning") and "the server responded with a status of 4" not in text:
            self.faults.append(text)

    async def enter(self, person: Person) -> None:
        await self.page.goto(f"{self.base}/")
        await self.page.get_by_label("用户名").or_(self.page.get_by_label("Name", exact=True)).fill(person.name)
        await self.page.locator("input[name=password]").fill(person.password)
        await self.page.locator("input[name=code]").fill(person.next_code())
        await self.page.locator("button.primary").click()

    async def go(self, path: str) -> None:
        await self.page.goto(self.base + path)

    async def keep(self, name: str) -> None:
        """A picture of what is seen, where one was asked for."""
        if PICTURES:
            await self.page.screenshot(path=str(Path(PICTURES) / f"{name}.png"))

    async def cut(self) -> list[str]:
        """What is wider than the window or than its own box: text that nobody can read to its end."""
        found: list[str] = await self.page.evaluate(
            """() => {
                const wide = [];
                const kinds = "body, main, .list, table, td, th, h1, h2, a, button, dd, label, .badge";
                for (const each of document.querySelectorAll(kinds))
                    if (each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== "inline")
                        wide.push(each.tagName + ": " + each.textContent.trim().slice(0, 60));
                if (document.documentElement.scrollWidth > innerWidth) wide.push("the page");
                return wide;
            }"""
        )
        return found


@asynccontextmanager
async def window(
    cloud: Cloud, browser: Browser, language: str = "zh-CN", look: Literal["light", "dark"] = "light"
) -> AsyncIterator[Window]:
    """On the smallest office screen. Nothing that it loads comes from elsewhere, and it complains of nothing."""
    context = await browser.new_context(
        viewport=ViewportSize(width=1366, height=768), locale=language, color_scheme=look
    )
    page = await context.new_page()
    made = Window(page, address_of(cloud.app))
    await made.watch()
    try:
        yield made
        assert made.strange == []
        assert made.faults == []
        assert made.asked > 0
    finally:
        await context.close()
