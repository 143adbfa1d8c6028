"""The sales forecast: exact parts, honest bounds, sane on anything."""

from decimal import Decimal
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm, t
from statsforecast.models import AutoETS

from customer360 import frames
from customer360.fit_store import FitStore
from customer360.ml import sales_forecast, told
from customer360.ml.fits import ANEW
from customer360.ml.sales_forecast import (
    Settings,
    candidates,
    fitting,
    reconciling,
    scoring,
    series,
    widening,
)

pytestmark = pytest.mark.unit

T = pd.Timestamp("2025-09-01")
NO_ARRIVALS = pd.DataFrame(
    columns=[
        "as_of_date",
        "days_after",
        "order_count_known_share",
        "order_amount_known_share",
    ]
)
WEEK = np.array([10, 12, 9, 11, 14, 25, 20.0])
COUNTS = ["order_count", "order_count_lower", "order_count_upper"]


def sales(days, as_of=T, seed=0, channels=("store", "web")):
    """Poisson sales of two channels and two categories on `days` before a date."""
    rng = np.random.default_rng(seed)
    rows = []
    for back in range(days, 0, -1):
        day = as_of - pd.Timedelta(days=back)
        counts = {name: rng.poisson(WEEK[day.day_of_week]) for name in channels}
        rows += [("channel", name, day, n, 10.0 * n) for name, n in counts.items()]
        total = sum(counts.values())
        toys = rng.binomial(total, 0.4)
        rows.append(("category", "toys", day, toys, 10.0 * toys))
        rows.append(("category", "books", day, total - toys, 10.0 * (total - toys)))
        rows.append(("total", "total", day, total, 10.0 * total))
    columns = ["level_name", "member_name", "sales_date", "order_count", "order_amount"]
    frame = pd.DataFrame(rows, columns=columns)
    frame["sales_date"] = pd.to_datetime(frame["sales_date"])
    return frame.assign(as_of_date=as_of)


def known_at(everything, *dates):
    """What was known at each date: the days before it."""
    return pd.concat(
        [
            everything[everything["sales_date"] < date].assign(as_of_date=date)
            for date in map(pd.Timestamp, dates)
        ],
        ignore_index=True,
    )


def assert_adds_up(scores):
    for measure in ("order_count", "order_amount"):
        exact = scores.assign(value=[Decimal(f"{x:.4f}") for x in scores[measure]])
        keys = ["as_of_date", "sales_date", "level_name"]
        sums = exact.groupby(keys)["value"].sum().unstack()
        assert (sums["channel"] == sums["total"]).all()
        assert (sums["category"] == sums["total"]).all()


def assert_sane(scores):
    values = scores[["order_count", "order_amount"]].to_numpy()
    assert np.isfinite(values).all() and (values >= 0).all()
    bounded = scores.dropna()
    for measure in ("order_count", "order_amount"):
        assert (bounded[f"{measure}_lower"] >= 0).all()
        assert (bounded[f"{measure}_lower"] <= bounded[measure]).all()
        assert (bounded[measure] <= bounded[f"{measure}_upper"]).all()
    assert_adds_up(scores)


def test_parts_add_up_and_bounds_are_ordered():
    scores = sales_forecast.score(sales(200), NO_ARRIVALS)
    assert len(scores) == 28 * 5
    assert scores["sales_date"].min() == T
    assert scores.drop(columns=[told.CHOICES, told.PARAMETERS]).notna().all().all()
    assert_sane(scores)


def test_smoothing_carried_on_by_us_is_that_of_statsforecast():
    rng = np.random.default_rng(1)
    past = rng.poisson(np.tile(WEEK, 20)).astype(float)
    theirs = AutoETS(season_length=7, model="ANA", damped=False)
    mean = past.mean()
    expected = theirs.fit(past / mean).predict(h=28)["mean"] * mean
    parameters = candidates.fit_smoothing(past[:, None], 7)
    ours = candidates.smoothed(past[:, None], 28, parameters)
    np.testing.assert_allclose(ours[:, 0], expected, rtol=1e-9)


