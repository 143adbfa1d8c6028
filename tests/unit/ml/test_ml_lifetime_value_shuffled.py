"""Lifetime value where nothing can be learned: outcomes are dealt out anew.

What each customer orders next is what somebody else ordered. Then no forecast tells
customers apart, BG/NBD least of all, which still believes in their histories: trees
that learn one number for everybody err less, and have learned nothing.
"""

import numpy as np
import pandas as pd
import pytest

from customer360.ml import lifetime_value, told

pytestmark = pytest.mark.unit

Array = np.ndarray

DAY = pd.Timedelta(days=1)
START = pd.Timestamp("2024-01-01")
SIZE = 3_200
HORIZON = 90
OUTCOMES = ["order_count_next", "order_amount_sum_next"]
# candidates are compared at the last two: a label to learn from, then one to judge by
DATES = pd.date_range("2024-03-01", periods=8, freq="MS")
# fewer trees, and next to no draws for intervals that nobody reads here
SOON = lifetime_value.Settings(
    chance_tree_count=60, amount_tree_count=30, drawn_customers=50, draws=10
)


def nightly(*values: object) -> object:
    return pytest.param(*values, marks=pytest.mark.nightly)


class Shop:
    """Customers who order at a rate of their own until they leave after an order.

    `days` and `amounts` are (customers, orders); a day that never comes is infinite.
    """

    def __init__(self, rng: np.random.Generator) -> None:
        rate = 0.003 + rng.gamma(1.2, 1 / 25, SIZE)
        gaps = rng.exponential(1 / rate[:, None], (SIZE, 60))
        gaps[:, 0] = rng.uniform(0, 55, SIZE)
        leaves = rng.uniform(size=gaps.shape) < rng.beta(1, 6, SIZE)[:, None]
        has_left = np.cumsum(leaves, axis=1)[:, :-1] > 0
        gaps[:, 1:][has_left] = np.inf
        self.days = np.floor(np.cumsum(gaps, axis=1))
        self.amounts = rng.gamma(3, 20, (SIZE, 1)) * rng.gamma(4, 0.25, gaps.shape)
        self.visits = rng.poisson(5, SIZE)

    def ordered(self, begin: int, end: int) -> tuple[Array, Array]:
        """Return each customer's count and amount of orders in [begin, end)."""
        held = (self.days >= begin) & (self.days < end)
        return held.sum(axis=1), np.where(held, self.amounts, 0.0).sum(axis=1)

    def features(self, date: pd.Timestamp) -> pd.DataFrame:
        today, first = (date - START).days, self.days[:, 0]
        count, amount = self.ordered(0, today)
        last = np.where(self.days < today, self.days, 0.0).max(axis=1)
        again = np.where(count > 1, count - 1, np.nan)
        columns = {
            "order_count_lifetime": count,
            "repeat_order_count": count - 1,
            "days_since_first_order": today - first,
            "days_since_last_order": today - last,
            "days_first_to_last_order": last - first,
            "order_day_amount_avg_repeat": (amount - self.amounts[:, 0]) / again,
            "order_gap_days_avg": (last - first) / again,
            "session_count_90d": self.visits,
        }
        for days in (30, 90, 365):
            count, amount = self.ordered(today - days, today)
            columns[f"order_count_{days}d"] = count
            columns[f"order_amount_sum_{days}d"] = amount
        return _rows(date, columns)

    def labels(self, date: pd.Timestamp, dealt: Array) -> pd.DataFrame:
        """Return what followed, of the customers `dealt` in the place of each."""
        today = (date - START).days
        found = self.ordered(today, today + HORIZON)
        columns = {
            name: values[dealt].astype(float)
            for name, values in zip(OUTCOMES, found, strict=True)
        }
        return _rows(date, {"label_date": date + DAY * HORIZON, **columns})


def _rows(date: pd.Timestamp, columns: dict[str, Array]) -> pd.DataFrame:
    names = [f"c{number:04d}" for number in range(SIZE)]
    return pd.DataFrame({"customer_id": names, "as_of_date": date, **columns})


@pytest.mark.parametrize("seed", [1, *map(nightly, range(2, 12))])
def test_trees_that_learned_from_labels_of_others_are_no_champion(seed: int) -> None:
    rng = np.random.default_rng(seed)
    shop = Shop(rng)
    features = pd.concat([shop.features(date) for date in DATES])
    labels = pd.concat([shop.labels(date, rng.permutation(SIZE)) for date in DATES])
    is_over = labels["label_date"] <= DATES[-1]

    scores = lifetime_value.score(features, labels[is_over], SOON)

    choices = told.choices(scores)
    compared = choices[choices["metric_value"].notna()]
    assert set(compared["candidate_name"]) == {"bgnbd", "blend", "two_part", "mean"}
    assert set(choices["candidate_name"][choices["is_champion"]]) == {"bgnbd"}
    found = lifetime_value.evaluate(scores, features, labels, SOON)
    ranked = found["metric_name"] == "revenue_90d_spearman"
    assert found["metric_value"][ranked].mean() == pytest.approx(0.0, abs=0.02)
