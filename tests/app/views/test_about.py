"""Customer service, about the seals, about us: pages that lie beside the program, in both languages."""

from collections.abc import AsyncGenerator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication

from app.services.service_phone import DEFAULT, VARIABLE, service_phone, tel
from app.views.about.page import PAGES, AboutPage
from app.views.i18n import Tongue
from app.views.resources import resource
from demo import driver
from tests.app.views.stage import Stage, sees, titles


@pytest.fixture
async def page(stage: Stage, qapp: QApplication) -> AsyncGenerator[AboutPage]:
    made = AboutPage(await stage.room("m-clerk"), "About", "1.2.3")
    made.resize(1118, 672)
    made.show()
    yield made
    made.deleteLater()
    qapp.sendPostedEvents(made, QEvent.Type.DeferredDelete)


@pytest.mark.req("R-274", "F")
@pytest.mark.req("R-067", "U")
@pytest.mark.req("A-06", "A")
async def test_the_number_is_shown_copied_and_called(
    page: AboutPage, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert driver.see("about.phone") == "400-018-5858"
    driver.click("about.copy")
    assert QGuiApplication.clipboard().text() == "400-018-5858"
    assert stage.said.told == ["Number copied"]
    called: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: called.append(url.toString()))
    driver.click("about.call")
    assert called == ["tel:4000185858"]
    driver.click("about.outlets")
    assert stage.said.opened == ["outlets"]


def test_the_number_comes_from_the_configuration() -> None:
    assert service_phone({}) == service_phone({VARIABLE: " "}) == DEFAULT
    assert service_phone({VARIABLE: "+86 199 0000 0001"}) == "+86 199 0000 0001"
    assert tel("+86 199 0000 0001") == "tel:+8619900000001"


@pytest.mark.req("R-275", "F")
async def test_both_kinds_of_seal_are_told_of(page: AboutPage) -> None:
    driver.choose("about.list", "About seals")
    said = driver.see("about.text", "The IoT seal")
    assert "The electronic seal" in said
    assert "one document is one use" in said
    assert not sees("about.phone")


@pytest.mark.req("R-276", "F")
async def test_platform_company_agreements_and_version(page: AboutPage, stage: Stage) -> None:
    driver.choose("about.list", "About us")
    assert "The platform" in driver.see("about.text", "The company")
    driver.see("about.version", "1.2.3")
    driver.choose("about.list", "User agreement")
    driver.see("about.text", "Records serve as evidence")
    assert not sees("about.version")
    driver.choose("about.list", "Privacy agreement")
    driver.see("about.text", "Fingerprints stay on the seal")
    driver.choose("about.list", "Licences")
    driver.see("about.text", "LGPL-3.0")
    stage.language.choose(Tongue.ZH_CN)
    driver.choose("about.list", "About seals")
    driver.see("about.text", "物联网电子印章")
    stage.language.choose(Tongue.EN)
    assert len(titles("about.list")) == 6


def test_each_page_is_there_in_both_languages_with_the_same_parts() -> None:
    for key in PAGES:
        texts = [resource("about", tongue.value, f"{key}.md").read_text(encoding="utf-8") for tongue in Tongue]
        for mark in ("# ", "## ", "- ", "1. ", "8. ", "| "):
            counts = [sum(line.startswith(mark) for line in text.splitlines()) for text in texts]
            assert counts[0] == counts[1], (key, mark)