def test_a_repeated_week_is_forecast_as_itself():
    past = np.tile(WEEK, 10)[:, None]
    for forecast in (candidates.seasonal_naive, candidates.seasonal_mean):
        np.testing.assert_allclose(forecast(past, 14, 7)[:, 0], np.tile(WEEK, 2))


def test_last_year_grows_as_the_last_weeks_did():
    year = np.arange(1.0, 365.0)[:, None]
    past = np.concatenate([year, 2 * year])
    expected = 4 * np.arange(1.0, 29.0)
    np.testing.assert_allclose(candidates.last_year(past, 28, 364)[:, 0], expected)


@settings(deadline=None)
@given(
    st.lists(st.floats(0, 1e6), min_size=1, max_size=8),
    st.floats(0, 1e7),
    st.lists(st.floats(0, 1e3), min_size=8, max_size=8),
)
def test_rounded_parts_sum_to_the_rounded_total(parts, total, past):
    total = np.round(np.array([[[total]]]), 4)
    raw = np.array(parts)[None, None, :]
    known = np.array(past[: len(parts)])[None, None, :]
    scaled = reconciling.reconciled(raw, total, known)
    units = np.rint(reconciling.rounded(scaled[0], total[0, :, 0]) * 1e4)
    assert (units >= 0).all()
    assert units.sum() == np.rint(total.sum() * 1e4)


def test_days_known_in_part_are_mended_and_days_unknown_left_out():
    everything = sales(120)
    newest = everything["sales_date"] == T - pd.Timedelta(days=1)
    second = everything["sales_date"] == T - pd.Timedelta(days=2)
    known = everything[~newest].astype({"order_count": float})
    known.loc[second, ["order_count", "order_amount"]] *= 0.9
    shares = [0.0, 0.9] + [1.0] * 26
    arrivals = pd.DataFrame(
        {
            "as_of_date": T,
            "days_after": range(1, 29),
            "order_count_known_share": shares,
            "order_amount_known_share": shares,
        }
    )
    history = series.history(known, arrivals, T, Settings())
    assert history.missing_days == 1
    total = history.levels["total"].values[0, -1, 0]
    came = everything[second & (everything["level_name"] == "total")]
    assert total == pytest.approx(came["order_count"].iloc[0])


def test_without_a_past_to_tell_the_newest_empty_days_are_unknown():
    known = sales(30)
    known = known[known["sales_date"] < T - pd.Timedelta(days=2)]
    assert series.history(known, NO_ARRIVALS, T, Settings()).missing_days == 2


def test_what_comes_later_changes_nothing_of_a_date():
    dates = ("2025-06-01", "2025-07-01", "2025-08-01", "2025-08-20")
    everything = known_at(sales(300), *dates)
    all_dates = sales_forecast.score(everything, NO_ARRIVALS)
    for date in map(pd.Timestamp, dates[:-1]):
        cut = everything[everything["as_of_date"] <= date]
        alone = sales_forecast.score(cut, NO_ARRIVALS)
        pd.testing.assert_frame_equal(
            alone, all_dates[all_dates["as_of_date"] <= date].reset_index(drop=True)
        )


def test_the_order_of_rows_changes_nothing():
    daily = sales(150)
    shuffled = daily.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(
        sales_forecast.score(daily, NO_ARRIVALS),
        sales_forecast.score(shuffled, NO_ARRIVALS),
    )


def test_a_date_between_month_starts_is_scored_by_the_fit_before_it():
    daily = known_at(sales(300), "2025-08-01", "2025-08-20")
    scores = sales_forecast.score(daily, NO_ARRIVALS)
    versions = scores[scores["as_of_date"] == "2025-08-20"]["model_version"]
    assert versions.str.endswith("@2025-08-01").all()


