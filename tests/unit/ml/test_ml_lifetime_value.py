"""Lifetime value: expectations, blends, intervals; later data change nothing."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customer360.ml import bgnbd, gamma_gamma, lifetime_value, tables, told
from customer360.ml.evaluations import EVALUATION_COLUMNS
from customer360.ml.lifetime_value import blend
from customer360.ml.lifetime_value import draws as value_draws

pytestmark = pytest.mark.unit

Frames = tuple[pd.DataFrame, pd.DataFrame]
Shop = Callable[[int, int], Frames]

SMALL = lifetime_value.Settings(min_training_rows=10, draws=50)
EXPECTED = "expected_revenue_90d_amount"
CDNOW = bgnbd.Parameters(r=0.243, alpha=4.414, a=0.793, b=2.426)
AMOUNTS = gamma_gamma.Parameters(p=6.25, q=3.74, v=15.44)


@pytest.fixture(scope="module")
def frames(shop: Shop) -> Frames:
    return shop(45, 12)


@pytest.fixture(scope="module")
def scores(frames: Frames) -> pd.DataFrame:
    return lifetime_value.score(*frames, SMALL)


def test_every_customer_with_an_order_has_a_value(
    frames: Frames, scores: pd.DataFrame
) -> None:
    assert len(scores) == frames[0]["days_since_last_order"].notna().sum()
    values = scores.drop(columns=[told.CHOICES, told.PARAMETERS])
    assert values.notna().all(axis=None)
    assert scores["alive_probability"].between(0, 1).all()


def test_a_year_expects_more_than_a_quarter_and_the_interval_holds_it(
    scores: pd.DataFrame,
) -> None:
    year = scores["expected_revenue_365d_amount"]

    assert (year >= scores["expected_revenue_90d_amount"]).all()
    for days in (90, 365):
        expected, lower, upper = (
            scores[f"expected_revenue_{days}d_{end}amount"]
            for end in ("", "lower_", "upper_")
        )
        assert (lower <= expected).all() and (expected <= upper).all()
    count, quarter = "expected_order_count_365d", "expected_order_count_90d"
    assert (scores[count] >= scores[quarter]).all()


def test_rows_in_any_order_give_the_same_bits(
    frames: Frames, scores: pd.DataFrame
) -> None:
    features, labels = (frame.sample(frac=1.0, random_state=3) for frame in frames)
    again = lifetime_value.score(features[features.columns[::-1]], labels, SMALL)

    pd.testing.assert_frame_equal(scores, again, check_exact=True)


def test_a_date_is_valued_alike_whatever_comes_later(
    frames: Frames, scores: pd.DataFrame
) -> None:
    features, labels = frames
    last = features["as_of_date"].max() - pd.DateOffset(months=2)
    early = lifetime_value.score(
        features[features["as_of_date"] <= last],
        labels[labels["label_date"] <= last],
        SMALL,
    )

    same = scores[scores["as_of_date"] <= last]
    pd.testing.assert_frame_equal(early, same, check_exact=True)


def test_parameters_are_listed_for_every_fit(
    frames: Frames, scores: pd.DataFrame
) -> None:
    table = told.parameters(scores)

    assert table.dtypes.astype(str).to_dict() == told.PARAMETER_COLUMNS
    assert table["model_version"].nunique() == frames[0]["as_of_date"].nunique()
    first = table.groupby("model_version")["parameter_name"].apply(set).iloc[0]
    assert {"r", "alpha", "a", "b", "p", "q", "v"} < first
    shares = table["parameter_name"].str.startswith("order_amount_sum_share_")
    total = table[shares].groupby("model_version")["parameter_value"].sum()
    np.testing.assert_allclose(total, 1.0)


def test_realised_orders_and_revenue_are_compared_with_the_same_again(
    frames: Frames, scores: pd.DataFrame
) -> None:
    found = lifetime_value.evaluate(scores, *frames, SMALL)

    assert found.dtypes.astype(str).to_dict() == EVALUATION_COLUMNS
    assert not found.duplicated(["model_version", "as_of_date", "metric_name"]).any()
    assert set(found["baseline_name"]) == {"last_90_days_again", "promised"}
    year = frames[1].assign(label_date=frames[1]["as_of_date"] + pd.Timedelta(days=365))
    found = lifetime_value.evaluate(scores, frames[0], year, SMALL)
    assert "revenue_365d_coverage" in set(found["metric_name"])


def test_labels_of_another_horizon_teach_and_are_evaluated_too(frames: Frames) -> None:
    settings = lifetime_value.Settings(min_training_rows=10, draws=10, horizon_days=60)
    labels = frames[1].assign(
        label_date=frames[1]["as_of_date"] + pd.Timedelta(days=60)
    )
    scores = lifetime_value.score(frames[0], labels, settings)
    found = lifetime_value.evaluate(scores, frames[0], labels, settings)

    assert "revenue_60d_mae" in set(found["metric_name"])


def test_no_rows_few_customers_and_no_repeats_give_typed_nulls(frames: Frames) -> None:
    features, labels = frames
    columns = lifetime_value.SCORE_COLUMNS
    once = features.assign(repeat_order_count=0, days_first_to_last_order=0.0)
    for rows in (features.iloc[:0], features.iloc[:1], once):
        scores = lifetime_value.score(rows, labels, SMALL)
        dtypes = scores.dtypes.astype(str).to_dict()
        assert {name: dtypes[name] for name in columns} == columns
        assert scores[list(columns)].isna().all(axis=None)
        assert lifetime_value.evaluate(scores, rows, labels, SMALL).empty
        assert told.parameters(scores).empty


def test_customers_all_alike_are_valued_alike(frames: Frames) -> None:
    features, labels = frames
    alike = features.copy()
    for column in tables.feature_columns(features):
        alike[column] = 1.0
    scores = lifetime_value.score(alike, labels, SMALL)

    assert scores.groupby("as_of_date")[EXPECTED].nunique().max() == 1


_, REVENUE = blend.quantities(90)


def _period(date: str, lately: list[float], again: list[float], actual: list[float]):
    return pd.DataFrame(
        {
            "as_of_date": pd.Timestamp(date),
            "days_since_first_order": 200.0,
            "order_amount_sum_30d": lately,
            "order_amount_sum_90d": again,
            EXPECTED: [10.0, 10.0, 10.0],
            "order_amount_sum_next": actual,
        }
    )


def test_shares_follow_what_foretold_an_earlier_period() -> None:
    again = [5.0, 20.0, 60.0]
    rows = _period("2024-01-01", [0.0, 0.0, 9.0], again, again)

    assert blend.best_shares(rows, REVENUE) == (0.0, 1.0, 0.0)
    np.testing.assert_allclose(blend.blended(rows, REVENUE, (0.0, 1.0, 0.0)), again)


def test_a_blend_that_loses_the_last_known_period_is_not_used() -> None:
    again, flat = [5.0, 20.0, 60.0], [10.0, 10.0, 10.0]
    won = _period("2024-01-01", again, again, again)
    lost = _period("2024-02-01", again, again, flat)

    assert blend.learned_shares(pd.concat([won, lost]), REVENUE) == blend.MODEL_ALONE
    second = _period("2024-02-01", again, again, again)
    shares = blend.learned_shares(pd.concat([won, second]), REVENUE)
    assert shares == (0.0, 1.0, 0.0)


def test_one_period_or_young_records_leave_the_model_alone() -> None:
    again = [5.0, 20.0, 60.0]
    rows = _period("2024-01-01", again, again, again)

    assert blend.learned_shares(rows, REVENUE) == blend.MODEL_ALONE
    two = pd.concat([rows, _period("2024-02-01", again, again, again)])
    young = two.assign(days_since_first_order=60.0)
    assert blend.learned_shares(young, REVENUE) == blend.MODEL_ALONE
    assert blend.learned_shares(rows.iloc[:0], REVENUE) == blend.MODEL_ALONE


@settings(deadline=None, max_examples=50)
@given(
    st.sampled_from(blend.TENTHS), st.lists(st.floats(0, 1e4), min_size=3, max_size=3)
)
def test_a_blend_lies_between_its_forecasts(
    shares: blend.Shares, again: list[float]
) -> None:
    rows = _period("2024-01-01", [value / 3 for value in again], again, again)
    mixed = blend.blended(rows, REVENUE, shares)

    low, high = np.minimum(again, 10.0), np.maximum(again, 10.0)
    assert ((mixed >= low - 1e-6) & (mixed <= high + 1e-6)).all()


def test_drawn_futures_have_the_expected_mean() -> None:
    x, t_x, T = np.array([0.0, 3.0]), np.array([0.0, 30.0]), np.array([20.0, 38.0])
    known = value_draws.Purchases(x, t_x, T, np.array([np.nan, 25.0]))
    generator = np.random.default_rng(1)
    drawn = value_draws.revenue_draws((CDNOW, AMOUNTS), known, 39.0, 40_000, generator)

    count = bgnbd.expected_count(CDNOW, 39.0, x, t_x, T)
    mean = count * gamma_gamma.expected_amount(AMOUNTS, x, known.mean_amount)
    np.testing.assert_allclose(drawn.mean(axis=0), mean, rtol=0.03)
