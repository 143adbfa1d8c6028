"""How long a build takes, layer by layer, and how far that is from the least possible.

    python benchmarks/build.py --customers 10000 100000
    python benchmarks/build.py [--landing DIR] [--vars YAML] [--repeat N]

Of a simulated retailer of each size (simulated and landed once, kept in
data/benchmarks) or of a folder of landed files, by default Complete Journey's: builds
everything once into a folder of its own, then, in one run with `floor.sql` (the same
deduplication, sessions, orders and daily rollups, by hand), just those models and what
they need: into a new file, as `floor.sql` does, and over the tables of the whole build,
which have to go first. Prints seconds, rows per second, peak memory, the slowest models
and the ratios; of several sizes also how time grows with the data.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import retailer
from rich.console import Console
from rich.table import Table

from customer360.landing import Contract, read_contracts

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "data" / "complete_journey" / "landing"
EXAMPLE_VARS = (
    "{as_of_date: 2017-10-02, business_timezone: America/New_York, "
    "churn_horizon_days: 91}"
)
SALT = "benchmark"
THREADS = 2
MEMORY = "3000MB"
DAYS = 400
FLOOR_MODELS = ["+orders", "+daily_activities", "+daily_category_purchases"]
LAYERS = ["seeds", "staging", "identity", "activities", "features", "scores", "marts"]


@dataclass(frozen=True)
class Landed:
    """A folder of landed files, and the vars it is built with."""

    name: str
    folder: Path
    dbt_vars: str

    @property
    def row_count(self) -> int:
        """Rows of all landed files."""
        entries = (self.folder / "_manifest").glob("*.json")
        return sum(json.loads(entry.read_text())["row_count"] for entry in entries)


def simulated(customers: int) -> Landed:
    """Return the landed files of a simulated retailer."""
    landing = retailer.simulated(customers, DAYS).landing
    return Landed(f"{customers:,} customers", landing, "{}")


def run_dbt(*arguments: str, landed: Landed, scratch: Path) -> dict:
    """Run dbt as a process; return its results, with wall seconds and peak memory."""
    environment = {
        "C360_SALT": SALT,
        "C360_THREADS": str(THREADS),
        "C360_MEMORY_LIMIT": MEMORY,
    }
    command = [*arguments, "--vars", landed.dbt_vars, "--full-refresh"]
    seconds, peak = retailer.run_dbt(command, landed.folder, scratch, environment)
    results = json.loads((scratch / "target" / "run_results.json").read_text())
    return results | {"wall_seconds": seconds, "peak_bytes": peak}


def span(results: dict) -> float:
    """Return seconds from the first node's start to the last one's end."""
    moments = [
        datetime.fromisoformat(moment)
        for result in results["results"]
        for timing in result["timing"]
        for moment in (timing["started_at"], timing["completed_at"])
    ]
    return (max(moments) - min(moments)).total_seconds() if moments else 0.0


def print_layers(results: dict, landed: Landed) -> None:
    """Print the busy seconds of each layer's models and of all tests."""
    seconds: dict[str, float] = defaultdict(float)
    for result in results["results"]:
        seconds[_layer(result)] += result["execution_time"]
    title = f"{landed.name}: one full build, tests included"
    table = Table("layer", "busy seconds", title=title)
    for layer in [*LAYERS, "audit", "tests"]:
        table.add_row(layer, f"{seconds[layer]:.1f}")
    table.add_section()
    for result in sorted(results["results"], key=lambda r: -r["execution_time"])[:15]:
        name = result["unique_id"].split(".")[2]
        table.add_row(f"  {name}", f"{result['execution_time']:.1f}")
    nodes, rows = span(results), landed.row_count
    table.add_section()
    table.add_row("wall, after start-up", f"{nodes:.1f}")
    table.add_row("wall, start-up included", f"{results['wall_seconds']:.1f}")
    table.add_row("landed rows", f"{rows:,}")
    table.add_row("landed rows per second", f"{rows / nodes:,.0f}")
    table.add_row("peak memory, GB", f"{results['peak_bytes'] / 1e9:.2f}")
    Console().print(table)


