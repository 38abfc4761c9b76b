"""Numbers by what they count. Each table row: what was typed, and all that must come of it."""

import cn2an
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nlu.entities.numbers import quantities
from nlu.entities.numerals import numerals, value


def found(text: str) -> list[tuple[str, float]]:
    return [(q.kind, q.value) for q in quantities(text)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("60", 60),
        ("六十", 60),
        ("两", 2),
        ("俩", 2),
        ("仨", 3),
        ("十二", 12),
        ("一百零五", 105),
        ("两百五", 250),
        ("一千二", 1200),
        ("1万2", 12000),
        ("1.2万", 12000),
        ("三万五", 35000),
        ("1万2千", 12000),
        ("5w", 50000),
        ("3k", 3000),
        ("1,200", 1200),
        ("一点五", 1.5),
        ("二零二七", 2027),
        ("廿", 20),
        ("万一", None),
        ("千万", None),
        ("三三", None),
        ("010", None),
        ("1234567890123", None),
    ],
)
def test_one_numeral(text: str, number: float | None) -> None:
    assert value(text) == number


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("50到60", 50, 60),
        ("50-60", 50, 60),
        ("50~60", 50, 60),
        ("五十至六十", 50, 60),
        ("50个到60", 50, 60),
        ("六七十", 60, 70),
        ("七八", 7, 8),
        ("三五", 3, 5),
        ("十七八", 17, 18),
        ("两三百", 200, 300),
        ("5到8万", 50000, 80000),
        ("三到五百", 300, 500),
        ("五到十", 5, 10),
        ("一到一百", 1, 100),
        ("三十到五百", 30, 500),
    ],
)
def test_ranges(text: str, low: float, high: float) -> None:
    assert [(n.low, n.high) for n in numerals(text)] == [(low, high)]


@pytest.mark.parametrize("text", ["几十", "数百", "万一", "十分之"])
def test_no_numeral(text: str) -> None:
    assert [n.low for n in numerals(text) if n.low != 10] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # classes
        ("3个班", [("classes", 3)]),
        ("俩班", [("classes", 2)]),
        ("开三班", [("classes", 3)]),
        ("准备开两三个班", [("classes", 2)]),
        ("幼儿园加两个托班", [("classes", 2)]),
        ("一个大班两个小班", [("classes", 3)]),
        ("3个班，乳儿班1个，托小班2个", [("classes", 3)]),
        # places
        ("60个托位", [("places", 60)]),
        ("60个位子", [("places", 60)]),
        ("收60个娃", [("places", 60)]),
        ("收六十来个", [("places", 60)]),
        ("收六七十个", [("places", 60)]),
        ("能招50人", [("places", 50)]),
        ("名额50", [("places", 50)]),
        ("托位数是60个", [("places", 60)]),
        ("孩子60个老师8个", [("places", 60), ("staff", 8)]),
        ("60个三岁以下的孩子", [("places", 60)]),
        ("收50个员工孩子", [("places", 50)]),
        ("120个托位", [("places", 120)]),
        ("对外招80名", [("places", 80)]),
        # areas
        ("300平", [("area", 300)]),
        ("300 平米", [("area", 300)]),
        ("三百来平", [("area", 300)]),
        ("300㎡60个托位", [("area", 300), ("places", 60)]),
        ("一千二百平方", [("area", 1200)]),
        ("1,200平方米", [("area", 1200)]),
        ("面积300", [("area", 300)]),
        ("院子80平", [("outdoor_area", 80)]),
        ("80平的院子", [("outdoor_area", 80)]),
        ("室内300平室外80平", [("area", 300), ("outdoor_area", 80)]),
        ("300平房子", [("area", 300)]),
        # floors
        ("二楼", [("floor", 2)]),
        ("租的商场3层", [("floor", 3)]),
        ("负一楼", [("floor", -1)]),
        ("B1", []),
        ("B1层", [("floor", -1)]),
        ("地下室", [("floor", -1)]),
        ("地下一层", [("floor", -1)]),
        ("一到三楼", [("floor", 3)]),
        ("1楼到3楼", [("floor", 3)]),
        ("一楼和二楼", [("floor", 2)]),
        ("负一楼和一楼", [("floor", -1), ("floor", 1)]),
        ("一楼130平二楼120平", [("floor", 1), ("area", 130), ("floor", 2), ("area", 120)]),
        # staff
        ("8个老师", [("staff", 8)]),
        ("保育员5人", [("staff", 5)]),
        ("员工12个", [("staff", 12)]),
        ("保育员四名厨师一名，收48人", [("staff", 4), ("staff", 1), ("places", 48)]),
        # leases
        ("租5年", [("lease_years", 5)]),
        ("租期三年", [("lease_years", 3)]),
        ("签了两年半", [("lease_years", 2.5)]),
        ("租6个月", [("lease_years", 0.5)]),
        ("五年的租约", [("lease_years", 5)]),
        ("三年半", [("lease_years", 3.5)]),
        ("租期一年零三个月", [("lease_years", 1.25)]),
        # money
        ("5万", [("money", 50000)]),
        ("三千块", [("money", 3000)]),
        ("凑了二十来万", [("money", 200000)]),
        ("罚1万到3万元", [("money", 10000)]),
        ("八十块一年", [("money", 80)]),
        # bare answers
        ("60", [("count", 60)]),
        ("６０", [("count", 60)]),
        ("六十", [("count", 60)]),
        ("60个", [("count", 60)]),
        ("大概60吧", [("count", 60)]),
        ("六十来个", [("count", 60)]),
        ("嗯，一共50到60个左右", [("count", 50)]),
        ("120", [("count", 120)]),
    ],
)
def test_quantities(text: str, expected: list[tuple[str, float]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "半亩",
        "顶楼",
        "一共三层",
        "三层小楼",
        "自建的房子三层",
        "没有地下室",
        "上下两层",
        "3楼盘",
        "国办发〔2020〕36号",
        "第36号令",
        "12345",
        "打12345",
        "打120",
        "120急救电话",
        "13800138000",
        "0632-8811234",
        "2027年3月1日",
        "2027-03-01",
        "一岁半",
        "18个月",
        "一个班最多几个孩子",
        "托大班一个班多少人",
        "一个老师能带几个娃",
        "每班20人",
        "每5个孩子配1个老师",
        "1比7",
        "1:5",
        "90%",
        "每千人4.5个托位",
        "4.5个托位",
        "人均3平",
        "一平三十多",
        "几十平",
        "备案这一块",
        "三孩政策",
        "我有两个孩子",
        "不是三个班",
        "常住人口八万",
        "一个托位补多少",
        "小班20人",
        "校外培训最多收三个月",
        "租金一年多少",
        "签3年劳动合同",
        "租到2030年",
        "合同里写的是半年一付",
        "存90天",
        "万一呢",
        "5个工作日",
        "周一到周五",
        "第三条",
        "",
    ],
)
def test_no_quantity(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "upper", "exact"),
    [
        ("60个托位", None, True),
        ("50到60个托位", 60, False),
        ("六七十个托位", 70, False),
        ("六十来个托位", None, False),
        ("大概60个托位", None, False),
        ("60个托位左右", None, False),
        ("至少60个托位", None, False),
        ("租期3到5年", 5, False),
        ("一到三楼", None, False),
    ],
)
def test_rough_figures_are_marked(text: str, upper: float | None, exact: bool) -> None:
    (quantity,) = quantities(text)
    assert (quantity.upper, quantity.exact) == (upper, exact)


