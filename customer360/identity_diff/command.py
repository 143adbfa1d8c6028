"""What `c360 identity diff` does: check the rules, try them on the side, compare."""

import json
import tempfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console

from customer360.identity_diff.checks import check_rules
from customer360.identity_diff.compare import Diff, compare
from customer360.identity_diff.errors import IdentityDiffError
from customer360.identity_diff.project import make_project
from customer360.identity_diff.rules import Rules, read_rules
from customer360.identity_diff.run import run_models
from customer360.identity_diff.screen import show
from customer360.project_vars import project_vars
from customer360.warehouse import reading, salt

NEEDED = (
    *("identity.identity_map", "identity.identifiers", "activities.orders"),
    "seeds.identifier_types",
)


def diff(warehouse: Path, folder: Path) -> Diff:
    """Return what the rules in a folder would make of the latest build.

    Seeds that the folder lacks stay as in that build. The build is opened read-only;
    all else is in a temporary folder (TMPDIR). Raises IdentityDiffError where the rules
    are unsound, WarehouseError where the build is missing or in use.
    """
    rules = read_rules(folder)
    build = (warehouse / "build.duckdb").resolve()
    with reading(build) as connection:
        _require_tables(connection, build)
        types = _types(connection, rules)
        check_rules(rules, types)
        _require_observed(connection, rules, types)
    with tempfile.TemporaryDirectory(prefix="c360-identity-diff-") as scratch:
        selected = make_project(Path(scratch), build, rules)
        return compare(build, run_models(Path(scratch), selected, salt(warehouse)))


def print_diff(seen: Diff, output: Console, as_json: bool = False) -> None:
    """Print a diff, for people or as JSON."""
    if as_json:
        said = json.dumps(seen.as_dictionary(), default=_plain, indent=2)
        output.print(said, markup=False)
    else:
        show(seen, str(project_vars()["project_currency"]), output)


def _require_tables(connection: duckdb.DuckDBPyConnection, build: Path) -> None:
    rows = connection.execute(
        """
        select table_schema || '.' || table_name from information_schema.tables
        where table_catalog = current_database()
        """
    ).fetchall()
    for name in NEEDED:
        if (name,) not in rows:
            raise IdentityDiffError(f"{build} has no {name} yet. Run `c360 build`.")


def _types(
    connection: duckdb.DuckDBPyConnection, rules: Mapping[str, Rules]
) -> list[str]:
    """Return the types of identifier there are, by these rules."""
    if "identifier_types" in rules:
        rows = rules["identifier_types"].rows
        return [row["identifier_type"] or "" for row in rows]
    found = connection.execute(
        "select identifier_type from seeds.identifier_types order by type_rank"
    ).fetchall()
    return [name for (name,) in found]


def _require_observed(
    connection: duckdb.DuckDBPyConnection, rules: Mapping[str, Rules], types: list[str]
) -> None:
    """Raise where a type is left out that identifiers of the build are of."""
    found = connection.execute(
        """
        select identifier_type, count(*) from identity.identifiers
        group by identifier_type order by identifier_type
        """
    ).fetchall()
    for name, count in found:
        if name not in types:
            raise IdentityDiffError(
                f"{rules['identifier_types'].path} lacks the type {name}, which "
                f"{count:,} identifiers of the build are of. Keep its row; rules in "
                "identity_rules.csv decide what it ties."
            )


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else str(value)
