"""Of the company in full: exports in each state, what was said of records, and holds."""

from msgspec.structs import replace

from domain.cases import Case, CaseState, CaseStep, CaseStepKind, CaseVerdict
from domain.exports import Export, ExportFile, ExportState, Format
from domain.messages import Channel, Delivery, DeliveryState
from domain.retention import Hold
from domain.reviews import Review, ReviewVerdict
from domain.rows import Row
from domain.usage import impression_id
from tests.app.views.world import DAY, GL, HOUR, ORG

MAILBOX = "archives-department.seal-audit@group-holding.example.com"
NOTE = "文件第 3 页签字缺失，已请经办人说明原因并补签；补签件随档案一并留存"


def exports(now: int) -> list[Row]:
    running = Export(
        id="x-1",
        organization=ORG,
        member="m-owner",
        start=now - 30 * DAY,
        end=now,
        mailbox=MAILBOX,
        formats=list(Format),
        asked_at=now - HOUR,
        state=ExportState.RUNNING,
        done=412_000,
        records=1_000_000,
    )
    ended = replace(running, seal=GL, done=0, records=None, state=ExportState.FAILED)
    failed = replace(ended, id="x-2", asked_at=now - 2 * HOUR, code="export_too_long", detail="48211")
    files = [ExportFile(each, f"usage.{each.value}", "0" * 64, 123_456_789) for each in Format]
    files += [ExportFile(Format.PDF, f"usage-{at}.pdf", f"{at}" * 64, 98_765_432, at) for at in (2, 3)]
    done = replace(
        ended,
        id="x-3",
        asked_at=now - 3 * HOUR,
        state=ExportState.DONE,
        done=812_345,
        records=812_345,
        files=files,
        kept_until=now + 6 * DAY,
        mail=Delivery(Channel.EMAIL, DeliveryState.FAILED, now),
        mail_why="550 5.7.1 The mailbox is over its quota; ask its administrator",
    )
    return [running, failed, done, replace(done, id="x-4", asked_at=now - 20 * DAY, files=[], kept_until=None)]


def judged(now: int, numbers: list[int]) -> list[Row]:
    """Two reviews and a case of each of these entries of the first seal's log."""
    found: list[Row] = []
    for at, number in enumerate(numbers):
        for turn, (verdict, note) in enumerate(((ReviewVerdict.DOUBTFUL, NOTE), (ReviewVerdict.NORMAL, ""))):
            found.append(
                Review(
                    id=f"r-{number}-{turn}",
                    organization=ORG,
                    seal=GL,
                    number=number,
                    member=("m-keeper", "m-owner")[turn],
                    at=now - (5 - turn) * HOUR,
                    verdict=verdict,
                    note=note,
                )
            )
        steps = [
            CaseStep(CaseStepKind.ASSIGNED, "m-owner", now - 4 * HOUR, to="m-keeper"),
            CaseStep(CaseStepKind.COMMENT, "m-keeper", now - 3 * HOUR, NOTE * 2),
        ]
        state, verdict = CaseState.ASSIGNED, None
        if at % 2:
            state, verdict = CaseState.CLOSED, CaseVerdict.EXPLAINED
            steps.append(CaseStep(CaseStepKind.CLOSED, "m-owner", now - 2 * HOUR, NOTE, verdict=verdict))
        found.append(
            Case(
                id=impression_id(GL, number),
                organization=ORG,
                seal=GL,
                number=number,
                state=state,
                assignee="m-keeper",
                verdict=verdict,
                steps=steps,
            )
        )
    return found


def holds(now: int) -> list[Row]:
    held = Hold(id="h-1", organization=ORG, reason=NOTE * 2, seal=GL, member="m-admin", at=now - 2 * DAY)
    lifted = replace(held, id="h-2", seal=None, lifted_by="m-owner", lifted_at=now - DAY, lift_reason="已结案")
    return [held, lifted]
