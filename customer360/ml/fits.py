"""Where fits come from: made anew, or by a store that gives back the same ones.

What is asked of a store is a function and its inputs, so that nothing a fit depends on
can be left out of what the store finds it by.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from hashlib import sha256
from typing import ParamSpec, Protocol, TypeVar

import numpy as np
import pandas as pd

P = ParamSpec("P")
T = TypeVar("T")

SCALARS = (bool, int, float, str, np.generic, pd.Timestamp)


class Fits(Protocol):
    """Gives the fit that a function makes of its inputs."""

    def get_or_fit(
        self, fit: Callable[P, T], /, *inputs: P.args, **named: P.kwargs
    ) -> T:
        """Return what `fit(*inputs, **named)` returns, to the last bit."""
        ...


class Anew:
    """Keeps nothing: every fit is made when it is asked for."""

    def get_or_fit(
        self, fit: Callable[P, T], /, *inputs: P.args, **named: P.kwargs
    ) -> T:
        """Return `fit(*inputs, **named)`."""
        return fit(*inputs, **named)


ANEW = Anew()


def digest(value: object) -> str:
    """Return 32 hex digits that differ whenever the value could.

    value: frames (names, order, dtypes and values of columns; their index tells a fit
    nothing), arrays, settings and other dataclasses, scalars, None, and sequences and
    mappings of these. Raises TypeError for anything else.
    """
    hashed = sha256()
    for part in _parts(value):
        hashed.update(part)
    return hashed.hexdigest()[:32]


def _parts(value: object) -> Iterator[bytes]:
    """Yield the bytes of a value, each behind what it is and how long."""
    if isinstance(value, pd.DataFrame):
        yield _part("frame", str(value.shape).encode())
        for name, column in value.items():
            yield from _parts(name)
            yield from _column_parts(column)
    elif isinstance(value, np.ndarray):
        yield from _array_parts(value)
    elif value is None or isinstance(value, SCALARS):
        yield _part(type(value).__name__, repr(value).encode())
    else:
        yield from _container_parts(value)


def _column_parts(column: pd.Series) -> Iterator[bytes]:
    yield _part("dtype", str(column.dtype).encode())
    if isinstance(column.dtype, np.dtype):
        yield from _array_parts(column.to_numpy())
    else:
        yield _part("values", repr(column.tolist()).encode())


def _array_parts(array: np.ndarray) -> Iterator[bytes]:
    yield _part("array", f"{array.dtype.str} {array.shape}".encode())
    # the bytes of objects are addresses
    exact = not array.dtype.hasobject
    yield _part("bytes", array.tobytes() if exact else repr(array.tolist()).encode())


def _container_parts(value: object) -> Iterator[bytes]:
    """Yield the parts of a dataclass, mapping or sequence, one after the other."""
    kind = f"{type(value).__module__}.{type(value).__qualname__}"
    members: list[object]
    if is_dataclass(value) and not isinstance(value, type):
        members = [(field.name, getattr(value, field.name)) for field in fields(value)]
    elif isinstance(value, Mapping):
        members = list(value.items())
    elif isinstance(value, list | tuple):
        members = list(value)
    else:
        raise TypeError(f"A fit cannot be kept by a {kind}: it has no digest.")
    yield _part(kind, str(len(members)).encode())
    for member in members:
        yield from _parts(member)


def _part(kind: str, content: bytes) -> bytes:
    return f"{kind}:{len(content)}:".encode() + content
