"""Numbers and dates as people read them."""

import datetime as dt
import functools
import math
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

NONE = "–"  # noqa: RUF001
# less is none, to one decimal of a per cent
LEAST_SHARE = 0.0005
# from where on, in what, under what name
_STEPS = ((1e9, 1e9, "bn"), (1e6, 1e6, "M"), (1e4, 1e3, "k"))


def is_none(value: Any) -> bool:
    """Tell whether a value is missing."""
    return bool(pd.isna(value))


def count(value: Any) -> str:
    """Return a whole number, in full."""
    return NONE if is_none(value) else f"{value:,.0f}"


def short(value: Any) -> str:
    """Return a number in three figures: 1.23 M, 45.6 k, 7,890, 12.3."""
    if is_none(value):
        return NONE
    for least, unit, name in _STEPS:
        if abs(value) >= least:
            return f"{_figures(value / unit)} {name}"
    return f"{value:,.0f}" if abs(value) >= 100 else _figures(value)


def money(value: Any, currency: str) -> str:
    """Return an amount in three figures, with its currency."""
    return NONE if is_none(value) else f"{short(value)} {currency}"


def in_money(currency: str) -> Callable[[Any], str]:
    """Return `money` of one currency, for columns."""
    return functools.partial(money, currency=currency)


def share(value: Any) -> str:
    """Return a share as per cent; small ones with a decimal."""
    if is_none(value):
        return NONE
    is_whole = abs(value) < LEAST_SHARE or abs(value) >= 0.1
    return f"{value:.0%}" if is_whole else f"{value:.1%}"


def times(value: Any) -> str:
    """Return a ratio: 2.4 times."""
    return NONE if is_none(value) else f"{value:.1f} times"


def decimals(value: Any, places: int = 3) -> str:
    """Return a quality figure without the leading zero's noise: 0.881."""
    return NONE if is_none(value) else f"{value:.{places}f}"


def change(now: float, before: float) -> str:
    """Return how a number compares with an earlier one, above 0: `5% more than`."""
    moved = now / before - 1
    if abs(moved) < 0.005:
        return "as many as"
    return f"{abs(moved):.0%} {'more' if moved > 0 else 'fewer'} than"


def plain(name: str) -> str:
    """Return a name of the data as words: click_and_collect, click and collect."""
    return name.replace("_", " ")


def month(day: Any) -> str:
    """Return a month: January 2026."""
    return NONE if is_none(day) else f"{day:%B %Y}"


def date(day: dt.date | None) -> str:
    """Return a day: 3 January 2026."""
    return NONE if is_none(day) or day is None else f"{day.day} {day:%B %Y}"


def plural(number: Any, thing: str, many: str | None = None) -> str:
    """Return how many of a thing: 1 order, 2 orders."""
    name = thing if number == 1 else many or f"{thing}s"
    return f"{count(number)} {name}"


def listed(names: Sequence[str]) -> str:
    """Return names as a list in a sentence."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def capital(text: str) -> str:
    """Return text with a capital first letter, the rest untouched."""
    return text[:1].upper() + text[1:]


def _figures(value: float) -> str:
    if value == 0:
        return "0"
    places = max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{min(places, 2)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
