"""An electronic invoice goes to the mailbox that was named for it; in the wallet it can be fetched as well."""

from cloud import outbox
from cloud.channels import Enclosed
from cloud.store.unit import Unit
from cloud.uploads import file_key
from domain.invoices import Invoice
from domain.money import capitals, yuan
from domain.uses import DAY_MS

TOPIC = "invoice"
TRIED_MS = 7 * DAY_MS
_SUBJECT = "电子发票 {number}"
_TEXT = "{title}：\n\n您申请的电子发票已开具，见附件。\n\n发票号码：{number}\n金额：{amount}（{capitals}）\n"


def send(unit: Unit, row: Invoice, media: str, now: int) -> None:
    """What becomes of the letter, the operator sees among the deliveries."""
    assert row.file is not None
    said = {"title": row.title.name, "number": row.number, "amount": yuan(row.cents), "capitals": capitals(row.cents)}
    file = Enclosed(row.file_name, media, file_key(row.organization, row.file))
    letter = outbox.Mail(_SUBJECT.format(**said), _TEXT.format(**said), [file])
    outbox.mail(unit, TOPIC, row.organization, row.id, row.receiver.mailbox, letter, now, now + TRIED_MS)
