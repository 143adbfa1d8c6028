"""Drift between as-of dates, beside a slow index that counts row by row."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customer360.ml import stability
from customer360.ml.drift import DRIFT_COLUMNS, compared_dates, drift

pytestmark = pytest.mark.unit

SIDES = st.lists(
    st.one_of(st.none(), st.integers(-3, 3), st.floats(-50, 50)),
    min_size=220,
    max_size=260,
)


def slow_index(new, old):
    """Return the index by its definition; a bin is a reason to be counted together."""
    known = sorted(value for value in old if not np.isnan(value))
    few = sorted(set(known))
    ends = (
        few
        if len(few) <= 10
        else sorted(set(np.quantile(known, [tenth / 10 for tenth in range(1, 10)])))
    )

    def bin_of(value):
        if np.isnan(value):
            return "missing"
        if len(few) <= 10 and few and value < few[0]:
            return "below"
        return next((end for end in ends if value <= end), "above")

    bins = {bin_of(value) for value in [*new, *old]}
    if min(len(new), len(old)) < 20 * max(len(bins), 2):
        return None
    total = 0.0
    for name in bins:
        here = max(sum(bin_of(value) == name for value in new), 0.5) / len(new)
        there = max(sum(bin_of(value) == name for value in old), 0.5) / len(old)
        total += (here - there) * np.log(here / there)
    return total


@settings(max_examples=40, deadline=None)
@given(new=SIDES, old=SIDES)
def test_the_index_is_the_one_counted_row_by_row(new, old):
    sides = [pd.Series(side, dtype="float64") for side in (new, old)]
    slow = slow_index(*(side.to_numpy() for side in sides))
    assert stability.of_numbers(*sides) == (
        slow if slow is None else pytest.approx(slow)
    )


def test_a_flag_a_feed_that_stops_and_a_constant_that_changes_are_seen():
    half, most = np.repeat([0.0, 1.0], [100, 100]), np.repeat([0.0, 1.0], [20, 180])
    gone = np.full(200, np.nan)
    for new, old in (
        (half, most),
        (gone, half),
        (half, gone),
        (half * 0 + 5, half * 0),
    ):
        assert stability.of_numbers(pd.Series(new), pd.Series(old)) > stability.MOVED
    assert stability.of_numbers(pd.Series(gone), pd.Series(gone)) == 0


def test_a_date_is_compared_with_the_one_nearest_to_a_month_and_a_year_before():
    dates = pd.to_datetime(
        ["2025-03-01", "2025-04-01", "2026-02-01", "2026-03-01", "2026-03-04"]
    )
    found = [
        (f"{date:%y-%m-%d}", f"{before:%y-%m-%d}", comparison)
        for date, before, comparison in compared_dates(dates)
    ]
    assert found == [
        ("25-04-01", "25-03-01", "month"),
        ("26-02-01", "25-03-01", "year"),
        ("26-03-01", "26-02-01", "month"),
        ("26-03-01", "25-03-01", "year"),
        ("26-03-04", "26-02-01", "month"),
        ("26-03-04", "25-03-01", "year"),
    ]


def sample(**columns):
    """Return 400 customers at two dates; each column is given as (old, new)."""
    ids = [f"{number:04d}" for number in range(400)]
    parts = [
        pd.DataFrame({"customer_id": ids, "as_of_date": pd.Timestamp(date)}).assign(
            **{name: sides[place] for name, sides in columns.items()}
        )
        for place, date in enumerate(("2026-03-01", "2026-04-01"))
    ]
    return pd.concat(parts, ignore_index=True)


def test_each_numeric_column_is_compared_and_texts_are_not():
    numbers = np.arange(400) / 400
    rows = sample(
        still=(numbers, numbers[::-1]),
        moved=(numbers, numbers + 0.5),
        churn_probability=(numbers, numbers),
        is_new=(numbers > 0.5, numbers > 0.5),
        channels=("web", "app"),
    )
    found = drift(rows, ["churn_probability"]).set_index("column_name")
    assert found.index.tolist() == ["churn_probability", "is_new", "moved", "still"]
    assert found["column_kind"].tolist() == ["score", "feature", "feature", "feature"]
    assert found.loc["still", "stability_index"] == 0
    assert found.loc["moved", "stability_index"] > 1
    assert found.loc["moved", "mean"] - found.loc["moved", "compared_mean"] == (
        pytest.approx(0.5)
    )
    shuffled = drift(rows.sample(frac=1, random_state=0), ["churn_probability"])
    pd.testing.assert_frame_equal(
        shuffled.set_index("column_name"), found, check_exact=True
    )


@pytest.mark.parametrize("count", [0, 1, 10])
def test_nobody_one_and_ten_customers_give_a_typed_table(count):
    rows = sample(still=(1.0, 2.0)).groupby("as_of_date").head(count)
    found = drift(rows, [])
    assert found.dtypes.astype(str).to_dict() == DRIFT_COLUMNS
    assert found["stability_index"].isna().all()
    assert len(found) == (1 if count else 0)
