"""From clean records to the files that arrive: late, twice, disputed, spoiled."""

import csv
import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from customer360.landing import Contract, read_contracts
from proof.entities import ENTITIES
from proof.people import END, START
from proof.record import Record, World

# 120 days of history first, then deliveries at uneven distances
LANDED_AT = [
    *(START + dt.timedelta(days=days, hours=10) for days in (120, 153, 171, 184)),
    END + dt.timedelta(hours=3),
]
RULES = ["now", "event", "synced_at"]


@dataclass
class Delivery:
    """The rows of one file: what they are, when they land, when they were known."""

    entity: str
    landed_at: dt.datetime
    known_at_rule: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    is_resent: bool = False

    def write(self, folder: Path) -> Path:
        """Write the file and return its path."""
        again = "again-" if self.is_resent else ""
        entity = self.entity.replace("/", "_")
        name = f"{self.landed_at:%Y%m%d}-{again}{entity}.csv"
        columns = {column: None for row in self.rows for column in row}
        path = folder / name
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(columns))
            writer.writeheader()
            writer.writerows(self.rows)
        return path


def deliveries(world: World, seed: int) -> list[Delivery]:
    """Return the files of a world in the order they land, headers before lines."""
    rng = Random(seed)
    contracts = read_contracts()
    found = []
    for entity in ENTITIES:
        files = [
            Delivery(entity, landed_at, rule)
            for landed_at, rule in zip(LANDED_AT, _rules(rng), strict=True)
        ]
        records = sorted(world.records[entity], key=lambda record: record.ready_at)
        for record in records:
            _deliver(rng, record, files, contracts[entity])
        if ENTITIES[entity].is_dumped:
            _dump(files, contracts[entity])
        files = [file for file in files if file.rows]
        _delay_and_repeat(files, contracts[entity].key)
        found += [*files, _resent(files)]
    return sorted(found, key=lambda file: file.landed_at)


def _rules(rng: Random) -> list[str]:
    """Return the rule of each file: history first, then any.

    By `event` alone nothing is known late; a file over the first of a month ends that.
    """
    rules = ["auto", *(rng.choice(RULES) for _ in LANDED_AT[1:])]
    if set(rules) == {"auto", "event"}:
        rules[-2] = "now"
    return rules


def _deliver(
    rng: Random, record: Record, files: list[Delivery], contract: Contract
) -> None:
    """Put a record, and the copies life makes of it, into files."""
    synced_at = record.ready_at + dt.timedelta(minutes=rng.choice([1, 90, 600, 4000]))
    row = {**record.values, "synced_at": min(synced_at, END)}
    first = next(i for i, file in enumerate(files) if file.landed_at > row["synced_at"])
    is_late = rng.random() < 0.04
    number = rng.randrange(first, len(files)) if is_late else first
    files[number].rows.append(row)
    if rng.random() < 0.02:
        again = rng.randrange(first, len(files))
        files[again].rows.append(row)
    if rng.random() < 0.015:
        again = rng.randrange(first, len(files))
        files[again].rows.append(_disputed(row, contract.entity))
    if rng.random() < 0.005:
        files[number].rows.append(_spoiled(row, contract))


def _dump(files: list[Delivery], contract: Contract) -> None:
    """Add to each file what the files before it said last of other records."""
    said: dict[str, dict[str, Any]] = {}
    for file in files:
        news = {row[contract.key]: row for row in file.rows if row[contract.key]}
        file.rows[:0] = [row for key, row in said.items() if key not in news]
        said |= news


def _delay_and_repeat(files: list[Delivery], key: str) -> None:
    """Let one record of the first file come with the last, and one in both.

    Chance does it to most entities; this does it to those of few records too. A record
    without another version comes first.
    """
    first, last = files[0], files[-1]
    counts = Counter(row[key] for file in files for row in file.rows)
    if first is not last and len(first.rows) > 2:
        late, twice = sorted(first.rows, key=lambda row: counts[row[key]])[:2]
        first.rows.remove(late)
        last.rows += [late, twice]


def _resent(files: list[Delivery]) -> Delivery:
    """Return a file's rows in a file of their own: all that it said, once more."""
    told = min((f for f in files if len(f.rows) > 1), key=lambda f: len(f.rows))
    landed_at = files[-1].landed_at + dt.timedelta(hours=1)
    rows = told.rows[::-1]
    return Delivery(told.entity, landed_at, told.known_at_rule, rows, is_resent=True)


def _disputed(row: dict[str, Any], entity: str) -> dict[str, Any]:
    """Return a copy that says otherwise."""
    column = ENTITIES[entity].disputed
    said = row.get(column)
    otherwise = said + 1 if isinstance(said, int | float) else f"not {said}"
    return {**row, column: otherwise}


def _spoiled(row: dict[str, Any], contract: Contract) -> dict[str, Any]:
    """Return a copy without what its contract requires."""
    column = [column.name for column in contract.columns if column.is_required][-1]
    return {**row, column: None}
