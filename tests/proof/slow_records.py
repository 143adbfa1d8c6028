"""The slow way: raw landed rows as dictionaries, and what was known before a time."""

import datetime as dt
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from customer360.landing import Contract, read_contracts, read_manifest

Row = dict[str, Any]
UTC = ZoneInfo("UTC")


@functools.cache
def contracts() -> dict[str, Contract]:
    """Return the contracts by entity: a look whether one was edited takes 2 ms."""
    return read_contracts()


def raw_rows(landing: Path) -> dict[str, list[Row]]:
    """Return all landed rows by entity, none where nothing landed."""
    rows: dict[str, list[Row]] = {entity: [] for entity in contracts()}
    for entry in read_manifest(landing):
        result = duckdb.sql(f"from '{landing / entry.path}'")
        names = result.columns
        rows[entry.entity] += [
            dict(zip(names, row, strict=True)) for row in result.fetchall()
        ]
    return rows


@dataclass(frozen=True)
class Known:
    """What was known before a midnight, or all there is."""

    rows: dict[str, list[Row]]
    timezone: ZoneInfo = UTC

    def before(self, date: dt.date) -> "Known":
        """Return what was known before a business date began."""
        at = self.midnight(date)
        kept = {
            entity: [row for row in rows if row["known_at"] < at]
            for entity, rows in self.rows.items()
        }
        return Known(kept, self.timezone)

    def midnight(self, date: dt.date) -> dt.datetime:
        """Return the UTC time at which a business date begins."""
        local = dt.datetime(date.year, date.month, date.day, tzinfo=self.timezone)
        return local.astimezone(UTC).replace(tzinfo=None)

    def date(self, at: dt.datetime) -> dt.date:
        """Return the business date of a UTC time."""
        return at.replace(tzinfo=UTC).astimezone(self.timezone).date()

    def events(self, entity: str) -> list[Row]:
        """Return one row per key: the copy known first."""
        key = contracts()[entity].key
        found: dict[str, Row] = {}
        for row in in_order(self.rows[entity]):
            found.setdefault(row[key], row)
        return list(found.values())

    def versions(self, entity: str) -> list[Row]:
        """Return all states over time: of copies known at once, the last landed."""
        key = contracts()[entity].key
        rows = in_order(self.rows[entity])
        return list({(row[key], row["known_at"]): row for row in rows}.values())

    def states(self, entity: str) -> dict[str, Row]:
        """Return the current version by key."""
        key = contracts()[entity].key
        return {row[key]: row for row in self.versions(entity)}


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Return copies in the order they became known, ties as they landed."""
    stamps = ("known_at", "landed_at", "landed_file_id", "landed_row_number")
    return sorted(rows, key=lambda row: tuple(row[stamp] for stamp in stamps))
