"""Points: what was predicted against what came, pairs of shares, intervals."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from customer360.report.pictures.bars import ROW_HEIGHT, group_color, name_axis
from customer360.report.pictures.svg import COLORS, LINE, MUTED, PAPER, Chart


def calibration(rows: pd.DataFrame, width: int) -> Chart:
    """Draw `realised` against `predicted`, both shares, over the line of agreement.

    `low` and `high` bound what chance alone leaves open.
    """
    across = float(rows["predicted"].max()) * 1.1 or 1.0
    up = max(float(rows["high"].max()), across)
    percent = alt.Axis(format=".0%", tickCount=5)
    x = alt.X("predicted:Q", title="predicted", scale=_to(across), axis=percent)
    y = alt.Y("realised:Q", title="came true", scale=_to(up), axis=percent)
    ends = pd.DataFrame({"predicted": [0.0, across], "realised": [0.0, across]})
    base = alt.Chart(rows).encode(x=x, description="said:N")
    return alt.layer(
        alt.Chart(ends)
        .mark_line(strokeDash=[4, 4], color=LINE, strokeWidth=2, aria=False)
        .encode(x=x, y=y),
        base.mark_rule(color=COLORS[0], opacity=0.45, strokeWidth=2, aria=False).encode(
            y=alt.Y("low:Q", title="came true"), y2="high:Q"
        ),
        base.mark_point(
            filled=True, size=90, opacity=1, color=COLORS[0], stroke=PAPER
        ).encode(y=y),
    ).properties(height=280, width=width)


def share_pairs(rows: pd.DataFrame, groups: Sequence[str], width: int) -> Chart:
    """Draw two shares of each `name` as points on a line, one colour a `group`."""
    base = alt.Chart(rows).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=name_axis(rows["name"], width)),
        x=alt.X("value:Q", title=None, axis=alt.Axis(format=".0%", tickCount=5)),
    )
    ends = alt.Chart(rows).encode(y=alt.Y("name:N", sort=None))
    return alt.layer(
        ends.mark_rule(color=LINE, strokeWidth=4, aria=False).encode(
            x="min(value):Q", x2="max(value):Q"
        ),
        base.mark_point(filled=True, size=150, opacity=1, stroke=PAPER).encode(
            color=group_color(groups, width), description="said:N"
        ),
    ).properties(height=ROW_HEIGHT * rows["name"].nunique())


def intervals(rows: pd.DataFrame, width: int, *, title: str) -> Chart:
    """Draw `value` with `low` to `high` of each `name`; `true`, where it is known."""
    base = alt.Chart(rows).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=name_axis(rows["name"], width)),
        description="said:N",
    )
    x = alt.X("value:Q", title=title, axis=alt.Axis(format="+.1f", tickCount=5))
    zero = alt.Chart(pd.DataFrame({"zero": [0.0]}))
    layers = [
        zero.mark_rule(color=MUTED, aria=False).encode(x="zero:Q"),
        base.mark_rule(color=COLORS[0], strokeWidth=5, opacity=0.35, aria=False).encode(
            x=alt.X("low:Q", title=title), x2="high:Q"
        ),
        base.mark_point(
            filled=True, size=130, opacity=1, color=COLORS[0], stroke=PAPER
        ).encode(x=x),
    ]
    known = rows.dropna(subset=["true"])
    if len(known):
        layers.append(
            alt.Chart(known)
            .mark_tick(color=COLORS[1], thickness=3, height=20, opacity=1, aria=False)
            .encode(x="true:Q", y=alt.Y("name:N", sort=None))
        )
    return alt.layer(*layers).properties(height=ROW_HEIGHT * len(rows))


def _to(end: float) -> alt.Scale:
    return alt.Scale(domain=[0, end], nice=False)
