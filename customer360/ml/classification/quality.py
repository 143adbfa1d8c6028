"""How good probabilities of a yes or no were, as rows of an evaluation."""

from customer360.ml import metrics
from customer360.ml.evaluations import Measure, Row, evaluation_rows, interval_rows
from customer360.ml.metrics import Floats

RANKINGS: dict[str, Measure] = {
    "auc": metrics.auc,
    "average_precision": metrics.average_precision,
    "top_decile_lift": metrics.top_decile_lift,
}
PROBABILITIES: dict[str, Measure] = {
    "brier": metrics.brier,
    "log_loss": metrics.log_loss,
    "expected_calibration_error": metrics.expected_calibration_error,
    "calibration_slope": metrics.calibration_slope,
    "calibration_intercept": metrics.calibration_intercept,
}


def binary_rows(
    happened: Floats,
    probability: Floats,
    baseline_name: str,
    baseline_rank: Floats,
    baseline_probability: Floats,
) -> list[Row]:
    """Return every metric of a probability beside a baseline's, nan where it has none.

    happened: 0.0 or 1.0; baseline_rank: any number that is higher for the likelier.
    """
    gain = metrics.auc_difference(happened, probability, baseline_rank)
    return [
        *evaluation_rows(RANKINGS, happened, probability, baseline_name, baseline_rank),
        *interval_rows("auc_gain", gain, baseline_name),
        *evaluation_rows(
            PROBABILITIES, happened, probability, baseline_name, baseline_probability
        ),
    ]
