import pytest
from matplotlib.figure import Figure

from bot.pictures.canvas import Sheet


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Figure]:
    """The figures behind the pictures made in this test."""
    figures: list[Figure] = []
    png = Sheet.png

    def kept(sheet: Sheet) -> bytes:
        figures.append(sheet.figure)
        return png(sheet)

    monkeypatch.setattr(Sheet, "png", kept)
    return figures
