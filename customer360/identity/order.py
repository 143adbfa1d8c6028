"""The one order in which evidence is believed: rule rank, first-known day, a, b."""

import numpy as np

from customer360.identity.inputs import Edges, IntArray


def strongest_first(edges: Edges, rows: IntArray) -> IntArray:
    """Return rows of edges sorted by (rule rank, first-known day, a, b)."""
    a, b = edges.a[rows], edges.b[rows]
    order = np.lexsort((b, a, edges.known_day[rows], edges.rule_rank[rows]))
    return rows[order]


def distinct_pairs(edges: Edges, rows: IntArray) -> IntArray:
    """Return the pairs (p, 2) of different identifiers on rows of edges, once each."""
    rows = rows[edges.a[rows] != edges.b[rows]]
    size = int(edges.b[rows].max(initial=0)) + 1
    pair = np.sort(edges.a[rows] * size + edges.b[rows])
    pair = pair[np.append(True, pair[1:] != pair[:-1])[: len(pair)]]
    return np.stack([pair // size, pair % size], axis=1)
