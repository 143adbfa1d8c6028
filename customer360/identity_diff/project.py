"""A scratch copy of the dbt project with other seeds, beside the real build."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import yaml

from customer360.identity_diff.errors import IdentityDiffError
from customer360.identity_diff.rules import Rules, references
from customer360.paths import ROOT

# what is compared; with their ancestors, what is built anew
WANTED = ("identity_map", "identity_refused_edges")
BASE = "base"
PARTS = ("models", "macros", "seeds", "tests/dbt")


def make_project(folder: Path, build: Path, rules: Mapping[str, Rules]) -> list[str]:
    """Write project and warehouse to try rules in; return what dbt is to select.

    The real build is attached read-only as `base`. What the models to be run read and
    do not make are views of it: nothing is copied, and nothing else differs.
    """
    for part in PARTS:
        ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
        shutil.copytree(ROOT / part, folder / part, ignore=ignored)
    shutil.copy(ROOT / "dbt_project.yml", folder)
    for seed in rules.values():
        shutil.copy(seed.path, folder / "seeds" / f"{seed.name}.csv")
    _write_profile(folder, build)
    parents = _parents(folder)
    anew = _between(parents, set(rules))
    read = {each for name in anew for each in parents[name]} - anew - set(rules)
    _make_views(folder, build, read)
    return sorted(anew | set(rules))


def _write_profile(folder: Path, build: Path) -> None:
    profile = yaml.safe_load((ROOT / "profiles.yml").read_text(encoding="utf-8"))
    for output in profile["customer360"]["outputs"].values():
        output["attach"] = [{"path": str(build), "alias": BASE, "read_only": True}]
    (folder / "profiles.yml").write_text(yaml.safe_dump(profile), encoding="utf-8")


def _parents(project: Path) -> dict[str, set[str]]:
    """Return what each model refers to, by name."""
    files = [*project.glob("models/**/*.sql"), *project.glob("models/**/*.py")]
    return {file.stem: references(file) for file in files}


def _between(parents: Mapping[str, set[str]], seeds: set[str]) -> set[str]:
    """Return the models that a change of some seeds reaches and WANTED is made of."""
    reached: dict[str, bool] = {}

    def is_reached(name: str) -> bool:
        if name not in reached:
            of_parents = (is_reached(each) for each in parents.get(name, ()))
            reached[name] = name in seeds or any(of_parents)
        return reached[name]

    wanted: set[str] = set()

    def want(name: str) -> None:
        if name not in wanted and name in parents:
            wanted.add(name)
            for each in parents[name]:
                want(each)

    for name in WANTED:
        want(name)
    return {name for name in wanted if is_reached(name)}


def _make_views(folder: Path, build: Path, names: set[str]) -> None:
    """Make a view of each table of the build that is read, under its own name."""
    (folder / "warehouse").mkdir()
    with duckdb.connect(str(folder / "warehouse" / "build.duckdb")) as connection:
        quoted = str(build).replace("'", "''")
        connection.execute(f"attach '{quoted}' as {BASE} (read_only)")
        schemas = _schemas(connection)
        for name in sorted(names):
            if name not in schemas:
                raise IdentityDiffError(
                    f"{build} has no table {name} yet. Run `c360 build`."
                )
            place = f"{schemas[name]}.{name}"
            connection.execute(f"create schema if not exists {schemas[name]}")
            connection.execute(f"create view {place} as select * from {BASE}.{place}")


def _schemas(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    rows = connection.execute(
        f"""
        select table_name, table_schema from information_schema.tables
        where table_catalog = '{BASE}' and table_schema <> 'landing'
        """
    ).fetchall()
    return dict(rows)
