"""Sources: what has landed, how old it is, what was set apart, what is missing."""

from typing import Any

import pandas as pd

from customer360.landing import read_contracts
from customer360.report import words
from customer360.report.build import Build
from customer360.report.figures import freshness as figures
from customer360.report.page_parts import Panel, Picture, Section, Table
from customer360.report.pictures import bars
from customer360.report.pictures.svg import picture
from customer360.report.rows import each

# days behind the as-of date from which a source is said to be late
LATE_DAYS = 3.0


def section(build: Build) -> Section:
    """Return freshness and reconciliation of every entity, and those that lack."""
    title = "Sources"
    rows = figures.freshness(build)
    if rows.empty:
        return Section("sources", title, missing="Nothing has landed.")
    panels = [_freshness(rows)]
    refused = figures.refused_records(build)
    if len(refused):
        panels.append(_refused(refused))
    return Section("sources", title, panels)


def _freshness(rows: pd.DataFrame) -> Panel:
    absent = sorted(set(read_contracts()) - set(rows["entity"]))
    late = rows[rows["lag_days"] > LATE_DAYS]
    sentence = (
        f"{words.count(rows['landed_count'].sum())} rows have come in files of "
        f"{words.plural(len(rows), 'entity', 'entities')}"
    )
    quarantined = rows["quarantined_count"].sum()
    if quarantined:
        sentence += f", {words.count(quarantined)} of them quarantined"
    if len(late):
        slowest = max(each(late), key=lambda row: row.lag_days)
        sentence += (
            f"; {words.plural(len(late), 'entity is', 'entities are')} more than "
            f"{LATE_DAYS:.0f} days behind, {slowest.entity} most, "
            f"{words.plural(round(slowest.lag_days), 'day')}"
        )
    missing = f" Not landed: {words.listed(absent)}." if absent else ""
    return Panel(
        "What has landed",
        f"{sentence}.{missing}",
        _lags(rows, sentence),
        table=Table(
            [
                *("entity", "rows in files #", "last event", "days behind #"),
                *("staged #", "duplicates #", "conflicts #", "quarantined #"),
            ],
            [_line(row) for row in rows.to_dict("records")],
        ),
        note="Rows in files = staged + duplicates + conflicts + quarantined: nothing "
        "is dropped in silence. Days behind are counted from the latest event of all.",
        is_open=True,
    )


def _lags(rows: pd.DataFrame, sentence: str) -> Picture | None:
    """Return bars of the days behind, the slowest first; None where nobody lags."""
    known = rows[rows["lag_days"].notna()]
    known = known.sort_values(["lag_days", "entity"], ascending=[False, True])
    if not (known["lag_days"] > 0).any():
        return None
    names = known["entity"].str.replace("_", " ")
    labels = known["lag_days"].map("{:.1f}".format)
    drawn = pd.DataFrame(
        {
            "name": names,
            "value": known["lag_days"].clip(lower=0.0).astype(float),
            "label": labels,
            "said": names + ": " + labels + " days behind",
        }
    )
    return picture(
        "freshness",
        lambda width: bars.lying(drawn, width),
        f"Bars of the days each entity is behind. {sentence}",
    )


def _line(row: dict[Any, Any]) -> list[str]:
    lag = row["lag_days"]
    last = row["last_event_at"]
    counts = ("staged", "duplicate", "conflict", "quarantined")
    return [
        str(row["entity"]),
        words.count(row["landed_count"]),
        words.NONE if words.is_none(last) else f"{last:%Y-%m-%d %H:%M}",
        words.NONE if words.is_none(lag) else f"{lag:.1f}",
        *(words.count(row[f"{name}_count"]) for name in counts),
    ]


def _refused(rows: pd.DataFrame) -> Panel:
    first = each(rows)[0]
    sentence = (
        f"{words.plural(rows['record_count'].sum(), 'record')} landed and cannot be "
        f"used, most of {first.entity}: {first.reason}."
    )
    return Panel(
        "What could not be used",
        sentence,
        table=Table(
            ["entity", "reason", "records #"],
            [
                [row.entity, row.reason, words.count(row.record_count)]
                for row in each(rows.head(12))
            ],
        ),
        is_open=True,
    )
