"""The window of the user guide: opened by F1 where one is, read, searched, and followed from chapter to chapter."""

from collections.abc import Generator

import pytest
from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.views import icons
from app.views.form_dialog import FittedDialog
from app.views.help import chapters, key
from app.views.help.opening import Help
from app.views.help.window import HelpWindow
from app.views.i18n import Language, Tongue
from app.views.look import Look, Scheme
from app.views.shell import Page, Shell
from app.views.widgets import column, label
from demo import driver
from tests.app.views.stage import sees


@pytest.fixture
def language(qapp: QApplication) -> Generator[Language]:
    made = Language(qapp, Tongue.EN)
    yield made
    made.choose(Tongue.EN)


@pytest.fixture
def shell(qapp: QApplication, look: Look, language: Language) -> Generator[Shell]:
    """Two places, and the guide behind F1."""
    icons.load()
    places = [Page("seals", "", "broadcast", "Seals", QWidget), Page("wallet", "", "wallet", "Wallet", QWidget)]
    made = Shell(look, lambda: places)
    guide = Help(made, look, language, made.shown_key)
    made.user.guide.triggered.connect(guide.show)
    made.setProperty("guide", guide)
    made.show()
    made.activateWindow()
    yield made
    guide.close()
    made.close()
    made.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _press(widget: QWidget, which: Qt.Key = Qt.Key.Key_F1) -> None:
    widget.activateWindow()
    QApplication.processEvents()
    assert widget.isActiveWindow()
    QTest.keyClick(widget, which)


def _window() -> HelpWindow:
    found = driver.find("help.window")
    assert isinstance(found, HelpWindow)
    return found


def test_f1_opens_the_chapter_of_the_page(shell: Shell) -> None:
    shell.open("wallet")
    _press(shell)
    assert _window().current() == "wallet"
    assert "Wallet" in driver.see("help.text", "Invoice titles")
    shell.open("seals")
    _press(shell)
    assert _window().current() == "seals"
    assert _window().windowTitle() == "User guide"


def test_before_one_is_signed_in_it_begins_at_the_beginning(shell: Shell) -> None:
    shell.show_alone(QLabel("sign in"))
    _press(shell)
    assert _window().current() == chapters.FIRST
    driver.see("help.text", "There is no account to register")


def test_f1_is_heard_in_a_dialog_and_the_guide_is_read_beside_it(shell: Shell) -> None:
    dialog = FittedDialog(shell)
    parts = [QWidget() for _ in range(3)]
    for part in parts:
        part.setLayout(column(label("words")))
    dialog.arrange(parts[0], parts[1], parts[2], 300)
    dialog.setModal(True)
    dialog.open()
    _press(dialog)
    assert _window().isVisible()
    assert dialog.isVisible()
    assert key.of(dialog) is shell.user.guide
    dialog.close()


def test_a_search_leaves_the_chapters_that_say_it(shell: Shell) -> None:
    _press(shell)
    driver.write("help.search", "fingerprint")
    window = _window()
    left = [window.rail.tabText(at) for at in range(window.rail.count())]
    assert "Settings of a seal" in left
    assert "Wallet" not in left
    assert all(window.rail.count_of(at) for at in range(window.rail.count()))
    marked = [each.cursor.selectedText().casefold() for each in window.text.extraSelections()]  # type: ignore[attr-defined]
    assert marked
    assert set(marked) == {"fingerprint"}
    QTest.keyClick(driver.find("help.search"), Qt.Key.Key_Return)
    assert window.text.textCursor().selectedText().casefold() == "fingerprint"
    _press(window, Qt.Key.Key_Escape)
    assert window.rail.count() == len(chapters.CHAPTERS)
    assert window.text.extraSelections() == []
    _press(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_a_word_of_the_other_language_is_found_as_well(shell: Shell, language: Language) -> None:
    _press(shell)
    driver.write("help.search", "功能配置")
    assert _window().rail.count()
    assert not sees("help.nothing")
    driver.write("help.search", "no such words")
    assert "Nothing found" in driver.see("help.nothing")


def test_links_lead_to_chapters_pictures_and_outside(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    _press(shell)
    window = _window()
    window.open("applying")
    window.text.anchorClicked.emit(QUrl("sealing.md"))
    assert window.current() == "sealing"
    window.open("stamping")
    window.text.anchorClicked.emit(QUrl("../pictures/en/stamping.webp"))
    assert driver.find("help.picture").isVisible()
    driver.find("help.picture").close()
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    window.text.anchorClicked.emit(QUrl("https://signet.example.com/"))
    assert opened == ["https://signet.example.com/"]


def test_pictures_are_no_wider_than_the_page(shell: Shell) -> None:
    _press(shell)
    window = _window()
    for width in (1180, 760):
        window.resize(width, 700)
        window.open("stamping")
        shown = window.text
        assert shown.horizontalScrollBar().maximum() == 0, width


def test_another_language_and_other_colours_reach_it(shell: Shell, look: Look, language: Language) -> None:
    _press(shell)
    _window().open("wallet")
    look.choose(Scheme.DARK)
    driver.see("help.text", "Invoice titles")
    language.choose(Tongue.ZH_CN)
    assert _window().current() == "wallet"
    driver.see("help.text", "发票抬头")
    assert _window().windowTitle() == "用户指南"
