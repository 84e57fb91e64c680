"""Service outlets: what the operator may keep, and which is the nearest."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import outlets
from domain.geo import Point, distance_m
from domain.outlets import MOST, Outlet, judge, nearest
from domain.verdict import Refused

but = msgspec.structs.replace
SHOP = Outlet(
    id="a", organization="operator", name="西湖店", address="示例路1号", phone="0571-1234", point=Point(30, 120)
)


@pytest.mark.parametrize(
    ("outlet", "refused"),
    [
        (SHOP, None),
        (but(SHOP, phone="", hours=""), None),
        (but(SHOP, phone="+86 (571) 1234/5"), None),
        (but(SHOP, name=" "), Refused("name_missing", "name")),
        (but(SHOP, name="店\u202e"), Refused("text_unfit", "name")),
        (but(SHOP, address=" "), Refused("outlet_address_missing", "address")),
        (but(SHOP, phone="12"), Refused("outlet_phone_unfit", "phone")),
        (but(SHOP, phone="call"), Refused("outlet_phone_unfit", "phone")),
        (but(SHOP, point=Point(91, 120)), Refused("outlet_place_unfit", "point")),
        (but(SHOP, point=Point(0, 0)), Refused("outlet_place_unfit", "point")),
        (but(SHOP, point=Point(float("nan"), 120)), Refused("outlet_place_unfit", "point")),
    ],
)
def test_what_may_be_kept(outlet: Outlet, refused: Refused | None) -> None:
    assert judge(outlet, []) == refused


def test_too_long_is_said_with_its_field() -> None:
    refused = judge(but(SHOP, name="印" * 61), [])
    assert refused == Refused("arguments_do_not_fit", "name")


def test_the_same_shop_is_kept_once() -> None:
    other = but(SHOP, id="b")
    assert judge(other, [SHOP]) == Refused("outlet_twice", "name", "西湖店")
    assert judge(but(other, address="示例路2号"), [SHOP]) is None
    assert judge(but(SHOP, phone=""), [SHOP]) is None  # the same one, changed


def test_there_are_so_many_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST == 2000
    monkeypatch.setattr(outlets, "MOST", 2)
    others = [but(SHOP, id=id, address=id) for id in ("b", "c")]
    assert judge(SHOP, others[:1]) is None
    assert judge(SHOP, others) == Refused("outlets_full", None, "2")
    assert judge(but(others[0], phone=""), others) is None


places = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


@given(places, st.lists(places, max_size=12))
def test_the_nearest_is_first_and_none_is_missing(here: Point, there: list[Point]) -> None:
    shops = [but(SHOP, id=f"{at}", point=point) for at, point in enumerate(there)]
    found = nearest(shops, here)
    assert [each.metres for each in found] == sorted(distance_m(here, shop.point) for shop in shops)
    assert {each.outlet.id for each in found} == {shop.id for shop in shops}


def test_of_two_as_near_the_order_is_always_the_same() -> None:
    shops = [but(SHOP, id="b"), SHOP, but(SHOP, id="c", name="东湖店")]
    assert [each.outlet.id for each in nearest(shops, SHOP.point)] == ["c", "a", "b"]
