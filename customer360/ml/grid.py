"""The grid of fit dates: which fit scores which date.

A model is fitted at each month start; any other date is scored by the last month
start's fit. So a date's scores depend on what was known at that date only, never on
which later dates happen to be in the frame.
"""

from collections.abc import Iterator
from hashlib import md5
from typing import Any

import pandas as pd

from customer360.ml import tables


def fit_dates(as_of_dates: pd.Series) -> dict[pd.Timestamp, list[pd.Timestamp]]:
    """Return each fit date, in order, with the dates that its fit scores.

    A date before the first month start of the frame is its own fit date, so that one
    single date can be scored too.
    """
    scored_by: dict[pd.Timestamp, list[pd.Timestamp]] = {}
    last_start: pd.Timestamp | None = None
    for date in sorted(pd.Timestamp(date) for date in as_of_dates.unique()):
        if date.day == 1:
            last_start = date
        scored_by.setdefault(last_start or date, []).append(date)
    return scored_by


def month_starts(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows a later fit may learn from: month starts, else every row.

    Other dates come and go with each build; learning from them would make a fit
    depend on when builds ran.
    """
    starts = frame["as_of_date"].dt.day == 1
    return frame[starts].reset_index(drop=True) if starts.any() else frame


def rows_by_fit(
    features: pd.DataFrame,
) -> Iterator[tuple[pd.Timestamp, pd.DataFrame]]:
    """Yield each fit date, in order, with the rows that its fit scores, by key.

    Only customers who ordered before their as_of_date. Rows are taken a fit date at a
    time: features of a year are most of a model's memory.
    """
    dates = pd.to_datetime(features["as_of_date"]).astype(tables.DATE)
    has_ordered = features["days_since_last_order"].notna()
    for fit_date, scored in fit_dates(dates[has_ordered]).items():
        yield fit_date, tables.by_key(features[has_ordered & dates.isin(scored)])


def version(model_name: str, fit_date: pd.Timestamp, settings: Any) -> str:
    """Return a label like `churn-1@2017-07-01`, the same for the same fit.

    The number in the name rises with the method; settings other than the defaults add
    the first digits of their hash.
    """
    default = settings == type(settings)()
    digest = "" if default else "-" + md5(repr(settings).encode()).hexdigest()[:6]
    return f"{model_name}{digest}@{fit_date:%Y-%m-%d}"
