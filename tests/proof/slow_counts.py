"""The slow way to the row account: what became of every landed row of an entity."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from customer360.landing import Contract
from proof.slow_orders import rate_of
from proof.slow_records import Known, Row, contracts, in_order


@dataclass(frozen=True)
class Counts:
    """Rows of one entity by what became of them inside the warehouse."""

    staged: int
    duplicates: int
    conflicts: int
    quarantined: int


def counts(known: Known, entity: str) -> Counts:
    """Return what becomes of the rows that landing let through."""
    contract = contracts()[entity]
    kept: list[Row] = []
    duplicates = conflicts = 0
    for copies in _rivals(known, contract):
        chosen = copies[-1] if contract.kind == "state" else copies[0]
        same = sum(_content(c, contract) == _content(chosen, contract) for c in copies)
        duplicates += same - 1
        conflicts += len(copies) - same
        kept.append(chosen)
    if contract.kind == "state":
        distinct = _distinct_versions(kept, contract)
        duplicates += len(kept) - len(distinct)
        kept = distinct
    refused = sum(_has_no_rate(row, contract, known) for row in kept)
    return Counts(len(kept) - refused, duplicates, conflicts, refused)


def _rivals(known: Known, contract: Contract) -> list[list[Row]]:
    """Return copies that cannot all stand: of a key, or of a key at one time."""
    rivals = defaultdict(list)
    for row in in_order(known.rows[contract.entity]):
        time = row["known_at"] if contract.kind == "state" else None
        rivals[row[contract.key], time].append(row)
    return list(rivals.values())


def _distinct_versions(versions: list[Row], contract: Contract) -> list[Row]:
    """Return versions that say something else than the one before."""
    said: dict[str, Any] = {}
    found = []
    for row in in_order(versions):
        content = _content(row, contract)
        if said.get(row[contract.key]) != content:
            found.append(row)
        said[row[contract.key]] = content
    return found


def _content(row: Row, contract: Contract) -> tuple[Any, ...]:
    return tuple(row[name] for name in contract.column_names)


# entities with an amount that must be turned into project currency, and when
PRICED = {
    "crm/orders": "ordered_at",
    "crm/refunds": "refunded_at",
    "pos/transactions": "transacted_at",
    "marketing/ad_spend": "spend_date",
}


def _has_no_rate(row: Row, contract: Contract, known: Known) -> bool:
    if contract.entity not in PRICED:
        return False
    at = row[PRICED[contract.entity]]
    date = known.date(at) if isinstance(at, dt.datetime) else at
    return rate_of(row["currency"], date) is None
