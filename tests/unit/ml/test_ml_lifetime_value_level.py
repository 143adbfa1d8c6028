"""Lifetime value by parts: level, season and ageing, and what is evidence of them."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from customer360.ml import bgnbd, gamma_gamma
from customer360.ml.lifetime_value import (
    cells,
    forecasts,
    levels,
    regression,
    season,
    two_part,
)
from customer360.ml.lifetime_value.fitting import Fit, Settings, with_expectations
from customer360.ml.metrics import Floats

pytestmark = pytest.mark.unit

LAW = bgnbd.Parameters(r=1.2, alpha=5.0, a=0.8, b=5.0)
AMOUNTS = gamma_gamma.Parameters(p=3.5, q=4.2, v=58.0)
MODEL = Fit("m", LAW, AMOUNTS)
WEEKS = 90 / 7
LAST = pd.Timestamp("2025-01-01")
WAVE = season.Wave(0.3, -0.1)


def _rows(dates: pd.DatetimeIndex | list[str], age: float = 140.0) -> pd.DataFrame:
    """Return one customer a date, with 4 repeat orders, the last a week ago."""
    return pd.DataFrame(
        {
            "customer_id": "c",
            "as_of_date": pd.to_datetime(dates),
            "repeat_order_count": 4.0,
            "days_first_to_last_order": age - 7.0,
            "days_since_first_order": age,
        }
    )


def _past(
    index: Callable[[pd.DataFrame], Floats], until: pd.Timestamp = LAST, first: int = 0
) -> pd.DataFrame:
    """Return months of 300 customers who order as BG/NBD says, times an index."""
    dates = pd.date_range("2024-01-01", until, freq="MS")[first:]
    past = _rows(dates.repeat(300))
    past["customer_id"] = [f"c{n:03d}" for n in range(300)] * len(dates)
    history = bgnbd.history(past)
    count = bgnbd.expected_count(LAW, WEEKS, *history) * index(past)
    is_known = past["as_of_date"] + pd.Timedelta(days=90) <= until
    return past.assign(order_count_next=np.where(is_known, count, np.nan))


def _season(rows: pd.DataFrame) -> Floats:
    """Return the season of the 90 days after each row."""
    return levels.Level(is_learned=True, wave=WAVE).season(rows)


def test_a_season_over_days_is_the_mean_of_its_days() -> None:
    first, days = pd.Timestamp("2024-03-01"), 90
    each = pd.Series(pd.date_range(first, periods=days * 24, freq="h"))
    daily = WAVE.index(season.heights(each, 0.0))
    middle = pd.Series([first + pd.Timedelta(days=days / 2)])

    assert WAVE.index(season.heights(middle, days))[0] == pytest.approx(
        daily.mean(), abs=1e-3
    )


def test_a_history_has_the_season_of_the_days_its_customer_was_there() -> None:
    rows = _rows(["2024-03-01"] * 2).assign(days_since_first_order=[30.0, 400.0])
    lately, quarter = WAVE.before(rows, season.own_days(rows, 90.0))
    middles = pd.to_datetime(pd.Series(["2024-02-15", "2024-01-16"]))

    assert lately == pytest.approx(WAVE.index(season.heights(middles, 30.0))[0])
    assert quarter == pytest.approx(WAVE.index(season.heights(middles, 90.0))[1])


def test_a_yearly_wave_is_found_and_foretold() -> None:
    found = levels.fit(_past(_season), MODEL, LAST, Settings())
    later = _rows(pd.date_range(LAST, periods=12, freq="MS"))

    assert found.wave.cosine == pytest.approx(WAVE.cosine, abs=0.05)
    assert found.wave.sine == pytest.approx(WAVE.sine, abs=0.05)
    np.testing.assert_allclose(
        found.season(later),
        1
        + 0.9
        * (
            WAVE.index(season.heights(later["as_of_date"] + pd.Timedelta(days=45), 0.0))
            - 1
        ),
        atol=0.05,
    )


def test_a_season_is_learned_from_eight_months_that_show_it() -> None:
    eight, seven = pd.Timestamp("2024-09-01"), pd.Timestamp("2024-08-01")
    found = levels.fit(_past(_season, eight), MODEL, eight, Settings())

    assert found.wave.cosine == pytest.approx(WAVE.cosine, abs=0.1)
    assert found.wave.sine == pytest.approx(WAVE.sine, abs=0.1)
    short = levels.fit(_past(_season, seven), MODEL, seven, Settings())
    assert short == levels.NONE
    nobody = _past(_season, eight).iloc[:0]
    assert levels.fit(nobody, MODEL, eight, Settings()) == levels.NONE


@pytest.mark.parametrize("a_month", [-0.05, 0.05])
def test_a_trend_of_eight_months_is_not_taken_for_a_year(a_month: float) -> None:
    """A wave of three numbers follows it, but says no more than its slope does."""
    until = pd.Timestamp("2024-09-01")

    def trend(rows: pd.DataFrame) -> Floats:
        months = (rows["as_of_date"] - LAST) / pd.Timedelta(days=30.4)
        noise = 1.0 + 0.01 * np.cos(7.0 * rows["as_of_date"].dt.month)
        return np.exp(a_month * months.to_numpy()) * noise.to_numpy()

    past = _past(trend, until)
    seen = cells.cells(past, cells.increments(past, MODEL, Settings()), Settings())
    seasonal = regression.fitted(seen[seen["actual"] > 0], regression.SEASONAL)

    assert season.Wave(*seasonal[2:4]).swing > regression.LEAST_SWING
    assert levels.fit(past, MODEL, until, Settings()) == levels.NONE


def test_a_level_without_a_season_waits_for_ten_months() -> None:
    """What lies low for eight months may be a season that does not show yet."""
    eight, ten = pd.Timestamp("2024-09-01"), pd.Timestamp("2024-11-01")

    def low(rows: pd.DataFrame) -> Floats:
        return np.full(len(rows), 0.8)

    assert levels.fit(_past(low, eight), MODEL, eight, Settings()) == levels.NONE
    found = levels.fit(_past(low, ten), MODEL, ten, Settings())
    assert found.constant == pytest.approx(np.log(0.8), abs=0.02)
    assert found.wave == season.NO_WAVE


def test_a_level_is_of_orders_not_of_order_days() -> None:
    """BG/NBD counts days: forecasts make orders of them, a level not once more."""
    often = Fit("m", LAW, AMOUNTS, orders_per_day=1.3)

    def as_many(rows: pd.DataFrame) -> Floats:
        return np.full(len(rows), 1.3)

    found = levels.fit(_past(as_many), often, LAST, Settings())

    factor = found.of_horizon(_rows([LAST]))[0]
    assert factor == pytest.approx(1.0, abs=0.02)


def test_level_ageing_season_and_lag_are_told_apart() -> None:
    """Of cells: nine dates, up to three leads, customers a month older each date."""
    dates = pd.date_range("2024-03-01", periods=9, freq="MS")
    law = np.array([0.05, 0.4, 0.28, -0.13, 0.4])
    wave, rows = season.Wave(*law[2:4]), []
    for month, date in enumerate(dates):
        customer = _rows([date], age=30.0 * (month + 1))
        for lead in range(min(3, 1 + (9 - month) // 3)):
            aged = cells.aged(customer, lead, np.ones(1), Settings())
            seen = cells._seen(customer, date, lead, np.ones(1), Settings())
            ahead, before = (
                np.array([seen[f"{name}_{side}"] for name in ("cosine", "sine")])
                for side in ("ahead", "before")
            )
            said = np.exp(law[0] - law[1] * aged) * wave.index(ahead)
            said /= wave.index(before) ** law[4]
            day = 30.0 * month + 90.0 * lead
            rows.append(
                {"date": date, "day": day, "aged": aged, **seen}
                | {"actual": 1_000.0 * float(said), "expected": 1_000.0}
            )

    found = regression.numbers(pd.DataFrame(rows))

    np.testing.assert_allclose(found, law, atol=1e-4)


def test_what_is_missed_of_leaving_fades_with_age() -> None:
    """After two months a year holds more leaving unforeseen than after two years."""
    young, old = (
        cells.aged(_rows(["2024-03-01"], age), 3, np.ones(1), Settings())
        for age in (60.0, 730.0)
    )
    assert young == pytest.approx(45 / 105 - 45 / 375)
    assert young > 10 * old > 0


def test_a_date_after_the_fit_has_its_own_season() -> None:
    rows = _rows(["2025-01-01", "2025-01-30"]).assign(order_day_amount_avg_repeat=50.0)
    rows = with_expectations(MODEL, rows, Settings())
    level = levels.Level(is_learned=True, wave=season.Wave(0.3))
    taught = forecasts.Candidates(MODEL, {}, None, level)
    near = forecasts.forecast(taught, "bgnbd", rows, Settings())
    far = forecasts.extended(taught, "bgnbd", rows, near, 365, Settings())

    index = level.season(rows)
    assert index[0] > index[1]
    assert near.revenue[0] / near.revenue[1] == pytest.approx(index[0] / index[1])
    # of a year with no other horizon than the next
    assert far.revenue[0] / far.revenue[1] == pytest.approx(index[0] / index[1])


def test_trees_have_a_season_of_their_own_by_what_they_said_of_each_date() -> None:
    lessons = _rows(pd.date_range("2024-03-01", periods=9, freq="MS"))
    own = levels.Level(True, wave=season.Wave(0.2, -0.1))
    followed = 10.2 * own.season(lessons)
    lessons = lessons.assign(order_count_next=followed)

    level = levels.Level(True, 0.3, 0.2, season.Wave(0.25, -0.2), 0.4)
    found = two_part._season(lessons, np.full(9, 10.0), level)

    np.testing.assert_allclose(found.of_horizon(lessons), followed / 10, rtol=1e-6)


def test_what_trees_look_at_has_no_season() -> None:
    """Who orders as the season goes looks the same in January and in July."""
    rows = _rows(["2024-01-15", "2024-07-15"], age=300.0)
    windows = {days: WAVE.before(rows, np.full(2, float(days))) for days in (30, 90)}
    for days, index in windows.items():
        rows[f"order_count_{days}d"] = 0.1 * days * index
    # silent for a month, longer where a day weighs less
    silent = np.array([1.0, 1.0])
    for _ in range(50):
        silent = 30.0 / WAVE.before(rows, silent)
    rows["days_since_last_order"] = silent
    rows["order_gap_days_avg"] = 10.0 / WAVE.before(rows, np.full(2, 300.0))
    rows = rows.assign(alive_probability=1.0)

    of_winter, of_summer = two_part.inputs(rows, WAVE).to_numpy()

    np.testing.assert_allclose(of_winter, of_summer, atol=1e-8)
    untold = two_part.inputs(rows).to_numpy()
    assert (np.abs(untold[0] - untold[1]) > 0.01).sum() >= 3
