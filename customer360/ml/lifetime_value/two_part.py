"""Two parts: whether a customer orders at all in the horizon, and how much then.

Boosted trees on every numeric feature and on what BG/NBD and gamma-gamma say. They
assume no law of leaving, so they learn that customers come back, or leave between
orders, where they do.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from sklearn.pipeline import Pipeline

from customer360.ml import tables
from customer360.ml.boosting import BoostingClassifier, BoostingRegressor
from customer360.ml.lifetime_value.fitting import Fit, Settings, with_expectations
from customer360.ml.lifetime_value.levels import NONE, Level
from customer360.ml.lifetime_value.season import NO_WAVE, Wave, heights, own_days
from customer360.ml.metrics import Floats

WINDOWED = re.compile(r"^order_(?:day_)?(?:count|amount_sum)_(\d+)d$")
DAYS_A_MONTH = 30.0
# What grows with the records themselves: a fit on last spring's rows would read this
# autumn's as loyalty, and the season as tenure. BG/NBD says what they tell.
TENURE = (
    "days_since_first_order",
    "days_first_to_last_order",
    "repeat_order_count",
    "days_since_first_seen",
    "loyalty_tenure_days",
)
PERSONAL = ("age_years",)
SILENCE = "days_since_last_order"
GAPS = ("order_gap_days_avg", "order_gap_days_std")
LEAST_EXPECTED = 1e-6
DECIMALS = 9
CHANCES = (1e-6, 1.0 - 1e-6)


@dataclass(frozen=True)
class TwoPart:
    """Pipelines for any order, and for orders and revenue given one.

    The factors make what is said of the orders and revenue taught add up to them.
    `season` is what followed beside what they say, through the year.
    """

    columns: list[str]
    any_order: Pipeline
    order_count: Pipeline
    revenue: Pipeline
    order_count_factor: float = 1.0
    revenue_factor: float = 1.0
    wave: Wave = NO_WAVE
    season: Level = NONE


@dataclass(frozen=True)
class Expected:
    """What the next horizon holds for each row, arrays of one length."""

    any_order: Floats
    order_count: Floats
    revenue: Floats


def fit(
    lessons: pd.DataFrame, model: Fit, level: Level, settings: Settings
) -> TwoPart | None:
    """Fit to labelled rows known at the fit date; None where they are too few.

    Trees learn from `max_lessons` of them; what they say is made to add up on all. What
    followed is divided by the season it fell in, so that a month is not taken for a
    habit; how much it is of what trees say then has a wave of its own, since what they
    look at has a season, too.
    """
    training = tables.sample_in_turn(lessons, settings.max_lessons)
    revenue = tables.numbers(training, "order_amount_sum_next")
    buys = (tables.numbers(training, "order_count_next") > 0) & (revenue > 0)
    least = settings.min_boosting_rows // 10
    if len(training) < settings.min_boosting_rows or model.amounts is None:
        return None
    if min(buys.sum(), (~buys).sum()) < least:
        return None
    known = inputs(with_expectations(model, training, settings), level.wave)
    known = known.loc[:, known.notna().any()]
    counts, amounts = _without_season(training, level)
    settings = _with_leaves_for(settings, len(training))
    trees = TwoPart(
        list(known.columns),
        _chance(settings).fit(known, buys),
        _amounts(settings).fit(known[buys], counts[buys]),
        _amounts(settings).fit(known[buys], amounts[buys]),
        wave=level.wave,
    )
    told = expected(trees, with_expectations(model, lessons, settings))
    counts, amounts = _without_season(lessons, level)
    factor = _balance(counts, told.order_count)
    said = factor * told.order_count
    return replace(
        trees,
        order_count_factor=factor,
        revenue_factor=_balance(amounts, told.revenue),
        season=_season(lessons, said, level) if level.wave.swing else NONE,
    )


def expected(model: TwoPart, rows: pd.DataFrame) -> Expected:
    """Return what is expected of rows that carry BG/NBD's expectations."""
    known = inputs(rows, model.wave)[model.columns]
    any_order = np.clip(model.any_order.predict_proba(known)[:, 1], *CHANCES)
    return Expected(
        any_order,
        any_order * model.order_count_factor * model.order_count.predict(known),
        any_order * model.revenue_factor * model.revenue.predict(known),
    )


