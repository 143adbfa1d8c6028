"""Feature models without one of their filters on what was known by then."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

# as dbt compiles them: `orders.known_at < as_of_dates.as_of_at`, `"build"."staging"`
KNOWN = re.compile(r"\w+\.known_(?:at|date|from)\s*<=?\s*\w+\.\w+")
DATABASE = re.compile(r'"build"\.')


class Dbt(Protocol):
    """What is needed of dbt: the `dbt` fixture."""

    def invoke(self, arguments: list[str], warehouse: Path, landing: Path) -> Any:
        """Run a command; return dbt's result."""
        ...


@dataclass(frozen=True)
class Mutant:
    """A model, the filter that was taken out, and what it selects without it."""

    model: str
    filter: str
    sql: str

    def of(self, build: str) -> str:
        """Return its query on an attached build."""
        return DATABASE.sub(f"{build}.", self.sql)


def mutants(dbt: Dbt, warehouse: Path, landing: Path) -> list[Mutant]:
    """Return each feature model once for each filter on what was known by then."""
    compiled = dbt.invoke(["compile", "--select", "features"], warehouse, landing)
    found = []
    for node in [result.node for result in compiled.result.results]:
        if node.resource_type == "model":
            found += _mutants_of(f"features.{node.name}", node.compiled_code)
    return found


def _mutants_of(model: str, sql: str) -> Iterator[Mutant]:
    for found in KNOWN.finditer(sql):
        start, end = found.span()
        yield Mutant(model, found.group(), f"{sql[:start]}true{sql[end:]}")
