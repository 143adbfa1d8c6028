"""What somebody may have meant, when nobody is known by what they typed."""

from collections.abc import Callable, Mapping
from typing import Any

from customer360.customer.marts import Marts, Row

HINT_COUNT = 3
# a third of the letters wrong is another word
LARGEST_SHARE_WRONG = 0.34
CUSTOMERS = "(select * from dim_customer_identifiers where customer_id is not null)"

Query = Callable[[str, Mapping[str, Any]], list[Row]]


def nearest(marts: Marts, typed: Mapping[str, str]) -> list[Row]:
    """Return the identifiers that differ least from what was typed, nearest first.

    typed: the value as each type would have it. The distance is Levenshtein's; what
    begins with the text counts as near, however long it goes on.
    """
    return nearest_of(marts.rows, typed, CUSTOMERS)


def nearest_of(query: Query, typed: Mapping[str, str], identifiers: str) -> list[Row]:
    """Return the same of any table of identifier_type and identifier_value.

    query: runs SQL with what is given by name; identifiers: the table, as in SQL.
    """
    rows = [
        row
        for name, value in typed.items()
        for row in _near(query, identifiers, name, value)
    ]
    rows.sort(key=lambda row: (row["distance"], row["identifier_value"]))
    return rows[:HINT_COUNT]


def _near(query: Query, identifiers: str, kind: str, value: str) -> list[Row]:
    return query(
        f"""
        select
            identifier_type,
            identifier_value,
            case
                when lower(identifier_value) = lower($value) then 0
                when starts_with(lower(identifier_value), lower($value)) then 1
                else levenshtein(lower(identifier_value), lower($value))
            end as distance
        from {identifiers} as identifiers
        where
            identifier_type = $type
            and (
                starts_with(lower(identifier_value), lower($value))
                or abs(length(identifier_value) - length($value)) <= $most
            )
            and distance <= $most
        order by distance, identifier_value
        limit $count
        """,
        {
            "type": kind,
            "value": value,
            "most": max(1, int(len(value) * LARGEST_SHARE_WRONG)),
            "count": HINT_COUNT,
        },
    )
