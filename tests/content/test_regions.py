"""Which places a sentence names: towns, nicknames, places we do not cover, and look-alikes."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from content.errors import UnknownKey
from content.load import LIBRARY
from content.regions import _COMMON, _GENERIC, Regions, _official, _official_names, stem
from content.schema import NATIONAL, CoveredPlace, Place
from content.strict_yaml import read, validated

PLACES = validated(read(LIBRARY / "places.yml", LIBRARY), TypeAdapter(list[CoveredPlace | Place]))
REGIONS = Regions(PLACES)
OFFICIAL = {region.code: region for region in _official()}
# Codes ending in 00 are provinces and cities.
COUNTIES = [code for code in OFFICIAL if not code.endswith("00")]

# Sentence, the place it names, the covered place that lies in (None: not covered).
NAMED = [
    # 山亭区
    ("西集这边想开个托管小娃娃的", "370406", "370406"),
    ("徐庄退休老师能去社区帮忙吗", "370406", "370406"),
    ("南岭想开个营利的托育", "140525", "140525"),
    ("桑村在家带娃有人教吗", "370406", "370406"),
    ("金村的娃打疫苗找谁", "140525", "140525"),
    ("水泉附近的托育", "370406", "370406"),
    ("你好我是店子的我想问在家看几个小孩", "370406", "370406"),
    ("汤头的托育出了事谁负责", "371300", "371300"),
    ("我在孝顺开托班", "330703", "330703"),
    ("孝顺的托育一个班补多少", "330703", "330703"),
    ("岭下", "330703", "330703"),
    ("北京通州西集想开托育", "110112", None),
    ("俺是西集镇的", "370406", "370406"),
    ("俺们山亭这边能办托育不", "370406", "370406"),
    ("枣庄市山亭区水泉镇", "370406", "370406"),
    ("我在冯卯开了个小托班", "370406", "370406"),
    ("凫城镇的园要备案", "370406", "370406"),
    ("住在山城街道，想找个托班", "370406", "370406"),
    ("桑村镇有托育园吗", "370406", "370406"),
    # 确山, 明山 and 光山 are counties as well
    ("请明确山亭区各镇街的责任", "370406", "370406"),
    ("请列明山亭区负责规划的单位", "370406", "370406"),
    ("记者能曝光山亭托育的问题不", "370406", "370406"),
    # the school of a town lies in it; a school named after a place may lie anywhere
    ("下村镇小学空着，村里想办托", "140525", "140525"),
    # 泽州县
    ("泽州县的补贴多少钱", "140525", "140525"),
    ("我家在巴公，孩子一岁半", "140525", "140525"),
    ("晋城泽州怎么登记", "140525", "140525"),
    ("周村镇的大姐想来应聘", "140525", "140525"),
    ("晋庙铺那边有没有托育", "140525", "140525"),
    ("北义城镇离县里远", "140525", "140525"),
    # 连云港市
    ("我在连云港办园", "320700", "320700"),
    ("港城哪家托育好", "320700", "320700"),
    ("海州区的消防找谁", "320706", "320700"),
    ("东海县的机构怎么备案", "320722", "320700"),
    ("东海这边承认不", "320722", "320700"),
    ("赣榆有普惠托育吗", "320707", "320700"),
    ("原来赣榆县的老房子", "320700", "320700"),
    ("徐圩新区的企业想办托育", "320700", "320700"),
    ("墟沟那边办登记", "320700", "320700"),
    ("白塔埠镇上的幼儿园", "320700", "320700"),
    ("燕尾港有没有托班", "320700", "320700"),
    # 临沂市
    ("临沂市的条例怎么说", "371300", "371300"),
    ("沂蒙老区有优惠吗", "371300", "371300"),
    ("我们兰山区要交什么材料", "371302", "371300"),
    ("沂水办卫生评价先找谁", "371323", "371300"),
    ("郯城备案几天", "371322", "371300"),
    ("我在费县开园", "371325", "371300"),
    ("河东区的幼儿园收不收两岁的", "371312", "371300"),
    ("苍山县现在叫什么", "371300", "371300"),
    ("银雀山附近的托育", "371300", "371300"),
    ("沂河新区那边的楼盘", "371300", "371300"),
    ("马牧池乡的外婆带娃", "371300", "371300"),
    ("黄山铺镇的托班", "371300", "371300"),
    # 金东区
    ("金华金东的托育补贴", "330703", "330703"),
    ("我在孝顺镇，不在城里", "330703", "330703"),
    ("金义新区的厂想办托班", "330703", "330703"),
    ("曹宅一个工厂只有十个娃", "330703", "330703"),
    ("源东乡请不到保健医", "330703", "330703"),
    # not covered
    ("义乌开托育要什么", "330782", None),
    ("北京市朝阳区的政策", "110105", None),
    ("北京朝阳的托育", "110105", None),
    ("南京鼓楼有补贴吗", "320106", None),
    ("成都的标准是什么", "510100", None),
    ("浦东有托育补贴吗", "310115", None),
    ("上海浦东新区的规定", "310115", None),
    ("山东日照每班补多少", "371100", None),
    ("日照市的政策", "371100", None),
    ("晋城这边备案", "140500", None),
    ("枣庄市里有没有托育", "370400", None),
    ("金华托班老师", "330700", None),
    ("西双版纳有托育吗", "532800", None),
    ("黔西南办园找谁", "522300", None),
    ("恩施的标准", "422800", None),
    ("黑龙江省有育儿补贴吗", "230000", None),
    ("湖北黄冈的老家", "421100", None),
    ("内蒙古呼和浩特市", "150100", None),
    ("陕西省宝鸡市的规定", "610300", None),
    ("天津市和平区的幼儿园", "120101", None),
    ("西安长安区的托班", "610116", None),
    ("河南开封的老人带娃", "410200", None),
    ("固始县里办园", "411525", None),
    ("香港的规定你知道吗", "810000", None),
]

# Sentence, the codes in question: the person has to say which.
AMBIGUOUS = [
    ("我在鼓楼区办园", {"320106", "320302", "350102", "410204"}),
    ("朝阳区的托育", {"110105", "220104"}),
    ("市南边的白云区", {"440111", "520113"}),
    ("普陀有没有托育", {"310107", "330903"}),
    ("滨海的托班", {"120116", "320922"}),
]

# Sentences that name no place, however much they look like it.
NO_PLACE = [
    "我们小区和平共处",
    "东方卫视说的",
    "这是安居工程的房子",
    "要去公安局盖章吗",
    "长安街",
    "平安保险能买吗",
    "争当文明城市",
    "消防检查通过了",
    "这位阿姨很大方",
    "大家同心协力",
    "问了建设局",
    "高新区有名额吗",
    "开发区能办吗",
    "鼓楼旁边的托班",
    "宝宝鸡蛋过敏怎么办",
    "宝宝应该几点睡",
    "宝宝安全座椅",
    "孩子长大了就好了",
    "今天水喝得少",
    "今天心情不好",
    "流程中卫健委要看什么",
    "新生儿体重称多少次",
    "补贴和政策都问问",
    "管理和安全谁负责",
    "民政和市监各管什么",
    "市和县级部门",
    "创建托育服务示范县",
    "符合自然资源部门的要求",
    "消防通道要多宽",
    "楼道里不让放推车",
    "房东平时不在家",
    "房东明年要涨租金",
    "非常熟悉流程",
    "学习水平高一点",
    "早餐三明治可以吗",
    "哈密瓜能吃吗",
    "石棉瓦的平房行不行",
    "地面能用大理石吗",
    "日照时间不少于三小时",
    "奶粉开封以后放多久",
    "龙凤胎能领两份吗",
    "门口在市中心",
    "平台安装监控",
    "家长安排接送",
    "沿海城市有补贴吗",
    "身高平均多少",
    "国庆安排放几天假",
    "我家老太太和月嫂",
    "资金安排怎么写",
    "普惠民办园",
    "街道托育备案",
    "我们互相沟通",
    "医院东头那家",
    "向城镇居民收费",
    "孝顺的孩子",
    "孝顺的孩子怎么教",
    "怎么让孩子孝顺",
    "孝顺老人有没有补贴",
    "孝顺孩子要从小教吗",
    "在大阳台上晒太阳行吗",
    "下村里转转",
    "",
]


@pytest.mark.parametrize(("text", "code", "covered"), NAMED)
def test_names_one_place(text: str, code: str, covered: str | None) -> None:
    assert [mention.code for mention in REGIONS.find(text)] == [code]
    assert REGIONS.coverage(code) == covered


@pytest.mark.parametrize(("text", "codes"), AMBIGUOUS)
def test_names_several_places(text: str, codes: set[str]) -> None:
    (mention,) = REGIONS.find(text)
    assert mention.code is None
    assert codes <= set(mention.codes)


@pytest.mark.parametrize("text", NO_PLACE)
def test_names_no_place(text: str) -> None:
    assert REGIONS.find(text) == []


def test_two_places_in_the_order_of_the_sentence() -> None:
    found = [mention.code for mention in REGIONS.find("公司在杭州，来金东开分店，老家义乌")]
    assert found == ["330100", "330703", "330782"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("天津的河东", "120102"), ("天津办园，就在河东区", "120102"), ("就在河东区", "371312")],
)
def test_a_wider_place_settles_the_narrower_else_the_covered_one(text: str, code: str) -> None:
    assert REGIONS.find(text)[-1].code == code


def test_every_name_of_the_gazetteer_is_found_in_its_place() -> None:
    for place in PLACES:
        for name in (*place.aliases, *place.towns):
            (mention,) = REGIONS.find(f"俺是{name}的")
            assert (mention.text, mention.code) == (name, place.code)


def test_no_name_stands_for_two_covered_places() -> None:
    names = [name for place in PLACES for name in (*place.aliases, *place.towns)]
    assert len(names) == len(set(names))


def test_the_gazetteer_takes_no_name_from_a_place_elsewhere() -> None:
    plain = Regions()
    for place in PLACES:
        for name in (*place.aliases, *place.towns):
            taken = [m for m in plain.find(name) if m.text == name]
            assert all(plain.inside(code, place.code) for m in taken for code in m.codes), name


def test_the_five_covered_places_have_towns() -> None:
    assert set(REGIONS.covered) == {"370406", "140525", "320700", "371300", "330703"}
    assert all(len(place.towns) >= 10 for place in PLACES if isinstance(place, CoveredPlace))


def test_words_that_are_no_place_are_names_of_places() -> None:
    names = {name for region in OFFICIAL.values() for name in _official_names(region)}
    assert names >= _COMMON | _GENERIC


def test_words_that_are_no_place_still_count_in_full() -> None:
    """宝鸡 alone may be two words, 宝鸡市 and 陕西宝鸡 are not."""
    weak = [r for r in OFFICIAL.values() if not _COMMON.isdisjoint(_official_names(r))]
    for region in weak:
        if region.name not in _GENERIC:
            assert region.code in {c for m in REGIONS.find(region.name) for c in m.codes}, region


def test_every_place_is_found_by_its_full_name() -> None:
    for code in OFFICIAL:
        assert [m.code for m in REGIONS.find(REGIONS.full_name(code))] == [code]


def test_layers_go_from_county_to_nation() -> None:
    assert len(COUNTIES) > 2800
    for code in COUNTIES:
        county, *city, province, nation = REGIONS.layers(code)
        assert (county, province, nation) == (code, f"{code[:2]}0000", NATIONAL)
        assert city in ([], [f"{code[:4]}00"])


def test_layers_name_every_step() -> None:
    assert REGIONS.layers("330703") == ("330703", "330700", "330000", NATIONAL)
    assert REGIONS.layers("110105") == ("110105", "110000", NATIONAL)
    assert REGIONS.full_name("330703") == "浙江省金华市金东区"


def test_an_unknown_code_is_a_clear_error() -> None:
    with pytest.raises(UnknownKey, match="999999"):
        REGIONS.get("999999")
    assert "999999" not in REGIONS


NAMES = sorted({name for region in OFFICIAL.values() for name in _official_names(region)})
TEXTS = st.lists(
    st.one_of(
        st.text(max_size=6), st.sampled_from(NAMES), st.sampled_from(["的", " ", "，", "市"])
    ),
    max_size=8,
).map("".join)


@given(TEXTS)
def test_mentions_lie_in_the_text_and_apart(text: str) -> None:
    mentions = REGIONS.find(text)
    assert all(m.text == text[m.start : m.end] and m.codes for m in mentions)
    assert all(code in REGIONS for m in mentions for code in m.codes)
    spans = [(m.start, m.end) for m in mentions]
    assert all(start < end for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("西安新盘每百户要配多少", "610100"),
        ("河南开托育", "410000"),
        ("恩施", "422800"),
        ("台湾能开吗", "710000"),
        ("重庆江北区", "500000"),
        ("渝北", "500000"),
        ("俺是山停区的", "370406"),
        ("连运港的", "320700"),
    ],
)
def test_a_name_of_several_places_means_the_widest(text: str, code: str) -> None:
    assert [mention.code for mention in REGIONS.find(text)] == [code]


@pytest.mark.parametrize(
    ("code", "begins"),
    [("330703", "330703"), ("330700", "3307"), ("330000", "33"), ("000000", ""), ("469001", "469001")],
)  # fmt: skip
def test_what_lies_in_a_division_begins_alike(code: str, begins: str) -> None:
    assert stem(code) == begins
