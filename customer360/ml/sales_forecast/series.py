"""Daily series as they were known at a date: complete calendars, recent days mended."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from customer360.ml import tables
from customer360.ml.metrics import Floats
from customer360.ml.sales_forecast.settings import Settings

LEVELS = ["total", "channel", "category"]
MEASURES = ["order_count", "order_amount"]
REST = "other"


@dataclass(frozen=True)
class Level:
    """The series of one level: `values` has shape (measures, days, members)."""

    members: list[str]
    values: Floats


@dataclass(frozen=True)
class History:
    """What was known at `as_of_date`: every level over the same days, without a gap.

    `missing_days` is how many days before `as_of_date` are not known well enough to be
    used: the days in `levels` end that much earlier.
    """

    as_of_date: pd.Timestamp
    first_date: pd.Timestamp
    missing_days: int
    levels: Mapping[str, Level]

    @property
    def day_count(self) -> int:
        """Days known."""
        return (self.as_of_date - self.first_date).days - self.missing_days


def dated(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with dates as midnights."""
    columns = [name for name in ("as_of_date", "sales_date") if name in frame]
    dates = {name: pd.to_datetime(frame[name]).astype(tables.DATE) for name in columns}
    return frame.assign(**dates)


def history(
    daily: pd.DataFrame,
    arrivals: pd.DataFrame,
    as_of_date: pd.Timestamp,
    settings: Settings,
) -> History | None:
    """Return the series known at a date; None where nothing was sold before it.

    daily: one row per as_of_date, level, member and day with a sale. arrivals: the
    shares of a day's sales that are known so many days after. A day known to less than
    `settings.least_known_share` is left out; others are divided by their share.
    """
    rows = daily[daily["as_of_date"] == as_of_date]
    shares = known_shares(
        arrivals[arrivals["as_of_date"] == as_of_date], rows, settings
    )
    missing = int((shares.min(axis=0) < settings.least_known_share).sum())
    last = as_of_date - pd.Timedelta(days=missing + 1)
    first = max(
        rows["sales_date"].min(), last - pd.Timedelta(days=settings.history_days - 1)
    )
    if pd.isna(first) or first > last:
        return None
    calendar = pd.date_range(first, last)
    levels = {name: _level(rows, name, calendar, settings) for name in LEVELS}
    mended = np.ones((len(MEASURES), len(calendar), 1))
    known = shares[:, missing : missing + len(calendar)]
    mended[:, len(calendar) - known.shape[1] :, 0] = known[:, ::-1]
    levels = {
        name: Level(level.members, level.values / mended)
        for name, level in levels.items()
    }
    return History(as_of_date, first, missing, levels)


def known_shares(
    arrivals: pd.DataFrame, rows: pd.DataFrame, settings: Settings
) -> NDArray[np.float64]:
    """Return (measures, days after): how much of a day is known 1, 2, … days after.

    Never less than the day after it: what was taken away later counts as known. With
    too little past to tell, the newest days without any sale are taken as unknown.
    """
    ordered = arrivals.sort_values("days_after")
    columns = [f"{measure}_known_share" for measure in MEASURES]
    shares = np.array([tables.numbers(ordered, name) for name in columns])
    if shares.shape[1] and np.isfinite(shares).all():
        return np.clip(np.maximum.accumulate(shares, axis=1), 0.0, 1.0)
    shares = np.ones((len(MEASURES), settings.most_missing_days))
    if len(rows):
        newest = (rows["as_of_date"] - rows["sales_date"]).dt.days.min()
        shares[:, : max(int(newest) - 1, 0)] = 0.0
    return shares


def _level(
    rows: pd.DataFrame, name: str, calendar: pd.DatetimeIndex, settings: Settings
) -> Level:
    """Return a level's members by name, the smallest of too many as one, `other`."""
    wanted = rows[(rows["level_name"] == name) & (rows["sales_date"] >= calendar[0])]
    recent = wanted[wanted["sales_date"] > calendar[-1] - pd.Timedelta(days=364)]
    sums = recent.groupby("member_name")["order_amount"].sum()
    sums = sums.reindex(sorted(wanted["member_name"].unique()), fill_value=0.0)
    if len(sums) > settings.most_members:
        sums = sums.sort_values(ascending=False, kind="stable")
        kept = sums.index[: settings.most_members - 1]
        is_kept = wanted["member_name"].isin(kept)
        wanted = wanted.assign(member_name=wanted["member_name"].where(is_kept, REST))
    members = sorted(wanted["member_name"].unique())
    values = np.zeros((len(MEASURES), len(calendar), len(members)))
    places = np.searchsorted(np.array(members, dtype=object), wanted["member_name"])
    days = (wanted["sales_date"] - calendar[0]).dt.days.to_numpy()
    inside = days < len(calendar)
    for place, measure in enumerate(MEASURES):
        amounts = tables.numbers(wanted, measure)
        np.add.at(values[place], (days[inside], places[inside]), amounts[inside])
    return Level(members, np.maximum(values, 0.0))
