"""What `c360 summary` prints, and `c360 build` at its end."""

from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console

from customer360.publish import published_version
from customer360.summary import figures
from customer360.summary.source import Row, Source, open_source
from customer360.summary.tables import table

Section = tuple[str, tuple[str, ...], Callable[[Source], list[Row]]]

# a pipe or file has no width of its own; 80 would fold names
WIDTH_OF_A_FILE = 140

SECTIONS: Sequence[Section] = (
    ("Marts", ("mart", "rows #"), figures.mart_rows),
    (
        "What has landed",
        ("entity", "rows landed #", "last event", "last landed"),
        figures.freshness,
    ),
    (
        "Models beside their baselines",
        ("model", "metric", "value #", "baseline", "its value #", "as of"),
        figures.model_quality,
    ),
    (
        "Segments",
        ("segment", "customers #", "revenue, 365 days %", "mean churn %"),
        figures.segments,
    ),
    (
        "Set apart on the way in",
        ("entity", "rows in files #", "duplicates #", "conflicts #", "quarantined #"),
        figures.set_apart,
    ),
    (
        "Records refused",
        ("entity", "reason", "records #"),
        figures.refused_records,
    ),
    (
        "Identifiers not merged",
        ("rule", "reason", "pairs #"),
        figures.refused_edges,
    ),
    (
        "Expectations that failed",
        ("suite", "expectation", "column", "seen", "severity"),
        figures.warnings,
    ),
)


def summary(warehouse: Path, output: Console) -> None:
    """Print what a warehouse holds; sections without rows are left out.

    Raises SummaryError when there is neither a build nor a published version.
    """
    if not output.is_terminal:
        output.width = WIDTH_OF_A_FILE
    with open_source(warehouse) as source:
        output.print(_headline(source))
        for title, columns, rows_of in SECTIONS:
            rows = rows_of(source)
            if rows:
                output.print(table(title, columns, rows))
    for line in how_to_open(warehouse):
        output.print(line, markup=False)


def _headline(source: Source) -> str:
    ((as_of,),) = figures.as_of_date(source) or [(None,)]
    said = f"As of {as_of or 'no date yet'}"
    for build_id, completed_at, is_success in figures.build(source):
        how = "ended well" if is_success else "did not end well"
        said += f"; build {build_id} {how}"
        if completed_at:
            said += f" on {completed_at:%Y-%m-%d %H:%M} UTC"
    return f"{said}. Read from {source.database}."


def how_to_open(warehouse: Path) -> list[str]:
    """Return where readers find the published version and how to open it."""
    version = published_version(warehouse)
    if version is None:
        return ["Nothing has been published yet."]
    path = warehouse / "published" / "marts.duckdb"
    treatment = version.manifest["personal_columns"]
    return [
        f"Published: version {version.version_id}, personal columns {treatment}.",
        f'  DuckDB  duckdb -readonly {path} "from marts.customer_360 limit 10"',
        f'  Python  duckdb.connect("{path}", read_only=True)'
        '.sql("from marts.customer_360").df()',
        f"  BI      DuckDB driver, read-only, on {path}; or any reader of Parquet on",
        f"          {path.parent / 'parquet'}",
    ]
