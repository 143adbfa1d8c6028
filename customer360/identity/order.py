"""The one order in which evidence is believed: rule rank, first-known day, a, b."""

import math
from dataclasses import dataclass

import numpy as np

from customer360.identity.inputs import Edges, IntArray

LARGEST = np.iinfo(np.int64).max


def strongest_first(edges: Edges, rows: IntArray) -> IntArray:
    """Return rows of edges sorted by (rule rank, first-known day, a, b)."""
    columns = edges.rule_rank, edges.known_day, edges.a, edges.b
    return rows[order_by(*(column[rows] for column in columns))]


def order_by(*columns: IntArray) -> IntArray:
    """Return the order by the first column, then by the next; of equals as they stand.

    Where all fit into one number, that sorts in a fifth of the time of four columns.
    """
    packed = _packed(columns)
    if packed is None:
        return np.lexsort(columns[::-1])
    return np.argsort(packed.number, kind="stable")


def sorted_rows(*columns: IntArray) -> tuple[IntArray, ...]:
    """Return rows sorted by the first column, then by the next.

    Where all fit into one number, numbers are sorted, without an order of rows.
    """
    packed = _packed(columns)
    if packed is None:
        order = np.lexsort(columns[::-1])
        return tuple(column[order] for column in columns)
    number, found = np.sort(packed.number), []
    for least, width in zip(packed.least[::-1], packed.width[::-1], strict=True):
        number, column = np.divmod(number, width)
        found.append(column + least)
    return tuple(found[::-1])


@dataclass(frozen=True)
class _Packed:
    """One number a row (n,), of columns that begin at `least` and span `width`."""

    number: IntArray
    least: list[int]
    width: list[int]


def _packed(columns: tuple[IntArray, ...]) -> _Packed | None:
    """Return rows as numbers by which they sort; None where they do not fit."""
    least = [int(column.min(initial=LARGEST)) for column in columns]
    most = [
        int(column.max(initial=low)) for column, low in zip(columns, least, strict=True)
    ]
    width = [high - low + 1 for high, low in zip(most, least, strict=True)]
    if math.prod(width) > LARGEST:
        return None
    number = np.zeros(len(columns[0]), dtype=np.int64)
    for column, low, span in zip(columns, least, width, strict=True):
        number = number * span + (column - low)
    return _Packed(number, least, width)
