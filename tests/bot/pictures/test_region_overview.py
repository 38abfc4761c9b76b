from matplotlib.figure import Figure

from bot.pictures.region_overview import Overview, Row, draw
from tests.bot.pictures.samples import DAY, OVERVIEW, ROWS
from tests.bot.pictures.seen import texts


def words(drawn: list[Figure]) -> list[str]:
    return [text.get_text() for text in texts(drawn[0])]


def test_sums_and_rows_are_written_out(drawn: list[Figure]) -> None:
    draw(OVERVIEW)
    said = words(drawn)
    assert said[1] == "截至2026年11月22日，共46家机构"
    assert [w for w in said if w.isdigit()] == ["14", "9", "87"]
    assert {row.name for row in ROWS} <= set(said)
    assert {"逾期 12", "快到期 3", "已办好 0"} <= set(said)


def test_the_year_is_said_where_it_is_another(drawn: list[Figure]) -> None:
    draw(OVERVIEW)
    assert {"最近的：12月3日", "最近的：2027年1月15日"} <= set(words(drawn))


def test_more_rows_than_fit_are_counted(drawn: list[Figure]) -> None:
    draw(Overview("山亭区", DAY, [Row(f"第{n}类", 1) for n in range(23)]))
    said = words(drawn)
    assert "还有3类没有画出来" in said[-1]
    assert "23" in said
    assert "第19类" in said
    assert "第20类" not in said


def test_nothing_to_do_is_said(drawn: list[Figure]) -> None:
    draw(Overview("山亭区", DAY, []))
    assert "现在没有要办的事。" in words(drawn)
