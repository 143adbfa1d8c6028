"""The pictures of report.html that tell how right a model is, as files of their own."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from customer360.report.build import Build
from customer360.report.page import HERE
from customer360.report.page_parts import Panel, Section
from customer360.report.sections import (
    churn,
    intents,
    sales_forecast,
    segments,
    value,
)

FOLDER = "pictures"
# the chapter that draws a model, and which of its panels
DRAWN: dict[str, tuple[Callable[[Build], Section], tuple[str, ...]]] = {
    "churn": (
        churn.section,
        ("Do its probabilities come true?", "What it gains against recency"),
    ),
    "lifetime_value": (value.section, ("Expected and realised",)),
    "purchase_intent": (
        intents.section,
        ("An order in 7 days", "An order in 30 days"),
    ),
    "sales_forecast": (sales_forecast.section, ("Revenue by day",)),
    "segments": (segments.section, ("Size and value",)),
    "session_intent": (intents.section, ("An order in the visit",)),
}
# the first rule of the page's style: the colours of a light page
_COLOURS = re.compile(r"(--[\w-]+): (#\w+);")
_USED = re.compile(r"var\((--[\w-]+)\)")


@dataclass(frozen=True)
class Drawing:
    """A panel as Markdown, and the file that its picture is."""

    text: str
    name: str
    svg: str


def drawings(module: str, build: Build) -> list[Drawing]:
    """Return what the report draws of a model, where the build has it."""
    if module not in DRAWN:
        return []
    section, titles = DRAWN[module]
    panels = [panel for panel in section(build).panels if panel.title in titles]
    return [
        _drawing(panel, f"{module}-{number}.svg")
        for number, panel in enumerate(panels, start=1)
    ]


def _drawing(panel: Panel, name: str) -> Drawing:
    assert panel.picture is not None, panel.title
    alt = panel.picture.alt.partition(". ")[0]
    parts = [
        f"### {panel.title}\n",
        f"{panel.sentence}\n",
        f"![{alt}]({FOLDER}/{name})\n",
        *([f"{panel.note}\n"] if panel.note else []),
    ]
    return Drawing("\n".join(parts), name, _alone(panel.picture.wide))


def _alone(drawn: str) -> str:
    """Return SVG that needs no page: its colours are those of a light one."""
    css = (HERE / "page.css").read_text(encoding="utf-8")
    light = dict(_COLOURS.findall(css.partition("}")[0]))
    coloured = _USED.sub(lambda used: light[used[1]], drawn)
    head = '<svg xmlns="http://www.w3.org/2000/svg" style="background:#ffffff" '
    return coloured.replace("<svg ", head, 1)
