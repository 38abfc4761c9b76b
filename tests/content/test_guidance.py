"""Articles for parents: what is read, and what is refused with file and line."""

from datetime import date
from pathlib import Path

import pytest

from content.errors import ContentInvalid, Problem
from content.guidance import GIST, ITEM, SECTION, WHOLE, Article, read_article
from content.lint import lint
from content.lint_guidance import MOST
from content.shelf import shelves
from tests.content.articles import FILES, articles
from tests.content.small import ASKED, DAY, HERE, line_of, problems, small, write

FEVER = FILES["fever"]


def changed(old: str, new: str, text: str = FEVER) -> str:
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)


def refused(text: str, name: str = "guidance/fever.md") -> list[Problem]:
    try:
        read_article(name, text)
    except ContentInvalid as error:
        return error.problems
    return []


# --- what is read --------------------------------------------------------------------------


def test_an_article_is_its_gist_and_its_sections() -> None:
    fever = articles()["fever"]
    assert (fever.title, fever.front.group, fever.front.medical) == (
        "宝宝发烧怎么办", "illness", True,
    )  # fmt: skip
    assert fever.gist.startswith("腋下37.5℃以上算发烧。")
    assert [s.title for s in fever.sections] == ["在家怎么做", "退烧药怎么用", "什么时候看医生"]
    assert fever.sections[0].lines[0] == "· 少量多次喂奶、喂水。"
    assert fever.sections[1].asks[0] == "退烧药"
    assert fever.doctor == fever.sections[2]


def test_the_library_has_them_by_id(tmp_path: Path) -> None:
    library = small(tmp_path, {f"guidance/{name}.md": text for name, text in FILES.items()})
    assert set(library.guidance) == set(FILES)
    assert library.article("fever").title == "宝宝发烧怎么办"
    assert small(tmp_path / "none").guidance == {}


@pytest.mark.parametrize(
    ("months", "title"),
    [(5.9, None), (6, "6个月"), (6.9, "6个月"), (7, "7～9个月"), (9.9, "7～9个月"), (24.5, "1～2岁"), (25, None), (None, None)],
)  # fmt: skip
def test_a_section_is_for_its_months_until_the_last_is_full(
    months: float | None, title: str | None
) -> None:
    sections = articles()["complementary_by_month"].sections
    assert next((s.title for s in sections if s.fits(months)), None) == title


@pytest.mark.parametrize(("months", "suits"), [(5.9, False), (6, True), (24.9, True), (25, False)])
def test_an_article_suits_its_months(months: float, suits: bool) -> None:
    assert articles()["complementary_by_month"].suits(months) is suits


def test_it_is_due_the_day_after_its_review() -> None:
    screen = articles()["screen_time"]
    assert not screen.due(date(2026, 6, 30))
    assert screen.due(date(2026, 7, 1))


def test_windows_line_ends_change_nothing() -> None:
    _, article = read_article("guidance/fever.md", FEVER.replace("\n", "\r\n"))
    assert article == articles()["fever"]


# --- what is refused -----------------------------------------------------------------------

