"""A folder of rules: any of the seeds that identity is made by, as CSV."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from customer360.identity_diff.errors import IdentityDiffError
from customer360.paths import ROOT

REF = re.compile(r"""ref\(\s*['"](\w+)['"]\s*\)""")


@dataclass(frozen=True)
class Rules:
    """One seed of a folder: its file, its rows as text (blank is None), its YAML."""

    path: Path
    rows: list[dict[str, str | None]]
    yaml: dict[str, Any]

    @property
    def name(self) -> str:
        """The seed's name."""
        return self.path.stem

    @property
    def column_types(self) -> dict[str, str]:
        """The type of each column that dbt casts."""
        return dict(self.yaml.get("config", {}).get("column_types", {}))

    def tests(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Give (column, test, arguments) of each test that the YAML asks for."""
        for column in self.yaml["columns"]:
            for test in column.get("data_tests", []):
                if isinstance(test, str):
                    yield column["name"], test, {}
                else:
                    ((name, said),) = test.items()
                    yield column["name"], name, (said or {}).get("arguments", {})


def read_rules(folder: Path) -> dict[str, Rules]:
    """Return the seeds in a folder, by name.

    Raises IdentityDiffError where it has none, or a file is no such seed.
    """
    if not folder.is_dir():
        raise IdentityDiffError(f"{folder}: there is no such folder of rules.")
    described = identity_seeds()
    found = sorted(folder.glob("*.csv"))
    names = ", ".join(f"{name}.csv" for name in described)
    for path in found:
        if path.stem not in described:
            raise IdentityDiffError(
                f"{path}: rules are in {names}; rename or remove it."
            )
    if not found:
        raise IdentityDiffError(
            f"{folder} holds no rules: put changed copies of any of {names} there; "
            f"those in force are in {ROOT / 'seeds'}."
        )
    return {path.stem: _read(path, described[path.stem]) for path in found}


def identity_seeds() -> dict[str, dict[str, Any]]:
    """Return the YAML of the seeds that models of identity refer to, by name."""
    path = ROOT / "seeds" / "_seeds.yml"
    seeds = yaml.safe_load(path.read_text(encoding="utf-8"))["seeds"]
    models = (ROOT / "models" / "identity").glob("*.*")
    used = {name for file in models for name in references(file)}
    return {seed["name"]: seed for seed in seeds if seed["name"] in used}


def references(model: Path) -> set[str]:
    """Return what a model's file refers to, by name."""
    return set(REF.findall(model.read_text(encoding="utf-8")))


def _read(path: Path, described: dict[str, Any]) -> Rules:
    columns = [column["name"] for column in described["columns"]]
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.reader(lines, strict=True)
            header = [name.strip() for name in next(reader, [])]
            _require_columns(path, header, columns)
            rows = list(_rows(path, reader, header))
    except UnicodeDecodeError as error:
        raise IdentityDiffError(f"{path} is not UTF-8: {error.reason}.") from error
    except csv.Error as error:
        raise IdentityDiffError(f"{path} is no CSV: {error}.") from error
    return Rules(path, rows, described)


def _require_columns(path: Path, header: list[str], columns: list[str]) -> None:
    for name in columns:
        if name not in header:
            raise IdentityDiffError(
                f"{path} lacks the column {name}: it has "
                f"{', '.join(header) or 'none'}, and takes {', '.join(columns)}."
            )
    for name in header:
        if name not in columns:
            raise IdentityDiffError(
                f"{path} has a column {name}, and takes only {', '.join(columns)}."
            )
        if header.count(name) > 1:
            raise IdentityDiffError(f"{path} has two columns named {name}.")


def _rows(
    path: Path, reader: Any, header: list[str]
) -> Iterator[dict[str, str | None]]:
    for values in reader:
        if not values:
            continue
        if len(values) != len(header):
            raise IdentityDiffError(
                f"{path}, line {reader.line_num}: {len(values)} values for "
                f"{len(header)} columns. Quote values that hold commas."
            )
        cleaned = (value.strip() or None for value in values)
        yield dict(zip(header, cleaned, strict=True))
