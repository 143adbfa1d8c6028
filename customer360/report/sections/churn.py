"""Churn: is it calibrated, and what does it gain against recency?"""

import pandas as pd

from customer360.report import words
from customer360.report.build import Build
from customer360.report.figures.calibration import with_bounds
from customer360.report.figures.churn import ChurnQuality, churn_quality
from customer360.report.page_parts import Panel, Section, Table
from customer360.report.pictures import lines, points
from customer360.report.pictures.svg import picture
from customer360.report.rows import each, table

CONTACTED = 0.2
ORDERS = {"model": "churn model", "recency": "longest silent first"}


def section(build: Build) -> Section:
    """Return calibration and gain at the last date that can be judged."""
    title = "Who goes silent"
    quality = churn_quality(build)
    if quality is None:
        needs = (
            "Churn cannot be judged yet: no date is so long past that both a model "
            "could be fitted for it and what followed is known. Months of orders help."
        )
        return Section("churn", title, missing=needs)
    return Section("churn", title, [_calibration(quality), _gain(quality)])


def _calibration(quality: ChurnQuality) -> Panel:
    rows = with_bounds(quality.deciles)
    inside = rows["predicted"].between(rows["low"], rows["high"])
    sentence = (
        f"On {words.date(quality.as_of_date)} the model expected "
        f"{words.share(quality.predicted_share)} of "
        f"{words.plural(quality.customer_count, 'customer')} to order nothing in "
        f"{quality.horizon_days} days; {words.share(quality.silent_share)} did so. "
        f"{inside.sum()} of {len(rows)} groups came out as predicted, within chance."
    )
    rows["said"] = [
        f"Tenth {row.churn_decile}: predicted {words.share(row.predicted)}, "
        f"came true {words.share(row.realised)}"
        for row in each(rows)
    ]
    return Panel(
        "Do its probabilities come true?",
        sentence,
        picture(
            "calibration",
            lambda width: points.calibration(rows, width),
            f"Ten points: predicted against realised share of silent customers. "
            f"{sentence}",
        ),
        table(
            rows,
            ("tenth", "churn_decile", str),
            ("customers #", "customer_count", words.count),
            ("predicted #", "predicted", words.share),
            ("came true #", "realised", words.share),
        ),
        "Customers in ten groups by their probability. On the dashed line, what was "
        "predicted came true; the bars are what chance leaves open (95 %). The model "
        "was fitted on what was known before the date.",
    )


def _gain(quality: ChurnQuality) -> Panel:
    ours, theirs = (quality.found(order, CONTACTED) for order in ORDERS)
    sentence = (
        f"Write to the likeliest {words.share(CONTACTED)} and you reach "
        f"{words.share(ours)} of those who will go silent; to those silent longest, "
        f"{words.share(theirs)}."
    )
    if quality.auc is not None and quality.recency_auc is not None:
        gain = quality.auc - quality.recency_auc
        sentence += (
            f" AUC {words.decimals(quality.auc)} against "
            f"{words.decimals(quality.recency_auc)}, a gain of {gain:+.3f}"
        )
        if quality.gain_lower is not None and quality.gain_upper is not None:
            sentence += (
                f" ({quality.gain_lower:+.3f} to {quality.gain_upper:+.3f}, 95 %)"
            )
        sentence += "."
    rows = _drawn(quality.curves)
    return Panel(
        "What it gains against recency",
        sentence,
        picture(
            "gain",
            lambda width: lines.gain_curve(
                rows,
                list(ORDERS.values()),
                width,
                across="customers written to",
                up="of the silent found",
            ),
            f"Two curves: share of silent customers found among the first. {sentence}",
        ),
        _found_table(quality),
        "The dashed line is what writing to anybody would find.",
    )


def _drawn(curves: pd.DataFrame) -> pd.DataFrame:
    rows = pd.DataFrame(
        {
            "group": curves["order"].map(ORDERS),
            "contacted": curves["contacted_share"],
            "found": curves["found_share"],
        }
    )
    is_tenth = (rows["contacted"] * 10).round(6) % 1 == 0
    rows["said"] = [
        f"{row.group}: the first {row.contacted:.0%} hold {row.found:.0%} of the silent"
        if is_marked
        else ""
        for row, is_marked in zip(each(rows), is_tenth, strict=True)
    ]
    return rows


def _found_table(quality: ChurnQuality) -> Table:
    shares = (0.05, 0.1, 0.2, 0.3, 0.5)
    return Table(
        ["written to", *(f"{name} #" for name in ORDERS.values())],
        [
            [f"{share:.0%}", *(f"{quality.found(each, share):.0%}" for each in ORDERS)]
            for share in shares
        ],
    )
