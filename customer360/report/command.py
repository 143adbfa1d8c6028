"""What `c360 report` does: read the build, write one HTML file."""

from pathlib import Path

from customer360.report import words
from customer360.report.build import Build, open_build
from customer360.report.errors import ReportError
from customer360.report.page import page
from customer360.report.page_parts import Section
from customer360.report.rows import each
from customer360.report.sections import (
    campaigns,
    channels,
    churn,
    freshness,
    headline,
    identity,
    intents,
    lifecycle,
    retention,
    sales_forecast,
    segments,
    trust,
    value,
)

DEFAULT_NAME = "report.html"


def report(warehouse: Path, out: Path | None = None, truth: Path | None = None) -> Path:
    """Write the report of a warehouse's build and return where it is.

    out: the file, by default report.html in the warehouse. truth: a folder as
    `c360 simulate --truth` writes it. Raises ReportError, or WarehouseError when the
    build is missing or in use.
    """
    path = out or warehouse / DEFAULT_NAME
    with open_build(warehouse) as build:
        text = report_text(build, truth)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.unfinished")
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)
    except OSError as error:
        raise ReportError(f"{path} cannot be written: {error.strerror}.") from error
    return path


def report_text(build: Build, truth: Path | None = None) -> str:
    """Return the report of an open build as HTML."""
    return page(_sections(build, truth), _heading(build), _lead(build), _footer(build))


def _sections(build: Build, truth: Path | None) -> list[Section]:
    return [
        headline.section(build),
        channels.section(build),
        sales_forecast.section(build),
        segments.section(build),
        lifecycle.section(build),
        retention.section(build),
        churn.section(build),
        intents.section(build),
        value.section(build),
        trust.section(build),
        campaigns.section(build, truth),
        identity.section(build, truth),
        freshness.section(build),
    ]


def _heading(build: Build) -> str:
    count = build.value("select count(*) from marts.dim_customers")
    return f"{words.plural(count, 'customer')}, as of {words.date(build.as_of_date)}"


def _lead(build: Build) -> str:
    first = build.value("select min(order_date) from marts.fct_orders")
    if first is None:
        return "No order has landed yet; the chapters below say what would fill them."
    return (
        f"What they did on every channel since {words.date(first)}, what they are "
        "expected to do, and how far that can be trusted. Every sentence and number is "
        "computed from the build."
    )


def _footer(build: Build) -> list[str]:
    rows = build.frame(
        "select build_id from audit.builds order by started_at desc, rowid desc limit 1"
    )
    lines = [f"Amounts are in {build.currency}; days are business days of the project."]
    lines += [
        f"Build {row.build_id}; `c360 report` writes this page again."
        for row in each(rows)
    ]
    return lines
