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
from customer360.report.rows import each, table

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
    panels = [_shares(rows, build.currency), _differences(rows, profiles)]
    moves = figures.moves(build)
    if not moves.empty:
        panels.append(_moves(moves))
    return Section(
        "segments",
        title,
        panels,
        cards=[_card(row, profiles, build.currency) for row in each(rows)],
    )


def _shares(rows: pd.DataFrame, currency: str) -> Panel:
    sentence = _said_of_shares(rows)
    drawn = _points_of_shares(rows)
    money = words.in_money(currency)
    return Panel(
        "Size and value",
        sentence,
        picture(
            "segments",
            lambda width: points.share_pairs(drawn, SHARES, width),
            f"Pairs of points: each segment's share of customers and of revenue. "
            f"{sentence}",
        ),
        table(
            rows,
            ("segment", "segment_name", str),
            ("customers #", "customer_count", words.count),
            ("share #", "customer_share", words.share),
            ("revenue, 365 days #", "revenue", money),
            ("share #", "revenue_share", words.share),
            ("each #", "revenue_per_customer", money),
            ("mean churn #", "churn_share", words.share),
            ("expected, 365 days #", "expected_revenue", money),
        ),
    )


def _said_of_shares(rows: pd.DataFrame) -> str:
    best = max(each(rows), key=lambda row: row.revenue_share)
    biggest = max(each(rows), key=lambda row: row.customer_share)
    sentence = (
        f"{words.capital(best.segment_name)}, {words.share(best.customer_share)} "
        f"of customers, bring {words.share(best.revenue_share)} of revenue"
    )
    if biggest.segment_number == best.segment_number:
        return f"{sentence}."
    return (
        f"{sentence}; the largest segment, {biggest.segment_name} with "
        f"{words.share(biggest.customer_share)}, brings "
        f"{words.share(biggest.revenue_share)}."
    )


def _points_of_shares(rows: pd.DataFrame) -> pd.DataFrame:
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
    return drawn


def _differences(rows: pd.DataFrame, profiles: pd.DataFrame) -> Panel:
    cells = _cells_of_differences(profiles)
    telling = [name[:1].lower() + name[1:] for name in dict.fromkeys(cells["name"])]
    sentence = f"What tells segments apart most: {words.listed(telling[:3])}."
    return Panel(
        "What sets each apart",
        sentence,
        picture(
            "profiles",
            lambda width: grids.difference_grid(cells, width),
            f"A grid of features by segment: means, coloured by how far they are from "
            f"the average. {sentence}",
        ),
        _means(cells, list(rows["segment_name"])),
        "Means of each segment. The darker, the further from the average of all "
        "customers: blue above, orange below.",
    )


def _moves(moves: pd.DataFrame) -> Panel:
    """Return where the customers of each segment of a month before are now."""
    sentence = _said_of_moves(moves)
    drawn = pd.DataFrame(
        {
            "name": moves["from_segment_name"],
            "place": moves["to_segment_name"],
            "value": moves["share"],
            "label": [words.count(count) for count in moves["customer_count"]],
            "said": [
                f"From {row.from_segment_name} to {row.to_segment_name}: "
                f"{words.plural(row.customer_count, 'customer')}, "
                f"{words.share(row.share)} of those who were {row.from_segment_name}"
                for row in each(moves)
            ],
        }
    )
    return Panel(
        "Who moved",
        sentence,
        picture(
            "moves",
            lambda width: grids.moves_grid(drawn, width),
            f"A grid: segments of then by segments of now, counts of customers. "
            f"{sentence}",
        ),
        table(
            moves,
            ("from", "from_segment_name", str),
            ("to", "to_segment_name", str),
            ("customers #", "customer_count", words.count),
            ("share of those before #", "share", words.share),
        ),
        "Each row: customers by their segment of then; each cell: how many are in "
        "the segment named above now. The darker, the larger the share of the row.",
    )


def _said_of_moves(moves: pd.DataFrame) -> str:
    moved = moves[moves["is_moved"]]
    since = words.date(moves["previous_as_of_date"].iloc[0])
    count, total = moved["customer_count"].sum(), moves["customer_count"].sum()
    sentence = (
        f"Since {since}, {words.share(count / total)} of "
        f"{words.plural(total, 'customer')} moved to another segment"
    )
    if moved.empty:
        return f"{sentence}."
    most = max(each(moved), key=lambda row: row.customer_count)
    return (
        f"{sentence}; most of them, {words.count(most.customer_count)}, from "
        f"{most.from_segment_name} to {most.to_segment_name}."
    )


def _cells_of_differences(profiles: pd.DataFrame) -> pd.DataFrame:
    """Return a cell a segment and feature, the most telling feature first."""
    rows = each(
        profiles.sort_values(
            ["told_apart", "segment_number"], ascending=[False, True], kind="stable"
        )
    )
    cells = pd.DataFrame(
        {
            "name": [feature_name(row.feature) for row in rows],
            "place": [row.segment_name for row in rows],
            "value": [row.difference for row in rows],
            "size": [abs(row.difference) for row in rows],
            "label": [feature_value(row.feature, row.segment_mean) for row in rows],
            "overall": [feature_value(row.feature, row.overall_mean) for row in rows],
        }
    )
    cells["said"] = [
        f"{cell.place}, {cell.name}: {cell.label}, on average {cell.overall}"
        for cell in each(cells)
    ]
    return cells


def _means(cells: pd.DataFrame, names: list[str]) -> Table:
    wide = cells.pivot_table(
        index=["name", "overall"],
        columns="place",
        values="label",
        aggfunc="first",
        sort=False,
    )
    return Table(
        ["feature", *(f"{name} #" for name in names), "all #"],
        [
            [name, *means, overall]
            for name, overall, *means in each(wide[names].reset_index())
        ],
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
        f"{words.count(row.moved_in_count)} came from other segments in a month, "
        f"{words.count(row.moved_out_count)} went to others",
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
