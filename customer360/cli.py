"""The `c360` command: thin; each command imports what it needs when it is run."""

# imports inside commands keep `c360 --help` fast; each argument is an option
# ruff: noqa: PLC0415, PLR0913, PLR0917
from pathlib import Path
from typing import Annotated

import typer

from customer360.cli_identity import identity
from customer360.cli_parts import (
    LandingOption,
    OneMessage,
    WarehouseOption,
    console,
)

app = typer.Typer(
    cls=OneMessage,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Raw customer records in; a published, proven customer 360 out.",
)

app.add_typer(identity, name="identity")


@app.command()
def land(
    entity: Annotated[
        str | None,
        typer.Argument(metavar="ENTITY", help="Contract, e.g. pos/transactions."),
    ] = None,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE...", help="CSV, JSON Lines or Parquet files."),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--map", help="Mapping: a .yml or .sql file.")
    ] = None,
    known_at: Annotated[
        str,
        typer.Option(
            help="When the records were known: auto, now, event, or a column."
        ),
    ] = "auto",
    max_bad_share: Annotated[
        float, typer.Option(min=0, max=1, help="Land nothing if more rows are bad.")
    ] = 0.05,
    all_inboxes: Annotated[
        bool, typer.Option("--all", help="Land the inboxes of landing.yml.")
    ] = False,
    folder: Annotated[
        Path | None, typer.Option("--dir", help="Land <system>/<entity>/ folders.")
    ] = None,
    config: Annotated[
        Path | None, typer.Option(help="Another landing.yml; goes with --all.")
    ] = None,
    even_if_withdrawn: Annotated[
        bool,
        typer.Option("--even-if-withdrawn", help="Land what was taken back, too."),
    ] = False,
    withdraw: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE_ID", help="Take a landed file back."),
    ] = None,
    landing: LandingOption = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Check files against their contract and land them; the same file lands once."""
    from customer360.landing.command import Options
    from customer360.landing.command import land as run

    options = Options(
        entity,
        files or [],
        mapping,
        known_at,
        max_bad_share,
        all_inboxes,
        folder,
        config,
        even_if_withdrawn,
        withdraw or [],
    )
    if not run(options, console(), console(stderr=True)):
        raise typer.Exit(1)


@app.command()
def build(
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Latest as-of date, as 2026-05-01."),
    ] = None,
    full_refresh: Annotated[
        bool, typer.Option("--full-refresh", help="Make every table anew.")
    ] = False,
    dbt_vars: Annotated[
        str | None,
        typer.Option("--vars", metavar="YAML", help="dbt vars for this build."),
    ] = None,
    landing: LandingOption = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Land the inboxes, build and test the models, check, publish, sum up."""
    from customer360.build import Order
    from customer360.build.command import build as run
    from customer360.paths import warehouse_dir
    from customer360.summary import summary as show

    run(Order.typed(as_of, full_refresh, dbt_vars), console())
    show(warehouse_dir(), console())


@app.command()
def publish(
    rollback: Annotated[
        bool, typer.Option("--rollback", help="Back to the version before.")
    ] = False,
    warehouse: WarehouseOption = None,
) -> None:
    """Publish the latest build if it passed everything, or go back a version."""
    from customer360 import publish as publishing
    from customer360.paths import warehouse_dir
    from customer360.summary.command import how_to_open
    from expectations import SUITE_NAMES

    if rollback:
        publishing.rollback(warehouse_dir())
    else:
        publishing.publish(warehouse_dir(), suites=SUITE_NAMES)
    for line in how_to_open(warehouse_dir()):
        console().print(line, markup=False)


@app.command()
def simulate(
    customers: Annotated[int, typer.Option(help="How many people.")] = 5_000,
    days: Annotated[int, typer.Option(help="How many days.")] = 400,
    seed: Annotated[int, typer.Option(help="The same seed, the same bytes.")] = 0,
    out: Annotated[
        Path, typer.Option(help="Empty folder for <system>/<entity>/ files.")
    ] = Path("data/simulated"),
    truth: Annotated[
        Path, typer.Option(help="Empty folder for what is true of them.")
    ] = Path("data/truth"),
    world: Annotated[
        str, typer.Option(help="plain (BG/NBD), or shifted (no model's law).")
    ] = "plain",
    start: Annotated[
        str, typer.Option(metavar="DATE", help="The first day.")
    ] = "2024-01-01",
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="Another rate of the mess."),
    ] = None,
) -> None:
    """Write the records of a simulated retailer, and the truth about it."""
    from customer360.simulate.command import Options
    from customer360.simulate.command import simulate as run

    run(
        Options(customers, days, seed, out, truth, world, start, settings or []),
        console(),
        console(stderr=True),
    )