def inputs(rows: pd.DataFrame, wave: Wave = NO_WAVE) -> pd.DataFrame:
    """Return one float column per input, alphabetical: signed logarithms, nulls kept.

    Order totals are rates a month of the window that the customer was there for. These
    months and days between orders are those of a season of index 1: a strong Christmas
    is no habit, and silence in summer no farewell. Kept to DECIMALS, so that two
    processors, whose logarithms differ in the last bit, do not break ties between
    splits in two ways.
    """
    columns = {name: _without(rows, name, wave) for name in _features(rows)}
    age = own_days(rows, np.inf)
    silent = _without(rows, "days_since_last_order", wave)
    gap = _without(rows, "order_gap_days_avg", wave)
    gap = np.where(np.isnan(gap), age * wave.before(rows, age), gap)
    values = pd.DataFrame(columns, index=rows.index).to_numpy(np.float64)
    logarithms = np.sign(values) * np.log1p(np.abs(values))
    found = pd.DataFrame(logarithms, index=rows.index, columns=list(columns))
    found["days_overdue"] = np.log1p(silent) - np.log1p(gap)
    for name in _expectations(rows):
        found[name] = np.log(np.maximum(tables.numbers(rows, name), LEAST_EXPECTED))
    return found.sort_index(axis=1).round(DECIMALS)


def _with_leaves_for(settings: Settings, row_count: int) -> Settings:
    """Return settings whose leaves hold no less than `leaf_share` of the rows."""
    share = round(settings.leaf_share * row_count)
    return replace(settings, leaf_rows=max(settings.leaf_rows, share))


def _without_season(rows: pd.DataFrame, level: Level) -> tuple[Floats, Floats]:
    """Return the orders and the revenue that followed, over their season."""
    season = level.season(rows)
    names = ("order_count_next", "order_amount_sum_next")
    counts, amounts = (tables.numbers(rows, name) / season for name in names)
    return counts, amounts


def _season(lessons: pd.DataFrame, said: Floats, level: Level) -> Level:
    """Return the level, with the season of orders that followed over those said."""
    orders = lessons[["as_of_date", "order_count_next"]].assign(said=said)
    sums = orders.groupby("as_of_date").sum().astype(np.float64).reset_index()
    middles = sums["as_of_date"] + pd.Timedelta(days=level.horizon_days / 2)
    waves = heights(middles, level.horizon_days)
    inputs = np.stack([np.ones(len(sums)), *waves], axis=1)
    weight = np.sqrt(sums["said"].to_numpy())
    ratio = (sums["order_count_next"] / sums["said"]).to_numpy()
    found = np.linalg.lstsq(inputs * weight[:, None], ratio * weight, rcond=None)[0]
    mean, cosine, sine = found.round(DECIMALS).tolist()
    wave = Wave(cosine / mean, sine / mean)
    return replace(level, constant=float(np.log(mean)), wave=wave, lag=0.0)


def _balance(actual: Floats, said: Floats) -> float:
    """Return the total that followed over what trees say of it.

    Shrunken trees miss the mean of what taught them (Wuthrich 2020, "Bias
    regularization in neural network models for general insurance pricing", calls it
    the balance property), and what taught them is a sample.
    """
    return float(actual.sum() / said.sum())


def _features(rows: pd.DataFrame) -> list[str]:
    ignored = {*tables.LABEL_COLUMNS, *TENURE, *PERSONAL, *_expectations(rows)}
    return [
        name
        for name in tables.feature_columns(rows)
        if name not in ignored
        and not name.endswith("_lifetime")
        and name != "horizon_days"
    ]


def _expectations(rows: pd.DataFrame) -> list[str]:
    said = [name for name in rows if str(name).startswith("expected_")]
    return ["alive_probability", *(str(name) for name in said)]


def _without(rows: pd.DataFrame, name: str, wave: Wave) -> Floats:
    """Return a feature as a rate or a time of a season of index 1, if it is either."""
    values = tables.numbers(rows, name)
    window = WINDOWED.match(name)
    if window is not None:
        days = own_days(rows, float(window.group(1)))
        return values / (days * wave.before(rows, days)) * DAYS_A_MONTH
    if name == SILENCE:
        return values * wave.before(rows, np.maximum(values, 0.0))
    if name in GAPS:
        return values * wave.before(rows, own_days(rows, np.inf))
    return values


def _chance(settings: Settings) -> Pipeline:
    # with fewer the least likely are not told from the unlikely
    count = settings.chance_tree_count
    return _pipeline(BoostingClassifier, settings, max_iter=count)


def _amounts(settings: Settings) -> Pipeline:
    count = settings.amount_tree_count
    return _pipeline(BoostingRegressor, settings, max_iter=count, loss="gamma")


def _pipeline(kind: type, settings: Settings, **named: Any) -> Pipeline:
    trees = kind(
        learning_rate=settings.learning_rate,
        max_leaf_nodes=settings.leaf_count,
        min_samples_leaf=settings.leaf_rows,
        l2_regularization=10.0,
        early_stopping=False,
        random_state=settings.seed,
        **named,
    )
    return Pipeline([("trees", trees)])
