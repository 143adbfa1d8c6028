"""The ordered union: edges tried one by one, refused where a limit would break."""

import numpy as np

from customer360.identity.inputs import NO_LIMIT, Identifiers, IntArray, Rules
from customer360.identity.solution import UNUSED, Decisions, Reason

Refusal = tuple[int, int, int, int, int, int]
"""One row of `Decisions`: reason, identifier_a, identifier_b, type, count, limit."""

USED: Refusal = (Reason.USED, UNUSED, UNUSED, UNUSED, UNUSED, UNUSED)


class LimitedUnion:
    """A union-find whose sets never break a limit.

    The root of a set is its least node. Beside each root stand the limited types of the
    set, as {type: [count, least node of the type]}, and its never-link pairs, as
    [(member, partner)]; both are merged from the smaller set into the larger.
    """

    def __init__(self, types: IntArray, rules: Rules, conflicts: IntArray) -> None:
        self.limits = rules.max_per_customer.tolist()
        self.max_size = rules.max_component_size
        self.parent = list(range(len(types)))
        self.size = [1] * len(types)
        self.held = [
            {} if self.limits[code] == NO_LIMIT else {code: [1, node]}
            for node, code in enumerate(types.tolist())
        ]
        self.foes: dict[int, list[tuple[int, int]]] = {}
        for a, b in conflicts.tolist():
            self.foes.setdefault(a, []).append((a, b))
            self.foes.setdefault(b, []).append((b, a))

    def find(self, node: int) -> int:
        """Return the root of a node's set, halving the path on the way."""
        parent = self.parent
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def join(self, a: int, b: int) -> Refusal:
        """Join the sets of two nodes, or return why that would break a limit."""
        low, high = sorted((self.find(a), self.find(b)))
        if low == high:
            return USED
        refusal = (
            self._met_foes(low, high)
            or self._type_over_limit(low, high)
            or self._size_over_limit(low, high)
        )
        if refusal is None:
            self._merge(low, high)
        return refusal or USED

    def _met_foes(self, low: int, high: int) -> Refusal | None:
        foes, other = self.foes.get(low, []), high
        if len(self.foes.get(high, [])) < len(foes):
            foes, other = self.foes.get(high, []), low
        met = [sorted(pair) for pair in foes if self.find(pair[1]) == other]
        if not met:
            return None
        a, b = min(met)
        return (Reason.NEVER_LINK, a, b, UNUSED, UNUSED, UNUSED)

    def _type_over_limit(self, low: int, high: int) -> Refusal | None:
        ours, theirs = self.held[low], self.held[high]
        for code in sorted(ours.keys() & theirs.keys()):
            count = ours[code][0] + theirs[code][0]
            if count > self.limits[code]:
                a, b = sorted((ours[code][1], theirs[code][1]))
                return (Reason.TYPE_LIMIT, a, b, code, count, self.limits[code])
        return None

    def _size_over_limit(self, low: int, high: int) -> Refusal | None:
        size = self.size[low] + self.size[high]
        if self.max_size == NO_LIMIT or size <= self.max_size:
            return None
        return (Reason.SIZE_LIMIT, UNUSED, UNUSED, UNUSED, size, self.max_size)

    def _merge(self, low: int, high: int) -> None:
        self.parent[high] = low
        self.size[low] += self.size[high]
        into, other = self.held[low], self.held[high]
        for code, (count, least) in other.items():
            total, first = into.get(code, (0, least))
            into[code] = [total + count, min(first, least)]
        small, large = sorted(
            (self.foes.pop(low, []), self.foes.pop(high, [])), key=len
        )
        large.extend(small)
        if large:
            self.foes[low] = large


def walk(
    a: IntArray,
    b: IntArray,
    identifiers: Identifiers,
    rules: Rules,
    conflicts: IntArray,
) -> tuple[IntArray, IntArray, Decisions]:
    """Join edges in the given order under the limits.

    Returns the identifiers met, ascending; the least member of each one's component;
    and one decision per edge. Cost: one Python step per edge, so callers pass only the
    components that need it.
    """
    nodes = np.unique(np.concatenate([a, b]))
    inside = np.isin(conflicts, nodes).all(axis=1)
    union = LimitedUnion(
        identifiers.type_code[nodes], rules, np.searchsorted(nodes, conflicts[inside])
    )
    local = np.searchsorted(nodes, np.stack([a, b], axis=1))
    rows = [union.join(low, high) for low, high in local.tolist()]
    roots = np.array([union.find(node) for node in range(len(nodes))], dtype=np.int64)
    return nodes, nodes[roots], _as_decisions(rows, nodes)


def _as_decisions(rows: list[Refusal], nodes: IntArray) -> Decisions:
    """Turn rows with local node numbers into columns with identifiers."""
    table = np.array(rows, dtype=np.int64).reshape(-1, 6)
    for column in (1, 2):
        named = table[:, column] != UNUSED
        table[named, column] = nodes[table[named, column]]
    return Decisions(*table.T)
