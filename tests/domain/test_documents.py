"""Which document may be sealed, and with which certificate."""

import pytest

from domain.authorizations import Authorization, Mode
from domain.documents import applied_for
from domain.files import Purpose
from domain.rows import Row
from domain.seal_certificates import SealCertificate, current, holds
from domain.sealing import judge_document
from domain.verdict import Refused
from tests.domain.refused_documents import SEALING, brought
from tests.domain.refused_records import PRESS
from tests.domain.world import ISSUED, NOW, ORG, SEAL, Book, but

OWN, OTHER = f"{1:064x}", f"{2:064x}"
FOR_ONE = but(SEALING, application="app")


@pytest.mark.req("C-26", "C")
@pytest.mark.parametrize(
    ("use", "given", "sha256", "refused"),
    [
        (FOR_ONE, [brought()], OWN, None),
        (FOR_ONE, [brought()], OTHER, Refused("other_document")),
        (FOR_ONE, [brought(Purpose.PICTURE)], OWN, Refused("other_document")),
        (but(FOR_ONE, any_document=True), [brought()], OTHER, None),
        (but(SEALING, any_document=True), [], OTHER, None),
        (SEALING, [brought()], OWN, Refused("other_document")),
        (ISSUED, [brought()], OWN, Refused("not_electronic")),
    ],
)
def test_a_document_is_the_applications_unless_others_are_allowed(
    use: Authorization, given: list[Row], sha256: str, refused: Refused | None
) -> None:
    book = Book()
    book.put(*given)
    assert judge_document(sha256, use, book) == refused


def test_the_documents_of_an_application_have_one_order() -> None:
    book = Book()
    book.put(*(but(brought(), id=id) for id in ("b", "c", "a")), but(brought(), id="d", application="another"))
    assert [each.id for each in applied_for("app", book)] == ["a", "b", "c"]
    assert applied_for(None, book) == []


def test_the_certificate_is_the_newest_that_holds_in_this_binding() -> None:
    first = SealCertificate(
        id="1",
        organization=ORG,
        seal=SEAL.id,
        binding=1,
        certificate=b"1",
        authority=b"",
        issued_at=NOW,
        expires_at=NOW + 9,
    )
    revoked, second = but(first, revoked_at=NOW + 1), but(first, id="2", issued_at=NOW + 2)
    book = Book()
    assert current(SEAL.id, 1, book, NOW) is None
    book.put(first)
    assert current(SEAL.id, 1, book, NOW) == first
    assert current(SEAL.id, 2, book, NOW) is None
    assert current(SEAL.id, 1, book, NOW + 9) is None
    book.put(revoked, second)
    assert current(SEAL.id, 1, book, NOW) == second
    assert (holds(revoked, NOW), holds(second, NOW + 8), holds(second, NOW + 9)) == (False, True, False)


def test_a_record_says_whether_it_is_on_paper() -> None:
    assert PRESS.mode is Mode.PHYSICAL
    assert but(PRESS, document=OWN, digest=OTHER).mode is Mode.ELECTRONIC
