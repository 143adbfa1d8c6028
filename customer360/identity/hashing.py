"""Hashes of rows, the same on every machine and in every build."""

from typing import Any

import numpy as np
import pandas as pd
from numba import njit
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

# splitmix64, Steele, Lea and Flood, "Fast splittable pseudorandom number generators"
# (OOPSLA 2014)
_GAMMA = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
# eight bytes at a time
_WORD = 8
_BYTE_BITS = np.uint64(8)


def hashed(*columns: NDArray[np.generic]) -> Hashes:
    """Return a 64-bit hash of each row of equally long integer columns; shape (n,).

    Raises ValueError if one is longer than another.
    """
    # a compiled loop would read behind the end
    if len({len(column) for column in columns}) > 1:
        raise ValueError("columns differ in length")
    found = np.zeros(len(columns[0]), dtype=np.uint64)
    for column in columns:
        _mix_in(found, np.ascontiguousarray(column, dtype=np.int64))
    return found


def hashed_text(column: pd.Series) -> Hashes:
    """Return a 64-bit hash of each value as text; 0 of nothing; shape (n,)."""
    # pandas keeps text as Arrow does, one byte after the other
    kept: Any = column.astype("str").array
    text = kept.__arrow_array__().cast("large_string")
    text = text.combine_chunks() if hasattr(text, "combine_chunks") else text
    _, offsets, letters = text.buffers()
    ends = np.frombuffer(offsets, dtype=np.int64)[text.offset :][: len(text) + 1]
    found = _hash_of_texts(np.frombuffer(letters or b"", dtype=np.uint8), ends)
    found[np.asarray(text.is_null())] = 0
    return found


@njit(cache=True)
def _mix_in(found: Hashes, column: NDArray[np.int64]) -> None:
    for row in range(len(found)):
        found[row] = _mixed(found[row] ^ np.uint64(column[row]))


@njit(cache=True)
def _hash_of_texts(letters: NDArray[np.uint8], ends: NDArray[np.int64]) -> Hashes:
    """Return hashes of texts whose letters lie between one end and the next."""
    found = np.zeros(len(ends) - 1, dtype=np.uint64)
    for row in range(len(found)):
        begin, end = ends[row], ends[row + 1]
        # one text may be another with nothing behind it
        bits = _mixed(np.uint64(end - begin))
        for start in range(begin, end, _WORD):
            word = np.uint64(0)
            for place in range(start, min(start + _WORD, end)):
                word = (word << _BYTE_BITS) | np.uint64(letters[place])
            bits = _mixed(bits ^ word)
        found[row] = bits
    return found


@njit(cache=True)
def _mixed(bits: np.uint64) -> np.uint64:
    bits = bits + _GAMMA
    bits = (bits ^ (bits >> np.uint64(30))) * _FIRST
    bits = (bits ^ (bits >> np.uint64(27))) * _SECOND
    return bits ^ (bits >> np.uint64(31))