LONG_ITEM, LONG_SECTION = "长" * (ITEM + 1), "\n".join(["- " + "长" * 40] * 6)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("id: fever\n", f"id: cough {HERE}\n", "id 'cough' is not the file's name 'fever'"),
        ("id: fever\n", f"id: Fever {HERE}\n", "id: String should match pattern"),
        ("title: 宝宝发烧怎么办", f"title: {'长' * 17} {HERE}", "at most 16 characters"),
        ("group: illness", f"group: money {HERE}", "group: Input should be 'feeding'"),
        ("ages: [0, 36]", f"ages: [0, 37] {HERE}", "less than or equal to 36"),
        ("ages: [0, 36]", f"ages: [12, 6] {HERE}", "from 12 lies behind to 6"),
        ("ages: [0, 36]", f"ages: [6] {HERE}", "at least 2 items"),
        ("medical: true", f"medical: yes please {HERE}", "valid boolean"),
        ("medical: true", f"medicine: true {HERE}", "unknown key 'medicine'"),
        ("review_by: 2027-11-22", f"review_by: 2027-11-31 {HERE}", "day is out of range"),
        ("asks: [发烧, 发热,", f"asks: [发烧, 发烧, {HERE}\n ", "stands twice: 发烧"),
        ("  - {title: 在家怎么做}", f"  - {{title: 在家怎么做, months: [1, 2]}} {HERE}", "unknown key 'months'"),
        ("## 在家怎么做", f"## 在家怎么办{HERE}", "heading '在家怎么办# here', but sections: has '在家怎么做' here"),
        ("## 在家怎么做", f"### 在家怎么做 {HERE}", "a heading is '## '"),
        ("## 在家怎么做", f"# 在家怎么做 {HERE}", "a heading is '## '"),
        ("- 少量多次喂奶、喂水。", f"- {LONG_ITEM}{HERE}", f"the item has 52 characters, at most {ITEM}"),
        ("- 少量多次喂奶、喂水。", f"- 少量**多次**{HERE}", "'**' is not shown on a phone"),
        ("- 少量多次喂奶、喂水。", f"| 少量 | 多次 |{HERE}", "'|' is not shown on a phone"),
        ("- 少量多次喂奶、喂水。", f"- [这里](a.md){HERE}", "'](' is not shown on a phone"),
        ("- 少量多次喂奶、喂水。", f"- 看https://a.cn {HERE}", "'https://' is not shown on a phone"),
        ("- 少量多次喂奶、喂水。", f"- 满{{fever.limit}}度 {HERE}", "'{' is not shown on a phone"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_its_line(old: str, new: str, message: str) -> None:
    text = changed(old, new)
    found = refused(text)
    assert [p for p in found if p.line == line_of(text) and message in p.message], found
    assert {p.file for p in found} == {"guidance/fever.md"}


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("---\nid: fever", "id: fever", 1, "the first line is not ---"),
        ("---\n腋下", "腋下", 1, "no --- ends the front matter"),
        ("asks: [发烧, 发热, 体温, 38度, 烧到]\n", "", 1, "asks: Field required"),
        ("asks: [发烧, 发热, 体温, 38度, 烧到]", "asks: []", 11, "at least 1 item"),
        (", doctor: true", "", 1, "0 sections have doctor: true"),
        ("{title: 在家怎么做}", "{title: 在家怎么做, doctor: true}", 1, "2 sections have doctor: true"),
        ("review_by: 2027-11-22", "review_by: 2026-11-22", 1, "is not behind 2026-11-22"),
        ("## 在家怎么做\n", "", 17, "a gist of one or two sentences"),
        ("腋下37.5℃以上算发烧。先看孩子精神好不好，不满3个月的到38℃马上去医院。", "", 17, "a gist of one or two"),
        ("腋下37.5℃", "长" * GIST + "。", 17, f"at most {GIST} fit"),
        ("\n## 什么时候看医生", "", 24, "2 headings, but sections: has 3"),
        ("- 少量多次喂奶、喂水。", LONG_SECTION, 19, f"at most {SECTION} fit"),
    ],
)  # fmt: skip
def test_what_is_missing_or_too_long_is_refused(
    old: str, new: str, line: int, message: str
) -> None:
    found = refused(changed(old, new))
    assert [p for p in found if p.line == line and message in p.message], found


def test_the_whole_article_has_its_limit() -> None:
    section = "\n".join(["- " + "长" * 43] * 5)
    for title in ("少量多次喂奶、喂水。", "满2个月才用", "不满3个月，到38℃马上去。"):
        assert title in FEVER
    text = changed(
        "- 少量多次喂奶、喂水。\n- 穿得松一点，屋里通风。\n- 不用酒精擦身，不捂汗。", section
    )
    text = changed("- 不满3个月，到38℃马上去。", section[:40], text)
    sections = "\n".join(f"  - {{title: 第{n}节}}" for n in range(3))
    text = changed("  - {title: 在家怎么做}", f"{sections}\n  - {{title: 在家怎么做}}", text)
    body = "".join(f"## 第{n}节\n{section}\n" for n in range(3))
    found = refused(changed("## 在家怎么做", f"{body}## 在家怎么做", text))
    (problem,) = found
    assert f"at most {WHOLE} fit" in problem.message


