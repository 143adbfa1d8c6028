"""How fast the identity graph is solved, and what that is of the least possible.

    python benchmarks/identity.py [--identifiers 10000000] [--repeat 2]

Generates a graph of about 6 identifiers a person (a tree each, and further edges of
which 6 % cross persons; two of the types are one per customer; contacts tell a first
letter, most also a birth date; of a thousand edges that cross persons one is a pair
never to be linked), the same at each run. Prints seconds and peak memory of a full
solve, beside scipy's connected components of the same edges without any limit; of a
solve after 1 % of the edges are new; and of a hub with a million edges. With Splink
installed, at a million identifiers, also its
`cluster_pairwise_predictions_at_threshold`. Then the ratios of the best of each.
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
    UNKNOWN,
    Edges,
    Identifiers,
    Previous,
    Rules,
    solve,
)

PER_PERSON, CROSSING, EXTRA = 6, 0.06, 11 / 10 - 5 / 6
DAYS, NEW_SHARE, MILLION = 400, 0.01, 1_000_000
# contacts, by their turn in a person; birth days there are; of crossing edges never one
CONTACT, BIRTH_DAYS, SAYS_BIRTH_DAY, NEVER_LINKED = 2, 25_000, 0.7, 0.001
# user, card, contact, e-mail, phone, cookie: each person has one of each, in this order
RULES = Rules(
    type_rank=range(PER_PERSON),
    is_durable=[True] * 5 + [False],
    max_per_customer=[1, 1, 20, 10, 10, 500],
    max_durable_degree=[NO_LIMIT, NO_LIMIT, NO_LIMIT, 10, 10, 10],
    max_component_size=2_000,
)


Problem = tuple[Identifiers, Edges, np.ndarray]


def graph(identifier_count: int, seed: int = 0) -> Problem:
    """Return about so many identifiers, 11 edges to every 10 of them, never-links."""
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
    across = np.flatnonzero(person[a] != person[b])
    never = rng.choice(across, int(NEVER_LINKED * len(across)), replace=False)
    shuffled = rng.permutation(n)
    types = np.empty(n, dtype=np.int64)
    types[shuffled] = turn
    day = rng.integers(0, DAYS, n)
    traits = np.full((n, 2), UNKNOWN)
    traits[shuffled] = _traits(turn, rng)
    identifiers = Identifiers(types, np.zeros(n, dtype=bool), day, day, traits)
    pairs = np.stack([shuffled[a[never]], shuffled[b[never]]], axis=1)
    edge_day = np.maximum(day[shuffled[a]], day[shuffled[b]])
    rank = np.minimum(turn[a], turn[b]) * PER_PERSON + np.maximum(turn[a], turn[b])
    return identifiers, Edges(shuffled[a], shuffled[b], rank, edge_day), pairs


def _traits(turn: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return first letters and birth days (n, 2) of contacts, UNKNOWN of others."""
    is_contact = turn == CONTACT
    letters = rng.integers(0, 26, len(turn))
    born = rng.integers(0, BIRTH_DAYS, len(turn))
    says = is_contact & (rng.random(len(turn)) < SAYS_BIRTH_DAY)
    columns = np.where(is_contact, letters, UNKNOWN), np.where(says, born, UNKNOWN)
    return np.stack(columns, axis=1)


def hub(identifier_count: int) -> Problem:
    """Return one cookie seen with everybody's account, and nothing else."""
    types = np.zeros(identifier_count, dtype=np.int64)
    types[0] = PER_PERSON - 1
    days = np.zeros(identifier_count, dtype=np.int64)
    accounts = np.arange(1, identifier_count)
    identifiers = Identifiers(types, days > 0, days, days)
    edges = Edges(0 * accounts, accounts, 0 * accounts, 0 * accounts)
    return identifiers, edges, np.empty((0, 2), dtype=np.int64)


def bare(identifiers: Identifiers, edges: Edges, pairs: np.ndarray) -> None:
    """Connected components without filters, limits or reasons."""
    del pairs
    size = len(identifiers)
    links = np.ones(len(edges), dtype=np.int8)
    graph = coo_matrix((links, (edges.a, edges.b)), shape=(size, size)).tocsr()
    connected_components(graph, directed=False)


def full(identifiers: Identifiers, edges: Edges, pairs: np.ndarray) -> None:
    """Solve everything."""
    solve(identifiers, edges, RULES, pairs)


def before(identifiers: Identifiers, edges: Edges, pairs: np.ndarray) -> Previous:
    """Return the solution before the last hundredth of the edges came."""
    order = np.random.default_rng(1).permutation(len(edges))
    kept = np.sort(order[int(len(edges) * NEW_SHARE) :])
    then = edges.take(kept)
    everyone = np.arange(len(identifiers))
    return Previous(solve(identifiers, then, RULES, pairs), then, everyone, kept)


def splink(identifiers: Identifiers, edges: Edges, pairs: np.ndarray) -> None:
    """Cluster the same edges with Splink: connected components in DuckDB, no limits."""
    del pairs
    from splink import DuckDBAPI  # noqa: PLC0415
    from splink.clustering import cluster_pairwise_predictions_at_threshold  # noqa: PLC0415

    nodes = pa.table({"unique_id": np.arange(len(identifiers))})
    links = pa.table({"unique_id_l": edges.a, "unique_id_r": edges.b})
    api = DuckDBAPI()
    clusters = cluster_pairwise_predictions_at_threshold(
        nodes, links, api, "unique_id", threshold_match_probability=None
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
        "again": lambda: solve(*problem[:2], RULES, problem[2], previous),
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
    best: dict[tuple[str, int], float] = {}
    for _ in range(options.repeat):
        for name, job, count in runs:
            seconds, peak = in_a_process(job, count)
            best[job, count] = min(seconds, best.get((job, count), seconds))
            table.add_row(name, f"{count:,}", f"{seconds:.2f}", f"{peak:.1f}")
        table.add_section()
    Console().print(table)
    print_ratios(best, size)


def print_ratios(best: dict[tuple[str, int], float], size: int) -> None:
    """Print how the best times compare."""
    ratios = [
        ("a full solve, of scipy's time", ("full", size), ("bare", size)),
        ("1 % new edges, of a full solve", ("again", size), ("full", size)),
        ("Splink, of a full solve", ("splink", MILLION), ("full", MILLION)),
    ]
    for name, job, other in ratios:
        if job in best:
            Console().print(f"{name}: {best[job] / best[other]:.2f}")


if __name__ == "__main__":
    main()
