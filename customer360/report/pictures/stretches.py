"""Stretches of time: what held from when to when."""

import altair as alt
import pandas as pd

from customer360.report.pictures.bars import LETTER_WIDTH, ROW_HEIGHT, name_axis
from customer360.report.pictures.svg import NARROW, PAPER, Chart

# of the width, what names and margins leave to the stretches
DRAWN_SHARE = 0.72


def stretches(rows: pd.DataFrame, width: int) -> Chart:
    """Draw a bar from `first` to `last` for each stretch of `name`, `label` inside.

    One of two shades, in turn, so that a change is seen; `said` is the text of a bar.
    A label that its bar cannot hold is left out.
    """
    whole = (rows["last"].max() - rows["first"].min()).days or 1
    pixels = (rows["last"] - rows["first"]).dt.days / whole * width * DRAWN_SHARE
    fits = rows["label"].str.len() * LETTER_WIDTH < pixels
    turn = rows.groupby("name").cumcount() % 2
    drawn = rows.assign(label=rows["label"].where(fits, ""), turn=turn)
    axis = alt.Axis(format="%b %y", tickCount=3 if width <= NARROW else 6, grid=False)
    base = alt.Chart(drawn).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=name_axis(rows["name"], width)),
        description="said:N",
    )
    x, x2 = alt.X("first:T", title=None, axis=axis), alt.X2("last:T")
    shade = alt.when("datum.turn > 0").then(alt.value(0.75))
    return alt.layer(
        base.mark_bar(
            height={"band": 0.7}, color="var(--heat)", stroke=PAPER, strokeWidth=2
        ).encode(x=x, x2=x2, opacity=shade.otherwise(alt.value(1.0))),
        base.mark_text(align="left", dx=6, color="var(--on-heat)", aria=False).encode(
            x=x, text="label:N"
        ),
    ).properties(height=ROW_HEIGHT * rows["name"].nunique())
