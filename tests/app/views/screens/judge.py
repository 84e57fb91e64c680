"""What is wrong with a window: sentences, of which none is the best answer."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from tests.app.views.screens.judge_ink import faint
from tests.app.views.screens.judge_keys import nameless, unreached
from tests.app.views.screens.judge_room import beyond_screen, out_of_reach
from tests.app.views.screens.judge_words import cut_words
from tests.app.views.screens.seen import painted, visible


async def judge(window: QWidget, screen: QSize) -> list[str]:
    """It has to be the active one, or an open list or menu; `screen` in logical pixels."""
    with painted() as words:
        image = window.grab().toImage()
    shown = visible(window)
    found = cut_words(shown, words) + out_of_reach(window, shown) + beyond_screen(window, screen)
    found += nameless(window, shown) + faint(window, shown, image, words)
    return list(dict.fromkeys([*found, *await unreached(window, shown)]))
