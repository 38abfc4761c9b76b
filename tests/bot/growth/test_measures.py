import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.growth.measures import Kind, read

Short = tuple[str | None, float, str | None]


def short(text: str, *asked: Kind) -> list[Short]:
    return [(m.kind, m.number, m.unit) for m in read(text, asked)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("体重8.5公斤", [("weight", 8.5, "kg")]),
        ("17斤", [("weight", 17, "jin")]),
        ("身高75", [("length", 75, None)]),
        ("85", [(None, 85, None)]),
        ("头围45厘米", [("head", 45, "cm")]),
        ("8.5kg 72cm", [("weight", 8.5, "kg"), ("length", 72, "cm")]),
        ("8.5KG", [("weight", 8.5, "kg")]),
        ("８．５公斤", [("weight", 8.5, "kg")]),
        ("8.5千克", [("weight", 8.5, "kg")]),
        ("17。5斤", [("weight", 17.5, "jin")]),
        ("17斤半", [("weight", 17.5, "jin")]),
        ("十七斤六两", [("weight", 17.6, "jin")]),
        ("6斤8", [("weight", 6.8, "jin")]),
        ("8公斤零200克", [("weight", 8.2, "kg")]),
        ("体重9点5公斤", [("weight", 9.5, "kg")]),
        ("9.2公斤/75厘米", [("weight", 9.2, "kg"), ("length", 75, "cm")]),
        ("身高体重75cm/9kg", [("length", 75, "cm"), ("weight", 9, "kg")]),
        ("刚量的身高是八十二", [("length", 82, None)]),
        ("俺家娃儿二十来斤", [("weight", 20, "jin")]),
        ("身长从70长到75厘米", [("length", 75, "cm")]),
        ("17斤8个月", [("weight", 17, "jin")]),
        ("3300克", [("weight", 3300, "g")]),
        ("体重三千三百克", [("weight", 3300, "g")]),
        ("1米02", [("length", 1.02, "m")]),
        ("一米零二", [("length", 1.02, "m")]),
        ("身高一米", [("length", 1, "m")]),
        ("0.75米", [("length", 0.75, "m")]),
        ("身长 750毫米", [("length", 750, "mm")]),
        ("身高75体重9.5", [("length", 75, None), ("weight", 9.5, None)]),
        ("体重身高9.5 75", [("weight", 9.5, None), ("length", 75, None)]),
        ("身高体重分别是75，9.5", [("length", 75, None), ("weight", 9.5, None)]),
        ("身高:75cm;体重:9kg;头围:45cm",
         [("length", 75, "cm"), ("weight", 9, "kg"), ("head", 45, "cm")]),
        ("身高75\n体重9.5\n头围45", [("length", 75, None), ("weight", 9.5, None), ("head", 45, None)]),
        ("宝宝8个月体重17斤半身高71厘米", [("weight", 17.5, "jin"), ("length", 71, "cm")]),
        ("男宝7个月 重17 高70", [("weight", 17, None), ("length", 70, None)]),
        ("9公斤体重，75厘米身高", [("weight", 9, "kg"), ("length", 75, "cm")]),
        ("体重75cm 身高8.5kg", [("length", 75, "cm"), ("weight", 8.5, "kg")]),
        ("我体重120斤，宝宝17斤", [("weight", 17, "jin")]),
        ("我家宝宝体重17斤", [("weight", 17, "jin")]),
        ("我们17斤奶奶称的", [("weight", 17, "jin")]),
        ("体重掉了1斤现在16斤", [("weight", 16, "jin")]),
        ("长到17斤了", [("weight", 17, "jin")]),
        ("体重 8个月 17 85", [("weight", 17, None)]),
        ("胸围44 头围45", [("head", 45, None)]),
    ],
)  # fmt: skip
def test_reads_what_people_write(text: str, expected: list[Short]) -> None:
    assert short(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "一天吃30克米粉", "买了5斤奶粉", "体温38.5", "这个月长了2斤", "一个月长3厘米",
        "每个月重600克", "体重增长慢怎么办", "妈妈体重120斤", "怀孕体重120斤", "床高60厘米", "离电视3米",
        "楼下100米", "2026-11-22", "2025年3月8日生的", "体重在P50", "15公斤以下坐什么安全座椅",
        "适合9公斤的", "布洛芬每公斤5毫克", "10mg/kg", "早上9点5分", "每次5克/天", "体重怎么这么轻", "血红蛋白110", "身高体重怎么量",
        "8个月了", "3天没拉", "5000元", "抱着5斤大米",
    ],
)  # fmt: skip
def test_leaves_everything_else(text: str) -> None:
    assert short(text) == []


def test_what_was_asked_gives_a_bare_number_its_meaning() -> None:
    assert short("85", "length") == [("length", 85, None)]
    assert short("75 9.5", "length", "weight") == [("length", 75, None), ("weight", 9.5, None)]
    assert short("17斤", "length") == [("weight", 17, "jin")]
    assert short("7个月了，17", "weight") == [("weight", 17, None)]
    assert short("2026-11-22", "weight") == []


@pytest.mark.parametrize(
    "text", ["18斤多", "快20斤了", "八九斤", "8到9公斤", "体重不到8公斤", "大概17斤", "17斤左右"]
)
def test_says_what_is_rough(text: str) -> None:
    assert [m.rough for m in read(text)] == [True]


def test_of_a_range_the_middle_counts() -> None:
    assert short("8到9公斤") == [("weight", 8.5, "kg")]


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("出生时6斤8两，现在17斤", ["birth", "now"]),
        ("出生体重3.2公斤身长50厘米，现在8公斤", ["birth", "birth", "now"]),
        ("出生6斤8两 17斤了", ["birth", "now"]),
        ("上次8公斤70厘米，这次8.5公斤身长72", ["before", "before", "now", "now"]),
        ("上个月16斤", ["before"]),
        ("3个月时12斤，现在6个月16斤", ["before", "now"]),
        ("体重8公斤", ["now"]),
    ],
)
def test_tells_today_from_earlier(text: str, times: list[str]) -> None:
    assert [m.when for m in read(text)] == times


_WEIGHT_UNITS = {"公斤": "kg", "kg": "kg", "KG": "kg", "斤": "jin", "千克": "kg", " 公斤": "kg"}


@given(
    st.integers(20, 300),
    st.sampled_from(sorted(_WEIGHT_UNITS)),
    st.integers(400, 1200),
    st.sampled_from(["厘米", "cm", "CM", "公分", " cm"]),
    st.sampled_from(["", " ", "，", "、", "\n"]),
    st.booleans(),
)
def test_any_pair_is_read_back(
    tenths: int, unit: str, millimetres: int, length_unit: str, between: str, labels: bool
) -> None:
    heavy, long = tenths / 10, millimetres / 10
    first, second = ("体重", "身高") if labels else ("", "")
    text = f"{first}{heavy:g}{unit}{between or ' '}{second}{long:g}{length_unit}"
    assert short(text) == [("weight", heavy, _WEIGHT_UNITS[unit]), ("length", long, "cm")]


@given(
    st.text(
        alphabet="体重身高头围公斤厘米kgcm克两半零点一二十百千万0123456789.,。:~- \n我长了出生",
        max_size=60,
    )
)
def test_no_text_breaks_it(text: str) -> None:
    for measure in read(text):
        assert 0 <= measure.start < measure.end
        assert measure.number >= 0


@given(st.text(max_size=500))
def test_nor_any_other_text(text: str) -> None:
    assert all(measure.text for measure in read(text))
