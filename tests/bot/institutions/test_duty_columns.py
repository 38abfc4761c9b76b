"""The template's columns ask for duties and dates that content knows."""

from bot.institutions.columns import LAYOUTS
from content.load import Library


def test_columns_name_duties_and_dates(known: Library) -> None:
    keys = [column.key for layout in LAYOUTS for column in layout.columns]
    dates = {getattr(duty.rhythm, "date", None) for duty in known.duties.values()}
    done = {key.removeprefix("done.") for key in keys if key.startswith("done.")}
    printed = {key.removeprefix("date.") for key in keys if key.startswith("date.")}
    assert done
    assert done <= set(known.duties)
    assert printed
    assert printed <= dates
