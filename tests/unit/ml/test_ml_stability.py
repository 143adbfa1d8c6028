"""The population stability index: what it is, and when it is not told."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customer360.ml import stability

pytestmark = pytest.mark.unit


def kinds(**counts):
    return pd.Series([kind for kind, count in counts.items() for _ in range(count)])


def test_the_index_is_the_sum_over_kinds():
    index = stability.of_kinds(kinds(web=60, app=40), kinds(web=80, app=20))
    expected = (0.6 - 0.8) * np.log(0.6 / 0.8) + (0.4 - 0.2) * np.log(0.4 / 0.2)
    assert index == pytest.approx(expected)


def test_a_kind_that_is_gone_counts_as_half_a_row():
    index = stability.of_kinds(kinds(web=100), kinds(web=50, app=50))
    assert index == pytest.approx(0.5 * np.log(2) + (0.005 - 0.5) * np.log(0.01))


def test_few_rows_of_a_kind_tell_nothing():
    assert stability.of_kinds(kinds(a=20, b=19), kinds(a=100, b=100)) is None
    assert stability.of_numbers(pd.Series([1.0] * 10), pd.Series([2.0] * 10)) is None
    assert stability.of_numbers(pd.Series([], dtype=float), pd.Series([1.0])) is None


def test_numbers_all_alike_do_not_move():
    alike = pd.Series([0.5] * 100)
    assert stability.of_numbers(alike, alike) == 0


def test_a_score_that_shifts_by_a_deviation_has_moved():
    normal = np.random.default_rng(0).normal(size=2000)
    same, shifted = pd.Series(normal[:1000]), pd.Series(normal[1000:] + 1)
    assert stability.of_numbers(pd.Series(normal[1000:]), same) < 0.05
    assert stability.of_numbers(shifted, same) > stability.MOVED


@settings(deadline=None)
@given(
    st.lists(st.integers(20, 500), min_size=2, max_size=6),
    st.lists(st.integers(20, 500), min_size=2, max_size=6),
)
def test_the_index_is_never_negative_and_the_same_both_ways(new, old):
    one = pd.Series(np.repeat(np.arange(len(new)), new))
    other = pd.Series(np.repeat(np.arange(len(old)), old))
    there, back = stability.of_kinds(one, other), stability.of_kinds(other, one)
    if there is not None:
        assert there >= 0
        assert there == pytest.approx(back)
