"""What became of the letter that brings an export, shown on it, and told to who asked for it when it was not taken."""

import msgspec

from cloud import messages
from cloud.store import jobs
from cloud.store.jobs import Job
from cloud.store.unit import Unit
from domain.exports import Export
from domain.messages import Delivery
from domain.telling import News, told
from domain.texts import cleaned

_WHY = {"unreachable": "mailbox_away", "fault": "mailbox_away", "timeout": "mail_cut"}
SAID = 200  # characters of what a mail server says


def show(unit: Unit, job: Job, now: int) -> None:
    """That it was taken, why it waits, or in its server's words why it was refused."""
    row, left = unit.get(Export, job.organization, job.message or ""), jobs.find(unit, job.key)
    if row is None or left is None:
        return
    why = _WHY.get(left.why) or cleaned(left.why)[:SAID]
    if row.mail is not None and (row.mail.state, row.mail_why) == (left.state, why):
        return
    after = msgspec.structs.replace(row, mail=Delivery(job.channel, left.state, now), mail_why=why)
    unit.put(after)
    news = News(row.organization, [(row, after)], unit.facts(row.organization), now)
    messages.leave(unit, told(news), now)
