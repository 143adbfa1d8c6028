"""What had happened and was known before a date, grouped by whose it was."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from proof.slow_identity import Identifier, Identity, identifiers_of, who_is_who
from proof.slow_records import Known, Row, contracts

Members = frozenset[Identifier]
Columns = dict[str, defaultdict[Members, Any]]
EVER = 99_999


@dataclass(frozen=True)
class Past:
    """What had happened and was known before a date, and who was who then."""

    as_of: dt.date
    known: Known
    identity: Identity

    @classmethod
    def before(cls, known: Known, as_of: dt.date) -> "Past":
        """Return the past before a date."""
        then = known.before(as_of)
        return cls(as_of, then, who_is_who(then))

    def days_ago(self, date: dt.date) -> int:
        """Return whole days from a date to the as-of date."""
        return (self.as_of - date).days

    def is_over(self, at: dt.datetime | None) -> bool:
        """Return whether a time is told and before the as-of date begins."""
        return at is not None and at < self.known.midnight(self.as_of)

    def identifiers(self, entity: str, row: Row) -> list[Identifier]:
        """Return the identifiers on a row of an entity, strongest first."""
        return identifiers_of(row, contracts()[entity])

    def by_customer(
        self,
        things: Iterable[Any],
        identifiers: Callable[[Any], list[Identifier]],
        on: Callable[[Any], dt.date],
        days: int = EVER,
    ) -> dict[Members, list[Any]]:
        """Group things of the `days` before the as-of date by whose they are."""
        found = defaultdict(list)
        for thing in things:
            customer = self.identity.customer_of(identifiers(thing))
            if customer and 1 <= self.days_ago(on(thing)) <= days:
                found[customer].append(thing)
        return found

    def rows_by_customer(
        self, entity: str, rows: Iterable[Row], time: str, days: int = EVER
    ) -> dict[Members, list[Row]]:
        """Group rows of an entity by whose they are."""
        return self.by_customer(
            rows,
            lambda row: self.identifiers(entity, row),
            lambda row: self.known.date(row[time]),
            days,
        )

    def days_since_last(self, groups: dict[Members, list[Row]], time: str) -> Any:
        """Return the days from the last row of each customer, null without any."""
        return column(
            each(
                groups,
                lambda mine: min(self.days_ago(self.known.date(r[time])) for r in mine),
            ),
            None,
        )


def column(values: dict[Members, Any], default: Any) -> defaultdict[Members, Any]:
    """Return values by customer, with what holds for customers without any."""
    return defaultdict(lambda: default, values)


def each(groups: dict[Members, Any], make: Callable[[Any], Any]) -> dict[Members, Any]:
    """Return what is made of each customer's things."""
    return {members: make(mine) for members, mine in groups.items()}


def count(groups: dict[Members, list[Any]]) -> defaultdict[Members, int]:
    """Return how many things each customer has, 0 without any."""
    return column(each(groups, len), 0)


def total(
    groups: dict[Members, list[Any]], value: Callable[[Any], Any]
) -> defaultdict[Members, Any]:
    """Return the sum of a value over each customer's things, 0 without any."""
    return column(each(groups, lambda mine: sum(map(value, mine))), 0)


def mean(
    groups: dict[Members, list[Any]], value: Callable[[Any], Any]
) -> defaultdict[Members, Decimal | None]:
    """Return the mean of a value, None left out, null without any."""
    values = each(groups, lambda mine: [v for v in map(value, mine) if v is not None])
    return column(each(values, mean_of), None)


def mean_of(values: list[Any]) -> Decimal | None:
    """Return the mean of exact numbers, None of nothing."""
    return Decimal(sum(values)) / len(values) if values else None


def as_feature(value: Any) -> Any:
    """Return what a feature must be equal to: a number rounded to 6 decimals.

    A tie may be rounded either way: doubles lie on either side of it.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return value
    return pytest.approx(float(value), rel=0, abs=0.6e-6)


def share(
    groups: dict[Members, list[Any]], is_so: Callable[[Any], Any]
) -> defaultdict[Members, Decimal | None]:
    """Return the share of each customer's things that are so, null without any."""
    return mean(groups, lambda thing: int(bool(is_so(thing))))


def last(mine: list[Row], time: str, key: str) -> Row:
    """Return the row that happened last; of several at once, the greatest key."""
    return max(mine, key=lambda row: (row[time], row[key]))


def hours(start: dt.datetime, end: dt.datetime) -> Decimal:
    """Return the hours between two times, from whole seconds."""
    return Decimal(int((end - start).total_seconds())) / 3600
