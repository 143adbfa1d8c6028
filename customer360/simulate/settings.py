"""What a simulation is made from: size, time, seed, world and rates."""

import datetime as dt
from dataclasses import dataclass, field

from customer360.simulate.errors import SimulateError
from customer360.simulate.rates import Rates

WORLDS = ("plain", "shifted")
# days after the end that are simulated for `future`, and not written
FUTURE_DAYS = 365
HORIZONS = (90, 365)
MAX_CUSTOMERS = 50_000_000
MAX_DAYS = 3_650
DAY = 86_400


@dataclass(frozen=True)
class Settings:
    """A simulation; the same settings give the same bytes.

    `start` is midnight UTC of the first of `days` days. `people_per_chunk` are made at
    a time: more take more memory.
    """

    customers: int
    days: int
    seed: int = 0
    world: str = "plain"
    start: dt.date = dt.date(2024, 1, 1)
    rates: Rates = field(default_factory=Rates)
    people_per_chunk: int = 10_000

    def __post_init__(self) -> None:
        if not 1 <= self.customers <= MAX_CUSTOMERS:
            raise SimulateError(
                f"--customers {self.customers}: "
                f"between 1 and {MAX_CUSTOMERS} are possible."
            )
        if not 1 <= self.days <= MAX_DAYS:
            raise SimulateError(
                f"--days {self.days}: between 1 and {MAX_DAYS} are possible."
            )
        if self.seed < 0:
            raise SimulateError(f"--seed {self.seed}: it must not be negative.")
        if self.world not in WORLDS:
            raise SimulateError(
                f"--world {self.world}: there are {' and '.join(WORLDS)}."
            )

    @property
    def end(self) -> int:
        """The end of what is written, in seconds after the start."""
        return self.days * DAY

    @property
    def chunk_count(self) -> int:
        """How many chunks of people there are."""
        return -(-self.customers // self.people_per_chunk)

    def people_in(self, chunk: int) -> int:
        """Return how many people a chunk has."""
        return min(
            self.people_per_chunk, self.customers - chunk * self.people_per_chunk
        )
