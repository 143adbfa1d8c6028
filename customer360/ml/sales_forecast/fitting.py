"""A fit: how each level is forecast, chosen by backtest, and how wide bounds are."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm
from scipy.stats import t as student_t

from customer360.ml import grid
from customer360.ml.metrics import Floats
from customer360.ml.sales_forecast import candidates
from customer360.ml.sales_forecast.reconciling import reconciled
from customer360.ml.sales_forecast.series import MEASURES, History, Level
from customer360.ml.sales_forecast.settings import Settings

MODEL_NAME = "sales_forecast-2"
BASELINE = "seasonal_naive"
Candidate = Callable[[Floats, int, int], Floats]
# where there is too little past to choose: one odd week weighs least on it
UNTRIED = "seasonal_mean"
# the simplest first: it wins a tie
CANDIDATES = [BASELINE, "seasonal_mean", "last_year", "ets", "ets_and_mean"]


@dataclass(frozen=True)
class LevelFit:
    """How one level is forecast.

    wapes: (candidates, measures), nan for what was not tried. parameters: (measures,
    members, …) of exponential smoothing, carried on from `first_date`. widths:
    (measures, weeks ahead, members), half the bounds' distance in units of the square
    root of the forecast; nan where nothing was tried. least: (measures, members), what
    that root is taken of at least.
    """

    model_version: str
    champion: str
    members: list[str]
    origin_count: int
    wapes: Floats
    first_date: str
    parameters: Floats
    widths: Floats
    least: Floats


@dataclass(frozen=True)
class Fit:
    """The fits of all levels at a date."""

    levels: dict[str, LevelFit]


@dataclass(frozen=True)
class Backtest:
    """Forecasts of every candidate at past origins, beside what came.

    forecasts: (measures, origins, steps, members) by candidate; actual: the same shape.
    """

    forecasts: dict[str, Floats]
    actual: Floats


def fit(history: History, settings: Settings) -> Fit:
    """Choose each level's candidate and measure its errors, on days before the date.

    Parts are measured as they are given out: scaled to the total.
    """
    tests = {
        name: backtest(level.values, history.missing_days, settings)
        for name, level in history.levels.items()
    }
    champions = {name: champion(wapes(test)) for name, test in tests.items()}
    total = tests["total"].forecasts.get(champions["total"])
    levels = {}
    for name, level in history.levels.items():
        given = tests[name].forecasts.get(champions[name])
        if given is not None and total is not None:
            given = reconciled(given, total, level.values)
        levels[name] = _level_fit(
            history, level, tests[name], champions[name], given, settings
        )
    return Fit(levels)


def _level_fit(
    history: History,
    level: Level,
    test: Backtest,
    champion_name: str,
    given: Floats | None,
    settings: Settings,
) -> LevelFit:
    start = max(history.day_count - settings.fit_days, 0)
    first_date = history.first_date + np.timedelta64(start, "D")
    recent = level.values[:, -8 * settings.season_length :]
    least = recent.mean(axis=1) / 4.0
    version = grid.version(
        f"{MODEL_NAME}-{champion_name}", history.as_of_date, settings
    )
    return LevelFit(
        model_version=version,
        champion=champion_name,
        members=level.members,
        origin_count=test.actual.shape[1],
        wapes=wapes(test),
        first_date=str(first_date.date()),
        parameters=_parameters(level.values[:, start:], settings),
        widths=widths(given, test.actual, least, settings),
        least=least,
    )


def forecasts(
    past: Floats, ahead: int, smoothed: Floats, settings: Settings
) -> dict[str, Floats]:
    """Return each candidate's (measures, ahead, members) after `past`, not negative.

    smoothed: what exponential smoothing says; the seasonal mean stands in for nan.
    """
    season, year = settings.season_length, settings.year_length
    made = {
        BASELINE: _each(candidates.seasonal_naive, past, ahead, season),
        "seasonal_mean": _each(candidates.seasonal_mean, past, ahead, season),
    }
    mean = made["seasonal_mean"]
    made["ets"] = np.where(np.isfinite(smoothed), np.maximum(smoothed, 0.0), mean)
    made["ets_and_mean"] = (made["ets"] + mean) / 2.0
    if past.shape[1] >= year + ahead:
        made["last_year"] = _each(candidates.last_year, past, ahead, year)
    return made


def backtest(values: Floats, missing_days: int, settings: Settings) -> Backtest:
    """Forecast from origins that lie a horizon or more before the date.

    Each leaves out as many days as are missing at the date itself. Exponential
    smoothing is fitted once, at the first origin, and carried on to the others.
    """
    apart = settings.days_between_origins
    ahead = missing_days + settings.horizon_days
    room = values.shape[1] - ahead - settings.least_history_days
    count = int(np.clip(room // apart + 1, 0, settings.origin_count))
    ends = [values.shape[1] - ahead - apart * back for back in range(count)][::-1]
    if not ends:
        shape = (len(MEASURES), 0, settings.horizon_days, values.shape[2])
        return Backtest({}, np.empty(shape))
    start = max(ends[0] - settings.fit_days, 0)
    parameters = _parameters(values[:, start : ends[0]], settings)
    made = []
    for end in ends:
        carried = carry_on(values[:, start:end], ahead, parameters)
        made.append(forecasts(values[:, :end], ahead, carried, settings))
    # a candidate is compared on all origins or on none
    tried = [name for name in CANDIDATES if name in made[0]]
    shown = slice(missing_days, ahead)
    return Backtest(
        {name: np.stack([one[name][:, shown] for one in made], 1) for name in tried},
        np.stack([values[:, end + missing_days : end + ahead] for end in ends], 1),
    )


def wapes(test: Backtest) -> Floats:
    """Return (candidates, measures): absolute errors over what came; nan if untried."""
    result = np.full((len(CANDIDATES), len(MEASURES)), np.nan)
    sums = test.actual.sum(axis=(1, 2, 3))
    for place, name in enumerate(CANDIDATES):
        if name in test.forecasts:
            errors = np.abs(test.forecasts[name] - test.actual).sum(axis=(1, 2, 3))
            np.divide(errors, sums, out=result[place], where=sums > 0)
    return result


def champion(errors: Floats) -> str:
    """Return the candidate of the least error, the mean of both measures' WAPE."""
    means = errors.mean(axis=1)
    if np.isnan(means).all():
        return UNTRIED
    return CANDIDATES[int(np.nanargmin(np.round(means, 9)))]


