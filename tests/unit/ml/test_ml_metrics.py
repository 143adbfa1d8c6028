"""Metrics against their definitions, and the habits of intervals."""

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


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.tuples(st.booleans(), st.integers(0, 4), st.integers(0, 9)),
        min_size=4,
        max_size=12,
    )
)
def test_the_interval_of_a_gain_is_delongs_of_all_pairs(
    rows: list[tuple[bool, int, int]],
) -> None:
    happened, score, baseline = (
        np.array(part, float) for part in zip(*rows, strict=True)
    )
    gain = metrics.auc_difference(happened, score, baseline)
    positives = np.flatnonzero(happened)
    negatives = np.flatnonzero(happened == 0)
    if min(len(positives), len(negatives)) < 2:
        assert np.isnan(gain.lower)
        return

    def won(score: np.ndarray) -> np.ndarray:
        apart = score[positives][:, None] - score[negatives][None, :]
        return (np.sign(apart) + 1) / 2

    pairs = won(score) - won(baseline)
    variance = pairs.mean(axis=1).var(ddof=1) / len(positives)
    variance += pairs.mean(axis=0).var(ddof=1) / len(negatives)
    assert gain.value == pytest.approx(pairs.mean(), abs=1e-12)
    assert gain.upper - gain.value == pytest.approx(
        1.959964 * np.sqrt(variance), rel=1e-6, abs=1e-9
    )
    assert gain.value - gain.lower == pytest.approx(gain.upper - gain.value, abs=1e-12)


def test_delongs_interval_is_as_wide_as_that_of_resampled_rows() -> None:
    rng = np.random.default_rng(4)
    happened = (rng.random(800) < 0.3).astype(float)
    score = happened + rng.normal(0, 1.2, 800)
    baseline = 0.5 * happened + rng.normal(0, 1.0, 800)
    gain = metrics.auc_difference(happened, score, baseline)
    drawn = []
    for _ in range(1500):
        rows = rng.integers(0, 800, 800)
        ours = metrics.auc(happened[rows], score[rows])
        drawn.append(ours - metrics.auc(happened[rows], baseline[rows]))
    lower, upper = np.quantile(drawn, [0.025, 0.975])

    assert upper - lower == pytest.approx(gain.upper - gain.lower, rel=0.1)


def test_the_interval_of_a_correlation_holds_its_value_and_repeats() -> None:
    gain = metrics.pearson_difference(HAPPENED, SCORE, BASELINE, resamples=200, seed=3)

    assert gain.lower <= gain.value <= gain.upper
    again = metrics.pearson_difference(HAPPENED, SCORE, BASELINE, 200, seed=3)
    assert gain == again


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
