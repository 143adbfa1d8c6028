"""An axis of months that says the year once, at its first month and each January."""

import json
from collections.abc import Iterable
from typing import Any

import altair as alt
import pandas as pd


def month_key(days: pd.Series) -> pd.Series:
    """Return months as sortable text: 2026-01."""
    return pd.to_datetime(days).dt.strftime("%Y-%m")


def month_axis(keys: Iterable[str], is_narrow: bool) -> alt.X:
    """Return the x encoding of the column `month`, which holds month keys."""
    ordered = sorted(set(keys))
    labels = {key: _label(key, key == ordered[0], is_narrow) for key in ordered}
    axis: dict[str, Any] = {
        "title": None,
        "labelAngle": 0,
        "labelExpr": f"{json.dumps(labels)}[datum.value]",
        "grid": False,
        "labelLineHeight": 15,
        "labelOverlap": False,
    }
    return alt.X("month:O", sort=ordered, axis=alt.Axis(**axis))


def _label(key: str, is_first: bool, is_narrow: bool) -> list[str]:
    day = pd.Timestamp(f"{key}-01")
    name = day.strftime("%b")
    shown = name[0] if is_narrow else name
    return [shown, str(day.year)] if is_first or day.month == 1 else [shown]
