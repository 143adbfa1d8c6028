"""Connected components, and which of them break a limit if taken whole."""

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from customer360.identity.inputs import (
    NO_LIMIT,
    UNKNOWN,
    BoolArray,
    Identifiers,
    IntArray,
    Rules,
)


def least_member(a: IntArray, b: IntArray, size: int) -> IntArray:
    """Return, for each of `size` nodes, the least node of its component; shape (n,)."""
    if size == 0:
        return np.empty(0, dtype=np.int64)
    links = np.ones(len(a), dtype=np.int8)
    graph = coo_matrix((links, (a, b)), shape=(size, size)).tocsr()
    _, label = connected_components(graph, directed=False)
    least = np.empty(size, dtype=np.int64)
    # descending, so that the least node of each label is written last and stays
    nodes = np.arange(size - 1, -1, -1)
    least[label[nodes]] = nodes
    return least[label]


def breaks_a_limit(
    component: IntArray, identifiers: Identifiers, rules: Rules, conflicts: IntArray
) -> BoolArray:
    """Return, for each possible component id 0..n-1, whether it breaks a limit."""
    n = len(identifiers)
    is_broken = np.zeros(n, dtype=np.bool_)
    for type_code in np.flatnonzero(rules.max_per_customer != NO_LIMIT):
        members = component[identifiers.type_code == type_code]
        count = np.bincount(members, minlength=n)
        is_broken |= count > rules.max_per_customer[type_code]
    if rules.max_component_size != NO_LIMIT:
        is_broken |= np.bincount(component, minlength=n) > rules.max_component_size
    for trait in identifiers.traits.T:
        says = np.flatnonzero(trait != UNKNOWN)
        least = np.full(n, np.iinfo(np.int64).max)
        most = np.full(n, UNKNOWN)
        np.minimum.at(least, component[says], trait[says])
        np.maximum.at(most, component[says], trait[says])
        is_broken |= least < most
    met = component[conflicts[:, 0]] == component[conflicts[:, 1]]
    is_broken[component[conflicts[met, 0]]] = True
    return is_broken
