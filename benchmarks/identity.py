"""How fast the identity graph is solved, and what that is of the least possible.

    python benchmarks/identity.py [--identifiers 10000000] [--repeat 2]

Generates a graph of about 6 identifiers a person (a tree each, and further edges of
which 6 % cross persons; two of the types are one per customer), the same at each run.
Prints seconds and peak memory of a full solve, beside scipy's connected components of
the same edges without any limit; of a solve after 1 % of the edges are new; and of a
hub with a million edges. With Splink installed, at a million identifiers, also its
`cluster_pairwise_predictions_at_threshold`.
"""

import argparse
import importlib.util
import multiprocessing
import resource
import time
from collections.abc import Callable

import numpy as np
import pyarrow as pa
from rich.console import Console
from rich.table import Table
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from customer360.identity import (
    NO_LIMIT,
    Edges,
    Identifiers,
    Previous,
    Rules,
    solve,
)

PER_PERSON, CROSSING, EXTRA = 6, 0.06, 11 / 10 - 5 / 6
DAYS, NEW_SHARE, MILLION = 400, 0.01, 1_000_000
# user, card, contact, e-mail, phone, cookie: each person has one of each, in this order
RULES = Rules(
    type_rank=range(PER_PERSON),
    is_durable=[True] * 5 + [False],
    max_per_customer=[1, 1, 20, 10, 10, 500],
    max_durable_degree=[NO_LIMIT, NO_LIMIT, NO_LIMIT, 10, 10, 10],
    max_component_size=2_000,
)


def graph(identifier_count: int, seed: int = 0) -> tuple[Identifiers, Edges]:
    """Return about so many identifiers with 11 edges to every 10 of them."""
    rng = np.random.default_rng(seed)
    persons = identifier_count // PER_PERSON
    n = persons * PER_PERSON
    person = np.arange(n) // PER_PERSON
    turn = np.arange(n) % PER_PERSON
    # a tree in each person: every identifier but the first with an earlier one
    child = np.flatnonzero(turn > 0)
    earlier = (rng.random(len(child)) * turn[child]).astype(np.int64)
    parent = person[child] * PER_PERSON + earlier
    # further evidence: mostly again inside the person, some of it across
    extra = int(EXTRA * n)
    left = rng.integers(0, n, extra)
    other = (turn[left] + rng.integers(1, PER_PERSON, extra)) % PER_PERSON
    inside = person[left] * PER_PERSON + other
    crosses = rng.random(extra) < CROSSING
    right = np.where(crosses, rng.integers(0, n, extra), inside)
    a, b = np.concatenate([child, left]), np.concatenate([parent, right])
    kept = a != b
    a, b = a[kept], b[kept]
    shuffled = rng.permutation(n)
    types = np.empty(n, dtype=np.int64)
    types[shuffled] = turn
    day = rng.integers(0, DAYS, n)
    identifiers = Identifiers(types, np.zeros(n, dtype=bool), day, day)
    edge_day = np.maximum(day[shuffled[a]], day[shuffled[b]])
    rank = np.minimum(turn[a], turn[b]) * PER_PERSON + np.maximum(turn[a], turn[b])
    return identifiers, Edges(shuffled[a], shuffled[b], rank, edge_day)


def hub(identifier_count: int) -> tuple[Identifiers, Edges]:
    """Return one cookie seen with everybody's account, and nothing else."""
    types = np.zeros(identifier_count, dtype=np.int64)
    types[0] = PER_PERSON - 1
    days = np.zeros(identifier_count, dtype=np.int64)
    accounts = np.arange(1, identifier_count)
    identifiers = Identifiers(types, days > 0, days, days)
    return identifiers, Edges(0 * accounts, accounts, 0 * accounts, 0 * accounts)


def bare(identifiers: Identifiers, edges: Edges) -> None:
    """Connected components without filters, limits or reasons."""
    size = len(identifiers)
    links = np.ones(len(edges), dtype=np.int8)
    graph = coo_matrix((links, (edges.a, edges.b)), shape=(size, size)).tocsr()
    connected_components(graph, directed=False)


def full(identifiers: Identifiers, edges: Edges) -> None:
    """Solve everything."""
    solve(identifiers, edges, RULES)


def before(identifiers: Identifiers, edges: Edges) -> Previous:
    """Return the solution before the last hundredth of the edges came."""
    order = np.random.default_rng(1).permutation(len(edges))
    kept = np.sort(order[int(len(edges) * NEW_SHARE) :])
    then = edges.take(kept)
    everyone = np.arange(len(identifiers))
    return Previous(solve(identifiers, then, RULES), then, everyone, kept)


def splink(identifiers: Identifiers, edges: Edges) -> None:
    """Cluster the same edges with Splink: connected components in DuckDB, no limits."""
    from splink import DuckDBAPI  # noqa: PLC0415
    from splink.clustering import cluster_pairwise_predictions_at_threshold  # noqa: PLC0415

    nodes = pa.table({"unique_id": np.arange(len(identifiers))})
    pairs = pa.table({"unique_id_l": edges.a, "unique_id_r": edges.b})
    api = DuckDBAPI()
    clusters = cluster_pairwise_predictions_at_threshold(
        nodes, pairs, api, "unique_id", threshold_match_probability=None
    )
    clusters.as_duckdbpyrelation().fetchnumpy()


def in_a_process(job: str, size: int) -> tuple[float, float]:
    """Return seconds of a job, and the peak GB of the process that did it alone."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(measured, (job, size))


def measured(job: str, size: int) -> tuple[float, float]:
    """Return seconds and peak GB of a job on a graph of so many identifiers."""
    full(*graph(60_000))  # compiled and loaded
    problem = hub(size) if job == "hub" else graph(size)
    previous = before(*problem) if job == "again" else None
    jobs: dict[str, Callable[[], object]] = {
        "bare": lambda: bare(*problem),
        "full": lambda: full(*problem),
        "again": lambda: solve(*problem, RULES, None, previous),
        "hub": lambda: full(*problem),
        "splink": lambda: splink(*problem),
    }
    started = time.perf_counter()
    jobs[job]()
    seconds = time.perf_counter() - started
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--identifiers", type=int, default=10_000_000)
    parser.add_argument("--repeat", type=int, default=2)
    options = parser.parse_args()
    size = options.identifiers
    runs = [
        ("scipy components, no limits", "bare", size),
        ("solve, limits and reasons", "full", size),
        ("solve again, 1 % of the edges new", "again", size),
        ("a hub of a million edges", "hub", MILLION),
        ("solve, a million identifiers", "full", MILLION),
    ]
    if importlib.util.find_spec("splink"):
        runs.append(("Splink's clusters of these", "splink", MILLION))
    table = Table("what", "identifiers", "seconds", "peak GB")
    for _ in range(options.repeat):
        for name, job, count in runs:
            seconds, peak = in_a_process(job, count)
            table.add_row(name, f"{count:,}", f"{seconds:.2f}", f"{peak:.1f}")
        table.add_section()
    Console().print(table)


if __name__ == "__main__":
    main()
