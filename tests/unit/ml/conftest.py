"""A shop whose customers order in plain rhythms, as feature and label frames."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

DAY = pd.Timedelta(days=1)
START = pd.Timestamp("2024-01-01")

Frames = tuple[pd.DataFrame, pd.DataFrame]


def _stop_day(number: int) -> int:
    """Return the day customer `number` drops out; every second one never does."""
    return 30 + number * 37 % 400 if number % 2 else 10_000


def _order_dates(number: int, last_day: int) -> list[pd.Timestamp]:
    """Customer `number` orders every few days until dropping out."""
    gap = 5 + number * 7 % 25
    days = range(number % 20, min(_stop_day(number), last_day), gap)
    return [START + DAY * day for day in days]


def _features(name: str, number: int, dates: list[pd.Timestamp], date: pd.Timestamp):
    past = [ordered for ordered in dates if ordered < date]
    amount = 10.0 + number % 7
    gaps = [(b - a).days for a, b in pairwise(past)]
    row = {
        "customer_id": name,
        "as_of_date": date,
        "order_count_lifetime": len(past),
        "days_since_last_order": (date - past[-1]).days if past else np.nan,
        "days_since_first_order": (date - past[0]).days if past else np.nan,
        "repeat_order_count": max(len(past) - 1, 0),
        "days_first_to_last_order": (past[-1] - past[0]).days if past else np.nan,
        "order_day_amount_avg_repeat": amount if len(past) > 1 else np.nan,
        "order_gap_days_avg": np.mean(gaps) if gaps else np.nan,
        "session_count_90d": number % 5,
        "ticket_count_90d": 0 <= _stop_day(number) - (date - START).days < 90,
        "is_email_contactable": number % 2 == 0,
        "preferred_channel": "store",
    }
    for window in (30, 90, 365):
        count = sum(ordered >= date - DAY * window for ordered in past)
        row[f"order_count_{window}d"] = count
        row[f"order_amount_sum_{window}d"] = count * amount
    return row


def _label(
    name: str, number: int, dates: list[pd.Timestamp], date: pd.Timestamp, days: int
):
    end = date + DAY * days
    count = sum(date <= ordered < end for ordered in dates)
    return {
        "customer_id": name,
        "as_of_date": date,
        "label_date": end,
        "order_count_next": float(count),
        "order_amount_sum_next": count * (10.0 + number % 7),
    }


@pytest.fixture(scope="session")
def shop() -> Callable[[int, int], Frames]:
    """Return a maker of (features, labels) for so many customers and months."""

    def make(
        customer_count: int, month_count: int, horizons: Sequence[int] = (90,)
    ) -> Frames:
        as_of_dates = pd.date_range("2024-03-01", periods=month_count, freq="MS")
        last_day = (as_of_dates[-1] - START).days
        features, labels = [], []
        for number in range(customer_count):
            name, dates = f"c{number:03d}", _order_dates(number, last_day)
            for date in as_of_dates:
                features.append(_features(name, number, dates, date))
                for days in horizons:
                    if date + DAY * days <= as_of_dates[-1]:
                        labels.append(_label(name, number, dates, date, days))
        return pd.DataFrame(features), pd.DataFrame(labels)

    return make
