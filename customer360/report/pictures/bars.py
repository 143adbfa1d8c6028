"""Bars: stacked by month, side by side, lying."""

import json
import textwrap
from collections.abc import Iterable, Sequence

import altair as alt
import pandas as pd

from customer360.report.pictures.months import month_axis
from customer360.report.pictures.svg import COLORS, INK, NARROW, Chart, number_axis

ROW_HEIGHT = 34
# pixels, on the generous side: fonts differ between machines
LETTER_WIDTH = 7.2
GAPS = 30
# of a name on one line
WIDE_LETTERS, NARROW_LETTERS = 44, 19


def stacked_months(rows: pd.DataFrame, groups: Sequence[str], width: int) -> Chart:
    """Draw `value` by `month`, stacked by `group`; `said` is the text of a bar."""
    bars = alt.Chart(rows).mark_bar(cornerRadius=1)
    totals = rows.groupby("month")["value"].sum()
    return alt.layer(
        bars.encode(
            x=month_axis(rows["month"], width <= NARROW),
            y=alt.Y("value:Q", title=None, axis=number_axis(totals)),
            color=group_color(groups, width),
            order=alt.Order("rank:Q"),
            description="said:N",
        )
    ).properties(height=250)


def lying(rows: pd.DataFrame, width: int, color: str = COLORS[0]) -> Chart:
    """Draw `value` by `name` as lying bars in the order given, `label` behind each."""
    base = alt.Chart(rows).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=name_axis(rows["name"], width)),
        x=alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, _end(rows, width)])),
        description="said:N",
    )
    return alt.layer(
        base.mark_bar(cornerRadius=2, height={"band": 0.62}, color=color),
        base.mark_text(align="left", dx=6, aria=False).encode(text="label:N"),
    ).properties(height=ROW_HEIGHT * len(rows))


def side_by_side(
    rows: pd.DataFrame, groups: Sequence[str], width: int, *, title: str
) -> Chart:
    """Draw `value` by `name`, one bar a `group` beside each other."""
    bars = alt.Chart(rows).mark_bar(cornerRadius=1)
    names = list(dict.fromkeys(rows["name"]))
    axis = alt.Axis(labelAngle=0, title=title, grid=False)
    return alt.layer(
        bars.encode(
            x=alt.X("name:N", sort=names, axis=axis),
            xOffset=alt.XOffset("group:N", sort=list(groups)),
            y=alt.Y("value:Q", title=None, axis=number_axis(rows["value"])),
            color=group_color(groups, width),
            description="said:N",
        )
    ).properties(height=230)


def upright(
    rows: pd.DataFrame, width: int, *, title: str, color: str = COLORS[0]
) -> Chart:
    """Draw `value` by `name` as a row of bars in the order given."""
    bars = alt.Chart(rows).mark_bar(cornerRadius=1, color=color)
    axis = alt.Axis(labelAngle=0, title=title, grid=False)
    return alt.layer(
        bars.encode(
            x=alt.X("name:N", sort=None, axis=axis),
            y=alt.Y("value:Q", title=None, axis=number_axis(rows["value"])),
            description="said:N",
        )
    ).properties(height=190, width=width)


def stacked_lying(rows: pd.DataFrame, groups: Sequence[str], width: int) -> Chart:
    """Draw `value` by `name` as lying bars of whole width, divided by `group`."""
    names = list(dict.fromkeys(rows["name"]))
    return alt.layer(
        alt.Chart(rows)
        .mark_bar(height={"band": 0.62})
        .encode(
            y=alt.Y("name:N", sort=names, title=None, axis=name_axis(names, width)),
            x=alt.X(
                "value:Q",
                stack="normalize",
                title=None,
                axis=alt.Axis(format=".0%", tickCount=5),
            ),
            color=group_color(groups, width),
            order=alt.Order("rank:Q"),
            description="said:N",
        )
    ).properties(height=ROW_HEIGHT * len(names))


def name_axis(names: Iterable[str], width: int) -> alt.Axis:
    """Return the axis of names beside lying bars; long ones are broken on a phone."""
    letters = NARROW_LETTERS if width <= NARROW else WIDE_LETTERS
    lines = {
        name: textwrap.wrap(name, letters, max_lines=2, placeholder=" …") or [""]
        for name in names
    }
    return alt.Axis(
        labelColor=INK,
        labelFontSize=13 if width > NARROW else 11,
        labelExpr=f"{json.dumps(lines)}[datum.value]",
        labelLimit=0,
        labelLineHeight=14,
        grid=False,
        labelPadding=10,
    )


def group_color(groups: Sequence[str], width: int) -> alt.Color:
    """Return the colours of `group`: always the same for the same list."""
    scale = alt.Scale(domain=list(groups), range=list(COLORS[: len(groups)]))
    columns = 3 if width <= NARROW else 0
    return alt.Color(
        "group:N", scale=scale, legend=alt.Legend(columns=columns, labelLimit=110)
    )


def _end(rows: pd.DataFrame, width: int) -> float:
    """Return the end of a scale that leaves room for the labels behind the bars."""
    names, labels = (float(rows[part].str.len().max()) for part in ("name", "label"))
    bars = max(width - (names + labels) * LETTER_WIDTH - GAPS, LETTER_WIDTH)
    share = bars / (bars + labels * LETTER_WIDTH)
    return float(rows["value"].max()) / share or 1.0
