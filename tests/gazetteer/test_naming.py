"""A position gets the name of its district, without network."""

import math
import socket
import threading
from pathlib import Path

import numpy as np
import pytest

import gazetteer
from gazetteer import Place, name_of, names_of, naming, pack
from gazetteer.naming import Gazetteer

WEST_LAKE = (30.2460, 120.1400)


def _said(lat: float, lon: float) -> tuple[str, str, str]:
    place = name_of(lat, lon)
    assert place is not None
    return place.text, place.code, place.english


@pytest.mark.parametrize(
    ("lat", "lon", "text", "code", "english"),
    [
        (*WEST_LAKE, "浙江省杭州市西湖区", "330106", "Xihu, Hangzhou, Zhejiang"),
        (39.9219, 116.4436, "北京市朝阳区", "110105", "Chaoyang, Beijing"),
        (29.5570, 106.5770, "重庆市渝中区", "500103", "Yuzhong, Chongqing"),
        (31.7300, 110.6700, "湖北省神农架林区", "429021", "Shennongjia, Hubei"),  # of the province, in no city
        (30.3640, 113.4540, "湖北省仙桃市", "429004", "Xiantao, Hubei"),
        (23.0210, 113.7520, "广东省东莞市", "441900", "Dongguan, Guangdong"),  # a city without districts
        (22.2830, 114.1580, "香港特别行政区中西区", "810101", "Central and Western, Hong Kong"),
        (22.1930, 113.5400, "澳门特别行政区", "820000", "Macao"),
        (25.0380, 121.5640, "台湾省台北市", "710009", "Taipei, Taiwan"),
        (43.7950, 87.6320, "新疆维吾尔自治区乌鲁木齐市天山区", "650102", "Tianshan, Ürümqi, Xinjiang"),
        (16.8340, 112.3400, "海南省三沙市西沙区", "460321", "Xisha, Sansha, Hainan"),  # islands
        (25.7450, 123.4750, "台湾省宜兰县", "710021", "Yilan, Taiwan"),
        (27.3330, 88.9000, "西藏自治区日喀则市亚东县", "540233", "Yadong, Shigatse, Xizang"),
    ],
)
def test_a_position_has_a_name(lat: float, lon: float, text: str, code: str, english: str) -> None:
    assert _said(lat, lon) == (text, code, english)


def test_each_part_has_its_code() -> None:
    place = name_of(*WEST_LAKE)
    assert place == Place(
        "浙江省", "330000", "杭州市", "330100", "西湖区", "330106", "Xihu, Hangzhou, Zhejiang", near=False
    )


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        (35.6762, 139.6503),  # Tokyo
        (21.0278, 105.8342),  # Hanoi
        (45.2350, 13.6000),
        (0, 0),  # a receiver that has found nothing
        (30.0, 124.5),  # the sea
        (math.nan, 120.0),
        (30.0, math.nan),
        (math.inf, 120.0),
        (91.0, 120.0),
        (30.0, 181.0),
        (120.14, 30.246),  # the wrong way round
        (1e308, -1e308),
    ],
)
def test_what_lies_elsewhere_has_no_name(lat: float, lon: float) -> None:
    assert name_of(lat, lon) is None
    assert names_of([lat], [lon]) == [None]


def test_close_to_a_border_is_said_to_be_near() -> None:
    """A quay at the sea; and the middle of the river at Heihe, beyond which there is no name."""
    quay = name_of(50.2560, 127.4950)
    assert quay is not None
    assert (quay.text, quay.near) == ("黑龙江省黑河市爱辉区", True)
    assert name_of(50.2900, 127.5400) is None


def test_many_have_the_names_that_each_has() -> None:
    random = np.random.default_rng(5)
    lats, lons = random.uniform(17, 54, 4000), random.uniform(72, 136, 4000)
    lats[:3], lons[:3] = (0, math.nan, 99), (0, 120, 120)
    named = names_of(lats, lons)
    assert named == [name_of(float(lat), float(lon)) for lat, lon in zip(lats, lons, strict=True)]
    assert 1000 < sum(place is not None and not place.near for place in named) < 3000
    assert any(place is not None and place.near for place in named)
    assert names_of([], []) == []
    with pytest.raises(ValueError, match="latitudes"):
        names_of([1.0], [])


def test_all_is_there() -> None:
    """34 provinces, each district of one of them, each with its middle inside: no shape is lost or moved."""
    gazetteer = Gazetteer()
    provinces = [code for code in gazetteer.divisions if code.endswith("0000")]
    assert len(provinces) == 34
    districts = [code for code in gazetteer.divisions if not code.endswith("00")]
    assert len(districts) > 2800
    wrong = []
    for division in gazetteer.divisions.values():
        place = gazetteer.name(division.lat, division.lon)
        if (
            place is None
            or place.near
            or division.code not in (place.province_code, place.city_code, place.district_code)
        ):
            wrong.append((division.name, place))
    assert wrong == []


def test_it_is_read_once_by_many_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    monkeypatch.setattr(gazetteer, "_loaded", [])
    monkeypatch.setattr(naming, "Gazetteer", lambda: read.append(1) or object())
    threads = [threading.Thread(target=gazetteer.load) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read == [1]


def test_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was made")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    place = Gazetteer().name(*WEST_LAKE)
    assert place is not None
    assert place.district == "西湖区"


@pytest.mark.parametrize("spoiled", ["names.json", "districts.npz"])
@pytest.mark.parametrize("share", [0.0, 0.5, 0.999])
def test_a_pack_that_is_cut_off_is_told(
    spoiled: str, share: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("names.json", "districts.npz"):
        whole = (pack.FOLDER / name).read_bytes()
        (tmp_path / name).write_bytes(whole[: int(len(whole) * share)] if name == spoiled else whole)
    monkeypatch.setattr(pack, "FOLDER", tmp_path)
    monkeypatch.setattr(gazetteer, "_loaded", [])
    with pytest.raises((ValueError, OSError)):
        gazetteer.load()
    assert not gazetteer.is_loaded()
