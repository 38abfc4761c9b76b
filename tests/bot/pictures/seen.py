"""Looks at a finished picture again."""

import io
from collections.abc import Iterator
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from numpy.typing import NDArray
from PIL import Image


def pixels(png: bytes) -> NDArray[Any]:
    """Height × width × red, green, blue."""
    with Image.open(io.BytesIO(png)) as image:
        return np.asarray(image.convert("RGB"))


def texts(figure: Figure) -> list[Text]:
    """All that is written: names of ticks too, but not of ticks beyond the axes' ends."""
    beyond = {id(label) for axes in figure.axes for label in _beyond(axes)}
    found = [text for text in figure.findobj(Text) if text.get_visible() and id(text) not in beyond]
    return [text for text in found if text.get_text().strip()]


def _beyond(axes: Axes) -> Iterator[Text]:
    for axis in (axes.xaxis, axes.yaxis):
        low, high = sorted(axis.get_view_interval())
        for tick in axis.get_major_ticks():
            if not low <= tick.get_loc() <= high:
                yield from (tick.label1, tick.label2)


def boxes(figure: Figure) -> list[tuple[str, float, float, float, float]]:
    """Words with left, bottom, right, top in pixels."""
    figure.canvas.draw()
    return [(t.get_text(), *t.get_window_extent().extents) for t in texts(figure)]