def test_an_empty_section_is_refused() -> None:
    text = changed(
        "- 少量多次喂奶、喂水。\n- 穿得松一点，屋里通风。\n- 不用酒精擦身，不捂汗。\n", ""
    )
    assert [(p.line, p.message) for p in refused(text)] == [(19, "section '在家怎么做' is empty")]


def test_a_file_that_is_not_text_or_not_read_is_refused(tmp_path: Path) -> None:
    root = write(tmp_path, {"guidance/fever.md": FEVER, "guidance/old/cough.md": FEVER})
    (root / "guidance/ill.md").write_bytes(b"---\nid: \xff\n---\n")
    found = problems(root, {})
    assert [(p.file, p.line, p.message) for p in found] == [
        ("guidance/ill.md", 2, "the file is not UTF-8"),
        ("guidance/old/cough.md", 1, "no content of this name or folder is read"),
    ]


# --- lint ----------------------------------------------------------------------------------


def linted(tmp_path: Path, texts: dict[str, str], day: date = DAY) -> list[tuple[str, int, str]]:
    library = small(tmp_path, {f"guidance/{name}.md": text for name, text in texts.items()})
    report = lint(library, day, ASKED)
    found = [*report.errors, *report.warnings]
    return [(p.file, p.line, p.message) for p in found if p.file.startswith("guidance/")]


def test_a_good_article_has_nothing_wrong(tmp_path: Path) -> None:
    assert linted(tmp_path, {"fever": FEVER}) == []


def test_an_unknown_source_is_named(tmp_path: Path) -> None:
    text = changed("source: law", f"source: lore {HERE}\n     ", FEVER).replace(
        f"{{source: lore {HERE}\n     , ", f"source: lore {HERE}\n    "
    ).replace("发热}", "发热")  # fmt: skip
    assert linted(tmp_path, {"fever": text}) == [
        ("guidance/fever.md", line_of(text), "unknown source 'lore'")
    ]


def test_an_article_past_its_review_is_a_warning(tmp_path: Path) -> None:
    assert linted(tmp_path, {"screen_time": FILES["screen_time"]}) == [
        ("guidance/screen_time.md", 10, "article 'screen_time' was to be reviewed by 2026-06-30")
    ]


def copies(count: int) -> dict[str, str]:
    return {
        f"fever{n}": FEVER.replace("id: fever", f"id: fever{n}").replace("怎么办\n", f"怎么办{n}\n")
        for n in range(count)
    }


def test_a_word_that_too_many_claim_is_an_error(tmp_path: Path) -> None:
    assert linted(tmp_path / "few", copies(MOST)) == []
    found = linted(tmp_path / "many", copies(MOST + 1))
    assert ("guidance/fever0.md", 11, "'发烧' is claimed by 4 articles, at most 3 may") in found


def test_two_articles_of_one_title_are_an_error(tmp_path: Path) -> None:
    texts = {"fever": FEVER, "fever2": FEVER.replace("id: fever", "id: fever2")}
    assert linted(tmp_path, texts) == [("guidance/fever2.md", 3, "'fever' has the same title")]


# --- how many there are --------------------------------------------------------------------


def test_shelves_name_what_is_due_and_what_no_article_is_for() -> None:
    feeding, growth, illness = shelves(articles().values(), DAY)
    assert feeding.articles == ("complementary_by_month",)
    assert feeding.bare == (*range(6), *range(25, 37))
    assert (growth.due, growth.bare) == (("screen_time",), ())
    assert set(illness.articles) == {"fever", "diarrhoea"}


@pytest.fixture(scope="module")
def shipped() -> dict[str, Article]:
    from content.load import load

    return load().guidance


def test_what_ships_is_reviewed_and_named_apart(shipped: dict[str, Article]) -> None:
    """The texts themselves are held to their lengths when they are read."""
    assert len({article.title for article in shipped.values()}) == len(shipped)
    for article in shipped.values():
        assert article.front.reviewed_on <= DAY, article.id
        assert not article.due(DAY), article.id
