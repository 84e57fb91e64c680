"""The places of the console, in the order of the rail. A page's module loads when the place is first opened."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.views.room import Room
from app.views.settings.console import ThisConsole
from app.views.shell import Page

translate = QCoreApplication.translate


def places(room: Room, console: ThisConsole) -> list[Page]:
    """What this person may open, named in the language of the moment."""
    work, seals, organization = (
        translate("places", "Work"),
        translate("places", "Seals"),
        translate("places", "Organization"),
    )

    def place(key: str, group: str, icon: str, title: str, make: Callable[[Room, str], QWidget]) -> Page:
        return Page(key, group, icon, title, lambda: make(room, title))

    def settings(room: Room, title: str) -> QWidget:
        from app.views.settings.page import SettingsPage

        return SettingsPage(room, title, console)

    return [
        place("applications", work, "file-text", translate("places", "Applications"), _applications),
        place("approvals", work, "tray", translate("places", "Approvals"), _approvals),
        place("ready", work, "hand-pointing", translate("places", "Ready for me"), _ready),
        place("usage", work, "clock-counter-clockwise", translate("places", "Usage records"), _usage),
        place("map", seals, "map-trifold", translate("places", "Location map"), _map),
        place("authorizations", seals, "key", translate("places", "Authorizations"), _authorizations),
        place("seals", seals, "broadcast", translate("places", "Seal management"), _seals),
        place("settings", organization, "gear-six", translate("places", "Settings"), settings),
    ]


def _applications(room: Room, title: str) -> QWidget:
    from app.views.applications.page import ApplicationsPage

    return ApplicationsPage(room, title)


def _approvals(room: Room, title: str) -> QWidget:
    from app.views.approvals import ApprovalsPage

    return ApprovalsPage(room, title)


def _ready(room: Room, title: str) -> QWidget:
    from app.views.ready.page import ReadyPage

    return ReadyPage(room, title)


def _usage(room: Room, title: str) -> QWidget:
    from app.views.usage.page import UsagePage

    return UsagePage(room, title)


def _map(room: Room, title: str) -> QWidget:
    from app.views.map.page import MapPage

    return MapPage(room, title)


def _authorizations(room: Room, title: str) -> QWidget:
    from app.views.authorizations.page import AuthorizationsPage

    return AuthorizationsPage(room, title)


def _seals(room: Room, title: str) -> QWidget:
    from app.views.seals.page import SealsPage

    return SealsPage(room, title)
