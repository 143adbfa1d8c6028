"""How good forecasts were, once their days are over."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from customer360.ml import metrics, tables
from customer360.ml.evaluations import EVALUATION_COLUMNS, Row, evaluations
from customer360.ml.metrics import Floats
from customer360.ml.sales_forecast import candidates, series
from customer360.ml.sales_forecast.fitting import BASELINE
from customer360.ml.sales_forecast.series import LEVELS, MEASURES, History
from customer360.ml.sales_forecast.settings import Settings

KEYS = ["level_name", "member_name", "sales_date"]
EVERY_MEMBER = 1_000_000


@tables.one_thread
def evaluate(
    scores: pd.DataFrame,
    daily: pd.DataFrame,
    arrivals: pd.DataFrame,
    settings: Settings | None = None,
) -> pd.DataFrame:
    """Judge every forecast whose days are over, by level, beside the last week again.

    What came is what is known at the latest date. `…_wape`: absolute errors of days and
    members over what came. `…_total_ratio`: all that was forecast over all that came.
    `…_coverage`: share of days and members within the bounds, beside what is promised.
    """
    settings = settings or Settings()
    daily, arrivals = series.dated(daily), series.dated(arrivals)
    judged = [
        _judged(rows, daily, arrivals, settings)
        for rows in _over(series.dated(scores), daily, arrivals, settings)
    ]
    made = [pd.DataFrame(columns=list(EVALUATION_COLUMNS)).astype(EVALUATION_COLUMNS)]
    for name in LEVELS:
        rows = [part[part["level_name"] == name] for part in judged]
        if rows:
            made.append(
                evaluations(
                    pd.concat(rows),
                    f"sales_forecast_{name}",
                    lambda part: _quality(part, settings),
                )
            )
    return pd.concat(made, ignore_index=True)


def _over(
    scores: pd.DataFrame,
    daily: pd.DataFrame,
    arrivals: pd.DataFrame,
    settings: Settings,
) -> Iterator[pd.DataFrame]:
    """Yield each date's forecasts with `<measure>_actual`, where all days are known."""
    whole = replace(settings, most_members=EVERY_MEMBER)
    latest = daily["as_of_date"].max()
    now = series.history(daily, arrivals, latest, whole) if len(daily) else None
    if now is None:
        return
    end = now.first_date + pd.Timedelta(days=now.day_count)
    actual = _long(now)
    for _, rows in scores.groupby("as_of_date"):
        first, last = rows["sales_date"].min(), rows["sales_date"].max()
        if last < end:
            came = actual[actual["sales_date"].between(first, last)]
            yield _with_actual(rows, came)


def _with_actual(rows: pd.DataFrame, came: pd.DataFrame) -> pd.DataFrame:
    """Join what came; members that the date did not know count as `other`, if it is."""
    known = pd.MultiIndex.from_frame(rows[KEYS[:2]].drop_duplicates())
    named = pd.MultiIndex.from_frame(came[KEYS[:2]]).isin(known)
    pooled = came.assign(member_name=came["member_name"].where(named, series.REST))
    sums = pooled.groupby(KEYS, as_index=False)[MEASURES].sum()
    joined = rows.merge(sums, on=KEYS, how="left", suffixes=("", "_actual"))
    columns = [f"{measure}_actual" for measure in MEASURES]
    return joined.fillna(dict.fromkeys(columns, 0.0))


def _judged(
    rows: pd.DataFrame, daily: pd.DataFrame, arrivals: pd.DataFrame, settings: Settings
) -> pd.DataFrame:
    """Add `<measure>_baseline`: the last week known at the date, again and again."""
    date = rows["as_of_date"].iloc[0]
    history = series.history(daily, arrivals, date, settings)
    if history is None:
        return rows.iloc[:0]
    ahead = history.missing_days + settings.horizon_days
    repeated = {
        name: np.stack(
            [
                candidates.seasonal_naive(values, ahead, settings.season_length)
                for values in level.values
            ]
        )[:, history.missing_days :]
        for name, level in history.levels.items()
    }
    naive = _frame(history, repeated, date)
    return rows.merge(naive, on=KEYS, how="left", suffixes=("", "_baseline"))


def _long(history: History) -> pd.DataFrame:
    values = {name: level.values for name, level in history.levels.items()}
    return _frame(history, values, history.first_date)


def _frame(
    history: History, values: dict[str, Floats], first: pd.Timestamp
) -> pd.DataFrame:
    """Return (measures, days, members) of each level as one row per member and day."""
    parts = []
    for name, each in values.items():
        members = np.array(history.levels[name].members, dtype=object)
        dates = pd.date_range(first, periods=each.shape[1])
        columns = {
            "level_name": name,
            "member_name": np.repeat(members, len(dates)),
            "sales_date": np.tile(dates, len(members)),
        }
        sums = {
            measure: each[place].T.ravel() for place, measure in enumerate(MEASURES)
        }
        parts.append(pd.DataFrame(columns | sums))
    frame = pd.concat(parts, ignore_index=True)
    return frame.astype(
        {
            "sales_date": tables.DATE,
            "member_name": tables.TEXT,
            "level_name": tables.TEXT,
        }
    )


def _quality(rows: pd.DataFrame, settings: Settings) -> Iterator[Row]:
    for measure in MEASURES:
        names = ("", "_actual", "_baseline", "_lower", "_upper")
        ours, actual, baseline, lower, upper = (
            tables.numbers(rows, f"{measure}{name}") for name in names
        )
        for name, of in (("wape", metrics.wape), ("total_ratio", metrics.total_ratio)):
            yield f"{measure}_{name}", of(actual, ours), BASELINE, of(actual, baseline)
        if np.isfinite(lower).all():
            inside = (lower <= actual) & (actual <= upper)
            yield (
                f"{measure}_coverage",
                float(inside.mean()),
                "promised",
                settings.coverage,
            )
