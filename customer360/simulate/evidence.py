"""Which identifiers the records that arrived truly tie together, and to whom."""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from customer360.landing import Contract
from customer360.simulate.arrival import BROKEN
from customer360.simulate.frame import Frame
from customer360.simulate.identifiers import NOBODY, TYPES, Registry
from customer360.simulate.people import People
from customer360.simulate.streams import Ints
from customer360.simulate.strings import hexadecimal, picked


class Evidence:
    """Gathers which identifiers arrive, and which of one person arrive together."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._seen = np.zeros(len(registry), dtype=bool)
        self._edges: list[tuple[Ints, Ints]] = []
        numbers, persons = registry.holders
        counts = np.bincount(numbers, minlength=len(registry))
        self.owner = np.full(len(registry), NOBODY)
        self.owner[numbers] = persons
        self.owner[counts != 1] = NOBODY

    def add(self, frame: Frame, contract: Contract) -> None:
        """Take in the rows of an entity that arrived whole."""
        whole = frame.take(frame[BROKEN] == 0)
        names = [column.name for column in contract.columns if column.identifier]
        columns = [whole[name] for name in names if name in whole.columns]
        first = np.full(len(whole), -1)
        for column in columns:
            present = np.maximum(column, -1)
            self._seen[present[present >= 0]] = True
            single = np.where(self.owner[present] >= 0, present, -1)
            single = np.where(present >= 0, single, -1)
            both = (first >= 0) & (single >= 0)
            self._edges.append(_distinct(first[both], single[both]))
            first = np.where(first >= 0, first, single)

    def groups(self) -> Ints:
        """Return the number of each identifier's group."""
        size = len(self.registry)
        left, right = (np.concatenate(side) for side in zip(*self._edges, strict=True))
        same = self.owner[left] == self.owner[right]
        left, right = left[same], right[same]
        graph = coo_array((np.ones(len(left)), (left, right)), shape=(size, size))
        return np.asarray(connected_components(graph, directed=False)[1], np.int64)

    def table(self, people: People, chunk_number: int) -> pa.Table:
        """Return the truth of identifiers that arrived, a row for each who holds it.

        Kiosks' and stores' own are left out: they are every chunk's.
        """
        numbers, persons = self.registry.holders
        nobodys = np.setdiff1d(np.arange(len(self.registry)), numbers)
        number = np.concatenate([numbers, nobodys])
        person = np.concatenate([persons, np.full(len(nobodys), NOBODY)])
        wanted = self._seen[number] & ~self.registry.is_common[number]
        number, person = number[wanted], person[wanted]
        holders = np.bincount(number, minlength=len(self.registry))
        group = np.where(self.owner[number] >= 0, self.groups()[number], -1)
        groups = hexadecimal("group_", np.maximum(group, 0) + (chunk_number << 28), 11)
        return identifiers_table(
            picked(pa.array(TYPES), self.registry.types[number]),
            picked(self.registry.values, number),
            picked(people.ids, person),
            pa.array(holders[number] > 1),
            groups.take(pa.array(np.arange(len(group)), mask=group < 0)),
        )


def identifiers_table(*columns: pa.Array) -> pa.Table:
    """Return the table `identifiers` of the truth."""
    names = (
        "identifier_type", "identifier_value", "person_id", "is_shared",
        "evidence_group_id",
    )  # fmt: skip
    return pa.table(dict(zip(names, columns, strict=True)))


def common_identifiers(registry: Registry) -> pa.Table:
    """Return the truth of what belongs to nobody and every chunk uses."""
    size = len(registry)
    return identifiers_table(
        picked(pa.array(TYPES), registry.types),
        registry.values,
        pa.nulls(size, pa.string()),
        pa.array(np.ones(size, dtype=bool)),
        pa.nulls(size, pa.string()),
    )


def _distinct(left: Ints, right: Ints) -> tuple[Ints, Ints]:
    pairs: Iterable[int] = np.unique((left << 32) | right)
    both = np.asarray(pairs, np.int64)
    return both >> 32, both & ((1 << 32) - 1)
