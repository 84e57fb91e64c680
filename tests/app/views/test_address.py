"""Exact addresses on the screens: nobody is asked unless a provider is chosen and somebody clicks."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from aiohttp import web
from PySide6.QtWidgets import QComboBox, QWidget

from app.services.addresses import (
    AMAP,
    AMAP_FINDER,
    TIANDITU,
    TIANDITU_FINDER,
    Setting,
    read_setting,
    write_setting,
)
from app.views.room import Tasks
from app.views.settings.addresses import OF_AMAP, OF_TIANDITU, OTHER, AddressesCard
from app.views.usage.page import UsagePage
from demo import driver
from tests.app.provider import Provider, running
from tests.app.views.stage import Stage, see, sees
from tests.waiting import until


@pytest.fixture
async def provider() -> AsyncGenerator[Provider]:
    async with running() as made:
        yield made


async def _usage(stage: Stage, setting: Setting) -> UsagePage:
    room = await stage.room("m-keeper")
    await room.store.run(lambda tx: write_setting(tx, setting))
    page = await stage.show(UsagePage, room)
    driver.choose("usage.list", "#24")
    return page


async def test_without_a_provider_there_is_nothing_to_click(stage: Stage) -> None:
    await stage.open(UsagePage, "m-keeper")
    driver.choose("usage.list", "#24")
    await see("usage.detail", "Hangzhou, Zhejiang · 30.2")
    assert not sees("address.ask")


async def test_only_a_click_asks(stage: Stage, provider: Provider) -> None:
    page = await _usage(stage, Setting(provider.template, "k"))
    await see("address.ask")
    assert provider.asked == []
    assert driver.find("address.ask").toolTip() == "This position is sent to 127.0.0.1"
    driver.click("address.ask")
    await see("address.said", "浙江省杭州市西湖区南山路1号")
    assert len(provider.asked) == 1
    page.reload()  # the same record once more: what was found stays
    await until(lambda: sees("address.said", "南山路"))
    driver.choose("usage.list", "#23")
    await until(lambda: not sees("address.said", "南山路"))
    assert len(provider.asked) == 1


async def test_the_page_may_be_read_again_while_the_provider_is_asked(stage: Stage, provider: Provider) -> None:
    go_on, found = asyncio.Event(), provider.answer

    async def late(request: web.Request) -> web.StreamResponse:
        await go_on.wait()
        return await found(request)

    provider.answer = late
    page = await _usage(stage, Setting(provider.template, "k"))
    await see("address.ask")
    before = page._detail._address._place
    driver.click("address.ask")
    await until(lambda: provider.asked)
    page.reload()
    await until(lambda: page._detail._address._place is not before)
    go_on.set()
    await see("address.said", "南山路")


@pytest.mark.parametrize(
    ("told", "status", "said"),
    [
        (
            {"code": 301006, "msg": "权限类型错误"},
            403,
            "The provider of addresses does not take the key of the settings. (权限类型错误)",
        ),
        ({}, 502, "The provider of addresses cannot be reached at the moment. (HTTP 502)"),
        ({}, 200, "What the settings name as provider of addresses answers something else."),
        ({"formatted_address": ""}, 200, "The provider of addresses knows none for this place."),
    ],
)
async def test_why_there_is_none(stage: Stage, provider: Provider, told: object, status: int, said: str) -> None:
    provider.answer = provider.says(told, status)
    await _usage(stage, Setting(provider.template, "k"))
    await see("address.ask")
    driver.click("address.ask")
    await see("address.said", said)
    assert stage.said.reported == []
    await until(lambda: driver.find("address.ask").isEnabled())  # once more, by hand


def _pick(kind: str) -> None:
    choice = driver.find("settings.addresses_from")
    assert isinstance(choice, QComboBox)
    choice.setCurrentIndex(choice.findData(kind))
    choice.activated.emit(choice.currentIndex())


@pytest.fixture
async def card(stage: Stage) -> AsyncGenerator[AddressesCard]:
    room = await stage.room("m-keeper")
    tasks = Tasks(stage.said.reported.append)
    made = AddressesCard(room.store, tasks.begin, stage.said.told.append)
    await made.look()
    made.show()
    yield made
    await until(lambda: not tasks.running)
    made.close()


async def test_a_provider_is_chosen_and_taken_back(stage: Stage, card: AddressesCard) -> None:
    store = (await stage.room("m-keeper")).store
    assert not sees("settings.addresses_key")
    _pick(OF_TIANDITU)
    assert await store.run(read_setting) == Setting()  # not before it is saved
    driver.click("settings.addresses_save")
    await until(lambda: "The provider gives out a key: enter it." in driver.words(card))
    assert await store.run(read_setting) == Setting()
    driver.write("settings.addresses_key", "abc")
    driver.click("settings.addresses_save")
    await until(lambda: stage.said.told == ["Exact addresses can be asked for"])
    assert await store.run(read_setting) == Setting(TIANDITU, "abc", TIANDITU_FINDER)
    await card.look()
    assert driver.find("settings.addresses_from").property("currentText") == "Tianditu"
    _pick(OF_AMAP)
    driver.click("settings.addresses_save")
    await until(lambda: len(stage.said.told) == 2)
    assert await store.run(read_setting) == Setting(AMAP, "abc", AMAP_FINDER, gcj=True)
    _pick("")
    await until(lambda: stage.said.told[-1] == "Nobody is asked for addresses")
    assert await store.run(read_setting) == Setting()


async def test_a_provider_that_cannot_be_used_is_not_kept(stage: Stage, card: AddressesCard) -> None:
    store = (await stage.room("m-keeper")).store
    _pick(OTHER)
    for url, sentence in (
        ("http://maps.example.com/{lat}/{lon}", "It has to begin with https://"),
        ("maps.example.com/{lat}/{lon}", "It has to be an address on the web"),
        ("https://maps.example.com/", "It has to be an address on the web"),
        ("", "It has to be an address on the web"),
    ):
        driver.write("settings.addresses_url", url)
        driver.click("settings.addresses_save")
        await until(lambda sentence=sentence: sentence in driver.words(card))
        await until(lambda: _is_enabled(driver.find("settings.addresses_save")))
    assert await store.run(read_setting) == Setting()
    driver.write("settings.addresses_url", " https://maps.example.com/{lat}/{lon} ")
    driver.click("settings.addresses_save")
    await until(lambda: bool(stage.said.told))
    assert await store.run(read_setting) == Setting("https://maps.example.com/{lat}/{lon}", "")


async def test_a_provider_of_ones_own_finds_addresses_in_its_own_degrees(stage: Stage, card: AddressesCard) -> None:
    store = (await stage.room("m-keeper")).store
    _pick(OTHER)
    driver.write("settings.addresses_url", "https://maps.example.com/{lat}/{lon}")
    driver.write("settings.addresses_finder", "https://maps.example.com/find")
    driver.choose("settings.addresses_datum", "GCJ-02")
    driver.click("settings.addresses_save")
    await until(lambda: "an address on the web with {address} behind its host" in driver.words(card))
    assert await store.run(read_setting) == Setting()
    driver.write("settings.addresses_finder", "https://maps.example.com/find/{address}")
    await until(lambda: _is_enabled(driver.find("settings.addresses_save")))
    driver.click("settings.addresses_save")
    await until(lambda: bool(stage.said.told))
    finder = "https://maps.example.com/find/{address}"
    assert await store.run(read_setting) == Setting("https://maps.example.com/{lat}/{lon}", "", finder, gcj=True)
    await card.look()
    assert driver.find("settings.addresses_datum").property("currentText") == "GCJ-02"


def _is_enabled(widget: QWidget) -> bool:
    return widget.isEnabled()
