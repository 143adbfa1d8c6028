"""`c360 identity train-fuzzy`: what contacts say of how contacts compare, as a seed."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from customer360.fuzzy.comparisons import Comparison, blocking_keys, comparisons
from customer360.fuzzy.errors import FuzzyError
from customer360.fuzzy.parameters import (
    PRIOR,
    Parameter,
    read_parameters,
    write_parameters,
)
from customer360.fuzzy.training import Settings, train
from customer360.paths import ROOT
from customer360.warehouse import reading

SEED = Path("seeds") / "splink_parameters.csv"


def train_fuzzy(
    database: Path, seed: Path, console: Console, settings: Settings | None = None
) -> None:
    """Learn from the contacts of a build, write the seed, print what was learnt.

    Raises FuzzyError where Splink is missing or contacts are few, WarehouseError where
    the build cannot be read.
    """
    stated = comparisons()
    known = {
        (each.comparison, each.level): each
        for each in (read_parameters(seed) if seed.is_file() else [])
    }
    with duckdb.connect() as connection:
        _copy_contacts(database, connection)
        learnt = train(connection, stated, blocking_keys(), known, settings)
    write_parameters(seed, learnt)
    console.print(_table(learnt, stated))
    console.print(f"Written: {_shown(seed)}", markup=False)
    console.print(
        "Builds use it with `c360 build --vars 'identity_fuzzy_matching: true'`, "
        "or once the var is set in dbt_project.yml.",
        markup=False,
    )


def _copy_contacts(database: Path, connection: duckdb.DuckDBPyConnection) -> None:
    """Put what each contact says now into table `contacts` of a connection."""
    columns = sorted(
        {name for each in comparisons() for name in each.columns}
        | {name for key in blocking_keys() for name in key}
    )
    with reading(database) as build:
        try:
            rows = build.sql(
                f"select {', '.join(columns)} "
                "from identity.int_identity__fuzzy_contacts "
                "where is_current order by contact_id"
            ).to_arrow_table()
        except duckdb.CatalogException as error:
            raise FuzzyError(
                f"{database} holds no contacts to compare. Run `c360 build` first."
            ) from error
    connection.register("described", rows)
    connection.execute(
        "create table contacts as "
        "select row_number() over () as row_number, * from described"
    )


def _table(learnt: Sequence[Parameter], stated: Sequence[Comparison]) -> Table:
    table = Table("comparison", "level", "one person", "two people", "bits")
    names = [PRIOR[0], *(each.name for each in stated)]
    for name in names:
        for each in (row for row in learnt if row.comparison == name):
            table.add_row(
                each.comparison,
                each.level,
                f"{each.m_probability:.6f}",
                f"{each.u_probability:.6f}",
                f"{each.match_weight:+.1f}",
            )
        table.add_section()
    return table


def _shown(path: Path) -> Path:
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
