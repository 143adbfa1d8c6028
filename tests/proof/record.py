"""A record as its source system has it, and the world the records are of."""

import datetime as dt
from dataclasses import dataclass, field
from random import Random
from typing import Any

from proof.people import Person


@dataclass(frozen=True)
class Record:
    """One record, or one version of one: contract columns and when it could be sent."""

    values: dict[str, Any]
    ready_at: dt.datetime
    person: Person | None = None


@dataclass
class World:
    """People and, by entity, what the systems recorded; later entities see earlier."""

    rng: Random
    people: list[Person]
    records: dict[str, list[Record]] = field(default_factory=dict)

    def chance(self, share: float) -> bool:
        """Return true with a probability."""
        return self.rng.random() < share

    def last_versions(self, entity: str, key: str) -> list[Record]:
        """Return the last version of each key of an entity."""
        return list({r.values[key]: r for r in self.records[entity]}.values())
