"""Frames in and out: sorted by key on entry, typed on exit, one thread between."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Final, ParamSpec, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from threadpoolctl import OpenBLASController, threadpool_limits

KEYS = ["customer_id", "as_of_date"]
LABEL_COLUMNS = ["label_date", "order_count_next", "order_amount_sum_next"]

# dtypes of columns: explicit, so that an empty or all-null column keeps its type
DATE: Final = "datetime64[us]"
TEXT: Final = "str"
NUMBER: Final = "float64"
INTEGER: Final = "Int64"

# 2^64 over the golden ratio: steps of it leave the turns of any few months far apart
A_MONTHS_TURN = np.uint64(0x9E3779B97F4A7C15)

P = ParamSpec("P")
R = TypeVar("R")


def one_thread(function: Callable[P, R]) -> Callable[P, R]:
    """Run `function` with BLAS and OpenMP on one thread, so its sums never regroup.

    Several may run at once, each on a thread of its own. BLAS has one limit for the
    whole process: lifted after one function, it would be lifted inside another, so it
    stays, and is set again where a library was loaded since.
    """

    @wraps(function)
    def limited(*args: P.args, **kwargs: P.kwargs) -> R:
        # or the thread that limited OpenBLAS last would be the only one that may
        OpenBLASController.clear_controlling_thread(force=True)
        threadpool_limits(limits=1)
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

    Whole customers stay or go, and the same ones whatever else is in the frame: how
    they change from date to date is seen without the chance of who is asked.
    """
    if len(frame) <= row_count:
        return frame
    kept = least_hashes(frame["customer_id"], row_count)
    return frame.iloc[kept].reset_index(drop=True)


def sample_in_turn(frame: pd.DataFrame, row_count: int) -> pd.DataFrame:
    """Keep at most `row_count` rows, of each month those whose customers' turn it is.

    What one customer does in horizons that overlap is hardly more than one observation:
    many customers once teach more than few customers often. Rows stay or go whatever
    else is in the frame.
    """
    if len(frame) <= row_count:
        return frame
    months = frame["as_of_date"].to_numpy().astype("datetime64[M]").astype(np.uint64)
    # unsigned, so what is beyond the largest hash goes on at the least
    turns = _hashes(frame["customer_id"]) + months * A_MONTHS_TURN
    return frame.iloc[_least(turns, row_count)].reset_index(drop=True)


def least_hashes(ids: pd.Series, row_count: int) -> NDArray[np.intp]:
    """Return the places, in order, of the `row_count` ids with the least hashes."""
    if len(ids) <= row_count:
        return np.arange(len(ids))
    return _least(_hashes(ids), row_count)


def _hashes(ids: pd.Series) -> NDArray[np.uint64]:
    names = ids.astype("str").to_numpy(object)
    # as they come: finding equal ones first takes three times as long
    return pd.util.hash_array(names, categorize=False)


def _least(hashes: NDArray[np.uint64], row_count: int) -> NDArray[np.intp]:
    return np.sort(np.argsort(hashes, kind="stable")[:row_count])


def typed(frame: pd.DataFrame, dtypes: Mapping[str, str]) -> pd.DataFrame:
    """Return keys and the named columns with their dtypes, also when there is no row.

    An all-null column without a dtype would reach the warehouse without a type.
    """
    columns = [*KEYS, *dtypes]
    return frame.reindex(columns=columns).astype(dict(dtypes)).reset_index(drop=True)
