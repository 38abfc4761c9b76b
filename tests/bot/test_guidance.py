"""Parents' questions in a talk: the article, its sections, half sentences, and an honest no."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.article_choice import ArticleChoice
from bot.conversation.article_parts import age_of, asked_for, kind_of, wants_doctor
from bot.conversation.article_words import PHONE, ArticleWords, Wanted
from bot.conversation.messages import Reply, Status
from bot.conversation.present import plain, present
from content.guidance import Article
from content.load import Library
from flows.load import Definitions
from nlu.selector import Selector
from nlu.taught import PARENTING
from tests.bot.guided import AT, Fixed, Heard, Person, guided
from tests.content.articles import SENTENCES, articles, lessons

NOTHING = "没有审核过的内容"
SELECTOR = Selector.of(lessons())


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def person(known: Library, defined: Definitions, heard: Heard) -> Person:
    return Person(guided(known, defined, heard))


def labels(reply: Reply) -> list[str]:
    return [choice.label for choice in reply.choices]


# --- the answer ----------------------------------------------------------------------------


def test_the_gist_then_a_section_then_the_doctors_then_the_rest_as_buttons(
    person: Person,
) -> None:
    reply = person.says("宝宝发烧了怎么办")
    words = plain(reply)
    assert (reply.topic, reply.status, reply.intent) == (
        "guidance.fever", Status.ANSWERED, PARENTING,
    )  # fmt: skip
    assert words.startswith("腋下37.5℃以上算发烧。")
    assert (
        words.index("【在家怎么做】")
        < words.index("【什么时候看医生】")
        < words.index("不能代替医生")
    )
    assert "[1] 《养育照护指南》发热〔国家〕" in words
    assert labels(reply) == ["退烧药怎么用"]
    assert len(words) <= PHONE


def test_the_section_that_is_named_comes_first(person: Person) -> None:
    words = plain(person.says("发烧吃美林还是泰诺林"))
    assert "【退烧药怎么用】" in words
    assert "【什么时候看医生】" in words


def test_asked_whether_to_see_a_doctor_nothing_stands_before_it(person: Person) -> None:
    reply = person.says("发烧38度要去医院吗")
    assert "【在家怎么做】" not in plain(reply)
    assert labels(reply) == ["在家怎么做", "退烧药怎么用"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("八个月吃几顿辅食", "7～9个月"),
        ("一岁半辅食怎么安排", "1～2岁"),
        ("辅食加了，奶量多少", "奶还喝多少"),
    ],
)
def test_the_section_for_the_childs_age_comes_first(person: Person, text: str, title: str) -> None:
    assert f"【{title}】" in plain(person.says(text))


def test_a_known_childs_age_counts_where_the_sentence_gives_none(person: Person) -> None:
    fever = person.talk.library.article("complementary_by_month")
    assert [s.title for s in asked_for(fever, "辅食怎么安排", 8.0)] == ["7～9个月"]
    reply = person.says("三个月能吃辅食吗")
    assert plain(reply).startswith("（这篇说的是6～24个月的孩子。）")


def test_what_is_no_medicine_has_no_word_of_doctors(person: Person) -> None:
    assert "医生" not in plain(person.says("八个月吃几顿辅食"))


def test_what_is_past_its_review_says_so(person: Person) -> None:
    assert "待核实" in plain(person.says("能给孩子看手机吗"))


def test_the_channels_get_what_they_always_got(person: Person) -> None:
    shown = present(person.says("宝宝发烧了怎么办"))
    assert (shown["topic"], shown["intent"], shown["status"]) == (
        "guidance.fever", PARENTING, "answered",
    )  # fmt: skip
    assert shown["sources"][0]["id"] == "law"
    assert [m["type"] for m in shown["messages"]] == ["text"] * len(shown["messages"])


# --- buttons -------------------------------------------------------------------------------


def test_a_button_shows_its_section_and_the_doctors(person: Person) -> None:
    person.says("宝宝发烧了怎么办")
    reply = person.says("1")
    words = plain(reply)
    assert words.startswith("宝宝发烧怎么办[1]\n【退烧药怎么用】")
    assert "【什么时候看医生】" in words
    assert labels(reply) == ["在家怎么做"]


@pytest.mark.parametrize("choice", ["guidance=gone", "guidance=gone:1", "guidance="])
def test_a_button_of_an_article_that_is_gone_is_over(person: Person, choice: str) -> None:
    assert person.picks(choice).status is Status.DECLINED


@pytest.mark.parametrize("number", ["0", "99", "x", "²", "-1"])
def test_a_section_that_is_gone_is_the_article(person: Person, number: str) -> None:
    assert person.picks(f"guidance=fever:{number}").topic == "guidance.fever"


def long_article() -> Article:
    fever = articles()["fever"]
    sections = tuple(
        s.model_copy(update={"lines": tuple(f"· {n}{'长' * 39}" for n in range(5))})
        for s in fever.sections
    )
    return replace(fever, gist="短" * 90, sections=sections)


def test_a_long_article_is_cut_to_a_phone_and_never_loses_the_doctor(person: Person) -> None:
    article, words = long_article(), ArticleWords(person.talk.topics.answering)
    for wanted in ([], [article.sections[0]], list(article.sections[:2])):
        reply = Reply()
        words.say(reply, article, Wanted(wanted), AT.date())
        assert len(plain(reply)) <= PHONE
        assert "【什么时候看医生】" in plain(reply)
        if wanted:
            # Cut short, it is offered whole.
            assert f"【{wanted[0].title}】" in plain(reply)
            assert wanted[0].title in labels(reply)
    reply = Reply()
    words.turn_to(reply, article, article.sections[0], AT.date())
    assert article.sections[0].text in plain(reply)
    assert "什么时候看医生" in plain(reply)


# --- half sentences ------------------------------------------------------------------------


def test_half_a_sentence_goes_to_another_article(person: Person) -> None:
    person.says("宝宝发烧了怎么办")
    assert person.says("那拉肚子呢").topic == "guidance.diarrhoea"


def test_half_a_sentence_goes_to_a_section(person: Person) -> None:
    person.says("宝宝发烧了怎么办")
    reply = person.says("布洛芬呢")
    assert reply.topic == "guidance.fever"
    assert plain(reply).startswith("宝宝发烧怎么办[1]\n【退烧药怎么用】")


def test_another_age_is_another_section_and_stays(person: Person) -> None:
    person.says("八个月吃几顿辅食")
    assert "【10～12个月】" in plain(person.says("那11个月呢"))
    assert person.state.months == 11
    assert "【奶还喝多少】" in plain(person.says("奶量呢"))


@pytest.mark.parametrize(
    ("first", "then", "title"),
    [
        ("宝宝拉肚子怎么办", "多大可以吃锌", "补锌吗"),
        ("发烧能吃美林吗", "多大可以", "退烧药怎么用"),
        ("宝宝拉肚子怎么办", "要去医院吗", "什么时候看医生"),
        ("辅食加了，奶量多少", "一天要吃几顿", "1～2岁"),
        ("八个月的辅食，奶量多少", "一天要吃几顿", "7～9个月"),
    ],
)
def test_what_is_asked_of_the_last_article(
    person: Person, first: str, then: str, title: str
) -> None:
    person.says(first)
    assert f"【{title}】" in plain(person.says(then))


def test_behind_a_policy_answer_half_a_sentence_is_of_the_policy(
    person: Person, heard: Heard
) -> None:
    person.says("宝宝发烧了怎么办")
    heard.other["育儿补贴多少钱"] = ("ask_childcare_allowance", 0.99)
    assert person.says("育儿补贴多少钱").topic == "childcare_allowance"
    assert person.says("金东区呢").topic == "childcare_allowance"


def test_an_article_in_the_middle_of_a_flow_comes_back_to_it(person: Person, heard: Heard) -> None:
    heard.other["我想开托育"] = ("open_daycare", 0.99)
    asked = person.says("我想开托育")
    reply = person.says("宝宝发烧了怎么办呢现在")
    assert reply.topic == "guidance.fever"
    assert "回到刚才的" in plain(reply)
    assert labels(reply) == labels(asked)


# --- not sure, or nothing ------------------------------------------------------------------


def asked_of(known: Library, defined: Definitions, text: str, **scores: float) -> Reply:
    """The answer to a question that the selector scores so."""
    return Person(guided(known, defined, Heard(), Fixed(scores))).says(text)


def test_what_no_article_covers_is_an_honest_no(known: Library, defined: Definitions) -> None:
    reply = asked_of(known, defined, "起个啥名字好", fever=0.01)
    assert (reply.status, reply.topic) == (Status.DECLINED, None)
    assert NOTHING in plain(reply)
    assert "12320" in plain(reply)
    assert labels(reply) == []


def test_between_two_it_is_asked_back(known: Library, defined: Definitions) -> None:
    reply = asked_of(known, defined, "一直不好", fever=0.31, diarrhoea=0.3)
    assert (reply.status, reply.topic) == (Status.ASKED, None)
    assert labels(reply) == ["宝宝发烧怎么办", "宝宝拉肚子怎么办", "都不是"]


def test_the_one_that_is_picked_is_answered(known: Library, defined: Definitions) -> None:
    person = Person(guided(known, defined, Heard(), Fixed({"fever": 0.35, "diarrhoea": 0.34})))
    person.says("一直不好")
    assert person.says("2").topic == "guidance.diarrhoea"


def test_the_second_is_offered_behind_the_first(known: Library, defined: Definitions) -> None:
    reply = asked_of(known, defined, "一直不好", fever=0.5, diarrhoea=0.42)
    assert reply.topic == "guidance.fever"
    assert labels(reply)[-1] == "想问的是宝宝拉肚子怎么办"
    sure = asked_of(known, defined, "一直不好", fever=0.9, diarrhoea=0.1)
    assert labels(sure) == ["退烧药怎么用"]


def test_an_article_that_is_plainly_named_is_found_without_the_intent(
    person: Person, heard: Heard
) -> None:
    heard.other["发烧体温39度退烧药怎么吃"] = ("nobody_knows", 0.9)
    assert person.says("发烧体温39度退烧药怎么吃").topic == "guidance.fever"


def test_another_trades_fever_is_not_ours(person: Person) -> None:
    assert person.says("宠物店备案，狗发烧体温39度").status is Status.DECLINED


# --- its parts -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("8个月宝宝发烧", 8),
        ("娃一岁半了不吃饭", 18),
        ("不到三个月发烧", 2.5),
        ("奶奶60岁，娃2岁", 24),
        ("宝宝发烧", None),
    ],
)
def test_the_childs_age_is_read_from_the_sentence(text: str, months: float | None) -> None:
    assert age_of(text) == months


def test_kinds_of_questions_find_the_lines_that_say_it() -> None:
    known = articles()
    section = kind_of(known["complementary_by_month"], "喝多少毫升")
    assert section is not None
    assert section.title == "奶还喝多少"
    assert kind_of(known["screen_time"], "几次") is None
    assert wants_doctor("要去医院不")


@pytest.fixture(scope="module")
def choice() -> ArticleChoice:
    return ArticleChoice(articles(), SELECTOR)


def test_every_taught_sentence_finds_its_article_first(choice: ArticleChoice) -> None:
    for article, texts in SENTENCES.items():
        for text in texts:
            assert choice.guesses(text)[0].article == article, text


@given(st.text(max_size=60), st.none() | st.floats(0, 40))
def test_shares_are_shares(text: str, months: float | None) -> None:
    choice = ArticleChoice(articles(), SELECTOR)
    guesses = choice.guesses(text, months)
    assert all(0 <= guess.share <= 1 for guess in guesses)
    assert sum(guess.share for guess in guesses) < 1
    assert [g.share for g in guesses] == sorted((g.share for g in guesses), reverse=True)


def test_a_word_that_several_claim_is_worth_less(choice: ArticleChoice) -> None:
    known = articles()
    shared = known["diarrhoea"].front.model_copy(update={"asks": ["发烧", "拉稀"]})
    both = ArticleChoice(
        known | {"diarrhoea": replace(known["diarrhoea"], front=shared)}, Fixed({})
    )
    assert choice.evidence("发烧", {})["fever"].asks == 2
    assert (
        both.evidence("发烧", {})["fever"].asks == both.evidence("发烧", {})["diarrhoea"].asks == 1
    )


def test_a_child_of_another_age_makes_an_article_less_likely(choice: ArticleChoice) -> None:
    shares = [
        next(g.share for g in choice.guesses("辅食怎么加", months)
             if g.article == "complementary_by_month")
        for months in (8, 2)
    ]  # fmt: skip
    assert shares[0] > shares[1]
