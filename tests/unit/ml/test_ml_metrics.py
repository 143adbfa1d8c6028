"""Metrics against their definitions, and the bootstraps' habits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score

from customer360.ml import metrics

pytestmark = pytest.mark.unit

HAPPENED = np.array([0.0, 0.0, 1.0, 0.0, 1.0, 1.0])
SCORE = np.array([0.1, 0.4, 0.4, 0.3, 0.8, 0.9])
BASELINE = np.array([0.5, 0.1, 0.2, 0.9, 0.8, 0.3])


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 4)), min_size=2, max_size=10))
def test_auc_is_that_of_scikit_learn_with_ties(rows: list[tuple[bool, int]]) -> None:
    happened = np.array([row[0] for row in rows], dtype=float)
    score = np.array([row[1] for row in rows], dtype=float)

    if 0 < happened.sum() < len(rows):
        expected = roc_auc_score(happened, score)
        assert metrics.auc(happened, score) == pytest.approx(expected)
    else:
        assert np.isnan(metrics.auc(happened, score))


def test_an_interval_holds_its_value_and_repeats_with_its_seed() -> None:
    gain = metrics.auc_difference(HAPPENED, SCORE, BASELINE, resamples=200, seed=3)

    assert gain.lower <= gain.value <= gain.upper
    assert gain.value == pytest.approx(
        metrics.auc(HAPPENED, SCORE) - metrics.auc(HAPPENED, BASELINE)
    )
    assert gain == metrics.auc_difference(HAPPENED, SCORE, BASELINE, 200, seed=3)


def test_a_model_gains_nothing_over_itself() -> None:
    gain = metrics.auc_difference(HAPPENED, SCORE, SCORE)
    assert (gain.value, gain.lower, gain.upper) == (0.0, 0.0, 0.0)

    gain = metrics.pearson_difference(HAPPENED, SCORE, SCORE)
    assert (gain.value, gain.lower, gain.upper) == (0.0, 0.0, 0.0)


def test_pearson_is_that_of_numpy() -> None:
    expected = np.corrcoef(SCORE, BASELINE)[0, 1]

    assert metrics.pearson(SCORE, BASELINE) == pytest.approx(expected)


def test_calibration_error_is_the_mean_gap_of_equal_bins() -> None:
    probability = np.array([0.1, 0.1, 0.6, 0.6])
    happened = np.array([0.0, 1.0, 1.0, 1.0])

    error = metrics.expected_calibration_error(happened, probability, bin_count=2)
    assert error == pytest.approx((0.4 + 0.4) / 2)


def test_variance_between_groups_is_a_share() -> None:
    values = np.array([1.0, 1.0, 5.0, 5.0])

    assert metrics.eta_squared(values, np.array([1, 1, 2, 2])) == pytest.approx(1.0)
    assert metrics.eta_squared(values, np.array([1, 2, 1, 2])) == pytest.approx(0.0)


def test_nothing_to_measure_is_nan_and_no_error() -> None:
    none = np.array([])

    assert np.isnan(metrics.auc(none, none))
    assert np.isnan(metrics.brier(none, none))
    assert np.isnan(metrics.log_loss(none, none))
    assert np.isnan(metrics.pearson(none, none))
    assert np.isnan(metrics.expected_calibration_error(none, none))
    assert np.isnan(metrics.eta_squared(none, none))
    assert np.isnan(metrics.total_ratio(none, none))
    assert np.isnan(metrics.auc_difference(none, none, none).lower)
    assert np.isnan(metrics.pearson(np.ones(3), np.arange(3.0)))


def test_a_certain_and_wrong_probability_costs_a_finite_loss() -> None:
    assert np.isfinite(metrics.log_loss(np.array([1.0]), np.array([0.0])))


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 9)), min_size=2, max_size=40))
def test_average_precision_is_that_of_scikit_learn(
    rows: list[tuple[bool, int]],
) -> None:
    columns = zip(*rows, strict=True)
    happened, score = (np.array(column, dtype=float) for column in columns)
    ours = metrics.average_precision(happened, score)

    if happened.any():
        assert ours == pytest.approx(average_precision_score(happened, score))
    else:
        assert np.isnan(ours)


def test_the_lift_of_the_top_decile_counts_a_tie_at_its_edge_by_share() -> None:
    happened = np.array([1.0] * 4 + [0.0] * 16)

    assert metrics.top_decile_lift(happened, np.arange(20.0)[::-1]) == 5.0
    # two of twenty fit, all are tied: a tenth of the four positives
    assert metrics.top_decile_lift(happened, np.zeros(20)) == pytest.approx(1.0)


def test_calibration_slope_and_intercept_are_those_of_scikit_learn() -> None:
    generator = np.random.default_rng(0)
    odds = generator.normal(size=500)
    happened = (generator.random(500) < expit(0.5 * odds + 0.3)).astype(float)
    model = LogisticRegression(C=1e9, tol=1e-10).fit(odds[:, None], happened)

    slope = metrics.calibration_slope(happened, expit(odds))
    assert slope == pytest.approx(model.coef_[0, 0], abs=1e-4)
    level = metrics.calibration_intercept(happened, expit(odds))
    assert expit(odds + level).mean() == pytest.approx(happened.mean())
    assert np.isnan(metrics.calibration_slope(np.ones(3), np.array([0.1, 0.2, 0.3])))