def test_bounds_hold_what_they_promise_on_poisson_sales():
    dates = pd.date_range("2025-02-01", "2025-09-01", freq="MS")
    daily = known_at(sales(440), *dates)
    scores = sales_forecast.score(daily, NO_ARRIVALS)
    judged = sales_forecast.evaluate(scores, daily, NO_ARRIVALS)
    means = judged.groupby("metric_name")[["metric_value", "baseline_value"]].mean()
    assert 0.74 < means.loc["order_count_coverage", "metric_value"] < 0.88
    ours, naive = means.loc["order_count_wape"]
    assert ours < 0.8 * naive
    assert judged["as_of_date"].nunique() == 7


def test_the_choice_says_who_won_and_why():
    choices = told.choices(sales_forecast.score(sales(250), NO_ARRIVALS))
    assert set(choices.columns) == set(told.CHOICE_COLUMNS)
    champions = choices[choices["is_champion"]]
    assert champions.groupby("model_name")["candidate_name"].nunique().eq(1).all()
    assert champions["reason"].str.startswith("Missed least at 12 origins").all()
    for _, rows in choices.groupby(["model_name"]):
        means = rows.groupby("candidate_name")["metric_value"].mean()
        assert means.idxmin() == rows[rows["is_champion"]]["candidate_name"].iloc[0]


def test_what_smoothing_and_bounds_learned_is_told_by_measure_and_member():
    known = told.parameters(sales_forecast.score(sales(250), NO_ARRIVALS))
    assert set(known.columns) == set(told.PARAMETER_COLUMNS)
    channels = known[known["model_name"] == "sales_forecast_channel"]
    values = channels.set_index("parameter_name")["parameter_value"]
    assert 0 <= values["order_count_alpha.web"] <= 1
    weeks = [values[f"order_amount_width_week_{week}.store"] for week in range(1, 5)]
    assert min(weeks) > 0
    assert not known.duplicated(["model_name", "parameter_name"]).any()


def test_last_year_wins_where_the_year_repeats_itself():
    days = 1000
    dates = pd.date_range(end=T - pd.Timedelta(days=1), periods=days)
    season = 100 + 80 * np.sin(2 * np.pi * np.arange(days) / 364 * 4)
    rows = [
        (level, member, day, n, n)
        for day, n in zip(dates, season, strict=True)
        for level, member in (("total", "total"), ("channel", "a"), ("category", "b"))
    ]
    columns = ["level_name", "member_name", "sales_date", "order_count", "order_amount"]
    daily = pd.DataFrame(rows, columns=columns).assign(as_of_date=T)
    choices = told.choices(sales_forecast.score(daily, NO_ARRIVALS))
    won = set(choices[choices["is_champion"]]["candidate_name"])
    assert won == {"last_year"}


@pytest.mark.parametrize("days", [1, 2, 6, 7, 10, 30, 62])
def test_few_days_of_sales_give_a_sane_table_without_bounds(days):
    scores = sales_forecast.score(sales(days), NO_ARRIVALS)
    assert len(scores) == 28 * 5
    assert_sane(scores)
    assert scores[COUNTS[1:]].isna().all().all()
    assert scores["model_version"].str.contains("seasonal_mean").all()


def test_no_sales_give_empty_typed_tables():
    none = sales(1).iloc[:0]
    scores = sales_forecast.score(none, NO_ARRIVALS)
    assert scores.dtypes.astype(str).to_dict() == sales_forecast.SCORE_COLUMNS
    assert not len(scores)
    assert told.choices(scores).empty
    assert not len(sales_forecast.evaluate(scores, none, NO_ARRIVALS))


def test_a_year_without_a_sale_is_forecast_as_nothing():
    old = sales(100, as_of=T - pd.Timedelta(days=400)).assign(as_of_date=T)
    known = pd.DataFrame(
        {
            "as_of_date": T,
            "days_after": range(1, 29),
            "order_count_known_share": 1.0,
            "order_amount_known_share": 1.0,
        }
    )
    scores = sales_forecast.score(old, known)
    assert_sane(scores)
    assert (scores["order_count"] == 0).all()


