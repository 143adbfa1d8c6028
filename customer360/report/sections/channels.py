"""Customers and revenue by channel and month."""

from collections.abc import Sequence

import pandas as pd

from customer360.report import words
from customer360.report.build import Build
from customer360.report.figures import channels as figures
from customer360.report.page_parts import Panel, Section, Table
from customer360.report.pictures import bars, lines
from customer360.report.pictures.months import month_key
from customer360.report.pictures.svg import picture
from customer360.report.rows import each
from customer360.report.sections import across_channels

# more channels than colours: the smallest are one
MOST_GROUPS = 7
OTHER = "other"


def section(build: Build) -> Section:
    """Return revenue, customers and reach by channel."""
    title = "Channels and months"
    rows = figures.months(build)
    if rows.empty:
        needs = (
            "No whole month of orders has landed yet: pos/transactions or crm/orders "
            "would fill this chapter."
        )
        return Section("channels", title, missing=needs)
    rows = _grouped(rows)
    groups = list(
        rows.groupby("group")["revenue"].sum().sort_values(ascending=False).index
    )
    rows["rank"] = rows["group"].map({name: rank for rank, name in enumerate(groups)})
    totals = figures.month_totals(build)
    panels = [
        _revenue(rows, groups, totals, build.currency),
        _customers(rows, groups, totals),
    ]
    return Section("channels", title, [*panels, *across_channels.panels(build)])


def _grouped(rows: pd.DataFrame) -> pd.DataFrame:
    """Add `month` and `group`: the channel, the smallest of too many together."""
    rows["channel"] = rows["channel"].map(words.plain)
    sums = rows.groupby("channel")["revenue"].sum().sort_values(ascending=False)
    kept = set(sums.index[:MOST_GROUPS])
    rows["month"] = month_key(rows["month_start"])
    rows["group"] = rows["channel"].where(rows["channel"].isin(kept), OTHER)
    return (
        rows.groupby(["month_start", "month", "group"], sort=True)[
            ["revenue", "order_count", "customer_count"]
        ]
        .sum()
        .reset_index()
    )


def _revenue(
    rows: pd.DataFrame, groups: Sequence[str], totals: pd.DataFrame, currency: str
) -> Panel:
    best = max(each(totals), key=lambda month: month.revenue)
    biggest = rows.groupby("group")["revenue"].sum()
    shares = biggest / biggest.sum()
    first = groups[0]
    sentence = (
        f"{words.capital(first)} brings {words.share(shares[first])} of "
        f"revenue{_change(rows, first)}; {words.month(best.month_start)} was the best "
        f"month with {words.money(best.revenue, currency)}."
    )
    drawn = rows.assign(
        value=rows["revenue"],
        said=[
            f"{words.month(row.month_start)}, {row.group}: "
            f"{words.money(row.revenue, currency)}, "
            f"{words.plural(row.order_count, 'order')}"
            for row in each(rows)
        ],
    )
    columns = ["month", "group", "value", "said", "rank"]
    return Panel(
        "Revenue by month and channel",
        sentence,
        picture(
            "revenue",
            lambda width: bars.stacked_months(drawn[columns], groups, width),
            f"Stacked bars of revenue in {currency} by month and channel. {sentence}",
        ),
        _by_month(rows, groups, "revenue"),
        "Whole months only. Revenue is after discount; what was given back is not "
        "taken off.",
    )


def _change(rows: pd.DataFrame, group: str) -> str:
    """Return how a group's share of revenue moved from the first month to the last."""
    wide = rows.pivot_table(
        index="month", columns="group", values="revenue", fill_value=0, aggfunc="sum"
    )
    shares = wide[group] / wide.sum(axis=1)
    before, now = words.share(shares.iloc[0]), words.share(shares.iloc[-1])
    if before == now:
        return ""
    way = "up" if shares.iloc[-1] > shares.iloc[0] else "down"
    return f", {way} from {before} in the first month to {now} in the last"


def _customers(
    rows: pd.DataFrame, groups: Sequence[str], totals: pd.DataFrame
) -> Panel:
    first, *_, last = each(pd.concat([totals, totals.tail(1)]))
    sentence = (
        f"{words.plural(last.customer_count, 'customer')} ordered in "
        f"{words.month(last.month_start)}"
    )
    if len(totals) > 1 and first.customer_count:
        change = words.change(last.customer_count, first.customer_count)
        sentence += f", {change} in {words.month(first.month_start)}"
    drawn = rows.assign(
        value=rows["customer_count"],
        said=[
            f"{words.month(row.month_start)}, {row.group}: "
            f"{words.plural(row.customer_count, 'customer')}"
            for row in each(rows)
        ],
    )[["month", "group", "value", "said"]]
    return Panel(
        "Customers who ordered",
        f"{sentence}.",
        picture(
            "customers",
            lambda width: lines.month_lines(drawn, groups, width),
            f"Lines of customers with an order by month and channel. {sentence}.",
        ),
        _by_month(rows, groups, "customer_count"),
        "Who ordered through two channels in a month is in both lines.",
    )


def _by_month(rows: pd.DataFrame, groups: Sequence[str], column: str) -> Table:
    wide = rows.pivot_table(
        index="month", columns="group", values=column, fill_value=0, aggfunc="sum"
    )
    return Table(
        ["month", *(f"{name} #" for name in groups)],
        [
            [month, *(words.count(value) for value in values)]
            for month, *values in each(wide[list(groups)].reset_index())
        ],
    )
