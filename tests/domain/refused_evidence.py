"""What the rules refuse of exports, reviews, cases and retention, each beside what they just allow."""

from domain.cases import (
    MOST_STEPS,
    AssignCase,
    CaseState,
    CaseStep,
    CaseStepKind,
    CaseVerdict,
    CloseCase,
    CommentCase,
    ReopenCase,
)
from domain.cases import Case as CaseRow
from domain.exports import (
    MOST_OPEN,
    CancelExport,
    Export,
    ExportFile,
    ExportState,
    ExportUsage,
    Format,
    SendExport,
)
from domain.messages import Channel, Delivery, DeliveryState
from domain.organization import Permission, Role
from domain.retention import LEAST_DAYS, MOST_HOLDS, Hold, LiftHold, PlaceHold, SetRetention
from domain.reviews import MOST_REVIEWS, Review, ReviewRecord, ReviewVerdict
from domain.verdict import OnlyCloud, Refused
from tests.domain.refused_records import PRESS
from tests.domain.refused_uses import NOT_ALLOWED, NOT_FOUND
from tests.domain.world import (
    ADMIN,
    APPLICANT,
    COMPANY,
    HOUR,
    KEEPER,
    NOW,
    ORG,
    OTHER_KEEPER,
    OWNER,
    SEAL,
    Case,
    but,
    member,
)

MAILBOX = "audit@example.com"
EXPORT = ExportUsage(id="e", start=NOW, end=NOW + 1, mailbox=MAILBOX, formats=[Format.CSV])
ASKED = Export(
    id="e",
    organization=ORG,
    member="owner",
    start=NOW,
    end=NOW + 1,
    mailbox=MAILBOX,
    formats=[Format.CSV],
    asked_at=NOW,
)
MADE = but(
    ASKED,
    state=ExportState.DONE,
    files=[ExportFile(Format.CSV, "x.csv", "0" * 64, 9)],
    kept_until=NOW + 1,
    mail=Delivery(Channel.EMAIL, DeliveryState.FAILED, NOW),
)
CANCEL, SEND = CancelExport(export="e"), SendExport(export="e", mailbox=MAILBOX)
SENDING = but(MADE, mail=Delivery(Channel.EMAIL, DeliveryState.WAITING, NOW))
AUDITOR = member("auditor", Role.CUSTOM, list(Permission))
UNFIT = Refused("mailbox_unfit", "mailbox")

REVIEW = ReviewRecord(id="r", seal=SEAL.id, number=7, verdict=ReviewVerdict.DOUBTFUL, note="签字缺失")
REVIEWED = Review(
    id="r", organization=ORG, seal=SEAL.id, number=7, member="keeper", at=NOW, verdict=ReviewVerdict.NORMAL
)
ABNORMAL = but(PRESS, result=3)
ASSIGN = AssignCase(seal=SEAL.id, number=7, assignee="admin")
COMMENT = CommentCase(seal=SEAL.id, number=7, text="已联系使用人")
CLOSE = CloseCase(seal=SEAL.id, number=7, verdict=CaseVerdict.EXPLAINED, reason="补签")
REOPEN = ReopenCase(seal=SEAL.id, number=7, reason="有新情况")
OPENED = CaseRow(id=PRESS.id, organization=ORG, seal=SEAL.id, number=7)
CLOSED = but(OPENED, state=CaseState.CLOSED, verdict=CaseVerdict.EXPLAINED)
FULL = but(OPENED, steps=[CaseStep(CaseStepKind.COMMENT, "keeper", NOW, "x")] * MOST_STEPS)
REASON, ALREADY = Refused("reason_missing", "reason"), Refused("already_so")

RETAIN = SetRetention(days=LEAST_DAYS)
HOLD = PlaceHold(id="h", reason="诉讼", seal=SEAL.id)
HELD = Hold(id="h", organization=ORG, reason="诉讼", member="owner", at=NOW)
LIFT = LiftHold(hold="h", reason="结案")

