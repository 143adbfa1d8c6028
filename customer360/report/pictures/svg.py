"""A chart as SVG that takes its colours from the page and fits two widths.

Colours are CSS variables, so that light, dark and paper need one drawing. Each chart is
drawn wide and narrow: scaled type would be too small on a phone.
"""

import re
from collections.abc import Callable
from typing import Any

import altair as alt
import pandas as pd
import vl_convert

from customer360.report.page_parts import Picture

Chart = alt.LayerChart | alt.FacetChart

WIDE, NARROW = 760, 350
COLORS = tuple(f"var(--c{number})" for number in range(1, 9))
INK, MUTED, LINE, PAPER = "var(--ink)", "var(--muted)", "var(--line)", "var(--paper)"

CONFIG: dict[str, Any] = {
    "background": "transparent",
    "font": "sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": MUTED,
        "titleColor": MUTED,
        "titleFontWeight": "normal",
        "titleFontSize": 12,
        "labelFontSize": 12,
        "labelPadding": 6,
        "titlePadding": 10,
        "gridColor": LINE,
        "domain": False,
        "ticks": False,
    },
    "legend": {
        "title": None,
        "orient": "top",
        "labelColor": INK,
        "labelFontSize": 12,
        "symbolType": "circle",
        "symbolStrokeWidth": 0,
        "padding": 0,
        "offset": 12,
        "columnPadding": 16,
    },
    "text": {"color": INK, "fontSize": 12},
    "rule": {"color": MUTED},
}

# where few ticks are thousands, a zero needs no unit
NUMBER = alt.Axis(
    format="~s", tickCount=5, labelExpr="datum.value === 0 ? '0' : datum.label"
)
SMALL_NUMBER = alt.Axis(format=",.0f", tickCount=5, tickMinStep=1)
LARGE = 10_000

_ROOT_SIZE = re.compile(r'(<svg[^>]*?) width="[\d.]+" height="[\d.]+"')
# HTML knows SVG without being told
_NAMESPACES = re.compile(r' xmlns(?::\w+)?="[^"]*"')
_ID = re.compile(r'\bid="([^"]+)"')
_PLACES = re.compile(r'\b(?:d|transform|[xy]2?|width|height|viewBox)="[^"]*"')
_LONG = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
_WHITE = re.compile(r'<rect width="[\d.]+" height="[\d.]+" fill="transparent"\s*/>')


def number_axis(values: pd.Series) -> alt.Axis:
    """Return the axis of counts or amounts: in full while they are short."""
    return NUMBER if values.max() >= LARGE else SMALL_NUMBER


def picture(name: str, draw: Callable[[int], Chart], says: str) -> Picture:
    """Return a picture of what `draw` makes for a width in pixels.

    name: unique on the page; parts of an SVG refer to each other by name. says: what
    is to be seen, for who cannot see it.
    """
    return Picture(
        wide=_svg(draw(WIDE), WIDE, f"{name}-wide"),
        narrow=_svg(draw(NARROW), NARROW, f"{name}-narrow"),
        alt=says,
    )


def _svg(chart: Chart, width: int, name: str) -> str:
    """Return a chart of a total width as SVG whose own names begin with `name`."""
    content = chart.properties(
        width=width, autosize=alt.AutoSizeParams(type="fit-x", contains="padding")
    ).to_dict()
    drawn = vl_convert.vegalite_to_svg(content, config=CONFIG, allowed_base_urls=[])
    drawn = _WHITE.sub("", _ROOT_SIZE.sub(r"\1", drawn, count=1), count=1)
    drawn = _NAMESPACES.sub("", drawn)
    return _with_own_names(_PLACES.sub(_rounded, drawn), name)


def _rounded(places: re.Match[str]) -> str:
    """Return an attribute of places to the hundredth of a pixel.

    The page is smaller, and the last bits of a sum of doubles move nothing.
    """
    return _LONG.sub(lambda number: f"{float(number[0]):.2f}", places[0])


def _with_own_names(drawn: str, name: str) -> str:
    """Return SVG whose parts are named in order: Vega counts on over pictures."""
    for number, old in enumerate(dict.fromkeys(_ID.findall(drawn)), start=1):
        new = f"{name}-{number}"
        drawn = drawn.replace(f'id="{old}"', f'id="{new}"')
        drawn = drawn.replace(f"url(#{old})", f"url(#{new})")
    return drawn
