"""Loading pyqtgraph takes a second, in which the window lives on: it is done in pieces.

PySide makes each of its classes when its name is first asked for, and two threads that do so at once end the program.
pyqtgraph asks for all of them. So only what knows nothing of Qt is loaded beside the window's own thread.
"""

import asyncio
from importlib import import_module
from time import perf_counter

from PySide6 import QtCore, QtGui, QtWidgets

PIECE_S = 0.015


async def load_charts() -> None:
    """Afterwards `app.views.overview.bars` can be imported at once."""
    await asyncio.to_thread(import_module, "numpy")
    begun = perf_counter()
    for module in (QtCore, QtGui, QtWidgets):
        for name in dir(module):
            getattr(module, name)
            if perf_counter() - begun > PIECE_S:
                await asyncio.sleep(0)
                begun = perf_counter()
    import_module("pyqtgraph")
