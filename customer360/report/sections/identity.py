"""Identity: who was merged, what was refused and why, how right that is."""

from pathlib import Path
from typing import Any

import pandas as pd

from customer360.identity_quality import Quality
from customer360.report import words
from customer360.report.build import Build
from customer360.report.figures import identity as figures
from customer360.report.page_parts import Panel, Section, Table, Tile
from customer360.report.pictures import bars
from customer360.report.pictures.svg import picture
from customer360.report.rows import each

FATES = {
    "of_customers": "a customer's",
    "of_visitors": "a visitor's",
    "shared": "shared",
    "blocked": "blocked",
}
TYPES = {
    "user_id": "account",
    "loyalty_id": "loyalty card",
    "contact_id": "CRM contact",
    "email": "e-mail",
    "social_handle": "social handle",
    "payment_token": "payment card",
    "device_id": "device",
    "anonymous_id": "cookie or app",
}
REASONS = {
    "blocked": "the value is nobody's, such as a placeholder",
    "hub": "one of the two is seen with more people than a person can be",
    "type_limit": "the customer would have too many of one type, say two accounts",
    "size_limit": "the customer would have too many identifiers",
    "never_link": "an analyst has set the two apart",
}


def section(build: Build, truth: Path | None) -> Section:
    """Return what was tied together, what was not, and its quality by the truth."""
    title = "Who is who"
    totals = each(figures.totals(build))[0]
    if not totals.identifier_count:
        needs = "No record that has landed names anybody."
        return Section("identity", title, missing=needs)
    panels = [_per_customer(build), _types(build)]
    refusals = figures.refusals(build)
    if len(refusals):
        panels.append(_refusals(refusals, totals.edge_count))
    tiles = _tiles(totals)
    if truth is not None:
        tiles += _quality_tiles(figures.quality(build, truth))
    return Section("identity", title, panels, tiles)


def _tiles(totals: Any) -> list[Tile]:
    visitors = words.plural(totals.visitor_count, "visitor")
    return [
        Tile(
            "Identifiers",
            words.count(totals.identifier_count),
            f"on {words.short(totals.record_count)} records that name somebody",
        ),
        Tile("Became customers", words.count(totals.customer_count), f"and {visitors}"),
        Tile(
            "Customers merged since",
            words.count(totals.retired_count),
            "ids retired when evidence tied two customers together; each still leads "
            "to its customer",
        ),
    ]


def _quality_tiles(quality: Quality) -> list[Tile]:
    wrong = quality.joined_pair_count - quality.right_pair_count
    missed = quality.evidence_pair_count - quality.found_pair_count
    return [
        Tile(
            "Precision, by the truth",
            words.decimals(quality.precision, 4),
            f"{words.count(wrong)} of {words.short(quality.joined_pair_count)} pairs "
            "put together are two people's",
        ),
        Tile(
            "Recall, by the truth",
            words.decimals(quality.recall, 4),
            f"{words.count(missed)} of {words.short(quality.evidence_pair_count)} "
            "pairs that records tie together were left apart",
        ),
    ]


def _per_customer(build: Build) -> Panel:
    rows = figures.identifiers_per_customer(build)
    total = rows["customer_count"].sum()
    several = rows[rows["identifier_count"] > 1]["customer_count"].sum()
    middle = each(rows[rows["customer_count"].cumsum() >= total / 2])[0]
    sentence = (
        f"{words.share(several / total)} of customers are known by more than one "
        f"identifier; half by {words.count(middle.identifier_count)} or more."
    )
    last = f"{figures.MOST_SHOWN}+"
    drawn = pd.DataFrame(
        {
            "name": [
                last if n == figures.MOST_SHOWN else str(n)
                for n in rows["identifier_count"]
            ],
            "value": rows["customer_count"],
        }
    )
    drawn["said"] = [
        f"{row.name} identifiers: {words.plural(row.value, 'customer')}"
        for row in each(drawn)
    ]
    return Panel(
        "Identifiers per customer",
        sentence,
        picture(
            "per-customer",
            lambda width: bars.upright(
                drawn, width, title="identifiers known of a customer"
            ),
            f"Bars: customers by how many identifiers they are known by. {sentence}",
        ),
        Table(
            ["identifiers", "customers #"],
            [[row.name, words.count(row.value)] for row in each(drawn)],
        ),
    )


def _types(build: Build) -> Panel:
    rows = figures.identifier_types(build)
    rows["name"] = [
        TYPES.get(name, name.replace("_", " ")) for name in rows["identifier_type"]
    ]
    sentence = _merged(rows)
    parts = [
        pd.DataFrame(
            {
                "name": rows["name"],
                "group": said,
                "value": rows[column],
                "rank": rank,
            }
        )
        for rank, (column, said) in enumerate(FATES.items())
    ]
    drawn = pd.concat(parts, ignore_index=True)
    drawn["said"] = [
        f"{name}, {group}: {words.count(value)}"
        for name, group, value in each(drawn[["name", "group", "value"]])
    ]
    return Panel(
        "What became of each kind",
        sentence,
        picture(
            "types",
            lambda width: bars.stacked_lying(drawn, list(FATES.values()), width),
            f"Bars: what became of the identifiers of each type. {sentence}",
        ),
        Table(
            [
                *("type", "identifiers #", *(f"{said} #" for said in FATES.values())),
                *("customers #", "with several #"),
            ],
            [
                [
                    row["name"],
                    words.count(row["identifier_count"]),
                    *(words.count(row[column]) for column in FATES),
                    words.count(row["customer_count"]),
                    words.count(row["several_count"]),
                ]
                for row in rows.to_dict("records")
            ],
        ),
        "Shared: seen with more people than one person's identifier can be, such as a "
        "kiosk's cookie or a household's address; it ties nobody together.",
    )


def _merged(rows: pd.DataFrame) -> str:
    """Return how many accounts became how many customers, of each kind of account."""
    accounts = rows[rows["identifier_type"].isin(figures.ACCOUNTS)]
    accounts = accounts[accounts["several_count"] > 0]
    if accounts.empty:
        return "No customer has two accounts of one kind."
    said = [
        f"{words.count(row.of_customers)} {row.name}s are "
        f"{words.count(row.customer_count)} customers"
        for row in each(accounts)
    ]
    return f"{words.capital(words.listed(said))}: the same people, counted once."


def _refusals(rows: pd.DataFrame, edge_count: int) -> Panel:
    total = rows["pair_count"].sum()
    first = each(rows)[0]
    sentence = (
        f"{words.plural(total, 'pair')} seen together on a record were not tied "
        f"together, beside {words.count(edge_count)} that were; most often because "
        f"{REASONS.get(first.reason, first.reason)}."
    )
    drawn = pd.DataFrame(
        {
            "name": rows["reason"].str.replace("_", " "),
            "value": rows["pair_count"],
            "label": [words.count(value) for value in rows["pair_count"]],
        }
    )
    drawn["said"] = drawn["name"] + ": " + drawn["label"] + " pairs"
    return Panel(
        "What was refused, and why",
        sentence,
        picture(
            "refusals",
            lambda width: bars.lying(drawn, width),
            f"Bars: pairs of identifiers refused, by reason. {sentence}",
        ),
        Table(
            ["reason", "what it says", "pairs #", "most often", "for example"],
            [
                [
                    row.reason,
                    REASONS.get(row.reason, ""),
                    words.count(row.pair_count),
                    row.commonest_rule.replace("_", " "),
                    row.evidence or "",
                ]
                for row in each(rows)
            ],
        ),
    )
