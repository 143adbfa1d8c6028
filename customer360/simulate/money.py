"""Currencies: how many units of each are one of the project's, by year."""

import csv
import datetime as dt

import numpy as np

from customer360.paths import ROOT
from customer360.simulate.places import CURRENCIES
from customer360.simulate.settings import DAY, Settings
from customer360.simulate.streams import Floats, Ints

SEED = ROOT / "seeds" / "exchange_rates.csv"


def units_per_dollar(settings: Settings, currency: Ints, at: Ints) -> Floats:
    """Return the units of a currency that a dollar is worth at a time."""
    table = _table(settings)
    day = np.clip(at // DAY, 0, table.shape[1] - 1)
    return table[currency, day]


def _table(settings: Settings) -> Floats:
    """Return units a dollar by currency and day of the simulation."""
    with SEED.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    per_euro = np.stack([_per_euro(rows, code, settings) for code in CURRENCIES])
    return per_euro / per_euro[CURRENCIES.index("USD")]


def _per_euro(rows: list[dict[str, str]], code: str, settings: Settings) -> Floats:
    """Return units of a currency per euro by day: the last rate that was valid."""
    first = settings.start.toordinal()
    days = np.ones(settings.days + 1)
    for row in sorted(rows, key=lambda row: row["valid_from"]):
        if row["currency"] == code:
            since = dt.date.fromisoformat(row["valid_from"]).toordinal() - first
            days[max(since, 0) :] = float(row["units_per_euro"])
    return days
