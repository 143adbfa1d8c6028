"""Sales forecast: orders and revenue of the next days, in parts that add up.

    score(daily, arrivals, settings, fits) -> SCORE_COLUMNS
    evaluate(scores, daily, arrivals, settings) -> EVALUATION_COLUMNS, long

`daily` has one row per as_of_date, level_name, member_name and sales_date with a sale,
as known at as_of_date: order_count, order_amount. `arrivals` has one row per as_of_date
and days_after: the shares of a day's orders and revenue known so many days after it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from customer360.ml import grid, tables, told
from customer360.ml.fits import ANEW, Fits
from customer360.ml.sales_forecast import scoring, series, widening
from customer360.ml.sales_forecast.choosing import choice_rows
from customer360.ml.sales_forecast.fitting import Fit, LevelFit, fit
from customer360.ml.sales_forecast.parameters import level_parameters
from customer360.ml.sales_forecast.quality import evaluate
from customer360.ml.sales_forecast.series import MEASURES
from customer360.ml.sales_forecast.settings import Settings

__all__ = [
    "SCORE_COLUMNS",
    "Fit",
    "LevelFit",
    "Settings",
    "evaluate",
    "fit",
    "score",
]

SCORE_COLUMNS = {
    "as_of_date": tables.DATE,
    "sales_date": tables.DATE,
    "level_name": tables.TEXT,
    "member_name": tables.TEXT,
    **{
        f"{measure}{suffix}": tables.NUMBER
        for measure in MEASURES
        for suffix in ("", "_lower", "_upper")
    },
    "model_version": tables.TEXT,
    told.CHOICES: tables.TEXT,
    told.PARAMETERS: tables.TEXT,
}


@tables.one_thread
def score(
    daily: pd.DataFrame,
    arrivals: pd.DataFrame,
    settings: Settings | None = None,
    fits: Fits = ANEW,
) -> pd.DataFrame:
    """Return the forecast made at each as_of_date for the `horizon_days` from it on.

    Every month start is a fit date; other dates use the last fit on what they know.
    Channels sum to the total, and so do categories, to the last of four decimals.
    Bounds are null where too little was known to try the forecast on. `told.choices`
    has what each candidate's backtest gave at each fit date, and who won why;
    `told.parameters` what smoothing and bounds were learned.
    """
    settings = settings or Settings()
    daily, arrivals = series.dated(daily), series.dated(arrivals)
    made = [pd.DataFrame(columns=list(SCORE_COLUMNS)).astype(SCORE_COLUMNS)]
    for step in _walk(daily, arrivals, settings, fits):
        levels = step.model.levels
        scored = [scoring.frame(told_at, levels) for told_at in step.forecasts]
        said = [
            record
            for name, level in levels.items()
            for record in choice_rows(name, level)
        ]
        learned = [
            record
            for name, level in levels.items()
            for record in told.parameter_rows(
                f"sales_forecast_{name}", level.model_version, level_parameters(level)
            )
        ]
        out = told.beside(pd.concat(scored), told.CHOICES, said)
        made.append(told.beside(out, told.PARAMETERS, learned))
    scores = pd.concat(made, ignore_index=True)[list(SCORE_COLUMNS)]
    keys = ["as_of_date", "level_name", "member_name", "sales_date"]
    return scores.astype(SCORE_COLUMNS).sort_values(keys, ignore_index=True)


@dataclass(frozen=True)
class _Step:
    """A fit date's fit, and each level's forecast at every date it is for."""

    model: Fit
    forecasts: list[dict[str, scoring.Forecast]]


def _walk(
    daily: pd.DataFrame, arrivals: pd.DataFrame, settings: Settings, fits: Fits
) -> Iterator[_Step]:
    """Yield the fit dates' steps: each learns from bounds that the last one gave."""
    widths = {name: widening.untried() for name in series.LEVELS}
    given: dict[str, scoring.Forecast] = {}
    for dates in grid.fit_dates(daily["as_of_date"]).values():
        every = (series.history(daily, arrivals, date, settings) for date in dates)
        at_fit, *later = every
        if at_fit is None:
            continue
        for name, before in given.items():
            widths[name] = widening.after(widths[name], name, before, at_fit, settings)
        model = fits.get_or_fit(fit, at_fit, settings)
        known = [at_fit, *(history for history in later if history is not None)]
        made = [
            scoring.forecasts(history, model.levels, widths, settings)
            for history in known
        ]
        yield _Step(model, made)
        given = made[0]
