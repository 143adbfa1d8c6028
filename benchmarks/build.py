"""How long a build takes, layer by layer, and how far that is from the least possible.

    python benchmarks/build.py [--landing DIR] [--vars YAML] [--repeat N]

Builds the landed files twice into a folder of its own: everything once, then, in one
run with `floor.sql` (the same deduplication, daily rollups and order totals, by hand),
just those models and what they need. Prints seconds, rows per second, peak memory and
the ratio of the two.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from datetime import datetime
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "data" / "complete_journey" / "landing"
EXAMPLE_VARS = (
    "{as_of_date: 2017-10-02, business_timezone: America/New_York, horizon_days: 91}"
)
SALT = "benchmark"
THREADS = 2
FLOOR_MODELS = ["+orders", "+daily_activities", "+daily_category_purchases"]
LAYERS = ["seeds", "staging", "identity", "activities", "features", "scores", "marts"]


def run_dbt(*arguments: str, landing: Path, scratch: Path, dbt_vars: str) -> dict:
    """Run dbt as a process; return its results, with wall seconds and peak memory."""
    environment = os.environ | {
        "C360_LANDING": str(landing),
        "C360_WAREHOUSE": str(scratch),
        "C360_SALT": SALT,
        "C360_THREADS": str(THREADS),
    }
    dbt = Path(sys.executable).with_name("dbt")
    target = scratch / "target"
    command = [str(dbt), "--quiet", *arguments, "--vars", dbt_vars]
    command += ["--target-path", str(target), "--full-refresh"]
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"dbt {arguments[0]} failed; see {ROOT / 'logs' / 'dbt.log'}")
    results = json.loads((target / "run_results.json").read_text())
    return results | {
        "wall_seconds": time.perf_counter() - started,
        "peak_bytes": usage.ru_maxrss * 1024,
    }


def span(results: dict, names: set[str] | None = None) -> float:
    """Return seconds from the first node's start to the last one's end."""
    moments = [
        datetime.fromisoformat(moment)
        for result in results["results"]
        if names is None or result["unique_id"] in names
        for timing in result["timing"]
        for moment in (timing["started_at"], timing["completed_at"])
    ]
    return (max(moments) - min(moments)).total_seconds() if moments else 0.0


def print_layers(results: dict, landed_rows: int) -> None:
    """Print the busy seconds of each layer's models and of all tests."""
    seconds: dict[str, float] = defaultdict(float)
    for result in results["results"]:
        kind, _, *path = result["unique_id"].split(".")
        seconds[_layer(kind, result, path[-1])] += result["execution_time"]
    table = Table("layer", "busy seconds", title="One full build, tests included")
    for layer in [*LAYERS, "audit", "tests"]:
        table.add_row(layer, f"{seconds[layer]:.1f}")
    nodes = span(results)
    table.add_section()
    table.add_row("wall, after start-up", f"{nodes:.1f}")
    table.add_row("wall, start-up included", f"{results['wall_seconds']:.1f}")
    table.add_row("landed rows per second", f"{landed_rows / nodes:,.0f}")
    table.add_row("peak memory, GB", f"{results['peak_bytes'] / 1e9:.2f}")
    Console().print(table)


def _layer(kind: str, result: dict, name: str) -> str:
    if kind == "seed":
        return "seeds"
    if kind != "model":
        return "tests"
    schema = (result.get("relation_name") or "").replace('"', "").split(".")
    return schema[-2] if len(schema) > 1 else name


def time_floor(landing: Path, scratch: Path) -> float:
    """Return the seconds of floor.sql on a database file of its own."""
    script = (ROOT / "benchmarks" / "floor.sql").read_text()
    script = script.replace("{landing}", str(landing)).replace("{salt}", SALT)
    database = scratch / "floor.duckdb"
    database.unlink(missing_ok=True)
    with duckdb.connect(str(database), config={"threads": THREADS}) as connection:
        started = time.perf_counter()
        connection.execute(script)
        return time.perf_counter() - started


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--landing", type=Path, default=EXAMPLE)
    parser.add_argument("--vars", default=EXAMPLE_VARS)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    landing = options.landing.resolve()
    if not (landing / "_manifest").is_dir():
        sys.exit(f"Nothing is landed in {landing}; run `make demo-retail` first.")
    entries = [json.loads(f.read_text()) for f in (landing / "_manifest").iterdir()]
    landed_rows = sum(entry["row_count"] for entry in entries)
    with tempfile.TemporaryDirectory() as folder:
        where = {"landing": landing, "dbt_vars": options.vars, "scratch": Path(folder)}
        print_layers(run_dbt("build", **where), landed_rows)
        table = Table("run", "floor.sql, s", "the same models, s", "ratio")
        for number in range(1, options.repeat + 1):
            floor = time_floor(landing, where["scratch"])
            models = span(run_dbt("run", "--select", *FLOOR_MODELS, **where))
            ratio = f"{models / floor:.2f}"
            table.add_row(str(number), f"{floor:.2f}", f"{models:.2f}", ratio)
        Console().print(table)


if __name__ == "__main__":
    main()
