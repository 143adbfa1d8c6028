"""Lifetime value by parts: bounds that hold, champions with reasons, trees."""

import numpy as np
import pandas as pd
import pytest
from sklearn.pipeline import Pipeline

from customer360.ml import bgnbd, gamma_gamma
from customer360.ml.lifetime_value import (
    bounds,
    champion,
    forecasts,
    levels,
    two_part,
)
from customer360.ml.lifetime_value.bounds import Forecast
from customer360.ml.lifetime_value.draws import Purchases, revenue_draws
from customer360.ml.lifetime_value.fitting import (
    Fit,
    Settings,
    with_expectations,
)

pytestmark = pytest.mark.unit

LAW = bgnbd.Parameters(r=1.2, alpha=5.0, a=0.8, b=5.0)
AMOUNTS = gamma_gamma.Parameters(p=3.5, q=4.2, v=58.0)
MODEL = Fit("m", LAW, AMOUNTS)
WEEKS = 90 / 7
SIZE = 3_000


@pytest.fixture(scope="module")
def known() -> Purchases:
    """Return customers of 40 weeks with 0 to 12 repeat orders."""
    rng = np.random.default_rng(5)
    x = rng.integers(0, 13, SIZE).astype(float)
    t_x = np.where(x > 0, rng.uniform(1, 40, SIZE), 0.0)
    return Purchases(x, t_x, np.full(SIZE, 40.0), rng.gamma(3, 25, SIZE))


@pytest.fixture(scope="module")
def told(known: Purchases) -> Forecast:
    history = known.x, known.t_x, known.T
    count = bgnbd.expected_count(LAW, WEEKS, *history)
    amount = gamma_gamma.expected_amount(AMOUNTS, known.x, known.mean_amount)
    silence = bgnbd.silence_probability(LAW, WEEKS, *history)
    return Forecast(np.clip(1 - silence, 1e-9, 1 - 1e-9), count, count * amount)


def _futures(known: Purchases) -> np.ndarray:
    generator = np.random.default_rng(9)
    return revenue_draws((LAW, AMOUNTS), known, WEEKS, 1, generator)[0]


def test_intervals_hold_80_percent_of_futures_in_every_fifth_by_value(
    known: Purchases, told: Forecast
) -> None:
    spread = bounds.spread(known, MODEL, 90, Settings(draws=100))
    lower, upper = bounds.interval(told, spread, bounds.LEVEL)
    actual = _futures(known)
    open_ = told.any_order > 0.2

    assert (lower <= told.revenue).all() and (told.revenue <= upper).all()
    for fifth in np.array_split(np.argsort(told.revenue[open_]), 5):
        held = bounds.coverage(
            actual[open_][fifth], lower[open_][fifth], upper[open_][fifth]
        )
        assert held == pytest.approx(0.8, abs=0.06)


def test_a_world_wider_than_the_models_gets_wider_intervals(
    known: Purchases, told: Forecast
) -> None:
    spread = bounds.spread(known, MODEL, 90, Settings(draws=100))
    rng = np.random.default_rng(2)
    wider = _futures(known) * np.exp(rng.normal(0.4, 1.0, SIZE))
    nominal = bounds.learned_level(wider, told, spread)
    open_ = told.any_order > 0.2
    held = bounds.coverage(
        wider[open_], *(end[open_] for end in bounds.interval(told, spread, nominal))
    )

    assert nominal > bounds.LEVEL
    assert held == pytest.approx(0.8, abs=0.01)


def _trials(date: str, **forecasts: list[float]) -> pd.DataFrame:
    rows = pd.DataFrame({"order_amount_sum_next": [0.0, 10.0, 40.0], **forecasts})
    return rows.assign(
        as_of_date=pd.Timestamp(date),
        label_date=pd.Timestamp(date) + pd.Timedelta(days=90),
    )


def test_bgnbd_stays_until_a_rival_was_better_on_a_later_period() -> None:
    right, flat = [1.0, 10.0, 39.0], [16.0, 17.0, 17.0]
    rows = _trials("2024-01-01", bgnbd=flat, blend=flat, two_part=right, mean=flat)
    early = champion.choose(rows, pd.Timestamp("2024-03-01"))
    late = champion.choose(rows, pd.Timestamp("2024-04-01"))

    assert (early.champion, late.champion) == ("bgnbd", "two_part")
    assert early.losses == {}
    assert late.reason.startswith("two_part saves")
    even = rows.assign(two_part=flat)
    kept = champion.choose(even, pd.Timestamp("2024-04-01"))
    assert kept.champion == "bgnbd"
    assert "must save 1%" in kept.reason


def test_a_rival_that_tells_nobody_apart_is_no_champion() -> None:
    wrong, flat, right = [39.0, 10.0, 1.0], [16.6, 16.7, 16.7], [8.0, 13.0, 29.0]

    def chosen(trees: list[float]) -> champion.Choice:
        rows = _trials(
            "2024-01-01", bgnbd=wrong, blend=wrong, two_part=trees, mean=wrong
        )
        return champion.choose(rows, pd.Timestamp("2024-04-01"))

    kept = chosen(flat)
    assert kept.losses["two_part"] < 0.5 * kept.losses["bgnbd"]
    assert kept.champion == "bgnbd"
    assert "of one number for everybody as well" in kept.reason
    assert chosen(right).champion == "two_part"


