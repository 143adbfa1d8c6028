"""How codes become the values of a file: one small class a kind of column."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from customer360.simulate.frame import MISSING, Column
from customer360.simulate.identifiers import Registry
from customer360.simulate.settings import DAY
from customer360.simulate.strings import decimal, hexadecimal, mixed, picked

EPOCH = dt.date(1970, 1, 1)
MICROSECOND = 1_000_000
# how people and tills write what is the same e-mail address or phone number
TIDY, UNTIDY = 80, 10


@dataclass
class Context:
    """What the columns of a table are written with.

    `keys` are the codes of its keys by row, `texts` pools of texts by name.
    """

    start: dt.date
    registry: Registry
    keys: Column
    texts: Mapping[str, pa.Array] = field(default_factory=dict)

    @property
    def start_day(self) -> int:
        """The first day, in days since 1970."""
        return (self.start - EPOCH).days


class Kind(Protocol):
    """Turns a column of codes into a column of a file."""

    def render(self, values: Column, context: Context) -> pa.Array:
        """Return the values, null where the code is missing."""


@dataclass(frozen=True)
class Key:
    """Numbers as keys: a prefix and hexadecimal digits."""

    prefix: str
    width: int = 11

    def render(self, values: Column, context: Context) -> pa.Array:
        """Return the keys."""
        return _masked(hexadecimal(self.prefix, values, self.width), values < 0)


@dataclass(frozen=True)
class Code:
    """Numbers as short codes: a prefix and decimal digits."""

    prefix: str
    width: int

    def render(self, values: Column, context: Context) -> pa.Array:
        """Return the codes."""
        return _masked(
            decimal(self.prefix, np.maximum(values, 0), self.width), values < 0
        )


@dataclass(frozen=True)
class Choice:
    """One of a few texts."""

    values: tuple[str, ...]

    def render(self, values: Column, context: Context) -> pa.Array:
        """Return the texts."""
        return picked(pa.array(self.values, pa.string()), values)


@dataclass(frozen=True)
class Written:
    """One of a chunk's own pool of texts."""

    pool: str

    def render(self, values: Column, context: Context) -> pa.Array:
        """Return the texts."""
        return picked(context.texts[self.pool], values)


@dataclass(frozen=True)
class Identifier:
    """An identifier of the registry, as it is written in life.

    The copies of a record spell alike; `hand` sets its columns apart.
    """

    hand: int = 0

    def render(self, values: Column, context: Context) -> pa.Array:
        """Return e-mails and phones now and then in another spelling, others plain."""
        drawn = mixed(context.keys * 16 + self.hand) % 100
        spelling = (drawn >= TIDY).astype(np.int64) + (drawn >= TIDY + UNTIDY)
        written = context.registry.written
        index = np.where(values < 0, -1, values + spelling * len(context.registry))
        return picked(written, index)


@dataclass(frozen=True)
class Handle:
    """A social handle beside a column with its network: `@name`."""

    def render(self, values: Column, context: Context) -> pa.Array:
        """Return the part after the network."""
        whole = picked(context.registry.values, values)
        return pc.replace_substring_regex(whole, "^[a-z]+:", "@")


@dataclass(frozen=True)
class Money:
    """Whole cents as decimal(18,4)."""

    per_unit: int = 100

    def render(self, values: Column, context: Context) -> pa.Array:
        """Return the amounts."""
        numbers = np.where(values == MISSING, 0, values) * (10_000 // self.per_unit)
        words = np.empty((len(values), 2), np.int64)
        words[:, 0], words[:, 1] = numbers, numbers >> 63
        kind = pa.decimal128(18, 4)
        decimals = pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(words)])
        return _masked(decimals, values == MISSING)


@dataclass(frozen=True)
class Time:
    """Seconds since the start as a UTC timestamp."""

    def render(self, values: Column, context: Context) -> pa.Array:
        """Return the timestamps."""
        seconds = np.where(values == MISSING, 0, values) + context.start_day * DAY
        mask = values == MISSING
        return pa.array(seconds * MICROSECOND, mask=mask).cast(pa.timestamp("us"))


@dataclass(frozen=True)
class Date:
    """Days since the start as a date."""

    def render(self, values: Column, context: Context) -> pa.Array:
        """Return the dates."""
        days = np.where(values == MISSING, 0, values) + context.start_day
        return pa.array(days.astype(np.int32), mask=values == MISSING).cast(pa.date32())


@dataclass(frozen=True)
class Whole:
    """Whole numbers."""

    def render(self, values: Column, context: Context) -> pa.Array:
        """Return the numbers."""
        return pa.array(values.astype(np.int64), mask=values == MISSING)


@dataclass(frozen=True)
class Real:
    """Floating-point numbers; nan is missing."""

    def render(self, values: Column, context: Context) -> pa.Array:
        """Return the numbers."""
        return pa.array(values.astype(np.float64), mask=np.isnan(values))


@dataclass(frozen=True)
class Flag:
    """0 and 1 as false and true."""

    def render(self, values: Column, context: Context) -> pa.Array:
        """Return the booleans."""
        return pa.array(values > 0, mask=values < 0)


def _masked(values: pa.Array, mask: Column) -> pa.Array:
    if not mask.any():
        return values
    index = np.where(mask, 0, np.arange(len(values)))
    return values.take(pa.array(index, mask=mask))
