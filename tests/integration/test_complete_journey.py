"""Store purchases of weeks 1-40, through the product's own path, and their scores.

Weeks 41-53 are looked at once a release, by benchmarks/complete_journey.py alone.
"""

from collections.abc import Iterator

import complete_journey as figures
import duckdb
import pandas as pd
import pytest
import run as example
import yaml
from public_retail import Connection, Query, built

from customer360 import frames
from customer360.ml import lifetime_value

pytestmark = [pytest.mark.integration, pytest.mark.public_data]

# so few that what candidates and shares learned by August is judged by the end
HORIZON_DAYS = 31
# campaigns are known further ahead than purchases: the date is the example's
VARS = {
    **yaml.safe_load(example.VARS),
    "as_of_date": example.AS_OF,
    "churn_horizon_days": HORIZON_DAYS,
}


@pytest.fixture(scope="module")
def journey_build(dbt, public_data, tmp_path_factory) -> Iterator[Connection]:
    """Yield the build of weeks 1-40; of 56 days seven origins are over by then."""
    folder = public_data / "completejourney"
    files = {file.name: file for file in folder.glob("*.parquet")}
    files["transactions.parquet"] = files.pop("transactions_w01_40.parquet")
    build = built(
        *(dbt, tmp_path_factory.mktemp("complete_journey"), "complete_journey"),
        files,
        VARS,
    )
    with duckdb.connect(str(build), read_only=True) as connection:
        lines = files["transactions.parquet"]
        connection.execute(f"create temp view lines as from '{lines}'")
        yield connection


@pytest.fixture(scope="module")
def complete_journey(journey_build) -> Query:
    return lambda query: journey_build.execute(query).fetchall()


def test_every_household_and_every_cent_of_forty_weeks_arrives(complete_journey):
    households, baskets, spent = complete_journey(
        """
        select
            count(distinct household_id),
            count(distinct basket_id),
            sum(cast(sales_value as decimal(18, 4)))
        from lines
        """
    )[0]
    facts = complete_journey(
        "select count(distinct customer_id), count(*), sum(order_amount)"
        " from marts.fct_orders"
    )
    assert facts == [(households, baskets, spent)]
    totals = "select count(*), sum(order_amount_sum) from marts.customer_360"
    assert complete_journey(f"{totals} where order_count > 0") == [(households, spent)]


@pytest.fixture(scope="module")
def judged(journey_build) -> pd.DataFrame:
    """Return every evaluation of weeks 1-40, by model, date and metric."""
    rows = journey_build.table("marts.fct_model_evaluations").df()
    return rows.set_index(["model_name", "as_of_date", "metric_name"]).sort_index()