def widths(
    given: Floats | None, actual: Floats, least: Floats, settings: Settings
) -> Floats:
    """Return (measures, weeks ahead, members): the quantile of errors in bounds' units.

    Split conformal: the ⌈(n + 1) coverage⌉-th smallest of n absolute errors. Source:
    Vovk, Gammerman & Shafer 2005. Wider where few origins tell how far levels are off.
    """
    measures, origins, steps, members = actual.shape
    season = settings.season_length
    weeks = -(-steps // season)
    if given is None or not origins or not members:
        return np.full((measures, weeks, members), np.nan)
    errors = (actual - given) / unit(given, least[:, None, None])
    result = []
    for week in range(weeks):
        part = errors[:, :, week * season : (week + 1) * season]
        of_days = np.sort(np.abs(part).reshape(measures, -1, members), axis=1)
        count = of_days.shape[1]
        rank = min(int(np.ceil((count + 1) * settings.coverage)), count)
        result.append(of_days[:, rank - 1] * _for_few_origins(part, settings))
    return np.stack(result, axis=1)


def _for_few_origins(errors: Floats, settings: Settings) -> Floats:
    """Return (measures, members): Student's t over the normal, at least 1.

    errors: (measures, origins, days, members). Days of an origin share how far its
    level is off, and origins that overlap share days, so the spread of levels is known
    from as many as lie side by side; that of days from all. Degrees of freedom of both
    together: Satterthwaite 1946.
    """
    origins, days = errors.shape[1:3]
    apart = settings.days_between_origins / settings.horizon_days
    side_by_side = max(2.0, (origins - 1) * apart + 1.0)
    levels = errors.mean(axis=2)
    of_days = (errors - levels[:, :, None]) ** 2
    of_days = of_days.sum(axis=(1, 2)) / (origins * max(days - 1, 1))
    of_levels = np.maximum((levels**2).mean(axis=1) - of_days / days, 0.0)
    lost = of_levels**2 / (side_by_side - 1.0)
    lost += of_days**2 / (origins * max(days - 1, 1))
    freedom = np.full(lost.shape, np.inf)
    np.divide((of_levels + of_days) ** 2, lost, out=freedom, where=lost > 0)
    tail = 0.5 + settings.coverage / 2.0
    return student_t.ppf(tail, np.maximum(freedom, 1.0)) / norm.ppf(tail)


def unit(forecast: Floats, least: Floats) -> Floats:
    """Return what errors are measured in: the root of a forecast, as for counts."""
    return np.sqrt(np.maximum(np.maximum(forecast, least), 1e-6))


def carry_on(past: Floats, ahead: int, parameters: Floats) -> Floats:
    """Return smoothing's (measures, ahead, members) after `past`."""
    pairs = zip(past, parameters, strict=True)
    return np.stack([candidates.smoothed(each, ahead, of) for each, of in pairs])


def _parameters(values: Floats, settings: Settings) -> Floats:
    season = settings.season_length
    return np.stack([candidates.fit_smoothing(each, season) for each in values])


def _each(candidate: Candidate, past: Floats, ahead: int, length: int) -> Floats:
    return np.stack([candidate(each, ahead, length) for each in past])
