"""Identity: who was merged, what was refused and why, how right that is."""

from pathlib import Path
from typing import Any

from customer360.identity_quality import Quality
from customer360.report import words
from customer360.report.build import Build
from customer360.report.figures import identity as figures
from customer360.report.page_parts import Section, Tile
from customer360.report.rows import each
from customer360.report.sections import how_well_named, who_was_merged


def section(build: Build, truth: Path | None) -> Section:
    """Return what was tied together, what was not, and its quality by the truth."""
    title = "Who is who"
    totals = each(figures.totals(build))[0]
    if not totals.identifier_count:
        needs = "No record that has landed names anybody."
        return Section("identity", title, missing=needs)
    panels = who_was_merged.panels(build, totals.edge_count)
    panels += how_well_named.panels(build)
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
