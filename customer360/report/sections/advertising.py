"""What advertising cost, beside the customers who came."""

from typing import Any

import pandas as pd

from customer360.report import words
from customer360.report.build import Build
from customer360.report.figures import advertising as figures
from customer360.report.page_parts import Panel, Table
from customer360.report.pictures import bars
from customer360.report.pictures.months import month_key
from customer360.report.pictures.svg import picture
from customer360.report.rows import each


def panels(build: Build) -> list[Panel]:
    """Return the panel of advertising cost; none where no whole month is known."""
    rows = figures.months(build)
    if rows.empty or not rows["cost"].sum():
        return []
    rows["month"] = month_key(rows["month_start"])
    rows["channel"] = rows["channel"].map(words.plain)
    costs = rows.groupby("channel")["cost"].sum().sort_values(ascending=False)
    channels = list(costs.index)
    rows["rank"] = rows["channel"].map({name: at for at, name in enumerate(channels)})
    months = each(figures.new_customers(build))
    sentence = _said(months[-1], costs, build.currency)
    drawn = rows.assign(
        group=rows["channel"],
        value=rows["cost"],
        said=[
            f"{words.month(row.month_start)}, {row.channel}: "
            f"{words.money(row.cost, build.currency)}{_clicks(row.click_count)}"
            for row in each(rows)
        ],
    )[["month", "group", "value", "said", "rank"]]
    return [
        Panel(
            "What advertising cost",
            sentence,
            picture(
                "advertising",
                lambda width: bars.stacked_months(drawn, channels, width),
                f"Stacked bars of advertising cost in {build.currency} by month and "
                f"channel. {sentence}",
            ),
            _by_month(rows, channels, months),
            "Whole months only. Who first ordered is counted whatever brought them: "
            "many would have come without advertising.",
        )
    ]


def _said(last: Any, costs: pd.Series, currency: str) -> str:
    first = costs.index[0]
    told = (
        f"Advertising cost {words.money(last.cost, currency)} in "
        f"{words.month(last.month_start)}"
    )
    if last.customer_count:
        each_cost = words.money(last.cost / last.customer_count, currency)
        told += f", {each_cost} for each customer who first ordered then"
    if len(costs) > 1:
        share = words.share(costs.iloc[0] / costs.sum())
        told += f"; {first} takes {share} of all months' cost"
    return f"{told}."


def _clicks(count: Any) -> str:
    return "" if words.is_none(count) else f", {words.plural(count, 'click')}"


def _by_month(rows: pd.DataFrame, channels: list[str], months: list[Any]) -> Table:
    wide = rows.pivot_table(
        index="month", columns="channel", values="cost", fill_value=0, aggfunc="sum"
    )
    costs = each(wide[channels].reset_index())
    return Table(
        [
            "month",
            *(f"{name} #" for name in channels),
            "first orders #",
            "cost each #",
        ],
        [
            [
                month,
                *(words.count(value) for value in values),
                words.count(of.customer_count),
                words.decimals(of.cost / of.customer_count, 2)
                if of.customer_count
                else "",
            ]
            for (month, *values), of in zip(costs, months, strict=True)
        ],
    )
