"""The `c360 identity` commands: about the rules of who is who, not about one person."""

# imports inside commands keep `c360 --help` fast; each argument is an option
# ruff: noqa: PLC0415
from pathlib import Path
from typing import Annotated

import typer

from customer360.cli_parts import WarehouseOption, console

identity = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="The rules of who is who: look before you change them.",
)


@identity.command()
def diff(
    rules: Annotated[
        Path,
        typer.Option(
            metavar="DIR",
            help="Folder with changed seeds: identity_rules.csv, "
            "identifier_types.csv, identity_limits.csv, identity_overrides.csv.",
        ),
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON, for programs.")
    ] = False,
    warehouse: WarehouseOption = None,
) -> None:
    """Say what other rules would change in the latest build; nothing is touched."""
    from customer360.identity_diff.command import diff as compute
    from customer360.identity_diff.command import print_diff
    from customer360.paths import warehouse_dir

    print_diff(compute(warehouse_dir(), rules), console(), as_json)


@identity.command("train-fuzzy")
def train_fuzzy(
    out: Annotated[
        Path | None,
        typer.Option(help="The seed to write (default: seeds/splink_parameters.csv)."),
    ] = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Learn how the contacts of one person compare, for identity_fuzzy_matching."""
    from customer360.fuzzy.command import SEED, train_fuzzy
    from customer360.paths import ROOT, build_database

    train_fuzzy(build_database(), out or ROOT / SEED, console())
