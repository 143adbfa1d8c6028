"""How well identities were told apart, where the truth is known: pairwise, by counting.

Pairs are taken among identifiers of exactly one person; shared ones and those of nobody
are left out. Precision is over pairs put into one customer, recall over pairs that
landed records truly tie together (one evidence group).
"""

from dataclasses import dataclass

import pandas as pd

KEYS = ["identifier_type", "identifier_value"]


@dataclass(frozen=True)
class Quality:
    """Counts of pairs of identifiers, and the shares they make; nan where no pair is.

    joined_pair_count: put into one customer; right_pair_count: rightly so.
    evidence_pair_count: tied by evidence; found_pair_count: of those, in one customer.
    """

    identifier_count: int
    joined_pair_count: int
    right_pair_count: int
    evidence_pair_count: int
    found_pair_count: int

    @property
    def precision(self) -> float:
        """Share of the pairs put into one customer that are one person's."""
        return _share(self.right_pair_count, self.joined_pair_count)

    @property
    def recall(self) -> float:
        """Share of the pairs tied by evidence that are in one customer."""
        return _share(self.found_pair_count, self.evidence_pair_count)


def pairwise_quality(
    identity_map: pd.DataFrame, truth_identifiers: pd.DataFrame
) -> Quality:
    """Compare customers with the truth; time and memory grow with identifiers only.

    identity_map: identifier_type, identifier_value, customer_id (null: no customer's).
    truth_identifiers: identifier_type, identifier_value, person_id (null: nobody's),
    is_shared, evidence_group_id; one row an identifier and person. An identifier that
    the map lacks is in no customer.
    """
    owned = _of_one_person(truth_identifiers)
    rows = owned.merge(identity_map[[*KEYS, "customer_id"]], on=KEYS, how="left")
    return Quality(
        identifier_count=len(rows),
        joined_pair_count=_pairs(rows, "customer_id"),
        right_pair_count=_pairs(rows, "customer_id", "person_id"),
        evidence_pair_count=_pairs(rows, "evidence_group_id"),
        found_pair_count=_pairs(rows, "evidence_group_id", "customer_id"),
    )


def _of_one_person(truth: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each identifier that is one person's alone."""
    owners = truth.groupby(KEYS)["person_id"].transform("nunique")
    is_shared = truth.groupby(KEYS)["is_shared"].transform("any").astype(bool)
    nobodys = truth["person_id"].isna().groupby([truth[key] for key in KEYS])
    is_owned = (owners == 1) & ~is_shared & ~nobodys.transform("any")
    return truth[is_owned].drop_duplicates(KEYS)


def _pairs(rows: pd.DataFrame, *columns: str) -> int:
    """Return how many pairs of rows agree in all columns; nulls agree with nobody."""
    sizes = rows.groupby(list(columns), dropna=True).size()
    return int((sizes * (sizes - 1) // 2).sum())


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
