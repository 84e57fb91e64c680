"""From a message or a record to the place where what it is about can be seen."""

from collections.abc import Sequence
from functools import partial
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.models import fold
from app.models.store import Tx
from app.views.room import LivePage, Room
from app.views.widgets import RecordList
from domain.applications import Application, waits_for
from domain.authorizations import Authorization, live
from domain.messages import Message, Subject

_KNOWN = {
    Subject.SEAL: ("seals",),
    Subject.RECORD: ("usage",),
    Subject.EXPORT: ("usage",),
    Subject.MEMBER: ("organization",),
    Subject.ORGANIZATION: ("organization",),
    Subject.SERVICE: ("wallet",),
    Subject.ORDER: ("wallet",),
    Subject.INVOICE: ("wallet",),
    Subject.INTEGRATION: ("integrations",),
}


@runtime_checkable
class _ShowsRows(Protocol):
    """A page of several lists, which knows in which of them a row stands."""

    def show_row(self, id: str) -> None: ...


async def open_subject(room: Room, message: Message) -> bool:
    """Whether this person has a place where its subject is seen."""
    places = await room.store.run(lambda tx: _places(tx, room, message))
    return show(room, places, message.subject_id)


def show(room: Room, places: Sequence[str], id: str) -> bool:
    """Open the first of these places that there is, and choose the row of that id in its list."""
    for place in places:
        page = room.open(place)
        if isinstance(page, QWidget):
            if isinstance(page, LivePage) and not page.is_filled:
                page.filled.connect(partial(_choose, page, place, id))
            else:
                _choose(page, place, id)
            return True
    return False


def _places(tx: Tx, room: Room, message: Message) -> Sequence[str]:
    known = fold.facts(tx, room.id)
    if message.subject is Subject.APPLICATION:
        application = known.get(Application, message.subject_id)
        mine = application is not None and application.applicant == room.me.id
        decides = application is not None and waits_for(application, room.me.id)
        return ("applications",) if mine and not decides else ("approvals", "applications")
    if message.subject is Subject.AUTHORIZATION:
        authorization = known.get(Authorization, message.subject_id)
        mine = authorization is not None and authorization.member == room.me.id and live(authorization)
        return ("ready",) if mine else ("authorizations", "usage")
    if message.code in ("features_changed", "use_controlled", "use_free"):
        return ("features", "organization")
    return _KNOWN[message.subject]


def _choose(page: QWidget, place: str, id: str) -> None:
    if not isValid(page):
        return
    if isinstance(page, _ShowsRows):
        page.show_row(id)
        return
    listed = page.findChild(RecordList, f"{place}.list")
    if isinstance(listed, RecordList) and listed.choose(id):
        listed.setFocus()


def show_part(room: Room, place: str, part: str) -> None:
    """Of the detail that a place shows."""
    page = room.open(place)
    if isinstance(page, QWidget):
        if isinstance(page, LivePage) and not page.is_filled:
            page.filled.connect(partial(_open_part, page, part))
        else:
            _open_part(page, part)


def _open_part(page: QWidget, part: str) -> None:
    from app.views.seals.detail import SealDetail

    detail = page.findChild(SealDetail) if isValid(page) else None
    if isinstance(detail, SealDetail):
        detail.open_part(part)
