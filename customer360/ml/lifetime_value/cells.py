"""What BG/NBD says of every earlier date beside what was realised, as sums by cell.

A cell is a date and a lead: all customers of that date, in the next horizon (lead 0)
or the one, two, three horizons after it. How many orders came is the label of the date
so many horizons later.
"""

import numpy as np
import pandas as pd

from customer360.ml import bgnbd, tables
from customer360.ml.lifetime_value.fitting import Fit, Settings, purchases
from customer360.ml.lifetime_value.season import (
    EPOCH,
    heights,
    heights_before,
    middles,
    own_days,
)
from customer360.ml.metrics import Floats

YEAR = 365
DAYS_A_MONTH = 30.4
# of a wave: in a horizon, and in the histories before the date
HEIGHTS = ["cosine_ahead", "sine_ahead", "cosine_before", "sine_before"]
CELLS = ["date", "lead", "day", "aged", "actual", "expected", *HEIGHTS]


def increments(rows: pd.DataFrame, model: Fit, settings: Settings) -> Floats:
    """Return (leads, rows): orders that BG/NBD expects in each horizon of a year."""
    assert model.orders is not None
    horizon = settings.horizon_days
    ends = [*range(horizon, YEAR - horizon // 2, horizon), YEAR]
    known = purchases(rows)
    history = known.x, known.t_x, known.T
    counts = [
        bgnbd.expected_count(model.orders, days / bgnbd.DAYS_A_WEEK, *history)
        for days in ends
    ]
    days = np.diff(np.stack([np.zeros(len(rows)), *counts]), axis=0)
    return days * model.orders_per_day


def aged(rows: pd.DataFrame, lead: int, expected: Floats, settings: Settings) -> float:
    """Return how much less of a short life is a horizon than is the next one, 0 to 1.

    The mean of half a horizon over age, in the middle of the next horizon, less the
    same in that of this lead; each customer weighs the orders expected in that horizon.
    """
    half = settings.horizon_days / 2
    age = tables.numbers(rows, "days_since_first_order") + half
    faded = half / age - half / (age + lead * settings.horizon_days)
    return float(np.average(faded, weights=expected)) if expected.sum() > 0 else 0.0


def orders_of_lead(
    past: pd.DataFrame, date: pd.Timestamp, lead: int, settings: Settings
) -> Floats | None:
    """Return the orders of each row of a date in the horizon of that lead, if known.

    They are the label of the date so many horizons later.
    """
    months = max(1, round(settings.horizon_days / DAYS_A_MONTH))
    later = past[past["as_of_date"] == date + pd.DateOffset(months=months * lead)]
    counts = later.set_index("customer_id")["order_count_next"].dropna()
    if counts.empty:
        return None
    of_date = past["customer_id"][past["as_of_date"] == date]
    return counts.reindex(of_date).fillna(0).to_numpy(np.float64)


def cells(past: pd.DataFrame, expected: Floats, settings: Settings) -> pd.DataFrame:
    """Return one row per date and lead: orders realised and expected of its people."""
    found = []
    for date in sorted(past["as_of_date"].unique()):
        at = np.flatnonzero(past["as_of_date"] == date)
        for lead in range(len(expected)):
            orders = orders_of_lead(past, date, lead, settings)
            if orders is None:
                continue
            found.append(
                {
                    "date": date,
                    "lead": lead,
                    "day": (date - EPOCH).days + lead * settings.horizon_days,
                    "aged": aged(past.iloc[at], lead, expected[lead, at], settings),
                    "actual": orders.sum(),
                    "expected": expected[lead, at].sum(),
                    **_seen(past.iloc[at], date, lead, expected[lead, at], settings),
                }
            )
    return pd.DataFrame(found, columns=CELLS)


def _seen(
    rows: pd.DataFrame,
    date: pd.Timestamp,
    lead: int,
    expected: Floats,
    settings: Settings,
) -> dict[str, float]:
    """Return the mean heights of a wave in a horizon, and in the histories before it.

    A history is the last horizon, as far as the customer was there.
    """
    days = settings.horizon_days
    ahead = heights(middles(pd.Series([date]), lead, days), days)[:, 0]
    if not expected.sum() > 0:
        expected = np.ones(len(rows))
    behind = heights_before(rows, own_days(rows, days))
    before = np.average(behind, axis=1, weights=expected)
    return dict(zip(HEIGHTS, [*ahead.tolist(), *before.tolist()], strict=True))
