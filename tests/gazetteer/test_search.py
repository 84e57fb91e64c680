"""A place is found by characters, pinyin and initials."""

import pytest

from gazetteer import name_of
from gazetteer.search import LONGEST_ADDRESS, find, within


def _first(text: str) -> str:
    found = find(text)
    return found[0].place.text if found else ""


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("杭州", "浙江省杭州市"),
        ("杭州市", "浙江省杭州市"),
        ("杭州西湖", "浙江省杭州市西湖区"),
        ("浙江省杭州市西湖区", "浙江省杭州市西湖区"),
        ("hangzhou", "浙江省杭州市"),
        ("Hang Zhou", "浙江省杭州市"),
        ("hzh", "浙江省杭州市"),
        ("chongqing", "重庆市"),
        ("xiamen", "福建省厦门市"),
        ("lüliang", "山西省吕梁市"),
        ("lvliang", "山西省吕梁市"),
        ("xi'an", "陕西省西安市"),
        ("Ürümqi", "新疆维吾尔自治区乌鲁木齐市"),
        ("wulumuqi", "新疆维吾尔自治区乌鲁木齐市"),
        ("内蒙古", "内蒙古自治区"),
        ("shaanxi", "陕西省"),
        ("zhangzi", "山西省长治市长子县"),
        ("changzhi", "山西省长治市"),
        ("minhang", "上海市闵行区"),
        ("hong kong", "香港特别行政区"),
        ("Taipei", "台湾省台北市"),
        ("神农架", "湖北省神农架林区"),
        ("330106", "浙江省杭州市西湖区"),
    ],
)
def test_a_place_is_found(text: str, place: str) -> None:
    assert _first(text) == place


def test_one_name_of_several_places() -> None:
    """The higher division first, then by code; what only lies in one comes last."""
    found = [each.place.text for each in find("朝阳")]
    assert found[:4] == ["北京市朝阳区", "辽宁省朝阳市", "辽宁省朝阳市朝阳县", "吉林省长春市朝阳区"]
    assert "辽宁省朝阳市双塔区" in found[4:]


@pytest.mark.parametrize("text", ["", "  ", "zzzz", "qqq", "%", "杭州" * 40, "x" * 10_000, "\x00", "((((", "東京"])
def test_what_means_nothing_finds_nothing(text: str) -> None:
    assert find(text) == []


def test_no_more_than_asked_for() -> None:
    assert len(find("x", most=5)) == 5
    assert len(find("a")) <= 20


def test_what_is_found_lies_where_it_says() -> None:
    for found in find("杭州西湖") + find("taipei") + find("三沙"):
        place = name_of(found.lat, found.lon)
        assert place is not None
        assert place.text.startswith(found.place.text)
        assert found.tall_km > 0


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("北京市东城区示例路 1 号", "北京市东城区"),
        ("新疆阿克陶县人民东路 118 号", "新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿克陶县"),
        ("上海浦东新区世纪大道", "上海市浦东新区"),
        ("福州市鼓楼区东街", "福建省福州市鼓楼区"),
        ("杭州西湖示例路", "浙江省杭州市西湖区"),
        ("深圳南山 科技园", "广东省深圳市南山区"),
        ("上海市南京路 1 号", "上海市"),
        ("杭州市上海路", "浙江省杭州市"),
        ("内蒙古呼和浩特", "内蒙古自治区呼和浩特市"),
        ("某某路 1 号", ""),
        ("hangzhou", ""),
        ("", ""),
        ("北京市" + "长" * LONGEST_ADDRESS, ""),
    ],
)
def test_the_smallest_division_that_an_address_names(address: str, place: str) -> None:
    found = within(address)
    assert ("" if found is None else found.place.text) == place
