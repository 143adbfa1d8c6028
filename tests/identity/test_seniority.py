"""Who names a customer at a date, where a later landing told an earlier past."""

import numpy as np
import pytest

from customer360.identity import (
    Edges,
    Identifiers,
    Landings,
    Rules,
    days_of_change,
    memberships,
)

pytestmark = pytest.mark.unit

RULES = Rules(
    type_rank=np.array([1, 2]),
    is_durable=np.array([True, True]),
    max_per_customer=np.array([-1, -1]),
    max_durable_degree=np.array([-1, -1]),
)
# both known since day 1; the second had landed first, on day 10, known on day 10
IDENTIFIERS = Identifiers(
    type_code=np.array([0, 1]),
    is_blocked=np.array([False, False]),
    known_day=np.array([1, 1]),
    landed_day=np.array([20, 10]),
)
EDGES = Edges(
    a=np.array([0]), b=np.array([1]), rule_rank=np.array([1]), known_day=np.array([1])
)


def names(landings=None):
    """Return (from which date, who names them) of both, who are one from the start."""
    days = days_of_change(IDENTIFIERS, EDGES, RULES, None, landings)
    found = memberships(days, 2)
    rows = list(zip(found.from_day.tolist(), found.customer_root.tolist(), strict=True))
    assert rows == [*rows[: len(rows) // 2]] * 2
    return rows[: len(rows) // 2]


def test_who_landed_first_names_the_customer_from_when_that_was_known():
    landings = Landings(
        identifier=np.array([1, 1]),
        known_day=np.array([10, 1]),
        landed_day=np.array([10, 30]),
    )
    assert names(landings) == [(2, 0), (11, 1)]


def test_without_such_landings_seniority_is_the_same_at_all_dates():
    assert names() == [(2, 1)]
