"""What each candidate foretells at a step of the walk, for one horizon and longer."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from customer360.ml import bgnbd, tables
from customer360.ml.lifetime_value import blend as value_blend
from customer360.ml.lifetime_value import two_part as value_two_part
from customer360.ml.lifetime_value.blend import Quantity, Shares
from customer360.ml.lifetime_value.bounds import Forecast
from customer360.ml.lifetime_value.champion import BGNBD, BLEND, MEAN, TWO_PART
from customer360.ml.lifetime_value.comebacks import NONE as NOBODY
from customer360.ml.lifetime_value.comebacks import ComeBacks
from customer360.ml.lifetime_value.fitting import Fit, Settings, purchases
from customer360.ml.lifetime_value.levels import YEAR, Level
from customer360.ml.lifetime_value.two_part import TwoPart
from customer360.ml.metrics import Floats

MOST_CHANCE = 1.0 - 1e-9
LEAST_CHANCE = 1e-9


@dataclass(frozen=True)
class Candidates:
    """What a fit date taught each candidate."""

    model: Fit
    shares: dict[Quantity, Shares]
    two_part: TwoPart | None
    level: Level
    comebacks: ComeBacks = NOBODY


def forecast(
    taught: Candidates, name: str, rows: pd.DataFrame, settings: Settings
) -> Forecast:
    """Return the candidate's forecast of `settings.horizon_days`.

    rows carry BG/NBD's expectations; nan where the candidate knows nothing.
    """
    if name == MEAN:
        parts = [forecast(taught, of, rows, settings) for of in (BGNBD, TWO_PART)]
        return _mean(*parts)
    alone = _alone(taught.model, rows, settings.horizon_days)
    if name == BLEND:
        count, revenue = (
            value_blend.blended(rows, quantity, shares)
            for quantity, shares in taught.shares.items()
        )
        return Forecast(alone.any_order, count, revenue)
    days = settings.horizon_days
    if name != TWO_PART:
        return _levelled(alone, _factor(taught, name, rows, days))
    if taught.two_part is None:
        unknown = np.full(len(rows), np.nan)
        return Forecast(unknown, unknown, unknown)
    found = value_two_part.expected(taught.two_part, rows)
    told = Forecast(found.any_order, found.order_count, found.revenue)
    return _levelled(told, _factor(taught, name, rows, days))


def every_forecast(
    taught: Candidates, rows: pd.DataFrame, settings: Settings
) -> dict[str, Forecast]:
    """Return each candidate's forecast by name; trees look at the rows once."""
    parts = (BGNBD, BLEND, TWO_PART)
    told = {name: forecast(taught, name, rows, settings) for name in parts}
    return told | {MEAN: _mean(told[BGNBD], told[TWO_PART])}


def extended(
    taught: Candidates,
    name: str,
    rows: pd.DataFrame,
    told: Forecast,
    days: int,
    settings: Settings,
) -> Forecast:
    """Return `told` for other days: it grows as BG/NBD's expectation does.

    To a year it grows by who comes back, too.
    """
    horizon = settings.horizon_days
    if days == horizon:
        return told
    here, there = (_alone(taught.model, rows, d) for d in (horizon, days))
    growth = np.divide(
        there.order_count,
        here.order_count,
        out=np.full(len(rows), days / horizon),
        where=here.order_count > 0,
    )
    silence = np.log1p(-there.any_order) / np.log1p(-here.any_order)
    near, far = (_factor(taught, name, rows, d) for d in (horizon, days))
    factor = far / near
    if days == YEAR:
        factor *= taught.comebacks.on_year(
            told.order_count, rows, taught.model, taught.level, settings
        )
    longer = Forecast(
        _chance(-np.expm1(silence * np.log1p(-told.any_order))),
        told.order_count * growth,
        told.revenue * growth,
    )
    found = _levelled(longer, factor)
    # nobody is likelier to order than they make orders
    at_most = np.minimum(found.any_order, found.order_count)
    return replace(found, any_order=_chance(at_most))


def _mean(one: Forecast, other: Forecast) -> Forecast:
    """Return the forecast halfway between two: each errs where the other does not."""
    return Forecast(
        (one.any_order + other.any_order) / 2,
        (one.order_count + other.order_count) / 2,
        (one.revenue + other.revenue) / 2,
    )


def _alone(model: Fit, rows: pd.DataFrame, days: int) -> Forecast:
    """Return BG/NBD's and gamma-gamma's own forecast of so many days."""
    known = purchases(rows)
    any_order = np.full(len(rows), np.nan)
    if model.orders is not None:
        weeks = days / bgnbd.DAYS_A_WEEK
        history = known.x, known.t_x, known.T
        any_order = 1.0 - bgnbd.silence_probability(model.orders, weeks, *history)
    return Forecast(
        _chance(any_order),
        tables.numbers(rows, f"expected_order_count_{days}d"),
        tables.numbers(rows, f"expected_revenue_{days}d_amount"),
    )


def _factor(
    taught: Candidates, name: str, rows: pd.DataFrame, days: int
) -> Floats | float:
    """Return the factor on the candidate's forecast of so many days, by row.

    A blend follows the level by itself; trees learned it, but for their own season. The
    mean is of forecasts that have theirs, and grows as both do.
    """
    level, trees = taught.level, taught.two_part
    if name == BLEND or not level.is_learned:
        return 1.0
    near = level.of_horizon(rows)
    growth = level.of_year(rows) / near if days == YEAR else 1.0
    if name == TWO_PART and trees is not None:
        near = trees.season.of_horizon(rows)
    return near * growth


def _levelled(told: Forecast, factor: Floats | float) -> Forecast:
    """Return a forecast of so many times as many orders."""
    any_order = -np.expm1(factor * np.log1p(-told.any_order))
    return Forecast(
        _chance(any_order), told.order_count * factor, told.revenue * factor
    )


def _chance(any_order: Floats) -> Floats:
    return np.clip(any_order, LEAST_CHANCE, MOST_CHANCE)
