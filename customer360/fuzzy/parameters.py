"""What is learnt of comparisons: two probabilities a level, kept in a seed."""

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from customer360 import durable
from customer360.fuzzy.errors import FuzzyError

COLUMNS = ("comparison", "level", "m_probability", "u_probability")
# the row of what holds before two contacts are looked at
PRIOR = ("any_pair", "one_person")
# no level is impossible: a probability of 0 would outweigh all else
LEAST_PROBABILITY = 1e-6


@dataclass(frozen=True)
class Parameter:
    """How often a level holds: among pairs of one person (m), and of two (u).

    In the row of any pair, m is how probable it is that two contacts taken at random
    are one person, and u that they are not.
    """

    comparison: str
    level: str
    m_probability: float
    u_probability: float

    @property
    def match_weight(self) -> float:
        """Bits that speak for one person; negative ones speak against."""
        return math.log2(self.m_probability / self.u_probability)


def read_parameters(path: Path) -> list[Parameter]:
    """Return the rows of the seed; raises FuzzyError where it is not of that form."""
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        return [
            Parameter(
                row["comparison"],
                row["level"],
                float(row["m_probability"]),
                float(row["u_probability"]),
            )
            for row in rows
        ]
    except (KeyError, ValueError) as error:
        raise FuzzyError(
            f"{path} is no seed of parameters: {error}. Its columns are "
            f"{', '.join(COLUMNS)}."
        ) from error


def write_parameters(path: Path, parameters: Sequence[Parameter]) -> None:
    """Write the seed whole or not at all."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in parameters:
        m, u = f"{each.m_probability:.6g}", f"{each.u_probability:.6g}"
        writer.writerow([each.comparison, each.level, m, u])
    durable.write(path, text.getvalue())
