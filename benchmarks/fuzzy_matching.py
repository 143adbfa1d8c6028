"""What comparing contacts adds where the truth is known, in pairs of one person.

    python benchmarks/fuzzy_matching.py BUILD TRUTH

BUILD: a `build.duckdb`. TRUTH: the folder of `c360 simulate --truth`. Pairs are taken
among identifiers of exactly one person, as in `customer360.identity_quality`, but
recall is over all pairs of one person, whether a record ties them or not. Beside what
is missing stands what would be if contacts were compared without a fault: if customers
that hold contacts of one person were one.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from against_truth import truth_table
from rich.console import Console
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from customer360.identity_quality import KEYS, pairwise_quality

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
    identity_map: pd.DataFrame, known: pd.DataFrame, types: tuple[str, ...] | None
) -> Pairs:
    """Count the pairs of identifiers of some types; None is all types."""
    if types:
        known = known[known["identifier_type"].isin(types)]
    # all identifiers of a person are one group: recall is over all their pairs
    known = known.assign(evidence_group_id=known["person_id"])
    found = pairwise_quality(identity_map, known)
    assert found.found_pair_count == found.right_pair_count
    return Pairs(
        found.evidence_pair_count, found.joined_pair_count, found.right_pair_count
    )


def read_identity_map(build: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return whose each identifier is."""
    return build.execute("""
        select identifiers.identifier_type, identifiers.identifier_value,
            identity_map.customer_id
        from identity.identifiers
        inner join identity.identity_map
            on identifiers.identifier_id = identity_map.identifier_id
    """).df()


def contacts_compared_without_fault(
    identity_map: pd.DataFrame, known: pd.DataFrame
) -> pd.DataFrame:
    """Return the map in which customers with contacts of one person are one."""
    contacts = known[known["identifier_type"] == "contact_id"]
    owners = contacts.groupby("identifier_value")["person_id"].transform("nunique")
    contacts = contacts[(owners == 1) & ~contacts["is_shared"]]
    held = contacts.dropna(subset=["person_id"]).merge(identity_map, on=KEYS)
    customer, customers = pd.factorize(held["customer_id"])
    person, people = pd.factorize(held["person_id"])
    nodes = len(customers) + len(people)
    ties = (np.ones(len(held)), (customer, len(customers) + person))
    graph = coo_array(ties, shape=(nodes, nodes))
    one = connected_components(graph, directed=False)[1][: len(customers)]
    first = pd.Series(customers).groupby(one).transform("first")
    said = identity_map["customer_id"]
    renamed = said.map(dict(zip(customers, first, strict=True)))
    return identity_map.assign(customer_id=renamed.fillna(said))


def main() -> None:
    """Print a line for each kind of identifiers."""
    database, truth = map(Path, sys.argv[1:3])
    known = truth_table(truth, "identifiers")
    with duckdb.connect(str(database), read_only=True) as build:
        identity_map = read_identity_map(build)
    faultless = contacts_compared_without_fault(identity_map, known)
    for kind, types in KINDS.items():
        found = pairs(identity_map, known, types)
        best = pairs(faultless, known, types)
        Console().print(
            f"{kind}: {found.of_a_person:,} pairs of one person, "
            f"{found.missing:,} missing, precision {found.precision:.4f}; "
            f"{best.missing:,} missing if contacts were compared without a fault"
        )


if __name__ == "__main__":
    main()
