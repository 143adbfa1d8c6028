"""What comparing contacts adds where the truth is known, in pairs of one person.

    python benchmarks/fuzzy_matching.py BUILD TRUTH

BUILD: a `build.duckdb`. TRUTH: the folder of `c360 simulate --truth`. Pairs are taken
among identifiers of exactly one person, as in `customer360.identity_quality`, but
recall is over all pairs of one person, whether a record ties them or not.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd
from against_truth import truth_table
from rich.console import Console

from customer360.identity_quality import pairwise_quality

DURABLE = (
    "user_id",
    "loyalty_id",
    "contact_id",
    "email",
    "phone",
    "social_handle",
)
KINDS = {"contacts": ("contact_id",), "durable": DURABLE, "all": None}


@dataclass(frozen=True)
class Pairs:
    """Pairs of identifiers: of one person, of one customer, and of both."""

    of_a_person: int
    of_a_customer: int
    right: int

    @property
    def precision(self) -> float:
        """Share of the pairs of one customer that are one person's."""
        return self.right / self.of_a_customer

    @property
    def missing(self) -> int:
        """Pairs of one person that are no customer's."""
        return self.of_a_person - self.right


def pairs(
    build: duckdb.DuckDBPyConnection, truth: Path, types: tuple[str, ...] | None
) -> Pairs:
    """Count the pairs of identifiers of some types; None is all types."""
    known = truth_table(truth, "identifiers")
    if types:
        known = known[known["identifier_type"].isin(types)]
    # all identifiers of a person are one group: recall is over all their pairs
    known = known.assign(evidence_group_id=known["person_id"])
    found = pairwise_quality(_identity_map(build), known)
    assert found.found_pair_count == found.right_pair_count
    return Pairs(
        found.evidence_pair_count, found.joined_pair_count, found.right_pair_count
    )


def _identity_map(build: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return build.execute("""
        select identifiers.identifier_type, identifiers.identifier_value,
            identity_map.customer_id
        from identity.identifiers
        inner join identity.identity_map
            on identifiers.identifier_id = identity_map.identifier_id
    """).df()


def main() -> None:
    """Print a line for each kind of identifiers."""
    database, truth = map(Path, sys.argv[1:3])
    with duckdb.connect(str(database), read_only=True) as build:
        for kind, types in KINDS.items():
            found = pairs(build, truth, types)
            Console().print(
                f"{kind}: {found.of_a_person:,} pairs of one person, "
                f"{found.missing:,} missing, precision {found.precision:.4f}"
            )


if __name__ == "__main__":
    main()
