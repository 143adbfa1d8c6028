"""Lines: over months, and how much is found among the first so many."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from customer360.report.pictures.bars import group_color
from customer360.report.pictures.months import month_axis
from customer360.report.pictures.svg import (
    COLORS,
    LINE,
    NARROW,
    PAPER,
    Chart,
    number_axis,
)


def month_lines(rows: pd.DataFrame, groups: Sequence[str], width: int) -> Chart:
    """Draw `value` by `month`, a line a `group`; `said` is the text of a point."""
    base = alt.Chart(rows).encode(
        x=month_axis(rows["month"], width <= NARROW),
        y=alt.Y("value:Q", title=None, axis=number_axis(rows["value"])),
        color=group_color(groups, width),
    )
    return alt.layer(
        base.mark_line(strokeWidth=2, aria=False),
        base.mark_point(
            filled=True, size=42, opacity=1, stroke=PAPER, strokeWidth=1
        ).encode(description="said:N"),
    ).properties(height=230)


def gain_curve(
    rows: pd.DataFrame, groups: Sequence[str], width: int, *, across: str, up: str
) -> Chart:
    """Draw `found` by `contacted`, both shares, a line a `group`, over the diagonal."""
    percent = alt.Axis(format=".0%", tickCount=5)
    even = pd.DataFrame({"contacted": [0.0, 1.0], "found": [0.0, 1.0]})
    x = alt.X("contacted:Q", title=across, axis=percent)
    y = alt.Y("found:Q", title=up, axis=percent)
    base = alt.Chart(rows).encode(x=x, y=y, color=group_color(groups, width))
    marked = base.transform_filter("datum.said != ''")
    return alt.layer(
        alt.Chart(even)
        .mark_line(strokeDash=[4, 4], color=LINE, strokeWidth=2, aria=False)
        .encode(x=x, y=y),
        base.mark_line(strokeWidth=2.5, aria=False),
        marked.mark_point(filled=True, size=46, opacity=1, stroke=PAPER).encode(
            description="said:N"
        ),
    ).properties(height=280)


def day_lines_with_bounds(
    rows: pd.DataFrame, groups: Sequence[str], width: int
) -> Chart:
    """Draw `value` by `sales_date`, a line a `group`, over the band `low` to `high`."""
    ticks = 4 if width <= NARROW else 8
    axis = alt.Axis(format="%-d %b", grid=False, tickCount=ticks)
    x = alt.X("sales_date:T", title=None, axis=axis)
    y = alt.Y("value:Q", title=None, axis=number_axis(rows["value"]))
    base = alt.Chart(rows).encode(x=x, y=y, color=group_color(groups, width))
    band = alt.Chart(rows.dropna(subset=["low"])).encode(
        x=x, y=alt.Y("low:Q", title=None), y2="high:Q"
    )
    return alt.layer(
        band.mark_area(color=COLORS[1], opacity=0.2, aria=False),
        base.mark_line(strokeWidth=2, aria=False),
        base.mark_point(filled=True, size=26, opacity=1, stroke=PAPER).encode(
            description="said:N"
        ),
    ).properties(height=250)
