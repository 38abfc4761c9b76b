"""A sheet as wide as a phone: sizes in pixels, and the PNG that comes of it."""

import io

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from bot.pictures.font import font

WIDTH = 1080
# One point is 1.5 pixels: 20 points are 11 on a phone that shows 390 across.
_DPI = 108
INK = "#1f2933"
QUIET = "#616e7c"
LINE = "#cbd2d9"
PAPER = "#ffffff"
BLUE = "#1d6fb8"
RED = "#c2410c"
GREEN = "#2f855a"
AMBER = "#d69e2e"
TITLE, TEXT, SMALL = 30, 23, 20


class Sheet:
    """Places things by pixels from the top left corner."""

    def __init__(self, height: int) -> None:
        self.height = height
        self.figure = Figure(figsize=(WIDTH / _DPI, height / _DPI), dpi=_DPI, facecolor=PAPER)
        FigureCanvasAgg(self.figure)

    def text(
        self, x: float, y: float, words: str, *, size: float = TEXT, color: str = INK,
        align: str = "left",
    ) -> None:  # fmt: skip
        """``y`` is the middle of the line. ``parse_math`` off: a $ in a name is a $."""
        self.figure.text(
            x / WIDTH,
            1 - y / self.height,
            words,
            fontproperties=font(size),
            color=color,
            ha=align,
            va="center",
            parse_math=False,
        )

    def box(
        self, left: float, top: float, width: float, height: float
    ) -> tuple[float, float, float, float]:
        """A rectangle as ``Figure.add_axes`` wants it."""
        return (
            left / WIDTH,
            1 - (top + height) / self.height,
            width / WIDTH,
            height / self.height,
        )

    def png(self) -> bytes:
        """The same picture gives the same bytes: no date, no version of the library."""
        made = io.BytesIO()
        self.figure.savefig(made, format="png", dpi=_DPI, metadata={"Software": None})
        return made.getvalue()
