"""Texts by the million without a Python loop: fixed-width digits over Arrow buffers."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from customer360.simulate.streams import Bools, Ints

HEX = np.frombuffer(b"0123456789abcdef", np.uint8)
DECIMAL = np.frombuffer(b"0123456789", np.uint8)


def hexadecimal(prefix: str, numbers: Ints, width: int) -> pa.StringArray:
    """Return `prefix` and each number in `width` hexadecimal digits."""
    values = numbers.astype(np.uint64)
    text = np.empty((len(values), len(prefix) + width), np.uint8)
    text[:, : len(prefix)] = np.frombuffer(prefix.encode(), np.uint8)
    for place in range(width):
        shift = np.uint64(4 * (width - 1 - place))
        text[:, len(prefix) + place] = HEX[(values >> shift) & np.uint64(15)]
    return _from_bytes(text)


def decimal(prefix: str, numbers: Ints, width: int) -> pa.StringArray:
    """Return `prefix` and each number in `width` decimal digits."""
    rest = numbers.astype(np.int64)
    text = np.empty((len(rest), len(prefix) + width), np.uint8)
    text[:, : len(prefix)] = np.frombuffer(prefix.encode(), np.uint8)
    for place in range(width - 1, -1, -1):
        text[:, len(prefix) + place] = DECIMAL[rest % 10]
        rest = rest // 10
    return _from_bytes(text)


def _from_bytes(text: NDArray[np.uint8]) -> pa.StringArray:
    count, width = text.shape
    offsets = (np.arange(count + 1, dtype=np.int64) * width).astype(np.int32)
    return pa.StringArray.from_buffers(
        count, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(text))
    )


def mixed(numbers: Ints) -> Ints:
    """Return numbers shuffled over 63 bits, none twice (splitmix64's finaliser)."""
    values = numbers.astype(np.uint64)
    with np.errstate(over="ignore"):
        values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (values ^ (values >> np.uint64(31))).view(np.int64)


def picked(values: pa.Array, index: Ints) -> pa.Array:
    """Return `values` at `index`, null where it is negative."""
    valid = index >= 0
    if valid.all():
        return values.take(pa.array(index))
    return values.take(pa.array(np.where(valid, index, 0), mask=~valid))


def joined(*parts: pa.Array | str) -> pa.Array:
    """Return texts put one after the other; null where any is."""
    scalars = [pa.scalar(part) if isinstance(part, str) else part for part in parts]
    return pc.binary_join_element_wise(*scalars, "")


def either(mask: Bools, yes: pa.Array, no: pa.Array) -> pa.Array:
    """Return `yes` where `mask`, else `no`."""
    return pc.if_else(pa.array(mask), yes, no)
