"""What time alone has made due, found by the indexes on when it becomes so."""

from sqlalchemy import and_, or_, select, tuple_

from cloud.store import tables
from cloud.store.unit import View
from domain.rows import Row
from domain.unfinished_binding import UNFINISHED_FOR_MS
from domain.uses import DAY_MS

Found = tuple[str, str]  # organization, id
After = tuple[int, str]  # when it was stored, id


def authorizations(view: View, now: int) -> list[Found]:
    """Those whose period or count is over, and that end by that."""
    table = tables.rows["authorizations"]
    query = select(table.c.organization, table.c.id).where(table.c.due_at <= now).order_by(table.c.due_at)
    return [(organization, id) for organization, id in view.connection.execute(query)]


def pictures(view: View, now: int) -> list[Found]:
    """Authorizations whose missing pictures are to be called to mind."""
    table = tables.rows["authorizations"]
    query = select(table.c.organization, table.c.id).where(table.c.pictures_due_at <= now)
    return [(organization, id) for organization, id in view.connection.execute(query.order_by(table.c.pictures_due_at))]


def bindings(view: View, now: int) -> list[Found]:
    """Those that no seal has confirmed for too long."""
    of = tables.bindings.c
    waits = and_(of.confirmed_at.is_(None), of.withdrawn_at.is_(None), of.asked_at <= now - UNFINISHED_FOR_MS)
    query = select(of.organization, of.serial).where(waits).order_by(of.asked_at)
    return [(organization, serial) for organization, serial in view.connection.execute(query)]


def messages(view: View, now: int) -> list[Found]:
    """Those that were read long enough ago."""
    table = tables.rows["messages"]
    query = select(table.c.organization, table.c.id).where(table.c.kept_until <= now).order_by(table.c.kept_until)
    return [(organization, id) for organization, id in view.connection.execute(query)]


def stand_ins(view: View, now: int) -> list[Found]:
    """Members whose absence begins, or is over."""
    table = tables.rows["members"]
    due = or_(table.c.away_from <= now, table.c.away_until <= now)  # in no order, so that both indexes serve
    query = select(table.c.organization, table.c.id).where(due)
    return [(organization, id) for organization, id in view.connection.execute(query)]


def withheld(view: View, now: int) -> list[Found]:
    """Seals with records that have not come for longer than their organization likes, of which nobody was told."""
    return _silence(view, "withheld_after_ms", "untold_withheld", now)


def silent(view: View, now: int) -> list[Found]:
    """Seals of which nothing was heard for longer than that."""
    return _silence(view, "silent_after_ms", "untold_silent", now)


def _silence(view: View, after: str, since: str, now: int) -> list[Found]:
    table, of = tables.rows["seal_status"], tables.rows["organizations"]
    query = (
        select(table.c.organization, table.c.id)
        .join(of, of.c.id == table.c.organization)
        .where(of.c[after].is_not(None), table.c[since] <= now - of.c[after])
        .order_by(table.c[since])
    )
    return [(organization, id) for organization, id in view.connection.execute(query)]


def services(view: View, now: int) -> list[Found]:
    """Seals whose service ends soon, or has ended, and of which that was not told."""
    table = tables.rows["seal_services"]
    query = select(table.c.organization, table.c.id).where(table.c.remind_at <= now).order_by(table.c.remind_at)
    return [(organization, id) for organization, id in view.connection.execute(query)]


def orders(view: View, now: int) -> list[Found]:
    """Those that wait to be paid though their time is over."""
    table = tables.rows["orders"]
    query = select(table.c.organization, table.c.id).where(table.c.lapses_at <= now).order_by(table.c.lapses_at)
    return [(organization, id) for organization, id in view.connection.execute(query)]


def reminders(view: View, now: int) -> list[Found]:
    """Applications that wait longer than their organization likes, of which nobody was reminded for a day."""
    table, of = tables.rows["applications"], tables.rows["organizations"]
    query = (
        select(table.c.organization, table.c.id)
        .join(of, of.c.id == table.c.organization)
        .where(
            of.c.reminds_after_ms.is_not(None),
            table.c.waits_since <= now - of.c.reminds_after_ms,
            or_(table.c.reminded_at.is_(None), table.c.reminded_at <= now - DAY_MS),
        )
        .order_by(table.c.waits_since)
    )
    return [(organization, id) for organization, id in view.connection.execute(query)]


def with_retention(view: View) -> list[str]:
    """Organizations that remove pictures after a time."""
    of = tables.rows["organizations"].c
    return list(view.connection.execute(select(of.id).where(of.pictures_kept_ms.is_not(None))).scalars())


def pictures_outlived(
    view: View, organization: str, kind: type[Row], now: int, after: After | None, limit: int = 200
) -> list[After]:
    """Some of its pictures (photos, or attachments) whose time is over, beyond the place `after`, in their order."""
    of, company = tables.table_of(kind).c, tables.rows["organizations"].c
    kept = select(company.pictures_kept_ms).where(company.organization == organization, company.id == organization)
    here = (of.organization == organization, of.removed_at.is_(None), of.stored_at <= now - kept.scalar_subquery())
    beyond = () if after is None else (tuple_(of.stored_at, of.id) > after,)
    query = select(of.stored_at, of.id).where(*here, *beyond).order_by(of.stored_at, of.id).limit(limit)
    return [(at, id) for at, id in view.connection.execute(query)]
