"""Steps that have waited too long: those whose turn it is are reminded, once a day."""

from collections.abc import Iterable

import msgspec

from domain.applications import Application, current_step, with_step
from domain.organization import Organization
from domain.uses import DAY_MS


def due_reminders(applications: Iterable[Application], organization: Organization, now: int) -> list[Application]:
    """Those of which somebody is to be reminded now, marked so.

    The mark belongs to the step: the next one, or the next person who is asked, begins without it.
    """
    after = organization.reminds_after_ms
    return [] if after is None else [_marked(each, now) for each in applications if _is_due(each, after, now)]


def _is_due(application: Application, after_ms: int, now: int) -> bool:
    since, reminded = application.waits_since, application.reminded_at
    return since is not None and now - since >= after_ms and (reminded is None or now - reminded >= DAY_MS)


def _marked(application: Application, now: int) -> Application:
    step = current_step(application)
    assert step is not None  # it waits
    return with_step(application, msgspec.structs.replace(step, reminded_at=now))
