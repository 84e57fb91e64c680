"""A picture large: nearer and farther, turned, its neighbours, beside the application's, and what cannot be opened."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QPushButton

from app.models.files import Blob, put
from app.views.applications.page import ApplicationsPage
from app.views.strip import Shown
from app.views.viewer import PictureViewer
from app.views.widgets.zoom import MOST, ZoomView
from demo import driver
from domain.files import Purpose
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, see, sees
from tests.app.views.test_application_detail import attachment
from tests.domain.test_picture_files import encoded, png
from tests.waiting import until

RED, GREEN = Blob("image/png", encoded("PNG", (400, 300))), Blob("image/jpeg", encoded("JPEG", (300, 400)))
CUT = Blob("image/jpeg", GREEN.content[: len(GREEN.content) // 2])
HUGE, STRANGE = Blob("image/png", png(9000, 9000)), Blob("image/png", b"GIF89a" + bytes(60))
KEPT = (RED, GREEN, CUT, HUGE, STRANGE)


async def viewer(stage: Stage, *blobs: Blob, application: str | None = None) -> PictureViewer:
    page = await stage.open(ApplicationsPage, "m-clerk")
    store = page.room.store
    for blob in KEPT:
        await store.run(lambda tx, blob=blob: put(tx, world.ORG, blob, stage.now, outgoing=False))
    shown = [Shown(each.sha256, f"#{at}") for at, each in enumerate(blobs, 1)]
    made = PictureViewer(page.room, shown, blobs[0].sha256, page.window(), application)
    made.show()
    await see("viewer.window", "#1")
    return made


def view(name: str = "viewer.picture") -> ZoomView:
    found = driver.find(name)
    assert isinstance(found, ZoomView)
    return found


def wheel(over: ZoomView, notches: int, at: QPoint) -> None:
    place, none = QPointF(at), QPoint()
    event = QWheelEvent(
        place,
        QPointF(over.viewport().mapToGlobal(at)),
        none,
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(over.viewport(), event)


@pytest.mark.req("R-113")
async def test_nearer_and_farther_by_key_wheel_and_button(stage: Stage) -> None:
    await viewer(stage, RED)
    shown = view()
    await until(lambda: shown.has_image)
    whole = shown.scale_now
    assert abs(whole - min(shown.viewport().width() / 400, shown.viewport().height() / 300)) < 0.01
    driver.press("viewer.picture", "Plus")
    assert shown.scale_now == pytest.approx(whole * 1.25)
    driver.press("viewer.picture", "Minus")
    assert shown.scale_now == pytest.approx(whole)
    driver.click("viewer.nearer")
    driver.click("viewer.nearer")
    driver.click("viewer.farther")
    assert shown.scale_now == pytest.approx(whole * 1.25)
    driver.press("viewer.picture", "0")
    assert shown.scale_now == pytest.approx(whole)
    at = QPoint(shown.viewport().width() // 3, shown.viewport().height() // 3)
    before = shown.mapToScene(at)
    wheel(shown, 3, at)
    assert shown.scale_now == pytest.approx(whole * 1.25**3)
    assert before.x() < 200  # left of the middle, and so is what is looked at now
    for _ in range(40):
        wheel(shown, 1, at)
    assert shown.scale_now == pytest.approx(MOST)
    for _ in range(80):
        wheel(shown, -1, at)
    assert shown.scale_now == pytest.approx(min(whole, 1.0))
    driver.click("viewer.whole")
    assert shown.scale_now == pytest.approx(whole)
    assert shown.accessibleDescription().startswith("400 × 300 · ")


async def test_turned_it_is_whole_again_and_as_large_as_it_can_be(stage: Stage) -> None:
    await viewer(stage, RED)
    shown = view()
    await until(lambda: shown.has_image)
    driver.press("viewer.picture", "R")
    assert shown.quarters == 1
    assert shown.scale_now == pytest.approx(min(shown.viewport().width() / 300, shown.viewport().height() / 400), 0.01)
    driver.click("viewer.right")
    driver.click("viewer.left")
    driver.press("viewer.picture", "L")
    driver.press("viewer.picture", "L")
    assert shown.quarters == 3


async def test_the_next_and_the_one_before_by_key_wherever_the_cursor_is(stage: Stage) -> None:
    await viewer(stage, RED, GREEN)
    await until(lambda: view().has_image)
    driver.press("viewer.picture", "R")
    for where, key, then in (
        ("viewer.picture", "Right", "#2 (2/2)"),
        ("viewer.nearer", "Right", "#1 (1/2)"),
        ("viewer.window", "Left", "#2 (2/2)"),
        ("viewer.picture", "PageUp", "#1 (1/2)"),
        ("viewer.picture", "PageDown", "#2 (2/2)"),
    ):
        driver.press(where, key)
        await see("viewer.window", then)
    await until(lambda: view().accessibleDescription().startswith("300 × 400"))
    assert view().quarters == 0  # the next one is upright


@pytest.mark.parametrize(
    ("blob", "said"),
    [
        (CUT, "The picture is damaged or incomplete."),
        (HUGE, "The picture has more than 60 megapixels."),
        (STRANGE, "This is no PNG or JPEG picture."),
    ],
    ids=["cut", "huge", "strange"],
)
async def test_what_cannot_be_opened_says_why_and_the_next_one_can(stage: Stage, blob: Blob, said: str) -> None:
    await viewer(stage, blob, RED)
    await until(lambda: view().accessibleDescription() == said)
    for key in ("Plus", "R", "0"):
        driver.press("viewer.picture", key)
    driver.press("viewer.picture", "Right")
    await until(lambda: view().has_image)


@pytest.mark.req("R-113")
async def test_side_by_side_with_the_pictures_of_the_application(stage: Stage) -> None:
    made = await viewer(stage, RED, application="a-1")
    room, window = made._room, made.parentWidget()
    assert not sees("viewer.compare")
    driver.press("viewer.picture", "C")  # nothing to compare with yet
    assert not sees("viewer.other")
    driver.press("viewer.window", "Escape")
    await until(lambda: not sees("viewer.window"))
    rows = [
        attachment("f-1", "第一页.png", GREEN, purpose=Purpose.PICTURE),
        attachment("f-2", "第二页.png", CUT, purpose=Purpose.PICTURE),
        attachment("f-3", "不是图片.pdf", GREEN),
    ]
    await rooms.take(room.store, rows, now=stage.now)
    again = PictureViewer(room, [Shown(RED.sha256, "#1")], RED.sha256, window, "a-1")
    again.show()
    await until(lambda: sees("viewer.compare"))
    driver.press("viewer.picture", "C")
    await until(lambda: sees("viewer.other") and view("viewer.other").has_image)
    assert abs(view().width() - view("viewer.other").width()) < 30
    whole = view().scale_now
    view("viewer.other").setFocus()
    before = view("viewer.other").scale_now
    driver.click("viewer.nearer")
    assert view("viewer.other").scale_now == pytest.approx(before * 1.25)
    assert view().scale_now == whole  # the one in hand alone
    driver.choose("viewer.which", "第二页.png")
    await until(lambda: view("viewer.other").accessibleDescription() == "The picture is damaged or incomplete.")
    driver.click("viewer.compare")
    assert not sees("viewer.other")
    driver.press("viewer.window", "Plus")
    assert view().scale_now > whole
    for each in again.findChildren(QPushButton):
        assert each.text() or each.accessibleName()
