"""BG/NBD: its likelihood, its expectations, and what they must obey."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifetimes import BetaGeoFitter
from scipy.optimize import approx_fprime

from customer360.ml import bgnbd

pytestmark = pytest.mark.unit

# of the source, fitted to the CDNOW sample
CDNOW = bgnbd.Parameters(r=0.243, alpha=4.414, a=0.793, b=2.426)
X = np.array([0.0, 0.0, 1.0, 2.0, 3.0, 5.0, 9.0])
T_X = np.array([0.0, 0.0, 4.0, 30.43, 12.0, 33.0, 38.0])
T = np.array([38.86, 20.0, 38.86, 38.86, 30.0, 36.0, 39.0])

positive = st.floats(0.05, 20.0)
parameters = st.builds(bgnbd.Parameters, positive, positive, positive, positive)


def test_expected_orders_of_the_source_are_reproduced() -> None:
    count = bgnbd.expected_count(CDNOW, 39.0, X[3:4], T_X[3:4], T[3:4])

    assert count[0] == pytest.approx(1.226, abs=5e-4)


def test_a_fit_and_its_expectations_agree_with_lifetimes() -> None:
    peer = BetaGeoFitter(penalizer_coef=0.0).fit(X, T_X, T)
    fitted = bgnbd.fit(X, T_X, T)

    assert fitted is not None
    ours = bgnbd.log_likelihood(fitted, X, T_X, T).sum()
    peers = bgnbd.Parameters(*(float(value) for value in peer.params_))
    theirs = bgnbd.log_likelihood(peers, X, T_X, T).sum()
    assert ours >= theirs - 1e-4

    peer.params_ = vars(CDNOW)
    expected = peer.conditional_expected_number_of_purchases_up_to_time(10, X, T_X, T)
    np.testing.assert_allclose(bgnbd.expected_count(CDNOW, 10.0, X, T_X, T), expected)
    alive = peer.conditional_probability_alive(X, T_X, T)
    np.testing.assert_allclose(bgnbd.alive_probability(CDNOW, X, T_X, T), alive)


def test_the_gradient_is_that_of_the_likelihood() -> None:
    logs = np.log([0.7, 3.0, 0.9, 2.0])

    def total(at: np.ndarray) -> float:
        return float(
            bgnbd.log_likelihood(bgnbd.Parameters(*np.exp(at)), X, T_X, T).sum()
        )

    ours = bgnbd.log_gradient(bgnbd.Parameters(*np.exp(logs)), X, T_X, T).sum(axis=1)
    np.testing.assert_allclose(ours, approx_fprime(logs, total, 1e-7), rtol=1e-4)


def test_equal_customers_count_once_with_their_weight() -> None:
    x, t_x, T_, weight = bgnbd.compressed(np.tile(X, 3), np.tile(T_X, 3), np.tile(T, 3))

    assert len(x) == len(X)
    assert weight.tolist() == [3.0] * len(X)
    once, thrice = bgnbd.fit(X, T_X, T), bgnbd.fit(x, t_x, T_)
    assert once == thrice


def test_nobody_who_came_back_gives_no_parameters() -> None:
    nobody = np.zeros(3)

    assert bgnbd.fit(nobody, nobody, T[:3]) is None
    assert bgnbd.fit(nobody[:0], nobody[:0], nobody[:0]) is None


def test_customers_with_hundreds_of_orders_have_finite_expectations() -> None:
    often = np.array([900.0])
    count = bgnbd.expected_count(
        CDNOW, 52.0, often, np.array([99.0]), np.array([100.0])
    )

    assert 0.0 < count[0] < 900.0


def test_customers_all_alike_have_finite_expectations_too() -> None:
    # a fit to equal customers ends at the bounds, where the formula is lost in rounding
    alike = bgnbd.Parameters(r=93_132.9, alpha=47_675.2, a=0.138, b=1153.0)
    count = bgnbd.expected_count(
        alike, 33.6, np.array([13.0]), np.array([22.9]), np.array([22.9])
    )

    assert count[0] == pytest.approx(65.346, rel=0.01)


@settings(deadline=None, max_examples=50)
@given(parameters, st.integers(1, 60), st.floats(1.0, 90.0))
def test_alive_rises_with_a_later_last_order(
    p: bgnbd.Parameters, x: int, age: float
) -> None:
    t_x = np.linspace(0.0, age, 5)
    alive = bgnbd.alive_probability(p, np.full(5, float(x)), t_x, np.full(5, age))

    assert ((alive >= 0) & (alive <= 1)).all()
    assert (np.diff(alive) >= -1e-12).all()


@settings(deadline=None, max_examples=50)
@given(parameters, st.integers(0, 60), st.floats(0.1, 1.0), st.floats(1.0, 60.0))
def test_expected_orders_grow_ever_slower_with_time(
    p: bgnbd.Parameters, x: int, share: float, t: float
) -> None:
    known = np.array([float(x)]), np.array([share * 40.0 * (x > 0)]), np.array([40.0])
    none, half, whole = (
        bgnbd.expected_count(p, days, *known)[0] for days in (0.0, t / 2, t)
    )

    assert none == pytest.approx(0.0, abs=1e-6)
    assert half <= whole + 1e-9
    assert whole - half <= half + 1e-6 * (1.0 + half)


@settings(deadline=None, max_examples=50)
@given(parameters, st.integers(0, 60), st.floats(0.1, 1.0), st.floats(1.0, 60.0))
def test_silence_and_at_least_one_expected_order_agree(
    p: bgnbd.Parameters, x: int, share: float, t: float
) -> None:
    known = np.array([float(x)]), np.array([share * 40.0 * (x > 0)]), np.array([40.0])
    silence = bgnbd.silence_probability(p, t, *known)[0]

    assert 0.0 <= silence <= 1.0
    # P(at least one) is at most the expected number
    assert 1.0 - silence <= bgnbd.expected_count(p, t, *known)[0] + 1e-6
