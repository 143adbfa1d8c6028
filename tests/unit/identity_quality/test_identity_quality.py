"""Pairwise precision and recall: by counting what enumerating pairs would find."""

from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customer360.identity_quality import pairwise_quality

pytestmark = pytest.mark.unit

TRUTH = ["identifier_type", "identifier_value", "person_id", "is_shared"]


def frames(rows):
    """rows: (value, person, evidence group, customer, is shared)."""
    truth = [
        ("email", value, person, shared, group)
        for value, person, group, _, shared in rows
    ]
    found = [("email", value, customer) for value, _, _, customer, _ in rows]
    return (
        pd.DataFrame(
            found, columns=["identifier_type", "identifier_value", "customer_id"]
        ),
        pd.DataFrame(truth, columns=[*TRUTH, "evidence_group_id"]),
    )


def test_a_stranger_in_a_customer_costs_precision_and_a_split_costs_recall():
    quality = pairwise_quality(
        *frames(
            [
                ("a1", "anna", "g1", "c1", False),
                ("a2", "anna", "g1", "c1", False),
                ("a3", "anna", "g1", "c2", False),
                ("b1", "ben", "g2", "c1", False),
            ]
        )
    )
    assert quality.precision == pytest.approx(1 / 3)
    assert quality.recall == pytest.approx(1 / 3)


def test_shared_addresses_and_those_of_nobody_are_not_judged():
    quality = pairwise_quality(
        *frames(
            [
                ("a1", "anna", "g1", "c1", False),
                ("home", "anna", "g1", "c1", True),
                ("kiosk", None, None, "c1", False),
            ]
        )
    )
    assert quality.identifier_count == 1
    assert quality.joined_pair_count == quality.evidence_pair_count == 0


def test_an_identifier_of_two_persons_is_not_judged_though_nobody_calls_it_shared():
    found, truth = frames(
        [("n1", "anna", "g1", "c1", False), ("a1", "anna", "g1", "c1", False)]
    )
    recycled = truth.iloc[:1].assign(person_id="ben", evidence_group_id="g2")
    quality = pairwise_quality(found, pd.concat([truth, recycled]))
    assert quality.identifier_count == 1


def test_what_was_never_seen_and_what_is_no_customers_is_with_nobody():
    found, truth = frames(
        [("a1", "anna", "g1", None, False), ("a2", "anna", "g1", None, False)]
    )
    quality = pairwise_quality(found.iloc[:1], truth)
    assert (quality.found_pair_count, quality.evidence_pair_count) == (0, 1)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["anna", "ben", "cem"]),
            st.sampled_from([None, "g", "h"]),
            st.sampled_from([None, "c1", "c2"]),
        ),
        max_size=10,
    )
)
def test_counting_groups_finds_what_enumerating_pairs_finds(people):
    rows = [
        (str(number), person, group and group + person, customer, False)
        for number, (person, group, customer) in enumerate(people)
    ]
    quality = pairwise_quality(*frames(rows))
    pairs = list(combinations(rows, 2))
    joined = [(a, b) for a, b in pairs if a[3] and a[3] == b[3]]
    tied = [(a, b) for a, b in pairs if a[2] and a[2] == b[2]]
    assert quality.joined_pair_count == len(joined)
    assert quality.right_pair_count == sum(a[1] == b[1] for a, b in joined)
    assert quality.evidence_pair_count == len(tied)
    assert quality.found_pair_count == sum(bool(a[3]) and a[3] == b[3] for a, b in tied)
