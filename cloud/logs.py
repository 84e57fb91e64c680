"""Where the log goes, and how: a file in the folder of the data, or standard error for whoever starts the cloud.

Nobody's data is in it: what is logged is said by `problems.log_fault` and by sentences of our own.
"""

import logging
import sys

from pythonjsonlogger.json import JsonFormatter

from cloud.settings import Settings

_TEXT = "%(levelname)s %(name)s: %(message)s"  # when it was, whoever reads standard error knows
_FIELDS = ["asctime", "levelname", "name", "message"]


def begin(settings: Settings) -> None:
    """As the settings say. Of several processes none shares the file: it is renamed when it is full."""
    logging.raiseExceptions = False  # a log that finds no room says nothing, and not that over and over
    logging.getLogger("uvicorn").setLevel(logging.WARNING)  # it names addresses, and what is asked for there
    if settings.log == "file" and not settings.several:
        return  # `main.py` has opened it
    handler = logging.StreamHandler(sys.stderr)
    if settings.log == "json":
        renamed = {"asctime": "at", "levelname": "level", "name": "logger"}
        beside = {"process": settings.port}
        handler.setFormatter(
            JsonFormatter(_FIELDS, style="%", rename_fields=renamed, static_fields=beside, json_ensure_ascii=False)
        )
    else:
        handler.setFormatter(logging.Formatter(_TEXT))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
