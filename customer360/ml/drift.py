"""Which features and scores moved from one as-of date to another.

Each date is compared with the one about a month before, which tells what a refit or a
broken feed did, and with the one about a year before, which leaves the season out.
"""

from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from customer360.ml import stability, tables

# name of a comparison: days between its dates, at least, at best and at most. As-of
# dates are month starts and the latest, which may be a few days after the last of them
COMPARISONS = {"month": (25, 30, 62), "year": (330, 365, 400)}

DRIFT_COLUMNS = {
    "as_of_date": tables.DATE,
    "compared_date": tables.DATE,
    "comparison": tables.TEXT,
    "column_kind": tables.TEXT,
    "column_name": tables.TEXT,
    "stability_index": tables.NUMBER,
    "mean": tables.NUMBER,
    "compared_mean": tables.NUMBER,
    "missing_share": tables.NUMBER,
    "compared_missing_share": tables.NUMBER,
    "customer_count": tables.INTEGER,
    "compared_customer_count": tables.INTEGER,
}


def drift(rows: pd.DataFrame, scores: Sequence[str]) -> pd.DataFrame:
    """Return the stability index of each numeric column between dates.

    rows: customer_id, as_of_date, features and scores, a sample of the customers of
    each date. scores: which columns are scores. The index is null where one side has
    fewer than 20 rows a bin; a mean is null where nothing is known.
    """
    keyed = tables.by_key(rows)
    columns = tables.feature_columns(keyed)
    dates = [pd.Timestamp(date) for date in keyed["as_of_date"].unique()]
    by_date = {date: keyed[keyed["as_of_date"] == date] for date in dates}
    records = [
        (date, before, comparison, _kind(name, scores), name, *moved)
        for date, before, comparison in compared_dates(dates)
        for name, moved in _moved(by_date[date], by_date[before], columns)
    ]
    frame = pd.DataFrame(records, columns=list(DRIFT_COLUMNS))
    return frame.astype(DRIFT_COLUMNS)


def compared_dates(
    dates: Iterable[pd.Timestamp],
) -> Iterator[tuple[pd.Timestamp, pd.Timestamp, str]]:
    """Yield each date with the one nearest to a month, and a year, before."""
    ordered = sorted(dates)
    for date in ordered:
        before = {(date - other).days: other for other in ordered}
        for comparison, (least, best, most) in COMPARISONS.items():
            near = [days for days in before if least <= days <= most]
            if near:
                _, days = min((abs(days - best), days) for days in near)
                yield date, before[days], comparison


def _moved(
    new: pd.DataFrame, old: pd.DataFrame, columns: Sequence[str]
) -> Iterator[tuple[str, tuple[float | None, ...]]]:
    for name in columns:
        now, then = (tables.numbers(side, name) for side in (new, old))
        now_series, then_series = pd.Series(now), pd.Series(then)
        yield (
            name,
            (
                stability.of_numbers(now_series, then_series),
                now_series.mean(),
                then_series.mean(),
                now_series.isna().mean(),
                then_series.isna().mean(),
                len(now),
                len(then),
            ),
        )


def _kind(name: str, scores: Sequence[str]) -> str:
    return "score" if name in scores else "feature"
