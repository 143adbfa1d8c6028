"""Randomness: one stream a purpose, so that a change in one leaves the others alone."""

import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.integer[Any]]
Bools = NDArray[np.bool_]


def stream(seed: int, *place: str | int) -> np.random.Generator:
    """Return the generator of a place, e.g. (chunk number, "orders")."""
    key = [seed, *(_number(part) for part in place)]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(key)))


def _number(part: str | int) -> int:
    return part if isinstance(part, int) else zlib.crc32(part.encode())


def chance(rng: np.random.Generator, share: Floats | float, size: int) -> Bools:
    """Return `size` booleans, each true with its share."""
    return rng.random(size) < share


def choose(rng: np.random.Generator, weights: Floats, size: int | None = None) -> Ints:
    """Return an index by row of `weights` (people x choices), or `size` by one row."""
    sums = np.cumsum(np.atleast_2d(weights), axis=1)
    rows = len(sums) if size is None else size
    drawn = rng.random((rows, 1)) * sums[:, -1:]
    return np.minimum((drawn >= sums).sum(axis=1), sums.shape[1] - 1)


def spans(counts: Ints) -> tuple[Ints, Ints]:
    """Return of each element of groups of these sizes its group and its rank in it."""
    groups = np.repeat(np.arange(len(counts)), counts)
    starts = np.cumsum(counts) - counts
    return groups, np.arange(len(groups)) - starts[groups]
