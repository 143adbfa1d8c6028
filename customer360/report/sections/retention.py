"""Who orders again, by the month of the first order."""

import pandas as pd

from customer360.report import words
from customer360.report.build import Build
from customer360.report.figures.retention import retention
from customer360.report.page_parts import Panel, Section, Table
from customer360.report.pictures import grids
from customer360.report.pictures.months import month_key
from customer360.report.pictures.svg import picture
from customer360.report.rows import each

# a share of fewer customers says little
SMALL_COHORT = 20


def section(build: Build) -> Section:
    """Return the heat map of cohorts."""
    title = "Retention"
    rows = retention(build)
    if rows.empty:
        needs = (
            "Retention needs two whole months of orders that name somebody: "
            "pos/transactions or crm/orders with a card, account, e-mail or phone."
        )
        return Section("retention", title, missing=needs)
    return Section("retention", title, [_heat_map(rows)])


def _heat_map(rows: pd.DataFrame) -> Panel:
    sentence = _said(rows)
    full = float(rows["share"].max()) or 1.0
    drawn = pd.DataFrame(
        {
            "name": month_key(rows["cohort_month"]),
            "place": rows["months_after"],
            "value": rows["share"],
            "label": [f"{value:.0%}" for value in rows["share"]],
        }
    )
    drawn["said"] = [
        f"First order in {words.month(row.cohort_month)}: "
        f"{words.count(row.customer_count)} of {words.count(row.cohort_size)} ordered "
        f"{words.plural(row.months_after, 'month')} later"
        for row in each(rows)
    ]
    return Panel(
        "Who comes back",
        sentence,
        picture(
            "retention",
            lambda width: grids.heat_map(
                drawn, width, across="months after the first order", full=full
            ),
            f"Heat map: share of each month's new customers who ordered in later "
            f"months. {sentence}",
        ),
        _table(rows),
        "Each row: customers by the month of their first order here; each cell: the "
        f"share that ordered in that later month. Records begin in "
        f"{words.month(rows['cohort_month'].min())}, so the first rows hold older "
        "customers too.",
    )


def _said(rows: pd.DataFrame) -> str:
    """Return how many come back a month later and half a year later."""
    large = rows[rows["cohort_size"] >= SMALL_COHORT]
    rows = large if len(large) else rows
    months = sorted({1, min(6, int(rows["months_after"].max()))})
    parts = []
    for after in months:
        there = rows[rows["months_after"] == after]
        share = there["customer_count"].sum() / there["cohort_size"].sum()
        when = "the month after" if after == 1 else f"{after} months after"
        parts.append(f"{words.share(share)} order again {when}")
    return f"{words.capital(words.listed(parts))} their first order."


def _table(rows: pd.DataFrame) -> Table:
    wide = rows.pivot_table(
        index=["cohort_month", "cohort_size"], columns="months_after", values="share"
    )
    return Table(
        ["first order", "customers #", *(f"+{after} #" for after in wide.columns)],
        [
            [
                words.month(cohort),
                words.count(size),
                *("" if words.is_none(share) else f"{share:.0%}" for share in shares),
            ]
            for cohort, size, *shares in each(wide.reset_index())
        ],
    )
