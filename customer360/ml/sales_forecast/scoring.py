"""From a fit and what is known at a date to forecasts with bounds."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from customer360.ml import tables
from customer360.ml.metrics import Floats
from customer360.ml.sales_forecast import fitting
from customer360.ml.sales_forecast.fitting import LevelFit
from customer360.ml.sales_forecast.reconciling import reconciled, rounded
from customer360.ml.sales_forecast.series import MEASURES, History, Level
from customer360.ml.sales_forecast.settings import Settings


@dataclass(frozen=True)
class Forecast:
    """What a level is expected to sell from `first_date` on, and within which bounds.

    Arrays are (measures, days, members); bounds are nan where nothing was tried.
    """

    first_date: pd.Timestamp
    members: list[str]
    given: Floats
    lower: Floats
    upper: Floats


def forecasts(
    history: History,
    fits: dict[str, LevelFit],
    widening: Mapping[str, Floats],
    settings: Settings,
) -> dict[str, Forecast]:
    """Return each level's forecast; `widening`: (measures,) factors of its bounds."""
    return {
        name: Forecast(
            history.as_of_date,
            history.levels[name].members,
            given,
            *bounds(history, name, given, fits[name], widening[name]),
        )
        for name, given in expected(history, fits, settings).items()
    }


def expected(
    history: History, fits: dict[str, LevelFit], settings: Settings
) -> dict[str, Floats]:
    """Return each level's (measures, horizon, members), rounded, parts adding up."""
    raw = {
        name: _raw(history, level, fits[name], settings)
        for name, level in history.levels.items()
    }
    total = np.rint(raw["total"] * 1e4) / 1e4
    made = {"total": total}
    for name in raw.keys() - {"total"}:
        if not raw[name].shape[-1]:
            made[name] = raw[name]
            continue
        parts = reconciled(raw[name], total, history.levels[name].values)
        pairs = zip(parts, total[:, :, 0], strict=True)
        made[name] = np.stack([rounded(part, whole) for part, whole in pairs])
    return made


def _raw(
    history: History, level: Level, level_fit: LevelFit, settings: Settings
) -> Floats:
    ahead = history.missing_days + settings.horizon_days
    start = (pd.Timestamp(level_fit.first_date) - history.first_date).days
    parameters = of_members(level_fit.parameters, 1, level_fit.members, level.members)
    carried = fitting.carry_on(level.values[:, max(start, 0) :], ahead, parameters)
    made = fitting.forecasts(level.values, ahead, carried, settings)
    # a fit that knew a year is not asked for less
    chosen = made.get(level_fit.champion, made[fitting.UNTRIED])
    return chosen[:, history.missing_days :]


def bounds(
    history: History,
    name: str,
    given: Floats,
    level_fit: LevelFit,
    widening: Floats,
) -> tuple[Floats, Floats]:
    """Return what lies `coverage` of days between, both like `given`; nan if untried.

    A member that the fit did not know has the median width of its level.
    """
    members = history.levels[name].members
    known = of_members(level_fit.widths, 2, level_fit.members, members)
    least = of_members(level_fit.least, 1, level_fit.members, members)
    if level_fit.members:
        middle = np.median(level_fit.widths, axis=2, keepdims=True)
        known = np.where(np.isnan(known), middle, known)
    by_day = np.repeat(known, given.shape[1] // known.shape[1], axis=1)
    half = by_day * fitting.unit(given, np.nan_to_num(least)[:, None])
    half = half * widening[:, None, None]
    lower = given - half
    # sales come in whole orders: where less than one is expected, there may be none
    lower = np.where(given[:1] < 1.0, np.minimum(lower, 0.0), lower)
    return np.maximum(lower, 0.0), given + half


def of_members(
    values: Floats, axis: int, known: list[str], wanted: list[str]
) -> Floats:
    """Return `values` along `axis` in the order of `wanted`; nan for who is new."""
    shape = list(values.shape)
    shape[axis] = 1
    padded = np.concatenate([values, np.full(shape, np.nan)], axis)
    places = {member: place for place, member in enumerate(known)}
    return padded.take([places.get(member, len(known)) for member in wanted], axis)


def frame(made: Mapping[str, Forecast], fits: Mapping[str, LevelFit]) -> pd.DataFrame:
    """Return one row per level, member and day ahead."""
    parts = [_rows(name, made[name], fits[name].model_version) for name in made]
    return pd.concat(parts, ignore_index=True)


def _rows(name: str, made: Forecast, model_version: str) -> pd.DataFrame:
    days = made.given.shape[1]
    dates = pd.date_range(made.first_date, periods=days)
    rows = pd.DataFrame(
        {
            "as_of_date": made.first_date,
            "sales_date": np.tile(dates, len(made.members)),
            "level_name": name,
            "member_name": np.repeat(np.array(made.members, dtype=object), days),
            "model_version": model_version,
        }
    )
    values = {"": made.given, "_lower": made.lower, "_upper": made.upper}
    for place, measure in enumerate(MEASURES):
        for suffix, each in values.items():
            rows[f"{measure}{suffix}"] = each[place].T.ravel().round(4)
    return rows.astype({"as_of_date": tables.DATE, "sales_date": tables.DATE})