def test_the_mean_is_taken_where_no_other_is_better_by_half_a_percent() -> None:
    flat, trees = [16.0, 17.0, 17.0], [3.0, 11.0, 36.0]

    def chosen(mean: list[float]) -> str:
        rows = _trials("2024-01-01", bgnbd=flat, blend=flat, two_part=trees, mean=mean)
        return champion.choose(rows, pd.Timestamp("2024-04-01")).champion

    assert chosen([3.005, 11.0, 35.995]) == "mean"
    assert chosen([4.0, 11.0, 35.0]) == "two_part"


def test_the_mean_stands_halfway_between_bgnbd_and_the_trees(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = Settings()
    history = {
        "repeat_order_count": [4.0, 0.0],
        "days_first_to_last_order": [100.0, 0.0],
        "days_since_first_order": [140.0, 90.0],
        "order_day_amount_avg_repeat": [50.0, np.nan],
    }
    rows = with_expectations(MODEL, pd.DataFrame(history), settings)
    told = two_part.Expected(*np.full((3, 2), 0.5))
    monkeypatch.setattr(two_part, "expected", lambda *_: told)
    trees = two_part.TwoPart([], *[Pipeline([])] * 3)
    taught = forecasts.Candidates(MODEL, {}, trees, levels.NONE)
    alone, mean = (
        forecasts.forecast(taught, name, rows, settings) for name in ("bgnbd", "mean")
    )

    for part in ("any_order", "order_count", "revenue"):
        halfway = (getattr(alone, part) + 0.5) / 2
        np.testing.assert_allclose(getattr(mean, part), halfway)
    untaught = forecasts.Candidates(MODEL, {}, None, levels.NONE)
    nothing = forecasts.forecast(untaught, "mean", rows, settings)
    assert np.isnan(nothing.revenue).all()


def _lessons(size: int) -> pd.DataFrame:
    """Return customers at 90 to 300 days, of whom the frequent buy again, and spend."""
    rng = np.random.default_rng(11)
    repeat = rng.poisson(1.5, size).astype(float)
    age = rng.uniform(90, 300, size)
    last = np.where(repeat > 0, rng.uniform(0, 1, size) * age, 0.0)
    buys = rng.uniform(size=size) < 0.2 + 0.15 * np.minimum(repeat, 4)
    count = np.where(buys, 1 + rng.poisson(0.5 * repeat), 0)
    amount = np.where(buys, count * rng.gamma(1.2, 60, size), 0.0)
    return pd.DataFrame(
        {
            "customer_id": [f"c{number}" for number in range(size)],
            "as_of_date": pd.Timestamp("2025-01-01"),
            "repeat_order_count": repeat,
            "days_first_to_last_order": last,
            "days_since_first_order": age,
            "days_since_last_order": age - last,
            "order_gap_days_avg": np.where(
                repeat > 0, last / np.maximum(repeat, 1.0), np.nan
            ),
            "order_day_amount_avg_repeat": np.where(repeat > 0, 60.0, np.nan),
            "order_count_next": count.astype(float),
            "order_amount_sum_next": amount,
        }
    )


@pytest.mark.parametrize("taught_rows", [3_000, 1_500])
def test_trees_add_up_to_the_orders_and_revenue_of_all_lessons(
    taught_rows: int,
) -> None:
    """Of those they were not taught, too: which rows are drawn moves no total."""
    settings = Settings(max_lessons=taught_rows)
    lessons = _lessons(3_000)

    trees = two_part.fit(lessons, MODEL, levels.NONE, settings)

    assert trees is not None
    told = two_part.expected(trees, with_expectations(MODEL, lessons, settings))
    for said, came in (
        (told.order_count, "order_count_next"),
        (told.revenue, "order_amount_sum_next"),
    ):
        assert said.sum() == pytest.approx(lessons[came].sum(), rel=1e-9)
    for factor in (trees.order_count_factor, trees.revenue_factor):
        assert abs(factor - 1.0) > 1e-3


def test_a_last_bit_of_an_expectation_changes_no_tree() -> None:
    settings = Settings()
    lessons = _lessons(3_000)
    rows = with_expectations(MODEL, lessons, settings)
    elsewhere = rows.copy()
    said = [name for name in rows if name.startswith(("expected_", "alive"))]
    elsewhere[said] = np.nextafter(rows[said].to_numpy(float), np.inf)

    assert not elsewhere[said].equals(rows[said])
    pd.testing.assert_frame_equal(
        two_part.inputs(elsewhere), two_part.inputs(rows), check_exact=True
    )


def test_deviance_is_least_for_the_mean() -> None:
    actual = np.array([0.0, 0.0, 30.0])
    losses = [champion.deviance(actual, np.full(3, m)) for m in (5.0, 10.0, 20.0)]

    assert min(losses) == losses[1]
    assert champion.deviance(actual + 1, actual + 1) == pytest.approx(0.0)
