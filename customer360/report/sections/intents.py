"""Intents: who orders soon, and which visits end in an order, beside what came."""

import numpy as np
import pandas as pd

from customer360.report import words
from customer360.report.build import Build
from customer360.report.figures.calibration import calibration
from customer360.report.page_parts import Panel, Section
from customer360.report.pictures import points
from customer360.report.pictures.svg import picture
from customer360.report.rows import each, table

TITLE = "Who orders next"
# measure: what happens, to whom, when it was asked
ASKED = {
    "purchase_7d": ("An order in 7 days", "customer", "As of {}"),
    "purchase_30d": ("An order in 30 days", "customer", "As of {}"),
    "session_order": ("An order in the visit", "visit", "From {} on"),
}


def section(build: Build) -> Section:
    """Return the calibration of each intent at the last date that can be judged."""
    found = {measure: calibration(build, measure) for measure in ASKED}
    panels = [_panel(name, rows) for name, rows in found.items() if len(rows)]
    if not panels:
        needs = (
            "Nothing can be judged yet: weeks of orders after the first month start, "
            "and visits for theirs, fill this."
        )
        return Section("intents", TITLE, missing=needs)
    return Section("intents", TITLE, panels)


def _panel(measure: str, rows: pd.DataFrame) -> Panel:
    title, thing, asked = ASKED[measure]
    inside = rows["predicted"].between(rows["low"], rows["high"])
    count = rows["customer_count"]
    predicted, realised = (
        words.share(np.average(rows[side], weights=count))
        for side in ("predicted", "realised")
    )
    sentence = (
        f"{asked.format(words.date(each(rows)[0].as_of_date))}, {predicted} of "
        f"{words.plural(count.sum(), thing)} were expected to order; {realised} did. "
        f"{inside.sum()} of {len(rows)} groups came out as predicted, within chance."
    )
    rows["said"] = [
        f"Tenth {row.bin_number}: predicted {words.share(row.predicted)}, "
        f"came true {words.share(row.realised)}"
        for row in each(rows)
    ]
    return Panel(
        title,
        sentence,
        picture(
            measure.replace("_", "-"),
            lambda width: points.calibration(rows, width),
            f"Points: predicted against realised share of orders. {sentence}",
        ),
        table(
            rows,
            ("tenth", "bin_number", str),
            (f"{thing}s #", "customer_count", words.count),
            ("predicted #", "predicted", words.share),
            ("came true #", "realised", words.share),
        ),
        f"{words.capital(thing)}s in ten groups by their probability. On the dashed "
        "line, what was predicted came true; the bars are what chance leaves open "
        "(95 %).",
    )
