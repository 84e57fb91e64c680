"""Who is told of a company's own systems: owner and administrator, who keep them."""

from collections.abc import Iterator

from domain.messages import Subject
from domain.organization import Member, manages_all
from domain.telling.news import News, Told
from domain.webhooks import Webhook


def of_webhook(before: Webhook | None, row: Webhook, news: News) -> Iterator[Told]:
    """That one was paused by itself, for nothing has arrived for so long; who pauses it by hand knows."""
    if news.by is not None or before is None or before.paused or not row.paused or row.deleted_at is not None:
        return
    words = (row.name, str(row.failing_since or news.now))
    for each in news.facts.all(Member):
        if manages_all(each):
            yield Told(row.organization, each.id, "webhook_stopped", words, Subject.INTEGRATION, row.id)
