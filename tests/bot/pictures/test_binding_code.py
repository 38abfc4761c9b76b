import numpy as np
import pytest
import segno

from bot.pictures.binding_code import MOST_BYTES, Code, TooLong, draw
from tests.bot.pictures.samples import CODE
from tests.bot.pictures.seen import pixels


@pytest.mark.parametrize("content", [CODE.content, "7K3M9-Q2XWT", "码" * 100])
def test_the_picture_holds_the_code_module_by_module(content: str) -> None:
    seen = pixels(draw(Code(content, "绑定"))).max(axis=2) < 128
    expected = np.array([list(row) for row in segno.make(content, error="m", micro=False).matrix])
    # The title stands above the code, and nothing beside or below it.
    area = seen[130:]
    rows, columns = np.flatnonzero(area.any(axis=1)), np.flatnonzero(area.any(axis=0))
    code = area[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = code.shape[0] // expected.shape[0]
    assert code.shape == (expected.shape[0] * scale, expected.shape[1] * scale)
    assert np.array_equal(code, np.kron(expected, np.ones((scale, scale))) > 0)


def test_a_white_border_of_four_modules_is_left() -> None:
    seen = pixels(draw(CODE)).min(axis=2)
    assert (seen[130:190] == 255).all()


def test_too_much_and_nothing_are_refused() -> None:
    with pytest.raises(TooLong):
        draw(Code("x" * (MOST_BYTES + 1), "绑定"))
    with pytest.raises(ValueError, match="nothing"):
        draw(Code("", "绑定"))
