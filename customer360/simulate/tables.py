"""A table on its way out: rows of an entity, whose they are, when they became so."""

from dataclasses import dataclass

import numpy as np

from customer360.simulate.frame import Column, Frame, stacked
from customer360.simulate.streams import Ints

# columns beside the contract's: who did it (-1: nobody), when the row became so
PERSON, AT = "_person", "_at"


@dataclass(frozen=True)
class Table:
    """Rows of an entity; a `nightly` one is exported after midnight, others at once."""

    entity: str
    frame: Frame
    nightly: bool = False


def table(entity: str, person: Ints, at: Ints, **columns: Column) -> Table:
    """Return a table exported as things happen; columns are the contract's."""
    return Table(entity, Frame({**columns, PERSON: person, AT: at}))


def nightly(entity: str, person: Ints, at: Ints, **columns: Column) -> Table:
    """Return a table exported every night; columns are the contract's."""
    return Table(entity, Frame({**columns, PERSON: person, AT: at}), nightly=True)


def versions(entity: str, frames: list[Frame]) -> Table:
    """Return versions of states, exported every night, each key's in order of time."""
    frame = stacked(frames)
    return Table(entity, frame.take(np.argsort(frame[AT], kind="stable")), nightly=True)
