"""Who is told of authorizations and their use: the user, the authorizer, and who is copied (R-115, R-118, C-25)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from domain.applications import Application
from domain.authorizations import Authorization, Stage
from domain.ending import CODE_TRIES
from domain.messages import Channel, Subject
from domain.seals import Seal, authorizers
from domain.telling.news import News, Told, told_once
from domain.usage import Grade, Impression
from domain.uses import Method
from domain.verdict import Facts


class _Speaker:
    """Speaks of one authorization."""

    def __init__(self, row: Authorization, news: News) -> None:
        self.row, self.news = row, news
        self._channels = news.by_wechat(row.wechat)
        self._words = (news.name(row.member), news.seal_name(row.seal))

    def to(self, members: Iterable[str], code: str, *more: str) -> Iterator[Told]:
        of, words = self.row, (*self._words, *more)
        for member in members:
            yield Told(of.organization, member, code, words, Subject.AUTHORIZATION, of.id, self._channels)

    @property
    def authorizers(self) -> list[str]:
        """Who has issued it; when he is gone, who issues for this seal now."""
        seal = self.news.facts.get(Seal, self.row.seal)
        if seal is None or self.news.is_active(self.row.issued_by):
            return [self.row.issued_by]
        return authorizers(seal, self.news.facts)

    @property
    def limits(self) -> tuple[str, str]:
        return str(self.row.count), str(self.row.end)


def of_authorization(before: Authorization | None, row: Authorization, news: News) -> Iterator[Told]:
    """What has become of it; presses are told by `used`."""
    speaker = _Speaker(row, news)
    if before is None:
        yield from _new(speaker)
        return
    user, by = [row.member], news.name(news.by)
    if before.stage is Stage.WAITING and row.stage is Stage.LIVE:
        yield from speaker.to(speaker.authorizers, "authorization_activated")
    if before.stage is Stage.LIVE and row.stage is Stage.WAITING:
        yield from speaker.to(user, "activation_put_back")
    if before.tries < CODE_TRIES <= row.tries:
        yield from speaker.to([*user, *speaker.authorizers], "code_spent")
    if before.cancelled_at is None and row.cancelled_at is not None:
        parties = [*user, *speaker.authorizers]
        if news.by is None:
            yield from speaker.to(parties, "authorization_lapsed")
        else:
            yield from speaker.to(parties, "authorization_cancelled", by)
    if before.refused_at is None and row.refused_at is not None:
        yield from speaker.to([*user, *speaker.authorizers], "authorization_refused")
    if before.ended_at is None and row.ended_at is not None and not _continued(row, news):
        yield from _ended(speaker)
    yield from _pictures(before, speaker)


def _new(speaker: _Speaker) -> Iterator[Told]:
    """Issued, or in the place of one that had fewer uses. What was applied for is told with the application."""
    row, news = speaker.row, speaker.news
    if row.continues is not None:
        former = news.facts.get(Authorization, row.continues)
        parties = [row.member] if former is None else [row.member, former.issued_by]
        yield from speaker.to(parties, "use_extended", news.name(row.issued_by), *speaker.limits)
        yield from _beyond_applied(speaker, parties)
    elif row.application is None:
        code = "pre_authorization_issued" if row.method is Method.PRE else "authorization_issued"
        yield from speaker.to([row.member], code, news.name(row.issued_by), *speaker.limits)


def _beyond_applied(speaker: _Speaker, told: list[str]) -> Iterator[Told]:
    """Who has decided the application, and who was copied: more is used than they have seen."""
    row, news = speaker.row, speaker.news
    application = news.facts.get(Application, row.application or "")
    if application is None:
        return
    readers = [step.decided_by for step in application.steps if step.decided_by is not None]
    others = [each for each in dict.fromkeys((*readers, *application.copied)) if each not in told]
    for each in speaker.to(others, "use_extended", news.name(row.issued_by), *speaker.limits):
        yield replace(each, subject=Subject.APPLICATION, subject_id=application.id)


def _continued(row: Authorization, news: News) -> bool:
    return any(isinstance(each, Authorization) and each.continues == row.id for _, each in news.rows)


def _ended(speaker: _Speaker) -> Iterator[Told]:
    row, counts = speaker.row, (str(speaker.row.used), str(speaker.row.count))
    parties = [row.member, *speaker.authorizers]
    if row.ended_by is None:
        yield from speaker.to(parties, "use_over", *counts)
    else:
        yield from speaker.to(parties, "use_ended", speaker.news.name(row.ended_by), *counts)


def _pictures(before: Authorization, speaker: _Speaker) -> Iterator[Told]:
    """The pictures that are owed are given to somebody else, or no longer asked for."""
    row, missing = speaker.row, speaker.row.pressed - speaker.row.pictured
    if row.heir is not None and row.heir != before.heir and missing > 0:
        yield from speaker.to([row.heir], "pictures_given", str(missing))
    if before.waived_at is None and row.waived_at is not None:
        by = speaker.news.name(row.waived_by)
        yield from speaker.to([before.owed_by or row.member], "pictures_waived", by, row.waived_why)


def pictures_missing(row: Authorization, missing: int, facts: Facts, now: int) -> list[Told]:
    """So many are still missing a day after the end: to who owes them, and to the authorizer (C-23)."""
    speaker = _Speaker(row, News(row.organization, [], facts, now))
    parties = [row.owed_by or row.heir or row.member, *speaker.authorizers]
    return told_once(speaker.news, speaker.to(parties, "pictures_missing", str(missing)))


def used(row: Authorization, presses: Sequence[Impression], facts: Facts, now: int) -> list[Told]:
    """Of new presses under an authorization (`row` counts them already), one after the other.

    One message for each authorization, which says how often it was used by now. To the authorizer, by WeChat; to him
    and to who is copied with the application, by SMS of every press, where that is wanted (R-118).
    """
    speaker = _Speaker(row, News(row.organization, [], facts, now))
    so_far = row.used - sum(each.result == 0 for each in presses)
    found: list[Told] = []
    for press in sorted(presses, key=lambda each: each.number):
        so_far += press.result == 0
        found += _use(speaker, press, so_far)
    return found


def _use(speaker: _Speaker, press: Impression, so_far: int) -> list[Told]:
    """Of one press. Who only held the seal is not known: then the authorizer is told, were it he himself."""
    row, news = speaker.row, speaker.news
    sms = frozenset({Channel.SMS} if row.sms else ())
    words = (news.name(press.member or row.member), news.seal_name(row.seal), str(so_far), str(row.count))
    normal = "use" if press.document is None else "use_sealed"
    code = normal if press.result == 0 else "use_abnormal"
    readers = {id: (Subject.APPLICATION, row.application or "", sms) for id in _copied(row, news.facts) if row.sms}
    own = (Subject.AUTHORIZATION, row.id, news.by_wechat(row.wechat) | sms)
    readers |= dict.fromkeys(speaker.authorizers, own)
    found = [Told(row.organization, id, code, words, *reader, renews=f"use {row.id}") for id, reader in readers.items()]
    by = None if press.grade is Grade.HOLDER else press.member
    return told_once(replace(news, by=by), found)


def _copied(row: Authorization, facts: Facts) -> list[str]:
    application = facts.get(Application, row.application or "")
    return [] if application is None else application.copied
