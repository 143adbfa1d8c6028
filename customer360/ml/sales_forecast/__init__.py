"""Sales forecast: orders and revenue of the next days, in parts that add up.

    score(daily, arrivals, settings, fits) -> SCORE_COLUMNS
    choices(daily, arrivals, settings, fits) -> CHOICE_COLUMNS, long
    evaluate(scores, daily, arrivals, settings) -> EVALUATION_COLUMNS, long

`daily` has one row per as_of_date, level_name, member_name and sales_date with a sale,
as known at as_of_date: order_count, order_amount. `arrivals` has one row per as_of_date
and days_after: the shares of a day's orders and revenue known so many days after it.
"""

from collections.abc import Iterator

import pandas as pd

from customer360.ml import grid, tables
from customer360.ml.evaluations import CHOICE_COLUMNS
from customer360.ml.fits import ANEW, Fits
from customer360.ml.sales_forecast import scoring, series
from customer360.ml.sales_forecast.choosing import choices_of
from customer360.ml.sales_forecast.fitting import Fit, LevelFit, fit
from customer360.ml.sales_forecast.quality import evaluate
from customer360.ml.sales_forecast.series import MEASURES
from customer360.ml.sales_forecast.settings import Settings

__all__ = [
    "CHOICE_COLUMNS",
    "SCORE_COLUMNS",
    "Fit",
    "LevelFit",
    "Settings",
    "choices",
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
    Bounds are null where too little was known to try the forecast on.
    """
    settings = settings or Settings()
    daily, arrivals = series.dated(daily), series.dated(arrivals)
    made = [pd.DataFrame(columns=list(SCORE_COLUMNS)).astype(SCORE_COLUMNS)]
    for model, dates in _fits(daily, arrivals, settings, fits):
        for date in dates:
            history = series.history(daily, arrivals, date, settings)
            if history is not None:
                made.append(scoring.frame(history, model.levels, settings))
    scores = pd.concat(made, ignore_index=True)[list(SCORE_COLUMNS)]
    keys = ["as_of_date", "level_name", "member_name", "sales_date"]
    return scores.astype(SCORE_COLUMNS).sort_values(keys, ignore_index=True)


@tables.one_thread
def choices(
    daily: pd.DataFrame,
    arrivals: pd.DataFrame,
    settings: Settings | None = None,
    fits: Fits = ANEW,
) -> pd.DataFrame:
    """Return what each candidate's backtest gave at each fit date, and who won why."""
    settings = settings or Settings()
    daily, arrivals = series.dated(daily), series.dated(arrivals)
    made = [pd.DataFrame(columns=list(CHOICE_COLUMNS)).astype(CHOICE_COLUMNS)]
    for model, _ in _fits(daily, arrivals, settings, fits):
        made += [choices_of(name, level) for name, level in model.levels.items()]
    return pd.concat(made, ignore_index=True).astype(CHOICE_COLUMNS)


def _fits(
    daily: pd.DataFrame, arrivals: pd.DataFrame, settings: Settings, fits: Fits
) -> Iterator[tuple[Fit, list[pd.Timestamp]]]:
    """Yield each fit date's fit and the dates it is for."""
    for fit_date, dates in grid.fit_dates(daily["as_of_date"]).items():
        history = series.history(daily, arrivals, fit_date, settings)
        if history is not None:
            yield fits.get_or_fit(fit, history, settings), dates