def test_a_closed_channel_fades_and_a_new_category_is_forecast():
    daily = sales(300)
    closed = (daily["member_name"] == "web") & (daily["sales_date"] > "2025-05-01")
    moved = daily.assign(member_name=daily["member_name"].where(~closed, "store"))
    is_new = (daily["member_name"] == "toys") & (daily["sales_date"] > "2025-08-20")
    moved["member_name"] = moved["member_name"].where(~is_new, "games")
    keys = ["as_of_date", "level_name", "member_name", "sales_date"]
    moved = moved.groupby(keys, as_index=False).sum()
    scores = sales_forecast.score(moved, NO_ARRIVALS)
    assert_sane(scores)
    sums = scores.groupby("member_name")["order_count"].sum()
    assert sums["web"] < 0.01 * sums["store"]
    assert sums["games"] > 0


def test_a_member_that_the_fit_did_not_know_is_forecast_with_bounds():
    dates = ("2025-08-01", "2025-08-20")
    daily = known_at(sales(300), *dates)
    late = (daily["as_of_date"] == "2025-08-20") & (daily["sales_date"] > "2025-08-10")
    new = late & (daily["member_name"] == "toys")
    daily["member_name"] = daily["member_name"].where(~new, "games")
    scores = sales_forecast.score(daily, NO_ARRIVALS)
    assert_sane(scores)
    games = scores[scores["member_name"] == "games"]
    assert games[COUNTS].notna().all().all() and (games["order_count"] > 0).any()


def test_too_many_members_are_one_member_other():
    daily = sales(90)
    books = daily["member_name"] == "books"
    parts = [
        daily[books].assign(
            member_name=f"books {n:02}", order_count=n, order_amount=10.0 * n
        )
        for n in range(40)
    ]
    scores = sales_forecast.score(pd.concat([daily, *parts]), NO_ARRIVALS)
    members = scores[scores["level_name"] == "category"]["member_name"].unique()
    assert len(members) == 20 and "other" in members and "books 39" in members


def test_backtests_never_look_at_the_days_they_are_judged_on():
    history = series.history(sales(300), NO_ARRIVALS, T, Settings())
    values = history.levels["total"].values
    before = fitting.backtest(values, 0, Settings())
    changed = values.copy()
    changed[:, -28:] *= 5.0
    after = fitting.backtest(changed, 0, Settings())
    for name, forecast in before.forecasts.items():
        np.testing.assert_array_equal(forecast, after.forecasts[name])


def test_a_kept_fit_gives_the_same_bits(tmp_path):
    daily = sales(200)
    anew, cold, warm = (
        sales_forecast.score(daily, NO_ARRIVALS, fits=fits)
        for fits in (ANEW, FitStore(tmp_path), FitStore(tmp_path))
    )
    assert len(list(tmp_path.glob("*.skops"))) == 1
    pd.testing.assert_frame_equal(anew, cold, check_exact=True)
    pd.testing.assert_frame_equal(cold, warm, check_exact=True)


def test_tables_of_a_warehouse_without_a_row_are_read_and_give_none():
    with duckdb.connect() as connection:
        daily = connection.sql(
            "select date '2026-01-01' as as_of_date, 'total' as level_name, "
            "'total' as member_name, date '2026-01-01' as sales_date, "
            "1 as order_count, cast(1 as decimal(18, 4)) as order_amount where false"
        )
        arrivals = connection.sql(
            "select date '2026-01-01' as as_of_date, 1 as days_after, "
            "1.0::double as order_count_known_share, "
            "1.0::double as order_amount_known_share where false"
        )
        scores = sales_forecast.score(frames.read(daily), frames.read(arrivals))
    assert scores.dtypes.astype(str).to_dict() == sales_forecast.SCORE_COLUMNS
    assert scores.empty


