"""Scripted faults: at a named point the process dies as by `kill -9`, or the link is cut.

The environment sets one for the whole run, `SIGNET_KILL=press_after_commit` or `…:3` (the third time); the control
channel sets more. Points: `X_before_commit` and `X_after_commit` for each commit X of the firmware (`COMMITS`), and on
the link `answer_before_send`, `answer_after_send`, `notice_before_send`, `notice_after_send`.
"""

import os
from collections.abc import Mapping
from enum import StrEnum

VARIABLE = "SIGNET_KILL"
KILLED = 137  # as a shell tells of SIGKILL
COMMITS = (
    "switch_on", "switch_off", "mode", "battery", "bind", "unbind", "apply", "activate", "enrol", "contact", "receipt",
    "take", "release", "press", "abort", "restrict", "chunk", "verify", "update", "trial", "confirm", "rollback",
)  # fmt: skip
LINK_POINTS = ("answer_before_send", "answer_after_send", "notice_before_send", "notice_after_send")
POINTS = frozenset({f"{commit}_{when}_commit" for commit in COMMITS for when in ("before", "after")} | {*LINK_POINTS})


class Kind(StrEnum):
    KILL = "kill"
    CUT = "cut"  # the link; only at points on the link


class LinkCut(Exception):
    """The link is to be dropped here."""


class Faults:
    """Those that wait for their point."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._waiting: dict[str, tuple[Kind, int]] = {}
        if word := (environment or {}).get(VARIABLE):
            point, _, times = word.partition(":")
            self.set(Kind.KILL, point, int(times or 1))

    def set(self, kind: Kind, point: str, times: int = 1) -> None:
        """Strike when `point` is reached for the `times`-th time from now. ValueError: there is no such point."""
        if point not in (LINK_POINTS if kind is Kind.CUT else POINTS) or times < 1:
            raise ValueError(f"there is no point “{point}” to {kind}")
        self._waiting[point] = (kind, times)

    def reach(self, point: str) -> None:
        """The point is reached: nothing, the end of the process, or `LinkCut`."""
        if (fault := self._waiting.get(point)) is None:
            return
        kind, times = fault
        if times > 1:
            self._waiting[point] = (kind, times - 1)
            return
        del self._waiting[point]
        if kind is Kind.KILL:
            os._exit(KILLED)
        raise LinkCut(point)
