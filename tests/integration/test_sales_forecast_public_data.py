"""The sales forecast on real series, by the product's own walk over the dates."""

from pathlib import Path

import pandas as pd
import pytest

from customer360.ml import sales_forecast

pytestmark = [pytest.mark.integration, pytest.mark.public_data]

NO_ARRIVALS = pd.DataFrame(
    columns=[
        "as_of_date",
        "days_after",
        "order_count_known_share",
        "order_amount_known_share",
    ]
)
START = pd.Timestamp("2020-01-01")


def known_at(parts: pd.DataFrame, dates: list[pd.Timestamp]) -> pd.DataFrame:
    """Return what was known at each date of parts that are channels and categories."""
    total = parts.groupby("sales_date", as_index=False)["order_count"].sum()
    levels = [
        total.assign(level_name="total", member_name="total"),
        parts.assign(level_name="channel"),
        parts.assign(level_name="category"),
    ]
    everything = pd.concat(levels).assign(order_amount=lambda f: f["order_count"])
    known = [
        everything[everything["sales_date"] < date].assign(as_of_date=date)
        for date in dates
    ]
    return pd.concat(known, ignore_index=True)


def means(daily: pd.DataFrame, settings: sales_forecast.Settings) -> pd.DataFrame:
    """Return each level's metrics of counts, beside the baseline's, over all dates."""
    scores = sales_forecast.score(daily, NO_ARRIVALS, settings)
    found = sales_forecast.evaluate(scores, daily, NO_ARRIVALS, settings)
    columns = ["metric_value", "baseline_value"]
    return found.groupby(["model_name", "metric_name"])[columns].mean()


def test_a_year_of_bicycle_rides_is_forecast_better_than_by_the_week_before(
    public_data: Path,
) -> None:
    hours = pd.read_parquet(public_data / "bikeshare_hourly" / "hours.parquet")
    days = hours.groupby("date", as_index=False)["count"].sum()
    parts = pd.DataFrame(
        {
            "sales_date": pd.to_datetime(days["date"]),
            "member_name": "rides",
            "order_count": days["count"].astype(float),
        }
    )
    dates = [*pd.date_range("2018-08-01", "2019-08-01", freq="MS")]
    daily = known_at(parts, [*dates, pd.Timestamp("2019-09-01")])
    found = means(daily, sales_forecast.Settings()).loc["sales_forecast_total"]

    ours, week_before = found.loc["order_count_wape"]
    assert ours < 0.26 < 0.27 < week_before
    assert 0.76 < found.loc["order_count_coverage", "metric_value"] < 0.84
    assert 0.95 < found.loc["order_count_total_ratio", "metric_value"] < 1.05


def test_weekly_sales_of_departments_are_forecast_better_than_by_the_year_before(
    public_data: Path,
) -> None:
    """A step is a week here: weeks stand as days, and the season is 52 of them."""
    rows = pd.read_parquet(public_data / "walmart_weekly" / "to_2012-01.parquet")
    week = rows["Date"].rank(method="dense").astype(int) - 1
    parts = pd.DataFrame(
        {
            "sales_date": START + pd.to_timedelta(week, unit="D"),
            "member_name": rows["Dept"].astype(str),
            "order_count": rows["Weekly_Sales"],
        }
    )
    origins = [START + pd.Timedelta(days=n) for n in (78, 82, 86, 90, 94, 96, 104)]
    settings = sales_forecast.Settings(
        horizon_days=8,
        season_length=52,
        year_length=52,
        origin_count=6,
        days_between_origins=1,
        least_history_days=60,
        fit_days=104,
    )
    found = means(known_at(parts, origins), settings)

    ours, year_before = found.loc[("sales_forecast_category", "order_count_wape")]
    assert ours < 0.06 < 0.07 < year_before < 0.081
    ours, year_before = found.loc[("sales_forecast_total", "order_count_wape")]
    assert ours < year_before
