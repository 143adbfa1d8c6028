"""What is said of an entity that arrives, beyond its contract."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from expectations.suite import Expectation


@dataclass(frozen=True)
class Arrival:
    """What somebody has to know of an entity; its contract says the rest.

    Outside these limits is a warning, but for `stops_below` and what `also_expect`
    makes an error.
    """

    entity: str
    # least share of rows that say whose they are
    identified: float = 0.0
    # column -> least share of rows that fill it
    filled: Mapping[str, float] = field(default_factory=dict)
    # column of few kinds -> the kinds usually sent; empty where they are not known
    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # column -> entity whose key it holds
    refers: Mapping[str, str] = field(default_factory=dict)
    # 90 of 100 rows are known so many days after they happened
    usual_lag_days: float = 2.0
    # whether every day brings about as much, and the like, as days before did
    is_daily: bool = True
    # the newest day's rows, per rows of a usual day: least and most
    least_volume: float = 0.4
    most_volume: float = 5.0
    # with less than this share of a usual day's rows nothing is published
    stops_below: float = 0.0
    # name -> SQL of one more number of each row, and what is expected of those
    also_read: Mapping[str, str] = field(default_factory=dict)
    also_expect: Callable[[], list[Expectation]] | None = None
