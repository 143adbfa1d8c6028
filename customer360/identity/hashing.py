"""Hashes of rows of integers, the same on every machine and in every build."""

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

# splitmix64, Steele, Lea and Flood, "Fast splittable pseudorandom number generators"
# (OOPSLA 2014)
_GAMMA = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


def hashed(*columns: NDArray[np.generic]) -> Hashes:
    """Return a 64-bit hash of each row of equally long integer columns; shape (n,)."""
    size = max(len(column) for column in columns)
    found = np.zeros(size if min(map(len, columns)) else 0, dtype=np.uint64)
    for column in columns:
        found = _mixed(found ^ column.astype(np.uint64))
    return found


def _mixed(bits: Hashes) -> Hashes:
    bits = bits + _GAMMA
    bits = (bits ^ (bits >> np.uint64(30))) * _FIRST
    bits = (bits ^ (bits >> np.uint64(27))) * _SECOND
    return bits ^ (bits >> np.uint64(31))