def by_date(judged: pd.DataFrame, model: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a model's metrics and the baseline's: a row a date, a column a metric."""
    rows = judged.loc[model]
    return rows["metric_value"].unstack(), rows["baseline_value"].unstack()


def test_silent_households_rank_higher_than_by_recency_at_every_origin(judged):
    """From BG/NBD's first month to the champion of the last origin."""
    ours, recency = by_date(judged, "churn")
    versions = judged.loc["churn", "model_version"].unstack()["auc"]

    assert len(ours) == 8
    assert (ours["auc_gain_lower"] > 0.015).all()
    assert (ours["log_loss"] < recency["log_loss"] - 0.018)[2:].all()
    assert ours["expected_calibration_error"].max() < 0.035
    assert versions[-2:].str.startswith("churn-3-mean").all()
    assert ours["auc"][-2:].min() > 0.875
    assert ours["auc_gain_lower"][-2:].min() > 0.04
    assert ours["calibration_slope"][-2:].between(0.88, 1.13).all()


@pytest.mark.parametrize(
    ("days", "least_gain", "least_saved", "most_off"),
    [(7, 0.055, 0.04, 0.046), (30, 0.02, 0.025, 0.025)],
)
def test_households_that_order_soon_rank_higher_than_by_recency_at_every_origin(
    judged, days, least_gain, least_saved, most_off
):
    ours, recency = by_date(judged, f"purchase_intent_{days}d")

    assert len(ours) == 8
    assert (ours["auc_gain_lower"] > least_gain).all()
    assert (ours["log_loss"] < recency["log_loss"] - least_saved)[2:].all()
    assert (ours["average_precision"] > recency["average_precision"]).all()
    assert ours["expected_calibration_error"].mean() < most_off
    assert 0.9 < ours["calibration_slope"].mean() < 1.15


def test_value_in_90_days_is_level_and_inside_its_bounds_at_every_origin(judged):
    ours, again = by_date(judged, "lifetime_value")

    assert len(ours) == 6
    assert ours["revenue_90d_total_ratio"].between(0.95, 1.03).all()
    assert ours["order_count_90d_total_ratio"].between(0.96, 1.03).all()
    assert ours["revenue_90d_coverage_upper_half"].between(0.77, 0.88).all()
    assert (ours["revenue_90d_mae"] < 1.04 * again["revenue_90d_mae"]).all()
    assert ours["revenue_90d_mae"].mean() < 0.97 * again["revenue_90d_mae"].mean()


def test_spend_is_foretold_better_than_by_the_last_90_days_once_shares_are_learned(
    journey_build,
):
    """Four origins with learned shares are over after 31 days, none after 90."""
    features = frames.read(journey_build.table("features.feat_customers"))
    labels = frames.read(journey_build.table("features.label_customers__orders"))
    settings = lifetime_value.Settings(horizon_days=HORIZON_DAYS)
    scores = lifetime_value.score(features, labels, settings)
    found = lifetime_value.evaluate(scores, features, labels, settings)
    learned = found[found["model_version"].str.contains("blend")]
    assert learned["as_of_date"].nunique() == 4
    rows = learned.set_index(["metric_name", "as_of_date"])
    gain = rows["metric_value"] - rows["baseline_value"]
    assert (gain["revenue_31d_mae"] < -1.2).all()
    assert (gain["revenue_31d_pearson"] > 0.005).all()
    assert (gain["revenue_31d_spearman"] > 0.007).all()
    assert (gain["order_count_31d_mae"] < -0.04).all()
    assert rows["metric_value"]["revenue_31d_total_ratio"].between(0.96, 1.04).all()


def test_segments_tell_spend_and_silence_apart_and_come_out_of_resamples_again(judged):
    ours, equal = by_date(judged, "segments")
    agreement = ours["refit_adjusted_rand"]

    assert len(agreement) == 9
    assert agreement.mean() >= 0.9
    assert agreement.min() >= 0.85
    for name in ("spend_eta_squared", "silence_eta_squared"):
        gain = (ours[name] - equal[name]).dropna()
        assert len(gain) == 8
        assert (gain > 0).all()


def test_sales_of_the_next_28_days_are_forecast_better_than_by_the_week_before(judged):
    for level in ("total", "channel", "category"):
        ours, week_before = by_date(judged, f"sales_forecast_{level}")
        assert len(ours) == 8
        for measure in ("order_count", "order_amount"):
            wape = f"{measure}_wape"
            assert (ours[wape] < week_before[wape]).all()
            assert ours[wape].mean() < 0.82 * week_before[wape].mean()
            assert 0.7 < ours[f"{measure}_coverage"].mean() < 0.9


def test_figures_of_a_release_are_those_of_the_build_once_it_knows(
    judged, journey_build
):
    """The release command lays facts beside scores; here the build did so itself."""
    date = "2017-08-01"
    told = figures.judged_customers(journey_build, date)
    told = told.set_index(["model_name", "metric_name"])["metric_value"]
    own = judged["metric_value"].xs(pd.Timestamp(date), level="as_of_date")
    own = own[own.index.isin(told.index)]

    assert len(own) > 30
    pd.testing.assert_series_equal(told[own.index], own, check_exact=False)
