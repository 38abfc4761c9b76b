"""WHO Child Growth Standards (2006), the simplified field tables (z-scores), as published.

Each row: sex, completed months, then -3 SD, -2 SD, median, +2 SD, +3 SD. Length lies below 24
months; at 24 and 36 it is standing height ("2 to 5 years").
"""

from bot.growth.standards import Indicator, Sex

Row = tuple[Indicator, Sex, int, tuple[float, float, float, float, float]]

ROWS: list[Row] = [
    ("weight", "male", 0, (2.1, 2.5, 3.3, 4.4, 5.0)),
    ("weight", "male", 3, (4.4, 5.0, 6.4, 8.0, 9.0)),
    ("weight", "male", 6, (5.7, 6.4, 7.9, 9.8, 10.9)),
    ("weight", "male", 9, (6.4, 7.1, 8.9, 11.0, 12.3)),
    ("weight", "male", 12, (6.9, 7.7, 9.6, 12.0, 13.3)),
    ("weight", "male", 18, (7.8, 8.8, 10.9, 13.7, 15.3)),
    ("weight", "male", 24, (8.6, 9.7, 12.2, 15.3, 17.1)),
    ("weight", "male", 36, (10.0, 11.3, 14.3, 18.3, 20.7)),
    ("weight", "female", 0, (2.0, 2.4, 3.2, 4.2, 4.8)),
    ("weight", "female", 6, (5.1, 5.7, 7.3, 9.3, 10.6)),
    ("weight", "female", 12, (6.3, 7.0, 8.9, 11.5, 13.1)),
    ("weight", "female", 24, (8.1, 9.0, 11.5, 14.8, 17.0)),
    ("weight", "female", 36, (9.6, 10.8, 13.9, 18.1, 20.9)),
    ("length", "male", 0, (44.2, 46.1, 49.9, 53.7, 55.6)),
    ("length", "male", 6, (61.2, 63.3, 67.6, 71.9, 74.0)),
    ("length", "male", 12, (68.6, 71.0, 75.7, 80.5, 82.9)),
    ("length", "male", 24, (78.0, 81.0, 87.1, 93.2, 96.3)),
    ("length", "male", 36, (85.0, 88.7, 96.1, 103.5, 107.2)),
    ("length", "female", 0, (43.6, 45.4, 49.1, 52.9, 54.7)),
    ("length", "female", 6, (58.9, 61.2, 65.7, 70.3, 72.5)),
    ("length", "female", 12, (66.3, 68.9, 74.0, 79.2, 81.7)),
    ("length", "female", 24, (76.0, 79.3, 85.7, 92.2, 95.4)),
    ("length", "female", 36, (83.6, 87.4, 95.1, 102.7, 106.5)),
    ("head", "male", 0, (30.7, 31.9, 34.5, 37.0, 38.3)),
    ("head", "male", 6, (39.7, 40.9, 43.3, 45.8, 47.0)),
    ("head", "male", 12, (42.2, 43.5, 46.1, 48.6, 49.9)),
    ("head", "male", 24, (44.2, 45.5, 48.3, 51.0, 52.3)),
    ("head", "female", 0, (30.3, 31.5, 33.9, 36.2, 37.4)),
    ("head", "female", 6, (38.3, 39.6, 42.2, 44.8, 46.1)),
    ("head", "female", 12, (40.8, 42.2, 44.9, 47.6, 49.0)),
    ("head", "female", 36, (44.3, 45.7, 48.5, 51.3, 52.7)),
    ("bmi", "male", 0, (10.2, 11.1, 13.4, 16.3, 18.1)),
    ("bmi", "male", 12, (13.4, 14.4, 16.8, 19.8, 21.6)),
    ("bmi", "female", 24, (12.4, 13.3, 15.7, 18.7, 20.6)),
]
DEVIATIONS = (-3, -2, 0, 2, 3)

# Weight for length (lying, under two) and for height (from two on): sex, cm, kg as above.
SLIM_ROWS: list[tuple[Sex, int, float, tuple[float, float, float, float, float]]] = [
    ("male", 300, 65.0, (5.7, 6.2, 7.3, 8.6, 9.4)),
    ("male", 400, 75.0, (7.5, 8.1, 9.5, 11.3, 12.3)),
    ("female", 300, 65.0, (5.5, 5.9, 7.1, 8.6, 9.5)),
    ("female", 400, 75.0, (7.1, 7.7, 9.1, 11.0, 12.2)),
    ("male", 900, 90.0, (10.2, 11.0, 12.9, 15.2, 16.6)),
    ("female", 900, 90.0, (9.8, 10.6, 12.6, 15.2, 16.8)),
]


def day(months: int) -> int:
    """WHO's month has 30.4375 days; the table for standing height begins on day 731."""
    return 731 if months == 24 else round(months * 30.4375)
