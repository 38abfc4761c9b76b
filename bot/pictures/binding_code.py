"""A code that binds an account: a QR picture to scan, and the code itself to type."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import segno
from numpy.typing import NDArray

from bot.pictures.canvas import QUIET, SMALL, TEXT, TITLE, WIDTH, Sheet
from bot.pictures.font import drawable

_HEAD, _SIDE = 130, 760
_QUIET_ZONE = 4  # modules of white around it (ISO/IEC 18004)
# What fits in a picture that a cheap camera still reads from a screen.
MOST_BYTES = 300


@dataclass(frozen=True)
class Code:
    """``content`` is what a scan gives (an address or the code); ``shown`` the code to type."""

    content: str
    title: str
    shown: str = ""
    lines: Sequence[str] = ()


class TooLong(ValueError):
    """The content does not fit in a code that can still be read."""


def draw(code: Code) -> bytes:
    """PNG, 1080 pixels wide. Raises TooLong, or ValueError for an empty content."""
    modules = _modules(code.content)
    scale = _SIDE // len(modules)
    side = scale * len(modules)
    after = _HEAD + side + 20
    lines = [drawable(line, 29) for line in code.lines]
    sheet = Sheet(after + (90 if code.shown else 0) + 56 * len(lines) + 40)
    sheet.text(WIDTH / 2, 60, drawable(code.title, 20), size=TITLE, align="center")
    pixels = np.kron(modules, np.ones((scale, scale), dtype=np.uint8))
    white_or_black = np.repeat((255 * (1 - pixels))[:, :, None], 3, axis=2).astype(np.uint8)
    bottom = sheet.height - _HEAD - side
    sheet.figure.figimage(white_or_black, xo=(WIDTH - side) // 2, yo=bottom, origin="upper")
    if code.shown:
        shown = drawable(code.shown, 16)
        sheet.text(WIDTH / 2, after + 36, shown, size=TITLE + 8, align="center")
        after += 90
    for number, line in enumerate(lines):
        y = after + 28 + 56 * number
        sheet.text(
            WIDTH / 2, y, line, size=TEXT if number == 0 else SMALL, color=QUIET, align="center"
        )
    return sheet.png()


def _modules(content: str) -> NDArray[np.uint8]:
    """The code with its white border: 1 is dark."""
    if not content:
        raise ValueError("nothing to encode")
    if len(content.encode()) > MOST_BYTES:
        raise TooLong(f"{len(content.encode())} bytes, at most {MOST_BYTES}")
    made = segno.make(content, error="m", micro=False, boost_error=True)
    return np.array([list(row) for row in made.matrix_iter(border=_QUIET_ZONE)], dtype=np.uint8)