@app.command()
def doctor(landing: LandingOption = None, warehouse: WarehouseOption = None) -> None:
    """Look at the installation, the folders, what has landed and what is published."""
    from customer360.doctor import findings

    found = findings()
    for finding in found:
        mark = "[green]ok[/]  " if finding.is_fine else "[red]mend[/]"
        console().print(mark, end=" ")
        console().print(finding.what, markup=False)
        if finding.mend:
            console().print(f"       {finding.mend}", markup=False)
    if not all(finding.is_fine for finding in found):
        raise typer.Exit(1)


@app.command()
def summary(warehouse: WarehouseOption = None) -> None:
    """Print what the latest build holds, how good its models are, what was refused."""
    from customer360.paths import warehouse_dir
    from customer360.summary import summary as show

    show(warehouse_dir(), console())


@app.command()
def customer(
    identifier: Annotated[
        str,
        typer.Argument(
            metavar="IDENTIFIER", help="E-mail, card, phone, ...; or a customer id."
        ),
    ],
    identifier_type: Annotated[
        str | None, typer.Option("--type", help="Type of the identifier, e.g. email.")
    ] = None,
    limit: Annotated[
        int, typer.Option(min=0, help="Lines of the timeline, newest first.")
    ] = 30,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON, for programs.")
    ] = False,
    warehouse: WarehouseOption = None,
) -> None:
    """Print one person's 360: who, scores with reasons, timeline over all channels."""
    from customer360.customer.command import customer as show
    from customer360.customer.command import look_up
    from customer360.paths import warehouse_dir

    seen = look_up(warehouse_dir(), identifier, identifier_type, limit)
    show(seen, console(), as_json)


@app.command()
def explain(
    identifier: Annotated[
        str,
        typer.Argument(
            metavar="IDENTIFIER", help="E-mail, card, phone, ...; or a customer id."
        ),
    ],
    other: Annotated[
        str | None,
        typer.Argument(metavar="OTHER", help="A second: are the two one customer?"),
    ] = None,
    identifier_type: Annotated[
        str | None, typer.Option("--type", help="Type of the identifier, e.g. email.")
    ] = None,
    other_type: Annotated[
        str | None, typer.Option(help="Type of the other identifier.")
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="Lines of each table.")] = 30,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON, for programs.")
    ] = False,
    warehouse: WarehouseOption = None,
) -> None:
    """Say why identifiers are one customer or not: evidence, refusals, history."""
    from customer360.explain.command import explain as show
    from customer360.explain.command import look_up
    from customer360.paths import warehouse_dir

    seen = look_up(warehouse_dir(), identifier, other, identifier_type, other_type)
    show(seen, console(), limit, as_json)


@app.command()
def report(
    truth: Annotated[
        Path | None,
        typer.Option(help="Folder of `c360 simulate --truth`, to judge identity by."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="File to write (default: report.html in the warehouse)."),
    ] = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Write report.html: one file with what a manager asks, from the latest build."""
    from customer360.paths import warehouse_dir
    from customer360.report.command import report as write

    path = write(warehouse_dir(), out, truth)
    console().print(f"Written: {path}", markup=False)


@app.command()
def demo(
    customers: Annotated[int, typer.Option(help="How many people.")] = 5_000,
    days: Annotated[int, typer.Option(help="How many days.")] = 400,
    seed: Annotated[int, typer.Option(help="The same seed, the same bytes.")] = 0,
    world: Annotated[
        str, typer.Option(help="plain (BG/NBD), or shifted (no model's law).")
    ] = "plain",
    landing: Annotated[
        Path | None, typer.Option(help="Folder of its own (default: in data/demo).")
    ] = None,
    warehouse: Annotated[
        Path | None, typer.Option(help="Folder of its own (default: in data/demo).")
    ] = None,
) -> None:
    """Simulate a retailer, land, build, publish and report, away from your own data."""
    from customer360.demo.command import demo as run
    from customer360.demo.folders import HOME, Folders
    from customer360.simulate import Settings

    settings = Settings(customers, days, seed, world)
    run(settings, Folders.under(HOME, landing, warehouse), console())


def main() -> None:
    """Entry point of the `c360` command."""
    app()


if __name__ == "__main__":
    main()
