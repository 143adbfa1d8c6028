"""Columns of numbers on their way to a file; texts are codes until they are written."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[Any]
# no value in a column of whole numbers: codes use -1 too
MISSING = np.iinfo(np.int64).min


class Frame:
    """Named columns of one length."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        self.columns = dict(columns)
        lengths = {len(column) for column in self.columns.values()}
        if len(lengths) > 1:
            sizes = {name: len(column) for name, column in self.columns.items()}
            raise ValueError(f"columns differ in length: {sizes}")

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()))) if self.columns else 0

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]

    def take(self, index: Column) -> "Frame":
        """Return the rows at `index`, or those where a mask is true."""
        return Frame({name: column[index] for name, column in self.columns.items()})

    def plus(self, **columns: Column) -> "Frame":
        """Return the frame with columns added or replaced."""
        return Frame({**self.columns, **columns})


def stacked(frames: Iterable[Frame]) -> Frame:
    """Return frames one after the other; a column that one lacks is missing there."""
    frames = [frame for frame in frames if frame.columns]
    names = list(dict.fromkeys(name for frame in frames for name in frame.columns))
    return Frame({name: np.concatenate(_parts(frames, name)) for name in names})


def _parts(frames: list[Frame], name: str) -> list[Column]:
    kind = next(frame[name].dtype for frame in frames if name in frame.columns)
    empty = np.nan if kind.kind == "f" else MISSING if kind.itemsize == 8 else -1
    return [
        frame[name] if name in frame.columns else np.full(len(frame), empty, dtype=kind)
        for frame in frames
    ]
