"""Value: what was expected of customers, what they spent, what is expected now."""

import pandas as pd

from customer360.report import words
from customer360.report.build import Build
from customer360.report.figures.value import ValueQuality, value_now, value_quality
from customer360.report.page_parts import Panel, Section
from customer360.report.pictures import bars
from customer360.report.pictures.svg import COLORS, picture
from customer360.report.rows import each, table

GROUPS = ("expected", "realised")
TENTHS = "tenths of customers, by expected value"
GOOD_RATIO = (0.95, 1.05)


def section(build: Build) -> Section:
    """Return value by decile: in the past beside what came, and now."""
    title = "What customers are worth"
    quality, now = value_quality(build), value_now(build)
    panels = []
    if quality is not None:
        panels.append(_judged(quality, build.currency))
    if len(now):
        panels.append(_now(now, build.currency))
    if not panels:
        needs = "Value needs customers with orders: pos/transactions or crm/orders."
        return Section("value", title, missing=needs)
    return Section("value", title, panels)


def _judged(quality: ValueQuality, currency: str) -> Panel:
    rows = quality.deciles
    top = each(rows)[-1]
    sentence = (
        f"On {words.date(quality.as_of_date)} the best tenth was expected to spend "
        f"{words.money(top.expected, currency)} each in {quality.horizon_days} days "
        f"and spent {words.money(top.realised, currency)}; {_in_all(quality)}."
    )
    drawn = _pairs(rows, currency)
    return Panel(
        "Expected and realised",
        sentence,
        picture(
            "value",
            lambda width: bars.side_by_side(drawn, GROUPS, width, title=TENTHS),
            f"Pairs of bars by tenth: expected and realised revenue. {sentence}",
        ),
        table(
            rows,
            ("tenth", "decile", words.count),
            ("customers #", "customer_count", words.count),
            ("expected each #", "expected", words.in_money(currency)),
            ("realised each #", "realised", words.in_money(currency)),
        ),
        f"Revenue a customer over {quality.horizon_days} days; 10 is the tenth that "
        "was expected to spend most.",
    )


def _pairs(rows: pd.DataFrame, currency: str) -> pd.DataFrame:
    """Return a bar a tenth and group."""
    parts = [
        pd.DataFrame({"name": rows["decile"], "group": group, "value": rows[group]})
        for group in GROUPS
    ]
    drawn = pd.concat(parts, ignore_index=True)
    drawn["said"] = [
        f"Tenth {bar.name}, {bar.group}: {words.money(bar.value, currency)} each"
        for bar in each(drawn)
    ]
    return drawn


def _in_all(quality: ValueQuality) -> str:
    ratio = quality.total_ratio
    if words.is_none(ratio):
        return "nobody spent anything"
    low, high = GOOD_RATIO
    if low <= ratio <= high:
        return "in all, expectation and truth are within 5 %"
    side = "much" if ratio > 1 else "little"
    return f"in all, {abs(ratio - 1):.0%} too {side} was expected"


def _now(rows: pd.DataFrame, currency: str) -> Panel:
    top = each(rows)[-1]
    half = rows[rows["decile"] <= 5]["share"].sum()
    sentence = (
        f"Of {words.money(rows['expected'].sum(), currency)} expected in the next 365 "
        f"days, the best tenth of customers brings {words.share(top.share)}, the "
        f"lower half {words.share(half)}."
    )
    drawn = rows.assign(name=rows["decile"], value=rows["expected"])
    drawn["said"] = [
        f"Tenth {row.decile}: {words.money(row.expected, currency)}, "
        f"{words.share(row.share)} of all"
        for row in each(rows)
    ]
    return Panel(
        "The next 365 days",
        sentence,
        picture(
            "value-now",
            lambda width: bars.upright(
                drawn[["name", "value", "said"]], width, title=TENTHS, color=COLORS[2]
            ),
            f"Bars: revenue expected from each tenth of customers. {sentence}",
        ),
        table(
            rows,
            ("tenth", "decile", words.count),
            ("customers #", "customer_count", words.count),
            ("expected #", "expected", words.in_money(currency)),
            ("share #", "share", words.share),
        ),
    )
