"""Frames in and out: sorted by key on entry, typed on exit, one thread between."""

import threading
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Final, ParamSpec, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

KEYS = ["customer_id", "as_of_date"]
LABEL_COLUMNS = ["label_date", "order_count_next", "order_amount_sum_next"]

# dtypes of columns: explicit, so that an empty or all-null column keeps its type
DATE: Final = "datetime64[us]"
TEXT: Final = "str"
NUMBER: Final = "float64"
INTEGER: Final = "Int64"

P = ParamSpec("P")
R = TypeVar("R")

# Thread limits belong to the process: a second model that ended while the first was
# running would lift its limit, so fits take turns.
_TURN = threading.RLock()


def one_thread(function: Callable[P, R]) -> Callable[P, R]:
    """Run `function` with BLAS and OpenMP on one thread, so its sums never regroup."""

    @wraps(function)
    def limited(*args: P.args, **kwargs: P.kwargs) -> R:
        with _TURN, threadpool_limits(limits=1):
            return function(*args, **kwargs)

    return limited


def by_key(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows in order of (as_of_date, customer_id), dates as midnights.

    An id column of another type becomes text: without rows it has whatever type.
    """
    dated = frame.assign(as_of_date=pd.to_datetime(frame["as_of_date"]).astype(DATE))
    if dated["customer_id"].dtype != TEXT:
        dated["customer_id"] = dated["customer_id"].astype(TEXT)
    return dated.sort_values(["as_of_date", "customer_id"], ignore_index=True)


def feature_columns(features: pd.DataFrame) -> list[str]:
    """Return the numeric columns besides the keys, in alphabetical order."""
    numeric = features.select_dtypes(include=["number", "bool"]).columns
    return sorted(column for column in numeric if column not in KEYS)


def numbers(rows: pd.DataFrame, column: str) -> NDArray[np.float64]:
    """Return a column as floats; nan where the frame has no such column."""
    if column not in rows:
        return np.full(len(rows), np.nan)
    return rows[column].to_numpy(np.float64, na_value=np.nan)


def complete_labels(labels: pd.DataFrame, horizon_days: int) -> pd.DataFrame:
    """Return the labels of this horizon by key; rows of other horizons are left out."""
    dates, label_dates = (
        pd.to_datetime(labels[name]).astype(DATE)
        for name in ("as_of_date", "label_date")
    )
    wanted = (label_dates - dates).dt.days == horizon_days
    return by_key(labels.assign(label_date=label_dates)[wanted])


def with_labels(frame: pd.DataFrame, labels: pd.DataFrame) -> pd.DataFrame:
    """Join labels to their rows; rows without a label are left out, order is kept."""
    wanted = labels[[*KEYS, *LABEL_COLUMNS]]
    return frame.merge(wanted, on=KEYS, how="inner", validate="one_to_one")


def known_at(labelled: pd.DataFrame, fit_date: pd.Timestamp) -> pd.DataFrame:
    """Return the labelled rows whose label was complete at `fit_date`."""
    return labelled[labelled["label_date"] <= fit_date].reset_index(drop=True)


def sample_by_key(frame: pd.DataFrame, row_count: int) -> pd.DataFrame:
    """Keep at most `row_count` rows: those of the customers with the least key hashes.

    Whole customers stay or go, and the same ones whatever else is in the frame.
    """
    if len(frame) <= row_count:
        return frame
    names = frame["customer_id"].astype("str").to_numpy(object)
    # as they come: finding equal ones first takes three times as long
    hashes = pd.util.hash_array(names, categorize=False)
    kept = np.sort(np.argsort(hashes, kind="stable")[:row_count])
    return frame.iloc[kept].reset_index(drop=True)


def typed(frame: pd.DataFrame, dtypes: Mapping[str, str]) -> pd.DataFrame:
    """Return keys and the named columns with their dtypes, also when there is no row.

    An all-null column without a dtype would reach the warehouse without a type.
    """
    columns = [*KEYS, *dtypes]
    return frame.reindex(columns=columns).astype(dict(dtypes)).reset_index(drop=True)
