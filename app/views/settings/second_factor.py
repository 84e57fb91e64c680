"""My second factor: switched on with an authenticator app, its recovery codes, switched off."""

from collections.abc import Coroutine
from enum import Enum, auto
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from app.services.own import Own, OwnRows
from app.views.room import Room, on_click
from app.views.settings.factor_parts import Off, On, SettingUp, Telling
from app.views.settings.own_card import Begin, OwnCard
from domain.second_factor import SecondFactor
from protocol.sync import BegunSecondFactor

translate = QCoreApplication.translate


class _Shown(Enum):
    OFF = auto()
    BEGUN = auto()
    CODES = auto()  # told once, until the person has kept them
    ON = auto()


class SecondFactorCard(OwnCard):
    """For owners and administrators, and whoever has one."""

    def __init__(self, room: Room, own: Own, begin: Begin) -> None:
        super().__init__(room, own, begin, translate("SecondFactorCard", "Second factor"), "settings.second_factor")
        self._row: SecondFactor | None = None
        self._codes: list[str] = []
        self._begun: BegunSecondFactor | None = None
        self._before: _Shown | None = None
        self._off, self._setting_up, self._telling, self._on = Off(), SettingUp(), Telling(), On()
        for part in (self._off, self._setting_up, self._telling, self._on, self.fault, self.why):
            self.body.addWidget(part)
        on_click(self._off.begin, self.begin, self._set_up)
        on_click(self._setting_up.confirm, self.begin, self._confirm)
        on_click(self._on.renew.confirm, self.begin, self._renew)
        on_click(self._on.end.confirm, self.begin, self._end)
        for cancelled in (self._setting_up.cancel, self._on.renew.cancel, self._on.end.cancel):
            cancelled.clicked.connect(self._leave)
        self._telling.copy.clicked.connect(self._copy)
        self._telling.kept.clicked.connect(self._leave)
        self.needs_cloud(
            self._off.begin, self._setting_up.confirm, self._on.renew.confirm, self._on.end.confirm, *self._on.openers
        )

    def show_rows(self, rows: OwnRows) -> None:
        self._row = rows.second_factor
        self.setVisible(rows.offered or rows.has_second_factor)
        self._show()

    @property
    def _shown(self) -> _Shown:
        if self._codes:
            return _Shown.CODES
        if self._row is not None and self._row.since is not None:
            return _Shown.ON
        return _Shown.OFF if self._begun is None else _Shown.BEGUN

    def _show(self) -> None:
        """The new part first, and the focus into it: with what is hidden it would go to another card, and the page
        would scroll there."""
        shown = self._shown
        if self._row is not None and shown is _Shown.ON:
            self._on.show_row(self._row)
        part, first = {
            _Shown.OFF: (self._off, self._off.begin),
            _Shown.BEGUN: (self._setting_up, self._setting_up.code),
            _Shown.CODES: (self._telling, self._telling.kept),
            _Shown.ON: (self._on, self._on.openers[0]),
        }[shown]
        part.show()
        focused = QApplication.focusWidget()
        inside = focused is None or (self.isAncestorOf(focused) and not part.isAncestorOf(focused))
        if inside and self._before not in (None, shown):
            first.setFocus()
        self._before = shown
        for other in {self._off, self._setting_up, self._telling, self._on} - {part}:
            other.hide()

    def _leave(self) -> None:
        self._begun, self._codes = None, []
        self.complain("")
        self._show()

    async def _set_up(self) -> None:
        _, self._begun = await self.ask(self.own.begin_second_factor())
        if self._begun is not None:
            self._setting_up.show_begun(self._begun)
        self._show()

    async def _confirm(self) -> None:
        if await self._get_codes(self.own.confirm_second_factor(self._setting_up.code.text()), self._setting_up.code):
            self.room.tell(self.tr("The second factor is switched on"))

    async def _renew(self) -> None:
        code = self._on.renew.code
        if await self._get_codes(self.own.new_recovery_codes(code.text()), code):
            self.room.tell(self.tr("The recovery codes before are void"))

    async def _get_codes(self, work: Coroutine[Any, Any, list[str]], typed: QWidget) -> bool:
        done, codes = await self.ask(work)
        if not done or codes is None:
            typed.setFocus()
            return False
        self._begun, self._codes = None, codes
        self._telling.show_codes(codes)
        self._on.close_questions()
        self._show()
        return True

    async def _end(self) -> None:
        done, _ = await self.ask(self.own.end_second_factor(self._on.end.code.text()))
        if done:
            self._on.close_questions()
            self.room.tell(self.tr("The second factor is switched off"))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(self._codes))
        self.room.tell(self.tr("Recovery codes copied"))