def _layer(result: dict) -> str:
    kind = result["unique_id"].split(".")[0]
    if kind == "seed":
        return "seeds"
    if kind != "model":
        return "tests"
    return (result.get("relation_name") or "").replace('"', "").split(".")[-2]


def time_floor(landed: Landed, scratch: Path) -> float:
    """Return the seconds of floor.sql on a database file of its own."""
    script = (ROOT / "benchmarks" / "floor.sql").read_text().replace("{salt}", SALT)
    database = scratch / "floor.duckdb"
    database.unlink(missing_ok=True)
    settings = {"threads": THREADS, "memory_limit": MEMORY}
    with duckdb.connect(str(database), config=settings) as connection:
        connection.execute("create schema landed")
        for contract in read_contracts().values():
            connection.execute(_landed_view(contract, landed.folder))
        started = time.perf_counter()
        connection.execute(script)
        return time.perf_counter() - started


def _landed_view(contract: Contract, landing: Path) -> str:
    """Return the SQL of a view of an entity's files, empty where there are none."""
    name = contract.entity.replace("/", "__")
    files = landing / contract.entity
    if files.exists():
        query = f"select * from read_parquet('{files}/*/*.parquet', union_by_name=true)"
    else:
        columns = [f"null::{_type(c.data_type)} as {c.name}" for c in contract.columns]
        query = f"select {', '.join(columns)}, null::timestamp as known_at where false"
    return f"create view landed.{name} as {query}"


def _type(data_type: str) -> str:
    return {"string": "varchar", "decimal": "decimal(18, 4)"}.get(data_type, data_type)


def print_floor(landed: Landed, scratch: Path, repeat: int) -> None:
    """Time floor.sql and the models that do the same, one after the other."""
    title = f"{landed.name}: {' '.join(FLOOR_MODELS)}"
    columns = "run", "floor.sql, s", "the models, s", "ratio", "over a build, s"
    table = Table(*columns, "ratio", title=title)
    for number in range(1, repeat + 1):
        floor = time_floor(landed, scratch)
        with tempfile.TemporaryDirectory(dir=scratch) as folder:
            run_dbt("seed", **_where(landed, Path(folder)))
            anew = time_models(landed, Path(folder))
        over = time_models(landed, scratch)
        seconds = floor, anew, anew / floor, over, over / floor
        table.add_row(str(number), *(f"{value:.2f}" for value in seconds))
    Console().print(table)


def time_models(landed: Landed, scratch: Path) -> float:
    """Return the seconds of the models that do what floor.sql does."""
    return span(run_dbt("run", "--select", *FLOOR_MODELS, **_where(landed, scratch)))


def _where(landed: Landed, scratch: Path) -> dict:
    return {"landed": landed, "scratch": scratch}


def measure(landed: Landed, repeat: int) -> tuple[int, float]:
    """Build everything once, then against the floor; return rows and seconds."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        # what `c360 build` runs
        without = ["--exclude-resource-type", "unit_test"]
        results = run_dbt("build", *without, **_where(landed, scratch))
        print_layers(results, landed)
        print_floor(landed, scratch, repeat)
        return landed.row_count, span(results)


def print_growth(measured: list[tuple[int, float]]) -> None:
    """Print how many times the time of how many times the data."""
    (first_rows, first_seconds), *others = measured
    for rows, seconds in others:
        Console().print(
            f"{rows / first_rows:.1f} times the rows took"
            f" {seconds / first_seconds:.1f} times the time, start-up apart"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, nargs="+", default=[])
    parser.add_argument("--landing", type=Path, default=EXAMPLE)
    parser.add_argument("--vars", default=EXAMPLE_VARS)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    if options.customers:
        chosen = [simulated(customers) for customers in sorted(options.customers)]
    else:
        landing = options.landing.resolve()
        chosen = [Landed(landing.parent.name, landing, options.vars)]
    if not (chosen[0].folder / "_manifest").is_dir():
        sys.exit(f"Nothing is landed in {chosen[0].folder}: `make demo-retail` first.")
    print_growth([measure(landed, options.repeat) for landed in chosen])


if __name__ == "__main__":
    main()
