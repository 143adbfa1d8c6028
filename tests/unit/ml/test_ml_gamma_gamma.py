"""Gamma-gamma: its fit, its shrinkage, and amounts that tell nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifetimes import GammaGammaFitter

from customer360.ml import gamma_gamma

pytestmark = pytest.mark.unit

# of the source, fitted to the CDNOW sample
CDNOW = gamma_gamma.Parameters(p=6.25, q=3.74, v=15.44)
X = np.array([1.0, 2.0, 3.0, 1.0, 5.0, 2.0, 4.0, 1.0])
AMOUNT = np.array([10.0, 22.35, 31.0, 85.0, 24.5, 12.0, 40.0, 15.5])


def test_a_fit_is_as_likely_as_that_of_lifetimes() -> None:
    peer = GammaGammaFitter(penalizer_coef=0.0).fit(X, AMOUNT, q_constraint=True)
    fitted = gamma_gamma.fit(X, AMOUNT)

    assert fitted is not None
    theirs = gamma_gamma.log_likelihood(
        gamma_gamma.Parameters(*peer.params_), X, AMOUNT
    )
    assert gamma_gamma.log_likelihood(fitted, X, AMOUNT).sum() >= theirs.sum() - 1e-6


def test_expected_amounts_agree_with_lifetimes() -> None:
    peer = GammaGammaFitter()
    peer.params_ = {"p": CDNOW.p, "q": CDNOW.q, "v": CDNOW.v}
    expected = peer.conditional_expected_average_profit(X, AMOUNT)

    np.testing.assert_allclose(gamma_gamma.expected_amount(CDNOW, X, AMOUNT), expected)


def test_an_unknown_or_negative_mean_amount_counts_as_no_order() -> None:
    unknown = np.array([np.nan, -5.0, 0.0, 7.0])
    amount = gamma_gamma.expected_amount(CDNOW, np.array([3.0, 3.0, 3.0, 0.0]), unknown)

    everybody = CDNOW.p * CDNOW.v / (CDNOW.q - 1.0)
    np.testing.assert_allclose(amount, everybody)


def test_without_a_paying_repeat_buyer_there_are_no_parameters() -> None:
    assert gamma_gamma.fit(np.zeros(3), np.full(3, np.nan)) is None
    assert gamma_gamma.fit(np.ones(2), np.array([-1.0, 0.0])) is None


def test_the_currency_unit_does_not_matter() -> None:
    in_units, in_cents = gamma_gamma.fit(X, AMOUNT), gamma_gamma.fit(X, AMOUNT * 100.0)

    assert in_units is not None and in_cents is not None
    assert in_cents.p == pytest.approx(in_units.p, rel=1e-3)
    np.testing.assert_allclose(
        gamma_gamma.expected_amount(in_cents, X, AMOUNT * 100.0),
        gamma_gamma.expected_amount(in_units, X, AMOUNT) * 100.0,
        rtol=1e-3,
    )


@settings(deadline=None, max_examples=50)
@given(st.floats(0.1, 1e5), st.integers(1, 500))
def test_an_expected_amount_lies_between_the_customers_and_everybodys(
    mean: float, x: int
) -> None:
    amount = gamma_gamma.expected_amount(CDNOW, np.array([float(x)]), np.array([mean]))
    everybody = CDNOW.p * CDNOW.v / (CDNOW.q - 1.0)

    low, high = sorted((mean, everybody))
    assert low * (1 - 1e-9) <= amount[0] <= high * (1 + 1e-9)
