"""Sums of yuan in words."""

from content.answers import plain_number

PAYS = {"once": "{}，一次", "year": "每年{}", "month": "每月{}"}
_TEN_THOUSAND = 10_000


def yuan_words(amount: float) -> str:
    """「15万元」「8.5万元」「3600元」「10800元」: 万 where it shortens the figure."""
    if amount >= _TEN_THOUSAND and amount % 1000 == 0:
        return f"{plain_number(amount / _TEN_THOUSAND)}万元"
    return f"{plain_number(amount)}元"


def payment_words(amount: float, pays: str) -> str:
    """「15万元，一次」「每年16万元」."""
    return PAYS[pays].format(yuan_words(amount))


def unit_words(amount: float, pays: str, counter: str) -> str:
    """What one of the things counted brings: 「每个托位每年1600元」「每个班5万元，一次」."""
    return f"每个{counter}{payment_words(amount, pays)}"
