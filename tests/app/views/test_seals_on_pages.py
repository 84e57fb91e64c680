"""What a seal leaves, and that it stands upright where it was put, also on pages that are turned or cut."""

import pytest
from PySide6.QtCore import QBuffer, QSize
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication

from app.services.sealing import looking
from app.services.sealing.orders import Picture
from app.services.sealing.pages import Spot
from app.views.sealing.document import with_seals
from app.views.sealing.picture import SIDE, draw, picture
from app.views.sealing.viewing import ViewCard
from tests.app.services.sealing import hostile
from tests.app.services.sealing.documents import Signer

TURNED = ("turned", "turned the other way", "elsewhere", "seen in part", "inherited", "large units", "upside down")


@pytest.mark.parametrize("name", TURNED)
@pytest.mark.parametrize("again", [False, True])
def test_on_a_page_that_is_turned_it_is_upright_where_it_was_put(qapp: QApplication, name: str, again: bool) -> None:
    """As a viewer draws the sealed file, and as the page of sealing draws it before the next seal."""
    side = 40
    corner = bytes(255 * (x < side / 2 and y < side / 2) for y in range(side) for x in range(side))
    sealed = Signer().seal(hostile.ODD[name], spot=Spot(0, 0.5, 0.4), picture=Picture(side, (255, 0, 0), corner))
    if again:
        nothing = Picture(side, (255, 0, 0), bytes(side * side))
        sealed = Signer().seal(sealed, spot=Spot(0, 0.5, 0.4), picture=nothing)
    held, document = QBuffer(), QPdfDocument(None)
    looked = looking.look(sealed)
    held.setData(looked.to_show)
    held.open(QBuffer.OpenModeFlag.ReadOnly)
    document.load(held)
    (page,) = looked.pages
    wide, high = (round(each) for each in page.size)
    image = document.render(0, QSize(wide, high), with_seals())
    red = [
        (x, y) for x in range(0, wide, 2) for y in range(0, high, 2)
        if (colour := image.pixelColor(x, y)).alpha() > 200 and colour.red() > 200 and colour.green() < 60
    ]  # fmt: skip
    left, above = wide * 0.5 - page.seal / 2, high * 0.4 - page.seal / 2
    found = min(x for x, _ in red), min(y for _, y in red), max(x for x, _ in red), max(y for _, y in red)
    assert found == pytest.approx((left, above, left + page.seal / 2, above + page.seal / 2), abs=4)
    document.close()


@pytest.mark.parametrize("name", hostile.ODD)
def test_a_page_that_is_drawn_otherwise_than_it_was_counted_is_not_shown(qapp: QApplication, name: str) -> None:
    """The seal would not stand where the person has put it."""
    data, view = hostile.ODD[name], ViewCard()
    assert view.show_document("x.pdf", data, looking.look(data)) is (
        name not in ("seen from outside", "a count that lies")
    )
    view.deleteLater()


def test_what_a_seal_leaves_is_round_red_and_for_each_name_another() -> None:
    one, other = draw("云杉精密仪器有限公司", "合同专用章"), draw("Spruce Precision Instruments Co., Ltd.", "公章")
    assert one != other
    middle = one.pixelColor(SIDE // 2, SIDE // 2)
    assert (middle.red() > 150, middle.alpha()) == (True, 255)
    assert [one.pixelColor(*corner).alpha() for corner in ((0, 0), (SIDE - 1, 0), (0, SIDE - 1))] == [0, 0, 0]
    made = picture("云杉精密仪器有限公司", "合同专用章")
    assert len(made.alpha) == SIDE * SIDE
    assert max(made.alpha) == 255
    assert draw("", "") is not None
    assert draw("很长的名字" * 20, "很长的名字" * 20) is not None
