"""What session intent looks at: features of a session as float columns, by topic."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from customer360.ml import tables
from customer360.ml.metrics import Floats

# Text features, as one column a common value. Campaigns are left out: each ends, and
# what was learned of it with it.
CATEGORIES = [
    "platform",
    "device_type",
    "country",
    "referrer_kind",
    "utm_source",
    "utm_medium",
    "third_event_name",
]
# a value of fewer sessions tells nothing that lasts; of more values the commonest
LEAST_ROWS = 50
MOST_VALUES = 12

HOURS_A_DAY = 24.0

# prefix: what an input is about; what starts with none of these is an event
TOPICS = {
    "platform": "device",
    "device_type": "device",
    "country": "device",
    "referrer_kind": "source",
    "utm_": "source",
    "has_campaign": "source",
    "hour_": "time",
    "day_of_week": "time",
    "visitor_": "visitor",
    "customer_": "customer",
    "is_": "customer",
}

Categories = dict[str, list[str]]


def topic(column: str) -> str:
    """Return what an input is about."""
    for prefix, name in TOPICS.items():
        if column.startswith(prefix):
            return name
    return "events"


def common_values(rows: pd.DataFrame) -> Categories:
    """Return the values of each text feature that enough sessions have, by name."""
    found = {}
    for column in CATEGORIES:
        counts = rows[column].dropna().astype(str).value_counts()
        common = counts[counts >= LEAST_ROWS].sort_index()
        common = common.sort_values(ascending=False, kind="stable")
        found[column] = sorted(common.index[:MOST_VALUES])
    return found


def session_inputs(rows: pd.DataFrame, categories: Categories) -> pd.DataFrame:
    """Return (rows, inputs): float columns, nulls kept; a new value is no known one.

    Counts, days and seconds are skewed, so each is its logarithm; the hour is also a
    place on a circle, where midnight is beside 23.
    """
    columns: dict[str, Floats] = {
        name: _number(rows, name) for name in tables.feature_columns(rows)
    }
    angle = 2.0 * np.pi * tables.numbers(rows, "hour_of_day") / HOURS_A_DAY
    columns |= {"hour_sine": np.sin(angle), "hour_cosine": np.cos(angle)}
    columns["has_campaign"] = _flag(rows["utm_campaign"].notna())
    for column, values in categories.items():
        for value in values:
            columns[f"{column}={value}"] = _flag(rows[column] == value)
    return pd.DataFrame(columns, index=rows.index).sort_index(axis=1)


def topics(inputs: pd.DataFrame) -> Mapping[str, str]:
    """Return what each input is about."""
    return {column: topic(column) for column in inputs.columns}


def _flag(holds: pd.Series) -> Floats:
    return np.where(holds.fillna(False), 1.0, 0.0)


def _number(rows: pd.DataFrame, column: str) -> Floats:
    values = tables.numbers(rows, column)
    is_clock = topic(column) == "time"
    return values if is_clock else np.log1p(np.maximum(values, 0.0))