CASES = [
    *(Case(actor, EXPORT, None) for actor in (OWNER, ADMIN)),
    *(Case(actor, EXPORT, NOT_ALLOWED) for actor in (KEEPER, APPLICANT, AUDITOR)),
    Case(OWNER, but(EXPORT, seal="GL9"), NOT_FOUND),
    Case(OWNER, but(EXPORT, seal="GL9"), OnlyCloud(), complete=False),
    Case(OWNER, but(EXPORT, seal=SEAL.id), None),
    Case(OWNER, but(EXPORT, end=NOW), Refused("end_before_start", "end")),
    Case(OWNER, but(EXPORT, mailbox="audit"), UNFIT),
    Case(
        OWNER,
        EXPORT,
        Refused("exports_full", None, str(MOST_OPEN)),
        [but(ASKED, id=f"e-{at}") for at in range(MOST_OPEN)],
    ),
    Case(OWNER, EXPORT, None, [MADE, *(but(ASKED, id=f"e-{at}") for at in range(MOST_OPEN - 1))]),
    Case(KEEPER, CANCEL, NOT_ALLOWED, [ASKED]),
    Case(OWNER, CANCEL, NOT_FOUND),
    Case(ADMIN, CANCEL, None, [ASKED]),
    Case(ADMIN, CANCEL, None, [but(ASKED, state=ExportState.RUNNING)]),
    Case(ADMIN, CANCEL, Refused("export_over"), [MADE]),
    Case(KEEPER, SEND, NOT_ALLOWED, [MADE]),
    Case(OWNER, SEND, NOT_FOUND),
    Case(ADMIN, SEND, None, [MADE]),
    Case(ADMIN, but(SEND, mailbox="audit@"), UNFIT, [MADE]),
    Case(ADMIN, SEND, Refused("export_gone"), [but(MADE, kept_until=NOW)]),
    Case(ADMIN, SEND, Refused("export_gone"), [but(MADE, files=[], kept_until=None)]),
    Case(ADMIN, SEND, Refused("export_gone"), [ASKED]),
    Case(ADMIN, SEND, Refused("export_on_its_way", None, MAILBOX), [SENDING]),
    Case(ADMIN, SEND, None, [but(SENDING, mail_why="mailbox_away")]),
    Case(ADMIN, SEND, Refused("export_gone"), [but(MADE, state=ExportState.RUNNING)]),
    # Reviews: who manages the seal, and who reads all of its records.
    *(Case(actor, REVIEW, None, [PRESS]) for actor in (OWNER, ADMIN, KEEPER, AUDITOR)),
    *(Case(actor, REVIEW, NOT_FOUND, [PRESS]) for actor in (APPLICANT, OTHER_KEEPER)),
    Case(KEEPER, REVIEW, NOT_FOUND),
    Case(KEEPER, REVIEW, OnlyCloud(), complete=False),
    Case(KEEPER, but(REVIEW, note=" "), Refused("reason_missing", "note"), [PRESS]),
    Case(KEEPER, but(REVIEW, note="", verdict=ReviewVerdict.NORMAL), None, [PRESS]),
    Case(
        KEEPER,
        REVIEW,
        Refused("reviews_full", None, str(MOST_REVIEWS)),
        [PRESS, *(but(REVIEWED, id=f"r-{at}") for at in range(MOST_REVIEWS))],
    ),
    Case(KEEPER, REVIEW, None, [PRESS, *(but(REVIEWED, id=f"r-{at}") for at in range(MOST_REVIEWS - 1))]),
    # Cases.
    *(Case(APPLICANT, act, NOT_FOUND, [ABNORMAL]) for act in (ASSIGN, COMMENT, CLOSE, REOPEN)),
    *(Case(KEEPER, act, Refused("record_not_abnormal"), [PRESS]) for act in (ASSIGN, COMMENT, CLOSE, REOPEN)),
    *(Case(KEEPER, act, None, [ABNORMAL]) for act in (ASSIGN, COMMENT, CLOSE)),
    *(
        Case(KEEPER, act, Refused("case_full", None, str(MOST_STEPS)), [ABNORMAL, FULL])
        for act in (ASSIGN, COMMENT, CLOSE)
    ),
    Case(KEEPER, COMMENT, None, [ABNORMAL, but(FULL, steps=FULL.steps[1:])]),
    Case(KEEPER, but(ASSIGN, assignee="nobody"), NOT_FOUND, [ABNORMAL]),
    Case(
        KEEPER,
        but(ASSIGN, assignee="applicant"),
        Refused("assignee_does_not_see", "assignee", "Applicant"),
        [ABNORMAL],
    ),
    Case(KEEPER, but(ASSIGN, assignee="keeper"), None, [ABNORMAL]),
    Case(KEEPER, ASSIGN, Refused("case_closed"), [ABNORMAL, CLOSED]),
    Case(KEEPER, ASSIGN, ALREADY, [ABNORMAL, but(OPENED, assignee="admin", state=CaseState.ASSIGNED)]),
    Case(KEEPER, but(COMMENT, text=" "), Refused("comment_missing", "text"), [ABNORMAL]),
    Case(KEEPER, COMMENT, None, [ABNORMAL, CLOSED]),
    Case(KEEPER, CLOSE, Refused("case_closed"), [ABNORMAL, CLOSED]),
    Case(KEEPER, but(CLOSE, reason=" "), REASON, [ABNORMAL]),
    Case(KEEPER, REOPEN, None, [ABNORMAL, CLOSED]),
    Case(KEEPER, REOPEN, Refused("case_not_closed"), [ABNORMAL, OPENED]),
    Case(KEEPER, but(REOPEN, reason=" "), REASON, [ABNORMAL, CLOSED]),
    # Retention and holds.
    Case(OWNER, RETAIN, None),
    *(Case(actor, RETAIN, NOT_ALLOWED) for actor in (ADMIN, KEEPER, APPLICANT)),
    Case(OWNER, RETAIN, NOT_FOUND, without=[COMPANY]),
    Case(OWNER, SetRetention(days=LEAST_DAYS - 1), Refused("retention_too_short", "days", str(LEAST_DAYS))),
    Case(OWNER, SetRetention(days=0), ALREADY),
    Case(OWNER, SetRetention(days=0), None, [but(COMPANY, pictures_kept_d=40)]),
    Case(OWNER, RETAIN, ALREADY, [but(COMPANY, pictures_kept_d=LEAST_DAYS)]),
    *(Case(actor, HOLD, None) for actor in (OWNER, ADMIN)),
    *(Case(actor, HOLD, NOT_ALLOWED) for actor in (KEEPER, APPLICANT, AUDITOR)),
    Case(OWNER, but(HOLD, seal="GL9"), NOT_FOUND),
    Case(OWNER, but(HOLD, reason=" "), REASON),
    Case(OWNER, but(HOLD, start=NOW, end=NOW), Refused("end_before_start", "end")),
    Case(OWNER, but(HOLD, start=NOW, end=NOW + HOUR), None),
    Case(
        OWNER,
        HOLD,
        Refused("holds_full", None, str(MOST_HOLDS)),
        [but(HELD, id=f"h-{at}") for at in range(MOST_HOLDS)],
    ),
    Case(OWNER, HOLD, None, [but(HELD, id=f"h-{at}", lifted_at=NOW if at else None) for at in range(MOST_HOLDS)]),
    Case(OWNER, LIFT, None, [HELD]),
    Case(ADMIN, LIFT, NOT_ALLOWED, [HELD]),
    Case(OWNER, LIFT, NOT_FOUND),
    Case(OWNER, LIFT, Refused("hold_lifted"), [but(HELD, lifted_at=NOW)]),
    Case(OWNER, but(LIFT, reason=" "), REASON, [HELD]),
]
