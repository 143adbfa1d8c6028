"""What a night of new evidence costs identity in a build, beside solving everything.

    python benchmarks/identity_build.py [--customers 100000] [--repeat 3]

Simulates and lands a retailer, builds all that who is who is solved from, and times the
models from there to who was who on every day: in a full refresh; again with nothing
new; and after receipts of the day after have landed that tie so many loyalty cards to
new addresses that 1 % of all edges are new. Cards are chosen at random, so these touch
as many customers as they can.
"""

import argparse
import datetime as dt
import json
import os
import shutil
import tempfile
from pathlib import Path

import duckdb
import retailer
from rich.console import Console
from rich.table import Table

DAYS, NEW_SHARE = 400, 0.01
GIVEN = ["int_identity__described_identifiers", "int_identity__backdated_landings"]
GIVEN += ["identity_evidence"]
SOLVED = "int_identity__solved_identifiers"
# what hangs on who is described, and is needed for who was who
SOLVING = f"{GIVEN[0]}+,+{SOLVED}"
SALT = {"C360_SALT": "benchmark"}
RECEIPTS = """
copy (
    with

    cards as (

        select identifier_value as loyalty_id, hash(identifier_value) as number
        from identity.identifiers
        where identifier_type = 'loyalty_id' and not is_blocked

    ),

    next_day as (

        select max(known_at) + interval 1 day as known_at from identity.identifiers

    )

    select
        'new-' || loyalty_id as transaction_id,
        known_at as transacted_at,
        's1' as store_id,
        loyalty_id,
        'new-' || loyalty_id || '@example.com' as receipt_email,
        10 as total_amount
    from cards
    cross join next_day
    order by number
    limit {count}
) to '{file}' (format parquet)
"""


def seconds_to_solve(landing: Path, warehouse: Path, *arguments: str) -> float:
    """Solve; return the seconds from the first model's start to the last one's end."""
    retailer.run_dbt(["run", "--select", SOLVING, *arguments], landing, warehouse, SALT)
    found = json.loads((warehouse / "target" / "run_results.json").read_text())
    times = [
        dt.datetime.fromisoformat(part[clock])
        for result in found["results"]
        if result["unique_id"].startswith("model.")
        for part in result["timing"]
        for clock in ("started_at", "completed_at")
    ]
    return (max(times) - min(times)).total_seconds()


def land_new_evidence(landing: Path, warehouse: Path) -> int:
    """Land receipts that make 1 % of all edges; return their number."""
    folder = warehouse / "new" / "pos" / "transactions"
    folder.mkdir(parents=True)
    with duckdb.connect(str(warehouse / "build.duckdb"), read_only=True) as build:
        edges = build.sql("select count(*) from identity.identity_evidence").fetchall()
        count = int(edges[0][0] * NEW_SHARE)
        build.execute(RECEIPTS.format(count=count, file=folder / "new.parquet"))
    command = [str(retailer.BIN / "c360"), "land", "--dir", str(warehouse / "new")]
    retailer.timed("landed", [*command, "--landing", str(landing)])
    return count


def measure(landed: Path, scratch: Path, repeat: int) -> Table:
    """Return a table of seconds, on a copy of what has landed."""
    landing, warehouse = scratch / "landing", scratch / "warehouse"
    shutil.copytree(landed, landing, copy_function=os.link)
    warehouse.mkdir()
    build, before = warehouse / "build.duckdb", scratch / "before.duckdb"
    given = [f"+{model}" for model in GIVEN]
    retailer.run_dbt(["seed"], landing, warehouse, SALT)
    retailer.run_dbt(["run", "--select", *given], landing, warehouse, SALT)
    full, same, new = [], [], []
    for _ in range(repeat):
        full.append(seconds_to_solve(landing, warehouse, "--full-refresh"))
        same.append(seconds_to_solve(landing, warehouse))
    count = land_new_evidence(landing, warehouse)
    retailer.run_dbt(["run", "--select", *given], landing, warehouse, SALT)
    shutil.copy(build, before)
    for _ in range(repeat):
        shutil.copy(before, build)
        new.append(seconds_to_solve(landing, warehouse))
    table = Table("who is who", "seconds, the best", "of a full solve")
    for name, seconds in [
        ("nothing kept", full),
        ("nothing new", same),
        (f"{count:,} new edges, 1 %", new),
    ]:
        table.add_row(name, f"{min(seconds):.2f}", f"{min(seconds) / min(full):.0%}")
    return table


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--landing", type=Path, help="landed already: not simulated")
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    landed = options.landing or retailer.simulated(options.customers, DAYS).landing
    # beside what has landed, so that files are linked and not copied
    with tempfile.TemporaryDirectory(dir=landed.parent) as folder:
        Console().print(measure(landed, Path(folder), options.repeat))


if __name__ == "__main__":
    main()
