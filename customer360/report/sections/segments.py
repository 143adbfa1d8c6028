"""Segments: size, value, and what sets each apart."""

from typing import Any

import pandas as pd

from customer360.report import words
from customer360.report.build import Build
from customer360.report.feature_names import feature_name, feature_value
from customer360.report.figures import segments as figures
from customer360.report.page_parts import Card, Panel, Section, Table
from customer360.report.pictures import grids, points
from customer360.report.pictures.svg import COLORS, picture
from customer360.report.rows import each

SHARES = ("customers", "revenue")
SAID_OF_EACH = 3
# standard deviations; nearer to the average sets nobody apart
LEAST_DIFFERENCE = 0.25


def section(build: Build) -> Section:
    """Return size and value of segments, and their features beside the average."""
    title = "Segments"
    rows = figures.segments(build)
    if rows.empty:
        needs = (
            "No segments yet: they need customers with orders, so pos/transactions "
            "or crm/orders with an identifier on them."
        )
        return Section("segments", title, missing=needs)
    profiles = figures.profiles(build)
    return Section(
        "segments",
        title,
        [_shares(rows, build.currency), _differences(rows, profiles)],
        cards=[_card(row, profiles, build.currency) for row in each(rows)],
    )


def _shares(rows: pd.DataFrame, currency: str) -> Panel:
    best = max(each(rows), key=lambda row: row.revenue_share)
    biggest = max(each(rows), key=lambda row: row.customer_share)
    sentence = (
        f"{words.capital(best.segment_name)}, {words.share(best.customer_share)} "
        f"of customers, bring {words.share(best.revenue_share)} of revenue"
    )
    if biggest.segment_number != best.segment_number:
        sentence += (
            f"; the largest segment, {biggest.segment_name} with "
            f"{words.share(biggest.customer_share)}, brings "
            f"{words.share(biggest.revenue_share)}"
        )
    parts = [
        pd.DataFrame(
            {
                "name": rows["segment_name"],
                "group": group,
                "value": rows[f"{group.removesuffix('s')}_share"],
            }
        )
        for group in SHARES
    ]
    drawn = pd.concat(parts, ignore_index=True)
    drawn["said"] = [
        f"{row.name}: {words.share(row.value)} of {row.group}" for row in each(drawn)
    ]
    return Panel(
        "Size and value",
        f"{sentence}.",
        picture(
            "segments",
            lambda width: points.share_pairs(drawn, SHARES, width),
            f"Pairs of points: each segment's share of customers and of revenue. "
            f"{sentence}.",
        ),
        Table(
            [
                *("segment", "customers #", "share #", "revenue, 365 days #"),
                *("share #", "each #", "mean churn #", "expected, 365 days #"),
            ],
            [
                [
                    row.segment_name,
                    words.count(row.customer_count),
                    words.share(row.customer_share),
                    words.money(row.revenue, currency),
                    words.share(row.revenue_share),
                    words.money(row.revenue_per_customer, currency),
                    words.share(row.churn_share),
                    words.money(row.expected_revenue, currency),
                ]
                for row in each(rows)
            ],
        ),
    )


def _differences(rows: pd.DataFrame, profiles: pd.DataFrame) -> Panel:
    profiles = profiles.sort_values(
        ["told_apart", "segment_number"], ascending=[False, True], kind="stable"
    )
    named = profiles["feature"].map(feature_name)
    drawn = pd.DataFrame(
        {
            "name": named,
            "place": profiles["segment_name"],
            "value": profiles["difference"],
            "size": profiles["difference"].abs(),
            "label": [
                feature_value(row.feature, row.segment_mean) for row in each(profiles)
            ],
        }
    )
    overall = [feature_value(row.feature, row.overall_mean) for row in each(profiles)]
    drawn["said"] = [
        f"{row.place}, {row.name}: {row.label}, on average {mean}"
        for row, mean in zip(each(drawn), overall, strict=True)
    ]
    telling = [name[:1].lower() + name[1:] for name in named.drop_duplicates()[:3]]
    sentence = f"What tells segments apart most: {words.listed(telling)}."
    wide = drawn.pivot_table(
        index="name", columns="place", values="label", aggfunc="first", sort=False
    )
    overall_of = dict(zip(named, overall, strict=True))
    names = list(rows["segment_name"])
    wide = wide[names]
    return Panel(
        "What sets each apart",
        sentence,
        picture(
            "profiles",
            lambda width: grids.difference_grid(drawn, width),
            f"A grid of features by segment: means, coloured by how far they are from "
            f"the average. {sentence}",
        ),
        Table(
            ["feature", *(f"{name} #" for name in names), "all #"],
            [
                [name, *means, overall_of[name]]
                for name, *means in each(wide.reset_index())
            ],
        ),
        "Means of each segment. The darker, the further from the average of all "
        "customers: blue above, orange below.",
    )


def _card(row: Any, profiles: pd.DataFrame, currency: str) -> Card:
    """Return a segment in words: size, value, its most unusual features."""
    own = profiles[profiles["segment_number"] == row.segment_number]
    own = own[own["difference"].abs() >= LEAST_DIFFERENCE]
    own = own.reindex(own["difference"].abs().sort_values(ascending=False).index)
    unusual = [_unusual(feature) for feature in each(own.head(SAID_OF_EACH))]
    lines = [
        f"{words.plural(row.customer_count, 'customer')}, "
        f"{words.money(row.revenue_per_customer, currency)} each in 365 days",
        *(unusual or ["near the average in everything"]),
    ]
    number = int(row.segment_number) - 1
    return Card(row.segment_name, lines, COLORS[number % len(COLORS)])


def _unusual(row: Any) -> str:
    name = feature_name(row.feature)
    mean, overall = row.segment_mean, row.overall_mean
    said = f"{name}: {feature_value(row.feature, mean)}"
    if overall > 0 and mean / overall >= 1.5:
        return f"{said}, {words.times(mean / overall)} the average"
    return f"{said}, on average {feature_value(row.feature, overall)}"
