"""The places of the console, in the order of the rail. A page's module loads when the place is first opened."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.views.room import Room
from app.views.settings.console import ThisConsole
from app.views.shell import Page
from domain.organization import Permission, Role, manages_all, may

translate = QCoreApplication.translate
# What is not permitted is not shown: a place stands in the rail of whoever may do what it is for.
NEEDS = {
    "applications": Permission.APPLY,
    "approvals": Permission.APPROVE,
    "ready": Permission.STAMP,
    "overview": Permission.VIEW_USAGE,
    "authorizations": Permission.VIEW_AUTHORIZATIONS,
    "templates": Permission.CONFIGURE_FLOW,
    "features": Permission.CONFIGURE_FEATURES,
    "wallet": Permission.PAY,
    "audit": Permission.VIEW_AUDIT,
}


def places(room: Room, console: ThisConsole) -> list[Page]:
    """What this person may open, named in the language of the moment."""
    work, seals, organization = (
        translate("places", "Work"),
        translate("places", "Seals"),
        translate("places", "Organization"),
    )

    def place(
        key: str, group: str, icon: str, title: str, make: Callable[[Room, str], QWidget], under: str = ""
    ) -> Page:
        return Page(key, group, icon, title, lambda: make(room, title), under)

    def settings(room: Room, title: str) -> QWidget:
        from app.views.settings.page import SettingsPage

        return SettingsPage(room, title, console)

    def about(room: Room, title: str) -> QWidget:
        from app.views.about.page import AboutPage

        return AboutPage(room, title, console.version)

    found = [
        place("applications", work, "file-text", translate("places", "Applications"), _applications),
        place("approvals", work, "tray", translate("places", "Approvals"), _approvals),
        place("ready", work, "hand-pointing", translate("places", "Ready for me"), _ready),
        place("overview", work, "chart-bar", translate("places", "Overview"), _overview),
        place("usage", work, "clock-counter-clockwise", translate("places", "Usage records"), _usage),
        place("messages", work, "bell", translate("places", "Messages"), _messages),
        place("map", seals, "map-trifold", translate("places", "Location map"), _map),
        place("authorizations", seals, "key", translate("places", "Authorizations"), _authorizations),
        place("seals", seals, "broadcast", translate("places", "Seal management"), _seals),
        place("organization", organization, "tree-structure", _people_word(room), _organization),
        place("templates", organization, "flow-arrow", translate("places", "Templates"), _templates),
        place("features", organization, "sliders-horizontal", translate("places", "Features"), _features),
        place("wallet", organization, "wallet", translate("places", "Wallet"), _wallet),
        place("audit", organization, "list-bullets", translate("places", "Audit log"), _audit),
        place("settings", organization, "gear-six", translate("places", "Settings"), settings),
        place("about", organization, "info", translate("places", "About and help"), about),
        place("outlets", organization, "storefront", translate("places", "Service outlets"), _outlets, "about"),
    ]
    if manages_all(room.me):
        title = translate("places", "Integrations")
        found.append(place("integrations", organization, "share-network", title, _integrations, "settings"))
    if room.me.role is Role.HEADQUARTERS:  # no member here: he decides what his headquarters has to consent to (C-14)
        found = [page for page in found if page.key in ("approvals", "messages", "settings")]
    consents = {"approvals"} if room.organization.headquarters == room.me.id else set[str]()
    return [page for page in found if page.key in consents or page.key not in NEEDS or may(room.me, NEEDS[page.key])]


def _people_word(room: Room) -> str:
    """Who manages nothing here reads the same tree to find a colleague."""
    managing = (
        Permission.ADD_ROLE,
        Permission.ADD_DEPARTMENT,
        Permission.CHANGE_ORGANIZATION,
        Permission.CHANGE_SUBSIDIARY,
        Permission.CHANGE_OWNER,
    )
    manages = any(may(room.me, permission) for permission in managing)
    return translate("places", "Members") if manages else translate("places", "Colleagues")


def _applications(room: Room, title: str) -> QWidget:
    from app.views.applications.page import ApplicationsPage

    return ApplicationsPage(room, title)


def _approvals(room: Room, title: str) -> QWidget:
    from app.views.approvals.page import ApprovalsPage

    return ApprovalsPage(room, title)


def _ready(room: Room, title: str) -> QWidget:
    from app.views.ready.page import ReadyPage

    return ReadyPage(room, title)


def _overview(room: Room, title: str) -> QWidget:
    from app.views.overview.page import OverviewPage

    return OverviewPage(room, title)


def _usage(room: Room, title: str) -> QWidget:
    from app.views.usage.page import UsagePage

    return UsagePage(room, title)


def _outlets(room: Room, title: str) -> QWidget:
    from app.views.outlets.page import OutletsPage

    return OutletsPage(room, title)


def _map(room: Room, title: str) -> QWidget:
    from app.views.map.page import MapPage

    return MapPage(room, title)


def _authorizations(room: Room, title: str) -> QWidget:
    from app.views.authorizations.page import AuthorizationsPage

    return AuthorizationsPage(room, title)


def _seals(room: Room, title: str) -> QWidget:
    from app.views.seals.page import SealsPage

    return SealsPage(room, title)


def _templates(room: Room, title: str) -> QWidget:
    from app.views.templates.page import TemplatesPage

    return TemplatesPage(room, title)


def _features(room: Room, title: str) -> QWidget:
    from app.views.features import FeaturesPage

    return FeaturesPage(room, title)


def _wallet(room: Room, title: str) -> QWidget:
    from app.views.wallet.page import WalletPage

    return WalletPage(room, title)


def _organization(room: Room, title: str) -> QWidget:
    from app.views.organization.page import OrganizationPage

    return OrganizationPage(room, title)


def _messages(room: Room, title: str) -> QWidget:
    from app.views.messages.page import MessagesPage

    return MessagesPage(room, title)


def _integrations(room: Room, title: str) -> QWidget:
    from app.views.integrations.page import IntegrationsPage

    return IntegrationsPage(room, title)


def _audit(room: Room, title: str) -> QWidget:
    from app.views.audit.page import AuditPage

    return AuditPage(room, title)
