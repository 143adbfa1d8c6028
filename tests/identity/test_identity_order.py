"""Rows are sorted by several columns as by the first, then the next."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer360.identity.order import order_by, sorted_rows

pytestmark = pytest.mark.unit

LARGEST = np.iinfo(np.int64).max
# small ones that tie, and some of which no two fit into one number
VALUES = st.integers(-3, 3) | st.sampled_from([-LARGEST, 2**40, LARGEST])


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(st.tuples(*[VALUES] * width), min_size=1, max_size=12)
    )
)
def test_the_order_is_that_of_a_stable_sort_of_tuples(rows):
    columns = np.array(rows, dtype=np.int64).T

    wanted = sorted(range(len(rows)), key=rows.__getitem__)
    assert order_by(*columns).tolist() == wanted
    assert np.array_equal(np.stack(sorted_rows(*columns), axis=1), sorted(rows))


def test_no_rows_are_in_order():
    nothing = np.empty(0, dtype=np.int64)
    assert len(order_by(nothing, nothing)) == 0
    assert [len(column) for column in sorted_rows(nothing, nothing)] == [0, 0]
