"""From which day an identifier is shared: that of the first neighbour over a limit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customer360.identity import NEVER, NO_LIMIT, Edges, Identifiers, Rules
from customer360.identity.neighbours import neighbours, shared_from
from customer360.identity.solution import Reason

pytestmark = pytest.mark.unit

COOKIE, ACCOUNT = range(2)


def star(days: list[int]) -> tuple[Identifiers, Edges]:
    """Return a cookie that is seen with one account after the other, on these days."""
    size = len(days) + 1
    types = np.where(np.arange(size) > 0, ACCOUNT, COOKIE)
    known = np.zeros(size, dtype=np.int64)
    accounts = np.arange(1, size)
    edges = Edges(0 * accounts, accounts, 0 * accounts, np.array(days, dtype=np.int64))
    return Identifiers(types, known > 0, known, known), edges


@settings(deadline=None)
@given(st.lists(st.integers(-5, 60), max_size=60), st.integers(0, 70))
def test_a_hub_is_shared_from_the_day_of_the_first_over_its_limit(
    days: list[int], limit: int
) -> None:
    identifiers, edges = star(days)
    rules = Rules([0, 1], [False, True], [NO_LIMIT, NO_LIMIT], [limit, NO_LIMIT])

    seen = neighbours(identifiers, edges, rules, edges.known_day)
    since, _ = shared_from(seen, identifiers, rules)

    wanted = sorted(days)[limit] if len(days) > limit else NEVER
    assert since.tolist() == [wanted, *[NEVER] * len(days)]


@settings(deadline=None)
@given(st.lists(st.integers(0, 60), max_size=60), st.integers(1, 70))
def test_more_accounts_than_one_customer_may_have_share_a_cookie(
    days: list[int], limit: int
) -> None:
    identifiers, edges = star(days)
    rules = Rules([0, 1], [False, True], [NO_LIMIT, limit], [10**6, NO_LIMIT])

    # seen again later, by another rule: no further account
    both = Edges(
        *(np.tile(getattr(edges, n), 2) for n in ("a", "b", "rule_rank")),
        [0] * 2 * len(days),
    )
    again = np.concatenate([edges.known_day + 9, edges.known_day])
    since, reason = shared_from(
        neighbours(identifiers, both, rules, again), identifiers, rules
    )

    is_shared = len(days) > limit
    assert since[0] == (sorted(days)[limit] if is_shared else NEVER)
    assert not is_shared or reason[0] == Reason.SHARED
