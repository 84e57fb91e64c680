"""Who is told of records: whose an abnormal one is to clear up (R-154), and what became of an export (R-152)."""

from collections.abc import Iterable, Iterator

from domain import wording
from domain.cases import Case, CaseState
from domain.exports import Export, ExportState
from domain.messages import DeliveryState, Subject
from domain.telling.news import News, Told
from domain.usage import Impression


def of_case(before: Case | None, row: Case, news: News) -> Iterator[Told]:
    """Whoever it was given to; and when somebody else has closed it, or opened it again."""
    if row.assignee is None or not row.steps:
        return
    record = news.facts.get(Impression, row.id)
    about = (news.seal_name(row.seal), news.name(news.by), str(news.now if record is None else record.listed_at))
    was = CaseState.OPEN if before is None else before.state
    if before is None or before.assignee != row.assignee:
        yield from _to(row, "case_assigned", about)
    elif was is not row.state:
        code = "case_closed" if row.state is CaseState.CLOSED else "case_reopened"
        yield from _to(row, code, (*about, row.steps[-1].text))


def _to(row: Case, code: str, words: tuple[str, ...]) -> Iterable[Told]:
    assert row.assignee is not None
    return [Told(row.organization, row.assignee, code, words, Subject.RECORD, row.id)]


# Nothing is wrong with the mailbox, and the list of exports says what is.
_UNTOLD = ("no_mail", "mail_withdrawn")


def of_export(before: Export | None, row: Export, news: News) -> Iterator[Told]:
    """Who has asked for it."""
    if before is None:
        return
    if before.state is not row.state and row.state is ExportState.DONE:
        words = (str(row.records or 0), row.mailbox, str(row.kept_until or news.now))
        yield _of(row, "export_done", words)
    if before.state is not row.state and row.state is ExportState.FAILED:
        yield _of(row, "export_failed", (wording.sentence(row.code, row.detail),))
    failed = row.mail is not None and row.mail.state is DeliveryState.FAILED
    if failed and before.mail != row.mail and row.mail_why not in _UNTOLD:
        yield _of(row, "export_not_taken", (row.mailbox, wording.sentence(row.mail_why)))


def _of(row: Export, code: str, words: tuple[str, ...]) -> Told:
    return Told(row.organization, row.member, code, words, Subject.EXPORT, row.id)