NO_HOTLINE = st.integers(2, 99_999).filter(lambda number: number // 100 != 123)


@example(10_000, "low")
@given(NO_HOTLINE, st.sampled_from(["arabic", "wide", "comma", "low", "两"]))
def test_every_written_form_gives_the_number_back(number: int, form: str) -> None:
    low = cn2an.an2cn(number, "low")
    written = {
        "arabic": str(number),
        "wide": str(number).translate({ord("0") + i: 0xFF10 + i for i in range(10)}),
        "comma": f"{number:,}",
        "low": low,
        "两": low.replace("二千", "两千").replace("二百", "两百").replace("二万", "两万"),
    }[form]
    assert found(f"收{written}个娃") == [("places", number)]
    # 一万 alone is money, as 5万 is (nlu/entities/measures.py).
    kind = "money" if written.endswith("万") else "count"
    assert found(f"大概{written}吧") == [(kind, number)]


@given(st.integers(1, 9), st.sampled_from("百千万"))
def test_spoken_short_forms(tail: int, unit: str) -> None:
    worth = {"百": 10, "千": 100, "万": 1000}[unit]
    spoken = f"三{unit}{cn2an.an2cn(tail)}"
    assert value(spoken) == worth * 30 + tail * worth


@given(st.integers(1, 500), st.integers(1, 500))
def test_ranges_keep_both_ends(a: int, b: int) -> None:
    low, high = min(a, b) + 10, max(a, b) + 11
    (quantity,) = quantities(f"收{low}到{high}个孩子")
    assert (quantity.value, quantity.upper) == (low, high)


@given(st.integers(1, 50), st.sampled_from(["{}楼", "{}层", "在{}楼", "{}F"]))
def test_floors_round_trip(floor: int, form: str) -> None:
    assert found(form.format(floor)) == [("floor", floor)]
