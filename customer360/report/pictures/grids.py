"""Grids of cells: shares as shades, differences in two colours."""

import altair as alt
import pandas as pd

from customer360.report.pictures.bars import name_axis
from customer360.report.pictures.svg import INK, NARROW, Chart

# text on a cell stands out from this shade on
DARK_FROM = 0.7
FULL_DIFFERENCE = 1.5


def heat_map(rows: pd.DataFrame, width: int, *, across: str, full: float) -> Chart:
    """Draw `value`, a share, in cells of `name` (down) and `place` (across).

    full: the share that has the darkest shade. `label` is written into the cells
    where there is room.
    """
    base = _cells(rows, alt.X("place:O", axis=_top_axis(across)), width)
    shade = alt.Opacity(
        "value:Q", scale=alt.Scale(domain=[0, full], range=[0.04, 1]), legend=None
    )
    layers = [base.mark_rect(color="var(--heat)", stroke="var(--paper)").encode(shade)]
    if width > NARROW:
        layers.append(_texts(base, f"datum.value > {DARK_FROM * full}"))
    return alt.layer(*layers).properties(height=28 * rows["name"].nunique())


def moves_grid(rows: pd.DataFrame, width: int) -> Chart:
    """Draw `value`, a share of its row, in cells of `name` and `place`, as given.

    The text is `label`, on a phone too.
    """
    places = [*dict.fromkeys([*rows["name"], *rows["place"]])]
    axis = _top_axis(None, angle=0 if width > NARROW else -40)
    base = _cells(rows, alt.X("place:N", sort=places, axis=axis), width)
    shade = alt.Opacity(
        "value:Q", scale=alt.Scale(domain=[0, 1], range=[0.04, 1]), legend=None
    )
    rect = base.mark_rect(color="var(--heat)", stroke="var(--paper)", strokeWidth=2)
    texts = _texts(base, f"datum.value > {DARK_FROM}", 12 if width > NARROW else 10)
    return alt.layer(rect.encode(shade), texts).properties(
        height=34 * rows["name"].nunique()
    )


def difference_grid(rows: pd.DataFrame, width: int) -> Chart:
    """Draw `value`, in standard deviations, in cells of `name` and `place`.

    Above all customers one colour, below another, the further the darker; the text
    says the mean itself.
    """
    axis = _top_axis(None, angle=0 if width > NARROW else -40)
    base = _cells(rows, alt.X("place:N", sort=None, axis=axis), width)
    color = alt.when("datum.value > 0").then(alt.value("var(--above)"))
    shade = alt.Opacity(
        "size:Q",
        scale=alt.Scale(domain=[0, FULL_DIFFERENCE], range=[0.03, 1], clamp=True),
        legend=None,
    )
    rect = base.mark_rect(stroke="var(--paper)", strokeWidth=2).encode(
        shade, color=color.otherwise(alt.value("var(--below)"))
    )
    is_dark = f"datum.size > {DARK_FROM * FULL_DIFFERENCE}"
    texts = _texts(base, is_dark, 12 if width > NARROW else 10)
    row_height = 34 if width > NARROW else 44
    return alt.layer(rect, texts).properties(height=row_height * rows["name"].nunique())


def _cells(rows: pd.DataFrame, x: alt.X, width: int) -> alt.Chart:
    return alt.Chart(rows).encode(
        x=x,
        y=alt.Y("name:N", sort=None, title=None, axis=name_axis(rows["name"], width)),
        description="said:N",
    )


def _texts(base: alt.Chart, is_dark: str, size: int = 12) -> alt.Chart:
    color = alt.when(is_dark).then(alt.value("var(--on-heat)"))
    return base.mark_text(fontSize=size, aria=False).encode(
        text="label:N", color=color.otherwise(alt.value(INK))
    )


def _top_axis(title: str | None, angle: int = 0) -> alt.Axis:
    return alt.Axis(
        orient="top",
        title=title,
        labelAngle=angle,
        labelAlign="left" if angle else "center",
        labelColor=INK,
        labelOverlap=False,
        grid=False,
    )
