"""Lifetime value by parts: who went silent and comes back."""

import numpy as np
import pandas as pd
import pytest

from customer360.ml import bgnbd, gamma_gamma
from customer360.ml.lifetime_value import comebacks, levels
from customer360.ml.lifetime_value.cells import increments
from customer360.ml.lifetime_value.fitting import Fit, Settings
from customer360.ml.metrics import Floats

pytestmark = pytest.mark.unit

CUSTOMERS, KNOWN_DAYS, YEAR = 6_000, 762, 365
FIRST_DAY = pd.Timestamp("2023-01-01")
FIT_DATE = pd.Timestamp("2025-02-01")
AMOUNTS = gamma_gamma.Parameters(p=3.5, q=4.2, v=58.0)
SETTINGS = Settings()


def _orders(back_a_day: float) -> np.ndarray:
    """Return (customers, days): who orders when.

    They come over the first year, stop at any moment, after 150 days in the mean, and
    start again as they were, with that chance a day.
    """
    rng = np.random.default_rng(5)
    rate = rng.gamma(1.5, 0.03, CUSTOMERS)
    first = rng.integers(0, 365, CUSTOMERS)
    is_there = np.ones(CUSTOMERS, dtype=bool)
    orders = np.zeros((CUSTOMERS, KNOWN_DAYS + YEAR), dtype=bool)
    for day in range(orders.shape[1]):
        chance = rng.random(CUSTOMERS)
        is_there = np.where(is_there, chance > 1 / 150, chance < back_a_day)
        is_there |= day <= first
        orders[:, day] = is_there & (rng.random(CUSTOMERS) < rate) & (day > first)
        orders[:, day] |= day == first
    return orders


def _past(orders: np.ndarray) -> pd.DataFrame:
    """Return each month's customers, with the next 90 days where they are known."""
    days = np.arange(orders.shape[1])
    parts = []
    for date in pd.date_range("2024-03-01", FIT_DATE, freq="MS"):
        now = (date - FIRST_DAY).days
        before = orders[:, :now]
        first = before.argmax(axis=1)
        last = now - 1 - before[:, ::-1].argmax(axis=1)
        ahead = orders[:, (days >= now) & (days < now + 90)].sum(axis=1)
        is_known = date + pd.Timedelta(days=90) <= FIT_DATE
        parts.append(
            pd.DataFrame(
                {
                    "customer_id": [f"c{n:05d}" for n in range(CUSTOMERS)],
                    "as_of_date": date,
                    "repeat_order_count": before.sum(axis=1) - 1.0,
                    "days_first_to_last_order": (last - first).astype(float),
                    "days_since_first_order": (now - first).astype(float),
                    "order_day_amount_avg_repeat": 40.0,
                    "order_count_next": ahead if is_known else np.nan,
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _model(past: pd.DataFrame) -> Fit:
    now = past[past["as_of_date"] == FIT_DATE]
    return Fit("m", bgnbd.fit(*bgnbd.history(now)), AMOUNTS)


def _year_by_tenth(
    orders: np.ndarray, past: pd.DataFrame, found: comebacks.ComeBacks
) -> Floats:
    """Return expected over realised orders of the year after, by tenth.

    The first quarter is known to each tenth: it is the rest of the year that is judged.
    """
    now = past[past["as_of_date"] == FIT_DATE].reset_index(drop=True)
    model = _model(past)
    course = increments(now, model, SETTINGS)
    rank = pd.Series(course[0]).rank(method="first", pct=True)
    tenth = np.ceil(rank * 10)
    start = (FIT_DATE - FIRST_DAY).days
    came = pd.DataFrame(
        {
            "quarter": orders[:, start : start + 90].sum(axis=1),
            "year": orders[:, start : start + YEAR].sum(axis=1),
        }
    )
    near = came["quarter"].groupby(tenth).transform("mean").to_numpy()
    level = levels.fit(past, model, FIT_DATE, SETTINGS)
    year = near * course.sum(axis=0) / course[0]
    year *= level.of_year(now) / level.of_horizon(now)
    year *= found.on_year(near, now, model, level, SETTINGS)
    sums = came.assign(said=year).groupby(tenth).sum()
    return (sums["said"] / sums["year"]).to_numpy()


def _least_of_most(ratios: Floats) -> float:
    """Return the lower three tenths' ratio over that of the upper three."""
    return float(ratios[:3].mean() / ratios[-3:].mean())


def test_a_year_of_people_who_come_back_is_foretold_by_tenth() -> None:
    orders = _orders(back_a_day=1 / 400)
    past = _past(orders)
    found = comebacks.fit(past, _model(past), FIT_DATE, SETTINGS)

    assert found.share > 0.2
    without = _year_by_tenth(orders, past, comebacks.NONE)
    assert _least_of_most(without) < 0.5
    assert 0.75 < _least_of_most(_year_by_tenth(orders, past, found)) < 1.1


def test_where_people_leave_for_good_nobody_comes_back() -> None:
    past = _past(_orders(back_a_day=0.0))

    assert comebacks.fit(past, _model(past), FIT_DATE, SETTINGS) == comebacks.NONE
    nobody = past.iloc[:0]
    assert comebacks.fit(nobody, Fit(), FIT_DATE, SETTINGS) == comebacks.NONE


def test_everybodys_orders_stay_as_many_and_the_silent_ones_rise() -> None:
    past = _past(_orders(back_a_day=1 / 400))
    model = _model(past)
    found = comebacks.fit(past, model, FIT_DATE, SETTINGS)
    now = past[past["as_of_date"] == FIT_DATE].reset_index(drop=True)
    course = increments(now, model, SETTINGS)
    factor = found.on_year(course[0], now, model, levels.NONE, SETTINGS)
    silent = now["days_since_first_order"] - now["days_first_to_last_order"] > 300

    year = course.sum(axis=0)
    assert (factor * year).sum() == pytest.approx(year.sum(), rel=1e-5)
    assert (factor * year)[silent].sum() > 1.5 * year[silent].sum()
