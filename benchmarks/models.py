"""How fast models are fitted and score, and where the time goes.

    python benchmarks/models.py bgnbd [--customers 1000000]
    python benchmarks/models.py scores BUILD [--customers 1000000]

`bgnbd` fits the same simulated customers with ours and with lifetimes. `scores` runs
every Python model of models/scores against BUILD, a build.duckdb with features, twice:
without a kept fit and with all of them; `dbt parse` must have been run. `--customers`
gives the latest date as many customers, copies of those it has.
"""

import argparse
import importlib.util
import json
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import numpy as np
from lifetimes import BetaGeoFitter
from rich.console import Console
from rich.table import Table

from customer360.ml import bgnbd, tables

ROOT = Path(__file__).resolve().parents[1]
SCORES = ROOT / "models" / "scores"
TRUE = bgnbd.Parameters(r=0.243, alpha=4.414, a=0.793, b=2.426)
DAYS = 272
# the database of a run's own, and the memory that a build leaves to DuckDB
SCALED, MEMORY = "scaled", "3000MB"
LARGEST_COUNT = 400
Floats = np.ndarray


def simulated(customers: int, seed: int = 1) -> tuple[Floats, Floats, Floats]:
    """Return x, t_x, T (weeks) of customers who live by BG/NBD, to the day."""
    rng = np.random.default_rng(seed)
    T = rng.integers(DAYS * 2 // 3, DAYS, customers) / bgnbd.DAYS_A_WEEK
    rate = rng.gamma(TRUE.r, 1 / TRUE.alpha, customers)
    dropout = rng.beta(TRUE.a, TRUE.b, customers)
    x, t_x, now = np.zeros(customers), np.zeros(customers), np.zeros(customers)
    alive = np.arange(customers)
    for _ in range(LARGEST_COUNT):
        now[alive] += rng.exponential(1 / np.maximum(rate[alive], 1e-12))
        alive = alive[now[alive] < T[alive]]
        x[alive] += 1
        t_x[alive] = np.ceil(now[alive] * bgnbd.DAYS_A_WEEK) / bgnbd.DAYS_A_WEEK
        alive = alive[rng.random(len(alive)) > dropout[alive]]
    return x, np.minimum(t_x, T), T


def compared(customers: int) -> Table:
    """Fit ours and lifetimes to the same customers; return times and likelihoods."""
    known = simulated(customers)
    fit = tables.one_thread(bgnbd.fit)
    ours, seconds = timed(lambda: fit(*known))
    peer, peer_seconds = timed(lambda: BetaGeoFitter().fit(*known))
    theirs = bgnbd.Parameters(*(float(value) for value in peer.params_))
    table = Table("BG/NBD", "seconds", "log likelihood", "parameters")
    for name, took, found in (
        ("ours", seconds, ours),
        ("lifetimes", peer_seconds, theirs),
    ):
        likelihood = bgnbd.log_likelihood(found, *known).sum()
        values = " ".join(f"{value:.4f}" for value in vars(found).values())
        table.add_row(name, f"{took:.2f}", f"{likelihood:.2f}", values)
    table.add_row("times faster", f"{peer_seconds / seconds:.1f}", "", "")
    return table


class Dbt:
    """What a Python model asks of dbt, answered from a build."""

    def __init__(self, build: duckdb.DuckDBPyConnection, meta: dict[str, Any]) -> None:
        """Answer refs from `build` and settings from the model's `meta`."""
        self.build = build
        self.config = SimpleNamespace(meta_get=meta.get)

    def ref(self, name: str) -> duckdb.DuckDBPyRelation:
        """Return a model's table, or what `scaled` made of it."""
        return self.build.sql(f"select * from {_where(self.build, name)}")


def _where(build: duckdb.DuckDBPyConnection, name: str) -> str:
    found = build.execute(
        "select table_catalog, table_schema from information_schema.tables"
        f" where table_name = ? order by table_catalog = '{SCALED}' desc",
        [name],
    ).fetchall()
    if not found:
        raise SystemExit(f"{name} is not in the build: build it first.")
    return f'"{found[0][0]}"."{found[0][1]}"."{name}"'


def scaled(build: duckdb.DuckDBPyConnection, customers: int) -> None:
    """Copy the customers of the latest date until there are so many."""
    source = _where(build, "feat_customers")
    latest = f"(select max(as_of_date) from {source})"
    there = build.execute(
        f"select count(*) from {source} where as_of_date = {latest}"
    ).fetchall()[0][0]
    build.execute(f"""
        create table {SCALED}.main.feat_customers as
        select * exclude (copy) replace (
            cast(customer_id as varchar)
            || case when copy = 0 then '' else '-' || copy end as customer_id)
        from {source} cross join range({-(-customers // there)}) as copies(copy)
        where copy = 0 or as_of_date = {latest}
    """)


def score_models() -> list[tuple[str, Path, dict[str, Any]]]:
    """Return name, file and settings of each Python model that fits, in dbt's order."""
    nodes = json.loads((ROOT / "target" / "manifest.json").read_text())["nodes"]
    found = {
        node["name"]: (node, set(node["depends_on"]["nodes"]))
        for node in nodes.values()
        if node["name"].startswith("fit_") and node["original_file_path"][-3:] == ".py"
    }
    in_order = sorted(found, key=lambda name: (len(found[name][1]), name))
    return [
        (name, ROOT / found[name][0]["original_file_path"], _meta(found[name][0]))
        for name in in_order
    ]


def _meta(node: dict[str, Any]) -> dict[str, Any]:
    return dict(node["config"].get("meta", {}))


def run(path: Path, dbt: Dbt) -> int:
    """Run a model file as dbt would; return how many rows it gave."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return len(module.model(dbt, SimpleNamespace()))


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """Return what `work` returns and its wall seconds."""
    started = time.perf_counter()
    found = work()
    return found, time.perf_counter() - started


def scores(path: Path, customers: int | None, select: str) -> Table:
    """Time every model without and with kept fits."""
    table = Table("model", "rows", "cold, s", "warm, s", "peak, GB")
    totals = [0.0, 0.0]
    with tempfile.TemporaryDirectory() as folder:
        build = duckdb.connect(
            f"{folder}/{SCALED}.duckdb", config={"memory_limit": MEMORY, "threads": 2}
        )
        build.execute(f"attach '{path}' as build (read_only)")
        if customers:
            scaled(build, customers)
        os.environ["C360_WAREHOUSE"] = folder
        for name, file, meta in score_models():
            if select not in name:
                continue
            dbt = Dbt(build, meta)
            rows, cold = timed(lambda file=file, dbt=dbt: run(file, dbt))
            _, warm = timed(lambda file=file, dbt=dbt: run(file, dbt))
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
            found = f"{rows:,}", f"{cold:.1f}", f"{warm:.1f}", f"{peak:.1f}"
            # a run is long: what is known so far is worth having
            print(name, *found, flush=True)
            table.add_row(name, *found)
            totals = [totals[0] + cold, totals[1] + warm]
    table.add_row("all", "", *(f"{total:.1f}" for total in totals), "")
    return table


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True)
    fitting = parts.add_parser("bgnbd")
    fitting.add_argument("--customers", type=int, default=1_000_000)
    scoring = parts.add_parser("scores")
    scoring.add_argument("build", type=Path)
    scoring.add_argument("--customers", type=int)
    scoring.add_argument("--select", default="", help="part of a model's name")
    options = parser.parse_args()
    if options.part == "bgnbd":
        table = compared(options.customers)
    else:
        table = scores(options.build, options.customers, options.select)
    Console().print(table)


if __name__ == "__main__":
    main()
