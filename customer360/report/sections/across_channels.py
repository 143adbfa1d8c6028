"""Customers of one channel and of several, and where customers are seen."""

import pandas as pd

from customer360.report import words
from customer360.report.build import Build
from customer360.report.figures import channels as figures
from customer360.report.page_parts import Panel
from customer360.report.pictures import bars
from customer360.report.pictures.svg import COLORS, picture
from customer360.report.rows import each, table


def panels(build: Build) -> list[Panel]:
    """Return how many channels customers use, and where they are seen."""
    found = []
    several = figures.channels_per_customer(build)
    if len(several) > 1:
        found.append(_several(several, build.currency))
    reach = figures.reach(build)
    if len(reach):
        reach["channel"] = reach["channel"].map(words.plain)
        found.append(_reach(reach))
    return found


def _several(rows: pd.DataFrame, currency: str) -> Panel:
    sentence = _said_of_several(rows)
    drawn = _bars_of_several(rows, currency)
    return Panel(
        "One channel or several",
        sentence,
        picture(
            "several",
            lambda width: bars.lying(drawn, width, COLORS[2]),
            f"Bars of revenue a customer by channels used. {sentence}",
        ),
        table(
            rows,
            ("channels", "channel_count", str),
            ("customers #", "customer_count", words.count),
            ("revenue each #", "revenue_per_customer", words.in_money(currency)),
            ("share of revenue #", "revenue_share", words.share),
        ),
        "Revenue a customer, and customers, over 365 days. Who buys more has more "
        "occasions to use another channel: this is no proof that channels make spend.",
    )


def _said_of_several(rows: pd.DataFrame) -> str:
    one = rows[rows["channel_count"] == 1]
    more = rows[rows["channel_count"] > 1]
    share = more["customer_count"].sum() / rows["customer_count"].sum()
    sentence = (
        f"{words.share(share)} of those who ordered did so through two channels or "
        f"more; they bring {words.share(more['revenue_share'].sum())} of revenue"
    )
    if one.empty or not each(one)[0].revenue_per_customer:
        return f"{sentence}."
    spent = (more["revenue_per_customer"] * more["customer_count"]).sum()
    mean = spent / more["customer_count"].sum()
    ratio = words.times(mean / each(one)[0].revenue_per_customer)
    return f"{sentence} and spend {ratio} what the others do, each."


def _bars_of_several(rows: pd.DataFrame, currency: str) -> pd.DataFrame:
    drawn = pd.DataFrame(
        {
            "name": [words.plural(n, "channel") for n in rows["channel_count"]],
            "value": rows["revenue_per_customer"],
            "label": [
                f"{words.money(row.revenue_per_customer, currency)} · "
                f"{words.count(row.customer_count)}"
                for row in each(rows)
            ],
        }
    )
    return drawn.assign(said=drawn["name"] + ": " + drawn["label"] + " customers")


def _reach(rows: pd.DataFrame) -> Panel:
    sentence = _said_of_reach(rows)
    drawn = pd.DataFrame(
        {
            "name": rows["channel"],
            "value": rows["share"],
            "label": rows["share"].map(words.share),
            "said": [
                f"{row.channel}: {words.plural(row.customer_count, 'customer')}"
                for row in each(rows)
            ],
        }
    )
    return Panel(
        "Where customers are seen",
        sentence,
        picture(
            "reach",
            lambda width: bars.lying(drawn, width),
            f"Bars of the share of customers seen on each channel. {sentence}",
        ),
        table(
            rows,
            ("channel", "channel", str),
            ("customers #", "customer_count", words.count),
            ("share of all #", "share", words.share),
        ),
        "Anything done in the last 90 days: orders, visits, tickets, loyalty, devices; "
        "messages we sent are not counted.",
    )


def _said_of_reach(rows: pd.DataFrame) -> str:
    first, last = each(rows)[0], each(rows)[-1]
    sentence = (
        f"{words.capital(first.channel)} reaches most: "
        f"{words.share(first.share)} of all customers did something there"
    )
    if len(rows) > 1:
        sentence += f"; {last.channel} fewest, {words.share(last.share)}"
    return f"{sentence}."
