"""Sales forecast: the weeks to come, by channel and category, and how far to trust."""

import pandas as pd

from customer360.report import words
from customer360.report.build import Build
from customer360.report.figures.sales_forecast import SalesForecast, sales_forecast
from customer360.report.page_parts import Panel, Section
from customer360.report.pictures import lines
from customer360.report.pictures.svg import picture
from customer360.report.rows import each, table

GROUPS = ("realised", "expected")
KEY = "sales-forecast"


def section(build: Build) -> Section:
    """Return the next weeks' revenue, who makes it up, and the quality measured."""
    title = "Sales forecast"
    forecast = sales_forecast(build)
    if forecast is None:
        needs = "A forecast needs days with orders: pos/transactions or crm/orders."
        return Section(KEY, title, missing=needs)
    panels = [_days(forecast, build.currency), _members(forecast, build.currency)]
    if len(forecast.quality):
        panels.append(_quality(forecast.quality))
    return Section(KEY, title, panels)


def _days(forecast: SalesForecast, currency: str) -> Panel:
    ahead = forecast.days[forecast.days["group"] == "expected"]
    sentence = (
        f"{words.money(ahead['value'].sum(), currency)} are expected in the "
        f"{len(ahead)} days from {words.date(forecast.as_of_date)}."
    )
    drawn = forecast.days.assign(
        said=[_said(row, currency) for row in each(forecast.days)]
    )
    return Panel(
        "Revenue by day",
        sentence,
        picture(
            KEY,
            lambda width: lines.day_lines_with_bounds(drawn, GROUPS, width),
            f"Daily revenue, realised and then expected within bounds. {sentence}",
        ),
        table(
            ahead,
            ("day", "sales_date", lambda day: words.date(day.date())),
            ("expected #", "value", words.in_money(currency)),
            ("at least #", "low", words.in_money(currency)),
            ("at most #", "high", words.in_money(currency)),
        ),
        "The band is to hold 80 days of 100. Days hardly known yet are left out.",
    )


def _said(row: object, currency: str) -> str:
    day, value = words.date(row.sales_date.date()), words.money(row.value, currency)  # type: ignore[attr-defined]
    return f"{day}: {value} {row.group}"  # type: ignore[attr-defined]


def _members(forecast: SalesForecast, currency: str) -> Panel:
    names = []
    for level, rows in forecast.members.groupby("level_name", sort=False):
        first = each(rows)[0]
        share = first.expected_amount / rows["expected_amount"].sum()
        names.append(
            f"{words.share(share)} from {level} {words.plain(first.member_name)}"
        )
    return Panel(
        "Who makes it up",
        f"{words.capital(words.listed(names))}." if names else "Nothing is expected.",
        table=table(
            forecast.members,
            ("level", "level_name", str),
            ("member", "member_name", words.plain),
            ("orders #", "expected_count", words.count),
            ("revenue #", "expected_amount", words.in_money(currency)),
        ),
        note="Channels sum to the total, and so do categories.",
        is_open=True,
    )


def _quality(quality: pd.DataFrame) -> Panel:
    first = each(quality)[0]
    sentence = (
        f"Over {words.plural(first.date_count, 'past date')}, forecasts of a day's "
        f"{first.level_name} revenue were off by {words.share(first.wape)}; the week "
        f"before again, by {words.share(first.baseline_wape)}."
    )
    return Panel(
        "How far it can be trusted",
        sentence,
        table=table(
            quality,
            ("level", "level_name", str),
            ("off by #", "wape", words.share),
            ("week before again #", "baseline_wape", words.share),
            ("within the band #", "coverage", words.share),
        ),
        note="Absolute errors of days over all revenue; the band should hold 80 %.",
        is_open=True,
    )