def test_bounds_are_wider_where_few_origins_tell_how_far_levels_are_off() -> None:
    rng = np.random.default_rng(0)
    shape = (1, 12, 7, 1)
    noise, level = rng.normal(size=shape), rng.normal(size=(1, 12, 1, 1))
    settings = Settings()
    by_noise, by_level, by_nothing = (
        fitting._for_few_origins(errors, settings)[0, 0]
        for errors in (noise, np.broadcast_to(level, shape), np.zeros(shape))
    )

    # twelve origins a week apart are 3.75 horizons side by side
    assert by_level == pytest.approx(t.ppf(0.9, 2.75) / norm.ppf(0.9), rel=0.01)
    assert by_noise == pytest.approx(1.0, abs=0.02)
    assert by_nothing == pytest.approx(1.0)


def given_out(members=("a",), lower=0.0, upper=1.0) -> scoring.Forecast:
    """Return bounds of 4 days from T on, both measures and all members alike."""
    shape = (2, 4, len(members))
    lower, upper = np.full(shape, lower), np.full(shape, upper)
    return scoring.Forecast(T, list(members), (lower + upper) / 2, lower, upper)


def known_later(values, members=("a",), days_before=10) -> series.History:
    """Return what is known later: zeros before T, then `values` (days, members)."""
    days = np.concatenate([np.zeros((days_before, len(members))), values])
    level = series.Level(list(members), np.stack([days, days]))
    first = T - pd.Timedelta(days=days_before)
    end = first + pd.Timedelta(days=len(days))
    return series.History(end, first, 0, {"channel": level})


def test_bounds_grow_by_what_they_failed_to_hold_and_shrink_else() -> None:
    def after(*values: float, **told: object) -> float:
        later = known_later(np.array(values)[:, None])
        ones, settings = widening.untried(), Settings(coverage=0.75)
        made = widening.after(ones, "channel", given_out(**told), later, settings)
        assert made[0] == made[1]
        return float(made[0])

    assert after(0.5, 0.5, 2.0, 0.5) == 1.0
    assert after(2.0, 0.5, 2.0, 0.5) == pytest.approx(np.exp(widening.STEP * 0.25))
    assert after(0.5, 0.5, 0.5, 0.5) == pytest.approx(np.exp(-widening.STEP * 0.25))
    # two days of four can be judged, one cannot
    assert after(2.0, 0.5) == pytest.approx(np.exp(widening.STEP * 0.25))
    assert after(2.0) == 1.0
    assert after(2.0, 2.0, 2.0, 2.0, lower=np.nan, upper=np.nan) == 1.0


def test_members_that_are_gone_are_not_judged() -> None:
    later = known_later(np.full((4, 1), 0.5), ("b",))
    given = given_out(("a", "b"))
    ones, settings = widening.untried(), Settings()

    made = widening.after(ones, "channel", given, later, settings)
    assert made == pytest.approx(np.exp(widening.STEP * -0.2))


def test_bounds_hold_what_they_promise_where_months_are_off_as_a_whole(
    tmp_path: Path,
) -> None:
    """Within a backtest's twelve weeks sales were calm; then months go up or down."""
    rng = np.random.default_rng(3)
    starts = pd.date_range("2022-01-01", periods=40, freq="MS")
    days = pd.date_range(starts[0], starts[-1] - pd.Timedelta(days=1))
    month = (days.year - 2022) * 12 + days.month - 1
    rate = 400.0 * np.exp(0.12 * rng.normal(size=40))[month]
    counts = rng.poisson(rate).astype(float)
    sold = pd.DataFrame({"sales_date": days, "order_count": counts})
    everything = sold.assign(
        order_amount=counts, level_name="total", member_name="total"
    )
    daily = known_at(everything, *starts[6:])
    fits = FitStore(tmp_path)

    def held(step: float) -> float:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(widening, "STEP", step)
            scores = sales_forecast.score(daily, NO_ARRIVALS, fits=fits)
        rows = scores[scores["level_name"] == "total"].merge(sold, on="sales_date")
        inside = rows["order_count_y"].between(
            rows["order_count_lower"], rows["order_count_upper"]
        )
        return float(inside[rows["order_count_lower"].notna()].mean())

    assert held(widening.STEP) == pytest.approx(0.8, abs=0.05)
    assert held(0.0) < 0.65
