"""What models of the next order look at: features made comparable.

A window that reaches before a customer's first order is shorter for them, and for
everybody while records are young. Order counts and sums therefore become rates per day
of the window that the customer was there for, so that a fit on last spring's rows reads
this autumn's alike.
"""

import re

import numpy as np
import pandas as pd

from customer360.ml import tables
from customer360.ml.metrics import Floats

ORDER_TOTAL = re.compile(r"^order_(?:day_)?(?:count|amount_sum)_(\d+)d$")

# how long a customer has been silent, in days and in usual gaps between orders
RECENCY = "days_since_last_order"
OVERDUE = "days_since_last_order_overdue"
SILENT_DAYS = "days_since_last_order_linear"

# Totals since the first order grow with the records themselves: a fit on last year's
# reads this year's as loyalty. BG/NBD's log odds of silence say what they tell.
SUMMED_UP = ("repeat_order_count", "days_first_to_last_order")
# no score depends on how old a person is: it is nothing a service agent should act on
PERSONAL = ("age_years",)
SILENCE = "silence_log_odds"

DAYS_A_MONTH = 30.0


def order_inputs(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one float column per feature, alphabetical, nulls kept.

    Amounts, counts and days are skewed, so each is its signed logarithm; order totals
    are rates a month first. Two readings of recency are added: linear days, and days
    against the customer's own usual gap.
    """
    age = _number(rows, "days_since_first_order").clip(lower=1)
    columns = {name: _signed_log(_rate(rows, name, age)) for name in _features(rows)}
    silent = _number(rows, RECENCY)
    gap = _number(rows, "order_gap_days_avg").fillna(age)
    columns[OVERDUE] = np.log1p(silent) - np.log1p(gap)
    columns[SILENT_DAYS] = silent
    return pd.DataFrame(columns, index=rows.index).sort_index(axis=1)


def with_silence(inputs: pd.DataFrame, silence: Floats) -> pd.DataFrame:
    """Add what the rhythm of orders says, in the log odds that it is corrected in."""
    return inputs.assign(**{SILENCE: silence}).sort_index(axis=1)


def topic(column: str) -> str:
    """Return what an input is about: inputs of one topic move together.

    The topic is the leading word, except where the naming puts an aggregate or a
    sub-thing first.
    """
    for prefix, name in TOPICS.items():
        if column.startswith(prefix):
            return name
    words = [word for word in column.split("_") if word not in ("is", "has")]
    return words[0] if words else column


# longest prefix first where one starts another
TOPICS = {
    "days_since_last_order": "recency",
    SILENCE: "recency",
    "days_since_first_order": "tenure",
    "days_first_to_last_order": "tenure",
    "repeat_order_count": "order_count",
    "order_count": "order_count",
    "order_day_count": "order_count",
    "order_amount": "order_amount",
    "order_day_amount": "order_amount",
    "order_gap": "order_gap",
    "line_count": "basket",
    "quantity": "basket",
    "top_category": "category",
    "top_store": "store",
    "app_session": "session",
    "cart": "session",
    "days_since_last_session": "session",
    "page_view": "session",
    "product_view": "session",
    "search": "session",
    "days_since_last_device_use": "device",
    "days_since_last_store_visit": "store_visit",
    "dwell": "store_visit",
    "store_visit": "store_visit",
    "visited_store": "store_visit",
    "days_since_last_ticket": "ticket",
    "first_response": "ticket",
    "open_ticket": "ticket",
    "satisfaction": "ticket",
    "days_since_last_social": "social",
    "points": "loyalty",
    "low_rating": "review",
    "days_since_first_seen": "tenure",
    "contact_count": "identifier",
}


def _features(rows: pd.DataFrame) -> list[str]:
    ignored = {*tables.LABEL_COLUMNS, *SUMMED_UP, *PERSONAL}
    return [
        name
        for name in tables.feature_columns(rows)
        if name not in ignored and not name.endswith("_lifetime")
    ]


def _number(rows: pd.DataFrame, name: str) -> pd.Series:
    return pd.Series(tables.numbers(rows, name), index=rows.index)


def _rate(rows: pd.DataFrame, name: str, age: pd.Series) -> pd.Series:
    values = _number(rows, name)
    window = ORDER_TOTAL.match(name)
    if window is None:
        return values
    return values / age.clip(upper=float(window.group(1))) * DAYS_A_MONTH


def _signed_log(values: pd.Series) -> pd.Series:
    return np.sign(values) * np.log1p(np.abs(values))
